//! One side chosen over the other: “prefer A to B”, “switched from A to B”.

use crate::detect::candidate::Candidate;
use crate::detect::comparison::Relation;
use crate::detect::lexicon::Cue;
use crate::detect::rule::Verdict;
use crate::detect::rule::english::{between, cue, words_back, words_of};

/// Finds “prefer A to B”, “A rather than B”, “took A over B”, “switched from A to B”.
pub(in crate::detect::rule) fn prefer(candidate: &Candidate<'_>) -> Option<Verdict> {
    let (from, words) = between(candidate)?;
    let first = candidate.first();
    let text = candidate.reading.text;
    if let Some(hit) = candidate.cue_before(first.passage.start, Cue::Choose, 20)
        && matches!(
            &*words_of(candidate, hit.passage()).to_ascii_lowercase(),
            "instead of" | "rather than"
        )
        && words.contains(',')
    {
        return Some(Verdict::new(Relation::Superior, Some(1), hit));
    }
    let sentence = candidate.reading.sentences.get(candidate.sentence)?.passage;
    let before = text.get(sentence.start..first.passage.start)?.to_ascii_lowercase();
    let back: Vec<&str> = words_back(&before).take(6).collect();
    let near = |list: &[&str]| back.iter().any(|word| list.contains(word));
    let trimmed = words.trim_start_matches("'s").trim_start_matches("’s").trim();
    let last = trimmed.rsplit(' ').find(|word| !matches!(*word, "the" | "a" | "an" | "its"))?;
    let short = trimmed.split(' ').count() <= 5 && !trimmed.contains([',', ';', ':']);
    let chosen = match last {
        "to" if near(&["prefer", "prefers", "preferred", "preferring", "prefering"]) => 0,
        "to" | "for"
            if near(&[
                "from",
                "left",
                "leave",
                "leaving",
                "ditched",
                "ditch",
                "abandoned",
                "abandon",
                "swapped",
                "dropped",
                "quit",
                "deserted",
                "ditching",
                "abandoning",
            ]) && near(&[
                "switch",
                "switched",
                "switching",
                "moved",
                "move",
                "moving",
                "migrated",
                "migrating",
                "migrate",
                "defected",
                "left",
                "leave",
                "leaving",
                "ditched",
                "ditch",
                "abandoned",
                "abandon",
                "swapped",
                "dropped",
                "quit",
                "deserted",
                "fled",
                "shifted",
                "shift",
                "ditching",
                "abandoning",
                "away",
            ]) =>
        {
            1
        }
        "over"
            if near(&[
                "prefer",
                "prefers",
                "preferred",
                "choose",
                "chose",
                "chosen",
                "choosing",
                "picked",
                "pick",
                "picks",
                "take",
                "took",
                "favour",
                "favor",
                "favours",
                "favors",
                "favoured",
                "favored",
                "recommend",
                "recommended",
                "advantage",
                "edge",
                "win",
                "rather",
            ]) =>
        {
            0
        }
        "than" if trimmed.ends_with("rather than") || trimmed.ends_with("sooner than") => 0,
        "of" if trimmed.ends_with("instead of") => 0,
        _ => return None,
    };
    short.then(|| {
        let start = from + words.rfind(last).unwrap_or(0);
        Verdict::new(Relation::Superior, Some(chosen), cue(start, start + last.len(), Cue::Choose))
    })
}
