//! The only reader of the disk: everything a site is made of, nothing interpreted.
//!
//! Does not follow links out of the site, and passes over what is hidden or left by an
//! editor.
//!
//! 1. [`walk`] lists the files;
//! 2. [`memory`] knows which of them are as they were when they were last read;
//! 3. [`piece`] reads the others.

mod encoding;
pub mod foreign;
mod given;
mod memory;
mod piece;
mod walk;

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::diagnostic::Diagnostic;
use crate::error::{Doing, Error};
use crate::source::Source;
pub use given::{given_text, holds_only, read_text};
pub use memory::Memory;
use piece::{Piece, Taken};
pub use piece::{fingerprint, open_inside};

/// A site's files, in the order of their paths.
#[derive(Clone, Debug, Default)]
pub struct Inputs {
    /// `content/site.yaml`.
    pub config: Option<Arc<Source>>,
    /// `content/companies.yaml`.
    pub companies: Option<Arc<Source>>,
    /// The Markdown files below `content/`.
    pub essays: Vec<Arc<Source>>,
    /// The notes files below `content/`: `x.notes.yaml`.
    pub notes: Vec<Arc<Source>>,
    /// The site's own templates below `templates/`; paths include that folder.
    pub templates: Vec<Arc<Source>>,
    /// Files to be copied: those below `static/`, and pictures and the like below `content/`.
    pub assets: Vec<Asset>,
    /// What was amiss with reading them: bytes that are no UTF-8, files left out.
    pub diagnostics: Vec<Diagnostic>,
}

/// A file to be copied as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asset {
    /// Its place in the output tree: below `static/` or `content/`, that folder left out.
    pub path: String,
    /// The file.
    pub file: PathBuf,
    /// The first hex digits of a hash of its bytes, for addresses that change with it;
    /// only for style sheets and scripts.
    pub fingerprint: Option<String>,
    /// The text of a style sheet that names addresses, which depend on where the site stands.
    pub style: Option<Arc<Source>>,
}

impl Inputs {
    /// Reads the site in `root`.
    ///
    /// # Errors
    /// A folder without `content/`, or a file or folder that the system will not read.
    pub fn read(root: &Path) -> Result<Self, Error> {
        Self::read_again(root, &mut Memory::strict())
    }

    /// Reads the site in `root`, of its files only those that may be others than `memory` has.
    /// Of a file or folder that the system will not read a diagnostic tells.
    ///
    /// # Errors
    /// A folder without `content/`; the memory is then as it was.
    pub fn read_again(root: &Path, memory: &mut Memory) -> Result<Self, Error> {
        let walked = walk::walk(root, memory.unread())?;
        memory.take(root, walked)?;
        Ok(Self::of(memory))
    }

    /// Reads the site in `root` as `memory` has it, but for these files, whose paths are below
    /// the root: of them alone is asked whether they are as they were.
    ///
    /// Where one of them is no file, or was none, all are looked at.
    ///
    /// # Errors
    /// As [`Self::read_again`]; the memory is then as it was.
    pub fn read_at(
        root: &Path,
        files: &BTreeSet<PathBuf>,
        memory: &mut Memory,
    ) -> Result<Self, Error> {
        let is_known = memory.take_at(root, files)?;
        if is_known { Ok(Self::of(memory)) } else { Self::read_again(root, memory) }
    }

    /// Takes other values for the sources of essays from the one at `first` on, here and in the
    /// memory: the same in all but how their texts are kept, and in the same order.
    pub fn replace_essays(&mut self, first: usize, others: &[Arc<Source>], memory: &mut Memory) {
        let Some(own) = self.essays.get_mut(first..first + others.len()) else { return };
        let pairs = own.iter().map(Arc::as_ptr).zip(others);
        let replaced: FxHashMap<_, _> =
            pairs.filter(|(own, other)| *own != Arc::as_ptr(other)).collect();
        if !replaced.is_empty() {
            memory.replace_essays(&replaced);
            own.clone_from_slice(others);
        }
    }

    fn of(memory: &Memory) -> Self {
        let mut inputs = Self { diagnostics: memory.left_out().to_vec(), ..Self::default() };
        memory.pieces().for_each(|piece| inputs.add(piece));
        inputs.essays.sort_by(|one, other| one.path.cmp(&other.path));
        inputs.notes.sort_by(|one, other| one.path.cmp(&other.path));
        inputs.templates.sort_by(|one, other| one.path.cmp(&other.path));
        inputs.assets.sort_by(|one, other| one.path.cmp(&other.path));
        inputs
    }

    fn add(&mut self, piece: &Piece) {
        match &piece.taken {
            Taken::Config(source) => self.config = Some(Arc::clone(source)),
            Taken::Companies(source) => self.companies = Some(Arc::clone(source)),
            Taken::Essay(source) => self.essays.push(Arc::clone(source)),
            Taken::Notes(source) => self.notes.push(Arc::clone(source)),
            Taken::Template(source) => self.templates.push(Arc::clone(source)),
            Taken::Asset(asset) => self.assets.push(asset.clone()),
            Taken::Nothing => {}
        }
        self.diagnostics.extend(piece.fault.clone());
    }
}

/// Tells whether a site has what is at this path below its root: the file is neither hidden
/// nor left by an editor, and lies in one of the folders that are read.
pub fn is_read(path: &Path) -> bool {
    let mut parts = path.components().map(std::path::Component::as_os_str);
    let folder =
        parts.next().and_then(|first| FOLDERS.into_iter().find(|one| *first == *one.name()));
    folder.is_some_and(|folder| !parts.any(|part| is_ignored(part, folder)))
}

/// The folders that make up a site, in the order in which they are read.
const FOLDERS: [Folder; 3] = [Folder::Content, Folder::Templates, Folder::Static];

/// Returns the names of the folders that make up a site.
pub fn folders() -> impl Iterator<Item = &'static str> {
    FOLDERS.into_iter().map(Folder::name)
}

/// A folder that is part of a site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Folder {
    Content,
    Templates,
    Static,
}

impl Folder {
    const fn name(self) -> &'static str {
        match self {
            Self::Content => "content",
            Self::Templates => "templates",
            Self::Static => "static",
        }
    }
}

/// Reads a whole file.
fn bytes_of(file: &Path) -> Result<Vec<u8>, Error> {
    fs::read(file).map_err(|cause| Error::io(Doing::Read, file, cause))
}

/// How the name of a notes file ends.
pub const NOTES_ENDING: &str = ".notes.yaml";

/// Tells whether a file is an essay by its name.
fn is_markdown(file: &Path) -> bool {
    let extension = file.extension().map(|extension| extension.to_string_lossy().to_lowercase());
    matches!(extension.as_deref(), Some("md" | "markdown"))
}

/// Tells whether a file or folder is none of the author's: hidden, or left by an editor.
fn is_ignored(name: &OsStr, folder: Folder) -> bool {
    let name = name.to_string_lossy();
    // Sites prove who they are with files below this one (RFC 8615).
    if name == ".well-known" {
        return folder != Folder::Static;
    }
    name.starts_with(['.', '~'])
        || name.ends_with(['~'])
        || name.starts_with('#') && name.ends_with('#')
        || [".swp", ".swo", ".tmp", ".part", ".bak", ".orig"].iter().any(|end| name.ends_with(end))
        || matches!(&*name, "4913" | "Thumbs.db" | "desktop.ini" | "__MACOSX")
}
