//! Tells whether a page would be made of the same as at an earlier build, without making it.
//!
//! 1. What all pages share: the program, the settings, the companies, the templates, the files of
//!    the theme, and where everything stands.
//! 2. What pages can see of essays that are not their own, each essay's *face*: its header, its
//!    first lines, its comparisons with their words, the sentences that name companies or link to
//!    others. The rest of its text is its own business.
//! 3. An essay's own page and files are made of these and of all of its sources, a feed of those of
//!    the essays that it carries.
//!
//! So an essay that is edited without changing its face leaves every other page as it is. The
//! search's index is made of all texts, but knows which of them are as they were; its files are told
//! apart by what they hold. Files that are copied, or made of a few words, have no fingerprint and
//! are always made.
//!
//! Knows nothing of where fingerprints are kept: that is [`crate::emit`]'s.

use std::fmt::Debug;
use std::io::Write as _;

use blake3::Hasher;

use crate::annotate::file;
use crate::detect::comparison::Comparison;
use crate::link::archive::{ArchivedEssay, ComparisonIndex, EssayIndex, PageIndex};
use crate::load::front_matter::FrontMatter;
use crate::load::inputs::Inputs;
use crate::parallel;
use crate::permalink::SitePath;
use crate::render::export::ExportFile;
use crate::render::page::Page;
use crate::render::search::{Corpus, SearchFile};
use crate::render::view::shared::summary;
use crate::render::{Site, sentence};
use crate::source::Source;

/// What a file is made of, in so few bytes that two never have the same by chance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
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
    /// Of what an essay's texts may depend on beside its sources and its face.
    settings: Hasher,
    /// Of what every page may show.
    shared: Hasher,
    /// Of what others may show of each essay.
    faces: Vec<blake3::Hash>,
    /// Of the sources of each essay and of each page that stands beside the archive.
    essays: Vec<blake3::Hash>,
    pages: Vec<blake3::Hash>,
}

impl Fingerprints {
    /// Computes what the fingerprints of a site are made of; `program` tells versions of this
    /// program apart.
    pub fn new(site: &Site, inputs: &Inputs, program: &str) -> Self {
        let mut settings = Hasher::new();
        add(&mut settings, program);
        describe(&mut settings, &site.config);
        inputs.companies.iter().for_each(|source| add(&mut settings, &source.text));
        let mut shared = settings.clone();
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
        let pages = pages.into_iter().map(|(_, own)| own).collect();
        let (faces, essays) = all.into_iter().unzip();
        Self { settings, shared, faces, essays, pages }
    }

    /// Returns the fingerprints of what is searched, in its order.
    pub fn of_texts(&self, site: &Site, corpus: Corpus) -> Vec<Fingerprint> {
        let essays = self.faces.iter().zip(&self.essays).map(|(face, own)| {
            let mut hasher = self.settings.clone();
            hasher.update(face.as_bytes()).update(own.as_bytes());
            hasher
        });
        match corpus {
            Corpus::Essays => essays.map(|hasher| Fingerprint::of(&hasher)).collect(),
            Corpus::Comparisons => {
                let counts = site.archive.essays.iter().map(|one| one.comparisons.len() as u64);
                let numbered = |(hasher, count): (Hasher, u64)| {
                    (0..count).map(move |number| {
                        Fingerprint::of(hasher.clone().update(&number.to_le_bytes()))
                    })
                };
                essays.zip(counts).flat_map(numbered).collect()
            }
        }
    }

