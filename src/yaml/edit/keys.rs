//! Changes single values of an entry and leaves its other lines as they are.

use super::{Refusal, Written, column, line_end, newline, no_entry, parse, spliced};
use crate::source::Span;
use crate::yaml::trimmed;
use crate::yaml::value::{Entry, Value};

/// Returns the text with keys of the entry at `place` under `list` set, or taken out where
/// there is no value for them. New keys stand after the entry's first.
///
/// # Errors
/// A file that is no YAML, a place where the list has no entry, and an entry that cannot be
/// edited so.
pub fn set(
    text: &str,
    list: &str,
    place: usize,
    values: &[(&'static str, Option<Written>)],
) -> Result<String, Refusal> {
    let mut edited = text.to_owned();
    for (key, value) in values.iter().rev() {
        edited = set_one(&edited, list, place, key, value.as_ref())?;
    }
    Ok(edited)
}

fn set_one(
    text: &str,
    list: &str,
    place: usize,
    key: &str,
    value: Option<&Written>,
) -> Result<String, Refusal> {
    let before = parse(text)?;
    let entries = entry(&before, list, place)?;
    // In braces, keys follow each other on a line.
    let is_block = !text[..entries[0].key_span.start].trim_end().ends_with('{');
    let found = entries.iter().find(|one| one.key == key);
    let edited = match (found, value) {
        (None, None) => return Ok(text.to_owned()),
        (Some(one), Some(value)) => {
            let span = value_span(text, one);
            spliced(text, span, &value.flow())
        }
        (Some(one), None) if is_block && column(text, one.key_span.start) > 0 => {
            let end = line_end(text, value_span(text, one).end);
            let start = text[..one.key_span.start].rfind('\n').unwrap_or(0);
            spliced(text, Span::new(start, end), "")
        }
        (Some(one), None) => spliced(text, value_span(text, one), "\"\""),
        (None, Some(value)) => {
            let first = &entries[0];
            let end = value_span(text, first).end;
            if is_block {
                let at = line_end(text, end);
                let column = column(text, first.key_span.start);
                let line = format!("{}{:column$}{key}: {}", newline(text), "", value.flow());
                spliced(text, Span::new(at, at), &line)
            } else {
                spliced(text, Span::new(end, end), &format!(", {key}: {}", value.flow()))
            }
        }
    };
    let after = parse(&edited)?;
    if reads_right(&before, &after, list, place, key, value) {
        Ok(edited)
    } else {
        Err(Refusal::new(format!("`{key}` is written in a way that cannot be edited")))
    }
}

fn entry<'a>(entries: &'a [Entry], list: &str, place: usize) -> Result<&'a [Entry], Refusal> {
    let node = entries.iter().find(|one| one.key == list).map(|one| &one.node);
    match node.map(|node| &node.value) {
        Some(Value::List(items)) => match items.get(place).map(|item| &item.value) {
            Some(Value::Mapping(entries)) if !entries.is_empty() => Ok(entries),
            _ => Err(no_entry(place)),
        },
        _ => Err(no_entry(place)),
    }
}

fn value_span(text: &str, entry: &Entry) -> Span {
    trimmed(entry.node.span, text)
}

/// Tells whether the key reads as it was set and all else as before.
fn reads_right(
    before: &[Entry],
    after: &[Entry],
    list: &str,
    place: usize,
    key: &str,
    value: Option<&Written>,
) -> bool {
    let json = |entries: &[Entry]| {
        let pairs = entries.iter().map(|one| (one.key.clone(), one.node.to_json()));
        serde_json::Value::Object(pairs.collect())
    };
    let (mut before, mut after) = (json(before), json(after));
    let take = |whole: &mut serde_json::Value| {
        whole[list][place].as_object_mut().and_then(|entry| entry.remove(key))
    };
    let (_, now) = (take(&mut before), take(&mut after));
    let is_set = match (now, value) {
        (None, None) => true,
        (Some(now), None) => now == "",
        (Some(now), Some(value)) => now == super::json(value),
        (None, Some(_)) => false,
    };
    is_set && before == after
}
