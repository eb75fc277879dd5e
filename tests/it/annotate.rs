//! `pangzhu annotate`: what it prints, of which essays, and what it ends with.

use std::fs;
use std::io;
use std::path::Path;
use std::sync::Arc;

use pangzhu::cli::{self, Console, Exit};
use pangzhu::config::Config;
use pangzhu::detect::detect;
use pangzhu::detect::explain::{Explanation, Fate, NEEDED, explain};
use pangzhu::detect::gazetteer::Gazetteer;
use pangzhu::load::load;
use pangzhu::source::{Source, SourcePath};
use serde_json::Value;
use tempfile::TempDir;

use crate::cases;
use crate::site::write;

const ESSAY: &str = "---\ntitle: 题\nname: 林\ntime: 2024-03-18\n---\n微信比支付宝更快。\n";

/// What the command ended with and printed.
struct Ran {
    exit: Exit,
    out: String,
    err: String,
}

fn annotate(arguments: &[&str], input: &[u8]) -> Ran {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let mut console = Console::plain(&mut out, &mut err).reading(input);
    let arguments = ["pangzhu", "annotate"].iter().chain(arguments).map(Into::into);
    let exit = cli::run(arguments, &mut console);
    drop(console);
    let text = |bytes| String::from_utf8(bytes).expect("text is printed");
    Ran { exit, out: text(out), err: text(err) }
}

/// Makes a folder of files given by path and text.
fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = TempDir::new().expect("a temporary folder");
    for (path, text) in files {
        write(&folder.path().join(path), text);
    }
    folder
}

fn text(path: &Path) -> &str {
    path.to_str().expect("a temporary folder's name is UTF-8")
}

#[test]
fn listings() {
    cases::run("annotate", |case| {
        let site = folder(&[("content/a.md", case.block("essay"))]);
        let root = text(site.path());
        let mut arguments = vec!["--root", root];
        arguments.extend(case.get("args").unwrap_or_default().split_whitespace());
        masked(&annotate(&arguments, b"").out)
    });
}

/// Replaces figures such as 0.83 and 1.0.
fn masked(text: &str) -> String {
    let mut masked = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(['0', '1']) {
        let (before, figure) = rest.split_at(at);
        let digits = figure[1..]
            .strip_prefix('.')
            .map_or(0, |fraction| fraction.bytes().take_while(u8::is_ascii_digit).count());
        masked.push_str(before);
        masked.push_str(if digits > 0 { "_" } else { &figure[..1] });
        rest = &figure[if digits > 0 { digits + 2 } else { 1 }..];
    }
    masked + rest
}

#[test]
fn essays_are_taken_from_anywhere() {
    let site = folder(&[
        ("content/companies.yaml", "companies:\n  - name: 木匠\n  - name: 石匠\n"),
        ("content/about.md", "---\ntitle: 关于\nlayout: page\n---\n木匠比石匠更好。\n"),
        ("content/essays/b.md", ESSAY),
        ("content/essays/a.md", ESSAY),
    ]);
    let own = "---\ntitle: 题\nname: 林\ntime: 2024-03-18\n---\n木匠比石匠更好。\n";
    let elsewhere = folder(&[
        ("x/b.md", own),
        ("x/.hidden.md", own),
        ("x/a.markdown", ESSAY),
        ("x/c.txt", own),
    ]);
    let root = text(site.path());
    let essays = |arguments: &[&str], input: &str| -> Vec<String> {
        let ran = annotate(arguments, input.as_bytes());
        assert_eq!((ran.exit, ran.err.as_str()), (Exit::Success, ""));
        let line = |line: &str| {
            let value: Value = serde_json::from_str(line).expect("a line of JSON");
            let side = &value["sides"][0]["company"];
            format!("{} {}", value["essay"].as_str().expect("a name"), side.as_str().expect("one"))
        };
        ran.out.lines().map(line).collect()
    };
    // All of a site, pages left out; a folder; a file; standard input.
    assert_eq!(essays(&["--json", "--root", root], ""), ["a.md 腾讯", "b.md 腾讯"]);
    let x = elsewhere.path().join("x");
    assert_eq!(essays(&["--json", "--root", root, text(&x)], ""), ["a.markdown 腾讯", "b.md 木匠"]);
    assert_eq!(essays(&["--json", "--root", root, text(&x.join("b.md"))], ""), ["b.md 木匠"]);
    assert_eq!(essays(&["--json", "--root", root, "-"], own), ["- 木匠"]);
    // What no list knows is no company, outside the site that lists it.
    assert_eq!(essays(&["--json", text(&x.join("b.md"))], ""), [""; 0]);
    // A text without any header is read, and its lack said.
    let ran = annotate(&["-"], "微信比支付宝更快。".as_bytes());
    assert!(ran.out.contains("\n1:1   ⟦微信⟧比⟦支付宝⟧更快。\n"), "{}", ran.out);
    assert!(ran.err.contains("warning[missing-time]"), "{}", ran.err);
    assert_eq!(ran.exit, Exit::Success);
}

