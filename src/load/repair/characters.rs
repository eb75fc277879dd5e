//! Takes out characters that cannot be seen and ends lines with `\n`; drops the full-width
//! indents by which Chinese typesetting marks paragraphs, and parts those that only an
//! indent parted.

use crate::diagnostic::Diagnostic;
use crate::load::line::{self, CodeFences};
use crate::source::{Source, Span};
use crate::wording;

use super::Repaired;

/// Cleans the text that stands in `body` of the source.
pub(super) fn clean(source: &Source, body: Span) -> (Repaired, Vec<Diagnostic>) {
    let mut tally = Tally::default();
    if source.text.starts_with(BOM) && body.start > 0 {
        tally.count(Dirt::ZeroWidth, Span::new(0, BOM.len_utf8()));
    }
    let lines = end_lines(source, body, &mut tally);
    let cleaned = clean_lines(&lines, &mut tally);
    (cleaned, tally.diagnostics(source))
}

/// Cleans a text from which something was taken out: what a mark of direction was there for may
/// be gone.
pub(super) fn clean_again(source: &Source, old: &Repaired) -> (Repaired, Vec<Diagnostic>) {
    let mut tally = Tally::default();
    let cleaned = clean_lines(old, &mut tally);
    (cleaned, tally.diagnostics(source))
}

const BOM: char = '\u{FEFF}';

/// What is cleaned away.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Dirt {
    Control,
    LineEnd,
    Separator,
    ZeroWidth,
    Indent,
}

/// How often each dirt was found, and where first.
#[derive(Debug, Default)]
struct Tally {
    found: std::collections::BTreeMap<Dirt, (Span, usize)>,
}

impl Tally {
    fn count(&mut self, dirt: Dirt, place: Span) {
        self.found.entry(dirt).or_insert((place, 0)).1 += 1;
    }

    fn diagnostics(self, source: &Source) -> Vec<Diagnostic> {
        self.found
            .into_iter()
            .map(|(dirt, (first, count))| {
                let what = match dirt {
                    Dirt::Control => wording!("a control character is taken out", "去掉了控制字符"),
                    Dirt::LineEnd => wording!(
                        "the line ends as on Windows or an old Mac, now as elsewhere",
                        "换行符是 Windows 或老 Mac 的，已改成通用的"
                    ),
                    Dirt::Separator => {
                        wording!("a line separator is made the end of a line", "行分隔符改成了换行")
                    }
                    Dirt::ZeroWidth => {
                        wording!("a character of no width is taken out", "去掉了看不见的零宽字符")
                    }
                    Dirt::Indent => {
                        wording!("a full-width indent is taken out", "去掉了行首的全角空格")
                    }
                };
                Diagnostic::repaired_characters(&source.path, first, what, count)
            })
            .collect()
    }
}

/// Ends every line with `\n` and takes out control characters; code is no exception, for
/// these cannot stand in a page.
fn end_lines(source: &Source, body: Span, tally: &mut Tally) -> Repaired {
    let text = &source.text[body.range()];
    let mut cleaned = Repaired::default();
    if !may_end_lines(text) {
        cleaned.push_source(source, body);
        return cleaned;
    }
    let mut kept = body.start;
    for (offset, character) in text.char_indices() {
        let place = Span::new(body.start + offset, body.start + offset + character.len_utf8());
        let after = &text[offset + character.len_utf8()..];
        let (dirt, with) = match character {
            '\n' | '\t' => continue,
            '\r' if after.starts_with('\n') || after.starts_with("\r\n") => (Dirt::LineEnd, ""),
            '\r' => (Dirt::LineEnd, "\n"),
            '\u{B}' | '\u{85}' | '\u{2028}' => (Dirt::Separator, "\n"),
            '\u{2029}' => (Dirt::Separator, "\n\n"),
            _ if character.is_control() => (Dirt::Control, ""),
            _ => continue,
        };
        tally.count(dirt, place);
        cleaned.push_source(source, Span::new(kept, place.start));
        cleaned.push_new(with, place);
        kept = place.end;
    }
    cleaned.push_source(source, Span::new(kept, body.end));
    cleaned
}

/// Tells whether a text may have what [`end_lines`] changes: no is certain.
fn may_end_lines(text: &str) -> bool {
    let may = |first, second| {
        // U+0080 to U+009F; U+2028 and U+2029 are among the others.
        let rare = (first == 0xC2) & (second < 0xA0) | (first == 0xE2) & (second == 0x80);
        (first < b' ') & (first != b'\n') & (first != b'\t') | (first == 0x7F) | rare
    };
    may_have(text, may, |bytes| match *bytes {
        [0xE2, 0x80, third, ..] => matches!(third, 0xA8 | 0xA9),
        [first, ..] => may(first, bytes.get(1).copied().unwrap_or_default()),
        [] => false,
    })
}

