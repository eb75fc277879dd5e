//! One at the other's cost: 甲挤压乙, 甲被乙取代, 甲与乙竞争.

use crate::detect::candidate::{Candidate, Shape, Zone};
use crate::detect::comparison::Relation;
use crate::detect::lexicon::{Cue, Hit};
use crate::detect::rule::Verdict;

/// Bytes between a verb and the side it touches: eight characters.
const REACH: usize = 24;

/// What behind a verb says that it cannot be done: 取代不了.
const CANNOT: &[&str] = &["不了", "不掉", "不动", "不住", "不倒"];

/// Finds 甲取代乙, 甲抢走了乙的用户; 甲取代不了乙 speaks for 乙.
pub(super) fn takes(candidate: &Candidate<'_>) -> Option<Verdict> {
    let first = candidate.first();
    let cue = candidate
        .cue_before(candidate.second().passage.start, Cue::Take, REACH)
        .filter(|hit| hit.start >= first.passage.end)?;
    let denied = candidate
        .reading
        .hits_in(first.passage.end, cue.start)
        .iter()
        .any(|hit| hit.what == Cue::Negation && cue.start - hit.end <= REACH / 2);
    let behind = &candidate.reading.text[cue.end..];
    let fails = CANNOT.iter().any(|cannot| behind.starts_with(cannot));
    Some(Verdict::new(Relation::Rival, Some(usize::from(denied != fails)), cue))
}

/// Finds 甲被乙取代, 甲受到乙的冲击.
pub(super) fn taken_by(candidate: &Candidate<'_>) -> Option<Verdict> {
    let second = candidate.second();
    candidate
        .cue_before(second.passage.start, Cue::Passive, REACH)
        .filter(|hit| hit.start >= candidate.first().passage.end)?;
    let cue = candidate.cue_after(second.passage.end, Cue::Take, REACH)?;
    Some(Verdict::new(Relation::Rival, Some(1), cue))
}

/// Finds 甲与乙竞争, 甲和乙之争, 甲挑战乙, 甲 vs 乙.
pub(super) fn rivals(candidate: &Candidate<'_>) -> Option<Verdict> {
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
            .or_else(|| candidate.cue_after(candidate.second().passage.end, Cue::Rival, REACH))?,
    };
    Some(Verdict::new(Relation::Rival, None, cue))
}
