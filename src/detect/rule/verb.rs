//! A verb or adjective with both sides around it: 甲超过乙, 甲不如乙, 甲是乙所不具备的.

use crate::detect::candidate::{Candidate, Shape, Zone};
use crate::detect::comparison::Relation;
use crate::detect::lexicon::{Cue, Hit};
use crate::detect::lists;
use crate::detect::role::Role;
use crate::detect::rule::{self, Proposal};

/// Bytes between the verb and the side after it: six characters.
const REACH: usize = 18;

/// Finds 甲超过乙, 甲的销量远高于乙, and turned round 甲被乙超过.
pub(super) fn ahead(candidate: &Candidate<'_>) -> Option<Proposal> {
    directed(candidate, Cue::Ahead, 0)
}

/// Finds 甲不如乙, 甲落后于乙, 甲难以望乙之项背.
pub(super) fn behind(candidate: &Candidate<'_>) -> Option<Proposal> {
    directed(candidate, Cue::Behind, 1)
}

/// Finds 甲的资源是乙所不具备的: the one before has what the one after lacks.
pub(super) fn lack(candidate: &Candidate<'_>) -> Option<Proposal> {
    let cue = candidate.cue_after(candidate.second().passage.end, Cue::Lack, REACH)?;
    let text = candidate.reading.text;
    let is = candidate.words(Zone::Between).trim_end().ends_with('是');
    (is || text[cue.range()].starts_with('所'))
        .then(|| Proposal::new(Relation::Superior, Some(0), cue))
}

fn directed(candidate: &Candidate<'_>, cue: Cue, better: usize) -> Option<Proposal> {
    let (first, second) = (candidate.first(), candidate.second());
    if matches!(candidate.shape, Shape::List | Shape::Counted) {
        return None;
    }
    if let Some(hit) = candidate.cue_before(second.passage.start, cue, REACH)
        && hit.start >= first.passage.end
    {
        if rule::speaks_of_another(candidate, hit) {
            return None;
        }
        // 甲领先，紧随其后的是乙: the one named after it is the one behind.
        let follows = candidate.reading.text[hit.range()].starts_with("紧随其后");
        let better = if follows { 0 } else { better };
        let better = if is_cost(candidate, hit) { 1 - better } else { better };
        let better = if is_turned(candidate, hit) { 1 - better } else { better };
        return Some(Proposal::new(relation(candidate, hit), Some(better), hit));
    }
    if let Some(hit) = of_head(candidate, cue) {
        let better = if is_cost(candidate, hit) { better } else { 1 - better };
        return Some(Proposal::new(relation(candidate, hit), Some(better), hit));
    }
    // 甲被乙超过: the doer stands before the verb.
    let passive = candidate.cue_before(second.passage.start, Cue::Passive, REACH)?;
    let hit = candidate.cue_after(second.passage.end, cue, REACH)?;
    (passive.start >= first.passage.end)
        .then(|| Proposal::new(Relation::Superior, Some(1 - better), hit))
}

/// Returns the verb before the first side that is said of the second, the head of its clause:
/// 超过甲成为第一的乙.
fn of_head(candidate: &Candidate<'_>, cue: Cue) -> Option<Hit<Cue>> {
    let (first, second) = (candidate.first(), candidate.second());
    if candidate.shape != Shape::Clause {
        return None;
    }
    let hit = candidate.cue_before(first.passage.start, cue, REACH)?;
    let head = rule::relative_head(candidate, first)?;
    let clause = candidate.clause(first);
    let mut before = candidate.reading.groups_of(candidate.sentence).iter();
    let has_subject = before.any(|group| {
        group.passage.start >= clause.start
            && group.passage.end <= hit.start
            && group.role == Role::Actor
    });
    (head.passage == second.group.passage && !has_subject).then_some(hit)
}

/// Returns how a verb sets one beside another: in a contest it is at the other's cost.
fn relation(candidate: &Candidate<'_>, verb: Hit<Cue>) -> Relation {
    let words = &candidate.reading.text[verb.range()];
    if lists::CONTESTS.contains(&words) { Relation::Rival } else { Relation::Superior }
}

/// Tells whether more of what is measured is worse: 成本高于.
fn is_cost(candidate: &Candidate<'_>, verb: Hit<Cue>) -> bool {
    /// Bytes between a measure and a verb that tells of size only there: two characters.
    const RIGHT_BEFORE: usize = 6;
    let words = &candidate.reading.text[verb.range()];
    let ends = |list: &[&str]| list.iter().any(|size| words.ends_with(size));
    let (of_size, of_measure) = (ends(lists::SIZES), ends(lists::SIZES_OF_MEASURE));
    candidate.reading.hits_in(candidate.first().passage.end, verb.start).iter().any(|hit| {
        let near = verb.start - hit.end <= RIGHT_BEFORE;
        hit.what == Cue::Cost && (of_size || of_measure && near)
    })
}

/// Tells whether the verb stands under a negation or cannot be done.
fn is_turned(candidate: &Candidate<'_>, verb: Hit<Cue>) -> bool {
    const NEAR: usize = 12;
    let denied = candidate
        .reading
        .hits_in(candidate.first().passage.end, verb.start)
        .iter()
        .any(|hit| hit.what == Cue::Negation && verb.start - hit.end <= NEAR);
    denied != rule::fails(candidate.reading.text, verb.end)
}
