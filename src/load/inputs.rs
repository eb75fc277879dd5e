//! The only reader of the disk: everything a site is made of, nothing interpreted.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::diagnostic::Diagnostic;
use crate::error::Error;
use crate::source::Source;

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
    pub fn read(_root: &Path) -> Result<Self, Error> {
        Ok(Self::default())
    }
}
