//! A verb with its subject and object: “A overtook B”, “A was overtaken by B”.

use crate::detect::candidate::{Candidate, Shape};
use crate::detect::comparison::Relation;
use crate::detect::lexicon::{Cue, Hit};
use crate::detect::lists::english;
use crate::detect::rule::Proposal;
use crate::detect::rule::english::{
    between, hits_between, is_denied, is_object, is_subject, words_back, words_of,
};

/// Finds “A overtook B”, “A is ahead of B”.
pub(in crate::detect::rule) fn ahead(candidate: &Candidate<'_>) -> Option<Proposal> {
    directed(candidate, Cue::Ahead, Relation::Superior, 0)
}

/// Finds “A trails B”, “A is no match for B”.
pub(in crate::detect::rule) fn behind(candidate: &Candidate<'_>) -> Option<Proposal> {
    directed(candidate, Cue::Behind, Relation::Superior, 1)
}

/// Finds “A replaced B”, “A is eating into B's sales”, “A was dethroned by B”.
pub(in crate::detect::rule) fn takes(candidate: &Candidate<'_>) -> Option<Proposal> {
    directed(candidate, Cue::Take, Relation::Rival, 0)
}

fn directed(
    candidate: &Candidate<'_>,
    kind: Cue,
    relation: Relation,
    better: usize,
) -> Option<Proposal> {
    let (first, second) = (candidate.first(), candidate.second());
    if !matches!(candidate.shape, Shape::Clause | Shape::Clauses) {
        return None;
    }
    hits_between(candidate, kind).find_map(|hit| {
        let words = words_of(candidate, hit.passage());
        if is_noun_like(candidate, hit, words) {
            return None;
        }
        // These have rules of their own.
        if words.ends_with(" as")
            || words.ends_with("than")
            || !is_subject(candidate, first, hit.start)
        {
            return None;
        }
        let turned = if is_passive(candidate, hit) {
            true
        } else if is_object(candidate, second, hit.end) {
            false
        } else {
            return None;
        };
        let fixed = words.starts_with("no ") || words.starts_with("can");
        let denied = !fixed && is_denied(candidate, first.passage.end, hit.start);
        let better = if turned != denied { 1 - better } else { better };
        Some(Proposal::new(relation, Some(better), hit))
    })
}

/// Tells whether a cue is no verb here: top engineers, the company behind the app.
fn is_noun_like(candidate: &Candidate<'_>, hit: Hit<Cue>, words: &str) -> bool {
    let before = candidate.reading.text.get(..hit.start).unwrap_or_default();
    let last = before.split_whitespace().next_back().unwrap_or_default();
    let adverb = last.ends_with("ly") || english::BEFORE_BEHIND.contains(&last);
    english::NOT_VERBS.contains(&words) || words == "behind" && !adverb
}

/// Tells whether a verb is turned round before the last side: was overtaken (in 2011) by.
fn is_passive(candidate: &Candidate<'_>, hit: Hit<Cue>) -> bool {
    const LONGEST: usize = 60;
    let text = candidate.reading.text;
    let Some((from, _)) = between(candidate) else { return false };
    let before = text.get(from..hit.start).unwrap_or_default();
    let after = text.get(hit.end..candidate.second().passage.start).unwrap_or_default();
    let by = after.rfind("by ").filter(|&by| by == 0 || after[..by].ends_with(' '));
    by.is_some_and(|by| {
        after.len() <= LONGEST
            && !after.contains([',', ';', ':'])
            && is_object(candidate, candidate.second(), hit.end + by + "by".len())
    }) && (words_back(before).take(4).any(|word| english::PASSIVE_VERBS.contains(&word))
        || before.trim_end().ends_with(',')
        || before.trim().is_empty())
}
