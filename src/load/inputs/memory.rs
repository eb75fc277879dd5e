//! What earlier looks at a site read, so that a later one reads only what may have changed.
//!
//! A file is taken to be as it was when its times, its length and its place on the disk are.
//! That says nothing of a file that was written a moment before it was read: clocks of file
//! systems have a grain, and a second write may fall into the same. Such a file is read again.

use std::collections::{BTreeSet, HashMap};
use std::fs::{self, Metadata};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use rustc_hash::FxHashMap;

use super::Folder;
use super::piece::{Piece, Taken};
use super::walk::Walked;
use crate::diagnostic::Diagnostic;
use crate::error::{Doing, Error};
use crate::parallel;
use crate::source::Source;

/// The coarsest clock of a file system in use: FAT counts in two seconds.
const CLOCK_GRAIN: Duration = Duration::from_secs(2);

/// The files of a site as they were last read.
#[derive(Debug, Default)]
pub struct Memory {
    /// In the order of the walk.
    files: Vec<(PathBuf, Kept)>,
    /// Where among them a file is.
    places: HashMap<PathBuf, usize>,
    left_out: Vec<Diagnostic>,
    changed: bool,
    file_changes: u64,
    unread: Unread,
}

/// What comes of a file or folder that the system does not read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Unread {
    /// It is told of, and the others are read.
    #[default]
    Told,
    /// Nothing is read.
    Refused,
}

/// A file as it was last read.
#[derive(Clone, Debug)]
struct Kept {
    stamp: Stamp,
    /// Whether a later write cannot have left the stamp as it is.
    settled: bool,
    folder: Folder,
    piece: Arc<Piece>,
    /// Whether this look found it other than the one before.
    changed: bool,
}

/// What tells a file that was written to from one that was not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Stamp {
    modified: Option<SystemTime>,
    length: u64,
    /// On Unix the file's number and the time of its last change of any kind: a file put in
    /// its place by a rename has another, whatever its time of modification is set to.
    place: (u64, i64, i64),
}

impl Memory {
    /// Returns a memory for one look, which fails where anything cannot be read.
    pub(super) fn strict() -> Self {
        Self { unread: Unread::Refused, ..Self::default() }
    }

    /// Returns what comes of a file that cannot be read.
    pub(super) fn unread(&self) -> Unread {
        self.unread
    }

    /// Tells whether the last look found anything other than the one before it.
    pub fn has_changed(&self) -> bool {
        self.changed
    }

    /// Returns at how many looks a file that is copied as it is was other than before.
    pub fn file_changes(&self) -> u64 {
        self.file_changes
    }

    /// Returns what the files add to the inputs, in the order of the walk.
    pub(super) fn pieces(&self) -> impl Iterator<Item = &Piece> {
        self.files.iter().map(|(_, kept)| &*kept.piece)
    }

    /// Takes other values for sources of essays, by the addresses of those that it has.
    pub(super) fn replace_essays(&mut self, others: &FxHashMap<*const Source, &Arc<Source>>) {
        for (_, kept) in &mut self.files {
            if let Taken::Essay(source) = &kept.piece.taken
                && let Some(&other) = others.get(&Arc::as_ptr(source))
            {
                let taken = Taken::Essay(Arc::clone(other));
                kept.piece = Arc::new(Piece { taken, fault: kept.piece.fault.clone() });
            }
        }
    }

    /// Returns what is to be said of files that are left out.
    pub(super) fn left_out(&self) -> &[Diagnostic] {
        &self.left_out
    }

    /// Looks at the files walked through.
    pub(super) fn take(&mut self, root: &Path, walked: Walked) -> Result<(), Error> {
        let now = SystemTime::now();
        let numbered: Vec<_> = walked.files.iter().enumerate().collect();
        let looks = parallel::map(&numbered, |&(index, &(folder, ref file))| {
            let earlier = self.earlier(index, file);
            match look(earlier, root, folder, file, now) {
                Err(Error::Io { cause, .. }) if cause.kind() == io::ErrorKind::NotFound => Ok(None),
                Err(Error::Io { cause, .. }) if self.unread == Unread::Told => {
                    Ok(Some(Kept::unread(earlier, root, folder, file, &cause)))
                }
                looked => looked.map(Some),
            }
        });
        let looks = looks.into_iter().collect::<Result<Vec<_>, Error>>()?;
        let found = || looks.iter().flatten();
        self.changed = found().count() != self.files.len()
            || found().any(|kept| kept.changed)
            || self.left_out != walked.diagnostics;
        if found().any(Kept::is_changed_file) {
            self.file_changes += 1;
        }
        self.keep(&walked, looks);
        self.left_out = walked.diagnostics;
        Ok(())
    }

