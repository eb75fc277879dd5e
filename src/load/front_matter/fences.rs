//! Finds where an essay's header ends and its text begins.
//!
//! Reads no key; tells only by the look of the lines.

use crate::source::Span;
use crate::yaml::key_length;

/// Where the header and the text of a source are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Fences {
    pub(super) kind: Kind,
    /// The header, fences included.
    pub(super) header: Span,
    /// What is between the fences.
    pub(super) fields: Span,
    /// All that follows the header.
    pub(super) body: Span,
}

/// What the header is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// There is none.
    Absent,
    /// YAML between fences, or without the opening one, as Hexo has it; or JSON, which is
    /// YAML too.
    Yaml,
    /// YAML whose closing fence is missing: it ends with the first line that is none.
    Unclosed,
    /// TOML between `+++`.
    Toml,
}

/// Keys of which one must stand in a header that has no opening fence: a text may begin
/// with `Note: …` and a rule.
const TELLING_KEYS: [&str; 8] =
    ["title", "layout", "date", "time", "tags", "categories", "category", "url"];

/// Finds the header of a text.
pub(super) fn find(text: &str) -> Fences {
    let start = text.len() - text.trim_start_matches(['\u{FEFF}', ' ', '\t', '\r', '\n']).len();
    let rest = &text[start..];
    let first = rest.lines().next().unwrap_or_default().trim_end();
    let found = match first {
        "---" => fenced(text, start),
        "+++" => toml(text, start),
        _ if first.starts_with('{') => json(text, start),
        _ => unopened(text, start),
    };
    found.unwrap_or(Fences {
        kind: Kind::Absent,
        header: Span::new(0, 0),
        fields: Span::new(0, 0),
        body: Span::new(0, text.len()),
    })
}

fn fenced(text: &str, start: usize) -> Option<Fences> {
    let fields_start = start + line_length(&text[start..]);
    let inner = &text[fields_start..];
    let Some((fields, header_end)) = up_to(text, fields_start, &["---", "..."]) else {
        let length = leading_fields(inner);
        let end = fields_start + length;
        return (length > 0).then(|| fences(Kind::Unclosed, text, start, (fields_start, end), end));
    };
    let first = text[fields.range()]
        .lines()
        .map(str::trim)
        .find(|line| !line.is_empty() && !line.starts_with('#'));
    // Otherwise the first line is a thematic break and the next one is another.
    let is_header =
        first.is_none_or(|line| key_length(line).is_some() || line.starts_with(['"', '{', '\'']));
    is_header.then(|| fences(Kind::Yaml, text, start, (fields.start, fields.end), header_end))
}

fn toml(text: &str, start: usize) -> Option<Fences> {
    let fields_start = start + line_length(&text[start..]);
    let (fields, end) = up_to(text, fields_start, &["+++"])?;
    Some(fences(Kind::Toml, text, start, (fields.start, fields.end), end))
}

fn json(text: &str, start: usize) -> Option<Fences> {
    let mut values = serde_json::Deserializer::from_str(&text[start..])
        .into_iter::<serde_json::Map<String, serde_json::Value>>();
    values.next()?.ok()?;
    let fields_end = start + values.byte_offset();
    let end = fields_end + line_length(&text[fields_end..]);
    // `{x}` beside other words on its line is no header.
    let is_alone = text[fields_end..end].trim().is_empty();
    is_alone.then(|| fences(Kind::Yaml, text, start, (start, fields_end), end))
}

fn unopened(text: &str, start: usize) -> Option<Fences> {
    let length = leading_fields(&text[start..]);
    let fields = &text[start..start + length];
    let tells = fields
        .lines()
        .any(|line| key_length(line).is_some_and(|end| TELLING_KEYS.contains(&&line[..end])));
    let fence = &text[start + length..];
    let closes = fence.lines().next().is_some_and(|line| line.trim_end() == "---");
    let end = start + length + line_length(fence);
    (tells && closes).then(|| fences(Kind::Yaml, text, start, (start, start + length), end))
}

fn fences(kind: Kind, text: &str, start: usize, fields: (usize, usize), end: usize) -> Fences {
    Fences {
        kind,
        header: Span::new(start, end),
        fields: Span::new(fields.0, fields.1),
        body: Span::new(end, text.len()),
    }
}

/// Returns what stands before the first line that is one of `closing`, and where the line
/// after it begins.
fn up_to(text: &str, start: usize, closing: &[&str]) -> Option<(Span, usize)> {
    let mut offset = start;
    for line in text[start..].split_inclusive('\n') {
        let end = offset + line.len();
        if closing.contains(&line.trim_end()) {
            return Some((Span::new(start, offset), end));
        }
        offset = end;
    }
    None
}

/// Returns the length of the lines at the start that look like fields: keys, what is
/// indented below them, items of lists, comments.
fn leading_fields(text: &str) -> usize {
    let mut length = 0;
    let mut has_key = false;
    for line in text.split_inclusive('\n') {
        let is_key = key_length(line).is_some();
        let is_part = has_key && (line.starts_with([' ', '\t', '#']) || line.starts_with("- "));
        if line.trim().is_empty() || !(is_key || is_part) {
            break;
        }
        has_key |= is_key;
        length += line.len();
    }
    length
}

fn line_length(text: &str) -> usize {
    text.find('\n').map_or(text.len(), |newline| newline + 1)
}
