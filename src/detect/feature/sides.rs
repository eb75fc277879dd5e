//! Traits of the sides: how they are named, where they stand, what the essay makes of them.

use crate::detect::candidate::{Candidate, Shape, Slot, Zone};
use crate::detect::feature::Traits;
use crate::detect::feature::family::{self, Family, KINDS, Sign, span};
use crate::detect::group::Group;
use crate::detect::mention::MentionKind;
use crate::detect::role::Role;
use crate::detect::rule::ANCHORED;

/// Notes how the sides are named and what stands next to them.
pub(super) fn name(candidate: &Candidate<'_>, traits: &mut Traits) {
    let (first, second) = (candidate.first(), candidate.second());
    let kind = |slot: &Slot<'_>| KINDS.iter().position(|kind| *kind == slot.kind).unwrap_or(0);
    traits.add(Family::KindFirst, kind(first));
    traits.add(Family::KindSecond, kind(second));
    traits.add(Family::RoleFirst, first.group.role as usize);
    traits.add(Family::RoleSecond, second.group.role as usize);
    traits.sign(Sign::SameKind, first.kind == second.kind);
    let [(before_first, after_first), (before_second, after_second)] = candidate.near;
    for (family, near) in [
        (Family::CharBeforeFirst, before_first),
        (Family::CharAfterFirst, after_first),
        (Family::CharBeforeSecond, before_second),
        (Family::CharAfterSecond, after_second),
    ] {
        traits.add(family, family::next(near.char));
    }
    traits.sign(
        Sign::SameWordAfterBoth,
        after_first.char.is_some() && after_first.char == after_second.char,
    );
    traits.add(
        Family::Sizes,
        (candidate.sides.len() - 2).min(2) + if second.parties.len() > 1 { 1 } else { 0 },
    );
}

/// Notes which sides are classes.
pub(super) fn classes(candidate: &Candidate<'_>, traits: &mut Traits) {
    let is_class = |slot: &Slot<'_>| usize::from(slot.kind == MentionKind::Class);
    traits.add(Family::Classes, is_class(candidate.first()) + 2 * is_class(candidate.second()));
}

/// Bytes of a Han character.
const HAN_UNIT: usize = 3;
/// Bytes that say as much in Latin letters.
const LATIN_UNIT: usize = 6;

/// Notes where the sides stand.
pub(super) fn layout(candidate: &Candidate<'_>, rules: &[usize], traits: &mut Traits) {
    let reading = candidate.reading;
    let (first, second) = (candidate.first(), candidate.second());
    let sentence = &reading.sentences[candidate.sentence];
    let clauses = match candidate.shape {
        Shape::Clauses => second.group.clause - first.group.clause,
        Shape::Sentences => second.group.clause,
        _ => 0,
    };
    traits.add(Family::Clauses, clauses.min(4));
    let unit = if sentence.is_latin { LATIN_UNIT } else { HAN_UNIT };
    let gap = second.passage.start.saturating_sub(first.passage.end) / unit;
    traits.add(Family::Gap, bucket(gap, &[2, 5, 10, 20, 40, 80]));
    let groups = reading.groups_of(candidate.sentence);
    traits.add(Family::GroupsAll, groups.len().min(6));
    traits.add(Family::GroupsBetween, between(candidate).min(3));
    traits.add(Family::Place_, sentence.place as usize);
    traits.add(Family::Order, span(candidate) * 4 + first.group.place.min(3));
    traits.add(Family::OrderSecond, span(candidate) * 4 + second.group.place.min(3));
    let here = reading.names_several(candidate.sentence);
    let others =
        usize::from(here) + usize::from(here && reading.names_several(first.group.sentence));
    traits.add(Family::Rivals, candidate.shape as usize * 3 + others);
    let length = (sentence.passage.end - sentence.passage.start) / unit;
    traits.add(Family::Length, bucket(length, &[15, 30, 45, 60, 90, 130]));
    marks(candidate, unit, traits);
    latin(candidate, rules, traits);
}

/// Returns how many groups of the last side's sentence stand between the sides.
fn between(candidate: &Candidate<'_>) -> usize {
    let (first, second) = (candidate.first(), candidate.second());
    match candidate.shape {
        Shape::Clause | Shape::Clauses => second.group.place - first.group.place - 1,
        Shape::List | Shape::Counted => 0,
        Shape::Sentences => second.group.place,
        Shape::Implied => {
            let is_between = |group: &&Group| {
                group.passage.start >= first.passage.end
                    && group.passage.end <= second.passage.start
            };
            candidate.reading.groups_of(candidate.sentence).iter().filter(is_between).count()
        }
    }
}

/// Notes where the sides stand in their clauses and what punctuation tells.
fn marks(candidate: &Candidate<'_>, unit: usize, traits: &mut Traits) {
    let reading = candidate.reading;
    let (first, second) = (candidate.first(), candidate.second());
    let sentence = &reading.sentences[candidate.sentence];
    let text = reading.text;
    let heads = |slot: &Slot<'_>| {
        let clause = candidate.clause(slot);
        slot.passage.start.saturating_sub(clause.start) <= 3 * unit
    };
    traits.sign(Sign::FirstHeadsSentence, first.group.clause == 0 && heads(first));
    traits.sign(Sign::FirstHeadsClause, heads(first));
    traits.sign(Sign::SecondHeadsClause, heads(second));
    traits.sign(
        Sign::SecondEndsSentence,
        sentence.passage.end - second.passage.end.min(sentence.passage.end) <= 2 * unit,
    );
    traits.sign(Sign::Question, text[sentence.passage.range()].ends_with(['？', '?']));
    traits.sign(Sign::AcrossParagraphs, is_across(candidate));
    let figure = |zone| candidate.digits(zone).is_some();
    traits.sign(Sign::FiguresOnBoth, figure(Zone::Between) && figure(Zone::After));
    traits.sign(
        Sign::EnumerationGoesOn,
        candidate.words(Zone::After).trim_start().starts_with(['、', '等']),
    );
    traits.sign(Sign::QuotedTitle, candidate.words(Zone::Before).ends_with('《'));
}

