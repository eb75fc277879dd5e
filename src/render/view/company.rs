//! A company: what it is, whom it is set against, and every passage that does so.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::sync::Arc;

use serde::Serialize;

use crate::link::archive::ComparisonIndex;
use crate::link::company::{ArchivedCompany, CompanyIndex, EssayMentions, Naming};
use crate::link::pair::PairIndex;
use crate::permalink::Permalink;
use crate::render::Site;
use crate::render::page::{Page, Part, part};
use crate::render::view::Head;
use crate::render::view::passage::{PassageView, passages_of};
use crate::render::view::shared::{
    CompanyLink, Pager, TallyView, TimeView, company_link, date_view, tally, tint,
};

/// How many counterparts a company's page names.
const COUNTERPARTS_MAX: usize = 12;
/// How many products or people it names.
const NAMINGS_MAX: usize = 24;

/// What `company.html` sees.
#[derive(Serialize)]
pub(super) struct CompanyPage {
    company: CompanyView,
    passages: Vec<PassageView>,
    mentions: Vec<MentionView>,
    pager: Option<Pager>,
}

#[derive(Serialize)]
struct CompanyView {
    name: String,
    tint: u8,
    industry: Option<String>,
    aliases: Vec<String>,
    products: Vec<NamingView>,
    people: Vec<NamingView>,
    mentions: usize,
    essays: usize,
    comparisons: usize,
    counterparts: Vec<CounterpartView>,
}

#[derive(Serialize)]
struct NamingView {
    name: Arc<str>,
    count: usize,
}

/// A company that this one is set against.
#[derive(Serialize)]
struct CounterpartView {
    company: CompanyLink,
    /// The page of the two.
    href: Permalink,
    tally: TallyView,
}

/// An essay that names the company.
#[derive(Serialize)]
struct MentionView {
    title: String,
    href: Permalink,
    time: Option<TimeView>,
    count: usize,
    sentence: String,
}

/// Returns the view of a company.
pub(super) fn company(site: &Site, index: CompanyIndex, number: Part) -> (Head, CompanyPage) {
    let company = site.archive.company(index);
    let size = site.config.page_size;
    let entries = company.comparisons.len().max(company.essays.len());
    let name = &*company.shown;
    let head = Head::new("company", name, site.words.fill("company_lead", &[("name", name)]));
    let page = CompanyPage {
        company: view(site, index, company),
        passages: passages_of(site, name, part(&company.comparisons, number, size).iter().copied()),
        mentions: part(&company.essays, number, size)
            .iter()
            .map(|mentions| mention(site, mentions))
            .collect(),
        pager: Pager::new(site, entries, size, number, |n| Page::Company(index, n)),
    };
    (head, page)
}

/// Returns the pairs that comparisons set against each other, most compared first.
pub(super) fn pairs_among(site: &Site, comparisons: &[ComparisonIndex]) -> Vec<PairIndex> {
    let mut pairs = BTreeSet::new();
    for &index in comparisons {
        let companies = &site.archive.archived(index).companies;
        for (place, &one) in companies.iter().enumerate() {
            let others = companies[place + 1..].iter();
            pairs.extend(others.filter_map(|&other| site.archive.find_pair(one, other)));
        }
    }
    let mut pairs: Vec<PairIndex> = pairs.into_iter().collect();
    pairs.sort_by_key(|&index| Reverse(site.archive.pair(index).comparisons.len()));
    pairs
}

fn view(site: &Site, index: CompanyIndex, company: &ArchivedCompany) -> CompanyView {
    let facts = company.facts.as_ref();
    CompanyView {
        name: company.shown.to_string(),
        tint: tint(company.name.as_str()),
        industry: facts.and_then(|facts| facts.industry.clone()),
        aliases: facts.map(|facts| facts.aliases.clone()).unwrap_or_default(),
        products: namings(&company.products),
        people: namings(&company.people),
        mentions: company.mentions(),
        essays: company.essays.len(),
        comparisons: company.comparisons.len(),
        counterparts: counterparts(site, index),
    }
}

fn namings(namings: &[Naming]) -> Vec<NamingView> {
    let most = namings.iter().take(NAMINGS_MAX);
    most.map(|one| NamingView { name: one.name.clone(), count: one.count }).collect()
}

fn counterparts(site: &Site, index: CompanyIndex) -> Vec<CounterpartView> {
    let pairs = pairs_with(site, index).into_iter().take(COUNTERPARTS_MAX);
    let view = |(pair_index, other)| {
        let pair = site.archive.pair(pair_index);
        CounterpartView {
            company: company_link(site, other, pair.comparisons.len()),
            href: site.link(&Page::Pair(pair_index, 1)),
            tally: tally(site, pair_index, pair.tally),
        }
    };
    pairs.map(view).collect()
}

/// Returns the names of the companies that one is most compared with.
pub(super) fn counterpart_names(site: &Site, index: CompanyIndex, most: usize) -> Vec<String> {
    let others = pairs_with(site, index).into_iter().take(most);
    others.map(|(_, one)| site.archive.company(one).shown.to_string()).collect()
}

/// Returns the pairs that a company is one of, most compared first, each with the other one.
fn pairs_with(site: &Site, index: CompanyIndex) -> Vec<(PairIndex, CompanyIndex)> {
    let pairs = site.archive.pairs.iter().enumerate();
    let mut pairs: Vec<_> = pairs
        .filter_map(|(place, pair)| match pair.companies {
            [first, second] if first == index => Some((PairIndex(place), second)),
            [first, second] if second == index => Some((PairIndex(place), first)),
            _ => None,
        })
        .collect();
    pairs.sort_by_key(|&(pair, _)| Reverse(site.archive.pair(pair).comparisons.len()));
    pairs
}

fn mention(site: &Site, mentions: &EssayMentions) -> MentionView {
    let essay = site.archive.essay(mentions.essay).essay();
    MentionView {
        title: essay.front_matter.title.clone(),
        href: site.link(&Page::Essay(mentions.essay)),
        time: date_view(site, essay.front_matter.time.as_ref()),
        count: mentions.count,
        sentence: shortened(essay.body.slice(mentions.sentence)),
    }
}

/// Shortens a sentence that has no end in sight.
fn shortened(sentence: &str) -> String {
    const CHARACTERS_MAX: usize = 160;
    match sentence.char_indices().nth(CHARACTERS_MAX) {
        Some((end, _)) => format!("{}…", sentence[..end].trim_end()),
        None => sentence.to_owned(),
    }
}
