//! The comparisons of an essay as a list for people.

use std::fmt::Write as _;

use super::super::report::counted;
use super::marked::{Paint, clean, marked};
use crate::detect::DetectedEssay;
use crate::detect::comparison::{Comparison, Relation, Scope, Side};
use crate::detect::explain::{Explanation, Fate, NEEDED};
use crate::detect::mention::Party;
use crate::load::essay::{Essay, Passage};

/// How many traits are shown of those that speak for a comparison, and of those against.
const TRAITS_SHOWN: usize = 4;
/// What the lines below a passage begin with.
const INDENT: &str = "      ";

/// Returns an essay's comparisons, each with its passage and what is known of it; where
/// there are explanations, those too, and the near misses behind.
pub(super) fn listing(
    annotated: &DetectedEssay,
    explanations: &[Explanation],
    paint: &Paint,
) -> String {
    let essay = &annotated.essay;
    let Paint { title, aside, .. } = paint;
    let count = counted(annotated.comparisons.len(), "comparison", "");
    let mut text = format!(
        "{title}{}{title:#}\n{aside}{}: {count}{aside:#}\n",
        clean(&essay.front_matter.title),
        clean(essay.source.path.as_str()),
    );
    for (number, comparison) in annotated.comparisons.iter().enumerate() {
        let Comparison { passage, sides, cues, .. } = comparison;
        let _ = write!(text, "\n{}\n", place_and_words(essay, *passage, sides, cues, paint));
        let _ = writeln!(text, "{INDENT}{}", verdict(essay, comparison, paint));
        let explained = explanations.iter().find(|one| one.fate == Fate::Found(number));
        if let Some(explanation) = explained {
            text.push_str(&why(explanation));
        }
    }
    let missed = |one: &&Explanation| !matches!(one.fate, Fate::Found(_));
    for (number, explanation) in explanations.iter().filter(missed).enumerate() {
        if number == 0 {
            let _ = write!(text, "\n{title}Near misses{title:#}\n");
        }
        let Explanation { passage, sides, .. } = explanation;
        let _ = write!(text, "\n{}\n", place_and_words(essay, *passage, sides, &[], paint));
        let _ = writeln!(text, "{INDENT}{}", why_not(explanation, annotated, paint));
        text.push_str(&why(explanation));
    }
    text
}

/// Returns `12:5  ⟦微信⟧比⟦支付宝⟧开放。`.
fn place_and_words(
    essay: &Essay,
    passage: Passage,
    sides: &[Side],
    cues: &[Passage],
    paint: &Paint,
) -> String {
    // What was moved by a repair spans more than it holds: where it begins is what counts.
    let head = Passage::new(passage.start, (passage.start + 1).min(passage.end));
    let position = essay.source.position(essay.body.span(head).start);
    let place = format!("{}:{}", position.line, position.column);
    let sides: Vec<(Passage, usize)> = (sides.iter().enumerate())
        .flat_map(|(number, side)| side.passages.iter().map(move |&passage| (passage, number)))
        .collect();
    let words = marked(&essay.body.text, passage, &sides, cues, paint);
    let aside = paint.aside;
    format!("{aside}{place:<width$}{aside:#}{words}", width = INDENT.len().max(place.len() + 1))
}

/// Returns which way a comparison falls, on what, and by which rule and words it was found.
fn verdict(essay: &Essay, comparison: &Comparison, paint: &Paint) -> String {
    let mut line = outcome(comparison, paint);
    if let Some(aspect) = &comparison.aspect {
        let _ = write!(line, " · on {}", clean(aspect.words.trim()));
    }
    let rule = comparison.origin.rule().unwrap_or_default();
    let _ = write!(line, " · {} · {rule}", comparison.relation.name());
    let cues: Vec<String> =
        comparison.cues.iter().map(|cue| clean(essay.body.slice(*cue))).collect();
    if !cues.is_empty() {
        let _ = write!(line, " ({})", cues.join(" … "));
    }
    let _ = write!(line, " · {:.2}", comparison.origin.confidence());
    if comparison.scope == Scope::Within {
        line.push_str(" · within one company");
    }
    line
}

/// Returns `微信 (腾讯) is ahead of 支付宝 (阿里巴巴)`.
fn outcome(comparison: &Comparison, paint: &Paint) -> String {
    let names = named(&comparison.sides, paint);
    let favoured = comparison.favours.and_then(|side| names.get(side));
    let others: Vec<&str> = (names.iter().enumerate())
        .filter(|&(number, _)| Some(number) != comparison.favours)
        .map(|(_, name)| name.as_str())
        .collect();
    let others = others.join(", ");
    let all = |words: &str| match names.split_first() {
        Some((first, rest)) => format!("{first} {words} {}", rest.join(", ")),
        None => String::new(),
    };
    match (comparison.relation, favoured) {
        (Relation::Superior, Some(winner)) => format!("{winner} is ahead of {others}"),
        (Relation::Superior, None) => all("is ranked with"),
        (Relation::Rival, Some(winner)) => format!("{winner} gains on {others}"),
        (Relation::Rival, None) => all("vies with"),
        (Relation::Equal, None) => all("is like"),
        (Relation::Different, None) => all("differs from"),
        (Relation::Equal, Some(winner)) => format!("{}, for {winner}", all("is like")),
        (Relation::Different, Some(winner)) => format!("{}, for {winner}", all("differs from")),
    }
}

/// Returns the words of each side, with whom they stand for where they do not say so.
fn named(sides: &[Side], paint: &Paint) -> Vec<String> {
    let name = |(number, side): (usize, &Side)| {
        let parties: Vec<&str> = side.parties.iter().map(Party::name).collect();
        let parties = parties.join("、");
        let surface = if side.surface.trim().is_empty() { &parties } else { side.surface.trim() };
        let words = paint.side(number, surface);
        if surface == parties { words } else { format!("{words} ({})", clean(&parties)) }
    };
    sides.iter().enumerate().map(name).collect()
}

/// Returns which rules and traits speak for a candidate, and which traits against.
fn why(explanation: &Explanation) -> String {
    let rules = match explanation.rules.as_slice() {
        [] => "none".to_owned(),
        rules => rules.join(", "),
    };
    let mut text = format!("{INDENT}rules   {rules}\n");
    for (label, sign) in [("for    ", 1.0), ("against", -1.0)] {
        let traits = explanation.traits.iter().filter(|one| one.weight * sign > 0.0);
        let traits = traits.map(|one| format!("{:+.2} {}", one.weight, one.name));
        let traits: Vec<String> = traits.take(TRAITS_SHOWN).collect();
        if !traits.is_empty() {
            let _ = writeln!(text, "{INDENT}{label} {}", traits.join(" · "));
        }
    }
    text
}

/// Returns why a candidate is no comparison.
fn why_not(explanation: &Explanation, essay: &DetectedEssay, paint: &Paint) -> String {
    let names = named(&explanation.sides, paint).join(" ↔ ");
    let confidence = explanation.confidence;
    let surer = match explanation.fate {
        Fate::Behind(number) => essay.comparisons.get(number),
        Fate::Found(_) | Fate::Unsure => None,
    };
    match surer {
        Some(surer) => {
            let surer = named(&surer.sides, paint).join(" ↔ ");
            format!("{names} · {confidence:.3}, too little beside {surer}")
        }
        None => format!("{names} · {confidence:.3} of {NEEDED:.3} needed"),
    }
}
