//! Pictures of counts, made as the site is: shapes with their places and words, and a table
//! of the same figures. Templates write them as SVG.
//!
//! Knows nothing of the archive: [`crate::render::view`] counts and says what leads where.

mod bars;
mod columns;
mod matrix;

pub(super) use bars::bars;
pub(super) use columns::columns;
pub(super) use matrix::{Meeting, matrix};

use serde::Serialize;

use crate::permalink::Permalink;

/// A picture of counts.
#[derive(Debug, Serialize)]
pub(super) struct Picture {
    /// Its id on the page, and which of the pictures it is, for style sheets.
    kind: &'static str,
    title: String,
    description: String,
    width: f64,
    height: f64,
    rules: Vec<Rule>,
    shapes: Vec<Shape>,
    labels: Vec<Label>,
    /// What the colours mean; none where labels say it.
    legend: Vec<Key>,
    table: Table,
}

/// What is said of a picture as a whole.
pub(super) struct Caption {
    pub(super) title: String,
    pub(super) description: String,
    /// What the table's rows are, and what its last column counts.
    pub(super) rows: String,
    pub(super) sum: String,
}

/// One of the three ways that comparisons fall.
#[derive(Clone, Debug)]
pub(super) struct Way {
    pub(super) name: String,
    /// Its colour, as a class of the style sheet.
    pub(super) class: String,
}

/// A row or column: for one thing, how many comparisons fell which way.
#[derive(Clone, Debug)]
pub(super) struct Counts {
    pub(super) label: String,
    /// The label where there is little room.
    pub(super) short: String,
    pub(super) href: Option<Permalink>,
    /// For the one, for neither, for the other: how many, and where the first of them stands.
    pub(super) ways: [(usize, Option<Permalink>); 3],
}

/// A line without figures: an axis.
#[derive(Debug, Serialize)]
struct Rule {
    x1: f64,
    y1: f64,
    x2: f64,
    y2: f64,
}

/// A rectangle that stands for a figure.
#[derive(Debug, Serialize)]
struct Shape {
    x: f64,
    y: f64,
    width: f64,
    height: f64,
    class: String,
    href: Option<Permalink>,
    /// What it stands for, in words.
    says: String,
}

#[derive(Debug, Serialize)]
struct Label {
    x: f64,
    y: f64,
    text: String,
    /// `start`, `middle` or `end`: what of the text stands there.
    anchor: &'static str,
    href: Option<Permalink>,
}

#[derive(Debug, Serialize)]
struct Key {
    name: String,
    class: String,
}

#[derive(Debug, Serialize)]
struct Table {
    head: Vec<String>,
    rows: Vec<Row>,
}

#[derive(Debug, Serialize)]
struct Row {
    label: String,
    href: Option<Permalink>,
    cells: Vec<Cell>,
}

#[derive(Debug, Serialize)]
struct Cell {
    text: String,
    href: Option<Permalink>,
}

impl Counts {
    fn total(&self) -> usize {
        self.ways.iter().map(|(count, _)| count).sum()
    }

    /// Returns the greatest number on one side of the middle, half of those for neither with it.
    fn reach(&self) -> f64 {
        let [one, neither, other] = self.ways.each_ref().map(|(count, _)| *count as f64);
        one.max(other) + neither / 2.0
    }
}

/// Returns a length as pictures have it: to a tenth.
fn tenth(length: f64) -> f64 {
    (length * 10.0).round() / 10.0
}

fn legend(ways: &[Way; 3]) -> Vec<Key> {
    let key = |way: &Way| Key { name: way.name.clone(), class: way.class.clone() };
    ways.iter().map(key).collect()
}

fn table(caption: &Caption, ways: &[Way; 3], all: &[Counts]) -> Table {
    let names = ways.iter().map(|way| way.name.clone());
    let head = [caption.rows.clone()].into_iter().chain(names).chain([caption.sum.clone()]);
    let row = |one: &Counts| {
        let cell = |(count, href): &(usize, Option<Permalink>)| Cell {
            text: count.to_string(),
            href: href.clone(),
        };
        let sum = Cell { text: one.total().to_string(), href: None };
        let cells = one.ways.iter().map(cell).chain([sum]).collect();
        Row { label: one.label.clone(), href: one.href.clone(), cells }
    };
    Table { head: head.collect(), rows: all.iter().map(row).collect() }
}

/// Returns the words of a shape: 2013年 · 腾讯占优：3.
fn says(label: &str, way: &Way, count: usize) -> String {
    format!("{label} · {}：{count}", way.name)
}

#[cfg(test)]
mod tests;
