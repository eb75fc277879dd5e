//! Reads as much as can be of YAML that is not well formed.
//!
//! Does not guess at structure: a key's lines are parsed alone, and where these fail too
//! its value is taken as the text that stands there.

use crate::source::Span;

use super::value::{Entry, Node, Value};

/// Blanks out what YAML forbids and people cannot see: control characters, and tabs used
/// as indentation. Every byte keeps its place.
pub(super) fn blank_invisible(text: &str) -> String {
    let mut indent = true;
    text.chars()
        .map(|character| {
            let is_forbidden = match character {
                '\n' | '\r' => {
                    indent = true;
                    return character;
                }
                '\t' => indent,
                _ => character.is_ascii_control(),
            };
            indent &= character == ' ' || is_forbidden;
            if is_forbidden { ' ' } else { character }
        })
        .collect()
}

/// Returns the place of the first tab used as indentation.
pub(super) fn indenting_tab(text: &str) -> Option<Span> {
    let mut offset = 0;
    for line in text.split_inclusive('\n') {
        let indent = line.len() - line.trim_start_matches([' ', '\t']).len();
        // A blank line's tabs harm nothing.
        if let Some(tab) = line[..indent].find('\t')
            && !line.trim().is_empty()
        {
            return Some(Span::new(offset + tab, offset + tab + 1));
        }
        offset += line.len();
    }
    None
}

/// Reads a mapping key by key: each top-level key with its indented lines is parsed alone
/// by `parse`; where that fails, what follows the colon is its text.
pub(super) fn key_by_key(text: &str, parse: impl Fn(&str) -> Option<Vec<Entry>>) -> Vec<Entry> {
    let mut entries = Vec::new();
    for chunk in chunks(text) {
        let part = &text[chunk.range()];
        let parsed = parse(part).unwrap_or_else(|| as_text(part).into_iter().collect());
        entries.extend(parsed.into_iter().map(|mut entry| {
            entry.shift(chunk.start);
            entry
        }));
    }
    entries
}

/// Cuts the text where a line begins with a key; what stands before the first is left out.
fn chunks(text: &str) -> Vec<Span> {
    let mut chunks: Vec<Span> = Vec::new();
    let mut offset = 0;
    for line in text.split_inclusive('\n') {
        if key_length(line).is_some() {
            chunks.push(Span::new(offset, offset));
        }
        offset += line.len();
        if let Some(chunk) = chunks.last_mut() {
            chunk.end = offset;
        }
    }
    chunks
}

/// Returns the length of the key that a line begins with: `title` of `title: x`.
pub(crate) fn key_length(line: &str) -> Option<usize> {
    let colon = line.find(':')?;
    let key = &line[..colon];
    let is_key = key.starts_with(char::is_alphabetic)
        && key
            .chars()
            .all(|character| character.is_alphanumeric() || matches!(character, '_' | '-'));
    // `https://…` and `11:34` are no keys: a colon that ends one is followed by a space.
    let ends = line[colon + 1..].chars().next().is_none_or(char::is_whitespace);
    (is_key && ends).then_some(colon)
}

/// Takes what stands after a key as it is, without quotation marks that would close nowhere:
/// its line, or all lines when these end with the mark they begin with.
fn as_text(part: &str) -> Option<Entry> {
    const MARKS: [char; 2] = ['"', '\''];
    let colon = key_length(part.lines().next()?)?;
    let after = &part[colon + 1..];
    let start = colon + 1 + (after.len() - after.trim_start_matches([' ', '\t']).len());
    let whole = part[start..].trim_end();
    let mark = whole.chars().next().filter(|mark| MARKS.contains(mark));
    let is_quoted = whole.len() > 1 && mark.is_some_and(|mark| whole.ends_with(mark));
    let text = if is_quoted { whole } else { whole.lines().next().unwrap_or_default().trim_end() };
    let value = match text.trim_matches(MARKS) {
        "" => Value::Null,
        text => Value::Text(text.to_owned()),
    };
    Some(Entry {
        key: part[..colon].to_owned(),
        key_span: Span::new(0, colon),
        node: Node { value, span: Span::new(start, start + text.len()) },
    })
}
