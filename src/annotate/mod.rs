//! Adds to what was found in an essay what people wrote beside it and decided.
//!
//! Pure and per essay: depends on the essay, what was detected in it, and its notes file.
//!
//! 1. [`file`](mod@file) reads the notes file;
//! 2. [`anchor`] finds the passage of each entry by its [`selector`], in the [`folded`] text,
//!    with a [`guard`] over companies and numbers; [`carry`] does so with the essay's old text
//!    at hand;
//! 3. [`decision`] puts what people decided in the place of what was detected;
//! 4. [`record`] writes more of both into the file's text.

pub mod anchor;
pub mod approximate;
pub mod carry;
mod decision;
pub mod exchange;
pub mod file;
pub mod folded;
pub mod guard;
pub mod record;
pub mod selector;

use std::sync::Arc;

use crate::detect::DetectedEssay;
use crate::detect::comparison::Comparison;
use crate::detect::gazetteer::Gazetteer;
use crate::detect::mention::Mention;
use crate::diagnostic::Diagnostic;
use crate::load::essay::{Essay, Passage};
use crate::source::{SourcePath, Span};
use anchor::{Anchor, Drift};
use file::{NotesFile, WrittenNote};
use folded::FoldedText;
use guard::Guard;
use selector::Selector;

/// An essay with all that stands in its margin.
#[derive(Clone, Debug, PartialEq)]
pub struct AnnotatedEssay {
    /// The essay.
    pub essay: Arc<Essay>,
    /// Who is named, in the order of the text.
    pub mentions: Arc<[Mention]>,
    /// Who is set against whom, in the order of the text.
    pub comparisons: Arc<[Comparison]>,
    /// What people wrote, in the order of the passages that it is about.
    pub notes: Vec<Note>,
    /// What the detector found and people rejected.
    pub rejected: Vec<Comparison>,
    /// What the detector found and people described otherwise.
    pub replaced: Vec<Comparison>,
    /// What became of the passages of the notes file's entries, in the order of the file.
    pub drifts: Vec<Drifted>,
    /// What is to be said of the notes file.
    pub diagnostics: Vec<Diagnostic>,
}

/// A note at its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Note {
    /// What it is about.
    pub passage: Passage,
    /// What it says.
    pub written: Arc<WrittenNote>,
}

/// What became of an entry's passage.
#[derive(Clone, Debug, PartialEq)]
pub struct Drifted {
    /// The entry's place in the notes file.
    pub span: Span,
    /// How its passage was found before.
    pub selector: Selector,
    /// Where it stands now.
    pub anchor: Anchor,
}

/// Annotates one essay by its notes file, which stands at `path`.
pub fn annotate(
    detected: &DetectedEssay,
    notes: Option<(&SourcePath, &NotesFile)>,
    gazetteer: &Gazetteer,
) -> AnnotatedEssay {
    let mut annotated = AnnotatedEssay {
        essay: Arc::clone(&detected.essay),
        mentions: Arc::clone(&detected.mentions),
        comparisons: Arc::clone(&detected.comparisons),
        notes: Vec::new(),
        rejected: Vec::new(),
        replaced: Vec::new(),
        drifts: Vec::new(),
        diagnostics: Vec::new(),
    };
    if let Some((path, file)) = notes {
        annotated.diagnostics.clone_from(&file.diagnostics);
        annotated.add(path, file, gazetteer);
    }
    annotated
}

impl AnnotatedEssay {
    fn add(&mut self, path: &SourcePath, file: &NotesFile, gazetteer: &Gazetteer) {
        let essay = Arc::clone(&self.essay);
        let body = &essay.body;
        let folded = FoldedText::new(&body.text);
        let guard = Guard::new(gazetteer);
        let mut find = |selector: &Selector, span| {
            let anchor = anchor::find(&body.text, &folded, selector, &guard);
            let passage = anchor.certain();
            self.diagnostics.extend(said(path, span, &anchor, &body.text));
            self.drifts.push(Drifted { span, selector: selector.clone(), anchor });
            passage
        };
        let mut notes = Vec::new();
        for note in &file.notes {
            if let Some(passage) = find(&note.selector, note.span) {
                notes.push(Note { passage, written: Arc::new(note.clone()) });
            }
        }
        let mut placed = Vec::new();
        for (number, decision) in file.decisions.iter().enumerate() {
            if let Some(passage) = find(&decision.selector, decision.span) {
                placed.push((number, decision, passage));
            }
        }
        notes.sort_by_key(|note| (note.passage.start, note.passage.end));
        self.notes = notes;
        if !placed.is_empty() {
            let decided = decision::apply(body, &self.comparisons, &placed, gazetteer);
            let idle = decided.idle.iter().filter_map(|&number| file.decisions.get(number));
            self.diagnostics.extend(idle.map(|one| Diagnostic::nothing_to_keep(path, one.span)));
            self.comparisons = decided.comparisons.into();
            self.rejected = decided.rejected;
            self.replaced = decided.replaced;
        }
        self.diagnostics.sort_by_key(|one| one.span.map(|span| span.start));
    }
}

/// How much of a passage a message quotes, in characters.
const QUOTED: usize = 40;

/// Returns what is to be said of an entry's drift.
fn said(path: &SourcePath, span: Span, anchor: &Anchor, text: &str) -> Option<Diagnostic> {
    let words = anchor.passage.map(|passage| head(&text[passage.range()]));
    match anchor.drift {
        Drift::Kept => None,
        Drift::Moved => Some(Diagnostic::note_moved(path, span)),
        Drift::Changed => {
            Some(Diagnostic::note_changed(path, span, words.as_deref().unwrap_or_default()))
        }
        Drift::Orphaned => Some(Diagnostic::note_orphaned(path, span, words.as_deref())),
    }
}

fn head(text: &str) -> String {
    let mut words: String = text.chars().take(QUOTED).collect();
    if text.chars().nth(QUOTED).is_some() {
        words.push('…');
    }
    words.replace('\n', " ")
}
