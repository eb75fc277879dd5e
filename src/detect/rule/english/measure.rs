//! One side as the measure of the other: “A is faster than B”, “twice as many as B”.

use crate::detect::candidate::{Candidate, Zone};
use crate::detect::comparison::Relation;
use crate::detect::lexicon::Cue;
use crate::detect::preference;
use crate::detect::rule::Verdict;
use crate::detect::rule::english::{
    between, cue, hits_between, is_object, is_subject, words_back, words_of,
};

/// Words of comparison that speak ill of whom they are said.
const WORSE: &[&str] = &[
    "worse",
    "slower",
    "smaller",
    "weaker",
    "poorer",
    "harder",
    "heavier",
    "costlier",
    "pricier",
    "clunkier",
    "dearer",
    "thinner",
    "dumber",
    "uglier",
    "riskier",
    "duller",
    "fewer",
    "less",
    "narrower",
    "shorter",
    "dirtier",
    "noisier",
    "buggier",
    "lower",
    "later",
    "tougher",
    "clumsier",
    "shallower",
    "scarcer",
    "rarer",
    "older",
];
/// Words that end like a comparison and are none.
const NO_COMPARATIVES: &[&str] = &[
    "other",
    "rather",
    "either",
    "neither",
    "whether",
    "never",
    "over",
    "under",
    "after",
    "however",
    "number",
    "customer",
    "user",
    "computer",
    "power",
    "paper",
    "order",
    "offer",
    "water",
    "center",
    "her",
    "per",
    "ever",
    "further",
    "together",
    "consumer",
    "driver",
    "maker",
    "server",
    "partner",
    "leader",
    "competitor",
    "former",
    "another",
    "quarter",
    "september",
    "october",
    "november",
    "december",
    "for",
    "or",
    "and",
    "are",
    "were",
];
/// What is worse the more of it there is.
const ILLS: &[&str] = &[
    "expensive",
    "complicated",
    "difficult",
    "dangerous",
    "fragile",
    "slowly",
    "vulnerable",
    "cumbersome",
    "bloated",
    "limited",
    "costly",
    "confusing",
    "debt",
    "losses",
    "cash",
    "errors",
    "outages",
    "complaints",
    "money",
    "costs",
    "crashes",
    "bugs",
    "trouble",
    "painful",
    "tedious",
    "wasteful",
    "worried",
    "time",
    "fuel",
    "power",
    "memory",
    "energy",
    "defects",
    "injuries",
    "emissions",
    "lawsuits",
    "exposed",
    "dependent",
    "restrictive",
    "crowded",
    "preachy",
];
/// What one would rather do less of.
const BURDENS: &[&str] = &[
    "costs", "cost", "charges", "charge", "charged", "loses", "lost", "lose", "losing", "burns",
    "burn", "burned", "burnt", "burning", "owes", "owed", "wastes", "wasted", "suffers",
    "suffered", "suffer", "charging", "price", "prices", "fee", "fees", "debt", "consumes",
    "consumed", "crashes", "crashed", "fell", "shrank", "dropped", "churn", "latency",
];

/// Finds “A is faster than B”, “A sells more cars than B does”.
pub(in crate::detect::rule) fn than(candidate: &Candidate<'_>) -> Option<Verdict> {
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
        let burden =
            words_back(before).any(|word| BURDENS.contains(&word)) || gap.contains("price of");
        match denied(candidate, from, at) {
            None => (Relation::Superior, more != burden),
            Some(Denial::Par) => (Relation::Equal, false),
            Some(Denial::Turned) => (Relation::Superior, more == burden),
        }
    };
    let favours = (relation == Relation::Superior).then_some(usize::from(!better));
    Some(Verdict::new(relation, favours, cue(at, end, Cue::Than)))
}

