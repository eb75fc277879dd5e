//! Judges detections by hand-made labels, as the gold set's own scorer does.
//!
//! A detection is right when its quote overlaps a labelled quote by at least half of the
//! shorter and each of its sides is another side of that label. Labels that are uncertain,
//! or within one company, count neither way.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use pangzhu::detect::comparison::Comparison;
use pangzhu::detect::mention::Party;
use pangzhu::load::essay::Essay;
use serde::Deserialize;
use unicode_normalization::UnicodeNormalization;

/// The labels of one essay.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Labels {
    /// Its comparisons.
    #[serde(default)]
    pub(crate) comparisons: Vec<Label>,
}

/// One labelled comparison.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Label {
    /// The text it covers.
    pub(crate) quote: String,
    /// The companies of each side.
    pub(crate) sides: Vec<Vec<String>>,
    /// The words that name each side.
    #[serde(default)]
    pub(crate) names: Vec<String>,
    /// superior, equal, different or rival.
    pub(crate) relation: String,
    /// The side that comes off better.
    pub(crate) favours: Option<usize>,
    /// between or within.
    pub(crate) scope: String,
    /// Whether every careful reader would agree.
    #[serde(default = "yes")]
    pub(crate) certain: bool,
}

fn yes() -> bool {
    true
}

impl Label {
    /// Tells whether it counts.
    pub(crate) fn counts(&self) -> bool {
        self.scope == "between" && self.certain
    }
}

/// Reads the label files of a folder, by essay.
pub(crate) fn labels(folder: &Path) -> BTreeMap<String, Labels> {
    let mut all = BTreeMap::new();
    for entry in fs::read_dir(folder).expect("the labels are there") {
        let path = entry.expect("readable").path();
        if path.extension().is_some_and(|extension| extension == "yaml") {
            let text = fs::read_to_string(&path).expect("readable");
            let labels: Labels = serde_yaml::from_str(&text).expect("well-formed labels");
            let stem = path.file_stem().expect("a file").to_string_lossy().into_owned();
            all.insert(format!("{stem}.md"), labels);
        }
    }
    all
}

/// An essay's text and labels, ready to judge by.
pub(crate) struct Judge {
    text: String,
    labels: Vec<(Label, Vec<(usize, usize)>)>,
}

/// What is judged of a detection.
pub(crate) struct Claim<'a> {
    /// Its quote, as in the file.
    pub(crate) quote: &'a str,
    /// Its sides: parties and words.
    pub(crate) sides: Vec<(Vec<&'a str>, &'a str)>,
}

/// How a claim was judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Judgement {
    /// It is the label of this number; its sides are these of the label's.
    Right(usize),
    /// It lies where nothing counts.
    Ignored,
    /// It is none, though a label that counts lies there.
    WrongSides,
    /// There is no label.
    Wrong,
}

impl Judge {
    /// Prepares to judge an essay by its labels.
    pub(crate) fn new(source: &str, labels: &Labels) -> Self {
        let text = squash(body(source));
        let labels = labels
            .comparisons
            .iter()
            .map(|label| (label.clone(), find_all(&text, &squash(&label.quote))))
            .collect();
        Self { text, labels }
    }

    /// Returns the labels.
    pub(crate) fn labels(&self) -> impl Iterator<Item = &Label> {
        self.labels.iter().map(|(label, _)| label)
    }

    /// Judges a claim.
    pub(crate) fn judge(&self, claim: &Claim<'_>) -> Judgement {
        let at = find_all(&self.text, &squash(claim.quote));
        let near: Vec<(usize, f64)> = self
            .labels
            .iter()
            .enumerate()
            .map(|(number, (_, places))| (number, overlap(&at, places)))
            .filter(|&(_, overlap)| overlap >= 0.5)
            .collect();
        let right = near
            .iter()
            .filter(|(number, _)| {
                let label = &self.labels[*number].0;
                label.counts() && side_map(label, claim).is_some()
            })
            .max_by(|a, b| a.1.total_cmp(&b.1));
        if let Some(&(number, _)) = right {
            return Judgement::Right(number);
        }
        if near.iter().any(|&(number, _)| !self.labels[number].0.counts()) {
            Judgement::Ignored
        } else if near.is_empty() {
            Judgement::Wrong
        } else {
            Judgement::WrongSides
        }
    }

    /// Returns all labels that a claim finds.
    pub(crate) fn found(&self, claim: &Claim<'_>) -> Vec<usize> {
        let at = find_all(&self.text, &squash(claim.quote));
        (0..self.labels.len())
            .filter(|&number| {
                let (label, places) = &self.labels[number];
                label.counts() && overlap(&at, places) >= 0.5 && side_map(label, claim).is_some()
            })
            .collect()
    }
}

/// Maps each side of a claim to a side of a label; none where one has none.
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
    let own = label.names.get(number).map(String::as_str);
    let names: Vec<&str> = label.sides[number].iter().map(String::as_str).chain(own).collect();
    let named = |party: &str| names.iter().any(|name| same(name, party));
    match parties {
        [party] => named(party) || named(surface),
        _ => 2 * parties.iter().filter(|party| named(party)).count() >= parties.len(),
    }
}

