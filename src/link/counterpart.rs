//! With whom each company is compared: looked up by every page that names it.

use std::cmp::Reverse;

use crate::link::company::CompanyIndex;
use crate::link::pair::{Pair, PairIndex};

/// The pairs of each company, the most compared first, ties in the order of names.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Counterparts(Vec<Vec<PairIndex>>);

impl Counterparts {
    /// Returns the pairs that a company is one of.
    pub fn of(&self, CompanyIndex(index): CompanyIndex) -> &[PairIndex] {
        &self.0[index]
    }
}

/// Gathers the pairs of each of `companies` companies.
pub(super) fn gather(companies: usize, pairs: &[Pair]) -> Counterparts {
    let mut found = vec![Vec::new(); companies];
    for (index, pair) in pairs.iter().enumerate() {
        for CompanyIndex(company) in pair.companies {
            found[company].push(PairIndex(index));
        }
    }
    for of_company in &mut found {
        of_company.sort_by_key(|&PairIndex(index)| Reverse(pairs[index].comparisons.len()));
    }
    Counterparts(found)
}
