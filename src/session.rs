//! A site between two looks at the disk: what was read, what was made of it, what is kept.
//!
//! [`Session::refresh`] runs the phases in their order. What an earlier look made of a file
//! is used again as long as all that it depends on is the same: the file's text, the
//! settings, and, for what was detected, the companies. Linking and planning start from
//! nothing, unless the edit leaves every list as it was ([`crate::link::relink`]). No clock
//! runs here: who wants to know how long a phase took is told when it begins.
//!
//! What is unchanged is known by its address, not by its text: the inputs' memory hands out
//! the same [`Arc`] for a file that is as it was, and so on from phase to phase.

mod earlier;
mod shown;
mod allowances;
mod known;
mod linked;
mod options;
mod phase;
mod recall;
mod snapshot;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::annotate;
use crate::annotate::file::{self, NotesFile};
use crate::config::Config;
use crate::detect::gazetteer::Gazetteer;
use crate::detect::{self, DetectedEssay};
use crate::diagnostic::Diagnostic;
use crate::emit::Keep;
use crate::error::Error;
use crate::link::digest::Digest;
use crate::load::essay::Essay;
use crate::load::inputs::{Inputs, Memory};
use crate::parallel;
use crate::render;
use crate::render::templates::Templates;
use crate::source::{Source, SourcePath};
use allowances::Allowances;
use earlier::{earlier, is_same};
use known::Known;
use linked::Linked;
pub use options::Options;
pub use phase::Phase;
use recall::Recalled;
use snapshot::harden;
pub use snapshot::{Snapshot, Statistics};

/// How many essays are made of their sources before these are let go: with so many at hand all
/// cores are busy, and their texts take little memory.
const LOADED_AT_ONCE: usize = 1024;

/// A site's folder, watched over by one caller.
#[derive(Debug)]
pub struct Session {
    root: PathBuf,
    options: Options,
    keep: Option<Keep>,
    kept: Kept,
}

/// What one look made, and all that it depends on.
#[derive(Debug, Default)]
struct Kept {
    memory: Memory,
    config: Config,
    companies: Option<Companies>,
    /// In the order of their paths.
    loaded: Vec<Arc<Essay>>,
    /// In the order of their paths.
    detected: Vec<Arc<DetectedEssay>>,
    /// What was made of each essay and its notes file, in the order of their paths.
    annotated: Vec<Arc<Annotated>>,
    /// The notes files, in the order of their paths.
    notes: Vec<Arc<Source>>,
    templates: Option<ParsedTemplates>,
    linked: Option<Linked>,
}

/// An essay as it was annotated, and what it was made of.
#[derive(Debug)]
struct Annotated {
    detected: Arc<DetectedEssay>,
    notes: Option<Arc<Source>>,
    digest: Arc<Digest>,
}

/// The templates of a site, with the files that they were made of.
#[derive(Debug)]
struct ParsedTemplates {
    sources: Vec<Arc<Source>>,
    templates: Templates,
    diagnostics: Vec<Diagnostic>,
}

/// The companies known, with the file that adds to them.
#[derive(Debug)]
struct Companies {
    source: Option<Arc<Source>>,
    gazetteer: Arc<Gazetteer>,
    diagnostics: Vec<Diagnostic>,
}

impl Session {
    /// Begins a session on the site in `root`; nothing is read yet.
    pub fn new(root: &Path, options: Options) -> Self {
        Self { root: root.to_owned(), options, keep: None, kept: Kept::default() }
    }

    /// Returns the same session, whose first look uses what earlier runs detected and keeps what
    /// is new of it.
    #[must_use]
    pub fn recalling(self, keep: Option<Keep>) -> Self {
        Self { keep, ..self }
    }

    /// Looks at the disk and makes the site of what is there now.
    ///
    /// `entering` is called as each phase begins.
    ///
    /// # Errors
    /// Whatever the disk refuses, and a folder that is no site.
    pub fn refresh(&mut self, mut entering: impl FnMut(Phase)) -> Result<Snapshot, Error> {
        entering(Phase::Read);
        let inputs = Inputs::read_again(&self.root, &mut self.kept.memory)?;
        Ok(self.make(inputs, entering))
    }

