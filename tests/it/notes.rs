//! Notes files and what they do to an essay, as case files tell them.

use std::fmt::Write as _;
use std::sync::Arc;

use pangzhu::annotate::anchor::{self, Drift};
use pangzhu::annotate::file::NotesFile;
use pangzhu::annotate::folded::FoldedText;
use pangzhu::annotate::guard::Guard;
use pangzhu::annotate::selector::Selector;
use pangzhu::annotate::{self, AnnotatedEssay};
use pangzhu::config::Config;
use pangzhu::detect::comparison::Origin;
use pangzhu::detect::detect;
use pangzhu::detect::gazetteer::Gazetteer;
use pangzhu::detect::mention::Party;
use pangzhu::load;
use pangzhu::load::essay::Passage;
use pangzhu::moment::Moment;
use pangzhu::source::{Source, SourcePath};
use proptest::prelude::*;

use crate::cases::{self, Case};
use crate::load::said;

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

fn shown(_case: &Case, notes: &Source, annotated: &AnnotatedEssay) -> String {
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
    for comparison in annotated.comparisons.iter() {
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
    /// In a text that is as it was, every passage is found where it was.
    #[test]
    fn what_did_not_change_is_kept(text in any_text(), from in 0.0..1.0_f64, length in 1..40_usize) {
        let letters: Vec<(usize, char)> = text.char_indices().collect();
        let first = (from * letters.len() as f64) as usize;
        let (start, _) = letters[first.min(letters.len() - 1)];
        let end = letters.get(first + length).map_or(text.len(), |&(byte, _)| byte);
        let folded = FoldedText::new(&text);
        prop_assume!(!FoldedText::new(&text[start..end]).is_empty());
        let selector = Selector::new(&text, &folded, Passage::new(start, end));
        let gazetteer = Gazetteer::default();
        let anchor = anchor::find(&text, &folded, &selector, &Guard::new(&gazetteer));
        prop_assert_eq!(anchor.drift, Drift::Kept, "{:?}", selector);
        let found = anchor.passage.expect("what is kept is somewhere");
        let run = folded.run(Passage::new(start, end));
        prop_assert_eq!(folded.run(found), run, "{:?}", selector);
    }
}
