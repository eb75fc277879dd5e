//! Which essays are shown: no drafts, none that are to wait for their time, and none with errors
//! where the others are to be written all the same.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::Session;
use crate::annotate::file;
use crate::config::Future;
use crate::diagnostic::{Diagnostic, Severity};
use crate::link::digest::Digest;
use crate::load::inputs::Inputs;
use crate::source::SourcePath;

impl Session {
    /// Takes out what is not to be shown, and tells of essays whose time is still to come.
    ///
    /// Instants are compared, so that no time zone makes an essay late.
    pub(super) fn leave_out(&self, essays: &mut Vec<Arc<Digest>>) -> Vec<Diagnostic> {
        let mut diagnostics = Vec::new();
        let waits = self.kept.config.future == Future::Hold;
        essays.retain(|one| {
            if one.is_draft() && !self.options.drafts {
                return false;
            }
            if !self.options.now.is_some_and(|now| one.is_after(now)) {
                return true;
            }
            let essay = &one.annotated.essay;
            let header = &essay.front_matter;
            let Some(time) = &header.time else { return true };
            let (path, span) = (&essay.source.path, header.time_span);
            diagnostics.push(Diagnostic::future_time(path, span, &time.machine(), waits));
            !waits || self.options.drafts
        });
        diagnostics
    }

    /// Where that is asked for, takes out the essays that have errors, in their file or that of
    /// their notes; returns these files, and those that could not be read and are one page's.
    pub(super) fn leave_out_broken(
        &self,
        essays: &mut Vec<Arc<Digest>>,
        inputs: &Inputs,
        diagnostics: &[Diagnostic],
    ) -> BTreeSet<SourcePath> {
        if !self.options.keep_going {
            return BTreeSet::new();
        }
        let is_error = |one: &&Diagnostic| one.severity == Severity::Error;
        let broken: BTreeSet<&SourcePath> =
            diagnostics.iter().filter(is_error).map(|one| &one.path).collect();
        let unread = inputs.diagnostics.iter().filter(is_error).map(|one| &one.path);
        let mut left_out: BTreeSet<SourcePath> =
            unread.filter(|path| !is_shared(path)).cloned().collect();
        essays.retain(|one| {
            let path = &one.annotated.essay.source.path;
            let files = [path.clone(), file::path_of(path)];
            let is_broken = files.iter().any(|one| broken.contains(one));
            if is_broken {
                left_out.extend(files);
            }
            !is_broken
        });
        left_out
    }
}

/// Tells whether every page is made of a file, or of what lies in a folder.
fn is_shared(path: &SourcePath) -> bool {
    let path = path.as_str();
    matches!(path, "content" | "content/site.yaml" | "content/companies.yaml")
        || path == "templates"
        || path.starts_with("templates/")
}
