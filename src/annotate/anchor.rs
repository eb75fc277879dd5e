//! Finds the passage that a selector was made of, in an essay that may have changed since.
//!
//! 1. The quote as it is, where it stands among the words that stood around it.
//! 2. The quote as it is, elsewhere.
//! 3. Something like it: no less like than a floor, and never with other companies, numbers
//!    or years in it ([`Guard`]). A matcher without a floor finds what was deleted, and one
//!    without a guard the sentence that says the same of someone else.
//!
//! What is found in none of these ways is lost, and said to be: a wrong place is worse.

use crate::annotate::approximate::{self, Likeness, similarity};
use crate::annotate::folded::FoldedText;
use crate::annotate::guard::Guard;
use crate::annotate::selector::{CONTEXT_MAX, SHORT_QUOTE, Selector, occurrences};
use crate::load::essay::Passage;
use serde::{Deserialize, Serialize};

/// What became of a selector's passage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Drift {
    /// The same words among the same words.
    Kept,
    /// The same words among others.
    Moved,
    /// Other words, like enough.
    Changed,
    /// Nothing that is surely it.
    Orphaned,
}

impl Drift {
    /// Returns the drift's name in data and messages.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Kept => "kept",
            Self::Moved => "moved",
            Self::Changed => "changed",
            Self::Orphaned => "orphaned",
        }
    }
}

/// Where a selector's passage stands now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Anchor {
    /// What became of it.
    pub drift: Drift,
    /// The passage; of an orphan the place that it most probably was, if any.
    pub passage: Option<Passage>,
}

impl Anchor {
    fn found(drift: Drift, text: &FoldedText, run: std::ops::Range<usize>) -> Self {
        Self { drift, passage: Some(text.passage(run)) }
    }

    fn orphan(text: &FoldedText, nearest: Option<std::ops::Range<usize>>) -> Self {
        Self { drift: Drift::Orphaned, passage: nearest.map(|run| text.passage(run)) }
    }

    /// Returns the passage, unless it is only a guess.
    pub fn certain(&self) -> Option<Passage> {
        self.passage.filter(|_| self.drift != Drift::Orphaned)
    }
}

/// The least likeness of a changed quote, from 0 to 1.
const FLOOR: f32 = 0.6;
/// The same for a quote shorter than [`SHORT_QUOTE`], of which an edit takes more.
const FLOOR_SHORT: f32 = 0.5;
/// From here on the words around a quote count as the same.
const CONTEXT_FLOOR: f32 = 0.6;
/// From here on the words on one side of a quote are enough.
const ONE_SIDE_FLOOR: f32 = 0.85;
/// From here on the words on both sides tell a quote from its twin.
const TWIN_FLOOR: f32 = 0.95;
/// How much better the best likeness must be than the next, words around it included.
const MARGIN: f32 = 0.1;

/// Finds the selector's passage in a text.
pub fn find(text: &str, folded: &FoldedText, selector: &Selector, guard: &Guard<'_>) -> Anchor {
    let wanted = Wanted::new(selector);
    if wanted.quote.is_empty() {
        return Anchor { drift: Drift::Orphaned, passage: None };
    }
    let position = selector.position.map(|chars| byte_of(text, chars));
    let position = position.map(|byte| folded.run(Passage::new(byte, byte)).start);
    match exact(folded, &wanted, position) {
        Exact::Found(anchor) => anchor,
        Exact::Doubtful(nearest) => like(text, folded, selector, &wanted, guard, Some(nearest)),
        Exact::Nowhere => like(text, folded, selector, &wanted, guard, None),
    }
}

/// A selector, folded.
struct Wanted {
    quote: FoldedText,
    prefix: FoldedText,
    suffix: FoldedText,
}

impl Wanted {
    fn new(selector: &Selector) -> Self {
        Self {
            quote: FoldedText::new(&selector.quote),
            prefix: FoldedText::new(&selector.prefix),
            suffix: FoldedText::new(&selector.suffix),
        }
    }

    fn has_context(&self) -> bool {
        !self.prefix.is_empty() || !self.suffix.is_empty()
    }

    /// Returns how like the words around a run are to those around the quote, the better of
    /// the two sides first; 1 for a side of which nothing is known.
    fn context(&self, text: &FoldedText, run: &std::ops::Range<usize>) -> [f32; 2] {
        let chars = text.chars();
        let before = run.start.saturating_sub(self.prefix.len())..run.start;
        let after = run.end..(run.end + self.suffix.len()).min(chars.len());
        let mut sides = Vec::with_capacity(2);
        if !self.prefix.is_empty() {
            sides.push(similarity(self.prefix.chars(), &chars[before]));
        }
        if !self.suffix.is_empty() {
            sides.push(similarity(self.suffix.chars(), &chars[after]));
        }
        match sides.as_slice() {
            [] => [1.0, 1.0],
            [one] => [*one, *one],
            [one, other, ..] => [one.max(*other), one.min(*other)],
        }
    }
}

