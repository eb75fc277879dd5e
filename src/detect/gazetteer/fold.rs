//! Text as names are looked for in it: one spelling for what is written in several.
//!
//! Traditional characters become simplified, full-width letters and digits plain, and the
//! points between the parts of a foreign name one point. Where a name stands is still said
//! as a place in the text as it was. Small and capital letters stay apart.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

/// A text, folded.
pub(in crate::detect) struct Folded<'a> {
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
    /// Folds a text.
    pub(in crate::detect) fn new(text: &'a str) -> Self {
        let Some(first) = text.char_indices().find(|&(_, char)| folded(char).is_some()) else {
            return Self { text: Cow::Borrowed(text), shifts: Vec::new() };
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
    pub(in crate::detect) fn text(&self) -> &str {
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
    pub(in crate::detect) fn slice(&self, original: Range<usize>) -> &str {
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
    let is_listed = matches!(char, HAN_FIRST..=HAN_LAST) && TRADITIONAL.may_have(char);
    let found = is_listed.then(|| TRADITIONAL.simplified.get(&char).copied());
    found.flatten().unwrap_or(char)
}

/// Returns what a character becomes, if it is another.
fn folded(char: char) -> Option<char> {
    /// How far the full-width characters are from the plain ones.
    const WIDTH: u32 = 0xFEE0;
    match char {
        '\0'..='\u{b7}' => None,
        'Ａ'..='Ｚ' | 'ａ'..='ｚ' | '０'..='９' | '＆' | '＋' | '－' | '．' => {
            char::from_u32(u32::from(char) - WIDTH)
        }
        '•' | '‧' | '∙' | '⋅' | '・' | '･' => Some('·'),
        HAN_FIRST..=HAN_LAST if TRADITIONAL.may_have(char) => {
            TRADITIONAL.simplified.get(&char).copied()
        }
        _ => None,
    }
}

const HAN_FIRST: char = '\u{4e00}';
const HAN_LAST: char = '\u{9fff}';

/// The characters of `traditional.txt`.
static TRADITIONAL: LazyLock<Traditional> = LazyLock::new(|| {
    let lines = include_str!("traditional.txt").lines().filter(|line| !line.starts_with('#'));
    Traditional::new(lines.flat_map(str::split_whitespace))
});

struct Traditional {
    simplified: BTreeMap<char, char>,
    /// A bit for each Han character: most text has none of these.
    bits: Vec<u64>,
}

impl Traditional {
    /// Reads pairs: a traditional character and its simplified one.
    fn new<'a>(pairs: impl Iterator<Item = &'a str>) -> Self {
        let simplified: BTreeMap<char, char> = pairs
            .filter_map(|pair| {
                let mut characters = pair.chars();
                Some((characters.next()?, characters.next()?))
            })
            .collect();
        let mut bits = vec![0; place(HAN_LAST) / 64 + 1];
        for &char in simplified.keys() {
            bits[place(char) / 64] |= 1 << (place(char) % 64);
        }
        Self { simplified, bits }
    }

    fn may_have(&self, char: char) -> bool {
        self.bits[place(char) / 64] & (1 << (place(char) % 64)) != 0
    }
}

fn place(char: char) -> usize {
    (u32::from(char) - u32::from(HAN_FIRST)) as usize
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
        for (traditional, simplified) in &TRADITIONAL.simplified {
            assert_eq!(folded(*simplified), None, "{traditional}{simplified}");
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
