//! Estimates where blocks and passages stand on a wide page, in lines from the top.
//!
//! The numbers are the stylesheet's; `static/style.css` names this file where they stand.

use std::collections::BTreeMap;
use std::ops::Range;

use super::notes::{Fold, Rise, Rises};
use super::plan::Plan;
use super::{Annotation, AnnotationKind};
use crate::load::essay::{Block, Body, CodeBlock, Inline, ListItem, Prose};
use crate::render::margin::{
    Demand, FOLDED, Lines, Measures, NOTE_GAP, NOTE_LINE, place, settle, width,
};

/// An em in lines: the text's line height is 1.85.
const EM: f32 = 1.0 / 1.85;
/// Blocks are one em apart.
const BLOCK_GAP: f32 = EM;
/// The padding above a heading and the height of its line, in lines.
const HEADING_PADDING: f32 = 1.2 * EM;
const HEADING_LINE: f32 = 1.3 * 1.4 * EM;
const HEADING_SIZE: f32 = 1.3;
/// What quotations and lists take from the measure, in em.
const INDENT: f32 = 1.6;
/// An alert's title and its padding.
const ALERT_TITLE: f32 = 1.0 + 1.2 * EM;
/// A row of a table, beside its lines.
const ROW_PADDING: f32 = 0.8 * EM;
const CELL_PADDING: f32 = 1.4;
const CELL_LINE: f32 = 0.9 * 1.6 * EM;
/// The widest that one column of a table wishes to be, in em.
const COLUMN_MAX: f32 = 16.0;
/// The narrowest: an empty cell's.
const COLUMN_MIN: f32 = 2.0;
/// A line of code, and the padding of its block.
const CODE_LINE: f32 = 0.82 * 1.6 * EM;
const CODE_PADDING: f32 = 1.8 * EM;
/// A picture of unknown size, and a rule.
const PICTURE: f32 = 12.0;
const RULE: f32 = 1.5;
/// What a note has beside its lines: the space between its paragraphs.
const NOTE_PARAGRAPH_GAP: f32 = 0.12;
/// How tall a note may be, in lines of the text, before it is folded: a third of a screen.
const LONG: f32 = 12.0;
/// What a long note shows where it is folded, in lines of its own.
const LONG_LINES: f32 = 3.0;
/// What that takes.
const LONG_HEIGHT: f32 = LONG_LINES * NOTE_LINE + NOTE_GAP;
/// How far below its note's top a number may stand, in lines; `static/reader.js` has the same.
const NUMBER_BELOW_MAX: f32 = 4.0;
/// `data-u` goes to this many half lines.
const RISE_MAX: f32 = 120.0;

/// A note's text, for the estimate of its height.
pub(super) struct NoteSize {
    pub(super) annotation: usize,
    /// Its visible text, a newline where a line must begin.
    pub(super) text: String,
}

/// Returns for each annotation of the margin where its note stands, beside a wide column of text
/// and beside a narrow one. `sizes` are in the order of the page.
pub(super) fn rises(
    body: &Body,
    annotations: &[Annotation],
    plan: &Plan<'_>,
    sizes: &[NoteSize],
) -> BTreeMap<usize, Rises> {
    if sizes.is_empty() {
        return BTreeMap::new();
    }
    let wide = Flow::new(body, annotations, Measures::WIDE);
    let narrow = Flow::new(body, annotations, Measures::NARROW);
    let demands = wide.demands(plan, sizes);
    let settled = settle(&demands, &wide.zones());
    let folds = sizes.iter().zip(&settled).map(|(size, place)| {
        if place.folded {
            Fold::Line
        } else if wide.is_long(size) {
            Fold::Long
        } else {
            Fold::Open
        }
    });
    let folds: Vec<Fold> = folds.collect();
    // What is folded is so in the page, whichever the column is.
    let mut demands = narrow.demands(plan, sizes);
    for (demand, fold) in demands.iter_mut().zip(&folds) {
        match fold {
            Fold::Open => {}
            Fold::Line => demand.height = demand.folded,
            Fold::Long => demand.height = LONG_HEIGHT,
        }
    }
    let placed = place(&demands, &narrow.zones());
    let places = settled.iter().map(|place| place.top).zip(placed);
    sizes
        .iter()
        .zip(places)
        .zip(folds)
        .map(|((size, (in_wide, in_narrow)), fold)| {
            let home = plan.homes[size.annotation];
            let rises = Rises {
                wide: wide.rise(home, in_wide),
                narrow: narrow.rise(home, in_narrow),
                fold,
            };
            (size.annotation, rises)
        })
        .collect()
}

