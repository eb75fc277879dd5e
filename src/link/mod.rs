//! Joins all essays into one archive: who is spoken of where, who is set against whom.
//!
//! Pure; made anew from nothing, but for an edit that changes no list. Decides no
//! page and makes no HTML: that is [`crate::render`]'s.
//!
//! 1. [`address`] gives each essay its place in the site, and each name its slug;
//!    [`digest`] has what is needed of an essay, made once an essay and joined at every look;
//! 2. [`archive`] holds the essays in their order, and the comparisons that are shown;
//! 3. [`company`], [`aspect`], [`pair`], [`author`] and [`timeline`] gather across them;
//! 4. [`counterpart`], [`disagreement`], [`standing`], [`related`] and [`shelf`] tell what of it
//!    has to do with what;
//! 5. [`reference`](mod@reference) knows where the links that essays make lead to,
//!    [`backlink`] who makes them;
//! 6. [`relink`](mod@relink) takes all that is gathered from an earlier archive, where an edit
//!    leaves it as it was.

pub mod address;
pub mod archive;
pub mod aspect;
pub mod author;
pub mod backlink;
pub mod company;
pub mod counterpart;
pub mod digest;
pub mod disagreement;
pub mod pair;
pub mod reference;
pub mod related;
pub mod relink;
mod roll;
pub mod shelf;
pub mod standing;
pub mod timeline;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use rustc_hash::FxHashMap;

use crate::config::Config;
use crate::detect::gazetteer::Gazetteer;
use crate::diagnostic::Diagnostic;
use crate::language::Wording;
use crate::parallel;
use crate::permalink::SitePath;
use crate::source::{SourcePath, Span};
use archive::{Archive, ArchivedEssay, ComparisonIndex};
use digest::Digest;
use roll::Roll;

/// Joins the essays into an archive; drafts that are not to be shown are left out by the caller.
///
/// Diagnoses essays that claim one address, or lack what the site's pattern wants.
pub fn link(
    essays: &[Arc<Digest>],
    gazetteer: &Gazetteer,
    config: &Config,
) -> (Archive, Vec<Diagnostic>) {
    let (mut pages, mut essays): (Vec<_>, Vec<_>) =
        essays.iter().cloned().partition(|one| one.is_page);
    // A key read once lies beside its neighbours; the essays themselves lie far apart.
    essays.sort_by_cached_key(|one| one.order.clone());
    pages.sort_by(|one, other| file(one).cmp(file(other)));
    let mut diagnostics = clashes(essays.iter().chain(&pages));
    diagnostics.extend(essays.iter().filter_map(|one| lacking(one)));

    let (roll, (aspects, aspect_of)) =
        parallel::both(|| Roll::new(&essays), || aspect::gather(&essays, config));
    let comparisons = archive::comparisons(&essays, &aspect_of, &roll);
    // The pairs take as long as all the rest.
    let (pairs, (companies, authors, years, shelves)) = parallel::both(
        || pair::gather(&essays, &roll, &comparisons, config),
        || {
            (
                company::gather(&essays, &roll, &comparisons, gazetteer, config),
                author::gather(&essays, &comparisons, config),
                timeline::gather(&essays, &comparisons),
                shelf::gather(&essays, config),
            )
        },
    );
    let company_of = company::by_name(&companies);
    let counterparts = counterpart::gather(companies.len(), &pairs);

    drop(roll);
    let mut next = (0..).map(ComparisonIndex);
    let essays = essays.into_iter().map(|one| {
        let comparisons = next.by_ref().take(one.compared.len()).collect();
        Arc::new(ArchivedEssay::new(one, comparisons))
    });
    let pages = pages.into_iter().map(|one| Arc::new(ArchivedEssay::new(one, Vec::new())));
    let archive = Archive {
        essays: essays.collect(),
        pages: pages.collect(),
        comparisons: comparisons.into(),
        namings: companies.iter().map(|_| OnceLock::new()).collect(),
        companies: companies.into(),
        pairs: pairs.into(),
        aspects: aspects.into(),
        authors: authors.into(),
        years: years.into(),
        shelves: Arc::new(shelves),
        counterparts: Arc::new(counterparts),
        company_of: Arc::new(company_of),
    };
    (archive, diagnostics)
}

fn file(one: &Digest) -> &SourcePath {
    &one.order.1
}

/// Finds what an essay lacks to stand where the site's pattern would put it.
fn lacking(one: &Digest) -> Option<Diagnostic> {
    let token = one.lacks?;
    let essay = &one.annotated.essay;
    let Span { start, .. } = essay.front_matter.span;
    let first = essay.source.text[start..].lines().next().unwrap_or_default();
    let span = Span::new(start, start + first.len());
    let address = one.path.public();
    Some(Diagnostic::permalink_lacks(file(one), span, token.name(), token.wants(), address))
}

/// Finds addresses that two essays claim; the first in the order of file names keeps it.
fn clashes<'a>(essays: impl Iterator<Item = &'a Arc<Digest>>) -> Vec<Diagnostic> {
    let mut owners: FxHashMap<&SitePath, &Digest> = FxHashMap::default();
    let mut clashing: BTreeSet<&SitePath> = BTreeSet::new();
    let essays: Vec<&Digest> = essays.map(Arc::as_ref).collect();
    for &digest in &essays {
        if owners.insert(&digest.folded, digest).is_some() {
            clashing.insert(&digest.folded);
        }
    }
    if clashing.is_empty() {
        return Vec::new();
    }
    let mut claims: Vec<&Digest> =
        essays.into_iter().filter(|one| clashing.contains(&one.folded)).collect();
    claims.sort_by_key(|one| file(one));
    let mut owners: BTreeMap<&SitePath, &Digest> = BTreeMap::new();
    let mut diagnostics = Vec::new();
    for claim in claims {
        let owner = *owners.entry(&claim.folded).or_insert(claim);
        if !std::ptr::eq(owner, claim) {
            diagnostics.push(Diagnostic::duplicate_permalink(
                file(claim),
                claim.path.public(),
                &Wording::same(file(owner).as_str()),
            ));
        }
    }
    diagnostics
}

#[cfg(test)]
pub(crate) mod fixture;
#[cfg(test)]
mod tests;
