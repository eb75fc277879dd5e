//! Figures told one after another are one comparison: 甲占四成，乙占三成，丙占两成.

use std::collections::BTreeSet;

use crate::detect::comparison::{Comparison, Origin, Relation};

/// The rule that sets figures side by side.
pub(super) const RULE: &str = "figures";

/// Joins the comparisons of a passage that set figures side by side, and those that were not
/// chosen beside them, where they have a side in common and one of all is ahead.
pub(super) fn completed(
    mut chosen: Vec<Comparison>,
    beside: impl Iterator<Item = Comparison>,
) -> Vec<Comparison> {
    if !chosen.iter().any(tells_figures) {
        return chosen;
    }
    for one in beside.filter(tells_figures) {
        let goes_on = |other: &Comparison| tells_figures(other) && share_a_side(other, &one);
        let place = chosen.iter().position(goes_on);
        if let Some(place) = place
            && let Some(whole) = join(&chosen[place], &one)
        {
            chosen[place] = whole;
        }
    }
    let mut kept: Vec<Comparison> = Vec::with_capacity(chosen.len());
    for one in chosen {
        let is_part = |other: &Comparison| {
            tells_figures(&one) && share_a_side(other, &one) && other.sides == one.sides
        };
        if !kept.iter().any(is_part) {
            kept.push(one);
        }
    }
    kept
}

/// Tells whether a comparison sets figures side by side, one of them ahead.
fn tells_figures(one: &Comparison) -> bool {
    matches!(&one.origin, Origin::Detected { rule, .. } if rule == RULE)
        && one.relation == Relation::Superior
}

/// Tells whether two comparisons stand in one passage and have a side in common.
fn share_a_side(one: &Comparison, other: &Comparison) -> bool {
    one.passage == other.passage && one.sides.iter().any(|side| other.sides.contains(side))
}

/// Joins two comparisons, unless each has its own best side.
fn join(one: &Comparison, other: &Comparison) -> Option<Comparison> {
    let better = |of: &Comparison| of.sides.get(of.favours?).cloned();
    let (first, second) = (better(one)?, better(other)?);
    let best = match (one.sides.contains(&second), other.sides.contains(&first)) {
        _ if first == second => &first,
        (true, false) => &first,
        (false, true) => &second,
        _ => return None,
    };
    let mut sides = one.sides.clone();
    sides.extend(other.sides.iter().filter(|side| !one.sides.contains(side)).cloned());
    sides.sort_by_key(|side| side.passages.first().map(|passage| passage.start));
    let parties = || sides.iter().flat_map(|side| side.parties.iter());
    if parties().collect::<BTreeSet<_>>().len() < parties().count() {
        return None;
    }
    let favours = sides.iter().position(|side| side == best);
    Some(Comparison { sides, favours, ..one.clone() })
}
