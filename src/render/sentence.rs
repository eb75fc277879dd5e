//! Puts a comparison into one line that a person understands: 移动支付：微信胜过支付宝.

use crate::annotate::AnnotatedEssay;
use crate::detect::comparison::{Comparison, Relation, Side};
use crate::detect::mention::MentionKind;
use crate::link::pair::Verdict;
use crate::render::Site;
use crate::render::words::Words;

/// Returns the comparison as a sentence: sides, which way it falls, and on what.
pub fn sentence(site: &Site, one: &AnnotatedEssay, comparison: &Comparison) -> String {
    let aspect = comparison.aspect.as_ref().map(|aspect| aspect.words.trim());
    said(site, one, comparison, aspect.filter(|aspect| !aspect.is_empty()))
}

/// Returns the comparison as a sentence that does not say on what: that stands beside it.
pub fn without_aspect(site: &Site, one: &AnnotatedEssay, comparison: &Comparison) -> String {
    said(site, one, comparison, None)
}

fn said(
    site: &Site,
    one: &AnnotatedEssay,
    comparison: &Comparison,
    aspect: Option<&str>,
) -> String {
    let words = &site.words;
    let names: Vec<String> =
        comparison.sides.iter().map(|side| side_name(site, one, side)).collect();
    let separator = words.text("list_separator");
    let (mut winner, mut rest, mut all) = (String::new(), Vec::new(), Vec::new());
    for (place, name) in names.into_iter().enumerate() {
        all.push(name.clone());
        if Some(place) == comparison.favours { winner = name } else { rest.push(name) }
    }
    let kind = kind(comparison);
    let rest = rest.join(separator);
    let all = join_two(&all, separator, words.text("and"));
    let mut values =
        vec![("winner", winner.as_str()), ("others", rest.as_str()), ("all", all.as_str())];
    match aspect {
        Some(aspect) => {
            values.push(("aspect", aspect));
            words.fill(&format!("sentence_{kind}_aspect"), &values)
        }
        None => words.fill(&format!("sentence_{kind}"), &values),
    }
}

/// Returns the comparison in a few signs, for where its note is folded: 腾讯 ↔ 阿里巴巴 · O2O.
pub fn summary(site: &Site, one: &AnnotatedEssay, comparison: &Comparison) -> String {
    let names: Vec<String> =
        comparison.sides.iter().map(|side| side_name(site, one, side)).collect();
    let mut summary = names.join(" ↔ ");
    if let Some(aspect) = &comparison.aspect {
        summary.push_str(" · ");
        summary.push_str(aspect.words.trim());
    }
    summary
}

/// Returns how a side is named: in the words of the text, unless they only point back.
pub fn side_name(site: &Site, one: &AnnotatedEssay, side: &Side) -> String {
    let points_back = side.passages.first().is_some_and(|passage| {
        // Mentions come in the order of the text.
        let before = one.mentions.partition_point(|mention| mention.passage < *passage);
        let there = one.mentions[before..].iter().take_while(|one| one.passage == *passage);
        there.into_iter().any(|one| matches!(one.kind, MentionKind::Pronoun | MentionKind::Group))
    });
    let surface = side.surface.trim();
    if !surface.is_empty() && !side.passages.is_empty() && !points_back {
        return surface.to_owned();
    }
    party_names(site, side)
}

/// Returns the names of whom a side stands for.
pub fn party_names(site: &Site, side: &Side) -> String {
    let names: Vec<&str> =
        side.parties.iter().map(|party| site.archive.shown_name(party)).collect();
    names.join(site.words.text("list_separator"))
}

/// Returns what a verdict says of two companies, in a few words: 腾讯占优.
pub fn verdict(words: &Words, verdict: Verdict, [first, second]: [&str; 2]) -> String {
    match verdict {
        Verdict::First => words.fill("verdict_favours", &[("name", first)]),
        Verdict::Second => words.fill("verdict_favours", &[("name", second)]),
        Verdict::Equal => words.text("verdict_equal").to_owned(),
        Verdict::Different => words.text("verdict_different").to_owned(),
        Verdict::Rival => words.text("verdict_rival").to_owned(),
    }
}

/// Returns which of the interface's sentences says it.
fn kind(comparison: &Comparison) -> &'static str {
    match (comparison.relation, comparison.favours) {
        (Relation::Superior, Some(_)) => "superior",
        (Relation::Superior, None) => "uneven",
        (Relation::Equal, _) => "equal",
        (Relation::Different, Some(_)) => "different_favours",
        (Relation::Different, None) => "different",
        (Relation::Rival, Some(_)) => "rival_favours",
        (Relation::Rival, None) => "rival",
    }
}

/// Joins names as a sentence has them: a、b与c.
fn join_two(names: &[String], separator: &str, and: &str) -> String {
    match names.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{}{and}{last}", rest.join(separator)),
        Some((last, _)) => last.clone(),
        None => String::new(),
    }
}
