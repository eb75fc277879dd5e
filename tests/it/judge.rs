//! Judges detections by hand-made marks: which are right, and how good all of them are.
//!
//! A detection is right when its quote overlaps a marked one by at least half of the shorter
//! and each of its sides is another side of that mark. Marks that are uncertain, or within
//! one company, count neither way. Shared with the tools that measure and train.
//!
//! Long: it is read by path from several crates, which one file makes easy.
#![allow(dead_code, reason = "each of those who share it uses a part")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::ops::AddAssign;
use std::path::Path;

use pangzhu::detect::comparison::{Comparison, Scope};
use pangzhu::detect::mention::Party;
use pangzhu::load::essay::Essay;
use serde::Deserialize;
use unicode_normalization::UnicodeNormalization;

/// The marks of one essay.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Labels {
    #[serde(default)]
    pub(crate) comparisons: Vec<Label>,
}

/// One marked comparison; tests/gold/README.md says what its keys are.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Label {
    pub(crate) quote: String,
    pub(crate) sides: Vec<Vec<String>>,
    #[serde(default)]
    pub(crate) names: Vec<String>,
    pub(crate) relation: String,
    pub(crate) favours: Option<usize>,
    #[serde(default)]
    pub(crate) aspect: Option<String>,
    pub(crate) scope: String,
    #[serde(default = "yes")]
    pub(crate) certain: bool,
}

fn yes() -> bool {
    true
}

impl Label {
    /// Tells whether it counts for or against the detector.
    pub(crate) fn counts(&self) -> bool {
        self.scope == "between" && self.certain
    }
}

/// Reads the marks in a folder, by the file names of their essays.
pub(crate) fn labels(folder: &Path) -> BTreeMap<String, Labels> {
    let files = fs::read_dir(folder).expect("the marks are there");
    files
        .map(|entry| entry.expect("an entry is read").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "yaml"))
        .map(|path| {
            let text = fs::read_to_string(&path).expect("the marks are readable");
            let labels = serde_yaml::from_str(&text)
                .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            let stem = path.file_stem().expect("a file has a name").to_string_lossy();
            (format!("{stem}.md"), labels)
        })
        .collect()
}

/// An essay's text and marks, ready to judge by.
pub(crate) struct Judge {
    text: Squashed,
    labels: Vec<(Label, Vec<Range>)>,
}

/// Characters of the essay's text.
type Range = std::ops::Range<usize>;

/// What is judged of a detection.
pub(crate) struct Claim<'a> {
    /// Its words, as the file has them.
    pub(crate) quote: &'a str,
    /// Its sides: whom each stands for, and the words that name it.
    pub(crate) sides: Vec<(Vec<&'a str>, &'a str)>,
}

/// How a claim was judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Judgement {
    /// It is the mark of this number.
    Right(usize),
    /// It lies where nothing counts.
    Ignored,
    /// A mark that counts lies there, with other sides.
    WrongSides,
    /// No mark lies there.
    Wrong,
}

impl Judge {
    /// Prepares to judge an essay by its marks.
    pub(crate) fn new(source: &str, labels: &Labels) -> Self {
        let text = Squashed::new(&body(source));
        let labels = labels.comparisons.iter();
        let labels = labels.map(|label| (label.clone(), text.find(&label.quote))).collect();
        Self { text, labels }
    }

    /// Returns the marks in the order of their numbers.
    pub(crate) fn labels(&self) -> impl Iterator<Item = &Label> {
        self.labels.iter().map(|(label, _)| label)
    }

    /// Returns the marks whose quotes the text does not hold.
    pub(crate) fn strays(&self) -> impl Iterator<Item = &Label> {
        self.labels.iter().filter(|(_, places)| places.is_empty()).map(|(label, _)| label)
    }

    /// Judges a claim.
    pub(crate) fn judge(&self, claim: &Claim<'_>) -> Judgement {
        let near = self.near(claim);
        let mut best: Option<(usize, f64)> = None;
        for &(number, overlap) in &near {
            let more = best.is_none_or(|(_, most)| overlap > most);
            if more && self.is_right(number, claim) {
                best = Some((number, overlap));
            }
        }
        if let Some((number, _)) = best {
            Judgement::Right(number)
        } else if near.iter().any(|&(number, _)| !self.labels[number].0.counts()) {
            Judgement::Ignored
        } else if near.is_empty() {
            Judgement::Wrong
        } else {
            Judgement::WrongSides
        }
    }

    /// Returns the numbers of all marks that a claim finds.
    pub(crate) fn found(&self, claim: &Claim<'_>) -> Vec<usize> {
        let near = self.near(claim).into_iter().map(|(number, _)| number);
        near.filter(|&number| self.is_right(number, claim)).collect()
    }