/// Where an essay's blocks stand.
struct Flow<'a> {
    body: &'a Body,
    annotations: &'a [Annotation],
    measures: Measures,
    /// Where the annotations end, in order.
    ends: Vec<usize>,
    proses: Vec<Set>,
    blocks: Vec<Range<f32>>,
    barriers: Vec<Range<f32>>,
    top: f32,
}

/// A prose set in lines.
struct Set {
    start: usize,
    end: usize,
    top: f32,
    line: f32,
    lines: Lines,
}

impl<'a> Flow<'a> {
    /// Sets an essay's blocks.
    fn new(body: &'a Body, annotations: &'a [Annotation], measures: Measures) -> Self {
        let mut ends: Vec<usize> = annotations.iter().map(|one| one.passage.end).collect();
        ends.sort_unstable();
        let mut flow = Self {
            body,
            annotations,
            measures,
            ends,
            proses: Vec::new(),
            blocks: Vec::new(),
            barriers: Vec::new(),
            top: 0.0,
        };
        for block in &body.blocks {
            let top = flow.top;
            flow.block(block, measures.text);
            flow.blocks.push(top..flow.top);
            flow.top += BLOCK_GAP;
        }
        flow
    }

    /// Returns what each note asks for.
    fn demands(&self, plan: &Plan<'_>, sizes: &[NoteSize]) -> Vec<Demand> {
        let mut latest = 0.0_f32;
        let demand = |size: &NoteSize| {
            let end = self.end(plan.homes[size.annotation]);
            // A note of the block before has the first right to the place above.
            let wanted = self.wanted(size.annotation, end).max(latest - RULE).min(end);
            latest = latest.max(wanted);
            let height =
                if self.is_long(size) { LONG_HEIGHT } else { self.note_height(size) + NOTE_GAP };
            Demand { wanted, height, folded: height.min(FOLDED) }
        };
        sizes.iter().map(demand).collect()
    }

    /// Returns how far above the end of its home block a note's top is.
    fn rise(&self, home: usize, top: f32) -> Rise {
        let end = self.blocks.get(home).map_or(top, |block| block.end);
        // Never negative, and small enough to be exact.
        Rise { half_lines: ((end - top) * 2.0).round().clamp(0.0, RISE_MAX) as u8 }
    }

    fn end(&self, block: usize) -> f32 {
        self.blocks.get(block).map_or(self.top, |block| block.end)
    }

    /// Tells whether a note is folded for its own length.
    fn is_long(&self, size: &NoteSize) -> bool {
        self.note_height(size) > LONG
    }

    fn note_height(&self, size: &NoteSize) -> f32 {
        let lines = |line: &str| Lines::new(line.trim(), self.measures.note, &[]).count();
        let paragraphs = size.text.split('\n').filter(|line| !line.trim().is_empty());
        paragraphs.map(|line| small(lines(line)) * NOTE_LINE + NOTE_PARAGRAPH_GAP).sum()
    }

    /// Returns the line at which a note would best stand: that of the first mark that shows,
    /// but within sight of its number, which stands at the passage's end.
    fn wanted(&self, annotation: usize, end: f32) -> f32 {
        let annotation = &self.annotations[annotation];
        let sides = annotation.sides.iter().flat_map(|side| &side.passages);
        let first = sides
            .chain(&annotation.cues)
            .filter(|mark| annotation.passage.contains(**mark))
            .map(|mark| mark.start)
            .min()
            .unwrap_or(annotation.passage.start);
        let number = self.line_at(annotation.passage.end.saturating_sub(1)).unwrap_or(end);
        match annotation.kind {
            AnnotationKind::Footnote(_) => number,
            _ => self.line_at(first).map_or(number, |line| line.max(number - NUMBER_BELOW_MAX)),
        }
    }

    /// Returns the top of the line that holds a byte of the text.
    fn line_at(&self, at: usize) -> Option<f32> {
        let set = self.proses.get(self.proses.partition_point(|set| set.end < at))?;
        if at < set.start {
            return None;
        }
        Some(set.top + small(set.lines.line_of(at - set.start)) * set.line)
    }

    /// Returns what notes keep out of, in order and disjoint.
    fn zones(&self) -> Vec<Range<f32>> {
        let blocks = self.body.blocks.iter().zip(&self.blocks);
        let wide = blocks
            .filter(|(block, _)| is_wide(self.body, block))
            .map(|(_, range)| range.start - NOTE_GAP..range.end + BLOCK_GAP);
        let mut zones: Vec<Range<f32>> = wide.chain(self.barriers.iter().cloned()).collect();
        zones.sort_by(|a, b| a.start.total_cmp(&b.start));
        let mut end = 0.0_f32;
        for zone in &mut zones {
            *zone = zone.start.max(end)..zone.end.max(end);
            end = zone.end;
        }
        zones
    }

