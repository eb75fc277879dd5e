//! Sorted words, found in a text leftmost and longest first.
//!
//! An automaton would look at each byte once but takes far longer to build, and a site is
//! built far more often than it has a megabyte of text. Here a position costs a bit or two
//! where no word begins with its characters, and a search among those few words that do;
//! neither depends on how many words there are.
//!
//! A table is two plain strings of bytes, so that the build script can make those of the
//! built-in lists, and the program use them as they stand in its file.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// A number as it stands in a file, whatever the machine.
type Number = [u8; 4];

/// Words in the order of their bytes, somewhere else.
#[derive(Clone, Copy, Debug)]
pub(super) struct WordTable<'a> {
    /// All words, one behind the other.
    letters: &'a str,
    /// Where each ends.
    ends: &'a [Number],
    /// The longest other word with which each begins.
    shorter: &'a [Number],
    /// The words that begin with the same two characters, or are one; empty where no key is.
    buckets: &'a [Bucket],
    /// The keys of all buckets.
    keys: Beginnings<'a>,
}

/// The first characters of words, as bits that may say yes too often.
#[derive(Clone, Copy, Debug)]
pub(super) struct Beginnings<'a>(&'a [Number]);

/// With which two or three characters the words of several lists begin, as bits for each list that
/// may say yes too often.
#[derive(Clone, Copy, Debug)]
pub(super) struct Openings<'a> {
    two: &'a [u8],
    three: &'a [u8],
}

/// Words that begin alike: the two characters, the first word, and the one behind the last.
type Bucket = [Number; 4];

/// A word table's own words.
#[derive(Clone, Debug)]
pub(super) struct WordList {
    letters: String,
    /// How many words, buckets and words of keys there are; then all numbers of the table.
    numbers: Vec<u8>,
}

/// Buckets a key: half of them stay empty, so that a search ends soon.
const SPARE: usize = 2;
/// Bits a key: few others find theirs set.
const BITS: usize = 16;
/// Places a key of [`Openings`]: few others find theirs taken, and all stay near at hand.
const PLACES: usize = 4;
/// The bit, of the first list, that a word ends with these two characters; those below say that
/// one goes on.
const WHOLE: u32 = 4;
/// Bits of a number.
const NUMBER_BITS: usize = 32;
/// What stands where no word is shorter.
const NONE: u32 = u32::MAX;
/// Numbers before those of the table.
const HEAD: usize = 3;

impl WordList {
    /// Makes a list of words that are sorted and without doubles.
    pub(super) fn new<'a>(words: impl IntoIterator<Item = &'a str>) -> Self {
        let mut letters = String::new();
        let (mut ends, mut shorter) = (Vec::new(), Vec::new());
        let mut beginnings: Vec<[u32; 4]> = Vec::new();
        // The words that the word under way begins with, the shortest first.
        let mut within: Vec<(u32, &str)> = Vec::new();
        for (number, word) in (0_u32..).zip(words) {
            while within.last().is_some_and(|&(_, last)| !word.starts_with(last)) {
                within.pop();
            }
            shorter.push(within.last().map_or(NONE, |&(last, _)| last));
            within.push((number, word));
            letters.push_str(word);
            ends.push(u32::try_from(letters.len()).expect("names are no gigabytes"));
            let (first, second) = beginning(word);
            match beginnings.last_mut() {
                Some([one, other, _, behind]) if (*one, *other) == (first, second) => {
                    *behind = number + 1;
                }
                _ => beginnings.push([first, second, number, number + 1]),
            }
        }
        let (buckets, keys) = hashed(&beginnings);
        let head = [ends.len(), buckets.len(), keys.len()]
            .map(|count| u32::try_from(count).expect("names are no gigabytes"));
        let numbers =
            (head.iter().chain(&ends).chain(&shorter)).chain(buckets.iter().flatten()).chain(&keys);
        Self { letters, numbers: numbers.flat_map(|number| number.to_le_bytes()).collect() }
    }

    /// Returns the table.
    pub(super) fn table(&self) -> WordTable<'_> {
        WordTable::new(&self.letters, &self.numbers)
    }

    /// Returns the letters and the numbers, as [`WordTable::new`] takes them.
    #[allow(dead_code, reason = "the build script writes them")]
    pub(super) fn parts(&self) -> (&str, &[u8]) {
        (&self.letters, &self.numbers)
    }
}

/// Makes the buckets and the bits of their keys.
fn hashed(beginnings: &[[u32; 4]]) -> (Vec<[u32; 4]>, Vec<u32>) {
    let size = (beginnings.len() * SPARE).next_power_of_two().max(2);
    let mut buckets = vec![[0; 4]; size];
    for bucket in beginnings {
        let mut at = place(key(bucket[0], bucket[1]), size);
        while buckets[at][3] != 0 {
            at = (at + 1) % size;
        }
        buckets[at] = *bucket;
    }
    (buckets, bits(beginnings.iter().map(|bucket| key(bucket[0], bucket[1]))))
}

