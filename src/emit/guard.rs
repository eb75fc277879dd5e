//! What a build must not touch, and what an earlier one left lying.

use std::fs::{self, File};
use std::io;
use std::path::{Component, Path, PathBuf};

use super::{LOCK, MARKER, NEW, OLD, disk};
use crate::error::{Doing, Error};
use crate::load::inputs;

/// Returns a path absolute and free of links and `..`, whether or not its end exists.
pub(super) fn resolve(path: &Path) -> Result<PathBuf, Error> {
    let absolute =
        std::path::absolute(path).map_err(|cause| Error::io(Doing::Find, path, cause))?;
    let mut resolved = PathBuf::new();
    for component in absolute.components() {
        match component {
            Component::ParentDir => {
                resolved.pop();
            }
            other => resolved.push(other),
        }
        if let Ok(real) = fs::canonicalize(&resolved) {
            resolved = real;
        }
    }
    Ok(resolved)
}

/// Refuses a target that holds the site's sources or lies among them.
pub(super) fn refuse_sources(target: &Path, root: &Path) -> Result<(), Error> {
    let root = resolve(root)?;
    let mut overlaps = root.starts_with(target);
    for folder in inputs::folders() {
        let folder = resolve(&root.join(folder))?;
        overlaps |= folder.starts_with(target) || target.starts_with(&folder);
    }
    if overlaps { Err(Error::OutputOverSources(target.to_owned())) } else { Ok(()) }
}

/// Refuses a target that holds something and was not written by this program.
pub(super) fn refuse_foreign(target: &Path) -> Result<(), Error> {
    let foreign = || Err(Error::ForeignOutput(target.to_owned()));
    if target.join(MARKER).is_file() {
        return Ok(());
    }
    match fs::read_dir(target) {
        Ok(mut entries) => {
            if entries.next().is_none() {
                Ok(())
            } else {
                foreign()
            }
        }
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(cause) if cause.kind() == io::ErrorKind::NotADirectory => foreign(),
        Err(cause) => Err(Error::io(Doing::Read, target, cause)),
    }
}

/// Removes the staging folders of builds that were killed.
///
/// One that was killed between its two renames has the last good tree in it, which goes
/// back to its place. A folder whose lock is held belongs to a build that is at work. One
/// without a lock is empty: a build that has just begun makes another where it finds it gone.
pub(super) fn clear_leftovers(target: &Path, parent: &Path, prefix: &str) -> Result<(), Error> {
    let entries = fs::read_dir(parent).map_err(|cause| Error::io(Doing::Read, parent, cause))?;
    for entry in entries.flatten() {
        if !entry.file_name().to_string_lossy().starts_with(prefix) {
            continue;
        }
        let leftover = entry.path();
        let Ok(lock) = File::open(leftover.join(LOCK)) else {
            let _ = disk::remove_empty_dir(&leftover);
            continue;
        };
        if lock.try_lock().is_err() {
            continue;
        }
        let old = leftover.join(OLD);
        if old.join(MARKER).is_file() && !target.exists() {
            disk::rename(&old, target).map_err(|cause| Error::io(Doing::Restore, target, cause))?;
        }
        // Windows removes no folder with an open file in it.
        drop(lock);
        // Left lying, it does no harm; the next build tries again. What knows it again goes last.
        for tree in [NEW, OLD] {
            let _ = disk::remove_dir_all(&leftover.join(tree));
        }
        let _ = disk::remove_dir_all(&leftover);
    }
    Ok(())
}
