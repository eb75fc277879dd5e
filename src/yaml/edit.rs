//! Edits a list of mappings in a YAML file and leaves every other byte as it is.
//!
//! Comments, order, quotes and line ends are their writer's. After each edit the file is
//! parsed again: if anything but the one entry reads otherwise than before, the edit is
//! refused.

mod keys;
mod written;

use std::fmt;

use super::value::{Entry, Node, Value};
use super::{bom_length, parse_mapping, trimmed};
use crate::source::Span;
pub use keys::set;
pub use written::{Written, WrittenEntry, json, line, value};
use written::{block, flow};

/// Why a file was not edited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal(String);

impl Refusal {
    /// Makes a refusal of its reason.
    pub fn new(why: impl Into<String>) -> Self {
        Self(why.into())
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A change to the list under one key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// An entry at the end.
    Append(WrittenEntry),
    /// An entry in the place of the one at this place.
    Replace(usize, WrittenEntry),
    /// What [`raw`] returned, in the place of the entry at this place.
    Restore(usize, String),
    /// The entry at this place goes.
    Remove(usize),
}

/// Returns the place of the first entry under `key` that is wanted.
///
/// # Errors
/// A file that is no YAML.
pub fn find(
    text: &str,
    key: &str,
    is_wanted: impl Fn(&serde_json::Value) -> bool,
) -> Result<Option<usize>, Refusal> {
    Ok(values(&parse(text)?, key).iter().position(is_wanted))
}

/// Returns an entry as it is written, for [`Change::Restore`].
///
/// # Errors
/// A file that is no YAML, and a place where the list has no entry.
pub fn raw(text: &str, key: &str, place: usize) -> Result<String, Refusal> {
    match List::find(text, &parse(text)?, key)? {
        List::Block(spans) | List::Flow(spans) => {
            let span = spans.get(place).ok_or_else(|| no_entry(place))?;
            Ok(text[span.start..flow_end(text, *span)].to_owned())
        }
        List::Absent | List::Empty(_) => Err(no_entry(place)),
    }
}

/// Returns the text with one change to the list under `key`, which is made if it is not there.
///
/// # Errors
/// A file that is no YAML or ends lines with carriage returns alone, a place where the list has
/// no entry, and a file of which something else would come to read otherwise.
pub fn edit(text: &str, key: &str, change: &Change) -> Result<String, Refusal> {
    if ends_lines_with_returns(text) {
        // A line to YAML, and none to whoever reads or edits the file line by line.
        return Err(Refusal::new("a line ends with a carriage return and no line feed"));
    }
    let before = parse(text)?;
    let list = List::find(text, &before, key)?;
    let edited = match change {
        Change::Append(entry) => list.append(text, key, entry),
        Change::Replace(place, entry) => list.replace(text, *place, entry)?,
        Change::Restore(place, lines) => list.restore(text, *place, lines)?,
        Change::Remove(place) => list.remove(text, key, *place)?,
    };
    let after = parse(&edited)?;
    if is_expected(&values(&before, key), &values(&after, key), change)
        && others(&before, key) == others(&after, key)
    {
        Ok(edited)
    } else {
        Err(Refusal(format!("`{key}` is written in a way that cannot be edited line by line")))
    }
}

fn ends_lines_with_returns(text: &str) -> bool {
    text.match_indices('\r').any(|(at, _)| !text[at..].starts_with("\r\n"))
}

fn parse(text: &str) -> Result<Vec<Entry>, Refusal> {
    let start = bom_length(text);
    let mut entries =
        parse_mapping(&text[start..]).map_err(|fault| Refusal(fault.message.english.clone()))?;
    entries.iter_mut().for_each(|entry| entry.shift(start));
    Ok(entries)
}

fn others(entries: &[Entry], key: &str) -> Vec<(String, serde_json::Value)> {
    let others = entries.iter().filter(|entry| entry.key != key);
    others.map(|entry| (entry.key.clone(), entry.node.to_json())).collect()
}

fn values(entries: &[Entry], key: &str) -> Vec<serde_json::Value> {
    let node = entries.iter().find(|entry| entry.key == key).map(|entry| &entry.node);
    match node.map(|node| &node.value) {
        Some(Value::List(items)) => items.iter().map(Node::to_json).collect(),
        _ => Vec::new(),
    }
}

/// Tells whether a list reads as the change means it to.
fn is_expected(before: &[serde_json::Value], after: &[serde_json::Value], change: &Change) -> bool {
    let mut wanted = before.to_vec();
    match change {
        Change::Append(entry) => wanted.push(value(entry)),
        Change::Replace(place, entry) => wanted[*place] = value(entry),
        // What was there before may be anything.
        Change::Restore(place, _) => {
            if let Some(restored) = after.get(*place) {
                wanted[*place] = restored.clone();
            }
        }
        Change::Remove(place) => {
            wanted.remove(*place);
        }
    }
    wanted == after
}

/// Where a list stands in a file.
enum List {
    /// Nowhere: the key is not there.
    Absent,
    /// A key without entries; the place of its value.
    Empty(Span),
    /// One entry a line or more, each behind a dash; the entries' places.
    Block(Vec<Span>),
    /// All on one line, in brackets; the entries' places.
    Flow(Vec<Span>),
}

impl List {
    fn find(text: &str, entries: &[Entry], key: &str) -> Result<Self, Refusal> {
        let Some(entry) = entries.iter().find(|entry| entry.key == key) else {
            return Ok(Self::Absent);
        };
        match &entry.node.value {
            Value::Null => {
                let after = entry.key_span.end + text[entry.key_span.end..].find(':').unwrap_or(0);
                Ok(Self::Empty(Span::new(after + 1, after + 1)))
            }
            Value::List(items) if items.is_empty() => {
                let start = entry.node.span.start;
                let end = text[start..].find(']').map_or(start, |at| start + at + 1);
                Ok(Self::Empty(Span::new(start, end)))
            }
            Value::List(items) => {
                let spans = items.iter().map(|item| trimmed(item.span, text)).collect();
                let before = text[..items[0].span.start].trim_end_matches([' ', '\t']);
                let is_block = before.ends_with('-');
                Ok(if is_block { Self::Block(spans) } else { Self::Flow(spans) })
            }
            _ => Err(Refusal(format!("`{key}` is no list"))),
        }
    }

