//! Settles whom pronouns and words for groups stand for, from what was named before.

use std::collections::BTreeMap;

use crate::detect::mention::{Mention, MentionKind, Party};
use crate::detect::sentence::Sentence;

/// How many sentences back a pronoun may reach.
const PRONOUN_REACH: usize = 2;
/// How many sentences back a word for a group may reach.
const GROUP_REACH: usize = 8;

/// Gives each pronoun and group word its parties; none where nothing fits.
pub(super) fn resolve(text: &str, sentences: &[Sentence], mentions: &mut [Mention]) {
    let mut times: BTreeMap<Party, usize> = BTreeMap::new();
    for mention in mentions.iter().filter(|mention| is_named(mention.kind)) {
        for party in &mention.parties {
            *times.entry(party.clone()).or_default() += 1;
        }
    }
    let sentence_of = |mention: &Mention| {
        sentences.partition_point(|sentence| sentence.passage.end <= mention.passage.start)
    };
    for index in 0..mentions.len() {
        let (before, rest) = mentions.split_at_mut(index);
        let Some(mention) = rest.first_mut() else { break };
        let here = sentence_of(mention);
        let reach = match mention.kind {
            MentionKind::Pronoun => PRONOUN_REACH,
            MentionKind::Group => GROUP_REACH,
            _ => continue,
        };
        let within: Vec<&Mention> = before
            .iter()
            .rev()
            .take_while(|other| sentence_of(other) + reach >= here)
            .filter(|other| is_named(other.kind))
            .collect();
        mention.parties = match mention.kind {
            MentionKind::Pronoun => pronoun(&mention.name, &within, |other| sentence_of(other)),
            _ => group(text, mention, &within, &times),
        };
    }
}

/// Tells whether a mention names a party by itself.
fn is_named(kind: MentionKind) -> bool {
    !matches!(kind, MentionKind::Pronoun | MentionKind::Group | MentionKind::Class)
}

/// Returns whom a pronoun stands for; `within` is what was named, nearest first.
///
/// 它 stands for what the nearest sentence speaks of, which is named in it first; 前者 and
/// 后者 for the last two.
fn pronoun(
    words: &str,
    within: &[&Mention],
    sentence_of: impl Fn(&Mention) -> usize,
) -> Vec<Party> {
    let mut distinct: Vec<&Party> = Vec::new();
    for party in within.iter().flat_map(|mention| &mention.parties) {
        if !distinct.contains(&party) {
            distinct.push(party);
        }
    }
    let is_former = matches!(words, "前者" | "前一个") || words.eq_ignore_ascii_case("the former");
    let is_latter = matches!(words, "后者" | "后一个") || words.eq_ignore_ascii_case("the latter");
    let pick = if is_former { 1 } else { 0 };
    if is_latter || is_former {
        return distinct.get(pick).map(|&party| party.clone()).into_iter().collect();
    }
    let nearest = within.first().map(|mention| sentence_of(mention));
    within
        .iter()
        .take_while(|mention| Some(sentence_of(mention)) == nearest)
        .last()
        .map(|mention| mention.parties.clone())
        .unwrap_or_default()
}

/// Returns the members of a group word: as many of those lately named as it counts, those
/// named most in the essay first.
fn group(
    _text: &str,
    mention: &Mention,
    within: &[&Mention],
    times: &BTreeMap<Party, usize>,
) -> Vec<Party> {
    let count = count(&mention.name);
    let mut parties: Vec<&Party> = Vec::new();
    for party in within.iter().flat_map(|mention| &mention.parties) {
        if !parties.contains(&party) {
            parties.push(party);
        }
    }
    parties.sort_by_key(|party| std::cmp::Reverse(times.get(party)));
    let complete = count.is_none_or(|count| parties.len() >= count);
    parties.truncate(count.unwrap_or(2));
    if complete && parties.len() >= 2 { parties.into_iter().cloned().collect() } else { Vec::new() }
}

/// Returns how many a group word counts: 三 of 三家.
fn count(words: &str) -> Option<usize> {
    const NUMBERS: &[(&str, usize)] = &[
        ("两", 2),
        ("二", 2),
        ("双", 2),
        ("俩", 2),
        ("2", 2),
        ("三", 3),
        ("3", 3),
        ("四", 4),
        ("4", 4),
        ("五", 5),
        ("5", 5),
        ("六", 6),
        ("two", 2),
        ("both", 2),
        ("three", 3),
    ];
    NUMBERS.iter().find(|(word, _)| words.contains(word)).map(|&(_, count)| count)
}
