//! Finds the names that the gazetteer knows, and judges those that are also words.

use std::collections::BTreeSet;

use crate::detect::english;
use crate::detect::gazetteer::{Condition, Found, Gazetteer};
use crate::detect::mention::{CompanyName, Mention, Party};
use crate::detect::sentence::Sentence;
use crate::load::essay::Passage;

/// Finds the known names in a text, as of a year.
pub(super) fn known(
    text: &str,
    sentences: &[Sentence],
    gazetteer: &Gazetteer,
    year: Option<i16>,
) -> Vec<Mention> {
    let found: Vec<Found<'_>> = gazetteer.find(text, year).collect();
    let certain: BTreeSet<&CompanyName> = found
        .iter()
        .filter(|found| *found.condition == Condition::Always)
        .map(|found| found.company)
        .collect();
    found
        .iter()
        .enumerate()
        .filter(|(index, one)| {
            let beside = [index.checked_sub(1), Some(index + 1)]
                .into_iter()
                .flatten()
                .filter_map(|index| found.get(index));
            certain.contains(one.company)
                || holds(one, text, sentences)
                || is_written_as_name(one, text, sentences)
                || beside.into_iter().any(|other| are_listed(one, other, text))
        })
        .map(|(_, found)| mention(found))
        .collect()
}

/// Tells whether the name's condition is met by its sentence.
fn holds(found: &Found<'_>, text: &str, sentences: &[Sentence]) -> bool {
    let Condition::Near(words) = found.condition else { return true };
    let after = sentences.partition_point(|sentence| sentence.passage.end <= found.start);
    sentences.get(after).is_some_and(|sentence| {
        let around = &text[sentence.passage.range()];
        words.iter().any(|word| around.contains(word.as_str()))
    })
}

/// Tells whether English shows the name to be one by a capital: Oracle within a sentence, or
/// at its head with a verb behind.
fn is_written_as_name(found: &Found<'_>, text: &str, sentences: &[Sentence]) -> bool {
    let after = sentences.partition_point(|sentence| sentence.passage.end <= found.start);
    sentences.get(after).is_some_and(|sentence| {
        sentence.is_latin && english::is_proper(text, sentence.passage, found.start..found.end)
    })
}

/// Tells whether a doubtful name stands in an enumeration with a certain one: 苹果、三星.
fn are_listed(doubtful: &Found<'_>, other: &Found<'_>, text: &str) -> bool {
    let (first, second) =
        if doubtful.start < other.start { (doubtful, other) } else { (other, doubtful) };
    *other.condition == Condition::Always && text.get(first.end..second.start) == Some("、")
}

fn mention(found: &Found<'_>) -> Mention {
    Mention {
        passage: Passage::new(found.start, found.end),
        parties: vec![Party::Company(found.company.clone())],
        kind: found.kind,
        name: found.name.clone(),
    }
}
