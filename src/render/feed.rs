//! What machines read: the Atom feed, the sitemap and robots.txt.

use serde::Serialize;

use crate::diagnostic::Diagnostic;
use crate::link::archive::{ArchivedEssay, EssayIndex};
use crate::render::Site;
use crate::render::page::Page;
use crate::render::view::essay::feed_html;

/// How many of the newest essays the feed carries, each of them whole.
const FEED_ESSAYS: usize = 20;
/// When an essay without a time was changed, for Atom, which wants one.
const NO_TIME: &str = "1970-01-01T00:00:00Z";

/// What `feed.xml` sees.
#[derive(Serialize)]
struct FeedView<'a> {
    title: &'a str,
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
    pages: Vec<SitemapEntry>,
}

#[derive(Serialize)]
struct SitemapEntry {
    href: String,
    changed: Option<String>,
}

/// Makes the feed.
pub(super) fn feed(site: &Site) -> Result<String, Vec<Diagnostic>> {
    let base = &site.config.base_url;
    let count = site.archive.essays.len().min(FEED_ESSAYS);
    let entries: Result<Vec<EntryView>, _> =
        (0..count).map(|index| entry(site, EssayIndex(index))).collect();
    let entries = entries?;
    let updated = entries.iter().map(|entry| entry.updated.clone()).max();
    let view = FeedView {
        title: &site.config.title,
        description: &site.config.description,
        author: site.config.author.as_deref().unwrap_or(&site.config.title),
        language: site.config.language.tag(),
        home: base.absolute(&site.link(&Page::Home)),
        href: base.absolute(&site.link(&Page::Feed)),
        updated: updated.unwrap_or_else(|| NO_TIME.to_owned()),
        entries,
    };
    site.templates.render("feed.xml", &view, "feed.xml").map(without_controls)
}

/// Makes the list of pages.
pub(super) fn sitemap(site: &Site) -> Result<String, Vec<Diagnostic>> {
    let base = &site.config.base_url;
    let listed = site.pages.iter().filter(|(_, page)| page.is_listed());
    let entry = |(path, page): (&crate::permalink::SitePath, &Page)| SitemapEntry {
        href: base.absolute(&base.link(path)),
        changed: match page {
            Page::Essay(index) => changed(site.archive.essay(*index)),
            Page::Standing(index) => changed(site.archive.page(*index)),
            _ => None,
        },
    };
    let view = SitemapView { pages: listed.map(entry).collect() };
    site.templates.render("sitemap.xml", &view, "sitemap.xml").map(without_controls)
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

fn entry(site: &Site, index: EssayIndex) -> Result<EntryView, Vec<Diagnostic>> {
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
        updated: updated.or_else(|| published.clone()).unwrap_or_else(|| NO_TIME.to_owned()),
        published,
        summary: header.summary.clone(),
        tags: header.tags.clone(),
        lang: header.lang.clone().unwrap_or_else(|| site.config.language.tag().to_owned()),
        content: feed_html(site, index, "feed.xml")?,
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
