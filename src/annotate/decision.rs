//! Puts what people decided in the place of what the detector found.
//!
//! A decision speaks of a comparison by its passage and its sides, not by a number: it
//! outlives another detector and an edited essay.

use crate::annotate::file::{Decision, DeclaredSide, Favours, Ruling};
use crate::detect::comparison::{Aspect, Comparison, Origin, Relation, Scope, Side};
use crate::detect::gazetteer::Gazetteer;
use crate::detect::mention::{CompanyName, Party};
use crate::load::essay::{Body, Passage};

/// What is left of a detector's comparisons when people have spoken.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Decided {
    /// Those that stand, in the order of the text.
    pub(super) comparisons: Vec<Comparison>,
    /// Those that were rejected.
    pub(super) rejected: Vec<Comparison>,
    /// Those that people described otherwise.
    pub(super) replaced: Vec<Comparison>,
    /// The places, in the file, of decisions to keep what is not there.
    pub(super) idle: Vec<usize>,
}

/// Applies decisions, each with its passage in the text as it is now, in their order: of two
/// on the same comparison the later counts.
pub(super) fn apply(
    body: &Body,
    detected: &[Comparison],
    decisions: &[(usize, &Decision, Passage)],
    gazetteer: &Gazetteer,
) -> Decided {
    let mut decided = Decided { comparisons: detected.to_vec(), ..Decided::default() };
    for &(place, decision, passage) in decisions {
        let sides = sides(body, passage, &decision.sides, gazetteer);
        match decision.ruling {
            Ruling::Reject => decided.reject(passage, &sides),
            Ruling::Keep => {
                if !decided.keep(body, passage, decision, &sides) {
                    if sides.len() < 2 {
                        decided.idle.push(place);
                    } else {
                        decided.declare(body, passage, decision, sides);
                    }
                }
            }
            Ruling::Edit | Ruling::Add => {
                decided.replace(passage, decision.ruling, &sides);
                decided.declare(body, passage, decision, sides);
            }
        }
    }
    decided.comparisons.sort_by_key(|one| (one.passage.start, one.passage.end));
    decided
}

impl Decided {
    fn reject(&mut self, passage: Passage, sides: &[Side]) {
        let (gone, left) = std::mem::take(&mut self.comparisons)
            .into_iter()
            .partition(|one| is_meant(one, passage, sides));
        self.comparisons = left;
        self.rejected.extend::<Vec<_>>(gone);
    }

    /// Marks what the detector found as kept; tells whether there was anything.
    fn keep(&mut self, body: &Body, passage: Passage, decision: &Decision, sides: &[Side]) -> bool {
        // What was rejected before and is kept now was thought over.
        if let Some(at) = self.rejected.iter().position(|one| is_meant(one, passage, sides)) {
            self.comparisons.push(self.rejected.remove(at));
        }
        let meant = self.comparisons.iter_mut().find(|one| is_meant(one, passage, sides));
        let Some(one) = meant else { return false };
        if let Origin::Detected { rule, confidence } | Origin::Kept { rule, confidence, .. } =
            &one.origin
        {
            one.origin = Origin::Kept {
                rule: rule.clone(),
                confidence: *confidence,
                annotator: decision.annotator.clone(),
            };
        }
        say(one, body, decision);
        true
    }

    /// Takes out what an edited or added comparison stands for.
    fn replace(&mut self, passage: Passage, ruling: Ruling, sides: &[Side]) {
        // One of these very sides is meant before any other that an edit may have changed.
        let is_same = self.comparisons.iter().any(|one| is_meant(one, passage, sides));
        let is_replaced = |one: &Comparison| match ruling {
            Ruling::Edit if !is_same => is_over(one.passage, passage) && shares_company(one, sides),
            _ => is_meant(one, passage, sides),
        };
        let mut replaced: Vec<usize> = (self.comparisons.iter().enumerate())
            .filter(|(_, one)| is_replaced(one))
            .map(|(at, _)| at)
            .collect();
        // An edit may change every side: then the comparison in its very place is meant.
        if replaced.is_empty() && ruling == Ruling::Edit {
            replaced.extend(self.comparisons.iter().position(|one| is_over(one.passage, passage)));
        }
        for at in replaced.into_iter().rev() {
            let one = self.comparisons.remove(at);
            if matches!(one.origin, Origin::Detected { .. } | Origin::Kept { .. }) {
                self.replaced.push(one);
            }
        }
    }

