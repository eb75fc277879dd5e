//! Tells whether a page would be made of the same as at an earlier build, without making it.
//!
//! 1. What all pages share: the program, the settings, the companies, the templates, the files of
//!    the theme, and where everything stands.
//! 2. What pages can see of essays that are not their own, each essay's *face*: its header, its
//!    first lines, its comparisons with their words, the sentences that name companies or link to
//!    others. The rest of its text is its own business.
//! 3. An essay's own page and files are made of these and of all of its sources.
//!
//! So an essay that is edited without changing its face leaves every other page as it is. The
//! files that are made of whole texts (feeds, the data of the whole archive, the search's index)
//! have no fingerprint and are always made.
//!
//! Knows nothing of where fingerprints are kept: that is [`crate::emit`]'s.

use std::fmt::{Debug, Write as _};
use std::io::Write as _;

use blake3::Hasher;

use crate::annotate::file;
use crate::detect::comparison::Comparison;
use crate::link::archive::{ArchivedEssay, ComparisonIndex, EssayIndex, PageIndex};
use crate::load::inputs::Inputs;
use crate::parallel;
use crate::permalink::SitePath;
use crate::render::export::ExportFile;
use crate::render::page::Page;
use crate::render::search::SearchFile;
use crate::render::view::shared::summary;
use crate::render::{Site, sentence};
use crate::source::Source;

/// What a file is made of, in so few bytes that two never have the same by chance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fingerprint(pub [u8; Self::BYTES]);

impl Fingerprint {
    /// How long it is.
    pub const BYTES: usize = 16;

    fn of(hasher: &Hasher) -> Self {
        let mut bytes = [0; Self::BYTES];
        hasher.finalize_xof().fill(&mut bytes);
        Self(bytes)
    }
}

/// The fingerprints of all of a site's pages.
#[derive(Debug)]
pub struct Fingerprints {
    /// Of what every page may show.
    shared: Hasher,
    /// Of the sources of each essay and of each page that stands beside the archive.
    essays: Vec<blake3::Hash>,
    pages: Vec<blake3::Hash>,
}

impl Fingerprints {
    /// Computes what the fingerprints of a site are made of; `program` tells versions of this
    /// program apart.
    pub fn new(site: &Site, inputs: &Inputs, program: &str) -> Self {
        let mut shared = Hasher::new();
        add(&mut shared, program);
        describe(&mut shared, &site.config);
        inputs.companies.iter().for_each(|source| add(&mut shared, &source.text));
        for source in &inputs.templates {
            add(&mut shared, source.path.as_str());
            add(&mut shared, &source.text);
        }
        for address in [&site.style, &site.script, &site.icon, &site.found, &site.redirect] {
            add(&mut shared, address);
        }
        site.search_files.iter().for_each(|address| add(&mut shared, address));
        for path in site.paths() {
            add(&mut shared, path.as_str());
        }
        let archive = &site.archive;
        let numbered: Vec<_> = archive.essays.iter().collect();
        let all = parallel::map(&numbered, |one| (face(site, one), sources(one, inputs)));
        let pages = archive.pages.iter().map(|one| (face(site, one), sources(one, inputs)));
        let pages: Vec<_> = pages.collect();
        all.iter().chain(&pages).for_each(|(face, _)| {
            shared.update(face.as_bytes());
        });
        let own = |all: Vec<(blake3::Hash, blake3::Hash)>| all.into_iter().map(|(_, own)| own);
        Self { shared, essays: own(all).collect(), pages: own(pages).collect() }
    }