#[test]
fn faults_are_told_apart() {
    let site = folder(&[("content/companies.yaml", "companies: 1\n"), ("content/a.md", ESSAY)]);
    let root = text(site.path());
    let broken = annotate(&["--json", "--root", root], b"");
    assert_eq!(broken.exit, Exit::Content);
    assert!(broken.err.contains("content/companies.yaml:1"), "{}", broken.err);
    assert_eq!(broken.out.lines().count(), 1, "what can be said is said: {}", broken.out);
    // A byte that is no UTF-8, in an essay and in standard input.
    fs::write(site.path().join("bad.md"), b"\xcd\xc6\xb9\xab").expect("a file");
    assert_eq!(annotate(&[text(&site.path().join("bad.md"))], b"").exit, Exit::Content);
    assert_eq!(annotate(&["-"], b"\xcd\xc6\xb9\xab").exit, Exit::Content);

    let elsewhere = folder(&[("a.md", ESSAY)]);
    let essay = elsewhere.path().join("a.md");
    for arguments in [
        &["no-such-file.md"][..],
        &["--root", text(elsewhere.path())],
        &["--root", text(elsewhere.path()), text(&essay)],
        &["--json", "--unknown", text(&essay)],
        &["--explain", "--json", text(&essay)],
    ] {
        let ran = annotate(arguments, b"");
        assert_eq!((ran.exit, ran.out.as_str()), (Exit::Machine, ""), "{arguments:?}");
        assert!(ran.err.starts_with("error: "), "{}", ran.err);
    }
}

#[test]
fn nobody_has_to_read_on() {
    struct Closed;
    impl io::Write for Closed {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::ErrorKind::BrokenPipe.into())
        }
        fn flush(&mut self) -> io::Result<()> {
            Err(io::ErrorKind::BrokenPipe.into())
        }
    }
    let mut console = Console::plain(Closed, Closed).reading(ESSAY.as_bytes());
    let exit = cli::run(["pangzhu", "annotate", "-"].map(Into::into), &mut console);
    assert_eq!(exit, Exit::Success);
}

#[test]
fn unknown_names_are_listed_as_a_file_that_makes_them_known() {
    let essay = "---\ntitle: 题\nname: 林\ntime: 2024-03-18\n---\n\
                 微信不如Zorvex，Zorvex很快。微信不如eOn，eOn很快。微信不如Zip.ly，Zip.ly很快。\n";
    let site = folder(&[("content/a.md", essay)]);
    let arguments = ["--unknown", "--root", text(site.path())];
    let listed = annotate(&arguments, b"").out;
    assert_eq!(listed.matches("- name:").count(), 3, "{listed}");
    fs::write(site.path().join("content/companies.yaml"), &listed).expect("a file");
    let again = annotate(&arguments, b"");
    assert!(!again.out.contains("- name:"), "{}", again.out);
    assert_eq!((again.exit, again.err.as_str()), (Exit::Success, ""));
}

#[test]
fn every_comparison_is_explained_once_and_by_what_decided() {
    let gazetteer = Gazetteer::new(None).0;
    let mut near_misses = 0;
    for file in ["2013/tencent-o2o.md", "2024/two-codes.md", "2026/search-to-models.md"] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("content/essays").join(file);
        let source = Source::new(SourcePath::new(file), fs::read_to_string(path).expect("a demo"));
        let annotated = detect(Arc::new(load(Arc::new(source), &Config::default())), &gazetteer);
        let explanations = explain(&annotated, &gazetteer);
        for number in 0..annotated.comparisons.len() {
            let times = explanations.iter().filter(|one| one.fate == Fate::Found(number)).count();
            assert_eq!(times, 1, "{file}: {:?}", annotated.comparisons[number]);
        }
        for one in &explanations {
            let sum: f32 = one.traits.iter().map(|one| one.weight).sum();
            let confidence = 1.0 / (1.0 + (-sum).exp());
            assert!((confidence - one.confidence).abs() < 1e-4, "{one:?}");
            let weights = one.traits.windows(2);
            assert!(weights.into_iter().all(|two| two[0].weight.abs() >= two[1].weight.abs()));
        }
        let missed = |one: &&Explanation| !matches!(one.fate, Fate::Found(_));
        for one in explanations.iter().filter(missed) {
            near_misses += 1;
            assert!(one.confidence < NEEDED || matches!(one.fate, Fate::Behind(_)), "{one:?}");
        }
    }
    assert!(near_misses > 0);
}

#[test]
fn an_explanation_says_rules_and_traits() {
    let ran = annotate(&["--explain", "-"], ESSAY.as_bytes());
    assert!(ran.out.contains("\n      rules   than"), "{}", ran.out);
    assert!(ran.out.contains("\n      for     +"), "{}", ran.out);
    let demo = Path::new(env!("CARGO_MANIFEST_DIR")).join("content/essays/2013/tencent-o2o.md");
    let ran = annotate(&["--explain", text(&demo)], b"");
    let (_, missed) = ran.out.split_once("\nNear misses\n").expect("some are missed");
    assert!(missed.contains(" needed\n") || missed.contains(", too little beside "), "{missed}");
}
