//! The archive: all essays, linked.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use crate::annotate::AnnotatedEssay;
use crate::config::{ComparisonSettings, Show};
use crate::detect::comparison::{Comparison, Scope};
use crate::detect::mention::{CompanyName, Mention, Party};
use crate::link::aspect::{ArchivedAspect, AspectIndex};
use crate::link::author::Author;
use crate::link::company::{ArchivedCompany, CompanyIndex, EssayMentions, Namings};
use crate::link::counterpart::Counterparts;
use crate::link::digest::Digest;
use crate::link::pair::{Pair, PairIndex, Verdict};
use crate::link::roll::Roll;
use crate::link::shelf::Shelves;
use crate::link::timeline::Year;
use crate::load::essay::{Block, Body, Essay, Passage};
use crate::permalink::SitePath;

/// The essay at this place of [`Archive::essays`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EssayIndex(pub usize);

/// The page at this place of [`Archive::pages`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PageIndex(pub usize);

/// The comparison at this place of [`Archive::comparisons`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ComparisonIndex(pub usize);

/// All essays, linked.
///
/// What is gathered across them may be an earlier archive's: see [`crate::link::relink`].
#[derive(Debug, PartialEq)]
pub struct Archive {
    /// The essays, newest first, those without a time last; ties in the order of paths.
    pub essays: Vec<Arc<ArchivedEssay>>,
    /// Pages that stand beside the archive, in the order of their paths.
    pub pages: Vec<Arc<ArchivedEssay>>,
    /// The comparisons that are shown, in the order of the essays and their texts.
    pub comparisons: Arc<[ArchivedComparison]>,
    /// The companies spoken of, in the order of their names.
    pub companies: Arc<[ArchivedCompany]>,
    /// Every two companies that are set against each other, in the order of their names.
    pub pairs: Arc<[Pair]>,
    /// What is compared, in the order of its words.
    pub aspects: Arc<[ArchivedAspect]>,
    /// The named authors, in the order of their names.
    pub authors: Arc<[Author]>,
    /// The years with essays, newest first.
    pub years: Arc<[Year]>,
    /// The essays by tag and by source.
    pub shelves: Arc<Shelves>,
    pub(super) counterparts: Arc<Counterparts>,
    pub(super) company_of: Arc<BTreeMap<CompanyName, CompanyIndex>>,
    /// By what each company is named, made when it is first asked for.
    pub(super) namings: Vec<OnceLock<Namings>>,
}

/// An essay in the archive, or a page that stands beside it.
#[derive(Debug, PartialEq)]
pub struct ArchivedEssay {
    /// The essay with what was found in it.
    pub annotated: Arc<AnnotatedEssay>,
    /// What linking needed of it.
    pub digest: Arc<Digest>,
    /// Where it stands in the site.
    pub path: SitePath,
    /// Its comparisons that are shown, in the order of its text.
    pub comparisons: Vec<ComparisonIndex>,
}

