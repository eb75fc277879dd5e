//! The essays under a tag or from a source, and whom they compare.

use serde::Serialize;

use crate::link::archive::ComparisonIndex;
use crate::link::shelf::{ShelfIndex, ShelfKind};
use crate::permalink::Permalink;
use crate::render::Site;
use crate::render::page::{Page, Part, part};
use crate::render::view::Head;
use crate::render::view::pair::{PairTally, pair_tallies};
use crate::render::view::shared::{EssayItem, Pager, TitleLink, essay_items};

/// What `shelf.html` sees.
#[derive(Serialize)]
pub(super) struct ShelfPage {
    name: String,
    /// The list of all of its kind.
    up: TitleLink,
    essays_count: usize,
    comparisons: usize,
    /// Whom its essays compare, and which way; only on the first part.
    pairs: Vec<PairTally>,
    essays: Vec<EssayItem>,
    pager: Option<Pager>,
}

/// Returns the view of a tag or source.
pub(super) fn shelf(
    site: &Site,
    kind: ShelfKind,
    index: ShelfIndex,
    number: Part,
) -> (Head, ShelfPage) {
    let shelf = site.archive.shelves.shelf(kind, index);
    let size = site.config.page_size;
    let of_essay = |&index| site.archive.essay(index).comparisons.iter().copied();
    let comparisons: Vec<ComparisonIndex> = shelf.essays.iter().flat_map(of_essay).collect();
    let (page_kind, title, lead) = match kind {
        ShelfKind::Tag => ("tag", "nav_tags", "tag_lead"),
        ShelfKind::Source => ("source", "nav_sources", "source_lead"),
    };
    let head =
        Head::new(page_kind, shelf.name.clone(), site.words.fill(lead, &[("name", &shelf.name)]));
    let page = ShelfPage {
        name: shelf.name.clone(),
        up: TitleLink {
            title: site.words.text(title).to_owned(),
            href: site.link(&Page::Shelves(kind, 1)),
        },
        essays_count: shelf.essays.len(),
        comparisons: comparisons.len(),
        pairs: if number == 1 { pair_tallies(site, &comparisons) } else { Vec::new() },
        essays: essay_items(site, part(&shelf.essays, number, size)),
        pager: Pager::new(site, shelf.essays.len(), size, number, |n| Page::Shelf(kind, index, n)),
    };
    (head, page)
}

/// Returns the links to the lists of tags and of sources, where there are any.
pub(super) fn lists(site: &Site) -> Vec<TitleLink> {
    let kinds = [(ShelfKind::Tag, "nav_tags"), (ShelfKind::Source, "nav_sources")];
    let some = kinds.into_iter().filter(|(kind, _)| !site.archive.shelves.of(*kind).is_empty());
    some.map(|(kind, title)| TitleLink {
        title: site.words.text(title).to_owned(),
        href: site.link(&Page::Shelves(kind, 1)),
    })
    .collect()
}

/// Returns the page of a tag or source.
pub(super) fn shelf_link(site: &Site, kind: ShelfKind, label: &str) -> Option<Permalink> {
    let index = site.archive.shelves.find(kind, label)?;
    Some(site.link(&Page::Shelf(kind, index, 1)))
}
