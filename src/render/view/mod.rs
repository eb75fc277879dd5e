//! What templates see: the whole contract between the archive and a page.
//!
//! Each page kind has one typed view; a template can ask for nothing that is not in it.
//! Addresses come ready to use, texts unescaped (templates escape them).

mod author;
mod calendar;
mod cast;
mod company;
pub(super) mod essay;
mod home;
mod index;
mod kin;
mod lean;
mod matrix;
mod note;
mod pair;
mod passage;
mod search;
pub(super) mod shared;
mod shelf;
mod standing;
mod timeline;
mod written;
mod years;

use serde::Serialize;

use crate::diagnostic::Diagnostic;
use crate::link::archive::PageIndex;
use crate::permalink::{Permalink, SitePath};
use crate::render::Site;
use crate::render::export::linked;
use crate::render::feed::{Feed, FeedForm, FeedOf};
use crate::render::page::Page;
use crate::render::view::standing::is_in_navigation;

/// A page's view: what all pages have, and what its kind has. Beside it templates see `words`,
/// the interface's texts, which [`Fixed`](crate::render::templates::Fixed) holds ready.
#[derive(Serialize)]
struct View<'a, T: Serialize> {
    site: SiteView<'a>,
    page: PageView,
    #[serde(flatten)]
    content: T,
}

/// What every page says of the site.
#[derive(Serialize)]
struct SiteView<'a> {
    title: &'a str,
    description: &'a str,
    author: Option<&'a str>,
    /// The BCP 47 tag of the interface.
    language: &'static str,
    home: Permalink,
    /// The navigation, in its order.
    nav: Vec<NavView>,
    feed: Permalink,
    feed_json: Permalink,
    /// The feed of what the page is about, where there is one.
    page_feed: Option<Permalink>,
    /// The style sheet's address.
    style: &'a str,
    /// The reader's script: the notes' places, and what readers choose.
    script: &'a str,
    icon: &'a str,
    /// The script that marks on an essay's page what was searched for.
    found: &'a str,
    /// Where notes stand: `beside`, `above` or `within`.
    notes: &'static str,
}

/// An entry of the site's navigation.
#[derive(Serialize)]
struct NavView {
    label: String,
    href: Permalink,
    /// Whether the page is part of what it leads to.
    current: bool,
}

/// What a page's head says.
#[derive(Serialize)]
struct PageView {
    title: String,
    description: String,
    /// The page's full address; `null` for one that has none of its own.
    canonical: Option<String>,
    lang: String,
    /// What the page is, for search engines: schema.org JSON-LD, safe within HTML.
    linked: String,
    /// `essay`, `company`, …: the page's kind, for style sheets.
    kind: &'static str,
}

/// What a page's kind says of its head.
struct Head {
    kind: &'static str,
    title: String,
    description: String,
    lang: Option<String>,
}

impl Head {
    fn new(kind: &'static str, title: impl Into<String>, description: impl Into<String>) -> Self {
        Self { kind, title: title.into(), description: description.into(), lang: None }
    }
}

/// Makes a page of HTML.
pub(super) fn html(site: &Site, path: &SitePath, page: &Page) -> Result<Vec<u8>, Vec<Diagnostic>> {
    let made = Made { site, path, page };
    match page {
        Page::Home => made.by("home.html", home::home(site)),
        Page::Essay(index) => {
            let (template, view) = essay::essay(site, *index, path)?;
            made.by(&template, view)
        }
        Page::Standing(index) => made.by("page.html", essay::standing(site, *index)),
        Page::Archive => made.by("archive.html", calendar::archive(site)),
        Page::ArchiveYear(year, part) => {
            made.by("archive_year.html", calendar::year(site, *year, *part))
        }
        Page::ArchiveMonth(year, month, part) => {
            made.by("archive_month.html", calendar::month(site, *year, *month, *part))
        }
        Page::Authors(part) => made.by("authors.html", index::authors(site, *part)),
        Page::Author(index, part) => made.by("author.html", author::author(site, *index, *part)),
        Page::Companies(part) => made.by("companies.html", index::companies(site, *part)),
        Page::Company(index, part) => {
            made.by("company.html", company::company(site, *index, *part))
        }
        Page::Pairs(part) => made.by("pairs.html", index::pairs(site, *part)),
        Page::Pair(index, part) => made.by("pair.html", pair::pair(site, *index, *part)),
        Page::Aspects(part) => made.by("aspects.html", index::aspects(site, *part)),
        Page::Aspect(index, part) => made.by("aspect.html", pair::aspect(site, *index, *part)),
        Page::Shelves(kind, part) => made.by("shelves.html", index::shelves(site, *kind, *part)),
        Page::Shelf(kind, index, part) => {
            made.by("shelf.html", shelf::shelf(site, *kind, *index, *part))
        }
        Page::Matrix => made.by("matrix.html", matrix::matrix(site)),
        Page::Timeline => made.by("timeline.html", timeline::timeline(site)),
        Page::TimelineYear(year, part) => {
            made.by("timeline_year.html", timeline::year(site, *year, *part))
        }
        Page::Search => made.by("search.html", search::search(site)),
        Page::Redirect(to) => made.by("redirect.html", home::redirect(site, to)),
        _ => made.by("404.html", home::not_found(site)),
    }
}

