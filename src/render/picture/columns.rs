//! Columns side by side, the newest last: what falls for the one goes up, what falls for the
//! other down, what falls for neither stands across the middle.

use super::{Caption, Counts, Label, Picture, Rule, Shape, Way, legend, says, table, tenth};

/// How high the highest column may be, in pixels.
const REACH: f64 = 64.0;
/// Where the middle is: below the reach and the figure above the highest column.
const MIDDLE: f64 = REACH + 16.0;
/// The place of a label below the columns.
const FOOT: f64 = MIDDLE + REACH + 18.0;
/// From one column to the next: room for a year in full, or for its last two figures.
const WIDE: f64 = 42.0;
const NARROW: f64 = 24.0;
/// As many columns in full fit a phone.
const WIDE_MAX: usize = 8;
/// What a column leaves free of its room.
const GAP: f64 = 8.0;

/// Draws columns.
pub(in crate::render) fn columns(caption: Caption, ways: &[Way; 3], all: &[Counts]) -> Picture {
    let step = if all.len() > WIDE_MAX { NARROW } else { WIDE };
    let unit = REACH / all.iter().map(Counts::reach).fold(1.0, f64::max);
    let width = step * all.len() as f64;
    let mut shapes = Vec::new();
    let mut labels = Vec::new();
    for (place, one) in all.iter().enumerate() {
        let left = step * place as f64;
        let [up, neither, _] = one.ways.each_ref().map(|(count, _)| *count as f64 * unit);
        let mut top = MIDDLE - neither / 2.0 - up;
        let middle = left + step / 2.0;
        let label = |y, text: &str, href| Label {
            x: tenth(middle),
            y: tenth(y),
            text: text.to_owned(),
            anchor: "middle",
            href,
        };
        if one.total() > 0 {
            labels.push(label(top - 4.0, &one.total().to_string(), None));
        }
        let text = if step == NARROW { &one.short } else { &one.label };
        labels.push(label(FOOT, text, one.href.clone()));
        for (way, (count, href)) in ways.iter().zip(&one.ways) {
            let height = *count as f64 * unit;
            if *count > 0 {
                shapes.push(Shape {
                    x: tenth(left + GAP / 2.0),
                    y: tenth(top),
                    width: step - GAP,
                    height: tenth(height).max(0.1),
                    class: way.class.clone(),
                    href: href.clone(),
                    says: says(&one.label, way, *count),
                });
            }
            top += height;
        }
    }
    Picture {
        kind: "columns",
        width,
        height: FOOT + 6.0,
        rules: vec![Rule { x1: 0.0, y1: MIDDLE, x2: width, y2: MIDDLE }],
        shapes,
        labels,
        legend: legend(ways),
        table: table(&caption, ways, all),
        title: caption.title,
        description: caption.description,
    }
}
