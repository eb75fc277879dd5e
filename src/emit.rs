//! Writes an output tree, all or none.
//!
//! 1. A staging folder is made beside the target, so that a rename is enough to move it.
//! 2. Each page is rendered and written there at once; none is held in memory. A file that
//!    stands at the target with the very same bytes is not written: the staged tree gets a
//!    link to it, so that it keeps the time of its last change. Where the `ledger` knows that
//!    it would be made of the same, it is not even rendered.
//! 3. Only when all went well, the target and the staged tree change places. The tree that stood
//!    there is the `spare` of the next build, which has to give it only what differs.
//!
//! Whatever goes wrong before step 3, the last good tree stands untouched. A folder without
//! this program's marker is never replaced. Does not know what the pages are.

mod add;
mod create;
pub mod disk;
mod guard;
mod keep;
mod ledger;
mod rewrite;
mod spare;
mod stage;

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::diagnostic::Diagnostic;
use crate::error::Error;
use crate::parallel;
use crate::permalink::SitePath;
use crate::render::Output;
use crate::render::fingerprint::Fingerprint;
pub use add::{Added, Addition, Claims, add, place};
pub use create::create;
pub use keep::{CACHE, Keep};
use ledger::{Entry, Ledger, Stamp};
pub use rewrite::rewrite;
use stage::{Put, Stage};

/// The file that tells an output tree of this program from a folder of someone's own.
pub const MARKER: &str = ".pangzhu";

/// Keeps GitHub's branch publishing from running Jekyll over the tree.
const NO_JEKYLL: &str = ".nojekyll";

/// The files that every tree has beside the site's own.
pub const HOUSEKEEPING: [&str; 2] = [MARKER, NO_JEKYLL];

/// The mode that web servers and GitHub Pages need, whatever the user's umask says.
const FILE_MODE: u32 = 0o644;

/// The mode of folders, as [`FILE_MODE`] is that of files.
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
    /// How many of the files stood there before as they are.
    pub unchanged: usize,
}

/// What an earlier build made of the same is not made again by this one.
#[derive(Clone, Copy)]
pub struct Again<'a> {
    /// Where it is kept what files were made of.
    pub keep: &'a Keep,
    /// Asked for each path what stands there is made of; nothing for what is always to be made.
    pub made_of: &'a (dyn Fn(&SitePath) -> Option<Fingerprint> + Sync),
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
    emit_again(target, root, paths, None, render, written)
}

/// As [`emit`], but renders only what is made of something else than the last time.
///
/// # Errors
/// As [`emit`].
pub fn emit_again(
    target: &Path,
    root: &Path,
    paths: &[&SitePath],
    again: Option<Again<'_>>,
    render: impl Fn(&SitePath) -> Result<Output, Vec<Diagnostic>> + Sync + Send,
    written: impl Fn() + Sync + Send,
) -> Result<Emitted, Error> {
    let target = guard::resolve(target)?;
    guard::refuse_sources(&target, root)?;
    guard::refuse_foreign(&target)?;
    let mut stage = Stage::beside(&target)?;
    let spare = again.map(|again| again.keep.spare(&target));
    if let Some(spare) = &spare {
        stage.begin_with(spare, paths)?;
    }
    let ledger = again.map(|again| Ledger::read(again.keep, &target)).unwrap_or_default();
    let work = Work { stage: &stage, ledger: &ledger, again };
    let stop = AtomicBool::new(false);
    let numbered: Vec<usize> = (0..paths.len()).collect();
    let results = parallel::map(&numbered, |&place| {
        if stop.load(Ordering::Relaxed) {
            return Ok(None);
        }
        let path = paths[place];
        // Paths come sorted: whoever comes first to a folder makes it.
        let is_first = place == 0 || folder(paths[place - 1]) != folder(path);
        let result = work.put(path, is_first, &render);
        // A full disk need not be found full ten thousand times; a template's faults are
        // all worth hearing.
        stop.fetch_or(matches!(result, Err(Fault::Disk(_))), Ordering::Relaxed);
        written();
        result
    });
    let (all, entries) = match gathered(results, paths)? {
        Ok(gathered) => gathered,
        Err(faults) => return Ok(Emitted::Refused(faults)),
    };
    stage.put_housekeeping()?;
    let old = stage.swap(&target)?;
    if let Some(again) = again {
        ledger::write(again.keep, &target, entries.into_iter());
        again.keep.lay_by(&old, &target);
    }
    Ok(Emitted::Written(all))
}

/// What became of one path: nothing where there was nothing to do.
type Done = Result<Option<(Put, Option<Entry>)>, Fault>;

/// What was written, and what is to be known of the files; or all that is wrong with them.
type Gathered<'a> = Result<(Written, Vec<(&'a SitePath, Entry)>), Vec<Diagnostic>>;

/// Adds up what became of all paths.
fn gathered<'a>(results: Vec<Done>, paths: &[&'a SitePath]) -> Result<Gathered<'a>, Error> {
    let (mut faults, mut entries) = (Vec::new(), Vec::new());
    let mut all = Written::default();
    for (result, path) in results.into_iter().zip(paths) {
        match result {
            Ok(None) => {}
            Ok(Some((put, entry))) => {
                all.add(&put);
                entries.extend(entry.map(|entry| (*path, entry)));
            }
            Err(Fault::Content(diagnostics)) => faults.extend(diagnostics),
            Err(Fault::Disk(error)) => return Err(error),
        }
    }
    Ok(if faults.is_empty() { Ok((all, entries)) } else { Err(faults) })
}

impl Written {
    fn add(&mut self, put: &Put) {
        self.files += 1;
        self.bytes += put.bytes;
        self.unchanged += usize::from(put.unchanged);
    }
}

/// What each file is put in its place with.
struct Work<'a> {
    stage: &'a Stage,
    ledger: &'a Ledger,
    again: Option<Again<'a>>,
}

impl Work<'_> {
    /// Puts what belongs at a path there: the last tree's file, or what is rendered. Nothing where
    /// what was to be copied has gone since it was found, as if it had gone before.
    fn put(
        &self,
        path: &SitePath,
        is_first: bool,
        render: &impl Fn(&SitePath) -> Result<Output, Vec<Diagnostic>>,
    ) -> Done {
        let Self { stage, ledger, again } = self;
        let made_of = again.and_then(|again| (again.made_of)(path));
        if let Some(made_of) = made_of
            && let Some(stamp) = ledger.stamp(path, made_of)
            && stage.keep(path, stamp, is_first)
        {
            let put = Put { bytes: stamp.length, unchanged: true };
            return Ok(Some((put, Some(Entry { made_of, stamp }))));
        }
        let output = render(path).map_err(Fault::Content)?;
        match stage.put(path, &output, is_first) {
            Ok(put) => Ok(Some((put, made_of.and_then(|made_of| stage.entry(path, made_of))))),
            Err(_) if has_gone(&output) => Ok(None),
            Err(error) => Err(Fault::Disk(error)),
        }
    }
}

/// Tells whether a file that was to be copied is no longer there.
fn has_gone(output: &Output) -> bool {
    matches!(output, Output::Copy(from) if matches!(from.try_exists(), Ok(false)))
}

/// Returns the folder that a file lies in.
fn folder(path: &SitePath) -> &str {
    path.as_str().rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// What kept one page from being written.
enum Fault {
    Content(Vec<Diagnostic>),
    Disk(Error),
}

/// The names within a staging folder that outlast its build where that is killed.
const NEW: &str = "new";
const OLD: &str = "old";
const LOCK: &str = "lock";
