//! Finds, in one essay, who is named and who is set against whom.
//!
//! Pure and per essay: depends on the essay's text and the gazetteer alone. Knows nothing
//! of other essays, pages or HTML.

mod aspect;
mod candidate;
mod class;
pub mod comparison;
mod decide;
mod english;
pub mod explain;
mod feature;
pub mod gazetteer;
mod group;
pub mod lexicon;
pub mod mention;
mod name;
mod near;
pub mod outcome;
mod party;
mod preference;
mod reading;
mod reference;
pub mod report;
mod role;
mod rule;
mod sentence;
pub mod study;
mod table;
mod unknown;
pub mod weight;

use std::sync::Arc;

use crate::load::essay::Essay;
use comparison::Comparison;
use gazetteer::Gazetteer;
use mention::Mention;
use reading::Reading;

/// An essay with what the detector found in it.
#[derive(Clone, Debug, PartialEq)]
pub struct DetectedEssay {
    /// The essay.
    pub essay: Arc<Essay>,
    /// Who is named, in the order of the text.
    pub mentions: Arc<[Mention]>,
    /// Who is set against whom, in the order of the text.
    pub comparisons: Arc<[Comparison]>,
}

/// Finds the mentions and comparisons of an essay.
pub fn detect(essay: Arc<Essay>, gazetteer: &Gazetteer) -> DetectedEssay {
    let reading = Reading::new(&essay, gazetteer);
    let weighed = decide::weigh(&reading, &weight::SHIPPED);
    let comparisons = decide::choose(&weighed, &outcome::SHIPPED, decide::THRESHOLD);
    drop(weighed);
    let mentions = reading.mentions.into();
    DetectedEssay { mentions, comparisons: comparisons.into(), essay }
}
