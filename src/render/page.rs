//! Which pages and files the site has, and where each of them stands.
//!
//! Makes none of them: [`crate::render::Site::render`] does, one by one.

mod claim;
mod own;

use std::path::PathBuf;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::link::archive::{Archive, EssayIndex, PageIndex};
use crate::link::aspect::AspectIndex;
use crate::link::author::AuthorIndex;
use crate::link::company::CompanyIndex;
use crate::link::pair::PairIndex;
use crate::link::shelf::{ShelfIndex, ShelfKind};
use crate::load::inputs::Asset;
use crate::permalink::SitePath;
use crate::render::assets::{self, BuiltIn};
use crate::render::export::{self, ExportFile};
use crate::render::feed::{self, Feed};
use crate::render::search::{Search, SearchFile};
use crate::source::Source;
use claim::Plan;

/// How many entries a list of bare names carries for each that a list of passages does:
/// a name with its count takes about a quarter of a passage's place.
pub(super) const NAMES_PER_PASSAGE: usize = 4;

/// On how many parts of a company's list its mentions go on: hundreds of them say little, the
/// comparisons all stand there, and the search finds the rest.
pub(super) const MENTION_PARTS: usize = 2;

/// A part of a list that goes on over several pages, from 1.
pub type Part = usize;

/// What stands where.
pub(super) type Pages = FxHashMap<SitePath, Page>;

/// One planned output.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Page {
    /// The first page.
    Home,
    /// An essay.
    Essay(EssayIndex),
    /// A page that stands beside the archive.
    Standing(PageIndex),
    /// The years of the archive.
    Archive,
    /// The essays of the year at this place.
    ArchiveYear(usize, Part),
    /// The essays of the year and month at these places.
    ArchiveMonth(usize, usize, Part),
    /// All authors.
    Authors(Part),
    /// An author.
    Author(AuthorIndex, Part),
    /// All companies.
    Companies(Part),
    /// A company.
    Company(CompanyIndex, Part),
    /// All pairs.
    Pairs(Part),
    /// A pair.
    Pair(PairIndex, Part),
    /// All aspects.
    Aspects(Part),
    /// An aspect.
    Aspect(AspectIndex, Part),
    /// All tags, or all sources.
    Shelves(ShelfKind, Part),
    /// The essays of a tag or source.
    Shelf(ShelfKind, ShelfIndex, Part),
    /// Who is set against whom, as a picture.
    Matrix,
    /// The years with their comparisons counted.
    Timeline,
    /// The comparisons of the year at this place.
    TimelineYear(usize, Part),
    /// The search.
    Search,
    /// A file that the search loads.
    SearchFile(SearchFile),
    /// A file of data.
    Export(ExportFile),
    /// What is shown where there is no page.
    NotFound,
    /// An older address that leads on to a page.
    Redirect(SitePath),
    /// A feed of new essays.
    Feed(Feed),
    /// The list of pages, for search engines; where it would be too long, the list of its parts.
    Sitemap,
    /// A part of that list.
    SitemapPart(Part),
    /// What search engines may read.
    Robots,
    /// The site's own domain, for GitHub Pages' branches.
    Domain,
    /// A file of the built-in theme.
    BuiltIn(BuiltIn),
    /// A style sheet of the site's own that names addresses of it.
    Style(Arc<Source>),
    /// A file of the site's own, to be copied.
    Asset(PathBuf),
}

