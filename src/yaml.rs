//! YAML: front matter, settings, companies and notes. The only owner of the parser.
//!
//! [`parse`] reads a file of known shape or says where it fails. [`Fields`] reads a mapping
//! key by key and never fails: what cannot be read is a diagnostic at its very characters,
//! and the rest is still there.

pub mod edit;
mod fault;
mod list;
mod recover;
mod value;

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;

use crate::diagnostic::Diagnostic;
use crate::language::Wording;
use crate::source::{Source, SourcePath, Span};
use crate::wording;
use fault::Fault;
pub(crate) use recover::key_length;
use value::{Entry, Node, Value, kind};

/// How deep front matter and settings may nest; deeper is an attack or a mistake.
const DEPTH_MAX: usize = 32;
/// How many values one file may hold: a gazetteer of ten thousand companies has fewer.
const NODES_MAX: usize = 400_000;
/// How many values aliases may multiply into.
const ALIASED_NODES_MAX: usize = 10_000;

/// Reads a whole file as a `T`.
///
/// # Errors
/// A diagnostic at the place where the file is no YAML or does not fit `T`.
#[expect(clippy::result_large_err, reason = "a file is parsed once, and seldom in vain")]
pub fn parse<T: DeserializeOwned>(source: &Source) -> Result<T, Diagnostic> {
    let start = bom_length(&source.text);
    let text = &source.text[start..];
    serde_yaml::from_str_with_options(text, options(serde_yaml::DuplicateKeyPolicy::Error)).map_err(
        |error| {
            let fault = Fault::of(&error, text);
            let span = Span::new(fault.span.start + start, fault.span.end + start);
            Diagnostic::yaml(&source.path, span, fault.message, fault.help)
        },
    )
}

/// A value with its place in the source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Located<T> {
    /// What was read.
    pub value: T,
    /// The value's place, quotes included.
    pub span: Span,
}

/// A mapping that is read key by key; [`Fields::finish`] returns all that was amiss.
#[derive(Debug)]
pub struct Fields<'a> {
    source: &'a Source,
    entries: Vec<Entry>,
    diagnostics: Vec<Diagnostic>,
}

impl<'a> Fields<'a> {
    /// Reads the mapping that a whole file holds; an empty one gives no field.
    pub fn of_file(source: &'a Source) -> Self {
        Self::read(source, Span::new(bom_length(&source.text), source.text.len()))
    }

    /// Reads the mapping that `span` of the source holds; an empty one gives no field.
    pub fn read(source: &'a Source, span: Span) -> Self {
        let text = &source.text[span.range()];
        let mut fields = Self { source, entries: Vec::new(), diagnostics: Vec::new() };
        let mut entries = match parse_mapping(text) {
            Ok(entries) => entries,
            Err(fault) => fields.recover(text, span.start, &fault),
        };
        for entry in &mut entries {
            entry.shift(span.start);
        }
        fields.entries = entries;
        fields.drop_duplicates();
        fields
    }

    /// Takes what was read as part of the same file; of a key that stands twice the last counts.
    fn inner(&self, entries: Vec<Entry>) -> Self {
        let mut fields = Self { source: self.source, entries, diagnostics: Vec::new() };
        fields.drop_duplicates();
        fields
    }

    fn recover(&mut self, text: &str, start: usize, fault: &Fault) -> Vec<Entry> {
        let path = &self.source.path;
        let at = |span: Span| Span::new(span.start + start, span.end + start);
        let blanked = recover::blank_invisible(text);
        if let Ok(entries) = parse_mapping(&blanked) {
            self.diagnostics.push(match recover::indenting_tab(text) {
                Some(tab) => Diagnostic::yaml_tab(path, at(tab)),
                None => Diagnostic::yaml_recovered(
                    path,
                    at(fault.span),
                    &fault.message,
                    fault.help.clone(),
                ),
            });
            return entries;
        }
        self.diagnostics.push(Diagnostic::yaml_recovered(
            path,
            at(fault.span),
            &fault.message,
            fault.help.clone(),
        ));
        recover::key_by_key(&blanked, |part| parse_mapping(part).ok())
    }

    /// Keeps the last of each key, as other readers of front matter do.
    fn drop_duplicates(&mut self) {
        let mut kept: Vec<Entry> = Vec::with_capacity(self.entries.len());
        for entry in self.entries.drain(..) {
            if let Some(earlier) = kept.iter_mut().find(|earlier| earlier.key == entry.key) {
                let path = &self.source.path;
                self.diagnostics.push(Diagnostic::duplicate_key(path, entry.key_span, &entry.key));
                *earlier = entry;
            } else {
                kept.push(entry);
            }
        }
        self.entries = kept;
    }

