//! Cuts HTML into tags and texts, as written.
//!
//! No parser: nothing is nested, corrected or cleaned here.

use std::ops::Range;

/// A piece of HTML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Piece {
    /// Text, its character references not decoded.
    Text,
    /// A tag.
    Tag(Tag),
    /// The content of an element that holds no markup, such as a script.
    Raw,
    /// A comment, declaration or processing instruction.
    Comment,
}

/// An opening or closing tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Tag {
    /// Its name in lower case.
    pub(crate) name: String,
    /// Whether it begins with `</`.
    pub(crate) closes: bool,
    /// Its attributes: names in lower case, values decoded.
    pub(crate) attributes: Vec<(String, String)>,
}

impl Tag {
    /// Returns the value of an attribute.
    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(attribute, _)| attribute == name);
        found.map(|(_, value)| value.as_str())
    }
}

/// Elements whose content is no markup.
const RAW: [&str; 8] =
    ["script", "style", "textarea", "title", "iframe", "xmp", "noembed", "noframes"];

/// Cuts HTML into pieces that together make up all of it.
///
/// Linear in the length of the text: a tag or comment that never ends makes text of the rest.
pub(crate) fn scan(html: &str) -> Vec<(Piece, Range<usize>)> {
    let mut pieces: Vec<(Piece, Range<usize>)> = Vec::new();
    let mut text_start = 0;
    let mut at = 0;
    while let Some(found) = html[at..].find('<') {
        let start = at + found;
        at = start + 1;
        let Some((piece, end)) = markup(html, start) else {
            if !html[at..].contains('>') {
                break;
            }
            continue;
        };
        push_text(&mut pieces, text_start..start);
        let raw_end = match &piece {
            Piece::Tag(tag) if !tag.closes && RAW.contains(&tag.name.as_str()) => {
                end + find_closing(&html[end..], &tag.name)
            }
            _ => end,
        };
        pieces.push((piece, start..end));
        if raw_end > end {
            pieces.push((Piece::Raw, end..raw_end));
        }
        at = raw_end;
        text_start = raw_end;
    }
    push_text(&mut pieces, text_start..html.len());
    pieces
}

fn push_text(pieces: &mut Vec<(Piece, Range<usize>)>, range: Range<usize>) {
    if !range.is_empty() {
        pieces.push((Piece::Text, range));
    }
}

/// Reads the markup that begins at `start`, a `<`; returns it with its end.
fn markup(html: &str, start: usize) -> Option<(Piece, usize)> {
    let rest = &html[start + 1..];
    if let Some(comment) = rest.strip_prefix("!--") {
        let end = comment.find("-->").map_or(html.len(), |end| start + 4 + end + 3);
        return Some((Piece::Comment, end));
    }
    match rest.bytes().next()? {
        b'!' | b'?' => Some((Piece::Comment, start + 1 + rest.find('>')? + 1)),
        b'/' if rest[1..].starts_with(|c: char| c.is_ascii_alphabetic()) => {
            let end = rest.find('>')?;
            let name = tag_name(&rest[1..end]);
            Some((Piece::Tag(Tag { name, closes: true, attributes: Vec::new() }), start + end + 2))
        }
        byte if byte.is_ascii_alphabetic() => {
            let name = tag_name(rest);
            let (attributes, length) = attributes(&rest[name.len()..])?;
            let end = start + 1 + name.len() + length;
            Some((Piece::Tag(Tag { name, closes: false, attributes }), end))
        }
        _ => None,
    }
}

fn tag_name(text: &str) -> String {
    let end = text.find(|c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>'));
    text[..end.unwrap_or(text.len())].to_ascii_lowercase()
}

/// Reads attributes and the `>` after them; returns them with the length of it all.
fn attributes(text: &str) -> Option<(Vec<(String, String)>, usize)> {
    let mut attributes = Vec::new();
    let mut at = 0;
    loop {
        at += leading(&text[at..], |c| c.is_ascii_whitespace() || c == '/');
        if text[at..].starts_with('>') {
            return Some((attributes, at + 1));
        }
        let name_end = at
            + leading(&text[at..], |c| !c.is_ascii_whitespace() && !matches!(c, '=' | '>' | '/'));
        // A name may begin with a stray `=`.
        let name_end = if name_end == at { at + 1 } else { name_end };
        let name = text.get(at..name_end).filter(|name| !name.is_empty())?.to_ascii_lowercase();
        at = name_end;
        let gap = leading(&text[at..], |c| c.is_ascii_whitespace());
        let mut value = "";
        if text[at + gap..].starts_with('=') {
            at += gap + 1;
            at += leading(&text[at..], |c| c.is_ascii_whitespace());
            let (found, length) = attribute_value(&text[at..])?;
            value = found;
            at += length;
        }
        if attributes.iter().all(|(other, _)| *other != name) {
            attributes.push((name, super::decode(value)));
        }
    }
}

fn attribute_value(text: &str) -> Option<(&str, usize)> {
    for quote in ['"', '\''] {
        if let Some(quoted) = text.strip_prefix(quote) {
            let end = quoted.find(quote)?;
            return Some((&quoted[..end], end + 2));
        }
    }
    let end = leading(text, |c| !c.is_ascii_whitespace() && c != '>');
    Some((&text[..end], end))
}

fn leading(text: &str, is_part: impl Fn(char) -> bool) -> usize {
    text.find(|c| !is_part(c)).unwrap_or(text.len())
}

/// Returns where the closing tag of this name begins, or the end of the text.
fn find_closing(text: &str, name: &str) -> usize {
    let bytes = text.as_bytes();
    let is_closing = |at: usize| {
        bytes
            .get(at + 2..at + 2 + name.len())
            .is_some_and(|found| found.eq_ignore_ascii_case(name.as_bytes()))
    };
    text.match_indices("</").map(|(at, _)| at).find(|&at| is_closing(at)).unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn names(html: &str) -> Vec<String> {
        scan(html)
            .into_iter()
            .map(|(piece, range)| match piece {
                Piece::Tag(tag) => {
                    let attributes: String = tag
                        .attributes
                        .iter()
                        .map(|(name, value)| format!(" {name}={value}"))
                        .collect();
                    format!("{}{}{attributes}", if tag.closes { "/" } else { "" }, tag.name)
                }
                other => format!("{other:?} {}", &html[range]),
            })
            .collect()
    }

    #[test]
    fn tags_are_told_from_text() {
        assert_eq!(
            names("甲<A HREF='x>y' b c=d/e />1 < 2</a ><!-- <i> -->乙"),
            [
                "Text 甲",
                "a href=x>y b= c=d/e",
                "Text 1 < 2",
                "/a",
                "Comment <!-- <i> -->",
                "Text 乙"
            ]
        );
        assert_eq!(names("<p a=\"1"), ["Text <p a=\"1"]);
        assert_eq!(
            names("<script>if (a<b) '<p>'</SCRIPT>x"),
            ["script", "Raw if (a<b) '<p>'", "/script", "Text x"]
        );
    }

    proptest! {
        #[test]
        fn the_pieces_make_up_all_of_the_text(html in "([<>/=\"'!-]|[a-z 甲]|<script|<!--){0,40}") {
            let mut end = 0;
            for (_, range) in scan(&html) {
                prop_assert_eq!(range.start, end);
                end = range.end;
            }
            prop_assert_eq!(end, html.len());
        }
    }
}
