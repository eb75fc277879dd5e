//! Lines of Markdown told apart by their look: what repairs and fallbacks need to know
//! before the text is parsed.
//!
//! Does not parse Markdown: [`crate::load::markdown`] does, on repaired text.

use crate::source::Span;

/// A line of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Line {
    /// Its bytes, without the line's end.
    pub(crate) span: Span,
    /// Whether it is part of a fenced code block, fences included.
    pub(crate) is_code: bool,
}

/// The lines of a text, with the fences of code followed through it.
pub(crate) struct Lines<'a> {
    text: &'a str,
    offset: usize,
    fences: CodeFences,
}

impl<'a> Lines<'a> {
    /// Makes the lines of `text`, whose lines end with `\n` or `\r\n`.
    pub(crate) fn new(text: &'a str) -> Self {
        Self { text, offset: 0, fences: CodeFences::default() }
    }
}

impl Iterator for Lines<'_> {
    type Item = Line;

    fn next(&mut self) -> Option<Line> {
        let rest = self.text.get(self.offset..).filter(|rest| !rest.is_empty())?;
        let length = rest.find('\n').unwrap_or(rest.len());
        let line = rest[..length].trim_end_matches('\r');
        let span = Span::new(self.offset, self.offset + line.len());
        self.offset = (self.offset + length + 1).min(self.text.len());
        Some(Line { span, is_code: self.fences.step(line) })
    }
}

/// Follows the fences of code from line to line.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct CodeFences {
    /// The mark and length of the fence that is open.
    open: Option<(u8, usize)>,
}

impl CodeFences {
    /// Tells whether a fence is open.
    pub(crate) fn is_open(self) -> bool {
        self.open.is_some()
    }

    /// Goes on by one line and tells whether it is part of a code block, fences included.
    pub(crate) fn step(&mut self, line: &str) -> bool {
        match (self.open, fence(line)) {
            (Some((mark, length)), Some((other, run, info))) => {
                if mark == other && run >= length && info.is_empty() {
                    self.open = None;
                }
                true
            }
            (Some(_), None) => true,
            (None, Some((mark, run, info))) if mark == b'~' || !info.contains('`') => {
                self.open = Some((mark, run));
                true
            }
            (None, _) => false,
        }
    }
}

/// Returns a code fence's mark, length and what follows it; fences in quotations and lists
/// count too.
fn fence(line: &str) -> Option<(u8, usize, &str)> {
    let line = line.trim_start_matches([' ', '\t', '>']);
    let mark = *line.as_bytes().first().filter(|mark| matches!(mark, b'`' | b'~'))?;
    let run = line.bytes().take_while(|&byte| byte == mark).count();
    (run >= 3).then(|| (mark, run, line[run..].trim()))
}

/// Returns the text of a `# heading`, its marks taken off.
pub(crate) fn atx_heading(line: &str) -> Option<&str> {
    let line = line.trim();
    let level = line.bytes().take_while(|&byte| byte == b'#').count();
    let text = &line[level..];
    if !(1..=6).contains(&level) || !(text.is_empty() || text.starts_with([' ', '\t'])) {
        return None;
    }
    let unclosed = text.trim_end_matches('#');
    let text = if unclosed.ends_with([' ', '\t']) { unclosed } else { text };
    Some(text.trim())
}

/// Tells whether a line below text makes a heading of it.
pub(crate) fn is_setext_underline(line: &str) -> bool {
    let line = line.trim_end();
    let marks = line.trim_start();
    line.len() - marks.len() <= 3
        && !marks.is_empty()
        && (marks.bytes().all(|byte| byte == b'=') || marks.bytes().all(|byte| byte == b'-'))
}

