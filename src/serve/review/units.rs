//! Counts a text in UTF-16 units, as browsers do.

use crate::load::essay::Passage;

/// Where each character of a text begins, in bytes and in UTF-16 units.
#[derive(Debug)]
pub(super) struct Units {
    /// In their order; the end of the text is the last.
    places: Vec<(usize, usize)>,
}

impl Units {
    /// Counts a text.
    pub(super) fn new(text: &str) -> Self {
        let mut places = Vec::with_capacity(text.len() / 2);
        let mut units = 0;
        for (byte, letter) in text.char_indices() {
            places.push((byte, units));
            units += letter.len_utf16();
        }
        places.push((text.len(), units));
        Self { places }
    }

    /// Returns a passage's begin and end in units.
    pub(super) fn of(&self, passage: Passage) -> [usize; 2] {
        [passage.start, passage.end].map(|byte| {
            let at = self.places.partition_point(|place| place.0 < byte);
            self.places.get(at).or(self.places.last()).map_or(0, |place| place.1)
        })
    }

    /// Returns the passage between two places; `None` where they are no ends of characters.
    pub(super) fn passage(&self, [start, end]: [usize; 2]) -> Option<Passage> {
        let byte = |units: usize| {
            let at = self.places.binary_search_by_key(&units, |place| place.1).ok()?;
            self.places.get(at).map(|place| place.0)
        };
        let (start, end) = (byte(start)?, byte(end)?);
        (start < end).then_some(Passage::new(start, end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_of_two_units_and_of_many_bytes_are_counted() {
        let text = "a旁𠮷b";
        let units = Units::new(text);
        let b = Passage::new(8, 9);
        assert_eq!((units.of(b), &text[b.range()]), ([4, 5], "b"));
        assert_eq!(units.passage([4, 5]), Some(b));
        assert_eq!(units.passage([3, 5]), None, "within a letter");
        assert_eq!(units.passage([1, 9]), None);
        assert_eq!(units.passage([2, 2]), None);
    }
}
