//! The terms of some texts, packed: as small as the index itself, so that all texts need be read
//! but once, however many there are.

use std::ops::Range;

use super::shard::{Posting, decode, encode, posting};

/// The terms of some texts, by shard.
pub(super) struct PackedBlock {
    /// The texts' numbers.
    texts: Range<usize>,
    /// Those of each run of shards, as long as they are needed.
    runs: Vec<PackedRun>,
}

/// The terms of some texts that one run of shards has.
#[derive(Default)]
pub(super) struct PackedRun {
    /// Where those of each shard end.
    ends: Vec<u32>,
    /// Each shard as it would be if there were no other texts than these, numbered from 0.
    bytes: Vec<u8>,
}

impl PackedBlock {
    /// Puts together what was packed of some texts.
    pub(super) const fn new(texts: Range<usize>, runs: Vec<PackedRun>) -> Self {
        Self { texts, runs }
    }

    /// Gives the postings of the shard at a place of a run to `push`.
    pub(super) fn postings(
        &self,
        run: usize,
        place: usize,
        hashes: &Range<u64>,
        mut push: impl FnMut(Posting),
    ) {
        let first = posting(0, u32::try_from(self.texts.start).expect("texts have such numbers"));
        let shard = self.runs.get(run).and_then(|run| run.shard(place)).unwrap_or_default();
        decode(shard, hashes, self.texts.len(), |one| push(one + first));
    }

    /// Lets go of a run.
    pub(super) fn drop_run(&mut self, run: usize) {
        if let Some(run) = self.runs.get_mut(run) {
            *run = PackedRun::default();
        }
    }
}

impl PackedRun {
    /// Adds the next shard, which is to have these postings of so many texts.
    pub(super) fn push(&mut self, postings: &[Posting], hashes: &Range<u64>, texts: usize) {
        self.bytes.extend(encode(postings, hashes, texts));
        self.ends.push(u32::try_from(self.bytes.len()).expect("a few texts are no gigabytes"));
    }

    /// Returns the same run without room for more.
    pub(super) fn closed(mut self) -> Self {
        self.ends.shrink_to_fit();
        self.bytes.shrink_to_fit();
        self
    }

    fn shard(&self, place: usize) -> Option<&[u8]> {
        let start =
            place.checked_sub(1).map_or(Some(0), |before| self.ends.get(before).copied())?;
        self.bytes.get(start as usize..*self.ends.get(place)? as usize)
    }
}
