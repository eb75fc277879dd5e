//! What else is said of two companies than one comparison says, and what speaks against it.

use crate::link::archive::{Archive, ComparisonIndex};
use crate::link::pair::{PairComparison, PairIndex, Verdict};

/// How another passage on the same two companies bears on a comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Bearing {
    /// It is on the same aspect and falls the other way.
    Opposed,
    /// It is on the same aspect and does not fall the other way.
    SameAspect,
    /// It is on something else, or does not say on what.
    Apart,
}

/// The other passages on a comparison's two companies.
#[derive(Debug, PartialEq, Eq)]
pub struct Others {
    /// Those asked for: opposed ones first, then those on the same aspect, each newest first.
    pub first: Vec<(ComparisonIndex, Bearing)>,
    /// How many there are in all.
    pub all: usize,
    /// How many of them are opposed.
    pub opposed: usize,
}

/// Returns what else is said of a pair than `index`, `most` of it by name; nothing where
/// `index` does not compare the two.
pub fn others(
    archive: &Archive,
    pair: PairIndex,
    index: ComparisonIndex,
    most: usize,
) -> Option<Others> {
    let pair = archive.pair(pair);
    let own = pair.verdict_of(index)?;
    let aspect = archive.archived(index).aspect;
    let same = pair.aspects.iter().find(|one| one.aspect.is_some() && one.aspect == aspect);
    let opposed = same.map_or(0, |aspect| match own {
        Verdict::First => aspect.tally.second,
        Verdict::Second => aspect.tally.first,
        Verdict::Equal | Verdict::Different | Verdict::Rival => 0,
    });
    let same = same.map_or(&[][..], |aspect| &aspect.comparisons);
    let other = |one: &&PairComparison| one.comparison != index;
    let of = |bearing| move |one: &PairComparison| (one.comparison, bearing);
    // Once all are found, the rest of a long list is not looked through.
    let against = same.iter().filter(|one| one.verdict.opposes(own)).take(opposed);
    let against = against.map(of(Bearing::Opposed));
    let beside = same.iter().filter(other).filter(|one| !one.verdict.opposes(own));
    let apart = pair.comparisons.iter().filter(other).filter(|one| {
        let there = archive.archived(one.comparison).aspect;
        there.is_none() || there != aspect
    });
    let ordered =
        against.chain(beside.map(of(Bearing::SameAspect))).chain(apart.map(of(Bearing::Apart)));
    Some(Others { first: ordered.take(most).collect(), all: pair.comparisons.len() - 1, opposed })
}
