//! Chance that is the same in each run.

use pangzhu::load::essay::Passage;

/// Numbers that look random and are the same in each run: splitmix64.
pub(crate) struct Random(u64);

impl Random {
    /// Starts at a seed.
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// Returns a number below `end`, or 0 where there is none.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        bits ^= bits >> 31;
        if end == 0 { 0 } else { (bits % end as u64) as usize }
    }

    /// Returns a passage of one line with at least `least` and fewer than `below` characters;
    /// half of them begin where a clause does.
    pub(crate) fn passage(&mut self, text: &str, least: usize, below: usize) -> Option<Passage> {
        let bytes: Vec<(usize, char)> = text.char_indices().collect();
        for _ in 0..50 {
            let length = least + self.below(below - least);
            let mut start = self.below(bytes.len().saturating_sub(length));
            if self.below(2) == 0 {
                let is_stop = |at: &usize| matches!(bytes[*at].1, '，' | '。' | '\n');
                start = (start..bytes.len()).find(is_stop).map_or(start, |at| at + 1);
            }
            let Some(run) = bytes.get(start..start + length) else { continue };
            let is_whole = run.iter().all(|&(_, letter)| letter != '\n');
            let (first, last) = (run.first()?, run.last()?);
            if is_whole && !first.1.is_whitespace() && !last.1.is_whitespace() {
                return Some(Passage::new(first.0, last.0 + last.1.len_utf8()));
            }
        }
        None
    }
}
