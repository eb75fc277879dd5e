//! Turns the linked archive into pages: HTML, feeds and the rest of the output tree.
//!
//! 1. [`page`] plans what there is and where it stands; `planned` has it, for later looks too;
//! 2. [`view`] gathers what one page shows, in types that are the whole contract with
//!    templates: they can ask for nothing else;
//! 3. [`sentence`] puts a comparison into words, [`words`] has the interface's texts;
//! 4. [`body`] writes an essay's text with its marks and notes;
//! 5. [`templates`] puts the view on the page;
//! 6. [`search`] has the index that the search page looks things up in, [`export`] what is
//!    taken away as data, [`feed`] what feed readers and search engines ask for.
//!
//! A [`Site`] is a function from a path to bytes: nothing is kept between two pages, so
//! that any page can be made at any time, in any order, and gives the same bytes.

pub mod assets;
pub mod body;
pub mod export;
pub mod feed;
pub mod fingerprint;
pub mod margin;
pub mod page;
mod picture;
mod planned;
pub mod search;
pub mod sentence;
mod style;
pub mod templates;
pub mod view;
pub mod words;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::link::archive::{Archive, ArchivedEssay, ComparisonIndex, EssayIndex};
use crate::link::backlink::Backlinks;
use crate::link::reference::{Destination, Resolver, Standing};
use crate::load::front_matter::Layout;
use crate::load::html::scheme;
use crate::load::inputs::Inputs;
use crate::permalink::{self, Permalink, SitePath};
use crate::source::SourcePath;
use body::{Subject, Target};
use fingerprint::Fingerprint;
use page::{Page, Pages};
use planned::Planned;
use search::{Corpus, Search};
use templates::{Fixed, Templates};
use words::Words;

/// All pages and files of a site, each made when it is asked for.
#[derive(Debug)]
pub struct Site {
    archive: Archive,
    config: Config,
    templates: Templates,
    words: Words,
    /// What every template sees: the interface's texts.
    fixed: Fixed,
    planned: Arc<Planned>,
    /// What is to be said of each essay's links and layout, by [`Site::essays_and_pages`].
    faults: BTreeMap<usize, Vec<Diagnostic>>,
    /// The numbers of the notes on each essay's page, made when they are first asked for.
    numbers: Vec<OnceLock<Vec<usize>>>,
    /// The numbers that the ids of each essay's comparisons show, made when they are first
    /// asked for.
    ids: Vec<OnceLock<Vec<u64>>>,
    /// Which essays link to which, made when it is first asked for.
    backlinks: OnceLock<Backlinks>,
    /// The style sheet's address with what tells its version.
    style: String,
    /// The script's.
    script: String,
    /// The icon's.
    icon: String,
    /// The address of the script that marks what was searched for.
    found: String,
    /// That of the script that leads on from an older address.
    redirect: String,
    /// Those of the script and the style sheet of the search page.
    search_files: [String; 2],
    /// The indexes, each made when it is first asked for and kept: they are of all essays.
    search: Search,
}

/// What one path of the site holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Output {
    /// These bytes.
    Bytes(Vec<u8>),
    /// A copy of this file.
    Copy(PathBuf),
}

/// Plans the site of an archive.
///
/// Diagnoses addresses claimed twice, links that lead nowhere, and layouts without a template.
/// What is as it was in an `earlier` site is taken from there.
pub fn plan(
    archive: Archive,
    config: &Config,
    inputs: &Inputs,
    templates: &Templates,
    earlier: Option<&Site>,
) -> (Site, Vec<Diagnostic>) {
    let search = Search::new(&archive);
    let words = Words::of(config.language);
    let planned = Planned::new(&archive, config, &inputs.assets, &search, earlier);
    let mut site = Site {
        numbers: archive.essays.iter().map(|_| OnceLock::new()).collect(),
        ids: archive.essays.iter().map(|_| OnceLock::new()).collect(),
        backlinks: OnceLock::new(),
        fixed: Fixed::new("words", &words.texts),
        words,
        style: versioned(config, inputs, "style.css"),
        script: versioned(config, inputs, "reader.js"),
        icon: versioned(config, inputs, "icon.svg"),
        found: versioned(config, inputs, "found.js"),
        redirect: versioned(config, inputs, "redirect.js"),
        search_files: ["search.js", "search.css"].map(|name| versioned(config, inputs, name)),
        search,
        config: config.clone(),
        archive,
        templates: templates.clone(),
        planned,
        faults: BTreeMap::new(),
    };
    site.faults = planned::check(&site, earlier);
    if let Some(backlinks) = planned::backlinks(&site, earlier) {
        site.backlinks = OnceLock::from(backlinks);
    }
    let mut diagnostics = site.planned.diagnostics.clone();
    diagnostics.extend(site.faults.values().flatten().cloned());
    (site, diagnostics)
}

