//! What the parser says of a text that is no YAML, as a place in it and words about it.

use serde_yaml::MessageFormatter as _;

use crate::source::Span;

/// Why a text is no YAML, or not of the shape that is wanted, and where.
pub(super) struct Fault {
    pub(super) span: Span,
    pub(super) message: String,
    pub(super) help: Option<&'static str>,
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
        Self { span: Span::new(start, end), message, help }
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

fn help_for(message: &str, at: &str) -> Option<&'static str> {
    if message.starts_with("mapping values are not allowed") {
        return Some("a value with a colon and a space in it wants quotes: `title: \"…: …\"`");
    }
    if message.contains("unexpected character") && at.starts_with(['@', '`', '%']) {
        return Some("a value that begins with `@`, `` ` `` or `%` wants quotes");
    }
    if message.contains("tab") {
        return Some("indent with spaces, not with tabs");
    }
    if message.contains("quoted scalar") {
        return Some(
            "a quotation mark is not closed, or stands inside the value, or the lines after the \
             first are not indented",
        );
    }
    None
}
