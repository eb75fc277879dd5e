//! Decides which candidates are comparisons, and writes them down.

use crate::detect::aspect;
use crate::detect::candidate::{self, Candidate, Shape, Slot};
use crate::detect::comparison::{Comparison, Origin, Relation, Scope, Side};
use crate::detect::feature::{self, Feature};
use crate::detect::lexicon::Cue;
use crate::detect::reading::Reading;
use crate::detect::rule::{RULES, Verdict};
use crate::detect::score::Weights;
use crate::load::essay::Passage;

/// How sure the detector must be.
pub(super) const THRESHOLD: f32 = 0.35;
/// How sure it must be of a second comparison in the same sentence.
const SECOND_THRESHOLD: f32 = 0.6;

/// A candidate with all that speaks for and against it.
pub(super) struct Weighed<'a> {
    pub(super) candidate: Candidate<'a>,
    pub(super) traits: Vec<Feature>,
    pub(super) rules: Vec<usize>,
    pub(super) verdict: Option<Verdict>,
    pub(super) confidence: f32,
}

/// Weighs all candidates of an essay, in the order of its sentences.
pub(super) fn weigh<'a>(reading: &'a Reading<'a>, weights: &Weights) -> Vec<Weighed<'a>> {
    (0..reading.sentences.len())
        .flat_map(|sentence| candidate::candidates(reading, sentence))
        .map(|candidate| {
            let (traits, rules, verdict) = feature::of(&candidate);
            let confidence = weights.confidence(&traits);
            Weighed { candidate, traits, rules, verdict, confidence }
        })
        .collect()
}

/// Chooses the comparisons among the candidates.
pub(super) fn choose(weighed: &[Weighed<'_>], threshold: f32) -> Vec<Comparison> {
    let mut order: Vec<&Weighed<'_>> =
        weighed.iter().filter(|one| one.confidence >= threshold).collect();
    order.sort_by(|a, b| b.confidence.total_cmp(&a.confidence));
    let mut chosen: Vec<&Weighed<'_>> = Vec::new();
    for one in order {
        let passage = one.candidate.passage();
        let rivals: Vec<_> =
            chosen.iter().filter(|other| other.candidate.passage().overlaps(passage)).collect();
        let fits = rivals.is_empty()
            || one.confidence >= SECOND_THRESHOLD
                && rivals.iter().all(|other| !share_sides(&one.candidate, &other.candidate));
        if fits {
            chosen.push(one);
        }
    }
    chosen.sort_by_key(|one| (one.candidate.passage(), one.candidate.first().passage.start));
    chosen.into_iter().map(written).collect()
}

/// Tells whether two candidates are about the same parties on both sides.
fn share_sides(one: &Candidate<'_>, other: &Candidate<'_>) -> bool {
    let covered = |side: &Slot<'_>| {
        other
            .sides
            .iter()
            .any(|other| side.parties.iter().any(|party| other.parties.contains(party)))
    };
    one.sides.iter().all(covered)
}

/// Writes a candidate down as a comparison.
fn written(one: &Weighed<'_>) -> Comparison {
    let candidate = &one.candidate;
    let verdict = one.verdict.clone().unwrap_or_else(|| guess(candidate));
    let rule = one.rules.first().map_or("context", |&rule| RULES[rule].name);
    Comparison {
        passage: candidate.passage(),
        sides: candidate.sides.iter().map(|side| written_side(candidate, side)).collect(),
        relation: verdict.relation,
        favours: verdict.favours,
        aspect: aspect::aspect(candidate),
        cues: verdict.cues.iter().map(|hit| Passage::new(hit.start, hit.end)).collect(),
        scope: Scope::Between,
        origin: Origin::Detected { rule: rule.to_owned(), confidence: one.confidence },
    }
}

fn written_side(candidate: &Candidate<'_>, side: &Slot<'_>) -> Side {
    Side {
        parties: side.parties.iter().map(|&party| party.clone()).collect(),
        surface: candidate.reading.text[side.passage.range()].to_owned(),
        passages: vec![side.passage],
    }
}

/// Says how sides are related where no rule speaks.
fn guess(candidate: &Candidate<'_>) -> Verdict {
    let hits = candidate.reading.hits_in(candidate.passage().start, candidate.passage().end);
    let has = |cue| hits.iter().any(|hit| hit.what == cue);
    let relation = if matches!(candidate.shape, Shape::List | Shape::Counted) {
        Relation::Equal
    } else if has(Cue::Rival) || has(Cue::Take) {
        Relation::Rival
    } else if has(Cue::Alike) || has(Cue::Par) || has(Cue::Also) {
        Relation::Equal
    } else {
        Relation::Different
    };
    Verdict { relation, favours: None, cues: Vec::new() }
}
