//! All names, found in a text leftmost and longest first.

use std::borrow::Cow;
use std::ops::Range;

use crate::detect::table::WordTable;

/// The tables that names are found by: the site's own, if there is one, and the built-in.
#[derive(Clone, Copy, Debug)]
pub(super) struct NameTables<'a> {
    pub(super) own: Option<WordTable<'a>>,
    pub(super) built_in: Option<WordTable<'a>>,
}

/// A name of one of the tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Name {
    /// Of the site's own.
    Own(usize),
    /// Of the built-in ones.
    BuiltIn(usize),
}

impl NameTables<'_> {
    /// Finds the names in a text whose ASCII letters are small; none overlaps another.
    ///
    /// The built-in ones begin only at `starts`, which are in order. A name that `hides`
    /// others gives way to one that begins within it and ends behind it.
    pub(super) fn find(
        self,
        small: &str,
        starts: &[usize],
        hides: impl Fn(Name) -> bool,
    ) -> Vec<(Name, Range<usize>)> {
        let mut found = Vec::new();
        let mut free_from = 0;
        let starts = self.own.map_or(Cow::Borrowed(starts), |own| {
            let mut starts: Vec<usize> = starts.iter().copied().chain(own.starts(small)).collect();
            starts.sort_unstable();
            Cow::Owned(starts)
        });
        for &start in &*starts {
            if start < free_from {
                continue;
            }
            if let Some((name, length)) = self.longest(&small[start..]) {
                let place = start..start + length;
                let behind = if hides(name) {
                    self.reaching_behind(small, place.clone(), &hides)
                } else {
                    None
                };
                let hit = behind.unwrap_or((name, place));
                free_from = hit.1.end;
                found.push(hit);
            }
        }
        found
    }

    /// Finds the first name that begins within a place, ends behind it, and hides no others.
    fn reaching_behind(
        self,
        small: &str,
        place: Range<usize>,
        hides: &impl Fn(Name) -> bool,
    ) -> Option<(Name, Range<usize>)> {
        small[place.clone()].char_indices().skip(1).find_map(|(at, _)| {
            let start = place.start + at;
            let (name, length) = self.longest(&small[start..])?;
            let end = start + length;
            (end > place.end && !hides(name)).then_some((name, start..end))
        })
    }

    /// Returns the longest name with which `rest` begins, and its length in bytes; of one that
    /// stands in both tables, the site's.
    fn longest(self, rest: &str) -> Option<(Name, usize)> {
        let own = self.own.and_then(|table| {
            table.longest(rest).map(|number| (Name::Own(number), table.word(number).len()))
        });
        let built_in = self.built_in.and_then(|table| {
            table.longest(rest).map(|number| (Name::BuiltIn(number), table.word(number).len()))
        });
        match (own, built_in) {
            (Some(own), Some(built_in)) if own.1 < built_in.1 => Some(built_in),
            (own, built_in) => own.or(built_in),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::table::WordList;
    use proptest::prelude::*;

    fn list(names: &[&str]) -> WordList {
        let mut names = names.to_vec();
        names.sort_unstable();
        WordList::new(names)
    }

    fn find(
        tables: NameTables<'_>,
        text: &str,
        hides: impl Fn(Name) -> bool,
    ) -> Vec<(Name, Range<usize>)> {
        let small = text.to_ascii_lowercase();
        let starts: Vec<usize> =
            tables.built_in.map_or(Vec::new(), |table| table.starts(&small).collect());
        tables.find(&small, &starts, hides)
    }

    #[test]
    fn the_longest_name_wins_and_none_overlaps() {
        let names = list(&["小米", "小米粥", "微信", "微信支付", "x", "米粥店"]);
        let tables = NameTables { own: Some(names.table()), built_in: None };
        let text = "小米粥店里用微信支付，不用微信和X";
        let found: Vec<&str> =
            find(tables, text, |_| false).into_iter().map(|(_, place)| &text[place]).collect();
        assert_eq!(found, ["小米粥", "微信支付", "微信", "X"]);
    }

    #[test]
    fn what_hides_a_name_gives_way_to_a_longer_one_behind_it() {
        let names = list(&["微信", "微信支付", "的微信"]);
        let tables = NameTables { own: None, built_in: Some(names.table()) };
        let hiding = names.table().number_of("的微信").map(Name::BuiltIn);
        let found = |text: &str| -> Vec<String> {
            let found = find(tables, text, |name| Some(name) == hiding);
            found.into_iter().map(|(_, place)| text[place].to_owned()).collect()
        };
        assert_eq!(found("我的微信、他的微信支付"), ["的微信", "微信支付"]);
    }

    proptest! {
        #[test]
        fn the_tables_find_what_trying_each_name_at_each_place_finds(
            own in proptest::collection::btree_set("[甲乙ab]{1,3}", 0..6),
            built_in in proptest::collection::btree_set("[甲乙ab]{1,3}", 1..8),
            text in "[甲乙丙abAB]{0,30}",
        ) {
            let (first, second) = (
                WordList::new(own.iter().map(String::as_str)),
                WordList::new(built_in.iter().map(String::as_str)),
            );
            let tables = NameTables { own: Some(first.table()), built_in: Some(second.table()) };
            let names: Vec<(Name, &String)> = (built_in.iter().enumerate())
                .map(|(number, name)| (Name::BuiltIn(number), name))
                .chain(own.iter().enumerate().map(|(number, name)| (Name::Own(number), name)))
                .collect();
            let small = text.to_ascii_lowercase();
            let mut expected = Vec::new();
            let mut start = 0;
            while start < small.len() {
                let longest = names
                    .iter()
                    .filter(|(_, name)| small[start..].starts_with(name.as_str()))
                    .max_by_key(|(_, name)| name.len());
                match longest {
                    Some((number, name)) => {
                        expected.push((*number, start..start + name.len()));
                        start += name.len();
                    }
                    None => start += small[start..].chars().next().map_or(1, char::len_utf8),
                }
            }
            prop_assert_eq!(find(tables, &text, |_| false), expected);
        }
    }
}
