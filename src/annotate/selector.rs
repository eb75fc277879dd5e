//! How a passage is found again: the W3C's text quote selector, and a position.
//!
//! A selector holds as much as tells its passage from all others of the essay and no more,
//! so that an edit elsewhere does not touch it.

use serde::{Deserialize, Serialize};

use crate::annotate::folded::FoldedText;
use crate::load::essay::Passage;

/// How a passage is found again.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Selector {
    /// The passage's words.
    pub quote: String,
    /// Words that stand before it; empty where the quote needs none.
    pub prefix: String,
    /// Words that stand after it; empty where the quote needs none.
    pub suffix: String,
    /// Where it begins, in characters of the essay's text; only where no words tell it from
    /// another place.
    pub position: Option<usize>,
}

/// A quote of fewer folded characters gets words around it even where it stands only once:
/// its own are too few to know it by after an edit.
pub(super) const SHORT_QUOTE: usize = 12;
/// The fewest folded characters that are taken at a time: two or three are found anywhere.
const CLAUSE_LEAST: usize = 5;
/// The most words around a quote, in folded characters on either side.
pub(super) const CONTEXT_MAX: usize = 32;

impl Selector {
    /// Makes the selector of a passage of `text`, which `folded` was made of.
    pub fn new(text: &str, folded: &FoldedText, passage: Passage) -> Self {
        let passage = trimmed(text, passage);
        let run = folded.run(passage);
        let mut before = run.start;
        let mut after = run.end;
        let mut places = occurrences(folded.chars(), &folded.chars()[run.clone()]);
        places.retain(|&place| place != run.start);
        let mut is_wanted = run.len() < SHORT_QUOTE;
        while is_wanted || !places.is_empty() {
            is_wanted = false;
            let (wider_before, wider_after) =
                (clause_before(folded, before, &run), clause_after(folded, after, &run));
            if (wider_before, wider_after) == (before, after) {
                break;
            }
            (before, after) = (wider_before, wider_after);
            places.retain(|&place| agrees(folded.chars(), run.start, place, before..after));
        }
        let position = (!places.is_empty()).then(|| text[..passage.start].chars().count());
        Self {
            quote: text[passage.range()].to_owned(),
            prefix: between(text, folded.passage(before..run.start).start, passage.start),
            suffix: between(text, passage.end, folded.passage(run.end..after).end),
            position,
        }
    }
}

/// Returns every place where `words` stands in `chars`.
pub(super) fn occurrences(chars: &[char], words: &[char]) -> Vec<usize> {
    let Some((first, rest)) = words.split_first() else { return Vec::new() };
    (0..(chars.len() + 1).saturating_sub(words.len()))
        .filter(|&at| chars[at] == *first && chars[at + 1..].starts_with(rest))
        .collect()
}

/// Takes blanks off both ends.
fn trimmed(text: &str, passage: Passage) -> Passage {
    let words = &text[passage.range()];
    let start = passage.start + (words.len() - words.trim_start().len());
    Passage::new(start, (start + words.trim().len()).max(start))
}

/// Tells whether what stands around `place` is what stands around `own` in `window`.
fn agrees(chars: &[char], own: usize, place: usize, window: std::ops::Range<usize>) -> bool {
    window.into_iter().all(|at| {
        let other = (at + place).checked_sub(own).and_then(|other| chars.get(other));
        other == chars.get(at)
    })
}

/// Returns where the clause before `from` begins, at most [`CONTEXT_MAX`] before the quote.
fn clause_before(folded: &FoldedText, from: usize, quote: &std::ops::Range<usize>) -> usize {
    let least = quote.start.saturating_sub(CONTEXT_MAX);
    let mut at = from;
    while at > least {
        at -= 1;
        // The mark that ends the clause before stays with that one.
        if from - at > CLAUSE_LEAST && is_stop(folded.chars()[at]) {
            return at + 1;
        }
    }
    at
}

/// Returns where the clause after `from` ends, at most [`CONTEXT_MAX`] after the quote.
fn clause_after(folded: &FoldedText, from: usize, quote: &std::ops::Range<usize>) -> usize {
    let most = (quote.end + CONTEXT_MAX).min(folded.len());
    let mut at = from;
    while at < most {
        at += 1;
        if at - from > CLAUSE_LEAST && is_stop(folded.chars()[at - 1]) {
            return at;
        }
    }
    at
}

fn is_stop(letter: char) -> bool {
    matches!(letter, ',' | '.' | ';' | ':' | '!' | '?')
}

/// Returns the words between two places; a prefix may begin in the middle of a line.
fn between(text: &str, start: usize, end: usize) -> String {
    text.get(start.min(end)..end.max(start)).unwrap_or_default().trim_matches('\n').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn selector(text: &str, words: &str, nth: usize) -> Selector {
        let at = text.match_indices(words).nth(nth).expect("it holds").0;
        Selector::new(text, &FoldedText::new(text), Passage::new(at, at + words.len()))
    }

    #[test]
    fn a_long_quote_that_stands_once_needs_nothing_around_it() {
        let text = "甲公司做搜索。乙公司的云服务已经比丙公司便宜了一半。丁公司没有说话。";
        let one = selector(text, "乙公司的云服务已经比丙公司便宜了一半", 0);
        assert_eq!((one.prefix.as_str(), one.suffix.as_str(), one.position), ("", "", None));
    }

    #[test]
    fn a_short_quote_gets_the_clauses_around_it() {
        let text = "甲公司做搜索，乙公司做云。丁公司没有说话。";
        let one = selector(text, "乙公司", 0);
        assert_eq!(
            (one.prefix.as_str(), one.suffix.as_str()),
            ("甲公司做搜索，", "做云。丁公司没有说话。")
        );
    }

    #[test]
    fn clauses_are_added_until_the_place_is_the_only_one() {
        let text = "去年，用户更多的是甲公司。今年，用户更多的是甲公司。";
        let one = selector(text, "用户更多的是甲公司", 1);
        assert_eq!(one.prefix, "用户更多的是甲公司。今年，");
        assert_eq!(one.position, None);
    }

    #[test]
    fn what_no_words_tell_apart_is_told_by_its_position() {
        let text = "好。".repeat(100);
        let one = selector(&text, "好", 50);
        assert_eq!(one.position, Some(100));
    }
}
