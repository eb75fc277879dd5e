//! How sure the detector is: a small linear model over a candidate's traits.
//!
//! The weights stand in `weights.tsv`, a line a trait, fitted to hand-marked essays by
//! `cargo run --example train`.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::detect::feature;

/// A weight for each trait.
#[derive(Clone, Debug)]
pub struct Weights(Vec<f32>);

/// The weights that the program ships.
pub(super) static SHIPPED: LazyLock<Weights> =
    LazyLock::new(|| Weights::parse(include_str!("weights.tsv")));

impl Weights {
    /// Makes weights of numbers in the order of the traits.
    pub fn new(weights: Vec<f32>) -> Self {
        Self(weights)
    }

    /// Reads `weight⇥trait` lines; traits that are not listed weigh nothing.
    fn parse(text: &str) -> Self {
        let listed: HashMap<&str, f32> = text
            .lines()
            .filter_map(|line| line.split_once('\t'))
            .filter_map(|(weight, name)| Some((name, weight.parse().ok()?)))
            .collect();
        let names = feature::names();
        Self(names.iter().map(|name| listed.get(name.as_str()).copied().unwrap_or(0.0)).collect())
    }

    /// Writes the weights as [`Self::parse`] reads them, those of no effect left out.
    pub fn print(&self) -> String {
        let mut lines = String::new();
        for (name, weight) in feature::names().iter().zip(&self.0) {
            if weight.abs() >= LEAST_WEIGHT {
                lines.push_str(&format!("{weight:.3}\t{name}\n"));
            }
        }
        lines
    }

    /// Returns how much a trait weighs.
    pub(super) fn weight(&self, number: u16) -> f32 {
        self.0.get(usize::from(number)).copied().unwrap_or(0.0)
    }

    /// Returns how likely a candidate with these traits is a comparison, 0 to 1.
    pub fn confidence(&self, traits: &[u16]) -> f32 {
        let sum: f32 = traits.iter().map(|&number| self.weight(number)).sum();
        1.0 / (1.0 + (-sum).exp())
    }
}

/// Weights below this change no decision.
const LEAST_WEIGHT: f32 = 0.0005;
