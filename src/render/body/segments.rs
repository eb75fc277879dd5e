//! Cuts a run of text where marks begin and end.

use std::collections::BTreeSet;

use super::CompanyLink;
use super::plan::Mark;
use crate::load::essay::Passage;

/// A piece of a text inline that carries the same marks throughout.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Segment<'a> {
    pub(super) passage: Passage,
    /// The class of its `<mark>`; none for text that no annotation covers.
    pub(super) class: Option<String>,
    /// The annotations that cover it, as they are counted within their group.
    pub(super) keys: Vec<usize>,
    /// The company that it names and leads to.
    pub(super) company: Option<&'a CompanyLink>,
}

/// The marks of an essay, found by where they stand.
pub(super) struct Marks<'a> {
    /// In the order of the annotations.
    marks: Vec<Mark<'a>>,
    /// Their places in `marks` in the order of their starts, each with the furthest end of
    /// those up to it.
    by_start: Vec<(usize, usize)>,
    /// Where each annotation that has a mark ends, and which it is, in that order.
    ends: Vec<(usize, usize)>,
}

impl<'a> Marks<'a> {
    /// Prepares marks, and the ends of annotations with these.
    pub(super) fn new(marks: Vec<Mark<'a>>, mut ends: Vec<(usize, usize)>) -> Self {
        let mut places: Vec<usize> = (0..marks.len()).collect();
        places.sort_by_key(|&place| marks[place].passage.start);
        let mut furthest = 0;
        let with_end = places.into_iter().map(|place| {
            furthest = furthest.max(marks[place].passage.end);
            (place, furthest)
        });
        let by_start = with_end.collect();
        ends.sort_unstable();
        Self { marks, by_start, ends }
    }

    /// Returns the marks that share a byte with a passage, in the order of the annotations.
    fn overlapping(&self, passage: Passage) -> Vec<&Mark<'a>> {
        let start = |&(place, _): &(usize, usize)| self.marks[place].passage.start;
        let before = self.by_start.partition_point(|one| start(one) < passage.end);
        let reaching =
            self.by_start[..before].iter().rev().take_while(|(_, end)| *end > passage.start);
        let mut places: Vec<usize> = reaching.map(|&(place, _)| place).collect();
        places.sort_unstable();
        let marks = places.into_iter().map(|place| &self.marks[place]);
        marks.filter(|mark| mark.passage.overlaps(passage)).collect()
    }

    /// Returns the annotations that end within a passage, its end included.
    pub(super) fn ending_in(&self, passage: Passage) -> Vec<usize> {
        let first = self.ends.partition_point(|&(end, _)| end <= passage.start);
        let ends = self.ends[first..].iter().take_while(|(end, _)| *end <= passage.end);
        let mut annotations: Vec<usize> = ends.map(|&(_, annotation)| annotation).collect();
        annotations.sort_unstable();
        annotations
    }
}

/// Cuts `run` into segments by the marks that touch it, and by the names that lead to
/// companies; one that a mark cuts in two leads nowhere.
pub(super) fn cut<'a>(
    run: Passage,
    marks: &Marks<'_>,
    companies: &'a [CompanyLink],
) -> Vec<Segment<'a>> {
    let near = marks.overlapping(run);
    let mut edges = BTreeSet::from([run.start, run.end]);
    let first = companies.partition_point(|company| company.passage.start < run.start);
    let companies = &companies[first..];
    let inside = companies.iter().take_while(|company| company.passage.end <= run.end);
    for company in inside {
        edges.extend([company.passage.start, company.passage.end]);
    }
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
    let pieces = edges.windows(2).map(|edge| Passage::new(edge[0], edge[1]));
    pieces
        .map(|piece| {
            let company = companies.binary_search_by_key(&piece, |company| company.passage).ok();
            segment(piece, marks.overlapping(piece), company.map(|place| &companies[place]))
        })
        .collect()
}

fn segment<'a>(
    passage: Passage,
    mut covering: Vec<&Mark<'_>>,
    company: Option<&'a CompanyLink>,
) -> Segment<'a> {
    covering.retain(|mark| mark.passage.contains(passage));
    let keys = covering.iter().filter_map(|mark| mark.key).collect();
    // Where several say what a segment is, the shortest comparison speaks of it most nearly.
    covering.sort_by_key(|mark| mark.passage.end - mark.passage.start);
    Segment { passage, class: class(passage, &covering), keys, company }
}

/// A side is told by `s`, its company's tint by `t0` to `t15`, the favoured one by `w`; a cue
/// by `q`; what a person wrote on by `m`; the rest of the passage by `h`. `hand` says that a
/// person speaks.
fn class(passage: Passage, covering: &[&Mark<'_>]) -> Option<String> {
    let covers = |passages: &[Passage]| passages.iter().any(|other| other.contains(passage));
    covering.first()?;
    let side = covering.iter().flat_map(|mark| mark.sides).find(|side| covers(&side.passages));
    let mut class = match side {
        Some(side) => {
            let favoured = if side.favoured { " w" } else { "" };
            format!("s t{}{favoured}", side.tint)
        }
        None if covering.iter().any(|mark| covers(mark.cues)) => "q".to_owned(),
        None => "h".to_owned(),
    };
    if covering.iter().any(|mark| mark.is_written) {
        class.push_str(" m");
    }
    if covering.iter().any(|mark| mark.by_hand) {
        class.push_str(" hand");
    }
    Some(class)
}
