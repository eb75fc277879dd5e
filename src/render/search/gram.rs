//! Cuts folded text into the pieces that are looked up: one, two and three characters long.
//!
//! A query of three characters or fewer is one piece, and what the index says of it is
//! exact. A longer one must have all its pieces of three, which in writing hardly ever all
//! stand in a text that does not have it; the page that is found tells for certain.

/// The longest piece.
const GRAM_MAX: usize = 3;

/// Gives the hash of each piece of a folded text to `push`, some of them more than once.
pub fn grams(folded: &[char], mut push: impl FnMut(u32)) {
    for start in 0..folded.len() {
        let mut state = 0;
        for (length, &c) in (1..=GRAM_MAX).zip(&folded[start..]) {
            state = step(state, c);
            push(finish(state, length));
        }
    }
}

/// Returns the hashes of the pieces that a text must have to hold `folded`.
pub fn required(folded: &[char]) -> Vec<u32> {
    folded.windows(GRAM_MAX.min(folded.len()).max(1)).map(hash).collect()
}

/// Hashes a term: `MurmurHash3_x86_32` over its code points, four bytes each.
pub fn hash(term: &[char]) -> u32 {
    finish(term.iter().fold(0, |state, &c| step(state, c)), term.len())
}

fn step(state: u32, c: char) -> u32 {
    let mixed = u32::from(c).wrapping_mul(0xCC9E_2D51).rotate_left(15).wrapping_mul(0x1B87_3593);
    (state ^ mixed).rotate_left(13).wrapping_mul(5).wrapping_add(0xE654_6B64)
}

fn finish(state: u32, length: usize) -> u32 {
    const BYTES_PER_CHARACTER: u32 = 4;
    let hash = state ^ (length as u32).wrapping_mul(BYTES_PER_CHARACTER);
    let hash = (hash ^ (hash >> 16)).wrapping_mul(0x85EB_CA6B);
    let hash = (hash ^ (hash >> 13)).wrapping_mul(0xC2B2_AE35);
    hash ^ (hash >> 16)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_murmur3() {
        // Of the bytes 21 43 65 87, seed 0: from the author's own test vectors.
        assert_eq!(finish(step_of(0x8765_4321), 1), 0xF55B_516B);
    }

    fn step_of(block: u32) -> u32 {
        let mixed = block.wrapping_mul(0xCC9E_2D51).rotate_left(15).wrapping_mul(0x1B87_3593);
        mixed.rotate_left(13).wrapping_mul(5).wrapping_add(0xE654_6B64)
    }

    #[test]
    fn what_a_text_requires_is_among_what_it_has() {
        let text: Vec<char> = "腾讯做o2o比阿里".chars().collect();
        let mut has = Vec::new();
        grams(&text, |hash| has.push(hash));
        for length in 1..=text.len() {
            for part in text.windows(length) {
                assert!(required(part).iter().all(|hash| has.contains(hash)), "{part:?}");
            }
        }
    }
}
