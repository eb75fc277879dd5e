//! What is to be said about the author's text: faults, repairs, advice.
//!
//! Plain data. Each code has one constructor, so that its wording stands in one place;
//! printing lives in [`crate::cli`].

use serde::{Deserialize, Serialize};

use crate::source::{SourcePath, Span};

/// How much a diagnostic weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Said for the record: what was repaired on the way.
    Note,
    /// The page is made, but something is probably not as its author meant it.
    Warning,
    /// The site is not written.
    Error,
}

/// One thing said about one source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diagnostic {
    /// How much it weighs.
    pub severity: Severity,
    /// A stable name, as in `unknown-key`.
    pub code: String,
    /// One sentence without a full stop.
    pub message: String,
    /// The file it is about.
    pub path: SourcePath,
    /// Where in the file, when it is about a place.
    pub span: Option<Span>,
    /// A word or two to stand at the caret.
    pub label: Option<String>,
    /// What to do about it.
    pub help: Option<String>,
}

impl Diagnostic {
    /// Starts a diagnostic; the constructors below are the only callers.
    fn new(severity: Severity, code: &str, path: &SourcePath, message: impl Into<String>) -> Self {
        Self {
            severity,
            code: code.to_owned(),
            message: message.into(),
            path: path.clone(),
            span: None,
            label: None,
            help: None,
        }
    }

    fn at(mut self, span: Span) -> Self {
        self.span = Some(span);
        self
    }

    fn label(mut self, label: impl Into<String>) -> Self {
        self.label = Some(label.into());
        self
    }

    fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// An essay's address is already taken by another page.
    pub fn duplicate_permalink(path: &SourcePath, permalink: &str, other: &str) -> Self {
        Self::new(
            Severity::Error,
            "duplicate-permalink",
            path,
            format!("{permalink} is already the address of {other}"),
        )
        .help("give one of them another `slug` in its front matter")
    }

    /// A link or picture that points at nothing in the site.
    pub fn broken_link(path: &SourcePath, span: Option<Span>, target: &str) -> Self {
        let diagnostic = Self::new(
            Severity::Warning,
            "broken-link",
            path,
            format!("`{target}` leads to no page or file of the site"),
        );
        match span {
            Some(span) => diagnostic.at(span).label("leads nowhere"),
            None => diagnostic,
        }
    }

    /// A template that does not parse or does not fit its view.
    pub fn template(
        path: &SourcePath,
        span: Option<Span>,
        message: &str,
        rendering: Option<&str>,
    ) -> Self {
        let mut diagnostic = Self::new(Severity::Error, "template", path, message);
        diagnostic.span = span;
        diagnostic.help = rendering.map(|page| format!("this happened while making {page}"));
        diagnostic
    }

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
