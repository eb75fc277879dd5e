//! Two companies, unordered, with every comparison that sets them against each other.

use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::config::Config;
use crate::detect::comparison::{Comparison, Relation};
use crate::detect::mention::CompanyName;
use crate::link::address::SlugBook;
use crate::link::archive::{ArchivedComparison, ComparisonIndex, EssayIndex};
use crate::link::aspect::AspectIndex;
use crate::link::company::CompanyIndex;
use crate::link::digest::Digest;
use crate::link::roll::Roll;
use crate::permalink::Slug;

/// The pair at this place of [`crate::link::archive::Archive::pairs`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PairIndex(pub usize);

/// Two companies that are set against each other.
#[derive(Debug, PartialEq, Eq)]
pub struct Pair {
    /// The two, in the order of their names.
    pub companies: [CompanyIndex; 2],
    /// Its address below the pairs.
    pub slug: Slug,
    /// Every comparison of the two, newest first.
    pub comparisons: Vec<PairComparison>,
    /// The same by aspect, most comparisons first, those without one last.
    pub aspects: Vec<PairAspect>,
    /// Which way they fell.
    pub tally: Tally,
}

/// A comparison as one of a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PairComparison {
    /// The comparison.
    pub comparison: ComparisonIndex,
    /// Which way it falls for the pair.
    pub verdict: Verdict,
}

/// Which way a comparison falls for the two companies of a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// The first comes off better.
    First,
    /// The second comes off better.
    Second,
    /// They are on a par.
    Equal,
    /// They are set apart with neither ahead.
    Different,
    /// They are rivals with neither ahead.
    Rival,
}

/// What is said of a pair on one aspect.
#[derive(Debug, PartialEq, Eq)]
pub struct PairAspect {
    /// The aspect; `None` for comparisons that name none.
    pub aspect: Option<AspectIndex>,
    /// The comparisons on it, newest first.
    pub comparisons: Vec<PairComparison>,
    /// Which way they fell.
    pub tally: Tally,
}

/// How many comparisons fell which way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// For the first company.
    pub first: usize,
    /// For the second.
    pub second: usize,
    /// On a par.
    pub equal: usize,
    /// Set apart, neither ahead.
    pub different: usize,
    /// Rivals, neither ahead.
    pub rival: usize,
}

impl Verdict {
    /// Tells whether one speaks for the first and the other for the second.
    pub fn opposes(self, other: Self) -> bool {
        matches!((self, other), (Self::First, Self::Second) | (Self::Second, Self::First))
    }
}

impl Tally {
    /// Counts the comparisons.
    pub fn of(comparisons: &[PairComparison]) -> Self {
        let mut tally = Self::default();
        for comparison in comparisons {
            *match comparison.verdict {
                Verdict::First => &mut tally.first,
                Verdict::Second => &mut tally.second,
                Verdict::Equal => &mut tally.equal,
                Verdict::Different => &mut tally.different,
                Verdict::Rival => &mut tally.rival,
            } += 1;
        }
        tally
    }

    /// Returns the number of all comparisons.
    pub fn total(self) -> usize {
        self.first + self.second + self.equal + self.different + self.rival
    }
}

impl Pair {
    /// Returns which way a comparison falls for the two, if it sets them against each other.
    pub fn verdict_of(&self, comparison: ComparisonIndex) -> Option<Verdict> {
        let place = self.comparisons.binary_search_by_key(&comparison, |one| one.comparison);
        Some(self.comparisons[place.ok()?].verdict)
    }

    /// Returns the company of the two that is not this one.
    pub fn other(&self, company: CompanyIndex) -> CompanyIndex {
        let [first, second] = self.companies;
        if first == company { second } else { first }
    }

    /// Returns the aspects on which some comparisons fall one way and some the other.
    pub fn disagreements(&self) -> impl Iterator<Item = &PairAspect> {
        self.aspects.iter().filter(|aspect| {
            aspect.aspect.is_some() && aspect.tally.first > 0 && aspect.tally.second > 0
        })
    }
}

