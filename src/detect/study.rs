//! The candidates with their traits, for training and for explaining.

use std::sync::Arc;

use crate::detect::comparison::Comparison;
use crate::detect::decide;
use crate::detect::feature;
use crate::detect::gazetteer::Gazetteer;
use crate::detect::mention::Party;
use crate::detect::outcome::OutcomeWeights;
use crate::detect::reading::Reading;
use crate::detect::rule;
use crate::detect::weight::{SHIPPED, Weights};
use crate::load::essay::{Essay, Passage};

/// How sure the detector must be where nothing else is said.
pub const THRESHOLD: f32 = decide::THRESHOLD;

/// Training looks at all candidates, however unlikely.
const ANY: f32 = 0.0;

/// A candidate as training sees it.
#[derive(Clone, Debug)]
pub struct Example {
    /// The sentences it would cover.
    pub passage: Passage,
    /// The number of its last side's sentence.
    pub sentence: usize,
    /// Its sides: parties and the words that name them.
    pub sides: Vec<(Vec<Party>, String)>,
    /// The numbers of its traits.
    pub traits: Vec<u16>,
    /// The numbers of those traits that speak on the outcome alone.
    pub outcome_traits: Vec<u16>,
    /// Whether a rule decides how it comes out.
    pub decided: bool,
    /// The rules that speak for it.
    pub rules: Vec<&'static str>,
    /// How sure the shipped weights are of it.
    pub confidence: f32,
}

/// Returns all candidates of an essay.
pub fn examples(essay: &Essay, gazetteer: &Gazetteer) -> Vec<Example> {
    let reading = Reading::new(essay, gazetteer);
    decide::weigh(&reading, &SHIPPED, ANY)
        .into_iter()
        .map(|one| Example {
            passage: one.candidate.passage(),
            sentence: one.candidate.sentence,
            sides: one
                .candidate
                .sides
                .iter()
                .map(|side| {
                    let parties = side.written_parties(&reading).to_vec();
                    (parties, reading.text[side.passage.range()].to_owned())
                })
                .collect(),
            decided: one
                .proposal
                .as_ref()
                .zip(one.rules.first())
                .is_some_and(|(proposal, &rule)| rule::decides(rule, proposal)),
            rules: one.rules.iter().map(|&rule| rule::RULES[rule].name).collect(),
            outcome_traits: feature::of_outcome(&one.candidate),
            traits: one.traits,
            confidence: one.confidence,
        })
        .collect()
}

/// Returns the comparisons that these weights and each of these thresholds choose.
pub fn comparisons(
    essay: &Arc<Essay>,
    gazetteer: &Gazetteer,
    weights: &Weights,
    outcomes: &OutcomeWeights,
    thresholds: &[f32],
) -> Vec<Vec<Comparison>> {
    let reading = Reading::new(essay, gazetteer);
    let weighed = decide::weigh(&reading, weights, ANY);
    thresholds.iter().map(|&threshold| decide::choose(&weighed, outcomes, threshold)).collect()
}

/// Tells of each trait whether it may speak on the relation of a comparison, or else on
/// the side that comes off better.
pub fn outcome_traits(of_relation: bool) -> Vec<bool> {
    feature::outcome_traits(of_relation)
}

/// Returns a candidate's traits with their shipped weights, those that weigh most first.
pub fn weighty(example: &Example) -> Vec<(f32, String)> {
    let names = feature::names();
    let mut weighty: Vec<(f32, String)> = example
        .traits
        .iter()
        .filter_map(|&number| {
            Some((SHIPPED.weight(number), names.get(usize::from(number))?.clone()))
        })
        .collect();
    weighty.sort_by(|a, b| b.0.abs().total_cmp(&a.0.abs()));
    weighty
}

/// Returns what each trait is worth before any essay is looked at.
pub fn trust() -> Vec<f32> {
    feature::trust()
}