    fn append(&self, text: &str, key: &str, entry: &WrittenEntry) -> String {
        let newline = newline(text);
        match self {
            Self::Absent => {
                let mut edited = text.to_owned();
                if !edited.is_empty() && !edited.ends_with('\n') {
                    edited.push_str(newline);
                }
                let lines = block(entry, INDENT + 2, newline);
                edited + &format!("{key}:{newline}{:INDENT$}- {lines}{newline}", "")
            }
            Self::Empty(span) => {
                let lines = block(entry, INDENT + 2, newline);
                let list = format!("{newline}{:INDENT$}- {lines}", "");
                let start = text[..span.start].trim_end_matches([' ', '\t']).len();
                spliced(text, Span::new(start.max(bom_length(text)), span.end), &list)
            }
            Self::Block(spans) => {
                let last = spans.last().copied().unwrap_or(Span::new(text.len(), text.len()));
                let column = column(text, last.start);
                let dash = dash_column(text, last.start);
                let lines = block(entry, column, newline);
                let gap = column - dash - 1;
                let at = line_end(text, last.end);
                spliced(
                    text,
                    Span::new(at, at),
                    &format!("{newline}{:dash$}-{:gap$}{lines}", "", ""),
                )
            }
            Self::Flow(spans) => {
                let at = spans.last().map_or(text.len(), |span| flow_end(text, *span));
                spliced(text, Span::new(at, at), &format!(", {}", flow(entry)))
            }
        }
    }

    fn replace(&self, text: &str, place: usize, entry: &WrittenEntry) -> Result<String, Refusal> {
        let lines = match self {
            Self::Block(spans) if place < spans.len() => {
                block(entry, column(text, spans[place].start), newline(text))
            }
            _ => flow(entry),
        };
        self.restore(text, place, &lines)
    }

    fn restore(&self, text: &str, place: usize, lines: &str) -> Result<String, Refusal> {
        match self {
            Self::Block(spans) | Self::Flow(spans) if place < spans.len() => {
                let span = spans[place];
                Ok(spliced(text, Span::new(span.start, flow_end(text, span)), lines))
            }
            _ => Err(no_entry(place)),
        }
    }

    fn remove(&self, text: &str, key: &str, place: usize) -> Result<String, Refusal> {
        match self {
            Self::Block(spans) if place < spans.len() => {
                let span = spans[place];
                let start = text[..span.start].rfind('\n').map_or(bom_length(text), |at| at + 1);
                let end = text[span.end..].find('\n').map_or(text.len(), |at| span.end + at + 1);
                if spans.len() == 1 {
                    // `key:` alone would read as nothing at all; an empty list says what it is.
                    let edited = spliced(text, Span::new(start, end.max(start)), "");
                    let colon = edited[..start].rfind(':').map_or(start, |at| at + 1);
                    return Ok(spliced(&edited, Span::new(colon, colon), " []"));
                }
                Ok(spliced(text, Span::new(start, end.max(start)), ""))
            }
            Self::Flow(spans) if place < spans.len() => {
                let span = spans[place];
                let end = flow_end(text, span);
                let (start, end) = match (place.checked_sub(1), spans.get(place + 1)) {
                    (Some(before), _) => (flow_end(text, spans[before]), end),
                    (None, Some(after)) => (span.start, after.start),
                    (None, None) => (span.start, end),
                };
                Ok(spliced(text, Span::new(start, end), ""))
            }
            _ => Err(Refusal(format!("`{key}` has no entry {}", place + 1))),
        }
    }
}

/// How far the entries of a new list stand in.
const INDENT: usize = 2;

fn no_entry(place: usize) -> Refusal {
    Refusal(format!("there is no entry {}", place + 1))
}

fn newline(text: &str) -> &'static str {
    if text.contains("\r\n") { "\r\n" } else { "\n" }
}

fn spliced(text: &str, span: Span, with: &str) -> String {
    format!("{}{with}{}", &text[..span.start], &text[span.end..])
}

/// Returns where the line ends, its newline left out, on which the byte before `at` stands.
fn line_end(text: &str, at: usize) -> usize {
    let end = text[at..].find('\n').map_or(text.len(), |found| at + found);
    if text[..end].ends_with('\r') && end > at { end - 1 } else { end }
}

/// Returns the end of an entry in braces, whose span ends with its last value.
fn flow_end(text: &str, span: Span) -> usize {
    if text[span.start..].starts_with('{') {
        text[span.end..].find('}').map_or(span.end, |at| span.end + at + 1)
    } else {
        span.end
    }
}

fn column(text: &str, at: usize) -> usize {
    let start = text[..at].rfind('\n').map_or(bom_length(text).min(at), |newline| newline + 1);
    text[start..at].chars().count()
}

fn dash_column(text: &str, at: usize) -> usize {
    let dash = text[..at].rfind('-').unwrap_or(at);
    column(text, dash)
}

#[cfg(test)]
mod tests;
