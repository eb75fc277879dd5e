//! The rules of the house, held by tests: who may use whom, who owns which crate, what may
//! not be named so, and that every diagnostic has been seen.

mod imports;
mod sources;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use imports::used_modules;
use pangzhu::diagnostic::CODES;
use sources::{files, module, modules};

/// No file has more lines of its own, its tests left out, unless a line at its head begins with
/// [`LONG_FILE_REASON`].
const FILE_LINES_MAX: usize = 400;
const LONG_FILE_REASON: &str = "//! Long: ";

/// No function has more lines, its tests left out.
const FUNCTION_LINES_MAX: usize = 60;

/// Crates and parts of the standard library, and the only modules that may name them.
const OWNERS: [(&str, &[&str]); 33] = [
    ("ammonia", &["load::html"]),
    ("annotate_snippets", &["cli"]),
    ("anstyle", &["cli"]),
    ("chardetng", &["import::encoding"]),
    ("clap", &["cli"]),
    ("clap_complete", &["cli::completions"]),
    ("clap_mangen", &["cli::completions"]),
    ("ctrlc", &["cli::serve"]),
    ("dom_query", &["import::markdown", "import::page"]),
    ("dom_smoothie", &["import::page::content"]),
    ("encoding_rs", &["import::encoding"]),
    ("getrandom", &["serve::guard"]),
    ("httparse", &["serve::request"]),
    ("indicatif", &["cli"]),
    ("notify", &["serve::watcher"]),
    ("pinyin", &["permalink"]),
    ("postcard", &["session::recall"]),
    ("pulldown_cmark", &["load::markdown"]),
    ("rayon", &["parallel"]),
    ("serde_yaml", &["yaml"]),
    ("similar", &["annotate::carry", "cli::diff"]),
    (
        "std::env",
        &["cli::check::external", "cli::console", "cli::serve", "emit", "main", "publish"],
    ),
    ("std::fs", &["emit", "load::inputs"]),
    ("std::net", &["cli::serve", "error", "serve"]),
    ("std::process", &["cli::serve", "history", "main", "publish::git"]),
    (
        "std::time",
        &["cli::check::external", "cli::progress", "emit", "load::inputs::memory", "serve", "web"],
    ),
    ("syntect", &["load::highlight"]),
    ("tempfile", &["emit", "publish"]),
    ("tera", &["render::templates"]),
    ("toml", &["import::blog::keys"]),
    ("ureq", &["web"]),
    ("url", &["import::address"]),
    ("walkdir", &["load::inputs"]),
];

/// Words that say nothing, or that stand for what the house calls by another name.
const WORDS_NOT_USED: [&str; 17] = [
    "Article",
    "Common",
    "Data",
    "Database",
    "Dictionary",
    "Entity",
    "Helper",
    "Helpers",
    "Info",
    "Keyword",
    "Manager",
    "Metadata",
    "Misc",
    "Post",
    "Synonym",
    "Util",
    "Utils",
];

