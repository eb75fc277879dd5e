//! What the words of the lists do: the lists of `cues.yaml` and `classes.yaml` by their names.
//!
//! The build script reads the lists by these very names.

use serde::Deserialize;

/// A kind of word, one of at most 64.
pub(crate) trait Kind: Copy + 'static {
    /// All kinds, in the order of their numbers.
    const ALL: &'static [Self];

    /// Returns its number.
    fn number(self) -> usize;
}

/// What a cue word does in a comparison; the lists of `cues.yaml`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs, reason = "cues.yaml says what each list holds")]
pub enum Cue {
    Than,
    Compared,
    Balance,
    Ahead,
    Behind,
    Par,
    Alike,
    Model,
    Differ,
    Lack,
    Take,
    Rival,
    Contrast,
    Adversative,
    Topic,
    Also,
    More,
    Most,
    Only,
    Choose,
    Instead,
    Condition,
    Good,
    Bad,
    Cost,
    Negation,
    Passive,
    Cooperate,
    Own,
    Report,
    Example,
    Past,
    Now,
    Inert,
}

impl Cue {
    /// All cues, in the order of their numbers.
    pub(crate) const ALL: [Self; 34] = [
        Self::Than,
        Self::Compared,
        Self::Balance,
        Self::Ahead,
        Self::Behind,
        Self::Par,
        Self::Alike,
        Self::Model,
        Self::Differ,
        Self::Lack,
        Self::Take,
        Self::Rival,
        Self::Contrast,
        Self::Adversative,
        Self::Topic,
        Self::Also,
        Self::More,
        Self::Most,
        Self::Only,
        Self::Choose,
        Self::Instead,
        Self::Condition,
        Self::Good,
        Self::Bad,
        Self::Cost,
        Self::Negation,
        Self::Passive,
        Self::Cooperate,
        Self::Own,
        Self::Report,
        Self::Example,
        Self::Past,
        Self::Now,
        Self::Inert,
    ];
}

impl Kind for Cue {
    const ALL: &'static [Self] = &Self::ALL;

    fn number(self) -> usize {
        self as usize
    }
}

/// What a class word does; the lists of `classes.yaml`. A word may do several things.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum ClassWord {
    Modifiers,
    Nouns,
    Firms,
    Bare,
    Numbers,
    Measures,
    Groups,
    Former,
    Latter,
    Pronouns,
    Definite,
    Inert,
}

impl Kind for ClassWord {
    const ALL: &'static [Self] = &[
        Self::Modifiers,
        Self::Nouns,
        Self::Firms,
        Self::Bare,
        Self::Numbers,
        Self::Measures,
        Self::Groups,
        Self::Former,
        Self::Latter,
        Self::Pronouns,
        Self::Definite,
        Self::Inert,
    ];

    fn number(self) -> usize {
        self as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_its_number() {
        fn check<T: Kind>() {
            assert!(T::ALL.iter().map(|kind| kind.number()).eq(0..T::ALL.len()));
        }
        check::<Cue>();
        check::<ClassWord>();
    }
}
