//! What is said of each side: the stretches of text that speak of it, and how they fall.
//!
//! A stretch is a clause, or a part of one, and speaks of the name that heads it; one
//! without such a name speaks of whom the one before spoke. A name behind a verb or a
//! preposition heads nothing (甲超过乙 speaks of 甲), one behind 让 or 把 heads what follows.
//! Knows nothing of rules and relations.

use crate::detect::candidate::{Candidate, Slot};
use crate::detect::group::Group;
use crate::detect::lexicon::Cue;
use crate::detect::preference;
use crate::detect::reading::Reading;
use crate::load::essay::Passage;

/// Bytes between a verb and its object: four characters.
const REACH: usize = 12;

/// Cues whose object is the name right behind them.
const TAKE_OBJECTS: &[Cue] = &[
    Cue::Ahead,
    Cue::Behind,
    Cue::Take,
    Cue::Than,
    Cue::Par,
    Cue::Alike,
    Cue::Model,
    Cue::Compared,
    Cue::Lack,
    Cue::Passive,
    Cue::Choose,
    Cue::Instead,
    Cue::Example,
    Cue::Rival,
    Cue::Differ,
];

/// Words behind which a name heads what follows it: 让乙陷入亏损.
const MAKE: &[&str] = &["把", "让", "使", "令", "将", "使得", "导致", "逼得", "迫使"];

/// Words behind which a name is no subject.
const BRING_IN: &[&str] = &[
    "与", "和", "跟", "同", "对", "被", "在", "从", "向", "于", "像", "比", "由", "受", "相比",
    "除了", "较", "据", "按照", "如", "以", "凭借", "通过", "对标", "、", "为", "是", "给",
];

/// A part of the text that speaks of one group, if of any.
struct Stretch<'a> {
    passage: Passage,
    of: Option<&'a Group>,
}

/// Returns how what is said of the first and of the last side falls: above zero well, below
/// ill.
pub(super) fn tones(candidate: &Candidate<'_>) -> [i32; 2] {
    let (first, last) = (candidate.first(), candidate.second());
    let mut stretches = Vec::new();
    add_stretches(candidate.reading, first.group.sentence, &mut stretches);
    if candidate.sentence != first.group.sentence {
        add_stretches(candidate.reading, candidate.sentence, &mut stretches);
    }
    let mut tones = [0; 2];
    for stretch in &stretches {
        let Some(group) = stretch.of else { continue };
        match (names(group, first), names(group, last)) {
            (true, false) => tones[0] += tone(candidate.reading, stretch.passage, last),
            (false, true) => tones[1] += tone(candidate.reading, stretch.passage, first),
            _ => {}
        }
    }
    tones
}

fn add_stretches<'a>(reading: &'a Reading<'_>, sentence: usize, stretches: &mut Vec<Stretch<'a>>) {
    let mut subject = stretches.last().and_then(|stretch| stretch.of);
    let groups = reading.groups_of(sentence);
    let clauses = reading.sentences.get(sentence).map_or(&[][..], |one| &one.clauses);
    for (number, clause) in clauses.iter().enumerate() {
        let (mut start, mut of, mut headed) = (clause.start, subject, false);
        let mut made = None;
        for group in groups.iter().filter(|group| group.clause == number) {
            let before = reading.text.get(clause.start..group.passage.start).unwrap_or_default();
            let before = before.trim_end_matches([' ', '“', '「', '"', '《']);
            let ends = |words: &[&str]| words.iter().any(|word| before.ends_with(word));
            if is_object(reading, group, *clause) {
                continue;
            }
            if ends(MAKE) {
                stretches.push(Stretch { passage: Passage::new(start, group.passage.start), of });
                made.get_or_insert(of);
                (start, of, headed) = (group.passage.start, Some(group), true);
            } else if !headed && !ends(BRING_IN) {
                (of, headed) = (Some(group), true);
            }
        }
        stretches.push(Stretch { passage: Passage::new(start, clause.end.max(start)), of });
        subject = made.flatten().or(of);
    }
}

fn is_object(reading: &Reading<'_>, group: &Group, clause: Passage) -> bool {
    reading
        .near
        .before(group.passage.start)
        .within(REACH)
        .any(|hit| hit.start >= clause.start && TAKE_OBJECTS.contains(&hit.what))
}

fn names(group: &Group, side: &Slot<'_>) -> bool {
    group.parties().any(|party| side.parties.contains(&party))
}

/// Returns how a stretch falls for whom it speaks of; what the other side does to it, it
/// suffers: 甲被乙赶超.
fn tone(reading: &Reading<'_>, stretch: Passage, other: &Slot<'_>) -> i32 {
    let hits = reading.hits_in(stretch.start, stretch.end);
    let suffers = hits.iter().any(|hit| {
        hit.what == Cue::Passive
            && hit.end <= other.passage.start
            && other.passage.start - hit.end <= REACH
    });
    preference::values(reading.text, hits, false)
        .map(|(at, value)| if suffers && at >= other.passage.end { -value.abs() } else { value })
        .sum()
}
