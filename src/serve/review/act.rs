//! Records decisions and notes, and takes them back.

use std::collections::BTreeMap;
use std::sync::PoisonError;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::subject::{self, Subject};
use super::{Fault, Review};
use crate::annotate::file::{self, DeclaredSide, NoteKind, Ruling};
use crate::annotate::folded::FoldedText;
use crate::annotate::record::{self, DecisionRecord, NoteRecord, Record, Undo};
use crate::annotate::selector::Selector;
use crate::config::Config;
use crate::detect::comparison::Relation;
use crate::emit;
use crate::language::Wording;
use crate::link::archive::ArchivedEssay;
use crate::load::essay::Passage;
use crate::serve::bell::{About, Ring};
use crate::serve::showing::Showing;

/// How many steps of one window can be taken back.
const STEPS_MAX: usize = 1000;
/// How many windows' steps are remembered.
const WINDOWS_MAX: usize = 32;

/// What each window did, the last step last.
#[derive(Debug, Default)]
pub(super) struct UndoStacks(BTreeMap<String, Vec<Step>>);

/// One thing done.
#[derive(Debug)]
struct Step {
    essay: String,
    undo: Undo,
}

/// A decision as it is asked for.
#[derive(Debug, Deserialize)]
pub(super) struct Decide {
    essay: String,
    window: String,
    #[serde(flatten)]
    subject: Subject,
    decision: Ruling,
    /// The sides, relation and so on of an edit.
    #[serde(default)]
    sides: Vec<DeclaredSide>,
    relation: Option<Relation>,
    favours: Option<usize>,
    aspect: Option<String>,
}

/// A note as it is asked for.
#[derive(Debug, Deserialize)]
pub(super) struct Write {
    essay: String,
    window: String,
    #[serde(flatten)]
    subject: Subject,
    body: String,
    #[serde(default)]
    kind: NoteKind,
}

/// Which window's last step is to be taken back.
#[derive(Debug, Deserialize)]
pub(super) struct TakeBack {
    window: String,
}

/// What was done.
#[derive(Debug, Serialize)]
pub(super) struct Done {
    /// The essay whose notes file has it.
    essay: String,
    /// The essay's address, if it is still there.
    href: Option<String>,
}

impl Review {
    /// Records a decision.
    pub(super) fn decide(&self, showing: &Showing, asked: &Decide) -> Result<Done, Fault> {
        let one = subject::essay(showing, &asked.essay)?;
        let config = showing.current().site.config();
        let decision = self.decision(one, asked, config)?;
        self.record(showing, one, &asked.window, &Record::Comparison(decision))
    }

    fn decision(
        &self,
        one: &ArchivedEssay,
        asked: &Decide,
        config: &Config,
    ) -> Result<DecisionRecord, Fault> {
        let passage = subject::passage(one, &asked.subject)?;
        let mut decision = DecisionRecord {
            selector: selector(one, passage),
            decision: asked.decision,
            sides: asked.sides.clone(),
            relation: asked.relation,
            favours: asked.favours,
            aspect: asked.aspect.clone().filter(|words| !words.trim().is_empty()),
            annotator: self.annotator.clone(),
            time: Some(now(config)),
        };
        match (asked.decision, &asked.subject) {
            (Ruling::Keep | Ruling::Reject, Subject::Comparison { id }) => {
                let found = subject::comparison(one, id)?;
                decision.sides = subject::declared(&found.sides);
                // What is kept is what was seen, whatever a later detector says of it.
                let is_said = asked.decision == Ruling::Keep && !decision.sides.is_empty();
                decision.relation = is_said.then_some(found.relation);
                decision.favours = found.favours.filter(|_| is_said);
                decision.aspect =
                    found.aspect.as_ref().filter(|_| is_said).map(|aspect| aspect.words.clone());
            }
            (Ruling::Edit, Subject::Comparison { .. }) | (Ruling::Add, _) => {
                let is_whole = decision.sides.len() >= 2
                    && decision.sides.iter().all(|side| !side.surface.trim().is_empty())
                    && decision.favours.is_none_or(|place| place < decision.sides.len());
                if !is_whole {
                    return Err(Fault::Unclear("a comparison has two sides or more".to_owned()));
                }
            }
            (_, Subject::Passage { .. }) => {
                return Err(Fault::Unclear("a decision is on a comparison".to_owned()));
            }
        }
        Ok(decision)
    }

