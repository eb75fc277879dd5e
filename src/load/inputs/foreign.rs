//! Files that are no part of a site yet: those that are to be imported, and the pictures that
//! lie about them.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use walkdir::WalkDir;

use super::piece::SOURCE_BYTES_MAX;
use super::walk::unwalked;
use super::{Folder, is_ignored};
use crate::error::{Doing, Error};

/// A file to be imported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Foreign {
    /// The file.
    pub file: PathBuf,
    /// The folder that its pictures may lie in, anywhere below.
    pub top: PathBuf,
}

/// Folders of a blog that hold what it made, or what is not its own.
const MADE: [&str; 4] = ["_site", "node_modules", "themes", "_layouts"];
/// Files that stand in most folders and are no essays.
const ABOUT: [&str; 5] = ["readme", "license", "changelog", "contributing", "code_of_conduct"];
/// How browsers name the folder of what a page shows, after the page's own name.
const COMPANIONS: [&str; 4] = ["_files", ".files", "_file", "_Dateien"];

/// Lists the files that are given, and those below folders that are given whose names are
/// wanted, in the order of their names; and what cannot be read.
pub fn list(paths: &[PathBuf], is_wanted: impl Fn(&str) -> bool) -> (Vec<Foreign>, Vec<Error>) {
    let (mut files, mut faults) = (Vec::new(), Vec::new());
    for path in paths {
        if !path.is_dir() {
            let top = path.parent().unwrap_or(Path::new("")).to_owned();
            match fs::metadata(path) {
                Ok(_) => files.push(Foreign { file: path.clone(), top }),
                Err(cause) => faults.push(Error::io(Doing::Read, path, cause)),
            }
            continue;
        }
        let entries = WalkDir::new(path).sort_by_file_name().into_iter();
        let entries = entries.filter_entry(|entry| entry.depth() == 0 || is_kept(entry.path()));
        for entry in entries {
            match entry {
                Ok(entry) if entry.file_type().is_file() => {
                    let name = entry.file_name().to_string_lossy().into_owned();
                    let stem = name.split('.').next().unwrap_or(&name).to_lowercase();
                    if is_wanted(&name) && !ABOUT.contains(&stem.as_str()) {
                        files.push(Foreign { file: entry.into_path(), top: path.clone() });
                    }
                }
                Ok(_) => {}
                Err(fault) => faults.push(unwalked(fault, path)),
            }
        }
    }
    let mut seen = BTreeSet::new();
    files.retain(|one| seen.insert(one.file.clone()));
    (files, faults)
}

fn is_kept(path: &Path) -> bool {
    let Some(name) = path.file_name() else { return true };
    if is_ignored(name, Folder::Content) {
        return false;
    }
    if !path.is_dir() {
        return true;
    }
    let name = name.to_string_lossy();
    let is_companion = COMPANIONS.iter().any(|ending| {
        name.strip_suffix(ending).is_some_and(|stem| {
            ["html", "htm", "xhtml"]
                .iter()
                .any(|one| path.with_file_name(format!("{stem}.{one}")).is_file())
        })
    });
    !is_companion && !MADE.contains(&&*name)
}

/// Reads a whole file.
///
/// # Errors
/// Whatever the disk refuses.
pub fn read_bytes(file: &Path) -> Result<Vec<u8>, Error> {
    let read = fs::metadata(file).and_then(|about| {
        if about.len() > SOURCE_BYTES_MAX {
            return Err(io::Error::from(io::ErrorKind::FileTooLarge));
        }
        fs::read(file)
    });
    read.map_err(|cause| Error::io(Doing::Read, file, cause))
}

/// Files by which the folder of a blog is known.
const BLOG_FILES: [&str; 9] = [
    "_config.yml",
    "_config.yaml",
    "_config.toml",
    "hugo.toml",
    "hugo.yaml",
    "hugo.json",
    "config.toml",
    "config.yaml",
    "Gemfile",
];
/// Folders of a blog from which addresses in it start.
const BLOG_ROOTS: [&str; 4] = ["", "static", "source", "assets"];
/// How far above an essay the folder of its blog may be.
const LEVELS_MAX: usize = 8;
/// A larger file is no picture for a page.
const PICTURE_BYTES_MAX: u64 = 64 << 20;

/// Returns what the picture at `place` holds, as a file to be imported names it: beside the
/// file or, of `/images/x.png`, below the folder of its blog; never from anywhere else.
pub fn beside(foreign: &Foreign, place: &str) -> Option<Vec<u8>> {
    if place.contains("://") || place.is_empty() || place.contains('\0') {
        return None;
    }
    let folder = foreign.file.parent().unwrap_or(Path::new(""));
    let blog = folder
        .ancestors()
        .take(LEVELS_MAX)
        .find(|one| BLOG_FILES.iter().any(|name| one.join(name).is_file()));
    let top = blog.unwrap_or(&foreign.top);
    let inner = Path::new(place.trim_start_matches('/'));
    let mut candidates: Vec<PathBuf> = Vec::new();
    if !place.starts_with('/') {
        candidates.push(folder.join(inner));
        if let Some(stem) = foreign.file.file_stem() {
            candidates.push(folder.join(stem).join(inner));
        }
    }
    candidates.extend(BLOG_ROOTS.iter().map(|root| top.join(root).join(inner)));
    let here = |path: &Path| {
        if path.as_os_str().is_empty() { PathBuf::from(".") } else { path.to_owned() }
    };
    let top = here(top).canonicalize().ok()?;
    candidates.iter().find_map(|file| read_picture(file, &top))
}

fn read_picture(file: &Path, top: &Path) -> Option<Vec<u8>> {
    // A prefix of Windows would lead out of any folder.
    if file.components().skip(1).any(|part| matches!(part, Component::Prefix(_))) {
        return None;
    }
    let file = file.canonicalize().ok()?;
    let about = fs::metadata(&file).ok()?;
    let is_fit = file.starts_with(top) && about.is_file() && about.len() <= PICTURE_BYTES_MAX;
    if is_fit { fs::read(file).ok() } else { None }
}
