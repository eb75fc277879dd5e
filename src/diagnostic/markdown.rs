//! What is said of Markdown and raw HTML.

use super::{Diagnostic, Severity};
use crate::source::{SourcePath, Span};

impl Diagnostic {
    /// A reference to a footnote that nobody wrote.
    pub fn undefined_footnote(path: &SourcePath, span: Span, label: &str) -> Self {
        Self::new(
            Severity::Warning,
            "undefined-footnote",
            path,
            format!("there is no footnote `{label}`"),
        )
        .at(span)
        .label("shown as plain text")
        .help(format!("add a line `[^{label}]: …`, or put `\\` before the bracket"))
    }

    /// A footnote that nothing refers to.
    pub fn unused_footnote(path: &SourcePath, span: Span, label: &str) -> Self {
        Self::new(
            Severity::Warning,
            "unused-footnote",
            path,
            format!("nothing refers to the footnote `{label}`"),
        )
        .at(span)
        .label("left out of the page")
        .help(format!("refer to it with `[^{label}]`, or remove it"))
    }

    /// A second footnote of the same label.
    pub fn duplicate_footnote(path: &SourcePath, span: Span, label: &str) -> Self {
        Self::new(
            Severity::Warning,
            "duplicate-footnote",
            path,
            format!("the footnote `{label}` is written twice"),
        )
        .at(span)
        .label("left out: the first one counts")
        .help("give one of them another label")
    }

    /// Raw HTML that could run, or show another site's page.
    pub fn unsafe_html(path: &SourcePath, span: Span, what: &str) -> Self {
        Self::new(
            Severity::Warning,
            "unsafe-html",
            path,
            format!("`{what}` is not shown: essays are other people's pages"),
        )
        .at(span)
        .label("left out")
        .help("remove it, or trust the HTML of essays in `content/site.yaml`")
    }

    /// A link or picture whose address could run a script.
    pub fn unsafe_link(path: &SourcePath, span: Span, destination: &str) -> Self {
        let shown: String = destination.chars().take(ADDRESS_SHOWN_MAX).collect();
        Self::new(
            Severity::Warning,
            "unsafe-link",
            path,
            format!("`{shown}` is no address that a page may lead to"),
        )
        .at(span)
        .label("left out; the text of a link is kept")
        .help("use an address that begins with `https:`, or a path within the site")
    }

    /// A code block in a language that cannot be highlighted.
    pub fn unknown_language(
        path: &SourcePath,
        span: Span,
        language: &str,
        similar: Option<&str>,
    ) -> Self {
        let diagnostic = Self::new(
            Severity::Warning,
            "unknown-language",
            path,
            format!("no highlighting is known for `{language}`"),
        )
        .at(span)
        .label("shown as plain code");
        match similar {
            Some(similar) => diagnostic.help(format!("did you mean `{similar}`?")),
            None => diagnostic.help("use `text` for code that needs none"),
        }
    }

    /// Lists and quotations nested too deep to be shown as such.
    pub fn nesting_too_deep(path: &SourcePath, span: Span, levels: usize) -> Self {
        Self::new(
            Severity::Warning,
            "nesting-too-deep",
            path,
            format!("lists and quotations are nested more than {levels} levels deep"),
        )
        .at(span)
        .label("deeper levels are shown as one")
        .help("nest them less deep")
    }
}

/// How many characters of an address are repeated in a message.
const ADDRESS_SHOWN_MAX: usize = 60;
