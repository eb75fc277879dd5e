//! `pangzhu tidy`: the repairs that loading makes each time, made in the files themselves.

use std::path::{Path, PathBuf};

use clap::Args;

use super::diff;
use super::{Console, Exit};
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Severity};
use crate::emit;
use crate::error::Error;
use crate::language::Wording;
use crate::load::inputs::Inputs;
use crate::load::tidy::tidy;
use crate::parallel;
use crate::source::{Source, SourcePath};
use crate::wording;

#[derive(Args, Debug)]
pub(super) struct Arguments {
    /// Essays or folders of essays [default: all essays of the site].
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
    /// The site's folder, which holds `content`.
    #[arg(long, value_name = "DIR", default_value = ".")]
    root: PathBuf,
    /// Write the repairs into the files; without it they are only shown.
    #[arg(long)]
    write: bool,
}

pub(super) fn run(arguments: &Arguments, console: &mut Console<'_>) -> Result<Exit, Error> {
    let mut exit = Exit::Success;
    let (inputs, beside) = read(arguments, console, &mut exit)?;
    let (config, _) = Config::load(inputs.config.as_deref());
    let unreadable = |path: &SourcePath| {
        let faults = inputs.diagnostics.iter().filter(|one| one.path == *path);
        faults.filter(|one| one.code == ENCODING).cloned().collect::<Vec<Diagnostic>>()
    };
    let tidied = parallel::map(&inputs.essays, |source| {
        let faults = unreadable(&source.path);
        if faults.is_empty() {
            tidy(source, &config).map_err(|fault| vec![fault])
        } else {
            Err(faults)
        }
    });
    let (mut changed, mut written) = (0, 0);
    let mut faults: Vec<Diagnostic> = Vec::new();
    for (source, tidied) in inputs.essays.iter().zip(tidied) {
        let text = match tidied {
            Ok(text) if *text == *source.text => continue,
            Ok(text) => text,
            Err(said) => {
                faults.extend(said);
                continue;
            }
        };
        changed += 1;
        let shown = diff::unified(source.path.as_str(), &source.text, &text, console.has_colour());
        console.print(shown.trim_end());
        if arguments.write {
            match write(&beside.join(source.path.as_str()), source, &config) {
                Ok(()) => written += 1,
                Err(error) => {
                    console.error(&error);
                    exit = Exit::Machine;
                }
            }
        }
    }
    let source =
        |path: &SourcePath| inputs.essays.iter().find(|one| one.path == *path).map(AsRef::as_ref);
    console.diagnostics(&faults, source, true);
    console.say(&summary(inputs.essays.len(), changed, arguments.write.then_some(written)));
    let is_amiss = faults.iter().any(|one| one.severity == Severity::Error);
    Ok(if exit == Exit::Success && is_amiss { Exit::Content } else { exit })
}

/// The code of what is said of bytes that are no UTF-8: such a file is not this command's.
const ENCODING: &str = "encoding";

/// Reads the essays asked for; returns them with the folder that their paths start from.
fn read<'a>(
    arguments: &'a Arguments,
    console: &mut Console<'_>,
    exit: &mut Exit,
) -> Result<(Inputs, &'a Path), Error> {
    let root = arguments.root.as_path();
    if arguments.files.is_empty() {
        return Ok((Inputs::read(root)?, root));
    }
    let mut inputs = if root.join("content").is_dir() {
        Inputs::read_settings(root)?
    } else {
        Inputs::default()
    };
    for file in &arguments.files {
        if let Err(error) = inputs.add_given(file) {
            console.error(&error);
            *exit = Exit::Machine;
        }
    }
    Ok((inputs, Path::new("")))
}

/// Tidies a file as it stands by now.
fn write(file: &Path, source: &Source, config: &Config) -> Result<(), Error> {
    emit::rewrite(file, |text| {
        if text.is_empty() && !source.text.is_empty() {
            return Err(wording!("it is gone", "它不在了"));
        }
        let tidied = tidy(&Source::new(source.path.clone(), text), config);
        tidied.map(|text| (text, ())).map_err(|fault| fault.message)
    })
}

fn summary(essays: usize, changed: usize, written: Option<usize>) -> Wording {
    let essays = Wording::counted(essays, "essay", "", "篇文章");
    match (changed, written) {
        (0, _) => wording!("{essays}: nothing to repair", "{essays}：没有要修补的"; essays),
        (_, None) => wording!(
            "{essays}, {changed} to be repaired: `--write` does it",
            "{essays}，{changed} 篇要修补：加 `--write` 写入文件";
            essays
        ),
        (_, Some(written)) => {
            wording!("{essays}, {written} repaired", "{essays}，修补了 {written} 篇"; essays)
        }
    }
}
