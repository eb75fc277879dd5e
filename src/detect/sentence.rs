//! Cuts an essay's text into sentences and clauses.

use crate::detect::lists::{self, english};
use crate::load::essay::{Block, Body, ListItem, Passage, Prose};

/// What a prose is in the essay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// Of a paragraph.
    Paragraph,
    /// A heading.
    Heading,
    /// Of a list item.
    Item,
    /// A table's cell.
    Cell,
}

/// A sentence with its clauses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Sentence {
    /// Its text without the white space around it.
    pub(super) passage: Passage,
    /// The clauses that make it up, in order; one at least.
    pub(super) clauses: Vec<Passage>,
    /// The number of its prose.
    pub(super) prose: usize,
    /// What the prose is.
    pub(super) place: Place,
    /// Whether it is written in Latin letters: nine bytes of ten are.
    pub(super) is_latin: bool,
}

/// Cuts the main text of a body into sentences.
pub(super) fn sentences(body: &Body) -> Vec<Sentence> {
    let mut proses = Vec::new();
    for block in &body.blocks {
        collect(block, Place::Paragraph, &mut proses);
    }
    let mut sentences = Vec::new();
    for (number, (place, prose)) in proses.into_iter().enumerate() {
        for passage in cut(&body.text, prose.passage) {
            let clauses = clauses(&body.text, passage);
            let is_latin = is_latin(&body.text[passage.range()]);
            sentences.push(Sentence { passage, clauses, prose: number, place, is_latin });
        }
    }
    sentences
}

fn is_latin(words: &str) -> bool {
    words.bytes().filter(u8::is_ascii).count() * 10 > words.len() * 9
}

fn collect<'a>(block: &'a Block, place: Place, proses: &mut Vec<(Place, &'a Prose)>) {
    match block {
        Block::Paragraph(prose) => proses.push((place, prose)),
        Block::Heading { prose, .. } => proses.push((Place::Heading, prose)),
        Block::Quote { blocks, .. } => {
            blocks.iter().for_each(|block| collect(block, place, proses));
        }
        Block::List { items, .. } => {
            for ListItem { blocks, .. } in items {
                blocks.iter().for_each(|block| collect(block, Place::Item, proses));
            }
        }
        Block::Table { head, rows, .. } => {
            let cells = head.iter().chain(rows.iter().flatten());
            proses.extend(cells.map(|prose| (Place::Cell, prose)));
        }
        Block::Code(_) | Block::Html(_) | Block::Rule => {}
    }
}

/// Bytes after which a sentence ends at its next comma, and at any character: texts without
/// a full stop must not make the work on a sentence, which pairs all with all, endless.
const LONG_SENTENCE: usize = 1800;
const LONGEST_SENTENCE: usize = 3600;

fn is_too_long(bytes: usize, char: char) -> bool {
    bytes >= LONG_SENTENCE && matches!(char, '，' | '；' | ',' | ';' | '、')
        || bytes >= LONGEST_SENTENCE
}

/// Closing marks that belong to the sentence before them.
const CLOSERS: &[char] = &['”', '’', '」', '』', '）', ')', '"', '\'', '》', '】'];

/// The characters of a passage, with where each stands.
struct Marks<'a> {
    text: &'a str,
    at: usize,
    end: usize,
    /// Whether to leave out Han characters, letters, digits and spaces, which are most.
    only_marks: bool,
}

impl<'a> Marks<'a> {
    fn new(text: &'a str, passage: Passage, only_marks: bool) -> Self {
        Self { text, at: passage.start, end: passage.end, only_marks }
    }
}

impl Iterator for Marks<'_> {
    type Item = (usize, char);

    fn next(&mut self) -> Option<(usize, char)> {
        if self.only_marks {
            let bytes = self.text.as_bytes().get(..self.end)?;
            while let Some(&byte) = bytes.get(self.at)
                && NO_MARKS[usize::from(byte)] != 0
            {
                self.at += usize::from(NO_MARKS[usize::from(byte)]);
            }
        }
        let at = self.at;
        let char = self.text.get(at..self.end)?.chars().next()?;
        self.at += char.len_utf8();
        Some((at, char))
    }
}

/// The bytes of a character that is certainly no mark, by the first of them.
const NO_MARKS: [u8; 256] = {
    let mut bytes = [0; 256];
    let mut byte = 0;
    while byte < bytes.len() {
        bytes[byte] = match byte as u8 {
            // The first of the three bytes of U+4000 to U+9FFF.
            0xE4..=0xE9 => 3,
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b' ' => 1,
            _ => 0,
        };
        byte += 1;
    }
    bytes
};

