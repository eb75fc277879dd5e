//! Makes the shards of an index over numbered texts.
//!
//! 1. A term's hash says in which shard it is: equal ranges of hashes, so that whoever looks
//!    a term up need know nothing but how many there are.
//! 2. Shards are made a run at a time, and each run keeps the terms of its own shards alone, so
//!    that memory is bounded however many texts there are.
//! 3. The texts are read some at a time into [`Block`]s, which know nothing of each other; a shard
//!    is then made of what each block has for it.
//! 4. A run is made when the first of its shards is asked for, and kept: where pages are
//!    made on demand, nobody pays for an index that nobody asks for. It then reads all texts.
//! 5. Who wants all of them says so first ([`Index::prepare`]), and all cores make them. Texts are
//!    then read once: where there are several runs, blocks wait for theirs [packed](PackedBlock).

use std::ops::Range;
use std::sync::OnceLock;

use super::gram::grams;
use super::packed::{PackedBlock, PackedRun};
use super::shard::{Posting, encode, posting};
use crate::parallel;

/// How many bytes of text a shard answers for. Shards then have about half as many bytes,
/// and a query, which needs at most a handful of them, loads little.
const TEXT_PER_SHARD: usize = 17_000;
/// How many bytes of text a run of shards answers for: its postings take up to some three times
/// as much memory while it is made.
const TEXT_PER_RUN: usize = 64 << 20;
/// How many texts are read into one block: fewer than a byte can number, and so few that the
/// terms of one a core take little memory before they are sorted by shard.
const TEXTS_PER_BLOCK: usize = 1 << 7;
/// How many hashes there are.
const HASHES: u64 = 1 << 32;
/// How many of the latest terms are kept at hand to tell repeats from new ones; a
/// power of two, and more than an essay has terms.
const RECENT: usize = 1 << 15;

/// An index over texts numbered from 0.
#[derive(Debug)]
pub struct Index {
    texts: usize,
    shards: usize,
    /// The shards, a run of them in each cell but the last.
    runs: Vec<OnceLock<Vec<Vec<u8>>>>,
}

impl Index {
    /// Plans an index of this many texts, which have `bytes` altogether; makes nothing yet.
    pub fn new(texts: usize, bytes: usize) -> Self {
        let shards = bytes.div_ceil(TEXT_PER_SHARD).max(1);
        let runs = bytes.div_ceil(TEXT_PER_RUN).clamp(1, shards);
        // Rounding may leave the last of them without a shard.
        let runs = shards.div_ceil(shards.div_ceil(runs));
        Self { texts, shards, runs: (0..runs).map(|_| OnceLock::new()).collect() }
    }

    /// Returns how many texts there are.
    pub fn texts(&self) -> usize {
        self.texts
    }

    /// Returns how many shards there are.
    pub fn shards(&self) -> usize {
        self.shards
    }

    /// Returns the hashes of a shard's terms.
    pub fn range(&self, shard: usize) -> Range<u64> {
        range(shard, self.shards)
    }

