//! The rules of English, where word order tells who is set against whom.
//!
//! Each finds its cue between or before the sides, asks who is the [subject] there
//! and what stands right behind it, and speaks only if these are the candidate's two sides.

mod alike;
mod choice;
mod measure;
mod rivalry;
mod subject;
mod turn;
mod verb;

pub(super) use alike::{alike, namesake, unlike};
pub(super) use choice::prefer;
pub(super) use measure::{compared, than, times};
pub(super) use rivalry::rivals;
pub(super) use turn::{in_turn, turn};
pub(super) use verb::{ahead, behind, takes};

use crate::detect::candidate::{Candidate, Shape, Slot};
use crate::detect::lexicon::{Cue, Hit};
use crate::detect::lists::english;
use crate::load::essay::Passage;

/// Bytes that may stand between a cue and the side it looks for: about eight words.
const REACH: usize = 56;

/// Returns the words between two sides of one sentence.
fn between<'a>(candidate: &Candidate<'a>) -> Option<(usize, &'a str)> {
    let (first, second) = (candidate.first(), candidate.second());
    let here = matches!(candidate.shape, Shape::Clause | Shape::Clauses);
    let words = candidate.reading.text.get(first.passage.end..second.passage.start)?;
    here.then_some((first.passage.end, words))
}

/// Returns the hits of a cue between the sides, the last first.
fn hits_between(candidate: &Candidate<'_>, cue: Cue) -> impl Iterator<Item = Hit<Cue>> {
    let (start, end) =
        between(candidate).map_or((0, 0), |(start, words)| (start, start + words.len()));
    candidate.reading.hits_in(start, end).iter().rev().filter(move |hit| hit.what == cue).copied()
}

/// Tells whether a side is the very thing that words ending at a byte speak of next.
fn is_object(candidate: &Candidate<'_>, side: &Slot<'_>, after: usize) -> bool {
    let text = candidate.reading.text;
    let Some(gap) = text.get(after..side.passage.start) else { return false };
    let plain = !gap.contains([',', ';', ':', '(', ')', '"', '“', '—', '?']);
    let heavy = || gap.split_whitespace().filter(|word| !english::LIGHT.contains(word)).count();
    plain
        && gap.len() <= REACH
        && heavy() <= 3
        && !candidate.reading.names_within(after, side.passage.start)
}

/// Tells whether a side is the subject of the words at a byte.
fn is_subject(candidate: &Candidate<'_>, side: &Slot<'_>, at: usize) -> bool {
    subject::of(candidate.reading, side.group.sentence, at)
        .is_some_and(|passage| passage == side.group.passage)
}

/// Returns the last words of a stretch, the nearest first, as far as its clause goes.
fn words_back(text: &str) -> impl Iterator<Item = &str> {
    let from = text.rfind([',', ';', ':', '(', '—', '\n']).map_or(0, |at| at + 1);
    let words = text.get(from..).unwrap_or_default();
    words.split_whitespace().rev()
}

/// Tells whether what is said up to a byte is denied within a few words.
fn is_denied(candidate: &Candidate<'_>, from: usize, at: usize) -> bool {
    const NEAR: usize = 20;
    let hits = candidate.reading.hits_in(from, at);
    let denied = |hit: &Hit<Cue>| hit.what == Cue::Negation && at - hit.end <= NEAR;
    hits.iter().any(denied)
}

/// Returns a cue that a rule found by its own words.
fn cue(start: usize, end: usize, what: Cue) -> Hit<Cue> {
    Hit { start, end, what }
}

/// Returns the words of a passage.
fn words_of<'a>(candidate: &Candidate<'a>, passage: Passage) -> &'a str {
    candidate.reading.text.get(passage.range()).unwrap_or_default()
}
