//! What the search's index costs, against Pagefind over the same pages in the same run:
//! `cargo bench --bench search -- [ESSAYS] [FOLDER OF ESSAYS TO DRAW FROM]`.
//!
//! The essays are those of the other benchmarks, the same on every machine. Pagefind takes part
//! where `PAGEFIND` names its program (`npm install pagefind`). Memory is a process's highest, with
//! all it holds beside; where there is no `/proc`, none is told.

mod corpus;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use corpus::{Form, Sentences, write_essays};
use pangzhu::parallel;
use pangzhu::permalink::SitePath;
use pangzhu::render::Output;
use pangzhu::session::{Options, Session};

/// How many essays there are where nobody says.
const ESSAYS: usize = 1_000;
/// How often a running program is asked for its memory.
const LOOK: Duration = Duration::from_millis(20);

fn main() {
    let mut arguments = std::env::args().skip(1).filter(|one| one != "--bench");
    let essays = arguments.next().map_or(ESSAYS, |count| count.parse().expect("a number"));
    let given = arguments.next().map(PathBuf::from);
    let root = tempfile::tempdir().expect("a temporary folder");
    let folder = root.path().join("content/essays");
    write_essays(&folder, essays, &Sentences::read(given.as_deref()), Form::Ours);

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
