//! The command line: arguments in, text and an exit code out.
//!
//! People are told in English or Chinese, as `--language`, `PANGZHU_LANG` or their locale asks;
//! what programs read, JSON above all, and the help on options are English.
//!
//! 0 says that all went well, 1 that the content has errors, 2 that the machine or the
//! command itself was at fault. What a command made goes to standard output, what it has to
//! say about the content to standard error.

mod annotate;
mod build;
mod check;
mod completions;
mod console;
mod diff;
mod import;
mod init;
mod new;
mod notes;
mod progress;
mod publish;
pub mod report;
mod schema;
mod serve;
mod tidy;
mod visible;

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, CommandFactory as _, Parser, Subcommand};

use crate::emit;
use crate::error::{Doing, Error};
use crate::language::Language;
use crate::permalink::BaseUrl;
use crate::session::Options;
pub use console::Console;
use progress::Timings;

/// What a command ends with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// All went well.
    Success,
    /// The content has errors.
    Content,
    /// The machine or the command line was at fault.
    Machine,
}

impl Exit {
    /// Returns the process's exit code.
    pub const fn code(self) -> u8 {
        match self {
            Self::Success => 0,
            Self::Content => 1,
            Self::Machine => 2,
        }
    }
}

/// 旁注: from a folder of essays to an annotated reading site.
#[derive(Debug, Parser)]
#[command(name = "pangzhu", version, max_term_width = 100)]
struct Arguments {
    /// Speak to me in this language, zh or en [default: as in PANGZHU_LANG, or the locale].
    #[arg(long, global = true, value_name = "LANG", value_parser = language)]
    language: Option<Language>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Make the site and write it.
    Build(build::Arguments),
    /// Show the site in the browser, changing as its files do.
    Serve(serve::Arguments),
    /// Say everything that `build` would complain of, and write nothing.
    Check(check::Arguments),
    /// List the comparisons found in essays, why, and how sure.
    Annotate(annotate::Arguments),
    /// Mend, export and import the notes beside essays.
    Notes(notes::Arguments),
    /// Take in saved pages, essays of Jekyll, Hexo and Hugo, and plain text.
    Import(import::Arguments),
    /// Write into essays the repairs that loading makes each time, showing them first.
    Tidy(tidy::Arguments),
    /// Begin a site: a folder that builds at once.
    Init(init::Arguments),
    /// Begin an essay: a file with its front matter.
    New(new::Arguments),
    /// Put the site onto a branch of its repository, for GitHub Pages.
    Publish(publish::Arguments),
    /// Print the JSON Schema of what people write, for editors.
    Schema(schema::Arguments),
    /// Print what makes a shell complete this program's command lines.
    Completions(completions::Arguments),
    /// Print a page of the manual, as in `pangzhu man publish | man -l -`.
    Man(completions::ManArguments),
}

const BASE_URL_HELP: &str = "Where the site will stand, as in \
    https://user.github.io/repository/ [default: as in site.yaml]";

/// What every command that makes the site has to know.
#[derive(Args, Debug)]
struct SiteArguments {
    /// The site's folder, which holds `content`.
    #[arg(long, value_name = "DIR", default_value = ".")]
    root: PathBuf,
    #[arg(long, value_name = "URL", value_parser = base_url, help = BASE_URL_HELP)]
    base_url: Option<BaseUrl>,
    /// Show drafts too.
    #[arg(long)]
    drafts: bool,
    /// Take warnings for errors.
    #[arg(long)]
    strict: bool,
    /// Print every warning and note, however many there are of one kind.
    #[arg(long, short)]
    verbose: bool,
    /// Print how long each phase took, or write it to FILE as a trace for ui.perfetto.dev.
    #[arg(long, value_name = "FILE", num_args = 0..=1, require_equals = true)]
    timings: Option<Option<PathBuf>>,
}

impl SiteArguments {
    fn options(&self) -> Options {
        Options {
            base_url: self.base_url.clone(),
            drafts: self.drafts,
            strict: self.strict,
            keep_going: false,
            now: Some(jiff::Timestamp::now()),
        }
    }

    /// Tells how long the phases took, in the way that was asked for.
    fn tell(&self, timings: &Timings, console: &mut Console<'_>) -> Result<(), Error> {
        match &self.timings {
            None => {}
            Some(None) => console.say(&timings.table()),
            Some(Some(file)) => {
                let file = std::path::absolute(file)
                    .map_err(|cause| Error::io(Doing::Find, file, cause))?;
                emit::rewrite(&file, |_| Ok((timings.trace(), ())))?;
            }
        }
        Ok(())
    }
}

fn base_url(text: &str) -> Result<BaseUrl, String> {
    BaseUrl::parse(text).ok_or_else(|| {
        "expected something like https://user.github.io/repository/ or /repository/".to_owned()
    })
}

fn language(text: &str) -> Result<Language, String> {
    Language::named(text).ok_or_else(|| "expected zh or en".to_owned())
}

/// Runs the command that `arguments` give, the program's own name first.
pub fn run(arguments: impl IntoIterator<Item = OsString>, console: &mut Console<'_>) -> Exit {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(message) => return console.usage(&message),
    };
    if let Some(language) = arguments.language {
        console.speak(language);
    }
    let result = match arguments.command {
        Command::Build(arguments) => build::run(&arguments, console),
        Command::Serve(arguments) => serve::run(&arguments, console),
        Command::Check(arguments) => check::run(&arguments, console),
        Command::Annotate(arguments) => annotate::run(&arguments, console),
        Command::Notes(arguments) => notes::run(&arguments, console),
        Command::Import(arguments) => import::run(&arguments, console),
        Command::Tidy(arguments) => tidy::run(&arguments, console),
        Command::Init(arguments) => init::run(&arguments, console),
        Command::New(arguments) => new::run(&arguments, console),
        Command::Publish(arguments) => publish::run(&arguments, console),
        Command::Schema(arguments) => schema::run(&arguments, console),
        Command::Completions(arguments) => {
            completions::run(&arguments, Arguments::command(), console)
        }
        Command::Man(arguments) => completions::man(&arguments, Arguments::command(), console),
    };
    result.unwrap_or_else(|error: Error| {
        console.error(&error);
        Exit::Machine
    })
}