fn same(a: &str, b: &str) -> bool {
    let (a, b) = (name(a), name(b));
    let long = a.chars().count().min(b.chars().count()) >= 2;
    !a.is_empty() && !b.is_empty() && (a == b || long && (a.contains(&b) || b.contains(&a)))
}

const SUFFIXES: &[&str] = &[
    "股份有限公司",
    "有限责任公司",
    "有限公司",
    "集团",
    "公司",
    "科技",
    "控股",
    "网",
    "电器",
    "汽车",
    "inc.",
    "inc",
    "corp.",
    "corp",
];

fn name(text: &str) -> String {
    let squashed = squash(text).to_lowercase();
    let trimmed = squashed.trim_matches(|char| "“”\"'《》「」()（）".contains(char));
    let bare = SUFFIXES.iter().find_map(|suffix| trimmed.strip_suffix(suffix));
    bare.filter(|bare| bare.chars().count() >= 2).unwrap_or(trimmed).to_owned()
}

fn body(source: &str) -> &str {
    source
        .strip_prefix("---\n")
        .and_then(|rest| rest.split_once("\n---\n"))
        .map_or(source, |(_, body)| body)
}

/// Text without white space and marks of Markdown.
pub(crate) fn squash(text: &str) -> String {
    text.nfkc().filter(|char| !char.is_whitespace() && !"*_`>#\\".contains(*char)).collect()
}

fn find_all(hay: &str, needle: &str) -> Vec<(usize, usize)> {
    if needle.is_empty() {
        return Vec::new();
    }
    hay.match_indices(needle).map(|(at, _)| (at, at + needle.len())).collect()
}

fn overlap(first: &[(usize, usize)], second: &[(usize, usize)]) -> f64 {
    let mut best = 0.0_f64;
    for &(a, b) in first {
        for &(c, d) in second {
            let shared = b.min(d).saturating_sub(a.max(c));
            best = best.max(shared as f64 / (b - a).min(d - c) as f64);
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

/// Counts of right and wrong, as the gold set's scorer has them.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Score {
    right: usize,
    wrong: usize,
    found: usize,
    gold: usize,
    place_right: usize,
    place_wrong: usize,
    placed: usize,
    favours: usize,
    relation: usize,
}

impl Score {
    /// Adds an essay's comparisons.
    pub(crate) fn add(&mut self, judge: &Judge, essay: &Essay, comparisons: &[Comparison]) {
        let mut found = std::collections::BTreeSet::new();
        let mut placed = std::collections::BTreeSet::new();
        for comparison in comparisons {
            let claim = claim(comparison, quote(essay, comparison));
            let at = find_all(&judge.text, &squash(claim.quote));
            let near: Vec<usize> = (0..judge.labels.len())
                .filter(|&number| overlap(&at, &judge.labels[number].1) >= 0.5)
                .collect();
            let counted = near.iter().copied().filter(|&number| judge.labels[number].0.counts());
            placed.extend(counted.clone());
            match judge.judge(&claim) {
                Judgement::Right(number) => {
                    self.right += 1;
                    self.place_right += 1;
                    found.extend(judge.found(&claim));
                    let label = &judge.labels[number].0;
                    let map = side_map(label, &claim).expect("judged right");
                    let favours = comparison.favours.and_then(|side| map.get(side).copied());
                    self.favours += usize::from(favours == label.favours);
                    self.relation += usize::from(comparison.relation.name() == label.relation);
                }
                Judgement::Ignored => self.place_right += usize::from(counted.count() > 0),
                Judgement::WrongSides => {
                    self.wrong += 1;
                    self.place_right += 1;
                }
                Judgement::Wrong => {
                    self.wrong += 1;
                    self.place_wrong += 1;
                }
            }
        }
        self.found += found.len();
        self.placed += placed.len();
        self.gold += judge.labels().filter(|label| label.counts()).count();
    }

    /// Returns precision, recall and F1 with sides.
    pub(crate) fn sides(&self) -> (f64, f64, f64) {
        f1(self.right, self.wrong, self.found, self.gold)
    }

    /// Returns precision, recall and F1 of the places alone.
    pub(crate) fn places(&self) -> (f64, f64, f64) {
        f1(self.place_right, self.place_wrong, self.placed, self.gold)
    }

    /// Returns the share of right ones whose better side is right.
    pub(crate) fn favours(&self) -> f64 {
        self.favours as f64 / self.right.max(1) as f64
    }

    /// Returns the share of right ones whose relation is right.
    pub(crate) fn relation(&self) -> f64 {
        self.relation as f64 / self.right.max(1) as f64
    }
}

impl std::fmt::Display for Score {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let ((p, r, f1), (_, _, place)) = (self.sides(), self.places());
        write!(
            f,
            "P {p:.3} R {r:.3} F1 {f1:.3} · place F1 {place:.3} · favours {:.3} · relation {:.3}",
            self.favours(),
            self.relation()
        )
    }
}

fn f1(right: usize, wrong: usize, found: usize, gold: usize) -> (f64, f64, f64) {
    let precision = right as f64 / (right + wrong).max(1) as f64;
    let recall = found as f64 / gold.max(1) as f64;
    let sum = precision + recall;
    (precision, recall, if sum > 0.0 { 2.0 * precision * recall / sum } else { 0.0 })
}
