//! Which way words fall: whether they speak well or ill of whom they are about.

use std::ops::Range;

use crate::detect::lexicon::{Cue, Hit};
use crate::detect::lists;

/// How many cues before a judging word can stand so near.
const NEGATIONS_BACK: usize = 12;
/// How many bytes before a judging word a negation still turns it: four characters.
const NEGATION_REACH: usize = 12;

/// How many bytes there are between a word of size and what it is said of: six characters.
const ATTRIBUTE_REACH: usize = 18;

/// Sums how the judging words of a stretch fall: above zero good, below bad.
///
/// `cost` tells whether more is worse already before the stretch begins.
pub(super) fn tone(text: &str, hits: &[Hit<Cue>], cost: bool) -> i32 {
    values(text, hits, cost).map(|(_, value)| value).sum()
}

/// Returns how each judging word of a stretch falls, with the byte where it begins.
pub(super) fn values(
    text: &str,
    hits: &[Hit<Cue>],
    cost: bool,
) -> impl Iterator<Item = (usize, i32)> {
    let mut cost = cost;
    hits.iter().enumerate().filter_map(move |(index, hit)| {
        if hit.what == Cue::Cost {
            cost = true;
            return None;
        }
        let words = &text[hit.range()];
        let value = i32::from(value(hit.what, words)?);
        let of_cost = || cost || cost_behind(text, hits, index).is_some();
        let turned = (is_size(words) && of_cost()) != denial(hits, index).is_some();
        Some((hit.start, if turned { -value } else { value }))
    })
}

/// How a cue judges whom it is said of, wherever it stands.
#[derive(Clone, Copy, Debug)]
pub(super) enum Judgement {
    /// Not at all.
    None,
    /// More is worse from here on.
    Costs,
    /// Well or ill.
    Falls {
        value: i8,
        /// Whether it says how much there is of something.
        is_size: bool,
        /// The number of the word for what is worse where there is more that it is said of.
        cost: Option<u32>,
        /// The number of the nearest cue that turns it round.
        denial: Option<u32>,
    },
}

/// Returns how each of an essay's cues judges.
pub(super) fn judgements(text: &str, hits: &[Hit<Cue>]) -> Vec<Judgement> {
    // Sizes count for nothing where nothing costs.
    let costs = hits.iter().any(|hit| hit.what == Cue::Cost);
    let judgement = |(index, hit): (usize, &Hit<Cue>)| {
        if hit.what == Cue::Cost {
            return Judgement::Costs;
        }
        let words = &text[hit.range()];
        let value = match value(hit.what, words) {
            None | Some(0) => return Judgement::None,
            Some(value) => value,
        };
        let is_size = costs && is_size(words);
        let cost = is_size.then(|| cost_behind(text, hits, index)).flatten();
        let [cost, denial] = [cost, denial(hits, index)]
            .map(|number| number.and_then(|number| u32::try_from(number).ok()));
        Judgement::Falls { value, is_size, cost, denial }
    };
    hits.iter().enumerate().map(judgement).collect()
}

/// Sums the judgements of the cues of some numbers, as [`tone`] does.
///
/// `cost` can only hold where one of the essay's cues is a cost.
pub(super) fn sum(judgements: &[Judgement], hits: Range<usize>, mut cost: bool) -> i32 {
    let mut sum = 0;
    for judgement in judgements.get(hits.clone()).unwrap_or_default() {
        match *judgement {
            Judgement::None => {}
            Judgement::Costs => cost = true,
            Judgement::Falls { value, is_size, cost: noun, denial } => {
                let of_cost = cost || noun.is_some_and(|noun| (noun as usize) < hits.end);
                let denied = denial.is_some_and(|denial| denial as usize >= hits.start);
                let turned = (is_size && of_cost) != denied;
                sum += if turned { -i32::from(value) } else { value.into() };
            }
        }
    }
    sum
}

/// Returns how a cue falls by itself; nothing for one that does not judge.
fn value(what: Cue, words: &str) -> Option<i8> {
    Some(match what {
        Cue::Good | Cue::Ahead => 1,
        Cue::Bad | Cue::Behind | Cue::Lack => -1,
        Cue::Most => most(words),
        Cue::More => more(words),
        _ => return None,
    })
}

fn is_size(words: &str) -> bool {
    lists::MAGNITUDES.iter().chain(lists::DIMINUTIVES).any(|size| words.ends_with(size))
}

/// Returns the number of the nearest negation that turns a cue round.
fn denial(hits: &[Hit<Cue>], index: usize) -> Option<usize> {
    let hit = hits.get(index)?;
    (index.saturating_sub(NEGATIONS_BACK)..index).rev().find(|&number| {
        let other = &hits[number];
        other.what == Cue::Negation
            && other.end <= hit.start
            && hit.start - other.end <= NEGATION_REACH
    })
}

/// Returns the number of the word for what is worse where there is more, if a word of size is
/// said of it: 更多的运营压力.
fn cost_behind(text: &str, hits: &[Hit<Cue>], index: usize) -> Option<usize> {
    let hit = hits.get(index)?;
    let behind = hits.iter().enumerate().skip(index + 1);
    let near = |(_, other): &(usize, &Hit<Cue>)| other.start <= hit.end + ATTRIBUTE_REACH;
    let (number, noun) = behind.take_while(near).find(|(_, other)| other.what == Cue::Cost)?;
    let words = text.get(hit.end..noun.start)?;
    let is_said = (words.is_empty() || words.starts_with('的'))
        && !words.contains(['，', '。', '；', '、', '但', '而']);
    is_said.then_some(number)
}

/// Returns the value of a superlative: only those of smallness speak ill.
fn most(words: &str) -> i8 {
    match words {
        _ if lists::LEAST.contains(&words) => -1,
        "最" | "most" => 0,
        _ if lists::NOT_FIRST.contains(&words) => 0,
        _ => 1,
    }
}

/// Returns the value of a word of more or less that judges by itself.
fn more(words: &str) -> i8 {
    if lists::MORE_OF_GOOD.contains(&words) {
        1
    } else if lists::MORE_OF_ILL.contains(&words) {
        -1
    } else {
        0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::lexicon::CUES;
    use crate::detect::scan::Scan;
    use proptest::prelude::*;

    /// Words that judge, cost, deny and tell how much, and what may stand between them.
    const WORDS: &[&str] = &[
        "成本", "压力", "更高", "更多", "高", "低", "下降", "的", "不", "没有", "优势", "落后",
        "最大", "最低", "超过", "甲", "，", "运营",
    ];

    proptest! {
        #[test]
        fn judgements_of_all_give_the_tone_of_a_part(
            words in proptest::collection::vec(0..WORDS.len(), 0..14),
            part in (0_usize..14, 0_usize..14),
            cost: bool,
        ) {
            let text: String = words.iter().map(|&word| WORDS[word]).collect();
            let scan = Scan::new(&text);
            let hits: Vec<Hit<Cue>> = CUES
                .find_all(&scan)
                .flat_map(|Hit { start, end, what }| {
                    what.iter().map(move |what| Hit { start, end, what })
                })
                .collect();
            let (one, other) = (part.0.min(hits.len()), part.1.min(hits.len()));
            let part = one.min(other)..one.max(other);
            let cost = cost && hits.iter().any(|hit| hit.what == Cue::Cost);
            let judgements = judgements(&text, &hits);
            prop_assert_eq!(sum(&judgements, part.clone(), cost), tone(&text, &hits[part], cost));
        }
    }
}
