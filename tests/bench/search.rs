//! What the search's index costs, against Pagefind over the same pages in the same run:
//! `cargo bench --bench search -- [ESSAYS] [FOLDER OF MORE ESSAYS]`.
//!
//! The essays are the demo's sentences put together anew, the same on every machine. Pagefind
//! takes part where `PAGEFIND` names its program (`npm install pagefind`). Memory is the
//! process's highest, with all it holds beside; where there is no `/proc`, none is told.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use pangzhu::parallel;
use pangzhu::permalink::SitePath;
use pangzhu::render::Output;
use pangzhu::session::{Options, Session};

/// How many essays there are where nobody says.
const ESSAYS: usize = 1_000;
/// How long an essay is, in characters.
const CHARACTERS: usize = 5_900;
/// How often a running program is asked for its memory.
const LOOK: Duration = Duration::from_millis(20);

fn main() {
    let mut arguments = std::env::args().skip(1).filter(|one| one != "--bench");
    let essays = arguments.next().map_or(ESSAYS, |count| count.parse().expect("a number"));
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("content/essays")];
    folders.extend(arguments.next().map(PathBuf::from));
    let root = tempfile::tempdir().expect("a temporary folder");
    write_essays(root.path(), essays, &sentences(&folders));

    let begun = Instant::now();
    let snapshot = Session::new(root.path(), Options::default()).refresh(|_| ()).expect("a site");
    println!("{essays} essays, loaded to planned in {:.2} s", begun.elapsed().as_secs_f64());

    let (of_search, others): (Vec<&SitePath>, Vec<&SitePath>) =
        snapshot.site.paths().partition(|path| path.as_str().starts_with("search/"));
    let before = peak("self");
    // The highest so far is forgotten where the system can.
    let _ = fs::write("/proc/self/clear_refs", "5");
    let begun = Instant::now();
    let sizes = parallel::map(&of_search, |path| match snapshot.site.render(path) {
        Ok(Output::Bytes(bytes)) => bytes.len(),
        other => panic!("{path}: {other:?}"),
    });
    let seconds = begun.elapsed().as_secs_f64();
    let bytes: usize = sizes.iter().sum();
    report("own index", seconds, peak("self"), bytes as u64, of_search.len());
    println!("  {} pages beside it; memory before: {}", others.len(), mebibytes(before));

    match std::env::var_os("PAGEFIND") {
        Some(program) => {
            let public = root.path().join("public");
            snapshot.write(&public, || ()).expect("a written site");
            drop(snapshot);
            pagefind(Path::new(&program), &public);
        }
        None => println!("Pagefind: not measured, for PAGEFIND names no program"),
    }
}

fn report(name: &str, seconds: f64, memory: Option<u64>, bytes: u64, files: usize) {
    let megabytes = bytes as f64 / 1e6;
    let memory = mebibytes(memory);
    println!("{name}: {seconds:.2} s, {memory}, {megabytes:.1} MB in {files} files");
}

fn mebibytes(kibibytes: Option<u64>) -> String {
    kibibytes.map_or("memory unknown".to_owned(), |size| format!("{} MiB", size / 1024))
}

/// Returns the highest memory of a process so far, in KiB.
fn peak(process: &str) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().trim_end_matches(" kB").parse().ok()
}

fn pagefind(program: &Path, public: &Path) {
    let begun = Instant::now();
    let mut running = Command::new(program)
        .arg("--site")
        .arg(public)
        .args(["--glob", "essays/**/*.html"])
        .stdout(Stdio::null())
        .spawn()
        .expect("Pagefind runs");
    let process = running.id().to_string();
    let mut memory = None;
    while running.try_wait().expect("its end can be told").is_none() {
        memory = peak(&process).max(memory);
        thread::sleep(LOOK);
    }
    let seconds = begun.elapsed().as_secs_f64();
    let files = files(&public.join("pagefind"));
    let bytes = files.iter().filter_map(|file| file.metadata().ok()).map(|one| one.len()).sum();
    report("Pagefind", seconds, memory, bytes, files.len());
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        if entry.path().is_dir() {
            found.extend(files(&entry.path()));
        } else {
            found.push(entry.path());
        }
    }
    found.sort();
    found
}

/// Returns the sentences of all essays below these folders.
fn sentences(folders: &[PathBuf]) -> Vec<String> {
    let essays = folders.iter().flat_map(|folder| files(folder));
    let texts = essays
        .filter(|file| file.extension().is_some_and(|extension| extension == "md"))
        .map(|file| fs::read_to_string(file).expect("an essay"));
    let mut sentences = Vec::new();
    for text in texts {
        let body = text.split("\n---\n").nth(1).unwrap_or_default();
        let prose = body.lines().filter(|line| !line.contains(['#', '<', '|', '`', '[', '*', '>']));
        let parts = prose.flat_map(|line| line.split_inclusive(['。', '？', '！']));
        sentences.extend(parts.filter(|part| part.chars().count() > 4).map(str::to_owned));
    }
    sentences
}

fn write_essays(root: &Path, essays: usize, sentences: &[String]) {
    let folder = root.join("content/essays");
    fs::create_dir_all(&folder).expect("a folder");
    for number in 0..essays {
        let mut random = Random(number as u64 + 1);
        let mut pick = || sentences[random.below(sentences.len())].as_str();
        let title: String = pick().chars().filter(|c| c.is_alphanumeric()).take(18).collect();
        let mut text = format!(
            "---\nlayout: post\nname: 作者{}\ntime: {}-0{}-11 10:00\ntitle: {title}之{number}\n---\n",
            number % 200,
            2010 + number % 15,
            1 + number % 9,
        );
        let mut length = 0;
        while length < CHARACTERS {
            let paragraph: String = (0..5).map(|_| pick()).collect();
            length += paragraph.chars().count();
            text.push('\n');
            text.push_str(&paragraph);
            text.push('\n');
        }
        fs::write(folder.join(format!("{number:05}.md")), text).expect("a file");
    }
}

/// SplitMix64.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut value = self.0;
        value = (value ^ (value >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        value = (value ^ (value >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((value ^ (value >> 31)) % limit as u64) as usize
    }
}
