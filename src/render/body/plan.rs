//! Which block each note stands after, and which blocks belong together.

use std::ops::Range;

use super::order::{FootnoteTexts, first_references};
use super::{Annotation, AnnotationKind, SideMark};
use crate::load::essay::{Block, Body, Passage};

/// Where every annotation of an essay belongs.
#[derive(Debug)]
pub(super) struct Plan<'a> {
    /// Runs of top-level blocks; almost always of one block each.
    pub(super) groups: Vec<Range<usize>>,
    /// For each annotation the block after which its note stands.
    pub(super) homes: Vec<usize>,
    /// For each block the annotations whose notes stand after it, in their order.
    by_block: Vec<Vec<usize>>,
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
        let starts = block_starts(body);
        let references = first_references(body);
        let footnotes = FootnoteTexts::new(body);
        let last = body.blocks.len().saturating_sub(1);
        let place = |at: usize| {
            let at = footnotes
                .at(at)
                .map_or(Some(at), |footnote| references[footnote.0].map(|at| at + 1))
                .unwrap_or(body.footnotes_start);
            // The last block that begins before it; blocks without text begin nowhere.
            let before = starts.partition_point(|&(start, _)| start < at);
            Some(starts[before.checked_sub(1)?].1)
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
        let mut by_block: Vec<Vec<usize>> = vec![Vec::new(); body.blocks.len()];
        for (annotation, &home) in homes.iter().enumerate() {
            if let Some(notes) = by_block.get_mut(home) {
                notes.push(annotation);
            }
        }
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
        Self { groups, homes, by_block, keys, marks }
    }

    /// Returns the annotations whose notes stand after a block, in their order.
    pub(super) fn notes_after(&self, block: usize) -> &[usize] {
        self.by_block.get(block).map_or(&[], Vec::as_slice)
    }
}

/// The newlines between proses are in the text and not on the page.
fn trimmed(body: &Body, passage: Passage) -> Passage {
    let text = body.slice(passage);
    Passage::new(passage.start, passage.start + text.trim_end_matches('\n').len())
}

/// Returns where the text of each top-level block begins, those without text left out.
fn block_starts(body: &Body) -> Vec<(usize, usize)> {
    let start = |(index, block): (usize, &Block)| {
        let mut proses = Vec::new();
        block.collect_proses(&mut proses);
        Some((proses.first()?.passage.start, index))
    };
    body.blocks.iter().enumerate().filter_map(start).collect()
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
