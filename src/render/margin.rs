//! Estimates where text stands on a wide page, and places the notes beside it.
//!
//! The stylesheet gives a note to a float that clears the notes before it, so a wrong
//! estimate displaces a note and can never make two overlap. Lengths across are in em of
//! the text, lengths down in lines of the text. The fonts of no machine are asked: Han
//! characters are one em everywhere, and the widths of Latin ones are close enough.

mod lines;

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;
use std::iter;
use std::ops::Range;

pub(crate) use lines::{Lines, width};

/// How wide a page with a margin sets its text and its notes; the stylesheet's `--measure`,
/// and `--note` over `--note-size`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Measures {
    /// A line of the text, in em of the text.
    pub(crate) text: f32,
    /// A line of a note, in em of the note.
    pub(crate) note: f32,
}

impl Measures {
    /// Of a desk: the widest, for most screens with room for the whole column have it.
    pub(crate) const WIDE: Self = Self { text: 36.0, note: 15.5 / 0.8 };
    /// Of a tablet, whose notes have the room that is left: this much on a common one.
    pub(crate) const NARROW: Self = Self { text: 27.6, note: 14.0 / 0.8 };
}

/// The height of a note's line: 0.8 × 1.65 em over the text's 1.85 em.
pub(crate) const NOTE_LINE: f32 = 0.714;
/// What is kept free below a note; the stylesheet's margin there.
pub(crate) const NOTE_GAP: f32 = 0.55;
/// What a folded note takes: one line, and the little that is kept free below it.
pub(crate) const FOLDED: f32 = NOTE_LINE + 0.19;
/// How far a note may stand above its mark to make room for those that follow. Further, and
/// the eye that comes from the mark looks for it below. `static/reader.js` has the same.
const RISE_MAX: f32 = 6.0;
/// How far from its mark a note may come to stand before it and those it touches are folded:
/// half a screen of a small desk.
const FAR: f32 = 11.0;

/// How often notes are folded and all of them placed anew: what is left after so many turns is
/// a crowd that folding does not help.
const TURNS_MAX: usize = 16;

/// A note that asks for a place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Demand {
    /// The line at which it would stand: that of its mark.
    pub(crate) wanted: f32,
    /// How tall it is, with what is kept free below it.
    pub(crate) height: f32,
    /// What it takes where it is folded; as much as `height` where that gains nothing.
    pub(crate) folded: f32,
}

/// Where a note comes to stand.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Place {
    pub(crate) top: f32,
    /// Whether only its first line is shown until it is opened.
    pub(crate) folded: bool,
}

/// Returns where each note comes to stand, in the order given.
///
/// Where notes would be pushed far from their marks, they and the notes they touch are
/// folded; as [`place`] has it otherwise.
pub(crate) fn settle(demands: &[Demand], zones: &[Range<f32>]) -> Vec<Place> {
    let mut demands = demands.to_vec();
    let mut folded = vec![false; demands.len()];
    let mut tops = place(&demands, zones);
    for _ in 0..TURNS_MAX {
        let mut changed = false;
        for run in runs(&demands, &tops) {
            let far = run.clone().any(|at| (tops[at] - demands[at].wanted).abs() > FAR);
            for at in run.filter(|_| far) {
                let demand = &mut demands[at];
                if demand.folded < demand.height {
                    demand.height = demand.folded;
                    (folded[at], changed) = (true, true);
                }
            }
        }
        if !changed {
            break;
        }
        tops = place(&demands, zones);
    }
    let places = tops.into_iter().zip(folded);
    places.map(|(top, folded)| Place { top, folded }).collect()
}

/// Returns the runs of notes that touch.
fn runs(demands: &[Demand], tops: &[f32]) -> Vec<Range<usize>> {
    /// Rounding leaves less than this between notes that touch.
    const TOUCH: f32 = 0.01;
    let mut runs: Vec<Range<usize>> = Vec::new();
    for (at, &top) in tops.iter().enumerate() {
        let touches = |before: usize| top - (tops[before] + demands[before].height) < TOUCH;
        match runs.last_mut() {
            Some(run) if touches(at - 1) => run.end = at + 1,
            _ => runs.push(at..at + 1),
        }
    }
    runs
}

