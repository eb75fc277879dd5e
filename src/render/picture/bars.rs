//! Bars one below the other, on both sides of a line: to the right what falls for the row's
//! company, to the left what falls for others, across the line what falls for neither.

use super::{Caption, Counts, Label, Picture, Rule, Shape, Way, legend, says, table, tenth};

/// The room of the labels, and of the bars on either side of the line, in pixels.
const LABELS: f64 = 104.0;
const REACH: f64 = 118.0;
const LINE: f64 = LABELS + REACH;
/// From one bar to the next, what a bar leaves free of it, and where its label's foot is.
const STEP: f64 = 26.0;
const GAP: f64 = 10.0;
const FOOT: f64 = 17.0;
/// How many characters of a label fit its room.
const LABEL_CHARACTERS: usize = 7;

/// Draws bars.
pub(in crate::render) fn bars(caption: Caption, ways: &[Way; 3], all: &[Counts]) -> Picture {
    let unit = REACH / all.iter().map(Counts::reach).fold(1.0, f64::max);
    let height = STEP * all.len() as f64;
    let mut shapes = Vec::new();
    let mut labels = Vec::new();
    for (place, one) in all.iter().enumerate() {
        let top = STEP * place as f64;
        labels.push(Label {
            x: LABELS - 6.0,
            y: tenth(top + FOOT),
            text: shortened(&one.short),
            anchor: "end",
            href: one.href.clone(),
        });
        let [right, neither, _] = one.ways.each_ref().map(|(count, _)| *count as f64 * unit);
        let mut end = LINE + neither / 2.0 + right;
        for (way, (count, href)) in ways.iter().zip(&one.ways) {
            let width = *count as f64 * unit;
            end -= width;
            if *count > 0 {
                shapes.push(Shape {
                    x: tenth(end),
                    y: tenth(top + GAP / 2.0),
                    width: tenth(width).max(0.1),
                    height: STEP - GAP,
                    class: way.class.clone(),
                    href: href.clone(),
                    says: says(&one.label, way, *count),
                });
            }
        }
    }
    Picture {
        kind: "bars",
        width: LINE + REACH,
        height,
        rules: vec![Rule { x1: LINE, y1: 0.0, x2: LINE, y2: height }],
        shapes,
        labels,
        // In the order of the picture, from the left.
        legend: legend(ways).into_iter().rev().collect(),
        table: table(&caption, ways, all),
        title: caption.title,
        description: caption.description,
    }
}

/// Shortens a name to its room; a Latin letter takes half of it.
pub(super) fn shortened(name: &str) -> String {
    let mut room = LABEL_CHARACTERS * 2;
    let mut shortened = String::new();
    for character in name.chars() {
        let takes = if character.is_ascii() { 1 } else { 2 };
        if room < takes {
            return format!("{}…", shortened.trim_end());
        }
        room -= takes;
        shortened.push(character);
    }
    shortened
}
