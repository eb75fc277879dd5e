//! A site as it stood at one look, to be shown or written.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::allowances::Allowances;
use crate::diagnostic::{Diagnostic, Severity};
use crate::emit::{self, Again, Emitted, Keep};
use crate::error::Error;
use crate::load::inputs::Inputs;
use crate::parallel;
use crate::permalink::SitePath;
use crate::render::Site;
use crate::render::fingerprint::Fingerprints;
use crate::render::search::Corpus;
use crate::source::{Source, SourcePath};

/// A site as it stood at one look.
#[derive(Debug)]
pub struct Snapshot {
    /// Every page, to be rendered on demand.
    pub site: Arc<Site>,
    /// What the phases said so far; rendering may add to it.
    pub diagnostics: Vec<Diagnostic>,
    /// What there is of everything.
    pub statistics: Statistics,
    pub(super) root: PathBuf,
    pub(super) inputs: Inputs,
    pub(super) allowances: Allowances,
    /// The files of essays that are left out for their errors.
    pub(super) left_out: BTreeSet<SourcePath>,
    pub(super) strict: bool,
}

/// What there is of everything in a site.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Statistics {
    /// Essays, drafts that are not shown and pages beside the archive left out.
    pub essays: usize,
    /// Comparisons that are shown.
    pub comparisons: usize,
    /// Companies that have a page.
    pub companies: usize,
    /// Files of the output.
    pub files: usize,
}

impl Statistics {
    pub(super) fn of(site: &Site) -> Self {
        let archive = site.archive();
        Self {
            essays: archive.essays.len(),
            comparisons: archive.comparisons.len(),
            companies: archive.companies.len(),
            files: site.len(),
        }
    }
}

impl Snapshot {
    /// Returns the text that a diagnostic is about, if it is a file of the site.
    pub fn source(&self, path: &SourcePath) -> Option<&Source> {
        let Inputs { config, companies, essays, notes, templates, assets, .. } = &self.inputs;
        let styles = assets.iter().filter_map(|asset| asset.style.as_ref());
        let settings = config.iter().chain(companies).chain(styles);
        let sorted = [essays, notes, templates];
        let found = settings.filter(|source| source.path == *path).chain(sorted.iter().filter_map(
            |sources| {
                let place = sources.binary_search_by(|source| source.path.cmp(path)).ok()?;
                sources.get(place)
            },
        ));
        found.map(Arc::as_ref).next()
    }

    /// Returns those of further faults that are to be said, as heavy as they are to weigh.
    pub fn said(&self, mut faults: Vec<Diagnostic>) -> Vec<Diagnostic> {
        faults.retain(|fault| !self.allowances.silence(fault));
        if self.strict {
            faults.iter_mut().for_each(harden);
        }
        faults
    }

    /// Tells whether anything keeps the site from being written.
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
    }

    /// Tells whether there is an error in what is not left out.
    fn is_refused(&self) -> bool {
        let mut errors = self.diagnostics.iter().filter(|one| one.severity == Severity::Error);
        errors.any(|one| !self.left_out.contains(&one.path))
    }

    /// Writes the site to `target`, all or none; `written` is called after each file.
    ///
    /// The faults of a refusal are those of rendering alone, not those in
    /// [`Self::diagnostics`], which refuse as well.
    ///
    /// # Errors
    /// A target that is not this program's to replace, and whatever the disk refuses.
    pub fn write(&self, target: &Path, written: impl Fn() + Sync + Send) -> Result<Emitted, Error> {
        self.write_again(target, None, written)
    }

    /// As [`Self::write`], but renders only what is made of something else than the last time,
    /// as far as `keep` knows.
    ///
    /// # Errors
    /// As [`Self::write`].
    pub fn write_again(
        &self,
        target: &Path,
        keep: Option<&Keep>,
        written: impl Fn() + Sync + Send,
    ) -> Result<Emitted, Error> {
        if self.is_refused() {
            return Ok(Emitted::Refused(self.render_faults(written)));
        }
        let Self { root, site, inputs, .. } = self;
        let paths: Vec<&SitePath> = site.paths().collect();
        let fingerprints = keep.map(|keep| Fingerprints::new(site, inputs, &keep.program));
        match keep.zip(fingerprints.as_ref()) {
            Some((keep, fingerprints)) => prepare(site, keep, fingerprints),
            None => site.prepare(),
        }
        let made_of = |path: &SitePath| fingerprints.as_ref()?.of(site, path);
        let again = keep.map(|keep| Again { keep, made_of: &made_of });
        emit::emit_again(target, root, &paths, again, |path| site.render(path), written)
    }

    /// Renders every page and returns only what went wrong; `rendered` is called after each.
    fn render_faults(&self, rendered: impl Fn() + Sync + Send) -> Vec<Diagnostic> {
        self.site.prepare();
        let paths: Vec<&SitePath> = self.site.paths().collect();
        let faults = parallel::map(&paths, |path| {
            let faults = self.site.render(path).err().unwrap_or_default();
            rendered();
            faults
        });
        faults.into_iter().flatten().collect()
    }
}

/// Makes the indexes of the search, of those that an earlier build made, and keeps them.
fn prepare(site: &Site, keep: &Keep, fingerprints: &Fingerprints) {
    for corpus in Corpus::ALL {
        let name = format!("{}.index", corpus.name());
        let texts = fingerprints.of_texts(site, corpus);
        if let Some(pieces) = site.prepare_again(corpus, &texts, keep.read(&name)) {
            keep.write(&name, &pieces);
        }
    }
}

/// Makes a warning an error.
pub(super) fn harden(diagnostic: &mut Diagnostic) {
    if diagnostic.severity == Severity::Warning {
        diagnostic.severity = Severity::Error;
    }
}
