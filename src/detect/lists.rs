//! The words that rules ask for at one place: the lists of `english-words.yaml`.
//!
//! What a word does wherever it stands is known of it by [`crate::detect::lexicon`]; here are
//! those that do something at one place only. The build script makes a constant of each list,
//! by its name; one that nobody asks for is a warning.

/// The lists of English.
pub(super) mod english {
    include!(concat!(env!("OUT_DIR"), "/english-words.rs"));
}
