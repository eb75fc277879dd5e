//! Writes an output tree, all or none.
//!
//! 1. A staging folder is made beside the target, so that a rename is enough to move it.
//! 2. Each page is rendered and written there at once; none is held in memory.
//! 3. Only when all went well, the target and the staged tree change places.
//!
//! Whatever goes wrong before step 3, the last good tree stands untouched. A folder without
//! this program's marker is never replaced. Does not know what the pages are.

mod create;
mod guard;
mod rewrite;

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use tempfile::TempDir;

use crate::diagnostic::Diagnostic;
use crate::error::Error;
use crate::parallel;
use crate::permalink::SitePath;
use crate::render::Output;
pub use create::create;
pub use rewrite::rewrite;

/// The file that tells an output tree of this program from a folder of someone's own.
pub const MARKER: &str = ".pangzhu";

/// What [`MARKER`] says to whoever opens it.
const MARKER_TEXT: &str = concat!(
    "Written by pangzhu ",
    env!("CARGO_PKG_VERSION"),
    ". The next build replaces this folder and all that is in it.\n"
);

/// Keeps GitHub's branch publishing from running Jekyll over the tree.
const NO_JEKYLL: &str = ".nojekyll";

/// The files that every tree has beside the site's own.
pub const HOUSEKEEPING: [&str; 2] = [MARKER, NO_JEKYLL];

/// How often a swap is tried when another build gets in between.
const SWAP_ATTEMPTS: usize = 3;

/// The modes that web servers and GitHub Pages need, whatever the user's umask says.
const FILE_MODE: u32 = 0o644;
const FOLDER_MODE: u32 = 0o755;

/// How the writing of a tree ended.
#[derive(Debug)]
pub enum Emitted {
    /// The tree stands at the target.
    Written(Written),
    /// Some page could not be made; the target is as it was.
    Refused(Vec<Diagnostic>),
}

/// How much was written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Files, those of the program's own housekeeping left out.
    pub files: usize,
    /// Their bytes.
    pub bytes: u64,
}

/// Renders `paths` and puts them at `target`, in place of what an earlier call left there.
///
/// `root` is the site's folder, whose sources must not be written over. `written` is called
/// after each file, from any thread.
///
/// # Errors
/// A target that is not this program's to replace, and whatever the disk refuses.
pub fn emit(
    target: &Path,
    root: &Path,
    paths: &[&SitePath],
    render: impl Fn(&SitePath) -> Result<Output, Vec<Diagnostic>> + Sync + Send,
    written: impl Fn() + Sync + Send,
) -> Result<Emitted, Error> {
    let target = guard::resolve(target)?;
    guard::refuse_sources(&target, root)?;
    guard::refuse_foreign(&target)?;
    let stage = Stage::beside(&target)?;
    let stop = AtomicBool::new(false);
    let results = parallel::map(paths, |path| {
        if stop.load(Ordering::Relaxed) {
            return Ok(0);
        }
        let result = match render(path) {
            Ok(output) => stage.write(path, &output).map_err(Fault::Disk),
            Err(diagnostics) => Err(Fault::Content(diagnostics)),
        };
        // A full disk need not be found full ten thousand times; a template's faults are
        // all worth hearing.
        stop.fetch_or(matches!(result, Err(Fault::Disk(_))), Ordering::Relaxed);
        written();
        result
    });
    let mut faults = Vec::new();
    let mut bytes = 0;
    for result in results {
        match result {
            Ok(length) => bytes += length,
            Err(Fault::Content(diagnostics)) => faults.extend(diagnostics),
            Err(Fault::Disk(error)) => return Err(error),
        }
    }
    if !faults.is_empty() {
        return Ok(Emitted::Refused(faults));
    }
    stage.write_housekeeping()?;
    stage.swap(&target)?;
    Ok(Emitted::Written(Written { files: paths.len(), bytes }))
}

/// What kept one page from being written.
enum Fault {
    Content(Vec<Diagnostic>),
    Disk(Error),
}

/// A tree on its way: `new/` is filled, then `old/` takes the target's place here. Both go
/// with the folder when this is dropped.
struct Stage {
    /// Held locked as long as the stage lives, so that other builds know it is no leftover.
    /// Dropped before the folder it lies in.
    _lock: File,
    folder: TempDir,
}

impl Stage {
    fn beside(target: &Path) -> Result<Self, Error> {
        let parent = target.parent().unwrap_or(target);
        fs::create_dir_all(parent).map_err(|cause| Error::io("create", parent, cause))?;
        let prefix = stage_prefix(target);
        guard::clear_leftovers(target, parent, &prefix)?;
        let folder = TempDir::with_prefix_in(&prefix, parent)
            .map_err(|cause| Error::io("create a folder in", parent, cause))?;
        let lock = lock(folder.path()).map_err(|cause| Error::io("lock", folder.path(), cause))?;
        let stage = Self { _lock: lock, folder };
        let new = stage.new_tree();
        fs::create_dir(&new).map_err(|cause| Error::io("create", &new, cause))?;
        set_mode(&new, FOLDER_MODE)?;
        Ok(stage)
    }

