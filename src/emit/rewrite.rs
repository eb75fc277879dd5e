//! Writes one file of the site anew: the old one or the new one, never half.
//!
//! Writers take turns, in this process and in others, so that none undoes what another wrote:
//! each is given the text as it stands at its turn.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use super::disk;
use crate::error::{Doing, Error};
use crate::language::Wording;
use crate::wording;

/// Gives `change` the text of a file, empty if there is none, and writes what it returns.
///
/// What is the same is not written again. The file keeps its permissions, and a link to it
/// stays a link. When this returns, the disk has it, if folders can be synced there.
///
/// # Errors
/// Whatever the disk refuses, a file that is no UTF-8, and the refusal of `change`; the file is
/// then as it was.
pub fn rewrite<T>(
    file: &Path,
    change: impl FnOnce(&str) -> Result<(String, T), Wording>,
) -> Result<T, Error> {
    let file = target(file)?;
    let folder = file.parent().unwrap_or(Path::new("."));
    let _turn = turn(folder)?;
    let old = match fs::read(&file) {
        Ok(bytes) => String::from_utf8(bytes).map_err(|_| {
            let why = wording!("it is no UTF-8", "它不是 UTF-8 编码");
            Error::NotEdited { path: file.clone(), why }
        })?,
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => String::new(),
        Err(cause) => return Err(Error::io(Doing::Read, &file, cause)),
    };
    let (new, result) = change(&old).map_err(|why| Error::NotEdited { path: file.clone(), why })?;
    if new != old {
        replace(&file, folder, new.as_bytes())
            .map_err(|cause| Error::io(Doing::Write, &file, cause))?;
    }
    Ok(result)
}

/// Follows a link to the file that is to be written.
fn target(file: &Path) -> Result<PathBuf, Error> {
    match file.canonicalize() {
        Ok(target) => Ok(target),
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => Ok(file.to_owned()),
        Err(cause) => Err(Error::io(Doing::Find, file, cause)),
    }
}

/// Waits for this writer's turn in a folder; it lasts until what is returned is dropped.
pub(super) fn turn(folder: &Path) -> Result<File, Error> {
    // A lock in the site's own folder would be one more file there. The name tells folders
    // apart, whoever writes and by whatever path.
    let canonical = folder.canonicalize().map_err(|cause| Error::io(Doing::Find, folder, cause))?;
    let digest = blake3::hash(canonical.as_os_str().as_encoded_bytes()).to_hex();
    let path = std::env::temp_dir().join(format!("pangzhu-{}.lock", &digest[..LOCK_DIGITS]));
    let lock = disk::open_lock(&path).map_err(|cause| Error::io(Doing::Open, &path, cause))?;
    lock.lock().map_err(|cause| Error::io(Doing::Lock, &path, cause))?;
    Ok(lock)
}

/// How many hex digits name a folder: two of them never meet by chance.
const LOCK_DIGITS: usize = 16;

/// Puts a whole new file in the place of the old one.
fn replace(file: &Path, folder: &Path, bytes: &[u8]) -> io::Result<()> {
    // Hidden, so that no reader takes it for a file of the site.
    let mut staged = disk::stage_file(folder, (".pangzhu-", ".tmp"))?;
    disk::write_all(&mut staged, bytes)?;
    match fs::metadata(file) {
        Ok(metadata) => disk::set_permissions(staged.as_file(), metadata.permissions())?,
        Err(_) => disk::restrict(staged.path(), super::FILE_MODE)?,
    }
    disk::sync(staged.as_file())?;
    disk::persist(staged, file)?;
    // The new file stands there: to call that a failure would have it written a second time. All
    // that is not known is whether the old one would come back after a loss of power.
    let _ = disk::sync_folder(folder);
    Ok(())
}
