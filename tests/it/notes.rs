//! Notes files and what they do to an essay, as case files tell them.

use std::fmt::Write as _;
use std::process::Command;
use std::sync::Arc;

use pangzhu::annotate::file::NotesFile;
use pangzhu::annotate::{self, AnnotatedEssay};
use pangzhu::config::Config;
use pangzhu::detect::comparison::Origin;
use pangzhu::detect::detect;
use pangzhu::detect::gazetteer::Gazetteer;
use pangzhu::detect::mention::Party;
use pangzhu::load;
use pangzhu::moment::Moment;
use pangzhu::source::{Source, SourcePath};
use proptest::prelude::*;

use crate::cases::{self, Case};
use crate::load::said;
use crate::properties::notes::what_did_not_change_is_kept;
use crate::site::Site;

#[test]
fn notes_and_decisions() {
    cases::run("notes", |case| {
        let gazetteer = Gazetteer::built_in();
        let essay = Source::new(SourcePath::new("content/a.md"), case.block("md"));
        let notes = Source::new(SourcePath::new("content/a.notes.yaml"), case.block("yaml"));
        let essay = load::load(Arc::new(essay), &Config::default());
        let detected = detect(Arc::new(essay), &gazetteer);
        let file = NotesFile::load(&notes, &Config::default());
        let annotated = annotate::annotate(&detected, Some((&notes.path, &file)), &gazetteer);
        shown(case, &notes, &annotated)
    });
}

fn shown(case: &Case, notes: &Source, annotated: &AnnotatedEssay) -> String {
    let body = &annotated.essay.body;
    let mut out = String::new();
    for note in &annotated.notes {
        let written = &note.written;
        let _ = write!(out, "{} `{}`", written.kind.name(), body.slice(note.passage));
        for part in [written.annotator.clone(), written.time.as_ref().map(Moment::machine)] {
            let _ = write!(out, " · {}", part.as_deref().unwrap_or("-"));
        }
        let _ = writeln!(out, " · {}", written.body.text.trim_end().replace('\n', " / "));
    }
    // A case of notes alone says nothing about what is detected.
    let is_on_comparisons = case.block("yaml").contains("comparisons");
    for comparison in annotated.comparisons.iter().filter(|_| is_on_comparisons) {
        let sides: Vec<String> = comparison
            .sides
            .iter()
            .map(|side| {
                let parties: Vec<&str> = side.parties.iter().map(Party::name).collect();
                format!("{} ({})", side.surface, parties.join(", "))
            })
            .collect();
        let better = comparison.favours.map_or("-", |side| comparison.sides[side].surface.as_str());
        let aspect = comparison.aspect.as_ref().map_or("-", |aspect| aspect.words.as_str());
        let by = match &comparison.origin {
            Origin::Detected { .. } => "detected".to_owned(),
            Origin::Kept { annotator, .. } => format!("kept by {}", name(annotator)),
            Origin::Declared { annotator } => format!("declared by {}", name(annotator)),
        };
        let relation = comparison.relation.name();
        let _ = writeln!(out, "{} · {relation} · {better} · {aspect} · {by}", sides.join(" ↔ "));
    }
    for rejected in &annotated.rejected {
        let sides: Vec<&str> = rejected.sides.iter().map(|side| side.surface.as_str()).collect();
        let _ = writeln!(out, "rejected: {}", sides.join(" ↔ "));
    }
    out + &said(notes, &annotated.diagnostics)
}

fn name(annotator: &Option<String>) -> &str {
    annotator.as_deref().unwrap_or("-")
}

/// Words of which some are companies, some numbers, and many stand more than once.
fn any_text() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        Just("微信"),
        Just("支付宝"),
        Just("比"),
        Just("更好"),
        Just("，"),
        Just("。"),
        Just("\n"),
        Just("2013年"),
        Just("Ａ"),
        Just(" the "),
        Just("e\u{301}"),
    ];
    proptest::collection::vec(word, 1..80).prop_map(|words| words.concat())
}

proptest! {
    #[test]
    fn a_passage_is_found_in_a_text_as_it_was(text in any_text(), from in 0.0..1.0_f64, length in 1..40_usize) {
        what_did_not_change_is_kept(&text, from, length);
    }
}

/// Makes a site of one essay and its notes.
fn archive(notes: &str) -> Site {
    Site::new(&[("content/a.md", ESSAY), ("content/a.notes.yaml", notes)])
}