/// Tells whether a text may have characters that [`is_widthless`] takes for such: no is certain.
fn may_have_widthless(text: &str) -> bool {
    let may = |first, second| {
        (first == 0xE2) & ((second == 0x80) | (second == 0x81)) | (first == 0xEF) & (second == 0xBB)
    };
    may_have(text, may, |bytes| match *bytes {
        // U+200B to U+200F, U+202A to U+202E.
        [0xE2, 0x80, third, ..] => matches!(third, 0x8B..=0x8F | 0xAA..=0xAE),
        // U+2060, U+2066 to U+2069.
        [0xE2, 0x81, third, ..] => matches!(third, 0xA0 | 0xA6..=0xA9),
        [0xEF, 0xBB, third, ..] => third == 0xBF,
        _ => false,
    })
}

/// Tells whether a text has a place from which on it `is_one`; where it is, a byte and the next
/// say that it `may` be.
///
/// Hardly any two bytes do, so that most pieces of a text are passed in a few steps.
fn may_have(text: &str, may: impl Fn(u8, u8) -> bool, is_one: impl Fn(&[u8]) -> bool) -> bool {
    const PIECE: usize = 64;
    let bytes = text.as_bytes();
    let mut start = 0;
    while let Some(piece) = bytes.get(start..=start + PIECE) {
        // Without an early end, so that many bytes are looked at in one step.
        let pairs = piece[..PIECE].iter().zip(&piece[1..]);
        let found = pairs.fold(0, |found, (&first, &second)| found | u8::from(may(first, second)));
        if found != 0 && (start..start + PIECE).any(|at| is_one(&bytes[at..])) {
            return true;
        }
        start += PIECE;
    }
    (start..bytes.len()).any(|at| is_one(&bytes[at..]))
}

impl Repaired {
    fn push_source(&mut self, source: &Source, span: Span) {
        self.text.push_str(&source.text[span.range()]);
        self.map.push_verbatim(span);
    }
}

/// Cleans line by line; whether a line opens a fence is told by its cleaned form.
fn clean_lines(old: &Repaired, tally: &mut Tally) -> Repaired {
    let mut new = Repaired::default();
    let mut fences = CodeFences::default();
    let mut previous = Previous::Start;
    let has_widthless = may_have_widthless(&old.text);
    let is_right_to_left = has_widthless && old.text.contains(is_right_to_left);
    let mut start = 0;
    for line in old.text.split_inclusive('\n') {
        let span = Span::new(start, start + line.len());
        start = span.end;
        if fences.is_open() {
            fences.step(line.trim_end_matches('\n'));
            new.push_copy(old, span);
            previous = Previous::Start;
            continue;
        }
        let line_start = new.text.len();
        if has_widthless {
            let line = drop_widthless(old, span, is_right_to_left, tally);
            push_unindented(&line, Span::new(0, line.text.len()), previous, &mut new, tally);
        } else {
            push_unindented(old, span, previous, &mut new, tally);
        }
        let cleaned = new.text[line_start..].trim_end_matches('\n').trim_start_matches('\n');
        let is_code = fences.step(cleaned);
        previous = if is_code { Previous::Start } else { Previous::of(cleaned) };
    }
    new
}

/// Takes the characters of no width out of a line.
fn drop_widthless(
    old: &Repaired,
    span: Span,
    is_right_to_left: bool,
    tally: &mut Tally,
) -> Repaired {
    let line = &old.text[span.range()];
    let mut new = Repaired::default();
    let mut kept = span.start;
    let mut before = None;
    for (offset, character) in line.char_indices() {
        let end = offset + character.len_utf8();
        if is_widthless(character, before, line[end..].chars().next(), is_right_to_left) {
            let place = Span::new(span.start + offset, span.start + end);
            tally.count(Dirt::ZeroWidth, old.map.to_base(place.range()));
            new.push_copy(old, Span::new(kept, place.start));
            kept = place.end;
        } else {
            before = Some(character);
        }
    }
    new.push_copy(old, Span::new(kept, span.end));
    new
}

/// Tells whether a character shows nothing and means nothing where it stands.
fn is_widthless(
    character: char,
    before: Option<char>,
    after: Option<char>,
    is_right_to_left: bool,
) -> bool {
    match character {
        '\u{200B}' | '\u{2060}' | BOM => true,
        // They shape emoji and the scripts of Arabia and India; elsewhere they are dirt.
        '\u{200C}' | '\u{200D}' => {
            !(before.is_some_and(is_joinable) && after.is_some_and(is_joinable))
        }
        '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => {
            !is_right_to_left
        }
        _ => false,
    }
}

