//! The companies of one essay: their colours on its page, where the text leads to them, and
//! what their cards say.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::detect::comparison::Comparison;
use crate::detect::mention::MentionKind;
use crate::link::archive::{ArchivedEssay, namings};
use crate::link::company::CompanyIndex;
use crate::load::essay::{Block, Passage};
use crate::permalink::Permalink;
use crate::render::Site;
use crate::render::body::CompanyLink;
use crate::render::page::Page;
use crate::render::view::company::counterpart_names;
use crate::render::view::shared::{free_tint, tint};

/// How many companies have a card on a page: the stylesheet tells so many apart.
const CARDS: usize = 12;
/// How many of a company's counterparts its card names.
const COUNTERPARTS: usize = 3;

/// The companies of an essay.
pub(super) struct Cast<'a> {
    site: &'a Site,
    essay: &'a ArchivedEssay,
    /// Those with a page, most often named first, with the number of mentions.
    companies: Vec<(CompanyIndex, usize)>,
    tints: BTreeMap<String, u8>,
}

/// A company as the essay's head and its card show it.
#[derive(Serialize)]
pub(super) struct Member {
    name: String,
    href: Permalink,
    tint: u8,
    /// How often the essay names it.
    count: usize,
    /// Its card, from 1.
    card: usize,
    industry: Option<String>,
    /// In the whole archive.
    comparisons: usize,
    /// Whom it is most compared with.
    counterparts: Vec<String>,
}

impl<'a> Cast<'a> {
    /// Gathers the companies of an essay.
    pub(super) fn new(site: &'a Site, essay: &'a ArchivedEssay) -> Self {
        let mut counts = BTreeMap::new();
        for mention in namings(&essay.annotated) {
            for name in mention.parties.iter().filter_map(|party| party.company()) {
                if let Some(index) = site.archive.find_company(name) {
                    *counts.entry(index).or_insert(0) += 1;
                }
            }
        }
        let mut companies: Vec<_> = counts.into_iter().collect();
        companies.sort_by_key(|&(index, count)| (Reverse(count), index));
        let mut cast = Self { site, essay, companies, tints: BTreeMap::new() };
        cast.tints = cast.choose_tints();
        cast
    }

    /// Returns the colour of each side of one of the essay's comparisons.
    pub(super) fn side_tints(&self, comparison: &Comparison) -> Vec<u8> {
        let sides = comparison.sides.iter();
        sides.map(|side| first_name(side).map_or(0, |name| self.tint(name))).collect()
    }

    fn tint(&self, name: &str) -> u8 {
        self.tints.get(name).copied().unwrap_or_else(|| tint(name))
    }

    /// Each has the colour that it has throughout the archive, or the next that is free.
    /// Those that are compared choose first, then those most often named.
    fn choose_tints(&self) -> BTreeMap<String, u8> {
        let comparisons = self.essay.comparisons.iter();
        let compared = comparisons
            .flat_map(|&index| &self.site.archive.comparison(index).sides)
            .filter_map(first_name);
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        compared.for_each(|name| *counts.entry(name).or_insert(0) += 1);
        let mut names: Vec<&str> = counts.keys().copied().collect();
        names.sort_by_key(|name| Reverse(counts[name]));
        let named = self.companies.iter().map(|&(index, _)| self.name(index));
        names.extend(named.filter(|name| !counts.contains_key(name)));
        let mut tints = BTreeMap::new();
        let mut taken = Vec::new();
        for name in names {
            let chosen = free_tint(tint(name), &taken);
            taken.push(chosen);
            tints.insert(name.to_owned(), chosen);
        }
        tints
    }

    fn name(&self, index: CompanyIndex) -> &'a str {
        self.site.archive.company(index).name.as_str()
    }

    /// Returns the most often named companies.
    pub(super) fn members(&self) -> Vec<Member> {
        let most = self.companies.iter().take(CARDS).enumerate();
        most.map(|(place, &(index, count))| {
            let company = self.site.archive.company(index);
            Member {
                name: company.shown.to_string(),
                href: self.site.link(&Page::Company(index, 1)),
                tint: self.tint(company.name.as_str()),
                count,
                card: place + 1,
                industry: company.facts.as_ref().and_then(|facts| facts.industry.clone()),
                comparisons: company.comparisons.len(),
                counterparts: counterpart_names(self.site, index, COUNTERPARTS),
            }
        })
        .collect()
    }

    /// Returns where the text leads to companies: where each is first named in each section,
    /// by its own name or a product's.
    pub(super) fn links(&self) -> Vec<CompanyLink> {
        let sections = self.sections();
        let mut seen = BTreeSet::new();
        let mut links: Vec<CompanyLink> = Vec::new();
        for mention in namings(&self.essay.annotated) {
            let [party] = mention.parties.as_slice() else { continue };
            let company = party.company().and_then(|name| self.site.archive.find_company(name));
            let (Some(index), false) = (company, mention.kind == MentionKind::Person) else {
                continue;
            };
            let Some(section) = section_of(&sections, mention.passage) else { continue };
            let last = links.last().map_or(0, |link| link.passage.end);
            if mention.passage.start < last || !seen.insert((section, index)) {
                continue;
            }
            let place = self.companies.iter().take(CARDS).position(|&(one, _)| one == index);
            links.push(CompanyLink {
                passage: mention.passage,
                href: self.site.link(&Page::Company(index, 1)).as_str().to_owned(),
                card: place.map(|place| place + 1),
            });
        }
        links
    }

    /// Returns the text of each block but headings, with the number of its section.
    fn sections(&self) -> Vec<(Passage, usize)> {
        let mut section = 0;
        let mut sections = Vec::new();
        for block in &self.essay.essay().body.blocks {
            if matches!(block, Block::Heading { .. }) {
                section += 1;
                continue;
            }
            let mut proses = Vec::new();
            block.collect_proses(&mut proses);
            sections.extend(proses.iter().map(|prose| (prose.passage, section)));
        }
        sections
    }
}

fn first_name(side: &crate::detect::comparison::Side) -> Option<&str> {
    Some(side.parties.first().map_or(side.surface.as_str(), |party| party.name()))
}

fn section_of(sections: &[(Passage, usize)], passage: Passage) -> Option<usize> {
    let after = sections.partition_point(|(prose, _)| prose.start <= passage.start);
    let (prose, section) = sections.get(after.checked_sub(1)?)?;
    prose.contains(passage).then_some(*section)
}
