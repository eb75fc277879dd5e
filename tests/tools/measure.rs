//! Says how good detection is, and where it errs, by marks that were made by hand.
//!
//! usage: cargo run --example measure -- ESSAYS LABELS [--only PREFIX] [--errors] [--missed-mentions]
//!
//! ESSAYS is a folder of essays, LABELS one of marks in the form that `tests/gold/README.md`
//! tells. `--only` takes the essays whose file names begin so; `--errors` lists what is false
//! (`+`), missed (`-`), and found with another relation or better side (`~`);
//! `--missed-mentions` lists the sides that are no mention of the right party (`?`), in every
//! second essay: the others are for seeing whether what was mended is of general use.
//!
//! The figures are those of the shipped weights, on whatever essays they were fitted to.

#[path = "../it/judge.rs"]
mod judge;
#[path = "../it/measured.rs"]
mod measured;
#[path = "named.rs"]
mod named;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::ExitCode;

use judge::{Claim, Judgement, Label, Score, share};
use measured::Measured;
use pangzhu::detect::comparison::Comparison;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let only = arguments.iter().position(|one| one == "--only");
    let prefix = only.and_then(|at| arguments.get(at + 1)).map_or("", String::as_str);
    let folders: Vec<&String> = (arguments.iter().enumerate())
        .filter(|&(at, one)| !one.starts_with("--") && Some(at) != only.map(|only| only + 1))
        .map(|(_, one)| one)
        .collect();
    let [essays, labels] = folders.as_slice() else {
        eprintln!("usage: measure ESSAYS LABELS [--only PREFIX] [--errors] [--missed-mentions]");
        return ExitCode::from(2);
    };
    let mut all = measured::measured(Path::new(essays), Path::new(labels));
    all.retain(|essay| essay.file.starts_with(prefix));
    let has = |flag: &str| arguments.iter().any(|one| one == flag);
    if has("--errors") {
        all.iter().for_each(print_errors);
        println!();
    }
    print_scores(&all);
    print_relations(&all);
    print_detections("rule", &all, |one| judge::rule(one).to_owned());
    print_detections("confidence", &all, band);
    named::print(&all, has("--missed-mentions"));
    ExitCode::SUCCESS
}

fn print_scores(all: &[Measured]) {
    let mut scores: BTreeMap<&str, Score> = BTreeMap::new();
    for essay in all {
        *scores.entry(essay.origin()).or_default() += essay.score();
    }
    let mut total = Score::default();
    for (origin, score) in scores {
        total += score;
        println!("{origin}: {score}");
    }
    println!("all: {total}");
}

/// Every detection of an essay with how it was judged.
fn judged(essay: &Measured) -> impl Iterator<Item = (&Comparison, Claim<'_>, Judgement)> {
    essay.annotated.comparisons.iter().map(|comparison| {
        let claim = judge::claim(comparison, judge::quote(&essay.annotated.essay, comparison));
        let judgement = essay.judge.judge(&claim);
        (comparison, claim, judgement)
    })
}

/// Tells whether a right detection has the mark's relation, and its better side.
fn agreement(label: &Label, claim: &Claim<'_>, comparison: &Comparison) -> (bool, bool) {
    let map = judge::side_map(label, claim).unwrap_or_default();
    let favours = comparison.favours.and_then(|side| map.get(side).copied());
    (comparison.relation.name() == label.relation, favours == label.favours)
}

/// What became of the marks of one relation.
#[derive(Default)]
struct Found {
    marks: usize,
    found: usize,
    right: usize,
    favours: usize,
    /// How often a right detection gave each relation.
    given: BTreeMap<&'static str, usize>,
}

