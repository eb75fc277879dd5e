//! Tells which words that make a class stand for companies, and which only describe one.

use crate::detect::lists;
use crate::detect::mention::Mention;

/// Tells whether a class may be a side; `taken` are the names of the text, in order.
pub(super) fn is_side(text: &str, class: &Mention, taken: &[Mention]) -> bool {
    !is_made_by_one(text, class, taken)
        && !is_anothers_title(text, class, taken)
        && !is_part_of_a_term(text, class)
        && !is_a_description(text, class)
}

/// Tells whether a class is what one company makes: 比亚迪的纯电动车, 比亚迪电动车 or 其新产品,
/// but not 淘宝的对手.
fn is_made_by_one(text: &str, class: &Mention, taken: &[Mention]) -> bool {
    let start = class.passage.start;
    let words = &text[class.passage.range()];
    let before = &text[..start];
    let is_of_named = || {
        let name = before.strip_suffix('的').unwrap_or(before);
        taken.binary_search_by_key(&name.len(), |one| one.passage.end).is_ok()
    };
    !lists::OPPONENTS.iter().any(|word| words.contains(word))
        && (lists::POSSESSIVES.iter().any(|own| before.ends_with(own)) || is_of_named())
}

/// Tells whether a class only says what the name behind it is: 社交网络 QZone, 老对手京东.
fn is_anothers_title(text: &str, class: &Mention, taken: &[Mention]) -> bool {
    let words = &text[class.passage.range()];
    let gap = |start| text.get(class.passage.end..start).map(str::trim);
    let next = taken.partition_point(|one| one.passage.start < class.passage.end);
    !lists::DETERMINERS.iter().any(|word| words.starts_with(word))
        && taken.get(next).is_some_and(|one| gap(one.passage.start) == Some(""))
}

/// Tells whether a class is but the first part of a longer term: 竞品|分析, 智能手机|市场.
fn is_part_of_a_term(text: &str, class: &Mention) -> bool {
    let behind = &text[class.passage.end..];
    lists::AFTER_TERMS.iter().any(|term| behind.starts_with(term))
}

/// Tells whether a class says what its own subject is: 甲作为领先的科技巨头, 甲是一家传统车企.
fn is_a_description(text: &str, class: &Mention) -> bool {
    const BACK: usize = 60;
    const ENDS: [char; 8] = ['，', '。', '；', '！', '？', '：', '\n', ','];
    let words = &text[class.passage.range()];
    if lists::DETERMINERS.iter().any(|word| words.starts_with(word)) {
        return false;
    }
    let start = text.floor_char_boundary(class.passage.start.saturating_sub(BACK));
    let before = &text[start..class.passage.start];
    let clause = before.rsplit(ENDS).next().unwrap_or_default();
    let behind = &text[class.passage.end..];
    let ends = behind.is_empty() || behind.starts_with(ENDS) || behind.starts_with("之一");
    let is_set_beside = ["比", "像", "类似", "不是"].iter().any(|word| clause.contains(word));
    clause.contains("作为")
        || ends && !is_set_beside && lists::TELLS_WHAT.iter().any(|is| clause.contains(is))
}
