//! Sorted words, found in a text leftmost and longest first.
//!
//! An automaton would look at each byte once but takes far longer to build, and a site is
//! built far more often than it has a megabyte of text. Here a position costs a bit or two
//! where no word begins with its characters, and a search among those few words that do;
//! neither depends on how many words there are.

use std::ops::Range;

/// Words in the order of their bytes.
#[derive(Debug)]
pub(super) struct WordTable {
    /// All words, one behind the other.
    letters: String,
    /// Where each ends.
    ends: Vec<u32>,
    /// The longest other word with which each begins.
    shorter: Vec<Option<u32>>,
    /// The words that begin with the same two characters, or are one; empty where no key is.
    buckets: Vec<Bucket>,
    /// The keys of all buckets, as bits that may say yes too often.
    keys: Vec<u64>,
}

/// Words that begin alike.
#[derive(Clone, Copy, Debug, Default)]
struct Bucket {
    key: u64,
    first: u32,
    behind: u32,
}

/// Buckets a key: half of them stay empty, so that a search ends soon.
const SPARE: usize = 2;
/// Bits a key: few others find theirs set.
const BITS: usize = 16;

impl WordTable {
    /// Makes a table of words that are sorted and without doubles.
    pub(super) fn new<'a>(words: impl IntoIterator<Item = &'a str>) -> Self {
        let mut table = Self {
            letters: String::new(),
            ends: Vec::new(),
            shorter: Vec::new(),
            buckets: Vec::new(),
            keys: Vec::new(),
        };
        let mut beginnings: Vec<Bucket> = Vec::new();
        // The words that the word under way begins with, the shortest first.
        let mut within: Vec<u32> = Vec::new();
        for (number, word) in (0_u32..).zip(words) {
            while within.last().is_some_and(|&last| !word.starts_with(table.word(last as usize))) {
                within.pop();
            }
            table.shorter.push(within.last().copied());
            within.push(number);
            table.letters.push_str(word);
            table.ends.push(u32::try_from(table.letters.len()).expect("names are no gigabytes"));
            let key = key_of(word);
            match beginnings.last_mut() {
                Some(last) if last.key == key => last.behind = number + 1,
                _ => beginnings.push(Bucket { key, first: number, behind: number + 1 }),
            }
        }
        table.fill(&beginnings);
        table
    }

    fn fill(&mut self, beginnings: &[Bucket]) {
        let size = (beginnings.len() * SPARE).next_power_of_two().max(2);
        self.buckets = vec![Bucket::default(); size];
        self.keys = vec![0; (beginnings.len() * BITS).next_power_of_two().max(128) / 64];
        for bucket in beginnings {
            let bit = place(bucket.key, self.keys.len() * 64);
            self.keys[bit / 64] |= 1 << (bit % 64);
            let mut at = place(bucket.key, size);
            while self.buckets[at].behind != 0 {
                at = (at + 1) % size;
            }
            self.buckets[at] = *bucket;
        }
    }

    /// Finds the words in a text, the number of each in the table first; none overlaps
    /// another.
    pub(super) fn find<'a>(
        &'a self,
        text: &'a str,
    ) -> impl Iterator<Item = (usize, Range<usize>)> + 'a {
        let mut free_from = 0;
        let mut characters = text.char_indices().peekable();
        std::iter::from_fn(move || {
            while let Some((start, first)) = characters.next() {
                let second = characters.peek().map(|&(_, second)| second);
                if start < free_from || !self.may_begin(first, second) {
                    continue;
                }
                if let Some(number) = self.longest(&text[start..]) {
                    free_from = start + self.word(number).len();
                    return Some((number, start..free_from));
                }
            }
            None
        })
    }

    /// Returns a word by its number.
    pub(super) fn word(&self, number: usize) -> &str {
        let start = number.checked_sub(1).map_or(0, |before| self.ends[before] as usize);
        &self.letters[start..self.ends[number] as usize]
    }

    /// Tells whether words may begin with these characters: no is certain.
    pub(super) fn may_begin(&self, first: char, second: Option<char>) -> bool {
        self.has(key(first, '\0')) || second.is_some_and(|second| self.has(key(first, second)))
    }

    /// Returns the number of the longest word with which `rest` begins.
    pub(super) fn longest(&self, rest: &str) -> Option<usize> {
        let mut characters = rest.chars();
        let first = characters.next()?;
        let several = characters.next().and_then(|second| {
            let bucket = self.bucket(key(first, second))?;
            self.longest_among(bucket, rest)
        });
        several.or_else(|| Some(self.bucket(key(first, '\0'))?.first as usize))
    }

    /// Finds the longest of the words that begin with the same two characters.
    ///
    /// The words that `rest` begins with sort before it, longer ones later. So each of them
    /// also begins the last word that is not above `rest`.
    fn longest_among(&self, bucket: Bucket, rest: &str) -> Option<usize> {
        let (mut low, mut high) = (bucket.first as usize, bucket.behind as usize);
        while low < high {
            let middle = low.midpoint(high);
            if self.word(middle) <= rest { low = middle + 1 } else { high = middle }
        }
        let mut number = low.checked_sub(1).filter(|&last| last >= bucket.first as usize)?;
        let pairs = self.word(number).bytes().zip(rest.bytes());
        let shared = pairs.take_while(|(one, other)| one == other).count();
        while self.word(number).len() > shared {
            number = self.shorter[number]? as usize;
        }
        Some(number)
    }

    fn has(&self, key: u64) -> bool {
        let bit = place(key, self.keys.len() * 64);
        self.keys[bit / 64] & (1 << (bit % 64)) != 0
    }

    fn bucket(&self, key: u64) -> Option<Bucket> {
        let size = self.buckets.len();
        let mut at = place(key, size);
        while self.buckets[at].behind != 0 {
            if self.buckets[at].key == key {
                return Some(self.buckets[at]);
            }
            at = (at + 1) % size;
        }
        None
    }
}

fn key_of(word: &str) -> u64 {
    let mut characters = word.chars();
    let first = characters.next().unwrap_or('\0');
    key(first, characters.next().unwrap_or('\0'))
}

/// Makes one number of two characters; the second is NUL for a word of one.
fn key(first: char, second: char) -> u64 {
    (u64::from(u32::from(first)) << 21) | u64::from(u32::from(second))
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
            let table = WordTable::new(words.iter().map(String::as_str));
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
            prop_assert_eq!(table.find(&text).collect::<Vec<_>>(), expected);
        }
    }
}
