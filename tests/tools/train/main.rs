//! Fits the detector's weights to hand-marked essays, and measures them.
//!
//! usage: cargo run --example train -- GOLD [--write] [--predict FILE] [--sweep] [--missed]
//!
//! GOLD holds `essays/*.md` and `labels/*.yaml`. Measures by cross-validation over essays:
//! each is judged by weights that never saw it. `--predict` writes those detections as JSON
//! Lines, `--sweep` shows other thresholds, `--missed` the labels that no candidate could
//! find; `--write` fits on all essays and writes `src/detect/{weights,outcomes}.tsv`.

mod fit;
#[path = "../../it/judge.rs"]
mod judge;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::Arc;

use judge::{Claim, Judge, Judgement, Labels, Score};
use pangzhu::config::Config;
use pangzhu::detect::DetectedEssay;
use pangzhu::detect::comparison::Comparison;
use pangzhu::detect::gazetteer::Gazetteer;
use pangzhu::detect::mention::Party;
use pangzhu::detect::outcome::{BETTERS, Better, OutcomeWeights, RELATIONS};
use pangzhu::detect::weight::{Calibration, Weights};
use pangzhu::detect::{report, study};
use pangzhu::load::{self, essay::Essay};
use pangzhu::source::{Source, SourcePath};

/// Essays of one fold are judged by weights fitted on the others.
const FOLDS: usize = 5;
/// From where on chosen candidates show how sure one may be.
const CALIBRATED_FROM: f32 = 0.15;

/// How much a candidate counts in the fit of the outcomes on which a rule decides.
const DECIDED: f32 = 0.5;
/// How much one counts that finds a mark of which the reader was not sure.
const DOUBTFUL: f32 = 0.5;
/// How much one counts that alone finds its mark; several share as the root of their number.
const ALONE: f32 = 1.6;

/// An essay with its labels, as the fit sees it.
struct Marked {
    essay: Arc<Essay>,
    judge: Judge,
    sentences: Vec<fit::Sentence>,
    outcomes: Vec<fit::OutcomeExample>,
    /// The labels that some candidate could find.
    reachable: BTreeSet<usize>,
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let gold = Path::new(arguments.first().expect("usage: train GOLD [--write] …"));
    let has = |flag: &str| arguments.iter().any(|argument| argument == flag);
    let (gazetteer, _) = Gazetteer::new(None);
    let marked: Vec<Marked> = judge::labels(&gold.join("labels"))
        .iter()
        .filter_map(|(name, labels)| mark(gold, name, labels, &gazetteer))
        .collect();
    if has("--missed") {
        print_missed(&marked);
    }
    let folds: Vec<(Vec<f32>, OutcomeWeights)> = (0..FOLDS)
        .map(|fold| {
            let rest = || marked.iter().enumerate().filter(move |(n, _)| n % FOLDS != fold);
            let weights = fit::weights(rest().flat_map(|(_, one)| &one.sentences));
            let outcomes = fit::outcomes(rest().flat_map(|(_, one)| &one.outcomes), &weights);
            (weights, outcomes)
        })
        .collect();
    let calibration = calibrate(&marked, &folds, &gazetteer);
    let default = study::THRESHOLD;
    let sweep: Vec<f32> = (3..12).map(|step| step as f32 * 0.05).collect();
    let thresholds = if has("--sweep") { sweep } else { vec![default] };
    let all = detect_all(&marked, &folds, calibration, &gazetteer, &thresholds);
    for (threshold, chosen) in thresholds.iter().zip(&all) {
        print_scores(*threshold, &marked, chosen);
        print_calibration(&marked, chosen);
    }
    let place = arguments.iter().position(|argument| argument == "--predict");
    if let (Some(file), Some(chosen)) = (place.and_then(|at| arguments.get(at + 1)), all.first()) {
        let lines: Vec<String> = chosen
            .iter()
            .flat_map(|essay| {
                essay.comparisons.iter().map(move |one| report::json_line(essay, one))
            })
            .map(|line| format!("{line}\n"))
            .collect();
        fs::write(file, lines.concat()).expect("the predictions are writable");
    }
    if has("--write") {
        let weights = fit::weights(marked.iter().flat_map(|one| &one.sentences));
        let outcomes = fit::outcomes(marked.iter().flat_map(|one| &one.outcomes), &weights);
        fs::write("src/detect/weights.tsv", Weights::new(weights, calibration).print())
            .expect("the weights are writable");
        fs::write("src/detect/outcomes.tsv", outcomes.print()).expect("the weights are writable");
    }
}

