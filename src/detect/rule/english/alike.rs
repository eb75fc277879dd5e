//! Alike or set apart: “unlike A, B …”, “A is similar to B”, “A is the B of India”.

use crate::detect::candidate::{Candidate, Shape, Zone};
use crate::detect::comparison::Relation;
use crate::detect::lexicon::{Cue, Hit};
use crate::detect::lists::english;
use crate::detect::preference;
use crate::detect::rule::Proposal;
use crate::detect::rule::english::{
    between, cue, hits_between, is_denied, is_object, is_subject, subject, words_back, words_of,
};

/// Bytes between an opening cue and the name behind it: an article.
const NEAR: usize = 12;

/// Finds “unlike A, B …”, “B …, unlike A”, “A differs from B”, “A and B differ”.
pub(in crate::detect::rule) fn unlike(candidate: &Candidate<'_>) -> Option<Proposal> {
    let (first, second) = (candidate.first(), candidate.second());
    if candidate.shape == Shape::List {
        let hit =
            candidate.cues_after(second.passage.end, NEAR).find(|hit| hit.what == Cue::Differ)?;
        return Some(Proposal::new(Relation::Different, None, hit));
    }
    between(candidate)?;
    if let Some(hit) = candidate.cue_before(first.passage.start, Cue::Differ, NEAR)
        && subject::heads(candidate.reading, second.group)
    {
        return Some(apart(candidate, &[Zone::After, Zone::Rest], 1, hit));
    }
    let hit = hits_between(candidate, Cue::Differ).next()?;
    (is_object(candidate, second, hit.end) && is_subject(candidate, first, hit.start))
        .then(|| apart(candidate, &[Zone::Between], 0, hit))
}

/// Sets the sides apart by how well the words of some zones speak of one of them.
fn apart(candidate: &Candidate<'_>, zones: &[Zone], spoken: usize, hit: Hit<Cue>) -> Proposal {
    let text = candidate.reading.text;
    let tone: i32 =
        zones.iter().map(|&zone| preference::tone(text, candidate.hits(zone), false)).sum();
    match tone.signum() {
        1 => Proposal::new(Relation::Superior, Some(spoken), hit),
        0 => Proposal::new(Relation::Different, None, hit),
        _ => Proposal::new(Relation::Superior, Some(1 - spoken), hit),
    }
}

/// Finds “A is similar to B”, “A works like B”, “A's feature was copied from B”, “like A, B …”.
pub(in crate::detect::rule) fn alike(candidate: &Candidate<'_>) -> Option<Proposal> {
    let (first, second) = (candidate.first(), candidate.second());
    between(candidate)?;
    let hit = [Cue::Alike, Cue::Par, Cue::Model]
        .into_iter()
        .flat_map(|what| hits_between(candidate, what))
        .filter(|hit| {
            let words = words_of(candidate, hit.passage()).to_ascii_lowercase();
            !english::LIKENESS_ALONE.contains(&words.as_str())
                && !words.ends_with(" as")
                && (words.len() > 4 || words != "like" || !is_example(candidate, hit.start))
        })
        .max_by_key(|hit| hit.start)?;
    if !is_object(candidate, second, hit.end) || !is_subject(candidate, first, hit.start) {
        return None;
    }
    let denied = is_denied(candidate, first.passage.end, hit.start);
    let relation = if denied { Relation::Different } else { Relation::Equal };
    Some(Proposal::new(relation, None, hit))
}

/// Tells whether “like” only brings in an instance: companies like, firms such as.
fn is_example(candidate: &Candidate<'_>, at: usize) -> bool {
    let before = candidate.reading.text.get(..at).unwrap_or_default().trim_end();
    let word = before.rsplit(' ').next().unwrap_or_default();
    word.ends_with('s') && !english::VERBS_BEFORE_LIKE.contains(&word) || word.ends_with(',')
}

/// Finds “A is the B of India”, “A, China's B”, “A will be the next B”.
pub(in crate::detect::rule) fn namesake(candidate: &Candidate<'_>) -> Option<Proposal> {
    let (first, second) = (candidate.first(), candidate.second());
    let (from, words) = between(candidate)?;
    let text = candidate.reading.text;
    let lead = words.trim_end_matches(['"', '“', '‘', '\'']);
    let after = text.get(second.passage.end..)?.trim_start_matches(['"', '”', '’', '\'']);
    let of = lead.ends_with(" the ")
        && ["of", "for"].iter().any(|of| {
            after
                .strip_prefix(' ')
                .and_then(|rest| rest.strip_prefix(of))
                .is_some_and(|rest| rest.starts_with(' '))
        });
    let kin =
        english::NAMESAKE_OPENERS.iter().any(|kin| lead.ends_with(kin)) && !words.contains("with ");
    let place = words.trim_end().trim_end_matches("’s").trim_end_matches("'s");
    let place = (words.trim_end().ends_with("'s") || words.trim_end().ends_with("’s"))
        .then(|| place.rsplit([' ', '(']).next().unwrap_or_default())
        .is_some_and(|place| english::NAMESAKE_PLACES.contains(&place));
    let is = words_back(lead).take(6).any(|word| english::NAMESAKE_VERBS.contains(&word))
        || words.starts_with(',')
        || lead.ends_with("anti-");
    let named = (of || kin || place) && is && is_subject(candidate, first, second.passage.start);
    let anti = lead.ends_with("anti-");
    let denied = anti || is_denied(candidate, from, second.passage.start);
    let relation = if denied { Relation::Different } else { Relation::Equal };
    let hit = cue(second.passage.start, second.passage.end, Cue::Alike);
    named.then(|| Proposal::new(relation, None, hit))
}
