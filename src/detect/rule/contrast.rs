//! One clause or sentence a side: 甲…，而乙…; 甲是…，乙则是…; 甲占三成，乙占两成.

use std::cmp::Ordering;

use crate::detect::candidate::{Candidate, Shape, Slot, Zone};
use crate::detect::comparison::Relation;
use crate::detect::group::Group;
use crate::detect::lexicon::{Cue, Hit};
use crate::detect::lists;
use crate::detect::preference;
use crate::detect::rule::Proposal;

/// Bytes between a verb and its object: two characters.
const RIGHT_BEFORE: usize = 6;

/// Finds 不去甲而去乙, 与其甲不如乙, 从甲转向乙, “switch from A to B”.
pub(super) fn choose(candidate: &Candidate<'_>) -> Option<Proposal> {
    let cue = candidate
        .hit(Zone::Between, Cue::Choose)
        .or_else(|| candidate.hit(Zone::Before, Cue::Choose))
        .or_else(|| candidate.hit(Zone::Between, Cue::Instead))?;
    if is_between_others(candidate, cue) {
        return None;
    }
    let words = &candidate.reading.text[cue.range()];
    // 一旦转向纯电，乙…: what was turned to is not the side that a later clause speaks of.
    if lists::TURNS.contains(&words) && cue.start < candidate.clause(candidate.second()).start {
        return None;
    }
    // 宁可用甲也不用乙, 选了甲、放弃乙.
    let keeps_first = lists::WILLS.contains(&words)
        || lists::DROPS.contains(&words)
            && candidate
                .cue_before(candidate.second().passage.start, Cue::Choose, RIGHT_BEFORE)
                .is_some_and(|hit| hit == cue && hit.start >= candidate.first().passage.end);
    let first_wins = keeps_first || lists::CHOOSES_FIRST.contains(&words);
    Some(Proposal::new(Relation::Superior, Some(usize::from(!first_wins)), cue))
}

/// Tells whether the word stands right between two companies that are not both sides of the
/// candidate, and so chooses between these: 甲的链接打不开，封门的是丙而不是乙.
fn is_between_others(candidate: &Candidate<'_>, cue: Hit<Cue>) -> bool {
    let reading = candidate.reading;
    let touches = |gap: Option<usize>| gap.is_some_and(|gap| gap <= RIGHT_BEFORE);
    let is_other = |group: &Group| {
        group.parties().any(|party| reading.parties.is_company(party))
            && candidate.sides.iter().all(|side| !side.passage.overlaps(group.passage))
    };
    let sentences = [candidate.first().group.sentence, candidate.sentence];
    let groups = || sentences.iter().flat_map(|&sentence| reading.groups_of(sentence));
    let before = groups().find(|group| touches(cue.start.checked_sub(group.passage.end)));
    let behind = groups().find(|group| touches(group.passage.start.checked_sub(cue.end)));
    match (before, behind) {
        (Some(before), Some(behind)) => is_other(before) || is_other(behind),
        _ => false,
    }
}

/// Finds 甲、乙、丙中甲最大 and 甲第一，乙第二.
pub(super) fn most(candidate: &Candidate<'_>) -> Option<Proposal> {
    let own = own_hit(candidate, candidate.first(), Cue::Most);
    let other = own_hit(candidate, candidate.second(), Cue::Most);
    let (side, cue) = own.map(|cue| (0, cue)).or_else(|| other.map(|cue| (1, cue)))?;
    let text = candidate.reading.text;
    let second = lists::NOT_FIRST.contains(&&text[cue.range()]);
    let falls = second || preference::tone(text, &[cue], false) < 0;
    // 除了甲，乙最大: the exception is ahead still.
    let excepted = side == 1
        && candidate
            .cue_before(candidate.first().passage.start, Cue::Only, RIGHT_BEFORE)
            .is_some_and(|hit| text[hit.range()].starts_with('除'));
    let better = if falls || excepted { 1 - side } else { side };
    Some(Proposal::new(Relation::Superior, Some(better), cue))
}

