//! What a page says of itself: address, title, author, time, subjects.
//!
//! What is written for machines goes before what is written for readers, and what the page's
//! own kind of site is known to say goes before both.

use dom_query::{Document, NodeRef};

use super::structured::Structured;
use super::{name, one_line, wechat};
use crate::import::address::Address;
use crate::import::entry::Entry;
use crate::import::moment;

/// What is known of a page.
#[derive(Debug, Default)]
pub(super) struct Facts {
    pub(super) address: Option<Address>,
    pub(super) title: Option<String>,
    pub(super) name: Option<String>,
    pub(super) time: Option<String>,
    pub(super) tags: Vec<String>,
    pub(super) lang: Option<String>,
}

impl Facts {
    pub(super) fn read(document: &Document, entry: &Entry<'_>) -> Self {
        let page = Page { document, entry, structured: Structured::read(document) };
        let wechat = wechat::read(document, entry.text);
        let time = |text: String| moment::read(&text, entry.config);
        Self {
            address: page.address(),
            title: wechat.title.or_else(|| page.title()).map(|title| one_line(&title)),
            name: wechat.name.or_else(|| page.name()),
            time: wechat.time.and_then(time).or_else(|| page.time()),
            tags: page.meta_all(&["article:tag"]),
            lang: page.attribute("html", "lang"),
        }
    }
}

struct Page<'a> {
    document: &'a Document,
    entry: &'a Entry<'a>,
    structured: Structured,
}

/// Names under which pages say when they were published, in `<meta>`.
const TIME_KEYS: [&str; 16] = [
    "article:published_time",
    "og:published_time",
    "datepublished",
    "pubdate",
    "publishdate",
    "publish_date",
    "publishtime",
    "publication_date",
    "weibo:article:create_at",
    "dc.date",
    "dc.date.issued",
    "dcterms.created",
    "dcterms.issued",
    "parsely-pub-date",
    "date",
    "og:release_date",
];
/// Where readers are told when.
const DATELINES: [&str; 16] = [
    "[itemprop=datePublished]",
    "time[pubdate]",
    "article time",
    ".post time",
    "time[datetime]",
    "[id^=authorposton]",
    ".publish-time",
    ".pub-time",
    ".post-time",
    ".post-date",
    ".article-time",
    ".date-header",
    ".date",
    ".time",
    ".article-info",
    ".post-meta",
];

