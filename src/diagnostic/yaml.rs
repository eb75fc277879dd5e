//! What is said of YAML: front matter, settings, companies.

use super::{Diagnostic, Severity};
use crate::source::{SourcePath, Span};

impl Diagnostic {
    /// A file that is no YAML, or not of the shape it must have.
    pub fn yaml(path: &SourcePath, span: Span, message: &str, help: Option<&str>) -> Self {
        let diagnostic = Self::new(Severity::Error, "yaml", path, message).at(span);
        match help {
            Some(help) => diagnostic.help(help),
            None => diagnostic,
        }
    }

    /// A mapping that is no YAML, of which each key was read alone.
    pub fn yaml_recovered(
        path: &SourcePath,
        span: Span,
        message: &str,
        help: Option<&str>,
    ) -> Self {
        let message = format!("this is not well-formed YAML: {message}");
        Self::new(Severity::Warning, "yaml-recovered", path, message)
            .at(span)
            .label("here the reader stopped")
            .help(help.unwrap_or("each key was read alone: see that all are as they are meant"))
    }

    /// A tab where YAML wants spaces.
    pub fn yaml_tab(path: &SourcePath, tab: Span) -> Self {
        Self::new(Severity::Warning, "yaml-tab", path, "a tab stands where YAML wants spaces")
            .at(tab)
            .label("read as a space")
            .help("indent with spaces")
    }

    /// A key that a mapping has twice.
    pub fn duplicate_key(path: &SourcePath, key_span: Span, key: &str) -> Self {
        Self::new(
            Severity::Warning,
            "duplicate-key",
            path,
            format!("`{key}` stands here a second time"),
        )
        .at(key_span)
        .label("this one counts")
        .help("leave only one of them")
    }

    /// A key that means nothing here, and the one that was probably meant.
    pub fn unknown_key(
        path: &SourcePath,
        key_span: Span,
        key: &str,
        meant: Option<&str>,
        known: &[&str],
    ) -> Self {
        let message = format!("`{key}` is no key that is known here");
        let help = match meant {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => format!("the keys are {}", known.join(", ")),
        };
        Self::new(Severity::Warning, "unknown-key", path, message).at(key_span).help(help)
    }

    /// A code in `allow` that no diagnostic has, and the one that was probably meant.
    pub fn unknown_code(path: &SourcePath, span: Span, code: &str, meant: Option<&str>) -> Self {
        let message = format!("no diagnostic has the code `{code}`");
        let diagnostic =
            Self::new(Severity::Warning, "unknown-code", path, message).at(span).label("left out");
        match meant {
            Some(meant) => diagnostic.help(format!("did you mean `{meant}`?")),
            None => diagnostic.help("the code stands in brackets behind `warning` or `note`"),
        }
    }

    /// A value of another kind than its key wants.
    pub fn wrong_kind(path: &SourcePath, span: Span, key: &str, wanted: &str, found: &str) -> Self {
        let message = format!("`{key}` wants {wanted}, not {found}");
        Self::new(Severity::Warning, "wrong-kind", path, message).at(span).label("left out")
    }

    /// A value that its key cannot take.
    pub fn invalid_value(
        path: &SourcePath,
        span: Span,
        message: impl Into<String>,
        help: &str,
    ) -> Self {
        Self::new(Severity::Warning, "invalid-value", path, message)
            .at(span)
            .label("left out")
            .help(help)
    }

    /// A setting that cannot be, without which the site would be another than is meant.
    pub fn invalid_setting(
        path: &SourcePath,
        span: Span,
        message: impl Into<String>,
        help: &str,
    ) -> Self {
        Self::new(Severity::Error, "invalid-setting", path, message).at(span).help(help)
    }
}
