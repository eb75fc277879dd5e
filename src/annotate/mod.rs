//! Adds to what was found in an essay what people wrote beside it and decided.
//!
//! Pure and per essay: depends on the essay, what was detected in it, and its notes file.

use std::sync::Arc;

use crate::detect::DetectedEssay;
use crate::detect::comparison::Comparison;
use crate::detect::mention::Mention;
use crate::load::essay::Essay;

/// An essay with all that stands in its margin.
#[derive(Clone, Debug, PartialEq)]
pub struct AnnotatedEssay {
    /// The essay.
    pub essay: Arc<Essay>,
    /// Who is named, in the order of the text.
    pub mentions: Arc<[Mention]>,
    /// Who is set against whom, in the order of the text.
    pub comparisons: Arc<[Comparison]>,
}

/// Annotates one essay.
pub fn annotate(detected: &DetectedEssay) -> AnnotatedEssay {
    AnnotatedEssay {
        essay: Arc::clone(&detected.essay),
        mentions: Arc::clone(&detected.mentions),
        comparisons: Arc::clone(&detected.comparisons),
    }
}