/// Cuts a passage after each mark that ends a sentence.
fn cut(text: &str, passage: Passage) -> Vec<Passage> {
    let mut sentences = Vec::new();
    let mut start = passage.start;
    let only_marks = passage.end - passage.start < LONG_SENTENCE;
    let mut chars = Marks::new(text, passage, only_marks).peekable();
    while let Some((at, char)) = chars.next() {
        let mut end = at + char.len_utf8();
        if !ends_sentence(text, at, char, passage) && !is_too_long(at - start, char) {
            continue;
        }
        while let Some(&(at, next)) = chars.peek()
            && at == end
            && (CLOSERS.contains(&next) || matches!(next, '。' | '！' | '？' | '!' | '?' | '…'))
        {
            end += next.len_utf8();
            chars.next();
        }
        sentences.extend(trim(text, Passage::new(start, end)));
        start = end;
    }
    sentences.extend(trim(text, Passage::new(start, passage.end)));
    sentences
}

fn ends_sentence(text: &str, at: usize, char: char, passage: Passage) -> bool {
    match char {
        '。' | '！' | '？' | '!' | '?' | '\n' => true,
        '…' => text[at + char.len_utf8()..passage.end].starts_with(['\u{201d}', '」']),
        '.' => ends_latin_sentence(text, at, passage),
        _ => false,
    }
}

/// Tells whether the full stop at a byte ends a sentence: it follows a word that is no
/// abbreviation, and white space with a capital, a digit or Han text comes after it.
fn ends_latin_sentence(text: &str, at: usize, passage: Passage) -> bool {
    let after = text[at + 1..passage.end].trim_start_matches(CLOSERS);
    // A word longer than any abbreviation is cut: its length does not matter.
    let longest = const { lists::longest(english::ABBREVIATIONS) } + 1;
    let word: Vec<char> = text[passage.start..at]
        .chars()
        .rev()
        .take_while(|char| !char.is_whitespace() && !"(\"“‘".contains(*char))
        .take(longest)
        .collect();
    let is_word = |other: &&str| other.chars().rev().eq(word.iter().copied());
    let is_initials = word.len() > 1
        && word.iter().enumerate().all(|(index, char)| (*char == '.') == (index % 2 == 1));
    if word.len() <= 1 || is_initials || english::ABBREVIATIONS.iter().any(is_word) {
        return false;
    }
    let rest = after.trim_start();
    rest.is_empty()
        || rest.len() < after.len()
            && rest.starts_with(|char: char| !char.is_lowercase() && !char.is_ascii_punctuation())
}

/// Cuts a sentence at its commas, semicolons, colons and dashes.
fn clauses(text: &str, sentence: Passage) -> Vec<Passage> {
    let mut clauses = Vec::new();
    let mut start = sentence.start;
    let bytes = text.as_bytes();
    for (at, char) in Marks::new(text, sentence, true) {
        let end = at + char.len_utf8();
        let between_digits = || {
            bytes.get(at.wrapping_sub(1)).is_some_and(u8::is_ascii_digit)
                && bytes.get(end).is_some_and(u8::is_ascii_digit)
        };
        let cuts = match char {
            '，' | '；' | '：' | '—' | '。' | '！' | '？' => true,
            ',' | ';' | ':' => !between_digits(),
            _ => false,
        };
        if cuts && end < sentence.end {
            clauses.extend(trim(text, Passage::new(start, end)));
            start = end;
        }
    }
    clauses.extend(trim(text, Passage::new(start, sentence.end)));
    clauses
}

/// Returns the passage without the white space at its ends, unless nothing is left.
fn trim(text: &str, passage: Passage) -> Option<Passage> {
    let words = &text[passage.range()];
    let start = passage.start + words.len() - words.trim_start().len();
    let end = start + words.trim().len();
    (start < end).then_some(Passage::new(start, end))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut_all(text: &str) -> Vec<&str> {
        cut(text, Passage::new(0, text.len())).into_iter().map(|part| &text[part.range()]).collect()
    }

    #[test]
    fn a_sentence_keeps_its_closing_marks() {
        assert_eq!(cut_all("甲说：“好。”乙走了！？丙"), ["甲说：“好。”", "乙走了！？", "丙"]);
    }

    #[test]
    fn a_point_in_a_name_or_number_ends_nothing() {
        assert_eq!(
            cut_all("Acme Inc. grew 3.5%. You.com did not. 完"),
            ["Acme Inc. grew 3.5%.", "You.com did not.", "完"]
        );
    }

    #[test]
    fn a_text_without_full_stops_is_cut_all_the_same() {
        assert!(cut_all(&"甲乙，".repeat(3000)).len() > 5);
        assert!(cut_all(&"甲".repeat(3000)).len() > 1);
    }

    #[test]
    fn clauses_end_at_commas_but_not_within_numbers() {
        let text = "甲有1,000家，乙：两家";
        let parts: Vec<&str> = clauses(text, Passage::new(0, text.len()))
            .into_iter()
            .map(|part| &text[part.range()])
            .collect();
        assert_eq!(parts, ["甲有1,000家，", "乙：", "两家"]);
    }
}