    /// Reads the key `other` as if it were `key`, unless `key` is there too.
    pub fn adopt(&mut self, other: &str, key: &str) {
        let is_there = self.entries.iter().any(|entry| entry.key == key);
        if let Some(index) = self.entries.iter().position(|entry| entry.key == other) {
            if is_there {
                self.entries.remove(index);
            } else {
                key.clone_into(&mut self.entries[index].key);
            }
        }
    }

    /// Drops a key that is known to mean nothing here.
    pub fn ignore(&mut self, key: &str) {
        self.entries.retain(|entry| entry.key != key);
    }

    /// Takes text; a number, or `true`, is taken as written. Blank text is nothing.
    pub fn string(&mut self, key: &str) -> Option<Located<String>> {
        let node = self.take(key)?;
        match self.text_of(&node) {
            Some(text) if text.trim().is_empty() => None,
            Some(value) => Some(Located { value: value.trim().to_owned(), span: node.span }),
            None => {
                self.wrong_kind(key, &node, &kind::text());
                None
            }
        }
    }

    /// Takes `true` or `false`.
    pub fn boolean(&mut self, key: &str) -> Option<Located<bool>> {
        let node = self.take(key)?;
        if let Value::Boolean(value) = node.value {
            return Some(Located { value, span: node.span });
        }
        self.wrong_kind(key, &node, &kind::boolean());
        None
    }

    /// Takes a number.
    pub fn number(&mut self, key: &str) -> Option<Located<f64>> {
        let node = self.take(key)?;
        if let Value::Number(number) = &node.value
            && let Some(value) = number.as_f64()
        {
            return Some(Located { value, span: node.span });
        }
        self.wrong_kind(key, &node, &kind::number());
        None
    }

    /// Takes a list of texts, or one text as a list of itself; tells which by
    /// [`Strings::is_list`].
    pub fn strings(&mut self, key: &str) -> Strings {
        let Some(node) = self.take(key) else { return Strings::default() };
        if let Some(value) = self.text_of(&node) {
            return Strings { values: vec![Located { value, span: node.span }], is_list: false };
        }
        let mut values = Vec::new();
        match &node.value {
            Value::List(items) => {
                for item in items {
                    match self.text_of(item) {
                        Some(value) => values.push(Located { value, span: item.span }),
                        None if item.value == Value::Null => {}
                        None => self.wrong_kind(key, item, &kind::text()),
                    }
                }
            }
            _ => self.wrong_kind(key, &node, &wording!("a list of texts", "一列文字")),
        }
        values.retain(|text| !text.value.trim().is_empty());
        Strings { values, is_list: true }
    }

    /// Takes a mapping, to be read by its own fields.
    ///
    /// What its `finish` returns is to be given to [`Fields::report`].
    pub fn mapping(&mut self, key: &str) -> Option<Self> {
        let node = self.take(key)?;
        if let Value::Mapping(entries) = node.value {
            return Some(self.inner(entries));
        }
        self.wrong_kind(key, &node, &kind::mapping());
        None
    }

    /// Takes a mapping whose keys are free.
    pub fn free(&mut self, key: &str) -> BTreeMap<String, serde_json::Value> {
        let Some(node) = self.take(key) else { return BTreeMap::new() };
        if let Value::Mapping(entries) = &node.value {
            return entries.iter().map(|entry| (entry.key.clone(), entry.node.to_json())).collect();
        }
        self.wrong_kind(key, &node, &kind::mapping());
        BTreeMap::new()
    }

    /// Returns all that is left, and what was amiss with the mapping as a whole.
    pub fn into_values(self) -> (serde_json::Map<String, serde_json::Value>, Vec<Diagnostic>) {
        let entries = self.entries.into_iter();
        let values = entries.map(|entry| (entry.key.clone(), entry.node.to_json())).collect();
        (values, self.diagnostics)
    }

    /// Adds diagnostics about what was taken.
    pub fn report(&mut self, diagnostics: impl IntoIterator<Item = Diagnostic>) {
        self.diagnostics.extend(diagnostics);
    }

