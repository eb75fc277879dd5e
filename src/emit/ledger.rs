//! What the files of a tree were made of, kept from one build to the next.
//!
//! A file that would be made of the same again is not made: it is linked from the last tree, if
//! it stands there as this program left it. Where the ledger is missing, was cut short, speaks
//! of another tree, or was written by another version, files are simply made. It lies in the
//! site's folder, never in what is published, and may be deleted at any time.
//!
//! Two builds at once may each write it; whichever comes last is whole, and speaks of files by
//! the number and the time that the disk gave them, so that it is never believed of a file that
//! the other wrote. A file that someone wrote over by hand is made anew, unless its length and
//! time were set back.

use std::fmt::Write as _;
use std::fs::{self, Metadata};
use std::path::Path;
use std::time::UNIX_EPOCH;

use rustc_hash::FxHashMap;

use super::FILE_MODE;
use super::keep::{Keep, digits};
use super::stage::is_mode;
use crate::permalink::SitePath;
use crate::render::fingerprint::Fingerprint;

/// How a ledger begins; what is written otherwise has another number.
const HEAD: &str = "pangzhu ledger 1";

/// Returns the name of the ledger of the tree at `target`.
fn name(target: &Path) -> String {
    format!("{}.ledger", digits(target))
}

/// How the disk tells one state of a file from another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stamp {
    pub(super) length: u64,
    /// In nanoseconds since 1970.
    pub(super) modified: u128,
    /// The number of the file, where the system gives it one.
    number: u64,
}

impl Stamp {
    pub(super) fn of(about: &Metadata) -> Option<Self> {
        let modified = about.modified().ok()?.duration_since(UNIX_EPOCH).ok()?.as_nanos();
        Some(Self { length: about.len(), modified, number: number(about) })
    }

    /// Returns the stamp of a file that stands in a tree as this program writes them.
    pub(super) fn at(file: &Path) -> Option<Self> {
        let about = fs::symlink_metadata(file).ok()?;
        (about.is_file() && is_mode(&about, FILE_MODE)).then(|| Self::of(&about)).flatten()
    }
}

/// A file with what it was made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) made_of: Fingerprint,
    pub(super) stamp: Stamp,
}

/// What the files of one tree were made of.
#[derive(Debug, Default)]
pub(super) struct Ledger(FxHashMap<Box<str>, Entry>);

impl Ledger {
    /// Reads what is known of the tree at `target`: nothing, where anything is amiss.
    pub(super) fn read(keep: &Keep, target: &Path) -> Self {
        let bytes = keep.read(&name(target)).unwrap_or_default();
        std::str::from_utf8(&bytes).ok().and_then(parse).unwrap_or_default()
    }

    /// Returns the state in which the file at a path was left, if it was made of this.
    pub(super) fn stamp(&self, path: &SitePath, made_of: Fingerprint) -> Option<Stamp> {
        let entry = self.0.get(path.as_str())?;
        (entry.made_of == made_of).then_some(entry.stamp)
    }
}

/// Writes down what the files of the tree at `target` were made of. What goes wrong costs the
/// next build some time and nothing else.
pub(super) fn write<'a>(
    keep: &Keep,
    target: &Path,
    entries: impl Iterator<Item = (&'a SitePath, Entry)>,
) {
    let mut text = format!("{HEAD}\n");
    for (path, Entry { made_of, stamp }) in entries {
        for byte in made_of.0 {
            let _ = write!(text, "{byte:02x}");
        }
        let Stamp { length, modified, number } = stamp;
        let _ = writeln!(text, " {length} {modified} {number} {}", path.as_str());
    }
    let digest = blake3::hash(text.as_bytes()).to_hex();
    let _ = writeln!(text, "{digest}");
    keep.write(&name(target), &[text]);
}

/// Reads a ledger; nothing where it is not whole.
fn parse(text: &str) -> Option<Ledger> {
    let (body, digest) = text.strip_suffix('\n')?.rsplit_once('\n')?;
    let body_and_end = text.get(..body.len() + 1)?;
    if blake3::hash(body_and_end.as_bytes()).to_hex().as_str() != digest {
        return None;
    }
    let mut lines = body.lines();
    if lines.next()? != HEAD {
        return None;
    }
    lines.map(entry).collect::<Option<_>>().map(Ledger)
}

fn entry(line: &str) -> Option<(Box<str>, Entry)> {
    let mut parts = line.splitn(5, ' ');
    let made_of = fingerprint(parts.next()?)?;
    let length = parts.next()?.parse().ok()?;
    let modified = parts.next()?.parse().ok()?;
    let number = parts.next()?.parse().ok()?;
    let stamp = Stamp { length, modified, number };
    Some((parts.next()?.into(), Entry { made_of, stamp }))
}

fn fingerprint(hex: &str) -> Option<Fingerprint> {
    const HEX: u32 = 16;
    let mut bytes = [0; Fingerprint::BYTES];
    if !hex.is_ascii() || hex.len() != 2 * bytes.len() {
        return None;
    }
    for (byte, digits) in bytes.iter_mut().zip((0..hex.len()).step_by(2)) {
        *byte = u8::from_str_radix(&hex[digits..digits + 2], HEX).ok()?;
    }
    Some(Fingerprint(bytes))
}

#[cfg(unix)]
fn number(about: &Metadata) -> u64 {
    use std::os::unix::fs::MetadataExt as _;
    about.ino()
}

#[cfg(not(unix))]
fn number(_about: &Metadata) -> u64 {
    0
}
