//! A site begun from nothing, essays begun in it, and what editors, shells and `man` are told.

use std::ffi::OsString;
use std::fs;
use std::path::Path;

use pangzhu::cli::{self, Console, Exit};
use pangzhu::config::Config;
use pangzhu::load::load;
use pangzhu::permalink::Pattern;
use pangzhu::source::{Source, SourcePath};
use proptest::prelude::*;
use serde_json::Value;
use tempfile::TempDir;

/// Runs the program and returns how it ended and what it printed.
fn run(arguments: &[&str]) -> (Exit, String, String) {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let arguments = ["pangzhu"].iter().chain(arguments).map(OsString::from);
    let exit = cli::run(arguments, &mut Console::plain(&mut out, &mut err));
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    (exit, text(out), text(err))
}

fn root(folder: &TempDir) -> &str {
    folder.path().to_str().expect("a plain path")
}

fn read(folder: &TempDir, path: &str) -> String {
    fs::read_to_string(folder.path().join(path)).expect("a file")
}

#[test]
fn a_new_site_builds_at_once_with_nothing_to_complain_of() {
    let folder = TempDir::new().expect("a temporary folder");
    let (exit, out, err) = run(&["init", root(&folder), "--github"]);
    assert_eq!((exit, err.as_str()), (Exit::Success, ""), "{out}");
    assert!(out.contains("pangzhu serve") && out.contains("GitHub Actions"), "{out}");
    let (exit, out, err) = run(&["check", "--strict", "--root", root(&folder)]);
    assert_eq!((exit, err.as_str()), (Exit::Success, ""));
    assert_eq!(out, "1 essay: nothing to complain of\n");
    let (exit, out, _) = run(&["build", "--root", root(&folder)]);
    assert_eq!(exit, Exit::Success);
    assert!(out.contains("from 1 essay with"), "{out}");
    let data: Value =
        serde_json::from_str(&read(&folder, "public/comparisons.json")).expect("JSON");
    let sides = data.to_string();
    for company in ["瑞幸", "星巴克", "晨光咖啡"] {
        assert!(sides.contains(company), "{company} is compared in {sides}");
    }
    assert!(!folder.path().join("public/.schemas").exists());
}

#[test]
fn nothing_that_is_there_is_written_over() {
    let folder = TempDir::new().expect("a temporary folder");
    fs::write(folder.path().join(".gitignore"), "*.log\n").expect("a file");
    let (exit, out, _) = run(&["init", root(&folder)]);
    assert_eq!(exit, Exit::Success);
    assert!(out.contains(".gitignore was there and is as it was"), "{out}");
    assert!(out.contains("`/public` in .gitignore"), "{out}");
    assert_eq!(read(&folder, ".gitignore"), "*.log\n");

    fs::write(folder.path().join("content/site.yaml"), "title: 我的\n").expect("a file");
    let (exit, _, err) = run(&["init", root(&folder)]);
    assert_eq!(exit, Exit::Machine);
    assert!(err.contains("holds a site already") && err.contains("help: "), "{err}");
    let (exit, out, _) = run(&["init", root(&folder), "--github"]);
    assert_eq!(exit, Exit::Success);
    assert_eq!(out.matches("made ").count(), 1, "{out}");
    assert_eq!(read(&folder, "content/site.yaml"), "title: 我的\n");
    fs::write(folder.path().join(".github/workflows/pages.yml"), "name: 我的\n").expect("a file");
    let (exit, out, err) = run(&["init", root(&folder), "--github"]);
    assert_eq!(exit, Exit::Machine);
    assert!(out.contains("pages.yml was there"), "{out}");
    assert!(err.contains("nothing to make"), "{err}");
    assert_eq!(read(&folder, ".github/workflows/pages.yml"), "name: 我的\n");
}

#[test]
fn a_site_that_was_begun_and_not_finished_is_finished() {
    let whole = TempDir::new().expect("a temporary folder");
    run(&["init", root(&whole)]);
    let folder = TempDir::new().expect("a temporary folder");
    fs::create_dir_all(folder.path().join("content/.schemas")).expect("a folder");
    fs::write(folder.path().join("content/.pangzhu-x1.tmp"), "title").expect("a file");
    for path in ["content/site.yaml", "content/.schemas/site.json"] {
        fs::write(folder.path().join(path), read(&whole, path)).expect("a file");
    }
    let (exit, out, err) = run(&["init", root(&folder)]);
    assert_eq!((exit, err.as_str()), (Exit::Success, ""), "{out}");
    for path in [".gitignore", "content/companies.yaml", "content/.schemas/notes.json"] {
        assert_eq!(read(&folder, path), read(&whole, path));
    }
    // With anything of the author's in it, it is a site.
    fs::remove_file(folder.path().join("content/companies.yaml")).expect("it was there");
    fs::write(folder.path().join("content/mine.md"), "自己写的。\n").expect("a file");
    let (exit, _, err) = run(&["init", root(&folder)]);
    assert!(exit == Exit::Machine && err.contains("holds a site already"), "{err}");
    assert!(!folder.path().join("content/companies.yaml").exists());
}

