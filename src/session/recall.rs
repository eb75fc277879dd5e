//! What earlier runs made of essays and detected in them, kept by all that it depends on.
//!
//! One row an essay: the fingerprint of its file, the settings, the companies and the program;
//! how many bytes follow; their digest; and its body with what was found. New rows are added at the
//! end, in one write, so that two builds at once do each other no harm. A row that was cut short
//! or changed is no row: the essay is read again. Where most rows are of essays that there are no
//! longer, all are written anew.

use std::ops::Range;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::config::Config;
use crate::detect::DetectedEssay;
use crate::detect::comparison::Comparison;
use crate::detect::mention::Mention;
use crate::emit::Keep;
use crate::load;
use crate::load::kept::KeptBody;
use crate::parallel;
use crate::source::Source;

/// The name of the rows.
const NAME: &str = "essays";
/// How long a digest is: enough that no accident gives the same.
const DIGEST: usize = 16;
/// What stands before what a row says: the essay's digest, the length, the digest of both and it.
const HEAD: usize = DIGEST + LENGTH + DIGEST;
const LENGTH: usize = size_of::<u32>();
/// How many rows of essays gone there may be, beside as many as there are essays.
const SPARE: usize = 1000;

/// What an essay's row is found by.
pub(super) type Key = [u8; DIGEST];

/// The rows of earlier runs.
#[derive(Debug)]
pub(super) struct Recalled {
    /// The digest of what essays depend on beside their files.
    around: Key,
    bytes: Vec<u8>,
    /// Where each row is.
    rows: FxHashMap<Key, Range<usize>>,
    /// Whether there is more than rows in the file.
    broken: bool,
}

impl Recalled {
    /// Reads what is kept.
    pub(super) fn read(keep: &Keep, around: &str) -> Self {
        let around = digest(&[around.as_bytes()]);
        let bytes = keep.read(NAME).unwrap_or_default();
        let mut rows = FxHashMap::default();
        let mut at = 0;
        while let Some(end) = row_end(&bytes, at) {
            let key = bytes[at..at + DIGEST].try_into().expect("a digest is so long");
            rows.insert(key, at..end);
            at = end;
        }
        Self { around, broken: at < bytes.len(), bytes, rows }
    }

    /// Returns the key of an essay's row.
    pub(super) fn key(&self, source: &Source) -> Key {
        // A path says when an essay was written, where its header does not.
        let path = source.path.as_str().as_bytes();
        source.text.read(|text| digest(&[&self.around, path, text.as_bytes()]))
    }

    /// Makes an essay of its source and its row, as far as that is there; returns it with what was
    /// detected in it.
    pub(super) fn essay(
        &self,
        key: &Key,
        source: &Arc<Source>,
        config: &Config,
    ) -> Option<DetectedEssay> {
        let row = &self.bytes[self.rows.get(key)?.clone()];
        let (head, said) = row.split_at(HEAD);
        (head[DIGEST + LENGTH..] == digest(&[key, said])).then_some(())?;
        let (body, mentions, comparisons): (Option<KeptBody<'_>>, Vec<Mention>, Vec<Comparison>) =
            postcard::from_bytes(said).ok()?;
        let again = body.and_then(|body| body.essay(Arc::clone(source), config));
        let essay = again.unwrap_or_else(|| load::load(Arc::clone(source), config));
        Some(DetectedEssay {
            essay: Arc::new(essay.packed()),
            mentions: mentions.into(),
            comparisons: comparisons.into(),
        })
    }

    /// Keeps what was made of essays, those that are kept already left out.
    pub(super) fn add(&self, keep: &Keep, detected: &[(Key, &DetectedEssay)]) {
        let is_first = self.rows.is_empty();
        let anew = self.broken || is_first || self.rows.len() > 2 * detected.len() + SPARE;
        let known = |key: &Key| !anew && self.rows.contains_key(key);
        let new: Vec<_> = detected.iter().filter(|(key, _)| !known(key)).collect();
        let rows = parallel::map(&new, |(key, one)| row(key, one));
        if anew {
            keep.write(NAME, &rows);
        } else if !rows.is_empty() {
            keep.append(NAME, &rows.concat());
        }
    }
}

/// Returns where the row ends that begins at a byte.
fn row_end(bytes: &[u8], at: usize) -> Option<usize> {
    let length = bytes.get(at + DIGEST..at + DIGEST + LENGTH)?;
    let length = u32::from_le_bytes(length.try_into().ok()?);
    let end = at.checked_add(HEAD)?.checked_add(usize::try_from(length).ok()?)?;
    (end <= bytes.len()).then_some(end)
}

fn row(key: &Key, one: &DetectedEssay) -> Vec<u8> {
    let said = (KeptBody::of(&one.essay), &*one.mentions, &*one.comparisons);
    // Without its row it is made again.
    let Ok(said) = postcard::to_stdvec(&said) else { return Vec::new() };
    let Ok(length) = u32::try_from(said.len()) else { return Vec::new() };
    [&key[..], &length.to_le_bytes(), &digest(&[key, &said]), &said].concat()
}

fn digest(parts: &[&[u8]]) -> [u8; DIGEST] {
    let mut hasher = blake3::Hasher::new();
    for part in parts {
        hasher.update(&(part.len() as u64).to_le_bytes());
        hasher.update(part);
    }
    let mut digest = [0; DIGEST];
    hasher.finalize_xof().fill(&mut digest);
    digest
}
