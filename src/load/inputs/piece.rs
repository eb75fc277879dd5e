//! Reads one file of a site and says what it is.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use unicode_normalization::UnicodeNormalization as _;

use super::{Asset, Folder, NOTES_ENDING, bytes_of, encoding, is_markdown};
use crate::diagnostic::Diagnostic;
use crate::error::{Doing, Error};
use crate::load::style;
use crate::source::{Source, SourcePath};
use crate::wording;

/// What one file adds to the inputs.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Piece {
    pub(super) taken: Taken,
    /// What was amiss with reading it.
    pub(super) fault: Option<Diagnostic>,
}

/// What a file is taken for.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Taken {
    Config(Arc<Source>),
    Companies(Arc<Source>),
    Essay(Arc<Source>),
    Notes(Arc<Source>),
    Template(Arc<Source>),
    Asset(Asset),
    Nothing,
}

impl Piece {
    /// Reads a file of the site in `root`.
    pub(super) fn read(root: &Path, folder: Folder, file: &Path) -> Result<Self, Error> {
        let (path, is_whole) = relative(root, file);
        if !is_whole {
            let why = wording!("its name is no UTF-8", "文件名不是 UTF-8 编码");
            let fault = Diagnostic::left_out(&SourcePath::new(path), &why);
            return Ok(Self { taken: Taken::Nothing, fault: Some(fault) });
        }
        let name = path.rsplit('/').next().unwrap_or(&path);
        match folder {
            Folder::Content if path == "content/site.yaml" => source(file, path, Taken::Config),
            Folder::Content if path == "content/companies.yaml" => {
                source(file, path, Taken::Companies)
            }
            Folder::Content if is_markdown(file) => source(file, path, Taken::Essay),
            Folder::Content if name.ends_with(NOTES_ENDING) => source(file, path, Taken::Notes),
            Folder::Templates => source(file, path, Taken::Template),
            Folder::Content | Folder::Static if path.split('/').any(is_device) => {
                let why = wording!(
                    "Windows takes its name, or its folder's, for a device's",
                    "Windows 会把它或其文件夹的名字当作设备"
                );
                let fault = Diagnostic::left_out(&SourcePath::new(path), &why);
                Ok(Self { taken: Taken::Nothing, fault: Some(fault) })
            }
            Folder::Content | Folder::Static => {
                Ok(Self { taken: Taken::Asset(asset(file, &path)?), fault: None })
            }
        }
    }
}

impl Piece {
    /// Says of a file of the site in `root` that it cannot be read.
    pub(super) fn unread(root: &Path, file: &Path, cause: &io::Error) -> Self {
        let path = SourcePath::new(relative(root, file).0);
        Self { taken: Taken::Nothing, fault: Some(Diagnostic::unreadable(&path, cause)) }
    }
}

/// Returns the path below the root in NFC with `/`, and whether nothing of it was lost.
pub(super) fn relative(root: &Path, path: &Path) -> (String, bool) {
    let below = path.strip_prefix(root).unwrap_or(path);
    let is_whole = below.to_str().is_some();
    let parts: Vec<String> =
        below.components().map(|part| part.as_os_str().to_string_lossy().nfc().collect()).collect();
    (parts.join("/"), is_whole)
}

/// Opens a file that is to be copied, unless a link has come to lead it out of the site since
/// it was listed.
///
/// # Errors
/// A file that is gone, is none, or lies outside of `root` by now.
pub fn open_inside(root: &Path, file: &Path) -> io::Result<(File, u64)> {
    let target = file.canonicalize()?;
    if target.file_name().is_some_and(|name| is_device(&name.to_string_lossy())) {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is a device"));
    }
    if !target.starts_with(root.canonicalize()?) {
        return Err(io::Error::new(io::ErrorKind::PermissionDenied, "it lies outside of the site"));
    }
    let file = File::open(target)?;
    let about = file.metadata()?;
    if !about.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is no file"));
    }
    Ok((file, about.len()))
}

