//! Estimates where text stands on a wide page, and places the notes beside it.
//!
//! The stylesheet gives a note to a float that clears the notes before it, so a wrong
//! estimate displaces a note and can never make two overlap. Lengths across are in em of
//! the text, lengths down in lines of the text. The fonts of no machine are asked: Han
//! characters are one em everywhere, and the widths of Latin ones are close enough.

mod lines;

use std::ops::Range;

pub(crate) use lines::{Lines, width};

/// The text column's measure: the stylesheet's `--measure`.
pub(crate) const MEASURE: f32 = 36.0;
/// A note's measure in em of its own type: the stylesheet's `--note` over `--note-size`.
pub(crate) const NOTE_MEASURE: f32 = 17.0;
/// The height of a note's line: 0.8 × 1.65 em over the text's 1.85 em.
pub(crate) const NOTE_LINE: f32 = 0.714;
/// What is kept free between two notes; the stylesheet's margin below a note.
pub(crate) const NOTE_GAP: f32 = 0.55;
/// How far a note may stand above its mark to make room for those that follow. Further, and
/// the eye that comes from the mark looks for it below.
const RISE_MAX: f32 = 6.0;

/// A note that asks for a place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Demand {
    /// The line at which it would stand: that of its mark.
    pub(crate) wanted: f32,
    /// How tall it is.
    pub(crate) height: f32,
}

/// Returns where each note's top comes to stand, in the order given.
///
/// Between two `zones`, which wide tables take up and notes keep out of, the sum of squared
/// displacements is least (isotonic regression by pooling adjacent violators); then no note
/// rises more than a few lines above its mark, and those behind it move down for that.
/// Notes keep their order and do not overlap; a stretch too full for its notes lets the
/// last of them reach into the zone, where the page's own floats move them on.
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
            bottom = top + demand.height + NOTE_GAP;
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
        let mut pool = Pool { sum: demand.wanted - above, count: 1.0, notes: 1 };
        while let Some(last) = pools.pop_if(|last| last.mean() > pool.mean()) {
            pool = Pool {
                sum: last.sum + pool.sum,
                count: last.count + pool.count,
                notes: last.notes + pool.notes,
            };
        }
        pools.push(pool);
        above += demand.height + NOTE_GAP;
    }
    let latest = (room.end - above).max(room.start);
    let means = pools.iter().flat_map(|pool| std::iter::repeat_n(pool.mean(), pool.notes));
    let mut above = 0.0;
    let mut next = room.start;
    means
        .zip(demands)
        .map(|(mean, demand)| {
            let best = mean.clamp(room.start, latest) + above;
            let top = best.max(demand.wanted - RISE_MAX).max(next);
            above += demand.height + NOTE_GAP;
            next = top + demand.height + NOTE_GAP;
            top
        })
        .collect()
}

/// Notes that touch and move as one.
struct Pool {
    sum: f32,
    count: f32,
    notes: usize,
}

impl Pool {
    fn mean(&self) -> f32 {
        self.sum / self.count
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn demand(wanted: f32, height: f32) -> Demand {
        Demand { wanted, height }
    }

    #[test]
    fn a_note_with_room_stands_at_its_mark() {
        let tops = place(&[demand(2.0, 3.0), demand(10.0, 3.0)], &[]);
        assert_eq!(tops, [2.0, 10.0]);
    }

    #[test]
    fn crowded_notes_share_the_displacement() {
        let tops = place(&[demand(10.0, 3.0), demand(11.0, 3.0)], &[]);
        assert!((tops[0] - 8.725).abs() < 0.01 && (tops[1] - 12.275).abs() < 0.01, "{tops:?}");
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

    fn demands() -> impl Strategy<Value = Vec<Demand>> {
        prop::collection::vec((0.0_f32..200.0, 1.0_f32..20.0), 0..40).prop_map(|mut notes| {
            notes.sort_by(|a, b| a.0.total_cmp(&b.0));
            notes.into_iter().map(|(wanted, height)| Demand { wanted, height }).collect()
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
                tops.iter().zip(&demands).map(|(top, demand)| (top + shift - demand.wanted).powi(2)).sum()
            };
            prop_assert!(cost(0.0) <= cost(shift) * 1.001 + 0.1);
        }
    }
}
