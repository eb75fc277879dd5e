//! The only reader of the disk: everything a site is made of, nothing interpreted.
//!
//! Does not follow links out of the site, and passes over what is hidden or left by an
//! editor.

mod encoding;
mod given;

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::{fs, io};

use unicode_normalization::UnicodeNormalization as _;
use walkdir::WalkDir;

use crate::diagnostic::Diagnostic;
use crate::error::Error;
use crate::source::{Source, SourcePath};
pub use given::given_text;

/// A site's files, in the order of their paths.
#[derive(Clone, Debug, Default)]
pub struct Inputs {
    /// `content/site.yaml`.
    pub config: Option<Arc<Source>>,
    /// `content/companies.yaml`.
    pub companies: Option<Arc<Source>>,
    /// The Markdown files below `content/`.
    pub essays: Vec<Arc<Source>>,
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
}

impl Inputs {
    /// Reads the site in `root`.
    ///
    /// # Errors
    /// A folder without `content/`, or a file or folder that the system will not read.
    pub fn read(root: &Path) -> Result<Self, Error> {
        if !root.join("content").is_dir() {
            return Err(Error::NoSite(root.to_owned()));
        }
        let canonical = root.canonicalize().map_err(|cause| Error::io("find", root, cause))?;
        let mut reader = Reader { root, canonical, inputs: Self::default() };
        for folder in [Folder::Content, Folder::Templates, Folder::Static] {
            reader.read_folder(folder)?;
        }
        let mut inputs = reader.inputs;
        inputs.essays.sort_by(|one, other| one.path.cmp(&other.path));
        inputs.templates.sort_by(|one, other| one.path.cmp(&other.path));
        inputs.assets.sort_by(|one, other| one.path.cmp(&other.path));
        Ok(inputs)
    }
}

/// The folders that make up a site.
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

struct Reader<'a> {
    root: &'a Path,
    /// The root without symbolic links, to tell what lies outside.
    canonical: PathBuf,
    inputs: Inputs,
}

impl Reader<'_> {
    fn read_folder(&mut self, folder: Folder) -> Result<(), Error> {
        let top = self.root.join(folder.name());
        if !top.is_dir() {
            return Ok(());
        }
        let mut entries = WalkDir::new(&top).follow_links(true).sort_by_file_name().into_iter();
        while let Some(entry) = entries.next() {
            let entry = match entry {
                Ok(entry) => entry,
                Err(fault) => {
                    self.unreadable(&top, fault)?;
                    continue;
                }
            };
            if entry.depth() > 0 && is_ignored(entry.file_name(), folder) {
                if entry.file_type().is_dir() {
                    entries.skip_current_dir();
                }
                continue;
            }
            if entry.path_is_symlink() && !self.is_inside(entry.path()) {
                self.leave_out(entry.path(), "it is a link to what lies outside the site");
                if entry.file_type().is_dir() {
                    entries.skip_current_dir();
                }
                continue;
            }
            if entry.file_type().is_file() {
                self.read_file(folder, entry.path())?;
            }
        }
        Ok(())
    }

    /// A dangling or circular link is the author's fault, all else the machine's.
    fn unreadable(&mut self, top: &Path, fault: walkdir::Error) -> Result<(), Error> {
        let path = fault.path().unwrap_or(top).to_owned();
        if path.file_name().is_some_and(|name| is_ignored(name, Folder::Content)) {
            return Ok(());
        }
        if fault.loop_ancestor().is_some() {
            self.leave_out(&path, "it is a link to a folder that holds it");
            return Ok(());
        }
        if path.is_symlink() && !path.exists() {
            self.leave_out(&path, "it is a link that leads nowhere");
            return Ok(());
        }
        let cause = fault.into_io_error().unwrap_or_else(|| io::Error::other("cannot be walked"));
        Err(Error::io("read", &path, cause))
    }

    fn is_inside(&self, path: &Path) -> bool {
        path.canonicalize().is_ok_and(|target| target.starts_with(&self.canonical))
    }

    fn leave_out(&mut self, path: &Path, why: &str) {
        let path = SourcePath::new(self.relative(path).0);
        self.inputs.diagnostics.push(Diagnostic::left_out(&path, why));
    }

    /// Returns the path below the root in NFC with `/`, and whether nothing of it was lost.
    fn relative(&self, path: &Path) -> (String, bool) {
        let below = path.strip_prefix(self.root).unwrap_or(path);
        let is_whole = below.to_str().is_some();
        let parts: Vec<String> = below
            .components()
            .map(|part| part.as_os_str().to_string_lossy().nfc().collect())
            .collect();
        (parts.join("/"), is_whole)
    }

    fn read_file(&mut self, folder: Folder, file: &Path) -> Result<(), Error> {
        let (path, is_whole) = self.relative(file);
        if !is_whole {
            self.leave_out(file, "its name is no UTF-8");
            return Ok(());
        }
        let name = path.rsplit('/').next().unwrap_or(&path);
        let extension = name.rsplit_once('.').map(|(_, extension)| extension.to_lowercase());
        let is_markdown = is_markdown(file);
        match folder {
            Folder::Content if path == "content/site.yaml" => {
                self.inputs.config = Some(self.read_source(file, path)?);
            }
            Folder::Content if path == "content/companies.yaml" => {
                self.inputs.companies = Some(self.read_source(file, path)?);
            }
            Folder::Content if is_markdown => {
                let source = self.read_source(file, path)?;
                self.inputs.essays.push(source);
            }
            Folder::Content if name.ends_with(".notes.yaml") => {}
            Folder::Templates => {
                let source = self.read_source(file, path)?;
                self.inputs.templates.push(source);
            }
            Folder::Content | Folder::Static => {
                let is_cached_long = matches!(extension.as_deref(), Some("css" | "js"));
                let fingerprint = if is_cached_long { Some(fingerprint(file)?) } else { None };
                let path = path.split_once('/').map_or(path.as_str(), |(_, below)| below);
                let path = path.to_owned();
                self.inputs.assets.push(Asset { path, file: file.to_owned(), fingerprint });
            }
        }
        Ok(())
    }

    fn read_source(&mut self, file: &Path, path: String) -> Result<Arc<Source>, Error> {
        let bytes = fs::read(file).map_err(|cause| Error::io("read", file, cause))?;
        let path = SourcePath::new(path);
        let (text, fault) = encoding::decode(bytes, &path);
        self.inputs.diagnostics.extend(fault);
        Ok(Arc::new(Source::new(path, text)))
    }
}

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

/// How many hex digits tell two versions of a file apart: 32 bits.
const FINGERPRINT_DIGITS: usize = 8;

fn fingerprint(file: &Path) -> Result<String, Error> {
    let bytes = fs::read(file).map_err(|cause| Error::io("read", file, cause))?;
    let mut digits = blake3::hash(&bytes).to_hex().to_string();
    digits.truncate(FINGERPRINT_DIGITS);
    Ok(digits)
}
