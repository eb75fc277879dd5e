//! Decides which candidates are comparisons, and writes them down.

mod series;

use std::collections::BTreeMap;

use crate::detect::aspect;
use crate::detect::candidate::{self, Candidate, Shape, Slot};
use crate::detect::comparison::{Comparison, Origin, Relation, Scope, Side};
use crate::detect::feature::{self, Feature, Traits};
use crate::detect::lexicon::Cue;
use crate::detect::outcome::{Better, OutcomeWeights};
use crate::detect::reading::Reading;
use crate::detect::rule::{self, Proposal, RULES};
use crate::detect::weight::Weights;
use crate::load::essay::Passage;

/// How sure the detector must be.
pub(super) const THRESHOLD: f32 = 0.28;
/// How sure it must be of figures that go on with a series which it is sure of; what is less
/// likely is nothing.
pub(super) const LEAST: f32 = 0.2;
/// How sure it must be of a second comparison in the same sentence.
const SECOND_THRESHOLD: f32 = 0.38;
/// How sure it must be of one that shares a sentence with another.
const NEAR_THRESHOLD: f32 = 0.32;
/// How sure it must be of one that has a party in common with another beside it: mostly one
/// of the two has the wrong other side.
const SHARED_THRESHOLD: f32 = 0.45;

/// How sure it must be of the names of a list, or of those that one word stands for, where no
/// rule speaks: mostly they are only named together.
const LISTED_THRESHOLD: f32 = 0.45;

/// A candidate with all that speaks for and against it.
pub(super) struct Weighed<'a> {
    pub(super) candidate: Candidate<'a>,
    pub(super) traits: Vec<Feature>,
    pub(super) rules: Vec<usize>,
    pub(super) proposal: Option<Proposal>,
    pub(super) confidence: f32,
}

impl Weighed<'_> {
    /// Returns how sure the detector must be of it where it stands alone.
    fn least(&self, threshold: f32) -> f32 {
        let is_bare =
            matches!(self.candidate.shape, Shape::List | Shape::Counted) && self.rules.is_empty();
        if is_bare { threshold.max(LISTED_THRESHOLD) } else { threshold }
    }

    /// Tells whether one clause names its sides and has a rule's words for them.
    fn is_in_a_clause(&self) -> bool {
        self.candidate.shape == Shape::Clause && !self.rules.is_empty()
    }

    /// Tells whether it rests on figures.
    fn tells_figures(&self) -> bool {
        self.rules.first().is_some_and(|&rule| RULES[rule].name == series::RULE)
    }

    /// Tells whether each side stands first in a clause of its own.
    fn has_a_clause_a_side(&self) -> bool {
        let candidate = &self.candidate;
        candidate.shape == Shape::Clauses && candidate.sides.iter().all(|side| side.group.leads)
    }

    /// Returns where the words stand that tie both sides to each other, if any do.
    fn anchor(&self) -> Option<usize> {
        let anchored = self.rules.first().is_some_and(|&rule| rule < rule::ANCHORED);
        self.cue().filter(|_| anchored)
    }

    /// Returns where the words stand that it rests on, if it rests on any.
    fn cue(&self) -> Option<usize> {
        self.proposal.as_ref()?.cues.first().map(|hit| hit.start)
    }
}

/// The rules that speak for a candidate, and what the first says.
type Judged = (Vec<usize>, Option<Proposal>);

/// Weighs the candidates of an essay, in the order of its sentences; keeps those that are at
/// least so likely.
pub(super) fn weigh<'a>(
    reading: &'a Reading<'a>,
    weights: &Weights,
    least: f32,
) -> Vec<Weighed<'a>> {
    let mut kept = Vec::new();
    let (mut gathered, mut traits) = (Traits::new(), Vec::new());
    // Of one sentence: the lists are used again for the next.
    let mut candidates: Vec<Candidate<'a>> = Vec::new();
    let mut judged: Vec<Judged> = Vec::new();
    for sentence in 0..reading.sentences.len() {
        candidate::candidates(reading, sentence, &mut candidates);
        judged.extend(candidates.iter().map(rule::judge));
        let is_anchored =
            |(rules, _): &Judged| rules.first().is_some_and(|&rule| rule < rule::ANCHORED);
        let anchored = judged.iter().filter(|one| is_anchored(one)).count();
        for (candidate, one) in candidates.drain(..).zip(judged.drain(..)) {
            let others = anchored - usize::from(is_anchored(&one));
            let (rules, proposal) = one;
            feature::gather(&candidate, &rules, proposal.as_ref(), others, &mut gathered);
            gathered.take(&mut traits);
            let confidence = weights.confidence(&traits);
            if confidence >= least {
                let traits = traits.clone();
                kept.push(Weighed { candidate, traits, rules, proposal, confidence });
            }
        }
    }
    kept
}

