//! The search page; what it finds, `static/search.js` shows.

use serde::Serialize;

use crate::permalink::Permalink;
use crate::render::Site;
use crate::render::page::Page;
use crate::render::search::SearchFile;
use crate::render::view::shared::TitleLink;
use crate::render::view::{Head, shelf};

/// What `search.html` sees.
#[derive(Serialize)]
pub(super) struct SearchPage<'a> {
    search: SearchView<'a>,
}

#[derive(Serialize)]
struct SearchView<'a> {
    /// Where the index is looked for.
    index: Permalink,
    script: &'a str,
    style: &'a str,
    /// The years with essays, newest first.
    years: Vec<i16>,
    /// Other ways in, for where no script runs.
    indexes: Vec<TitleLink>,
}

/// Returns the search page.
pub(super) fn search(site: &Site) -> (Head, SearchPage<'_>) {
    let indexes = [
        (Page::Archive, "nav_archive"),
        (Page::Companies(1), "nav_companies"),
        (Page::Pairs(1), "nav_pairs"),
        (Page::Aspects(1), "nav_aspects"),
        (Page::Timeline, "nav_timeline"),
        (Page::Authors(1), "nav_authors"),
    ];
    let link = |(page, key): (Page, &str)| TitleLink {
        title: site.words.text(key).to_owned(),
        href: site.link(&page),
    };
    let view = SearchView {
        index: site.config.base_url.link(&SearchFile::About.path()),
        script: &site.search_files[0],
        style: &site.search_files[1],
        years: site.archive.years.iter().filter_map(|year| year.year).collect(),
        indexes: indexes.into_iter().map(link).chain(shelf::lists(site)).collect(),
    };
    let head = Head::new("search", site.words.text("nav_search"), site.words.text("search_of"));
    (head, SearchPage { search: view })
}
