//! What is compared, across the archive: aspects whose words differ only in case or width
//! are one.

use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::FxHashMap;
use unicode_normalization::UnicodeNormalization;

use crate::config::Config;
use crate::link::address::SlugBook;
use crate::link::archive::ComparisonIndex;
use crate::link::digest::Digest;
use crate::permalink::Slug;

/// The aspect at this place of [`crate::link::archive::Archive::aspects`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AspectIndex(pub usize);

/// What is compared, with every comparison on it.
#[derive(Debug, PartialEq, Eq)]
pub struct ArchivedAspect {
    /// Its words as most comparisons have them.
    pub words: String,
    /// Its address below the aspects.
    pub slug: Slug,
    /// The comparisons on it, newest first.
    pub comparisons: Vec<ComparisonIndex>,
}

/// Returns the form under which the words of one aspect are equal.
pub fn key(words: &str) -> String {
    words.trim().nfkc().collect::<String>().to_lowercase()
}

/// What is gathered of one aspect.
#[derive(Default)]
struct Gathered<'a> {
    key: &'a str,
    forms: BTreeMap<&'a str, usize>,
    comparisons: Vec<ComparisonIndex>,
}

/// Gathers the aspects of all comparisons; returns with them the aspect of each comparison.
pub(super) fn gather(
    essays: &[Arc<Digest>],
    config: &Config,
) -> (Vec<ArchivedAspect>, Vec<Option<AspectIndex>>) {
    let mut met: FxHashMap<&str, usize> = FxHashMap::default();
    let mut found: Vec<Gathered<'_>> = Vec::new();
    let mut aspect_of = Vec::new();
    for compared in essays.iter().flat_map(|digest| &digest.compared) {
        let aspect = compared.aspect.as_ref().map(|(key, words)| {
            let number = *met.entry(key).or_insert_with(|| {
                found.push(Gathered { key, ..Gathered::default() });
                found.len() - 1
            });
            *found[number].forms.entry(words).or_default() += 1;
            found[number].comparisons.push(ComparisonIndex(aspect_of.len()));
            AspectIndex(number)
        });
        aspect_of.push(aspect);
    }
    let mut order: Vec<usize> = (0..found.len()).collect();
    order.sort_by_key(|&number| found[number].key);
    let mut place = vec![0; found.len()];
    order.iter().enumerate().for_each(|(at, &number)| place[number] = at);
    aspect_of.iter_mut().flatten().for_each(|aspect| aspect.0 = place[aspect.0]);
    let mut slugs = SlugBook::new(found.len(), config);
    let aspects = order.into_iter().map(|number| {
        let words = most_frequent(&found[number].forms).to_owned();
        let slug = slugs.assign(&words);
        let comparisons = std::mem::take(&mut found[number].comparisons);
        ArchivedAspect { words, slug, comparisons }
    });
    (aspects.collect(), aspect_of)
}

/// Returns the most frequent of the forms, of several the first.
pub(super) fn most_frequent<'a>(forms: &BTreeMap<&'a str, usize>) -> &'a str {
    let most = forms.values().max().copied().unwrap_or_default();
    forms.iter().find(|(_, count)| **count == most).map_or("", |(form, _)| form)
}
