//! Every command and sample of the README and the guide, run.
//!
//! Each page has a folder of its own, in which its blocks are run in their order:
//! - a block whose language is followed by a path is written there, and nothing must be said
//!   of it (`faulty`: it is to be faulty; `alone`: in a new folder);
//! - `sh` is run, and must succeed;
//! - `console` is run line by line, and must print what is shown; `…` stands for anything.
//!   `UPDATE_CASES=1` rewrites it.
//!
//! `text` is shown and not run.
#![cfg(unix)]

use std::collections::{BTreeMap, HashMap};
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;

use pangzhu::parallel;
use pangzhu::session::{Options, Session};
use tempfile::TempDir;

use crate::book::{self, Block, Page};
use crate::site::write;

/// Stands for what differs from run to run.
const ANYTHING: char = '…';

/// What a shell knows besides: the preview does not end by itself, so it only reads its
/// options; a clone's own commands are run by the program that was built for this test.
const SHELL: &str = r#"
pangzhu() {
    case "$*" in
    *--help) command pangzhu "$@" ;;
    serve*) command pangzhu "$@" --help > /dev/null ;;
    *) command pangzhu "$@" ;;
    esac
}
cargo() {
    case "$*" in
    "run -- "*) shift 2; pangzhu "$@" ;;
    # Where it is run stands in the text beside it.
    "install --path .") test -f "$REPOSITORY/src/main.rs" ;;
    *) echo "cargo $*: not in a test" >&2; return 1 ;;
    esac
}
sh() { test -f "$1"; }
"#;

/// The folder in which a page's blocks are run.
struct Desk {
    /// The folder with all that lies around the one that commands are run in.
    around: TempDir,
    /// All that was put and run in it so far.
    past: String,
}

/// What [`CHECK`] printed after a past: the two forms of the guide have the same samples.
type Known = HashMap<String, (String, bool)>;
/// A command that changes nothing.
const CHECK: &str = "pangzhu check";

impl Desk {
    fn new(page: &Page) -> Self {
        let desk = Self { around: TempDir::new().expect("a folder"), past: String::new() };
        fs::create_dir(desk.folder()).expect("a folder");
        if page.path == Path::new("README.md") {
            // It speaks from within a clone.
            for part in ["content", "Cargo.toml", "tests/run"] {
                copy(&book::repository().join(part), &desk.folder().join(part));
            }
        }
        desk
    }

    fn folder(&self) -> PathBuf {
        self.around.path().join("site")
    }

    /// Runs a command; returns what it printed, and whether it succeeded.
    fn run(&self, command: &str) -> (String, bool) {
        let program = Path::new(env!("CARGO_BIN_EXE_pangzhu"));
        let bin = program.parent().expect("it lies in a folder").display();
        let path = std::env::var("PATH").unwrap_or_default();
        let output = Command::new("sh")
            .args(["-euc", &format!("exec 2>&1\n{SHELL}\n{command}")])
            .current_dir(self.folder())
            .env("PATH", format!("{bin}:{path}"))
            .env("HOME", self.around.path())
            .env("REPOSITORY", book::repository())
            .env("NO_COLOR", "1")
            .env("PANGZHU_LANG", "en")
            // As wide as a block of the page.
            .env("COLUMNS", "70")
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("GIT_CONFIG_SYSTEM", "/dev/null")
            .envs(["AUTHOR", "COMMITTER"].map(|who| (format!("GIT_{who}_NAME"), "林渡")))
            .envs(
                ["AUTHOR", "COMMITTER"].map(|who| (format!("GIT_{who}_EMAIL"), "lin@example.org")),
            )
            .output()
            .expect("a shell");
        (String::from_utf8(output.stdout).expect("UTF-8"), output.status.success())
    }

    /// Runs a command, unless it is known what it prints.
    fn ask(&mut self, command: &str, known: &mut Known) -> (String, bool) {
        self.past.push_str(command);
        if command != CHECK {
            return self.run(command);
        }
        if !known.contains_key(&self.past) {
            let said = self.run(command);
            known.insert(self.past.clone(), said);
        }
        known[&self.past].clone()
    }

    /// Writes a file that is shown.
    fn put(&mut self, path: &str, text: &str) {
        self.past.extend([path, text]);
        write(&self.folder().join(path), text);
    }

    /// Returns what the program has to say of a file.
    fn said_of(&self, path: &str) -> String {
        let mut session = Session::new(&self.folder(), Options::default());
        let snapshot = session.refresh(|_| ()).expect("a site");
        let said = snapshot.diagnostics.iter().filter(|one| one.path.as_str() == path);
        said.map(|one| format!("{}: {}\n", one.code, one.message.english)).collect()
    }
}

fn copy(from: &Path, to: &Path) {
    if from.is_dir() {
        for entry in fs::read_dir(from).expect("a folder").flatten() {
            copy(&entry.path(), &to.join(entry.file_name()));
        }
    } else {
        fs::create_dir_all(to.parent().expect("it has a folder")).expect("a folder");
        fs::copy(from, to).expect("a file");
    }
}

