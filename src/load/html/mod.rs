//! What of an essay's raw HTML is shown: the only user of ammonia.
//!
//! Essays are other people's pages, saved. What could run, reach another host by itself or
//! pass for a part of our own page goes: scripts, frames, event handlers, styles, and the
//! `id` and `class` of every element.

mod addresses;
pub(crate) mod blocks;
pub(crate) mod scan;
pub(crate) mod scheme;

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use ammonia::Builder;

use crate::load::essay::Format;
pub(crate) use addresses::{candidates, map_addresses};
use scan::{Piece, Tag};

/// What a tag within a prose comes to.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Element {
    /// Nothing: it goes, its content stays.
    Dropped,
    /// It goes with all that it holds.
    Swallowed,
    /// A hard line break.
    Break,
    /// A picture.
    Image {
        /// Its `src`.
        destination: String,
        /// Its `alt`.
        alt: String,
        /// Its `title`, or empty.
        title: String,
    },
    /// A link, whose target is still to be judged.
    Link {
        /// Its `href`.
        destination: String,
        /// Its `title`, or empty.
        title: String,
    },
    /// A frame or player, in whose place a link to it is shown.
    Embedded(String),
    /// An element to be shown as it is.
    Format(Format),
}

/// Inline elements that are safe and still in HTML's standard.
const INLINE: [&str; 27] = [
    "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "em", "i", "ins", "kbd",
    "mark", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strong", "sub", "sup", "u",
    "var",
];

/// Elements that go with their content; text in them was never meant to be read.
const SWALLOWED: [&str; 9] = [
    "script", "style", "template", "noscript", "noembed", "noframes", "title", "select", "textarea",
];

/// Elements that show another page or file.
const EMBEDDED: [&str; 5] = ["iframe", "embed", "video", "audio", "frame"];

/// Further elements that are worth a word when they are left out.
const DANGEROUS: [&str; 10] =
    ["script", "style", "object", "applet", "form", "input", "button", "base", "meta", "link"];

/// Void elements that mean nothing within a prose.
const VOID: [&str; 12] = [
    "area", "base", "col", "hr", "input", "link", "meta", "param", "source", "track", "wbr",
    "keygen",
];

/// Reads an opening tag within a prose; with `trust`, whatever it is.
pub(crate) fn element(tag: &Tag, trust: bool) -> Element {
    let attribute = |name: &str| tag.attribute(name).unwrap_or_default().trim().to_owned();
    let name = tag.name.as_str();
    match name {
        "br" => Element::Break,
        "img" => Element::Image {
            destination: attribute("src"),
            alt: attribute("alt"),
            title: attribute("title"),
        },
        "a" if tag.attribute("href").is_some() => {
            Element::Link { destination: attribute("href"), title: attribute("title") }
        }
        _ if VOID.contains(&name) => Element::Dropped,
        _ if trust => Element::Format(verbatim(tag)),
        _ if is_swallowed(name) => Element::Swallowed,
        _ if EMBEDDED.contains(&name) => Element::Embedded(attribute("src")),
        "em" => Element::Format(Format::Emphasis),
        "strong" => Element::Format(Format::Strong),
        "s" | "strike" | "del" => Element::Format(Format::Strikethrough),
        _ if INLINE.contains(&name) => Element::Format(cleaned(tag)),
        _ => Element::Dropped,
    }
}

/// Returns what makes an opening tag dangerous, for the person who wrote it.
pub(crate) fn fault(tag: &Tag) -> Option<String> {
    let name = tag.name.as_str();
    if EMBEDDED.contains(&name) || DANGEROUS.contains(&name) {
        return Some(format!("<{name}>"));
    }
    let handler = tag.attributes.iter().find(|(attribute, _)| attribute.starts_with("on"));
    handler.map(|(attribute, _)| format!("{attribute}=…"))
}

/// Tells whether an element goes with its content.
pub(crate) fn is_swallowed(name: &str) -> bool {
    SWALLOWED.contains(&name)
}

/// Cleans raw HTML that is shown as a block of its own.
///
/// Frames and pictures of other hosts become links, so that the page asks no other host.
pub(crate) fn clean(html: &str) -> String {
    BLOCK_CLEANER.clean(&without_foreign(html)).to_string().trim().to_owned()
}

/// Decodes the character references of a text.
pub(crate) fn decode(text: &str) -> String {
    let mut decoded = String::with_capacity(text.len());
    for (part, is_reference) in references(text) {
        decoded.push_str(&if is_reference { decode_reference(part) } else { Cow::Borrowed(part) });
    }
    decoded
}

/// The longest character reference of HTML, `&CounterClockwiseContourIntegral;`, in bytes.
const REFERENCE_BYTES_MAX: usize = 33;

