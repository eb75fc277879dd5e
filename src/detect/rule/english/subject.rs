//! Who the words at a place of an English sentence speak of.

use crate::detect::group::Group;
use crate::detect::lists::english;
use crate::detect::mention::MentionKind;
use crate::detect::reading::Reading;
use crate::load::essay::Passage;

/// What the words before a name make of it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stand {
    Subject,
    Behind,
    Other,
}

/// Returns the group that the words at a byte speak of: the nearest that heads a clause, else
/// the first of the sentence that stands behind no preposition, else the first.
pub(super) fn of(reading: &Reading<'_>, sentence: usize, at: usize) -> Option<Passage> {
    let groups = reading.groups_of(sentence);
    let count = groups.partition_point(|group| group.passage.end <= at);
    let before = groups.get(..count)?;
    let start = reading.sentences.get(sentence)?.passage.start;
    let stand = |index: usize| stand(reading, start, before, index);
    let last = count.checked_sub(1).and_then(|last| before.get(last))?;
    let named = |group: &Group| first_named(before, group).passage;
    if is_explained(reading.text.get(last.passage.end..at)?) {
        return Some(named(last));
    }
    (0..count)
        .rev()
        .find(|&index| stand(index) == Stand::Subject)
        .or_else(|| (0..count).find(|&index| stand(index) == Stand::Other))
        .or_else(|| (0..count).find(|&index| !is_measure(reading.text, start, &before[index])))
        .and_then(|index| before.get(index))
        .map(named)
}

/// Tells whether words go on about the name before them: “, which is”, “, a maker that is”.
fn is_explained(words: &str) -> bool {
    const OPENINGS: &[&str] = &[", which ", ", who ", " which ", " that ", ", a ", ", an "];
    OPENINGS.iter().any(|opening| words.starts_with(opening))
        && !words.get(2..).unwrap_or_default().contains([',', ';', ':'])
}

/// Returns the group that first names in a sentence whom a pronoun stands for.
fn first_named<'a>(groups: &'a [Group], group: &'a Group) -> &'a Group {
    if group.kind() != MentionKind::Pronoun {
        return group;
    }
    let same = |other: &&Group| {
        other.members.len() == 1 && other.members[0].parties == group.members[0].parties
    };
    groups.iter().find(same).unwrap_or(group)
}

/// Tells whether a group heads a clause.
pub(super) fn heads(reading: &Reading<'_>, group: &Group) -> bool {
    let groups = reading.groups_of(group.sentence);
    let Some(sentence) = reading.sentences.get(group.sentence) else { return false };
    groups.iter().position(|other| other.passage == group.passage).is_some_and(|index| {
        stand(reading, sentence.passage.start, groups, index) == Stand::Subject
    })
}

/// Tells whether a group is only what another is measured by: unlike it, compared with it.
fn is_measure(text: &str, start: usize, group: &Group) -> bool {
    let before = text.get(start..group.passage.start).unwrap_or_default().to_ascii_lowercase();
    super::words_back(&before)
        .find(|word| !english::HANGERS.contains(word))
        .is_some_and(|word| english::MEASURE_PREPOSITIONS.contains(&word))
}

fn stand(reading: &Reading<'_>, start: usize, groups: &[Group], index: usize) -> Stand {
    let Some(group) = groups.get(index) else { return Stand::Other };
    let text = reading.text;
    let before = text.get(start..group.passage.start).unwrap_or_default();
    if is_apposition(text, groups, index) {
        return Stand::Other;
    }
    let mut hung = false;
    for word in before.split_whitespace().rev() {
        if word.ends_with([',', ';', ':', '—', '–', ')', '.', '!', '?'])
            && !english::TITLES.contains(&word)
        {
            return Stand::Subject;
        }
        let plain = word.trim_start_matches(['"', '“', '(', '‘', '\'']).to_ascii_lowercase();
        if english::PREPOSITIONS.contains(&plain.as_str()) && !(hung && plain == "by") {
            return Stand::Behind;
        }
        if english::CLAUSE_OPENERS.contains(&plain.as_str())
            || plain.bytes().all(|byte| byte.is_ascii_digit())
        {
            return Stand::Subject;
        }
        if !english::HANGERS.contains(&plain.as_str()) && !plain.ends_with("-based") {
            return Stand::Other;
        }
        hung = true;
    }
    Stand::Subject
}

/// Tells whether a name only explains the one before it: Stripe, PayPal's rival, ….
fn is_apposition(text: &str, groups: &[Group], index: usize) -> bool {
    let Some(before) = index.checked_sub(1).and_then(|index| groups.get(index)) else {
        return false;
    };
    let Some(group) = groups.get(index) else { return false };
    let gap = text.get(before.passage.end..group.passage.start).unwrap_or_default();
    let after = text.get(group.passage.end..).unwrap_or_default();
    let owns = after.starts_with("'s ") || after.starts_with("’s ");
    owns && gap.trim_start_matches(',').trim().is_empty()
        && gap.starts_with(',')
        && english::KIN.iter().any(|kin| {
            after
                .get("'s ".len()..)
                .is_some_and(|rest| rest.trim_start_matches("\u{99}s ").starts_with(kin))
        })
}