/// Tells whether “than” is followed by an amount: more than half of.
fn is_amount(gap: &str) -> bool {
    const AMOUNTS: &[&str] = &[
        "half",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "ten",
        "twenty",
        "a hundred",
        "$",
        "a billion",
        "a million",
        "a dozen",
        "twice",
        "just",
        "ever",
        "double",
        "once",
    ];
    let gap = gap.trim_start();
    let amount = AMOUNTS.iter().any(|amount| gap.starts_with(amount))
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
    const PAR: &[&str] = &["no", "little", "hardly", "barely", "scarcely"];
    let words = candidate.reading.text.get(from..at)?;
    let near: Vec<&str> = words_back(words).take(6).collect();
    if near.iter().take(3).any(|word| PAR.contains(word)) {
        return Some(Denial::Par);
    }
    let not = near.iter().position(|word| {
        matches!(*word, "not" | "never") || word.ends_with("n't") || word.ends_with("n’t")
    })?;
    let much = not > 0 && matches!(near[not - 1], "much" | "any" | "really" | "significantly");
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
        if ILLS.contains(&word) {
            ill = true;
            continue;
        }
        let ends = word.len() >= 5 && word.ends_with("er") && !NO_COMPARATIVES.contains(&word);
        if WORSE.contains(&word) {
            return Some(ill);
        }
        if matches!(word, "more" | "better" | "sooner" | "earlier") || ends && distance <= reach {
            return Some(!ill);
        }
    }
    None
}

/// Finds “twice as many as B”, “three times the size of B”, “twice those of B”, “nowhere near
/// as big as B”, “as good as B”.
pub(in crate::detect::rule) fn times(candidate: &Candidate<'_>) -> Option<Verdict> {
    const MANY: &[&str] = &["twice", "times", "double", "triple", "quadruple", "treble"];
    const PART: &[&str] = &["half", "third", "quarter", "fifth", "tenth", "fraction"];
    let (from, words) = between(candidate)?;
    let (first, second) = (candidate.first(), candidate.second());
    let hit = hits_between(candidate, Cue::Par)
        .chain(hits_between(candidate, Cue::Behind))
        .find(|hit| words_of(candidate, hit.passage()).ends_with(" as"));
    let (start, end) = match hit {
        Some(hit) => (hit.start, hit.end),
        None => multiple(from, words, &[MANY, PART].concat())?,
    };
    if !is_object(candidate, second, end) || !is_subject(candidate, first, start) {
        return None;
    }
    let text = candidate.reading.text;
    let before: Vec<&str> = words_back(text.get(from..end)?).take(8).collect();
    let burden = before.iter().any(|word| BURDENS.contains(word) || ILLS.contains(word));
    let has = |list: &[&str]| before.iter().any(|word| list.contains(word));
    let behind = hit.is_some_and(|hit| hit.what == Cue::Behind)
        || before.iter().any(|word| matches!(*word, "not" | "never") || word.ends_with("n't"))
        || text.get(from..start)?.ends_with("nowhere near ");
    let (relation, more) = match () {
        () if behind => (Relation::Superior, has(MANY)),
        () if has(PART) => (Relation::Superior, false),
        () if has(MANY) => (Relation::Superior, true),
        () => (Relation::Equal, false),
    };
    let favours = (relation == Relation::Superior).then_some(usize::from(more == burden));
    Some(Verdict::new(relation, favours, cue(start, end, Cue::More)))
}

/// Returns where a multiple with “of” or “as many” stands: twice those of, half the price of.
fn multiple(from: usize, words: &str, multiples: &[&str]) -> Option<(usize, usize)> {
    let (at, multiple) = multiples
        .iter()
        .filter_map(|multiple| Some((words.rfind(&format!(" {multiple} "))? + 1, multiple)))
        .max()?;
    let rest = words.get(at + multiple.len()..)?;
    const HEADS: &[&str] = &[" the ", " those of", " that of", " as ", " of the ", " what "];
    HEADS.iter().any(|head| rest.starts_with(head)).then(|| {
        let of = rest.find(" of ").map_or(0, |of| of + " of".len());
        (from + at, from + at + multiple.len() + of)
    })
}

/// Finds “compared with A, B …”, “A …, compared with a third at B”, “relative to B”.
pub(in crate::detect::rule) fn compared(candidate: &Candidate<'_>) -> Option<Verdict> {
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
    Some(Verdict::new(relation, favours, hit))
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
