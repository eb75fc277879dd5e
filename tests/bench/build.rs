//! What a build costs as an archive grows, beside Hugo and beside the disk's own limit.
//!
//! `cargo bench --bench build -- [SIZE…] [--from FOLDER] [--runs N]` prints medians. Hugo takes
//! part where `hugo` runs, or what `$HUGO` names (best the binary itself: a wrapper's start
//! counts); its site, in `hugo/` beside this file, has the same essays and no notes, no search,
//! no data. `$PANGZHU` names another build of this program. The floor reads the same sources and
//! writes as many files of the same sizes with two threads, and does nothing else.
//!
//! Within a size the three take turns, each clean build into a fresh folder, and nothing is
//! removed before the end: ext4 looks through inodes that were freed in the last minutes whenever
//! it makes a file, which makes ten thousands of them several times slower.
//!
//! Memory is a process's highest, CPU that of a child and its threads; Linux alone tells them.

mod corpus;

use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use std::{env, thread};

use corpus::{Form, Sentences, write_essays};
use pangzhu::emit::CACHE;
use tempfile::TempDir;

/// Sites of so many essays where nobody says.
const SIZES: [usize; 3] = [100, 1_000, 10_000];
/// How often each is built; large sites once, for they take long and fill the disk.
const RUNS: usize = 3;
const LARGE: usize = 20_000;
/// How many threads the floor has.
const THREADS: usize = 2;
/// How many files a thread takes at once.
const BATCH: usize = 64;
/// How often a running program is asked for its memory.
const LOOK: Duration = Duration::from_millis(5);
/// The kernel counts a process's time in this unit: `USER_HZ`, the same on all of Linux.
const TICKS_PER_SECOND: f64 = 100.0;

fn main() {
    let options = Options::read();
    let sentences = Sentences::read(options.from.as_deref());
    let hugo = env::var("HUGO").unwrap_or_else(|_| "hugo".to_owned());
    let has_hugo = Command::new(&hugo).arg("version").stdout(Stdio::null()).status().is_ok();
    if !has_hugo {
        println!("hugo is not found: measured without it\n");
    }
    // All goes at the end; see above.
    let folder = TempDir::new().expect("a temporary folder");
    println!(
        "{:>6} {:9} {:>8} {:>7} {:>7} {:>8} {:>8} {:>7} {:>8} {:>9} {:>8}",
        "essays",
        "",
        "clean",
        "/ hugo",
        "/ floor",
        "CPU",
        "memory",
        "files",
        "size",
        "one edit",
        "/ clean"
    );
    for &size in &options.sizes {
        let bench = Bench { root: folder.path().join(size.to_string()), size, hugo: &hugo };
        bench.write_sites(&sentences, has_hugo);
        let runs = if size < LARGE { options.runs } else { 1 };
        bench.run(runs, has_hugo);
    }
}

struct Options {
    sizes: Vec<usize>,
    from: Option<PathBuf>,
    runs: usize,
}

impl Options {
    fn read() -> Self {
        let mut options = Self { sizes: Vec::new(), from: None, runs: RUNS };
        let mut arguments = env::args().skip(1).filter(|one| one != "--bench");
        while let Some(argument) = arguments.next() {
            match argument.as_str() {
                "--from" => options.from = arguments.next().map(PathBuf::from),
                "--runs" => {
                    let runs = arguments.next().and_then(|runs| runs.parse().ok());
                    options.runs = runs.expect("--runs wants a number");
                }
                size => options.sizes.push(size.parse().expect("a size is a number")),
            }
        }
        if options.sizes.is_empty() {
            options.sizes = SIZES.to_vec();
        }
        options
    }
}

/// The sites of one size.
struct Bench<'a> {
    root: PathBuf,
    size: usize,
    hugo: &'a str,
}

/// What one run cost.
#[derive(Clone, Copy, Default)]
struct Cost {
    wall: f64,
    cpu: Option<f64>,
    /// In MB.
    memory: Option<f64>,
}

