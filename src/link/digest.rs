//! What linking needs of one essay, computed once for as long as the essay stays as it is.
//!
//! Depends on the essay and the settings alone: nothing here knows another essay. Joining
//! the digests is then a matter of counting and merging.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use unicode_normalization::UnicodeNormalization;

use crate::annotate::AnnotatedEssay;
use crate::config::Config;
use crate::detect::comparison::Comparison;
use crate::detect::mention::{CompanyName, MentionKind};
use crate::link::company::sentence_around;
use crate::link::pair::{self, Verdict};
use crate::link::{address, archive, aspect, author, reference};
use crate::load::essay::Passage;
use crate::load::front_matter::Layout;
use crate::permalink::{SitePath, Token};
use crate::source::Span;

/// An essay with what linking needs of it.
#[derive(Debug, PartialEq)]
pub struct Digest {
    /// The essay with what was found in it.
    pub annotated: Arc<AnnotatedEssay>,
    pub(super) path: SitePath,
    /// What it lacks to stand where the site's pattern would put it.
    pub(super) lacks: Option<Token>,
    /// The path's form that clashes.
    pub(super) folded: SitePath,
    /// Its file's path in NFC.
    pub(super) file: Arc<str>,
    pub(super) author: Option<String>,
    /// The companies that it names or compares, in the order of their names.
    pub(super) companies: Vec<CompanyName>,
    /// How it names them, in the same order; those that are only compared left out.
    pub(super) named: Vec<Named>,
    /// The comparisons that the settings let through, in the order of the text.
    pub(super) compared: Vec<Compared>,
    /// How many bytes of text they take.
    pub(super) compared_bytes: usize,
    /// What on its page can be linked to, its notes left out.
    pub(super) anchors: BTreeSet<String>,
    /// The destinations of its links and pictures that do not leave the site, with their places.
    pub(super) references: Vec<(String, Option<Span>)>,
}

/// The company at this place of [`Digest::companies`].
pub(super) type Local = usize;

/// How an essay names a company.
#[derive(Debug, PartialEq)]
pub(super) struct Named {
    pub(super) company: Local,
    pub(super) count: usize,
    /// The sentence of the first mention.
    pub(super) sentence: Passage,
    pub(super) products: BTreeMap<Arc<str>, usize>,
    pub(super) people: BTreeMap<Arc<str>, usize>,
}

/// A comparison that the settings let through.
#[derive(Debug, PartialEq)]
pub(super) struct Compared {
    /// Its place in the essay's comparisons.
    pub(super) place: usize,
    /// Under what its aspect is gathered, and the aspect's words.
    pub(super) aspect: Option<(String, String)>,
    /// The companies on any of its sides, each once, in the order of the text.
    pub(super) companies: Vec<Local>,
    /// Which way it falls for each two of them, in the order of their names.
    pub(super) verdicts: Vec<([Local; 2], Verdict)>,
}

impl Digest {
    /// Makes the digest of an essay, or of a page that stands beside the archive.
    pub fn new(annotated: Arc<AnnotatedEssay>, config: &Config) -> Self {
        let essay = &annotated.essay;
        let address::Address { path, lacks } = address::essay(essay, config);
        let is_essay = essay.front_matter.layout != Layout::Page;
        let shown =
            if is_essay { archive::shown(&annotated, &config.comparisons) } else { Vec::new() };
        let companies = if is_essay { companies(&annotated, &shown) } else { Vec::new() };
        let comparisons = shown.iter().map(|&place| (place, &annotated.comparisons[place]));
        let length = |comparison: &Comparison| comparison.passage.end - comparison.passage.start;
        Self {
            folded: path.folded(),
            file: essay.source.path.as_str().nfc().collect::<String>().into(),
            author: essay.front_matter.name.as_deref().map(author::key),
            named: if is_essay { named(&annotated, &companies) } else { Vec::new() },
            compared: comparisons
                .clone()
                .map(|(place, one)| compared(place, one, &companies))
                .collect(),
            compared_bytes: comparisons.map(|(_, comparison)| length(comparison)).sum(),
            anchors: reference::anchors(&essay.body),
            references: reference::inner(essay),
            companies,
            lacks,
            path,
            annotated,
        }
    }

    /// Returns how many bytes of text the comparisons take that are shown.
    pub fn compared_bytes(&self) -> usize {
        self.compared_bytes
    }

    /// Returns the form of its address that clashes on a disk blind to case.
    pub fn folded(&self) -> &SitePath {
        &self.folded
    }

    /// Returns the destinations of its links and pictures that do not leave the site.
    pub fn references(&self) -> impl Iterator<Item = (&str, Option<Span>)> {
        self.references.iter().map(|(destination, span)| (destination.as_str(), *span))
    }
}

/// Returns the companies that an essay names or compares, in the order of their names.
fn companies(one: &AnnotatedEssay, shown: &[usize]) -> Vec<CompanyName> {
    let named = archive::namings(one).flat_map(|mention| &mention.parties);
    let comparisons = shown.iter().map(|&place| &one.comparisons[place]);
    let compared = comparisons.flat_map(|one| &one.sides).flat_map(|side| &side.parties);
    let names: BTreeSet<&CompanyName> =
        named.chain(compared).filter_map(|party| party.company()).collect();
    names.into_iter().cloned().collect()
}

fn named(one: &AnnotatedEssay, companies: &[CompanyName]) -> Vec<Named> {
    let mut found: BTreeMap<Local, Named> = BTreeMap::new();
    for mention in archive::namings(one) {
        for name in mention.parties.iter().filter_map(|party| party.company()) {
            let Ok(company) = companies.binary_search(name) else { continue };
            let named = found.entry(company).or_insert_with(|| Named {
                company,
                count: 0,
                sentence: sentence_around(&one.essay.body, mention.passage),
                products: BTreeMap::new(),
                people: BTreeMap::new(),
            });
            named.count += 1;
            let names = match mention.kind {
                MentionKind::Product => &mut named.products,
                MentionKind::Person => &mut named.people,
                _ => continue,
            };
            *names.entry(Arc::clone(&mention.name)).or_default() += 1;
        }
    }
    found.into_values().collect()
}

fn compared(place: usize, comparison: &Comparison, companies: &[CompanyName]) -> Compared {
    let find = |name: &CompanyName| companies.binary_search(name).ok();
    let mut members = Vec::new();
    for party in comparison.sides.iter().flat_map(|side| &side.parties) {
        if let Some(company) = party.company().and_then(find)
            && !members.contains(&company)
        {
            members.push(company);
        }
    }
    let words = comparison.aspect.as_ref().map(|aspect| aspect.words.trim());
    Compared {
        place,
        aspect: words
            .filter(|words| !words.is_empty())
            .map(|words| (aspect::key(words), words.to_owned())),
        companies: members,
        verdicts: pair::verdicts(comparison, find),
    }
}
