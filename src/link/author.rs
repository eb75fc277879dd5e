//! The named authors, each with its essays and whom they compare.

use std::collections::BTreeMap;
use std::sync::Arc;

use unicode_normalization::UnicodeNormalization;

use crate::config::Config;
use crate::link::address::SlugBook;
use crate::link::archive::{ArchivedComparison, ComparisonIndex, EssayIndex};
use crate::link::digest::Digest;
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
    essays: &[Arc<Digest>],
    comparisons: &[ArchivedComparison],
    config: &Config,
) -> Vec<Author> {
    let mut found: BTreeMap<&str, (Vec<EssayIndex>, Vec<ComparisonIndex>)> = BTreeMap::new();
    let mut comparisons = comparisons.iter().enumerate().peekable();
    for (index, digest) in essays.iter().enumerate() {
        let essay = EssayIndex(index);
        let mut author = digest.author.as_deref().map(|name| found.entry(name).or_default());
        if let Some((essays, _)) = &mut author {
            essays.push(essay);
        }
        while let Some((place, _)) = comparisons.next_if(|(_, one)| one.essay == essay) {
            if let Some((_, comparisons)) = &mut author {
                comparisons.push(ComparisonIndex(place));
            }
        }
    }
    let mut slugs = SlugBook::new(found.len(), config);
    found
        .into_iter()
        .map(|(name, (essays, comparisons))| {
            let slug = slugs.assign(name);
            Author { name: name.to_owned(), slug, essays, comparisons }
        })
        .collect()
}
