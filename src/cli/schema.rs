//! `pangzhu schema`: the JSON Schemas of the files that people write, for their editors.

use clap::{Args, ValueEnum};

use super::{Console, Exit};
use crate::annotate::file;
use crate::config;
use crate::detect::gazetteer;
use crate::error::Error;
use crate::load::front_matter;

#[derive(Args, Debug)]
pub(super) struct Arguments {
    /// The files that it describes.
    #[arg(value_enum)]
    kind: Kind,
}

/// What people write.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Kind {
    /// The settings, content/site.yaml.
    Site,
    /// The front matter of an essay.
    Essay,
    /// content/companies.yaml.
    Companies,
    /// The notes beside an essay, x.notes.yaml.
    Notes,
}

impl Kind {
    /// Returns its name on the command line and as a file.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Site => "site",
            Self::Essay => "essay",
            Self::Companies => "companies",
            Self::Notes => "notes",
        }
    }

    /// Returns its JSON Schema.
    pub(super) fn schema(self) -> String {
        match self {
            Self::Site => config::SCHEMA.to_owned(),
            Self::Essay => front_matter::schema(),
            Self::Companies => gazetteer::SCHEMA.to_owned(),
            Self::Notes => file::SCHEMA.to_owned(),
        }
    }
}

pub(super) fn run(arguments: &Arguments, console: &mut Console<'_>) -> Result<Exit, Error> {
    console.print(arguments.kind.schema().trim_end());
    Ok(Exit::Success)
}
