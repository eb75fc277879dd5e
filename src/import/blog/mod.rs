//! Essays of Jekyll, Hexo and Hugo, and Markdown of any other hand.
//!
//! 1. [`keys`] reads the header, whatever it is written in, and says it in our keys;
//! 2. [`shortcode`] turns what only those programs understand into Markdown, [`tag`] by tag;
//! 3. [`links`] finds the pictures and the links that begin with the site's address.

mod keys;
mod links;
mod shortcode;
mod tag;

use super::entry::{Entry, Essay};
use super::pictures::Pictures;
use crate::diagnostic::Diagnostic;
use crate::load::front_matter::dated;
use crate::load::line;
use crate::moment::Moment;

/// The name of an essay that has a folder to itself.
const INDEX: [&str; 2] = ["index", "_index"];

/// Makes an essay of a file.
pub(super) fn read(entry: &Entry<'_>, pictures: &mut Pictures<'_>) -> Essay {
    let (mut header, body, mut diagnostics) = keys::read(entry);
    let path = entry.path;
    let stem = match path.stem() {
        stem if INDEX.contains(&stem) => path.folder().rsplit('/').next().unwrap_or(stem),
        stem => stem,
    };
    let (date, name) = match dated(stem) {
        (date, "") => (date, stem),
        divided => divided,
    };
    if header.time.is_none() {
        let time = date.and_then(|date| Moment::parse(date, &entry.config.time_zone).ok());
        header.time = time.map(|time| time.written());
    }
    header.draft |= path.folder().split('/').any(|folder| folder == "_drafts");
    let body = body.replace("\r\n", "\n").replace('\r', "\n");
    let (text, kept) = shortcode::translated(&links::from_the_top(&body));
    diagnostics.extend(kept.iter().map(|(tag, count)| Diagnostic::kept_tag(path, tag, *count)));
    let text = links::rewritten(&text, pictures);
    if header.title.is_empty() {
        header.title = heading(&text).unwrap_or_else(|| name.replace(['-', '_'], " "));
    }
    Essay { header, text, name: name.to_owned(), diagnostics }
}

/// Returns the text of a heading that the essay begins with.
fn heading(text: &str) -> Option<String> {
    let line = text.lines().find(|line| !line.trim().is_empty())?;
    let heading = line::atx_heading(line).map(line::plain)?;
    (!heading.is_empty()).then_some(heading)
}
