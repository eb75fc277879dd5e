//! What machines read: the feeds, the sitemap and robots.txt.

use serde::Serialize;
use serde_json::{Value, json};

use crate::config::FeedSettings;
use crate::diagnostic::Diagnostic;
use crate::link::archive::{Archive, ArchivedEssay, EssayIndex};
use crate::link::author::AuthorIndex;
use crate::link::company::CompanyIndex;
use crate::permalink::SitePath;
use crate::render::Site;
use crate::render::page::{self, Page, Part};
use crate::render::view::essay::feed_html;

/// How many of the newest essays the feed carries, each of them whole.
const FEED_ESSAYS: usize = 20;
/// How many the feed of a company or author carries: there are many such feeds.
const SUBJECT_ESSAYS: usize = 10;
/// How many pages one file of the sitemap may list; <https://www.sitemaps.org/protocol.html>.
const SITEMAP_PAGES_MAX: usize = 50_000;
/// When an essay without a time was changed, for Atom, which wants one.
const NO_TIME: &str = "1970-01-01T00:00:00Z";

/// One feed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Feed {
    /// Whose essays it carries.
    pub of: FeedOf,
    /// How it is written.
    pub form: FeedForm,
}

/// Whose essays a feed carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FeedOf {
    /// All.
    Site,
    /// Those that name a company.
    Company(CompanyIndex),
    /// An author's.
    Author(AuthorIndex),
}

/// How a feed is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FeedForm {
    /// Atom 1.0.
    Atom,
    /// JSON Feed 1.1.
    Json,
}

impl Feed {
    /// The site's own feed.
    pub const SITE: Self = Self { of: FeedOf::Site, form: FeedForm::Atom };

    /// Returns where the feed stands: beside the page of what it is about.
    pub fn path(self, archive: &Archive) -> SitePath {
        let page = match self.of {
            FeedOf::Site => Page::Home,
            FeedOf::Company(index) => Page::Company(index, 1),
            FeedOf::Author(index) => Page::Author(index, 1),
        };
        let name = match self.form {
            FeedForm::Atom => "feed.xml",
            FeedForm::Json => "feed.json",
        };
        let page = page.path(archive).expect("these pages know their place");
        SitePath::file(format!("{}{name}", page.public()))
    }

    /// Returns the essays that it carries.
    pub(super) fn essays(self, site: &Site) -> Vec<EssayIndex> {
        let archive = &site.archive;
        match self.of {
            FeedOf::Site => (0..archive.essays.len()).take(FEED_ESSAYS).map(EssayIndex).collect(),
            FeedOf::Company(index) => {
                let essays = archive.company(index).essays.iter();
                essays.take(SUBJECT_ESSAYS).map(|mentions| mentions.essay).collect()
            }
            FeedOf::Author(index) => {
                archive.authors[index.0].essays.iter().copied().take(SUBJECT_ESSAYS).collect()
            }
        }
    }
}

/// Returns all feeds of a site: its own, and those of companies and authors if it asks for them.
pub(super) fn feeds(archive: &Archive, settings: FeedSettings) -> Vec<Feed> {
    let mut of = vec![FeedOf::Site];
    if settings.companies {
        of.extend((0..archive.companies.len()).map(|index| FeedOf::Company(CompanyIndex(index))));
    }
    if settings.authors {
        of.extend((0..archive.authors.len()).map(|index| FeedOf::Author(AuthorIndex(index))));
    }
    let forms = |of| [FeedForm::Atom, FeedForm::Json].map(|form| Feed { of, form });
    of.into_iter().flat_map(forms).collect()
}

/// What `feed.xml` sees.
#[derive(Serialize)]
struct FeedView<'a> {
    title: String,
    description: &'a str,
    author: &'a str,
    language: &'static str,
    home: String,
    href: String,
    updated: String,
    entries: Vec<EntryView>,
}