impl Page {
    /// Returns where the page stands; nothing for files and redirects, which say it themselves.
    pub(super) fn path(&self, archive: &Archive) -> Option<SitePath> {
        let year = |index: usize| {
            archive.years[index].year.map_or(UNDATED.to_owned(), |year| year.to_string())
        };
        Some(match self {
            Self::Home => SitePath::page(&[]),
            Self::Essay(index) => archive.essay(*index).path.clone(),
            Self::Standing(index) => archive.page(*index).path.clone(),
            Self::Archive => SitePath::page(&["archive"]),
            Self::ArchiveYear(index, part) => part_of(&["archive", &year(*index)], *part),
            Self::ArchiveMonth(index, month, part) => {
                let month = format!("{:02}", archive.years[*index].months[*month].month);
                part_of(&["archive", &year(*index), &month], *part)
            }
            Self::Authors(part) => part_of(&["authors"], *part),
            Self::Author(AuthorIndex(index), part) => {
                part_of(&["authors", archive.authors[*index].slug.as_str()], *part)
            }
            Self::Companies(part) => part_of(&["companies"], *part),
            Self::Company(index, part) => {
                part_of(&["companies", archive.company(*index).slug.as_str()], *part)
            }
            Self::Pairs(part) => part_of(&["pairs"], *part),
            Self::Pair(index, part) => {
                part_of(&["pairs", archive.pair(*index).slug.as_str()], *part)
            }
            Self::Aspects(part) => part_of(&["aspects"], *part),
            Self::Aspect(index, part) => {
                part_of(&["aspects", archive.aspect(*index).slug.as_str()], *part)
            }
            Self::Shelves(kind, part) => part_of(&[folder_of(*kind)], *part),
            Self::Shelf(kind, index, part) => {
                let slug = &archive.shelves.shelf(*kind, *index).slug;
                part_of(&[folder_of(*kind), slug.as_str()], *part)
            }
            Self::Matrix => SitePath::page(&["matrix"]),
            Self::Timeline => SitePath::page(&["timeline"]),
            Self::TimelineYear(index, part) => part_of(&["timeline", &year(*index)], *part),
            Self::Search => SitePath::page(&["search"]),
            Self::SearchFile(file) => file.path(),
            Self::Export(file) => file.path(archive),
            Self::NotFound => SitePath::file("404.html"),
            Self::Feed(feed) => feed.path(archive),
            Self::Sitemap => SitePath::file("sitemap.xml"),
            Self::SitemapPart(part) => SitePath::file(format!("sitemap-{part}.xml")),
            Self::Robots => SitePath::file(ROBOTS),
            Self::Domain => SitePath::file(DOMAIN),
            Self::Redirect(_) | Self::BuiltIn(_) | Self::Style(_) | Self::Asset(_) => return None,
        })
    }

    /// Tells whether readers find the page by the sitemap.
    pub(super) fn is_listed(&self) -> bool {
        !matches!(
            self,
            Self::NotFound
                | Self::SearchFile(_)
                | Self::Export(_)
                | Self::Redirect(_)
                | Self::Feed(_)
                | Self::Sitemap
                | Self::SitemapPart(_)
                | Self::Robots
                | Self::Domain
                | Self::BuiltIn(_)
                | Self::Style(_)
                | Self::Asset(_)
        )
    }
}

/// Plans every page and file of the site.
///
/// Diagnoses essays and files that claim the address of another page.
pub(super) fn plan(
    archive: &Archive,
    config: &Config,
    own_files: &[Asset],
    search: &Search,
) -> (Pages, Vec<Diagnostic>) {
    let mut plan = Plan::default();
    // An essay has its page and two files of data.
    plan.owners.reserve(4 * archive.essays.len());
    // What comes later at the same place stands there.
    for built_in in assets::built_in() {
        plan.pages.push((SitePath::file(built_in.path()), Page::BuiltIn(built_in)));
    }
    for page in generated(archive, config.page_size) {
        let path = page.path(archive).expect("a generated page knows its place");
        plan.add(path, page);
    }
    config.cname.iter().for_each(|_| plan.add(SitePath::file(DOMAIN), Page::Domain));
    for file in search.files() {
        plan.add(file.path(), Page::SearchFile(file));
    }
    for feed in feed::feeds(archive, config.feeds) {
        plan.add(feed.path(archive), Page::Feed(feed));
    }
    for file in export::files(archive) {
        plan.add(file.path(archive), Page::Export(file));
    }
    for (index, one) in archive.pages.iter().enumerate() {
        plan.add_source(one, Page::Standing(PageIndex(index)));
    }
    for (index, one) in archive.essays.iter().enumerate() {
        plan.add_source(one, Page::Essay(EssayIndex(index)));
    }
    let listed = plan.pages.iter().filter(|(_, page)| page.is_listed()).count();
    for part in feed::sitemap_parts(listed) {
        let page = Page::SitemapPart(part);
        plan.add(page.path(archive).expect("a generated page knows its place"), page);
    }
    for asset in own_files {
        plan.add_file(asset);
    }
    for one in archive.essays.iter().chain(&archive.pages) {
        plan.add_redirects(one);
    }
    (plan.pages.into_iter().collect(), plan.diagnostics)
}

