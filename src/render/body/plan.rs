//! Which block each note stands after, and which blocks belong together.

use std::ops::Range;

use super::order::{first_references, footnote_at};
use super::{Annotation, AnnotationKind, SideMark};
use crate::load::essay::{Block, Body, Passage};

/// Where every annotation of an essay belongs.
#[derive(Debug)]
pub(super) struct Plan<'a> {
    /// Runs of top-level blocks; almost always of one block each.
    pub(super) groups: Vec<Range<usize>>,
    /// For each annotation the block after which its note stands.
    pub(super) homes: Vec<usize>,
    /// For each annotation its place within its group, from 1.
    pub(super) keys: Vec<usize>,
    /// What is marked in the text.
    pub(super) marks: Vec<Mark<'a>>,
}

/// One annotation as the text shows it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mark<'a> {
    pub(super) passage: Passage,
    pub(super) sides: &'a [SideMark],
    pub(super) cues: &'a [Passage],
    /// The annotation's place within its group.
    pub(super) key: Option<usize>,
    /// Whether a person speaks in its note.
    pub(super) by_hand: bool,
    /// Whether it is no comparison, but a note that a person wrote.
    pub(super) is_written: bool,
}

impl<'a> Plan<'a> {
    /// Makes the plan of an essay and its annotations.
    pub(super) fn new(body: &Body, annotations: &'a [Annotation]) -> Self {
        let ranges = block_ranges(body);
        let references = first_references(body);
        let last = body.blocks.len().saturating_sub(1);
        let place = |at: usize| {
            let at = footnote_at(body, at)
                .map_or(Some(at), |footnote| references[footnote.0].map(|at| at + 1))
                .unwrap_or(body.footnotes_start);
            // The last block that begins before it; blocks without text begin nowhere.
            ranges.iter().rposition(|range| range.as_ref().is_some_and(|range| range.start < at))
        };
        let mut homes = Vec::with_capacity(annotations.len());
        let mut spans = Vec::with_capacity(annotations.len());
        for annotation in annotations {
            let passage = trimmed(body, annotation.passage);
            let end = match annotation.kind {
                // A reference may open its block: the text before it is another block's.
                AnnotationKind::Footnote(_) => passage.end + 1,
                _ => passage.end,
            };
            let home = place(end).unwrap_or(last);
            homes.push(home);
            spans.push(place(passage.start + 1).unwrap_or(home).min(home)..home);
        }
        let groups = groups(body.blocks.len(), &spans);
        let keys = keys(&groups, &homes);
        let marks = annotations
            .iter()
            .enumerate()
            .filter(|(_, annotation)| annotation.kind.has_mark())
            .map(|(index, annotation)| Mark {
                passage: trimmed(body, annotation.passage),
                sides: &annotation.sides,
                cues: &annotation.cues,
                key: keys.get(index).copied(),
                by_hand: annotation.kind.class() == "hand",
                is_written: matches!(annotation.kind, AnnotationKind::Written(_)),
            })
            .collect();
        Self { groups, homes, keys, marks }
    }

    /// Returns the annotations whose notes stand after a block, in their order.
    pub(super) fn notes_after(&self, block: usize) -> impl Iterator<Item = usize> + '_ {
        self.homes.iter().enumerate().filter(move |&(_, &home)| home == block).map(|(at, _)| at)
    }
}

/// The newlines between proses are in the text and not on the page.
fn trimmed(body: &Body, passage: Passage) -> Passage {
    let text = body.slice(passage);
    Passage::new(passage.start, passage.start + text.trim_end_matches('\n').len())
}

/// Returns the text of each top-level block, its last newline included.
fn block_ranges(body: &Body) -> Vec<Option<Range<usize>>> {
    body.blocks.iter().map(text_range).collect()
}

fn text_range(block: &Block) -> Option<Range<usize>> {
    let mut proses = Vec::new();
    block.collect_proses(&mut proses);
    let (first, last) = (proses.first()?, proses.last()?);
    Some(first.passage.start..last.passage.end + 1)
}

/// Joins blocks that one annotation spans; each other block is a group of its own.
fn groups(blocks: usize, spans: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut ends: Vec<usize> = (0..blocks).collect();
    for span in spans {
        if let Some(end) = ends.get_mut(span.start) {
            *end = span.end.max(*end);
        }
    }
    let mut groups: Vec<Range<usize>> = Vec::new();
    for (block, &end) in ends.iter().enumerate() {
        match groups.last_mut() {
            Some(group) if block < group.end => group.end = group.end.max(end + 1),
            _ => groups.push(block..end + 1),
        }
    }
    groups
}

fn keys(groups: &[Range<usize>], homes: &[usize]) -> Vec<usize> {
    let group_of = |home: usize| groups.partition_point(|group| group.end <= home);
    let mut counts = vec![0_usize; groups.len() + 1];
    homes
        .iter()
        .map(|&home| {
            let count = &mut counts[group_of(home)];
            *count += 1;
            *count
        })
        .collect()
}
