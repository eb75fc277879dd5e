//! Says how well notes find their passages again after an essay was edited.
//!
//! usage: cargo run --example drift -- [FOLDER] [--quotes N] [--wrong]
//!
//! Takes quotes of several lengths from every essay of FOLDER (`content/essays` if none is
//! named), edits each essay in the ways that [`edit`] lists, and looks for the quotes again:
//! from their selectors alone, with the old text at hand, and by the matcher of the Hypothesis
//! client. Where each quote truly went is known from the edit. The same folder gives the same
//! figures.

mod edit;
mod peer;
mod random;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use edit::{Edit, Traced};
use pangzhu::annotate::anchor::{self, Anchor};
use pangzhu::annotate::carry::carry;
use pangzhu::annotate::folded::FoldedText;
use pangzhu::annotate::guard::Guard;
use pangzhu::annotate::selector::Selector;
use pangzhu::config::Config;
use pangzhu::detect::gazetteer::Gazetteer;
use pangzhu::load;
use pangzhu::load::essay::Passage;
use pangzhu::source::{Source, SourcePath};
use random::Random;

/// The lengths of quotes, in characters: from, below.
const LENGTHS: [(usize, usize); 6] = [(3, 6), (6, 9), (9, 16), (16, 31), (31, 61), (61, 121)];

/// How many quotes of each length are taken from an essay where no `--quotes` says.
const QUOTES: usize = 4;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let at = arguments.iter().position(|one| one == "--quotes");
    let quotes = at.and_then(|at| arguments.get(at + 1)?.parse().ok()).unwrap_or(QUOTES);
    let shows_wrong = arguments.iter().any(|one| one == "--wrong");
    let folder = arguments.first().filter(|one| !one.starts_with("--"));
    let folder = Path::new(folder.map_or("content/essays", String::as_str));
    let mut files = Vec::new();
    markdown_files(folder, &mut files);
    files.sort();
    let gazetteer = Gazetteer::built_in();
    let guard = Guard::new(&gazetteer);
    let mut table = Table { shows_wrong, ..Table::default() };
    for (number, file) in files.iter().enumerate() {
        let text = fs::read_to_string(file).expect("an essay is readable");
        let source = Source::new(SourcePath::new(file.to_string_lossy().into_owned()), text);
        let essay = load::load(Arc::new(source), &Config::default());
        measure(&essay.body.text, &guard, &mut Random::new(number as u64), quotes, &mut table);
    }
    println!("{} essays", files.len());
    table.print();
    ExitCode::SUCCESS
}

fn markdown_files(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder of essays") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            markdown_files(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "md") {
            files.push(path);
        }
    }
}

fn measure(text: &str, guard: &Guard<'_>, random: &mut Random, quotes: usize, table: &mut Table) {
    let folded = FoldedText::new(text);
    for (class, &(least, below)) in LENGTHS.iter().enumerate() {
        for _ in 0..quotes {
            let Some(passage) = random.passage(text, least, below) else { continue };
            let selector = Selector::new(text, &folded, passage);
            if selector.position.is_some() {
                // The essay says it twice among the same words: nobody could tell which is meant.
                continue;
            }
            for edit in Edit::ALL {
                let Some(edited) = edit.apply(text, passage, random) else { continue };
                let new = edited.text();
                let new_folded = FoldedText::new(&new);
                let alone = anchor::find(&new, &new_folded, &selector, guard);
                table.add(edit, class, Way::Alone, &edited, &alone, passage);
                let carried = carry(text, passage, &new, guard);
                table.add(edit, class, Way::Carried, &edited, &carried, passage);
                let peer = peer::find(text, passage, &new);
                table.add(edit, class, Way::Peer, &edited, &peer, passage);
            }
        }
    }
}

/// How a quote was looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Way {
    Alone,
    Carried,
    Peer,
}

impl Way {
    const ALL: [Self; 3] = [Self::Alone, Self::Carried, Self::Peer];

    fn name(self) -> &'static str {
        match self {
            Self::Alone => "selector alone",
            Self::Carried => "old text at hand",
            Self::Peer => "Hypothesis's matcher",
        }
    }
}

/// How one search ended.
#[derive(Clone, Copy, Debug, Default)]
struct Tally {
    found: usize,
    given_up: usize,
    wrong: usize,
    missed: usize,
}

#[derive(Default)]
struct Table {
    /// By way, edit and class of length.
    tallies: BTreeMap<(Way, Edit, usize), Tally>,
    shows_wrong: bool,
}

impl Table {
    fn add(&mut self, edit: Edit, class: usize, way: Way, to: &Traced, got: &Anchor, old: Passage) {
        let tally = self.tallies.entry((way, edit, class)).or_default();
        let truth = to.survivors(old);
        match (truth, got.certain()) {
            (Some(truth), Some(found)) if is_right(truth, found) => tally.found += 1,
            (None, None) => tally.given_up += 1,
            (Some(_), None) => tally.missed += 1,
            (_, Some(found)) => {
                tally.wrong += 1;
                if self.shows_wrong && way != Way::Peer {
                    let words = &to.text()[found.range()];
                    println!("{}, {}: {}", way.name(), edit.name(), words.replace('\n', " "));
                }
            }
        }
    }

    fn print(&self) {
        for way in Way::ALL {
            println!("\n{}", way.name());
            println!(
                "{:24} {:>8} {:>8} {:>8} {:>8}",
                "edit", "found", "given up", "missed", "wrong"
            );
            for edit in Edit::ALL {
                self.line(edit.name(), |&(one, other, _)| (one, other) == (way, edit));
            }
            for (class, (least, below)) in LENGTHS.iter().enumerate() {
                let name = format!("{least} to {} characters", below - 1);
                self.line(&name, |&(one, _, other)| (one, other) == (way, class));
            }
            self.line("edited, 6 and more", |&(one, edit, class)| {
                one == way && class > 0 && !edit.takes_away()
            });
            self.line("guarded", |&(one, edit, _)| one == way && edit.is_guarded());
            self.line("not guarded", |&(one, edit, _)| one == way && !edit.is_guarded());
        }
    }

    fn line(&self, name: &str, is_counted: impl Fn(&(Way, Edit, usize)) -> bool) {
        let mut sum = Tally::default();
        for (_, one) in self.tallies.iter().filter(|(key, _)| is_counted(key)) {
            sum.found += one.found;
            sum.given_up += one.given_up;
            sum.wrong += one.wrong;
            sum.missed += one.missed;
        }
        let all = (sum.found + sum.given_up + sum.wrong + sum.missed).max(1) as f64;
        let share = |part: usize| format!("{:.1} %", 100.0 * part as f64 / all);
        println!(
            "{name:24} {:>8} {:>8} {:>8} {:>8}  of {all}",
            share(sum.found),
            share(sum.given_up),
            share(sum.missed),
            share(sum.wrong),
        );
    }
}

/// Tells whether the place found is the true one: half of both together is common.
fn is_right(truth: Passage, found: Passage) -> bool {
    let common = truth.end.min(found.end).saturating_sub(truth.start.max(found.start));
    let all = truth.end.max(found.end) - truth.start.min(found.start);
    2 * common >= all
}
