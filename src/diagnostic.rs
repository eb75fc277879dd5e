//! What is to be said about the author's text: faults, repairs, advice.
//!
//! Plain data. Each code has one constructor, here or in a submodule, so that its wording
//! stands in one place; printing lives in [`crate::cli`].

mod address;
mod codes;
mod essay;
mod import;
mod markdown;
mod notes;
mod web;
mod yaml;

use serde::{Deserialize, Serialize};

use crate::source::{SourcePath, Span};
pub use codes::CODES;

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
            format!("/{permalink} is already the address of {other}"),
        )
        .help(
            match path.as_str().ends_with(".md") || path.as_str().ends_with(".markdown") {
                true => "give one of them another `slug` in its front matter",
                false => "give the file another name",
            },
        )
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

    /// An essay's `layout` for which there is no template.
    pub fn missing_layout(path: &SourcePath, header: Span, layout: &str) -> Self {
        Self::new(
            Severity::Warning,
            "missing-layout",
            path,
            format!("there is no template `{layout}.html` for the layout `{layout}`"),
        )
        .at(header)
        .label("shown as an essay")
        .help(format!("write templates/{layout}.html, or use `layout: post` or `layout: page`"))
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

    /// A name that is given to two companies at the same time.
    pub fn name_clash(
        path: &SourcePath,
        span: Option<Span>,
        surface: &str,
        company: &str,
        other: &str,
    ) -> Self {
        let mut diagnostic = Self::new(
            Severity::Warning,
            "name-clash",
            path,
            format!("`{surface}` already stands for {other}, and is not taken for {company}"),
        )
        .help("take it from one of them, or say with `from` and `until` who had it when");
        diagnostic.span = span;
        diagnostic
    }
}
