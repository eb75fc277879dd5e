//! `pangzhu notes`: the notes files of a site, mended, taken out and brought in.

mod export;
mod import;
mod repair;

use std::path::PathBuf;
use std::sync::Arc;

use clap::{Args, Subcommand};

use super::{Console, Exit};
use crate::annotate::file::{self, NotesFile};
use crate::config::Config;
use crate::detect::gazetteer::Gazetteer;
use crate::error::Error;
use crate::load::essay::Essay;
use crate::load::inputs::Inputs;
use crate::load::load;
use crate::parallel;
use crate::source::{Source, SourcePath};

#[derive(Args, Debug)]
pub(super) struct Arguments {
    /// The site's folder, which holds `content`.
    #[arg(long, value_name = "DIR", default_value = ".", global = true)]
    root: PathBuf,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Say which quotes have drifted in edited essays, and bring their selectors up to date.
    Repair(repair::Arguments),
    /// Print all notes and decisions, for other programs.
    Export(export::Arguments),
    /// Take in notes and decisions of other programs.
    Import(import::Arguments),
    /// Print the JSON Schema of notes files, for editors.
    Schema,
}

pub(super) fn run(arguments: &Arguments, console: &mut Console<'_>) -> Result<Exit, Error> {
    match &arguments.command {
        Command::Repair(options) => repair::run(&arguments.root, options, console),
        Command::Export(options) => export::run(&arguments.root, options, console),
        Command::Import(options) => import::run(&arguments.root, options, console),
        Command::Schema => {
            console.print(file::SCHEMA.trim_end());
            Ok(Exit::Success)
        }
    }
}

/// A site as the commands on notes see it.
struct Annotations {
    config: Config,
    gazetteer: Gazetteer,
    essays: Vec<Arc<Essay>>,
    /// The notes files with what stands in them, in the order of their paths.
    files: Vec<(Arc<Source>, NotesFile)>,
}

impl Annotations {
    fn read(root: &std::path::Path) -> Result<Self, Error> {
        let inputs = Inputs::read(root)?;
        let (config, _) = Config::load(inputs.config.as_deref());
        let (gazetteer, _) = Gazetteer::new(inputs.companies.as_deref());
        let essays =
            parallel::map(&inputs.essays, |source| Arc::new(load(Arc::clone(source), &config)));
        let files = inputs.notes.iter();
        let files = files.map(|source| (Arc::clone(source), NotesFile::load(source, &config)));
        let files = files.collect();
        Ok(Self { config, gazetteer, essays, files })
    }

    /// Returns the essay that a notes file stands beside.
    fn essay_of(&self, notes: &SourcePath) -> Option<&Arc<Essay>> {
        self.essays.iter().find(|essay| file::path_of(&essay.source.path) == *notes)
    }
}