/// Returns where each note's top comes to stand, in the order given.
///
/// Between two `zones`, which wide tables take up and notes keep out of, the sum of
/// displacements is least (isotonic regression by pooling adjacent violators, a pool at its
/// median); then no note rises more than a few lines above its mark, and those behind it
/// move down for that. Notes keep their order and do not overlap; a stretch too full for its
/// notes lets the last of them reach into the zone, where the page's own floats move them on.
/// `zones` are in order and disjoint.
pub(crate) fn place(demands: &[Demand], zones: &[Range<f32>]) -> Vec<f32> {
    let mut tops: Vec<f32> = Vec::with_capacity(demands.len());
    let mut bottom = 0.0_f32;
    let mut rest = demands;
    for stretch in 0..=zones.len() {
        let begins = if stretch == 0 { 0.0 } else { zones[stretch - 1].end };
        let ends = zones.get(stretch).map_or(f32::INFINITY, |zone| zone.start);
        let reach = zones.get(stretch).map_or(f32::INFINITY, |zone| zone.end);
        // A note whose mark lies in the zone itself stands beside what follows.
        let count = rest.iter().take_while(|demand| demand.wanted < ends).count();
        let (here, later) = rest.split_at(if reach.is_infinite() { rest.len() } else { count });
        rest = later;
        for top in place_stretch(here, begins.max(bottom)..ends) {
            tops.push(top);
        }
        if let (Some(top), Some(demand)) = (tops.last(), here.last()) {
            bottom = top + demand.height;
        }
    }
    tops
}

/// Places the notes of one stretch between wide elements.
fn place_stretch(demands: &[Demand], room: Range<f32>) -> Vec<f32> {
    // With the heights of the notes above subtracted, "below the one before" becomes "not
    // less than the one before".
    let mut above = 0.0;
    let mut pools: Vec<Pool> = Vec::new();
    for demand in demands {
        let mut pool = Pool::new(demand.wanted - above);
        while let Some(last) = pools.pop_if(|last| last.median() > pool.median()) {
            pool = last.joined(pool);
        }
        pools.push(pool);
        above += demand.height;
    }
    let latest = (room.end - above).max(room.start);
    let medians = pools.iter().flat_map(|pool| iter::repeat_n(pool.median(), pool.len()));
    let mut above = 0.0;
    let mut next = room.start;
    medians
        .zip(demands)
        .map(|(median, demand)| {
            let lowest = latest + above;
            let best = median.clamp(room.start, latest) + above;
            let top = best.max((demand.wanted - RISE_MAX).min(lowest)).max(next);
            above += demand.height;
            next = top + demand.height;
            top
        })
        .collect()
}

/// Notes that touch and move as one: their wishes, so kept that the middle one is at hand.
struct Pool {
    /// The lower half, and the one in the middle if there is one; the largest first.
    low: BinaryHeap<Wish>,
    /// The upper half, the smallest first.
    high: BinaryHeap<Reverse<Wish>>,
}

impl Pool {
    fn new(wish: f32) -> Self {
        Self { low: BinaryHeap::from([Wish(wish)]), high: BinaryHeap::new() }
    }

    fn len(&self) -> usize {
        self.low.len() + self.high.len()
    }

    /// Returns the median; between the two in the middle all places are as good, and halfway
    /// shares the way.
    fn median(&self) -> f32 {
        let low = self.low.peek().map_or(0.0, |wish| wish.0);
        match self.high.peek() {
            Some(Reverse(high)) if self.high.len() == self.low.len() => (low + high.0) / 2.0,
            _ => low,
        }
    }

    /// Returns the two as one. The smaller goes into the larger, so that each wish is moved a
    /// few times, however many there are.
    fn joined(self, other: Self) -> Self {
        let (mut larger, smaller) =
            if self.len() < other.len() { (other, self) } else { (self, other) };
        let wishes = smaller.high.into_iter().map(|Reverse(wish)| wish);
        smaller.low.into_iter().chain(wishes).for_each(|wish| larger.add(wish));
        larger
    }

    fn add(&mut self, wish: Wish) {
        if self.low.peek().is_some_and(|middle| wish > *middle) {
            self.high.push(Reverse(wish));
        } else {
            self.low.push(wish);
        }
        if self.high.len() > self.low.len() {
            self.low.extend(self.high.pop().map(|Reverse(wish)| wish));
        } else if self.low.len() > self.high.len() + 1 {
            self.high.extend(self.low.pop().map(Reverse));
        }
    }
}

