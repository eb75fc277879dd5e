//! Traits of the words: cues in their zones, what the rules propose, how the words fall.

use crate::detect::candidate::{Candidate, Shape, Zone};
use crate::detect::feature::Traits;
use crate::detect::feature::family::{Family, Sign};
use crate::detect::lexicon::Cue;
use crate::detect::rule::{self, Proposal};

/// Notes which cues stand where, and whether one may own the other where no rule speaks.
pub(super) fn cues(candidate: &Candidate<'_>, no_rule: bool, traits: &mut Traits) {
    for zone in Zone::ALL {
        traits.add_all(Family::Zone_, zone as usize * Cue::ALL.len(), candidate.cues(zone));
    }
    if candidate.shape == Shape::Sentences {
        traits.add_all(Family::LeadAcross, 0, candidate.cues(Zone::Lead));
    }
    let mut zones = [Zone::Between, Zone::After].into_iter();
    let owned = zones.any(|zone| candidate.cues(zone).has(Cue::Own));
    traits.sign(Sign::OwnedNoRule, no_rule && owned);
    let [(before_first, after_first), (before_second, after_second)] = candidate.near;
    traits.add_all(Family::BeforeFirst, 0, before_first.close);
    traits.add_all(Family::AfterFirst, 0, after_first.close);
    traits.add_all(Family::BeforeSecond, 0, before_second.close);
    traits.add_all(Family::AfterSecond, 0, after_second.close);
}

/// Returns the number of a tone in the order of its names.
fn tone(sum: i32) -> usize {
    usize::try_from(sum.clamp(-2, 2) + 2).unwrap_or(2)
}

/// Notes what the rules propose and how the words about each side fall.
pub(super) fn tones(
    candidate: &Candidate<'_>,
    rules: &[usize],
    proposal: Option<&Proposal>,
    traits: &mut Traits,
) {
    if let (Some(proposal), Some(&rule)) = (proposal, rules.first()) {
        let better = match proposal.favours {
            None => 0,
            Some(0) => 1,
            Some(_) => 2,
        };
        let number = proposal.relation as usize * 3 + better;
        traits.add(Family::Proposal, rule * 12 + number);
        traits.add(Family::FirstProposal, number);
    }
    let cost = candidate.cues(Zone::Before).has(Cue::Cost);
    let tone_first = candidate.tone(Zone::Between, cost);
    let tone_second = candidate.tone(Zone::After, cost) + candidate.tone(Zone::Rest, cost);
    traits.add(Family::ToneFirst, tone(tone_first));
    traits.add(Family::ToneSecond, tone(tone_second));
    traits.add(Family::ToneBetween, tone(tone_first - tone_second));
    for (slot, zone) in [(0, Zone::Between), (1, Zone::After)] {
        for (value, cue) in [Cue::More, Cue::Most, Cue::Cost, Cue::Negation].into_iter().enumerate()
        {
            if candidate.cues(zone).has(cue) {
                traits.add(Family::MoreFor, slot * 4 + value);
            }
        }
    }
    let costs = cost || candidate.cues(Zone::Between).has(Cue::Cost);
    let first = candidate.digits(Zone::Between).and_then(rule::figure);
    let second = candidate.digits(Zone::After).and_then(rule::figure);
    if let (Some((first, unit)), Some((second, other))) = (first, second)
        && unit == other
    {
        let value = if first == second {
            2
        } else {
            usize::from(first < second) + if costs { 3 } else { 0 }
        };
        traits.add(Family::Figures, value);
    }
}
