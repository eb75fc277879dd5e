//! The search: an index in many small files, of which a browser loads the few that a query
//! needs. No server takes part.
//!
//! 1. `fold` brings texts and queries into one form;
//! 2. [`gram`] cuts them into the pieces that are looked up;
//! 3. [`index`] gathers which texts have which pieces, and [`shard`] writes that down;
//! 4. `text` says what of an essay is searched; `card` what is shown of a hit;
//! 5. `kept` makes an index of the one that an earlier build made.
//!
//! There are two indexes: of essays whole, with their notes, and of comparisons alone.
//! `static/search.js` asks them, `static/found.js` marks on the page what was found.

mod card;
pub mod fold;
pub mod gram;
pub mod index;
mod kept;
mod packed;
pub mod shard;
mod text;

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::Serialize;

use crate::link::archive::Archive;
use crate::permalink::SitePath;
use crate::render::Site;
use crate::render::fingerprint::Fingerprint;
use index::{Index, Term};
use kept::KeptIndex;

/// One file of the search.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SearchFile {
    /// How many texts, cards to a file and shards each index has.
    About,
    /// The names by which hits can be narrowed down.
    Names,
    /// What is shown of the hits of a stretch of texts.
    Cards(Corpus, usize),
    /// A shard of an index.
    Shard(Corpus, usize),
}

/// What an index is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Corpus {
    /// The essays, with their notes.
    Essays,
    /// The comparisons that are shown.
    Comparisons,
}

impl Corpus {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Essays, Self::Comparisons];

    /// Returns what it is called.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Essays => "essays",
            Self::Comparisons => "comparisons",
        }
    }

    /// Returns what gives the terms of the text of a number.
    fn reader(self, site: &Site) -> impl Fn(usize, &mut dyn FnMut(Term<'_>)) + Sync {
        move |at, push| match self {
            Self::Essays => text::essay(site, at, push),
            Self::Comparisons => text::comparison(site, at, push),
        }
    }
}

/// How many hits' cards stand in one file: hits lie far apart, and ten of them are shown.
const CARDS: usize = 16;

impl SearchFile {
    /// Returns where the file stands.
    pub fn path(self) -> SitePath {
        SitePath::file(match self {
            Self::About => "search/index.json".to_owned(),
            Self::Names => "search/names.json".to_owned(),
            Self::Cards(corpus, number) => format!("search/{}/{number}.json", corpus.name()),
            Self::Shard(corpus, number) => format!("search/{}/{number}.bin", corpus.name()),
        })
    }

    /// Makes the file.
    pub(super) fn bytes(self, site: &Site) -> Vec<u8> {
        match self {
            Self::About => json(&about(site)),
            Self::Names => json(&names(site)),
            Self::Cards(corpus, number) => {
                let texts = site.search.index(corpus).texts();
                let of_file = number * CARDS..((number + 1) * CARDS).min(texts);
                match corpus {
                    Corpus::Essays => json(&card::essays(site, of_file)),
                    Corpus::Comparisons => json(&card::comparisons(site, of_file)),
                }
            }
            Self::Shard(corpus, number) => {
                site.search.index(corpus).shard(number, corpus.reader(site)).to_vec()
            }
        }
    }
}

/// The indexes of a site, planned.
#[derive(Debug)]
pub(super) struct Search {
    essays: Index,
    comparisons: Index,
}

impl Search {
    /// Plans the indexes; makes nothing yet.
    pub(super) fn new(archive: &Archive) -> Self {
        let essays = archive.essays.iter().map(|one| one.digest.text_bytes()).sum();
        let comparisons = archive.essays.iter().map(|one| one.digest.compared_bytes()).sum();
        Self {
            essays: Index::new(archive.essays.len(), essays),
            comparisons: Index::new(archive.comparisons.len(), comparisons),
        }
    }

    /// Tells whether [`Self::files`] are the other's.
    pub(super) fn has_files_of(&self, other: &Self) -> bool {
        Corpus::ALL.iter().all(|&corpus| {
            let [own, others] = [self, other].map(|one| one.index(corpus));
            (own.texts(), own.shards()) == (others.texts(), others.shards())
        })
    }

    /// Makes all shards at once, on all cores.
    pub(super) fn prepare(&self, site: &Site) {
        for corpus in Corpus::ALL {
            self.index(corpus).prepare(corpus.reader(site));
        }
    }

    /// Makes all shards of one index, as far as may be of those that were kept; returns what is to
    /// be kept instead, if that is anything else, in pieces.
    pub(super) fn renew(
        &self,
        site: &Site,
        corpus: Corpus,
        texts: &[Fingerprint],
        kept: Option<Vec<u8>>,
    ) -> Option<Vec<Cow<'_, [u8]>>> {
        let (index, read) = (self.index(corpus), corpus.reader(site));
        let kept = kept.and_then(KeptIndex::read);
        match kept.as_ref().and_then(|kept| kept::renewed(index, kept, texts, &read)) {
            Some(shards) => index.take(shards),
            None => index.prepare(&read),
        }
        if kept.is_some_and(|kept| kept.is_of(texts, index.shards())) {
            return None;
        }
        kept::written(texts, index.made()?)
    }

    /// Returns all files of the search.
    pub(super) fn files(&self) -> Vec<SearchFile> {
        let mut files = vec![SearchFile::About, SearchFile::Names];
        for corpus in Corpus::ALL {
            let index = self.index(corpus);
            files.extend((0..index.shards()).map(|number| SearchFile::Shard(corpus, number)));
            let cards = index.texts().div_ceil(CARDS);
            files.extend((0..cards).map(|number| SearchFile::Cards(corpus, number)));
        }
        files
    }

    fn index(&self, corpus: Corpus) -> &Index {
        match corpus {
            Corpus::Essays => &self.essays,
            Corpus::Comparisons => &self.comparisons,
        }
    }
}

/// What `search/index.json` says of one index.
#[derive(Serialize)]
struct About {
    texts: usize,
    shards: usize,
    cards: usize,
}

/// What `search/names.json` says.
#[derive(Serialize)]
struct Names<'a> {
    companies: Vec<&'a str>,
    authors: Vec<&'a str>,
}

fn about(site: &Site) -> BTreeMap<&'static str, About> {
    let about = |corpus: Corpus| {
        let index = site.search.index(corpus);
        let about = About { texts: index.texts(), shards: index.shards(), cards: CARDS };
        (corpus.name(), about)
    };
    Corpus::ALL.into_iter().map(about).collect()
}

fn names(site: &Site) -> Names<'_> {
    Names {
        companies: site.archive.companies.iter().map(|company| company.name.as_str()).collect(),
        authors: site.archive.authors.iter().map(|author| author.name.as_str()).collect(),
    }
}

fn json(value: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(value).expect("names, numbers and lists are JSON")
}

#[cfg(test)]
mod tests;
