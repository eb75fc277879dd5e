//! What is said of the links of finished pages, within the site and out of it.

use super::{Diagnostic, Severity};
use crate::source::{SourcePath, Span};

impl Diagnostic {
    /// A link of a finished page, or of a feed or style sheet, that leads nowhere in the site;
    /// `pages` is how many have it, of which `page` is the first.
    pub fn dead_link(
        path: &SourcePath,
        span: Option<Span>,
        link: &str,
        page: &str,
        pages: usize,
    ) -> Self {
        let message = format!("`{link}` leads to no page or file of the site");
        let mut diagnostic = Self::new(Severity::Warning, "dead-link", path, message);
        diagnostic.span = span;
        diagnostic.help(place(page, pages))
    }

    /// A link to an element that its page does not have.
    pub fn dead_anchor(
        path: &SourcePath,
        span: Option<Span>,
        link: &str,
        page: &str,
        pages: usize,
    ) -> Self {
        let message = format!("`{link}` leads to a place that its page does not have");
        let mut diagnostic = Self::new(Severity::Warning, "dead-anchor", path, message);
        diagnostic.span = span;
        diagnostic.help(place(page, pages))
    }

    /// A link out of the site to what is not there any more.
    pub fn external_gone(path: &SourcePath, span: Option<Span>, url: &str, why: &str) -> Self {
        let message = format!("`{url}` is gone: {why}");
        let mut diagnostic = Self::new(Severity::Warning, "external-gone", path, message);
        diagnostic.span = span;
        diagnostic.help("the Internet Archive may have it: https://web.archive.org")
    }

    /// A link out of the site that could not be tried, or whose host would not say.
    pub fn external_unsure(path: &SourcePath, span: Option<Span>, url: &str, why: &str) -> Self {
        let message = format!("`{url}` could not be tried: {why}");
        let mut diagnostic = Self::new(Severity::Note, "external-unsure", path, message);
        diagnostic.span = span;
        diagnostic
    }
}

fn place(page: &str, pages: usize) -> String {
    match pages {
        0 | 1 => format!("it stands on {page}"),
        _ => format!("it stands on {page} and {} more", pages - 1),
    }
}
