//! What linking needs of one essay, computed once for as long as the essay stays as it is.
//!
//! Depends on the essay and the settings alone: nothing here knows another essay. Joining
//! the digests is then a matter of counting and merging.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::Timestamp;
use unicode_normalization::UnicodeNormalization;

use crate::annotate::AnnotatedEssay;
use crate::config::Config;
use crate::detect::comparison::Comparison;
use crate::detect::mention::{CompanyName, MentionKind};
use crate::link::company::sentence_around;
use crate::link::pair::{self, Verdict};
use crate::link::reference::Inner;
use crate::link::shelf::Label;
use crate::link::{address, archive, aspect, author, reference, shelf};
use crate::load::essay::Passage;
use crate::load::front_matter::Layout;
use crate::moment::{Moment, Order};
use crate::permalink::{SitePath, Token};
use crate::source::{SourcePath, Span};

/// An essay with what linking needs of it.
#[derive(Debug, PartialEq)]
pub struct Digest {
    /// The essay with what was found in it.
    pub annotated: Arc<AnnotatedEssay>,
    pub(super) is_draft: bool,
    /// Whether there is something to be said of it or its notes file.
    pub(super) is_faulty: bool,
    /// Whether it stands beside the archive.
    pub(super) is_page: bool,
    /// By what essays stand in their order.
    pub(super) order: (Reverse<Option<Order>>, SourcePath),
    /// The year and month of its time.
    pub(super) month: Option<(i16, i8)>,
    pub(super) path: SitePath,
    /// What it lacks to stand where the site's pattern would put it.
    pub(super) lacks: Option<Token>,
    /// The path's form that clashes.
    pub(super) folded: SitePath,
    /// Its file's path in NFC.
    pub(super) file: Arc<str>,
    pub(super) author: Option<String>,
    /// The labels of its tags, and of where it was first published.
    pub(super) tags: Box<[Label]>,
    pub(super) source: Option<Label>,
    /// How many bytes of text it has.
    pub(super) text_bytes: usize,
    /// The companies that it names or compares, in the order of their names.
    pub(super) companies: Box<[CompanyName]>,
    /// How it names them, in the same order; those that are only compared left out.
    pub(super) named: Box<[Named]>,
    /// By which products and people, in the same order.
    pub(super) namings: Box<[NamedBy]>,
    /// The comparisons that the settings let through, in the order of the text.
    pub(super) compared: Box<[Compared]>,
    /// How many bytes of text they take.
    pub(super) compared_bytes: usize,
    /// What on its page can be linked to, its notes left out.
    pub(super) anchors: Box<[String]>,
    /// The destinations of its links and pictures that do not leave the site, with their places.
    pub(super) references: Box<[Inner]>,
}

/// The company at this place of [`Digest::companies`].
pub(super) type Local = usize;

/// How an essay names a company.
#[derive(Debug, PartialEq)]
pub(super) struct Named {
    /// A [`Local`].
    pub(super) company: u32,
    pub(super) count: u32,
    /// The sentence of the first mention.
    pub(super) sentence: Passage,
}

