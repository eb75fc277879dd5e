//! A tree on its way to the target.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::spare::Spare;
use super::{Entry, FILE_MODE, FOLDER_MODE, LOCK, MARKER, NEW, NO_JEKYLL, OLD, Stamp, disk, guard};
use crate::error::{Doing, Error};
use crate::permalink::SitePath;
use crate::render::Output;
use crate::render::fingerprint::Fingerprint;

/// What [`MARKER`] says to whoever opens it.
const MARKER_TEXT: &str = concat!(
    "Written by pangzhu ",
    env!("CARGO_PKG_VERSION"),
    ". The next build replaces this folder and all that is in it.\n"
);

/// How often a swap is tried when another build gets in between.
const SWAP_ATTEMPTS: usize = 3;

/// How much of two files is compared at once.
const PIECE: usize = 1 << 16;

/// A tree on its way: `new/` is filled, then it and the target change places, or `old/` takes the
/// target's place here. All goes with the folder when this is dropped.
pub(super) struct Stage {
    /// Held locked as long as the stage lives, so that other builds know it is no leftover.
    /// Dropped before the folder it lies in.
    _lock: File,
    folder: TempDir,
    /// The tree that an earlier build left at the target.
    last: Option<PathBuf>,
    /// What the staged tree had from the start.
    spare: Spare,
    /// Whether the user's umask keeps files and folders from the modes they need.
    masked: bool,
}

/// A file in its place.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Put {
    pub(super) bytes: u64,
    /// Whether it stood at the target before.
    pub(super) unchanged: bool,
}

impl Stage {
    /// Makes an empty tree beside the target.
    pub(super) fn beside(target: &Path) -> Result<Self, Error> {
        let parent = target.parent().unwrap_or(target);
        disk::create_dir_all(parent).map_err(|cause| Error::io(Doing::Create, parent, cause))?;
        let prefix = stage_prefix(target);
        guard::clear_leftovers(target, parent, &prefix)?;
        let (folder, lock) = locked_folder(parent, &prefix)?;
        let last = target.join(MARKER).is_file().then(|| target.to_owned());
        let spare = Spare::default();
        let mut stage = Self { _lock: lock, folder, last, spare, masked: true };
        let new = stage.new_tree();
        make_tree(&new)?;
        stage.masked = !fs::metadata(&new).is_ok_and(|about| is_mode(&about, FOLDER_MODE));
        disk::restrict(&new, FOLDER_MODE)
            .map_err(|cause| Error::io(Doing::SetMode, &new, cause))?;
        Ok(stage)
    }

    /// Begins with a spare tree in the place of an empty one, if there is one that can be used.
    pub(super) fn begin_with(&mut self, spare: &Path, paths: &[&SitePath]) -> Result<(), Error> {
        let new = self.new_tree();
        let taken = Spare::take(spare, &new, paths);
        if let Ok(spare) = taken {
            self.spare = spare;
        } else {
            // Half of it is nothing to begin with, and there may be no folder at all.
            let _ = disk::remove_dir_all(&new);
            make_tree(&new)?;
        }
        disk::restrict(&new, FOLDER_MODE).map_err(|cause| Error::io(Doing::SetMode, &new, cause))
    }

    fn new_tree(&self) -> PathBuf {
        self.folder.path().join(NEW)
    }

    /// Links to the file of the last tree, if it stands there in this state; tells whether it did.
    /// A spare tree may have the file already.
    pub(super) fn keep(&self, path: &SitePath, stamp: Stamp, is_first: bool) -> bool {
        let Some(last) = &self.last else { return false };
        let file = self.new_tree().join(path.as_str());
        if self.spare.has(path) {
            // Looked at where nobody else puts another in its place.
            if Stamp::at(&file) == Some(stamp) {
                return true;
            }
            let _ = disk::remove_file(&file);
        }
        if is_first && file.parent().is_some_and(|folder| self.make_folders(folder).is_err()) {
            return false;
        }
        let old = last.join(path.as_str());
        if self.with_folder(&file, || disk::hard_link(&old, &file)).is_err() {
            return false;
        }
        if Stamp::at(&file) != Some(stamp) {
            let _ = disk::remove_file(&file);
            return false;
        }
        true
    }

    /// Returns what is to be known of a file that was put in its place.
    pub(super) fn entry(&self, path: &SitePath, made_of: Fingerprint) -> Option<Entry> {
        let stamp = Stamp::at(&self.new_tree().join(path.as_str()))?;
        Some(Entry { made_of, stamp })
    }