/// Tells whether the words around a run are those that were around the quote.
fn is_known_by([best, other]: [f32; 2]) -> bool {
    best >= ONE_SIDE_FLOOR || f32::midpoint(best, other) >= CONTEXT_FLOOR
}

enum Exact {
    Found(Anchor),
    /// The words stand there, but those around them say that it is another place.
    Doubtful(std::ops::Range<usize>),
    Nowhere,
}

fn exact(text: &FoldedText, wanted: &Wanted, position: Option<usize>) -> Exact {
    let length = wanted.quote.len();
    let places = occurrences(text.chars(), wanted.quote.chars());
    let is_only = places.len() == 1;
    let mut ranked: Vec<([f32; 2], usize, usize)> = places
        .into_iter()
        .map(|at| {
            let distance = position.map_or(0, |position| position.abs_diff(at));
            (wanted.context(text, &(at..at + length)), distance, at)
        })
        .collect();
    let sum = |[best, other]: [f32; 2]| best + other;
    ranked.sort_by(|one, other| {
        sum(other.0).total_cmp(&sum(one.0)).then(one.1.cmp(&other.1)).then(one.2.cmp(&other.2))
    });
    let Some(&(context, _, at)) = ranked.first() else { return Exact::Nowhere };
    let run = at..at + length;
    let is_tied =
        ranked.get(1).is_some_and(|next| sum(next.0) >= sum(context) && position.is_none());
    if sum(context) >= 2.0 && (!is_tied || !wanted.has_context()) {
        let drift = if is_tied { Drift::Moved } else { Drift::Kept };
        return Exact::Found(Anchor::found(drift, text, run));
    }
    let is_known = if length < SHORT_QUOTE {
        is_known_by(context)
    } else if wanted.has_context() {
        // A long quote has words around it only where it stood more than once: what is left
        // may be the other one.
        context[1] >= TWIN_FLOOR
    } else {
        is_only
    };
    if is_known && !is_tied {
        return Exact::Found(Anchor::found(Drift::Moved, text, run));
    }
    Exact::Doubtful(run)
}

/// Finds something like the quote; `doubtful` is a place of its very words among others.
fn like(
    text: &str,
    folded: &FoldedText,
    selector: &Selector,
    wanted: &Wanted,
    guard: &Guard<'_>,
    doubtful: Option<std::ops::Range<usize>>,
) -> Anchor {
    let length = wanted.quote.len();
    let is_short = length < SHORT_QUOTE;
    let floor = if is_short { FLOOR_SHORT } else { FLOOR };
    let edits_max = ((1.0 - floor) * length as f32) as usize;
    let found = approximate::find(folded.chars(), wanted.quote.chars(), edits_max);
    let mut ranked: Vec<(f32, [f32; 2], Likeness)> = found
        .into_iter()
        .map(|one| {
            let likeness = 1.0 - one.edits as f32 / length as f32;
            let context = wanted.context(folded, &one.run);
            let worth =
                if wanted.has_context() { f32::midpoint(context[0], context[1]) } else { 0.0 };
            (likeness + worth, context, one)
        })
        .collect();
    ranked.sort_by(|one, other| {
        other.0.total_cmp(&one.0).then(one.2.run.start.cmp(&other.2.run.start))
    });
    let Some((worth, context, best)) = ranked.first() else {
        return Anchor::orphan(folded, doubtful);
    };
    let is_clear = ranked.get(1).is_none_or(|next| next.0 + MARGIN <= *worth);
    let is_enough =
        if wanted.has_context() { is_known_by(*context) } else { length >= SHORT_QUOTE };
    let passage = folded.passage(best.run.clone());
    if is_clear && is_enough && guard.agrees(&selector.quote, &text[passage.range()]) {
        return Anchor::found(Drift::Changed, folded, best.run.clone());
    }
    Anchor::orphan(folded, Some(best.run.clone()))
}

/// Returns the byte at which the character of this number begins.
fn byte_of(text: &str, chars: usize) -> usize {
    text.char_indices().nth(chars).map_or(text.len(), |(byte, _)| byte)
}

/// The context of a selector is never longer; what finds it may rely on that.
const _: () = assert!(CONTEXT_MAX < 256);
