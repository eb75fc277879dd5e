//! Headers of other programs, in our keys.

use std::iter::{from_fn, once};

use serde_json::{Map, Value};

use crate::diagnostic::Diagnostic;
use crate::import::entry::Entry;
use crate::import::header::Header;
use crate::import::{address, moment};
use crate::load::front_matter::{self, DIALECT, TAG_SEPARATORS, Written};
use crate::source::{Source, Span};
use crate::yaml::Fields;

/// Keys by which programs mean one of ours, beside those that a header may have here too; the
/// likelier first.
const MORE: [(&str, &str); 10] = [
    ("byline", "name"),
    ("publishDate", "time"),
    ("created", "time"),
    ("update_date", "updated"),
    ("lastUpdated", "updated"),
    ("canonicalURL", "url"),
    ("canonical", "url"),
    ("canonicalUrl", "url"),
    ("external-url", "url"),
    ("permalink", "aliases"),
];

/// Returns the header of a file, the text below it, and what was amiss.
pub(super) fn read<'a>(entry: &Entry<'a>) -> (Header, &'a str, Vec<Diagnostic>) {
    let source = Source::new(entry.path.clone(), entry.text);
    let (kind, fields, body) = front_matter::fields(&source);
    let mut diagnostics = Vec::new();
    let keys = match kind {
        Written::Toml => toml(&source, fields).unwrap_or_else(|fault| {
            diagnostics.push(fault);
            Map::new()
        }),
        Written::Yaml => {
            let (keys, faults) = Fields::read(&source, fields).into_values();
            diagnostics.extend(faults);
            keys
        }
    };
    let mut given = Given { keys, entry, diagnostics };
    let header = given.header();
    (header, &entry.text[body.range()], given.diagnostics)
}

#[expect(clippy::result_large_err, reason = "a file is imported once, and seldom in vain")]
fn toml(source: &Source, fields: Span) -> Result<Map<String, Value>, Diagnostic> {
    let text = &source.text[fields.range()];
    let table: toml::Table = text.parse().map_err(|fault: toml::de::Error| {
        let place = fault.span().unwrap_or(0..0);
        let place = Span::new(place.start + fields.start, place.end + fields.start);
        Diagnostic::unreadable_header(&source.path, place, fault.message())
    })?;
    Ok(table.into_iter().map(|(key, value)| (key, json(value))).collect())
}

fn json(value: toml::Value) -> Value {
    match value {
        toml::Value::String(text) => text.into(),
        toml::Value::Integer(number) => number.into(),
        toml::Value::Float(number) => number.into(),
        toml::Value::Boolean(value) => value.into(),
        toml::Value::Datetime(time) => time.to_string().into(),
        toml::Value::Array(items) => items.into_iter().map(json).collect(),
        toml::Value::Table(table) => {
            Value::Object(table.into_iter().map(|(key, value)| (key, json(value))).collect())
        }
    }
}

/// A header while it is read: what is left of it goes with the essay as it is.
struct Given<'a> {
    keys: Map<String, Value>,
    entry: &'a Entry<'a>,
    diagnostics: Vec<Diagnostic>,
}