/// Gathers the pairs of all comparisons.
pub(super) fn gather(
    essays: &[Arc<Digest>],
    roll: &Roll<'_>,
    comparisons: &[ArchivedComparison],
    config: &Config,
) -> Vec<Pair> {
    let mut found: FxHashMap<[CompanyIndex; 2], Vec<PairComparison>> = FxHashMap::default();
    let compared = essays.iter().enumerate().flat_map(|(essay, digest)| {
        digest.compared.iter().map(move |compared| (EssayIndex(essay), compared))
    });
    for (index, (essay, compared)) in compared.enumerate() {
        let comparison = ComparisonIndex(index);
        for &(pair, verdict) in &compared.verdicts {
            let pair = pair.map(|local| roll.company(essay, local));
            found.entry(pair).or_default().push(PairComparison { comparison, verdict });
        }
    }
    let mut found: Vec<_> = found.into_iter().collect();
    found.sort_unstable_by_key(|(pair, _)| *pair);
    let mut slugs = SlugBook::new(found.len(), config);
    found
        .into_iter()
        .map(|(pair, members)| {
            let [first, second] = pair.map(|CompanyIndex(index)| roll.names[index].as_str());
            Pair {
                companies: pair,
                slug: slugs.assign(&format!("{first} vs {second}")),
                aspects: by_aspect(&members, comparisons),
                tally: Tally::of(&members),
                comparisons: members,
            }
        })
        .collect()
}

/// Returns the pairs that a comparison sets against each other: each member of a side
/// with each of another side. `find` numbers companies in the order of their names.
pub(super) fn verdicts<T: Copy + Ord>(
    comparison: &Comparison,
    find: impl Fn(&CompanyName) -> Option<T>,
) -> Vec<([T; 2], Verdict)> {
    let mut verdicts = BTreeMap::new();
    let members: Vec<(usize, T)> = comparison
        .sides
        .iter()
        .enumerate()
        .flat_map(|(place, side)| side.parties.iter().map(move |party| (place, party)))
        .filter_map(|(place, party)| Some((place, find(party.company()?)?)))
        .collect();
    for (index, &(side, company)) in members.iter().enumerate() {
        for &(other_side, other) in &members[index + 1..] {
            if side == other_side || company == other {
                continue;
            }
            let (first, second) =
                if company < other { (side, other_side) } else { (other_side, side) };
            verdicts
                .entry([company.min(other), company.max(other)])
                .or_insert_with(|| verdict(comparison, first, second));
        }
    }
    verdicts.into_iter().collect()
}

fn verdict(comparison: &Comparison, first: usize, second: usize) -> Verdict {
    match (comparison.favours, comparison.relation) {
        (Some(favoured), _) if favoured == first => Verdict::First,
        (Some(favoured), _) if favoured == second => Verdict::Second,
        (_, Relation::Equal) => Verdict::Equal,
        (_, Relation::Rival) => Verdict::Rival,
        (_, Relation::Different | Relation::Superior) => Verdict::Different,
    }
}

fn by_aspect(members: &[PairComparison], comparisons: &[ArchivedComparison]) -> Vec<PairAspect> {
    let mut found: BTreeMap<Option<AspectIndex>, Vec<PairComparison>> = BTreeMap::new();
    for &member in members {
        let ComparisonIndex(index) = member.comparison;
        found.entry(comparisons[index].aspect).or_default().push(member);
    }
    let mut aspects: Vec<PairAspect> = found
        .into_iter()
        .map(|(aspect, comparisons)| {
            let tally = Tally::of(&comparisons);
            PairAspect { aspect, comparisons, tally }
        })
        .collect();
    aspects.sort_by_key(|aspect| {
        (aspect.aspect.is_none(), std::cmp::Reverse(aspect.comparisons.len()), aspect.aspect)
    });
    aspects
}
