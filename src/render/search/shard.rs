//! The form of a shard: which texts hold which terms, for one range of hashes.
//!
//! One stream of bits, the lowest of each byte first:
//!
//! 1. γ(number of terms + 1);
//! 2. for each term in the order of hashes
//!    1. Rice(hash − the hash before − 1), the first one less the range's start; its
//!       parameter is that of as many terms in this range;
//!    2. γ(number of texts);
//!    3. for each text Rice(number − the number before − 1); its parameter is that of as
//!       many texts among all.
//!
//! γ is Elias's: as many zeros as there are bits behind the first, then the bits from the
//! first on. Rice(x) with parameter k is ⌊x / 2ᵏ⌋ ones, a zero, and the k low bits. Both
//! come close to what the lists are worth, so that no server need compress them.
//! `static/search.js` reads the same.

use std::ops::Range;

/// One term with one text that has it: the term's hash in the high half.
pub(super) type Posting = u64;

/// Makes a posting.
pub(super) fn posting(hash: u32, text: u32) -> Posting {
    u64::from(hash) << 32 | u64::from(text)
}

/// Returns the hash of a posting's term.
pub(super) fn term(posting: Posting) -> u64 {
    posting >> 32
}

/// Returns the number of a posting's text.
pub(super) fn text(posting: Posting) -> u32 {
    posting as u32
}

/// Writes the postings of the terms whose hashes lie in `range`, sorted and without repeats.
pub(super) fn encode(postings: &[Posting], range: &Range<u64>, texts: usize) -> Vec<u8> {
    let lists: Vec<&[Posting]> = postings.chunk_by(|one, other| one >> 32 == other >> 32).collect();
    let mut bits = BitWriter::default();
    bits.gamma(lists.len() as u64 + 1);
    let k = parameter(range.end - range.start, lists.len() as u64);
    let mut next = range.start;
    for list in lists {
        let hash = list[0] >> 32;
        bits.rice(hash - next, k);
        next = hash + 1;
        bits.gamma(list.len() as u64);
        let k = parameter(texts as u64, list.len() as u64);
        let mut next = 0;
        for posting in list {
            let text = posting & u64::from(u32::MAX);
            bits.rice(text - next, k);
            next = text + 1;
        }
    }
    bits.finish()
}

/// Reads which texts have the term of a hash; `None` where the bytes are no such shard.
pub fn find(shard: &[u8], range: &Range<u64>, texts: usize, hash: u32) -> Option<Vec<u32>> {
    let mut found = Vec::new();
    decode(shard, range, texts, |one| {
        if term(one) == u64::from(hash) {
            found.push(text(one));
        }
    })?;
    Some(found)
}

/// Gives the postings of a shard to `push`, in their order; `None` where the bytes are no such
/// shard, some of which may then have been given.
pub(super) fn decode(
    shard: &[u8],
    range: &Range<u64>,
    texts: usize,
    mut push: impl FnMut(Posting),
) -> Option<()> {
    let mut bits = BitReader { bytes: shard, at: 0 };
    let terms = bits.gamma()?.checked_sub(1)?;
    let k = parameter(range.end - range.start, terms);
    let mut next = range.start;
    for _ in 0..terms {
        let hash = u32::try_from(next + bits.rice(k)?).ok()?;
        next = u64::from(hash) + 1;
        let count = bits.gamma()?;
        let k = parameter(texts as u64, count);
        let mut next = 0;
        for _ in 0..count {
            let text = u32::try_from(next + bits.rice(k)?).ok()?;
            next = u64::from(text) + 1;
            push(posting(hash, text));
        }
    }
    Some(())
}

/// Returns the best parameter for `count` numbers spread evenly over `space`: the gaps
/// between them have a geometric distribution, for which it is log₂ of 0.69 times the mean.
fn parameter(space: u64, count: u64) -> u32 {
    const LN_2_IN_64THS: u64 = 44;
    let mean = (space * LN_2_IN_64THS) / (count.max(1) * 64);
    mean.checked_ilog2().unwrap_or(0)
}

