//! All names in one sorted table, found in a text leftmost and longest first.

use std::ops::Range;

use crate::detect::table::WordTable;

/// Names in the order of their bytes, ASCII letters small.
#[derive(Debug)]
pub(super) struct NameTable {
    names: Vec<String>,
    words: WordTable,
}

impl NameTable {
    /// Makes a table of names that are sorted and without doubles, ASCII letters small.
    pub(super) fn new(names: Vec<String>) -> Self {
        debug_assert!(names.is_sorted());
        let words = WordTable::new(names.iter().map(String::as_str));
        Self { names, words }
    }

    /// Finds the names in a text, their number in the table first; none overlaps another.
    /// ASCII letters match in both cases.
    ///
    /// A name that `hides` others gives way to one that begins within it and ends behind it.
    pub(super) fn find(
        &self,
        text: &str,
        hides: impl Fn(usize) -> bool,
    ) -> Vec<(usize, Range<usize>)> {
        let small = text.to_ascii_lowercase();
        let mut found = Vec::new();
        let mut free_from = 0;
        let mut characters = small.char_indices().peekable();
        while let Some((start, first)) = characters.next() {
            let second = characters.peek().map(|&(_, second)| second);
            if start < free_from || !self.words.may_begin(first, second) {
                continue;
            }
            if let Some(number) = self.longest_prefix(&small[start..]) {
                let end = start + self.names[number].len();
                let behind = if hides(number) {
                    self.reaching_behind(&small, start..end, &hides)
                } else {
                    None
                };
                let hit = behind.unwrap_or((number, start..end));
                free_from = hit.1.end;
                found.push(hit);
            }
        }
        found
    }

    /// Finds the first name that begins within a place, ends behind it, and hides no others.
    fn reaching_behind(
        &self,
        small: &str,
        place: Range<usize>,
        hides: &impl Fn(usize) -> bool,
    ) -> Option<(usize, Range<usize>)> {
        small[place.clone()].char_indices().skip(1).find_map(|(at, _)| {
            let start = place.start + at;
            let number = self.longest_prefix(&small[start..])?;
            let end = start + self.names[number].len();
            (end > place.end && !hides(number)).then_some((number, start..end))
        })
    }

    /// Returns the longest name with which `rest` begins.
    fn longest_prefix(&self, rest: &str) -> Option<usize> {
        self.words.longest(rest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn found<'a>(names: &[&str], text: &'a str) -> Vec<&'a str> {
        let mut names: Vec<String> = names.iter().map(|&name| name.to_owned()).collect();
        names.sort();
        NameTable::new(names)
            .find(text, |_| false)
            .into_iter()
            .map(|(_, range)| &text[range])
            .collect()
    }

    #[test]
    fn the_longest_name_wins_and_none_overlaps() {
        let names = ["小米", "小米粥", "微信", "微信支付", "x", "米粥店"];
        assert_eq!(
            found(&names, "小米粥店里用微信支付，不用微信和X"),
            ["小米粥", "微信支付", "微信", "X"]
        );
    }

    #[test]
    fn what_hides_a_name_gives_way_to_a_longer_one_behind_it() {
        let names = ["微信", "微信支付", "的微信"].map(str::to_owned).to_vec();
        let table = NameTable::new({
            let mut names = names;
            names.sort();
            names
        });
        let hides = |number: usize| table.names[number] == "的微信";
        let found = |text: &str| -> Vec<String> {
            table.find(text, hides).into_iter().map(|(_, place)| text[place].to_owned()).collect()
        };
        assert_eq!(found("我的微信、他的微信支付"), ["的微信", "微信支付"]);
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
            prop_assert_eq!(table.find(&text, |_| false), expected);
        }
    }
}
