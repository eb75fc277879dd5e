//! Adds an essay to a site: whole or not at all, and never over anything.
//!
//! 1. Under the folder's lock, a name is found that nothing there has;
//! 2. the file, or the folder of an essay with pictures, is staged beside it, hidden;
//! 3. a rename that refuses to replace anything puts it in its place.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use unicode_normalization::UnicodeNormalization as _;

use super::rewrite::turn;
use super::{FILE_MODE, disk};
use crate::error::{Doing, Error};
use crate::permalink::Slug;

/// The mode of an essay's folder, as `FILE_MODE` is that of its files.
const FOLDER_MODE: u32 = 0o755;

/// An essay to be added.
#[derive(Clone, Copy, Debug)]
pub struct Addition<'a> {
    /// The folder it goes into, which is made if it is not there.
    pub folder: &'a Path,
    /// What its file, or its folder, is to be called; a number is put after it where that is
    /// taken.
    pub name: &'a Slug,
    /// Its file's text.
    pub text: &'a str,
    /// The names of the files beside it, and what they hold.
    pub beside: &'a [(&'a str, &'a [u8])],
}

/// What became of an essay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Added {
    /// It stands there now, or would.
    Written(PathBuf),
    /// The same stood there before.
    Here(PathBuf),
}

/// Essays that would have been added: what a dry run has to know of itself.
pub type Claims = BTreeMap<PathBuf, String>;

/// Adds an essay.
///
/// # Errors
/// Whatever the disk refuses; nothing is then added.
pub fn add(addition: &Addition<'_>) -> Result<Added, Error> {
    let folder = addition.folder;
    if !folder.is_dir() {
        disk::create_dir_all(folder).map_err(|cause| Error::io(Doing::Create, folder, cause))?;
    }
    let _turn = turn(folder)?;
    clear_leftovers(folder);
    loop {
        let file = match place(addition, &Claims::new())? {
            Added::Written(file) => file,
            here @ Added::Here(_) => return Ok(here),
        };
        let added = if addition.beside.is_empty() {
            add_file(&file, addition.text)
        } else {
            add_folder(file.parent().unwrap_or(folder), addition)
        };
        match added {
            Ok(()) => return Ok(Added::Written(file)),
            // Somebody who asks for no lock was quicker: another name is to be found.
            Err(cause) if is_taken(&cause) => {}
            Err(cause) => return Err(Error::io(Doing::Write, &file, cause)),
        }
    }
}

/// Says where an essay would go, `claims` being where others would have gone before it.
///
/// # Errors
/// A folder that cannot be read.
pub fn place(addition: &Addition<'_>, claims: &Claims) -> Result<Added, Error> {
    let names = names(addition.folder)?;
    let claimed: BTreeSet<String> = claims
        .keys()
        .filter_map(|file| file.strip_prefix(addition.folder).ok()?.iter().next())
        .map(|name| folded(&name.to_string_lossy()))
        .collect();
    for number in 1.. {
        let slug = addition.name.numbered(number);
        let file = addition.folder.join(format!("{slug}.md"));
        let index = addition.folder.join(slug.as_str()).join(INDEX);
        for one in [&file, &index] {
            let there = claims.get(one).cloned().or_else(|| fs::read_to_string(one).ok());
            if there.as_deref() == Some(addition.text) {
                return Ok(Added::Here(one.clone()));
            }
        }
        let taken = [format!("{slug}.md"), format!("{slug}.markdown"), slug.to_string()];
        if !taken
            .iter()
            .any(|name| names.contains(&folded(name)) || claimed.contains(&folded(name)))
        {
            return Ok(Added::Written(if addition.beside.is_empty() { file } else { index }));
        }
    }
    unreachable!("there are more numbers than files")
}

/// The file of an essay that has a folder to itself.
const INDEX: &str = "index.md";
/// How the names of staged files and folders begin and end: hidden, no essay's, and no other
/// writer's, who may be at work.
const STAGED: (&str, &str) = (".pangzhu-add-", ".tmp");

/// Returns the names in a folder, in the form under which two of them clash.
fn names(folder: &Path) -> Result<BTreeSet<String>, Error> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => return Ok(BTreeSet::new()),
        Err(cause) => return Err(Error::io(Doing::Read, folder, cause)),
    };
    Ok(entries.flatten().map(|entry| folded(&entry.file_name().to_string_lossy())).collect())
}

fn folded(name: &str) -> String {
    name.nfc().collect::<String>().to_lowercase()
}

fn is_taken(cause: &io::Error) -> bool {
    matches!(
        cause.kind(),
        io::ErrorKind::AlreadyExists
            | io::ErrorKind::DirectoryNotEmpty
            | io::ErrorKind::NotADirectory
    )
}

fn add_file(file: &Path, text: &str) -> io::Result<()> {
    let folder = file.parent().unwrap_or(Path::new("."));
    let mut staged = disk::stage_file(folder, STAGED)?;
    disk::write_all(&mut staged, text.as_bytes())?;
    disk::restrict(staged.path(), FILE_MODE)?;
    disk::sync(staged.as_file())?;
    disk::persist_noclobber(staged, file)?;
    disk::sync_folder(folder)
}

fn add_folder(target: &Path, addition: &Addition<'_>) -> io::Result<()> {
    let staged = disk::stage_folder(addition.folder, STAGED)?;
    let text = [(INDEX, addition.text.as_bytes())];
    for (name, bytes) in text.iter().chain(addition.beside) {
        let path = staged.path().join(name);
        let mut file = disk::create_new(&path)?;
        disk::write_all(&mut file, bytes)?;
        disk::restrict(&path, FILE_MODE)?;
        disk::sync(&file)?;
    }
    disk::restrict(staged.path(), FOLDER_MODE)?;
    // An empty folder is the only thing that this may replace.
    disk::rename(staged.path(), target)?;
    // What it would remove is no longer there.
    let _ = staged.keep();
    disk::sync_folder(addition.folder)
}

/// Removes what writers left that were killed; all of them stage under the lock that is held.
fn clear_leftovers(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if name.starts_with(STAGED.0) && name.ends_with(STAGED.1) {
            // Left lying, it does no harm; the next import tries again.
            let path = entry.path();
            let _ =
                if path.is_dir() { disk::remove_dir_all(&path) } else { disk::remove_file(&path) };
        }
    }
}
