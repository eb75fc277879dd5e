//! Which essays link to an essay, each with the sentence that does.

use std::collections::BTreeMap;

use crate::link::archive::{Archive, ArchivedEssay, EssayIndex};
use crate::link::company::sentence_around;
use crate::link::reference::Destination;
use crate::load::essay::{Block, Body, Format, Inline, Passage, Prose};
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
            let body = &one.essay().body;
            for (destination, text) in links(body) {
                let Destination::Inside(to, _) = resolve(one, destination) else { continue };
                if to == one.path {
                    continue;
                }
                let known = found.entry(to).or_default();
                if known.last().is_none_or(|last| last.from != from) {
                    known.push(Backlink { from, sentence: sentence_around(body, text) });
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

/// Returns the links of a body, each with the place of its words.
fn links(body: &Body) -> Vec<(&str, Passage)> {
    let footnotes = body.footnotes.iter().flat_map(|footnote| &footnote.blocks);
    let mut proses: Vec<&Prose> = Vec::new();
    body.blocks.iter().chain(footnotes).for_each(|block: &Block| block.collect_proses(&mut proses));
    proses.into_iter().flat_map(links_of).collect()
}

fn links_of(prose: &Prose) -> Vec<(&str, Passage)> {
    let mut at = prose.passage.start;
    let mut links = Vec::new();
    for inline in &prose.inlines {
        match inline {
            Inline::Text(passage) | Inline::Code(passage) | Inline::Break(passage) => {
                at = passage.end;
            }
            Inline::Open(Format::Link { destination, .. }) => {
                links.push((destination.as_str(), Passage::new(at, at)));
            }
            _ => {}
        }
    }
    links
}