/// Cuts a text into plain parts and character references (`true`), in order.
pub(crate) fn references(text: &str) -> Vec<(&str, bool)> {
    let mut parts = Vec::new();
    let mut plain_start = 0;
    for (start, _) in text.match_indices('&') {
        let name_length = text[start + 1..]
            .bytes()
            .take(REFERENCE_BYTES_MAX)
            .take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'#')
            .count();
        let end = start + 1 + name_length;
        if name_length > 0 && text[end..].starts_with(';') {
            parts.push((&text[plain_start..start], false));
            parts.push((&text[start..=end], true));
            plain_start = end + 1;
        }
    }
    parts.push((&text[plain_start..], false));
    parts.retain(|(part, _)| !part.is_empty());
    parts
}

/// Decodes one character reference; one that HTML does not know stays as it is.
pub(crate) fn decode_reference(reference: &str) -> Cow<'_, str> {
    let decoded = match reference {
        "&nbsp;" => "\u{A0}",
        "&amp;" => "&",
        "&lt;" => "<",
        "&gt;" => ">",
        "&quot;" => "\"",
        _ => {
            // ammonia knows all 2,231 names, and writes these four back as references.
            let text = PLAIN_CLEANER.clean(reference).to_string();
            let text = text.replace("&nbsp;", "\u{A0}").replace("&lt;", "<").replace("&gt;", ">");
            return Cow::Owned(text.replace("&amp;", "&"));
        }
    };
    Cow::Borrowed(decoded)
}

/// Allows no tag at all.
static PLAIN_CLEANER: LazyLock<Builder<'static>> = LazyLock::new(Builder::empty);

/// Elements that HTML's standard has dropped.
const OBSOLETE: [&str; 5] = ["acronym", "center", "rtc", "strike", "tt"];

/// Elements that mean nothing without the ids and names that are taken away.
const NAMED: [&str; 2] = ["area", "map"];

static BLOCK_CLEANER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut cleaner = Builder::default();
    let cell = HashSet::from(["colspan", "rowspan"]);
    cleaner
        .rm_tags(OBSOLETE)
        .rm_tags(NAMED)
        .clean_content_tags(HashSet::from(["script", "style", "template", "noscript", "title"]))
        // Alignments and sizes are obsolete, `headers` refers to ids.
        .tag_attributes(HashMap::from([
            ("a", HashSet::from(["href"])),
            ("bdo", HashSet::from(["dir"])),
            ("img", HashSet::from(["src", "alt", "width", "height"])),
            ("ol", HashSet::from(["start"])),
            ("td", cell.clone()),
            ("th", cell),
            ("time", HashSet::from(["datetime"])),
        ]))
        // What is passed over before a scheme hides none, here as in links of Markdown.
        .attribute_filter(|_, attribute, value| {
            let is_unsafe = matches!(attribute, "href" | "src") && !scheme::is_safe_link(value);
            (!is_unsafe).then_some(value.into())
        })
        .link_rel(None);
    cleaner
});

/// Returns the tag as it is written, attributes escaped anew.
fn verbatim(tag: &Tag) -> Format {
    let mut open = format!("<{}", tag.name);
    for (name, value) in &tag.attributes {
        let value = value.replace('&', "&amp;").replace('"', "&quot;");
        open.push_str(&format!(" {name}=\"{value}\""));
    }
    open.push('>');
    Format::Html { open, name: tag.name.clone() }
}

/// Returns the tag with the attributes that ammonia lets through.
fn cleaned(tag: &Tag) -> Format {
    let name = tag.name.clone();
    let bare = Format::Html { open: format!("<{name}>"), name: name.clone() };
    if tag.attributes.is_empty() {
        return bare;
    }
    let Format::Html { open, .. } = verbatim(tag) else { return bare };
    let element = BLOCK_CLEANER.clean(&format!("{open}</{name}>")).to_string();
    match element.strip_suffix(&format!("</{name}>")) {
        Some(open) => Format::Html { open: open.to_owned(), name },
        None => bare,
    }
}

fn without_foreign(html: &str) -> String {
    let mut kept = String::with_capacity(html.len());
    for (piece, range) in scan::scan(html) {
        match piece {
            Piece::Tag(tag) if !tag.closes => match element(&tag, false) {
                Element::Embedded(address) => kept.push_str(&link(&address, "")),
                Element::Image { destination, alt, .. }
                    if scheme::leaves_site(&destination) && !scheme::is_data(&destination) =>
                {
                    kept.push_str(&link(&destination, &alt));
                }
                _ => kept.push_str(&html[range]),
            },
            Piece::Tag(tag) if EMBEDDED.contains(&tag.name.as_str()) => {}
            Piece::Tag(_) | Piece::Text => kept.push_str(&html[range]),
            // A script's own end tag is what makes ammonia drop it.
            Piece::Raw | Piece::Comment => {}
        }
    }
    kept
}

/// Writes a link that shows `text`, or the address itself.
fn link(address: &str, text: &str) -> String {
    let escape =
        |text: &str| text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;");
    if address.is_empty() {
        return String::new();
    }
    let shown = if text.trim().is_empty() { address } else { text };
    format!("<a href=\"{}\">{}</a>", escape(address), escape(shown))
}
