//! Finds the title where the text says it once more.

use crate::load::front_matter::FrontMatter;
use crate::load::line::{self, Line, Lines};
use crate::source::Span;

use super::{Edit, Finding, Mending, letters};

/// Finds a first heading, or a first line alone, that says what the title says.
///
/// Pictures and raw HTML may stand before a heading.
pub(super) fn repeated(text: &str, front_matter: &FrontMatter) -> Option<Mending> {
    let title = letters(&front_matter.title);
    let mut lines = Lines::new(text).peekable();
    let mut is_first = true;
    while let Some(line) = lines.next() {
        let words = &text[line.span.range()];
        if line.is_code {
            return None;
        }
        if words.trim().is_empty() {
            continue;
        }
        let next = lines.peek().copied();
        let is_heading = line::atx_heading(words).is_some();
        if !is_heading && !line::is_text(words) {
            is_first = false;
            continue;
        }
        let end = end_of_heading(text, line, next, is_heading, is_first)?;
        let said = line::atx_heading(words).unwrap_or(words);
        let goes_on = !text[end..].trim().is_empty();
        if letters(said) != title || title.is_empty() || !goes_on {
            return None;
        }
        let blank = text[end..].len() - text[end..].trim_start_matches('\n').len();
        return Some(Mending {
            edits: vec![Edit::delete(Span::new(line.span.start, end + blank))],
            findings: vec![Finding::RepeatedTitle(line.span)],
        });
    }
    None
}

/// Returns where a heading that begins with `line` ends; a line of text must be the first
/// and stand alone, or be underlined.
fn end_of_heading(
    text: &str,
    line: Line,
    next: Option<Line>,
    is_heading: bool,
    is_first: bool,
) -> Option<usize> {
    if is_heading {
        return Some(line.span.end);
    }
    let next = next?;
    let words = &text[next.span.range()];
    if line::is_setext_underline(words) {
        return Some(next.span.end);
    }
    (is_first && words.trim().is_empty()).then_some(line.span.end)
}
