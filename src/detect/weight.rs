//! How sure the detector is: a small linear model over a candidate's traits.
//!
//! The weights stand in `weights.tsv`, a line a trait, fitted to hand-marked essays by
//! `cargo run --example train`.

use std::fmt::Write as _;
use std::sync::LazyLock;

use crate::detect::feature::{self, Finder};

/// A weight for each trait, and how a sum of them becomes a confidence.
#[derive(Clone, Debug)]
pub struct Weights {
    weights: Vec<f32>,
    calibration: Calibration,
}

/// Makes a likelihood of a sum of weights: of the comparisons at 0.8, four in five are right.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Calibration {
    /// What the sum is multiplied by.
    pub slope: f32,
    /// What is then added.
    pub shift: f32,
}

impl Default for Calibration {
    fn default() -> Self {
        Self { slope: 1.0, shift: 0.0 }
    }
}

/// The weights that the program ships.
pub(super) static SHIPPED: LazyLock<Weights> =
    LazyLock::new(|| Weights::parse(include_str!("weights.tsv")));

/// Weights below this change no decision.
const LEAST_WEIGHT: f32 = 0.0005;
/// The names of the calibration's two numbers in `weights.tsv`.
const SLOPE: &str = "calibration: slope";
const SHIFT: &str = "calibration: shift";

impl Weights {
    /// Makes weights of numbers in the order of the traits.
    pub fn new(weights: Vec<f32>, calibration: Calibration) -> Self {
        Self { weights, calibration }
    }

    /// Reads `weight⇥trait` lines; traits that are not listed weigh nothing.
    fn parse(text: &str) -> Self {
        let mut read = Self::new(vec![0.0; feature::names().len()], Calibration::default());
        let mut traits = Finder::default();
        for (weight, name) in text.lines().filter_map(|line| line.split_once('\t')) {
            let Ok(weight) = weight.parse() else { continue };
            match name {
                SLOPE => read.calibration.slope = weight,
                SHIFT => read.calibration.shift = weight,
                _ => {
                    if let Some(number) = traits.find(name) {
                        read.weights[number] = weight;
                    }
                }
            }
        }
        read
    }

    /// Writes the weights as they are read, those of no effect left out.
    pub fn print(&self) -> String {
        let Calibration { slope, shift } = self.calibration;
        let mut lines = format!("{slope:.3}\t{SLOPE}\n{shift:.3}\t{SHIFT}\n");
        for (name, weight) in feature::names().iter().zip(&self.weights) {
            if weight.abs() >= LEAST_WEIGHT {
                writeln!(lines, "{weight:.3}\t{name}").expect("writing to a string cannot fail");
            }
        }
        lines
    }

    /// Returns how much a trait counts in the confidence.
    pub(super) fn weight(&self, number: u16) -> f32 {
        self.calibration.slope * self.weights.get(usize::from(number)).copied().unwrap_or(0.0)
    }

    /// Returns what counts in every confidence, by its name in `weights.tsv`.
    pub(super) fn constant(&self) -> (&'static str, f32) {
        (SHIFT, self.calibration.shift)
    }

    /// Returns how likely a candidate with these traits is a comparison, 0 to 1.
    pub fn confidence(&self, traits: &[u16]) -> f32 {
        let sum: f32 = traits.iter().map(|&number| self.weight(number)).sum();
        1.0 / (1.0 + (-(sum + self.calibration.shift)).exp())
    }
}
