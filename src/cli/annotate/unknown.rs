//! Names that look like companies' and that no list knows, as a `companies.yaml`.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::super::report::counted;
use super::marked::{Paint, clean, marked};
use crate::detect::DetectedEssay;
use crate::detect::mention::{Mention, MentionKind};
use crate::load::essay::Passage;

/// How many characters of an example are shown on either side of the name.
const EXAMPLE_REACH: usize = 20;

/// A name with where it stands.
struct Suspect<'a> {
    name: &'a str,
    times: usize,
    /// The numbers of the essays that name it.
    essays: BTreeSet<usize>,
    /// Its first mention, and the essay of that.
    first: (&'a DetectedEssay, &'a Mention),
}

/// Lists the unknown names of essays, the most frequent first.
pub(super) fn listing(essays: &[DetectedEssay]) -> String {
    let suspects = suspects(essays);
    if suspects.is_empty() {
        return "# No name here looks like a company's that no list knows.\n".to_owned();
    }
    let mut text = "# Names that no list knows. Those that are companies' belong in \
                    content/companies.yaml.\ncompanies:\n"
        .to_owned();
    for suspect in suspects {
        let times = counted(suspect.times, "time", "");
        let essays = counted(suspect.essays.len(), "essay", "");
        let _ = writeln!(text, "  # {times} in {essays} · {}", example(suspect.first));
        let _ = writeln!(text, "  - name: {}", scalar(suspect.name));
    }
    text
}

fn suspects(essays: &[DetectedEssay]) -> Vec<Suspect<'_>> {
    let mut suspects: BTreeMap<&str, Suspect<'_>> = BTreeMap::new();
    for (number, essay) in essays.iter().enumerate() {
        for mention in essay.mentions.iter().filter(|one| one.kind == MentionKind::Unknown) {
            let name = mention.name.as_ref();
            let suspect = suspects.entry(name).or_insert_with(|| Suspect {
                name,
                times: 0,
                essays: BTreeSet::new(),
                first: (essay, mention),
            });
            suspect.times += 1;
            suspect.essays.insert(number);
        }
    }
    let mut suspects: Vec<_> = suspects.into_values().collect();
    suspects.sort_by_key(|suspect| Reverse((suspect.times, suspect.essays.len())));
    suspects
}

/// Returns `content/a.md:12:5: …用⟦木匠⟧装修房子`.
fn example((annotated, mention): (&DetectedEssay, &Mention)) -> String {
    let essay = &annotated.essay;
    let text = essay.body.text.as_str();
    let Passage { start, end } = mention.passage;
    let line_start = text[..start].rfind('\n').map_or(0, |newline| newline + 1);
    let line_end = text[end..].find('\n').map_or(text.len(), |newline| end + newline);
    let before = text[line_start..start].char_indices().rev().take(EXAMPLE_REACH).last();
    let after = text[end..line_end].char_indices().nth(EXAMPLE_REACH);
    let from = before.map_or(start, |(at, _)| line_start + at);
    let to = after.map_or(line_end, |(at, _)| end + at);
    let sides = [(mention.passage, 0)];
    let words = marked(text, Passage::new(from, to), &sides, &[], &Paint::PLAIN);
    let position = essay.source.position(essay.body.span(mention.passage).start);
    let path = clean(essay.source.path.as_str());
    let head = if from > line_start { "…" } else { "" };
    let tail = if to < line_end { "…" } else { "" };
    format!("{path}:{}:{}: {head}{words}{tail}", position.line, position.column)
}

/// Writes a name as YAML reads it back: plainly where no character of it could mean anything
/// else.
fn scalar(name: &str) -> String {
    let is_plain = name.chars().all(|char| char.is_alphanumeric() || char == '-' || char == ' ')
        && name.starts_with(char::is_alphabetic)
        && !matches!(
            name.to_lowercase().as_str(),
            "true" | "false" | "null" | "yes" | "no" | "on" | "off" | "y" | "n"
        );
    if is_plain { name.to_owned() } else { serde_json::Value::from(name).to_string() }
}
