//! The measure: hand-marked essays, where there are any beside the repository.
//!
//! The weights were fitted to the same essays, so these figures are better than those of
//! cross-validation, which `cargo run --example train` prints. The floors may only rise.

use std::path::Path;
use std::sync::Arc;

use pangzhu::config::Config;
use pangzhu::detect::{detect, gazetteer::Gazetteer};
use pangzhu::load::load;
use pangzhu::source::{Source, SourcePath};

use crate::judge::{self, Judge, Score};

/// The least F1 with sides, F1 of places, and shares of right relations and better sides.
const FLOORS: [f64; 4] = [0.60, 0.74, 0.66, 0.58];

#[test]
fn detection_is_as_good_as_it_was() {
    let gold = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/gold");
    if !gold.is_dir() {
        return;
    }
    let (gazetteer, _) = Gazetteer::new(None);
    let mut score = Score::default();
    for (name, labels) in judge::labels(&gold.join("labels")) {
        let text = std::fs::read_to_string(gold.join("essays").join(&name)).expect("readable");
        let source = Source::new(SourcePath::new(format!("content/{name}")), text);
        let essay = Arc::new(load(Arc::new(source), &Config::default()));
        let judge = Judge::new(&essay.source.text, &labels);
        let annotated = detect(Arc::clone(&essay), &gazetteer);
        score.add(&judge, &essay, &annotated.comparisons);
    }
    let measured = [score.sides().2, score.places().2, score.relation(), score.favours()];
    for (measured, floor) in measured.into_iter().zip(FLOORS) {
        assert!(measured >= floor, "{score}");
    }
}
