//! One side chosen over the other: “prefer A to B”, “switched from A to B”.

use crate::detect::candidate::Candidate;
use crate::detect::comparison::Relation;
use crate::detect::lexicon::Cue;
use crate::detect::lists::english;
use crate::detect::rule::Proposal;
use crate::detect::rule::english::{between, cue, words_back, words_of};

/// Finds “prefer A to B”, “A rather than B”, “took A over B”, “switched from A to B”.
pub(in crate::detect::rule) fn prefer(candidate: &Candidate<'_>) -> Option<Proposal> {
    let (from, words) = between(candidate)?;
    if let Some(instead) = instead(candidate, words) {
        return Some(instead);
    }
    let trimmed = words.trim_start_matches("'s").trim_start_matches("’s").trim();
    let last = trimmed.rsplit(' ').find(|word| !english::ARTICLES.contains(word))?;
    let chosen = chosen(candidate, trimmed, last)?;
    let short = trimmed.split(' ').count() <= 5 && !trimmed.contains([',', ';', ':']);
    short.then(|| {
        let start = from + words.rfind(last).unwrap_or(0);
        Proposal::new(Relation::Superior, Some(chosen), cue(start, start + last.len(), Cue::Choose))
    })
}

/// Finds “instead of A, … B”.
fn instead(candidate: &Candidate<'_>, words: &str) -> Option<Proposal> {
    let hit = candidate.cue_before(candidate.first().passage.start, Cue::Choose, 20)?;
    let opener = words_of(candidate, hit.passage()).to_ascii_lowercase();
    let opens = matches!(&*opener, "instead of" | "rather than");
    (opens && words.contains(',')).then(|| Proposal::new(Relation::Superior, Some(1), hit))
}

/// Returns which side is chosen by the words between them, whose last that says something is
/// given, and by those before.
fn chosen(candidate: &Candidate<'_>, between: &str, last: &str) -> Option<usize> {
    let sentence = candidate.reading.sentences.get(candidate.sentence)?.passage;
    let text = candidate.reading.text;
    let before = text.get(sentence.start..candidate.first().passage.start)?.to_ascii_lowercase();
    let back: Vec<&str> = words_back(&before).take(6).collect();
    let near = |list: &[&str]| back.iter().any(|word| list.contains(word));
    match last {
        "to" if near(english::PREFERS) => Some(0),
        "to" | "for" if near(english::LEAVES) || near(&["from"]) && near(english::MOVES) => Some(1),
        "over" if near(english::CHOOSES) => Some(0),
        "than" if between.ends_with("rather than") || between.ends_with("sooner than") => Some(0),
        "of" if between.ends_with("instead of") => Some(0),
        _ => None,
    }
}
