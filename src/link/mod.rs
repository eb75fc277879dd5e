//! Joins all essays into one archive: who is spoken of where, who is set against whom.
//!
//! Pure and sequential; always made anew from nothing. Decides no page and makes no HTML:
//! that is [`crate::render`]'s.
//!
//! 1. [`address`] gives each essay its place in the site, and each name its slug;
//! 2. [`archive`] holds the essays in their order, and the comparisons that are shown;
//! 3. [`company`], [`aspect`], [`pair`], [`author`] and [`timeline`] gather across them;
//! 4. [`reference`](mod@reference) knows where the links that essays make lead to.

pub mod address;
pub mod archive;
pub mod aspect;
pub mod author;
pub mod company;
pub mod pair;
pub mod reference;
pub mod timeline;

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

use crate::annotate::AnnotatedEssay;
use crate::config::Config;
use crate::detect::gazetteer::Gazetteer;
use crate::diagnostic::Diagnostic;
use crate::load::front_matter::Layout;
use crate::moment::Moment;
use crate::permalink::SitePath;
use crate::source::SourcePath;
use archive::{Archive, ArchivedEssay, ComparisonIndex};

/// Joins the essays into an archive; drafts that are not to be shown are left out by the caller.
///
/// Diagnoses essays that claim one address.
pub fn link(
    essays: Vec<Arc<AnnotatedEssay>>,
    gazetteer: &Gazetteer,
    config: &Config,
) -> (Archive, Vec<Diagnostic>) {
    let (mut pages, mut essays): (Vec<_>, Vec<_>) =
        essays.into_iter().partition(|one| one.essay.front_matter.layout == Layout::Page);
    essays.sort_by_cached_key(|one| newest_first(one));
    pages.sort_by(|one, other| one.essay.source.path.cmp(&other.essay.source.path));
    let diagnostics = clashes(essays.iter().chain(&pages));

    let shown: Vec<Vec<usize>> =
        essays.iter().map(|one| archive::shown(one, &config.comparisons)).collect();
    let (aspects, aspect_of) = aspect::gather(&essays, &shown, config);
    let companies = company::gather(&essays, &shown, gazetteer, config);
    let company_of = company::by_name(&companies);
    let comparisons = archive::comparisons(&essays, &shown, &aspect_of, &company_of);
    let pairs = pair::gather(&essays, &comparisons, &companies, &company_of, config);
    let authors = author::gather(&essays, &comparisons, config);
    let years = timeline::gather(&essays, &comparisons);

    let indices = comparison_indices(&shown);
    let essays = essays.into_iter().zip(indices);
    let archive = Archive {
        essays: essays.map(|(one, indices)| ArchivedEssay::new(one, indices)).collect(),
        pages: pages.into_iter().map(|one| ArchivedEssay::new(one, Vec::new())).collect(),
        comparisons,
        companies,
        pairs,
        aspects,
        authors,
        years,
        company_of,
    };
    (archive, diagnostics)
}

fn newest_first(one: &AnnotatedEssay) -> (Reverse<Option<Moment>>, SourcePath) {
    (Reverse(one.essay.front_matter.time.clone()), one.essay.source.path.clone())
}

/// Finds addresses that two essays claim; the first in the order of file names keeps it.
fn clashes<'a>(essays: impl Iterator<Item = &'a Arc<AnnotatedEssay>>) -> Vec<Diagnostic> {
    let mut claims: Vec<(&SourcePath, SitePath)> =
        essays.map(|one| (&one.essay.source.path, address::essay(&one.essay))).collect();
    claims.sort();
    let mut owners = BTreeMap::new();
    let mut diagnostics = Vec::new();
    for (source, path) in claims {
        match owners.get(&path.folded()) {
            Some(&owner) => {
                let owner: &SourcePath = owner;
                diagnostics.push(Diagnostic::duplicate_permalink(
                    source,
                    path.public(),
                    owner.as_str(),
                ));
            }
            None => {
                owners.insert(path.folded(), source);
            }
        }
    }
    diagnostics
}

/// Returns, for each essay, the places of its comparisons in the archive's list.
fn comparison_indices(shown: &[Vec<usize>]) -> Vec<Vec<ComparisonIndex>> {
    let mut next = (0..).map(ComparisonIndex);
    shown.iter().map(|places| next.by_ref().take(places.len()).collect()).collect()
}

#[cfg(test)]
pub(crate) mod fixture;
#[cfg(test)]
mod tests;
