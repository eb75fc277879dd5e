//! Every company that any essay names or compares, numbered in the order of the names.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::detect::mention::CompanyName;
use crate::link::archive::EssayIndex;
use crate::link::company::CompanyIndex;
use crate::link::digest::{Digest, Local};

/// The companies of all essays.
pub(super) struct Roll<'a> {
    /// In their order.
    pub(super) names: Vec<&'a CompanyName>,
    /// The numbers of each essay's companies, one essay behind the other.
    numbers: Vec<CompanyIndex>,
    /// Where those of each essay begin.
    begins: Vec<usize>,
}

impl<'a> Roll<'a> {
    /// Calls the roll.
    pub(super) fn new(essays: &'a [Arc<Digest>]) -> Self {
        let mut met: FxHashMap<&str, usize> = FxHashMap::default();
        // Most names are the gazetteer's own text: the same address, and quicker to look up.
        let mut met_at: FxHashMap<*const u8, usize> = FxHashMap::default();
        let mut names: Vec<&CompanyName> = Vec::new();
        let mut numbers = Vec::new();
        let mut begins = Vec::with_capacity(essays.len());
        for digest in essays {
            begins.push(numbers.len());
            for name in &digest.companies {
                let number = *met_at.entry(name.as_str().as_ptr()).or_insert_with(|| {
                    *met.entry(name.as_str()).or_insert_with(|| {
                        names.push(name);
                        names.len() - 1
                    })
                });
                numbers.push(CompanyIndex(number));
            }
        }
        let mut order: Vec<usize> = (0..names.len()).collect();
        order.sort_by_key(|&number| names[number]);
        let mut place = vec![0; names.len()];
        order.iter().enumerate().for_each(|(at, &number)| place[number] = at);
        numbers.iter_mut().for_each(|number| number.0 = place[number.0]);
        Self { names: order.into_iter().map(|number| names[number]).collect(), numbers, begins }
    }

    /// Returns the number of an essay's company.
    pub(super) fn company(&self, EssayIndex(essay): EssayIndex, local: Local) -> CompanyIndex {
        self.numbers[self.begins[essay] + local]
    }
}
