//! Who has which address: what comes first keeps it.

use std::collections::hash_map::Entry;

use rustc_hash::FxHashMap;

use super::Page;
use crate::diagnostic::Diagnostic;
use crate::language::Wording;
use crate::link::archive::ArchivedEssay;
use crate::permalink::SitePath;
use crate::wording;

/// Who has an address.
#[derive(Clone, Copy)]
pub(super) enum Owner<'a> {
    /// A page that no source makes.
    Generated,
    /// An essay or page, by its file's name.
    Source(&'a str),
    /// A copied file, by its place in the output tree.
    File(&'a str),
}

impl<'a> Owner<'a> {
    pub(super) fn of(source: &'a ArchivedEssay) -> Self {
        Self::Source(source.essay().source.path.as_str())
    }

    /// Returns how messages name it.
    pub(super) fn name(self) -> Wording {
        match self {
            Self::Generated => {
                wording!("a page that the site makes itself", "网站自动生成的页面")
            }
            Self::Source(name) | Self::File(name) => Wording::same(name),
        }
    }
}

/// The pages planned so far.
#[derive(Default)]
pub(super) struct Plan<'a> {
    pub(super) pages: Vec<(SitePath, Page)>,
    /// Who has an address, by its folded form.
    pub(super) owners: FxHashMap<SitePath, Owner<'a>>,
    pub(super) diagnostics: Vec<Diagnostic>,
}

impl<'a> Plan<'a> {
    /// Adds a page that no source makes; it gives way to an earlier one.
    pub(super) fn add(&mut self, path: SitePath, page: Page) {
        if let Entry::Vacant(vacant) = self.owners.entry(path.folded()) {
            vacant.insert(Owner::Generated);
            self.pages.push((path, page));
        }
    }

    /// Adds a source's page; one that gives way to an earlier one is diagnosed.
    pub(super) fn add_source(&mut self, one: &'a ArchivedEssay, page: Page) {
        match self.owners.entry(one.digest.folded().clone()) {
            Entry::Vacant(vacant) => {
                vacant.insert(Owner::of(one));
                self.pages.push((one.path.clone(), page));
            }
            // Linking has spoken of essays that clash among themselves.
            Entry::Occupied(owner) if matches!(owner.get(), Owner::Source(_)) => {}
            Entry::Occupied(owner) => {
                let (source, path) = (&one.essay().source.path, one.path.public());
                let fault = Diagnostic::duplicate_permalink(source, path, &owner.get().name());
                self.diagnostics.push(fault);
            }
        }
    }
}