/// Commits everything; tells whether there is a git here to do so.
fn commit(site: &Site) -> bool {
    let git = |arguments: &[&str]| {
        let mut git = Command::new("git");
        git.arg("-C").arg(site.path("")).args(arguments);
        git.output().is_ok_and(|out| out.status.success())
    };
    git(&["init", "-q"])
        && git(&["add", "-A"])
        && git(&["-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "one"])
}

const ESSAY: &str = "---\ntitle: 题\n---\n微信靠关系，支付宝靠交易。\n\n后来两家都想做对方的事。\n";
const NOTES: &str = "# 手写\nnotes:\n  - quote: 微信靠关系，支付宝靠交易\n    body: 好 # 真的\n";

#[test]
fn notes_without_an_essay_are_told_of() {
    let site = archive(NOTES);
    site.write("content/b.notes.yaml", NOTES);
    let ran = site.run(&["check"]);
    assert!(ran.err.contains("warning[lonely-notes]"), "{}", ran.err);
    assert!(ran.err.contains("content/b.notes.yaml"), "{}", ran.err);
}

/// What a likeness cannot find, the text that was committed leads to.
#[test]
fn repair_follows_an_edit_through_the_essays_history() {
    let site = archive(NOTES);
    if !commit(&site) {
        return;
    }
    site.write("content/a.md", ESSAY.replace("微信靠关系", "微信这个软件一开始靠的是人与人的关系"));
    let ran = site.run(&["notes", "repair"]);
    assert!(ran.out.contains("1 quote drifted, 0 of them lost"), "{}", ran.out);
    assert_eq!(site.read("content/a.notes.yaml"), NOTES, "nothing is written unasked");
    site.run(&["notes", "repair", "--write"]);
    let mended = "微信这个软件一开始靠的是人与人的关系，支付宝靠交易";
    assert_eq!(
        site.read("content/a.notes.yaml"),
        NOTES.replace("微信靠关系，支付宝靠交易", mended)
    );
    assert!(site.run(&["notes", "repair"]).out.contains("0 quotes drifted"));
}

#[test]
fn an_import_says_what_it_does_not_take() {
    let site = archive("");
    let lines = concat!(
        r#"{"essay":"a.md","quote":"微信靠关系","annotator":"林","body":"一"}"#,
        "\n",
        r#"{"essay":"a.md","quote":"微信靠技术，支付宝靠补贴","body":"二"}"#,
        "\n",
        r#"{"essay":"b.md","quote":"微信","body":"三"}"#,
        "\nnot json\n",
        r#"{"essay":"a.md","quote":"微信靠关系，支付宝靠交易","sides":["微信","支付宝"],"relation":"different"}"#,
        "\n",
    );
    site.write("in.jsonl", lines);
    let file = site.path("in.jsonl");
    let ran = site.run(&["notes", "import", file.to_str().expect("a path")]);
    assert!(ran.out.contains("2 annotations taken in, 3 not"), "{}", ran.out);
    assert!(ran.out.contains("微信靠技术"), "{}", ran.out);
    let notes = site.read("content/a.notes.yaml");
    assert!(notes.contains("annotator: 林") && notes.contains("sides: [微信, 支付宝]"), "{notes}");
    for arguments in [&["notes", "import", "--dry-run"][..], &["notes", "import"]] {
        let ran = site.run(&[arguments, &[file.to_str().expect("a path")]].concat());
        assert!(ran.out.contains("0 annotations"), "{}", ran.out);
        assert!(ran.out.ends_with(", 3 not, 2 already here\n"), "{}", ran.out);
        assert_eq!(site.read("content/a.notes.yaml"), notes, "what is there is not taken in twice");
    }
}

/// All that was exported comes back, on the same passages.
#[test]
fn notes_travel_as_web_annotations_and_back() {
    let above = NOTES.replace("    body:", "    kind: 眉批\n    body:");
    let within = NOTES.replace("    body:", "    kind: 夹批\n    body:");
    let decision = "comparisons:\n  - quote: 微信靠关系，支付宝靠交易\n    decision: edit\n    \
                    sides: [微信, 支付宝]\n    relation: different\n    aspect: 关系\n";
    let (_, second) = above.split_once("notes:\n").expect("an entry below its key");
    let (_, third) = within.split_once("notes:\n").expect("an entry below its key");
    let notes = format!("{NOTES}{second}{third}{decision}");
    for format in ["jsonl", "jsonld"] {
        let site = archive(&notes);
        let lines = site.run(&["notes", "export"]).out;
        assert_eq!(lines.lines().count(), 4, "{lines}");
        site.write("out.json", site.run(&["notes", "export", "--format", format]).out);
        site.write("content/a.notes.yaml", "");
        let file = site.path("out.json");
        let ran = site.run(&["notes", "import", file.to_str().expect("a path")]);
        assert!(ran.out.contains("4 annotations taken in, 0 not"), "{format}: {}", ran.out);
        assert_eq!(site.run(&["notes", "export"]).out, lines, "{format}");
    }
}

/// A note stands on the page as a person's, told apart from what the detector says.
#[test]
fn a_note_is_shown_beside_its_essay() {
    let site = archive(NOTES);
    let ran = site.run(&["build", "--output", site.path("public").to_str().expect("a path")]);
    assert!(site.exists("public/a/index.html"), "{}", ran.err);
    let page = site.read("public/a/index.html");
    assert!(page.contains(r#"<aside class="note hand" role="doc-footnote""#), "{page}");
    assert!(page.contains(r#"<mark class="h m hand""#) || page.contains(" m hand\""), "{page}");
    assert!(page.contains("<p>好</p>"), "{page}");
}

/// A site may show only what people stand behind; what they decided says how good the
/// detector is.
#[test]
fn a_site_may_show_only_what_was_kept() {
    let essay = "---\ntitle: 题\n---\n微信胜过支付宝。\n\n京东不如淘宝。\n\n百度输给谷歌。\n";
    let notes = "comparisons:\n  - quote: 微信胜过支付宝。\n    decision: keep\n  \
                 - quote: 京东不如淘宝。\n    decision: reject\n    sides: [京东, 淘宝]\n";
    let site = Site::new(&[
        ("content/a.md", essay),
        ("content/a.notes.yaml", notes),
        ("content/site.yaml", "title: 站\ncomparisons:\n  show: kept\n"),
    ]);
    let public = site.path("public");
    let build = ["build", "--output", public.to_str().expect("a path")];
    let count = |site: &Site| {
        let ran = site.run(&build);
        assert!(site.exists("public/a/index.html"), "{}", ran.err);
        site.read("public/a/index.html").matches("<aside class=\"note").count()
    };
    assert_eq!(count(&site), 1);
    site.write("content/site.yaml", "title: 站\ncomparisons:\n  show: all\n");
    assert!(count(&site) >= 2);
    let table = site.run(&["annotate", "--measure"]).out;
    let all: Vec<&str> = table
        .lines()
        .find(|line| line.starts_with("all"))
        .expect("a sum")
        .split_whitespace()
        .collect();
    assert_eq!(all, ["all", "1", "0", "1", "0.50"], "{table}");
}