    /// Returns the fingerprint of what stands at a path; nothing for what is always to be made.
    pub fn of(&self, site: &Site, path: &SitePath) -> Option<Fingerprint> {
        let own = match site.page(path)? {
            Page::Essay(EssayIndex(index))
            | Page::Export(
                ExportFile::OfEssay(EssayIndex(index))
                | ExportFile::Bibliography(EssayIndex(index)),
            ) => self.essays.get(*index),
            Page::Standing(PageIndex(index)) => self.pages.get(*index),
            Page::SearchFile(SearchFile::Cards(..))
            | Page::Home
            | Page::Archive
            | Page::ArchiveYear(..)
            | Page::ArchiveMonth(..)
            | Page::Authors(_)
            | Page::Author(..)
            | Page::Companies(_)
            | Page::Company(..)
            | Page::Pairs(_)
            | Page::Pair(..)
            | Page::Aspects(_)
            | Page::Aspect(..)
            | Page::Shelves(..)
            | Page::Shelf(..)
            | Page::Matrix
            | Page::Timeline
            | Page::TimelineYear(..)
            | Page::Search
            | Page::NotFound
            | Page::Redirect(_) => None,
            Page::SearchFile(_)
            | Page::Export(_)
            | Page::Feed(_)
            | Page::Sitemap
            | Page::SitemapPart(_)
            | Page::Robots
            | Page::Domain
            | Page::BuiltIn(_)
            | Page::Style(_)
            | Page::Asset(_) => return None,
        };
        let mut hasher = self.shared.clone();
        own.iter().for_each(|own| {
            hasher.update(own.as_bytes());
        });
        Some(Fingerprint::of(&hasher))
    }
}

/// Adds a text, so that no two rows of texts look alike.
fn add(hasher: &mut Hasher, text: &str) {
    hasher.update(&(text.len() as u64).to_le_bytes());
    hasher.update(text.as_bytes());
}

/// Adds all that a value shows of itself.
fn describe(hasher: &mut Hasher, value: &impl Debug) {
    // A hasher takes whatever is written to it.
    let _ = write!(hasher, "{value:?}\0");
}

/// Digests the files that an essay is made of.
fn sources(one: &ArchivedEssay, inputs: &Inputs) -> blake3::Hash {
    let mut hasher = Hasher::new();
    let source = &one.essay().source;
    source.text.read(|text| add(&mut hasher, text));
    let path = file::path_of(&source.path);
    let notes =
        inputs.notes.binary_search_by(|notes: &std::sync::Arc<Source>| notes.path.cmp(&path));
    if let Some(notes) = notes.ok().and_then(|place| inputs.notes.get(place)) {
        add(&mut hasher, &notes.text);
    }
    hasher.finalize()
}

/// Digests what other pages than an essay's own can show of it.
fn face(site: &Site, one: &ArchivedEssay) -> blake3::Hash {
    let essay = one.essay();
    let mut hasher = Hasher::new();
    add(&mut hasher, one.path.as_str());
    add(&mut hasher, essay.source.path.as_str());
    describe(&mut hasher, &essay.front_matter);
    add(&mut hasher, &summary(one));
    one.digest.outward(&mut |text| add(&mut hasher, text));
    describe(&mut hasher, &(one.annotated.notes.len(), essay.body.footnotes.len()));
    let mut line = String::new();
    for &index in &one.comparisons {
        line.clear();
        compared(site, one, index, &mut line);
        add(&mut hasher, &line);
    }
    hasher.finalize()
}

/// Writes what lists and notes elsewhere show of a comparison: its places within its passage,
/// not within the essay.
fn compared(site: &Site, one: &ArchivedEssay, index: ComparisonIndex, line: &mut String) {
    let comparison = site.archive.comparison(index);
    let Comparison { passage, sides, relation, favours, aspect, cues: _, scope, origin } =
        comparison;
    let text = one.essay().body.slice(*passage);
    let sentence = sentence::sentence(site, &one.annotated, comparison);
    let number = site.number(index);
    let aspect = aspect.as_ref().map(|aspect| &aspect.words);
    let _ = write!(
        line,
        "{number} {sentence:?} {text:?} {relation:?} {favours:?} {aspect:?} {scope:?} {origin:?}"
    );
    for side in sides {
        let places = side.passages.iter().map(|place| {
            (place.start.wrapping_sub(passage.start), place.end.wrapping_sub(passage.start))
        });
        let places: Vec<_> = places.collect();
        let _ = write!(line, " {:?} {:?} {places:?}", side.parties, side.surface);
    }
}
