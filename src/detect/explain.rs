//! Says why each comparison was found, and why what nearly was one was not.
//!
//! Weighs the candidates again: detection itself keeps none of this.

use crate::detect::DetectedEssay;
use crate::detect::comparison::{Comparison, Scope, Side};
use crate::detect::decide::{self, Weighed};
use crate::detect::feature;
use crate::detect::gazetteer::Gazetteer;
use crate::detect::reading::Reading;
use crate::detect::rule::{RULES, Rule};
use crate::detect::weight::SHIPPED;
use crate::detect::within;
use crate::load::essay::Passage;

/// How sure the detector must be of a comparison that stands alone.
pub const NEEDED: f32 = decide::THRESHOLD;
/// From this part of [`NEEDED`] on, what was not found is a near miss.
const NEAR: f32 = 0.5;

/// What speaks for and against a candidate, and what became of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Explanation {
    /// The sentences it covers.
    pub passage: Passage,
    /// Its sides, two or more.
    pub sides: Vec<Side>,
    /// The rules that speak for it; the first names it.
    pub rules: Vec<&'static str>,
    /// What the scorer sees of it, what weighs most first; what weighs nothing left out.
    pub traits: Vec<Trait>,
    /// How sure the detector is, 0 to 1.
    pub confidence: f32,
    /// What became of it.
    pub fate: Fate,
}

/// Something that the scorer sees of a candidate.
#[derive(Clone, Debug, PartialEq)]
pub struct Trait {
    /// As in `weights.tsv`: `rule: than`.
    pub name: String,
    /// How much it speaks for a comparison; below zero, against.
    pub weight: f32,
}

/// What became of a candidate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It is the essay's comparison of this number.
    Found(usize),
    /// The detector was not sure enough.
    Unsure,
    /// It was sure enough to stand alone, and not beside the surer comparison of this number.
    Behind(usize),
}

/// Explains the comparisons of an essay and its near misses, in the order of the text.
///
/// A near miss that only says again what was found in its place, or what a surer near miss
/// says, is left out.
pub fn explain(essay: &DetectedEssay, gazetteer: &Gazetteer) -> Vec<Explanation> {
    let reading = Reading::new(&essay.essay, gazetteer);
    let names = feature::names();
    let within = within::comparisons(&reading, &SHIPPED, &essay.comparisons);
    let mut explanations: Vec<Explanation> = decide::weigh(&reading, &SHIPPED, NEEDED * NEAR)
        .iter()
        .chain(within.iter().map(|(one, _)| one))
        .map(|one| explanation(one, essay, names))
        .collect();
    // What was found before what was not, the surer before the less sure.
    explanations.sort_by(|one, other| {
        let found = |one: &Explanation| matches!(one.fate, Fate::Found(_));
        found(other).cmp(&found(one)).then(other.confidence.total_cmp(&one.confidence))
    });
    let mut told: Vec<Explanation> = Vec::new();
    for one in explanations {
        let is_new = !told.iter().any(|other| repeats(&one, other));
        if is_new || matches!(one.fate, Fate::Found(_)) {
            told.push(one);
        }
    }
    told.sort_by_key(|one| one.passage);
    told
}

fn explanation(one: &Weighed<'_>, essay: &DetectedEssay, names: &[String]) -> Explanation {
    let passage = one.candidate.passage();
    let text = &essay.essay.body.text;
    let sides = one.candidate.sides.iter().map(|side| Side {
        parties: side.written_parties(one.candidate.reading),
        surface: text.get(side.passage.range()).unwrap_or_default().to_owned(),
        passages: vec![side.passage],
    });
    let sides: Vec<Side> = sides.collect();
    let mut traits: Vec<Trait> = (one.traits.iter())
        .map(|&number| (names.get(usize::from(number)), SHIPPED.weight(number)))
        .filter(|&(_, weight)| weight != 0.0)
        .filter_map(|(name, weight)| Some(Trait { name: name?.clone(), weight }))
        .collect();
    let (name, weight) = SHIPPED.constant();
    traits.push(Trait { name: name.to_owned(), weight });
    traits.sort_by(|one, other| other.weight.abs().total_cmp(&one.weight.abs()));
    let rules = one.rules.iter().filter_map(|&rule| RULES.get(rule)).map(Rule::shown);
    let fate = fate(passage, &sides, one.confidence, &essay.comparisons);
    Explanation { passage, rules: rules.collect(), traits, confidence: one.confidence, fate, sides }
}

fn fate(passage: Passage, sides: &[Side], confidence: f32, all: &[Comparison]) -> Fate {
    let is_it = |one: &Comparison| one.passage == passage && are_same(&one.sides, sides);
    if let Some(number) = all.iter().position(is_it) {
        return Fate::Found(number);
    }
    let bars = |one: &Comparison| one.scope == Scope::Between && one.passage.overlaps(passage);
    let beside = all.iter().position(bars);
    // What said the same outright may stand a sentence away.
    let outright = |one: &Comparison| one.scope == Scope::Between && hold(&one.sides, sides);
    let beside = beside.or_else(|| {
        let nearest = all.iter().enumerate().filter(|(_, one)| outright(one));
        nearest.min_by_key(|(_, one)| one.passage.start.abs_diff(passage.start)).map(|(at, _)| at)
    });
    beside.filter(|_| confidence >= NEEDED).map_or(Fate::Unsure, Fate::Behind)
}

/// Tells whether sides are the same words for the same parties; where a side is understood
/// and not said, its place does not count.
fn are_same(these: &[Side], those: &[Side]) -> bool {
    let is_same = |(one, other): (&Side, &Side)| {
        let placed = !one.passages.is_empty() && !other.passages.is_empty();
        one.parties == other.parties
            && one.surface == other.surface
            && (!placed || one.passages == other.passages)
    };
    these.len() == those.len() && these.iter().zip(those).all(is_same)
}

/// Tells whether `one` sets nobody against each other, in its place, whom `other` does not.
fn repeats(one: &Explanation, other: &Explanation) -> bool {
    one.passage.overlaps(other.passage) && hold(&other.sides, &one.sides)
}

/// Tells whether each of `sides` has a party in common with one of `all`.
fn hold(all: &[Side], sides: &[Side]) -> bool {
    sides.iter().all(|side| {
        let mut others = all.iter();
        others.any(|other| side.parties.iter().any(|party| other.parties.contains(party)))
    })
}
