//! Lists a site's files, those that are none of the author's left out.

use std::io;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use super::memory::Unread;
use super::piece::relative;
use super::{FOLDERS, Folder, is_ignored};
use crate::diagnostic::Diagnostic;
use crate::error::{Doing, Error};
use crate::language::Wording;
use crate::source::SourcePath;
use crate::wording;

/// What a walk found.
pub(super) struct Walked {
    /// The files, folder by folder, in the order of their names.
    pub(super) files: Vec<(Folder, PathBuf)>,
    /// What was left out.
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// Lists the files of the site in `root`.
pub(super) fn walk(root: &Path, unread: Unread) -> Result<Walked, Error> {
    if !root.join(Folder::Content.name()).is_dir() {
        return Err(Error::NoSite(root.to_owned()));
    }
    let canonical = root.canonicalize().map_err(|cause| Error::io(Doing::Find, root, cause))?;
    let walked = Walked { files: Vec::new(), diagnostics: Vec::new() };
    let mut walker = Walker { root, canonical, unread, walked };
    for folder in FOLDERS {
        walker.walk_folder(folder)?;
    }
    Ok(walker.walked)
}

/// Returns what kept a walk below `top` from going on.
pub(super) fn unwalked(fault: walkdir::Error, top: &Path) -> Error {
    let path = fault.path().unwrap_or(top).to_owned();
    Error::io(Doing::Read, &path, cause_of(fault))
}

fn cause_of(fault: walkdir::Error) -> io::Error {
    fault.into_io_error().unwrap_or_else(|| io::Error::other("cannot be walked"))
}

struct Walker<'a> {
    root: &'a Path,
    /// The root without symbolic links, to tell what lies outside.
    canonical: PathBuf,
    unread: Unread,
    walked: Walked,
}

impl Walker<'_> {
    fn walk_folder(&mut self, folder: Folder) -> Result<(), Error> {
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
                let why =
                    wording!("it is a link to what lies outside the site", "它是通到站外的链接");
                self.leave_out(entry.path(), &why);
                if entry.file_type().is_dir() {
                    entries.skip_current_dir();
                }
                continue;
            }
            if entry.file_type().is_file() {
                self.walked.files.push((folder, entry.into_path()));
            } else if entry.file_type().is_dir() {
                if folder == Folder::Content
                    && entry.file_name().to_string_lossy().ends_with(".yaml")
                {
                    let why =
                        wording!("it is a folder, and named as a file", "它是文件夹，名字却像文件");
                    self.leave_out(entry.path(), &why);
                    entries.skip_current_dir();
                }
            } else {
                // To read a pipe is to wait for whoever writes into it.
                let why =
                    wording!("it is no file but a pipe or a device", "它不是文件，而是管道或设备");
                self.leave_out(entry.path(), &why);
            }
        }
        Ok(())
    }

    /// A dangling or circular link is left out; what the system does not read is told of or
    /// refused.
    fn unreadable(&mut self, top: &Path, fault: walkdir::Error) -> Result<(), Error> {
        let path = fault.path().unwrap_or(top).to_owned();
        if path.file_name().is_some_and(|name| is_ignored(name, Folder::Content)) {
            return Ok(());
        }
        if fault.loop_ancestor().is_some() {
            let why = wording!(
                "it is a link to a folder that holds it",
                "它是链接，指向自己所在的文件夹"
            );
            self.leave_out(&path, &why);
            return Ok(());
        }
        if path.is_symlink() && !path.exists() {
            let why = wording!("it is a link that leads nowhere", "它是链接，指向的东西不在");
            self.leave_out(&path, &why);
            return Ok(());
        }
        if !path.exists() {
            // It went while the others were listed.
            return Ok(());
        }
        if self.unread == Unread::Refused {
            return Err(unwalked(fault, top));
        }
        let path = SourcePath::new(relative(self.root, &path).0);
        self.walked.diagnostics.push(Diagnostic::unreadable(&path, &cause_of(fault)));
        Ok(())
    }

    fn is_inside(&self, path: &Path) -> bool {
        path.canonicalize().is_ok_and(|target| target.starts_with(&self.canonical))
    }

    fn leave_out(&mut self, path: &Path, why: &Wording) {
        let path = SourcePath::new(relative(self.root, path).0);
        self.walked.diagnostics.push(Diagnostic::left_out(&path, why));
    }
}
