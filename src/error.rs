//! The machine's faults: disk, permissions, a broken installation.
//!
//! Faults of what the author wrote are [`crate::diagnostic::Diagnostic`]s.

use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

/// What kept the program from doing its work.
#[derive(Debug)]
pub enum Error {
    /// The system refused something about a file or folder.
    Io {
        /// What was tried, as in "read" or "create".
        doing: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        cause: io::Error,
    },
    /// The folder is no site: it has no `content/`.
    NoSite(PathBuf),
    /// The output folder holds what this program did not write.
    ForeignOutput(PathBuf),
    /// The output folder would hold the site's own sources, or lie inside them.
    OutputOverSources(PathBuf),
    /// No port to serve at.
    NoPort {
        /// The first that was tried.
        address: SocketAddr,
        /// What the system said.
        cause: io::Error,
    },
    /// The system has no random numbers for the preview's token.
    NoToken(String),
    /// What was asked for could lose somebody's work, or cannot be as things stand.
    Refused {
        /// What stands against it.
        what: String,
        /// What to do about it.
        help: String,
    },
    /// Git did not do as it was told.
    Git {
        /// Its command, as in `push`.
        command: String,
        /// What it said.
        said: String,
    },
}

impl Error {
    /// Makes a file fault from what the system said.
    pub fn io(doing: &'static str, path: &Path, cause: io::Error) -> Self {
        Self::Io { doing, path: path.to_owned(), cause }
    }

    /// Makes a refusal, with what to do about it.
    pub fn refused(what: impl Into<String>, help: impl Into<String>) -> Self {
        Self::Refused { what: what.into(), help: help.into() }
    }

    /// Returns what to do about it, where that is not part of the message.
    pub fn help(&self) -> Option<&str> {
        match self {
            Self::Refused { help, .. } => Some(help),
            _ => None,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io { doing, path, cause } => {
                write!(f, "cannot {doing} {}: {cause}", path.display())
            }
            Self::NoSite(path) => {
                write!(f, "{} is not a site: it has no folder `content`", path.display())
            }
            Self::ForeignOutput(path) => write!(
                f,
                "{} was not written by pangzhu and is left alone: \
                 empty it, or name another folder with --output",
                path.display()
            ),
            Self::OutputOverSources(path) => write!(
                f,
                "{} lies over the site's sources: name another folder with --output",
                path.display()
            ),
            Self::NoPort { address, cause } => {
                write!(f, "cannot serve at {address}: {cause}; name another port with --port")
            }
            Self::Refused { what, .. } => f.write_str(what),
            Self::Git { command, said } => write!(f, "`git {command}` failed: {said}"),
            Self::NoToken(cause) => write!(f, "the system gives no random numbers: {cause}"),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io { cause, .. } | Self::NoPort { cause, .. } => Some(cause),
            _ => None,
        }
    }
}