    fn declare(&mut self, body: &Body, passage: Passage, decision: &Decision, sides: Vec<Side>) {
        let mut parties = sides.iter().map(|side| &side.parties);
        let first = parties.next();
        let is_within = parties.all(|other| Some(other) == first);
        let mut one = Comparison {
            passage,
            sides,
            relation: Relation::Different,
            favours: None,
            aspect: None,
            cues: Vec::new(),
            scope: if is_within { Scope::Within } else { Scope::Between },
            origin: Origin::Declared { annotator: decision.annotator.clone() },
        };
        say(&mut one, body, decision);
        self.comparisons.push(one);
    }
}

/// Writes into a comparison what the decision says of it.
fn say(one: &mut Comparison, body: &Body, decision: &Decision) {
    match &decision.favours {
        Some(Favours::Neither) => one.favours = None,
        Some(Favours::Side(place)) => one.favours = Some(*place),
        Some(Favours::Named(name)) => one.favours = side_named(&one.sides, name),
        None => {}
    }
    if let Some(relation) = decision.relation {
        one.relation = relation;
    } else if one.favours.is_some() && !one.origin.is_by_hand() {
        one.relation = Relation::Superior;
    }
    if let Some(words) = &decision.aspect {
        let within = body.slice(one.passage).find(words.as_str());
        let start = one.passage.start + within.unwrap_or(0);
        let length = within.map_or(0, |_| words.len());
        let passage = Passage::new(start, start + length);
        one.aspect = Some(Aspect { words: words.clone(), passage });
    }
}

fn side_named(sides: &[Side], name: &str) -> Option<usize> {
    let is_named =
        |side: &Side| side.surface == name || side.parties.iter().any(|party| party.name() == name);
    sides.iter().position(is_named)
}

/// Tells whether a decision on `passage` and these sides speaks of a comparison.
///
/// The same words are the same sides, whoever they stand for by now: 一号店 is 京东's, and was not.
fn is_meant(one: &Comparison, passage: Passage, sides: &[Side]) -> bool {
    let is_same = || surfaces(&one.sides).eq(surfaces(sides));
    is_over(one.passage, passage)
        && (sides.is_empty() || parties(&one.sides) == parties(sides) || is_same())
}

fn surfaces(sides: &[Side]) -> impl Iterator<Item = &str> {
    sides.iter().map(|side| side.surface.as_str())
}

fn parties(sides: &[Side]) -> std::collections::BTreeSet<&Party> {
    sides.iter().flat_map(|side| &side.parties).collect()
}

fn shares_company(one: &Comparison, sides: &[Side]) -> bool {
    !parties(&one.sides).is_disjoint(&parties(sides))
}

/// Tells whether half of the shorter passage at least is common to both.
fn is_over(one: Passage, other: Passage) -> bool {
    let common = one.end.min(other.end).saturating_sub(one.start.max(other.start));
    let shorter = (one.end - one.start).min(other.end - other.start);
    common > 0 && 2 * common >= shorter
}

fn sides(
    body: &Body,
    passage: Passage,
    declared: &[DeclaredSide],
    gazetteer: &Gazetteer,
) -> Vec<Side> {
    declared
        .iter()
        .map(|side| Side {
            parties: parties_of(side, gazetteer).into(),
            surface: side.surface.clone(),
            passages: places(body, passage, &side.surface),
        })
        .collect()
}

fn parties_of(side: &DeclaredSide, gazetteer: &Gazetteer) -> Vec<Party> {
    if side.is_class {
        return vec![Party::Class(side.surface.as_str().into())];
    }
    let known = |name: &str| gazetteer.named(name).first().copied().cloned();
    let company = |name: &String| {
        Party::Company(known(name).unwrap_or_else(|| CompanyName::new(name.as_str())))
    };
    if side.companies.is_empty() {
        vec![company(&side.surface)]
    } else {
        side.companies.iter().map(company).collect()
    }
}

fn places(body: &Body, passage: Passage, surface: &str) -> Vec<Passage> {
    body.slice(passage)
        .match_indices(surface)
        .map(|(at, words)| (passage.start + at, words.len()))
        .map(|(start, length)| Passage::new(start, start + length))
        .collect()
}
