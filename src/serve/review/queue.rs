//! Tells what is to be looked at next in the whole archive, and how the rules fare.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;

use super::subject;
use crate::annotate::AnnotatedEssay;
use crate::detect::comparison::{Comparison, Origin, Scope};
use crate::link::archive::ArchivedEssay;
use crate::render::Site;
use crate::serve::showing::Showing;

/// How many comparisons of the queue are told at once: who skips some finds others.
const QUEUE_MAX: usize = 200;
/// Where a detector is as likely right as wrong.
const UNSURE: f32 = 0.5;

/// What is to be looked at, what the detector is least sure of first.
#[derive(Debug, Serialize)]
pub(super) struct Queue {
    next: Vec<Waiting>,
    progress: Progress,
}

/// A comparison that waits for a decision.
#[derive(Debug, Serialize)]
struct Waiting {
    essay: String,
    href: String,
    id: String,
    confidence: f32,
}

/// How far the archive's review is.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub(super) struct Progress {
    decided: usize,
    open: usize,
}

/// How the detector's rules fare.
#[derive(Debug, Serialize)]
pub(super) struct RuleStatistics {
    rules: Vec<RuleCount>,
    /// What people added that no rule had found.
    added: usize,
    progress: Progress,
}

/// What was decided on the comparisons that a rule found.
#[derive(Debug, Default, Serialize)]
struct RuleCount {
    rule: String,
    words: String,
    kept: usize,
    edited: usize,
    rejected: usize,
    open: usize,
}

/// Tells whether a comparison is one that the site might show.
pub(super) fn concerns(site: &Site, one: &Comparison) -> bool {
    one.scope == Scope::Between
        || site.config().comparisons.within
        || matches!(one.origin, Origin::Declared { .. })
}

/// Tells how far the archive's review is.
pub(super) fn progress(showing: &Showing) -> Progress {
    let mut progress = Progress::default();
    for one in reviewed(&showing.current().site) {
        let annotated = &one.annotated;
        let waiting = open(&showing.current().site, annotated).count();
        let by_hand = annotated.comparisons.iter().filter(|one| one.origin.is_by_hand()).count();
        progress.open += waiting;
        progress.decided += by_hand + annotated.rejected.len();
    }
    progress
}

/// Lists what waits for a decision, what the detector is least sure of first.
pub(super) fn queue(showing: &Showing) -> Queue {
    let site = &showing.current().site;
    let mut next: Vec<Waiting> = reviewed(site)
        .flat_map(|one| {
            let href = site.config().base_url.link(&one.path).to_string();
            let essay = one.essay().source.path.as_str();
            open(site, &one.annotated).map(move |(found, confidence)| Waiting {
                essay: essay.to_owned(),
                href: href.clone(),
                id: subject::id(found),
                confidence,
            })
        })
        .collect();
    let doubt = |one: &Waiting| (one.confidence - UNSURE).abs();
    next.sort_by(|one, other| doubt(one).total_cmp(&doubt(other)));
    next.truncate(QUEUE_MAX);
    Queue { next, progress: progress(showing) }
}

/// Counts the decisions by the rules that found what they are on.
pub(super) fn statistics(showing: &Showing) -> RuleStatistics {
    let site = &showing.current().site;
    let mut rules: BTreeMap<&str, RuleCount> = BTreeMap::new();
    let mut added = 0;
    for one in reviewed(site) {
        let annotated = &one.annotated;
        let mut declared = 0;
        for found in annotated.comparisons.iter() {
            match &found.origin {
                Origin::Detected { rule, .. } if concerns(site, found) => {
                    rules.entry(rule).or_default().open += 1;
                }
                Origin::Detected { .. } => {}
                Origin::Kept { rule, .. } => rules.entry(rule).or_default().kept += 1,
                Origin::Declared { .. } => declared += 1,
            }
        }
        for rule in annotated.rejected.iter().filter_map(|one| one.origin.rule()) {
            rules.entry(rule).or_default().rejected += 1;
        }
        for rule in annotated.replaced.iter().filter_map(|one| one.origin.rule()) {
            rules.entry(rule).or_default().edited += 1;
        }
        added += usize::saturating_sub(declared, annotated.replaced.len());
    }
    let rules = rules.into_iter().map(|(rule, count)| RuleCount {
        words: site.words().rule(rule).to_owned(),
        rule: rule.to_owned(),
        ..count
    });
    RuleStatistics { rules: rules.collect(), added, progress: progress(showing) }
}

fn reviewed(site: &Site) -> impl Iterator<Item = &ArchivedEssay> {
    site.archive().essays.iter().chain(&site.archive().pages).map(Arc::as_ref)
}

/// Returns the comparisons that nobody has decided on, and how sure the detector is of them.
fn open<'a>(
    site: &'a Site,
    annotated: &'a AnnotatedEssay,
) -> impl Iterator<Item = (&'a Comparison, f32)> {
    annotated.comparisons.iter().filter(|one| concerns(site, one)).filter_map(|one| {
        match &one.origin {
            Origin::Detected { confidence, .. } => Some((one, *confidence)),
            _ => None,
        }
    })
}
