//! Finds, in one essay, who is named and who is set against whom.
//!
//! Pure and per essay: depends on the essay's text and the gazetteer alone. Knows nothing
//! of other essays, pages or HTML.

pub mod comparison;
pub mod gazetteer;
pub mod mention;

use std::sync::Arc;

use crate::load::essay::Essay;
use comparison::Comparison;
use gazetteer::Gazetteer;
use mention::Mention;

/// An essay with what the detector found in it.
#[derive(Clone, Debug, PartialEq)]
pub struct AnnotatedEssay {
    /// The essay.
    pub essay: Arc<Essay>,
    /// Who is named, in the order of the text.
    pub mentions: Vec<Mention>,
    /// Who is set against whom, in the order of the text.
    pub comparisons: Vec<Comparison>,
}

/// Finds the mentions and comparisons of an essay.
pub fn detect(essay: Arc<Essay>, _gazetteer: &Gazetteer) -> AnnotatedEssay {
    AnnotatedEssay { essay, mentions: Vec::new(), comparisons: Vec::new() }
}
