//! What is known of an essay when a look begins to make it.

use std::sync::Arc;

use super::recall::{Key, Recalled};
use crate::config::Config;
use crate::detect::DetectedEssay;
use crate::load;
use crate::load::essay::Essay;
use crate::source::Source;

/// An essay at this look, with what an earlier run has of it.
#[derive(Debug)]
pub(super) struct Known {
    pub(super) essay: Arc<Essay>,
    /// By what it is kept, where it is.
    pub(super) key: Option<Key>,
    pub(super) detected: Option<Arc<DetectedEssay>>,
}

impl Known {
    /// Makes an essay of its source, or of what an earlier run made of it.
    pub(super) fn of(source: &Arc<Source>, config: &Config, recalled: Option<&Recalled>) -> Self {
        let key = recalled.map(|recalled| recalled.key(source));
        let again = recalled.zip(key).and_then(|(rows, key)| rows.essay(&key, source, config));
        if let Some(detected) = again.map(Arc::new) {
            return Self { essay: Arc::clone(&detected.essay), key, detected: Some(detected) };
        }
        let essay = Arc::new(load::load(Arc::clone(source), config).packed());
        Self { essay, key, detected: None }
    }
}
