//! The guide's pages to look things up in name what the program has, all of it and nothing else.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;

use pangzhu::config::Config;
use pangzhu::diagnostic::CODES;
use pangzhu::source::{Source, SourcePath};
use serde_json::Value;

use crate::book::{self, Page};
use crate::judge::Score;
use crate::measured::measured;

/// Keys of other programs, which the front matter's schema has too.
const DEPRECATED: &str = "deprecated";

/// Returns the code-quoted first cells of a page's tables, as `` `title` `` in `` | `title` | ``.
fn first_cells(page: &Page) -> BTreeSet<String> {
    let cells = page.lines.iter().filter_map(|line| line.strip_prefix("| `")?.split_once("` |"));
    // Tokens of addresses are none.
    cells.map(|(cell, _)| cell.to_owned()).filter(|cell| !cell.starts_with(':')).collect()
}

/// Returns the keys that a JSON Schema describes, those within others after a full stop.
fn keys(schema: &Value, prefix: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let properties = schema["properties"].as_object().into_iter().flatten();
    for (key, one) in properties.filter(|(_, one)| one.get(DEPRECATED).is_none()) {
        found.insert(format!("{prefix}{key}"));
        found.extend(keys(one, &format!("{prefix}{key}.")));
    }
    found
}

fn schema(path: &str) -> Value {
    let text = fs::read_to_string(book::repository().join(path)).expect("a schema");
    serde_json::from_str(&text).expect("JSON")
}

#[test]
fn the_guide_has_every_key_of_the_front_matter() {
    let wanted = keys(&schema("src/load/front_matter/schema.json"), "");
    for page in Page::twins("02-essays.md") {
        assert_eq!(first_cells(&page), wanted, "{}", page.path.display());
    }
}

#[test]
fn the_guide_has_every_setting_with_its_default() {
    let wanted = keys(&schema("src/config/schema.json"), "");
    for page in Page::twins("12-settings.md") {
        assert_eq!(first_cells(&page), wanted, "{}", page.path.display());
        let blocks = page.blocks();
        let sample = blocks.iter().find(|block| block.words == ["content/site.yaml"]);
        let text = page.text(sample.expect("a sample of all settings"));
        let source = Source::new(SourcePath::new("content/site.yaml"), text.as_str());
        let (config, diagnostics) = Config::load(Some(&source));
        assert_eq!((config, diagnostics), (Config::default(), Vec::new()));
        for key in wanted.iter().filter_map(|key| key.rsplit('.').next()) {
            let is_shown = text.lines().any(|line| {
                line.trim_start_matches(['#', ' '])
                    .strip_prefix(key)
                    .is_some_and(|rest| rest.starts_with(':'))
            });
            assert!(is_shown, "{}: the sample has no {key}", page.path.display());
        }
    }
}

#[test]
fn the_guide_has_every_diagnostic() {
    let wanted: BTreeSet<String> = CODES.iter().map(|&code| code.to_owned()).collect();
    for page in Page::twins("13-diagnostics.md") {
        let codes: Vec<&str> = page.headings();
        let given: BTreeSet<String> = codes.iter().map(|code| (*code).to_owned()).collect();
        assert_eq!(given, wanted, "{}", page.path.display());
        assert!(codes.is_sorted(), "{}: by the alphabet", page.path.display());
    }
}

/// Returns what the program says of a command.
fn help(command: &str) -> String {
    let arguments = command.split(' ').skip(1).chain(["--help"]);
    let output = Command::new(Path::new(env!("CARGO_BIN_EXE_pangzhu"))).args(arguments).output();
    String::from_utf8(output.expect("the program runs").stdout).expect("UTF-8")
}

/// Returns a command's own name and those of all below it, as `pangzhu notes repair`.
fn commands(command: &str) -> Vec<String> {
    let text = help(command);
    let list = text.split_once("\nCommands:\n").map_or("", |(_, rest)| rest);
    let names = list.lines().map_while(|line| line.strip_prefix("  ")?.split_whitespace().next());
    let below = names.filter(|name| *name != "help");
    let mut all = vec![command.to_owned()];
    all.extend(below.flat_map(|name| commands(&format!("{command} {name}"))));
    all
}

#[test]
fn the_guide_has_every_command() {
    let wanted: BTreeSet<String> = commands("pangzhu").into_iter().collect();
    assert!(wanted.len() > 5, "the commands are found");
    for page in Page::twins("11-commands.md") {
        let shown =
            page.lines.iter().filter_map(|line| line.strip_prefix("$ ")?.strip_suffix(" --help"));
        let shown: BTreeSet<String> = shown.map(str::to_owned).collect();
        assert_eq!(shown, wanted, "{}", page.path.display());
    }
}