#[derive(Serialize)]
struct EntryView {
    title: String,
    href: String,
    /// Where it was first published.
    source: Option<String>,
    author: String,
    published: Option<String>,
    /// When it was changed, if its author says so; `updated` has a fallback.
    #[serde(skip)]
    changed: Option<String>,
    updated: String,
    summary: Option<String>,
    tags: Vec<String>,
    lang: String,
    /// HTML.
    content: String,
}

/// What `sitemap.xml` sees.
#[derive(Serialize)]
struct SitemapView {
    /// The addresses of its parts, where the list is too long for one file; no pages then.
    parts: Vec<String>,
    pages: Vec<SitemapEntry>,
}

#[derive(Serialize)]
struct SitemapEntry {
    href: String,
    changed: Option<String>,
}

/// Makes a feed.
pub(super) fn feed(site: &Site, feed: Feed) -> Result<String, Vec<Diagnostic>> {
    let name = feed.path(&site.archive);
    let view = view(site, feed, name.as_str())?;
    match feed.form {
        FeedForm::Atom => site
            .templates
            .render("feed.xml", &view, &site.fixed, name.as_str())
            .map(without_controls),
        FeedForm::Json => Ok(json_feed(&view).to_string() + "\n"),
    }
}

fn view<'a>(site: &'a Site, feed: Feed, name: &str) -> Result<FeedView<'a>, Vec<Diagnostic>> {
    let base = &site.config.base_url;
    let entries: Result<Vec<EntryView>, _> =
        feed.essays(site).into_iter().map(|index| entry(site, index, name)).collect();
    let entries = entries?;
    let updated = entries.iter().map(|entry| entry.updated.clone()).max();
    let (subject, home) = match feed.of {
        FeedOf::Site => (None, Page::Home),
        FeedOf::Company(index) => {
            (Some(site.archive.company(index).name.as_str()), Page::Company(index, 1))
        }
        FeedOf::Author(index) => {
            (Some(site.archive.authors[index.0].name.as_str()), Page::Author(index, 1))
        }
    };
    let title = &site.config.title;
    Ok(FeedView {
        title: subject.map_or(title.clone(), |subject| format!("{subject} · {title}")),
        description: &site.config.description,
        author: site.config.author.as_deref().unwrap_or(&site.config.title),
        language: site.config.language.tag(),
        home: base.absolute(&site.link(&home)),
        href: base.absolute(&site.link(&Page::Feed(feed))),
        updated: updated.unwrap_or_else(|| NO_TIME.to_owned()),
        entries,
    })
}

/// Puts a feed into JSON Feed 1.1.
fn json_feed(view: &FeedView<'_>) -> Value {
    let item = |entry: &EntryView| {
        let mut item = json!({
            "id": entry.href,
            "url": entry.href,
            "title": entry.title,
            "content_html": entry.content,
            "authors": [{ "name": entry.author }],
            "language": entry.lang,
            "tags": entry.tags,
        });
        let times = [("date_published", &entry.published), ("date_modified", &entry.changed)];
        for (key, value) in
            times.into_iter().chain([("summary", &entry.summary), ("external_url", &entry.source)])
        {
            if let Some(value) = value {
                item[key] = value.as_str().into();
            }
        }
        item
    };
    json!({
        "version": "https://jsonfeed.org/version/1.1",
        "title": view.title,
        "description": view.description,
        "home_page_url": view.home,
        "feed_url": view.href,
        "language": view.language,
        "authors": [{ "name": view.author }],
        "items": view.entries.iter().map(item).collect::<Vec<Value>>(),
    })
}

/// Returns the numbers of the parts that the list of so many pages is in, where one file would
/// be too long.
pub(super) fn sitemap_parts(listed: usize) -> impl Iterator<Item = Part> {
    let parts = listed.div_ceil(SITEMAP_PAGES_MAX);
    (1..=parts).filter(move |_| parts > 1)
}