/// Finds 只有甲…: one alone has it.
pub(super) fn only(candidate: &Candidate<'_>) -> Option<Proposal> {
    let (first, second) = (candidate.first(), candidate.second());
    let before = |slot: &Slot<'_>| candidate.cue_before(slot.passage.start, Cue::Only, 6);
    match (before(first), before(second)) {
        (Some(cue), None) => Some(Proposal::new(Relation::Different, Some(0), cue)),
        (None, Some(cue)) => Some(Proposal::new(Relation::Different, Some(1), cue)),
        _ => None,
    }
}

/// Finds 除了甲，其他平台都不…: what holds of all the others does not of the one.
pub(super) fn except(candidate: &Candidate<'_>) -> Option<Proposal> {
    let (first, second) = (candidate.first(), candidate.second());
    let reading = candidate.reading;
    let text = reading.text;
    let cue = candidate
        .cue_before(first.passage.start, Cue::Only, RIGHT_BEFORE)
        .filter(|hit| text[hit.range()].starts_with('除'))?;
    let are_others = text
        .get(second.passage.range())
        .is_some_and(|words| lists::OTHERS.iter().any(|others| words.starts_with(others)));
    // 除了甲，其他平台也…: the one is like the others.
    let joins = candidate
        .hit(Zone::After, Cue::Also)
        .is_some_and(|hit| text[hit.range()].starts_with(['也', '亦']));
    if !are_others || joins {
        return None;
    }
    let hits = candidate.hits(Zone::After);
    let tone = preference::tone(text, hits, false);
    let lacks = hits.iter().any(|hit| hit.what == Cue::Negation);
    let (relation, favours) = match tone {
        1.. => (Relation::Superior, Some(candidate.sides.len() - 1)),
        0 if !lacks => (Relation::Different, None),
        _ => (Relation::Superior, Some(0)),
    };
    Some(Proposal::new(relation, favours, cue))
}

/// Finds a figure for each side: 甲占37%，乙占24%.
pub(super) fn figures(candidate: &Candidate<'_>) -> Option<Proposal> {
    if matches!(candidate.shape, Shape::List | Shape::Counted) {
        return None;
    }
    let reading = candidate.reading;
    let of_first = candidate.digits(Zone::Between)?;
    let at = candidate.zone(Zone::Between).end - of_first.len();
    if reading.names_within(candidate.first().passage.end, at) {
        // 甲降价。丙卖了3万台，乙卖了5万台: the figure is another's.
        return None;
    }
    let first = figure(of_first)?;
    let second = candidate
        .digits(Zone::After)
        .and_then(figure)
        .or_else(|| candidate.digits(Zone::Rest).and_then(figure))?;
    if first.1 != second.1 {
        return None;
    }
    let cost = falls_by(candidate, at)
        || reading
            .hits_in(candidate.passage().start, candidate.second().passage.start)
            .iter()
            .any(|hit| hit.what == Cue::Cost);
    // Of two prices, which is better is not said.
    if matches!(first.1, "元" | "块" | "折") && !cost {
        return Some(Proposal { relation: Relation::Different, favours: None, cues: Vec::new() });
    }
    let favours = match first.0.partial_cmp(&second.0)? {
        Ordering::Greater => Some(usize::from(cost)),
        Ordering::Less => Some(usize::from(!cost)),
        Ordering::Equal => None,
    };
    let relation = if favours.is_some() { Relation::Superior } else { Relation::Equal };
    Some(Proposal { relation, favours, cues: Vec::new() })
}

/// Tells whether a figure says how far something fell: 下滑了21%.
fn falls_by(candidate: &Candidate<'_>, figure: usize) -> bool {
    let hits = candidate.reading.hits_in(candidate.first().passage.end, figure);
    hits.last().is_some_and(|hit| hit.what == Cue::Bad && figure - hit.end <= RIGHT_BEFORE)
}

