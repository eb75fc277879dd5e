//! Where in a text something like a quote stands, with the fewest edits.
//!
//! The dynamic programme of Sellers (1980), "The theory and computation of evolutionary
//! distances": edit distance whose match may begin anywhere in the text. Costs the product of
//! the two lengths.

use std::ops::Range;

/// A run of the text that is like the quote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Likeness {
    /// The run, in characters.
    pub run: Range<usize>,
    /// Insertions, deletions and replacements between the two.
    pub edits: usize,
}

/// Returns the runs of `text` within `edits_max` of `quote`, each the best of those that it
/// overlaps, best first; ties in the order of the text.
pub fn find(text: &[char], quote: &[char], edits_max: usize) -> Vec<Likeness> {
    let mut all = ends(text, quote, edits_max);
    all.sort_by_key(|one| (one.edits, one.run.start, one.run.end));
    let mut best: Vec<Likeness> = Vec::new();
    for one in all {
        if best.iter().all(|other| one.run.end <= other.run.start || other.run.end <= one.run.start)
        {
            best.push(one);
        }
    }
    best
}

/// Returns, for each place where a run within `edits_max` ends, the best that ends there.
fn ends(text: &[char], quote: &[char], edits_max: usize) -> Vec<Likeness> {
    // Each cell: the edits so far, and where in the text the match began.
    let mut column: Vec<(usize, usize)> = (0..=quote.len()).map(|row| (row, 0)).collect();
    let mut found = Vec::new();
    for (at, letter) in text.iter().enumerate() {
        let mut diagonal = column[0];
        column[0] = (0, at + 1);
        for row in 1..=quote.len() {
            let (edits, start) = diagonal;
            let replaced = (edits + usize::from(quote[row - 1] != *letter), start);
            let inserted = (column[row].0 + 1, column[row].1);
            let deleted = (column[row - 1].0 + 1, column[row - 1].1);
            diagonal = column[row];
            column[row] = least(replaced, inserted, deleted);
        }
        let (edits, start) = column[quote.len()];
        if edits <= edits_max && start <= at {
            found.push(Likeness { run: start..at + 1, edits });
        }
    }
    found
}

/// Fewest edits; among equals the longest run, since a quote's first words are seldom lost.
fn least(
    replaced: (usize, usize),
    inserted: (usize, usize),
    deleted: (usize, usize),
) -> (usize, usize) {
    [replaced, inserted, deleted].into_iter().min().unwrap_or(replaced)
}

/// Returns how like two runs of characters are: 1 for the same, 0 for nothing in common.
pub fn similarity(one: &[char], other: &[char]) -> f32 {
    let longest = one.len().max(other.len());
    if longest == 0 {
        return 1.0;
    }
    let edits = strsim::generic_levenshtein(&one.to_vec(), &other.to_vec());
    1.0 - edits as f32 / longest as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str, quote: &str, edits_max: usize) -> Vec<(String, usize)> {
        let (text, quote): (Vec<char>, Vec<char>) =
            (text.chars().collect(), quote.chars().collect());
        find(&text, &quote, edits_max)
            .into_iter()
            .map(|one| (text[one.run].iter().collect(), one.edits))
            .collect()
    }

    #[test]
    fn the_best_of_overlapping_runs_is_kept() {
        assert_eq!(
            found("微信已经是支付的入口", "微信是支付入口", 4),
            [("微信已经是支付的入口".into(), 3)]
        );
        assert_eq!(found("abcd xbcd", "abcd", 1), [("abcd".into(), 0), ("xbcd".into(), 1)]);
        assert_eq!(found("完全无关", "微信支付", 2), []);
    }
}