    /// Returns the fingerprint of what stands at a path; nothing for what is always to be made.
    pub fn of(&self, site: &Site, path: &SitePath) -> Option<Fingerprint> {
        let own: Vec<&blake3::Hash> = match site.page(path)? {
            // It is made already, and most of them stay as they are.
            Page::SearchFile(file @ SearchFile::Shard(..)) => {
                return Some(Fingerprint::of(Hasher::new().update(&file.bytes(site))));
            }
            Page::Essay(EssayIndex(index))
            | Page::Export(
                ExportFile::OfEssay(EssayIndex(index))
                | ExportFile::Bibliography(EssayIndex(index)),
            ) => vec![self.essays.get(*index)?],
            Page::Standing(PageIndex(index)) => vec![self.pages.get(*index)?],
            Page::Feed(feed) => {
                let carried = feed.essays(site).into_iter();
                carried.filter_map(|EssayIndex(index)| self.essays.get(index)).collect()
            }
            Page::SearchFile(SearchFile::Cards(..))
            | Page::Export(_)
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
            | Page::Redirect(_)
            | Page::Sitemap
            | Page::SitemapPart(_) => Vec::new(),
            Page::SearchFile(_)
            | Page::Robots
            | Page::Domain
            | Page::BuiltIn(_)
            | Page::Style(_)
            | Page::Asset(_) => return None,
        };
        let mut hasher = self.shared.clone();
        for own in own {
            hasher.update(own.as_bytes());
        }
        Some(Fingerprint::of(&hasher))
    }
}

/// Adds a text, so that no two rows of texts look alike.
fn add(hasher: &mut Hasher, text: &str) {
    hasher.update(&(text.len() as u64).to_le_bytes());
    hasher.update(text.as_bytes());
}

/// Adds texts, and how many they are.
fn add_all<'a>(hasher: &mut Hasher, texts: impl IntoIterator<Item = &'a String>) {
    let mut count: u64 = 0;
    for text in texts {
        add(hasher, text);
        count += 1;
    }
    hasher.update(&count.to_le_bytes());
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
    header(&mut hasher, &essay.front_matter);
    add(&mut hasher, &summary(one));
    one.digest.outward(&mut |text| add(&mut hasher, text));
    describe(&mut hasher, &(one.annotated.notes.len(), essay.body.footnotes.len()));
    for &index in &one.comparisons {
        compared(site, one, index, &mut hasher);
    }
    hasher.finalize()
}

/// Adds a header, but for its places in the file, of which no page tells.
fn header(hasher: &mut Hasher, header: &FrontMatter) {
    let FrontMatter {
        layout,
        title,
        name,
        time,
        time_span: _,
        url,
        updated,
        slug,
        tags,
        summary,
        draft,
        lang,
        aliases,
        allow,
        extra,
        span: _,
    } = header;
    add(hasher, title);
    add_all(hasher, [name, url, summary].into_iter().flatten());
    add_all(hasher, tags);
    add_all(hasher, aliases.iter().map(|alias| &alias.value));
    let given = [name, url, summary].map(Option::is_some);
    describe(hasher, &(layout, time, updated, slug, draft, lang, allow, extra, given));
}

/// Adds what lists, notes and the search show of a comparison: its places within its passage, not
/// within the essay.
fn compared(site: &Site, one: &ArchivedEssay, index: ComparisonIndex, hasher: &mut Hasher) {
    let comparison = site.archive.comparison(index);
    let Comparison { passage, sides, relation, favours, aspect, cues, scope, origin } = comparison;
    add(hasher, &sentence::sentence(site, &one.annotated, comparison));
    add(hasher, one.essay().body.slice(*passage));
    add_all(hasher, aspect.iter().map(|aspect| &aspect.words));
    cues.iter().for_each(|cue| add(hasher, one.essay().body.slice(*cue)));
    let number = site.number(index);
    describe(
        hasher,
        &(number, cues.len(), relation, favours, aspect.is_some(), scope, origin, sides.len()),
    );
    for side in sides {
        let places = side.passages.iter().map(|place| {
            (place.start.wrapping_sub(passage.start), place.end.wrapping_sub(passage.start))
        });
        let places: Vec<_> = places.collect();
        add(hasher, &sentence::party_names(site, side));
        add(hasher, &side.surface);
        describe(hasher, &(&side.parties, places));
    }
}
