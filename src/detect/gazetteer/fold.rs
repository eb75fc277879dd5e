//! Text as names are looked for in it: one spelling for what is written in several.
//!
//! Traditional characters become simplified, full-width letters and digits plain, and the
//! points between the parts of a foreign name one point. Where a name stands is still said
//! as a place in the text as it was. Small and capital letters stay apart.

use std::borrow::Cow;
use std::ops::Range;

use super::traditional::simplified_of;

/// A text, folded.
pub(crate) struct Folded<'a> {
    text: Cow<'a, str>,
    /// Places right behind characters that changed their length, in order.
    shifts: Vec<Shift>,
}

/// One place in both texts.
struct Shift {
    folded: usize,
    original: usize,
}

impl<'a> Folded<'a> {
    /// Takes a text of which nothing changes.
    pub(crate) fn plain(text: &'a str) -> Self {
        Self { text: Cow::Borrowed(text), shifts: Vec::new() }
    }

    /// Folds a text.
    pub(crate) fn new(text: &'a str) -> Self {
        let Some(first) = text.char_indices().find(|&(_, char)| folded(char).is_some()) else {
            return Self::plain(text);
        };
        let mut new = String::with_capacity(text.len());
        new.push_str(&text[..first.0]);
        let mut shifts = Vec::new();
        for (start, char) in text[first.0..].char_indices() {
            let changed = folded(char).unwrap_or(char);
            new.push(changed);
            if changed.len_utf8() != char.len_utf8() {
                let original = first.0 + start + char.len_utf8();
                shifts.push(Shift { folded: new.len(), original });
            }
        }
        Self { text: Cow::Owned(new), shifts }
    }

    /// Returns the folded text.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// Returns where a place of the folded text is in the original one.
    pub(super) fn original(&self, at: usize) -> usize {
        match self.shifts.partition_point(|shift| shift.folded <= at).checked_sub(1) {
            Some(last) => self.shifts[last].original + at - self.shifts[last].folded,
            None => at,
        }
    }

    /// Returns what became of a part of the original text; it begins and ends between two
    /// characters.
    pub(crate) fn slice(&self, original: Range<usize>) -> &str {
        let place =
            |at| match self.shifts.partition_point(|shift| shift.original <= at).checked_sub(1) {
                Some(last) => self.shifts[last].folded + at - self.shifts[last].original,
                None => at,
            };
        &self.text[place(original.start)..place(original.end)]
    }
}

/// Returns a name as it is looked for.
pub(super) fn fold(name: &str) -> String {
    name.chars().map(|char| folded(char).unwrap_or(char)).collect()
}

/// Returns the simplified form of a traditional character, any other as it is.
pub fn simplified(char: char) -> char {
    simplified_of(char).unwrap_or(char)
}

/// Returns what a character becomes, if it is another.
pub(super) fn folded(char: char) -> Option<char> {
    /// How far the full-width characters are from the plain ones.
    const WIDTH: u32 = 0xFEE0;
    match char {
        '\0'..='\u{b7}' => None,
        'Ａ'..='Ｚ' | 'ａ'..='ｚ' | '０'..='９' | '＆' | '＋' | '－' | '．' => {
            char::from_u32(u32::from(char) - WIDTH)
        }
        '•' | '‧' | '∙' | '⋅' | '・' | '･' => Some('·'),
        _ => simplified_of(char),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn one_spelling_for_what_is_written_in_several() {
        assert_eq!(fold("騰訊的ＱＱ，史蒂夫•喬布斯、A‧B"), "腾讯的QQ，史蒂夫·乔布斯、A·B");
        assert_eq!(fold("腾讯的QQ·乾隆"), "腾讯的QQ·乾隆");
    }

    #[test]
    fn no_simplified_character_is_folded_again() {
        for traditional in '\u{4e00}'..='\u{9fff}' {
            if let Some(simplified) = folded(traditional) {
                assert_eq!(folded(simplified), None, "{traditional}{simplified}");
            }
        }
    }

    proptest! {
        #[test]
        fn places_lead_back_to_where_they_are_from(text in "[騰讯Ｑq·•。]{0,20}") {
            let folded = Folded::new(&text);
            let places = || text.char_indices().map(|(at, char)| at..at + char.len_utf8());
            let mut start = 0;
            for place in places() {
                let part = fold(&text[place.clone()]);
                prop_assert_eq!(folded.slice(place.clone()), part.as_str());
                prop_assert_eq!(folded.original(start), place.start);
                start += part.len();
                prop_assert_eq!(folded.original(start), place.end);
            }
            prop_assert_eq!(folded.text().len(), start);
        }
    }
}
