//! What an essay is given where its header is silent: its first heading for a title, the
//! date in its file's name for a time.

use jiff::civil::Date;

use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::load::line::{self, Lines};
use crate::moment::Moment;
use crate::source::Source;

use super::fences::{Fences, Kind};
use super::{FrontMatter, Given, Layout, Time, first_line};

/// The length of `2013-08-13`.
const DATE_LENGTH: usize = 10;

/// Completes what a header says, and says how.
pub(super) fn complete(
    given: Given,
    source: &Source,
    fences: &Fences,
    config: &Config,
) -> (FrontMatter, Vec<Diagnostic>) {
    let path = &source.path;
    let place = (fences.kind != Kind::Absent).then(|| first_line(source, fences.header));
    let mut diagnostics = Vec::new();
    let (date, stem) = dated(name_of(source));
    let title = given.title.unwrap_or_else(|| {
        let heading = first_heading(&source.text[fences.body.range()]);
        let from_heading = heading.is_some();
        let title = heading.unwrap_or_else(|| words(stem));
        diagnostics.push(Diagnostic::missing_title(path, place, &title, from_heading));
        title
    });
    let is_page = given.rest.layout == Layout::Page;
    let dated = date.and_then(|date| Moment::parse(date, &config.time_zone).ok());
    let time = match given.time {
        Time::Given(moment) => Some(moment),
        Time::Unreadable => dated,
        Time::Absent => {
            if !is_page {
                let date = dated.as_ref().and(date);
                diagnostics.push(Diagnostic::missing_time(path, place, date));
            }
            dated
        }
    };
    if given.name.is_none() && !is_page {
        diagnostics.push(Diagnostic::missing_name(path, place));
    }
    let span = fences.header;
    (FrontMatter { title, name: given.name, time, span, ..given.rest }, diagnostics)
}

/// Returns the name that stands for a file: its own, or its folder's for `x/index.md`.
fn name_of(source: &Source) -> &str {
    match source.path.stem() {
        "index" => source.path.folder().rsplit('/').next().unwrap_or("index"),
        stem => stem,
    }
}

/// Divides `2013-08-13-x` into its date and the rest.
pub(crate) fn dated(stem: &str) -> (Option<&str>, &str) {
    match stem.split_at_checked(DATE_LENGTH) {
        Some((date, rest)) if date.parse::<Date>().is_ok() => {
            (Some(date), rest.trim_start_matches(['-', '_', ' ']))
        }
        _ => (None, stem),
    }
}

/// Makes a title of a file's name.
fn words(stem: &str) -> String {
    let title = stem.replace(['-', '_'], " ");
    let title = title.trim();
    if title.is_empty() { stem.to_owned() } else { title.to_owned() }
}

/// Returns the plain text of the first heading.
fn first_heading(body: &str) -> Option<String> {
    let mut previous = "";
    for line in Lines::new(body) {
        let text = &body[line.span.range()];
        if line.is_code {
            previous = "";
            continue;
        }
        let heading = line::atx_heading(text)
            .or_else(|| line::is_setext_underline(text).then_some(previous))
            .map(line::plain)
            .filter(|heading| !heading.is_empty());
        if heading.is_some() {
            return heading;
        }
        // A rule below a picture, a quotation or a list item makes no heading of it.
        previous = if line::is_text(text) { text } else { "" };
    }
    None
}
