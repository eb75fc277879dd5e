//! Maps from a derived text back to the text it was made of.
//!
//! An essay's text is derived twice: repairs change the source, Markdown drops the marks
//! and decodes entities. Every span that is shown to a person goes back through both.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::source::Span;

/// A piece of derived text and where it came from. There are many: its numbers are short.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Piece {
    /// Start in the derived text, in bytes.
    at: u32,
    /// What it was made of in the base text: its first byte, and the one behind its last.
    base: (u32, u32),
    /// Whether each derived byte is the base byte at the same distance.
    verbatim: bool,
}

/// A monotone-in-pieces map from offsets of a derived text to spans of its base.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextMap {
    pieces: Vec<Piece>,
    len: usize,
}

impl TextMap {
    /// Gives back memory that it has grown by and does not need.
    pub fn shrink(&mut self) {
        self.pieces.shrink_to_fit();
    }

    /// Returns the length of the derived text that is mapped so far, in bytes.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Tells whether nothing is mapped yet.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Adds derived text that is a copy of the bytes of `base`.
    pub fn push_verbatim(&mut self, base: Span) {
        if base.start == base.end {
            return;
        }
        let bounds = (number(base.start), number(base.end));
        if let Some(last) = self.pieces.last_mut()
            && last.verbatim
            && last.base.1 == bounds.0
        {
            last.base.1 = bounds.1;
        } else {
            self.pieces.push(Piece { at: number(self.len), base: bounds, verbatim: true });
        }
        self.len += base.end - base.start;
    }

    /// Adds `len` bytes of derived text that stand for `base` as a whole (an entity,
    /// a joined line break, text put in by a repair at an empty `base`).
    pub fn push_replaced(&mut self, len: usize, base: Span) {
        if len > 0 {
            let base = (number(base.start), number(base.end));
            self.pieces.push(Piece { at: number(self.len), base, verbatim: false });
            self.len += len;
        }
    }

    /// Adds derived text that is a copy of the bytes `span` of a text which is itself
    /// derived by `inner`: this map then leads to the base of `inner`.
    ///
    /// What `inner` copied stays a copy; a cut through one of its replacements maps to the
    /// whole of that replacement's base.
    pub fn push_through(&mut self, inner: &Self, span: Span) {
        let first =
            inner.pieces.partition_point(|piece| piece.start() <= span.start).saturating_sub(1);
        for (index, piece) in inner.pieces.iter().enumerate().skip(first) {
            if piece.start() >= span.end {
                break;
            }
            let piece_end = inner.pieces.get(index + 1).map_or(inner.len, Piece::start);
            let (start, end) = (span.start.max(piece.start()), span.end.min(piece_end));
            if start >= end {
                continue;
            }
            if piece.verbatim {
                self.push_verbatim(piece.part(start, end));
            } else {
                self.push_replaced(end - start, piece.base());
            }
        }
    }

    /// Returns the stretches of derived text that are copies, each with its place in the base.
    pub fn copies(&self) -> impl Iterator<Item = (Range<usize>, Span)> {
        let copies = self.pieces.iter().filter(|piece| piece.verbatim);
        copies.map(|piece| {
            let (at, base) = (piece.start(), piece.base());
            (at..at + base.range().len(), base)
        })
    }

    /// Returns what of a derived text is no copy, one piece behind the other.
    pub fn rest(&self, derived: &str) -> String {
        let replaced = self.stretches().filter(|(piece, _)| !piece.verbatim);
        replaced.filter_map(|(_, stretch)| derived.get(stretch)).collect()
    }

    /// Returns the derived text of a base and of what [`Self::rest`] was; `None` where these are
    /// not the ones.
    pub fn derived(&self, base: &str, mut rest: &str) -> Option<String> {
        let mut derived = String::with_capacity(self.len);
        for (piece, stretch) in self.stretches() {
            if piece.verbatim {
                derived.push_str(base.get(piece.base().range())?);
            } else {
                let (part, behind) = rest.split_at_checked(stretch.len())?;
                derived.push_str(part);
                rest = behind;
            }
        }
        (rest.is_empty() && derived.len() == self.len).then_some(derived)
    }

