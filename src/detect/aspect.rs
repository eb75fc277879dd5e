//! What is compared: words of the text, or none.

use crate::detect::candidate::{Candidate, Zone};
use crate::detect::comparison::Aspect;
use crate::detect::lists;
use crate::load::essay::Passage;

/// Finds the aspect of a comparison.
///
/// Looks for 在…上, 从…来看 and 论… nearest before the sides, then among them, then for 甲的…
/// with a short noun, then for a word of cost. What a clause behind both sides is about is not
/// what they are compared on: 甲超过了乙，但论利润…
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
    let first = candidate.first().passage.start;
    let ends = candidate.sides.iter().map(|side| candidate.clause(side).end);
    let end = ends.max().unwrap_or(first);
    let found: Vec<Passage> = FRAMES.iter().flat_map(|frame| frames(candidate, frame)).collect();
    let before = found.iter().filter(|one| one.end <= first).max_by_key(|one| one.start);
    before.or_else(|| found.iter().find(|one| one.start < end)).copied()
}

/// Returns what stands in a kind of frame, in the order of the text.
fn frames<'a>(
    candidate: &'a Candidate<'_>,
    (open, closes): &'a (&str, &[&str]),
) -> impl Iterator<Item = Passage> + 'a {
    let text = candidate.reading.text;
    let whole = candidate.passage();
    let inside = move |at: usize| {
        let inside = whole.start + at + open.len();
        // 甲比乙…， compares; only at the head of a clause does 比 open what is compared.
        let heads =
            text[..whole.start + at].chars().next_back().is_none_or(|c| !c.is_alphanumeric());
        if *open == "比" && !heads {
            return None;
        }
        // What is found beyond is too long all the same.
        let far = text.floor_char_boundary(inside + LONGEST + LONGEST_CLOSING);
        let rest = &text[inside..far.min(whole.end)];
        let begins = |at: &usize| closes.iter().any(|close| rest[*at..].starts_with(close));
        let close = rest.char_indices().map(|(at, _)| at).find(begins);
        let length = close.filter(|&length| (1..=LONGEST).contains(&length))?;
        let passage = Passage::new(inside, inside + length);
        let tells = is_telling(&text[passage.range()]) && !touches(candidate, passage);
        tells.then_some(passage)
    };
    let words = &text[whole.range()];
    let opens = open.chars().next().into_iter().flat_map(|first| words.match_indices(first));
    opens.map(|(at, _)| at).filter(move |&at| words[at..].starts_with(open)).filter_map(inside)
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
        let end = (start + length).min(stop).max(start);
        let noun = without_adverbs(&text[start..end]);
        let passage = Passage::new(start, start + noun.len());
        if (2 * 3..=LONGEST).contains(&(passage.end - start)) && is_noun(&text[passage.range()]) {
            return Some(passage);
        }
    }
    let cost = candidate.hits(Zone::Between).iter().chain(candidate.hits(Zone::After));
    cost.filter(|hit| hit.what == crate::detect::lexicon::Cue::Cost)
        .map(|hit| Passage::new(hit.start, hit.end))
        .next()
}

/// Returns words without what leads over to a verb, and without dashes: 市值已先后.
fn without_adverbs(words: &str) -> &str {
    let mut left = words;
    loop {
        left = left.trim_end_matches(|char: char| !char.is_alphanumeric());
        let adverbs = lists::ADVERBS.iter().filter_map(|adverb| left.strip_suffix(adverb));
        match adverbs.min_by_key(|rest| rest.len()) {
            Some(rest) => left = rest,
            None => return left,
        }
    }
}

/// Tells whether a phrase of place says what is compared: 在市场上 does not.
fn is_telling(words: &str) -> bool {
    is_noun(words) && !lists::NO_ASPECTS.contains(&words)
}

fn is_noun(words: &str) -> bool {
    !lists::POINTERS.iter().any(|pointer| words.starts_with(pointer))
        && !words
            .contains(['，', '。', '、', '“', '”', '（', '《', '是', '了', '：', '；', '？', '！'])
        && !words.ends_with(['很', '前', '后'])
        && words.chars().count() >= 2
        && !words.contains(|char: char| char.is_ascii_digit())
}

/// Tells whether the words name somebody: 在微信里 is a place, not what is compared.
fn touches(candidate: &Candidate<'_>, passage: Passage) -> bool {
    candidate.sides.iter().any(|side| side.passage.overlaps(passage))
        || candidate.reading.names_within(passage.start, passage.end)
}
