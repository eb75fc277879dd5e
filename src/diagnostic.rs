//! What is to be said about the author's text: faults, repairs, advice.
//!
//! Plain data. Each code has one constructor, here or in a submodule, so that its wording
//! stands in one place, English and Chinese side by side; printing, and the choice of the
//! language, live in [`crate::cli`].

mod address;
mod codes;
mod essay;
mod import;
mod markdown;
mod notes;
mod web;
mod yaml;

use serde::{Deserialize, Serialize};

use crate::language::Wording;
use crate::source::{SourcePath, Span};
use crate::wording;
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
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Diagnostic {
    /// How much it weighs.
    pub severity: Severity,
    /// A stable name, as in `unknown-key`.
    pub code: String,
    /// One sentence without a full stop.
    pub message: Wording,
    /// The file it is about.
    pub path: SourcePath,
    /// Where in the file, when it is about a place.
    pub span: Option<Span>,
    /// A word or two to stand at the caret.
    pub label: Option<Wording>,
    /// What to do about it.
    pub help: Option<Wording>,
}

impl Diagnostic {
    /// Starts a diagnostic; the constructors below are the only callers.
    fn new(severity: Severity, code: &str, path: &SourcePath, message: Wording) -> Self {
        Self {
            severity,
            code: code.to_owned(),
            message,
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

    /// Places it where the span is known.
    fn perhaps_at(mut self, span: Option<Span>) -> Self {
        self.span = span;
        self
    }

    fn label(mut self, label: Wording) -> Self {
        self.label = Some(label);
        self
    }

    fn help(mut self, help: Wording) -> Self {
        self.help = Some(help);
        self
    }

    /// An essay's address is already taken by another page.
    pub fn duplicate_permalink(path: &SourcePath, permalink: &str, other: &Wording) -> Self {
        let is_essay = path.as_str().ends_with(".md") || path.as_str().ends_with(".markdown");
        Self::new(
            Severity::Error,
            "duplicate-permalink",
            path,
            wording!(
                "/{permalink} is already the address of {other}",
                "地址 /{permalink} 已被占用：{other}";
                other
            ),
        )
        .help(match is_essay {
            true => wording!(
                "give one of them another `slug` in its front matter",
                "在其中一篇的文件头里另写一个 `slug`"
            ),
            false => wording!("give the file another name", "给这个文件改个名字"),
        })
    }

    /// A link or picture that points at nothing in the site.
    pub fn broken_link(path: &SourcePath, span: Option<Span>, target: &str) -> Self {
        let diagnostic = Self::new(
            Severity::Warning,
            "broken-link",
            path,
            wording!(
                "`{target}` leads to no page or file of the site",
                "`{target}` 在站里没有对应的页面或文件"
            ),
        );
        match span {
            Some(span) => diagnostic.at(span).label(wording!("leads nowhere", "找不到目标")),
            None => diagnostic,
        }
    }

    /// An essay's `layout` for which there is no template.
    pub fn missing_layout(path: &SourcePath, header: Span, layout: &str) -> Self {
        Self::new(
            Severity::Warning,
            "missing-layout",
            path,
            wording!(
                "there is no template `{layout}.html` for the layout `{layout}`",
                "没有模板 `{layout}.html`，版式 `{layout}` 用不了"
            ),
        )
        .at(header)
        .label(wording!("shown as an essay", "按文章显示"))
        .help(wording!(
            "write templates/{layout}.html, or use `layout: post` or `layout: page`",
            "写一个 templates/{layout}.html，或者用 `layout: post`、`layout: page`"
        ))
    }

    /// A template that does not parse or does not fit its view; the words are the engine's.
    pub fn template(
        path: &SourcePath,
        span: Option<Span>,
        message: &str,
        rendering: Option<&str>,
    ) -> Self {
        let message = wording!("{message}", "模板有误：{message}");
        let mut diagnostic = Self::new(Severity::Error, "template", path, message).perhaps_at(span);
        diagnostic.help = rendering
            .map(|page| wording!("this happened while making {page}", "生成 {page} 时出的错"));
        diagnostic
    }

    /// A site's own template that lacks a block which the built-in ones fill.
    pub fn missing_block(path: &SourcePath, block: &str) -> Self {
        Self::new(
            Severity::Error,
            "template",
            path,
            wording!(
                "there is no block `{block}` here, and other templates fill it",
                "模板有误：这里没有 `{block}` 这个区块，别的模板要往里填"
            ),
        )
        .help(wording!(
            "put `{{% block {block} %}}{{% endblock {block} %}}` where it belongs, or begin with \
             `{{% extends \"theme/base.html\" %}}`",
            "在该放的地方写上 `{{% block {block} %}}{{% endblock {block} %}}`，或以 \
             `{{% extends \"theme/base.html\" %}}` 开头"
        ))
    }

    /// A name that is given to two companies at the same time.
    pub fn name_clash(
        path: &SourcePath,
        span: Option<Span>,
        surface: &str,
        company: &str,
        other: &str,
    ) -> Self {
        Self::new(
            Severity::Warning,
            "name-clash",
            path,
            wording!(
                "`{surface}` already stands for {other}, and is not taken for {company}",
                "`{surface}` 已经指{other}，不再当作{company}"
            ),
        )
        .help(wording!(
            "take it from one of them, or say with `from` and `until` who had it when",
            "从其中一家去掉这个名字，或用 `from`、`until` 写明各自用到什么时候"
        ))
        .perhaps_at(span)
    }
}

fn did_you_mean(meant: &str) -> Wording {
    wording!("did you mean `{meant}`?", "是不是 `{meant}`？")
}
