//! An essay's Markdown after repairs, with the way back to the file.

use crate::source::Span;
use crate::text_map::TextMap;

/// The Markdown of an essay, its header left off and its dirt mended.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Repaired {
    /// What is to be parsed.
    pub text: String,
    /// Where each byte of `text` stands in the source file.
    pub map: TextMap,
}

impl Repaired {
    /// Takes a text as it is, every byte at its own place.
    pub fn unchanged(text: impl Into<String>) -> Self {
        let text = text.into();
        let mut map = TextMap::default();
        map.push_verbatim(Span::new(0, text.len()));
        Self { text, map }
    }
}
