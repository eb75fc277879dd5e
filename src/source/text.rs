//! The text of a source, which may be kept as what it has and another text has not.
//!
//! An essay's plain text is most of its source once more. Of ten thousand essays both take twice
//! the memory of one, and the source is hardly ever read again once the essay is made: for a
//! message about it, or when the settings change.

use std::fmt;
use std::ops::{Deref, Range};
use std::sync::{Arc, OnceLock};

use crate::source::Span;

/// The text of a source.
#[derive(Clone)]
pub struct Text {
    /// As it is; where it is packed, made when it is first read.
    whole: OnceLock<Box<str>>,
    packed: Option<Packed>,
}

/// A text as pieces of another, and the rest.
#[derive(Clone, Debug)]
struct Packed {
    other: Arc<str>,
    /// In the order of the text.
    copies: Box<[Copied]>,
    /// What stands between them, and behind the last.
    rest: Box<str>,
    len: usize,
}

/// A piece of the other text.
#[derive(Clone, Copy, Debug)]
struct Copied {
    /// How much of the rest stands before it.
    gap: u32,
    start: u32,
    end: u32,
}

impl Text {
    /// Returns the text.
    pub fn as_str(&self) -> &str {
        self.whole.get_or_init(|| self.packed.as_ref().map(Packed::unpack).unwrap_or_default())
    }

    /// Lets `reader` read the text; where it is packed it is so afterwards.
    pub fn read<R>(&self, reader: impl FnOnce(&str) -> R) -> R {
        match (self.whole.get(), &self.packed) {
            (None, Some(packed)) => reader(&packed.unpack()),
            _ => reader(self.as_str()),
        }
    }

    /// Returns the same text, kept as what `other` has not of it.
    ///
    /// `copies` are the pieces that `other` has, each with its place in this text.
    #[must_use]
    pub fn packed(
        &self,
        other: &Arc<str>,
        copies: impl Iterator<Item = (Range<usize>, Span)>,
    ) -> Self {
        match Packed::new(self, other, copies) {
            Some(packed) if *packed.unpack() == **self => {
                Self { whole: OnceLock::new(), packed: Some(packed) }
            }
            _ => self.clone(),
        }
    }
}

impl Packed {
    /// Packs a text; nothing where its places are too far in to be counted.
    fn new(
        text: &str,
        other: &Arc<str>,
        copies: impl Iterator<Item = (Range<usize>, Span)>,
    ) -> Option<Self> {
        let mut copies: Vec<(Range<usize>, Span)> = copies.collect();
        copies.sort_by_key(|(_, place)| place.start);
        let (mut at, mut rest, mut kept) = (0, String::new(), Vec::new());
        for (range, place) in copies {
            // What a repair gave twice stands here once.
            if place.start < at || range.len() != place.end - place.start {
                continue;
            }
            let gap = text.get(at..place.start)?;
            rest.push_str(gap);
            kept.push(Copied {
                gap: gap.len().try_into().ok()?,
                start: range.start.try_into().ok()?,
                end: range.end.try_into().ok()?,
            });
            at = place.end;
        }
        rest.push_str(text.get(at..)?);
        Some(Self {
            other: Arc::clone(other),
            copies: kept.into(),
            rest: rest.into(),
            len: text.len(),
        })
    }

    fn unpack(&self) -> Box<str> {
        let mut text = String::with_capacity(self.len);
        let mut rest = &*self.rest;
        for &Copied { gap, start, end } in &self.copies {
            let (before, behind) = rest.split_at_checked(gap as usize).unwrap_or((rest, ""));
            text.push_str(before);
            text.push_str(self.other.get(start as usize..end as usize).unwrap_or_default());
            rest = behind;
        }
        text.push_str(rest);
        text.into()
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Self { whole: OnceLock::from(text.into_boxed_str()), packed: None }
    }
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        self.as_str()
    }
}

impl PartialEq for Text {
    fn eq(&self, other: &Self) -> bool {
        // A text that is only compared stays packed.
        let unpacked = |one: &Self| match (&one.whole.get(), &one.packed) {
            (None, Some(packed)) => Some(packed.unpack()),
            _ => None,
        };
        let (own, others) = (unpacked(self), unpacked(other));
        own.as_deref().unwrap_or_else(|| self) == others.as_deref().unwrap_or_else(|| other)
    }
}

impl Eq for Text {}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&**self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_packed_text_is_the_same_text() {
        let other: Arc<str> = "一二三\n四五\n".into();
        let text = Text::from("头# 一二三\n\n四**五**尾".to_owned());
        let copies =
            [(0..9, Span::new(5, 14)), (10..13, Span::new(16, 19)), (13..16, Span::new(21, 24))];
        for copies in [
            copies.to_vec(),
            // In another order, given twice, of other lengths, and of another text.
            vec![copies[2].clone(), copies[0].clone(), copies[0].clone()],
            vec![(0..3, Span::new(5, 14))],
            vec![(0..9, Span::new(0, 9))],
            vec![(0..1, Span::new(0, 1))],
            vec![(0..99, Span::new(0, 99))],
            Vec::new(),
        ] {
            let packed = text.packed(&other, copies.into_iter());
            assert_eq!(packed, text);
            assert_eq!(packed.as_str(), text.as_str());
            assert_eq!(packed.packed(&other, std::iter::empty()), text);
        }
    }

    #[test]
    fn what_is_packed_takes_the_rest_alone() {
        let other: Arc<str> = "一二三".into();
        let text = Text::from("# 一二三\n".to_owned());
        let packed = text.packed(&other, [(0..9, Span::new(2, 11))].into_iter());
        assert!(packed.whole.get().is_none());
        assert_eq!(packed.packed.as_ref().map(|one| &*one.rest), Some("# \n"));
    }
}
