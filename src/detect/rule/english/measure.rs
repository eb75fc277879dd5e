//! One side as the measure of the other: “A is faster than B”, “twice as many as B”.

use crate::detect::candidate::{Candidate, Zone};
use crate::detect::comparison::Relation;
use crate::detect::lexicon::Cue;
use crate::detect::lists::english;
use crate::detect::preference;
use crate::detect::rule::Proposal;
use crate::detect::rule::english::{
    between, cue, hits_between, is_object, is_subject, words_back, words_of,
};

/// Finds “A is faster than B”, “A sells more cars than B does”.
pub(in crate::detect::rule) fn than(candidate: &Candidate<'_>) -> Option<Proposal> {
    let (from, words) = between(candidate)?;
    let (first, second) = (candidate.first(), candidate.second());
    let at = from + words.rfind("than ").filter(|&at| at == 0 || words[..at].ends_with(' '))?;
    let end = at + "than".len();
    let gap = candidate.reading.text.get(end..second.passage.start)?;
    let amount = gap.contains(" of ")
        && gap.len() <= 80
        && !candidate.reading.names_within(end, second.passage.start);
    let light = amount || is_object(candidate, second, end);
    if !light || is_amount(gap) || !is_subject(candidate, first, at) {
        return None;
    }
    let before = candidate.reading.text.get(from..at)?;
    if before.contains("more like ") {
        return None;
    }
    let preferred = before.trim_end().ends_with(" rather");
    let (relation, better) = if preferred {
        (Relation::Superior, true)
    } else {
        let more = more_or_less(before)?;
        let burden = words_back(before).any(|word| english::BURDENS.contains(&word))
            || gap.contains("price of");
        match denied(candidate, from, at) {
            None => (Relation::Superior, more != burden),
            Some(Denial::Par) => (Relation::Equal, false),
            Some(Denial::Turned) => (Relation::Superior, more == burden),
        }
    };
    let favours = (relation == Relation::Superior).then_some(usize::from(!better));
    Some(Proposal::new(relation, favours, cue(at, end, Cue::Than)))
}

/// Tells whether “than” is followed by an amount: more than half of.
fn is_amount(gap: &str) -> bool {
    let gap = gap.trim_start();
    let amount = english::AMOUNTS.iter().any(|amount| gap.starts_with(amount))
        || gap.starts_with(|char: char| char.is_ascii_digit());
    amount && !gap.contains("price of") && !gap.contains("that of") && !gap.contains("those of")
}

enum Denial {
    Par,
    Turned,
}

/// Tells how a comparison is denied: “no better than” is on a par, “is not cheaper than” is
/// turned round.
fn denied(candidate: &Candidate<'_>, from: usize, at: usize) -> Option<Denial> {
    let words = candidate.reading.text.get(from..at)?;
    let near: Vec<&str> = words_back(words).take(6).collect();
    if near.iter().take(3).any(|word| english::NO_BETTER.contains(word)) {
        return Some(Denial::Par);
    }
    let not = near.iter().position(|word| {
        matches!(*word, "not" | "never") || word.ends_with("n't") || word.ends_with("n’t")
    })?;
    let much = not > 0 && english::NOT_MUCH.contains(&near[not - 1]);
    Some(if much { Denial::Par } else { Denial::Turned })
}

/// Tells whether the words before “than” say more of something good.
fn more_or_less(before: &str) -> Option<bool> {
    let mut ill = false;
    // Easier to use than.
    let reach = if words_back(before).nth(1) == Some("to") { 2 } else { 1 };
    for (distance, word) in words_back(before).take(9).enumerate() {
        let word = word.to_ascii_lowercase();
        let word = word.as_str();
        if english::ILLS.contains(&word) {
            ill = true;
            continue;
        }
        let ends =
            word.len() >= 5 && word.ends_with("er") && !english::NOT_COMPARATIVES.contains(&word);
        if english::WORSE.contains(&word) {
            return Some(ill);
        }
        if english::BETTER.contains(&word) || ends && distance <= reach {
            return Some(!ill);
        }
    }
    None
}

