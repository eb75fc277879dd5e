//! Which essays are shown: no drafts, and none that are to wait for their time.

use std::sync::Arc;

use super::Session;
use crate::config::Future;
use crate::diagnostic::Diagnostic;
use crate::link::digest::Digest;
use crate::load::front_matter::Layout;

impl Session {
    /// Takes out what is not to be shown, and tells of essays whose time is still to come.
    ///
    /// Instants are compared, so that no time zone makes an essay late.
    pub(super) fn leave_out(&self, essays: &mut Vec<Arc<Digest>>) -> Vec<Diagnostic> {
        let mut diagnostics = Vec::new();
        let waits = self.kept.config.future == Future::Hold;
        essays.retain(|one| {
            let essay = &one.annotated.essay;
            let header = &essay.front_matter;
            if header.draft && !self.options.drafts {
                return false;
            }
            let time = header.time.as_ref().filter(|_| header.layout != Layout::Page);
            let Some((time, now)) = time.zip(self.options.now) else { return true };
            if !time.is_after(now) {
                return true;
            }
            let (path, span) = (&essay.source.path, header.time_span);
            diagnostics.push(Diagnostic::future_time(path, span, &time.machine(), waits));
            !waits || self.options.drafts
        });
        diagnostics
    }
}
