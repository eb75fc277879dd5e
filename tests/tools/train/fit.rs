//! Linear models, fitted by AdaGrad, always in the same order.
//!
//! Which candidates are comparisons is fitted twice, and the weights are added: each candidate
//! by itself, and all of a sentence against one another and against there being none.

use pangzhu::detect::outcome::{BETTERS, OutcomeWeights, RELATIONS};
use pangzhu::detect::study;
use pangzhu::detect::weight::{Calibration, Weights};

/// A candidate's traits, and whether it is a comparison.
pub(crate) type Example = (Vec<u16>, bool);
/// The candidates of one sentence.
pub(crate) type Sentence = Vec<Example>;
/// A comparison as the fit of the outcome sees it.
pub(crate) struct OutcomeExample {
    /// What it is chosen by.
    pub(crate) traits: Vec<u16>,
    /// These, and those that speak on the outcome alone.
    pub(crate) outcome_traits: Vec<u16>,
    /// The numbers of its relation and its better side.
    pub(crate) right: [usize; 2],
    /// How much it counts: many candidates may find one mark, and rules decide on some.
    pub(crate) share: f32,
}

/// Traits, the number of the right answer, and how much the example counts.
type Asked<'a> = (&'a [u16], usize, f32);

/// Times the fit goes through all examples.
const ROUNDS: usize = 60;
/// Examples between two steps.
const BATCH: usize = 256;
/// Sentences between two steps.
const SENTENCE_BATCH: usize = 64;
/// How far a step goes at first.
const STEP: f32 = 0.3;
/// How strongly weights are held near zero: between 12 and 40 made little difference.
const DECAY: f32 = 25.0;
/// The same where the candidates of a sentence are fitted against one another: between 4 and
/// 15 made little difference.
const AMONG_DECAY: f32 = 10.0;
/// How much each of the two fits counts: with less of the first, more places are found right,
/// with less of the second, fewer sides.
const ALONE_SHARE: f32 = 0.7;
const AMONG_SHARE: f32 = 1.3;
/// The same for the outcomes, of which there are fewer examples: relation, better side.
const OUTCOME_DECAYS: [f32; 2] = [10.0, 8.0];
/// How much more a candidate counts in the fit of the outcomes that is sure to be chosen.
const CHOSEN: f32 = 3.0;

/// Fits which candidates are comparisons.
pub(crate) fn weights<'a>(sentences: impl Iterator<Item = &'a Sentence>) -> Vec<f32> {
    let sentences: Vec<&Sentence> = sentences.filter(|sentence| !sentence.is_empty()).collect();
    let alone = alone(sentences.iter().copied().flatten());
    let among = among(&sentences);
    let both = alone.iter().zip(&among);
    both.map(|(alone, among)| ALONE_SHARE * alone + AMONG_SHARE * among).collect()
}

/// Fits so that each comparison becomes likely by itself.
fn alone<'a>(examples: impl Iterator<Item = &'a Example>) -> Vec<f32> {
    let examples: Vec<Asked<'_>> =
        examples.map(|(traits, right)| (traits.as_slice(), usize::from(*right), 1.0)).collect();
    let trust: Vec<f32> = study::trust().iter().map(|trust| trust / 2.0).collect();
    let against = trust.iter().map(|trust| -trust).collect();
    let speaks = vec![true; trust.len()];
    let mut answers = answers(&examples, &speaks, &[against, trust], DECAY);
    let (yes, no) = (answers.pop().unwrap_or_default(), answers.pop().unwrap_or_default());
    yes.iter().zip(&no).map(|(yes, no)| yes - no).collect()
}

/// Fits so that of all candidates of a sentence, or none of them, a right one becomes likely.
fn among(sentences: &[&Sentence]) -> Vec<f32> {
    let trust = study::trust();
    let mut weights = trust.clone();
    let mut squares = vec![1e-6_f32; trust.len()];
    for _ in 0..ROUNDS {
        for batch in sentences.chunks(SENTENCE_BATCH) {
            let mut gradient = vec![0.0_f32; trust.len()];
            batch.iter().for_each(|sentence| add_gradient(sentence, &weights, &mut gradient));
            let share = batch.len() as f32 / sentences.len() as f32;
            for t in 0..trust.len() {
                let slope = gradient[t] + AMONG_DECAY * share * (weights[t] - trust[t]);
                squares[t] += slope * slope;
                weights[t] -= STEP * slope / squares[t].sqrt();
            }
        }
    }
    weights
}

