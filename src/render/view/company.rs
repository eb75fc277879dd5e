//! A company: what it is, whom it is set against, and every passage that does so.

use std::sync::Arc;

use serde::Serialize;

use crate::link::company::{ArchivedCompany, CompanyIndex, EssayMentions, Naming};
use crate::permalink::Permalink;
use crate::render::Site;
use crate::render::page::{MENTION_PARTS, Page, Part, part};
use crate::render::picture::Picture;
use crate::render::view::Head;
use crate::render::view::passage::{PassageView, passages_of, placed};
use crate::render::view::shared::{
    CompanyLink, Pager, TallyView, TimeView, company_link, date_view, short_sentence, short_title,
    tally, tint,
};
use crate::render::view::years;

/// How many counterparts a company's page names.
const COUNTERPARTS_MAX: usize = 12;
/// How many products or people it names.
const NAMINGS_MAX: usize = 24;

/// What `company.html` sees.
#[derive(Serialize)]
pub(super) struct CompanyPage {
    company: CompanyView,
    /// Its comparisons by year; only on the first part.
    years: Option<Picture>,
    passages: Vec<PassageView>,
    mentions: Vec<MentionView>,
    /// How many more essays name it than are listed.
    mentions_more: usize,
    search: Permalink,
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
    let named = &company.essays[..company.essays.len().min(size * MENTION_PARTS)];
    let entries = company.comparisons.len().max(named.len());
    let listed = part(&company.comparisons, number, size).iter().copied();
    let before = (number.max(1) - 1) * size;
    let name = &*company.shown;
    let head = Head::new("company", name, site.words.fill("company_lead", &[("name", name)]));
    let page = CompanyPage {
        company: view(site, index, company),
        years: if number == 1 { years::of_company(site, index) } else { None },
        passages: placed(passages_of(site, name, listed), before),
        mentions: part(named, number, size)
            .iter()
            .map(|mentions| mention(site, mentions))
            .collect(),
        mentions_more: company.essays.len() - named.len(),
        search: site.link(&Page::Search).with_query("company", name),
        pager: Pager::new(site, entries, size, number, |n| Page::Company(index, n)),
    };
    (head, page)
}

fn view(site: &Site, index: CompanyIndex, company: &ArchivedCompany) -> CompanyView {
    let facts = company.facts.as_ref();
    let by = site.archive.namings(index);
    CompanyView {
        name: company.shown.to_string(),
        tint: tint(company.name.as_str()),
        industry: facts.and_then(|facts| facts.industry.clone()),
        aliases: facts.map(|facts| facts.aliases.clone()).unwrap_or_default(),
        products: namings(&by.products),
        people: namings(&by.people),
        mentions: site.archive.mentions(index),
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
    let pairs = site.archive.counterparts(index).iter().take(COUNTERPARTS_MAX);
    pairs
        .map(|&pair_index| {
            let pair = site.archive.pair(pair_index);
            CounterpartView {
                company: company_link(site, pair.other(index), pair.comparisons.len()),
                href: site.link(&Page::Pair(pair_index, 1)),
                tally: tally(site, pair_index, pair.tally),
            }
        })
        .collect()
}

/// Returns the names of the companies that one is most compared with.
pub(super) fn counterpart_names(site: &Site, index: CompanyIndex, most: usize) -> Vec<String> {
    let pairs = site.archive.counterparts(index).iter().take(most);
    let others = pairs.map(|&pair| site.archive.pair(pair).other(index));
    others.map(|one| site.archive.company(one).shown.to_string()).collect()
}

fn mention(site: &Site, mentions: &EssayMentions) -> MentionView {
    let essay = site.archive.essay(mentions.essay).essay();
    let (count, sentence) = site.archive.mentions_in(mentions);
    MentionView {
        title: short_title(&essay.front_matter.title),
        href: site.link(&Page::Essay(mentions.essay)),
        time: date_view(site, essay.front_matter.time.as_ref()),
        count,
        sentence: short_sentence(essay.body.slice(sentence)),
    }
}
