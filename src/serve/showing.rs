//! What is shown between two looks: the site as it is and, while that has errors, the last
//! one without.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::diagnostic::{Diagnostic, Severity};
use crate::error::Error;
use crate::language::Wording;
use crate::permalink::SitePath;
use crate::render::{Output, Site};
use crate::session::Snapshot;
use crate::source::Source;

/// What one look gave.
#[derive(Debug)]
pub struct Showing {
    look: u64,
    files: u64,
    current: Arc<Snapshot>,
    /// The last look without errors before `current`.
    good: Option<Arc<Snapshot>>,
    /// What the machine refused at this look; `current` is then of an earlier one.
    trouble: Option<Wording>,
    /// Whether a page could not be made of `current`.
    marred: AtomicBool,
}

/// What is shown at one path.
#[derive(Debug)]
pub struct Shown {
    /// The page or file; at a path that the site does not have, the page that says so, and
    /// nothing where not even that can be made.
    pub output: Option<Output>,
    /// Whether the site has the path.
    pub exists: bool,
    /// What keeps the site from being written, and then what is amiss with the page's own
    /// source.
    pub faults: Vec<Diagnostic>,
}

impl Shown {
    /// Tells whether anything keeps the site from being written.
    pub fn has_errors(&self) -> bool {
        self.faults.iter().any(|one| one.severity == Severity::Error)
    }
}

impl Showing {
    /// Shows a first look. `files` counts the changes of files that are copied.
    pub(super) fn first(current: Snapshot, files: u64) -> Self {
        Self {
            look: 1,
            files,
            current: Arc::new(current),
            good: None,
            trouble: None,
            marred: AtomicBool::new(false),
        }
    }

    /// Shows a later look.
    pub(super) fn after(&self, current: Snapshot, files: u64) -> Self {
        let was_good = !self.current.has_errors() && !self.marred.load(Ordering::Relaxed);
        let good = if was_good { Some(Arc::clone(&self.current)) } else { self.good.clone() };
        Self { look: self.look + 1, good, ..Self::first(current, files) }
    }

    /// Shows the same site with what the machine refused; `None` when that is known already.
    pub(super) fn troubled(&self, error: &Error) -> Option<Self> {
        let trouble = Some(error.wording());
        (self.trouble != trouble).then(|| Self { trouble, ..self.again() })
    }

    /// Shows the same site without what the machine refused; `None` when it refused nothing.
    pub(super) fn recovered(&self) -> Option<Self> {
        self.trouble.is_some().then(|| self.again())
    }

    fn again(&self) -> Self {
        Self {
            look: self.look + 1,
            files: self.files,
            current: Arc::clone(&self.current),
            good: self.good.clone(),
            trouble: None,
            marred: AtomicBool::new(self.marred.load(Ordering::Relaxed)),
        }
    }

    /// Returns the number of the look, from 1.
    pub fn look(&self) -> u64 {
        self.look
    }

    /// Returns how often files that are copied have changed.
    pub fn files(&self) -> u64 {
        self.files
    }

    /// Returns the site as it is, errors and all.
    pub fn current(&self) -> &Snapshot {
        &self.current
    }

    /// Returns what the machine refused.
    pub fn trouble(&self) -> Option<&Wording> {
        self.trouble.as_ref()
    }

    /// Returns the site whose pages are shown.
    pub fn site(&self) -> &Site {
        &self.shown().site
    }

    /// Returns the text that a fault is about.
    pub fn source(&self, fault: &Diagnostic) -> Option<&Source> {
        self.current.source(&fault.path)
    }

    /// Makes the page at a path.
    ///
    /// Of a site with errors the last one without is shown, and a page that cannot be made of
    /// the site as it is, is made of that.
    pub fn page(&self, path: &SitePath) -> Shown {
        let shown = self.shown();
        let source = self.current.site.source_of(path).or_else(|| shown.site.source_of(path));
        let concerns = |one: &&Diagnostic| match one.severity {
            Severity::Error => true,
            Severity::Warning => Some(&one.path) == source,
            Severity::Note => false,
        };
        let mut faults: Vec<Diagnostic> =
            self.current.diagnostics.iter().filter(concerns).cloned().collect();
        let exists = shown.site.page(path).is_some();
        let output = match shown.site.render(path) {
            Ok(output) => Some(output),
            Err(more) => {
                if std::ptr::eq(shown, self.current.as_ref()) {
                    self.marred.store(true, Ordering::Relaxed);
                    faults.extend(more);
                }
                self.good.as_ref().and_then(|good| good.site.render(path).ok())
            }
        };
        faults.sort_by_key(|one| std::cmp::Reverse(one.severity));
        Shown { output, exists, faults }
    }

    fn shown(&self) -> &Snapshot {
        match &self.good {
            Some(good) if self.current.has_errors() => good,
            _ => &self.current,
        }
    }
}