/// Chooses the comparisons among the candidates.
pub(super) fn choose(
    weighed: &[Weighed<'_>],
    outcomes: &OutcomeWeights,
    threshold: f32,
) -> Vec<Comparison> {
    let mut order: Vec<&Weighed<'_>> =
        weighed.iter().filter(|one| one.confidence >= one.least(threshold)).collect();
    let mut said: BTreeMap<usize, Vec<&Weighed<'_>>> = BTreeMap::new();
    for one in order.iter().filter(|one| one.anchor().is_some() || one.is_in_a_clause()) {
        said.entry(one.candidate.sentence).or_default().push(one);
    }
    order.retain(|one| {
        let is_better_said = |other: &&Weighed<'_>| {
            says_it_outright(other, one)
                || ties_its_side_to_another(other, one)
                || names_its_sides_nearer(other, one)
                || names_who_is_understood(other, one)
        };
        let mut beside = beside(one.candidate.sentence).filter_map(|at| said.get(&at)).flatten();
        !beside.any(is_better_said) && !is_measured_otherwise(one)
    });
    order.sort_by(|a, b| b.confidence.total_cmp(&a.confidence));
    let mut chosen: BTreeMap<usize, Vec<&Weighed<'_>>> = BTreeMap::new();
    for one in order {
        let passage = one.candidate.passage();
        let rivals: Vec<&Weighed<'_>> = beside(one.candidate.sentence)
            .filter_map(|sentence| chosen.get(&sentence))
            .flatten()
            .copied()
            .filter(|other| other.candidate.passage().overlaps(passage))
            .collect();
        let fits = rivals.is_empty()
            || rivals.iter().all(|other| {
                let same_place = one.candidate.sentence == other.candidate.sentence;
                let least = if share_a_party(&one.candidate, &other.candidate) {
                    SHARED_THRESHOLD
                } else if same_place {
                    SECOND_THRESHOLD
                } else {
                    NEAR_THRESHOLD
                };
                one.confidence >= least
                    && !share_sides(&one.candidate, &other.candidate)
                    && !share_cue(one, other)
            });
        if fits {
            chosen.entry(one.candidate.sentence).or_default().push(one);
        }
    }
    let mut chosen: Vec<&Weighed<'_>> = chosen.into_values().flatten().collect();
    chosen.sort_by_key(|one| (one.candidate.passage(), one.candidate.first().passage.start));
    let chosen = chosen.into_iter().map(|one| written(one, outcomes)).collect();
    let beside = weighed
        .iter()
        .filter(|one| one.confidence >= LEAST && one.tells_figures() && one.has_a_clause_a_side());
    series::completed(chosen, beside.map(|one| written(one, outcomes)))
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

/// Returns a sentence and those beside it.
fn beside(sentence: usize) -> std::ops::RangeInclusive<usize> {
    sentence.saturating_sub(1)..=sentence + 1
}

/// Tells whether a candidate whose words tie its sides to each other stands beside another that
/// gathers the same parties from two sentences, without such words.
fn says_it_outright(one: &Weighed<'_>, other: &Weighed<'_>) -> bool {
    let gathers =
        |one: &Weighed<'_>| matches!(one.candidate.shape, Shape::Sentences | Shape::Implied);
    let is_looser = other.rules.is_empty() || one.anchor().is_some() && other.anchor().is_none();
    is_looser
        && gathers(other)
        && !gathers(one)
        && one.candidate.sentence.abs_diff(other.candidate.sentence) <= 1
        && share_sides(&one.candidate, &other.candidate)
        && share_sides(&other.candidate, &one.candidate)
}

/// Tells whether a candidate has in one sentence the words and the parties for which another
/// takes in the sentence beside it: 甲的车型多。甲的销量超过了乙.
fn names_its_sides_nearer(one: &Weighed<'_>, other: &Weighed<'_>) -> bool {
    let (near, far) = (&one.candidate, &other.candidate);
    let is_beside = near.sentence == far.sentence || near.sentence + 1 == far.sentence;
    far.shape == Shape::Sentences
        && !matches!(near.shape, Shape::Sentences | Shape::Implied)
        && is_beside
        && one.cue().is_some_and(|cue| Some(cue) == other.cue())
        && share_sides(near, far)
        && share_sides(far, near)
}

/// Tells whether a candidate has a name, and is about as likely, where another on the same words
/// takes who the essay is about: 去了甲和乙。因为他们比丙好.
fn names_who_is_understood(one: &Weighed<'_>, other: &Weighed<'_>) -> bool {
    /// How much surer what is understood must be than what is named.
    const SURER: f32 = 1.1;
    other.candidate.shape == Shape::Implied
        && one.candidate.shape == Shape::Sentences
        && one.candidate.second().passage == other.candidate.second().passage
        && share_cue(one, other)
        && one.confidence * SURER >= other.confidence
}

/// Tells whether a candidate's words tie the last side of another, which gathers its sides from
/// two sentences without such words, to somebody else: 甲领先。乙是中国的丙.
fn ties_its_side_to_another(one: &Weighed<'_>, other: &Weighed<'_>) -> bool {
    let (ties, gathers) = (&one.candidate, &other.candidate);
    let last = gathers.second();
    other.rules.is_empty()
        && one.anchor().is_some()
        && gathers.shape == Shape::Sentences
        && !matches!(ties.shape, Shape::Sentences | Shape::Implied)
        && ties.sentence == gathers.sentence
        && ties.sides.iter().any(|side| side.passage == last.passage)
        && !share_sides(ties, gathers)
}

/// Tells whether what is said of a side sets it beside what is no company, where nothing ties
/// the sides to each other: 甲亏损。可是乙不如当年.
fn is_measured_otherwise(one: &Weighed<'_>) -> bool {
    const REACH: usize = 12;
    let candidate = &one.candidate;
    let measured = |side: &Slot<'_>| {
        let clause = candidate.clause(side);
        [Cue::Than, Cue::Behind].into_iter().any(|cue| {
            candidate.cue_after(side.passage.end, cue, REACH).is_some_and(|hit| {
                hit.end < clause.end && !candidate.reading.names_within(hit.end, clause.end)
            })
        })
    };
    one.rules.is_empty() && candidate.sides.iter().any(measured)
}

