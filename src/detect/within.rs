//! Comparisons within one company: 微信 against QQ, 以前的淘宝 against 现在的淘宝.
//!
//! They are added to those between companies and change none of them. Only rules with exact
//! slots find them, and words that set then against now: mostly two products of a company
//! that stand together are only told of.

use crate::detect::aspect;
use crate::detect::candidate::{self, Candidate, Slot};
use crate::detect::comparison::{Comparison, Origin, Relation, Scope, Side};
use crate::detect::decide::Weighed;
use crate::detect::feature::{self, Traits};
use crate::detect::lexicon::{Cue, Hit};
use crate::detect::lists;
use crate::detect::mention::{Mention, MentionKind};
use crate::detect::reading::Reading;
use crate::detect::rule::{self, ANCHORED, Proposal, RULES};
use crate::detect::weight::Weights;
use crate::load::essay::Passage;

/// The rule where nothing but then and now are told apart.
const THEN_AND_NOW: &str = "then-and-now";
/// How sure the detector must be: what the weights say was fitted to pairs of companies.
const THRESHOLD: f32 = 0.25;
/// The rules that see a likeness, which is mostly one of a kind: a product is like another
/// of its maker.
const LIKENESSES: [&str; 2] = ["like", "the-other"];

/// Finds the comparisons within one company, in the order of the text, that do not rest on
/// the words of one `between` companies; each with what it was found by.
pub(super) fn comparisons<'a>(
    reading: &'a Reading<'a>,
    weights: &Weights,
    between: &[Comparison],
) -> Vec<(Weighed<'a>, Comparison)> {
    let pairs = (0..reading.sentences.len())
        .flat_map(|sentence| candidate::of_one_company(reading, sentence));
    let rests_on_theirs = |one: &Comparison| {
        let mut others = between.iter().filter(|other| other.scope == Scope::Between);
        others.any(|other| other.cues.iter().any(|cue| one.cues.contains(cue)))
    };
    let found = pairs.filter_map(|pair| judged(pair, weights));
    found.filter(|(_, one)| !rests_on_theirs(one)).collect()
}

/// Judges a pair; none where no rule with exact slots speaks.
fn judged<'a>(pair: Candidate<'a>, weights: &Weights) -> Option<(Weighed<'a>, Comparison)> {
    let times = times(&pair);
    if times.is_none() && !are_two(&pair) {
        return None;
    }
    let (rules, proposal) = rule::judge(&pair);
    let anchored = rules.first().copied().filter(|&rule| {
        rule < ANCHORED && RULES.get(rule).is_some_and(|rule| !LIKENESSES.contains(&rule.name))
    });
    let (name, proposal) = match (anchored, proposal, times) {
        (Some(rule), Some(proposal), _) => (RULES[rule].shown(), proposal),
        (.., Some(cues)) => {
            let proposal = Proposal { relation: Relation::Different, favours: None, cues };
            (THEN_AND_NOW, proposal)
        }
        _ => return None,
    };
    let (mut gathered, mut traits) = (Traits::new(), Vec::new());
    feature::gather(&pair, &rules, Some(&proposal), 0, &mut gathered);
    gathered.take(&mut traits);
    let confidence = weights.confidence(&traits);
    if confidence < THRESHOLD && name != THEN_AND_NOW {
        return None;
    }
    let comparison = Comparison {
        passage: pair.passage(),
        sides: [pair.first(), pair.second()].map(|side| written(pair.reading, side)).into(),
        relation: proposal.relation,
        favours: proposal.favours,
        aspect: aspect::aspect(&pair),
        cues: proposal.cues.iter().map(|hit| Passage::new(hit.start, hit.end)).collect(),
        scope: Scope::Within,
        origin: Origin::Detected { rule: name.to_owned(), confidence },
    };
    let weighed = Weighed { candidate: pair, traits, rules, proposal: Some(proposal), confidence };
    Some((weighed, comparison))
}

/// Returns the words that tell of the company then and now, if each name has one of its own.
fn times(pair: &Candidate<'_>) -> Option<Vec<Hit<Cue>>> {
    let word = |side: &Slot<'_>, words: &[&str], what| {
        let at = side.passage.start;
        let before = pair.reading.text.get(..at)?;
        let word = words.iter().find(|word| before.ends_with(**word))?;
        Some(Hit { start: at - word.len(), end: at, what })
    };
    let (first, second) = (pair.first(), pair.second());
    let in_order = |one, other| {
        Some(vec![word(one, lists::THEN, Cue::Past)?, word(other, lists::NOW, Cue::Now)?])
    };
    in_order(first, second).or_else(|| in_order(second, first))
}

/// Tells whether the names are those of two products: what is said of a company and its
/// product sets them against others.
fn are_two(pair: &Candidate<'_>) -> bool {
    let (Some(first), Some(second)) =
        (mention(pair.reading, pair.first()), mention(pair.reading, pair.second()))
    else {
        return false;
    };
    let is_product = |one: &Mention| one.kind == MentionKind::Product;
    first.name != second.name && is_product(first) && is_product(second)
}

fn mention<'a>(reading: &'a Reading<'_>, side: &Slot<'_>) -> Option<&'a Mention> {
    let end = side.passage.end;
    // Of 阿里旗下的淘宝, the last name is meant.
    let index = reading.mentions.partition_point(|mention| mention.passage.end < end);
    reading.mentions.get(index).filter(|mention| mention.passage.end == end)
}

fn written(reading: &Reading<'_>, side: &Slot<'_>) -> Side {
    Side {
        parties: side.written_parties(reading),
        surface: reading.text[side.passage.range()].to_owned(),
        passages: vec![side.passage],
    }
}