impl Page<'_> {
    fn address(&self) -> Option<Address> {
        let said = self.structured.source.clone();
        let saved = saved_from(self.entry.text);
        let canonical = self.attribute("link[rel=canonical]", "href");
        let shared = self.meta(&["og:url"]);
        let found = [said, canonical, shared, saved, self.structured.url.clone()];
        let mut found =
            found.into_iter().flatten().filter_map(|text| Address::parse(&text)).peekable();
        // Some sites name their first page in each of theirs.
        let first = found.peek().cloned();
        found.find(|address| !address.is_home()).or(first)
    }

    fn title(&self) -> Option<String> {
        let whole = self.text("head title");
        let headings = self.document.select("h1");
        let headings: Vec<String> = headings
            .nodes()
            .iter()
            .map(|node| one_line(&node.text()))
            .filter(|one| !one.is_empty())
            .collect();
        let said =
            self.structured.title.clone().or_else(|| self.meta(&["og:title", "twitter:title"]));
        if let Some(said) = said.filter(|said| !said.trim().is_empty()) {
            return Some(self.without_site(&one_line(&said), &headings));
        }
        match (whole, headings.as_slice()) {
            (Some(whole), _) => Some(self.without_site(&one_line(&whole), &headings)),
            (None, [heading, ..]) => Some(heading.clone()),
            (None, []) => None,
        }
    }

    /// Takes the site's name off a title, where a heading or the page shows that it is one.
    fn without_site(&self, title: &str, headings: &[String]) -> String {
        let begins = headings.iter().filter(|one| title.starts_with(one.as_str()));
        if let Some(heading) = begins.max_by_key(|one| one.len()) {
            return heading.clone();
        }
        let site = self.meta(&["og:site_name", "application-name"]);
        for separator in SEPARATORS {
            let Some((before, after)) = title.rsplit_once(separator) else { continue };
            let is_site =
                site.as_deref().is_some_and(|site| after.contains(site) || site.contains(after));
            let is_short = after.chars().count() <= SITE_CHARACTERS_MAX
                && before.chars().count() > after.chars().count();
            if !before.trim().is_empty() && (is_site || is_short && separator != "-") {
                return self.without_site(before.trim(), headings);
            }
        }
        title.to_owned()
    }

    fn name(&self) -> Option<String> {
        let said = self.structured.name.clone().or_else(|| {
            let all = self.meta_all(&name::KEYS);
            all.into_iter().find(|text| !text.contains("://"))
        });
        said.and_then(|text| name::of(&text))
            .or_else(|| name::BYLINES.iter().find_map(|place| name::of(&self.text(place)?)))
            .or_else(|| {
                let head: String = self.body().chars().take(DATELINE_CHARACTERS).collect();
                name::of(name::found(&head)?)
            })
    }

    fn time(&self) -> Option<String> {
        let config = self.entry.config;
        let said = self.structured.time.clone().into_iter().chain(self.meta_all(&TIME_KEYS));
        if let Some(time) = said.filter_map(|text| moment::read(&text, config)).next() {
            return Some(time);
        }
        for place in DATELINES {
            let Some(node) = self.document.select(place).nodes().first().copied() else { continue };
            let stated =
                ["datetime", "content", "title"].into_iter().filter_map(|key| node.attr(key));
            let stated = stated.map(|text| text.to_string()).chain([node.text().to_string()]);
            if let Some(time) = stated.filter_map(|text| moment::read(&text, config)).next() {
                return Some(time);
            }
        }
        let body = self.body();
        let head: String = body.chars().take(DATELINE_CHARACTERS).collect();
        moment::read(&head, config)
    }

    /// Returns what the page shows, where a byline may stand.
    fn body(&self) -> String {
        let heading = self.document.select("h1").nodes().first().copied();
        // Below the heading, and not in the menus above it.
        let after = heading.and_then(|heading| heading.parent()).map(|parent| parent.text());
        let text = after.filter(|text| text.chars().count() > DATELINE_CHARACTERS / 4);
        let text = text.or_else(|| self.document.body().map(|body| body.text()));
        text.map(|text| text.to_string()).unwrap_or_default()
    }

    fn meta(&self, keys: &[&str]) -> Option<String> {
        self.meta_all(keys).into_iter().next()
    }

    /// Returns what `<meta>` elements say under any of these names, in the order of the names.
    fn meta_all(&self, keys: &[&str]) -> Vec<String> {
        let all = self.document.select("meta[content]");
        let said: Vec<(String, String)> = all
            .nodes()
            .iter()
            .filter_map(|node| {
                let key =
                    ["property", "name", "itemprop"].into_iter().find_map(|one| node.attr(one))?;
                let value = node.attr("content")?.trim().to_owned();
                (!value.is_empty()).then(|| (key.to_lowercase(), value))
            })
            .collect();
        let under = |key: &str| -> Vec<String> {
            said.iter().filter(|one| one.0 == key).map(|one| one.1.clone()).collect()
        };
        keys.iter().flat_map(|key| under(key)).collect()
    }

    fn attribute(&self, place: &str, key: &str) -> Option<String> {
        let node = self.document.select(place).nodes().first().copied()?;
        node.attr(key).map(|value| value.trim().to_owned()).filter(|value| !value.is_empty())
    }

    fn text(&self, place: &str) -> Option<String> {
        let node: NodeRef<'_> = self.document.select(place).nodes().first().copied()?;
        Some(one_line(&node.text())).filter(|text| !text.is_empty())
    }
}

/// What stands between a title and its site's name.
const SEPARATORS: [&str; 12] =
    [" - ", " | ", "_", "|", " – ", " — ", " · ", " :: ", "｜", "－", "-", " » "];
/// A site's name is no longer; what is longer is part of the title.
const SITE_CHARACTERS_MAX: usize = 12;
/// How far into a page a date is its own.
const DATELINE_CHARACTERS: usize = 400;

/// Returns the address that a browser wrote into a page that it saved.
fn saved_from(text: &str) -> Option<String> {
    let head = &text[..text.floor_char_boundary(SAVED_FROM_BYTES)];
    if let Some((_, rest)) = head.split_once("saved from url=(") {
        let (_, rest) = rest.split_once(')')?;
        let rest = rest.trim_start_matches(|one: char| one.is_ascii_digit());
        let end =
            rest.find([' ', '-', '\n']).filter(|&end| rest[end..].trim_start().starts_with("-->"));
        let end = end.or_else(|| rest.find(" -->")).or_else(|| rest.find("-->"))?;
        return Some(rest[..end].trim().to_owned());
    }
    // SingleFile's comment.
    let (_, rest) = head.split_once("Page saved with SingleFile")?;
    let (_, rest) = rest.split_once("url:")?;
    rest.split_whitespace().next().map(str::to_owned)
}

/// How far into a page its browser writes where it is from.
const SAVED_FROM_BYTES: usize = 4096;