    /// Marks the end of something of unknown height: it may stand beside notes, but what is
    /// below is not measured across it.
    fn barrier(&mut self) {
        self.barriers.push(self.top..self.top);
    }

    fn block(&mut self, block: &Block, measure: f32) {
        match block {
            Block::Paragraph(prose) => self.prose(prose, measure, 1.0),
            Block::Heading { prose, .. } => {
                self.top += HEADING_PADDING;
                self.prose(prose, measure / HEADING_SIZE, HEADING_LINE);
            }
            Block::Quote { alert, blocks } => {
                if alert.is_some() {
                    self.top += ALERT_TITLE;
                }
                self.blocks(blocks, measure - INDENT);
            }
            Block::List { tight, items, .. } => self.list(*tight, items, measure - INDENT),
            Block::Table { head, rows, .. } => self.table(head, rows, measure),
            Block::Code(code) => self.top += small(code_lines(code)) * CODE_LINE + CODE_PADDING,
            Block::Html(html) => {
                let text = super::markup::visible_text(html);
                self.top += small(Lines::new(text.trim(), measure, &[]).count());
                self.barrier();
            }
            Block::Rule => self.top += RULE,
        }
    }

    fn blocks(&mut self, blocks: &[Block], measure: f32) {
        for (index, block) in blocks.iter().enumerate() {
            if index > 0 {
                self.top += BLOCK_GAP;
            }
            self.block(block, measure);
        }
    }

    fn list(&mut self, tight: bool, items: &[ListItem], measure: f32) {
        for (index, item) in items.iter().enumerate() {
            if index > 0 && !tight {
                self.top += BLOCK_GAP / 2.0;
            }
            self.blocks(&item.blocks, measure);
        }
    }

    fn table(&mut self, head: &[Prose], rows: &[Vec<Prose>], measure: f32) {
        let natural = natural_width(self.body, head, rows);
        let shrink = (measure / natural).min(1.0);
        for row in std::iter::once(head).chain(rows.iter().map(Vec::as_slice)) {
            let top = self.top;
            let mut bottom = top;
            for cell in row {
                self.top = top + ROW_PADDING / 2.0;
                let column = text_width(self.body, cell).clamp(COLUMN_MIN, COLUMN_MAX);
                self.prose(cell, column * shrink, CELL_LINE);
                bottom = bottom.max(self.top + ROW_PADDING / 2.0);
            }
            self.top = bottom;
        }
    }

    fn prose(&mut self, prose: &Prose, measure: f32, line: f32) {
        let text = self.body.slice(prose.passage);
        let (start, end) = (prose.passage.start, prose.passage.end);
        let first = self.ends.partition_point(|&at| at <= start);
        let ends = self.ends[first..].iter().take_while(|&&at| at <= end);
        let references: Vec<usize> = ends.map(|at| at - start).collect();
        let lines = Lines::new(text, measure, &references);
        let set = Set { start, end, top: self.top, line, lines };
        self.top += small(set.lines.count()) * line;
        self.proses.push(set);
        let pictures = prose.inlines.iter().filter(|inline| matches!(inline, Inline::Image(_)));
        let pictures = pictures.count();
        if pictures > 0 {
            self.top += small(pictures) * PICTURE;
            self.barrier();
        }
    }
}

/// Tells whether a block is let into the margin.
pub(super) fn is_wide(body: &Body, block: &Block) -> bool {
    match block {
        Block::Table { head, rows, .. } => natural_width(body, head, rows) > Measures::WIDE.text,
        _ => false,
    }
}

/// Returns the width that a table would have if its columns had their wish.
fn natural_width(body: &Body, head: &[Prose], rows: &[Vec<Prose>]) -> f32 {
    let columns = head.len().max(rows.iter().map(Vec::len).max().unwrap_or_default());
    let cells = |column: usize| {
        let rows = std::iter::once(head).chain(rows.iter().map(Vec::as_slice));
        rows.filter_map(move |row| row.get(column))
    };
    (0..columns)
        .map(|column| {
            let widths = cells(column).map(|cell| text_width(body, cell).min(COLUMN_MAX));
            widths.fold(0.0, f32::max) * 0.9 + CELL_PADDING
        })
        .sum::<f32>()
        .max(1.0)
}

fn text_width(body: &Body, prose: &Prose) -> f32 {
    body.slice(prose.passage).chars().map(width).sum()
}

fn code_lines(code: &CodeBlock) -> usize {
    let text: String = code.spans.iter().map(|(_, text)| text.as_str()).collect();
    text.trim_end().lines().count()
}

/// Counts of lines are far below what a float holds exactly.
fn small(count: usize) -> f32 {
    u16::try_from(count).map_or(f32::from(u16::MAX), f32::from)
}

#[cfg(test)]
mod tests;
