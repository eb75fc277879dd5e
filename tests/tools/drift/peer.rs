//! The quote matcher of the Hypothesis client, written anew from its description.
//!
//! All runs with the fewest errors, up to half of the quote's length, are scored by the quote
//! (weight 50), 32 characters before it and after it (20 each) and the old position (2); the
//! best is taken, however low.

use pangzhu::annotate::anchor::{Anchor, Drift};
use pangzhu::annotate::approximate;
use pangzhu::load::essay::Passage;

const CONTEXT: usize = 32;

/// Finds the passage of `old` in `new`.
pub(crate) fn find(old: &str, passage: Passage, new: &str) -> Anchor {
    let old_chars: Vec<char> = old.chars().collect();
    let new_chars: Vec<char> = new.chars().collect();
    let start = old[..passage.start].chars().count();
    let end = start + old[passage.range()].chars().count();
    let quote = &old_chars[start..end];
    let prefix = &old_chars[start.saturating_sub(CONTEXT)..start];
    let suffix = &old_chars[end..(end + CONTEXT).min(old_chars.len())];
    let found = approximate::find(&new_chars, quote, 256.min(quote.len() / 2));
    let Some(fewest) = found.iter().map(|one| one.edits).min() else {
        return Anchor { drift: Drift::Orphaned, passage: None };
    };
    let best = found
        .into_iter()
        .filter(|one| one.edits == fewest)
        .map(|one| {
            let before = &new_chars[one.run.start.saturating_sub(prefix.len())..one.run.start];
            let after_end = (one.run.end + suffix.len()).min(new_chars.len());
            let after = &new_chars[one.run.end..after_end];
            let likeness = 1.0 - one.edits as f32 / quote.len() as f32;
            let distance = one.run.start.abs_diff(start) as f32 / new_chars.len() as f32;
            let score = 50.0 * likeness
                + 20.0 * approximate::similarity(prefix, before)
                + 20.0 * approximate::similarity(suffix, after)
                + 2.0 * (1.0 - distance);
            (score, one.run)
        })
        .max_by(|one, other| one.0.total_cmp(&other.0));
    let passage = best.map(|(_, run)| {
        let byte = |at: usize| new_chars[..at].iter().map(|letter| letter.len_utf8()).sum();
        Passage::new(byte(run.start), byte(run.end))
    });
    Anchor { drift: Drift::Changed, passage }
}