/// The theme written out is the very theme that stood in for it.
#[test]
fn a_theme_is_taken_over_as_it_is() {
    let folder = TempDir::new().expect("a temporary folder");
    run(&["init", root(&folder)]);
    let pages = |target: &str| {
        let output = folder.path().join(target);
        let output = output.to_str().expect("a plain path");
        let (exit, _, err) = run(&["build", "--root", root(&folder), "--output", output]);
        assert_eq!((exit, err.as_str()), (Exit::Success, ""));
        let files = ["index.html", "essays/2024/两家咖啡馆/index.html", "style.css", "feed.xml"];
        files.map(|file| {
            let text = read(&folder, &format!("{target}/{file}"));
            // Of a picture the address does not tell the version.
            match text.split_once("icon.svg?v=") {
                Some((before, behind)) => format!("{before}icon.svg{}", &behind[8..]),
                None => text,
            }
        })
    };
    let before = pages("before");
    let (exit, out, err) = run(&["init", root(&folder), "--theme"]);
    assert_eq!((exit, err.as_str()), (Exit::Success, ""));
    assert!(out.contains("templates/essay.html") && out.contains("static/style.css"), "{out}");
    assert_eq!(pages("after"), before);
    fs::write(folder.path().join("static/style.css"), "body {}\n").expect("a file");
    fs::remove_file(folder.path().join("templates/404.html")).expect("it is there");
    let (_, out, _) = run(&["init", root(&folder), "--theme"]);
    assert_eq!(out.matches("made ").count(), 1, "{out}");
    assert_eq!(read(&folder, "static/style.css"), "body {}\n", "what is there stays");
}

/// Each key stands in the file of a new site with its default, or as an example where there is
/// none: what is commented out can be uncommented.
#[test]
fn the_settings_of_a_new_site_name_every_key_with_its_default() {
    let folder = TempDir::new().expect("a temporary folder");
    run(&["init", root(&folder)]);
    let text = read(&folder, "content/site.yaml");
    assert!(text.starts_with("# yaml-language-server: $schema=.schemas/site.json\n"), "{text}");
    let (_, schema, _) = run(&["schema", "site"]);
    assert_eq!(read(&folder, "content/.schemas/site.json").trim_end(), schema.trim_end());
    let uncommented: String = text
        .lines()
        .filter_map(|line| {
            let line = line.strip_prefix("# ").unwrap_or(line);
            let is_key = line.trim_start().split_once(": ").is_some_and(|(key, _)| is_word(key))
                || line.strip_suffix(':').is_some_and(is_word);
            is_key.then(|| format!("{line}\n"))
        })
        .collect();
    let source = Source::new(SourcePath::new("content/site.yaml"), uncommented.clone());
    let (config, diagnostics) = Config::load(Some(&source));
    assert_eq!(diagnostics, [], "{uncommented}");
    let default = Config {
        title: config.title.clone(),
        cname: Some("essays.example.org".to_owned()),
        permalink: Pattern::parse("/:year/:month/:slug/").ok(),
        ..Config::default()
    };
    assert_eq!(config, default, "{uncommented}");
    let schema: Value = serde_json::from_str(&schema).expect("JSON");
    for key in schema["properties"].as_object().expect("properties").keys() {
        let is_there = uncommented.lines().any(|line| line.starts_with(&format!("{key}:")));
        assert!(is_there, "{key} is not in {uncommented}");
    }
}

fn is_word(key: &str) -> bool {
    !key.is_empty() && key.chars().all(|one| one.is_ascii_lowercase() || one == '_')
}

