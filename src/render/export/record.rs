//! What is told of a comparison and of an essay.

use std::collections::HashMap;

use serde::Serialize;

use crate::detect::comparison::Side;
use crate::detect::mention::{CompanyName, Party};
use crate::link::archive::{ArchivedEssay, ComparisonIndex, EssayIndex};
use crate::render::export::{ExportFile, address};
use crate::render::{Site, sentence};

/// How many hex digits of a hash name a comparison: even a million of them hardly clash.
const ID_DIGITS: usize = 16;

/// A comparison.
#[derive(Serialize)]
pub(super) struct ComparisonRecord<'a> {
    /// The same as long as essay, words and sides are.
    pub(super) id: String,
    pub(super) essay: String,
    pub(super) title: &'a str,
    pub(super) author: Option<&'a str>,
    pub(super) date: Option<String>,
    /// Where its note stands.
    pub(super) url: String,
    pub(super) quote: &'a str,
    pub(super) sentence: String,
    pub(super) sides: Vec<SideRecord<'a>>,
    pub(super) relation: &'static str,
    /// The place in `sides` of the one that comes off better.
    pub(super) favours: Option<usize>,
    pub(super) aspect: Option<&'a str>,
    pub(super) cues: Vec<&'a str>,
    pub(super) origin: &'static str,
    pub(super) rule: Option<&'a str>,
    /// From 0 to 1.
    pub(super) confidence: Option<f64>,
}

/// A side of a comparison.
#[derive(Serialize)]
pub(super) struct SideRecord<'a> {
    /// Canonical names; none for a class such as 传统银行.
    pub(super) companies: Vec<&'a str>,
    pub(super) surface: &'a str,
}

/// An essay.
#[derive(Serialize)]
pub(super) struct EssayRecord<'a> {
    id: String,
    url: String,
    title: &'a str,
    author: Option<&'a str>,
    date: Option<String>,
    /// Where it was first published.
    source: Option<&'a str>,
    lang: &'a str,
    tags: &'a [String],
    comparisons: usize,
    annotations: String,
    bibtex: String,
}

/// Returns what is told of a comparison.
pub(super) fn comparison(site: &Site, index: ComparisonIndex) -> ComparisonRecord<'_> {
    let archived = site.archive.archived(index);
    let one = site.archive.essay(archived.essay);
    let header = &one.essay().front_matter;
    let body = &one.essay().body;
    let comparison = site.archive.comparison(index);
    let origin = &comparison.origin;
    ComparisonRecord {
        id: id(site, index),
        essay: essay_url(site, one),
        title: &header.title,
        author: header.name.as_deref(),
        date: header.time.as_ref().map(crate::moment::Moment::machine),
        url: site.config.base_url.absolute(&site.note_link(index)),
        quote: body.slice(comparison.passage),
        sentence: sentence::sentence(site, &one.annotated, comparison),
        sides: comparison.sides.iter().map(side).collect(),
        relation: comparison.relation.name(),
        favours: comparison.favours,
        aspect: comparison.aspect.as_ref().map(|aspect| aspect.words.as_str()),
        cues: comparison.cues.iter().map(|&cue| body.slice(cue)).collect(),
        origin: if origin.is_by_hand() { "declared" } else { "detected" },
        rule: origin.rule(),
        confidence: origin
            .rule()
            .map(|_| (f64::from(origin.confidence()) * 1000.0).round() / 1000.0),
    }
}

/// Returns what is told of an essay.
pub(super) fn essay(site: &Site, index: EssayIndex) -> EssayRecord<'_> {
    let one = site.archive.essay(index);
    let header = &one.essay().front_matter;
    let url = essay_url(site, one);
    EssayRecord {
        id: url.clone(),
        url,
        title: &header.title,
        author: header.name.as_deref(),
        date: header.time.as_ref().map(crate::moment::Moment::machine),
        source: header.url.as_deref(),
        lang: header.lang.as_deref().unwrap_or(site.config.language.tag()),
        tags: &header.tags,
        comparisons: one.comparisons.len(),
        annotations: address(site, ExportFile::OfEssay(index)),
        bibtex: address(site, ExportFile::Bibliography(index)),
    }
}

/// Returns the full address of an essay.
pub(super) fn essay_url(site: &Site, one: &ArchivedEssay) -> String {
    let base = &site.config.base_url;
    base.absolute(&base.link(&one.path))
}

/// Returns the id of a comparison: a hash of its essay's path, its words, its companies, and
/// how many of these very ones stand before it in the essay. Not of where it stands or what
/// is said of it: a better reading of the same comparison is still that one.
pub(super) fn id(site: &Site, index: ComparisonIndex) -> String {
    let EssayIndex(essay) = site.archive.archived(index).essay;
    let one = &site.archive.essays[essay];
    let ids = site.ids[essay].get_or_init(|| ids(site, one));
    let first = one.comparisons.first().map_or(0, |first| first.0);
    format!("{:0ID_DIGITS$x}", ids[index.0 - first])
}

/// Returns the ids of an essay's comparisons, each a number of [`ID_DIGITS`] hex digits.
fn ids(site: &Site, one: &ArchivedEssay) -> Vec<u64> {
    let mut seen: HashMap<(&str, Vec<&str>), usize> = HashMap::new();
    let id = |&index: &ComparisonIndex| {
        let comparison = site.archive.comparison(index);
        let quote = one.essay().body.slice(comparison.passage);
        let parties = comparison.sides.iter().flat_map(|side| &side.parties);
        let names: Vec<&str> = parties.map(Party::name).collect();
        let count = seen.entry((quote, names.clone())).or_default();
        let mut hasher = blake3::Hasher::new();
        for part in [one.path.as_str(), quote, &count.to_string()].into_iter().chain(names) {
            hasher.update(part.as_bytes());
            hasher.update(&[0]);
        }
        *count += 1;
        let mut first = [0; ID_DIGITS / 2];
        hasher.finalize_xof().fill(&mut first);
        u64::from_be_bytes(first)
    };
    one.comparisons.iter().map(id).collect()
}

fn side(side: &Side) -> SideRecord<'_> {
    let companies = side.parties.iter().filter_map(Party::company);
    SideRecord { companies: companies.map(CompanyName::as_str).collect(), surface: &side.surface }
}
