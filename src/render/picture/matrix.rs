//! Everyone against everyone: a square's size says how often two meet, its colours which way
//! that fell: from the left for the row's company, for neither, for the column's.

use super::{Caption, Cell, Label, Picture, Row, Shape, Table, Way, legend, tenth};
use crate::permalink::Permalink;

/// The side of a square where two meet most often, and from one to the next, in pixels.
const SIDE: f64 = 32.0;
const STEP: f64 = 36.0;
/// The room of the labels at the left and at the head.
const LEFT: f64 = 112.0;
const HEAD: f64 = 26.0;
/// Where a row's label has its foot.
const FOOT: f64 = 22.0;

/// How often two companies meet, and which way that fell.
#[derive(Clone, Debug)]
pub(in crate::render) struct Meeting {
    pub(in crate::render) row: usize,
    pub(in crate::render) column: usize,
    /// For the row's company, for neither, for the column's.
    pub(in crate::render) ways: [usize; 3],
    pub(in crate::render) href: Permalink,
    /// All of it in words.
    pub(in crate::render) says: String,
}

/// Draws the meetings of companies, given by name and link; columns bear the rows' numbers.
pub(in crate::render) fn matrix(
    caption: Caption,
    ways: &[Way; 3],
    names: &[(String, Permalink)],
    meetings: &[Meeting],
) -> Picture {
    let extent = STEP * names.len() as f64;
    let most = meetings.iter().map(total).max().unwrap_or_default().max(1) as f64;
    Picture {
        kind: "matrix",
        width: LEFT + extent,
        height: HEAD + extent,
        rules: Vec::new(),
        shapes: meetings.iter().flat_map(|one| squares(one, ways, most)).collect(),
        labels: labels(names),
        legend: legend(ways),
        table: table(&caption, names, meetings),
        title: caption.title,
        description: caption.description,
    }
}

fn total(meeting: &Meeting) -> usize {
    meeting.ways.iter().sum()
}

/// Returns a square, cut by the share of each way.
fn squares(one: &Meeting, ways: &[Way; 3], most: f64) -> Vec<Shape> {
    let all = total(one) as f64;
    // Its area says how often: the eye compares areas.
    let side = SIDE * (all / most).sqrt().max(0.15);
    let top = HEAD + STEP * one.row as f64 + (STEP - side) / 2.0;
    let mut left = LEFT + STEP * one.column as f64 + (STEP - side) / 2.0;
    let mut shapes = Vec::new();
    for (way, count) in ways.iter().zip(one.ways) {
        let width = side * count as f64 / all;
        if count > 0 {
            shapes.push(Shape {
                x: tenth(left),
                y: tenth(top),
                width: tenth(width).max(0.1),
                height: tenth(side),
                class: way.class.clone(),
                href: Some(one.href.clone()),
                says: one.says.clone(),
            });
        }
        left += width;
    }
    shapes
}

fn labels(names: &[(String, Permalink)]) -> Vec<Label> {
    let numbered = names.iter().enumerate();
    let rows = numbered.clone().map(|(place, (name, href))| Label {
        x: LEFT - 8.0,
        y: tenth(HEAD + STEP * place as f64 + FOOT),
        text: format!("{} {}", super::bars::shortened(name), place + 1),
        anchor: "end",
        href: Some(href.clone()),
    });
    let columns = numbered.map(|(place, _)| Label {
        x: tenth(LEFT + STEP * (place as f64 + 0.5)),
        y: HEAD - 8.0,
        text: (place + 1).to_string(),
        anchor: "middle",
        href: None,
    });
    rows.chain(columns).collect()
}

/// Returns the same in figures: a cell has the number of all, and how many fell for either.
fn table(caption: &Caption, names: &[(String, Permalink)], meetings: &[Meeting]) -> Table {
    let numbers = (1..=names.len()).map(|number| number.to_string());
    let row = |(place, (name, href)): (usize, &(String, Permalink))| {
        let cell = |column: usize| {
            let found = meetings.iter().find(|one| (one.row, one.column) == (place, column));
            let text = found.map_or(String::new(), |one| {
                let [row, _, column] = one.ways;
                format!("{} ({row}:{column})", total(one))
            });
            Cell { text, href: found.map(|one| one.href.clone()) }
        };
        let cells = (0..names.len()).map(cell).collect();
        Row { label: format!("{} {name}", place + 1), href: Some(href.clone()), cells }
    };
    Table {
        head: [caption.rows.clone()].into_iter().chain(numbers).collect(),
        rows: names.iter().enumerate().map(row).collect(),
    }
}