/// Notes in a Latin text what the shape of it tells there alone.
fn latin(candidate: &Candidate<'_>, rules: &[usize], traits: &mut Traits) {
    let reading = candidate.reading;
    let sentence = &reading.sentences[candidate.sentence];
    let latin = sentence.is_latin;
    traits.sign(Sign::LatinText, latin);
    let across = is_across(candidate);
    traits.sign(Sign::LatinInAClause, latin && candidate.shape == Shape::Clause);
    traits.sign(Sign::LatinOverClauses, latin && candidate.shape == Shape::Clauses);
    traits.sign(Sign::LatinOverSentences, latin && candidate.shape == Shape::Sentences);
    traits.sign(Sign::LatinOverParagraphs, latin && across);
    traits.sign(Sign::LatinAnchored, latin && rules.first().is_some_and(|&rule| rule < ANCHORED));
    traits.sign(Sign::LatinNoRule, latin && rules.is_empty());
}

/// Tells whether the sides stand in different paragraphs.
fn is_across(candidate: &Candidate<'_>) -> bool {
    let sentences = &candidate.reading.sentences;
    sentences[candidate.first().group.sentence].prose != sentences[candidate.sentence].prose
}

/// Notes what the essay makes of the sides.
pub(super) fn context(candidate: &Candidate<'_>, rules: &[usize], traits: &mut Traits) {
    let reading = candidate.reading;
    let (first, second) = (candidate.first(), candidate.second());
    let parties = &reading.parties;
    let rank = |slot: &Slot<'_>| {
        slot.parties.iter().map(|&party| parties.rank(party)).min().unwrap_or(usize::MAX)
    };
    let (rank_first, rank_second) = (rank(first), rank(second));
    traits.add(Family::FirstRank, bucket(rank_first, &[0, 1, 2, 4, 8]));
    traits.add(Family::SecondRank, bucket(rank_second, &[0, 1, 2, 4, 8]));
    traits.sign(Sign::BothTopTwo, rank_first <= 1 && rank_second <= 1);
    let together = match (first.parties.first(), second.parties.first()) {
        (Some(&first), Some(&second)) => parties.together(first, second),
        _ => 0,
    };
    traits.add(Family::Together, bucket(together, &[0, 1, 2, 4, 8]));
    let acts = |slot: &Slot<'_>| slot.parties.first().map_or(0, |&party| parties.acts(party));
    traits.add(Family::FirstActs, bucket(acts(first), &[4, 6, 8]));
    traits.add(Family::SecondActs, bucket(acts(second), &[4, 6, 8]));
    let industry =
        |slot: &Slot<'_>| slot.parties.first().and_then(|&party| parties.industry(party));
    if let (Some(one), Some(other)) = (industry(first), industry(second)) {
        traits.sign(Sign::SameIndustry, one == other);
        traits.sign(Sign::OtherIndustry, one != other);
    }
    traits.sign(Sign::FirstIsUnderstoodMain, candidate.shape == Shape::Implied && rank_first == 0);
    subjects(candidate, rules, traits);
    traits.sign(Sign::FirstInTitle, first.in_title);
    traits.sign(Sign::SecondInTitle, second.in_title);
}

/// Notes whether the first side is what the second's clause or sentence speaks of.
fn subjects(candidate: &Candidate<'_>, rules: &[usize], traits: &mut Traits) {
    let (first, second) = (candidate.first(), candidate.second());
    let before = |group: &&Group| {
        group.role == Role::Actor
            && group.passage.end <= second.passage.start
            && group.parties().all(|party| !second.parties.contains(&party))
    };
    let groups = candidate.reading.groups_of(candidate.sentence);
    let is_first =
        |group: Option<&Group>| group.is_some_and(|group| group.passage == first.group.passage);
    let is_nearest = is_first(groups.iter().rev().find(before));
    let is_subject = is_first(groups.iter().find(before));
    traits.sign(Sign::FirstIsNearestActor, is_nearest);
    traits.sign(Sign::FirstIsSentenceSubject, is_subject);
    let subject = usize::from(is_nearest) + 2 * usize::from(is_subject);
    for &rule in rules {
        traits.add(Family::RuleSubject, rule * 4 + subject);
    }
    let own_clause = |group: &&Group| group.clause == second.group.clause && before(group);
    traits.sign(Sign::FirstIsClauseSubject, is_first(groups.iter().find(own_clause)));
    traits.sign(
        Sign::BothLeadClauses,
        matches!(candidate.shape, Shape::Clauses | Shape::Sentences)
            && first.group.leads
            && second.group.leads,
    );
}

/// Returns the number of bounds that a value is above.
fn bucket(value: usize, bounds: &[usize]) -> usize {
    bounds.iter().filter(|&&bound| value > bound).count()
}