/// Tells whether two candidates rest on the same words: only one of them can be meant.
fn share_cue(one: &Weighed<'_>, other: &Weighed<'_>) -> bool {
    match (one.anchor(), other.anchor()) {
        (Some(one), Some(other)) => one == other,
        _ => false,
    }
}

/// Tells whether two candidates have a party in common.
fn share_a_party(one: &Candidate<'_>, other: &Candidate<'_>) -> bool {
    one.sides
        .iter()
        .flat_map(|side| side.parties.iter())
        .any(|party| other.sides.iter().any(|side| side.parties.contains(party)))
}

/// Writes a candidate down as a comparison.
fn written(one: &Weighed<'_>, outcomes: &OutcomeWeights) -> Comparison {
    let candidate = &one.candidate;
    let (relation, favours) = outcome(one, outcomes);
    let cues = one.proposal.as_ref().map_or(&[][..], |proposal| &proposal.cues);
    let rule = one.rules.first().map_or("context", |&rule| RULES[rule].shown());
    Comparison {
        passage: candidate.passage(),
        sides: candidate.sides.iter().map(|side| written_side(candidate, side)).collect(),
        relation,
        favours,
        aspect: aspect::aspect(candidate),
        cues: cues.iter().map(|hit| Passage::new(hit.start, hit.end)).collect(),
        scope: Scope::Between,
        origin: Origin::Detected { rule: rule.to_owned(), confidence: one.confidence },
    }
}

/// Returns the relation and the better side: what a rule says that decides it, else what is
/// likeliest.
fn outcome(one: &Weighed<'_>, outcomes: &OutcomeWeights) -> (Relation, Option<usize>) {
    if let (Some(proposal), Some(&rule)) = (&one.proposal, one.rules.first())
        && rule::decides(rule, proposal)
    {
        return (proposal.relation, proposal.favours);
    }
    let mut traits = one.traits.clone();
    traits.extend(feature::of_outcome(&one.candidate));
    let (relation, better) = outcomes.likeliest(&traits);
    let favours = match better {
        Better::Neither => None,
        Better::First => Some(0),
        Better::Last => Some(one.candidate.sides.len() - 1),
    };
    (relation, favours)
}

fn written_side(candidate: &Candidate<'_>, side: &Slot<'_>) -> Side {
    if !candidate.passage().contains(side.passage) {
        return Side {
            parties: side.written_parties(candidate.reading),
            surface: candidate.reading.text[side.passage.range()].to_owned(),
            passages: Vec::new(),
        };
    }
    Side {
        parties: side.written_parties(candidate.reading),
        surface: candidate.reading.text[side.passage.range()].to_owned(),
        passages: vec![side.passage],
    }
}
