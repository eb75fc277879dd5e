//! One at the other's cost: 甲挤压乙, 甲被乙取代, 甲与乙竞争.

use crate::detect::candidate::{Candidate, Shape, Zone};
use crate::detect::comparison::Relation;
use crate::detect::lexicon::{Cue, Hit};
use crate::detect::lists;
use crate::detect::preference;
use crate::detect::rule::{self, Proposal};

/// Bytes between a verb and the side it touches: eight characters.
const REACH: usize = 24;

/// Finds 甲取代乙, 甲抢走了乙的用户; 甲取代不了乙 speaks for 乙.
pub(super) fn takes(candidate: &Candidate<'_>) -> Option<Proposal> {
    let first = candidate.first();
    let cue = candidate
        .cue_before(candidate.second().passage.start, Cue::Take, REACH)
        .filter(|hit| hit.start >= first.passage.end);
    let Some(cue) = cue else { return presses(candidate) };
    let denied = candidate
        .reading
        .hits_in(first.passage.end, cue.start)
        .iter()
        .any(|hit| hit.what == Cue::Negation && cue.start - hit.end <= REACH / 2);
    let fails = rule::fails(candidate.reading.text, cue.end);
    Some(Proposal::new(Relation::Rival, Some(usize::from(denied != fails)), cue))
}

/// Finds 甲给乙造成压力, 甲对乙构成威胁.
fn presses(candidate: &Candidate<'_>) -> Option<Proposal> {
    if matches!(candidate.shape, Shape::List | Shape::Counted) {
        return None;
    }
    let lead = candidate.words(Zone::Lead).trim_end_matches(['“', '「', '"']);
    let after = candidate.words(Zone::After);
    let cause = lists::CAUSES.iter().find(|cause| after.starts_with(**cause))?;
    let end = lists::HARMS.iter().filter_map(|harm| Some(after.find(harm)? + harm.len())).min()?;
    let denied = candidate.hits(Zone::Lead).iter().any(|hit| hit.what == Cue::Negation)
        || rule::fails(after, cause.len());
    let start = candidate.second().passage.end;
    let hit = Hit { start, end: start + end, what: Cue::Take };
    (lead.ends_with(['给', '对']) && !denied).then(|| Proposal::new(Relation::Rival, Some(0), hit))
}

/// Finds 甲被乙取代, 甲受到乙的冲击.
pub(super) fn taken_by(candidate: &Candidate<'_>) -> Option<Proposal> {
    let second = candidate.second();
    candidate
        .cue_before(second.passage.start, Cue::Passive, REACH)
        .filter(|hit| hit.start >= candidate.first().passage.end)?;
    let cue = candidate.cue_after(second.passage.end, Cue::Take, REACH)?;
    Some(Proposal::new(Relation::Rival, Some(1), cue))
}

/// Finds 甲与乙竞争, 甲和乙之争, 甲挑战乙, 甲 vs 乙.
pub(super) fn rivals(candidate: &Candidate<'_>) -> Option<Proposal> {
    let cue = match candidate.shape {
        Shape::List | Shape::Counted => {
            let text = candidate.reading.text;
            let joined = |hit: &Hit<Cue>| !text[hit.range()].is_empty();
            candidate
                .hit(Zone::Between, Cue::Rival)
                .or_else(|| candidate.hit(Zone::After, Cue::Rival))
                .filter(joined)?
        }
        _ => candidate
            .hit(Zone::Between, Cue::Rival)
            .or_else(|| candidate.cue_after(candidate.second().passage.end, Cue::Rival, REACH))
            .or_else(|| pressing(candidate))?,
    };
    if is_of_another(candidate, cue) {
        return None;
    }
    let favours = match under(candidate) {
        Some(presser) if still_stands(candidate, presser) => {
            (candidate.sides.len() == 2).then_some(1 - presser)
        }
        other => other,
    };
    Some(Proposal::new(Relation::Rival, favours, cue))
}

/// Tells whether the word sets the first side against one of its own sentence already, and so
/// says nothing of the sentence behind: 甲击败了丙等对手。乙….
fn is_of_another(candidate: &Candidate<'_>, cue: Hit<Cue>) -> bool {
    let first = candidate.first();
    let sentence = first.group.sentence;
    let reading = candidate.reading;
    candidate.shape == Shape::Sentences
        && reading
            .sentences
            .get(sentence)
            .is_some_and(|one| !one.is_latin && cue.end <= one.passage.end)
        && reading.groups_of(sentence).iter().any(|group| {
            group.passage != first.group.passage
                && group.parties().any(|party| {
                    reading.parties.is_company(party) && !first.parties.contains(&party)
                })
        })
}

/// Returns the word for the pressure that one side stands under: 在乙的压力下，甲….
fn pressing(candidate: &Candidate<'_>) -> Option<Hit<Cue>> {
    let presser = &candidate.sides[under(candidate)?];
    candidate.cue_after(presser.passage.end, Cue::Cost, REACH)
}

/// Tells whether good is said of the one under pressure all the same: 在乙的压力下，甲依然领先.
fn still_stands(candidate: &Candidate<'_>, presser: usize) -> bool {
    let Some(other) = candidate.sides.iter().enumerate().find(|(number, _)| *number != presser)
    else {
        return false;
    };
    let clause = candidate.clause(other.1);
    let start = other.1.passage.end;
    let words = candidate.reading.text.get(start..clause.end).unwrap_or_default();
    let hits = candidate.reading.hits_in(start, clause.end);
    lists::STILL.iter().any(|still| words.contains(still))
        && preference::tone(candidate.reading.text, hits, false) > 0
}

/// Returns the side under whose pressure the other stands: 在乙的竞争下.
fn under(candidate: &Candidate<'_>) -> Option<usize> {
    let text = candidate.reading.text;
    let last = candidate.sides.len() - 1;
    [0, last].into_iter().find(|&number| {
        let side = &candidate.sides[number];
        let clause = candidate.clause(side);
        let before = text.get(clause.start..side.passage.start).unwrap_or_default();
        let after = text.get(side.passage.end..clause.end).unwrap_or_default();
        let after = after.trim_end_matches(['，', '。', '；']);
        before.contains('在')
            && lists::PRESSURES.iter().any(|pressure| after.find(pressure).is_some())
    })
}