fn print_relations(all: &[Measured]) {
    let mut relations: BTreeMap<&str, Found> = BTreeMap::new();
    for essay in all {
        let mut found = BTreeSet::new();
        let labels: Vec<&Label> = essay.judge.labels().collect();
        for (comparison, claim, judgement) in judged(essay) {
            found.extend(essay.judge.found(&claim));
            let Judgement::Right(number) = judgement else { continue };
            let label = labels[number];
            let row = relations.entry(&label.relation).or_default();
            row.right += 1;
            row.favours += usize::from(agreement(label, &claim, comparison).1);
            *row.given.entry(comparison.relation.name()).or_default() += 1;
        }
        for (number, label) in labels.iter().enumerate().filter(|(_, label)| label.counts()) {
            let row = relations.entry(&label.relation).or_default();
            row.marks += 1;
            row.found += usize::from(found.contains(&number));
        }
    }
    println!("\nrelation      marks  found  recall  favours  given");
    for (relation, row) in relations {
        let given: Vec<String> =
            row.given.iter().map(|(relation, times)| format!("{relation} {times}")).collect();
        println!(
            "{relation:<12} {:>6} {:>6} {:>7.3} {:>8.3}  {}",
            row.marks,
            row.found,
            share(row.found, row.marks),
            share(row.favours, row.right),
            given.join(", ")
        );
    }
}

/// Counts detections by what `key` says of them.
fn print_detections(name: &str, all: &[Measured], key: impl Fn(&Comparison) -> String) {
    // Right, with wrong sides, at a wrong place, where nothing counts.
    let mut rows: BTreeMap<String, [usize; 4]> = BTreeMap::new();
    for (comparison, _, judgement) in all.iter().flat_map(judged) {
        let column = match judgement {
            Judgement::Right(_) => 0,
            Judgement::WrongSides => 1,
            Judgement::Wrong => 2,
            Judgement::Ignored => 3,
        };
        rows.entry(key(comparison)).or_default()[column] += 1;
    }
    println!("\n{name:<14} right  sides  place  ignored  precision");
    for (key, [right, sides, place, ignored]) in rows {
        let precision = share(right, right + sides + place);
        println!("{key:<14} {right:>5} {sides:>6} {place:>6} {ignored:>8} {precision:>10.3}");
    }
}

/// Returns the tenth in which a comparison's confidence lies.
fn band(comparison: &Comparison) -> String {
    let tenth = (comparison.origin.confidence() * 10.0).floor().clamp(0.0, 9.0);
    format!("{:.1} to {:.1}", tenth / 10.0, (tenth + 1.0) / 10.0)
}

fn print_errors(essay: &Measured) {
    let file = &essay.file;
    let labels: Vec<&Label> = essay.judge.labels().collect();
    let mut found = BTreeSet::new();
    for (comparison, claim, judgement) in judged(essay) {
        found.extend(essay.judge.found(&claim));
        let sides: Vec<&str> = comparison.sides.iter().map(|side| side.surface.as_str()).collect();
        let sides = sides.join(" ↔ ");
        let quote = head(claim.quote);
        let by = format!("{} {:.2}", judge::rule(comparison), comparison.origin.confidence());
        match judgement {
            Judgement::Wrong => println!("+ {file} [{sides}] {by}: {quote}"),
            Judgement::WrongSides => println!("+ {file} [{sides}] {by}, sides: {quote}"),
            Judgement::Ignored => {}
            Judgement::Right(number) => {
                let label = labels[number];
                if agreement(label, &claim, comparison) != (true, true) {
                    let given = outcome(comparison.relation.name(), comparison.favours);
                    let marked = outcome(&label.relation, label.favours);
                    println!("~ {file} [{sides}] {by}, {given} for {marked}: {quote}");
                }
            }
        }
    }
    for (number, label) in labels.iter().enumerate().filter(|(_, label)| label.counts()) {
        if !found.contains(&number) {
            let (names, relation) = (label.names.join(" ↔ "), &label.relation);
            println!("- {file} [{names}] {relation}: {}", head(&label.quote));
        }
    }
}

fn outcome(relation: &str, favours: Option<usize>) -> String {
    favours.map_or_else(|| relation.to_owned(), |side| format!("{relation} {side}"))
}

/// Returns a quote's first words on one line.
fn head(quote: &str) -> String {
    const LONGEST: usize = 120;
    quote.chars().take(LONGEST).map(|char| if char == '\n' { ' ' } else { char }).collect()
}
