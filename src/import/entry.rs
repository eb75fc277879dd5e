//! What a reader of files is given, and what it makes of it.

use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::source::SourcePath;

use super::Header;

/// A file's text, to be made an essay.
#[derive(Clone, Copy)]
pub(super) struct Entry<'a> {
    pub(super) path: &'a SourcePath,
    pub(super) text: &'a str,
    pub(super) config: &'a Config,
}

/// What was made of it.
#[derive(Default)]
pub(super) struct Essay {
    pub(super) header: Header,
    pub(super) text: String,
    pub(super) name: String,
    pub(super) diagnostics: Vec<Diagnostic>,
}
