//! Which footnotes are defined where, and in which order they are referred to.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::ops::Range;

use pulldown_cmark::{CowStr, Event, Tag, TagEnd};

use super::Located;
use crate::diagnostic::Diagnostic;
use crate::load::essay::FootnoteIndex;
use crate::load::prose::Writer;
use crate::source::Span;

/// The footnotes of an essay.
pub(super) struct Notes<'a> {
    /// Where a definition's events end, by where they begin.
    ends: BTreeMap<usize, usize>,
    /// The first definition of each label, labels folded.
    definitions: BTreeMap<String, Definition<'a>>,
    /// Those that were referred to, in this order.
    order: Vec<String>,
}

struct Definition<'a> {
    label: CowStr<'a>,
    events: Range<usize>,
    span: Span,
    index: Option<FootnoteIndex>,
}

impl<'a> Notes<'a> {
    /// Finds the definitions among an essay's events.
    pub(super) fn find(events: &[Located<'a>], writer: &mut Writer<'_>) -> Self {
        let mut notes =
            Self { ends: BTreeMap::new(), definitions: BTreeMap::new(), order: Vec::new() };
        let mut open = Vec::new();
        for (index, (event, range)) in events.iter().enumerate() {
            match event {
                Event::Start(Tag::FootnoteDefinition(label)) => {
                    open.push((index, label, range.clone()));
                }
                Event::End(TagEnd::FootnoteDefinition) => {
                    if let Some((start, label, range)) = open.pop() {
                        notes.ends.insert(start, index);
                        notes.define(label, start + 1..index, range, writer);
                    }
                }
                _ => {}
            }
        }
        notes
    }

    fn define(
        &mut self,
        label: &CowStr<'a>,
        events: Range<usize>,
        range: Range<usize>,
        writer: &mut Writer<'_>,
    ) {
        // The label's brackets stand at the head of the definition.
        let written = &writer.repaired()[range.clone()];
        let length = written.find("]:").map_or(written.len(), |end| end + 1);
        let span = writer.span(Span::new(range.start, range.start + length));
        match self.definitions.entry(fold(label)) {
            Entry::Occupied(_) => {
                let diagnostic = Diagnostic::duplicate_footnote(writer.path(), span, label);
                writer.diagnostics.push(diagnostic);
            }
            Entry::Vacant(place) => {
                place.insert(Definition { label: label.clone(), events, span, index: None });
            }
        }
    }

    /// Returns the event that ends the definition that `start` begins.
    pub(super) fn end_of(&self, start: usize) -> usize {
        self.ends.get(&start).copied().unwrap_or(start)
    }

    /// Returns the number of the footnote of this label, a new one at the first reference.
    pub(super) fn refer(&mut self, label: &str) -> Option<FootnoteIndex> {
        let folded = fold(label);
        let definition = self.definitions.get_mut(&folded)?;
        if definition.index.is_none() {
            definition.index = Some(FootnoteIndex(self.order.len()));
            self.order.push(folded);
        }
        definition.index
    }

    /// Returns the label and events of a footnote, if so many were referred to.
    pub(super) fn referred(&self, index: usize) -> Option<(String, Range<usize>)> {
        let definition = self.definitions.get(self.order.get(index)?)?;
        Some((definition.label.to_string(), definition.events.clone()))
    }

    /// Says which definitions nothing refers to.
    pub(super) fn complain(&self, writer: &mut Writer<'_>) {
        for definition in self.definitions.values().filter(|found| found.index.is_none()) {
            let diagnostic =
                Diagnostic::unused_footnote(writer.path(), definition.span, &definition.label);
            writer.diagnostics.push(diagnostic);
        }
    }
}

/// Returns a label as labels are compared: blind to case.
fn fold(label: &str) -> String {
    label.to_lowercase()
}