impl Site {
    /// Returns the paths of all pages and files, in their order.
    pub fn paths(&self) -> impl ExactSizeIterator<Item = &SitePath> {
        let sorted = || {
            let mut paths: Vec<SitePath> = self.pages().keys().cloned().collect();
            paths.sort_unstable();
            paths
        };
        self.planned.paths.get_or_init(sorted).iter()
    }

    /// Returns how many pages and files there are.
    pub fn len(&self) -> usize {
        self.pages().len()
    }

    /// Tells whether there is nothing at all.
    pub fn is_empty(&self) -> bool {
        self.pages().is_empty()
    }

    /// Returns what is planned at a path.
    pub fn page(&self, path: &SitePath) -> Option<&Page> {
        self.pages().get(path)
    }

    /// Returns the file of the essay that a path shows; nothing for pages made of many.
    pub fn source_of(&self, path: &SitePath) -> Option<&SourcePath> {
        let shown = match self.pages().get(path)? {
            Page::Essay(index) => self.archive.essay(*index),
            Page::Standing(index) => self.archive.page(*index),
            _ => return None,
        };
        Some(&shown.essay().source.path)
    }

    /// Returns the archive that the site shows.
    pub fn archive(&self) -> &Archive {
        &self.archive
    }

    /// Returns the settings that the site was made with.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// Returns the interface's texts.
    pub fn words(&self) -> &Words {
        &self.words
    }

    /// Makes the page or file at a path; at a path that the site does not have, the page
    /// that says so.
    ///
    /// # Errors
    /// What a template asks for and the page's view does not have.
    pub fn render(&self, path: &SitePath) -> Result<Output, Vec<Diagnostic>> {
        let page = self.pages().get(path).unwrap_or(&Page::NotFound);
        let text = match page {
            Page::Asset(file) => return Ok(Output::Copy(file.clone())),
            Page::Style(sheet) => style::rendered(self, path, sheet),
            Page::BuiltIn(file) => return Ok(Output::Bytes(file.bytes().to_vec())),
            Page::SearchFile(file) => return Ok(Output::Bytes(file.bytes(self))),
            Page::Export(file) => file.text(self),
            Page::Robots => feed::robots(self),
            Page::Domain => format!("{}\n", self.config.cname.as_deref().unwrap_or_default()),
            Page::Feed(one) => feed::feed(self, *one)?,
            Page::Sitemap => feed::sitemap(self)?,
            Page::SitemapPart(part) => feed::sitemap_part(self, *part)?,
            page => return Ok(Output::Bytes(view::html(self, path, page)?)),
        };
        Ok(Output::Bytes(text.into_bytes()))
    }

    fn pages(&self) -> &Pages {
        &self.planned.pages
    }

    /// Makes ready what many of the pages share and all cores are needed for: for whoever is to
    /// render all of them.
    pub fn prepare(&self) {
        self.search.prepare(self);
    }

