//! Hears from the system that files changed, and rings the bell. Does not look: what changed
//! is for whoever answers to find out, so that an event missed, doubled or odd does no harm.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use notify::event::{AccessKind, AccessMode, EventKind, ModifyKind, RenameMode};
use notify::{Event, RecommendedWatcher, RecursiveMode, Watcher as _};

use super::bell::{About, Bell, Ring};
use crate::load::inputs;

/// Rings a bell until it is dropped.
#[derive(Debug)]
pub struct Watcher {
    root: PathBuf,
    watcher: RecommendedWatcher,
    /// Whether one of the site's folders may be another than the one that is watched.
    stale: Arc<AtomicBool>,
}

impl Watcher {
    /// Watches the folders of the site in `root`, and whether they come and go.
    ///
    /// # Errors
    /// What the system says: it may watch only so many folders, or none of this disk.
    pub fn start(root: &Path, bell: Arc<Bell>) -> Result<Self, String> {
        let root = root.canonicalize().map_err(|cause| cause.to_string())?;
        let stale = Arc::new(AtomicBool::new(true));
        let (top, shared) = (root.clone(), Arc::clone(&stale));
        let heard = move |event: Result<Event, notify::Error>| {
            let ring = match &event {
                Ok(event) if !event.need_rescan() => {
                    if is_folder_of_site(event, &top) {
                        shared.store(true, Ordering::Release);
                    }
                    ring(event, &top)
                }
                _ => {
                    shared.store(true, Ordering::Release);
                    Some((Ring::Underway, About::Anything))
                }
            };
            ring.into_iter().for_each(|(ring, about)| bell.ring(ring, about));
        };
        let mut watcher = notify::recommended_watcher(heard).map_err(|cause| cause.to_string())?;
        // Its own entries alone: the output below it changes often, and a repository's insides.
        watcher.watch(&root, RecursiveMode::NonRecursive).map_err(|cause| cause.to_string())?;
        let mut watcher = Self { root, watcher, stale };
        watcher.renew()?;
        Ok(watcher)
    }

    /// Watches the folders that are there now, if they are not those that were.
    ///
    /// # Errors
    /// What the system says.
    pub fn renew(&mut self) -> Result<(), String> {
        if !self.stale.swap(false, Ordering::AcqRel) {
            return Ok(());
        }
        for folder in inputs::folders().map(|name| self.root.join(name)) {
            let _ = self.watcher.unwatch(&folder);
            if folder.is_dir() {
                self.watcher
                    .watch(&folder, RecursiveMode::Recursive)
                    .map_err(|cause| cause.to_string())?;
            }
        }
        Ok(())
    }
}

/// Tells whether an event is about one of the site's folders as a whole.
fn is_folder_of_site(event: &Event, root: &Path) -> bool {
    !matches!(event.kind, EventKind::Access(_))
        && event.paths.iter().any(|path| {
            path.parent() == Some(root)
                && inputs::folders().any(|name| path.file_name().is_some_and(|one| one == name))
        })
}

/// Returns how an event is to be rung; nothing for one that is about no file of the site's.
fn ring(event: &Event, root: &Path) -> Option<(Ring, About)> {
    let below = event.paths.iter().filter_map(|path| path.strip_prefix(root).ok());
    let files: BTreeSet<PathBuf> =
        below.filter(|path| inputs::is_read(path)).map(Path::to_owned).collect();
    if files.is_empty() {
        return None;
    }
    let ring = match event.kind {
        EventKind::Access(AccessKind::Close(AccessMode::Write))
        | EventKind::Modify(ModifyKind::Name(RenameMode::To | RenameMode::Both)) => Ring::Complete,
        EventKind::Access(_) => return None,
        _ => Ring::Underway,
    };
    Some((ring, About::Files(files)))
}
