//! The tree that stood at a target before the one that does: most of its files are those of the
//! next tree too, so that this needs to be given only the others.
//!
//! It lies beside what else is kept and may be deleted at any time. A build that takes it has it
//! alone. What lies in it and is no file of the next tree is removed; whether a file is the one
//! that is wanted its state says, as that of a published one does.

use std::fs;
use std::io;
use std::path::Path;

use rustc_hash::FxHashSet;

use super::stage::is_mode;
use super::{FOLDER_MODE, disk, folder};
use crate::parallel;
use crate::permalink::SitePath;

/// The files that a spare tree has of those that are wanted.
#[derive(Debug, Default)]
pub(super) struct Spare(FxHashSet<Box<str>>);

impl Spare {
    /// Puts a spare tree in the place of an empty folder, and leaves of it only what may be wanted.
    ///
    /// # Errors
    /// Whatever the disk refuses; what then lies at `to` is not to be used.
    pub(super) fn take(spare: &Path, to: &Path, paths: &[&SitePath]) -> io::Result<Self> {
        disk::rename(spare, to)?;
        let wanted = Wanted::new(paths);
        let mut files = FxHashSet::default();
        let mut level = vec![String::new()];
        while !level.is_empty() {
            let found = parallel::map(&level, |folder| wanted.clear(to, folder));
            level.clear();
            for one in found {
                let Found { files: own, folders } = one?;
                files.extend(own);
                level.extend(folders);
            }
        }
        Ok(Self(files))
    }

    /// Tells whether there was a file at a path.
    pub(super) fn has(&self, path: &SitePath) -> bool {
        self.0.contains(path.as_str())
    }
}

/// What a tree is to have.
struct Wanted<'a> {
    files: FxHashSet<&'a str>,
    folders: FxHashSet<&'a str>,
}

/// What a folder has of that.
#[derive(Default)]
struct Found {
    files: Vec<Box<str>>,
    folders: Vec<String>,
}

impl<'a> Wanted<'a> {
    fn new(paths: &[&'a SitePath]) -> Self {
        let mut folders = FxHashSet::default();
        for path in paths {
            let mut above = folder(path);
            while !above.is_empty() && folders.insert(above) {
                above = above.rsplit_once('/').map_or("", |(above, _)| above);
            }
        }
        Self { files: paths.iter().map(|path| path.as_str()).collect(), folders }
    }

    /// Removes what a folder of a tree has and should not have; follows no links.
    fn clear(&self, tree: &Path, folder: &str) -> io::Result<Found> {
        let mut found = Found::default();
        for entry in fs::read_dir(tree.join(folder))? {
            let entry = entry?;
            let (kind, name) = (entry.file_type()?, entry.file_name());
            let path = match name.to_str() {
                Some(name) if folder.is_empty() => name.to_owned(),
                Some(name) => format!("{folder}/{name}"),
                None => String::new(),
            };
            if kind.is_dir() && self.folders.contains(path.as_str()) {
                if !is_mode(&entry.metadata()?, FOLDER_MODE) {
                    disk::restrict(&entry.path(), FOLDER_MODE)?;
                }
                found.folders.push(path);
            } else if kind.is_dir() {
                disk::remove_dir_all(&entry.path())?;
            } else if kind.is_file() && self.files.contains(path.as_str()) {
                found.files.push(path.into());
            } else {
                disk::remove_file(&entry.path())?;
            }
        }
        Ok(found)
    }
}
