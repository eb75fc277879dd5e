//! Tells names from words by their capitals.

use std::ops::Range;

use crate::detect::lists::english;
use crate::load::essay::Passage;

/// Tells whether the capital of a word shows that it is a name: it stands within a sentence
/// among small words, or at its head with a verb behind.
pub(in crate::detect) fn is_proper(text: &str, sentence: Passage, word: Range<usize>) -> bool {
    let Some(name) = text.get(word.clone()) else { return false };
    let is_capital = |word: &str| word.starts_with(|char: char| char.is_uppercase());
    if !is_capital(name) || !name.contains(|char: char| char.is_ascii_lowercase()) {
        return false;
    }
    let before = text.get(sentence.start..word.start).unwrap_or_default();
    let after = text.get(word.end..sentence.end).unwrap_or_default();
    let owns = after.starts_with("'s") || after.starts_with("’s");
    let comma = after.starts_with(", ");
    let next = after.split_whitespace().next().unwrap_or_default();
    let next = if after.starts_with(' ') { next } else { "" };
    let heads = before.trim_end().is_empty() || before.trim_end().ends_with([':', '"', '“', '.']);
    if heads {
        return owns || comma || english::AFTER_NAMES.contains(&next.trim_end_matches(','));
    }
    let last = before.split_whitespace().next_back().unwrap_or_default();
    before.ends_with([' ', '('])
        && (!is_capital(last) || before.split_whitespace().count() == 1)
        && !is_capital(next)
        && !english::NOT_OF_COMPANIES.contains(&next)
}
