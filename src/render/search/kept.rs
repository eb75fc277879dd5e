//! An index as an earlier build made it, of which a later one makes its own.
//!
//! Texts are told apart by fingerprints of all that their terms depend on. Of a shard that has no
//! term of a text that is another now, its bytes are taken; of any other its postings, but for
//! those of texts that are gone, with those of the texts that are new. Only these are read.
//!
//! In bytes: a head, which says how many texts and shards there are, the fingerprint of each text,
//! the length and the digest of each shard; the head's digest; the shards. What does not have its
//! digest is not believed.

use std::borrow::Cow;
use std::ops::Range;

use rustc_hash::FxHashMap;

use super::index::{Index, Term, place, postings_of, range};
use super::shard::{Posting, decode, encode, posting, term, text};
use crate::parallel;
use crate::render::fingerprint::Fingerprint;

/// How a head begins; what is written otherwise has another number.
const MAGIC: &[u8] = b"pangzhu index 1\n";
const DIGEST: usize = 16;
/// How many numbers the head begins with: of texts and of shards.
const COUNTS: usize = 2;
const NUMBER: usize = size_of::<u32>();
/// Where more than one in so many texts is another, reading all of them is as quick.
const FEW: usize = 4;

/// What an earlier build kept of an index.
#[derive(Debug)]
pub(super) struct KeptIndex {
    bytes: Vec<u8>,
    texts: Vec<Fingerprint>,
    /// Where each shard is, and its digest.
    shards: Vec<(Range<usize>, [u8; DIGEST])>,
}

impl KeptIndex {
    /// Reads what was kept; nothing where it is not whole.
    pub(super) fn read(bytes: Vec<u8>) -> Option<Self> {
        let mut at = MAGIC.len();
        (bytes.get(..at)? == MAGIC).then_some(())?;
        let [texts, shards] = [number(&bytes, &mut at)?, number(&bytes, &mut at)?];
        let head = texts
            .checked_mul(Fingerprint::BYTES)?
            .checked_add(shards.checked_mul(NUMBER + DIGEST)?)?
            .checked_add(MAGIC.len() + COUNTS * NUMBER)?;
        let digest_end = head.checked_add(DIGEST)?;
        (bytes.get(head..digest_end)? == digest(&bytes[..head])).then_some(())?;
        let texts = (0..texts).map(|_| piece(&bytes, &mut at).map(Fingerprint));
        let texts = texts.collect::<Option<Vec<_>>>()?;
        let mut start = digest_end;
        let shards = (0..shards).map(|_| {
            let end = start.checked_add(number(&bytes, &mut at)?)?;
            let shard = std::mem::replace(&mut start, end)..end;
            Some((shard, piece(&bytes, &mut at)?))
        });
        let shards = shards.collect::<Option<Vec<_>>>()?;
        Some(Self { bytes, texts, shards })
    }

    /// Tells whether the index is one of these texts in so many shards.
    pub(super) fn is_of(&self, texts: &[Fingerprint], shards: usize) -> bool {
        self.texts == texts && self.shards.len() == shards
    }

    /// Returns the postings of a shard's range; nothing where they are not as they were kept.
    fn postings(&self, hashes: &Range<u64>, mut push: impl FnMut(Posting)) -> Option<()> {
        let count = self.shards.len();
        // Ranges come in their order and leave nothing out.
        for shard in place(hashes.start, count)..=place(hashes.end - 1, count) {
            let own = range(shard, count);
            decode(self.shard(shard)?, &own, self.texts.len(), |one| {
                if hashes.contains(&term(one)) {
                    push(one);
                }
            })?;
        }
        Some(())
    }

    fn shard(&self, number: usize) -> Option<&[u8]> {
        let (place, expected) = self.shards.get(number)?;
        let shard = self.bytes.get(place.clone())?;
        (digest(shard) == *expected).then_some(shard)
    }
}

