//! What English writes otherwise than Chinese: articles, “as … as”, short forms of names.

use std::collections::HashMap;

use crate::detect::lexicon::{Cue, Hit};
use crate::detect::mention::Mention;
use crate::load::essay::{Body, Format, Inline, Passage};

/// How much longer the same words are in English: bytes for what takes one in Chinese.
const LENGTH: usize = 2;

/// Returns how many bytes a Chinese text would take for what takes so many in English.
pub(super) fn distance(bytes: usize) -> usize {
    bytes.div_ceil(LENGTH)
}

/// Returns how far a search must look where a Chinese text may span `reach` bytes.
pub(super) fn farthest(reach: usize) -> usize {
    reach * LENGTH
}

/// Returns the words without an article or possessive at their end.
pub(super) fn without_article(words: &str) -> &str {
    const ARTICLES: &[&str] = &["the", "a", "an", "its", "their"];
    let words = words.trim_end();
    ARTICLES
        .iter()
        .find_map(|article| words.strip_suffix(article))
        .filter(|rest| rest.ends_with(' '))
        .map_or(words, str::trim_end)
}

/// The known mentions by the last words of their names: Windows Vista by Vista.
pub(super) struct LongForms<'a>(HashMap<&'a str, Option<&'a Mention>>);

impl<'a> LongForms<'a> {
    /// Gathers the short forms of known names.
    pub(super) fn new(known: &'a [Mention]) -> Self {
        const SHORTEST: usize = 4;
        let mut forms: HashMap<&str, Option<&Mention>> = HashMap::new();
        for mention in known {
            for (space, _) in mention.name.match_indices(' ') {
                let form = &mention.name[space + 1..];
                if form.len() < SHORTEST {
                    continue;
                }
                let one = forms.entry(form).or_insert(Some(mention));
                *one = one.filter(|other| other.parties == mention.parties);
            }
        }
        Self(forms)
    }

    /// Returns the one known mention of which a name is the last words.
    pub(super) fn of(&self, name: &str) -> Option<&'a Mention> {
        self.0.get(name).copied().flatten()
    }
}

/// Finds names that are all of a link's words: a text links what it speaks of.
pub(super) fn linked_names(body: &Body) -> Vec<Passage> {
    const WORDS: usize = 3;
    const SHORTEST: usize = 3;
    let is_name = |words: &str| {
        words.len() >= SHORTEST
            && words.split(' ').count() <= WORDS
            && words.split(' ').all(|word| {
                word.starts_with(|char: char| char.is_ascii_uppercase())
                    && word.bytes().all(|byte| byte.is_ascii_alphanumeric())
            })
    };
    let proses = body.proses();
    let links = proses.iter().flat_map(|prose| {
        prose.inlines.windows(3).filter_map(|window| match window {
            [Inline::Open(Format::Link { .. }), Inline::Text(words), Inline::Close] => Some(*words),
            _ => None,
        })
    });
    links.filter(|words| words.end <= body.footnotes_start && is_name(body.slice(*words))).collect()
}

/// Tells whether a name is written as one word made of two: one sight of it is enough.
pub(super) fn is_compound(name: &str) -> bool {
    const SHORTEST: usize = 6;
    let capitals = name.bytes().filter(u8::is_ascii_uppercase).count();
    name.len() >= SHORTEST
        && name.bytes().all(|byte| byte.is_ascii_alphabetic())
        && name.starts_with(|char: char| char.is_ascii_uppercase())
        && capitals == 2
        && name.ends_with(|char: char| char.is_ascii_lowercase())
}

/// How often each run of Latin letters and digits comes in a text.
pub(super) struct WordCounts<'a>(HashMap<&'a str, usize>);

impl<'a> WordCounts<'a> {
    /// Counts the words of a text.
    pub(super) fn new(text: &'a str) -> Self {
        let mut words = HashMap::new();
        let is_letter = |byte: &u8| byte.is_ascii_alphanumeric();
        for run in text.as_bytes().chunk_by(|one, other| is_letter(one) == is_letter(other)) {
            let Some(word) = run
                .first()
                .filter(|&first| is_letter(first))
                .and_then(|_| std::str::from_utf8(run).ok())
            else {
                continue;
            };
            *words.entry(word).or_default() += 1;
        }
        Self(words)
    }

    /// Tells whether a name of one word comes that often, the heads of sentences included,
    /// and never as a common word.
    pub(super) fn comes_again(&self, name: &str, times: usize) -> bool {
        let count = |word: &str| self.0.get(word).copied().unwrap_or(0);
        count(name) >= times && count(&name.to_ascii_lowercase()) == 0
    }
}

/// Finds “as … as” with a word or two between: on a par, or behind where it is denied.
pub(super) fn equatives(text: &str) -> Vec<Hit<Cue>> {
    const COMMON: &[&str] = &["soon", "long", "well", "far", "much", "many", "early", "late"];
    const LONGEST: usize = 30;
    let mut hits = Vec::new();
    for (start, _) in text.match_indices(" as ") {
        let inside = start + " as ".len();
        let Some(length) = text[inside..].find(" as ") else { break };
        let words = &text[inside..inside + length];
        let plain = words.bytes().all(|byte| byte.is_ascii_alphabetic() || b" -".contains(&byte));
        if length > LONGEST || !plain || COMMON.contains(&words) {
            continue;
        }
        // The denial is part of the cue: it turns nothing else round.
        let denial = [" not", "n't", "n’t", " never", " nowhere near"]
            .iter()
            .find(|denial| text[..start].ends_with(**denial));
        let what = if denial.is_some() { Cue::Behind } else { Cue::Par };
        let start = denial.map_or(start + 1, |denial| start - denial.len());
        hits.push(Hit { start, end: inside + length + " as".len(), what });
    }
    hits
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_as_is_on_a_par_unless_denied() {
        let found = |text| equatives(text).into_iter().map(|hit| hit.what).collect::<Vec<_>>();
        assert_eq!(found("is as fast as that"), [Cue::Par]);
        assert_eq!(found("isn't as fast as that"), [Cue::Behind]);
        assert_eq!(found("go as soon as it can"), []);
    }

    #[test]
    fn an_article_is_left_out_only_as_a_word() {
        assert_eq!(without_article("than the "), "than");
        assert_eq!(without_article("bathe"), "bathe");
    }
}
