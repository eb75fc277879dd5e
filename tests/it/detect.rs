//! What the detector finds, case by case, and what holds for any text.

use std::fmt::Write as _;
use std::sync::{Arc, LazyLock};

use pangzhu::config::Config;
use pangzhu::detect::comparison::{Comparison, Scope};
use pangzhu::detect::gazetteer::Gazetteer;
use pangzhu::detect::mention::Party;
use pangzhu::detect::{DetectedEssay, detect, study};
use pangzhu::load::load;
use pangzhu::source::{Source, SourcePath};
use proptest::prelude::*;

use crate::cases::{self, Case};
use crate::properties::detect::every_passage_is_text;

static GAZETTEER: LazyLock<Gazetteer> = LazyLock::new(|| Gazetteer::new(None).0);

fn detected(text: &str) -> DetectedEssay {
    let text = format!("---\ntitle: 例\ntime: 2020-01-01\n---\n{text}");
    let source = Source::new(SourcePath::new("content/x.md"), text);
    detect(Arc::new(load(Arc::new(source), &Config::default())), &GAZETTEER)
}

/// Prints a comparison as `first ↔ second · relation · better · aspect · rule`, and whether it
/// is within one company.
fn shown(comparison: &Comparison) -> String {
    let sides: Vec<&str> = comparison.sides.iter().map(|side| side.surface.as_str()).collect();
    let better = comparison.favours.and_then(|side| sides.get(side).copied()).unwrap_or("-");
    let aspect = comparison.aspect.as_ref().map_or("-", |aspect| aspect.words.as_str());
    let rule = comparison.origin.rule().unwrap_or_default();
    let (sides, relation) = (sides.join(" ↔ "), comparison.relation.name());
    let within = if comparison.scope == Scope::Within { " · within" } else { "" };
    format!("{sides} · {relation} · {better} · {aspect} · {rule}{within}")
}

fn comparisons(case: &Case) -> String {
    let mut out = String::new();
    for comparison in detected(case.block("md")).comparisons.iter() {
        writeln!(out, "{}", shown(comparison)).expect("writing to a string cannot fail");
    }
    if out.is_empty() { "nothing\n".to_owned() } else { out }
}

fn mentions(case: &Case) -> String {
    let annotated = detected(case.block("md"));
    let mut out = String::new();
    for mention in annotated.mentions.iter() {
        let parties: Vec<&str> = mention.parties.iter().map(Party::name).collect();
        let words = annotated.essay.body.slice(mention.passage);
        writeln!(out, "{words} · {:?} · {}", mention.kind, parties.join(", "))
            .expect("writing to a string cannot fail");
    }
    out
}

#[test]
fn comparisons_are_found() {
    cases::run("detect/comparisons", comparisons);
}

#[test]
fn mentions_are_found() {
    cases::run("detect/mentions", mentions);
}

proptest! {
    #[test]
    fn every_passage_is_text_in_order(words in prop::collection::vec(
        prop::sample::select(vec![
            "腾讯", "阿里", "京东", "它", "其他平台", "三家", "后者", "比", "和", "、", "，", "。", "而",
            "超过", "不如", "类似", "Apple", "than", " ", "\n\n", "- ", "🙂", "12%", "“", "”", "Zyx",
        ]),
        0..60,
    )) {
        let text = words.concat();
        every_passage_is_text(&text);
        prop_assert_eq!(detected(&text).comparisons, detected(&text).comparisons);
    }
}

/// What detection makes of a text: each mention, candidate and trait is work.
fn work(text: &str) -> usize {
    let text = format!("---\ntitle: 例\ntime: 2020-01-01\n---\n{text}");
    let source = Source::new(SourcePath::new("content/x.md"), text);
    let essay = Arc::new(load(Arc::new(source), &Config::default()));
    let examples = study::examples(&essay, &GAZETTEER);
    let traits: usize = examples.iter().map(|one| one.traits.len() + one.sides.len()).sum();
    traits + detect(essay, &GAZETTEER).mentions.len()
}

#[test]
fn work_grows_no_faster_than_the_text() {
    /// Pieces of work a byte that no text may exceed: a sentence with as many names as count.
    const MOST: usize = 12;
    for part in [
        "腾讯比阿里巴巴更开放，而京东则不如它，",
        "腾讯、阿里巴巴、京东、百度、",
        "腾讯，百度，",
        "腾讯",
        "腾讯和百度，它与后者，三家",
        "腾讯比其他银行平台平台平台",
        "“甲",
        "Kadoma，",
        "Kadoma ",
        "as ",
        "a.",
    ] {
        let [short, long] = [4_000, 12_000].map(|bytes| work(&part.repeat(bytes / part.len())));
        assert!(long <= 3 * short + short + 60, "{part}: {short}, then {long}");
        assert!(long <= MOST * 12_000, "{part}: {long}");
    }
}
