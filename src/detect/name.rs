//! Finds the names that the gazetteer knows, and judges those that are also words.

use std::cell::LazyCell;

use rustc_hash::FxHashSet;

use crate::detect::english;
use crate::detect::gazetteer::{Condition, Folded, Found, Gazetteer};
use crate::detect::mention::{CompanyName, Mention, Party};
use crate::detect::scan::Scan;
use crate::detect::sentence::Sentence;
use crate::detect::words::Words;
use crate::load::essay::Passage;

/// Finds the known names in a text, as of a year.
pub(super) fn known(
    text: &str,
    scan: &Scan,
    sentences: &[Sentence],
    gazetteer: &Gazetteer,
    year: Option<i16>,
) -> Vec<Mention> {
    let (folded, found): (Folded<'_>, Vec<Found<'_>>) = if scan.folds {
        let folded = Folded::new(text);
        let found = gazetteer.find(&folded, &Scan::new(folded.text()), year).collect();
        (folded, found)
    } else {
        let folded = Folded::plain(text);
        let found = gazetteer.find(&folded, scan, year).collect();
        (folded, found)
    };
    // Most essays ask this of few names or none.
    let certain = LazyCell::new(|| -> FxHashSet<&CompanyName> {
        let certain = found.iter().filter(|found| *found.condition == Condition::Always);
        certain.map(|found| found.company).collect()
    });
    let near = near(&found, &folded, sentences);
    // What a name stands for in one place of an essay, it stands for in all.
    let settled: FxHashSet<(&CompanyName, &str)> = (found.iter().zip(&near))
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
            let is_meant = near[index]
                || elsewhere
                || is_written_as_name(one, text, sentences)
                || beside.into_iter().any(|other| are_listed(one, other, text));
            is_meant && !is_in_address(text, one.start)
        })
        .map(|(_, found)| mention(found))
        .collect()
}

/// Tells of each name whether its condition is met by its sentence.
fn near(found: &[Found<'_>], text: &Folded<'_>, sentences: &[Sentence]) -> Vec<bool> {
    // The last sentence that was asked for, with its words.
    let mut around: Option<(usize, Words<'_>)> = None;
    let mut here = 0;
    let holds = found.iter().map(|found| {
        let (Condition::Near(words) | Condition::Here(words)) = found.condition else {
            return true;
        };
        here += sentences[here..].iter().take_while(|one| one.passage.end <= found.start).count();
        let Some(sentence) = sentences.get(here) else { return false };
        if around.as_ref().is_none_or(|&(last, _)| last != here) {
            around = Some((here, Words::new(text.slice(sentence.passage.range()))));
        }
        around.as_ref().is_some_and(|(_, around)| words.iter().any(|word| around.has(word)))
    });
    holds.collect()
}

/// Tells whether English shows the name to be one by a capital: Oracle within a sentence, or
/// at its head with a verb behind.
fn is_written_as_name(found: &Found<'_>, text: &str, sentences: &[Sentence]) -> bool {
    let after = sentences.partition_point(|sentence| sentence.passage.end <= found.start);
    sentences.get(after).is_some_and(|sentence| {
        sentence.is_latin && english::is_proper(text, sentence.passage, found.start..found.end)
    })
}

/// Tells whether a name is but a part of an address: the 甲 of `www.甲.com`.
fn is_in_address(text: &str, start: usize) -> bool {
    let before = &text[..start];
    let run = before.bytes().rev().take(LONGEST_ADDRESS).take_while(u8::is_ascii_graphic).count();
    let run = &before[start - run..];
    run.contains("://") || run.contains("www.")
}

/// How many bytes before a name an address is looked for.
const LONGEST_ADDRESS: usize = 80;

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
        parties: std::iter::once(found.company)
            .chain(found.others)
            .cloned()
            .map(Party::Company)
            .collect(),
        kind: found.kind,
        name: found.name.clone(),
    }
}
