//! Where text breaks into lines, as a browser would set it.

use unicode_width::UnicodeWidthChar;

/// The width of characters that are not full-width, in em: means of the Latin letters of
/// the fonts in the stylesheet's stack.
const NARROW: f32 = 0.51;
const CAPITAL: f32 = 0.66;
const SPACE: f32 = 0.24;
/// What `text-autospace` puts between Han and Latin.
const AUTOSPACE: f32 = 0.125;
/// What `text-spacing-trim` takes from two full-width marks that meet, and from one that
/// would not fit at a line's end.
const TRIM: f32 = 0.5;
/// The raised number of a note, with its space.
const REFERENCE: f32 = 0.6;

const OPENING: &str = "（《〈「『【〔〖“‘［｛([{";
const CLOSING: &str = "）》〉」』】〕〗”’］｝、，。．：；,.:;)]}";
/// May not begin a line, and keep their width at its end.
const NOT_FIRST: &str = "！？…—～·!?%‰℃";

/// The lines of one text.
#[derive(Debug)]
pub(crate) struct Lines {
    /// The byte at which each line begins.
    starts: Vec<usize>,
}

/// The shortest line: one character, however deep in lists and quotations it stands.
const MEASURE_MIN: f32 = 1.0;

impl Lines {
    /// Breaks `text` into lines of at most `measure` em; `references` are the bytes behind
    /// which a note's number stands, in order.
    pub(crate) fn new(text: &str, measure: f32, references: &[usize]) -> Self {
        let measure = measure.max(MEASURE_MIN);
        let mut setter = Setter { measure, starts: vec![0], line: 0.0, unit: 0.0, unit_start: 0 };
        let mut references = references.iter().copied().peekable();
        let mut previous: Option<Glyph> = None;
        for (at, c) in text.char_indices() {
            if c == '\n' {
                setter.finish_unit(previous);
                setter.break_line(at + 1);
                previous = None;
                continue;
            }
            let glyph = Glyph::of(c);
            if previous.is_some_and(|previous| may_break(previous, glyph)) {
                setter.finish_unit(previous);
                setter.unit_start = at;
            }
            setter.unit += glyph.width + previous.map_or(0.0, |previous| between(previous, glyph));
            while references.next_if(|&reference| reference <= at + c.len_utf8()).is_some() {
                setter.unit += REFERENCE;
            }
            previous = Some(glyph);
        }
        setter.finish_unit(previous);
        Self { starts: setter.starts }
    }

    /// Returns how many lines there are, at least one.
    pub(crate) fn count(&self) -> usize {
        self.starts.len()
    }

    /// Returns the line, from 0, that holds the character at `offset`.
    pub(crate) fn line_of(&self, offset: usize) -> usize {
        self.starts.partition_point(|&start| start <= offset).saturating_sub(1)
    }
}

/// Sets unbreakable units into lines.
struct Setter {
    measure: f32,
    starts: Vec<usize>,
    line: f32,
    unit: f32,
    unit_start: usize,
}

impl Setter {
    fn finish_unit(&mut self, last: Option<Glyph>) {
        let slack = match last {
            Some(Glyph { space: true, .. }) => SPACE,
            Some(Glyph { wide: true, closing: true, .. }) => TRIM,
            _ => 0.0,
        };
        if self.line > 0.0 && self.line + self.unit - slack > self.measure {
            self.starts.push(self.unit_start);
            self.line = 0.0;
        }
        self.line += self.unit;
        // An address longer than a line is broken anywhere.
        while self.line - slack > self.measure {
            self.starts.push(self.unit_start);
            self.line -= self.measure;
        }
        self.unit = 0.0;
    }

    fn break_line(&mut self, at: usize) {
        self.starts.push(at);
        self.line = 0.0;
        self.unit_start = at;
    }
}

/// Returns a character's width in em.
pub(crate) fn width(c: char) -> f32 {
    match c {
        ' ' => SPACE,
        '\u{2060}' | '\u{200b}' => 0.0,
        'A'..='Z' => CAPITAL,
        _ if is_wide(c) => 1.0,
        _ => NARROW,
    }
}

fn is_wide(c: char) -> bool {
    c.width() == Some(2) || "“”‘’…—·".contains(c)
}

/// What of a character decides where lines break.
#[derive(Clone, Copy)]
struct Glyph {
    width: f32,
    wide: bool,
    letter: bool,
    opening: bool,
    closing: bool,
    /// Whether it may not begin a line, though it closes nothing.
    not_first: bool,
    space: bool,
    hyphen: bool,
}

impl Glyph {
    /// A Han character's: almost all of an essay.
    const HAN: Self = Self {
        width: 1.0,
        wide: true,
        letter: true,
        opening: false,
        closing: false,
        not_first: false,
        space: false,
        hyphen: false,
    };

    fn of(c: char) -> Self {
        if matches!(c, '\u{4E00}'..='\u{9FFF}') {
            return Self::HAN;
        }
        Self {
            width: width(c),
            wide: is_wide(c),
            letter: c.is_alphanumeric(),
            opening: OPENING.contains(c),
            closing: CLOSING.contains(c),
            not_first: NOT_FIRST.contains(c),
            space: c == ' ',
            hyphen: c == '-',
        }
    }

    const fn is_mark(self) -> bool {
        self.wide && (self.opening || self.closing)
    }
}

/// Returns what is added between two characters, or taken away.
fn between(a: Glyph, b: Glyph) -> f32 {
    if a.is_mark() && b.is_mark() {
        -TRIM
    } else if a.letter && b.letter && a.wide != b.wide {
        AUTOSPACE
    } else {
        0.0
    }
}

fn may_break(a: Glyph, b: Glyph) -> bool {
    if a.space {
        return true;
    }
    if b.space || a.opening || b.closing || b.not_first {
        return false;
    }
    a.wide || b.wide || a.hyphen
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn broken(text: &str, measure: f32) -> Vec<&str> {
        let lines = Lines::new(text, measure, &[]);
        let ends = lines.starts[1..].iter().copied().chain([text.len()]);
        lines.starts.iter().copied().zip(ends).map(|(start, end)| &text[start..end]).collect()
    }

    #[test]
    fn a_closing_mark_begins_no_line_and_a_word_is_not_broken() {
        assert_eq!(broken("一二三四五六。七八", 6.0), ["一二三四五", "六。七八"]);
        assert_eq!(broken("一二三《四五》六", 4.0), ["一二三", "《四五》", "六"]);
        assert_eq!(broken("一二 Tencent 三", 4.2), ["一二 ", "Tencent ", "三"]);
    }

    #[test]
    fn a_mark_at_the_end_of_a_line_takes_half_its_width() {
        assert_eq!(broken("一二三四五六。七八", 6.5), ["一二三四五六。", "七八"]);
    }

    #[test]
    fn an_offset_is_found_on_its_line() {
        let lines = Lines::new("一二三四五六七八九", 3.0, &[]);
        assert_eq!(lines.count(), 3);
        assert_eq!([0, 8, 9, 26].map(|offset| lines.line_of(offset)), [0, 0, 1, 2]);
    }

    proptest! {
        #[test]
        fn lines_begin_in_order_on_characters(text in "[一-龥a-zA-Z ，。《》“”\n]{0,80}", measure in 2.0_f32..40.0) {
            let lines = Lines::new(&text, measure, &[]);
            prop_assert!(lines.starts.is_sorted());
            prop_assert!(lines.starts.iter().all(|&start| text.is_char_boundary(start)));
        }
    }
}