    /// Returns a mark that a claim finds of those that are in doubt.
    pub(crate) fn doubtful(&self, claim: &Claim<'_>) -> Option<usize> {
        let mut near = self.near(claim).into_iter().map(|(number, _)| number);
        near.find(|&number| {
            let label = &self.labels[number].0;
            label.scope == "between" && !label.certain && side_map(label, claim).is_some()
        })
    }

    /// Returns the marks that count where a claim lies, whatever its sides.
    fn placed(&self, claim: &Claim<'_>) -> Vec<usize> {
        let near = self.near(claim).into_iter().map(|(number, _)| number);
        near.filter(|&number| self.labels[number].0.counts()).collect()
    }

    fn is_right(&self, number: usize, claim: &Claim<'_>) -> bool {
        let label = &self.labels[number].0;
        label.counts() && side_map(label, claim).is_some()
    }

    /// Returns the numbers of the marks where a claim lies, with how much they overlap.
    fn near(&self, claim: &Claim<'_>) -> Vec<(usize, f64)> {
        const LEAST: f64 = 0.5;
        let at = self.text.find(claim.quote);
        let overlaps = self.labels.iter().map(|(_, places)| overlap(&at, places)).enumerate();
        overlaps.filter(|&(_, overlap)| overlap >= LEAST).collect()
    }
}

/// Maps each side of a claim to a side of a mark; none where one has none.
pub(crate) fn side_map(label: &Label, claim: &Claim<'_>) -> Option<Vec<usize>> {
    let mut map: Vec<usize> = Vec::new();
    for (parties, surface) in &claim.sides {
        let number = (0..label.sides.len()).find(|number| {
            !map.contains(number) && side_matches(label, *number, parties, surface)
        })?;
        map.push(number);
    }
    (map.len() >= 2).then_some(map)
}

fn side_matches(label: &Label, number: usize, parties: &[&str], surface: &str) -> bool {
    let own = label.names.get(number).into_iter();
    let names: Vec<&String> = label.sides[number].iter().chain(own).collect();
    let named = |party: &str| names.iter().any(|name| same(name, party));
    match parties {
        [] => named(surface),
        [party] => named(party) || named(surface),
        _ => 2 * parties.iter().filter(|party| named(party)).count() >= parties.len(),
    }
}

/// Tells whether two names are one, or one holds the other.
pub(crate) fn same(one: &str, other: &str) -> bool {
    let (one, other) = (name(one), name(other));
    let long = one.chars().count().min(other.chars().count()) >= 2;
    !one.is_empty()
        && !other.is_empty()
        && (one == other || long && (one.contains(&other) || other.contains(&one)))
}

/// What may end a company's name without belonging to it; longer ones first.
#[rustfmt::skip]
const SUFFIXES: [&str; 14] = [
    "股份有限公司", "有限责任公司", "有限公司", "集团", "公司", "科技", "控股", "网", "电器", "汽车",
    "inc.", "inc", "corp.", "corp",
];

fn name(text: &str) -> String {
    let squashed = squash(text).to_lowercase();
    let trimmed = squashed.trim_matches(|char| "“”\"'《》「」()（）".contains(char));
    let bare = SUFFIXES.iter().find_map(|suffix| trimmed.strip_suffix(suffix));
    bare.filter(|bare| bare.chars().count() >= 2).unwrap_or(trimmed).to_owned()
}

/// Returns an essay's text without its header.
fn body(source: &str) -> String {
    let text = source.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    let header = text.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---\n"));
    header.map_or(text.as_str(), |(_, body)| body).to_owned()
}

/// Returns text without white space and marks of Markdown: they make no difference.
fn squash(text: &str) -> String {
    text.nfkc().filter(|char| !char.is_whitespace() && !"*_`>#\\".contains(*char)).collect()
}

/// A squashed text that finds quotes in itself.
struct Squashed {
    text: String,
    /// Where each character begins.
    starts: Vec<usize>,
}

impl Squashed {
    fn new(text: &str) -> Self {
        let text = squash(text);
        let starts = text.char_indices().map(|(start, _)| start).collect();
        Self { text, starts }
    }

    /// Returns all places of a quote, overlapping ones included.
    fn find(&self, quote: &str) -> Vec<Range> {
        let quote = squash(quote);
        let Some(first) = quote.chars().next() else { return Vec::new() };
        let length = quote.chars().count();
        let mut places = Vec::new();
        let mut from = 0;
        while let Some(found) = self.text[from..].find(&quote) {
            let start = from + found;
            let place = self.starts.partition_point(|&other| other < start);
            places.push(place..place + length);
            from = start + first.len_utf8();
        }
        places
    }
}

/// Returns the greatest share of the shorter that two places have in common.
fn overlap(these: &[Range], those: &[Range]) -> f64 {
    let mut best = 0.0_f64;
    for one in these {
        for other in those {
            let shared = one.end.min(other.end).saturating_sub(one.start.max(other.start));
            best = best.max(shared as f64 / one.len().min(other.len()) as f64);
        }
    }
    best
}

