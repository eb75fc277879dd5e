//! Finds the names that the gazetteer knows, and judges those that are also words.

use std::collections::BTreeSet;

use crate::detect::english;
use crate::detect::gazetteer::{Condition, Folded, Found, Gazetteer};
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
    let folded = Folded::new(text);
    let found: Vec<Found<'_>> = gazetteer.find(&folded, year).collect();
    let certain: BTreeSet<&CompanyName> = found
        .iter()
        .filter(|found| *found.condition == Condition::Always)
        .map(|found| found.company)
        .collect();
    let near: Vec<bool> = found.iter().map(|one| holds(one, &folded, sentences)).collect();
    // What a name stands for in one place of an essay, it stands for in all.
    let settled: BTreeSet<(&CompanyName, &str)> = (found.iter().zip(&near))
        .filter(|&(one, &near)| near && matches!(one.condition, Condition::Near(_)))
        .map(|(one, _)| (one.company, folded.slice(one.start..one.end)))
        .collect();
    found
        .iter()
        .enumerate()
        .filter(|&(index, one)| {
            let beside = [index.checked_sub(1), Some(index + 1)]
                .into_iter()
                .flatten()
                .filter_map(|index| found.get(index));
            let elsewhere = matches!(one.condition, Condition::Near(_))
                && (certain.contains(one.company)
                    || settled.contains(&(one.company, folded.slice(one.start..one.end))));
            near[index]
                || elsewhere
                || is_written_as_name(one, text, sentences)
                || beside.into_iter().any(|other| are_listed(one, other, text))
        })
        .map(|(_, found)| mention(found))
        .collect()
}

/// Tells whether the name's condition is met by its sentence.
fn holds(found: &Found<'_>, text: &Folded<'_>, sentences: &[Sentence]) -> bool {
    let (Condition::Near(words) | Condition::Here(words)) = found.condition else { return true };
    let after = sentences.partition_point(|sentence| sentence.passage.end <= found.start);
    sentences.get(after).is_some_and(|sentence| {
        let around = text.slice(sentence.passage.range());
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

/// What joins two names of a list.
const JOINTS: [&str; 6] = ["、", "和", "与", "及", "跟", "/"];

/// Tells whether a doubtful name stands in an enumeration with a certain one: 苹果、三星.
fn are_listed(doubtful: &Found<'_>, other: &Found<'_>, text: &str) -> bool {
    let (first, second) =
        if doubtful.start < other.start { (doubtful, other) } else { (other, doubtful) };
    let joined = text
        .get(first.end..second.start)
        .is_some_and(|gap| JOINTS.contains(&gap.trim_matches(['“', '”', '「', '」', ' '])));
    *other.condition == Condition::Always && joined
}

fn mention(found: &Found<'_>) -> Mention {
    Mention {
        passage: Passage::new(found.start, found.end),
        parties: [found.company]
            .into_iter()
            .chain(found.others)
            .cloned()
            .map(Party::Company)
            .collect(),
        kind: found.kind,
        name: found.name.clone(),
    }
}