/// Makes the list of pages, or of its parts where there are any.
pub(super) fn sitemap(site: &Site) -> Result<String, Vec<Diagnostic>> {
    let base = &site.config.base_url;
    let pages = listed(site);
    let parts: Vec<String> = sitemap_parts(pages.len())
        .map(|part| base.absolute(&site.link(&Page::SitemapPart(part))))
        .collect();
    let pages = if parts.is_empty() { entries(site, &pages) } else { Vec::new() };
    written(site, "sitemap.xml", &SitemapView { parts, pages })
}

/// Makes one part of the list of pages.
pub(super) fn sitemap_part(site: &Site, part: Part) -> Result<String, Vec<Diagnostic>> {
    let pages = listed(site);
    let pages = entries(site, page::part(&pages, part, SITEMAP_PAGES_MAX));
    let path = format!("sitemap-{part}.xml");
    written(site, &path, &SitemapView { parts: Vec::new(), pages })
}

fn written(site: &Site, path: &str, view: &SitemapView) -> Result<String, Vec<Diagnostic>> {
    site.templates.render("sitemap.xml", view, &site.fixed, path).map(without_controls)
}

fn listed(site: &Site) -> Vec<(&SitePath, &Page)> {
    site.paths()
        .map(|path| (path, &site.pages()[path]))
        .filter(|(_, page)| page.is_listed())
        .collect()
}

fn entries(site: &Site, pages: &[(&SitePath, &Page)]) -> Vec<SitemapEntry> {
    let base = &site.config.base_url;
    let entry = |(path, page): &(&SitePath, &Page)| SitemapEntry {
        href: base.absolute(&base.link(path)),
        changed: match page {
            Page::Essay(index) => changed(site.archive.essay(*index)),
            Page::Standing(index) => changed(site.archive.page(*index)),
            _ => None,
        },
    };
    pages.iter().map(entry).collect()
}

/// Makes robots.txt: everything may be read.
pub(super) fn robots(site: &Site) -> String {
    let base = &site.config.base_url;
    let mut text = "User-agent: *\nAllow: /\n".to_owned();
    if base.has_origin() {
        let sitemap = base.absolute(&site.link(&Page::Sitemap));
        text.push_str(&format!("Sitemap: {sitemap}\n"));
    }
    text
}

fn entry(site: &Site, index: EssayIndex, feed: &str) -> Result<EntryView, Vec<Diagnostic>> {
    let one = site.archive.essay(index);
    let header = &one.essay().front_matter;
    let base = &site.config.base_url;
    let published = header.time.as_ref().map(crate::moment::Moment::rfc3339);
    let updated = header.updated.as_ref().map(crate::moment::Moment::rfc3339);
    Ok(EntryView {
        title: header.title.clone(),
        href: base.absolute(&base.link(&one.path)),
        source: header.url.clone().filter(|url| url.starts_with("http")),
        author: header.name.clone().unwrap_or_else(|| site.words.text("unnamed").to_owned()),
        changed: updated.clone(),
        updated: updated.or_else(|| published.clone()).unwrap_or_else(|| NO_TIME.to_owned()),
        published,
        summary: header.summary.clone(),
        tags: header.tags.clone(),
        lang: header.lang.clone().unwrap_or_else(|| site.config.language.tag().to_owned()),
        content: feed_html(site, index, feed)?,
    })
}

fn changed(one: &ArchivedEssay) -> Option<String> {
    let header = &one.essay().front_matter;
    header.updated.as_ref().or(header.time.as_ref()).map(|time| time.date().to_string())
}

/// Drops the control characters that XML cannot hold, escaped or not.
fn without_controls(mut text: String) -> String {
    text.retain(|c| !c.is_control() || matches!(c, '\t' | '\n' | '\r' | '\u{80}'..='\u{9F}'));
    text.retain(|c| !matches!(c, '\u{FFFE}' | '\u{FFFF}'));
    text
}