/// Adds how the loss of a sentence falls with each weight.
fn add_gradient(sentence: &Sentence, weights: &[f32], gradient: &mut [f32]) {
    let sum = |traits: &[u16]| traits.iter().map(|&t| weights[usize::from(t)]).sum::<f32>();
    let sums: Vec<f32> = sentence.iter().map(|(traits, _)| sum(traits)).collect();
    let most = sums.iter().copied().fold(0.0, f32::max);
    let odds: Vec<f32> = sums.iter().map(|sum| (sum - most).exp()).collect();
    let none = (-most).exp();
    let all = none + odds.iter().sum::<f32>();
    let of_right: f32 =
        sentence.iter().zip(&odds).filter(|((_, right), _)| *right).map(|(_, odds)| odds).sum();
    for ((traits, right), odds) in sentence.iter().zip(&odds) {
        let wanted = if *right { odds / of_right } else { 0.0 };
        let error = odds / all - wanted;
        traits.iter().for_each(|&t| gradient[usize::from(t)] += error);
    }
}

/// Fits the relation and the better side to candidates, most to those that these weights
/// would choose.
pub(crate) fn outcomes<'a>(
    examples: impl Iterator<Item = &'a OutcomeExample>,
    weights: &[f32],
) -> OutcomeWeights {
    let weights = Weights::new(weights.to_vec(), Calibration::default());
    let examples: Vec<(&OutcomeExample, f32)> = examples
        .map(|one| (one, one.share * (1.0 + CHOSEN * weights.confidence(&one.traits))))
        .collect();
    let ask = |question: usize, count: usize| {
        let asked: Vec<Asked<'_>> = examples
            .iter()
            .map(|&(one, share)| (one.outcome_traits.as_slice(), one.right[question], share))
            .collect();
        let speaks = study::outcome_traits(question == 0);
        let none = vec![vec![0.0; speaks.len()]; count];
        answers(&asked, &speaks, &none, OUTCOME_DECAYS[question])
    };
    let mut weights = ask(0, RELATIONS.len());
    weights.extend(ask(1, BETTERS.len()));
    OutcomeWeights::new(weights)
}

/// Fits one list of weights an answer, so that the right answers become likely, and no
/// further from `trust` than they need.
fn answers(
    examples: &[Asked<'_>],
    speaks: &[bool],
    trust: &[Vec<f32>],
    decay: f32,
) -> Vec<Vec<f32>> {
    let count = trust.len();
    let mut weights = trust.to_vec();
    let mut squares = vec![vec![1e-6_f32; speaks.len()]; count];
    for _ in 0..ROUNDS {
        for batch in examples.chunks(BATCH) {
            let mut gradient = vec![vec![0.0_f32; speaks.len()]; count];
            for (traits, right, share) in batch {
                let traits = || traits.iter().map(|&t| usize::from(t)).filter(|&t| speaks[t]);
                let sums: Vec<f32> =
                    weights.iter().map(|weights| traits().map(|t| weights[t]).sum()).collect();
                let most = sums.iter().copied().fold(f32::MIN, f32::max);
                let total: f32 = sums.iter().map(|sum| (sum - most).exp()).sum();
                for (answer, sum) in sums.iter().enumerate() {
                    let is_right = if answer == *right { 1.0 } else { 0.0 };
                    let error = share * ((sum - most).exp() / total - is_right);
                    traits().for_each(|t| gradient[answer][t] += error);
                }
            }
            let share = batch.len() as f32 / examples.len() as f32;
            for answer in 0..count {
                for t in (0..speaks.len()).filter(|&t| speaks[t]) {
                    let slope = gradient[answer][t]
                        + decay * share * (weights[answer][t] - trust[answer][t]);
                    squares[answer][t] += slope * slope;
                    weights[answer][t] -= STEP * slope / squares[answer][t].sqrt();
                }
            }
        }
    }
    weights
}

/// Fits slope and shift, so that log-odds become likelihoods.
pub(crate) fn calibration(points: &[(f32, bool)]) -> Calibration {
    let mut calibration = Calibration::default();
    for _ in 0..2000 {
        let (mut slope, mut shift) = (0.0, 0.0);
        for &(odds, right) in points {
            let likely = 1.0 / (1.0 + (-(calibration.slope * odds + calibration.shift)).exp());
            let error = likely - if right { 1.0 } else { 0.0 };
            slope += error * odds;
            shift += error;
        }
        calibration.slope -= slope / points.len() as f32;
        calibration.shift -= shift / points.len() as f32;
    }
    calibration
}
