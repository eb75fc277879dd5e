//! Records notes and decisions in the text of a notes file, and takes them back.
//!
//! Text to text; who writes it to the disk is not known here.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::annotate::file::{DeclaredSide, NoteKind, Ruling};
use crate::annotate::selector::Selector;
use crate::detect::comparison::Relation;
use crate::yaml::edit::{self, Change, Refusal, Written, WrittenEntry};

/// Something to be written into a notes file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Record {
    /// A note.
    Note(NoteRecord),
    /// A decision on a comparison.
    Comparison(DecisionRecord),
}

/// A note on its way into a file.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct NoteRecord {
    /// What it is about.
    pub selector: Selector,
    /// Who wrote it.
    #[serde(default)]
    pub annotator: Option<String>,
    /// When, as it is to be written.
    #[serde(default)]
    pub time: Option<String>,
    /// Where it is shown.
    #[serde(default)]
    pub kind: NoteKind,
    /// Its Markdown.
    pub body: String,
}

/// A decision on its way into a file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DecisionRecord {
    /// Which stretch of text it is about.
    pub selector: Selector,
    /// What is to be done.
    pub decision: Ruling,
    /// The sides.
    #[serde(default)]
    pub sides: Vec<DeclaredSide>,
    /// The relation.
    #[serde(default)]
    pub relation: Option<Relation>,
    /// The place of the better side among the sides.
    #[serde(default)]
    pub favours: Option<usize>,
    /// What is compared.
    #[serde(default)]
    pub aspect: Option<String>,
    /// Who decided.
    #[serde(default)]
    pub annotator: Option<String>,
    /// When, as it is to be written.
    #[serde(default)]
    pub time: Option<String>,
}

/// How a record is taken back.
#[derive(Clone, Debug, PartialEq)]
pub struct Undo {
    key: &'static str,
    /// The entry as it reads now.
    entry: Value,
    /// The lines in whose place it stands.
    before: Option<String>,
}

/// Returns the text of a notes file with a record in it.
///
/// A decision takes the place of an earlier one on the same comparison; a note is always added.
///
/// # Errors
/// A file that is no YAML, or is written in a way that cannot be edited.
pub fn record(text: &str, record: &Record) -> Result<(String, Undo), Refusal> {
    let (key, entry) = record.entry();
    let earlier = match record {
        Record::Note(_) => None,
        Record::Comparison(decision) => edit::find(text, key, |one| decision.is_on(one))?,
    };
    let before = earlier.map(|place| edit::raw(text, key, place)).transpose()?;
    let change = match earlier {
        Some(place) => Change::Replace(place, entry.clone()),
        None => Change::Append(entry.clone()),
    };
    let edited = edit::edit(text, key, &change)?;
    Ok((edited, Undo { key, entry: edit::value(&entry), before }))
}

/// Tells whether the text of a notes file has this very record.
///
/// # Errors
/// A file that is no YAML.
pub fn holds(text: &str, record: &Record) -> Result<bool, Refusal> {
    let (key, entry) = record.entry();
    let entry = edit::value(&entry);
    Ok(edit::find(text, key, |one| *one == entry)?.is_some())
}

impl Record {
    /// Returns the list that it goes into, and what is written there.
    fn entry(&self) -> (&'static str, WrittenEntry) {
        match self {
            Self::Note(note) => ("notes", note.entry()),
            Self::Comparison(decision) => ("comparisons", decision.entry()),
        }
    }
}

impl Undo {
    /// Returns the text without the record; what others wrote since stays.
    ///
    /// # Errors
    /// A file that is no YAML, or no longer has the record.
    pub fn apply(&self, text: &str) -> Result<String, Refusal> {
        let place = edit::find(text, self.key, |one| *one == self.entry)?;
        let place = place.ok_or_else(|| Refusal::new("someone else has changed this entry"))?;
        let change = match &self.before {
            Some(lines) => Change::Restore(place, lines.clone()),
            None => Change::Remove(place),
        };
        edit::edit(text, self.key, &change)
    }
}

impl NoteRecord {
    fn entry(&self) -> WrittenEntry {
        let mut entry = selector(&self.selector);
        text(&mut entry, "annotator", self.annotator.as_deref());
        text(&mut entry, "time", self.time.as_deref());
        if self.kind != NoteKind::default() {
            text(&mut entry, "kind", Some(self.kind.name()));
        }
        text(&mut entry, "body", Some(self.body.trim()));
        entry
    }
}