/// Where a note would stand, in the order of size.
#[derive(Clone, Copy)]
struct Wish(f32);

impl Ord for Wish {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.total_cmp(&other.0)
    }
}

impl PartialOrd for Wish {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Wish {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Wish {}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn demand(wanted: f32, height: f32) -> Demand {
        Demand { wanted, height, folded: height }
    }

    #[test]
    fn a_note_with_room_stands_at_its_mark() {
        let tops = place(&[demand(2.0, 3.0), demand(10.0, 3.0)], &[]);
        assert_eq!(tops, [2.0, 10.0]);
    }

    #[test]
    fn crowded_notes_share_the_displacement() {
        let tops = place(&[demand(10.0, 3.0), demand(11.0, 3.0)], &[]);
        assert!((tops[0] - 9.0).abs() < 0.01 && (tops[1] - 12.0).abs() < 0.01, "{tops:?}");
    }

    #[test]
    fn a_note_keeps_out_of_a_wide_table() {
        let tops = place(&[demand(8.0, 4.0), demand(12.0, 2.0)], &[10.0..20.0]);
        assert!(tops[0] + 4.0 <= 10.0, "{tops:?}");
        assert!(tops[1] >= 20.0, "{tops:?}");
    }

    #[test]
    fn no_note_rises_far_above_its_mark() {
        let crowd = vec![demand(30.0, 4.0); 9];
        let tops = place(&crowd, &[]);
        assert!(tops.iter().all(|&top| top >= 30.0 - RISE_MAX), "{tops:?}");
    }

    #[test]
    fn notes_pushed_far_from_their_marks_are_folded() {
        let crowd = [Demand { wanted: 30.0, height: 4.0, folded: 1.0 }; 9];
        let alone = Demand { wanted: 200.0, height: 4.0, folded: 1.0 };
        let places = settle(&[&crowd[..], &[alone]].concat(), &[]);
        assert!(places[..9].iter().all(|place| place.folded), "{places:?}");
        assert!(places[..9].iter().all(|place| (place.top - 30.0).abs() <= FAR), "{places:?}");
        assert_eq!(places[9], Place { top: 200.0, folded: false });
    }

    fn demands() -> impl Strategy<Value = Vec<Demand>> {
        prop::collection::vec((0.0_f32..200.0, 1.0_f32..20.0), 0..40).prop_map(|mut notes| {
            notes.sort_by(|a, b| a.0.total_cmp(&b.0));
            notes.into_iter().map(|(wanted, height)| demand(wanted, height)).collect()
        })
    }

    proptest! {
        #[test]
        fn notes_keep_their_order_and_do_not_overlap(
            demands in demands(),
            zone in 0.0_f32..200.0,
            depth in 1.0_f32..30.0,
        ) {
            let tops = place(&demands, std::slice::from_ref(&(zone..zone + depth)));
            prop_assert_eq!(tops.len(), demands.len());
            for ((top, next), demand) in tops.iter().zip(&tops[1.min(tops.len())..]).zip(&demands) {
                prop_assert!(top + demand.height <= *next + 0.01, "{:?}", tops);
            }
        }

        #[test]
        fn no_single_shift_of_all_is_better(
            wanted in prop::collection::vec(0.0_f32..60.0, 0..6),
            shift in -3.0_f32..3.0,
        ) {
            let mut demands: Vec<Demand> = wanted.into_iter().map(|wanted| demand(wanted, 3.0)).collect();
            demands.sort_by(|a, b| a.wanted.total_cmp(&b.wanted));
            let tops = place_stretch(&demands, -1e4..f32::INFINITY);
            let capped = tops.iter().zip(&demands)
                .any(|(top, demand)| *top <= demand.wanted - RISE_MAX + 0.01);
            prop_assume!(!capped);
            let cost = |shift: f32| -> f32 {
                tops.iter().zip(&demands).map(|(top, demand)| (top + shift - demand.wanted).abs()).sum()
            };
            prop_assert!(cost(0.0) <= cost(shift) * 1.001 + 0.1);
        }
    }
}