/// A comparison in the archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArchivedComparison {
    /// The essay it stands in.
    pub essay: EssayIndex,
    /// Its place in the essay's comparisons.
    pub place: usize,
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

    /// Returns a page that stands beside the archive.
    pub fn page(&self, PageIndex(index): PageIndex) -> &ArchivedEssay {
        &self.pages[index]
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

    /// Returns how often the archive names a company, its products and its people.
    pub fn mentions(&self, company: CompanyIndex) -> usize {
        self.company(company).essays.iter().map(|one| self.mentions_in(one).0).sum()
    }

    /// Returns how often an essay names a company, and the sentence of the first mention.
    pub fn mentions_in(&self, mentions: &EssayMentions) -> (usize, Passage) {
        let named = &self.essay(mentions.essay).digest.named[mentions.named as usize];
        (named.count as usize, named.sentence)
    }

    /// Returns by which products and people a company is named.
    pub fn namings(&self, company: CompanyIndex) -> &Namings {
        let CompanyIndex(index) = company;
        self.namings[index].get_or_init(|| Namings::gather(self, self.company(company)))
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

    /// Returns the name that the site shows a party by.
    pub fn shown_name<'a>(&'a self, party: &'a Party) -> &'a str {
        let company = party.company().and_then(|name| self.find_company(name));
        company.map_or(party.name(), |index| &self.company(index).shown)
    }

    /// Returns the pairs that a company is one of, the most compared first.
    pub fn counterparts(&self, company: CompanyIndex) -> &[PairIndex] {
        self.counterparts.of(company)
    }

    /// Iterates over the pairs that a comparison sets against each other, in the order of the
    /// text, with the way it falls for each.
    pub fn pairs_in(
        &self,
        comparison: ComparisonIndex,
    ) -> impl Iterator<Item = (PairIndex, Verdict)> + '_ {
        let companies = &self.archived(comparison).companies;
        let twos = companies.iter().enumerate().flat_map(move |(place, &one)| {
            companies[place + 1..].iter().map(move |&other| (one, other))
        });
        twos.filter_map(move |(one, other)| {
            let pair = self.find_pair(one, other)?;
            Some((pair, self.pair(pair).verdict_of(comparison)?))
        })
    }

    /// Tells whether what is gathered across the essays is the other's: then no list, no address
    /// and no anchor of this archive is other than there, whatever the essays say.
    pub fn has_lists_of(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.shelves, &other.shelves)
    }

    /// Finds the pair of two companies, whichever comes first.
    pub fn find_pair(&self, one: CompanyIndex, other: CompanyIndex) -> Option<PairIndex> {
        let key = [one.min(other), one.max(other)];
        self.pairs.binary_search_by(|pair| pair.companies.cmp(&key)).ok().map(PairIndex)
    }
}

impl ArchivedEssay {
    pub(super) fn new(digest: Arc<Digest>, comparisons: Vec<ComparisonIndex>) -> Self {
        let (annotated, path) = (Arc::clone(&digest.annotated), digest.path.clone());
        Self { annotated, digest, path, comparisons }
    }

    /// Returns the essay itself.
    pub fn essay(&self) -> &Essay {
        &self.annotated.essay
    }
}

/// Returns the places of an essay's comparisons that the settings let through.
pub(super) fn shown(one: &AnnotatedEssay, settings: &ComparisonSettings) -> Vec<usize> {
    let comparisons = one.comparisons.iter().enumerate();
    comparisons
        .filter(|(_, comparison)| is_shown(comparison, settings))
        .map(|(place, _)| place)
        .collect()
}

/// Returns the comparisons of all essays, whose aspects come in the same order.
pub(super) fn comparisons(
    essays: &[Arc<Digest>],
    aspects: &[Option<AspectIndex>],
    roll: &Roll<'_>,
) -> Vec<ArchivedComparison> {
    let mut all = Vec::with_capacity(aspects.len());
    let mut aspects = aspects.iter().copied();
    for (index, digest) in essays.iter().enumerate() {
        let essay = EssayIndex(index);
        for compared in &digest.compared {
            let companies = compared.companies.iter().map(|&local| roll.company(essay, local));
            all.push(ArchivedComparison {
                essay,
                place: compared.place,
                aspect: aspects.next().flatten(),
                companies: companies.collect(),
            });
        }
    }
    all
}

/// Returns the mentions that name a company by its own or its products' or people's name.
pub(crate) fn namings(one: &AnnotatedEssay) -> impl Iterator<Item = &Mention> {
    use crate::detect::mention::MentionKind::{Class, Group, Pronoun};
    one.mentions.iter().filter(|mention| !matches!(mention.kind, Class | Group | Pronoun))
}

fn is_shown(comparison: &Comparison, settings: &ComparisonSettings) -> bool {
    let origin = &comparison.origin;
    let is_wanted = match settings.show {
        Show::Kept => origin.is_by_hand(),
        Show::Confident => origin.confidence() >= settings.confidence,
        Show::All => true,
    };
    is_wanted && (settings.within || comparison.scope == Scope::Between)
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