/// Tells whether a name is one that Windows takes for a device, in whatever folder it stands: to
/// read it may never end, and no copy of the site there could have it.
fn is_device(name: &str) -> bool {
    const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "conin$", "conout$"];
    let stem = name.split(['.', ':']).next().unwrap_or(name).trim_end().to_lowercase();
    let numbered = ["com", "lpt"].iter().find_map(|kind| stem.strip_prefix(kind));
    DEVICES.contains(&stem.as_str())
        || numbered.is_some_and(|number| {
            matches!(
                number,
                "0" | "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9" | "¹" | "²" | "³"
            )
        })
}

/// A longer file is no text of a person's: ten thousand essays are shorter. What is made of a text
/// takes several times its length of memory.
pub(super) const SOURCE_BYTES_MAX: u64 = 64 << 20;

fn source(file: &Path, path: String, kind: fn(Arc<Source>) -> Taken) -> Result<Piece, Error> {
    if length(file)? > SOURCE_BYTES_MAX {
        let megabytes = SOURCE_BYTES_MAX >> 20;
        let why = wording!("it is longer than {megabytes} MB", "它超过 {megabytes} MB");
        let fault = Diagnostic::left_out(&SourcePath::new(path), &why);
        return Ok(Piece { taken: Taken::Nothing, fault: Some(fault) });
    }
    let bytes = bytes_of(file)?;
    let path = SourcePath::new(path);
    let (text, fault) = encoding::decode(bytes, &path);
    Ok(Piece { taken: kind(Arc::new(Source::new(path, text))), fault })
}

fn length(file: &Path) -> Result<u64, Error> {
    let about = fs::metadata(file).map_err(|cause| Error::io(Doing::Read, file, cause))?;
    Ok(about.len())
}

fn asset(file: &Path, path: &str) -> Result<Asset, Error> {
    let extension = path.rsplit_once('.').map(|(_, extension)| extension.to_lowercase());
    let is_cached_long =
        matches!(extension.as_deref(), Some("css" | "js")) && length(file)? <= SOURCE_BYTES_MAX;
    let (fingerprint, style) = if is_cached_long {
        let bytes = bytes_of(file)?;
        let is_style = extension.as_deref() == Some("css");
        (Some(fingerprint(&bytes)), if is_style { style(bytes, path) } else { None })
    } else {
        (None, None)
    };
    if !is_cached_long {
        // What cannot be copied is to be known before anything is written.
        File::open(file).map_err(|cause| Error::io(Doing::Read, file, cause))?;
    }
    let path = path.split_once('/').map_or(path, |(_, below)| below).to_owned();
    Ok(Asset { path, file: PathBuf::from(file), fingerprint, style })
}

/// Returns the text of a style sheet, if it names addresses.
fn style(bytes: Vec<u8>, path: &str) -> Option<Arc<Source>> {
    let text = String::from_utf8(bytes).ok()?;
    let names_any = style::map_addresses(&text, &mut |_, _| Some(String::new())).is_some();
    names_any.then(|| Arc::new(Source::new(SourcePath::new(path), text)))
}

/// How many hex digits tell two versions of a file apart: 32 bits.
const FINGERPRINT_DIGITS: usize = 8;

/// Returns what tells one version of a file's bytes from another, for addresses that browsers
/// may keep for long.
pub fn fingerprint(bytes: &[u8]) -> String {
    let mut digits = blake3::hash(bytes).to_hex().to_string();
    digits.truncate(FINGERPRINT_DIGITS);
    digits
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_devices_are_known_in_any_case_and_with_any_ending() {
        let devices = ["CON", "nul", "aux.txt", "COM1.tar.gz", "lpt9", "Com²", "con .css", "PRN:x"];
        assert!(devices.into_iter().all(is_device));
        let files = ["console", "com", "com10", "com10.txt", "a.con", "auxiliary", "nul-1", ""];
        assert!(!files.into_iter().any(is_device));
    }
}
