//! Carries a passage from one version of an essay to the next, where both are at hand.
//!
//! What a diff says is the same is the same; a quote alone can only be compared.

use similar::{Algorithm, DiffOp, capture_diff_slices};

use crate::annotate::anchor::{self, Anchor, Drift};
use crate::annotate::folded::FoldedText;
use crate::annotate::guard::Guard;
use crate::annotate::selector::Selector;
use crate::load::essay::Passage;

/// How much of a passage must still be there for it to be the same, 0 to 1.
const KEPT_LEAST: f32 = 0.4;

/// Finds where `passage` of the text `old` stands in the text `new`.
pub fn carry(old: &str, passage: Passage, new: &str, guard: &Guard<'_>) -> Anchor {
    let (old_folded, new_folded) = (FoldedText::new(old), FoldedText::new(new));
    let run = old_folded.run(passage);
    let operations = capture_diff_slices(Algorithm::Myers, old_folded.chars(), new_folded.chars());
    let mut kept = 0;
    let mut reached: Option<(usize, usize)> = None;
    for operation in operations {
        let (old, new) = (operation.old_range(), operation.new_range());
        let (start, end) = (run.start.max(old.start), run.end.min(old.end));
        if start >= end || new.is_empty() {
            continue;
        }
        if matches!(operation, DiffOp::Equal { .. }) {
            kept += end - start;
        }
        // Of words that replaced others, as many as stand within the passage.
        let first = (new.start + start - old.start).min(new.end);
        let last = new.end.saturating_sub(old.end - end).max(first);
        reached = Some((reached.map_or(first, |(first, _)| first), last));
    }
    if let Some((start, end)) = reached
        && kept as f32 >= KEPT_LEAST * run.len() as f32
    {
        let found = new_folded.passage(start..end);
        let is_same = kept == run.len() && end - start == run.len();
        if is_same {
            return Anchor { drift: Drift::Kept, passage: Some(found) };
        }
        if guard.allows(&old[passage.range()], &new[found.range()]) {
            return Anchor { drift: Drift::Changed, passage: Some(found) };
        }
        return Anchor { drift: Drift::Orphaned, passage: Some(found) };
    }
    // Moved to where a diff does not follow it.
    let selector = Selector::new(old, &old_folded, passage);
    anchor::find(new, &new_folded, &selector, guard)
}
