//! The first page, and the pages of few words.

use serde::Serialize;

use crate::link::archive::ComparisonIndex;
use crate::permalink::{Permalink, SitePath};
use crate::render::Site;
use crate::render::export::ExportFile;
use crate::render::page::Page;
use crate::render::view::Head;
use crate::render::view::index::{
    Entry, companies_by_weight, company_entry, pair_entry, pairs_by_weight,
};
use crate::render::view::passage::{PassageView, passages};
use crate::render::view::shared::{EssayItem, TitleLink, essay_items};

/// How many of the newest essays the first page shows.
const NEWEST: usize = 10;
/// How many pairs it shows.
const HOME_PAIRS: usize = 8;
/// How many companies it shows.
const HOME_COMPANIES: usize = 24;

/// What `home.html` sees.
#[derive(Serialize)]
pub(super) struct HomePage {
    counts: Counts,
    /// One comparison, to show what the site is made of; none where none is short and plain.
    sample: Vec<PassageView>,
    essays: Vec<EssayItem>,
    pairs: Vec<Entry>,
    companies: Vec<Entry>,
    links: HomeLinks,
    /// The files of data, by their names; none where there is no comparison.
    data: Vec<TitleLink>,
}

#[derive(Serialize)]
struct Counts {
    essays: usize,
    comparisons: usize,
    companies: usize,
    authors: usize,
}

#[derive(Serialize)]
struct HomeLinks {
    archive: Permalink,
    companies: Permalink,
    pairs: Permalink,
}

/// What `redirect.html` sees.
#[derive(Serialize)]
pub(super) struct RedirectPage<'a> {
    to: Permalink,
    script: &'a str,
}

/// What `404.html` sees.
#[derive(Serialize)]
pub(super) struct NotFoundPage {
    archive: Permalink,
}

/// Returns the view of the first page.
pub(super) fn home(site: &Site) -> (Head, HomePage) {
    let archive = &site.archive;
    let newest: Vec<_> =
        (0..archive.essays.len().min(NEWEST)).map(crate::link::archive::EssayIndex).collect();
    let pairs = pairs_by_weight(site).into_iter().take(HOME_PAIRS);
    let companies = companies_by_weight(site).into_iter().take(HOME_COMPANIES);
    let page = HomePage {
        counts: Counts {
            essays: archive.essays.len(),
            comparisons: archive.comparisons.len(),
            companies: archive.companies.len(),
            authors: archive.authors.len(),
        },
        sample: passages(site, sample(site)),
        essays: essay_items(site, &newest),
        pairs: pairs.map(|index| pair_entry(site, index)).collect(),
        companies: companies.map(|index| company_entry(site, index)).collect(),
        links: HomeLinks {
            archive: site.link(&Page::Archive),
            companies: site.link(&Page::Companies(1)),
            pairs: site.link(&Page::Pairs(1)),
        },
        data: if archive.comparisons.is_empty() { Vec::new() } else { data(site) },
    };
    (Head::new("home", site.config.title.clone(), site.config.description.clone()), page)
}

fn data(site: &Site) -> Vec<TitleLink> {
    let files = [
        ExportFile::Table(1),
        ExportFile::Comparisons(1),
        ExportFile::Essays(1),
        ExportFile::Collection,
    ];
    let link = |file: ExportFile| {
        let path = file.path(&site.archive);
        TitleLink { title: path.as_str().to_owned(), href: site.config.base_url.link(&path) }
    };
    files.into_iter().map(link).collect()
}

/// Returns the newest comparison that is short, says on what, and falls to a side.
fn sample(site: &Site) -> Option<ComparisonIndex> {
    /// In bytes: some forty Han characters.
    const SHORT: usize = 130;
    let essays = site.archive.essays.iter();
    essays.flat_map(|essay| &essay.comparisons).copied().find(|&index| {
        let comparison = site.archive.comparison(index);
        let length = comparison.passage.end - comparison.passage.start;
        let plain = comparison.sides.len() == 2 && comparison.favours.is_some();
        plain && length <= SHORT && site.archive.archived(index).aspect.is_some()
    })
}

/// Returns the view of a page that leads on to another.
pub(super) fn redirect<'a>(site: &'a Site, to: &SitePath) -> (Head, RedirectPage<'a>) {
    let head = Head::new("redirect", site.words.text("moved"), "");
    (head, RedirectPage { to: site.config.base_url.link(to), script: &site.redirect })
}

/// Returns the view of what is shown where there is no page.
pub(super) fn not_found(site: &Site) -> (Head, NotFoundPage) {
    let head = Head::new("not-found", site.words.text("not_found"), "");
    (head, NotFoundPage { archive: site.link(&Page::Archive) })
}
