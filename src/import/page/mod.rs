//! Pages saved from a browser.
//!
//! 1. [`bounds`] makes a tree of a page that is not too large to be an essay;
//! 2. [`facts`] reads what a page says of itself: its address, title, author, time;
//! 3. [`content`] finds its main text;
//! 4. [`super::markdown`] writes that as Markdown.

mod bounds;
mod content;
mod facts;
mod name;
mod structured;
mod wechat;

use super::entry::{Entry, Essay};
use super::header::Header;
use super::markdown::markdown;
use super::moment;
use super::pictures::Pictures;
use crate::language::Wording;
use facts::Facts;

/// Of what share of a text, in percent, Chinese has to be made for it to be Chinese.
const HAN_MIN: usize = 20;

/// Makes an essay of a page.
///
/// # Errors
/// Why there is none in it.
pub(super) fn read(entry: &Entry<'_>, pictures: &mut Pictures<'_>) -> Result<Essay, Wording> {
    let document = bounds::document(entry.text)?;
    let facts = Facts::read(&document, entry);
    let main = content::find(&document, &facts.address)?;
    let root = main.root();
    let text = markdown(root, facts.address.as_ref(), pictures);
    let text = without_byline(&text, &facts, entry);
    let lang = facts.lang.filter(|_| !is_chinese(text));
    let lang = lang.filter(|lang| !lang.starts_with("zh") && *lang != entry.config.language.tag());
    let stem = entry.path.stem();
    let title = facts.title.unwrap_or_else(|| stem.trim().to_owned());
    let header = Header {
        url: facts.address.map(|address| address.text()),
        name: facts.name,
        time: facts.time,
        title: title.clone(),
        tags: facts.tags,
        lang,
        ..Header::default()
    };
    Ok(Essay { header, text: text.to_owned(), name: title, diagnostics: Vec::new() })
}

/// How many paragraphs at the start may say who wrote the page.
const BYLINES_MAX: usize = 2;
/// How many characters one has at most.
const BYLINE_CHARACTERS_MAX: usize = 60;

/// Takes off what the header says now: paragraphs at the start that are only the author's name,
/// or have it beside a date.
fn without_byline<'a>(text: &'a str, facts: &Facts, entry: &Entry<'_>) -> &'a str {
    let Some(name) = &facts.name else { return text };
    let mut rest = text;
    for _ in 0..BYLINES_MAX {
        let Some((first, after)) = rest.split_once("\n\n") else { break };
        let is_short = first.chars().count() <= BYLINE_CHARACTERS_MAX && !first.ends_with('。');
        let has_date = || moment::read(first, entry.config).is_some();
        let says = first.trim() == name || first.contains(name.as_str()) && has_date();
        if !(is_short && says) {
            break;
        }
        rest = after;
    }
    rest
}

fn is_chinese(text: &str) -> bool {
    let letters = text.chars().filter(|one| one.is_alphabetic()).count();
    let han = text.chars().filter(|one| ('\u{3400}'..='\u{9FFF}').contains(one)).count();
    han * 100 >= letters * HAN_MIN
}

/// Returns a text on one line.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