/// Makes the bits of keys.
fn bits(keys: impl ExactSizeIterator<Item = u64>) -> Vec<u32> {
    let mut bits = vec![0; (keys.len() * BITS).next_power_of_two().max(128) / NUMBER_BITS];
    for key in keys {
        let bit = place(key, bits.len() * NUMBER_BITS);
        bits[bit / NUMBER_BITS] |= 1 << (bit % NUMBER_BITS);
    }
    bits
}

impl<'a> Beginnings<'a> {
    /// Tells whether words may begin with two characters, or, with NUL for the second, be one:
    /// no is certain.
    pub(super) fn has(self, first: char, second: char) -> bool {
        self.has_key(key(first.into(), second.into()))
    }

    fn has_key(self, key: u64) -> bool {
        let bit = place(key, self.0.len() * NUMBER_BITS);
        u32::from_le_bytes(self.0[bit / NUMBER_BITS]) & (1 << (bit % NUMBER_BITS)) != 0
    }
}

impl<'a> Openings<'a> {
    /// Packs those of the words of some lists, as [`Self::new`] takes them.
    #[allow(dead_code, reason = "the build script writes them")]
    pub(super) fn pack(lists: &[BTreeSet<String>]) -> [Vec<u8>; 2] {
        let mut keys: [BTreeMap<u64, u8>; 2] = Default::default();
        let [two, three] = &mut keys;
        for (list, word) in
            (0..).zip(lists).flat_map(|(list, words)| words.iter().map(move |word| (list, word)))
        {
            let mut characters = word.chars().map(u32::from);
            let (Some(first), Some(second)) = (characters.next(), characters.next()) else {
                continue;
            };
            let key = key(first, second);
            match characters.next() {
                None => *two.entry(key).or_default() |= 1 << WHOLE << list,
                Some(third) => {
                    *two.entry(key).or_default() |= 1 << list;
                    *three.entry(longer(key, third)).or_default() |= 1 << list;
                }
            }
        }
        keys.map(|keys| {
            let size = (keys.len() * PLACES).next_power_of_two();
            let mut bytes = vec![0; size];
            keys.into_iter().for_each(|(key, bits)| bytes[place(key, size)] |= bits);
            bytes
        })
    }

    /// Makes them of their bytes.
    pub(super) const fn new(two: &'a [u8], three: &'a [u8]) -> Self {
        Self { two, three }
    }

    /// Returns a bit for each list of which a word of two characters or more may stand where these
    /// three do.
    pub(super) fn lists(self, first: char, second: char, third: char) -> u8 {
        let key = key(first.into(), second.into());
        let two = self.two[place(key, self.two.len())];
        let (goes_on, whole) = (two & ((1 << WHOLE) - 1), two >> WHOLE);
        if goes_on & !whole == 0 {
            return whole;
        }
        let three = self.three[place(longer(key, third.into()), self.three.len())];
        whole | goes_on & three
    }
}

impl<'a> WordTable<'a> {
    /// Makes the table of a list's parts.
    pub(super) const fn new(letters: &'a str, numbers: &'a [u8]) -> Self {
        let (numbers, _) = numbers.as_chunks::<4>();
        let (head, numbers) = numbers.split_at(HEAD);
        let (words, buckets) = (number(head[0]), number(head[1]));
        let (ends, numbers) = numbers.split_at(words);
        let (shorter, numbers) = numbers.split_at(words);
        let (buckets, keys) = numbers.split_at(buckets * 4);
        let (buckets, _) = buckets.as_chunks::<4>();
        Self { letters, ends, shorter, buckets, keys: Beginnings(keys) }
    }

    /// Finds the words that begin at some places of a text, which are in order: the number of
    /// each in the table first; none overlaps another.
    pub(super) fn find_at(
        self,
        text: &str,
        starts: impl Iterator<Item = usize>,
    ) -> impl Iterator<Item = (usize, Range<usize>)> {
        let mut free_from = 0;
        starts.filter_map(move |start| {
            if start < free_from {
                return None;
            }
            let number = self.longest(&text[start..])?;
            free_from = start + self.bytes(number).len();
            Some((number, start..free_from))
        })
    }

    /// Returns where words may begin, and some places more.
    pub(super) fn starts(self, text: &str) -> impl Iterator<Item = usize> {
        let mut characters = text.char_indices().peekable();
        std::iter::from_fn(move || {
            loop {
                let (start, first) = characters.next()?;
                let second = characters.peek().map(|&(_, second)| second);
                if self.may_begin(first, second) {
                    return Some(start);
                }
            }
        })
    }

