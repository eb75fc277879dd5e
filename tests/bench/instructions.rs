//! How many instructions a build takes, held against the figures in `instructions.tsv`.
//!
//! `cargo bench --bench instructions` fails where a figure has risen by more than 15 %: time cannot
//! be compared from machine to machine, instructions nearly can. After a change that is worth its
//! price, or with another compiler, `cargo bench --bench instructions -- --write` writes the figures
//! anew; the difference is then read in review like any other. `$PANGZHU` names another build of the
//! program. Valgrind counts; where it is not installed, nothing is counted.

mod corpus;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::{env, fs};

use corpus::{Form, Sentences, write_essays};
use tempfile::TempDir;

/// A regression of more than this fails.
const RISE_MAX: f64 = 0.15;
/// A gain of more than this is worth writing down, lest half of it be lost again unnoticed.
const FALL_MAX: f64 = 0.10;
/// Enough that essays are most of the work, few enough for Valgrind.
const ESSAYS: usize = 30;
const FIGURES: &str = "tests/bench/instructions.tsv";

fn main() -> ExitCode {
    let valgrind = Command::new("valgrind").arg("--version").stdout(Stdio::null()).status();
    if !valgrind.is_ok_and(|status| status.success()) {
        println!("valgrind is not found: nothing is counted");
        return ExitCode::SUCCESS;
    }
    let counted = count();
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(FIGURES);
    if env::args().any(|one| one == "--write") {
        let lines = counted.iter().fold(String::new(), |mut lines, (name, count)| {
            let _ = writeln!(lines, "{name}\t{count}");
            lines
        });
        fs::write(&file, lines).expect("the figures can be written");
    }
    let known = fs::read_to_string(&file).expect("the figures can be read");
    let mut exit = ExitCode::SUCCESS;
    println!("{:24} {:>10} {:>10} {:>7}", "", "millions", "known", "");
    for (name, count) in counted {
        let line = known.lines().find_map(|line| line.strip_prefix(&format!("{name}\t")));
        let known: u64 = line.and_then(|count| count.parse().ok()).expect("a figure of that name");
        let rise = count as f64 / known as f64 - 1.0;
        let verdict = if rise > RISE_MAX {
            exit = ExitCode::FAILURE;
            "too many"
        } else if rise < -FALL_MAX {
            "fewer: write them down (--write)"
        } else {
            ""
        };
        let [count, known] = [count, known].map(|count| count as f64 / 1e6);
        println!("{name:24} {count:>10.1} {known:>10.1} {:>+6.1} % {verdict}", rise * 100.0);
    }
    exit
}

/// Counts what is done most: a start, a site from nothing, and that site after one edit.
fn count() -> Vec<(&'static str, u64)> {
    let folder = TempDir::new().expect("a temporary folder");
    let (one, many) = (folder.path().join("one"), folder.path().join("many"));
    let essays = |root: &Path| root.join("content/essays");
    let sentences = Sentences::read(None);
    write_essays(&essays(&one), 1, &sentences, Form::Ours);
    write_essays(&essays(&many), ESSAYS, &sentences, Form::Ours);
    let build = |root: &Path| instructions(folder.path(), &["build", "--root"], Some(root));
    let mut counted = vec![
        ("version", instructions(folder.path(), &["--version"], None)),
        ("one essay", build(&one)),
        ("thirty essays", build(&many)),
    ];
    let edited = essays(&many).join(corpus::name(ESSAYS / 2));
    let mut text = fs::read_to_string(&edited).expect("an essay");
    text.push_str("\n那年冬天很冷。\n");
    fs::write(&edited, text).expect("written");
    counted.push(("one edit of thirty", build(&many)));
    counted
}

/// Runs the program with one thread, and returns how many instructions it took.
fn instructions(folder: &Path, arguments: &[&str], root: Option<&Path>) -> u64 {
    let program = env::var("PANGZHU").unwrap_or(env!("CARGO_BIN_EXE_pangzhu").to_owned());
    let out: PathBuf = folder.join("callgrind.out");
    let mut command = Command::new("valgrind");
    command
        .arg("--tool=callgrind")
        .arg(format!("--callgrind-out-file={}", out.display()))
        .arg(program)
        .args(arguments)
        .args(root)
        // Threads that wait for work count, and not the same twice.
        .env("RAYON_NUM_THREADS", "1")
        .env("PANGZHU_LANG", "en");
    let output = command.output().expect("valgrind runs");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    let count = said.lines().find_map(|line| line.split_once("Collected : "));
    count.and_then(|(_, count)| count.trim().parse().ok()).expect("valgrind says how many")
}
