//! Tells whether words stand in a text, mostly by their first two characters alone.

/// A text, with the characters that stand in it.
#[derive(Clone, Debug)]
pub(super) struct Words<'a> {
    text: &'a str,
    /// A bit for each two characters that stand side by side; it may say yes too often.
    pairs: [u64; 32],
}

impl<'a> Words<'a> {
    /// Looks through a text.
    pub(super) fn new(text: &'a str) -> Self {
        let mut pairs = [0; 32];
        let mut before = None;
        for char in text.chars() {
            if let Some(before) = before {
                let bit = bit(before, char);
                pairs[bit / 64] |= 1 << (bit % 64);
            }
            before = Some(char);
        }
        Self { text, pairs }
    }

    /// Tells whether words stand in it.
    pub(super) fn has(&self, words: &str) -> bool {
        let mut characters = words.chars();
        let may = match (characters.next(), characters.next()) {
            (Some(first), Some(second)) => {
                let bit = bit(first, second);
                self.pairs[bit / 64] & (1 << (bit % 64)) != 0
            }
            _ => true,
        };
        may && self.text.contains(words)
    }
}

fn bit(first: char, second: char) -> usize {
    let mixed = u32::from(first).wrapping_mul(0x9E37_79B1).wrapping_add(u32::from(second));
    (mixed.wrapping_mul(0x85EB_CA6B) >> 21) as usize
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn words_are_found_as_by_searching(text in "[甲乙丙a]{0,12}", words in "[甲乙丙a]{0,3}") {
            prop_assert_eq!(Words::new(&text).has(&words), text.contains(&words));
        }
    }
}