#[test]
fn an_essay_is_begun_where_it_belongs() {
    let folder = TempDir::new().expect("a temporary folder");
    let (exit, _, err) = run(&["new", "题", "--root", root(&folder)]);
    assert_eq!(exit, Exit::Machine);
    assert!(err.contains("is not a site"), "{err}");
    run(&["init", root(&folder)]);
    let new = |arguments: &[&str]| {
        let (exit, out, err) = run(&[&["new", "--root", root(&folder)], arguments].concat());
        assert_eq!(exit, Exit::Success, "{err}");
        let path = Path::new(out.trim_end()).strip_prefix(folder.path()).expect("in the site");
        path.to_str().expect("a plain path").to_owned()
    };
    let title = "从“失控”论看: 为什么 #1";
    let all = ["--url", "https://x.org/1", "--name", "海枫", "--time", "2013-08-13 11:34", title];
    let first = new(&all);
    assert_eq!(first, "content/essays/2013/从-失控-论看-为什么-1.md");
    assert_eq!(
        read(&folder, &first),
        "---\nlayout: post\nurl: \"https://x.org/1\"\nname: 海枫\ntime: 2013-08-13 11:34\n\
         title: \"从“失控”论看: 为什么 #1\"\n---\n\n"
    );
    assert_eq!(new(&all), "content/essays/2013/从-失控-论看-为什么-1-2.md");
    assert_eq!(new(&["！？", "--into", "content/杂"]), "content/杂/essay.md");
    let now = new(&["Now"]);
    assert!(now.starts_with("content/essays/20") && now.ends_with("/now.md"), "{now}");
    // Another spelling of a name would get the same address.
    fs::write(folder.path().join("content/杂/A b.md"), "甲").expect("a file");
    fs::write(folder.path().join("content/杂/a-b-2.notes.yaml"), "notes: []\n").expect("a file");
    assert_eq!(new(&["a b", "--into", "content/杂"]), "content/杂/a-b-3.md");

    for (arguments, why) in [
        (["new", "题", "--time", "昨天"], "is no time"),
        (["new", "题", "--url", "x.org"], "is no address"),
        (["new", "题", "--into", "../.."], "is no folder for essays"),
        (["new", "题", "--into", "static"], "is no folder for essays"),
        (["new", "题", "--into", "content/.x"], "is no folder for essays"),
    ] {
        let (exit, out, err) = run(&[&arguments[..], &["--root", root(&folder)]].concat());
        assert_eq!((exit, out.as_str()), (Exit::Machine, ""), "{arguments:?}");
        assert!(err.contains(why) && err.contains("help: "), "{err}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn any_title_and_name_is_read_back_as_it_was_given(title in "\\PC{1,30}|[-:#'\"{}\\[\\]&*!|>%@`~ 甲a0\\\\]{1,12}|[ -~]{1,12}", name in "[-:#'\"{}甲a0, \\\\]{1,9}") {
        let folder = TempDir::new().expect("a temporary folder");
        fs::create_dir(folder.path().join("content")).expect("a folder");
        let name_argument = format!("--name={name}");
        let (exit, out, err) = run(&["new", &name_argument, "--time=2020-01-01", "--root", root(&folder), "--", &title]);
        let seen = title.replace(['\u{200B}', '\u{2060}', '\u{FEFF}'], "");
        if seen.trim().is_empty() {
            prop_assert_eq!(exit, Exit::Machine);
            return Ok(());
        }
        prop_assert_eq!(exit, Exit::Success, "{}", err);
        let text = fs::read_to_string(out.trim_end_matches('\n')).expect("the essay");
        let essay = load(Source::new(SourcePath::new("content/a.md"), text.clone()).into(), &Config::default());
        prop_assert_eq!(&essay.front_matter.title, seen.trim(), "{}", text);
        let name = Some(name.trim()).filter(|name| !name.is_empty());
        prop_assert_eq!(essay.front_matter.name.as_deref(), name, "{}", text);
        let codes: Vec<&str> = essay.diagnostics.iter().map(|one| one.code.as_str()).collect();
        prop_assert!(codes.iter().all(|code| matches!(*code, "empty-body" | "missing-name")), "{:?}", codes);
    }
}

#[test]
fn editors_shells_and_manuals_are_told() {
    for kind in ["site", "essay", "companies", "notes"] {
        let (exit, out, _) = run(&["schema", kind]);
        assert_eq!(exit, Exit::Success);
        let schema: Value = serde_json::from_str(&out).expect("JSON");
        assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema", "{kind}");
    }
    for (shell, sign) in [
        ("bash", "complete -F _pangzhu"),
        ("zsh", "#compdef pangzhu"),
        ("fish", "complete -c pangzhu"),
        ("powershell", "Register-ArgumentCompleter"),
        ("elvish", "edit:completion"),
    ] {
        let (exit, out, _) = run(&["completions", shell]);
        assert_eq!(exit, Exit::Success);
        assert!(out.contains(sign) && out.contains("publish"), "{shell}: {out}");
    }
    let (_, out, _) = run(&["man"]);
    assert!(out.contains(".TH pangzhu 1") && out.contains("publish"), "{out}");
    let (_, out, _) = run(&["man", "notes", "import"]);
    assert!(out.contains(".TH pangzhu-notes-import 1"), "{out}");
    assert!(out.contains("\\fBpangzhu notes import\\fR"), "{out}");
    let (exit, _, err) = run(&["man", "nothing"]);
    assert_eq!(exit, Exit::Machine);
    assert!(err.contains("has no command `nothing`"), "{err}");
}
