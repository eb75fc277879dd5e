//! What is said of addresses, and of the time at which an essay comes to stand at one.

use super::{Diagnostic, Severity};
use crate::source::{SourcePath, Span};

impl Diagnostic {
    /// An older address at which another page stands.
    pub fn taken_alias(path: &SourcePath, span: Span, address: &str, other: &str) -> Self {
        let message = format!("/{address} is already the address of {other}");
        Self::new(Severity::Error, "taken-alias", path, message)
            .at(span)
            .label("cannot lead here")
            .help("remove this alias, or give the other page another address")
    }

    /// An older address that no page can have.
    pub fn unusable_alias(path: &SourcePath, span: Span, alias: &str, why: &str) -> Self {
        let message = format!("`{alias}` cannot lead here: {why}");
        Self::new(Severity::Warning, "unusable-alias", path, message)
            .at(span)
            .label("left out")
            .help("an alias is a path within the site, as in `/2013/x/`, or one beside the page, as in `x`")
    }

    /// An essay that lacks what a token of the site's `permalink` stands for.
    pub fn permalink_lacks(
        path: &SourcePath,
        header: Span,
        token: &str,
        wanted: &str,
        address: &str,
    ) -> Self {
        let message =
            format!("`:{token}` of the site's `permalink` is nothing here: there is no `{wanted}`");
        Self::new(Severity::Warning, "permalink-lacks", path, message)
            .at(header)
            .label(format!("stands at /{address} instead"))
            .help(format!("add a line `{wanted}: …` to the front matter"))
    }

    /// An essay whose time is still to come.
    pub fn future_time(path: &SourcePath, span: Option<Span>, time: &str, is_held: bool) -> Self {
        let (severity, message) = match is_held {
            true => (
                Severity::Note,
                format!("{time} is still to come: `build` holds it back until then"),
            ),
            false => {
                (Severity::Warning, format!("{time} is still to come, and it is shown already"))
            }
        };
        let help = match is_held {
            true => "`--drafts` shows it, and `future: show` in `content/site.yaml` all such",
            false => "mend the time, or hold such back with `future: hold` in `content/site.yaml`",
        };
        let mut diagnostic = Self::new(severity, "future-time", path, message).help(help);
        diagnostic.span = span;
        diagnostic
    }
}