#[test]
fn crates_are_named_by_their_owners_alone() {
    let mut faults = Vec::new();
    for module in modules() {
        for (krate, owners) in OWNERS {
            let owned = owners.iter().any(|owner| {
                module.name == *owner || module.name.starts_with(&format!("{owner}::"))
            });
            let named = module.code.iter().find(|line| names(line, krate));
            if let (false, Some(line)) = (owned, named) {
                faults.push(format!("{} names {krate}: {}", module.name, line.trim()));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn one_module_makes_the_calls_that_write() {
    const WRITING: [&str; 8] = [
        "fs::write",
        "fs::rename",
        "fs::copy",
        "fs::remove",
        "fs::create",
        "fs::hard_link",
        "fs::set_permissions",
        "File::create",
    ];
    let mut faults = Vec::new();
    for module in modules().iter().filter(|module| module.name != "emit::disk") {
        let writes = |line: &&String| WRITING.iter().any(|call| line.contains(call));
        let lines = module.code.iter().filter(writes);
        faults.extend(lines.map(|line| format!("{}: {}", module.name, line.trim())));
    }
    assert!(faults.is_empty(), "tests cannot have these refused: {}", faults.join("\n"));
}

/// Tells whether a line names `path` as a path of its own: `std::fs` and `std::{fs, io}`.
fn names(line: &str, path: &str) -> bool {
    let word = |text: &str, word: &str| {
        text.match_indices(word).any(|(at, _)| {
            let part = |one: char| one.is_alphanumeric() || one == '_';
            !text[..at].ends_with(part) && !text[at + word.len()..].starts_with(part)
        })
    };
    match path.split_once("::") {
        None => word(line, &format!("{path}::")) || word(line, &format!("use {path}")),
        Some((parent, child)) => {
            word(line, path)
                || line
                    .split_once(&format!("{parent}::{{"))
                    .is_some_and(|(_, group)| word(group, child))
        }
    }
}

#[test]
fn rules_see_what_they_look_for() {
    assert!(names("use std::{fs, io};", "std::fs"));
    assert!(names("    let text = std::fs::read(path);", "std::fs"));
    assert!(!names("use std::{ffi, io};", "std::fs"));
    assert!(names("use tera::Tera;", "tera"));
    assert!(!names("let tera_like = x::y();", "tera"));
    assert_eq!(used_modules("use crate::{link::Archive, cli};"), ["link", "cli"]);
    assert_eq!(used_modules("pub(crate) fn x(y: crate::cli::Console)"), ["cli"]);
    let code = ["    pub(in crate::a) fn b(", "    ) {", "        if c {", "        }", "    }"];
    let found: Vec<(String, usize)> = functions(&code.map(str::to_owned)).collect();
    assert_eq!(found, [("b".to_owned(), 5)]);
}

#[test]
fn names_are_those_of_the_glossary() {
    let mut faults = Vec::new();
    for module in modules() {
        for line in &module.code {
            let Some(name) = declared(line) else { continue };
            faults.extend(
                words(&name)
                    .iter()
                    .filter(|word| WORDS_NOT_USED.contains(&word.as_str()))
                    .map(|word| format!("{}: {word} in {name}", module.name)),
            );
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Returns the name of the type, trait or module that a line declares.
fn declared(line: &str) -> Option<String> {
    let line = line.trim_start();
    let line = line.strip_prefix("pub").map_or(line, |rest| match rest.strip_prefix('(') {
        Some(rest) => rest.split_once(')').map_or(rest, |(_, rest)| rest),
        None => rest,
    });
    let (kind, rest) = line.trim_start().split_once(' ')?;
    matches!(kind, "struct" | "enum" | "trait" | "type" | "mod")
        .then(|| rest.chars().take_while(|one| one.is_alphanumeric() || *one == '_').collect())
}

/// Cuts `FrontMatter` and `front_matter` into `Front` and `Matter`.
fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut begins = true;
    for letter in name.chars() {
        match letter {
            '_' => begins = true,
            _ if begins || letter.is_uppercase() => {
                words.push(letter.to_uppercase().collect());
                begins = false;
            }
            _ => words.last_mut().expect("a word has begun").push(letter),
        }
    }
    words
}

#[test]
fn files_are_short_or_say_why_not() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it");
    let tests = files(&folder, "rs");
    let tests = tests.iter().map(|file| module(&folder, file));
    let faults: Vec<String> = (modules().into_iter().chain(tests))
        .filter(|one| !one.text.lines().any(|line| line.starts_with(LONG_FILE_REASON)))
        .filter(|one| one.code.len() > FILE_LINES_MAX)
        .map(|one| format!("{}: {} lines", one.name, one.code.len()))
        .collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn functions_are_short() {
    let modules = modules();
    let faults: Vec<String> = (modules.iter())
        .flat_map(|module| functions(&module.code).map(move |found| (&module.name, found)))
        .filter(|(_, (_, lines))| *lines > FUNCTION_LINES_MAX)
        .map(|(module, (name, lines))| format!("{module}::{name}: {lines} lines"))
        .collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Returns the names and lengths of functions, from their first line to the brace that closes
/// them, which stands as far in as they do.
fn functions(code: &[String]) -> impl Iterator<Item = (String, usize)> {
    code.iter().enumerate().filter_map(|(index, line)| {
        let (before, after) = line.split_once("fn ")?;
        let declares = (before.split_whitespace())
            .all(|word| word == "const" || word.starts_with("pub"))
            || before.trim_start().starts_with("pub(in ");
        if !declares || line.trim_end().ends_with(['}', ';']) {
            return None;
        }
        let name: String = after.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
        let indent = before.len() - before.trim_start().len();
        let closing = format!("{}}}", &before[..indent]);
        let length = code[index..].iter().position(|line| line.trim_end() == closing)?;
        Some((name, length + 1))
    })
}

#[test]
fn every_rule_has_a_name_for_readers() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let read = |path: &str| fs::read_to_string(root.join(path)).expect("a readable file");
    let rules = read("src/detect/rule.rs");
    let named = rules.split("Rule::").skip(1).filter_map(|rest| {
        let arguments = rest.strip_prefix("new(").or_else(|| rest.strip_prefix("asking("))?;
        arguments.trim_start().strip_prefix('"')?.split_once('"').map(|(name, _)| name)
    });
    let names: Vec<String> =
        named.map(|name| name.trim_start_matches("english-").replace('-', "_")).collect();
    assert!(names.len() > 20, "the rules are found");
    for file in ["src/render/words/en.yaml", "src/render/words/zh-CN.yaml"] {
        let words = read(file);
        let nameless: Vec<&String> =
            names.iter().filter(|name| !words.contains(&format!(" rule_{name}:"))).collect();
        assert!(nameless.is_empty(), "{file} says nothing of {nameless:?}");
    }
}

#[test]
fn every_diagnostic_has_been_seen() {
    let modules = modules();
    let codes: BTreeSet<String> = (modules.iter())
        .filter(|module| module.top() == "diagnostic")
        .flat_map(|module| constructed(&module.code.join("\n")))
        .collect();
    assert!(codes.len() > 2, "the constructors are found");
    let unlisted: Vec<&String> = (codes.iter())
        .filter(|code| !code.contains(' ') && !CODES.contains(&code.as_str()))
        .collect();
    assert!(unlisted.is_empty(), "`allow` knows nothing of {unlisted:?}");
    assert!(CODES.is_sorted(), "what `allow` may name stands in order");
    let made = |code: &str| {
        (modules.iter().filter(|module| module.name != "diagnostic::codes"))
            .any(|module| module.code.iter().any(|line| line.contains(&format!("\"{code}\""))))
    };
    let unmade: Vec<&&str> = CODES.iter().filter(|code| !made(code)).collect();
    assert!(unmade.is_empty(), "nothing says {unmade:?}");
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let mut seen: Vec<String> = (files(&tests.join("it"), "rs").iter())
        .chain(&files(&tests.join("cases"), "md"))
        .map(|file| fs::read_to_string(file).expect("a readable test"))
        .collect();
    seen.extend(modules.iter().map(|module| {
        // What stands behind the code are the module's own tests.
        module.text.lines().skip(module.code.len()).collect::<Vec<_>>().join("\n")
    }));
    let unseen: Vec<&String> =
        codes.iter().filter(|code| !seen.iter().any(|text| text.contains(code.as_str()))).collect();
    assert!(unseen.is_empty(), "no test shows {unseen:?}");
}

/// Returns the codes of the diagnostics made in a text: the string that follows a severity.
fn constructed(code: &str) -> Vec<String> {
    code.split("Severity::")
        .skip(1)
        .filter_map(|rest| {
            let rest = rest.trim_start_matches(char::is_alphanumeric).strip_prefix(',')?;
            let (code, _) = rest.trim_start().strip_prefix('"')?.split_once('"')?;
            Some(code.to_owned())
        })
        .collect()
}
