//! One side as the measure of the other: 甲比乙…, 相比乙，甲…, 与乙相比，甲….

use crate::detect::candidate::{Candidate, Shape, Slot, Zone};
use crate::detect::comparison::Relation;
use crate::detect::lexicon::{Cue, Hit};
use crate::detect::lists;
use crate::detect::preference;
use crate::detect::rule::{self, Proposal};

/// Bytes between the cue and the side it belongs to: four characters.
const REACH: usize = 12;

/// Finds 甲比乙便宜 and “A is faster than B”: the side after the cue is the measure.
pub(super) fn than(candidate: &Candidate<'_>) -> Option<Proposal> {
    let second = candidate.second();
    let cue = candidate.cue_before(second.passage.start, Cue::Than, REACH)?;
    (cue.start >= candidate.first().passage.end).then_some(())?;
    if framed(candidate, candidate.first()).is_some() || rule::speaks_of_another(candidate, cue) {
        return None;
    }
    let text = candidate.reading.text;
    let latin = text[cue.range()].eq_ignore_ascii_case("than");
    let zone = if latin { Zone::Between } else { Zone::After };
    let cost = candidate.hit(Zone::Between, Cue::Cost).is_some()
        || candidate.hit(Zone::Before, Cue::Cost).is_some();
    if !latin && is_of_time(candidate.words(Zone::After)) {
        return Some(Proposal::new(Relation::Different, None, cue));
    }
    let mut tone = preference::tone(text, candidate.hits(zone), cost);
    if tone == 0 && !latin {
        // 甲比乙走得深；乙一直像个配角: what comes behind the next name is said of that one.
        let rest = candidate.hits(Zone::Rest);
        let named = |hit: &&Hit<Cue>| candidate.reading.names_within(second.passage.end, hit.start);
        let own = rest.iter().take_while(|hit| !named(hit)).count();
        tone = preference::tone(text, &rest[..own], cost);
    }
    if !latin && is_denied(candidate, cue) {
        // 甲并不比乙差: on a par.
        return Some(Proposal::new(Relation::Equal, None, cue));
    }
    let favours = match tone {
        0 | 1.. => Some(0),
        _ => Some(1),
    };
    Some(Proposal::new(Relation::Superior, favours, cue))
}

/// Tells whether the word is denied: 并不比 right before it, 与其说 before all of it.
fn is_denied(candidate: &Candidate<'_>, cue: Hit<Cue>) -> bool {
    if candidate.words(Zone::Before).contains("与其说") {
        return true;
    }
    let hits = candidate.reading.hits_in(candidate.first().passage.end, cue.start);
    hits.iter().any(|hit| hit.what == Cue::Negation && hit.end == cue.start)
}

/// Finds 相比乙，甲更开放, 与乙相比，甲更开放 and 甲相比乙更开放.
pub(super) fn compared_with(candidate: &Candidate<'_>) -> Option<Proposal> {
    // 比起其他两家，乙…: the word for both names one side.
    if candidate.shape == Shape::Counted {
        return None;
    }
    let (first, second) = (candidate.first(), candidate.second());
    let before_first = candidate.cue_before(first.passage.start, Cue::Compared, REACH);
    let after = |side: &Slot<'_>| {
        let cue = candidate.cue_after(side.passage.end, Cue::Compared, REACH);
        cue.or_else(|| framed(candidate, side))
    };
    let after_first = after(first);
    let before_second = candidate.cue_before(second.passage.start, Cue::Compared, REACH);
    let after_second = after(second);
    // The measure is the side that the cue touches; the other is spoken of.
    let (cue, spoken) = match (before_first, after_first, before_second, after_second) {
        (Some(cue), ..) | (_, Some(cue), None, _) => (cue, 1),
        (_, _, Some(cue), _) | (_, _, _, Some(cue)) => (cue, 0),
        _ => return None,
    };
    let text = candidate.reading.text;
    // 与甲相比还小很多，但乙…: what stands right behind the cue speaks of the other already.
    let behind_cue = if spoken == 1 && cue.start >= first.passage.end {
        candidate.reading.hits_in(cue.end, second.passage.start)
    } else {
        &[]
    };
    let tone = [behind_cue, candidate.hits(Zone::After), candidate.hits(Zone::Rest)]
        .into_iter()
        .map(|hits| preference::tone(text, hits, false))
        .find(|&tone| tone != 0)
        .unwrap_or_else(|| i32::from(says_more(candidate)));
    let differs = [Zone::Between, Zone::After, Zone::Rest]
        .into_iter()
        .any(|zone| candidate.hit(zone, Cue::Differ).is_some());
    let favours = match tone {
        1.. => Some(spoken),
        0 => None,
        _ => Some(1 - spoken),
    };
    let relation =
        if favours.is_none() || differs { Relation::Different } else { Relation::Superior };
    Some(Proposal::new(relation, favours, cue))
}

/// Tells whether what follows says more of the one spoken of, with no word that judges it:
/// 更个性化.
fn says_more(candidate: &Candidate<'_>) -> bool {
    let text = candidate.reading.text;
    [Zone::After, Zone::Rest].into_iter().any(|zone| {
        let hits = candidate.hits(zone);
        hits.iter()
            .any(|hit| hit.what == Cue::More && lists::PLAIN_MORE.contains(&&text[hit.range()]))
    })
}

/// Returns the 比 of 和乙比，甲… and 和乙比起来，甲…: the side before it is the measure.
fn framed(candidate: &Candidate<'_>, side: &Slot<'_>) -> Option<Hit<Cue>> {
    const WITH: [&str; 4] = ["与", "和", "跟", "同"];
    let text = candidate.reading.text;
    let cue = candidate.cue_after(side.passage.end, Cue::Than, REACH)?;
    let before = text.get(candidate.clause(side).start..side.passage.start)?;
    let before = before.trim_end_matches([' ', '“', '「', '"', '《']);
    let ends = text[cue.range()].ends_with("起来")
        || text.get(cue.end..).is_some_and(|rest| rest.starts_with(['，', ',']));
    (ends && WITH.iter().any(|with| before.ends_with(with))).then_some(cue)
}

/// Tells whether words only say how much sooner or later one was: 早一年, 晚了半个月.
fn is_of_time(words: &str) -> bool {
    let mut rest = words;
    while let Some(shorter) =
        lists::ADVERBS_OF_TIME.iter().find_map(|adverb| rest.strip_prefix(adverb))
    {
        rest = shorter;
    }
    let Some(length) = rest.strip_prefix(['早', '晚', '迟']) else { return false };
    let mut chars = length.chars().take(6);
    chars.any(|char| lists::UNITS_OF_TIME.iter().any(|unit| unit.starts_with(char)))
}