    /// Looks at the disk and, if anything there is other than at the last look, makes the site.
    ///
    /// # Errors
    /// As [`Self::refresh`].
    pub fn refresh_if_changed(
        &mut self,
        mut entering: impl FnMut(Phase),
    ) -> Result<Option<Snapshot>, Error> {
        entering(Phase::Read);
        let inputs = Inputs::read_again(&self.root, &mut self.kept.memory)?;
        Ok(self.kept.memory.has_changed().then(|| self.make(inputs, entering)))
    }

    /// As [`Self::refresh_if_changed`], but looks at these files alone, if they are enough: each,
    /// a path below the root, is a file now and at the last look.
    ///
    /// What else has changed is then seen by the next look at everything.
    ///
    /// # Errors
    /// As [`Self::refresh`].
    pub fn refresh_at(
        &mut self,
        files: &BTreeSet<PathBuf>,
        mut entering: impl FnMut(Phase),
    ) -> Result<Option<Snapshot>, Error> {
        entering(Phase::Read);
        let inputs = Inputs::read_at(&self.root, files, &mut self.kept.memory)?;
        Ok(self.kept.memory.has_changed().then(|| self.make(inputs, entering)))
    }

    /// Returns how often files that are copied as they are were found other than before.
    pub fn file_changes(&self) -> u64 {
        self.kept.memory.file_changes()
    }

    /// Runs the phases that follow the reading.
    fn make(&mut self, mut inputs: Inputs, mut entering: impl FnMut(Phase)) -> Snapshot {
        let mut diagnostics = inputs.diagnostics.clone();

        entering(Phase::Load);
        let (config, faults) = Config::load(inputs.config.as_deref());
        diagnostics.extend(faults);
        self.settle(config);
        let recalled = self.recalled(inputs.companies.as_deref());
        let known = self.load(&mut inputs, recalled.as_ref());

        entering(Phase::Detect);
        let (gazetteer, faults) = self.gazetteer(inputs.companies.as_ref());
        diagnostics.extend(faults);
        let detected = self.detect(&known, &gazetteer, recalled.as_ref());
        drop((known, recalled));
        let (mut shown, faults) = self.annotate(&detected, &inputs.notes, &gazetteer);
        diagnostics.extend(faults);
        diagnostics.extend(self.leave_out(&mut shown));
        let all = || shown.iter().filter(|one| one.is_faulty()).map(|one| &one.annotated);
        diagnostics.extend(all().flat_map(|one| one.essay.diagnostics.iter().cloned()));
        diagnostics.extend(all().flat_map(|one| one.diagnostics.iter().cloned()));
        let left_out = self.leave_out_broken(&mut shown, &inputs, &diagnostics);

        entering(Phase::Link);
        let earlier = self.kept.linked.take();
        let (archive, link_faults) =
            linked::link(&shown, earlier.as_ref(), &gazetteer, &self.kept.config);
        diagnostics.extend(link_faults.iter().cloned());

        entering(Phase::Plan);
        let (templates, faults) = self.templates(&inputs.templates);
        diagnostics.extend(faults);
        let earlier = earlier.as_ref().map(|earlier| &*earlier.site);
        let (site, faults) = render::plan(archive, &self.kept.config, &inputs, &templates, earlier);
        diagnostics.extend(faults);
        let site = Arc::new(site);
        self.kept.linked =
            Some(Linked { digests: shown, diagnostics: link_faults, site: Arc::clone(&site) });
        let allowances =
            Allowances::new(&self.kept.config.allow, detected.iter().map(|one| &*one.essay));
        diagnostics.retain(|one| !allowances.silence(one));
        if self.options.strict {
            diagnostics.iter_mut().for_each(harden);
        }
        Snapshot {
            root: self.root.clone(),
            statistics: Statistics::of(&site),
            site,
            diagnostics,
            inputs,
            allowances,
            left_out,
            strict: self.options.strict,
        }
    }