impl Bench<'_> {
    fn write_sites(&self, sentences: &Sentences, has_hugo: bool) {
        write_essays(&self.root.join("ours/content/essays"), self.size, sentences, Form::Ours);
        if has_hugo {
            let site = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/bench/hugo");
            copy_folder(&site, &self.root.join("hugo"));
            write_essays(&self.root.join("hugo/content/posts"), self.size, sentences, Form::Hugos);
        }
    }

    fn run(&self, runs: usize, has_hugo: bool) {
        let (mut ours, mut hugos, mut floors) = (Vec::new(), Vec::new(), Vec::new());
        // The first read of the sources is slower than the rest for all of them.
        read_all(&files(&self.root.join("ours/content")));
        for run in 0..runs {
            // From nothing: not of what the last one kept either.
            let _ = fs::remove_dir_all(self.root.join("ours").join(CACHE));
            ours.push(self.build_ours(&format!("out-{run}")));
            if has_hugo {
                hugos.push(self.build_hugos(&format!("hugo-{run}")));
            }
            floors.push(self.floor(&format!("floor-{run}")));
        }
        let (mut our_edits, mut hugo_edits) = (Vec::new(), Vec::new());
        for run in 0..runs {
            edit(&self.root.join("ours/content/essays").join(corpus::name(self.size / 2)), run);
            our_edits.push(self.build_ours(&format!("out-{}", runs.max(1) - 1)));
            if has_hugo {
                edit(&self.root.join("hugo/content/posts").join(corpus::name(self.size / 2)), run);
                hugo_edits.push(self.build_hugos("hugo-0"));
            }
        }
        let hugo = has_hugo.then(|| median(&hugos).wall);
        let floor = median(&floors).wall;
        let row = |name: &str, costs: &[Cost], edits: &[Cost], tree: Option<&str>| {
            self.print(name, median(costs), edits, tree, hugo, floor);
        };
        row("pangzhu", &ours, &our_edits, Some("out-0"));
        if has_hugo {
            row("hugo", &hugos, &hugo_edits, Some("hugo-0"));
        }
        row("floor", &floors, &[], None);
    }

    fn print(
        &self,
        name: &str,
        cost: Cost,
        edits: &[Cost],
        tree: Option<&str>,
        hugo: Option<f64>,
        floor: f64,
    ) {
        let ratio =
            |of: Option<f64>| of.map_or(String::new(), |of| format!("{:.2}", cost.wall / of));
        let (count, bytes) = tree.map_or((String::new(), String::new()), |tree| {
            let files = files(&self.root.join(tree));
            let sizes = files.iter().filter_map(|file| file.metadata().ok());
            let bytes: u64 = sizes.map(|about| about.len()).sum();
            (files.len().to_string(), format!("{:.1} MB", bytes as f64 / 1e6))
        });
        let (edit, share) = match edits {
            [] => (String::new(), String::new()),
            edits => {
                let edit = median(edits).wall;
                (format!("{edit:.3} s"), format!("{:.2}", edit / cost.wall))
            }
        };
        println!(
            "{:>6} {name:9} {:>6.3} s {:>7} {:>7} {:>8} {:>8} {count:>7} {bytes:>8} {edit:>9} {share:>8}",
            self.size,
            cost.wall,
            ratio(hugo),
            ratio(Some(floor)),
            cost.cpu.map_or(String::new(), |cpu| format!("{cpu:.2} s")),
            cost.memory.map_or(String::new(), |memory| format!("{memory:.0} MB")),
        );
    }

    fn build_ours(&self, output: &str) -> Cost {
        let program = env::var("PANGZHU").unwrap_or(env!("CARGO_BIN_EXE_pangzhu").to_owned());
        let mut command = Command::new(program);
        command.arg("build").arg("--root").arg(self.root.join("ours"));
        measure(command.arg("--output").arg(self.root.join(output)))
    }

    fn build_hugos(&self, output: &str) -> Cost {
        let mut command = Command::new(self.hugo);
        command.arg("--quiet").arg("--source").arg(self.root.join("hugo"));
        measure(command.arg("--destination").arg(self.root.join(output)))
    }

    /// Reads the sources of our site and writes files of the sizes of its output.
    fn floor(&self, output: &str) -> Cost {
        let sources = files(&self.root.join("ours/content"));
        let made = self.root.join("out-0");
        let target = self.root.join(output);
        let trees: Vec<(PathBuf, usize)> = files(&made)
            .into_iter()
            .map(|file| {
                let size = file.metadata().expect("it is there").len();
                let below = file.strip_prefix(&made).expect("it lies below").to_owned();
                (target.join(below), usize::try_from(size).expect("it fits memory"))
            })
            .collect();
        let mut folders: Vec<&Path> = trees.iter().filter_map(|(file, _)| file.parent()).collect();
        folders.dedup();
        let longest = trees.iter().map(|(_, size)| *size).max().unwrap_or_default();
        let bytes = vec![b'x'; longest];
        let begun = Instant::now();
        read_all(&sources);
        folders.into_iter().for_each(|folder| fs::create_dir_all(folder).expect("a folder"));
        in_threads(trees.len(), |at| {
            let (file, size) = &trees[at];
            File::create(file)
                .and_then(|mut file| file.write_all(&bytes[..*size]))
                .expect("written");
        });
        Cost { wall: begun.elapsed().as_secs_f64(), ..Cost::default() }
    }
}

