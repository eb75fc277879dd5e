//! Traits of clauses that are built alike: 说到便宜会想到甲，说到好用会想到乙.

use crate::detect::candidate::{Candidate, Shape};
use crate::detect::feature::Traits;
use crate::detect::feature::family::Family;
use crate::detect::feature::sides::bucket;

/// How many characters beside a side are compared with those beside the other.
const ECHO: usize = 3;

/// Two characters that stand together.
type Pair = (char, char);

/// Notes how far the clauses of the two sides have the same words, beside the sides and anywhere.
pub(super) fn note(candidate: &Candidate<'_>, traits: &mut Traits) {
    let reading = candidate.reading;
    let text = reading.text;
    // The characters of Latin words tell nothing.
    let is_latin = reading.sentences[candidate.sentence].is_latin;
    if is_latin || !matches!(candidate.shape, Shape::Clauses | Shape::Sentences) {
        return;
    }
    let [one, other] = [candidate.first(), candidate.second()].map(|side| {
        let clause = candidate.clause(side);
        let before = text.get(clause.start..side.passage.start).unwrap_or_default();
        (before, text.get(side.passage.end..clause.end).unwrap_or_default())
    });
    traits.add(Family::EchoBehind, echo(one.1.chars(), other.1.chars()));
    traits.add(Family::EchoBefore, echo(one.0.chars().rev(), other.0.chars().rev()));
    let [of_one, of_other] = [one, other].map(|(before, behind)| {
        let mut pairs: Vec<Pair> = pairs(before).chain(pairs(behind)).collect();
        pairs.sort_unstable();
        pairs.dedup();
        pairs
    });
    let shared = of_one.iter().filter(|pair| of_other.binary_search(pair).is_ok()).count();
    traits.add(Family::SharedPairs, bucket(shared, &[0, 1, 2, 4, 7]));
}

/// Counts the letters and Han characters that two texts begin with alike.
fn echo(one: impl Iterator<Item = char>, other: impl Iterator<Item = char>) -> usize {
    let same = one.zip(other).take(ECHO);
    same.take_while(|(one, other)| one == other && one.is_alphanumeric()).count()
}

/// Returns each two letters or Han characters that stand together.
fn pairs(words: &str) -> impl Iterator<Item = Pair> {
    let behind = words.chars().skip(1);
    words
        .chars()
        .zip(behind)
        .filter(|(one, other)| one.is_alphanumeric() && other.is_alphanumeric())
}
