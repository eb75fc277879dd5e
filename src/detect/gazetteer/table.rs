//! All names in one sorted table, found in a text leftmost and longest first.
//!
//! An automaton would look at each byte once but takes far longer to build, and a site is
//! built far more often than it has a megabyte of text. Here a position costs
//! one bit when no name begins with its two characters, and a few binary searches when
//! one does; both hardly depend on how many names there are.

use std::ops::Range;

/// Names in the order of their bytes, ASCII letters small.
#[derive(Debug)]
pub(super) struct NameTable {
    names: Vec<String>,
    beginnings: Beginnings,
}

impl NameTable {
    /// Makes a table of names that are sorted and without doubles, ASCII letters small.
    pub(super) fn new(names: Vec<String>) -> Self {
        debug_assert!(names.is_sorted());
        let mut beginnings = Beginnings::default();
        for name in &names {
            beginnings.add(name);
        }
        Self { names, beginnings }
    }

    /// Finds the names in a text, their number in the table first; none overlaps another.
    /// ASCII letters match in both cases.
    pub(super) fn find(&self, text: &str) -> Vec<(usize, Range<usize>)> {
        let small = text.to_ascii_lowercase();
        let mut found = Vec::new();
        let mut free_from = 0;
        let mut characters = small.char_indices().peekable();
        while let Some((start, first)) = characters.next() {
            let second = characters.peek().map(|&(_, second)| second);
            if start < free_from || !self.beginnings.may_begin(first, second) {
                continue;
            }
            if let Some(number) = self.longest_prefix(&small[start..]) {
                free_from = start + self.names[number].len();
                found.push((number, start..free_from));
            }
        }
        found
    }

    /// Returns the longest name with which `rest` begins.
    ///
    /// The names that `rest` begins with sort before it, longer ones later. So the last name
    /// not above `rest` is either the one, or what it shares with `rest` bounds all others.
    fn longest_prefix(&self, rest: &str) -> Option<usize> {
        let mut bound = rest.as_bytes();
        loop {
            let below = self.names.partition_point(|name| name.as_bytes() <= bound);
            let number = below.checked_sub(1)?;
            let name = self.names[number].as_bytes();
            let shared = name.iter().zip(bound).take_while(|(a, b)| a == b).count();
            if shared == name.len() {
                return Some(number);
            }
            if shared == 0 {
                return None;
            }
            bound = &bound[..shared];
        }
    }
}

/// Which pairs of characters names begin with, as a set of bits that may say yes too often.
#[derive(Debug)]
struct Beginnings {
    bits: Vec<u64>,
    /// Names of one character.
    lone: Vec<char>,
}

/// As many as to leave most of them unset by ten thousands of names, and to fit the fastest
/// cache.
const BITS: usize = 1 << 17;

impl Default for Beginnings {
    fn default() -> Self {
        Self { bits: vec![0; BITS / 64], lone: Vec::new() }
    }
}

impl Beginnings {
    fn add(&mut self, name: &str) {
        let mut characters = name.chars();
        match (characters.next(), characters.next()) {
            (Some(first), Some(second)) => {
                let bit = bit(first, second);
                self.bits[bit / 64] |= 1 << (bit % 64);
            }
            (Some(first), None) => self.lone.push(first),
            (None, _) => {}
        }
    }

    fn may_begin(&self, first: char, second: Option<char>) -> bool {
        let pair = second.is_some_and(|second| {
            let bit = bit(first, second);
            self.bits[bit / 64] & (1 << (bit % 64)) != 0
        });
        pair || self.lone.contains(&first)
    }
}

/// Spreads two characters over the bits by multiplication (Knuth, TAOCP 3, 6.4).
fn bit(first: char, second: char) -> usize {
    let pair = (u64::from(u32::from(first)) << 21) | u64::from(u32::from(second));
    (pair.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 47) as usize % BITS
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn found<'a>(names: &[&str], text: &'a str) -> Vec<&'a str> {
        let mut names: Vec<String> = names.iter().map(|&name| name.to_owned()).collect();
        names.sort();
        NameTable::new(names).find(text).into_iter().map(|(_, range)| &text[range]).collect()
    }

    #[test]
    fn the_longest_name_wins_and_none_overlaps() {
        let names = ["小米", "小米粥", "微信", "微信支付", "x", "米粥店"];
        assert_eq!(
            found(&names, "小米粥店里用微信支付，不用微信和X"),
            ["小米粥", "微信支付", "微信", "X"]
        );
    }

    proptest! {
        #[test]
        fn the_table_finds_what_trying_each_name_at_each_place_finds(
            names in proptest::collection::btree_set("[甲乙ab]{1,3}", 1..12),
            text in "[甲乙丙abAB]{0,30}",
        ) {
            let table = NameTable::new(names.iter().cloned().collect());
            let small = text.to_ascii_lowercase();
            let mut expected = Vec::new();
            let mut start = 0;
            while start < small.len() {
                let longest = names
                    .iter()
                    .enumerate()
                    .filter(|(_, name)| small[start..].starts_with(name.as_str()))
                    .max_by_key(|(_, name)| name.len());
                match longest {
                    Some((number, name)) => {
                        expected.push((number, start..start + name.len()));
                        start += name.len();
                    }
                    None => start += small[start..].chars().next().map_or(1, char::len_utf8),
                }
            }
            prop_assert_eq!(table.find(&text), expected);
        }
    }
}
