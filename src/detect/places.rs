//! Finds the first of some places from a byte on, without a search.

/// Bytes of a block.
const BLOCK: usize = 64;

/// How many of some places, which are in order, stand before each block of a text.
#[derive(Debug, Default)]
pub(super) struct Places {
    before: Vec<u32>,
}

impl Places {
    /// Counts the places in a text.
    pub(super) fn new(places: impl Iterator<Item = usize>, text: &str) -> Self {
        let mut before = Vec::with_capacity(text.len() / BLOCK + 2);
        let mut count = 0;
        for place in places {
            before.resize((place / BLOCK + 1).max(before.len()), count);
            count += 1;
        }
        before.resize((text.len() / BLOCK + 2).max(before.len()), count);
        Self { before }
    }

    /// Returns the number of the first place from a byte on; `place` tells where each is.
    pub(super) fn first(&self, from: usize, place: impl Fn(usize) -> Option<usize>) -> usize {
        let block = (from / BLOCK).min(self.before.len().saturating_sub(1));
        let mut number = self.before.get(block).map_or(0, |&before| before as usize);
        while place(number).is_some_and(|place| place < from) {
            number += 1;
        }
        number
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_first_is_what_a_search_finds(
            mut places in proptest::collection::vec(0_usize..500, 0..60),
            from in 0_usize..700,
        ) {
            places.sort_unstable();
            let found = Places::new(places.iter().copied(), &" ".repeat(500))
                .first(from, |number| places.get(number).copied());
            prop_assert_eq!(found, places.partition_point(|&place| place < from));
        }
    }
}
