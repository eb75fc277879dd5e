//! The words that matter to the detector, found in one pass each: cues and class words.
//!
//! The lists themselves are data: `cues.yaml` and `classes.yaml`, with more English in files of
//! their own. The build script packs them into tables.

use std::marker::PhantomData;
use std::ops::Range;

use crate::detect::scan::{List, Scan};
use crate::detect::table::WordTable;
pub use crate::detect::word::Cue;
pub(super) use crate::detect::word::{ClassWord, Kind};
use crate::load::essay::Passage;

/// A set of kinds of words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Set<T> {
    /// A bit for each, by its number.
    bits: u64,
    of: PhantomData<T>,
}

/// A set of cues.
pub(super) type CueSet = Set<Cue>;

impl CueSet {
    /// Makes the set of some cues.
    pub(super) const fn of_all(cues: &[Cue]) -> Self {
        let (mut bits, mut index) = (0, 0);
        while index < cues.len() {
            bits |= 1 << cues[index] as u64;
            index += 1;
        }
        Self { bits, of: PhantomData }
    }
}

impl<T> Default for Set<T> {
    fn default() -> Self {
        Self { bits: 0, of: PhantomData }
    }
}

impl<T: Kind> Set<T> {
    /// Makes the set of one.
    pub(super) fn of(kind: T) -> Self {
        let mut set = Self::default();
        set.add(kind);
        set
    }

    pub(super) fn add(&mut self, kind: T) {
        self.bits |= 1 << kind.number();
    }

    pub(super) fn has(self, kind: T) -> bool {
        self.bits & (1 << kind.number()) != 0
    }

    /// Adds all of another set.
    pub(super) fn extend(&mut self, other: Self) {
        self.bits |= other.bits;
    }

    /// Tells whether the two have any in common.
    pub(super) const fn meets(self, other: &Self) -> bool {
        self.bits & other.bits != 0
    }

    /// Returns a bit for each, by its number.
    pub(super) const fn bits(self) -> u64 {
        self.bits
    }

    /// Iterates over them in the order of their numbers.
    pub(super) fn iter(self) -> impl Iterator<Item = T> {
        let mut left = self.bits;
        std::iter::from_fn(move || {
            let kind = T::ALL.get(left.trailing_zeros() as usize)?;
            left &= left - 1;
            Some(*kind)
        })
    }
}

/// A word of a list at its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Hit<T> {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) what: T,
}

impl<T> Hit<T> {
    /// Returns its place in the text.
    pub(super) fn passage(&self) -> Passage {
        Passage::new(self.start, self.end)
    }

    pub(super) fn range(&self) -> Range<usize> {
        self.start..self.end
    }
}

/// Lists of words and the table that finds them.
pub(super) struct Lexicon<T> {
    words: WordTable<'static>,
    list: List,
    /// What the word of each number does, as the bits of a [`Set`].
    doings: &'static [[u8; 8]],
    of: PhantomData<T>,
}

/// Reads the lists that the build script packed under a name.
macro_rules! packed {
    ($name:literal, $list:expr) => {
        Lexicon {
            list: $list,
            words: WordTable::new(
                include_str!(concat!(env!("OUT_DIR"), "/", $name, ".txt")),
                include_bytes!(concat!(env!("OUT_DIR"), "/", $name, ".bin")),
            ),
            doings: include_bytes!(concat!(env!("OUT_DIR"), "/", $name, "-doings.bin"))
                .as_chunks()
                .0,
            of: PhantomData,
        }
    };
}

/// The cues of `cues.yaml`.
pub(super) static CUES: Lexicon<Cue> = packed!("cues", List::Cues);

/// The class words of `classes.yaml`.
pub(super) static CLASSES: Lexicon<ClassWord> = packed!("classes", List::Classes);

impl<T: Kind> Lexicon<T> {
    /// Finds the words in a text, leftmost and longest first, with all that they do.
    pub(super) fn find_all(&self, scan: &Scan) -> impl Iterator<Item = Hit<Set<T>>> {
        let found = self.words.find_at(&scan.small, scan.starts(self.list).iter().copied());
        found.filter_map(|(number, Range { start, end })| {
            let bits = u64::from_le_bytes(*self.doings.get(number)?);
            let what = Set { bits, of: PhantomData };
            stands_alone(&scan.small, start, end).then_some(Hit { start, end, what })
        })
    }
}

/// Tells whether a Latin end of the words is also the end of a word in the text.
pub(super) fn stands_alone(text: &str, start: usize, end: usize) -> bool {
    let is_word = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
    let bytes = text.as_bytes();
    let before = start.checked_sub(1).and_then(|before| bytes.get(before));
    let last = end.checked_sub(1).and_then(|last| bytes.get(last));
    !(is_word(bytes.get(start)) && is_word(before) || is_word(last) && is_word(bytes.get(end)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_word_wins_and_latin_words_are_whole() {
        let found = |text| {
            CUES.find_all(&Scan::new(text))
                .filter_map(|hit| hit.what.iter().next())
                .collect::<Vec<_>>()
        };
        assert_eq!(found("甲比乙"), [Cue::Than]);
        assert_eq!(found("比如"), [Cue::Example]);
        assert_eq!(found("比例"), [Cue::Inert]);
        assert_eq!(found("thanks, unlike"), [Cue::Differ]);
    }
}
