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

const OPENING: [char; 15] =
    ['（', '《', '〈', '「', '『', '【', '〔', '〖', '“', '‘', '［', '｛', '(', '[', '{'];
const CLOSING: [char; 25] = [
    '）', '》', '〉', '」', '』', '】', '〕', '〗', '”', '’', '］', '｝', '、', '，', '。', '．',
    '：', '；', ',', '.', ':', ';', ')', ']', '}',
];
/// May not begin a line, and keep their width at its end.
const NOT_FIRST: [char; 11] = ['！', '？', '…', '—', '～', '·', '!', '?', '%', '‰', '℃'];

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
        let mut at = 0;
        while let Some(c) = text[at..].chars().next() {
            let next = at + c.len_utf8();
            if c == '\n' {
                setter.finish_unit(previous);
                setter.break_line(next);
                (previous, at) = (None, next);
                continue;
            }
            let glyph = Glyph::of(c);
            if previous.is_some_and(|previous| may_break(previous, glyph)) {
                setter.finish_unit(previous);
                setter.unit_start = at;
            }
            setter.unit += glyph.width + previous.map_or(0.0, |previous| between(previous, glyph));
            while references.next_if(|&reference| reference <= next).is_some() {
                setter.unit += REFERENCE;
            }
            (previous, at) = (Some(glyph), next);
            if is_han(c) {
                // No further than the next note's number, which widens what it stands behind.
                let until = references.peek().map_or(text.len(), |&reference| reference - 1);
                at = setter.take_han(&text.as_bytes()[..until.min(text.len())], at);
            }
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
    /// Takes the Han characters that stand in a row behind another, each a unit of its own, and
    /// returns where they end; the last is not finished.
    fn take_han(&mut self, bytes: &[u8], from: usize) -> usize {
        let mut at = from;
        while let Some(&[first, second, _]) = bytes.get(at..).and_then(<[u8]>::first_chunk)
            && begins_han(first, second)
        {
            self.finish(0.0);
            self.unit = Glyph::HAN.width;
            self.unit_start = at;
            at += HAN_BYTES;
        }
        at
    }

    fn finish_unit(&mut self, last: Option<Glyph>) {
        let slack = match last {
            Some(Glyph { space: true, .. }) => SPACE,
            Some(Glyph { wide: true, closing: true, .. }) => TRIM,
            _ => 0.0,
        };
        self.finish(slack);
    }

    /// Sets a unit, of whose end so much need not fit.
    fn finish(&mut self, slack: f32) {
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
    c.width() == Some(2) || matches!(c, '“' | '”' | '‘' | '’' | '…' | '—' | '·')
}

/// Bytes of a Han character.
const HAN_BYTES: usize = 3;

fn is_han(c: char) -> bool {
    matches!(c, '\u{4E00}'..='\u{9FFF}')
}

/// Tells by the first two bytes of a character whether it [`is_han`].
fn begins_han(first: u8, second: u8) -> bool {
    matches!((first, second), (0xE4, 0xB8..) | (0xE5..=0xE9, _))
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

    /// Such a mark as nearly all of Chinese are.
    const STOP: Self = Self { letter: false, closing: true, ..Self::HAN };

    fn of(c: char) -> Self {
        match c {
            _ if is_han(c) => Self::HAN,
            '，' | '。' | '、' | '：' | '；' => Self::STOP,
            _ => Self::of_any(c),
        }
    }

    fn of_any(c: char) -> Self {
        let (opening, closing) = (OPENING.contains(&c), CLOSING.contains(&c));
        let not_first = NOT_FIRST.contains(&c);
        let is_mark = opening || closing || not_first;
        Self {
            width: width(c),
            wide: is_wide(c),
            // None of these marks is one, and to ask takes long.
            letter: !is_mark && c.is_alphanumeric(),
            opening,
            closing,
            not_first,
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

    #[test]
    fn no_mark_is_a_letter() {
        let marks = OPENING.iter().chain(&CLOSING).chain(&NOT_FIRST);
        assert!(marks.copied().all(|mark| !mark.is_alphanumeric() && !is_han(mark)));
    }

    #[test]
    fn what_is_known_of_common_characters_is_so() {
        let told = |glyph: Glyph| {
            let Glyph { width, wide, letter, opening, closing, not_first, space, hyphen } = glyph;
            (width, [wide, letter, opening, closing, not_first, space, hyphen])
        };
        for c in "，。、：；一甲龥a-".chars() {
            assert_eq!(told(Glyph::of(c)), told(Glyph::of_any(c)), "{c}");
        }
    }

    #[test]
    fn the_first_bytes_tell_a_han_character() {
        for c in ('\u{800}'..='\u{ffff}').chain(['\u{20000}']) {
            let mut bytes = [0; 4];
            c.encode_utf8(&mut bytes);
            assert_eq!(begins_han(bytes[0], bytes[1]), is_han(c), "{c:?}");
        }
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