    /// Records a note.
    pub(super) fn note(&self, showing: &Showing, asked: &Write) -> Result<Done, Fault> {
        let one = subject::essay(showing, &asked.essay)?;
        let passage = subject::passage(one, &asked.subject)?;
        if asked.body.trim().is_empty() {
            return Err(Fault::Unclear("a note says something".to_owned()));
        }
        let note = NoteRecord {
            selector: selector(one, passage),
            annotator: self.annotator.clone(),
            time: Some(now(showing.current().site.config())),
            kind: asked.kind,
            body: asked.body.clone(),
        };
        self.record(showing, one, &asked.window, &Record::Note(note))
    }

    /// Takes a window's last step back, in whichever essay that was.
    pub(super) fn undo(&self, showing: &Showing, asked: &TakeBack) -> Result<Done, Fault> {
        let step = self.stacks(|stacks| stacks.0.get_mut(&asked.window).and_then(Vec::pop));
        let step = step.ok_or(Fault::NothingToUndo)?;
        self.rewrite(&step.essay, |text| {
            let undone = step.undo.apply(text).map_err(|why| Wording::same(why.to_string()))?;
            Ok((undone, ()))
        })?;
        Ok(done(showing, &step.essay))
    }

    fn record(
        &self,
        showing: &Showing,
        one: &ArchivedEssay,
        window: &str,
        record: &Record,
    ) -> Result<Done, Fault> {
        let essay = one.essay().source.path.as_str();
        let undo = self.rewrite(essay, |text| {
            record::record(text, record).map_err(|why| Wording::same(why.to_string()))
        })?;
        let step = Step { essay: essay.to_owned(), undo };
        self.stacks(|stacks| stacks.push(window, step));
        Ok(done(showing, essay))
    }

    /// Writes an essay's notes file; when this returns, the disk has it.
    fn rewrite<T>(
        &self,
        essay: &str,
        change: impl FnOnce(&str) -> Result<(String, T), Wording>,
    ) -> Result<T, Fault> {
        let notes = file::path_of(&crate::source::SourcePath::new(essay));
        let written = emit::rewrite(&self.root.join(notes.as_str()), change);
        if let Some(bell) = &self.bell {
            bell.ring(Ring::Complete, About::Anything);
        }
        written.map_err(|fault| Fault::Refused(fault.to_string()))
    }

    fn stacks<T>(&self, change: impl FnOnce(&mut UndoStacks) -> T) -> T {
        change(&mut self.undo.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl UndoStacks {
    fn push(&mut self, window: &str, step: Step) {
        if !self.0.contains_key(window) && self.0.len() >= WINDOWS_MAX {
            self.0.pop_first();
        }
        let steps = self.0.entry(window.to_owned()).or_default();
        if steps.len() >= STEPS_MAX {
            steps.remove(0);
        }
        steps.push(step);
    }
}

fn selector(one: &ArchivedEssay, passage: Passage) -> Selector {
    let text = &one.essay().body.text;
    Selector::new(text, &FoldedText::new(text), passage)
}

/// Returns the time as notes files have it: civil, in the site's zone.
fn now(config: &Config) -> String {
    let now = Timestamp::now().to_zoned(config.time_zone.clone());
    now.strftime("%Y-%m-%d %H:%M").to_string()
}

fn done(showing: &Showing, essay: &str) -> Done {
    let site = &showing.current().site;
    let href = subject::essay(showing, essay).ok();
    let href = href.map(|one| site.config().base_url.link(&one.path).to_string());
    Done { essay: essay.to_owned(), href }
}
