//! From Markdown to blocks, with the plain text that all later phases read.
//!
//! GitHub's Markdown with one difference: emphasis beside Chinese follows the rules of
//! [`crate::load::emphasis`]. No mathematics and no smart punctuation: `$5和$6元` is money, and an
//! author's quotation marks are the author's.
//!
//! 1. pulldown-cmark makes events of the text; [`walk`] follows them;
//! 2. [`inlines`] collects those of one prose and makes tokens of them;
//! 3. [`crate::load::prose`] writes the tokens as text, map and inlines;
//! 4. [`crate::load::outline`] puts the blocks into each other.
//!
//! Raw HTML takes the same way from step 3 on, through [`crate::load::html`].

mod address;
mod inlines;
mod notes;
mod walk;

use std::ops::Range;

use pulldown_cmark::{Event, Parser};

use crate::diagnostic::Diagnostic;
use crate::load::essay::Body;
use crate::load::repair::Repaired;
use crate::source::Source;

/// An event and the bytes of the repaired text that it comes of.
type Located<'a> = (Event<'a>, Range<usize>);

/// How an essay's Markdown is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Whether raw HTML is shown as it is written, scripts included.
    pub trust_html: bool,
}

/// Parses the repaired Markdown of `source`.
///
/// Never fails; what is amiss is said in the diagnostics, in the order of the file.
pub fn parse(repaired: &Repaired, source: &Source, options: &Options) -> (Body, Vec<Diagnostic>) {
    let extensions = pulldown_cmark::Options::ENABLE_TABLES
        | pulldown_cmark::Options::ENABLE_FOOTNOTES
        | pulldown_cmark::Options::ENABLE_TASKLISTS
        | pulldown_cmark::Options::ENABLE_GFM;
    let events: Vec<_> = Parser::new_ext(&repaired.text, extensions).into_offset_iter().collect();
    walk::walk(&events, repaired, &source.path, options.trust_html)
}
