//! The settings that say where essays stand, and when.

use super::Settings;
use crate::diagnostic::Diagnostic;
use crate::permalink::{Pattern, PatternFault, Token};
use crate::source::Span;
use crate::wording;
use crate::yaml::{Located, did_you_mean};

impl Settings<'_> {
    /// Takes the pattern of addresses.
    pub(super) fn permalink(&mut self) -> Option<Pattern> {
        let Located { value, span } = self.0.string("permalink")?;
        let fault = match Pattern::parse(&value) {
            Ok(pattern) => return Some(pattern),
            Err(fault) => fault,
        };
        // The value without the quotes around it.
        let start = self.0.text(span).find(&value).map_or(span.start, |at| span.start + at);
        let at = |range: std::ops::Range<usize>| Span::new(start + range.start, start + range.end);
        let names = || Token::ALL.map(Token::name);
        let (span, message, help) = match fault {
            PatternFault::UnknownToken(range) => {
                let name = &value[range.clone()];
                let help = match did_you_mean(name.trim_start_matches(':'), &names()) {
                    Some(meant) => wording!("did you mean `:{meant}`?", "是不是 `:{meant}`？"),
                    None => {
                        let (names, items) = (names().join(", :"), names().join("、:"));
                        wording!("there are :{names}", "可用的有 :{items}")
                    }
                };
                let message =
                    wording!("`{name}` is no token of an address", "地址里没有 `{name}` 这个记号");
                (at(range), message, help)
            }
            PatternFault::Character(range) => {
                let part = &value[range.clone()];
                let message = wording!(
                    "`{part}` can be no part of a page's address",
                    "页面的地址里不能有 `{part}`"
                );
                let help = wording!(
                    "it wants something like /:year/:month/:slug/",
                    "要写成 /:year/:month/:slug/ 这样"
                );
                (at(range), message, help)
            }
            PatternFault::Nameless => {
                let message = wording!(
                    "by `{value}` many essays have one address",
                    "按 `{value}`，许多文章会是同一个地址"
                );
                let help = wording!(
                    "put :slug, :pinyin, :file or :title into it",
                    "里面要有 :slug、:pinyin、:file 或 :title"
                );
                (span, message, help)
            }
        };
        self.0.report([Diagnostic::invalid_setting(self.0.path(), span, message, help)]);
        None
    }
}