impl DecisionRecord {
    fn entry(&self) -> WrittenEntry {
        let mut entry = selector(&self.selector);
        if self.decision != Ruling::Add {
            text(&mut entry, "decision", Some(self.decision.name()));
        }
        if !self.sides.is_empty() {
            entry.push(("sides", Written::List(self.sides.iter().map(side).collect())));
        }
        text(&mut entry, "relation", self.relation.map(Relation::name));
        if let Some(favoured) = self.favours.filter(|&place| place < self.sides.len()) {
            entry.push(("favours", Written::Number(favoured + 1)));
        } else if self.decision != Ruling::Reject && self.relation.is_some() {
            text(&mut entry, "favours", Some("none"));
        }
        text(&mut entry, "aspect", self.aspect.as_deref());
        text(&mut entry, "annotator", self.annotator.as_deref());
        text(&mut entry, "time", self.time.as_deref());
        entry
    }

    /// Tells whether an entry is an earlier decision on the same comparison.
    fn is_on(&self, entry: &Value) -> bool {
        let same = |key: &str, own: &str| {
            entry.get(key).and_then(Value::as_str).unwrap_or_default().trim() == own.trim()
        };
        let sides = edit::json(&Written::List(self.sides.iter().map(side).collect()));
        same("quote", &self.selector.quote)
            && same("prefix", &self.selector.prefix)
            && same("suffix", &self.selector.suffix)
            && (self.decision == Ruling::Edit
                || entry.get("sides").is_none_or(|other| *other == sides))
    }
}

fn text(entry: &mut WrittenEntry, key: &'static str, value: Option<&str>) {
    if let Some(value) = value.filter(|value| !value.trim().is_empty()) {
        entry.push((key, Written::Text(value.to_owned())));
    }
}

fn selector(selector: &Selector) -> WrittenEntry {
    let mut entry = Vec::new();
    text(&mut entry, "quote", Some(&selector.quote));
    text(&mut entry, "prefix", Some(&selector.prefix));
    text(&mut entry, "suffix", Some(&selector.suffix));
    if let Some(position) = selector.position {
        entry.push(("position", Written::Number(position)));
    }
    entry
}

fn side(side: &DeclaredSide) -> Written {
    let surface = || Written::Text(side.surface.clone());
    if side.is_class {
        return Written::Mapping(vec![("class", surface())]);
    }
    match side.companies.as_slice() {
        [] => surface(),
        [one] => {
            Written::Mapping(vec![("surface", surface()), ("company", Written::Text(one.clone()))])
        }
        several => {
            let names = several.iter().map(|name| Written::Text(name.clone())).collect();
            Written::Mapping(vec![("surface", surface()), ("companies", Written::List(names))])
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decision(ruling: Ruling) -> Record {
        Record::Comparison(DecisionRecord {
            selector: Selector {
                quote: "微信胜过支付宝。".to_owned(), ..Selector::default()
            },
            decision: ruling,
            sides: vec![
                DeclaredSide { surface: "微信".to_owned(), ..DeclaredSide::default() },
                DeclaredSide { surface: "支付宝".to_owned(), ..DeclaredSide::default() },
            ],
            relation: Some(Relation::Superior),
            favours: Some(0),
            aspect: None,
            annotator: Some("林".to_owned()),
            time: Some("2024-03-01".to_owned()),
        })
    }

    #[test]
    fn a_second_thought_takes_the_place_of_the_first() {
        let (first, _) = record("# 手写\n", &decision(Ruling::Keep)).expect("it can be edited");
        assert_eq!(
            first,
            "# 手写\ncomparisons:\n  - quote: 微信胜过支付宝。\n    decision: keep\n    \
             sides: [微信, 支付宝]\n    relation: superior\n    favours: 1\n    annotator: 林\n    \
             time: \"2024-03-01\"\n"
        );
        let (second, undo) = record(&first, &decision(Ruling::Reject)).expect("it can be edited");
        assert_eq!(second, first.replace("keep", "reject"));
        assert_eq!(undo.apply(&second).as_ref(), Ok(&first));
    }

    #[test]
    fn what_is_taken_back_leaves_what_others_wrote() {
        let (text, undo) = record("", &decision(Ruling::Keep)).expect("it can be edited");
        let note = NoteRecord {
            selector: Selector { quote: "微信".to_owned(), ..Selector::default() },
            body: "一。\n\n- 二".to_owned(),
            ..NoteRecord::default()
        };
        let (text, other) = record(&text, &Record::Note(note)).expect("it can be edited");
        let without = undo.apply(&text).expect("it can be taken back");
        assert_eq!(
            without,
            "comparisons: []\nnotes:\n  - quote: 微信\n    body: |\n      一。\n\n      - 二\n"
        );
        assert!(undo.apply(&without).is_err());
        assert_eq!(other.apply(&without).as_deref(), Ok("comparisons: []\nnotes: []\n"));
    }
}
