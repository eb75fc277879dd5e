//! Edits a list of mappings in a YAML file and leaves every other byte as it is.
//!
//! Comments, order, quotes and line ends are their writer's. After each edit the file is
//! parsed again: if anything but the one entry reads otherwise than before, the edit is
//! refused.

use std::fmt;

use super::value::{Entry, Node, Value};
use super::{bom_length, parse_mapping};
use crate::source::Span;

/// What can be written into a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Written {
    /// Text; several lines are written as a block.
    Text(String),
    /// A whole number.
    Number(usize),
    /// A list on one line.
    List(Vec<Self>),
    /// A mapping on one line.
    Mapping(Vec<(&'static str, Self)>),
}

/// An entry of a list: its keys in their order.
pub type WrittenEntry = Vec<(&'static str, Written)>;

/// Why a file was not edited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal(String);

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
    /// The entry at this place goes.
    Remove(usize),
}

/// Returns the text with one change to the list under `key`, which is made if it is not there.
///
/// # Errors
/// A file that is no YAML, a place where the list has no entry, and a file of which something
/// else would come to read otherwise.
pub fn edit(text: &str, key: &str, change: &Change) -> Result<String, Refusal> {
    let before = parse(text)?;
    let list = List::find(text, &before, key)?;
    let edited = match change {
        Change::Append(entry) => list.append(text, key, entry),
        Change::Replace(place, entry) => list.replace(text, *place, entry)?,
        Change::Remove(place) => list.remove(text, key, *place)?,
    };
    let after = parse(&edited)?;
    if values(&after, key) == expected(&before, key, change)
        && others(&before, key) == others(&after, key)
    {
        Ok(edited)
    } else {
        Err(Refusal(format!("`{key}` is written in a way that cannot be edited line by line")))
    }
}

fn parse(text: &str) -> Result<Vec<Entry>, Refusal> {
    let start = bom_length(text);
    let mut entries =
        parse_mapping(&text[start..]).map_err(|fault| Refusal(fault.message.clone()))?;
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

fn expected(before: &[Entry], key: &str, change: &Change) -> Vec<serde_json::Value> {
    let mut values = values(before, key);
    match change {
        Change::Append(entry) => values.push(json_of(entry)),
        Change::Replace(place, entry) => values[*place] = json_of(entry),
        Change::Remove(place) => {
            values.remove(*place);
        }
    }
    values
}

fn json_of(entry: &[(&'static str, Written)]) -> serde_json::Value {
    let pairs = entry.iter().map(|(key, value)| ((*key).to_owned(), value.to_json()));
    serde_json::Value::Object(pairs.collect())
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
                let spans = items.iter().map(|item| trimmed(text, item.span)).collect();
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
        match self {
            Self::Block(spans) if place < spans.len() => {
                let span = spans[place];
                let lines = block(entry, column(text, span.start), newline(text));
                Ok(spliced(text, Span::new(span.start, flow_end(text, span)), &lines))
            }
            Self::Flow(spans) if place < spans.len() => {
                let span = spans[place];
                Ok(spliced(text, Span::new(span.start, flow_end(text, span)), &flow(entry)))
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

fn trimmed(text: &str, span: Span) -> Span {
    let end = span.end.clamp(span.start, text.len());
    Span::new(span.start, span.start + text[span.start..end].trim_end().len())
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

/// Writes an entry as lines; those after the first stand in as far as `column`.
fn block(entry: &[(&'static str, Written)], column: usize, newline: &str) -> String {
    let lines: Vec<String> = entry
        .iter()
        .map(|(key, value)| match value {
            Written::Text(text) if is_block(text) => {
                let body: Vec<String> = text
                    .lines()
                    .map(|line| {
                        if line.is_empty() {
                            String::new()
                        } else {
                            format!("{:column$}  {line}", "")
                        }
                    })
                    .collect();
                format!("{key}: |{newline}{}", body.join(newline))
            }
            _ => format!("{key}: {}", value.flow()),
        })
        .collect();
    lines.join(&format!("{newline}{:column$}", ""))
}

fn flow(entry: &[(&'static str, Written)]) -> String {
    let pairs: Vec<String> =
        entry.iter().map(|(key, value)| format!("{key}: {}", value.flow())).collect();
    format!("{{{}}}", pairs.join(", "))
}

/// Tells whether a text is written as a block: it has lines, and reads the same that way.
fn is_block(text: &str) -> bool {
    text.trim_end().contains('\n')
        && text.trim() == text
        && text.lines().all(|line| line.trim_end() == line)
        && !text.contains(|letter: char| letter.is_control() && letter != '\n')
        && !text.contains(['\u{85}', '\u{2028}', '\u{2029}', '\u{FEFF}'])
}

impl Written {
    fn flow(&self) -> String {
        match self {
            Self::Text(text) if is_plain(text) => text.clone(),
            // A JSON string is a YAML string.
            Self::Text(text) => serde_json::Value::from(text.as_str()).to_string(),
            Self::Number(number) => number.to_string(),
            Self::List(items) => {
                let items: Vec<String> = items.iter().map(Self::flow).collect();
                format!("[{}]", items.join(", "))
            }
            Self::Mapping(pairs) => flow(pairs),
        }
    }

    fn to_json(&self) -> serde_json::Value {
        match self {
            // A block's last line break is not part of what was meant; see `Fields::string`.
            Self::Text(text) if is_block(text) => format!("{text}\n").into(),
            Self::Text(text) => text.as_str().into(),
            Self::Number(number) => (*number).into(),
            Self::List(items) => items.iter().map(Self::to_json).collect(),
            Self::Mapping(pairs) => json_of(pairs),
        }
    }
}

/// Tells whether a text needs no quotes anywhere: it begins with a letter, holds nothing that
/// means something in YAML, and is no word such as `true`.
fn is_plain(text: &str) -> bool {
    const WORDS: [&str; 8] = ["true", "false", "null", "yes", "no", "on", "off", "nan"];
    let is_safe = |letter: char| {
        letter.is_alphanumeric() || " ，。、；！？“”‘’（）《》…—·-_/.%+".contains(letter)
    };
    text.chars().next().is_some_and(char::is_alphabetic)
        && text.chars().all(is_safe)
        && text.trim() == text
        && !WORDS.contains(&text.to_lowercase().as_str())
}

#[cfg(test)]
mod tests;
