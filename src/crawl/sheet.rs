//! What one file of the output links to, and what in it can be linked to.

use std::collections::{BTreeSet, HashSet};

use crate::load::html::scan::{Piece, Tag, scan};
use crate::load::html::{candidates, decode};
use crate::load::style;
use crate::permalink::SitePath;

/// What links are looked for in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Page,
    StyleSheet,
    /// A feed in XML, or the sitemap.
    Xml,
    /// A feed in JSON.
    Json,
}

impl Kind {
    /// Returns the kind of a file by its name.
    pub(super) fn of(path: &SitePath) -> Option<Self> {
        let (_, extension) = path.as_str().rsplit_once('.')?;
        match extension.to_ascii_lowercase().as_str() {
            "html" | "htm" => Some(Self::Page),
            "css" => Some(Self::StyleSheet),
            "xml" => Some(Self::Xml),
            "json" if path.as_str().ends_with("feed.json") => Some(Self::Json),
            _ => None,
        }
    }
}

/// What a file links to, and what in it can be linked to.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Sheet {
    /// Each link once.
    pub(super) links: BTreeSet<String>,
    /// Whether its ids are all there is to link to.
    pub(super) is_page: bool,
    ids: HashSet<String>,
}

/// Attributes that hold an address, on whatever element.
const ADDRESSES: [&str; 6] = ["href", "src", "poster", "xlink:href", "action", "formaction"];
/// Attributes that hold several, each followed by its width.
const SETS: [&str; 2] = ["srcset", "imagesrcset"];
/// What pages say of themselves to others: `<meta property="og:url" content="…">`.
const META: [&str; 5] = ["og:url", "og:image", "twitter:image", "citation_public_url", "og:audio"];
/// Elements of feeds whose text is an address.
const XML: [&str; 4] = ["loc", "uri", "icon", "logo"];
/// Elements of feeds whose text is HTML, once it is decoded.
const XML_HTML: [&str; 2] = ["content", "summary"];
/// Keys of JSON Feed that hold an address.
const JSON: [&str; 6] = ["url", "home_page_url", "feed_url", "next_url", "icon", "external_url"];

impl Sheet {
    pub(super) fn read(text: &str, kind: Kind) -> Self {
        let mut sheet = Self { is_page: kind == Kind::Page, ..Self::default() };
        match kind {
            Kind::Page => sheet.html(text),
            Kind::StyleSheet => sheet.css(text),
            Kind::Xml => sheet.xml(text),
            Kind::Json => {
                if let Ok(feed) = serde_json::from_str(text) {
                    sheet.json(&feed);
                }
            }
        }
        sheet
    }

    /// Tells whether an element can be linked to; `#top` always can.
    pub(super) fn has(&self, id: &str) -> bool {
        id == "top" || self.ids.contains(id)
    }

    fn html(&mut self, text: &str) {
        let mut raw = String::new();
        for (piece, range) in scan(text) {
            match piece {
                Piece::Tag(tag) if !tag.closes => {
                    self.tag(&tag);
                    raw = tag.name;
                }
                Piece::Raw if raw == "style" => self.css(&text[range]),
                _ => {}
            }
        }
    }

    fn tag(&mut self, tag: &Tag) {
        for (name, value) in &tag.attributes {
            match name.as_str() {
                "id" => drop(self.ids.insert(value.clone())),
                "name" if tag.name == "a" => drop(self.ids.insert(value.clone())),
                "style" => self.css(value),
                "data" if tag.name == "object" => self.add(value),
                name if ADDRESSES.contains(&name) => self.add(value),
                name if SETS.contains(&name) => {
                    candidates(value).into_iter().for_each(|(address, _)| self.add(address));
                }
                _ => {}
            }
        }
        if tag.name == "meta"
            && let Some(content) = tag.attribute("content")
        {
            let is_one = |name| tag.attribute(name).is_some_and(|value| META.contains(&value));
            if is_one("property") || is_one("name") {
                self.add(content);
            }
            let is_refresh = tag.attribute("http-equiv").is_some_and(|one| one == "refresh");
            if let (true, Some((_, to))) = (is_refresh, content.split_once("url=")) {
                self.add(to);
            }
        }
    }

    fn add(&mut self, link: &str) {
        let link = link.trim();
        if !link.is_empty() {
            self.links.insert(link.to_owned());
        }
    }

    fn css(&mut self, text: &str) {
        style::map_addresses(text, &mut |address, _| {
            self.add(address);
            None
        });
    }

    fn xml(&mut self, text: &str) {
        let mut inside = String::new();
        for (piece, range) in scan(text) {
            match piece {
                Piece::Tag(tag) if tag.closes => inside.clear(),
                Piece::Tag(tag) => {
                    self.tag(&tag);
                    inside = tag.name;
                }
                Piece::Text if XML.contains(&inside.as_str()) => self.add(&decode(&text[range])),
                Piece::Text if XML_HTML.contains(&inside.as_str()) => {
                    // Its ids are the page's, not the feed's.
                    self.html(&decode(&text[range]));
                }
                _ => {}
            }
        }
    }

    fn json(&mut self, value: &serde_json::Value) {
        match value {
            serde_json::Value::Object(fields) => {
                for (key, value) in fields {
                    match value.as_str() {
                        Some(address) if JSON.contains(&key.as_str()) => self.add(address),
                        Some(html) if key == "content_html" => self.html(html),
                        _ => self.json(value),
                    }
                }
            }
            serde_json::Value::Array(items) => items.iter().for_each(|item| self.json(item)),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn links(text: &str, kind: Kind) -> Vec<String> {
        Sheet::read(text, kind).links.into_iter().collect()
    }

    #[test]
    fn every_way_to_link_is_seen() {
        let html = "<a href='/a&amp;b'>x</a><img src=b.png srcset='c.png 1x, d,e.png 2x,f.png'>\
                    <video poster=g.png></video><p style=\"background: url('h.png')\">\
                    <style>@import \"i.css\"; b { src: url(j.woff2) }</style>\
                    <meta property=og:image content=/k.png><!-- <a href=no> --><object data=l.svg>\
                    <meta http-equiv=refresh content='0; url=/m/'><script>'<a href=no>'</script>";
        assert_eq!(
            links(html, Kind::Page),
            [
                "/a&b", "/k.png", "/m/", "b.png", "c.png", "d,e.png", "f.png", "g.png", "h.png",
                "i.css", "j.woff2", "l.svg"
            ]
        );
        let feed = "<feed><link href=\"/a/\"/><icon>/b.ico</icon><entry><content type=\"html\">\
                    &lt;img src=\"/c.png\"&gt;</content></entry></feed>";
        assert_eq!(links(feed, Kind::Xml), ["/a/", "/b.ico", "/c.png"]);
        assert_eq!(links("<urlset><url><loc>/a</loc></url></urlset>", Kind::Xml), ["/a"]);
        let json = r#"{"feed_url": "/f", "items": [{"url": "/a", "content_html": "<a href=b>"}]}"#;
        assert_eq!(links(json, Kind::Json), ["/a", "/f", "b"]);
        assert_eq!(links("a { b: url( \"c.png\" ) }", Kind::StyleSheet), ["c.png"]);
    }
}