/// A product or person by which an essay names a company.
#[derive(Debug, PartialEq)]
pub(super) struct NamedBy {
    /// The company's place in [`Digest::named`].
    pub(super) place: u32,
    pub(super) count: u32,
    pub(super) kind: MentionKind,
    pub(super) name: Arc<str>,
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
        let (named, namings) =
            if is_essay { named(&annotated, &companies) } else { <_>::default() };
        let time = essay.front_matter.time.as_ref();
        Self {
            is_draft: essay.front_matter.draft,
            is_faulty: !essay.diagnostics.is_empty() || !annotated.diagnostics.is_empty(),
            is_page: !is_essay,
            order: (Reverse(time.map(Moment::order)), essay.source.path.clone()),
            month: time.map(|time| (time.year(), time.month())),
            folded: path.folded(),
            file: essay.source.path.as_str().nfc().collect::<String>().into(),
            author: essay.front_matter.name.as_deref().map(author::key),
            tags: shelf::tags(&essay.front_matter),
            source: shelf::source(&essay.front_matter),
            text_bytes: essay.body.text.len(),
            named,
            namings,
            compared: comparisons
                .clone()
                .map(|(place, one)| compared(place, one, &companies))
                .collect(),
            compared_bytes: comparisons.map(|(_, comparison)| length(comparison)).sum(),
            anchors: reference::anchors(&essay.body),
            references: reference::inner(essay),
            companies: companies.into(),
            lacks,
            path,
            annotated,
        }
    }

    /// Returns by which products and people the company at a place of [`Self::named`] is named.
    pub(super) fn namings_of(&self, place: u32) -> &[NamedBy] {
        let start = self.namings.partition_point(|one| one.place < place);
        let end = self.namings.partition_point(|one| one.place <= place);
        &self.namings[start..end]
    }

    /// Tells whether another version of the essay is the same to all the rest of the archive: in
    /// every list, at its address, and to who links to it.
    ///
    /// What pages take from the essay itself when they are made may differ.
    pub(super) fn is_bound_as(&self, other: &Self) -> bool {
        // Named one by one, so that a new field is not forgotten here.
        let Self {
            annotated,
            is_draft: _,
            is_faulty: _,
            is_page,
            order,
            month,
            path,
            lacks,
            folded: _,
            file: _,
            author,
            tags,
            source,
            text_bytes: _,
            companies,
            named,
            namings: _,
            compared,
            compared_bytes: _,
            anchors,
            references: _,
        } = self;
        let named = named.iter().map(|one| one.company);
        let notes = |one: &AnnotatedEssay| (one.notes.len(), one.essay.body.footnotes.len());
        // What an essay lacks is said with its place in the file.
        lacks.is_none()
            && other.lacks.is_none()
            && (is_page, order, month, path, author)
                == (&other.is_page, &other.order, &other.month, &other.path, &other.author)
            && (tags, source, compared, anchors)
                == (&other.tags, &other.source, &other.compared, &other.anchors)
            && *companies == other.companies
            && named.eq(other.named.iter().map(|one| one.company))
            && annotated.essay.front_matter.aliases == other.annotated.essay.front_matter.aliases
            && notes(annotated) == notes(&other.annotated)
    }

    /// Gives `push` what of it others are linked by, in texts of their own: whatever of this
    /// changes may change the pages of other essays.
    pub fn outward(&self, push: &mut impl FnMut(&str)) {
        let slice = |passage| self.annotated.essay.body.slice(passage);
        let Self { author, tags, source, companies, namings, compared, anchors, .. } = self;
        push(&format!("{author:?} {tags:?} {source:?} {namings:?} {compared:?} {}", self.is_page));
        push(&format!("{} {}", companies.len(), anchors.len()));
        companies.iter().for_each(|company| push(company.as_str()));
        anchors.iter().for_each(|anchor| push(anchor));
        push(&self.file);
        for Named { company, count, sentence } in &self.named {
            push(&format!("{company} {count}"));
            push(slice(*sentence));
        }
        for Inner { destination, words, span: _ } in &self.references {
            push(destination);
            let sentence =
                |at: &usize| sentence_around(&self.annotated.essay.body, Passage::new(*at, *at));
            push(words.as_ref().map(sentence).map_or("", slice));
        }
    }

    /// Tells whether there is something to be said of it or its notes file.
    pub fn is_faulty(&self) -> bool {
        self.is_faulty
    }

    /// Tells whether it is an essay of a time later than an instant.
    pub fn is_after(&self, instant: Timestamp) -> bool {
        let Reverse(order) = self.order.0;
        !self.is_page && order.is_some_and(|order| order.is_after(instant))
    }

    /// Tells whether it is a draft.
    pub fn is_draft(&self) -> bool {
        self.is_draft
    }

    /// Returns how many bytes of text it has.
    pub fn text_bytes(&self) -> usize {
        self.text_bytes
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
        self.references.iter().map(|one| (&*one.destination, one.span))
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

fn named(one: &AnnotatedEssay, companies: &[CompanyName]) -> (Box<[Named]>, Box<[NamedBy]>) {
    let mut found: BTreeMap<Local, Named> = BTreeMap::new();
    let mut by: BTreeMap<(Local, MentionKind, &Arc<str>), u32> = BTreeMap::new();
    for mention in archive::namings(one) {
        for name in mention.parties.iter().filter_map(|party| party.company()) {
            let Ok(company) = companies.binary_search(name) else { continue };
            let named = found.entry(company).or_insert_with(|| Named {
                company: company as u32,
                count: 0,
                sentence: sentence_around(&one.essay.body, mention.passage),
            });
            named.count += 1;
            if let MentionKind::Product | MentionKind::Person = mention.kind {
                *by.entry((company, mention.kind, &mention.name)).or_default() += 1;
            }
        }
    }
    let place: BTreeMap<Local, u32> = found.keys().copied().zip(0..).collect();
    let namings = by.into_iter().map(|((company, kind, name), count)| NamedBy {
        place: place[&company],
        count,
        kind,
        name: Arc::clone(name),
    });
    let namings = namings.collect();
    (found.into_values().collect(), namings)
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