    /// Looks at these files alone; tells whether that is enough, each of them being a file now
    /// and at the last look. Where it is not, the memory is as it was.
    pub(super) fn take_at(
        &mut self,
        root: &Path,
        files: &BTreeSet<PathBuf>,
    ) -> Result<bool, Error> {
        let now = SystemTime::now();
        let mut looks = Vec::new();
        for file in files.iter().map(|file| root.join(file)) {
            let Some(&place) = self.places.get(&file) else { return Ok(false) };
            let Some((_, earlier)) = self.files.get(place) else { return Ok(false) };
            // What a link leads to is for the walk to find out.
            if !fs::symlink_metadata(&file).is_ok_and(|about| about.is_file()) {
                return Ok(false);
            }
            match look(Some(earlier), root, earlier.folder, &file, now) {
                Ok(kept) => looks.push((place, kept)),
                Err(Error::Io { .. }) => return Ok(false),
                Err(error) => return Err(error),
            }
        }
        self.changed = looks.iter().any(|(_, kept)| kept.changed);
        if looks.iter().any(|(_, kept)| kept.is_changed_file()) {
            self.file_changes += 1;
        }
        for (place, kept) in looks {
            self.files[place].1 = kept;
        }
        Ok(true)
    }

    /// Returns what is kept of a file: most likely where it stands now.
    fn earlier(&self, likely: usize, file: &Path) -> Option<&Kept> {
        let at_place = self.files.get(likely).filter(|(name, _)| name == file);
        let found = at_place.or_else(|| self.files.get(*self.places.get(file)?));
        found.map(|(_, kept)| kept)
    }

    fn keep(&mut self, walked: &Walked, looks: Vec<Option<Kept>>) {
        let names = || walked.files.iter().map(|(_, file)| file);
        let is_same = looks.iter().all(Option::is_some)
            && self.files.len() == looks.len()
            && self.files.iter().zip(names()).all(|((kept, _), name)| kept == name);
        if is_same {
            self.files.iter_mut().zip(looks.into_iter().flatten()).for_each(|(file, kept)| {
                file.1 = kept;
            });
            return;
        }
        let files = names().cloned().zip(looks).filter_map(|(name, kept)| Some((name, kept?)));
        self.files = files.collect();
        let names = self.files.iter().enumerate();
        self.places = names.map(|(place, (name, _))| (name.clone(), place)).collect();
    }
}

impl Kept {
    /// Makes what is kept of a file that cannot be read; it is tried again at each look.
    fn unread(
        earlier: Option<&Self>,
        root: &Path,
        folder: Folder,
        file: &Path,
        cause: &io::Error,
    ) -> Self {
        let piece = Piece::unread(root, file, cause);
        let changed = earlier.is_none_or(|kept| *kept.piece != piece);
        Self { stamp: Stamp::default(), settled: false, folder, piece: Arc::new(piece), changed }
    }

    fn is_changed_file(&self) -> bool {
        self.changed && matches!(self.piece.taken, Taken::Asset(_))
    }
}

/// Looks at one file, and reads it unless it is as it was.
fn look(
    earlier: Option<&Kept>,
    root: &Path,
    folder: Folder,
    file: &Path,
    now: SystemTime,
) -> Result<Kept, Error> {
    let about = fs::metadata(file).map_err(|cause| Error::io(Doing::Read, file, cause))?;
    let stamp = Stamp::of(&about);
    if let Some(kept) = earlier
        && kept.settled
        && kept.stamp == stamp
    {
        return Ok(Kept { changed: false, ..kept.clone() });
    }
    let piece = Piece::read(root, folder, file)?;
    let same = earlier.filter(|kept| is_same(kept, &piece, stamp));
    let changed = same.is_none();
    // The earlier value itself, so that what was made of it is known by its address.
    let piece = same.map_or_else(|| Arc::new(piece), |kept| Arc::clone(&kept.piece));
    Ok(Kept { stamp, settled: stamp.is_older(now), folder, piece, changed })
}

/// Tells whether a file read again is the same; one whose bytes are not read is known by its
/// stamp alone.
fn is_same(kept: &Kept, piece: &Piece, stamp: Stamp) -> bool {
    let is_read = !matches!(&piece.taken, Taken::Asset(asset) if asset.fingerprint.is_none());
    *kept.piece == *piece && (is_read || kept.stamp == stamp)
}

impl Stamp {
    fn of(about: &Metadata) -> Self {
        Self { modified: about.modified().ok(), length: about.len(), place: place(about) }
    }

    /// Tells whether the file was written to long enough before `now`; one from the future
    /// was not.
    fn is_older(self, now: SystemTime) -> bool {
        let changed = u64::try_from(self.place.1).unwrap_or_default();
        let changed = SystemTime::UNIX_EPOCH + Duration::from_secs(changed);
        let latest = self.modified.map(|modified| modified.max(changed));
        latest.is_some_and(|time| now.duration_since(time).is_ok_and(|age| age > CLOCK_GRAIN))
    }
}

#[cfg(unix)]
fn place(about: &Metadata) -> (u64, i64, i64) {
    use std::os::unix::fs::MetadataExt as _;
    (about.ino(), about.ctime(), about.ctime_nsec())
}

#[cfg(not(unix))]
fn place(_about: &Metadata) -> (u64, i64, i64) {
    (0, 0, 0)
}
