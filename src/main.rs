//! The `pangzhu` command.

use std::process::ExitCode;

use pangzhu::cli::{self, Console};

fn main() -> ExitCode {
    ExitCode::from(cli::run(std::env::args_os(), &mut Console::standard()).code())
}
