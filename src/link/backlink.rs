//! Which essays link to an essay, each with the sentence that does.

use std::collections::BTreeMap;
use std::sync::Arc;

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

/// The links between essays.
#[derive(Debug, PartialEq, Eq)]
pub struct Backlinks {
    /// By the place of the essay that is linked to.
    all: Arc<BTreeMap<SitePath, Vec<Backlink>>>,
    /// The links of essays that were edited since these were gathered, with where each leads.
    edited: BTreeMap<EssayIndex, Vec<(SitePath, Backlink)>>,
}

impl Backlinks {
    /// Gathers the links of all essays; `resolve` tells where a link leads.
    ///
    /// Of several links from one essay to another the first counts, and none to itself.
    pub fn new(archive: &Archive, resolve: Resolve<'_>) -> Self {
        let mut all: BTreeMap<SitePath, Vec<Backlink>> = BTreeMap::new();
        for index in (0..archive.essays.len()).map(EssayIndex) {
            for (to, link) in links_of(archive, index, resolve) {
                all.entry(to).or_default().push(link);
            }
        }
        Self { all: Arc::new(all), edited: BTreeMap::new() }
    }

    /// Returns the links of an archive of the same essays, of which these alone were edited.
    #[must_use]
    pub fn after(
        &self,
        edited: impl Iterator<Item = EssayIndex>,
        archive: &Archive,
        resolve: Resolve<'_>,
    ) -> Self {
        let mut all = self.edited.clone();
        all.extend(edited.map(|index| (index, links_of(archive, index, resolve))));
        Self { all: Arc::clone(&self.all), edited: all }
    }

    /// Returns the links to the essay at a place, the newest essay's first.
    pub fn to(&self, path: &SitePath) -> Vec<Backlink> {
        let known = self.all.get(path).into_iter().flatten();
        let known = known.filter(|link| !self.edited.contains_key(&link.from)).copied();
        let edited = self.edited.values().flatten().filter(|(to, _)| to == path);
        let mut links: Vec<Backlink> = known.chain(edited.map(|(_, link)| *link)).collect();
        links.sort_unstable_by_key(|link| link.from);
        links
    }
}

/// Tells where a link of an essay leads.
pub type Resolve<'a> = &'a dyn Fn(&ArchivedEssay, &str) -> Destination;

/// Returns the links of one essay to others, each with where it leads.
fn links_of(
    archive: &Archive,
    from: EssayIndex,
    resolve: Resolve<'_>,
) -> Vec<(SitePath, Backlink)> {
    let one = archive.essay(from);
    let mut found: Vec<(SitePath, Backlink)> = Vec::new();
    for inner in &one.digest.references {
        let Some(at) = inner.words else { continue };
        let Destination::Inside(to, _) = resolve(one, &inner.destination) else { continue };
        if to != one.path && !found.iter().any(|(known, _)| *known == to) {
            let sentence = sentence_around(&one.essay().body, Passage::new(at, at));
            found.push((to, Backlink { from, sentence }));
        }
    }
    found
}
