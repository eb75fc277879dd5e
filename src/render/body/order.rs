//! In which order annotations are numbered.

use crate::load::essay::{Block, Body, FootnoteIndex, Inline, Passage};

/// What an annotation is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// The passage at this place of those given.
    Passage(usize),
    /// A footnote, and the empty passage where it is first referred to.
    Footnote(FootnoteIndex, Passage),
}

/// Returns the footnotes of an essay and the given passages in the order of their numbers:
/// as their references stand in the text, at the end of each passage.
///
/// The number of an annotation is its place in the result, from 1. A footnote's own text
/// counts as standing where the footnote is first referred to.
pub fn number_annotations(body: &Body, passages: &[Passage]) -> Vec<Subject> {
    let references = first_references(body);
    let footnotes = FootnoteTexts::new(body);
    let mut subjects: Vec<([usize; 3], Subject)> = Vec::new();
    for (index, &passage) in passages.iter().enumerate() {
        let inner = [passage.end, passage.start];
        let key = match footnotes.at(passage.end) {
            Some(footnote) => match references[footnote.0] {
                Some(at) => [at, inner[0], inner[1]],
                None => [body.footnotes_start, inner[0], inner[1]],
            },
            None => [inner[0], 0, inner[1]],
        };
        subjects.push((key, Subject::Passage(index)));
    }
    for (index, reference) in references.iter().enumerate() {
        let at = reference.unwrap_or(body.footnotes_start);
        let subject = Subject::Footnote(FootnoteIndex(index), Passage::new(at, at));
        // Behind a comparison that ends here, before those of its own text.
        subjects.push(([at, 1, index], subject));
    }
    subjects.sort_by_key(|&(key, subject)| (key, matches!(subject, Subject::Footnote(..))));
    subjects.into_iter().map(|(_, subject)| subject).collect()
}

/// Returns for each footnote where it is first referred to, in the text of the blocks;
/// `None` for one that nothing leads to.
pub(super) fn first_references(body: &Body) -> Vec<Option<usize>> {
    let mut places = vec![None; body.footnotes.len()];
    for block in &body.blocks {
        note_references(body, block, None, &mut places);
    }
    places
}

/// Records the references within a block, and within the footnotes they lead to, all at the
/// place of the outermost reference.
fn note_references(body: &Body, block: &Block, outer: Option<usize>, places: &mut [Option<usize>]) {
    let mut proses = Vec::new();
    block.collect_proses(&mut proses);
    for prose in proses {
        let mut at = prose.passage.start;
        for inline in &prose.inlines {
            match inline {
                Inline::Text(passage) | Inline::Code(passage) | Inline::Break(passage) => {
                    at = passage.end;
                }
                Inline::FootnoteReference(index) => {
                    let Some(place @ None) = places.get_mut(index.0) else { continue };
                    let here = outer.unwrap_or(at);
                    *place = Some(here);
                    for block in &body.footnotes[index.0].blocks {
                        note_references(body, block, Some(here), places);
                    }
                }
                Inline::Open(_) | Inline::Close | Inline::Image(_) => {}
            }
        }
    }
}

/// Where the texts of footnotes stand.
pub(super) struct FootnoteTexts {
    begin: usize,
    /// The proses with their footnotes, in the order of the text.
    proses: Vec<(Passage, FootnoteIndex)>,
}

impl FootnoteTexts {
    /// Gathers the proses of an essay's footnotes.
    pub(super) fn new(body: &Body) -> Self {
        let mut texts = Vec::new();
        for (index, footnote) in body.footnotes.iter().enumerate() {
            let mut proses = Vec::new();
            footnote.blocks.iter().for_each(|block| block.collect_proses(&mut proses));
            texts.extend(proses.iter().map(|prose| (prose.passage, FootnoteIndex(index))));
        }
        texts.sort_unstable();
        Self { begin: body.footnotes_start, proses: texts }
    }

    /// Returns the footnote whose text holds the byte before `end`.
    pub(super) fn at(&self, end: usize) -> Option<FootnoteIndex> {
        if end <= self.begin {
            return None;
        }
        let before = self.proses.partition_point(|(passage, _)| passage.start < end);
        let (passage, footnote) = self.proses.get(before.checked_sub(1)?)?;
        (end <= passage.end + 1).then_some(*footnote)
    }
}
