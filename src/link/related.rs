//! Essays that have to do with one another: those that compare the same pairs.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use crate::link::archive::{Archive, EssayIndex};
use crate::link::pair::PairIndex;

/// How many of a pair's comparisons are looked at on either side of an essay's own: essays
/// near in time are the likelier to speak of the same matter, and a pair may have thousands.
const NEAR: usize = 100;

/// Returns the pairs that an essay sets against each other, in the order of names.
fn pairs_of(archive: &Archive, EssayIndex(index): EssayIndex) -> BTreeSet<PairIndex> {
    let comparisons = &archive.essays[index].comparisons;
    comparisons
        .iter()
        .flat_map(|&comparison| archive.pairs_in(comparison).map(|(pair, _)| pair))
        .collect()
}

/// Returns the essays that compare the same pairs as one does, with the pairs they share:
/// those that share most first, then those that share what is seldom compared, then those
/// nearest in time.
pub fn related(archive: &Archive, essay: EssayIndex, most: usize) -> Vec<(EssayIndex, PairIndex)> {
    let mut shared: BTreeMap<EssayIndex, Vec<PairIndex>> = BTreeMap::new();
    for pair in pairs_of(archive, essay) {
        let comparisons = &archive.pair(pair).comparisons;
        let essay_of = |place: usize| archive.archived(comparisons[place].comparison).essay;
        let own = comparisons.partition_point(|one| archive.archived(one.comparison).essay < essay);
        let near: BTreeSet<EssayIndex> = (own.saturating_sub(NEAR)..comparisons.len())
            .take(2 * NEAR)
            .map(essay_of)
            .filter(|other| *other != essay)
            .collect();
        near.into_iter().for_each(|other| shared.entry(other).or_default().push(pair));
    }
    let rarest = |pairs: &[PairIndex]| {
        let by_count = |pair: &&PairIndex| archive.pair(**pair).comparisons.len();
        pairs.iter().min_by_key(by_count).copied()
    };
    let mut found: Vec<(EssayIndex, PairIndex, usize)> = shared
        .into_iter()
        .filter_map(|(other, pairs)| Some((other, rarest(&pairs)?, pairs.len())))
        .collect();
    found.sort_by_key(|&(other, pair, shares)| {
        let count = archive.pair(pair).comparisons.len();
        (Reverse(shares), count, other.0.abs_diff(essay.0), other)
    });
    found.into_iter().take(most).map(|(other, pair, _)| (other, pair)).collect()
}
