//! Each against the other: “A competes with B”, “A's rival B”, “A versus B”.

use crate::detect::candidate::{Candidate, Shape};
use crate::detect::comparison::Relation;
use crate::detect::lexicon::{Cue, Hit};
use crate::detect::lists::english;
use crate::detect::rule::Proposal;
use crate::detect::rule::english::{between, hits_between, is_object, is_subject, words_of};

/// Finds “A competes with B”, “A fights B”, “A, B's main rival”, “A and B compete”.
pub(in crate::detect::rule) fn rivals(candidate: &Candidate<'_>) -> Option<Proposal> {
    let (first, second) = (candidate.first(), candidate.second());
    if candidate.shape == Shape::List {
        const REACH: usize = 24;
        let text = candidate.reading.text;
        let versus = candidate.reading.hits_in(first.passage.end, second.passage.start);
        let hit = versus.iter().find(|hit| hit.what == Cue::Rival).copied().or_else(|| {
            let hit = candidate
                .cues_after(second.passage.end, REACH)
                .find(|hit| hit.what == Cue::Rival)?;
            let gap = text.get(second.passage.end..hit.start)?;
            // Who competes with a third competes not with each other.
            let third = text.get(hit.end..)?.trim_start().starts_with("with");
            (!gap.contains("of") && !third).then_some(hit)
        })?;
        return Some(Proposal::new(Relation::Rival, None, hit));
    }
    if let Some(hit) = pressed(candidate) {
        return Some(Proposal::new(Relation::Rival, Some(0), hit));
    }
    between(candidate)?;
    let hit = hits_between(candidate, Cue::Rival)
        .find(|&hit| is_object(candidate, second, hit.end) && fits(candidate, hit))
        .or_else(|| kinship(candidate))?;
    is_subject(candidate, first, hit.start).then(|| Proposal::new(Relation::Rival, None, hit))
}

/// Tells whether words of rivalry are said of the two: a verb, or “rival to”.
fn fits(candidate: &Candidate<'_>, hit: Hit<Cue>) -> bool {
    let words = words_of(candidate, hit.passage()).to_ascii_lowercase();
    let gap = candidate.reading.text.get(hit.end..candidate.second().passage.start);
    let gap = gap.unwrap_or_default();
    !english::RIVALRY_NOUNS.contains(&words.as_str())
        || english::AFTER_RIVALRY.iter().any(|to| gap.trim_start().starts_with(to))
        || gap.trim().is_empty()
}

/// Finds “A did this. That should worry competitors B and C”, and returns the word for them.
fn pressed(candidate: &Candidate<'_>) -> Option<Hit<Cue>> {
    let (first, second) = (candidate.first(), candidate.second());
    let reading = candidate.reading;
    let start = reading.sentences.get(candidate.sentence)?.passage.start;
    let is_subject = candidate.shape == Shape::Sentences && first.group.place == 0;
    if !is_subject || second.group.place > 0 {
        return None;
    }
    let hits = reading.hits_in(start, second.passage.start);
    let is_pressed = |hit: &&Hit<Cue>| {
        let words = words_of(candidate, hit.passage()).to_ascii_lowercase();
        english::PRESSED.contains(&words.as_str())
    };
    let hit = hits.iter().rev().find(is_pressed).copied()?;
    let gap = reading.text.get(hit.end..second.passage.start)?.trim();
    let names = gap.is_empty() || english::NAMELY.contains(&gap);
    let before = reading.text.get(start..hit.start)?.to_ascii_lowercase();
    let mut words = before.split_whitespace();
    let points = words.next().is_some_and(|word| english::POINTERS.contains(&word));
    (names && points && words.any(|word| english::PRESSES.contains(&word))).then_some(hit)
}

/// Finds “A, B's main rival”: the cue follows the second.
fn kinship(candidate: &Candidate<'_>) -> Option<Hit<Cue>> {
    const REACH: usize = 28;
    let (first, second) = (candidate.first(), candidate.second());
    let text = candidate.reading.text;
    let gap = text.get(first.passage.end..second.passage.start)?.trim();
    let after = text.get(second.passage.end..)?;
    let owns = after.starts_with("'s ") || after.starts_with("’s ");
    let near = matches!(gap, "," | ", the" | "is" | "was" | "remains" | "became");
    let mut hits = candidate.reading.hits_in(second.passage.end, second.passage.end + REACH).iter();
    (owns && near).then(|| hits.find(|hit| hit.what == Cue::Rival).copied())?
}