/// Tells whether a line reads as running text: no heading, list, quotation, table, rule,
/// HTML, picture, definition or indented code.
pub(crate) fn is_text(line: &str) -> bool {
    let text = line.trim_start_matches(' ');
    let indent = line.len() - text.len();
    let text = text.trim_end();
    if indent > 3 || text.is_empty() || text.starts_with(['\t', '>', '|', '<']) {
        return false;
    }
    if is_rule(text) || atx_heading(text).is_some() || is_item(text) || is_picture(text) {
        return false;
    }
    let is_definition = text.starts_with('[') && text.contains("]:") && !text.starts_with("[[");
    !is_definition && !text.starts_with("{%") && !text.starts_with("{:")
}

/// Tells whether a line is only marks: a thematic break, an underline, an empty heading.
pub(crate) fn is_rule(text: &str) -> bool {
    text.trim_start_matches(['-', '*', '_', '+', '=', '#', ' ', '\t']).is_empty()
}

/// Tells whether a line begins a list item.
fn is_item(text: &str) -> bool {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let rest = &text[digits..];
    let rest = match digits {
        0 => rest.strip_prefix(['-', '*', '+']),
        _ => rest.strip_prefix(['.', ')']),
    };
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t']))
}

/// Tells whether a line is one picture, perhaps within a link.
fn is_picture(text: &str) -> bool {
    (text.starts_with("![") || text.starts_with("[![")) && text.ends_with([')', ']'])
}

/// Returns the text of a line without its inline marks: links are their text, pictures
/// nothing.
pub(crate) fn plain(text: &str) -> String {
    let plain: String = visible(text).into_iter().map(|(_, character)| character).collect();
    plain.trim().to_owned()
}

/// Returns the characters of a text that are no inline marks, each with its byte offset.
pub(crate) fn visible(text: &str) -> Vec<(usize, char)> {
    let mut visible = Vec::with_capacity(text.len());
    let mut at = 0;
    while let Some(character) = text[at..].chars().next() {
        let next = at + character.len_utf8();
        let after = &text[next..];
        at = match character {
            '\\' => match after.chars().next().filter(char::is_ascii_punctuation) {
                Some(escaped) => {
                    visible.push((next, escaped));
                    next + 1
                }
                None => next,
            },
            '*' | '`' | '~' | '[' => next,
            '!' if after.starts_with('[') => next + picture_length(after),
            ']' => next + destination_length(after),
            '<' if tag_length(after) > 0 => next + tag_length(after),
            '_' if is_mark(&text[..at], after) => next,
            _ => {
                visible.push((at, character));
                next
            }
        };
    }
    visible
}

/// How far a link's destination or an HTML tag may reach, so that a stray bracket does not
/// send each search to the end of the text.
const MARK_BYTES_MAX: usize = 4_096;

/// Tells whether an underscore is emphasis and no part of a word such as `snake_case`.
fn is_mark(before: &str, after: &str) -> bool {
    !(before.ends_with(char::is_alphanumeric) && after.starts_with(char::is_alphanumeric))
}

/// Returns the length of `[alt](destination)`, or nothing when it is not closed.
fn picture_length(text: &str) -> usize {
    let within = &text[..text.floor_char_boundary(MARK_BYTES_MAX)];
    within.find(']').map_or(0, |end| end + 1 + destination_length(&text[end + 1..]))
}

/// Returns the length of `(destination)`, or nothing when none follows.
fn destination_length(text: &str) -> usize {
    let mut depth = 0;
    for (offset, byte) in text.bytes().enumerate().take(MARK_BYTES_MAX) {
        match byte {
            b'(' => depth += 1,
            b')' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return if offset == 0 { 0 } else { offset + 1 };
        }
    }
    0
}

/// Returns the length of the rest of an HTML tag after its `<`.
fn tag_length(text: &str) -> usize {
    let is_tag = text.starts_with(|first: char| first.is_ascii_alphabetic() || first == '/');
    let within = &text[..text.floor_char_boundary(MARK_BYTES_MAX)];
    within.find('>').filter(|_| is_tag).map_or(0, |end| end + 1)
}
