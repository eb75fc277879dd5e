//! What is said of the links of finished pages, within the site and out of it.

use super::{Diagnostic, Severity};
use crate::language::Wording;
use crate::source::{SourcePath, Span};
use crate::wording;

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
        let message = wording!(
            "`{link}` leads to no page or file of the site",
            "`{link}` 在站里没有对应的页面或文件"
        );
        Self::new(Severity::Warning, "dead-link", path, message)
            .perhaps_at(span)
            .help(place(page, pages))
    }

    /// A link to an element that its page does not have.
    pub fn dead_anchor(
        path: &SourcePath,
        span: Option<Span>,
        link: &str,
        page: &str,
        pages: usize,
    ) -> Self {
        let message = wording!(
            "`{link}` leads to a place that its page does not have",
            "`{link}` 指向的位置在那一页上不存在"
        );
        Self::new(Severity::Warning, "dead-anchor", path, message)
            .perhaps_at(span)
            .help(place(page, pages))
    }

    /// A link out of the site to what is not there any more.
    pub fn external_gone(path: &SourcePath, span: Option<Span>, url: &str, why: &Wording) -> Self {
        let message = wording!("`{url}` is gone: {why}", "`{url}` 已经失效：{why}"; why);
        Self::new(Severity::Warning, "external-gone", path, message).perhaps_at(span).help(
            wording!(
                "the Internet Archive may have it: https://web.archive.org",
                "互联网档案馆也许存有：https://web.archive.org"
            ),
        )
    }

    /// A link out of the site that could not be tried, or whose host would not say.
    pub fn external_unsure(
        path: &SourcePath,
        span: Option<Span>,
        url: &str,
        why: &Wording,
    ) -> Self {
        let message = wording!("`{url}` could not be tried: {why}", "`{url}` 没能查证：{why}"; why);
        Self::new(Severity::Note, "external-unsure", path, message).perhaps_at(span)
    }
}

fn place(page: &str, pages: usize) -> Wording {
    let more = pages.saturating_sub(1);
    match more {
        0 => wording!("it stands on {page}", "出现在 {page}"),
        _ => wording!("it stands on {page} and {more} more", "出现在 {page} 等 {pages} 页"),
    }
}
