//! Where a command's text goes.

use std::fmt::Display;
use std::io::{self, IsTerminal as _, Write};

use annotate_snippets::{Group, Level, Renderer};
use terminal_size::{Width, terminal_size_of};

use super::Exit;
use super::report::{self, Style};
use crate::diagnostic::Diagnostic;
use crate::error::Error;
use crate::session::Snapshot;

/// Standard output and standard error, or what stands for them in a test.
pub struct Console<'a> {
    out: Box<dyn Write + 'a>,
    err: Box<dyn Write + 'a>,
    colour: bool,
    watched: bool,
}

impl<'a> Console<'a> {
    /// Makes the console of this process.
    pub fn standard() -> Self {
        let watched = io::stderr().is_terminal();
        let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        let dumb = std::env::var_os("TERM").is_some_and(|terminal| terminal == "dumb");
        // https://no-color.org
        let colour = watched && !dumb && !set("NO_COLOR");
        Self { out: Box::new(io::stdout()), err: Box::new(io::stderr()), colour, watched }
    }

    /// Makes a console without colour that writes to `out` and `err`.
    pub fn plain(out: impl Write + 'a, err: impl Write + 'a) -> Self {
        Self { out: Box::new(out), err: Box::new(err), colour: false, watched: false }
    }

    /// Tells whether a person sees what is printed, as it is printed.
    pub(super) fn is_watched(&self) -> bool {
        self.watched
    }

    /// Prints a line that the command was run for.
    ///
    /// That nobody reads on, as in `pangzhu build | head -1`, is not the command's fault.
    pub(super) fn print(&mut self, line: impl Display) {
        let _ = writeln!(self.out, "{line}");
    }

    /// Prints a command line's fault, or the help or version asked for.
    pub(super) fn usage(&mut self, message: &clap::Error) -> Exit {
        let text = message.render();
        let text = if self.colour { text.ansi().to_string() } else { text.to_string() };
        if message.use_stderr() {
            let _ = write!(self.err, "{text}");
            Exit::Machine
        } else {
            let _ = write!(self.out, "{text}");
            Exit::Success
        }
    }

    /// Prints what the machine refused.
    pub(super) fn error(&mut self, error: &Error) {
        let renderer = if self.colour { Renderer::styled() } else { Renderer::plain() };
        let message = error.to_string();
        let title = Level::ERROR.primary_title(message);
        let text = renderer.render(&[Group::with_title(title)]);
        let _ = writeln!(self.err, "{text}");
    }

    /// Prints what is to be said about the content.
    pub(super) fn diagnostics(
        &mut self,
        diagnostics: &[Diagnostic],
        snapshot: &Snapshot,
        verbose: bool,
    ) {
        let width = self.watched.then(|| terminal_size_of(io::stderr())).flatten();
        let width = width.map(|(Width(columns), _)| usize::from(columns));
        let style = Style { colour: self.colour, verbose, width };
        let text = report::render(diagnostics, |one| snapshot.source(&one.path), style);
        let _ = write!(self.err, "{text}");
    }
}
