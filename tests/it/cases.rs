//! Literate case files: Markdown under `tests/cases/`, read by people and run by tests.
//!
//! A heading names a case, prose says what it shows, fenced blocks hold its inputs and the
//! expected output. The first word after a fence names the block; `out` is what the check
//! must print. With `UPDATE_CASES=1` the `out` blocks are rewritten, to be read in review.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// One case of a case file.
pub(crate) struct Case {
    /// Its heading.
    pub(crate) name: String,
    blocks: Vec<Fence>,
}

struct Fence {
    name: String,
    text: String,
    /// The lines of the file that hold `text`.
    lines: std::ops::Range<usize>,
}

impl Case {
    /// Returns the text of the block of this name, if the case has one.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.blocks.iter().find(|block| block.name == name).map(|block| block.text.as_str())
    }

    /// Returns the blocks whose names are paths of files, with their texts.
    pub(crate) fn files(&self) -> impl Iterator<Item = (&str, &str)> {
        let files = self.blocks.iter().filter(|block| block.name.contains('/'));
        files.map(|block| (block.name.as_str(), block.text.as_str()))
    }

    /// Returns the text of the block of this name.
    pub(crate) fn block(&self, name: &str) -> &str {
        self.get(name).unwrap_or_else(|| panic!("case `{}` has no `{name}` block", self.name))
    }
}

/// Runs `check` over every case of every file in `tests/cases/<folder>` and compares what it
/// returns with the case's `out` block.
pub(crate) fn run(folder: &str, check: impl Fn(&Case) -> String) {
    let update = std::env::var_os("UPDATE_CASES").is_some();
    let mut failures = String::new();
    let mut count = 0;
    for file in case_files(folder) {
        let text = fs::read_to_string(&file).expect("case file is readable");
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        for case in parse(&lines).iter().rev() {
            count += 1;
            let actual = check(case);
            let expected = case.block("out");
            if actual.trim_end() == expected.trim_end() {
                continue;
            }
            let out = case.blocks.iter().find(|block| block.name == "out").expect("checked above");
            lines.splice(out.lines.clone(), actual.trim_end().lines().map(str::to_owned));
            let _ = writeln!(
                failures,
                "== {} · {}\n-- expected\n{}\n-- actual\n{}\n",
                file.display(),
                case.name,
                expected.trim_end(),
                actual.trim_end()
            );
        }
        if update {
            fs::write(&file, lines.join("\n") + "\n").expect("case file is writable");
        }
    }
    assert!(count > 0, "no case in tests/cases/{folder}");
    assert!(update || failures.is_empty(), "{failures}");
}

/// Returns every case of every file in `tests/cases/<folder>`.
pub(crate) fn all(folder: &str) -> Vec<Case> {
    let parsed = case_files(folder).into_iter().map(|file| {
        let text = fs::read_to_string(&file).expect("case file is readable");
        parse(&text.lines().map(str::to_owned).collect::<Vec<_>>())
    });
    parsed.flatten().collect()
}

fn case_files(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases").join(folder);
    let mut files: Vec<PathBuf> = fs::read_dir(&folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .map(|entry| entry.expect("folder entry is readable").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
        .collect();
    files.sort();
    files
}

fn parse(lines: &[String]) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    let mut index = 0;
    while index < lines.len() {
        let line = &lines[index];
        let ticks = line.bytes().take_while(|&byte| byte == b'`').count();
        if ticks >= 3 {
            let fence = "`".repeat(ticks);
            let end = (index + 1..lines.len())
                .find(|&end| lines[end].trim_end() == fence)
                .unwrap_or_else(|| panic!("fence at line {} is not closed", index + 1));
            let case = cases.last_mut().expect("a fence stands below a heading");
            case.blocks.push(Fence {
                name: line[ticks..].split_whitespace().next().unwrap_or_default().to_owned(),
                text: lines[index + 1..end].iter().map(|line| format!("{line}\n")).collect(),
                lines: index + 1..end,
            });
            index = end;
        } else if let Some(name) = line.strip_prefix("## ") {
            cases.push(Case { name: name.to_owned(), blocks: Vec::new() });
        }
        index += 1;
    }
    cases
}

#[test]
fn a_case_file_is_read_as_written() {
    let text = "# File\n\n## One\nSays what.\n\n````md\n```\nx\n```\n````\n\n```out\ny\n```";
    let lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let cases = parse(&lines);
    assert_eq!(cases.len(), 1);
    assert_eq!(cases[0].name, "One");
    assert_eq!(cases[0].block("md"), "```\nx\n```\n");
    assert_eq!(cases[0].block("out"), "y\n");
    assert_eq!(lines[cases[0].blocks[1].lines.clone()], ["y"]);
}