/// What a site may write itself instead of the one that is made.
const ROBOTS: &str = "robots.txt";
/// Where GitHub Pages looks for the domain of what is published from a branch.
pub const DOMAIN: &str = "CNAME";
/// What stands for the year of essays without a time.
const UNDATED: &str = "undated";

/// Returns the pages that are made of the archive, essays left out.
fn generated(archive: &Archive, size: usize) -> Vec<Page> {
    let mut pages = vec![
        Page::Home,
        Page::Archive,
        Page::Matrix,
        Page::Timeline,
        Page::Search,
        Page::NotFound,
        Page::Sitemap,
        Page::Robots,
    ];
    let names = size * NAMES_PER_PASSAGE;
    pages.extend(parts(archive.authors.len(), names).map(Page::Authors));
    pages.extend(parts(archive.companies.len(), names).map(Page::Companies));
    pages.extend(parts(archive.pairs.len(), names).map(Page::Pairs));
    pages.extend(parts(archive.aspects.len(), names).map(Page::Aspects));
    for kind in [ShelfKind::Tag, ShelfKind::Source] {
        let shelves = archive.shelves.of(kind);
        // Without any there is no list of them.
        let lists = parts(shelves.len(), names).filter(|_| !shelves.is_empty());
        pages.extend(lists.map(|n| Page::Shelves(kind, n)));
        for (index, shelf) in shelves.iter().enumerate() {
            let of_shelf = |n| Page::Shelf(kind, ShelfIndex(index), n);
            pages.extend(parts(shelf.essays.len(), size).map(of_shelf));
        }
    }
    for (index, year) in archive.years.iter().enumerate() {
        pages.extend(parts(year.comparisons.len(), size).map(|n| Page::TimelineYear(index, n)));
        // A year with months shows only the first essays of each; one without goes on.
        let listed = if year.months.is_empty() { year.essays.len() } else { 0 };
        pages.extend(parts(listed, size).map(|n| Page::ArchiveYear(index, n)));
        for (month, one) in year.months.iter().enumerate() {
            let of_month = |n| Page::ArchiveMonth(index, month, n);
            pages.extend(parts(one.essays.len(), size).map(of_month));
        }
    }
    for (index, author) in archive.authors.iter().enumerate() {
        let of_author = |n| Page::Author(AuthorIndex(index), n);
        pages.extend(parts(author.essays.len().max(author.comparisons.len()), size).map(of_author));
    }
    for (index, company) in archive.companies.iter().enumerate() {
        let of_company = |n| Page::Company(CompanyIndex(index), n);
        let entries = company.comparisons.len().max(company.essays.len().min(size * MENTION_PARTS));
        pages.extend(parts(entries, size).map(of_company));
    }
    for (index, pair) in archive.pairs.iter().enumerate() {
        pages.extend(parts(pair.comparisons.len(), size).map(|n| Page::Pair(PairIndex(index), n)));
    }
    for (index, aspect) in archive.aspects.iter().enumerate() {
        let of_aspect = |n| Page::Aspect(AspectIndex(index), n);
        pages.extend(parts(aspect.comparisons.len(), size).map(of_aspect));
    }
    pages
}

/// Returns the numbers of the parts that a list of `entries` takes: at least one.
pub(super) fn parts(entries: usize, size: usize) -> std::ops::RangeInclusive<Part> {
    1..=entries.div_ceil(size.max(1)).max(1)
}

/// Returns the entries of one part of a list.
pub(super) fn part<T>(entries: &[T], part: Part, size: usize) -> &[T] {
    let size = size.max(1);
    let start = (part.saturating_sub(1) * size).min(entries.len());
    &entries[start..entries.len().min(start + size)]
}

fn folder_of(kind: ShelfKind) -> &'static str {
    match kind {
        ShelfKind::Tag => "tags",
        ShelfKind::Source => "sources",
    }
}

fn part_of(parts: &[&str], part: Part) -> SitePath {
    if part < 2 {
        return SitePath::page(parts);
    }
    let number = part.to_string();
    SitePath::page(&[parts, &[number.as_str()]].concat())
}