/// Finds “twice as many as B”, “three times the size of B”, “twice those of B”, “nowhere near
/// as big as B”, “as good as B”.
pub(in crate::detect::rule) fn times(candidate: &Candidate<'_>) -> Option<Proposal> {
    let (from, words) = between(candidate)?;
    let (first, second) = (candidate.first(), candidate.second());
    let hit = hits_between(candidate, Cue::Par)
        .chain(hits_between(candidate, Cue::Behind))
        .find(|hit| words_of(candidate, hit.passage()).ends_with(" as"));
    let (start, end) = match hit {
        Some(hit) => (hit.start, hit.end),
        None => multiple(from, words, &[english::MULTIPLES, english::FRACTIONS].concat())?,
    };
    if !is_object(candidate, second, end) || !is_subject(candidate, first, start) {
        return None;
    }
    let text = candidate.reading.text;
    let before: Vec<&str> = words_back(text.get(from..end)?).take(8).collect();
    let burden =
        before.iter().any(|word| english::BURDENS.contains(word) || english::ILLS.contains(word));
    let has = |list: &[&str]| before.iter().any(|word| list.contains(word));
    let behind = hit.is_some_and(|hit| hit.what == Cue::Behind)
        || before.iter().any(|word| matches!(*word, "not" | "never") || word.ends_with("n't"))
        || text.get(from..start)?.ends_with("nowhere near ");
    let (relation, more) = match () {
        () if behind => (Relation::Superior, has(english::MULTIPLES)),
        () if has(english::FRACTIONS) => (Relation::Superior, false),
        () if has(english::MULTIPLES) => (Relation::Superior, true),
        () => (Relation::Equal, false),
    };
    let favours = (relation == Relation::Superior).then_some(usize::from(more == burden));
    Some(Proposal::new(relation, favours, cue(start, end, Cue::More)))
}

/// Returns where a multiple with “of” or “as many” stands: twice those of, half the price of.
fn multiple(from: usize, words: &str, multiples: &[&str]) -> Option<(usize, usize)> {
    let (at, multiple) = multiples
        .iter()
        .filter_map(|multiple| Some((words.rfind(&format!(" {multiple} "))? + 1, multiple)))
        .max()?;
    let rest = words.get(at + multiple.len()..)?;
    english::AFTER_MULTIPLES.iter().any(|head| rest.starts_with(head)).then(|| {
        let of = rest.find(" of ").map_or(0, |of| of + " of".len());
        (from + at, from + at + multiple.len() + of)
    })
}

/// Finds “compared with A, B …”, “A …, compared with a third at B”, “relative to B”.
pub(in crate::detect::rule) fn compared(candidate: &Candidate<'_>) -> Option<Proposal> {
    let (first, second) = (candidate.first(), candidate.second());
    let (_, words) = between(candidate)?;
    let (hit, spoken) = match candidate.cue_before(first.passage.start, Cue::Compared, 24) {
        Some(hit) if words.starts_with(',') || words.contains(", ") => (hit, 1),
        _ => {
            let hit = hits_between(candidate, Cue::Compared).next()?;
            (is_object(candidate, second, hit.end) && is_subject(candidate, first, hit.start))
                .then_some((hit, 0))?
        }
    };
    let text = candidate.reading.text;
    let zones: &[Zone] = if spoken == 1 { &[Zone::After, Zone::Rest] } else { &[Zone::Between] };
    let tone: i32 =
        zones.iter().map(|&zone| preference::tone(text, candidate.hits(zone), false)).sum();
    let favours = match tone.signum() {
        1 => Some(spoken),
        0 => None,
        _ => Some(1 - spoken),
    };
    let relation = if favours.is_none() { Relation::Different } else { Relation::Superior };
    Some(Proposal::new(relation, favours, hit))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_of_an_ill_is_worse() {
        assert_eq!(more_or_less(" is cheaper "), Some(true));
        assert_eq!(more_or_less(" is more expensive "), Some(false));
        assert_eq!(more_or_less(" is less expensive "), Some(true));
        assert_eq!(more_or_less(" is less useful "), Some(false));
        assert_eq!(more_or_less(" went to work "), None);
    }
}