    /// Puts one file in its place; `is_first` says that its folder is likely to be missing.
    pub(super) fn put(
        &self,
        path: &SitePath,
        output: &Output,
        is_first: bool,
    ) -> Result<Put, Error> {
        if path.as_str().split('/').any(|part| matches!(part, "" | "." | "..")) {
            let cause = io::Error::new(io::ErrorKind::InvalidInput, "it leaves the output folder");
            return Err(Error::io(Doing::Write, Path::new(path.as_str()), cause));
        }
        let file = self.new_tree().join(path.as_str());
        if is_first && let Some(folder) = file.parent() {
            self.make_folders(folder).map_err(|cause| Error::io(Doing::Create, folder, cause))?;
        }
        self.clear(path, &file)?;
        if let Some(bytes) = self.link(path, output, &file) {
            return Ok(Put { bytes, unchanged: true });
        }
        let bytes = match output {
            Output::Bytes(bytes) => self
                .with_folder(&file, || self.write(&file, bytes))
                .map(|()| bytes.len() as u64)
                .map_err(|cause| Error::io(Doing::Write, &file, cause))?,
            // The mode that comes along may be 0600 or read-only.
            Output::Copy(from) => self
                .with_folder(&file, || disk::copy(from, &file))
                .and_then(|length| disk::restrict(&file, FILE_MODE).map(|()| length))
                .map_err(|cause| Error::io(Doing::Copy, from, cause))?,
        };
        Ok(Put { bytes, unchanged: false })
    }

    /// Removes what a spare tree has at a path: the published tree may have the very same file,
    /// into which nothing is to be written.
    fn clear(&self, path: &SitePath, file: &Path) -> Result<(), Error> {
        if !self.spare.has(path) {
            return Ok(());
        }
        match disk::remove_file(file) {
            Err(cause) if cause.kind() != io::ErrorKind::NotFound => {
                Err(Error::io(Doing::Replace, file, cause))
            }
            _ => Ok(()),
        }
    }

    /// Links to the file of the last tree that has these bytes, and returns how many they are.
    ///
    /// Nothing writes into a file that stands, so what both trees have is safe in both. Where
    /// anything is in the way the file is written, as if it were new.
    fn link(&self, path: &SitePath, output: &Output, file: &Path) -> Option<u64> {
        let old = self.last.as_ref()?.join(path.as_str());
        let about = fs::symlink_metadata(&old).ok()?;
        if !about.is_file() || !is_mode(&about, FILE_MODE) {
            return None;
        }
        let is_same = match output {
            Output::Bytes(bytes) => {
                about.len() == bytes.len() as u64
                    && same(File::open(&old).ok()?, bytes.as_slice()).ok()?
            }
            Output::Copy(from) => {
                about.len() == fs::metadata(from).ok()?.len()
                    && same(File::open(&old).ok()?, File::open(from).ok()?).ok()?
            }
        };
        (is_same && self.with_folder(file, || disk::hard_link(&old, file)).is_ok())
            .then_some(about.len())
    }

    fn write(&self, file: &Path, bytes: &[u8]) -> io::Result<()> {
        disk::write_all(disk::create(file, FILE_MODE)?, bytes)?;
        if self.masked { disk::restrict(file, FILE_MODE) } else { Ok(()) }
    }

    /// Adds the marker and `.nojekyll`, over whatever the site has of these names.
    pub(super) fn put_housekeeping(&self) -> Result<(), Error> {
        for (name, text) in [(MARKER, MARKER_TEXT), (NO_JEKYLL, "")] {
            let file = self.new_tree().join(name);
            // A site's own may be a link to the file of the last tree.
            let _ = disk::remove_file(&file);
            self.write(&file, text.as_bytes())
                .map_err(|cause| Error::io(Doing::Write, &file, cause))?;
        }
        Ok(())
    }

    /// Does `work`, and if the folder of `file` was missing, makes it and does it again.
    fn with_folder<T>(&self, file: &Path, work: impl Fn() -> io::Result<T>) -> io::Result<T> {
        match work() {
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => {
                if let Some(folder) = file.parent() {
                    self.make_folders(folder)?;
                }
                work()
            }
            result => result,
        }
    }

    /// Makes a folder and those above it, each with [`FOLDER_MODE`].
    fn make_folders(&self, folder: &Path) -> io::Result<()> {
        match disk::create_dir(folder, FOLDER_MODE) {
            Ok(()) if self.masked => disk::restrict(folder, FOLDER_MODE),
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => {
                self.make_folders(folder.parent().ok_or(cause)?)?;
                self.make_folders(folder)
            }
            Err(cause) if cause.kind() != io::ErrorKind::AlreadyExists => Err(cause),
            _ => Ok(()),
        }
    }

