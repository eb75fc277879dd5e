//! Writes a file that is not there yet: whole or not at all, and never over another.

use std::fs;
use std::io;
use std::path::Path;

use super::{FILE_MODE, disk};
use crate::error::{Doing, Error};

/// Writes a new file, and the folders that it is to lie in; returns whether it did. What is
/// there already, a link that leads nowhere included, is left as it is.
///
/// # Errors
/// Whatever the disk refuses.
pub fn create(file: &Path, bytes: &[u8]) -> Result<bool, Error> {
    if fs::symlink_metadata(file).is_ok() {
        return Ok(false);
    }
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    disk::create_dir_all(folder).map_err(|cause| Error::io(Doing::Create, folder, cause))?;
    match write(file, folder, bytes) {
        Ok(()) => Ok(true),
        Err(cause) if cause.kind() == io::ErrorKind::AlreadyExists => Ok(false),
        Err(cause) => Err(Error::io(Doing::Write, file, cause)),
    }
}

fn write(file: &Path, folder: &Path, bytes: &[u8]) -> io::Result<()> {
    // Hidden, so that no reader takes it for a file of the site.
    let mut staged = disk::stage_file(folder, (".pangzhu-", ".tmp"))?;
    disk::write_all(&mut staged, bytes)?;
    disk::restrict(staged.path(), FILE_MODE)?;
    disk::sync(staged.as_file())?;
    disk::persist_noclobber(staged, file)
}
