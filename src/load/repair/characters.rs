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
    let is_right_to_left = old.text.contains(is_right_to_left);
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
        let widthless = drop_widthless(old, span, is_right_to_left, tally);
        push_unindented(&widthless, previous, &mut new, tally);
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
fn push_unindented(line: &Repaired, previous: Previous, new: &mut Repaired, tally: &mut Tally) {
    let text = &line.text;
    let spaces = text.len() - text.trim_start_matches(' ').len();
    let (length, halves) = wide_indent(&text[spaces..]);
    let is_blank = halves > 0 && text[spaces + length..].trim_end_matches('\n').is_empty();
    let is_indent =
        halves >= PARAGRAPH_HALVES || halves >= INDENT_HALVES && previous == Previous::Start;
    if spaces >= CODE_INDENT || !(is_blank || is_indent) {
        new.push_copy(line, Span::new(0, text.len()));
        return;
    }
    let indent = Span::new(spaces, spaces + length);
    if !is_blank {
        let place = line.map.to_base(indent.range());
        tally.count(Dirt::Indent, place);
        if previous == Previous::Text {
            new.push_new("\n", Span::new(place.start, place.start));
        }
    }
    new.push_copy(line, Span::new(0, spaces));
    new.push_copy(line, Span::new(indent.end, text.len()));
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