    /// As [`Self::prepare`], for one index: of what an earlier build kept of it only the texts that
    /// are others are read. Returns what is to be kept instead, if that is anything else, in pieces.
    pub fn prepare_again(
        &self,
        corpus: Corpus,
        texts: &[Fingerprint],
        kept: Option<Vec<u8>>,
    ) -> Option<Vec<Cow<'_, [u8]>>> {
        self.search.renew(self, corpus, texts, kept)
    }

    fn essays_and_pages(&self) -> impl Iterator<Item = &ArchivedEssay> {
        self.archive.essays.iter().chain(&self.archive.pages).map(Arc::as_ref)
    }

    /// Returns the link to a page that the archive gives its place.
    fn link(&self, page: &Page) -> Permalink {
        let path = page.path(&self.archive).expect("files and redirects are linked by path");
        self.config.base_url.link(&path)
    }

    /// Returns which essays link to which.
    fn backlinks(&self) -> &Backlinks {
        self.backlinks
            .get_or_init(|| Backlinks::new(&self.archive, &|from, to| self.destination(from, to)))
    }

    /// Returns the link to a comparison's note.
    fn note_link(&self, index: ComparisonIndex) -> Permalink {
        let essay = self.archive.essay(self.archive.archived(index).essay);
        let number = self.number(index);
        self.config.base_url.link(&essay.path).with_fragment(&permalink::note_id(number))
    }

    /// Returns the number of a comparison's note on its essay's page.
    fn number(&self, index: ComparisonIndex) -> usize {
        let EssayIndex(essay) = self.archive.archived(index).essay;
        let one = &self.archive.essays[essay];
        let numbers = self.numbers[essay].get_or_init(|| numbers(&self.archive, one));
        let first = one.comparisons.first().map_or(0, |first| first.0);
        numbers[index.0 - first]
    }

    /// Returns where a link or picture of an essay leads.
    fn target(&self, from: &ArchivedEssay, destination: &str) -> Target {
        match self.destination(from, destination) {
            // A picture that is written into the essay asks no host for anything.
            Destination::Outside if scheme::is_data(destination) => {
                Target::Internal(destination.to_owned())
            }
            Destination::Outside => Target::External(destination.to_owned()),
            Destination::Nowhere => Target::Broken(destination.to_owned()),
            Destination::Here(fragment) => {
                let here = self.config.base_url.link(&from.path).with_fragment(&fragment);
                Target::Internal(here.as_str().to_owned())
            }
            Destination::Inside(path, fragment) => {
                let link = self.config.base_url.link(&path).with_question_of(destination);
                let link = fragment.map_or(link.clone(), |id| link.with_fragment(&id));
                Target::Internal(link.as_str().to_owned())
            }
        }
    }

    fn destination(&self, from: &ArchivedEssay, destination: &str) -> Destination {
        let resolver = self.planned.resolver.get_or_init(|| Resolver::new(&self.archive));
        resolver.resolve(from, destination, &|path| {
            Some(match self.pages().get(path)? {
                Page::Essay(index) => Standing::Essay(self.archive.essay(*index)),
                Page::Standing(index) => Standing::Essay(self.archive.page(*index)),
                _ => Standing::Other,
            })
        })
    }

    /// Finds the links of an essay that lead nowhere, and a layout without a template.
    fn check(&self, one: &ArchivedEssay) -> Vec<Diagnostic> {
        let essay = one.essay();
        let path = &essay.source.path;
        let leads_nowhere = |to: &str| self.destination(one, to) == Destination::Nowhere;
        let mut diagnostics: Vec<Diagnostic> = (one.digest.references())
            .filter(|(to, _)| leads_nowhere(to))
            .map(|(to, span)| Diagnostic::broken_link(path, span, to))
            .collect();
        if let Layout::Custom(name) = &essay.front_matter.layout
            && !self.templates.has(&format!("{name}.html"))
        {
            diagnostics.push(Diagnostic::missing_layout(path, essay.front_matter.span, name));
        }
        diagnostics
    }
}

/// Numbers the notes of an essay's comparisons, from 1, its footnotes among them.
fn numbers(archive: &Archive, one: &ArchivedEssay) -> Vec<usize> {
    let mut numbers = vec![0; one.comparisons.len()];
    let passages = view::essay::passages(archive, one);
    let subjects = body::number_annotations(&one.essay().body, &passages);
    for (place, subject) in subjects.into_iter().enumerate() {
        // Behind the comparisons come the notes by hand.
        if let Subject::Passage(index) = subject
            && let Some(number) = numbers.get_mut(index)
        {
            *number = place + 1;
        }
    }
    numbers
}

/// Returns the address of a file of the theme: a site's own goes before the built-in one.
fn versioned(config: &Config, inputs: &Inputs, name: &str) -> String {
    let own = inputs.assets.iter().find(|asset| asset.path == name);
    let fingerprint = match own {
        Some(asset) => asset.fingerprint.clone(),
        None => {
            assets::built_in().find(|file| file.path() == name).map(assets::BuiltIn::fingerprint)
        }
    };
    let link = config.base_url.link(&SitePath::file(name));
    fingerprint.map_or(link.to_string(), |fingerprint| format!("{link}?v={fingerprint}"))
}

#[cfg(test)]
mod tests;