#[derive(Default)]
struct BitWriter {
    bytes: Vec<u8>,
    /// Bits that do not fill a byte yet.
    held: u64,
    count: u32,
}

impl BitWriter {
    fn gamma(&mut self, value: u64) {
        let length = value.ilog2();
        self.bits(0, length);
        self.bits(1, 1);
        self.bits(value & ((1 << length) - 1), length);
    }

    fn rice(&mut self, value: u64, k: u32) {
        for _ in 0..value >> k {
            self.bits(1, 1);
        }
        self.bits(0, 1);
        self.bits(value & ((1 << k) - 1), k);
    }

    /// Appends up to 56 bits.
    fn bits(&mut self, value: u64, count: u32) {
        self.held |= value << self.count;
        self.count += count;
        while self.count >= u8::BITS {
            self.bytes.push(self.held as u8);
            self.held >>= u8::BITS;
            self.count -= u8::BITS;
        }
    }

    fn finish(mut self) -> Vec<u8> {
        if self.count > 0 {
            self.bytes.push(self.held as u8);
        }
        self.bytes
    }
}

struct BitReader<'a> {
    bytes: &'a [u8],
    /// The next bit.
    at: usize,
}

/// How many bits can be looked at at once, wherever in a byte they begin.
const PEEKED: u32 = u64::BITS - u8::BITS + 1;

impl BitReader<'_> {
    /// Returns the next [`PEEKED`] bits, perhaps with more above them; zeros behind the last.
    fn peek(&self) -> u64 {
        const PIECE: usize = size_of::<u64>();
        let from = self.at / 8;
        let piece = self.bytes.get(from..from + PIECE).map_or_else(
            || {
                let mut piece = [0; PIECE];
                let rest = self.bytes.get(from..).unwrap_or_default();
                piece[..rest.len()].copy_from_slice(rest);
                piece
            },
            |piece| piece.try_into().expect("it is so long"),
        );
        u64::from_le_bytes(piece) >> (self.at % 8)
    }

    fn pass(&mut self, bits: u32) -> Option<()> {
        self.at += bits as usize;
        (self.at <= self.bytes.len() * 8).then_some(())
    }

    /// Reads fewer than [`PEEKED`] bits.
    fn bits(&mut self, count: u32) -> Option<u64> {
        let value = self.peek() & ((1 << count) - 1);
        self.pass(count)?;
        Some(value)
    }

    fn gamma(&mut self) -> Option<u64> {
        let length = self.peek().trailing_zeros();
        (length < PEEKED).then_some(())?;
        self.pass(length + 1)?;
        Some(1 << length | self.bits(length)?)
    }

    fn rice(&mut self, k: u32) -> Option<u64> {
        let mut ones = 0;
        loop {
            let run = self.peek().trailing_ones().min(PEEKED);
            self.pass(run)?;
            ones += u64::from(run);
            if run < PEEKED {
                break;
            }
        }
        self.pass(1)?;
        Some(ones << k | self.bits(k)?)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_written_is_found(
            lists in prop::collection::btree_map(
                1000_u32..3000, prop::collection::btree_set(0_u32..500, 1..40), 0..60),
            absent in 1000_u32..3000,
        ) {
            let range = 1000..3000;
            let postings: Vec<Posting> = lists
                .iter()
                .flat_map(|(&hash, texts)| texts.iter().map(move |&text| posting(hash, text)))
                .collect();
            let shard = encode(&postings, &range, 500);
            let lists: BTreeMap<u32, Vec<u32>> =
                lists.into_iter().map(|(hash, texts)| (hash, texts.into_iter().collect())).collect();
            for (&hash, texts) in &lists {
                prop_assert_eq!(find(&shard, &range, 500, hash), Some(texts.clone()));
            }
            let of_absent = lists.get(&absent).cloned().unwrap_or_default();
            prop_assert_eq!(find(&shard, &range, 500, absent), Some(of_absent));
        }
    }

    #[test]
    fn broken_bytes_are_no_shard() {
        assert_eq!(find(&[], &(0..9), 3, 1), None);
        assert_eq!(find(&[0; 4], &(0..9), 3, 1), None);
    }
}