    fn new_tree(&self) -> PathBuf {
        self.folder.path().join(NEW)
    }

    /// Writes one file and returns its length.
    fn write(&self, path: &SitePath, output: &Output) -> Result<u64, Error> {
        if path.as_str().split('/').any(|part| matches!(part, "" | "." | "..")) {
            let cause = io::Error::new(io::ErrorKind::InvalidInput, "it leaves the output folder");
            return Err(Error::io("write", Path::new(path.as_str()), cause));
        }
        let file = self.new_tree().join(path.as_str());
        match output {
            Output::Bytes(bytes) => {
                with_folder(&file, || fs::write(&file, bytes))
                    .map_err(|cause| Error::io("write", &file, cause))?;
                set_mode(&file, FILE_MODE)?;
                Ok(bytes.len() as u64)
            }
            Output::Copy(from) => {
                // The mode that comes along may be 0600 or read-only.
                let length = with_folder(&file, || fs::copy(from, &file))
                    .map_err(|cause| Error::io("copy", from, cause))?;
                set_mode(&file, FILE_MODE)?;
                Ok(length)
            }
        }
    }

    /// Adds the marker and `.nojekyll`, over whatever the site has of these names.
    fn write_housekeeping(&self) -> Result<(), Error> {
        for (name, text) in [(MARKER, MARKER_TEXT), (NO_JEKYLL, "")] {
            let file = self.new_tree().join(name);
            fs::write(&file, text).map_err(|cause| Error::io("write", &file, cause))?;
            set_mode(&file, FILE_MODE)?;
        }
        Ok(())
    }

    /// Puts the staged tree in the target's place and removes what stood there.
    fn swap(self, target: &Path) -> Result<(), Error> {
        let (new, old) = (self.new_tree(), self.folder.path().join(OLD));
        let mut attempt = 1;
        loop {
            // What stands there may have changed while the pages were made.
            guard::refuse_foreign(target)?;
            match fs::rename(target, &old) {
                Ok(()) => {}
                Err(cause) if cause.kind() == io::ErrorKind::NotFound => {}
                Err(cause) => return Err(Error::io("replace", target, cause)),
            }
            match fs::rename(&new, target) {
                Ok(()) => return Ok(()),
                Err(_) if attempt < SWAP_ATTEMPTS && target.exists() => {
                    // Another build was quicker; its tree is replaced in turn.
                    attempt += 1;
                    let _ = fs::remove_dir_all(&old);
                }
                Err(cause) => {
                    let _ = fs::rename(&old, target);
                    return Err(Error::io("write", target, cause));
                }
            }
        }
    }
}

/// The names within a staging folder.
const NEW: &str = "new";
const OLD: &str = "old";
const LOCK: &str = "lock";

/// Returns how the names of a target's staging folders begin: `.public.pangzhu-`.
fn stage_prefix(target: &Path) -> String {
    let name = target.file_name().map(|name| name.to_string_lossy().into_owned());
    format!(".{}.pangzhu-", name.unwrap_or_default())
}

/// Takes the lock of a staging folder; the system lets go of it when its holder dies.
fn lock(stage: &Path) -> io::Result<File> {
    let file = File::create(stage.join(LOCK))?;
    file.try_lock()?;
    Ok(file)
}

/// Does `work`, and if the folder of `file` was missing, makes it and does it again.
fn with_folder<T>(file: &Path, work: impl Fn() -> io::Result<T>) -> io::Result<T> {
    match work() {
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => {
            if let Some(folder) = file.parent() {
                create_folders(folder)?;
            }
            work()
        }
        result => result,
    }
}

/// Makes a folder and those above it, each with [`FOLDER_MODE`].
fn create_folders(folder: &Path) -> io::Result<()> {
    match fs::create_dir(folder) {
        Ok(()) => restrict(folder, FOLDER_MODE),
        Err(cause) if cause.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => {
            create_folders(folder.parent().ok_or(cause)?)?;
            create_folders(folder)
        }
        Err(cause) => Err(cause),
    }
}

fn set_mode(path: &Path, mode: u32) -> Result<(), Error> {
    restrict(path, mode).map_err(|cause| Error::io("set the mode of", path, cause))
}

#[cfg(unix)]
fn restrict(path: &Path, mode: u32) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(path, fs::Permissions::from_mode(mode))
}

#[cfg(not(unix))]
fn restrict(_path: &Path, _mode: u32) -> io::Result<()> {
    Ok(())
}