/// Loads an essay and judges its candidates by its labels.
fn mark(gold: &Path, name: &str, labels: &Labels, gazetteer: &Gazetteer) -> Option<Marked> {
    let text = fs::read_to_string(gold.join("essays").join(name)).ok()?;
    let source = Source::new(SourcePath::new(format!("content/{name}")), text);
    let essay = load::load(Arc::new(source), &Config::default());
    let judge = Judge::new(&essay.source.text, labels);
    let (mut sentences, mut outcomes) = (BTreeMap::<usize, fit::Sentence>::new(), Vec::new());
    let mut reachable = BTreeSet::new();
    let mut found = Vec::new();
    for example in study::examples(&essay, gazetteer) {
        let sides = example
            .sides
            .iter()
            .map(|(parties, words)| (parties.iter().map(Party::name).collect(), words.as_str()))
            .collect();
        let quote = &essay.source.text[essay.body.span(example.passage).range()];
        let claim = Claim { quote, sides };
        reachable.extend(judge.found(&claim));
        let sentence = sentences.entry(example.sentence).or_default();
        // What a reader was not sure of still comes out some way.
        let judgement = judge.judge(&claim);
        let (number, sure) = match judgement {
            Judgement::Right(number) => (Some(number), 1.0),
            Judgement::Ignored => (judge.doubtful(&claim), DOUBTFUL),
            Judgement::WrongSides | Judgement::Wrong => (None, 0.0),
        };
        if let Some(right) = number.and_then(|number| outcome(&judge, number, &claim)) {
            let outcome_traits = [example.traits.clone(), example.outcome_traits].concat();
            let traits = example.traits.clone();
            let share = if example.decided { sure * DECIDED } else { sure };
            outcomes.push(fit::OutcomeExample { traits, outcome_traits, right, share });
            found.push((example.passage.start, right));
        }
        if judgement != Judgement::Ignored {
            sentence.push((example.traits, matches!(judgement, Judgement::Right(_))));
        }
    }
    for (one, place) in outcomes.iter_mut().zip(&found) {
        let same = found.iter().filter(|other| *other == place).count();
        one.share *= ALONE / (same as f32).sqrt();
    }
    let sentences = sentences.into_values().collect();
    Some(Marked { essay: Arc::new(essay), judge, sentences, outcomes, reachable })
}

/// Returns the numbers of the relation and the better side that a label gives a claim.
fn outcome(judge: &Judge, number: usize, claim: &Claim<'_>) -> Option<[usize; 2]> {
    let label = judge.labels().nth(number)?;
    let map = judge::side_map(label, claim)?;
    let better = label.favours.and_then(|side| map.iter().position(|&one| one == side));
    let better = match better {
        Some(0) => Better::First,
        Some(side) if side == map.len() - 1 => Better::Last,
        _ => Better::Neither,
    };
    let relation = RELATIONS.iter().position(|one| one.name() == label.relation)?;
    Some([relation, BETTERS.iter().position(|one| *one == better)?])
}

/// Detects in each essay with the weights of its fold; one list of essays a threshold.
fn detect_all(
    marked: &[Marked],
    folds: &[(Vec<f32>, OutcomeWeights)],
    calibration: Calibration,
    gazetteer: &Gazetteer,
    thresholds: &[f32],
) -> Vec<Vec<DetectedEssay>> {
    let mut all: Vec<Vec<DetectedEssay>> = thresholds.iter().map(|_| Vec::new()).collect();
    for (number, one) in marked.iter().enumerate() {
        let (weights, outcomes) = &folds[number % FOLDS];
        let weights = Weights::new(weights.clone(), calibration);
        let chosen = study::comparisons(&one.essay, gazetteer, &weights, outcomes, thresholds);
        for (all, comparisons) in all.iter_mut().zip(chosen) {
            let essay = Arc::clone(&one.essay);
            all.push(DetectedEssay {
                essay,
                mentions: Arc::new([]),
                comparisons: comparisons.into(),
            });
        }
    }
    all
}