fn is_joinable(character: char) -> bool {
    matches!(character,
        '\u{0600}'..='\u{0DFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}'
        | '\u{2190}'..='\u{2BFF}' | '\u{FE0F}' | '\u{1F000}'..='\u{1FAFF}')
}

fn is_right_to_left(character: char) -> bool {
    matches!(character, '\u{0590}'..='\u{08FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}')
}

/// What stands before a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Previous {
    /// Nothing that the line could go on with.
    Start,
    /// A line of a paragraph, list, quotation or table.
    Text,
    /// A line of raw HTML, which a blank line would end.
    Html,
}

impl Previous {
    fn of(line: &str) -> Self {
        let text = line.trim();
        if text.starts_with('<') {
            Self::Html
        } else if text.is_empty() || line::atx_heading(text).is_some() || line::is_rule(text) {
            Self::Start
        } else {
            Self::Text
        }
    }
}

/// How wide an indent must be to part two paragraphs by itself, in halves of a Han
/// character: Chinese typesetting indents by two characters.
const PARAGRAPH_HALVES: usize = 4;
/// How wide one must be to be an indent at all: a single no-break space is none.
const INDENT_HALVES: usize = 2;
/// From how many spaces on a line is code.
const CODE_INDENT: usize = 4;

/// Adds a line to `new` without the full-width indent at its start.
fn push_unindented(
    old: &Repaired,
    line: Span,
    previous: Previous,
    new: &mut Repaired,
    tally: &mut Tally,
) {
    let text = &old.text[line.range()];
    let spaces = text.len() - text.trim_start_matches(' ').len();
    let (length, halves) = wide_indent(&text[spaces..]);
    let is_blank = halves > 0 && text[spaces + length..].trim_end_matches('\n').is_empty();
    let is_indent =
        halves >= PARAGRAPH_HALVES || halves >= INDENT_HALVES && previous == Previous::Start;
    if spaces >= CODE_INDENT || !(is_blank || is_indent) {
        new.push_copy(old, line);
        return;
    }
    let indent = Span::new(line.start + spaces, line.start + spaces + length);
    if !is_blank {
        let place = old.map.to_base(indent.range());
        tally.count(Dirt::Indent, place);
        if previous == Previous::Text {
            new.push_new("\n", Span::new(place.start, place.start));
        }
    }
    new.push_copy(old, Span::new(line.start, indent.start));
    new.push_copy(old, Span::new(indent.end, line.end));
}

/// The spaces that indent, with their widths in halves of a Han character.
const WIDE_SPACES: [(&str, usize); 10] = [
    ("\u{3000}", 2),
    ("\u{2003}", 2),
    ("\u{2002}", 1),
    ("\u{A0}", 1),
    ("&emsp;", 2),
    ("&ensp;", 1),
    ("&nbsp;", 1),
    ("&#12288;", 2),
    ("&#160;", 1),
    ("&#xA0;", 1),
];

/// Returns the length in bytes of the indent at the start of a line, and its width in halves
/// of a Han character; plain spaces within it are part of it, but have no width.
fn wide_indent(line: &str) -> (usize, usize) {
    let mut rest = line;
    let mut halves = 0;
    loop {
        let space = WIDE_SPACES.iter().find(|(space, _)| rest.starts_with(space));
        if let Some((space, width)) = space {
            halves += width;
            rest = &rest[space.len()..];
        } else if halves > 0 && rest.starts_with([' ', '\t']) {
            rest = &rest[1..];
        } else {
            return (line.len() - rest.len(), halves);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_character_that_is_cleaned_away_is_passed_over() {
        for character in '\0'..='\u{2ffff}' {
            let mut bytes = [0; 4];
            let text: &str = character.encode_utf8(&mut bytes);
            let ends = !matches!(character, '\n' | '\t')
                && (character.is_control() || matches!(character, '\u{2028}' | '\u{2029}'));
            assert_eq!(may_end_lines(text), ends, "{character:?}");
            let vanishes = is_widthless(character, None, None, false);
            assert_eq!(may_have_widthless(text), vanishes, "{character:?}");
        }
    }

    #[test]
    fn what_is_looked_for_is_found_across_pieces() {
        for length in 0..200 {
            let text = format!("{}\u{2028}{}", "甲".repeat(length), "乙".repeat(9));
            assert!(may_end_lines(&text), "{length}");
            let text = format!("{}\u{200b}", "a".repeat(length));
            assert!(may_have_widthless(&text), "{length}");
        }
    }
}