/// Returns what is amiss with a block; a shown output that is not so is put right in `page`.
fn try_block(page: &mut Page, block: &Block, desk: &mut Desk, known: &mut Known) -> Option<String> {
    let text = page.text(block);
    let has = |word: &str| block.words.iter().any(|one| one == word);
    if has("alone") {
        *desk = Desk::new(page);
    }
    match block.language.as_str() {
        "sh" => {
            let (said, well) = desk.ask(&text, known);
            (!well).then(|| format!("{text}fails:\n{said}"))
        }
        "console" => try_session(page, block, desk, known),
        "text" | "" => {
            let is_command = |line: &str| line.starts_with("$ ") || line.starts_with("pangzhu ");
            text.lines().any(is_command).then(|| format!("`sh` or `console` would run it:\n{text}"))
        }
        language => match block.words.first() {
            Some(path) => {
                desk.put(path, &text);
                if has("faulty") || !desk.folder().join("content").is_dir() {
                    return None;
                }
                let said = desk.said_of(path);
                (!said.is_empty()).then(|| format!("{path}:\n{said}"))
            }
            None => Some(format!("`{language}` is neither run nor a file:\n{text}")),
        },
    }
}

/// Runs the commands of a block, each after a `$ `.
fn try_session(
    page: &mut Page,
    block: &Block,
    desk: &mut Desk,
    known: &mut Known,
) -> Option<String> {
    let shown = page.text(block);
    let mut made = String::new();
    for part in format!("\n{shown}").split("\n$ ").skip(1) {
        let (command, output) = part.split_once('\n').unwrap_or((part, ""));
        let (said, _) = desk.ask(command, known);
        let said = said.trim_end().to_owned();
        let is_so = fits(&steady(output.trim_end()), &steady(&said));
        let said = if is_so { output.trim_end().to_owned() } else { said };
        made.push_str(&format!("$ {command}\n{said}{}", if said.is_empty() { "" } else { "\n" }));
    }
    if made.trim_end() == shown.trim_end() {
        return None;
    }
    if book::is_update() {
        let lines = made.trim_end().lines().map(str::to_owned).collect::<Vec<_>>();
        page.lines.splice(block.lines.clone(), lines);
        return None;
    }
    Some(format!("is shown:\n{shown}\nis so:\n{made}"))
}

/// Tells whether a text is as shown, where [`ANYTHING`] stands for any part of it.
fn fits(shown: &str, text: &str) -> bool {
    let mut parts = shown.split(ANYTHING);
    let Some(mut rest) = text.strip_prefix(parts.next().unwrap_or_default()) else { return false };
    let parts: Vec<&str> = parts.collect();
    let Some((last, middle)) = parts.split_last() else { return rest.is_empty() };
    for part in middle {
        let Some(at) = rest.find(part) else { return false };
        rest = &rest[at + part.len()..];
    }
    rest.ends_with(last)
}

/// Puts [`ANYTHING`] for what another machine, theme, or fit of the detector has otherwise:
/// decimal numbers, and how many files of how many bytes a site takes.
fn steady(text: &str) -> String {
    let is_numeral = |one: char| one.is_ascii_digit() || one == '.';
    let line = |line: &str| {
        let is_report = line.contains(" files (");
        let mut steady = String::new();
        let mut rest = line;
        while let Some(at) = rest.find(is_numeral) {
            let length = rest[at..].find(|one| !is_numeral(one)).unwrap_or(rest.len() - at);
            let number = &rest[at..at + length];
            let is_decimal = number.len() > 2 && number[1..].contains('.');
            steady.push_str(&rest[..at]);
            if is_report || is_decimal {
                steady.push(ANYTHING);
            } else {
                steady.push_str(number);
            }
            rest = &rest[at + length..];
        }
        steady + rest
    };
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}

/// Tries all blocks of a page, and returns what is amiss.
fn try_page(mut page: Page, known: &mut Known) -> Vec<String> {
    let before = page.lines.clone();
    let mut desk = Desk::new(&page);
    let mut faults = Vec::new();
    for place in 0..page.blocks().len() {
        // What is put right above may have moved it.
        let block = page.blocks().swap_remove(place);
        let at = block.lines.start;
        let fault = try_block(&mut page, &block, &mut desk, known);
        faults.extend(fault.map(|fault| format!("{}:{at}: {fault}", page.path.display())));
    }
    if page.lines != before {
        page.write();
    }
    faults
}

#[test]
fn what_the_readme_and_the_guide_show_is_so() {
    let mut twins: BTreeMap<OsString, Vec<Page>> = BTreeMap::new();
    for page in book::pages() {
        let name = page.path.file_name().expect("a file has a name").to_owned();
        twins.entry(name).or_default().push(page);
    }
    let twins: Vec<Vec<Page>> = twins.into_values().collect();
    let twins: Vec<Mutex<Vec<Page>>> = twins.into_iter().map(Mutex::new).collect();
    let faults = parallel::map(&twins, |pages| {
        let pages = std::mem::take(&mut *pages.lock().expect("nobody else has it"));
        let mut known = Known::new();
        pages.into_iter().flat_map(|page| try_page(page, &mut known)).collect::<Vec<_>>()
    });
    let faults: Vec<String> = faults.into_iter().flatten().collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn anything_stands_for_any_part() {
    assert!(fits("a … c", "a bb c") && fits("…", "") && fits("a", "a"));
    assert!(!fits("a … c", "a bb d") && !fits("a", "ab") && !fits("…b", "ba"));
    assert_eq!(
        steady("public: 30 files (17 kB) from 1 essay, in 0.41 s"),
        steady("public: 40 files (18 kB) from 1 essay, in 0.44 s"),
    );
    assert_ne!(steady("2 essays"), steady("3 essays"));
}