    /// Puts the staged tree in the target's place and returns where what stood there lies now: it
    /// goes with the stage.
    pub(super) fn swap(&mut self, target: &Path) -> Result<PathBuf, Error> {
        let (new, old) = (self.new_tree(), self.folder.path().join(OLD));
        let mut attempt = 1;
        loop {
            // What stands there may have changed while the pages were made.
            guard::refuse_foreign(target)?;
            match disk::exchange(&new, target) {
                Ok(()) => return Ok(new),
                // One after the other, then: for a moment nothing stands there.
                Err(cause) if disk::is_unknown(&cause) => {}
                Err(cause) if cause.kind() == io::ErrorKind::NotFound => {}
                Err(cause) => return Err(Error::io(Doing::Replace, target, cause)),
            }
            match disk::rename(target, &old) {
                Ok(()) => {}
                Err(cause) if cause.kind() == io::ErrorKind::NotFound => {}
                Err(cause) => return Err(Error::io(Doing::Replace, target, cause)),
            }
            match disk::rename(&new, target) {
                Ok(()) => return Ok(old),
                Err(_) if attempt < SWAP_ATTEMPTS && target.exists() => {
                    // Another build was quicker; its tree is replaced in turn.
                    attempt += 1;
                    let _ = disk::remove_dir_all(&old);
                }
                Err(cause) => {
                    // What cannot be put back stays here, and the next build puts it back.
                    let is_back = !old.exists() || disk::rename(&old, target).is_ok();
                    self.folder.disable_cleanup(!is_back);
                    return Err(Error::io(Doing::Write, target, cause));
                }
            }
        }
    }
}

fn make_tree(new: &Path) -> Result<(), Error> {
    disk::create_dir(new, FOLDER_MODE).map_err(|cause| Error::io(Doing::Create, new, cause))
}

/// Returns how the names of a target's staging folders begin: `.public.pangzhu-`.
fn stage_prefix(target: &Path) -> String {
    let name = target.file_name().map(|name| name.to_string_lossy().into_owned());
    format!(".{}.pangzhu-", name.unwrap_or_default())
}

/// Makes a staging folder and locks it.
fn locked_folder(parent: &Path, prefix: &str) -> Result<(TempDir, File), Error> {
    let mut attempt = 1;
    loop {
        let folder = disk::stage_folder(parent, (prefix, ""))
            .map_err(|cause| Error::io(Doing::CreateWithin, parent, cause))?;
        match lock(folder.path()) {
            Ok(lock) => return Ok((folder, lock)),
            // Another build took it for a leftover.
            Err(cause) if cause.kind() == io::ErrorKind::NotFound && attempt < SWAP_ATTEMPTS => {
                attempt += 1;
            }
            Err(cause) => return Err(Error::io(Doing::Lock, folder.path(), cause)),
        }
    }
}

/// Takes the lock of a staging folder; the system lets go of it when its holder dies.
fn lock(stage: &Path) -> io::Result<File> {
    let file = disk::create(&stage.join(LOCK), FILE_MODE)?;
    file.try_lock()?;
    Ok(file)
}

/// Tells whether two readers have the same bytes.
fn same(mut one: impl Read, mut other: impl Read) -> io::Result<bool> {
    let (mut piece, mut there) = (vec![0; PIECE], vec![0; PIECE]);
    loop {
        let length = fill(&mut one, &mut piece)?;
        if fill(&mut other, &mut there)? != length || piece[..length] != there[..length] {
            return Ok(false);
        }
        if length < PIECE {
            return Ok(true);
        }
    }
}

/// Reads until `piece` is full or there is no more, and returns how much that was.
fn fill(from: &mut impl Read, piece: &mut [u8]) -> io::Result<usize> {
    let mut length = 0;
    while length < piece.len() {
        match from.read(&mut piece[length..])? {
            0 => break,
            more => length += more,
        }
    }
    Ok(length)
}

#[cfg(unix)]
pub(super) fn is_mode(about: &fs::Metadata, mode: u32) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    /// Type and special bits are none of it.
    const MODE_BITS: u32 = 0o777;
    about.permissions().mode() & MODE_BITS == mode
}

#[cfg(not(unix))]
pub(super) fn is_mode(_about: &fs::Metadata, _mode: u32) -> bool {
    true
}
