//! Which way words fall: whether they speak well or ill of whom they are about.

use crate::detect::lexicon::{Cue, Hit};

/// How many cues before a judging word can stand so near.
const NEGATIONS_BACK: usize = 12;
/// How many bytes before a judging word a negation still turns it: four characters.
const NEGATION_REACH: usize = 12;

/// How many bytes there are between a word of size and what it is said of: six characters.
const ATTRIBUTE_REACH: usize = 18;

/// Words of size, which speak ill where more is worse: 成本高.
const MAGNITUDES: &[&str] = &[
    "高", "大", "多", "长", "增长", "上涨", "增加", "提升", "走高", "暴涨", "高达", "高出", "高于",
    "多出", "多于", "higher", "more",
];
/// Words of smallness, which speak well where more is worse: 价格低.
const DIMINUTIVES: &[&str] =
    &["低", "小", "少", "短", "下降", "下跌", "下滑", "低于", "少于", "lower", "less", "fewer"];

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
        let words = &text[hit.start..hit.end];
        let mut value = match hit.what {
            Cue::Cost => {
                cost = true;
                return None;
            }
            Cue::Good | Cue::Ahead => 1,
            Cue::Bad | Cue::Behind | Cue::Lack => -1,
            Cue::Most => most(words),
            Cue::More => more(words),
            _ => return None,
        };
        let is_size = |list: &[&str]| list.iter().any(|size| words.ends_with(size));
        let of_cost = cost || is_of_cost(text, hit, &hits[index + 1..]);
        if of_cost && (is_size(MAGNITUDES) || is_size(DIMINUTIVES)) {
            value = -value;
        }
        let negated = hits[..index].iter().rev().take(NEGATIONS_BACK).any(|other| {
            other.what == Cue::Negation
                && other.end <= hit.start
                && hit.start - other.end <= NEGATION_REACH
        });
        Some((hit.start, if negated { -value } else { value }))
    })
}

/// Tells whether a word of size is said of what is worse where there is more: 更多的运营压力.
fn is_of_cost(text: &str, hit: &Hit<Cue>, behind: &[Hit<Cue>]) -> bool {
    let noun = behind.iter().find(|other| other.what == Cue::Cost);
    let between = noun.and_then(|noun| text.get(hit.end..noun.start));
    between.is_some_and(|words| {
        words.len() <= ATTRIBUTE_REACH
            && words.starts_with('的')
            && !words.contains(['，', '。', '；', '、', '但', '而'])
    })
}

/// Returns the value of a superlative: only those of smallness speak ill.
fn most(words: &str) -> i32 {
    match words {
        "最低" | "最小" | "最少" | "worst" => -1,
        "最" | "第二" | "第三" | "第四" | "老二" | "亚军" | "most" => 0,
        _ => 1,
    }
}

/// Returns the value of a word of more or less that judges by itself.
fn more(words: &str) -> i32 {
    const UP: &[&str] = &[
        "更多",
        "更好",
        "更大",
        "更高",
        "更强",
        "更快",
        "更早",
        "更容易",
        "更便宜",
        "较高",
        "一筹",
        "better",
        "bigger",
        "larger",
        "faster",
        "cheaper",
        "higher",
        "easier",
        "stronger",
    ];
    const DOWN: &[&str] = &[
        "更低", "更少", "较低", "少了", "worse", "smaller", "slower", "lower", "harder", "weaker",
        "fewer", "less",
    ];
    if UP.contains(&words) {
        1
    } else if DOWN.contains(&words) {
        -1
    } else {
        0
    }
}
