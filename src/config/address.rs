//! The settings that say where essays stand, and when.

use super::{Future, Settings};
use crate::diagnostic::Diagnostic;
use crate::permalink::{Pattern, PatternFault, Script, Token};
use crate::source::Span;
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
                    Some(meant) => format!("did you mean `:{meant}`?"),
                    None => format!("there are :{}", names().join(", :")),
                };
                (at(range), format!("`{name}` is no token of an address"), help)
            }
            PatternFault::Character(range) => {
                let message =
                    format!("`{}` can be no part of a page's address", &value[range.clone()]);
                (at(range), message, "it wants something like /:year/:month/:slug/".to_owned())
            }
            PatternFault::Nameless => {
                let message = format!("by `{value}` many essays have one address");
                (span, message, "put :slug, :pinyin, :file or :title into it".to_owned())
            }
        };
        self.0.report([Diagnostic::invalid_setting(self.0.path(), span, message, &help)]);
        None
    }
}

pub(super) fn script(text: &str) -> Option<Script> {
    match text {
        "han" => Some(Script::Own),
        "pinyin" => Some(Script::Pinyin),
        _ => None,
    }
}

pub(super) fn future(text: &str) -> Option<Future> {
    match text {
        "show" => Some(Future::Show),
        "hold" => Some(Future::Hold),
        _ => None,
    }
}
