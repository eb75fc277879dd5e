//! Finds the title where the text says it once more.

use crate::load::front_matter::FrontMatter;
use crate::load::line::{self, Line, Lines};
use crate::source::Span;

use super::{Edit, Finding, Mending, letters};

/// Finds a first heading, or a first line alone, that says what the title says; said over
/// and over, each of them.
///
/// Pictures and raw HTML may stand before a heading.
pub(super) fn repeated(text: &str, front_matter: &FrontMatter) -> Option<Mending> {
    let title = letters(&front_matter.title);
    let mut mending = Mending { edits: Vec::new(), findings: Vec::new() };
    let mut lines = Lines::new(text).peekable();
    let mut is_first = true;
    while let Some(line) = lines.next() {
        let words = &text[line.span.range()];
        if words.trim().is_empty() {
            continue;
        }
        let heading = line::atx_heading(words);
        if !line.is_code && heading.is_none() && !line::is_text(words) {
            is_first = false;
            continue;
        }
        let end = end_of_heading(text, line, lines.peek().copied(), heading.is_some(), is_first);
        let Some(end) = end.filter(|_| !title.is_empty()) else { break };
        let rest = text[end..].trim_start_matches('\n');
        if letters(heading.unwrap_or(words)) != title || rest.trim().is_empty() {
            break;
        }
        mending.edits.push(Edit::delete(Span::new(line.span.start, text.len() - rest.len())));
        mending.findings.push(Finding::RepeatedTitle(line.span));
        if heading.is_none() {
            // The line below, which underlines it or is blank.
            lines.next();
        }
    }
    (!mending.edits.is_empty()).then_some(mending)
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
    if line.is_code {
        return None;
    }
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
