//! From bytes to essays: header, repairs, Markdown, plain text.
//!
//! Never fails: a broken file is an [`essay::Essay`] with diagnostics.
//!
//! 1. [`inputs`] reads the files;
//! 2. [`front_matter`] reads an essay's header;
//! 3. [`repair`] mends what saving did to its text;
//! 4. [`markdown`] makes blocks of it, with the plain text that all later phases read.

mod emphasis;
pub mod essay;
pub mod front_matter;
mod highlight;
pub(crate) mod html;
pub mod inputs;
pub mod kept;
pub(crate) mod line;
mod line_break;
pub mod markdown;
mod outline;
mod prose;
pub mod repair;
pub(crate) mod style;
pub mod tidy;
mod token;

use std::sync::Arc;

use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::source::Source;
use essay::Essay;

/// Reads one essay: its header, then its repaired text.
///
/// The diagnostics are in the order of the file; those about no place in it come first.
pub fn load(source: Arc<Source>, config: &Config) -> Essay {
    let (front_matter, body_span, mut diagnostics) = front_matter::parse(&source, config);
    let (repaired, repairs) = repair::repair(&source, body_span, &front_matter);
    diagnostics.extend(repairs);
    let options = markdown::Options { trust_html: config.trust_html };
    let (body, faults) = markdown::parse(&repaired, &source, &options);
    diagnostics.extend(faults);
    if body.blocks.is_empty() {
        diagnostics.push(Diagnostic::empty_body(&source.path));
    }
    diagnostics.sort_by_key(|diagnostic| diagnostic.span.map(|span| span.start));
    Essay { source, front_matter, body, diagnostics }
}