    /// Returns what stands at a place of the file.
    pub(crate) fn text(&self, span: Span) -> &'a str {
        self.source.text.get(span.range()).unwrap_or_default()
    }

    /// Returns the path of the file, for diagnostics.
    pub fn path(&self) -> &'a SourcePath {
        &self.source.path
    }

    /// Warns of each key that was not taken, naming the one of `known` that was probably
    /// meant, and returns all that was amiss, in the order of the file.
    pub fn finish(mut self, known: &[&str]) -> Vec<Diagnostic> {
        for entry in &self.entries {
            let meant = did_you_mean(&entry.key, known);
            let path = &self.source.path;
            self.diagnostics.push(Diagnostic::unknown_key(
                path,
                entry.key_span,
                &entry.key,
                meant,
                known,
            ));
        }
        self.diagnostics.sort_by_key(|diagnostic| diagnostic.span.map(|span| span.start));
        self.diagnostics
    }

    /// Takes a key's value; one without a value (`name:`) is as good as absent.
    fn take(&mut self, key: &str) -> Option<Node> {
        let index = self.entries.iter().position(|entry| entry.key == key)?;
        let node = self.entries.remove(index).node;
        (node.value != Value::Null).then_some(node)
    }

    fn text_of(&self, node: &Node) -> Option<String> {
        match &node.value {
            Value::Text(text) => Some(text.clone()),
            // As written: `1.10` is a version, `007` a name.
            Value::Number(_) | Value::Boolean(_) => {
                Some(self.source.text.get(node.span.range())?.to_owned())
            }
            Value::Null | Value::List(_) | Value::Mapping(_) => None,
        }
    }

    fn wrong_kind(&mut self, key: &str, node: &Node, wanted: &Wording) {
        let span = trimmed(node.span, &self.source.text);
        let path = &self.source.path;
        self.diagnostics.push(Diagnostic::wrong_kind(path, span, key, wanted, &node.kind()));
    }
}

/// The texts of a key that may hold one or several.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Strings {
    /// The texts in order, without blank ones.
    pub values: Vec<Located<String>>,
    /// Whether they were written as a list.
    pub is_list: bool,
}

/// Returns the known key that was probably meant.
pub(crate) fn did_you_mean<'a>(key: &str, known: &[&'a str]) -> Option<&'a str> {
    let folded = key.to_lowercase();
    // A third of the letters may be wrong, one at least.
    let allowed = (folded.chars().count() / 3).max(1);
    known
        .iter()
        .map(|&known| (strsim::damerau_levenshtein(&folded, known), known))
        .filter(|&(distance, _)| distance <= allowed)
        .min_by_key(|&(distance, _)| distance)
        .map(|(_, known)| known)
}

/// Parses a mapping; text without any value is an empty one.
fn parse_mapping(text: &str) -> Result<Vec<Entry>, Fault> {
    let options = options(serde_yaml::DuplicateKeyPolicy::PassThrough);
    let node: Option<Node> = serde_yaml::from_str_with_options(text, options)
        .map_err(|error| Fault::of(&error, text))?;
    match node {
        None | Some(Node { value: Value::Null, .. }) => Ok(Vec::new()),
        Some(Node { value: Value::Mapping(entries), .. }) => Ok(entries),
        Some(node) => Err(Fault {
            span: trimmed(node.span, text),
            message: {
                let kind = node.kind();
                wording!(
                    "lines of `key: value` belong here, not {kind}",
                    "这里要的是 `key: value` 这样的行，不是{kind}";
                    kind
                )
            },
            help: None,
        }),
    }
}

/// Takes line ends and spaces off the end of a span, which may reach beyond the text.
fn trimmed(span: Span, text: &str) -> Span {
    let part = text.get(span.start..span.end.min(text.len())).unwrap_or_default();
    Span::new(span.start, span.start + part.trim_end().len())
}

fn options(duplicate_keys: serde_yaml::DuplicateKeyPolicy) -> serde_yaml::Options {
    serde_yaml::options! {
        duplicate_keys: duplicate_keys,
        merge_keys: serde_yaml::MergeKeyPolicy::AsOrdinary,
        // YAML 1.2: `no` is a word, `010` keeps its zero.
        strict_booleans: true,
        leading_zero_numbers_as_strings: true,
        underscored_numbers_as_strings: true,
        non_finite_float_policy: serde_yaml::NonFiniteFloatPolicy::AsString,
        with_snippet: false,
        budget: serde_yaml::budget! {
            max_depth: DEPTH_MAX,
            max_nodes: NODES_MAX,
        },
        alias_limits: serde_yaml::alias_limits! {
            max_total_replayed_events: ALIASED_NODES_MAX,
        },
    }
}

fn bom_length(text: &str) -> usize {
    if text.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { 0 }
}

#[cfg(test)]
mod tests;
