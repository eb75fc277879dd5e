//! `pangzhu completions` and `pangzhu man`: what a shell and `man` want to know of the program.

use clap::{Args, Command};
use clap_complete::Shell;

use super::{Console, Exit};
use crate::error::{Doing, Error};
use crate::wording;

#[derive(Args, Debug)]
pub(super) struct Arguments {
    /// The shell to complete in.
    #[arg(value_enum)]
    shell: Shell,
}

pub(super) fn run(
    arguments: &Arguments,
    mut program: Command,
    console: &mut Console<'_>,
) -> Result<Exit, Error> {
    let mut script = Vec::new();
    let name = program.get_name().to_owned();
    clap_complete::generate(arguments.shell, &mut program, name, &mut script);
    console.print(String::from_utf8_lossy(&script).trim_end());
    Ok(Exit::Success)
}

#[derive(Args, Debug)]
pub(super) struct ManArguments {
    /// The command that the page is about, as in `notes import`; without one, the program.
    command: Vec<String>,
}

pub(super) fn man(
    arguments: &ManArguments,
    program: Command,
    console: &mut Console<'_>,
) -> Result<Exit, Error> {
    let (mut name, mut command) = (program.get_name().to_owned(), program);
    for part in &arguments.command {
        let Some(inner) = command.find_subcommand(part) else {
            let known: Vec<&str> = command.get_subcommands().map(Command::get_name).collect();
            let (names, items) = (known.join(", "), known.join("、"));
            return Err(Error::refused(
                wording!("`{name}` has no command `{part}`", "`{name}` 没有 `{part}` 这个命令"),
                wording!("the commands are {names}", "可用的命令：{items}"),
            ));
        };
        command = inner.clone();
        name = format!("{name}-{part}");
    }
    let mut page = Vec::new();
    clap_mangen::Man::new(command.display_name(&name).bin_name(name.replace('-', " ")))
        .title(name)
        .render(&mut page)
        .map_err(|cause| Error::io(Doing::Write, std::path::Path::new("the page"), cause))?;
    console.print(String::from_utf8_lossy(&page).trim_end());
    Ok(Exit::Success)
}
