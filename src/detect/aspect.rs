//! What is compared: words of the text, or none.

use crate::detect::candidate::{Candidate, Zone};
use crate::detect::comparison::Aspect;
use crate::load::essay::Passage;

/// Finds the aspect of a comparison.
///
/// Looks for 在…上, 从…来看 and 论… before the sides, then for 甲的… with a short noun, then
/// for a word of cost.
pub(super) fn aspect(candidate: &Candidate<'_>) -> Option<Aspect> {
    let passage = framed(candidate).or_else(|| possessed(candidate))?;
    let words = candidate.reading.text[passage.range()].to_owned();
    Some(Aspect { words, passage })
}

/// Openings and closings of a phrase that names the aspect.
const FRAMES: &[(&str, &[&str])] = &[
    ("在", &["上", "方面", "领域", "中", "里", "这一点", "市场"]),
    ("从", &["来看", "看", "上看", "而言", "来说", "角度"]),
    ("就", &["而言", "来说", "来看"]),
    ("论", &["，"]),
    ("要比", &["，"]),
    ("比", &["，"]),
];

/// Bytes of the longest closing.
const LONGEST_CLOSING: usize = 9;
/// Bytes of the longest aspect: twelve characters.
const LONGEST: usize = 36;

fn framed(candidate: &Candidate<'_>) -> Option<Passage> {
    let text = candidate.reading.text;
    let whole = candidate.passage();
    let words = &text[whole.range()];
    for (open, closes) in FRAMES {
        for (at, _) in words.match_indices(open) {
            let inside = whole.start + at + open.len();
            // What is found beyond is too long all the same.
            let far = text.floor_char_boundary(inside + LONGEST + LONGEST_CLOSING);
            let rest = &text[inside..far.min(whole.end)];
            let close = closes.iter().filter_map(|close| rest.find(close)).min();
            let Some(length) = close.filter(|&length| (1..=LONGEST).contains(&length)) else {
                continue;
            };
            let passage = Passage::new(inside, inside + length);
            if is_noun(&text[passage.range()]) && !touches(candidate, passage) {
                return Some(passage);
            }
        }
    }
    None
}

/// Finds the words after 的 that a side is said to have: 甲的想象空间太小.
fn possessed(candidate: &Candidate<'_>) -> Option<Passage> {
    let text = candidate.reading.text;
    for side in &candidate.sides {
        let clause = candidate.clause(side);
        let after = text.get(side.passage.end..clause.end)?;
        let Some(rest) = after.strip_prefix('的') else { continue };
        let start = side.passage.end + '的'.len_utf8();
        let reading = candidate.reading;
        let stop = reading.hits_in(start, clause.end).first().map_or(clause.end, |hit| hit.start);
        let length = rest
            .find(|char: char| "，。；：、？！是在为有和与比也则都的了就被将".contains(char))
            .unwrap_or(rest.len());
        let end = (start + length).min(stop);
        if (2 * 3..=LONGEST).contains(&end.saturating_sub(start)) {
            return Some(Passage::new(start, end));
        }
    }
    let cost = candidate.hits(Zone::Between).iter().chain(candidate.hits(Zone::After));
    cost.filter(|hit| hit.what == crate::detect::lexicon::Cue::Cost)
        .map(|hit| Passage::new(hit.start, hit.end))
        .next()
}

fn is_noun(words: &str) -> bool {
    !words.contains(['，', '。', '、', '“', '”', '（', '《', '是', '了', '：'])
        && words.chars().count() >= 2
        && !words.contains(|char: char| char.is_ascii_digit())
}

fn touches(candidate: &Candidate<'_>, passage: Passage) -> bool {
    candidate.sides.iter().any(|side| side.passage.overlaps(passage))
}
