//! The archive: all essays, linked, and the numbers of what stands in their margins.

use std::collections::BTreeMap;

use crate::config::ComparisonSettings;
use crate::detect::AnnotatedEssay;
use crate::detect::comparison::{Comparison, Origin, Scope};
use crate::detect::mention::{CompanyName, Mention};
use crate::link::address;
use crate::link::aspect::{ArchivedAspect, AspectIndex};
use crate::link::author::Author;
use crate::link::company::{ArchivedCompany, CompanyIndex};
use crate::link::pair::{Pair, PairIndex};
use crate::link::timeline::Year;
use crate::load::essay::{Block, Body, Essay, FootnoteIndex, Inline, Passage, Prose};
use crate::permalink::SitePath;

/// The essay at this place of [`Archive::essays`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EssayIndex(pub usize);

/// The comparison at this place of [`Archive::comparisons`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ComparisonIndex(pub usize);

/// All essays, linked.
#[derive(Debug, PartialEq)]
pub struct Archive {
    /// The essays, newest first, those without a time last; ties in the order of paths.
    pub essays: Vec<ArchivedEssay>,
    /// Pages that stand beside the archive, in the order of their paths.
    pub pages: Vec<ArchivedEssay>,
    /// The comparisons that are shown, in the order of the essays and their texts.
    pub comparisons: Vec<ArchivedComparison>,
    /// The companies spoken of, in the order of their names.
    pub companies: Vec<ArchivedCompany>,
    /// Every two companies that are set against each other, in the order of their names.
    pub pairs: Vec<Pair>,
    /// What is compared, in the order of its words.
    pub aspects: Vec<ArchivedAspect>,
    /// The named authors, in the order of their names.
    pub authors: Vec<Author>,
    /// The years with essays, newest first.
    pub years: Vec<Year>,
    pub(super) company_of: BTreeMap<CompanyName, CompanyIndex>,
}

/// An essay in the archive, or a page that stands beside it.
#[derive(Debug, PartialEq)]
pub struct ArchivedEssay {
    /// The essay with what was found in it.
    pub annotated: AnnotatedEssay,
    /// Where it stands in the site.
    pub path: SitePath,
    /// What stands in its margin.
    pub margin: Margin,
    /// Where its comparisons begin in [`Archive::comparisons`].
    first: ComparisonIndex,
}

/// What stands in an essay's margin, numbered from 1 in the order of the text.
#[derive(Debug, Default, PartialEq)]
pub struct Margin(Vec<Marginal>);

/// One thing that stands in the margin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Marginal {
    /// The text it is about; empty, at the reference, for a footnote.
    pub passage: Passage,
    /// What it is.
    pub kind: MarginalKind,
}

/// What stands in the margin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum MarginalKind {
    /// The essay's comparison at this place.
    Comparison(usize),
    /// A footnote.
    Footnote(FootnoteIndex),
}

/// A comparison in the archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArchivedComparison {
    /// The essay it stands in.
    pub essay: EssayIndex,
    /// Its place in the essay's comparisons.
    pub place: usize,
    /// Its note's number in the essay.
    pub number: usize,
    /// What is compared.
    pub aspect: Option<AspectIndex>,
    /// The companies on any of its sides, each once, in the order of the text.
    pub companies: Vec<CompanyIndex>,
}

impl Archive {
    /// Returns an essay.
    pub fn essay(&self, EssayIndex(index): EssayIndex) -> &ArchivedEssay {
        &self.essays[index]
    }

    /// Returns what the detector said of a comparison.
    pub fn comparison(&self, index: ComparisonIndex) -> &Comparison {
        let archived = self.archived(index);
        &self.essay(archived.essay).annotated.comparisons[archived.place]
    }

    /// Returns a comparison's place in the archive.
    pub fn archived(&self, ComparisonIndex(index): ComparisonIndex) -> &ArchivedComparison {
        &self.comparisons[index]
    }

    /// Returns a company.
    pub fn company(&self, CompanyIndex(index): CompanyIndex) -> &ArchivedCompany {
        &self.companies[index]
    }

    /// Returns a pair.
    pub fn pair(&self, PairIndex(index): PairIndex) -> &Pair {
        &self.pairs[index]
    }

    /// Returns an aspect.
    pub fn aspect(&self, AspectIndex(index): AspectIndex) -> &ArchivedAspect {
        &self.aspects[index]
    }

    /// Finds a company by its canonical name.
    pub fn find_company(&self, name: &CompanyName) -> Option<CompanyIndex> {
        self.company_of.get(name).copied()
    }

    /// Finds the pair of two companies, whichever comes first.
    pub fn find_pair(&self, one: CompanyIndex, other: CompanyIndex) -> Option<PairIndex> {
        let key = [one.min(other), one.max(other)];
        self.pairs.binary_search_by(|pair| pair.companies.cmp(&key)).ok().map(PairIndex)
    }

    /// Returns the comparisons of an essay, in the order of its text.
    pub fn comparisons_of(&self, essay: &ArchivedEssay) -> impl Iterator<Item = ComparisonIndex> {
        let first = essay.first.0;
        (first..first + essay.margin.comparisons().count()).map(ComparisonIndex)
    }
}

