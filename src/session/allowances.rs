//! Which diagnostics of a site are not to be said, by its settings and its essays' headers.

use std::collections::BTreeMap;

use crate::annotate::file;
use crate::config::Allowed;
use crate::diagnostic::Diagnostic;
use crate::load::essay::Essay;
use crate::source::SourcePath;

/// What the settings and the headers of a site allow.
#[derive(Clone, Debug, Default)]
pub(super) struct Allowances {
    site: Allowed,
    /// Those of the essays that allow something, by their files and their notes files.
    essays: BTreeMap<SourcePath, Allowed>,
}

impl Allowances {
    pub(super) fn new<'a>(site: &Allowed, essays: impl Iterator<Item = &'a Essay>) -> Self {
        let mut by_file = BTreeMap::new();
        for essay in essays.filter(|essay| !essay.front_matter.allow.is_empty()) {
            let path = &essay.source.path;
            by_file.insert(path.clone(), essay.front_matter.allow.clone());
            by_file.insert(file::path_of(path), essay.front_matter.allow.clone());
        }
        Self { site: site.clone(), essays: by_file }
    }

    pub(super) fn silence(&self, diagnostic: &Diagnostic) -> bool {
        let by_essay = self.essays.get(&diagnostic.path);
        self.site.silences(diagnostic)
            || by_essay.is_some_and(|allowed| allowed.silences(diagnostic))
    }
}
