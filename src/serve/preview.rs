//! Looks at the site again and again.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::showing::Showing;
use crate::error::Error;
use crate::session::{Options, Session, Snapshot};

/// A site that is looked at until its preview ends.
#[derive(Debug)]
pub struct Preview {
    session: Session,
    showing: Arc<Showing>,
}

impl Preview {
    /// Begins the preview of the site in `root` with a first look.
    ///
    /// # Errors
    /// A folder that is no site, and whatever the disk refuses.
    pub fn new(root: &Path, options: Options) -> Result<Self, Error> {
        let mut session = Session::new(root, options);
        let snapshot = session.refresh(|_| ())?;
        let showing = Arc::new(Showing::first(snapshot, session.file_changes()));
        Ok(Self { session, showing })
    }

    /// Looks again; tells whether anything is other than it was.
    ///
    /// What the machine refuses is shown like any other fault until it is over.
    pub fn look(&mut self) -> bool {
        let looked = self.session.refresh_if_changed(|_| ());
        self.show(looked)
    }

    /// As [`Self::look`], but looks at these files alone, if they are enough; their paths are
    /// below the site's folder.
    pub fn look_at(&mut self, files: &BTreeSet<PathBuf>) -> bool {
        // What was in the way of the last look may have hidden more than these.
        if self.showing.trouble().is_some() {
            return self.look();
        }
        let looked = self.session.refresh_at(files, |_| ());
        self.show(looked)
    }

    /// Returns what is shown now.
    pub fn showing(&self) -> Arc<Showing> {
        Arc::clone(&self.showing)
    }

    fn show(&mut self, looked: Result<Option<Snapshot>, Error>) -> bool {
        let files = self.session.file_changes();
        let next = match looked {
            Ok(Some(snapshot)) => Some(self.showing.after(snapshot, files)),
            Ok(None) => self.showing.recovered(),
            Err(error) => self.showing.troubled(&error),
        };
        let changed = next.is_some();
        if let Some(next) = next {
            self.showing = Arc::new(next);
        }
        changed
    }
}
