//! Cuts a run of text where marks begin and end.

use std::collections::BTreeSet;

use super::plan::Mark;
use crate::load::essay::Passage;

/// A piece of a text inline that carries the same marks throughout.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Segment {
    pub(super) passage: Passage,
    /// The class of its `<mark>`; none for text that no annotation covers.
    pub(super) class: Option<String>,
    /// The annotations that cover it, as they are counted within their group.
    pub(super) keys: Vec<usize>,
}

/// Cuts `run` into segments by the marks that touch it.
pub(super) fn cut(run: Passage, marks: &[Mark<'_>]) -> Vec<Segment> {
    let near: Vec<&Mark<'_>> = marks.iter().filter(|mark| mark.passage.overlaps(run)).collect();
    let mut edges = BTreeSet::from([run.start, run.end]);
    for mark in &near {
        let parts = mark.sides.iter().flat_map(|side| &side.passages).chain(mark.cues);
        for passage in parts.chain([&mark.passage]) {
            edges.extend(
                [passage.start, passage.end]
                    .iter()
                    .filter(|&&edge| run.start < edge && edge < run.end),
            );
        }
    }
    let edges: Vec<usize> = edges.into_iter().collect();
    edges.windows(2).map(|edge| segment(Passage::new(edge[0], edge[1]), &near)).collect()
}

fn segment(passage: Passage, marks: &[&Mark<'_>]) -> Segment {
    let mut covering: Vec<&Mark<'_>> =
        marks.iter().copied().filter(|mark| mark.passage.contains(passage)).collect();
    let keys = covering.iter().filter_map(|mark| mark.key).collect();
    // Where several say what a segment is, the shortest comparison speaks of it most nearly.
    covering.sort_by_key(|mark| mark.passage.end - mark.passage.start);
    Segment { passage, class: class(passage, &covering), keys }
}

/// A side is told by `s`, its company's tint by `t0` to `t7`, the favoured one by `w`; a cue
/// by `q`; the rest of the passage by `h`.
fn class(passage: Passage, covering: &[&Mark<'_>]) -> Option<String> {
    let covers = |passages: &[Passage]| passages.iter().any(|other| other.contains(passage));
    covering.first()?;
    let side = covering.iter().flat_map(|mark| mark.sides).find(|side| covers(&side.passages));
    Some(match side {
        Some(side) => {
            let favoured = if side.favoured { " w" } else { "" };
            format!("s t{}{favoured}", side.tint % 8)
        }
        None if covering.iter().any(|mark| covers(mark.cues)) => "q".to_owned(),
        None => "h".to_owned(),
    })
}