/// Pages beside the guide that name commands.
const OTHERS: [&str; 3] = ["CONTRIBUTING.md", "SECURITY.md", "tests/gold/README.md"];

/// What is named in passing, as `pangzhu notes repair --write` in a sentence, is not run; but there
/// is such a command, and it has such options.
#[test]
fn every_command_that_is_named_is_there() {
    let all: BTreeSet<String> = commands("pangzhu").into_iter().collect();
    let helps: BTreeMap<&str, String> = all.iter().map(|one| (one.as_str(), help(one))).collect();
    let manifest = fs::read_to_string(book::repository().join("Cargo.toml")).expect("a manifest");
    let mut faults = Vec::new();
    let mut named = 0;
    let others = OTHERS.map(|path| Page::read(Path::new(path)));
    for page in book::pages().iter().chain(&others) {
        let blocks = page.blocks();
        let is_shown = |at: usize| blocks.iter().any(|block| block.lines.contains(&at));
        let lines = page.lines.iter().enumerate();
        for command in lines.flat_map(|(at, line)| named_commands(line, is_shown(at))) {
            named += 1;
            let words: Vec<&str> = command.split_whitespace().collect();
            let is_there = match words[0] {
                "pangzhu" => is_command(&words, &helps),
                _ => is_target(&words, &manifest),
            };
            if !is_there {
                faults.push(format!("{}: {command}", page.path.display()));
            }
        }
    }
    assert!(named > 50, "the commands are found");
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Returns the commands that a line names: as the whole of it where it is `shown` as such, else
/// between backticks.
fn named_commands(line: &str, shown: bool) -> Vec<String> {
    let is_command = |text: &&str| text.starts_with("pangzhu ") || text.starts_with("cargo ");
    let parts: Vec<&str> = match shown {
        true => vec![line.trim_start_matches("$ ")],
        false => line.split('`').skip(1).step_by(2).collect(),
    };
    let parts = parts.into_iter().filter(is_command);
    // What follows many blanks, or a sign of the shell, is said of it.
    let first = |text: &str| text.split(['#', '|', '>', '&', ';']).next().map(str::to_owned);
    parts.filter_map(|text| first(text.split("   ").next()?)).collect()
}

fn is_command(words: &[&str], helps: &BTreeMap<&str, String>) -> bool {
    let mut command = words[0].to_owned();
    let mut is_there = words.len() < 2 || words[1].starts_with('-');
    for word in &words[1..] {
        let deeper = format!("{command} {word}");
        if helps.contains_key(deeper.as_str()) {
            (command, is_there) = (deeper, true);
        } else if word.starts_with("--") {
            let option = word.split('=').next().unwrap_or(word);
            is_there &= helps[command.as_str()]
                .split(|c: char| c.is_whitespace() || ",[=".contains(c))
                .any(|one| one == option);
        }
    }
    is_there
}

/// Tells whether what cargo is to run or to test is declared.
fn is_target(words: &[&str], manifest: &str) -> bool {
    words.windows(2).all(|pair| match pair {
        ["--bench" | "--example" | "--test", name] => {
            manifest.lines().any(|line| line == format!("name = \"{name}\""))
        }
        ["it", name] => {
            let module = book::repository().join(format!("tests/it/{name}.rs"));
            name.starts_with('-') || module.is_file()
        }
        _ => true,
    })
}

/// How far the guide's figures may be off: so much does one fit of the weights move them.
const FIGURES_OFF: f64 = 0.02;

#[test]
fn the_guide_tells_how_right_the_detector_is() {
    let repository = book::repository();
    let mut score = Score::default();
    for essay in measured(&repository.join("content/essays"), &repository.join("tests/gold")) {
        score += essay.score();
    }
    let wanted = [score.places().2, score.sides().2, score.favours()];
    let readme = Page::read(Path::new("README.md"));
    let chapters = Page::twins("05-comparisons.md");
    for (page, sign, count) in [
        (&readme, "F1 of ", 1),
        (&chapters[0], "--example measure", 3),
        (&chapters[1], "--example measure", 3),
    ] {
        let text = page.lines.join("\n");
        let (_, text) = text.split_once(sign).expect("it tells the figures");
        let numbers = text.split(|one: char| !one.is_ascii_digit() && one != '.');
        let told: Vec<f64> = numbers
            .filter(|one| one.starts_with("0."))
            .filter_map(|one| one.trim_end_matches('.').parse().ok())
            .take(count)
            .collect();
        let is_so = told.iter().zip(wanted).all(|(told, is)| (told - is).abs() < FIGURES_OFF);
        assert!(is_so && told.len() == count, "{}: {wanted:.2?}", page.path.display());
    }
}
