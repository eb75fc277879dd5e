//! What English writes otherwise than Chinese: articles, “as … as”, short forms of names.

mod proper;

use std::collections::HashMap;
use std::sync::Arc;

use crate::detect::lexicon::{Cue, Hit};
use crate::detect::lists::english;
use crate::detect::mention::{Mention, MentionKind, Party};
use crate::detect::sentence::Sentence;
use crate::load::essay::{Body, Format, Inline, Passage};
pub(super) use proper::is_proper;

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
    let words = words.trim_end();
    english::ARTICLES
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
            [Inline::Open(format), Inline::Text(words), Inline::Close] => {
                matches!(**format, Format::Link { .. }).then_some(*words)
            }
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

/// Tells whether a name stands where only a company is likely to: “than Zyxel”.
pub(super) fn is_in_slot(text: &str, start: usize) -> bool {
    let before = text.get(..start).unwrap_or_default().trim_end();
    english::NAME_SLOTS.iter().any(|slot| {
        before.ends_with(slot)
            && !before[..before.len() - slot.len()].ends_with(|char: char| char.is_alphanumeric())
    })
}

/// How often each run of Latin letters and digits comes in a text.
pub(super) struct WordCounts<'a>(HashMap<&'a str, usize>);

impl<'a> WordCounts<'a> {
    /// Counts the runs of a text.
    pub(super) fn new(text: &'a str, runs: &[Passage]) -> Self {
        let mut words = HashMap::new();
        for run in runs {
            *words.entry(&text[run.range()]).or_default() += 1;
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

/// Tells whether the comma between two names sets them apart, as in “unlike A, B …”, rather
/// than joining them in a list that goes on.
pub(super) fn comma_parts(text: &str, before: Passage, next: Passage) -> bool {
    if text.get(before.end..next.start) != Some(", ") {
        return false;
    }
    let lead = without_article(text.get(..before.start).unwrap_or_default()).to_ascii_lowercase();
    let rest = text.get(next.end..).unwrap_or_default();
    let goes_on = [", ", " and ", ", and ", " or ", " & "].iter().any(|join| {
        rest.strip_prefix(join).is_some_and(|rest| {
            rest.starts_with(|char: char| char.is_uppercase()) || rest.starts_with("and ")
        })
    });
    let opened = english::BEFORE_COMMAS.iter().any(|opener| lead.ends_with(opener));
    opened || !goes_on && !rest.starts_with(|char: char| ".;:)".contains(char))
}

/// Finds companies called by what they are: “the Japanese giant”, “his company”.
///
/// Whom they stand for is left open here, as with pronouns.
pub(super) fn descriptions(text: &str, sentences: &[Sentence], taken: &[Mention]) -> Vec<Mention> {
    const WORDS: usize = 4;
    let mut found = Vec::new();
    for sentence in sentences.iter().filter(|sentence| sentence.is_latin) {
        let from = sentence.passage.start;
        let words: Vec<Passage> = words(text, sentence.passage).collect();
        for (index, first) in words.iter().enumerate() {
            let opener = text[first.range()].to_ascii_lowercase();
            let owns = matches!(opener.as_str(), "his" | "her");
            if !owns && opener != "the" {
                continue;
            }
            let nouns = if owns { english::OWNED } else { english::DESCRIPTIONS };
            let reach = words.iter().skip(index + 1).take(if owns { 1 } else { WORDS });
            let noun = reach
                .take_while(|word| {
                    text[first.end..word.start]
                        .bytes()
                        .all(|byte| byte == b' ' || byte.is_ascii_alphanumeric() || byte == b'-')
                })
                .find(|word| nouns.contains(&&text[word.range()]));
            let Some(noun) = noun else { continue };
            let passage = Passage::new(first.start.max(from), noun.end);
            let rest = text.get(noun.end..).unwrap_or_default();
            let whose =
                [" of ", " behind ", " that ", " which "].iter().any(|of| rest.starts_with(of));
            let after = taken.partition_point(|mention| mention.passage.end <= passage.start);
            let is_free = taken.get(after).is_none_or(|next| next.passage.start > passage.end + 1);
            let explains = after
                .checked_sub(1)
                .and_then(|before| taken.get(before))
                .is_some_and(|named| text.get(named.passage.end..passage.start) == Some(", "));
            if is_free && !whose && !explains {
                let words: Arc<str> = text[passage.range()].into();
                found.push(Mention {
                    passage,
                    parties: Party::Class(words.clone()).into(),
                    kind: MentionKind::Pronoun,
                    name: words,
                });
            }
        }
    }
    found
}

/// Tells whether words speak of a person: he, her company.
pub(super) fn is_personal(words: &str) -> bool {
    let first = words.split(' ').next().unwrap_or_default();
    ["he", "she", "his", "her"].iter().any(|person| first.eq_ignore_ascii_case(person))
}

/// Cuts out the words of a sentence.
fn words(text: &str, sentence: Passage) -> impl Iterator<Item = Passage> + '_ {
    let mut at = sentence.start;
    text[sentence.range()].split(' ').map(move |word| {
        let start = at;
        at += word.len() + 1;
        let trimmed = word.trim_end_matches(|char: char| !char.is_alphanumeric());
        let trimmed = trimmed.strip_suffix("'s").or(trimmed.strip_suffix("’s")).unwrap_or(trimmed);
        Passage::new(start, start + trimmed.len())
    })
}

/// Finds “as … as” with a word or two between: on a par, or behind where it is denied.
pub(super) fn equatives(text: &str) -> Vec<Hit<Cue>> {
    const LONGEST: usize = 48;
    let mut hits = Vec::new();
    for (start, _) in text.match_indices(" as ") {
        let inside = start + " as ".len();
        let Some(length) = text[inside..].find(" as ") else { break };
        let words = &text[inside..inside + length];
        let plain = words.bytes().all(|byte| byte.is_ascii_alphabetic() || b" -".contains(&byte));
        if length > LONGEST || !plain || english::PLAIN_BETWEEN_AS.contains(&words) {
            continue;
        }
        // The denial is part of the cue: it turns nothing else round.
        let denial = english::DENIALS_OF_AS.iter().find(|denial| text[..start].ends_with(**denial));
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