impl ArchivedEssay {
    pub(super) fn new(annotated: AnnotatedEssay, margin: Margin, first: ComparisonIndex) -> Self {
        let path = address::essay(&annotated.essay);
        Self { annotated, path, margin, first }
    }

    /// Makes a page that stands beside the archive: only footnotes stand in its margin.
    pub(super) fn standing(annotated: AnnotatedEssay) -> Self {
        let margin = Margin(footnotes(&annotated.essay.body));
        Self::new(annotated, margin, ComparisonIndex(0))
    }

    /// Returns the essay itself.
    pub fn essay(&self) -> &Essay {
        &self.annotated.essay
    }
}

impl Margin {
    /// Returns what stands in the margin with its numbers, in their order.
    pub fn numbered(&self) -> impl Iterator<Item = (usize, &Marginal)> {
        self.0.iter().enumerate().map(|(index, marginal)| (index + 1, marginal))
    }

    /// Returns the comparisons: number, and place in the essay's comparisons.
    pub fn comparisons(&self) -> impl Iterator<Item = (usize, usize)> {
        self.numbered().filter_map(|(number, marginal)| match marginal.kind {
            MarginalKind::Comparison(place) => Some((number, place)),
            MarginalKind::Footnote(_) => None,
        })
    }

    /// Returns how many things stand in the margin.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Tells whether the margin is empty.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Numbers what stands in an essay's margin: its footnotes, and the comparisons that the
/// settings let through.
pub(super) fn number(one: &AnnotatedEssay, settings: &ComparisonSettings) -> Margin {
    let mut marginals = footnotes(&one.essay.body);
    for (place, comparison) in one.comparisons.iter().enumerate() {
        if is_shown(comparison, settings) {
            let kind = MarginalKind::Comparison(place);
            marginals.push(Marginal { passage: comparison.passage, kind });
        }
    }
    // Stable: footnotes that are only referred to in footnotes stay last.
    marginals.sort_by_key(|marginal| (marginal.passage, marginal.kind));
    Margin(marginals)
}

/// Returns the comparisons of all essays.
pub(super) fn comparisons(
    essays: &[AnnotatedEssay],
    margins: &[Margin],
    aspect_of: &BTreeMap<String, AspectIndex>,
    company_of: &BTreeMap<CompanyName, CompanyIndex>,
) -> Vec<ArchivedComparison> {
    let mut all = Vec::new();
    for (index, (one, margin)) in essays.iter().zip(margins).enumerate() {
        for (number, place) in margin.comparisons() {
            let comparison = &one.comparisons[place];
            let mut companies = Vec::new();
            for party in comparison.sides.iter().flat_map(|side| &side.parties) {
                let company = party.company().and_then(|name| company_of.get(name));
                if let Some(&company) = company
                    && !companies.contains(&company)
                {
                    companies.push(company);
                }
            }
            let key = comparison.aspect.as_ref().map(|aspect| super::aspect::key(&aspect.words));
            all.push(ArchivedComparison {
                essay: EssayIndex(index),
                place,
                number,
                aspect: key.and_then(|key| aspect_of.get(&key).copied()),
                companies,
            });
        }
    }
    all
}

/// Returns the mentions that name a company by its own or its products' or people's name.
pub(super) fn namings(one: &AnnotatedEssay) -> impl Iterator<Item = &Mention> {
    use crate::detect::mention::MentionKind::{Class, Group, Pronoun};
    one.mentions.iter().filter(|mention| !matches!(mention.kind, Class | Group | Pronoun))
}

fn is_shown(comparison: &Comparison, settings: &ComparisonSettings) -> bool {
    let Origin::Detected { confidence, .. } = comparison.origin;
    (settings.within || comparison.scope == Scope::Between) && confidence >= settings.confidence
}

/// Returns a body's footnotes at their first references.
fn footnotes(body: &Body) -> Vec<Marginal> {
    let mut places = vec![None; body.footnotes.len()];
    for prose in body.proses() {
        for (footnote, place) in footnote_references(prose) {
            if let Some(first @ None) = places.get_mut(footnote.0) {
                *first = Some(place);
            }
        }
    }
    let marginal = |(index, place): (usize, Option<usize>)| {
        let place = place.unwrap_or(body.footnotes_start);
        let kind = MarginalKind::Footnote(FootnoteIndex(index));
        Marginal { passage: Passage::new(place, place), kind }
    };
    places.into_iter().enumerate().map(marginal).collect()
}

fn footnote_references(prose: &Prose) -> Vec<(FootnoteIndex, usize)> {
    let mut place = prose.passage.start;
    let mut references = Vec::new();
    for inline in &prose.inlines {
        match inline {
            Inline::Text(passage) | Inline::Code(passage) | Inline::Break(passage) => {
                place = passage.end;
            }
            Inline::FootnoteReference(index) => references.push((*index, place)),
            Inline::Open(_) | Inline::Close | Inline::Image { .. } => {}
        }
    }
    references
}

/// Returns the headings of a body: level, id and text, in their order.
pub fn headings(body: &Body) -> Vec<(u8, &str, &str)> {
    body.blocks
        .iter()
        .filter_map(|block| match block {
            Block::Heading { level, id, prose } => {
                Some((*level, id.as_str(), body.slice(prose.passage)))
            }
            _ => None,
        })
        .collect()
}
