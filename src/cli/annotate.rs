//! `pangzhu annotate`: the comparisons found in essays, why, and how sure.
//!
//! For people a list, for programs JSON Lines. Writes no file, and asks of an essay neither
//! that it stands in a site nor that it has a header.

mod listing;
mod marked;
mod measured;
mod mentions;
mod unknown;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;

use super::report::Counts;
use super::{Console, Exit};
use crate::config::Config;
use crate::detect::explain::{Explanation, explain};
use crate::detect::gazetteer::Gazetteer;
use crate::detect::{self, DetectedEssay, report};
use crate::diagnostic::{Diagnostic, Severity};
use crate::error::Error;
use crate::language::Wording;
use crate::load::front_matter::Layout;
use crate::load::inputs::{Inputs, given_text};
use crate::load::load;
use crate::parallel;
use crate::source::{Source, SourcePath};
use crate::wording;
use marked::Paint;

/// What stands for standard input among the essays.
const STANDARD_INPUT: &str = "-";

#[derive(Args, Debug)]
pub(super) struct Arguments {
    /// Essays, folders of essays, or `-` for standard input [default: all essays of the site].
    #[arg(value_name = "ESSAY")]
    essays: Vec<PathBuf>,
    /// The site's folder: its essays, its settings, its `companies.yaml` [default: the current
    /// folder, if that is a site's].
    #[arg(long, value_name = "DIR")]
    root: Option<PathBuf>,
    /// Print a comparison a line, as JSON.
    #[arg(long)]
    json: bool,
    /// Say why each was found, and why what nearly was one was not.
    #[arg(long, conflicts_with = "json")]
    explain: bool,
    /// List instead the names that look like companies' and that no list knows, most frequent
    /// first, as a `companies.yaml`.
    #[arg(long, conflicts_with_all = ["json", "explain"])]
    unknown: bool,
    /// Hold the detector against what people decided in the notes files of the site, rule by
    /// rule.
    #[arg(long, conflicts_with_all = ["json", "explain", "unknown"])]
    measure: bool,
    /// List instead who is named, where, and for whom each name stands.
    #[arg(long, conflicts_with_all = ["json", "explain", "unknown", "measure"])]
    mentions: bool,
    /// Print every warning, however many there are of one kind, and what was repaired.
    #[arg(long, short)]
    verbose: bool,
}

pub(super) fn run(arguments: &Arguments, console: &mut Console<'_>) -> Result<Exit, Error> {
    let inputs = read(arguments, console)?;
    let (config, faults) = Config::load(inputs.config.as_deref());
    let mut diagnostics = inputs.diagnostics.clone();
    diagnostics.extend(faults);
    let (gazetteer, faults) = Gazetteer::new(inputs.companies.as_deref());
    diagnostics.extend(faults);
    let mut essays = parallel::map(&inputs.essays, |source| {
        detect::detect(Arc::new(load(Arc::clone(source), &config)), &gazetteer)
    });
    if arguments.essays.is_empty() {
        essays.retain(|one| one.essay.front_matter.layout == Layout::Essay);
    }
    diagnostics.extend(essays.iter().flat_map(|one| one.essay.diagnostics.iter().cloned()));

    if arguments.measure {
        console.say(&measured::table(&essays, &inputs.notes, &config, &gazetteer));
    } else if arguments.unknown {
        console.print(unknown::listing(&essays, console.language()).trim_end());
    } else if arguments.mentions {
        console.print(mentions::listing(&essays, console.language()).trim_end());
    } else if arguments.json {
        print_json(&essays, console);
    } else {
        let explanations = parallel::map(&essays, |essay| {
            if arguments.explain { explain(essay, &gazetteer) } else { Vec::new() }
        });
        print_for_people(&essays, &explanations, console);
    }
    Ok(finish(&diagnostics, &inputs, arguments.verbose, console))
}

/// Reads the essays asked for, with what their site says of itself and of companies.
fn read(arguments: &Arguments, console: &mut Console<'_>) -> Result<Inputs, Error> {
    let here = Path::new(".");
    let root = arguments.root.as_deref();
    if arguments.essays.is_empty() {
        return Inputs::read(root.unwrap_or(here));
    }
    let mut inputs = match root {
        Some(root) => Inputs::read_settings(root)?,
        None if here.join("content").is_dir() => Inputs::read_settings(here)?,
        None => Inputs::default(),
    };
    for path in &arguments.essays {
        if path.as_os_str() == STANDARD_INPUT {
            let (source, fault) = given_text(console.input()?, STANDARD_INPUT);
            inputs.essays.push(source);
            inputs.diagnostics.extend(fault);
        } else {
            inputs.add_given(path)?;
        }
    }
    Ok(inputs)
}

fn print_json(essays: &[DetectedEssay], console: &mut Console<'_>) {
    for essay in essays {
        for comparison in essay.comparisons.iter() {
            console.print_json(report::json_line(essay, comparison));
        }
    }
}

fn print_for_people(
    essays: &[DetectedEssay],
    explanations: &[Vec<Explanation>],
    console: &mut Console<'_>,
) {
    let paint = if console.has_colour() { Paint::COLOURED } else { Paint::PLAIN };
    for (essay, explanations) in essays.iter().zip(explanations) {
        console.print(listing::listing(essay, explanations, &paint, console.language()));
    }
    if essays.len() != 1 {
        let comparisons: usize = essays.iter().map(|essay| essay.comparisons.len()).sum();
        let comparisons = Wording::counted(comparisons, "comparison", "", "处比较");
        let essays = Wording::counted(essays.len(), "essay", "", "篇文章");
        let sum =
            wording!("{essays}: {comparisons}", "{essays}：{comparisons}"; essays, comparisons);
        console.say(&sum);
    }
}

/// Says what is amiss with the essays, and what that makes of the command.
fn finish(
    diagnostics: &[Diagnostic],
    inputs: &Inputs,
    verbose: bool,
    console: &mut Console<'_>,
) -> Exit {
    let sources = || inputs.config.iter().chain(&inputs.companies).chain(&inputs.essays);
    let source = |path: &SourcePath| -> Option<&Source> {
        sources().find(|source| source.path == *path).map(Arc::as_ref)
    };
    // Whoever asks for comparisons has no eye for every repair.
    let is_shown = |one: &&Diagnostic| verbose || one.severity != Severity::Note;
    let shown: Vec<Diagnostic> = diagnostics.iter().filter(is_shown).cloned().collect();
    console.diagnostics(&shown, source, verbose);
    if Counts::of(diagnostics).errors > 0 { Exit::Content } else { Exit::Success }
}
