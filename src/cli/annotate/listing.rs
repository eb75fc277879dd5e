//! The comparisons of an essay as a list for people.

use std::fmt::Write as _;

use super::marked::{Paint, clean, marked};
use crate::detect::DetectedEssay;
use crate::detect::comparison::{Comparison, Relation, Scope, Side};
use crate::detect::explain::{Explanation, Fate, NEEDED};
use crate::detect::mention::Party;
use crate::language::{Language, Wording};
use crate::load::essay::{Essay, Passage};
use crate::wording;

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
    language: Language,
) -> String {
    let essay = &annotated.essay;
    let Paint { title, aside, .. } = paint;
    let count = Wording::counted(annotated.comparisons.len(), "comparison", "", "处比较");
    let path = clean(essay.source.path.as_str());
    let count = wording!("{path}: {count}", "{path}：{count}"; count);
    let mut text = format!(
        "{title}{}{title:#}\n{aside}{}{aside:#}\n",
        clean(&essay.front_matter.title),
        count.of(language),
    );
    for (number, comparison) in annotated.comparisons.iter().enumerate() {
        let Comparison { passage, sides, cues, .. } = comparison;
        let _ = write!(text, "\n{}\n", place_and_words(essay, *passage, sides, cues, paint));
        let _ = writeln!(text, "{INDENT}{}", verdict(essay, comparison, paint).of(language));
        let explained = explanations.iter().find(|one| one.fate == Fate::Found(number));
        if let Some(explanation) = explained {
            text.push_str(&why(explanation, language));
        }
    }
    let missed = |one: &&Explanation| !matches!(one.fate, Fate::Found(_));
    for (number, explanation) in explanations.iter().filter(missed).enumerate() {
        if number == 0 {
            let head = wording!("Near misses", "差一点的");
            let _ = write!(text, "\n{title}{}{title:#}\n", head.of(language));
        }
        let Explanation { passage, sides, .. } = explanation;
        let _ = write!(text, "\n{}\n", place_and_words(essay, *passage, sides, &[], paint));
        let _ = writeln!(text, "{INDENT}{}", why_not(explanation, annotated, paint).of(language));
        text.push_str(&why(explanation, language));
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
fn verdict(essay: &Essay, comparison: &Comparison, paint: &Paint) -> Wording {
    let mut parts = vec![outcome(comparison, paint)];
    if let Some(aspect) = &comparison.aspect {
        let words = clean(aspect.words.trim());
        parts.push(wording!("on {words}", "比的是{words}"));
    }
    // What follows are the names that notes files and rules have.
    parts.push(Wording::same(comparison.relation.name()));
    let mut rule = comparison.origin.rule().unwrap_or_default().to_owned();
    let cues: Vec<String> =
        comparison.cues.iter().map(|cue| clean(essay.body.slice(*cue))).collect();
    if !cues.is_empty() {
        let _ = write!(rule, " ({})", cues.join(" … "));
    }
    parts.push(Wording::same(rule));
    parts.push(Wording::same(format!("{:.2}", comparison.origin.confidence())));
    if comparison.scope == Scope::Within {
        parts.push(wording!("within one company", "同一家公司内部"));
    }
    Wording::joined(&parts, " · ", " · ")
}

/// Returns `微信 (腾讯) is ahead of 支付宝 (阿里巴巴)`.
fn outcome(comparison: &Comparison, paint: &Paint) -> Wording {
    let names = named(&comparison.sides, paint);
    let favoured = comparison.favours.and_then(|side| names.get(side));
    let others: Vec<&str> = (names.iter().enumerate())
        .filter(|&(number, _)| Some(number) != comparison.favours)
        .map(|(_, name)| name.as_str())
        .collect();
    let others = listed(&others);
    let Some((first, rest)) = names.split_first() else { return Wording::default() };
    let rest = listed(&rest.iter().map(String::as_str).collect::<Vec<_>>());
    match (comparison.relation, favoured) {
        (Relation::Superior, Some(winner)) => {
            wording!("{winner} is ahead of {others}", "{winner} 胜过 {others}"; others)
        }
        (Relation::Superior, None) => {
            wording!("{first} is ranked with {rest}", "{first} 与 {rest} 分高下"; rest)
        }
        (Relation::Rival, Some(winner)) => {
            wording!("{winner} gains on {others}", "{winner} 压过 {others}"; others)
        }
        (Relation::Rival, None) => {
            wording!("{first} vies with {rest}", "{first} 与 {rest} 相争"; rest)
        }
        (Relation::Equal, None) => {
            wording!("{first} is like {rest}", "{first} 与 {rest} 相似"; rest)
        }
        (Relation::Different, None) => {
            wording!("{first} differs from {rest}", "{first} 与 {rest} 不同"; rest)
        }
        (Relation::Equal, Some(winner)) => wording!(
            "{first} is like {rest}, for {winner}",
            "{first} 与 {rest} 相似，偏向 {winner}";
            rest
        ),
        (Relation::Different, Some(winner)) => wording!(
            "{first} differs from {rest}, for {winner}",
            "{first} 与 {rest} 不同，偏向 {winner}";
            rest
        ),
    }
}

fn listed(names: &[&str]) -> Wording {
    Wording { english: names.join(", "), chinese: names.join("、") }
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
fn why(explanation: &Explanation, language: Language) -> String {
    let rules = match explanation.rules.as_slice() {
        [] => wording!("none", "无"),
        rules => Wording::same(rules.join(", ")),
    };
    let rules = wording!("rules   {rules}", "规则  {rules}"; rules);
    let mut text = format!("{INDENT}{}\n", rules.of(language));
    for (label, sign) in [(wording!("for    ", "支持"), 1.0), (wording!("against", "反对"), -1.0)]
    {
        let traits = explanation.traits.iter().filter(|one| one.weight * sign > 0.0);
        let traits = traits.map(|one| format!("{:+.2} {}", one.weight, one.name));
        let traits: Vec<String> = traits.take(TRAITS_SHOWN).collect();
        if !traits.is_empty() {
            let traits = traits.join(" · ");
            let line = wording!("{label} {traits}", "{label}  {traits}"; label);
            let _ = writeln!(text, "{INDENT}{}", line.of(language));
        }
    }
    text
}

/// Returns why a candidate is no comparison.
fn why_not(explanation: &Explanation, essay: &DetectedEssay, paint: &Paint) -> Wording {
    let names = named(&explanation.sides, paint).join(" ↔ ");
    let confidence = explanation.confidence;
    let surer = match explanation.fate {
        Fate::Behind(number) => essay.comparisons.get(number),
        Fate::Found(_) | Fate::Unsure => None,
    };
    match surer {
        Some(surer) => {
            let surer = named(&surer.sides, paint).join(" ↔ ");
            wording!(
                "{names} · {confidence:.3}, too little beside {surer}",
                "{names} · {confidence:.3}，不及 {surer}"
            )
        }
        None => wording!(
            "{names} · {confidence:.3} of {NEEDED:.3} needed",
            "{names} · {confidence:.3}，要有 {NEEDED:.3}"
        ),
    }
}
