//! What is compared, across the archive: aspects whose words differ only in case or width
//! are one.

use std::collections::BTreeMap;
use std::sync::Arc;

use unicode_normalization::UnicodeNormalization;

use crate::annotate::AnnotatedEssay;
use crate::config::Config;
use crate::link::address::SlugBook;
use crate::link::archive::ComparisonIndex;
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

/// Gathers the aspects of all comparisons; the map leads from [`key`]s to them.
pub(super) fn gather(
    essays: &[Arc<AnnotatedEssay>],
    shown: &[Vec<usize>],
    config: &Config,
) -> (Vec<ArchivedAspect>, BTreeMap<String, AspectIndex>) {
    let mut forms: BTreeMap<String, BTreeMap<&str, usize>> = BTreeMap::new();
    let mut found: BTreeMap<String, Vec<ComparisonIndex>> = BTreeMap::new();
    let mut index = 0;
    for (one, places) in essays.iter().zip(shown) {
        for &place in places {
            if let Some(aspect) = &one.comparisons[place].aspect
                && !aspect.words.trim().is_empty()
            {
                let key = key(&aspect.words);
                *forms.entry(key.clone()).or_default().entry(aspect.words.trim()).or_default() += 1;
                found.entry(key).or_default().push(ComparisonIndex(index));
            }
            index += 1;
        }
    }
    let mut slugs = SlugBook::new(found.len(), config.page_size);
    let mut aspects = Vec::new();
    let mut aspect_of = BTreeMap::new();
    for (key, comparisons) in found {
        let words = most_frequent(&forms[&key]).to_owned();
        let slug = slugs.assign(&words);
        aspect_of.insert(key, AspectIndex(aspects.len()));
        aspects.push(ArchivedAspect { words, slug, comparisons });
    }
    (aspects, aspect_of)
}

/// Returns the most frequent of the forms, of several the first.
fn most_frequent<'a>(forms: &BTreeMap<&'a str, usize>) -> &'a str {
    let most = forms.values().max().copied().unwrap_or_default();
    forms.iter().find(|(_, count)| **count == most).map_or("", |(form, _)| form)
}
