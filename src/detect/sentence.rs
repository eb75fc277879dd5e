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

/// Cuts the main text of a body into sentences; `marks` are all its characters that are not
/// [plain](is_plain), in order.
pub(super) fn sentences(body: &Body, marks: &[(usize, char)]) -> Vec<Sentence> {
    let mut proses = Vec::new();
    for block in &body.blocks {
        collect(block, Place::Paragraph, &mut proses);
    }
    let mut sentences = Vec::new();
    let (mut cuts, mut marks) = (Vec::new(), marks);
    for (number, (place, prose)) in proses.into_iter().enumerate() {
        let mut own = take_marks(&mut marks, prose.passage);
        cut(&body.text, prose.passage, own, &mut cuts);
        for passage in cuts.drain(..) {
            let clauses = clauses(&body.text, passage, take_marks(&mut own, passage));
            let is_latin = is_latin(&body.text[passage.range()]);
            sentences.push(Sentence { passage, clauses, prose: number, place, is_latin });
        }
    }
    sentences
}

/// Takes the marks of a passage; passages come in the order of the text.
fn take_marks<'a>(marks: &mut &'a [(usize, char)], passage: Passage) -> &'a [(usize, char)] {
    let before = marks.iter().take_while(|(at, _)| *at < passage.start).count();
    let own = marks[before..].iter().take_while(|(at, _)| *at < passage.end).count();
    let (taken, rest) = marks[before..].split_at(own);
    *marks = rest;
    taken
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

/// Tells of Han characters, letters, digits and spaces, which are most, that they part nothing.
pub(super) const fn is_plain(char: char) -> bool {
    matches!(char, '\u{4000}'..='\u{9FFF}' | 'a'..='z' | 'A'..='Z' | '0'..='9' | ' ')
}

/// Cuts a passage, which has these marks, after each that ends a sentence.
fn cut(text: &str, passage: Passage, marks: &[(usize, char)], sentences: &mut Vec<Passage>) {
    if passage.end - passage.start < LONG_SENTENCE {
        cut_at(text, passage, marks.iter().copied(), sentences);
    } else {
        let characters = text[passage.range()].char_indices();
        let placed = characters.map(|(at, char)| (passage.start + at, char));
        cut_at(text, passage, placed, sentences);
    }
}

fn cut_at(
    text: &str,
    passage: Passage,
    characters: impl Iterator<Item = (usize, char)>,
    sentences: &mut Vec<Passage>,
) {
    let mut start = passage.start;
    let mut characters = characters.peekable();
    while let Some((at, char)) = characters.next() {
        let mut end = at + char.len_utf8();
        if !ends_sentence(text, at, char, passage) && !is_too_long(at - start, char) {
            continue;
        }
        while let Some(&(at, next)) = characters.peek()
            && at == end
            && (CLOSERS.contains(&next) || matches!(next, '。' | '！' | '？' | '!' | '?' | '…'))
        {
            end += next.len_utf8();
            characters.next();
        }
        sentences.extend(trim(text, Passage::new(start, end)));
        start = end;
    }
    sentences.extend(trim(text, Passage::new(start, passage.end)));
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

/// Cuts a sentence, which has these marks, at its commas, semicolons, colons and dashes.
fn clauses(text: &str, sentence: Passage, marks: &[(usize, char)]) -> Vec<Passage> {
    let mut clauses = Vec::with_capacity(marks.len() + 1);
    let mut start = sentence.start;
    let bytes = text.as_bytes();
    for &(at, char) in marks {
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
    if is_trimmed(words.as_bytes()) {
        return Some(passage);
    }
    let start = passage.start + words.len() - words.trim_start().len();
    let end = start + words.trim().len();
    (start < end).then_some(Passage::new(start, end))
}

/// Tells at once of most words that they neither begin nor end with white space.
fn is_trimmed(words: &[u8]) -> bool {
    // Those of more than a byte begin with C2, E1 or E2, but for U+3000.
    let [first, .., third, second, last] = *words else { return false };
    let is_shown = |byte| matches!(byte, b'!'..=b'~');
    let ends = match third {
        0xE3 => (second, last) != (0x80, 0x80),
        0xE4..=0xEF => true,
        _ => is_shown(last),
    };
    (is_shown(first) || matches!(first, 0xE4..=0xEF)) && ends
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marks(text: &str) -> Vec<(usize, char)> {
        text.char_indices().filter(|&(_, char)| !is_plain(char)).collect()
    }

    fn cut_all(text: &str) -> Vec<&str> {
        let mut parts = Vec::new();
        cut(text, Passage::new(0, text.len()), &marks(text), &mut parts);
        parts.into_iter().map(|part| &text[part.range()]).collect()
    }

    #[test]
    fn what_is_told_at_once_is_trimmed() {
        let ends = ('\0'..='\u{ffff}').filter(|one| one.is_whitespace());
        for white in ends.chain("、。甲a龥“é".chars()) {
            for text in ["甲甲", "aaa", "、、"]
                .map(|words| [format!("{white}{words}"), format!("{words}{white}")])
            {
                for text in text {
                    let told = is_trimmed(text.as_bytes());
                    assert!(!told || text.trim().len() == text.len(), "{text:?}");
                }
            }
        }
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
        let parts: Vec<&str> = clauses(text, Passage::new(0, text.len()), &marks(text))
            .into_iter()
            .map(|part| &text[part.range()])
            .collect();
        assert_eq!(parts, ["甲有1,000家，", "乙：", "两家"]);
    }
}
