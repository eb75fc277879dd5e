//! What the parser says of a text that is no YAML, as a place in it and words about it.

use serde_yaml::MessageFormatter as _;

use crate::language::Wording;
use crate::source::Span;
use crate::wording;

/// Why a text is no YAML, or not of the shape that is wanted, and where.
pub(super) struct Fault {
    pub(super) span: Span,
    pub(super) message: Wording,
    pub(super) help: Option<Wording>,
}

impl Fault {
    /// Reads what the parser says of `text`.
    pub(super) fn of(error: &serde_yaml::Error, text: &str) -> Self {
        let error = error.without_snippet();
        let message = serde_yaml::DefaultMessageFormatter.format_message(error).into_owned();
        let start = error.location().map_or(0, |location| offset_of(location, text));
        let end =
            text[start..].chars().next().map_or(start, |character| start + character.len_utf8());
        let help = help_for(&message, &text[start..]);
        Self { span: Span::new(start, end), message: said(message), help }
    }
}

/// Returns the byte that a location stands for: parse errors know only line and column,
/// counted in characters.
fn offset_of(location: serde_yaml::Location, text: &str) -> usize {
    let number = |number: u64| usize::try_from(number).unwrap_or(1).max(1) - 1;
    let line_start: usize =
        text.split_inclusive('\n').take(number(location.line())).map(str::len).sum();
    let line = text[line_start..].lines().next().unwrap_or_default();
    let column = number(location.column());
    line_start + line.char_indices().nth(column).map_or(line.len(), |(offset, _)| offset)
}

/// Returns what the parser says, in Chinese too where it is one of its usual words.
fn said(english: String) -> Wording {
    let chinese = match english.as_str() {
        "mapping values are not allowed in this context" => "这里不能再有“键: 值”".to_owned(),
        "invalid trailing content after double-quoted scalar" => {
            "收尾的引号之后还有别的字".to_owned()
        }
        "tab cannot be used as indentation" => "不能用制表符缩进".to_owned(),
        other => match other.split_once(", expected one of ") {
            Some((unknown, known)) if unknown.starts_with("unknown field ") => format!(
                "没有 {} 这一项，可写的有：{}",
                unknown.trim_start_matches("unknown field "),
                known.replace(", ", "、")
            ),
            _ => english.clone(),
        },
    };
    Wording { english, chinese }
}

fn help_for(message: &str, at: &str) -> Option<Wording> {
    if message.starts_with("mapping values are not allowed") {
        return Some(wording!(
            "a value with a colon and a space in it wants quotes: `title: \"…: …\"`",
            "值里有冒号加空格，要加引号：`title: \"…: …\"`"
        ));
    }
    if message.contains("unexpected character") && at.starts_with(['@', '`', '%']) {
        return Some(wording!(
            "a value that begins with `@`, `` ` `` or `%` wants quotes",
            "以 `@`、`` ` `` 或 `%` 开头的值要加引号"
        ));
    }
    if message.contains("tab") {
        return Some(wording!("indent with spaces, not with tabs", "用空格缩进，不用制表符"));
    }
    if message.contains("quoted scalar") {
        return Some(wording!(
            "a quotation mark is not closed, or stands inside the value, or the lines after the \
             first are not indented",
            "引号没有收尾，或夹在值的中间，或第一行之后没有缩进"
        ));
    }
    None
}