    /// Returns the smallest span of the base that covers what `derived` was made of.
    ///
    /// Where pieces were moved, the span covers all of them.
    pub fn to_base(&self, derived: Range<usize>) -> Span {
        let first =
            self.pieces.partition_point(|piece| piece.start() <= derived.start).saturating_sub(1);
        let mut covered: Option<Span> = None;
        for (index, piece) in self.pieces.iter().enumerate().skip(first) {
            if index > first && piece.start() >= derived.end {
                break;
            }
            let piece_end = self.pieces.get(index + 1).map_or(self.len, Piece::start);
            let part = piece.part(derived.start, derived.end.min(piece_end));
            covered =
                Some(covered.map_or(part, |all| {
                    Span::new(all.start.min(part.start), all.end.max(part.end))
                }));
        }
        covered.unwrap_or(Span::new(0, 0))
    }

    /// Returns the pieces, each with its stretch of the derived text.
    fn stretches(&self) -> impl Iterator<Item = (&Piece, Range<usize>)> {
        let ends = self.pieces.iter().skip(1).map(Piece::start).chain([self.len]);
        self.pieces.iter().zip(ends).map(|(piece, end)| (piece, piece.start()..end))
    }
}

/// Shortens a place in a text.
fn number(place: usize) -> u32 {
    u32::try_from(place).expect("a text has less than 4 GiB")
}

impl Piece {
    fn start(&self) -> usize {
        self.at as usize
    }

    fn base(&self) -> Span {
        Span::new(self.base.0 as usize, self.base.1 as usize)
    }

    fn part(&self, start: usize, end: usize) -> Span {
        let base = self.base();
        if !self.verbatim {
            return base;
        }
        let clamp =
            |offset: usize| (base.start + offset.saturating_sub(self.start())).min(base.end);
        Span::new(clamp(start), clamp(end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copies_keep_their_distance_and_replacements_are_atomic() {
        // base: "a&amp;b", derived: "a&b"
        let mut map = TextMap::default();
        map.push_verbatim(Span::new(0, 1));
        map.push_replaced(1, Span::new(1, 6));
        map.push_verbatim(Span::new(6, 7));
        assert_eq!(map.to_base(0..1), Span::new(0, 1));
        assert_eq!(map.to_base(1..2), Span::new(1, 6));
        assert_eq!(map.to_base(0..3), Span::new(0, 7));
        assert_eq!(map.to_base(2..3), Span::new(6, 7));
    }

    #[test]
    fn a_copy_of_a_derived_text_is_a_copy_of_its_base() {
        // base: "ab&amp;cd", inner: "ab&cd", outer: "b&c" and then "d"
        let mut inner = TextMap::default();
        inner.push_verbatim(Span::new(0, 2));
        inner.push_replaced(1, Span::new(2, 7));
        inner.push_verbatim(Span::new(7, 9));
        let mut outer = TextMap::default();
        outer.push_through(&inner, Span::new(1, 4));
        outer.push_through(&inner, Span::new(4, 5));
        outer.push_through(&inner, Span::new(5, 5));

        let mut expected = TextMap::default();
        expected.push_verbatim(Span::new(1, 2));
        expected.push_replaced(1, Span::new(2, 7));
        expected.push_verbatim(Span::new(7, 9));
        assert_eq!(outer, expected);
    }

    #[test]
    fn a_cut_through_a_replacement_keeps_its_length() {
        let mut inner = TextMap::default();
        inner.push_replaced(6, Span::new(3, 4));
        let mut outer = TextMap::default();
        outer.push_through(&inner, Span::new(2, 5));
        assert_eq!(outer.len(), 3);
        assert_eq!(outer.to_base(0..3), Span::new(3, 4));
    }

    #[test]
    fn a_derived_text_is_its_base_and_the_rest() {
        let (base, text) = ("a&amp;bc", "a&b-");
        let mut map = TextMap::default();
        map.push_verbatim(Span::new(0, 1));
        map.push_replaced(1, Span::new(1, 6));
        map.push_verbatim(Span::new(6, 7));
        map.push_replaced(1, Span::new(8, 8));
        assert_eq!(map.rest(text), "&-");
        assert_eq!(map.derived(base, "&-").as_deref(), Some(text));
        assert_eq!(map.derived(base, "&"), None);
        assert_eq!(map.derived("a&amp;", "&-"), None);
    }

    #[test]
    fn an_empty_range_maps_to_an_empty_span() {
        let mut map = TextMap::default();
        map.push_verbatim(Span::new(4, 9));
        assert_eq!(map.to_base(2..2), Span::new(6, 6));
    }
}