/// Returns what is to be kept of an index of these texts, in pieces: it is large, and most of it
/// there already.
pub(super) fn written<'a>(
    texts: &[Fingerprint],
    shards: Vec<&'a [u8]>,
) -> Option<Vec<Cow<'a, [u8]>>> {
    let mut bytes = MAGIC.to_vec();
    for count in [texts.len(), shards.len()] {
        bytes.extend(u32::try_from(count).ok()?.to_le_bytes());
    }
    texts.iter().for_each(|text| bytes.extend(text.0));
    for shard in &shards {
        bytes.extend(u32::try_from(shard.len()).ok()?.to_le_bytes());
        bytes.extend(digest(shard));
    }
    bytes.extend(digest(&bytes));
    let head = std::iter::once(Cow::Owned(bytes));
    Some(head.chain(shards.into_iter().map(Cow::Borrowed)).collect())
}

/// Makes all shards of an index, of the texts with these fingerprints, of those that were kept;
/// nothing where too many texts are others, or what was kept is not whole.
pub(super) fn renewed(
    index: &Index,
    kept: &KeptIndex,
    texts: &[Fingerprint],
    read: impl Fn(usize, &mut dyn FnMut(Term<'_>)) + Sync,
) -> Option<Vec<Vec<u8>>> {
    let mut places: FxHashMap<Fingerprint, u32> = texts.iter().copied().zip(0..).collect();
    let moved: Vec<Option<u32>> = kept.texts.iter().map(|text| places.remove(text)).collect();
    let mut is_new = vec![true; texts.len()];
    moved.iter().flatten().for_each(|&place| is_new[place as usize] = false);
    let new: Vec<usize> = (0..texts.len()).filter(|&place| is_new[place]).collect();
    if new.len() > texts.len() / FEW {
        return None;
    }
    let mut postings = parallel::map(&new, |&text| postings_of(text, &read)).concat();
    postings.sort_unstable();
    postings.dedup();
    let stay = moved.iter().zip(0..).all(|(place, was)| place.is_none_or(|place| place == was));
    let are_in_place =
        stay && kept.texts.len() == texts.len() && kept.shards.len() == index.shards();
    let numbers: Vec<usize> = (0..index.shards()).collect();
    let shards = parallel::map(&numbers, |&shard| {
        let hashes = index.range(shard);
        let start = postings.partition_point(|&one| term(one) < hashes.start);
        let end = postings.partition_point(|&one| term(one) < hashes.end);
        let new = &postings[start..end];
        let same = if are_in_place { unchanged(kept, shard, &moved, new) } else { None };
        same.or_else(|| merged(kept, &hashes, &moved, new, texts.len()))
    });
    shards.into_iter().collect()
}

/// Returns a shard's bytes, if the texts that are others have the very same terms in it.
fn unchanged(
    kept: &KeptIndex,
    shard: usize,
    moved: &[Option<u32>],
    new: &[Posting],
) -> Option<Vec<u8>> {
    let bytes = kept.shard(shard)?;
    let mut expected = new.iter();
    let mut are_same = true;
    decode(bytes, &range(shard, kept.shards.len()), moved.len(), |one| {
        if to(moved, one).is_none() {
            are_same &= expected.next() == Some(&one);
        }
    })?;
    (are_same && expected.next().is_none()).then(|| bytes.to_vec())
}

/// Makes a shard of what was kept and is still so, and of what is new.
fn merged(
    kept: &KeptIndex,
    hashes: &Range<u64>,
    moved: &[Option<u32>],
    new: &[Posting],
    texts: usize,
) -> Option<Vec<u8>> {
    let mut all = new.to_vec();
    kept.postings(hashes, |one| all.extend(to(moved, one)))?;
    all.sort_unstable();
    Some(encode(&all, hashes, texts))
}

/// Returns a posting of a text as it is numbered now; nothing where that is gone.
fn to(moved: &[Option<u32>], one: Posting) -> Option<Posting> {
    let place = moved.get(text(one) as usize).copied().flatten()?;
    Some(posting(term(one) as u32, place))
}

fn number(bytes: &[u8], at: &mut usize) -> Option<usize> {
    usize::try_from(u32::from_le_bytes(piece(bytes, at)?)).ok()
}

fn piece<const LENGTH: usize>(bytes: &[u8], at: &mut usize) -> Option<[u8; LENGTH]> {
    let end = at.checked_add(LENGTH)?;
    let piece = bytes.get(*at..end)?.try_into().ok()?;
    *at = end;
    Some(piece)
}

fn digest(bytes: &[u8]) -> [u8; DIGEST] {
    let mut digest = [0; DIGEST];
    blake3::Hasher::new().update(bytes).finalize_xof().fill(&mut digest);
    digest
}
