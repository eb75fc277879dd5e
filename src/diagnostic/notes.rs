//! What is said of notes files.

use super::{Diagnostic, Severity};
use crate::source::{SourcePath, Span};

impl Diagnostic {
    /// An entry without which nothing can be shown.
    pub fn incomplete_note(path: &SourcePath, entry: Span, key: &str) -> Self {
        Self::new(Severity::Warning, "incomplete-note", path, format!("this entry has no `{key}`"))
            .at(entry)
            .label("left out")
            .help(match key {
                "quote" => "`quote` says which words of the essay it is about",
                "sides" => "`sides` names who is compared: `sides: [微信, 支付宝]`",
                _ => "`body` says what the note says",
            })
    }

    /// A notes file without an essay beside it.
    pub fn lonely_notes(path: &SourcePath) -> Self {
        Self::new(Severity::Warning, "lonely-notes", path, "there is no essay beside these notes")
            .help("a notes file is called as its essay is: `x.notes.yaml` beside `x.md`")
    }

    /// A quote whose words stand among other words than before.
    pub fn note_moved(path: &SourcePath, entry: Span) -> Self {
        Self::new(Severity::Note, "note-moved", path, "the quote stands among other words now")
            .at(entry)
            .help("`pangzhu notes repair --write` brings the selector up to date")
    }

    /// A quote whose words were changed.
    pub fn note_changed(path: &SourcePath, entry: Span, now: &str) -> Self {
        let message = format!("the quote reads `{now}` now");
        Self::new(Severity::Warning, "note-changed", path, message)
            .at(entry)
            .help("`pangzhu notes repair --write` brings the selector up to date")
    }

    /// A quote that is nowhere to be found.
    pub fn note_orphaned(path: &SourcePath, entry: Span, nearest: Option<&str>) -> Self {
        let help = match nearest {
            Some(words) => format!("perhaps `{words}` is meant: `pangzhu notes repair` says more"),
            None => "give it another quote, or take the entry out".to_owned(),
        };
        Self::new(Severity::Warning, "note-orphaned", path, "the essay does not say this any more")
            .at(entry)
            .label("not shown")
            .help(help)
    }

    /// A decision to keep what is not found any more, and says nothing by itself.
    pub fn nothing_to_keep(path: &SourcePath, entry: Span) -> Self {
        let message = "the detector finds no comparison here to keep";
        Self::new(Severity::Warning, "nothing-to-keep", path, message)
            .at(entry)
            .label("not shown")
            .help("with `sides` and `relation` it stands by itself")
    }
}
