//! Makes the shards of an index over numbered texts.
//!
//! 1. A term's hash says in which shard it is: equal ranges of hashes, so that whoever looks
//!    a term up need know nothing but how many there are.
//! 2. Shards are made a run at a time; each run reads all texts anew and keeps the terms of
//!    its own shards alone, so that memory is bounded however many texts there are.
//! 3. A run is made when the first of its shards is asked for, and kept: where pages are
//!    made on demand, nobody pays for an index that nobody asks for.

use std::ops::Range;
use std::sync::OnceLock;

use super::gram::grams;
use super::shard::{Posting, encode, posting};

/// How many bytes of text a shard answers for. Shards then have about half as many bytes,
/// and a query, which needs at most a handful of them, loads little.
const TEXT_PER_SHARD: usize = 17_000;
/// How many bytes of text a run of shards answers for: its postings take some five times
/// as much memory while it is made.
const TEXT_PER_RUN: usize = 24 << 20;
/// How many hashes there are.
const HASHES: u64 = 1 << 32;
/// How many of the latest postings are kept at hand to tell repeats from new ones; a
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
        let start = |shard: usize| (shard as u64 * HASHES).div_ceil(self.shards as u64);
        start(shard)..start(shard + 1)
    }

    /// Returns a shard's bytes. `read` calls back with the folded characters of each part of
    /// a text; it is asked for every text, and only while the run of this shard is made.
    pub fn shard(&self, shard: usize, read: impl Fn(usize, &mut dyn FnMut(Term<'_>))) -> &[u8] {
        let per_run = self.shards.div_ceil(self.runs.len());
        let (run, place) = (shard / per_run, shard % per_run);
        let shards = self.runs.get(run).map(|made| {
            let of_run = run * per_run..((run + 1) * per_run).min(self.shards);
            made.get_or_init(|| self.run(of_run, read))
        });
        shards.and_then(|shards| shards.get(place)).map_or(&[], Vec::as_slice)
    }

    fn run(
        &self,
        shards: Range<usize>,
        read: impl Fn(usize, &mut dyn FnMut(Term<'_>)),
    ) -> Vec<Vec<u8>> {
        let hashes = self.range(shards.start).start..self.range(shards.end - 1).end;
        let mut postings: Vec<Vec<Posting>> = vec![Vec::new(); shards.len()];
        let mut recent: Vec<Posting> = vec![Posting::MAX; RECENT];
        for text in 0..self.texts {
            let mut add = |hash: u32| {
                if !hashes.contains(&u64::from(hash)) {
                    return;
                }
                let posting = posting(hash, text as u32);
                let slot = &mut recent[hash as usize % RECENT];
                if *slot != posting {
                    *slot = posting;
                    let shard = (u64::from(hash) * self.shards as u64 / HASHES) as usize;
                    postings[shard - shards.start].push(posting);
                }
            };
            read(text, &mut |term| match term {
                Term::Folded(characters) => grams(characters, &mut add),
                Term::Whole(hash) => add(hash),
            });
        }
        let encoded = postings.into_iter().zip(shards).map(|(mut postings, shard)| {
            postings.sort_unstable();
            postings.dedup();
            encode(&postings, &self.range(shard), self.texts)
        });
        encoded.collect()
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
