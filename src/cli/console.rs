//! Where a command's text goes.

use std::fmt::Display;
use std::io::{self, IsTerminal as _, Read, Write};
use std::path::Path;

use annotate_snippets::{Group, Renderer};
use terminal_size::{Width, terminal_size_of};

use super::Exit;
use super::report::{self, Style};
use super::visible::{visible, visible_json};
use crate::diagnostic::{Diagnostic, Severity};
use crate::error::{Doing, Error};
use crate::language::{Language, Wording};
use crate::source::{Source, SourcePath};

/// Standard input, output and error, or what stands for them in a test.
pub struct Console<'a> {
    input: Box<dyn Read + 'a>,
    out: Box<dyn Write + 'a>,
    err: Box<dyn Write + 'a>,
    colour: bool,
    out_colour: bool,
    watched: bool,
    language: Language,
}

impl<'a> Console<'a> {
    /// Makes the console of this process.
    pub fn standard() -> Self {
        let watched = io::stderr().is_terminal();
        let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        let dumb = std::env::var_os("TERM").is_some_and(|terminal| terminal == "dumb");
        // https://no-color.org
        let may = !dumb && !set("NO_COLOR");
        Self {
            input: Box::new(io::stdin()),
            out: Box::new(io::stdout()),
            err: Box::new(io::stderr()),
            colour: may && watched,
            out_colour: may && io::stdout().is_terminal(),
            watched,
            language: language_of(|name| std::env::var(name).ok()),
        }
    }

    /// Makes a console without colour that speaks English and writes to `out` and `err`, with
    /// nothing to read.
    pub fn plain(out: impl Write + 'a, err: impl Write + 'a) -> Self {
        Self {
            input: Box::new(io::empty()),
            out: Box::new(out),
            err: Box::new(err),
            colour: false,
            out_colour: false,
            watched: false,
            language: Language::English,
        }
    }

    /// Makes this console read from `input`.
    #[must_use]
    pub fn reading(self, input: impl Read + 'a) -> Self {
        Self { input: Box::new(input), ..self }
    }

    /// Makes this console speak a language.
    pub(super) const fn speak(&mut self, language: Language) {
        self.language = language;
    }

    /// Returns the language that people are spoken to in.
    pub(super) const fn language(&self) -> Language {
        self.language
    }

    /// Tells whether what the command was run for may be printed in colour.
    pub(super) fn has_colour(&self) -> bool {
        self.out_colour
    }

    /// Reads standard input to its end.
    pub(super) fn input(&mut self) -> Result<Vec<u8>, Error> {
        let mut bytes = Vec::new();
        let read = self.input.read_to_end(&mut bytes);
        read.map_err(|cause| Error::io(Doing::Read, Path::new("standard input"), cause))?;
        Ok(bytes)
    }

    /// Tells whether a person sees what is printed, as it is printed.
    pub(super) fn is_watched(&self) -> bool {
        self.watched
    }

    /// Prints a line that the command was run for.
    ///
    /// That nobody reads on, as in `pangzhu build | head -1`, is not the command's fault.
    pub(super) fn print(&mut self, line: impl Display) {
        let line = line.to_string();
        let _ = writeln!(self.out, "{}", visible(&line, self.out_colour));
    }

    /// Prints a line of JSON.
    pub(super) fn print_json(&mut self, line: impl Display) {
        let _ = writeln!(self.out, "{}", visible_json(&line.to_string()));
    }

    /// Prints a line that the command was run for, in the language of whom it is for.
    pub(super) fn say(&mut self, line: &Wording) {
        self.print(line.of(self.language));
    }

    /// Prints a command line's fault, or the help or version asked for.
    pub(super) fn usage(&mut self, message: &clap::Error) -> Exit {
        let text = message.render();
        let colour = if message.use_stderr() { self.colour } else { self.out_colour };
        let text = if colour { text.ansi().to_string() } else { text.to_string() };
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
        let message = error.wording();
        let level = report::level(Severity::Error, self.language);
        let group = Group::with_title(level.primary_title(message.of(self.language)));
        let group = match error.help() {
            Some(help) => {
                group.element(report::help(self.language).message(help.of(self.language)))
            }
            None => group,
        };
        let text = renderer.render(&[group]);
        let _ = writeln!(self.err, "{}", visible(&text, self.colour));
    }

    /// Prints what is to be said about the content.
    ///
    /// `source` finds the text that a diagnostic is about.
    pub(super) fn diagnostics<'s>(
        &mut self,
        diagnostics: &[Diagnostic],
        source: impl Fn(&SourcePath) -> Option<&'s Source>,
        verbose: bool,
    ) {
        let width = self.watched.then(|| terminal_size_of(io::stderr())).flatten();
        let width = width.map(|(Width(columns), _)| usize::from(columns));
        let style = Style { colour: self.colour, verbose, width, language: self.language };
        let text = report::render(diagnostics, |one| source(&one.path), style);
        let _ = write!(self.err, "{}", visible(&text, self.colour));
    }
}

/// The program's own variable for the language that it speaks.
const OWN: &str = "PANGZHU_LANG";
/// The variables that say the language of a person's messages, the weightiest first.
const LOCALE: [&str; 3] = ["LC_ALL", "LC_MESSAGES", "LANG"];

/// Returns the language of whoever runs the program: the one asked for, or that of the locale,
/// where it is one that is spoken here.
fn language_of(variable: impl Fn(&str) -> Option<String>) -> Language {
    let own = variable(OWN).and_then(|name| Language::named(&name));
    let locale = || LOCALE.into_iter().filter_map(&variable).find(|value| !value.is_empty());
    own.or_else(|| Language::named(&locale()?)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_locale_tells_the_language() {
        for (set, language) in [
            (&[][..], Language::English),
            (&[("LANG", "zh_CN.UTF-8")], Language::Chinese),
            (&[("LANG", "de_DE.UTF-8")], Language::English),
            (&[("LC_ALL", ""), ("LANG", "zh_TW")], Language::Chinese),
            (&[("LC_ALL", "C"), ("LANG", "zh_CN")], Language::English),
            (&[("LC_MESSAGES", "en_US"), ("LANG", "zh_CN")], Language::English),
            (&[("PANGZHU_LANG", "zh"), ("LC_ALL", "C")], Language::Chinese),
            (&[("PANGZHU_LANG", "en"), ("LANG", "zh_CN")], Language::English),
            (&[("PANGZHU_LANG", "xx"), ("LANG", "zh_CN")], Language::Chinese),
        ] {
            let variable = |name: &str| {
                let found = set.iter().find(|(one, _)| *one == name);
                found.map(|(_, value)| (*value).to_owned())
            };
            assert_eq!(language_of(variable), language, "{set:?}");
        }
    }
}
