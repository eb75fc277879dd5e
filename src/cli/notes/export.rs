//! `pangzhu notes export`: all notes and decisions, for other programs.

use std::path::Path;

use clap::{Args, ValueEnum};

use super::Annotations;
use crate::annotate::exchange;
use crate::cli::{Console, Exit};
use crate::error::Error;
use crate::link::address;

#[derive(Args, Debug)]
pub(in crate::cli) struct Arguments {
    /// The form.
    #[arg(long, value_enum, default_value_t = Form::Jsonl)]
    format: Form,
}

/// The forms in which notes travel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Form {
    /// JSON Lines: a note or decision a line.
    Jsonl,
    /// W3C Web Annotations in JSON-LD, as one collection.
    Jsonld,
}

pub(super) fn run(
    root: &Path,
    arguments: &Arguments,
    console: &mut Console<'_>,
) -> Result<Exit, Error> {
    let site = Annotations::read(root)?;
    let mut annotations = Vec::new();
    for (source, file) in &site.files {
        let Some(essay) = site.essay_of(&source.path) else { continue };
        match arguments.format {
            Form::Jsonl => {
                for line in exchange::json_lines(essay.source.path.as_str(), file) {
                    console.print_json(line);
                }
            }
            Form::Jsonld => {
                let base = &site.config.base_url;
                let page = base.absolute(&base.link(&address::essay(essay, &site.config).path));
                annotations.extend(exchange::web_annotations(&page, file));
            }
        }
    }
    if arguments.format == Form::Jsonld {
        console.print_json(exchange::collection(&annotations));
    }
    Ok(Exit::Success)
}
