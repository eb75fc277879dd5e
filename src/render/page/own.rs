//! Claims of a site's own files, and of older addresses that lead on to its pages.

use std::sync::Arc;

use super::claim::{Owner, Plan};
use super::{Page, ROBOTS};
use crate::diagnostic::Diagnostic;
use crate::link::address;
use crate::link::archive::ArchivedEssay;
use crate::load::inputs::Asset;
use crate::permalink::SitePath;
use crate::source::SourcePath;

impl<'a> Plan<'a> {
    /// Adds a file of the site's own; it may take the place of robots.txt only.
    pub(super) fn add_file(&mut self, asset: &'a Asset) {
        let path = SitePath::file(asset.path.as_str());
        let owner = self.owners.get(&path.folded()).copied().or_else(|| self.within(&path));
        if let Some(owner) = owner
            && asset.path != ROBOTS
        {
            let source = SourcePath::new(asset.path.clone());
            let fault = Diagnostic::duplicate_permalink(&source, &asset.path, &owner.name());
            self.diagnostics.push(fault);
            return;
        }
        self.owners.insert(path.folded(), Owner::File(&asset.path));
        let page = match &asset.style {
            Some(sheet) => Page::Style(Arc::clone(sheet)),
            None => Page::Asset(asset.file.clone()),
        };
        self.pages.push((path, page));
    }

    /// Adds the pages that stand at an essay's older addresses and lead on to it.
    pub(super) fn add_redirects(&mut self, one: &'a ArchivedEssay) {
        let source = &one.essay().source.path;
        let mut own = vec![one.path.clone()];
        for alias in &one.essay().front_matter.aliases {
            let path = match address::alias(&alias.value, &one.path) {
                Ok(path) if own.contains(&path) => continue,
                Ok(path) => path,
                Err(why) => {
                    let fault = Diagnostic::unusable_alias(source, alias.span, &alias.value, &why);
                    self.diagnostics.push(fault);
                    continue;
                }
            };
            if let Some(owner) = self.owners.get(&path.folded()) {
                let (address, other) = (path.public(), owner.name());
                self.diagnostics.push(Diagnostic::taken_alias(source, alias.span, address, &other));
                continue;
            }
            self.owners.insert(path.folded(), Owner::of(one));
            self.pages.push((path.clone(), Page::Redirect(one.path.clone())));
            own.push(path);
        }
    }

    /// Returns who has an address in the folder that a file would take the name of.
    fn within(&self, file: &SitePath) -> Option<Owner<'a>> {
        let name = file.as_str().rsplit('/').next().unwrap_or_default();
        // Folders are named as slugs are: no full stop.
        if name.contains('.') {
            return None;
        }
        let folder = format!("{}/", file.folded());
        let inside = self.owners.iter().filter(|(path, _)| path.as_str().starts_with(&folder));
        // The first by its address: which one does not matter, but that it is always the same.
        inside.min_by_key(|(path, _)| *path).map(|(_, owner)| *owner)
    }
}
