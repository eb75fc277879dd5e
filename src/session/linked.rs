//! Links the essays of a look, with what the look before linked where that is the same.

use std::sync::Arc;

use crate::config::Config;
use crate::detect::gazetteer::Gazetteer;
use crate::diagnostic::Diagnostic;
use crate::link;
use crate::link::archive::Archive;
use crate::link::digest::Digest;
use crate::link::relink::relink;
use crate::render::Site;

/// A site, and the essays that were linked into it.
#[derive(Debug)]
pub(super) struct Linked {
    pub(super) digests: Vec<Arc<Digest>>,
    /// What linking had to say.
    pub(super) diagnostics: Vec<Diagnostic>,
    pub(super) site: Arc<Site>,
}

/// Links the essays; `earlier` was linked under the same settings and by the same companies.
pub(super) fn link(
    digests: &[Arc<Digest>],
    earlier: Option<&Linked>,
    gazetteer: &Gazetteer,
    config: &Config,
) -> (Archive, Vec<Diagnostic>) {
    let again = earlier.and_then(|earlier| {
        let archive = relink(earlier.site.archive(), &earlier.digests, digests)?;
        Some((archive, earlier.diagnostics.clone()))
    });
    again.unwrap_or_else(|| link::link(digests, gazetteer, config))
}
