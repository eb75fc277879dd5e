//! The words that matter to the detector, found in one pass each: cues and class words.
//!
//! The lists themselves are data: `cues.yaml` and `classes.yaml`, with more English in files of
//! their own.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::detect::table::WordTable;
use crate::load::essay::Passage;
use crate::source::{Source, SourcePath};
use crate::yaml;

/// What a cue word does in a comparison; the lists of `cues.yaml`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "cues.yaml says what each list holds")]
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
    pub(super) const ALL: [Self; 34] = [
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

/// A set of cues.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct CueSet(u64);

impl CueSet {
    pub(super) fn add(&mut self, cue: Cue) {
        self.0 |= 1 << cue as u32;
    }

    pub(super) fn has(self, cue: Cue) -> bool {
        self.0 & (1 << cue as u32) != 0
    }
}

/// What a class word does; the lists of `classes.yaml`. A word may do several things.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum ClassWord {
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

/// A word of a list at its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Hit<T> {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) what: T,
}

impl<T> Hit<T> {
    /// Returns its place in the text.
    pub(super) fn passage(&self) -> Passage {
        Passage::new(self.start, self.end)
    }

    pub(super) fn range(&self) -> Range<usize> {
        self.start..self.end
    }
}

/// Lists of words and the table that finds them.
pub(super) struct Lexicon<T> {
    words: WordTable,
    /// What the word of this number does.
    what: Vec<Vec<T>>,
}

/// The cues of `cues.yaml`.
pub(super) static CUES: LazyLock<Lexicon<Cue>> = LazyLock::new(|| {
    Lexicon::read(&[include_str!("cues.yaml"), include_str!("english-cues.yaml")])
});

/// The class words of `classes.yaml`.
pub(super) static CLASSES: LazyLock<Lexicon<ClassWord>> = LazyLock::new(|| {
    Lexicon::read(&[include_str!("classes.yaml"), include_str!("english-classes.yaml")])
});

impl<T: Copy + Ord + for<'de> Deserialize<'de>> Lexicon<T> {
    fn read(files: &[&str]) -> Self {
        let lists = files.iter().flat_map(|file| -> BTreeMap<T, Vec<String>> {
            yaml::parse(&Source::new(SourcePath::new("lists"), *file))
                .expect("the built-in lists are well-formed")
        });
        let mut words: BTreeMap<String, Vec<T>> = BTreeMap::new();
        for (what, list) in lists {
            for word in list {
                let doings = words.entry(word.to_ascii_lowercase()).or_default();
                if !doings.contains(&what) {
                    doings.push(what);
                }
            }
        }
        let table = WordTable::new(words.keys().map(String::as_str));
        Self { words: table, what: words.into_values().collect() }
    }

    /// Finds the words in a text whose ASCII letters are small, leftmost and longest first,
    /// with all that they do.
    pub(super) fn find_all<'a>(
        &'a self,
        small: &'a str,
    ) -> impl Iterator<Item = Hit<&'a [T]>> + 'a {
        self.words.find(small).filter_map(move |(number, Range { start, end })| {
            let what = self.what.get(number)?.as_slice();
            stands_alone(small, start, end).then_some(Hit { start, end, what })
        })
    }
}

/// Tells whether a Latin end of the words is also the end of a word in the text.
pub(super) fn stands_alone(text: &str, start: usize, end: usize) -> bool {
    let is_word = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
    let bytes = text.as_bytes();
    let before = start.checked_sub(1).and_then(|before| bytes.get(before));
    let last = end.checked_sub(1).and_then(|last| bytes.get(last));
    !(is_word(bytes.get(start)) && is_word(before) || is_word(last) && is_word(bytes.get(end)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_word_wins_and_latin_words_are_whole() {
        let found = |text| {
            CUES.find_all(text).filter_map(|hit| hit.what.first().copied()).collect::<Vec<_>>()
        };
        assert_eq!(found("甲比乙"), [Cue::Than]);
        assert_eq!(found("比如"), [Cue::Example]);
        assert_eq!(found("比例"), [Cue::Inert]);
        assert_eq!(found("thanks, unlike"), [Cue::Differ]);
    }

    #[test]
    fn every_cue_has_its_number() {
        for (number, cue) in Cue::ALL.into_iter().enumerate() {
            assert_eq!(cue as usize, number);
        }
    }
}
