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
    fence: Option<(u8, usize)>,
}

impl<'a> Lines<'a> {
    /// Makes the lines of `text`, whose lines end with `\n` or `\r\n`.
    pub(crate) fn new(text: &'a str) -> Self {
        Self { text, offset: 0, fence: None }
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
        let is_code = match (self.fence, fence(line)) {
            (Some((mark, length)), Some((other, run, info))) => {
                if mark == other && run >= length && info.is_empty() {
                    self.fence = None;
                }
                true
            }
            (Some(_), None) => true,
            (None, Some((mark, run, info))) if mark == b'~' || !info.contains('`') => {
                self.fence = Some((mark, run));
                true
            }
            (None, _) => false,
        };
        Some(Line { span, is_code })
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
    let marks = text.trim_start_matches(['-', '*', '_', '+', '=', '#', ' ']);
    if marks.is_empty() || atx_heading(text).is_some() || is_item(text) || is_picture(text) {
        return false;
    }
    let is_definition = text.starts_with('[') && text.contains("]:") && !text.starts_with("[[");
    !is_definition && !text.starts_with("{%") && !text.starts_with("{:")
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
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(character) = rest.chars().next() {
        let after = &rest[character.len_utf8()..];
        rest = match character {
            '\\' => match after.chars().next() {
                Some(escaped) => {
                    plain.push(escaped);
                    &after[escaped.len_utf8()..]
                }
                None => after,
            },
            '*' | '`' | '[' => after,
            '!' if after.starts_with('[') => after_picture(after),
            ']' => after_destination(after),
            '<' => match after.find('>') {
                Some(end) if after.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/') => {
                    &after[end + 1..]
                }
                _ => {
                    plain.push('<');
                    after
                }
            },
            '_' if is_mark(&plain, after) => after,
            _ => {
                plain.push(character);
                after
            }
        };
    }
    plain.trim().to_owned()
}

/// Tells whether an underscore is emphasis and no part of a word such as `snake_case`.
fn is_mark(before: &str, after: &str) -> bool {
    !(before.ends_with(char::is_alphanumeric) && after.starts_with(char::is_alphanumeric))
}

fn after_picture(text: &str) -> &str {
    text.find(']').map_or(text, |end| after_destination(&text[end + 1..]))
}

fn after_destination(text: &str) -> &str {
    if !text.starts_with('(') {
        return text;
    }
    let mut depth = 0;
    for (offset, character) in text.char_indices() {
        match character {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return &text[offset + 1..];
        }
    }
    text
}
