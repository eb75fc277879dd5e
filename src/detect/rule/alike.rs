//! Alike or set apart: 甲不亚于乙, 甲和乙一样, 中国的乙, 与乙不同，甲….

use crate::detect::candidate::{Candidate, Shape, Zone};
use crate::detect::comparison::Relation;
use crate::detect::english;
use crate::detect::lexicon::{Cue, Hit};
use crate::detect::lists;
use crate::detect::rule::Proposal;

/// Bytes between a cue and the side it touches: six characters.
const REACH: usize = 18;
/// The same where the cue follows with the words it speaks of: 与乙的模式类似.
const FAR: usize = 36;

/// Finds 甲不亚于乙, 甲堪比乙.
pub(super) fn par(candidate: &Candidate<'_>) -> Option<Proposal> {
    let cue = before_second(candidate, Cue::Par)?;
    Some(Proposal::new(Relation::Equal, None, cue))
}

/// Finds 甲与乙类似, 和乙一样，甲….
pub(super) fn with_alike(candidate: &Candidate<'_>) -> Option<Proposal> {
    let cue = with(candidate, Cue::Alike).or_else(|| with(candidate, Cue::Par))?;
    if is_of_next(candidate, cue) || is_of_its_own(candidate) {
        return None;
    }
    Some(Proposal::new(Relation::Equal, None, cue))
}

/// Finds 甲与乙不同, 不像乙，甲…, “unlike B, A …”.
pub(super) fn with_differ(candidate: &Candidate<'_>) -> Option<Proposal> {
    let (first, second) = (candidate.first(), candidate.second());
    let cue = with(candidate, Cue::Differ)
        .or_else(|| {
            candidate
                .cue_before(first.passage.start, Cue::Differ, REACH)
                .filter(|_| candidate.shape != Shape::Sentences)
        })
        .or_else(|| {
            candidate
                .cue_before(second.passage.start, Cue::Differ, REACH)
                .filter(|hit| hit.start >= first.passage.end)
        })?;
    if is_of_next(candidate, cue) {
        return None;
    }
    Some(Proposal::new(Relation::Different, None, cue))
}

/// Tells whether one named right behind the words is the other side, and not one of the
/// sentence before: 甲…。与乙不同，丙….
fn is_of_next(candidate: &Candidate<'_>, cue: Hit<Cue>) -> bool {
    let reading = candidate.reading;
    candidate.shape == Shape::Sentences
        && cue.start >= candidate.second().passage.end
        && reading.groups_of(candidate.sentence).iter().any(|group| {
            let gap = reading.text.get(cue.end..group.passage.start);
            gap.is_some_and(|gap| gap.trim_end() == "，")
        })
}

/// Tells whether one whom the last side's own sentence names before it is likened to it, and
/// not one of the sentence before: 甲领先。乙是中国的丙.
fn is_of_its_own(candidate: &Candidate<'_>) -> bool {
    let groups = candidate.reading.groups_of(candidate.sentence);
    let before = groups.first().map(|group| group.passage.start);
    candidate.shape == Shape::Sentences
        && before.is_some_and(|start| start < candidate.second().passage.start)
}

/// Finds 甲像乙, 甲相当于乙, 甲对标乙: the cue right before the one likened to.
pub(super) fn like(candidate: &Candidate<'_>) -> Option<Proposal> {
    let cue =
        before_second(candidate, Cue::Alike).or_else(|| before_second(candidate, Cue::Model))?;
    Some(Proposal::new(Relation::Equal, None, cue))
}

/// Finds 甲是中国的乙, 甲是乙的翻版, 甲要做线下的乙.
pub(super) fn the_other(candidate: &Candidate<'_>) -> Option<Proposal> {
    let second = candidate.second();
    let lead = candidate.words(Zone::Lead).trim_end_matches(['“', '「', '"']);
    let after = candidate.words(Zone::After);
    let place = lists::PLACES_OF_NAMESAKES.iter().any(|place| lead.ends_with(place));
    let version = lists::VERSIONS.iter().any(|version| after.starts_with(version));
    let spoken = is_of_its_own(candidate);
    (candidate.shape != Shape::List && !spoken && (place || version)).then(|| {
        let hit = Hit { start: second.passage.start, end: second.passage.end, what: Cue::Alike };
        Proposal::new(Relation::Equal, None, hit)
    })
}

/// Finds a list with 不同 or 差异 behind it: 甲、乙各不相同.
pub(super) fn apart(candidate: &Candidate<'_>) -> Option<Proposal> {
    let cue = behind_list(candidate, Cue::Differ)?;
    Some(Proposal::new(Relation::Different, None, cue))
}

/// Finds a list with 类似 or 不相上下 behind it: 甲和乙如出一辙.
pub(super) fn together(candidate: &Candidate<'_>) -> Option<Proposal> {
    let cue = behind_list(candidate, Cue::Par).or_else(|| behind_list(candidate, Cue::Alike))?;
    Some(Proposal::new(Relation::Equal, None, cue))
}

fn behind_list(candidate: &Candidate<'_>, cue: Cue) -> Option<Hit<Cue>> {
    matches!(candidate.shape, Shape::List | Shape::Counted)
        .then(|| candidate.hit(Zone::After, cue).or_else(|| candidate.hit(Zone::Rest, cue)))?
}

fn before_second(candidate: &Candidate<'_>, cue: Cue) -> Option<Hit<Cue>> {
    candidate
        .cue_before(candidate.second().passage.start, cue, REACH)
        .filter(|hit| hit.start >= candidate.first().passage.end)
}

/// Finds the frame 与…类似 around either side.
fn with(candidate: &Candidate<'_>, cue: Cue) -> Option<Hit<Cue>> {
    let (first, second) = (candidate.first(), candidate.second());
    let text = candidate.reading.text;
    let begins = |from: usize, at: usize| {
        let words = text.get(from..at).unwrap_or_default();
        let words = english::without_article(words);
        lists::LIKENESS_PREPOSITIONS.iter().any(|with| words.ends_with(with))
    };
    let clause = candidate.clause(first);
    if let Some(hit) = candidate.cue_after(first.passage.end, cue, FAR)
        && hit.end <= second.passage.start
        && begins(clause.start, first.passage.start)
    {
        return Some(hit);
    }
    let hit = candidate.cue_after(second.passage.end, cue, FAR)?;
    let starts = candidate.shape == Shape::List || begins(first.passage.end, second.passage.start);
    starts.then_some(hit)
}
