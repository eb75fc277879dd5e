//! What is said of Markdown and raw HTML.

use super::{Diagnostic, Severity, did_you_mean};
use crate::source::{SourcePath, Span};
use crate::wording;

impl Diagnostic {
    /// A reference to a footnote that nobody wrote.
    pub fn undefined_footnote(path: &SourcePath, span: Span, label: &str) -> Self {
        Self::new(
            Severity::Warning,
            "undefined-footnote",
            path,
            wording!("there is no footnote `{label}`", "没有脚注 `{label}`"),
        )
        .at(span)
        .label(wording!("shown as plain text", "照原样显示"))
        .help(wording!(
            "add a line `[^{label}]: …`, or put `\\` before the bracket",
            "加一行 `[^{label}]: …`，或在方括号前写 `\\`"
        ))
    }

    /// A footnote that nothing refers to.
    pub fn unused_footnote(path: &SourcePath, span: Span, label: &str) -> Self {
        Self::new(
            Severity::Warning,
            "unused-footnote",
            path,
            wording!("nothing refers to the footnote `{label}`", "没有地方用到脚注 `{label}`"),
        )
        .at(span)
        .label(wording!("left out of the page", "页面上略去"))
        .help(wording!(
            "refer to it with `[^{label}]`, or remove it",
            "在正文里用 `[^{label}]` 引它，或把它删掉"
        ))
    }

    /// A second footnote of the same label.
    pub fn duplicate_footnote(path: &SourcePath, span: Span, label: &str) -> Self {
        Self::new(
            Severity::Warning,
            "duplicate-footnote",
            path,
            wording!("the footnote `{label}` is written twice", "脚注 `{label}` 写了两遍"),
        )
        .at(span)
        .label(wording!("left out: the first one counts", "已略去：以第一个为准"))
        .help(wording!("give one of them another label", "给其中一个换个记号"))
    }

    /// Raw HTML that could run, or show another site's page.
    pub fn unsafe_html(path: &SourcePath, span: Span, what: &str) -> Self {
        Self::new(
            Severity::Warning,
            "unsafe-html",
            path,
            wording!(
                "`{what}` is not shown: essays are other people's pages",
                "`{what}` 不显示：别人的文章不宜全信"
            ),
        )
        .at(span)
        .label(wording!("left out", "已略去"))
        .help(wording!(
            "remove it, or trust the HTML of essays in `content/site.yaml`",
            "删掉它，或在 `content/site.yaml` 里表明信任文章里的 HTML"
        ))
    }

    /// A link or picture whose address could run a script.
    pub fn unsafe_link(path: &SourcePath, span: Span, destination: &str) -> Self {
        let shown: String = destination.chars().take(ADDRESS_SHOWN_MAX).collect();
        Self::new(
            Severity::Warning,
            "unsafe-link",
            path,
            wording!(
                "`{shown}` is no address that a page may lead to",
                "`{shown}` 不是页面可以链接的地址"
            ),
        )
        .at(span)
        .label(wording!("left out; the text of a link is kept", "已略去，链接的文字保留"))
        .help(wording!(
            "use an address that begins with `https:`, or a path within the site",
            "用 `https:` 开头的地址，或站内的路径"
        ))
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
            wording!("no highlighting is known for `{language}`", "没有 `{language}` 的语法高亮"),
        )
        .at(span)
        .label(wording!("shown as plain code", "按普通代码显示"));
        match similar {
            Some(similar) => diagnostic.help(did_you_mean(similar)),
            None => diagnostic
                .help(wording!("use `text` for code that needs none", "不需要高亮的代码写 `text`")),
        }
    }

    /// Lists and quotations nested too deep to be shown as such.
    pub fn nesting_too_deep(path: &SourcePath, span: Span, levels: usize) -> Self {
        Self::new(
            Severity::Warning,
            "nesting-too-deep",
            path,
            wording!(
                "lists and quotations are nested more than {levels} levels deep",
                "列表和引文嵌套超过 {levels} 层"
            ),
        )
        .at(span)
        .label(wording!("deeper levels are shown as one", "更深的并为一层"))
        .help(wording!("nest them less deep", "减少嵌套"))
    }
}

/// How many characters of an address are repeated in a message.
const ADDRESS_SHOWN_MAX: usize = 60;