impl Given<'_> {
    fn header(&mut self) -> Header {
        // Hugo keeps a page's own keys here; our own files too.
        for outer in ["params", "extra"] {
            if let Some(Value::Object(inner)) = self.keys.remove(outer) {
                inner.into_iter().for_each(|(key, value)| {
                    self.keys.entry(key).or_insert(value);
                });
            }
        }
        // Hugo has a key for how it is shown, and one for what it is.
        let layouts: Vec<String> = from_fn(|| self.text("layout")).collect();
        let mut aliases = self.aliases();
        let url = self.url(&mut aliases);
        let header = Header {
            is_page: layouts.iter().any(|layout| layout == "page"),
            url,
            name: self.names(),
            time: self.moment("time"),
            title: self.text("title").unwrap_or_default(),
            slug: self.text("slug"),
            tags: self.tags(),
            summary: self.text("summary"),
            draft: self.is_draft() || layouts.iter().any(|layout| layout == "draft"),
            lang: self.text("lang"),
            updated: self.moment("updated"),
            aliases,
            extra: Map::new(),
        };
        let mut extra = std::mem::take(&mut self.keys);
        extra.retain(|_, value| !value.is_null());
        Header { extra, ..header }
    }

    /// Takes the first key for one of ours that has a text; the others stay.
    fn text(&mut self, ours: &str) -> Option<String> {
        let (key, text) = self.said(ours)?;
        self.keys.remove(key);
        Some(text)
    }

    /// Returns the first key for one of ours that has a text, with the text.
    fn said<'a>(&self, ours: &'a str) -> Option<(&'a str, String)> {
        keys_of(ours).find_map(|key| Some((key, text_of(self.keys.get(key)?)?)))
    }

    fn names(&mut self) -> Option<String> {
        let (key, names) = keys_of("name").find_map(|key| {
            let names = texts(self.keys.get(key)?);
            (!names.is_empty()).then(|| (key, names.join("、")))
        })?;
        self.keys.remove(key);
        Some(names)
    }

    /// Takes a time; one that cannot be read stays, and is said.
    fn moment(&mut self, ours: &str) -> Option<String> {
        let (key, text) = self.said(ours)?;
        let time = moment::read(&text, self.entry.config);
        if time.is_some() {
            self.keys.remove(key);
        } else {
            self.diagnostics.push(Diagnostic::unreadable_time(self.entry.path, key, &text));
        }
        time
    }

    /// Takes the address of the first publication; one within the site is an older address.
    fn url(&mut self, aliases: &mut Vec<String>) -> Option<String> {
        for key in keys_of("url") {
            let Some(text) = self.keys.get(key).and_then(text_of) else { continue };
            if address::Address::parse(&text).is_some() {
                self.keys.remove(key);
                return Some(text);
            }
            if key == "url" && text.starts_with('/') {
                self.keys.remove(key);
                aliases.push(text);
            }
        }
        None
    }

    fn aliases(&mut self) -> Vec<String> {
        let mut aliases = Vec::new();
        for key in keys_of("aliases") {
            let found = self.keys.get(key).map(texts).unwrap_or_default();
            // `/:year/:title/` is a pattern, and what it makes is not known here.
            if found.is_empty() || found.iter().any(|one| one.contains(':')) {
                continue;
            }
            self.keys.remove(key);
            aliases.extend(found);
        }
        aliases
    }

    fn tags(&mut self) -> Vec<String> {
        let mut tags: Vec<String> = Vec::new();
        for key in front_matter::TAGS {
            let words = match self.keys.remove(key) {
                // Jekyll divides a text at its spaces, Hexo takes it whole; commas part in both.
                Some(Value::String(text)) if text.contains(TAG_SEPARATORS) => {
                    text.split(TAG_SEPARATORS).map(|one| one.trim().to_owned()).collect()
                }
                Some(Value::String(text)) => text.split_whitespace().map(str::to_owned).collect(),
                Some(value) => flat(&value),
                None => continue,
            };
            for word in words.into_iter().filter(|word| !word.is_empty()) {
                if !tags.contains(&word) {
                    tags.push(word);
                }
            }
        }
        tags
    }

    fn is_draft(&mut self) -> bool {
        let mut is = |key: &str, value: bool| {
            let found = self.keys.get(key).and_then(Value::as_bool);
            if found.is_some() {
                self.keys.remove(key);
            }
            found == Some(value)
        };
        let said = is("draft", true) | is("published", false);
        let status = self.keys.get("status").and_then(text_of);
        if status.is_some() {
            self.keys.remove("status");
        }
        said || status.is_some_and(|status| front_matter::is_withheld(&status))
    }
}

/// Returns all keys that mean one of ours, the likelier first.
fn keys_of(ours: &str) -> impl Iterator<Item = &str> {
    let others = DIALECT.into_iter().chain(MORE);
    once(ours).chain(others.filter(move |(_, key)| *key == ours).map(|(other, _)| other))
}

fn text_of(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        Value::Object(fields) => {
            return fields.get("name").or_else(|| fields.get("title")).and_then(text_of);
        }
        _ => return None,
    };
    (!text.is_empty()).then_some(text)
}

fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::Array(items) => items.iter().filter_map(text_of).collect(),
        one => text_of(one).into_iter().collect(),
    }
}

/// Hexo's categories may be lists of lists.
fn flat(value: &Value) -> Vec<String> {
    match value {
        Value::Array(items) => items.iter().flat_map(flat).collect(),
        one => text_of(one).into_iter().collect(),
    }
}