    /// Takes this look's settings, and drops what was made under others.
    fn settle(&mut self, mut config: Config) {
        if let Some(base_url) = &self.options.base_url {
            config.base_url = base_url.clone();
        }
        if self.kept.config != config {
            self.kept.config = config;
            self.kept.loaded.clear();
            self.kept.linked = None;
        }
    }

    /// Reads what earlier runs made of essays, at the first look: later ones have it at hand.
    fn recalled(&self, companies: Option<&Source>) -> Option<Recalled> {
        let keep = self.keep.as_ref().filter(|_| self.kept.loaded.is_empty())?;
        let companies = companies.map(|source| source.text.as_str());
        let around = format!("{} {:?} {companies:?}", keep.program, self.kept.config);
        Some(Recalled::read(keep, &around))
    }

    /// Makes an essay of each source, or takes the one made of the same source before: at an earlier
    /// look, or by an earlier run.
    ///
    /// From then on the sources of the essays stand for those that were read: some at a time, so
    /// that not all texts are there twice at once.
    fn load(&mut self, inputs: &mut Inputs, recalled: Option<&Recalled>) -> Vec<Known> {
        let mut all: Vec<Known> = Vec::with_capacity(inputs.essays.len());
        let Kept { config, loaded, memory, .. } = &mut self.kept;
        let (config, before) = (&*config, &*loaded);
        while all.len() < inputs.essays.len() {
            let first = all.len();
            let numbered: Vec<_> =
                inputs.essays.iter().enumerate().skip(first).take(LOADED_AT_ONCE).collect();
            all.extend(parallel::map(&numbered, |&(index, source)| {
                let is_of = |essay: &&Arc<Essay>| Arc::ptr_eq(&essay.source, source);
                match earlier(before, index, &source.path, is_of, |essay| &essay.source.path) {
                    Some(essay) => Known { essay: Arc::clone(essay), key: None, detected: None },
                    None => Known::of(source, config, recalled),
                }
            }));
            let packed: Vec<Arc<Source>> =
                all[first..].iter().map(|one| Arc::clone(&one.essay.source)).collect();
            inputs.replace_essays(first, &packed, memory);
        }
        *loaded = all.iter().map(|one| Arc::clone(&one.essay)).collect();
        all
    }

    /// Returns the companies known with this look's `companies.yaml`; when that is another
    /// than before, drops what was detected by it.
    fn gazetteer(&mut self, source: Option<&Arc<Source>>) -> (Arc<Gazetteer>, Vec<Diagnostic>) {
        let companies = match self.kept.companies.take() {
            Some(companies) if companies.source.as_ref() == source => companies,
            _ => {
                self.kept.detected.clear();
                self.kept.linked = None;
                let (gazetteer, diagnostics) = match source {
                    Some(source) => {
                        let (gazetteer, diagnostics) = Gazetteer::new(Some(source));
                        (Arc::new(gazetteer), diagnostics)
                    }
                    None => (Gazetteer::built_in(), Vec::new()),
                };
                Companies { source: source.cloned(), gazetteer, diagnostics }
            }
        };
        let result = (Arc::clone(&companies.gazetteer), companies.diagnostics.clone());
        self.kept.companies = Some(companies);
        result
    }

    /// Detects in each essay, or takes what was detected in the very same one before: at an
    /// earlier look, or by an earlier run. Keeps what is new.
    fn detect(
        &mut self,
        essays: &[Known],
        gazetteer: &Gazetteer,
        recalled: Option<&Recalled>,
    ) -> Vec<Arc<DetectedEssay>> {
        let kept = &self.kept.detected;
        let numbered: Vec<_> = essays.iter().enumerate().collect();
        let found = parallel::map(&numbered, |&(index, Known { essay, detected, .. })| {
            let is_of = |one: &&Arc<DetectedEssay>| Arc::ptr_eq(&one.essay, essay);
            let path = &essay.source.path;
            let before = earlier(kept, index, path, is_of, |one| &one.essay.source.path);
            let before = before.or(detected.as_ref()).map(Arc::clone);
            before.unwrap_or_else(|| Arc::new(detect::detect(Arc::clone(essay), gazetteer)))
        });
        if let Some((keep, recalled)) = self.keep.as_ref().zip(recalled) {
            let keyed = essays.iter().zip(&found);
            let keyed = keyed.filter_map(|(one, found)| Some((one.key?, &**found)));
            recalled.add(keep, &keyed.collect::<Vec<_>>());
        }
        self.kept.detected.clone_from(&found);
        found
    }