    /// Makes all shards, on all cores; `read` is that of [`Self::shard`].
    ///
    /// Not for use within other parallel work: whoever waits there for a shard that is made here
    /// could wait for itself.
    pub fn prepare(&self, read: impl Fn(usize, &mut dyn FnMut(Term<'_>)) + Sync) {
        if let [made] = self.runs.as_slice() {
            let shards = self.shards_of(0);
            let blocks =
                parallel::map(&self.blocks(), |texts| self.block(texts.clone(), &shards, &read));
            let numbers: Vec<usize> = shards.clone().collect();
            let shards = parallel::map(&numbers, |&shard| self.encoded(shard, &shards, &blocks));
            // Whoever asked for one meanwhile has made the very same.
            let _ = made.set(shards);
            return;
        }
        let mut blocks = parallel::map(&self.blocks(), |texts| self.packed(texts.clone(), &read));
        for (run, made) in self.runs.iter().enumerate() {
            let numbers: Vec<usize> = self.shards_of(run).collect();
            let shards = parallel::map(&numbers, |&shard| self.merged(shard, run, &blocks));
            blocks.iter_mut().for_each(|block| block.drop_run(run));
            // As above.
            let _ = made.set(shards);
        }
    }

    /// Takes shards that were made of the same texts, all of them and in their order.
    pub(super) fn take(&self, shards: Vec<Vec<u8>>) {
        let mut shards = shards.into_iter();
        for (run, made) in self.runs.iter().enumerate() {
            // As in [`Self::prepare`].
            let _ = made.set(shards.by_ref().take(self.shards_of(run).len()).collect());
        }
    }

    /// Returns all shards, if they are made.
    pub(super) fn made(&self) -> Option<Vec<&[u8]>> {
        let runs: Option<Vec<&Vec<Vec<u8>>>> = self.runs.iter().map(OnceLock::get).collect();
        Some(runs?.into_iter().flatten().map(Vec::as_slice).collect())
    }

    /// Returns a shard's bytes. `read` calls back with the folded characters of each part of
    /// a text; it is asked for every text, and only while the run of this shard is made.
    pub fn shard(&self, shard: usize, read: impl Fn(usize, &mut dyn FnMut(Term<'_>))) -> &[u8] {
        let per_run = self.shards.div_ceil(self.runs.len());
        let (run, place) = (shard / per_run, shard % per_run);
        let shards = self.runs.get(run).map(|made| {
            made.get_or_init(|| {
                let shards = self.shards_of(run);
                let blocks = self.blocks().into_iter();
                let blocks: Vec<Block> =
                    blocks.map(|texts| self.block(texts, &shards, &read)).collect();
                shards.clone().map(|shard| self.encoded(shard, &shards, &blocks)).collect()
            })
        });
        shards.and_then(|shards| shards.get(place)).map_or(&[], Vec::as_slice)
    }

    fn shards_of(&self, run: usize) -> Range<usize> {
        let per_run = self.shards.div_ceil(self.runs.len());
        run * per_run..((run + 1) * per_run).min(self.shards)
    }

    /// Returns the texts of each block.
    fn blocks(&self) -> Vec<Range<usize>> {
        let starts = (0..self.texts).step_by(TEXTS_PER_BLOCK);
        starts.map(|start| start..(start + TEXTS_PER_BLOCK).min(self.texts)).collect()
    }

    /// Reads some texts for a run of shards.
    fn block(
        &self,
        texts: Range<usize>,
        shards: &Range<usize>,
        read: &impl Fn(usize, &mut dyn FnMut(Term<'_>)),
    ) -> Block {
        let hashes = self.range(shards.start).start..self.range(shards.end - 1).end;
        let mut found: Vec<(u32, u8)> = Vec::new();
        // What a cell says of a text before is no longer true of the next.
        let mut recent: Vec<(u32, u32)> = vec![(0, 0); RECENT];
        for (local, text) in (0..=u8::MAX).zip(texts.clone()) {
            let mut add = |hash: u32| {
                let seen = &mut recent[hash as usize % RECENT];
                let now = (hash, u32::from(local) + 1);
                if *seen != now && hashes.contains(&u64::from(hash)) {
                    *seen = now;
                    found.push((hash, local));
                }
            };
            read(text, &mut |term| match term {
                Term::Folded(characters) => grams(characters, &mut add),
                Term::Whole(hash) => add(hash),
            });
        }
        let place = |hash: u32| place(u64::from(hash), self.shards) - shards.start;
        Block::new(texts.start, shards.len(), &found, place)
    }

    /// Reads some texts for all shards.
    fn packed(
        &self,
        texts: Range<usize>,
        read: &impl Fn(usize, &mut dyn FnMut(Term<'_>)),
    ) -> PackedBlock {
        let block = self.block(texts.clone(), &(0..self.shards), read);
        let mut postings: Vec<Posting> = Vec::new();
        let run = |run: usize| {
            let mut packed = PackedRun::default();
            for shard in self.shards_of(run) {
                postings.clear();
                postings.extend(block.numbered_from(0, shard));
                postings.sort_unstable();
                postings.dedup();
                packed.push(&postings, &self.range(shard), texts.len());
            }
            packed.closed()
        };
        let runs = (0..self.runs.len()).map(run).collect();
        PackedBlock::new(texts, runs)
    }

    /// Makes one of a run's shards of what was packed for it.
    fn merged(&self, shard: usize, run: usize, blocks: &[PackedBlock]) -> Vec<u8> {
        let (range, place) = (self.range(shard), shard - self.shards_of(run).start);
        let mut postings: Vec<Posting> = Vec::new();
        for block in blocks {
            block.postings(run, place, &range, |one| postings.push(one));
        }
        // Each block's come sorted, which this way of sorting makes use of.
        postings.sort();
        encode(&postings, &range, self.texts)
    }

    /// Makes one of a run's shards of what its blocks have.
    fn encoded(&self, shard: usize, run: &Range<usize>, blocks: &[Block]) -> Vec<u8> {
        let mut postings: Vec<Posting> =
            blocks.iter().flat_map(|block| block.postings(shard - run.start)).collect();
        postings.sort_unstable();
        postings.dedup();
        encode(&postings, &self.range(shard), self.texts)
    }
}

/// Returns the postings of one text, for all shards, some of them more than once.
pub(super) fn postings_of(
    text: usize,
    read: &impl Fn(usize, &mut dyn FnMut(Term<'_>)),
) -> Vec<Posting> {
    let mut found = Vec::new();
    let mut add = |hash| found.push(posting(hash, text as u32));
    read(text, &mut |term| match term {
        Term::Folded(characters) => grams(characters, &mut add),
        Term::Whole(hash) => add(hash),
    });
    found
}

/// Returns the hashes of the terms of one of so many shards.
pub(super) fn range(shard: usize, shards: usize) -> Range<u64> {
    let start = |shard: usize| (shard as u64 * HASHES).div_ceil(shards as u64);
    start(shard)..start(shard + 1)
}

/// Returns in which of so many shards a term is.
pub(super) fn place(hash: u64, shards: usize) -> usize {
    (hash * shards as u64 / HASHES) as usize
}

/// The terms of some texts, by shard.
struct Block {
    /// The number of its first text.
    first: usize,
    /// Where the terms of each shard begin, and where the last one's end.
    starts: Vec<u32>,
    /// Each term's hash, and in which of the block's texts it stands, some more than once.
    hashes: Box<[u32]>,
    texts: Box<[u8]>,
}

impl Block {
    /// Sorts what was found by the shards that `place` says.
    fn new(first: usize, shards: usize, found: &[(u32, u8)], place: impl Fn(u32) -> usize) -> Self {
        let mut starts = vec![0_u32; shards + 1];
        for &(hash, _) in found {
            starts[place(hash) + 1] += 1;
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        let mut next = starts.clone();
        let (mut hashes, mut texts) = (vec![0; found.len()], vec![0; found.len()]);
        for &(hash, text) in found {
            let at = &mut next[place(hash)];
            (hashes[*at as usize], texts[*at as usize]) = (hash, text);
            *at += 1;
        }
        Self { first, starts, hashes: hashes.into(), texts: texts.into() }
    }

    /// Iterates over what it has for the shard at a place of the run.
    fn postings(&self, place: usize) -> impl Iterator<Item = Posting> + '_ {
        self.numbered_from(self.first, place)
    }

    /// As [`Self::postings`], but for the number of the first text.
    fn numbered_from(&self, first: usize, place: usize) -> impl Iterator<Item = Posting> + '_ {
        let of_shard = self.starts[place] as usize..self.starts[place + 1] as usize;
        let both = self.hashes[of_shard.clone()].iter().zip(&self.texts[of_shard]);
        both.map(move |(&hash, &text)| posting(hash, (first + usize::from(text)) as u32))
    }
}

/// What a text is found by.
#[derive(Clone, Copy, Debug)]
pub enum Term<'a> {
    /// All pieces of these folded characters.
    Folded(&'a [char]),
    /// The term of this hash, as it is.
    Whole(u32),
}
