//! Which way a comparison falls: its relation and the side that comes off better.
//!
//! The rules propose; a small linear model over their proposals, the cues and the tone of
//! what is said of each side decides. Its weights stand in `outcomes.tsv`, a line an answer
//! and trait, fitted by `cargo run --example train`.

use std::fmt::Write as _;
use std::sync::LazyLock;

use crate::detect::comparison::Relation;
use crate::detect::feature::{self, Feature, Finder};

/// The side that comes off better.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Better {
    /// Neither.
    Neither,
    /// The first side.
    First,
    /// The last side.
    Last,
}

/// The relations, in the order of their numbers.
pub const RELATIONS: [Relation; 4] =
    [Relation::Superior, Relation::Equal, Relation::Different, Relation::Rival];
/// The answers to which side comes off better, in the order of their numbers.
pub const BETTERS: [Better; 3] = [Better::Neither, Better::First, Better::Last];
/// The names of all answers in `outcomes.tsv`: the relations, then the sides.
pub(super) const ANSWERS: [&str; 7] =
    ["superior", "equal", "different", "rival", "neither", "first", "last"];

/// A weight for each answer and trait.
#[derive(Clone, Debug)]
pub struct OutcomeWeights(Vec<Vec<f32>>);

/// The weights that the program ships.
pub(super) static SHIPPED: LazyLock<OutcomeWeights> =
    LazyLock::new(|| OutcomeWeights::parse(include_str!("outcomes.tsv")));

/// Weights below this change no decision.
const LEAST_WEIGHT: f32 = 0.01;

impl OutcomeWeights {
    /// Makes weights of one list an answer, relations first, each in the order of the traits.
    pub fn new(weights: Vec<Vec<f32>>) -> Self {
        Self(weights)
    }

    /// Reads `weight⇥answer⇥trait` lines; what is not listed weighs nothing.
    fn parse(text: &str) -> Self {
        let mut weights = vec![vec![0.0; feature::names().len()]; ANSWERS.len()];
        let mut traits = Finder::default();
        for line in text.lines() {
            let mut fields = line.splitn(3, '\t');
            let (Some(weight), Some(answer), Some(name)) =
                (fields.next(), fields.next(), fields.next())
            else {
                continue;
            };
            let answer = ANSWERS.iter().position(|one| *one == answer);
            if let (Ok(weight), Some(answer), Some(number)) =
                (weight.parse(), answer, traits.find(name))
            {
                weights[answer][number] = weight;
            }
        }
        Self(weights)
    }

    /// Writes the weights as [`Self::parse`] reads them, those of no effect left out.
    pub fn print(&self) -> String {
        let names = feature::names();
        let mut lines = String::new();
        for (answer, weights) in ANSWERS.iter().zip(&self.0) {
            for (name, weight) in names.iter().zip(weights) {
                if weight.abs() >= LEAST_WEIGHT {
                    writeln!(lines, "{weight:.2}\t{answer}\t{name}")
                        .expect("writing to a string cannot fail");
                }
            }
        }
        lines
    }

    /// Returns the likeliest relation of a comparison with these traits, and the side that
    /// comes off better.
    ///
    /// Where no side is likely enough to be better, none is superior either.
    pub(super) fn likeliest(&self, traits: &[Feature]) -> (Relation, Better) {
        let sums: Vec<f32> = self
            .0
            .iter()
            .map(|weights| {
                traits.iter().filter_map(|&number| weights.get(usize::from(number))).sum()
            })
            .collect();
        let (relations, betters) = sums.split_at(RELATIONS.len().min(sums.len()));
        let (relations, betters) = (likelihoods(relations), likelihoods(betters));
        let mut best = (f32::MIN, RELATIONS[0], BETTERS[0]);
        for (relation, of_relation) in RELATIONS.into_iter().zip(&relations) {
            for (better, of_better) in BETTERS.into_iter().zip(&betters) {
                let likely = of_relation + of_better;
                if likely > best.0 && go_together(relation, better) {
                    best = (likely, relation, better);
                }
            }
        }
        (best.1, best.2)
    }
}

/// Tells whether a relation and a better side make sense together: one is superior to
/// another, equals are not.
fn go_together(relation: Relation, better: Better) -> bool {
    match relation {
        Relation::Superior => better != Better::Neither,
        Relation::Equal => better == Better::Neither,
        Relation::Different | Relation::Rival => true,
    }
}

/// Turns sums of weights into logarithms of likelihoods.
fn likelihoods(sums: &[f32]) -> Vec<f32> {
    let most = sums.iter().copied().fold(f32::MIN, f32::max);
    let total: f32 = sums.iter().map(|sum| (sum - most).exp()).sum();
    sums.iter().map(|sum| sum - most - total.ln()).collect()
}
