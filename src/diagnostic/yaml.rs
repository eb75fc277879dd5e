//! What is said of YAML: front matter, settings, companies.

use super::{Diagnostic, Severity, did_you_mean};
use crate::language::Wording;
use crate::source::{SourcePath, Span};
use crate::wording;

impl Diagnostic {
    /// A file that is no YAML, or not of the shape it must have.
    pub fn yaml(path: &SourcePath, span: Span, message: Wording, help: Option<Wording>) -> Self {
        let mut diagnostic = Self::new(Severity::Error, "yaml", path, message).at(span);
        diagnostic.help = help;
        diagnostic
    }

    /// A mapping that is no YAML, of which each key was read alone.
    pub fn yaml_recovered(
        path: &SourcePath,
        span: Span,
        message: &Wording,
        help: Option<Wording>,
    ) -> Self {
        let message = wording!(
            "this is not well-formed YAML: {message}",
            "YAML 写法有误：{message}";
            message
        );
        Self::new(Severity::Warning, "yaml-recovered", path, message)
            .at(span)
            .label(wording!("here the reader stopped", "读到这里停了"))
            .help(help.unwrap_or_else(|| {
                wording!(
                    "each key was read alone: see that all are as they are meant",
                    "已逐项读取：请看看各项是否如你所愿"
                )
            }))
    }

    /// A tab where YAML wants spaces.
    pub fn yaml_tab(path: &SourcePath, tab: Span) -> Self {
        let message =
            wording!("a tab stands where YAML wants spaces", "YAML 这里要用空格，不能用制表符");
        Self::new(Severity::Warning, "yaml-tab", path, message)
            .at(tab)
            .label(wording!("read as a space", "当作空格"))
            .help(wording!("indent with spaces", "用空格缩进"))
    }

    /// A key that a mapping has twice.
    pub fn duplicate_key(path: &SourcePath, key_span: Span, key: &str) -> Self {
        let message = wording!("`{key}` stands here a second time", "`{key}` 写了第二遍");
        Self::new(Severity::Warning, "duplicate-key", path, message)
            .at(key_span)
            .label(wording!("this one counts", "以这一个为准"))
            .help(wording!("leave only one of them", "只留一个"))
    }

    /// A key that means nothing here, and the one that was probably meant.
    pub fn unknown_key(
        path: &SourcePath,
        key_span: Span,
        key: &str,
        meant: Option<&str>,
        known: &[&str],
    ) -> Self {
        let message = wording!("`{key}` is no key that is known here", "这里没有 `{key}` 这一项");
        let help = match meant {
            Some(meant) => did_you_mean(meant),
            None => {
                let (keys, items) = (known.join(", "), known.join("、"));
                wording!("the keys are {keys}", "可写的有：{items}")
            }
        };
        Self::new(Severity::Warning, "unknown-key", path, message).at(key_span).help(help)
    }

    /// A code in `allow` that no diagnostic has, and the one that was probably meant.
    pub fn unknown_code(path: &SourcePath, span: Span, code: &str, meant: Option<&str>) -> Self {
        let message = wording!("no diagnostic has the code `{code}`", "没有代码为 `{code}` 的诊断");
        let diagnostic = Self::new(Severity::Warning, "unknown-code", path, message)
            .at(span)
            .label(wording!("left out", "已略去"));
        match meant {
            Some(meant) => diagnostic.help(did_you_mean(meant)),
            None => diagnostic.help(wording!(
                "the code stands in brackets behind `warning` or `note`",
                "代码在“警告”或“说明”后面的方括号里"
            )),
        }
    }

    /// A value of another kind than its key wants.
    pub fn wrong_kind(
        path: &SourcePath,
        span: Span,
        key: &str,
        wanted: &Wording,
        found: &Wording,
    ) -> Self {
        let message = wording!(
            "`{key}` wants {wanted}, not {found}",
            "`{key}` 要的是{wanted}，不是{found}";
            wanted, found
        );
        Self::new(Severity::Warning, "wrong-kind", path, message)
            .at(span)
            .label(wording!("left out", "已略去"))
    }

    /// A value that its key cannot take.
    pub fn invalid_value(path: &SourcePath, span: Span, message: Wording, help: Wording) -> Self {
        Self::new(Severity::Warning, "invalid-value", path, message)
            .at(span)
            .label(wording!("left out", "已略去"))
            .help(help)
    }

    /// A setting that cannot be, without which the site would be another than is meant.
    pub fn invalid_setting(path: &SourcePath, span: Span, message: Wording, help: Wording) -> Self {
        Self::new(Severity::Error, "invalid-setting", path, message).at(span).help(help)
    }
}
