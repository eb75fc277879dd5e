//! Which essays link to an essay, each with the sentence that does.

use std::collections::BTreeMap;

use crate::link::archive::{Archive, ArchivedEssay, EssayIndex};
use crate::link::company::sentence_around;
use crate::link::reference::Destination;
use crate::load::essay::Passage;
use crate::permalink::SitePath;

/// A link from one essay to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Backlink {
    /// The essay that links.
    pub from: EssayIndex,
    /// The sentence its link begins in.
    pub sentence: Passage,
}

/// The links between essays, by the place of the essay that is linked to.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Backlinks(BTreeMap<SitePath, Vec<Backlink>>);

impl Backlinks {
    /// Gathers the links of all essays; `resolve` tells where a link leads.
    ///
    /// Of several links from one essay to another the first counts, and none to itself.
    pub fn new(archive: &Archive, resolve: &dyn Fn(&ArchivedEssay, &str) -> Destination) -> Self {
        let mut found: BTreeMap<SitePath, Vec<Backlink>> = BTreeMap::new();
        for (index, one) in archive.essays.iter().enumerate() {
            let from = EssayIndex(index);
            for inner in &one.digest.references {
                let Some(at) = inner.words else { continue };
                let Destination::Inside(to, _) = resolve(one, &inner.destination) else { continue };
                if to == one.path {
                    continue;
                }
                let known = found.entry(to).or_default();
                if known.last().is_none_or(|last| last.from != from) {
                    let sentence = sentence_around(&one.essay().body, Passage::new(at, at));
                    known.push(Backlink { from, sentence });
                }
            }
        }
        Self(found)
    }

    /// Returns the links to the essay at a place, the newest essay's first.
    pub fn to(&self, path: &SitePath) -> &[Backlink] {
        self.0.get(path).map_or(&[], Vec::as_slice)
    }
}