    /// Annotates each essay by its notes file, or takes what was made of the very same two
    /// before; diagnoses notes files without an essay.
    fn annotate(
        &mut self,
        detected: &[Arc<DetectedEssay>],
        notes: &[Arc<Source>],
        gazetteer: &Gazetteer,
    ) -> (Vec<Arc<Digest>>, Vec<Diagnostic>) {
        let Kept { config, annotated: kept, notes: kept_notes, .. } = &self.kept;
        let by_path: FxHashMap<&SourcePath, &Arc<Source>> =
            notes.iter().map(|notes| (&notes.path, notes)).collect();
        let are_same = is_same(kept_notes, notes);
        let numbered: Vec<_> = detected.iter().enumerate().collect();
        let all = parallel::map(&numbered, |&(index, one)| {
            let notes_of = |path| by_path.get(&file::path_of(path)).copied();
            let is_of = |kept: &&Arc<Annotated>| Arc::ptr_eq(&kept.detected, one);
            let has_same = |kept: &Annotated, path| {
                are_same || kept.notes.as_ref().map(Arc::as_ptr) == notes_of(path).map(Arc::as_ptr)
            };
            let path = &one.essay.source.path;
            match earlier(kept, index, path, is_of, |kept| &kept.detected.essay.source.path) {
                Some(kept) if has_same(kept, path) => Arc::clone(kept),
                _ => Arc::new(annotated(one, notes_of(path), gazetteer, config)),
            }
        });
        let mut lonely: FxHashSet<&SourcePath> = by_path.into_keys().collect();
        all.iter().filter_map(|one| one.notes.as_ref()).for_each(|notes| {
            lonely.remove(&notes.path);
        });
        let lonely = notes.iter().filter(|notes| lonely.contains(&notes.path));
        let faults = lonely.map(|notes| Diagnostic::lonely_notes(&notes.path)).collect();
        let digests = all.iter().map(|one| Arc::clone(&one.digest)).collect();
        self.kept.annotated = all;
        self.kept.notes = notes.to_vec();
        (digests, faults)
    }

    /// Parses the templates, or takes what was made of the very same ones before.
    fn templates(&mut self, sources: &[Arc<Source>]) -> (Templates, Vec<Diagnostic>) {
        let is_of = |kept: &ParsedTemplates| is_same(&kept.sources, sources);
        let kept = self.kept.templates.take().filter(is_of).unwrap_or_else(|| {
            let (templates, diagnostics) = Templates::new(sources);
            ParsedTemplates { sources: sources.to_vec(), templates, diagnostics }
        });
        let result = (kept.templates.clone(), kept.diagnostics.clone());
        self.kept.templates = Some(kept);
        result
    }
}

/// Makes an annotated essay of what was detected in it and its notes file.
fn annotated(
    detected: &Arc<DetectedEssay>,
    notes: Option<&Arc<Source>>,
    gazetteer: &Gazetteer,
    config: &Config,
) -> Annotated {
    let file = notes.map(|source| (&source.path, NotesFile::load(source, config)));
    let file = file.as_ref().map(|(path, file)| (*path, file));
    let essay = Arc::new(annotate::annotate(detected, file, gazetteer));
    Annotated {
        detected: Arc::clone(detected),
        notes: notes.cloned(),
        digest: Arc::new(Digest::new(essay, config)),
    }
}