struct Made<'a> {
    site: &'a Site,
    path: &'a SitePath,
    page: &'a Page,
}

impl Made<'_> {
    fn by<T: Serialize>(
        &self,
        template: &str,
        (head, content): (Head, T),
    ) -> Result<Vec<u8>, Vec<Diagnostic>> {
        let Self { site, path, page } = *self;
        let base = &site.config.base_url;
        let own_path = match page {
            Page::Redirect(to) => Some(to),
            Page::NotFound => None,
            _ => Some(path),
        };
        // An address without a host is no full one, and says nothing that the page's own does not.
        let canonical =
            own_path.filter(|_| base.has_origin()).map(|path| base.absolute(&base.link(path)));
        let lang = head.lang.unwrap_or_else(|| site.config.language.tag().to_owned());
        let about =
            linked::About { title: &head.title, lang: &lang, address: canonical.as_deref() };
        let linked = linked::linked(site, page, &about);
        let view = View {
            site: site_view(site, page),
            page: PageView {
                title: head.title,
                description: head.description,
                canonical,
                lang,
                linked,
                kind: head.kind,
            },
            content,
        };
        site.templates.render_bytes(template, &view, &site.fixed, path.as_str())
    }
}

fn site_view<'a>(site: &'a Site, page: &Page) -> SiteView<'a> {
    SiteView {
        title: &site.config.title,
        description: &site.config.description,
        author: site.config.author.as_deref(),
        language: site.config.language.tag(),
        home: site.link(&Page::Home),
        nav: nav(site, page),
        feed: site.link(&Page::Feed(Feed::SITE)),
        feed_json: site.link(&Page::Feed(Feed { form: FeedForm::Json, ..Feed::SITE })),
        page_feed: page_feed(site, page),
        style: &site.style,
        script: &site.script,
        icon: &site.icon,
        found: &site.found,
        notes: site.config.notes.name(),
    }
}

fn page_feed(site: &Site, page: &Page) -> Option<Permalink> {
    let of = match page {
        Page::Company(index, _) if site.config.feeds.companies => FeedOf::Company(*index),
        Page::Author(index, _) if site.config.feeds.authors => FeedOf::Author(*index),
        _ => return None,
    };
    Some(site.link(&Page::Feed(Feed { of, form: FeedForm::Atom })))
}

fn nav(site: &Site, page: &Page) -> Vec<NavView> {
    use Page::{Archive, Aspects, Authors, Companies, Pairs, Search, Timeline};
    let section = match page {
        Page::Essay(_)
        | Page::ArchiveYear(..)
        | Page::ArchiveMonth(..)
        | Page::Shelves(..)
        | Page::Shelf(..) => &Archive,
        Page::Companies(_) | Page::Company(..) => &Companies(1),
        Page::Pairs(_) | Page::Pair(..) | Page::Matrix => &Pairs(1),
        Page::Aspects(_) | Page::Aspect(..) => &Aspects(1),
        Page::Authors(_) | Page::Author(..) => &Authors(1),
        Page::TimelineYear(..) => &Timeline,
        page => page,
    };
    let own = [
        (Archive, "nav_archive"),
        (Companies(1), "nav_companies"),
        (Pairs(1), "nav_pairs"),
        (Aspects(1), "nav_aspects"),
        (Timeline, "nav_timeline"),
        (Authors(1), "nav_authors"),
        (Search, "nav_search"),
    ];
    let mut nav: Vec<NavView> = own
        .into_iter()
        .map(|(target, key)| NavView {
            label: site.words.text(key).to_owned(),
            href: site.link(&target),
            current: *section == target,
        })
        .collect();
    let pages = site.archive.pages.iter().enumerate();
    for (index, one) in pages.filter(|(_, one)| is_in_navigation(&one.essay().source.path)) {
        let target = Page::Standing(PageIndex(index));
        nav.push(NavView {
            label: one.essay().front_matter.title.clone(),
            href: site.link(&target),
            current: *page == target,
        });
    }
    nav
}