    /// Returns a word by its number.
    pub(super) fn word(self, number: usize) -> &'a str {
        let start = number.checked_sub(1).map_or(0, |before| self::number(self.ends[before]));
        &self.letters[start..self::number(self.ends[number])]
    }

    fn bytes(self, number: usize) -> &'a [u8] {
        let start = number.checked_sub(1).map_or(0, |before| self::number(self.ends[before]));
        &self.letters.as_bytes()[start..self::number(self.ends[number])]
    }

    /// Returns how many words there are.
    #[allow(dead_code, reason = "the build script has no use for it")]
    pub(super) const fn len(self) -> usize {
        self.ends.len()
    }

    /// Returns the number of a word.
    #[allow(dead_code, reason = "the build script has no use for it")]
    pub(super) fn number_of(self, word: &str) -> Option<usize> {
        self.longest(word).filter(|&number| self.word(number).len() == word.len())
    }

    /// Tells whether words may begin with these characters: no is certain.
    fn may_begin(self, first: char, second: Option<char>) -> bool {
        self.keys.has(first, '\0') || second.is_some_and(|second| self.keys.has(first, second))
    }

    /// Returns the number of the longest word with which `rest` begins.
    pub(super) fn longest(self, rest: &str) -> Option<usize> {
        let mut characters = rest.chars();
        let first = characters.next()?;
        let several = characters.next().and_then(|second| {
            let words = self.bucket(first, second)?;
            self.longest_among(words, rest)
        });
        several.or_else(|| Some(self.bucket(first, '\0')?.start))
    }

    /// Finds the longest of the words that begin with the same two characters.
    ///
    /// The words that `rest` begins with sort before it, longer ones later. So each of them
    /// also begins the last word that is not above `rest`.
    fn longest_among(self, words: Range<usize>, rest: &str) -> Option<usize> {
        // Where even the first is above `rest`, only what it begins with can be found: a word of
        // one character.
        let (mut low, mut high) = (words.start + 1, words.end);
        let rest = rest.as_bytes();
        while low < high {
            let middle = low.midpoint(high);
            if self.bytes(middle) <= rest { low = middle + 1 } else { high = middle }
        }
        let mut number = low - 1;
        while !rest.starts_with(self.bytes(number)) {
            number = match u32::from_le_bytes(self.shorter[number]) {
                NONE => return None,
                shorter => shorter as usize,
            };
        }
        Some(number)
    }

    fn bucket(self, first: char, second: char) -> Option<Range<usize>> {
        if !self.keys.has(first, second) {
            return None;
        }
        let (first, second) = (first.into(), second.into());
        let size = self.buckets.len();
        let mut at = place(key(first, second), size);
        loop {
            let [one, other, start, behind] = self.buckets[at].map(u32::from_le_bytes);
            if behind == 0 {
                return None;
            }
            if (one, other) == (first, second) {
                return Some(start as usize..behind as usize);
            }
            at = (at + 1) % size;
        }
    }
}

const fn number(bytes: Number) -> usize {
    u32::from_le_bytes(bytes) as usize
}

/// Returns a word's first two characters; the second is NUL for a word of one.
fn beginning(word: &str) -> (u32, u32) {
    let mut characters = word.chars().map(u32::from);
    (characters.next().unwrap_or(0), characters.next().unwrap_or(0))
}

/// Makes one number of two characters.
fn key(first: u32, second: u32) -> u64 {
    (u64::from(first) << 21) | u64::from(second)
}

/// Makes one number of the key of two characters and a third.
fn longer(key: u64, third: u32) -> u64 {
    (key << 21) | u64::from(third)
}

/// Spreads keys over a power of two of places by multiplication (Knuth, TAOCP 3, 6.4).
fn place(key: u64, size: usize) -> usize {
    (key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (64 - size.trailing_zeros())) as usize
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_table_finds_what_trying_each_word_at_each_place_finds(
            words in proptest::collection::btree_set("[甲乙ab]{1,4}", 0..14),
            text in "[甲乙丙ab]{0,30}",
        ) {
            let list = WordList::new(words.iter().map(String::as_str));
            let table = list.table();
            let mut expected = Vec::new();
            let mut start = 0;
            while start < text.len() {
                let longest = words
                    .iter()
                    .enumerate()
                    .filter(|(_, word)| text[start..].starts_with(word.as_str()))
                    .max_by_key(|(_, word)| word.len());
                match longest {
                    Some((number, word)) => {
                        expected.push((number, start..start + word.len()));
                        start += word.len();
                    }
                    None => start += text[start..].chars().next().map_or(1, char::len_utf8),
                }
            }
            prop_assert_eq!(table.find_at(&text, table.starts(&text)).collect::<Vec<_>>(), expected);
        }
    }
}
