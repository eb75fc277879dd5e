//! How a company comes off in comparisons, whoever is on the other side.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::detect::comparison::Comparison;
use crate::link::archive::{Archive, ComparisonIndex};
use crate::link::company::CompanyIndex;

/// How a company comes off in one comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Its side comes off better.
    Ahead,
    /// No side does.
    Level,
    /// Another side does.
    Behind,
}

/// In how many comparisons a company comes off which way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Standings {
    /// Better.
    pub ahead: usize,
    /// Neither better nor worse.
    pub level: usize,
    /// Worse.
    pub behind: usize,
}

impl Standing {
    /// Returns how a company comes off; nothing for one that is on no side.
    pub fn of(archive: &Archive, comparison: &Comparison, company: CompanyIndex) -> Option<Self> {
        let name = &archive.company(company).name;
        let mut own = None;
        for (place, side) in comparison.sides.iter().enumerate() {
            if side.parties.iter().any(|party| party.company() == Some(name)) {
                own = own.filter(|_| comparison.favours != Some(place)).or(Some(place));
            }
        }
        Some(match (own?, comparison.favours) {
            (_, None) => Self::Level,
            (own, Some(favoured)) if own == favoured => Self::Ahead,
            _ => Self::Behind,
        })
    }
}

impl Standings {
    /// Counts one more.
    pub fn add(&mut self, standing: Standing) {
        *match standing {
            Standing::Ahead => &mut self.ahead,
            Standing::Level => &mut self.level,
            Standing::Behind => &mut self.behind,
        } += 1;
    }

    /// Returns the number of all.
    pub fn total(self) -> usize {
        self.ahead + self.level + self.behind
    }
}

/// Returns how companies come off in some comparisons, the most compared first.
pub fn standings(
    archive: &Archive,
    comparisons: &[ComparisonIndex],
) -> Vec<(CompanyIndex, Standings)> {
    let mut found: BTreeMap<CompanyIndex, Standings> = BTreeMap::new();
    for &index in comparisons {
        let comparison = archive.comparison(index);
        for &company in &archive.archived(index).companies {
            if let Some(standing) = Standing::of(archive, comparison, company) {
                found.entry(company).or_default().add(standing);
            }
        }
    }
    let mut found: Vec<_> = found.into_iter().collect();
    found.sort_by_key(|(_, standings)| Reverse(standings.total()));
    found
}
