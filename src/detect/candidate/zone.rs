//! The stretches of text around the sides of a candidate.

/// A stretch of text around the sides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::detect) enum Zone {
    /// From the beginning of the first side's clause to it.
    Before,
    /// From the first side to the last.
    Between,
    /// From the beginning of the last side's clause to it, or from the first side.
    Lead,
    /// From the last side to the end of its clause.
    After,
    /// From there to the end of the sentence.
    Rest,
}

impl Zone {
    /// All zones, in the order of their numbers.
    pub(in crate::detect) const ALL: [Self; 5] =
        [Self::Before, Self::Between, Self::Lead, Self::After, Self::Rest];
}
