//! The words that are asked for at one place: the lists of `words.yaml` and `english-words.yaml`.
//!
//! What a word does wherever it stands is known of it by [`crate::detect::lexicon`]; here are
//! those that do something at one place only. The build script makes a constant of each list,
//! by its name; one that nobody asks for is a warning.

include!(concat!(env!("OUT_DIR"), "/words.rs"));

/// The lists that only rules of English ask for.
pub(super) mod english {
    include!(concat!(env!("OUT_DIR"), "/english-words.rs"));
}

/// Returns how many characters the longest of some words has.
pub(super) const fn longest(words: &[&str]) -> usize {
    let (mut longest, mut index) = (0, 0);
    while index < words.len() {
        let characters = characters(words[index].as_bytes());
        longest = if characters > longest { characters } else { longest };
        index += 1;
    }
    longest
}

const fn characters(word: &[u8]) -> usize {
    let (mut characters, mut index) = (0, 0);
    while index < word.len() {
        characters += (word[index] & 0xc0 != 0x80) as usize;
        index += 1;
    }
    characters
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_is_told_in_characters() {
        assert_eq!(longest(&["ab", "网络科技", "cde"]), 4);
    }
}
