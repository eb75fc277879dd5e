//! A text as quotes are compared: what typing, saving and converting change is taken out.
//!
//! Width, capitals, accents, line breaks and spaces, the shapes of quotation marks and dashes
//! are the same to it, and so are traditional and simplified characters. Every character leads
//! back to the bytes that it was made of.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use crate::detect::gazetteer::simplified;
use crate::load::essay::Passage;

/// A text, folded, with its way back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FoldedText {
    chars: Vec<char>,
    /// The bytes of the text that each folded character was made of.
    bytes: Vec<Range<u32>>,
}

impl FoldedText {
    /// Folds a text.
    pub fn new(text: &str) -> Self {
        let mut folded = Self::default();
        let mut start = 0;
        for letter in text.chars() {
            let end = start + letter.len_utf8();
            folded.push(letter, start as u32..end as u32);
            start = end;
        }
        folded
    }

    fn push(&mut self, letter: char, bytes: Range<u32>) {
        if letter.is_ascii_lowercase() {
            self.chars.push(letter);
            self.bytes.push(bytes);
            return;
        }
        if is_combining_mark(letter)
            && let Some(last) = self.bytes.last_mut()
        {
            last.end = bytes.end;
            return;
        }
        for part in std::iter::once(letter).nfkd().flat_map(char::to_lowercase) {
            if let Some(part) = folded(part) {
                self.chars.push(simplified(part));
                self.bytes.push(bytes.clone());
            }
        }
    }

    /// Returns the folded characters.
    pub fn chars(&self) -> &[char] {
        &self.chars
    }

    /// Returns how many folded characters there are.
    pub fn len(&self) -> usize {
        self.chars.len()
    }

    /// Tells whether nothing is left of the text.
    pub fn is_empty(&self) -> bool {
        self.chars.is_empty()
    }

    /// Returns the bytes that a run of folded characters was made of.
    pub fn passage(&self, run: Range<usize>) -> Passage {
        let end = self.bytes.last().map_or(0, |bytes| bytes.end);
        let empty = self.bytes.get(run.start).map_or(end, |bytes| bytes.start);
        let ends = self.bytes.get(run).and_then(|run| Some((run.first()?, run.last()?)));
        let (start, end) = ends.map_or((empty, empty), |(first, last)| (first.start, last.end));
        Passage::new(start as usize, end as usize)
    }

    /// Returns the folded characters that were made of a passage's bytes.
    pub fn run(&self, passage: Passage) -> Range<usize> {
        let start = self.bytes.partition_point(|bytes| (bytes.start as usize) < passage.start);
        let end = self.bytes.partition_point(|bytes| (bytes.start as usize) < passage.end);
        start..end.max(start)
    }
}

/// Folds a character that is decomposed and small already; `None` for one that says nothing.
fn folded(letter: char) -> Option<char> {
    match letter {
        _ if letter.is_whitespace() || letter.is_control() || is_combining_mark(letter) => None,
        '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' => {
            None
        }
        '“' | '”' | '„' | '«' | '»' | '「' | '」' | '『' | '』' | '"' => Some('"'),
        '‘' | '’' | '‛' | '`' => Some('\''),
        '‐'..='―' | '─' | '−' => Some('-'),
        '…' | '⋯' | '。' => Some('.'),
        '、' => Some(','),
        '‧' | '・' | '•' => Some('·'),
        '〈' => Some('<'),
        '〉' => Some('>'),
        _ => Some(letter),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> String {
        FoldedText::new(text).chars().iter().collect()
    }

    #[test]
    fn what_saving_changes_is_folded() {
        assert_eq!(words("ＡＰＰ 与\r\n“微信”，——Café…"), words("app与「微信」,--Cafe\u{301}..."));
        assert_eq!(words("a\u{200B}b\u{FEFF}"), "ab");
        assert_eq!(words("騰訊"), words("腾讯"));
    }

    #[test]
    fn every_run_leads_back() {
        let text = "他说： “㎏ 与Ａ”";
        let folded = FoldedText::new(text);
        let at = text.find("㎏").expect("it holds");
        let run = folded.run(Passage::new(at, at + 3));
        assert_eq!(folded.chars()[run.clone()], ['k', 'g']);
        assert_eq!(folded.passage(run), Passage::new(at, at + 3));
        assert_eq!(folded.passage(0..folded.len()).range(), 0..text.len());
    }
}
