//! Essays that are named one by one, inside a site or outside of any.

use std::fs;
use std::path::{MAIN_SEPARATOR_STR, Path, PathBuf};
use std::sync::Arc;

use walkdir::WalkDir;

use super::walk::unwalked;
use super::{Folder, Inputs, Piece, bytes_of, encoding, is_ignored, is_markdown};
use crate::diagnostic::Diagnostic;
use crate::error::Error;
use crate::source::{Source, SourcePath};

impl Inputs {
    /// Reads only what the site in `root` says of itself and of companies.
    ///
    /// # Errors
    /// A folder without `content/`, or a file that the system will not read.
    pub fn read_settings(root: &Path) -> Result<Self, Error> {
        if !root.join("content").is_dir() {
            return Err(Error::NoSite(root.to_owned()));
        }
        let mut inputs = Self::default();
        for name in ["site.yaml", "companies.yaml"] {
            let file = root.join("content").join(name);
            if file.is_file() {
                inputs.add(&Piece::read(root, Folder::Content, &file)?);
            }
        }
        Ok(inputs)
    }

    /// Adds an essay, or all Markdown files below a folder, wherever it is; their paths are
    /// as given.
    ///
    /// # Errors
    /// A file or folder that is not there, or that the system will not read.
    pub fn add_given(&mut self, path: &Path) -> Result<(), Error> {
        if !path.is_dir() {
            return self.add_file(path);
        }
        let is_kept = |entry: &walkdir::DirEntry| {
            entry.depth() == 0 || !is_ignored(entry.file_name(), Folder::Content)
        };
        let entries = WalkDir::new(path).sort_by_file_name().into_iter();
        for entry in entries.filter_entry(is_kept) {
            let entry = entry.map_err(|fault| unwalked(fault, path))?;
            if entry.path().is_file() && is_markdown(entry.path()) {
                self.add_file(entry.path())?;
            }
        }
        Ok(())
    }

    fn add_file(&mut self, file: &Path) -> Result<(), Error> {
        let bytes = bytes_of(file)?;
        let path = file.to_string_lossy().replace(MAIN_SEPARATOR_STR, "/");
        let (source, fault) = given_text(bytes, &path);
        self.essays.push(source);
        self.diagnostics.extend(fault);
        Ok(())
    }
}

/// Tells whether a folder holds nothing but some of these files, as they are given, and what
/// their writer left of itself where it was killed. One that cannot be read holds other things.
pub fn holds_only(folder: &Path, files: &[(PathBuf, &str)]) -> bool {
    WalkDir::new(folder).into_iter().all(|entry| {
        let Ok(entry) = entry else { return false };
        let is_own = |file: &Path| {
            let known = files.iter().find(|(path, _)| path == file);
            known
                .is_some_and(|(_, text)| fs::read(file).is_ok_and(|bytes| bytes == text.as_bytes()))
        };
        let is_staged = || entry.file_name().to_string_lossy().starts_with(STAGED);
        entry.file_type().is_dir() || is_staged() || is_own(entry.path())
    })
}

/// How the names of files begin that the program has not put in their place.
const STAGED: &str = ".pangzhu-";

/// Makes a source of bytes from elsewhere, such as standard input, under a name for it.
pub fn given_text(bytes: Vec<u8>, name: &str) -> (Arc<Source>, Option<Diagnostic>) {
    let path = SourcePath::new(name);
    let (text, fault) = encoding::decode(bytes, &path);
    (Arc::new(Source::new(path, text)), fault)
}

/// Reads a file that stands anywhere, as text.
///
/// # Errors
/// Whatever the disk refuses.
pub fn read_text(file: &Path) -> Result<String, Error> {
    Ok(encoding::decode(bytes_of(file)?, &SourcePath::new(file.to_string_lossy().into_owned())).0)
}
