//! The addresses in raw HTML: of links, pictures, players and styles.

use super::scan::{Piece, Tag, scan};
use crate::load::style;

/// Puts what `replace` returns in the place of each address of raw HTML, `srcset` and
/// `url(…)` in styles included; `None` when it replaced none.
pub(crate) fn map_addresses(
    html: &str,
    replace: &mut dyn FnMut(&str) -> Option<String>,
) -> Option<String> {
    if !html.contains('=') && !html.contains("<style") {
        return None;
    }
    let mut mapped = String::with_capacity(html.len());
    let mut is_mapped = false;
    let mut is_style = false;
    for (piece, range) in scan(html) {
        let written = &html[range];
        let new = match &piece {
            Piece::Tag(tag) if !tag.closes => map_tag(tag, written, replace),
            Piece::Raw if is_style => style::map_addresses(written, &mut |one, _| replace(one)),
            Piece::Tag(_) | Piece::Raw | Piece::Text | Piece::Comment => None,
        };
        is_style = matches!(&piece, Piece::Tag(tag) if tag.name == "style" && !tag.closes);
        is_mapped |= new.is_some();
        mapped.push_str(new.as_deref().unwrap_or(written));
    }
    is_mapped.then_some(mapped)
}

/// What an attribute holds.
enum Held {
    Address,
    /// Addresses, each with the width or density that it is for.
    List,
    Style,
}

fn held(tag: &Tag, attribute: &str) -> Option<Held> {
    match attribute {
        "href" if tag.name == "base" => None,
        "href" | "src" | "poster" | "cite" | "background" | "xlink:href" => Some(Held::Address),
        "data" if tag.name == "object" => Some(Held::Address),
        "action" if tag.name == "form" => Some(Held::Address),
        "srcset" | "imagesrcset" => Some(Held::List),
        "style" => Some(Held::Style),
        _ => None,
    }
}

fn map_tag(
    tag: &Tag,
    written: &str,
    replace: &mut dyn FnMut(&str) -> Option<String>,
) -> Option<String> {
    let mut attributes = String::new();
    let mut is_mapped = false;
    for (name, value) in &tag.attributes {
        let new = match held(tag, name) {
            Some(Held::Address) if !value.trim().is_empty() => replace(value.trim()),
            Some(Held::List) => map_list(value, replace),
            Some(Held::Style) => style::map_addresses(value, &mut |one, _| replace(one)),
            Some(Held::Address) | None => None,
        };
        is_mapped |= new.is_some();
        let value = new.as_deref().unwrap_or(value);
        let value = value.replace('&', "&amp;").replace('"', "&quot;");
        attributes.push_str(&format!(" {name}=\"{value}\""));
    }
    // In a picture of SVG the slash closes the element.
    let end = if written.ends_with("/>") { " />" } else { ">" };
    is_mapped.then(|| format!("<{}{attributes}{end}", tag.name))
}

fn map_list(list: &str, replace: &mut dyn FnMut(&str) -> Option<String>) -> Option<String> {
    let mut is_mapped = false;
    let mapped = candidates(list).into_iter().map(|(address, descriptor)| {
        let new = replace(address);
        is_mapped |= new.is_some();
        let address = new.as_deref().unwrap_or(address);
        format!("{address} {descriptor}").trim_end().to_owned()
    });
    let mapped: Vec<String> = mapped.collect();
    is_mapped.then(|| mapped.join(", "))
}

/// Returns the addresses of a `srcset`, each with its width or density: `a.png 1x, b.png 2x`.
pub(crate) fn candidates(list: &str) -> Vec<(&str, &str)> {
    let mut candidates = Vec::new();
    let mut rest = list.trim_start_matches(|c: char| c.is_whitespace() || c == ',');
    while !rest.is_empty() {
        let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
        // An address may hold commas, but does not end with one.
        let address = rest[..end].trim_end_matches(',');
        let descriptor = if address.len() < end {
            rest = &rest[end..];
            ""
        } else {
            let comma = rest[end..].find(',').map_or(rest.len(), |comma| end + comma);
            let descriptor = rest[end..comma].trim();
            rest = &rest[comma..];
            descriptor
        };
        candidates.push((address, descriptor));
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == ',');
    }
    candidates
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_kind_of_address_is_replaced() {
        let mut below = |address: &str| address.strip_prefix('/').map(|rest| format!("/甲/{rest}"));
        for (html, expected) in [
            ("<p>甲<a class=x HREF='/a?b&amp;c'>", "<p>甲<a class=\"x\" href=\"/甲/a?b&amp;c\">"),
            ("<img src=/a.png alt=\"/b\">", "<img src=\"/甲/a.png\" alt=\"/b\">"),
            ("<video poster=\"/p.png\" controls>", "<video poster=\"/甲/p.png\" controls=\"\">"),
            (
                "<source srcset=\"/a,b.png 1x, c.png, /d.png 2x\">",
                "<source srcset=\"/甲/a,b.png 1x, c.png, /甲/d.png 2x\">",
            ),
            ("<i style=\"background:url('/a.png')\">", "<i style=\"background:url('/甲/a.png')\">"),
            ("<svg><image href=\"/a.svg\"/></svg>", "<svg><image href=\"/甲/a.svg\" /></svg>"),
            (
                "<style>b{c:url(/d.png)}</style>url(/d.png)",
                "<style>b{c:url(/甲/d.png)}</style>url(/d.png)",
            ),
        ] {
            assert_eq!(map_addresses(html, &mut below).as_deref(), Some(expected));
        }
        for html in ["<a href=\"b\">", "href=\"/a\"", "<!-- <a href=\"/a\"> -->", "<base href=/>"] {
            assert_eq!(map_addresses(html, &mut below), None, "{html}");
        }
    }

    proptest! {
        #[test]
        fn no_list_is_too_odd(list in "[a ,/0-9x]{0,20}") {
            let mut count = 0;
            map_list(&list, &mut |address| {
                assert!(!address.is_empty(), "{list:?}");
                count += 1;
                None
            });
            assert_eq!(count == 0, list.chars().all(|c| c == ' ' || c == ','), "{list:?}");
        }
    }
}
