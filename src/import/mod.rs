//! Essays out of what people have: saved pages, other tools' posts, plain text.
//!
//! 1. [`crate::load::inputs::foreign`] lists the files and reads them;
//! 2. [`encoding`] makes text of their bytes, [`kind`] tells what they are;
//! 3. [`page`], [`blog`] and [`plain`] make an [`Imported`] essay of one, with the pictures
//!    that go with it: pure, in parallel, and never failing but with a diagnostic;
//! 4. [`taken`] decides where it goes and has it written: never over anything.
//!
//! Asks no other host for anything: a picture that is not on the disk stays a link.

pub mod address;
mod blog;
pub mod encoding;
mod entry;
mod header;
pub mod kind;
mod markdown;
mod mhtml;
mod moment;
mod page;
pub mod pictures;
mod plain;
pub mod taken;
mod transfer;

use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::source::SourcePath;
use crate::wording;
use encoding::Decoded;
pub use header::Header;
use kind::Kind;
use pictures::{Picture, Pictures};

/// A file to be imported.
#[derive(Clone, Copy)]
pub struct Given<'a> {
    /// Its path, as it is to be named in messages.
    pub path: &'a SourcePath,
    /// What it holds.
    pub bytes: &'a [u8],
    /// Returns the bytes of a file by its path from the given file's folder, or from one that
    /// a blog keeps its pictures in, if there is one.
    pub beside: &'a (dyn Fn(&str) -> Option<Vec<u8>> + Sync),
}

/// An essay made of a file.
#[derive(Clone, Debug, PartialEq)]
pub struct Imported {
    /// What its header is to say.
    pub header: Header,
    /// Its text in Markdown.
    pub text: String,
    /// What its file should be called, without extension; made a slug before it is used.
    pub name: String,
    /// The pictures that go beside it.
    pub pictures: Vec<Picture>,
    /// In what its file was written.
    pub encoding: &'static str,
    /// What was amiss.
    pub diagnostics: Vec<Diagnostic>,
}

impl Imported {
    /// Returns the essay's whole file.
    pub fn file(&self) -> String {
        format!("{}\n{}\n", self.header.written(), self.text.trim_matches('\n'))
    }
}

/// Makes an essay of a file.
///
/// # Errors
/// A file that holds no essay.
#[expect(clippy::result_large_err, reason = "a file is imported once, and seldom in vain")]
pub fn import(given: &Given<'_>, config: &Config) -> Result<Imported, Diagnostic> {
    let kind = Kind::of(given.path, given.bytes)
        .map_err(|why| Diagnostic::not_imported(given.path, &why))?;
    if kind == Kind::Mhtml {
        return mhtml::import(given, config);
    }
    let decoded = encoding::decode(given.bytes, None);
    convert(given, kind, decoded, config)
}

/// Makes an essay of a file's text.
#[expect(clippy::result_large_err, reason = "as above")]
fn convert(
    given: &Given<'_>,
    kind: Kind,
    decoded: Decoded,
    config: &Config,
) -> Result<Imported, Diagnostic> {
    let Decoded { text, encoding, doubt } = decoded;
    let mut diagnostics: Vec<Diagnostic> = Vec::new();
    diagnostics.extend(doubt.map(|why| Diagnostic::doubtful_encoding(given.path, encoding, &why)));
    let entry = entry::Entry { path: given.path, text: &text, config };
    let mut pictures = Pictures::new(given.beside);
    let essay = match kind {
        Kind::Page | Kind::Mhtml => page::read(&entry, &mut pictures),
        Kind::Blog => Ok(blog::read(&entry, &mut pictures)),
        Kind::Plain => Ok(plain::read(&entry)),
    };
    let essay = essay.map_err(|why| Diagnostic::not_imported(given.path, &why))?;
    if essay.text.trim().is_empty() {
        let why = wording!("there is no text in it", "里面没有文字");
        return Err(Diagnostic::not_imported(given.path, &why));
    }
    diagnostics.extend(essay.diagnostics);
    let (pictures, faults) = pictures.finish(given.path);
    diagnostics.extend(faults);
    Ok(Imported {
        header: essay.header,
        text: essay.text,
        name: essay.name,
        pictures,
        encoding,
        diagnostics,
    })
}