/// Finds 甲…，而乙…; 甲…。但乙…: a turn right before the second.
pub(super) fn contrast(candidate: &Candidate<'_>) -> Option<Proposal> {
    if !matches!(candidate.shape, Shape::Clauses | Shape::Sentences) {
        return None;
    }
    let cue = candidate
        .hit(Zone::Lead, Cue::Contrast)
        .or_else(|| candidate.hit(Zone::Lead, Cue::Balance))
        .or_else(|| candidate.hit(Zone::Lead, Cue::Adversative))?;
    Some(by_tone(candidate, cue))
}

/// Finds 甲是…，乙则是….
pub(super) fn in_turn(candidate: &Candidate<'_>) -> Option<Proposal> {
    if !matches!(candidate.shape, Shape::Clauses | Shape::Sentences) {
        return None;
    }
    let after = candidate.second().passage.end;
    let cue = candidate
        .cue_after(after, Cue::Topic, 12)
        .or_else(|| candidate.cue_after(after, Cue::Adversative, 12))?;
    Some(by_tone(candidate, cue))
}

/// Finds 甲…，乙也…: the second does likewise.
///
/// What the names of a list do together sets none of them beside another: 甲、乙和丙都….
pub(super) fn also(candidate: &Candidate<'_>) -> Option<Proposal> {
    if candidate.shape == Shape::List {
        return None;
    }
    let after = candidate.second().passage.end;
    let cue = candidate
        .cue_after(after, Cue::Also, 12)
        .or_else(|| candidate.cue_before(candidate.second().passage.start, Cue::Alike, 6))?;
    Some(Proposal::new(Relation::Equal, None, cue))
}

/// Returns the cue right after a side, within its clause.
fn own_hit(
    candidate: &Candidate<'_>,
    side: &Slot<'_>,
    cue: Cue,
) -> Option<crate::detect::lexicon::Hit<Cue>> {
    let clause = candidate.clause(side);
    let reading = candidate.reading;
    // 甲最早靠广告: so it began, which says nothing of others.
    let begins = |hit: &&Hit<Cue>| {
        let behind = reading.text.get(hit.end..).unwrap_or_default();
        lists::AT_FIRST.contains(&&reading.text[hit.range()]) && !behind.starts_with('的')
    };
    let mut hits = reading.hits_in(side.passage.end, clause.end).iter();
    let hit = hits.find(|hit| hit.what == cue && !begins(hit))?;
    // 最大的公司之一: others are as great.
    let shares = reading.text.get(hit.end..clause.end).is_some_and(|rest| rest.contains("之一"));
    (!shares).then_some(*hit)
}

/// Judges by how what is said of each side falls.
pub(super) fn by_tone(candidate: &Candidate<'_>, cue: Hit<Cue>) -> Proposal {
    let text = candidate.reading.text;
    let of_first = preference::tone(text, candidate.hits(Zone::Between), false);
    let of_second = preference::tone(text, candidate.hits(Zone::After), false)
        + preference::tone(text, candidate.hits(Zone::Rest), false);
    let (relation, favours) = match (of_first.signum(), of_second.signum()) {
        (1, -1 | 0) | (0, -1) => (Relation::Superior, Some(0)),
        (-1, 0 | 1) | (0, 1) => (Relation::Superior, Some(1)),
        _ => (Relation::Different, None),
    };
    Proposal::new(relation, favours, cue)
}

/// Returns the first figure of some words with its unit.
pub(in crate::detect) fn figure(words: &str) -> Option<(f64, &'static str)> {
    let start = words.find(|char: char| char.is_ascii_digit())?;
    let rest = &words[start..];
    let end = rest
        .find(|char: char| !char.is_ascii_digit() && char != '.' && char != ',')
        .unwrap_or(rest.len());
    let number: String = rest[..end].chars().filter(|&char| char != ',').collect();
    let value = number.trim_end_matches('.').parse().ok()?;
    let unit = rest[end..].trim_start();
    if unit.starts_with('年') || unit.starts_with('月') {
        return figure(&rest[end..]);
    }
    let unit =
        lists::UNITS.iter().filter(|one| unit.starts_with(**one)).max_by_key(|one| one.len())?;
    Some((value, unit))
}