/// Fits how a sum of weights becomes a confidence, to what cross-validation chose.
fn calibrate(
    marked: &[Marked],
    folds: &[(Vec<f32>, OutcomeWeights)],
    gazetteer: &Gazetteer,
) -> Calibration {
    let raw = Calibration::default();
    let all = detect_all(marked, folds, raw, gazetteer, &[CALIBRATED_FROM]);
    let mut points = Vec::new();
    for (one, annotated) in marked.iter().zip(all.iter().flatten()) {
        for comparison in annotated.comparisons.iter() {
            let claim = judge::claim(comparison, judge::quote(&one.essay, comparison));
            let right = match one.judge.judge(&claim) {
                Judgement::Ignored => continue,
                judgement => matches!(judgement, Judgement::Right(_)),
            };
            let confidence = confidence(comparison).clamp(0.001, 0.999);
            points.push(((confidence / (1.0 - confidence)).ln(), right));
        }
    }
    fit::calibration(&points)
}

fn confidence(comparison: &Comparison) -> f32 {
    comparison.origin.confidence()
}

fn print_scores(threshold: f32, marked: &[Marked], chosen: &[DetectedEssay]) {
    let score = |wanted: &dyn Fn(usize, &str) -> bool| {
        let mut score = Score::default();
        for (number, (one, annotated)) in marked.iter().zip(chosen).enumerate() {
            if wanted(number, one.essay.source.path.stem()) {
                score.add(&one.judge, &one.essay, &annotated.comparisons);
            }
        }
        score
    };
    println!("threshold {threshold:.2}");
    println!("  all     {}", score(&|_, _| true));
    println!("  even    {}", score(&|number, _| number % 2 == 0));
    println!("  odd     {}", score(&|number, _| number % 2 == 1));
    println!("  english {}", score(&|_, name| name.starts_with("en-")));
    println!("  seed    {}", score(&|_, name| name == "seed"));
}

/// Prints of the detections in each tenth of confidence how many are right.
fn print_calibration(marked: &[Marked], chosen: &[DetectedEssay]) {
    let mut tenths = [(0.0_f32, 0_usize, 0_usize); 10];
    for (one, annotated) in marked.iter().zip(chosen) {
        for comparison in annotated.comparisons.iter() {
            let claim = judge::claim(comparison, judge::quote(&one.essay, comparison));
            let judgement = one.judge.judge(&claim);
            if judgement != Judgement::Ignored {
                let confidence = confidence(comparison);
                let (sum, all, right) = &mut tenths[((confidence * 10.0) as usize).min(9)];
                *sum += confidence;
                *all += 1;
                *right += usize::from(matches!(judgement, Judgement::Right(_)));
            }
        }
    }
    for (sum, all, right) in tenths.into_iter().filter(|(_, all, _)| *all > 0) {
        let (mean, share) = (sum / all as f32, right as f32 / all as f32);
        println!("  confidence {mean:.2}: {all} detected, {share:.2} of them right");
    }
}

/// Prints the labels of every second essay that no candidate could find.
fn print_missed(marked: &[Marked]) {
    let (mut all, mut reachable) = (0, 0);
    for (number, one) in marked.iter().enumerate() {
        for (label_number, label) in one.judge.labels().enumerate().filter(|(_, one)| one.counts())
        {
            all += 1;
            if one.reachable.contains(&label_number) {
                reachable += 1;
            } else if number % 2 == 0 {
                println!("{}: {:?} {}", one.essay.source.path, label.names, label.quote);
            }
        }
    }
    println!("reachable {reachable} of {all}");
}
