//! Lists of all companies, pairs, aspects and authors, the most spoken of first.

use std::cmp::Reverse;

use serde::Serialize;

use crate::link::aspect::AspectIndex;
use crate::link::author::AuthorIndex;
use crate::link::company::CompanyIndex;
use crate::link::pair::PairIndex;
use crate::link::shelf::{ShelfIndex, ShelfKind};
use crate::permalink::Permalink;
use crate::render::Site;
use crate::render::page::{NAMES_PER_PASSAGE, Page, Part, part};
use crate::render::view::Head;
use crate::render::view::shared::{Pager, TallyView, pair_name, tally, tint};

/// What `companies.html`, `pairs.html`, `aspects.html`, `authors.html` and `shelves.html` see.
#[derive(Serialize)]
pub(super) struct IndexPage {
    total: usize,
    entries: Vec<Entry>,
    /// The picture of the same; only for pairs.
    matrix: Option<Permalink>,
    pager: Option<Pager>,
}

/// A name with what the archive has of it.
#[derive(Serialize)]
pub(super) struct Entry {
    name: String,
    href: Permalink,
    /// The company's colour; `null` for all but companies.
    tint: Option<u8>,
    comparisons: usize,
    /// Essays that name it, or that the author wrote; 0 for pairs and aspects.
    essays: usize,
    /// Which way a pair's comparisons fell; `null` for all but pairs.
    tally: Option<TallyView>,
}

/// Returns the list of companies.
pub(super) fn companies(site: &Site, number: Part) -> (Head, IndexPage) {
    let order = companies_by_weight(site);
    let page = page(site, &order, number, Page::Companies, |&index| company_entry(site, index));
    (head(site, "companies"), page)
}

/// Returns the list of pairs.
pub(super) fn pairs(site: &Site, number: Part) -> (Head, IndexPage) {
    let order = pairs_by_weight(site);
    let mut page = page(site, &order, number, Page::Pairs, |&index| pair_entry(site, index));
    page.matrix = (!order.is_empty()).then(|| site.link(&Page::Matrix));
    (head(site, "pairs"), page)
}

/// Returns the list of aspects.
pub(super) fn aspects(site: &Site, number: Part) -> (Head, IndexPage) {
    let mut order: Vec<AspectIndex> = (0..site.archive.aspects.len()).map(AspectIndex).collect();
    order.sort_by_key(|&index| Reverse(site.archive.aspect(index).comparisons.len()));
    let page = page(site, &order, number, Page::Aspects, |&index| {
        let aspect = site.archive.aspect(index);
        let href = site.link(&Page::Aspect(index, 1));
        Entry { comparisons: aspect.comparisons.len(), ..named(&aspect.words, href) }
    });
    (head(site, "aspects"), page)
}

/// Returns the list of authors.
pub(super) fn authors(site: &Site, number: Part) -> (Head, IndexPage) {
    let authors = &site.archive.authors;
    let mut order: Vec<AuthorIndex> = (0..authors.len()).map(AuthorIndex).collect();
    order.sort_by_key(|&AuthorIndex(index)| Reverse(authors[index].essays.len()));
    let page = page(site, &order, number, Page::Authors, |&AuthorIndex(index)| {
        let author = &authors[index];
        Entry {
            essays: author.essays.len(),
            comparisons: author.comparisons.len(),
            ..named(&author.name, site.link(&Page::Author(AuthorIndex(index), 1)))
        }
    });
    (head(site, "authors"), page)
}

/// Returns the list of tags or of sources.
pub(super) fn shelves(site: &Site, kind: ShelfKind, number: Part) -> (Head, IndexPage) {
    let shelves = site.archive.shelves.of(kind);
    let mut order: Vec<usize> = (0..shelves.len()).collect();
    order.sort_by_key(|&place| Reverse(shelves[place].essays.len()));
    let of_part = |part| Page::Shelves(kind, part);
    let page = page(site, &order, number, of_part, |&place| {
        let href = site.link(&Page::Shelf(kind, ShelfIndex(place), 1));
        Entry { essays: shelves[place].essays.len(), ..named(&shelves[place].name, href) }
    });
    let key = match kind {
        ShelfKind::Tag => "tags",
        ShelfKind::Source => "sources",
    };
    (head(site, key), page)
}

/// Returns the companies in the order of the lists.
pub(super) fn companies_by_weight(site: &Site) -> Vec<CompanyIndex> {
    let companies = &site.archive.companies;
    let mut order: Vec<CompanyIndex> = (0..companies.len()).map(CompanyIndex).collect();
    order.sort_by_key(|&CompanyIndex(index)| {
        let company = &companies[index];
        (Reverse(company.comparisons.len()), Reverse(company.essays.len()))
    });
    order
}

/// Returns the pairs in the order of the lists.
pub(super) fn pairs_by_weight(site: &Site) -> Vec<PairIndex> {
    let mut order: Vec<PairIndex> = (0..site.archive.pairs.len()).map(PairIndex).collect();
    order.sort_by_key(|&index| Reverse(site.archive.pair(index).comparisons.len()));
    order
}

/// Returns a company as lists show it.
pub(super) fn company_entry(site: &Site, index: CompanyIndex) -> Entry {
    let company = site.archive.company(index);
    let name = &*company.shown;
    Entry {
        tint: Some(tint(company.name.as_str())),
        comparisons: company.comparisons.len(),
        essays: company.essays.len(),
        ..named(name, site.link(&Page::Company(index, 1)))
    }
}

/// Returns a pair as lists show it.
pub(super) fn pair_entry(site: &Site, index: PairIndex) -> Entry {
    let pair = site.archive.pair(index);
    Entry {
        comparisons: pair.comparisons.len(),
        tally: Some(tally(site, index, pair.tally)),
        ..named(&pair_name(site, index), site.link(&Page::Pair(index, 1)))
    }
}

fn named(name: &str, href: Permalink) -> Entry {
    Entry { name: name.to_owned(), href, tint: None, comparisons: 0, essays: 0, tally: None }
}

fn page<T>(
    site: &Site,
    order: &[T],
    number: Part,
    of_part: impl Fn(Part) -> Page,
    entry: impl Fn(&T) -> Entry,
) -> IndexPage {
    let size = site.config.page_size * NAMES_PER_PASSAGE;
    IndexPage {
        total: order.len(),
        entries: part(order, number, size).iter().map(entry).collect(),
        matrix: None,
        pager: Pager::new(site, order.len(), size, number, of_part),
    }
}

fn head(site: &Site, key: &'static str) -> Head {
    let title = site.words.text(&format!("nav_{key}")).to_owned();
    Head::new(key, title, site.words.text(&format!("{key}_lead")))
}