/// Makes a claim of a comparison; `quote` is its text in the file.
pub(crate) fn claim<'a>(comparison: &'a Comparison, quote: &'a str) -> Claim<'a> {
    let sides = comparison
        .sides
        .iter()
        .map(|side| (side.parties.iter().map(Party::name).collect(), side.surface.as_str()))
        .collect();
    Claim { quote, sides }
}

/// Returns the text of a comparison in its essay's file.
pub(crate) fn quote<'a>(essay: &'a Essay, comparison: &Comparison) -> &'a str {
    &essay.source.text[essay.body.span(comparison.passage).range()]
}

/// Returns the name of the rule that found a comparison.
pub(crate) fn rule(comparison: &Comparison) -> &str {
    comparison.origin.rule().unwrap_or_default()
}

/// How many detections are right and wrong, and how many marks are found.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Score {
    pub(crate) essays: usize,
    pub(crate) right: usize,
    wrong: usize,
    found: usize,
    pub(crate) marks: usize,
    place_right: usize,
    place_wrong: usize,
    placed: usize,
    favours: usize,
    relation: usize,
}

impl Score {
    /// Adds an essay's comparisons.
    pub(crate) fn add(&mut self, judge: &Judge, essay: &Essay, comparisons: &[Comparison]) {
        let (mut found, mut placed) = (BTreeSet::new(), BTreeSet::new());
        for comparison in comparisons.iter().filter(|one| one.scope == Scope::Between) {
            let claim = claim(comparison, quote(essay, comparison));
            let here = judge.placed(&claim);
            let judgement = judge.judge(&claim);
            self.place_right += usize::from(!here.is_empty());
            self.place_wrong += usize::from(judgement == Judgement::Wrong);
            placed.extend(here);
            match judgement {
                Judgement::Right(number) => {
                    self.right += 1;
                    found.extend(judge.found(&claim));
                    self.add_outcome(&judge.labels[number].0, &claim, comparison);
                }
                Judgement::Ignored => {}
                Judgement::WrongSides | Judgement::Wrong => self.wrong += 1,
            }
        }
        self.essays += 1;
        self.found += found.len();
        self.placed += placed.len();
        self.marks += judge.labels().filter(|label| label.counts()).count();
    }

    fn add_outcome(&mut self, label: &Label, claim: &Claim<'_>, comparison: &Comparison) {
        let map = side_map(label, claim).expect("it was judged right");
        let favours = comparison.favours.and_then(|side| map.get(side).copied());
        self.favours += usize::from(favours == label.favours);
        self.relation += usize::from(comparison.relation.name() == label.relation);
    }

    /// Returns precision, recall and F1, sides and all.
    pub(crate) fn sides(&self) -> (f64, f64, f64) {
        f1(self.right, self.wrong, self.found, self.marks)
    }

    /// Returns precision, recall and F1 of the places alone.
    pub(crate) fn places(&self) -> (f64, f64, f64) {
        f1(self.place_right, self.place_wrong, self.placed, self.marks)
    }

    /// Returns the share of the right ones that favour the right side.
    pub(crate) fn favours(&self) -> f64 {
        share(self.favours, self.right)
    }

    /// Returns the share of the right ones with the right relation.
    pub(crate) fn relation(&self) -> f64 {
        share(self.relation, self.right)
    }
}

impl AddAssign for Score {
    fn add_assign(&mut self, other: Self) {
        self.essays += other.essays;
        self.right += other.right;
        self.wrong += other.wrong;
        self.found += other.found;
        self.marks += other.marks;
        self.place_right += other.place_right;
        self.place_wrong += other.place_wrong;
        self.placed += other.placed;
        self.favours += other.favours;
        self.relation += other.relation;
    }
}

impl std::fmt::Display for Score {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (p, r, f1) = self.sides();
        let (pp, pr, pf1) = self.places();
        write!(
            f,
            "essays {} gold {} detected {} | P {p:.3} R {r:.3} F1 {f1:.3} | \
             place P {pp:.3} R {pr:.3} F1 {pf1:.3} | favours {:.3} relation {:.3}",
            self.essays,
            self.marks,
            self.right + self.wrong,
            self.favours(),
            self.relation()
        )
    }
}

/// Returns the share of `part` in `all`; none of nothing.
pub(crate) fn share(part: usize, all: usize) -> f64 {
    if all == 0 { 0.0 } else { part as f64 / all as f64 }
}

fn f1(right: usize, wrong: usize, found: usize, marks: usize) -> (f64, f64, f64) {
    let (precision, recall) = (share(right, right + wrong), share(found, marks));
    let sum = precision + recall;
    (precision, recall, if sum > 0.0 { 2.0 * precision * recall / sum } else { 0.0 })
}
