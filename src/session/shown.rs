//! Which essays are shown: no drafts, and none that are to wait for their time.

use std::sync::Arc;

use super::Session;
use crate::config::Future;
use crate::diagnostic::Diagnostic;
use crate::link::digest::Digest;

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
}
