//! The named authors, each with its essays and whom they compare.

use std::collections::BTreeMap;
use std::sync::Arc;

use unicode_normalization::UnicodeNormalization;

use crate::annotate::AnnotatedEssay;
use crate::config::Config;
use crate::link::address::SlugBook;
use crate::link::archive::{ArchivedComparison, ComparisonIndex, EssayIndex};
use crate::permalink::Slug;

/// The author at this place of [`crate::link::archive::Archive::authors`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AuthorIndex(pub usize);

/// One who wrote essays.
#[derive(Debug, PartialEq, Eq)]
pub struct Author {
    /// The name, in NFC.
    pub name: String,
    /// The author's address below the authors.
    pub slug: Slug,
    /// The author's essays, newest first.
    pub essays: Vec<EssayIndex>,
    /// The comparisons in them, newest first.
    pub comparisons: Vec<ComparisonIndex>,
}

/// Returns the form of a name under which its essays are gathered.
pub fn key(name: &str) -> String {
    name.trim().nfc().collect()
}

/// Gathers the authors of all essays; those without a name have none.
pub(super) fn gather(
    essays: &[Arc<AnnotatedEssay>],
    comparisons: &[ArchivedComparison],
    config: &Config,
) -> Vec<Author> {
    let mut found: BTreeMap<String, (Vec<EssayIndex>, Vec<ComparisonIndex>)> = BTreeMap::new();
    let names: Vec<Option<String>> =
        essays.iter().map(|one| one.essay.front_matter.name.as_deref().map(key)).collect();
    for (index, name) in names.iter().enumerate() {
        if let Some(name) = name {
            found.entry(name.clone()).or_default().0.push(EssayIndex(index));
        }
    }
    for (index, comparison) in comparisons.iter().enumerate() {
        let EssayIndex(essay) = comparison.essay;
        if let Some(name) = &names[essay]
            && let Some((_, of_author)) = found.get_mut(name)
        {
            of_author.push(ComparisonIndex(index));
        }
    }
    let mut slugs = SlugBook::new(found.len(), config.page_size);
    found
        .into_iter()
        .map(|(name, (essays, comparisons))| {
            let slug = slugs.assign(&name);
            Author { name, slug, essays, comparisons }
        })
        .collect()
}
