//! Tells how far the review of one essay is.

use std::collections::BTreeMap;

use serde::Serialize;

use super::queue::{self, Progress};
use super::subject;
use super::units::Units;
use crate::annotate::anchor::Drift;
use crate::annotate::file::{self, DeclaredSide, NotesFile, Ruling};
use crate::detect::comparison::{Comparison, Origin, Relation};
use crate::link::archive::ArchivedEssay;
use crate::serve::showing::Showing;
use crate::source::Span;

/// Begins the names of the interface's texts that are for the review.
const WORDS: &str = "review_";

/// An essay under review.
#[derive(Debug, Serialize)]
pub(super) struct State<'a> {
    essay: &'a str,
    annotator: Option<&'a str>,
    words: BTreeMap<&'a str, &'a str>,
    /// The text that passages are places of, in UTF-16 units.
    text: &'a str,
    /// Where in it the footnotes begin.
    footnotes_start: usize,
    /// What was found and declared, rejected ones last.
    comparisons: Vec<Reviewed<'a>>,
    /// What stands in the notes file, in the file's order.
    entries: Vec<Entry>,
    progress: Progress,
}

/// A comparison, and what was decided on it.
#[derive(Debug, Serialize)]
struct Reviewed<'a> {
    id: String,
    decision: Decided,
    passage: [usize; 2],
    quote: &'a str,
    sides: Vec<ReviewedSide<'a>>,
    relation: Relation,
    favours: Option<usize>,
    aspect: Option<&'a str>,
    /// The detector's rule, in words.
    rule: Option<&'a str>,
    confidence: Option<f32>,
    annotator: Option<&'a str>,
}

/// What was decided on a comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
enum Decided {
    Open,
    Kept,
    Declared,
    Rejected,
}

/// One of the things compared.
#[derive(Debug, Serialize)]
struct ReviewedSide<'a> {
    surface: &'a str,
    parties: Vec<&'a str>,
    /// As a notes file has it.
    declared: Option<DeclaredSide>,
    passages: Vec<[usize; 2]>,
}

/// An entry of the notes file.
#[derive(Debug, Serialize)]
struct Entry {
    /// What became of its passage.
    drift: Drift,
    /// Where that is; of an orphan where it may have been.
    passage: Option<[usize; 2]>,
    quote: String,
    /// What a note says, as Markdown.
    body: Option<String>,
    decision: Option<Ruling>,
    annotator: Option<String>,
    time: Option<String>,
}

/// Tells how far the review of an essay is.
pub(super) fn state<'a>(
    showing: &'a Showing,
    one: &'a ArchivedEssay,
    annotator: Option<&'a str>,
) -> State<'a> {
    let site = &showing.current().site;
    let body = &one.essay().body;
    let units = Units::new(&body.text);
    let texts = site.words().texts.iter();
    let reviewed = Reviewer { showing, one, units };
    let annotated = &one.annotated;
    let found = annotated.comparisons.iter().filter(|one| queue::concerns(site, one));
    let rejected = annotated.rejected.iter();
    State {
        essay: one.essay().source.path.as_str(),
        annotator,
        words: texts
            .filter_map(|(key, text)| Some((key.strip_prefix(WORDS)?, text.as_str())))
            .collect(),
        text: &body.text,
        footnotes_start: reviewed.units.of((body.footnotes_start..body.text.len()).into())[0],
        comparisons: found
            .map(|one| reviewed.comparison(one, None))
            .chain(rejected.map(|one| reviewed.comparison(one, Some(Decided::Rejected))))
            .collect(),
        entries: reviewed.entries(),
        progress: queue::progress(showing),
    }
}

struct Reviewer<'a> {
    showing: &'a Showing,
    one: &'a ArchivedEssay,
    units: Units,
}

impl<'a> Reviewer<'a> {
    fn comparison(&self, one: &'a Comparison, decided: Option<Decided>) -> Reviewed<'a> {
        let words = self.showing.current().site.words();
        let (origin, annotator) = match &one.origin {
            Origin::Detected { .. } => (Decided::Open, None),
            Origin::Kept { annotator, .. } => (Decided::Kept, annotator.as_deref()),
            Origin::Declared { annotator } => (Decided::Declared, annotator.as_deref()),
        };
        let confidence = match &one.origin {
            Origin::Detected { confidence, .. } | Origin::Kept { confidence, .. } => {
                Some(*confidence)
            }
            Origin::Declared { .. } => None,
        };
        let sides = one.sides.iter().map(|side| ReviewedSide {
            surface: &side.surface,
            parties: side.parties.iter().map(crate::detect::mention::Party::name).collect(),
            declared: subject::declared(std::slice::from_ref(side)).pop(),
            passages: side.passages.iter().map(|&passage| self.units.of(passage)).collect(),
        });
        Reviewed {
            id: subject::id(one),
            decision: decided.unwrap_or(origin),
            passage: self.units.of(one.passage),
            quote: self.one.essay().body.slice(one.passage).trim(),
            sides: sides.collect(),
            relation: one.relation,
            favours: one.favours,
            aspect: one.aspect.as_ref().map(|aspect| aspect.words.as_str()),
            rule: one.origin.rule().map(|rule| words.rule(rule)),
            confidence,
            annotator,
        }
    }

    fn entries(&self) -> Vec<Entry> {
        let snapshot = self.showing.current();
        let path = file::path_of(&self.one.essay().source.path);
        let Some(source) = snapshot.source(&path) else { return Vec::new() };
        let file = NotesFile::load(source, snapshot.site.config());
        let mut entries: Vec<(Span, Entry)> = (self.one.annotated.drifts.iter())
            .map(|drifted| {
                let note = file.notes.iter().find(|note| note.span == drifted.span);
                let decision = file.decisions.iter().find(|one| one.span == drifted.span);
                let by = note.map(|note| (&note.annotator, &note.time));
                let by = by.or(decision.map(|one| (&one.annotator, &one.time)));
                let entry = Entry {
                    drift: drifted.anchor.drift,
                    passage: drifted.anchor.passage.map(|passage| self.units.of(passage)),
                    quote: drifted.selector.quote.clone(),
                    body: note.map(|note| note.markdown.trim().to_owned()),
                    decision: decision.map(|one| one.ruling),
                    annotator: by.and_then(|(annotator, _)| annotator.clone()),
                    time: by
                        .and_then(|(_, time)| time.as_ref())
                        .map(crate::moment::Moment::machine),
                };
                (drifted.span, entry)
            })
            .collect();
        entries.sort_by_key(|(span, _)| span.start);
        entries.into_iter().map(|(_, entry)| entry).collect()
    }
}
