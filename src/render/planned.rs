//! What a plan says whatever the essays say: the same from look to look, as long as no list, no
//! address and no file of the site's own changes.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::link::archive::{Archive, EssayIndex};
use crate::link::backlink::Backlinks;
use crate::link::reference::Resolver;
use crate::load::inputs::Asset;
use crate::permalink::SitePath;
use crate::render::page::{self, Pages};
use crate::render::search::Search;
use crate::render::{Site, style};

/// What stands where, and what is to be said of that.
#[derive(Debug)]
pub(super) struct Planned {
    pub(super) pages: Pages,
    pub(super) diagnostics: Vec<Diagnostic>,
    own_files: Vec<Asset>,
    /// The paths of all pages in their order, made when it is first asked for.
    pub(super) paths: OnceLock<Vec<SitePath>>,
    /// Made when the first link is looked at.
    pub(super) resolver: OnceLock<Resolver>,
}

impl Planned {
    /// Plans what stands where, or takes an earlier site's plan where that is the same.
    pub(super) fn new(
        archive: &Archive,
        config: &Config,
        own_files: &[Asset],
        search: &Search,
        earlier: Option<&Site>,
    ) -> Arc<Self> {
        let is_same = |site: &&Site| {
            archive.has_lists_of(&site.archive)
                && site.config == *config
                && site.planned.own_files == own_files
                && site.search.has_files_of(search)
        };
        if let Some(site) = earlier.filter(is_same) {
            return Arc::clone(&site.planned);
        }
        let (pages, mut diagnostics) = page::plan(archive, config, own_files, search);
        diagnostics.extend(style::broken_addresses(&pages));
        Arc::new(Self {
            pages,
            diagnostics,
            own_files: own_files.to_vec(),
            paths: OnceLock::new(),
            resolver: OnceLock::new(),
        })
    }
}

/// Returns what is to be said of the links and layouts of essays, by their numbers among all
/// essays and pages beside them; looks only at those that are others than in an earlier site.
pub(super) fn check(site: &Site, earlier: Option<&Site>) -> BTreeMap<usize, Vec<Diagnostic>> {
    // Where a link leads is for the plan to say, and which layouts there are for the templates.
    let is_same = |one: &&Site| one.templates.are_those_of(&site.templates);
    let earlier = alike(site, earlier).filter(is_same);
    let mut known = earlier.map(Site::essays_and_pages);
    let mut faults = BTreeMap::new();
    for (number, one) in site.essays_and_pages().enumerate() {
        let was = known.as_mut().and_then(Iterator::next);
        let found = match earlier {
            Some(earlier) if was.is_some_and(|was| std::ptr::eq(was, one)) => {
                earlier.faults.get(&number).cloned().unwrap_or_default()
            }
            _ => site.check(one),
        };
        if !found.is_empty() {
            faults.insert(number, found);
        }
    }
    faults
}

/// Returns which essays link to which, if that is known of an earlier site.
pub(super) fn backlinks(site: &Site, earlier: Option<&Site>) -> Option<Backlinks> {
    let earlier = alike(site, earlier)?;
    let known = earlier.backlinks.get()?;
    let both = site.archive.essays.iter().zip(&earlier.archive.essays);
    let edited = both.enumerate().filter(|(_, (one, was))| !Arc::ptr_eq(one, was));
    let edited = edited.map(|(index, _)| EssayIndex(index));
    Some(known.after(edited, &site.archive, &|from, to| site.destination(from, to)))
}

/// Returns an earlier site if it has the same plan: then its essays stand where they do now.
fn alike<'a>(site: &Site, earlier: Option<&'a Site>) -> Option<&'a Site> {
    earlier.filter(|earlier| Arc::ptr_eq(&earlier.planned, &site.planned))
}