fn read_all(files: &[PathBuf]) {
    in_threads(files.len(), |at| {
        std::hint::black_box(fs::read(&files[at]).expect("a file"));
    });
}

/// Does `work` with each of so many numbers.
fn in_threads(count: usize, work: impl Fn(usize) + Sync) {
    let next = AtomicUsize::new(0);
    thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| {
                loop {
                    let first = next.fetch_add(BATCH, Ordering::Relaxed);
                    if first >= count {
                        return;
                    }
                    (first..count.min(first + BATCH)).for_each(&work);
                }
            });
        }
    });
}

/// Runs a program to its end.
fn measure(command: &mut Command) -> Cost {
    let before = children_time();
    let begun = Instant::now();
    let mut child =
        command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("the program runs");
    let watched = child.id();
    // A thread of its own, so that the end is heard at once.
    let memory = thread::spawn(move || {
        let mut memory = None;
        while let Some(now) = highest_memory(watched) {
            memory = Some(now).max(memory);
            thread::sleep(LOOK);
        }
        memory
    });
    let status = child.wait().expect("it ends");
    let wall = begun.elapsed().as_secs_f64();
    assert!(status.success(), "{command:?} fails");
    let cpu = before.and_then(|before| Some((children_time()? - before) / TICKS_PER_SECOND));
    let memory = memory.join().expect("it only reads").map(|kilobytes| kilobytes as f64 / 1e3);
    Cost { wall, cpu, memory }
}

/// Returns the time, in ticks, of all children that ended.
fn children_time() -> Option<f64> {
    let stat = fs::read_to_string("/proc/self/stat").ok()?;
    // After the name, which may hold anything: state, then 13 fields, then theirs.
    let mut fields = stat.rsplit_once(')')?.1.split_whitespace().skip(13);
    let (user, system) = (fields.next()?, fields.next()?);
    Some(user.parse::<f64>().ok()? + system.parse::<f64>().ok()?)
}

/// Returns the highest memory of a process so far, in kilobytes; nothing once it ended.
fn highest_memory(process: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().trim_end_matches(" kB").parse().ok()
}

fn edit(file: &Path, run: usize) {
    let mut text = fs::read_to_string(file).expect("the essay is there");
    text.push_str(&format!("\n第{run}次改动。\n"));
    fs::write(file, text).expect("written");
}

fn median(costs: &[Cost]) -> Cost {
    let mut sorted = costs.to_vec();
    sorted.sort_by(|one, other| one.wall.total_cmp(&other.wall));
    sorted.get(sorted.len() / 2).copied().unwrap_or_default()
}

fn copy_folder(from: &Path, to: &Path) {
    for file in files(from) {
        let target = to.join(file.strip_prefix(from).expect("it lies below"));
        fs::create_dir_all(target.parent().expect("it has a folder")).expect("a folder");
        fs::copy(&file, target).expect("a copy");
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            found.extend(files(&entry.path()));
        } else {
            found.push(entry.path());
        }
    }
    found.sort();
    found
}
