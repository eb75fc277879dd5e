//! One clause or sentence a side: “A …, while B …”, “A …. B, by contrast, …”.

use crate::detect::candidate::{Candidate, Shape};
use crate::detect::lexicon::{Cue, Hit};
use crate::detect::lists::english;
use crate::detect::rule::Proposal;
use crate::detect::rule::contrast::by_tone;
use crate::detect::rule::english::{cue, subject};

/// Finds “A …, while B …” and “A …. But B …”: both are subjects, a turn stands between.
pub(in crate::detect::rule) fn turn(candidate: &Candidate<'_>) -> Option<Proposal> {
    let (first, second) = (candidate.first(), candidate.second());
    if !are_subjects(candidate) {
        return None;
    }
    let text = candidate.reading.text;
    let behind = text.get(second.passage.end..)?;
    let from = if candidate.shape == Shape::Sentences {
        candidate.reading.sentences.get(candidate.sentence)?.passage.start
    } else {
        first.passage.end
    };
    let hits = candidate.reading.hits_in(from, second.passage.start);
    let turns = |hit: &&Hit<Cue>| {
        matches!(hit.what, Cue::Contrast | Cue::Balance | Cue::Adversative)
            && second.passage.start - hit.end <= 30
    };
    let opener = || {
        let sentence = candidate.reading.sentences.get(first.group.sentence)?.passage;
        let head = text.get(sentence.start..first.passage.start)?.trim_end().to_ascii_lowercase();
        english::CONTRAST_OPENERS
            .contains(&head.as_str())
            .then(|| cue(sentence.start, sentence.start + head.len(), Cue::Contrast))
    };
    let after = || {
        let frame = english::CONTRAST_FRAMES.iter().find(|frame| behind.starts_with(**frame))?;
        let start = second.passage.end + ", ".len();
        Some(cue(start, second.passage.end + frame.len(), Cue::Contrast))
    };
    let hit = hits.iter().rev().find(turns).copied().or_else(opener).or_else(after)?;
    Some(by_tone(candidate, hit))
}

/// Finds “A sells cars; B rents them”: a semicolon parts two subjects.
pub(in crate::detect::rule) fn in_turn(candidate: &Candidate<'_>) -> Option<Proposal> {
    let (first, second) = (candidate.first(), candidate.second());
    if candidate.shape != Shape::Clauses || !are_subjects(candidate) {
        return None;
    }
    let gap = candidate.reading.text.get(first.passage.end..second.passage.start)?;
    let at = gap.rfind(';')?;
    let near = gap.len() - at <= 6;
    let start = first.passage.end + at;
    near.then(|| by_tone(candidate, cue(start, start + 1, Cue::Contrast)))
}

fn are_subjects(candidate: &Candidate<'_>) -> bool {
    let (first, second) = (candidate.first(), candidate.second());
    let reading = candidate.reading;
    let until = match candidate.shape {
        Shape::Clauses => second.passage.start,
        Shape::Sentences => {
            reading.sentences.get(first.group.sentence).map_or(0, |before| before.passage.end)
        }
        _ => return false,
    };
    subject::heads(reading, second.group)
        && subject::of(reading, first.group.sentence, until) == Some(first.group.passage)
}
