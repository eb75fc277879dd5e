//! Pages saved from a browser.
//!
//! 1. [`facts`] reads what a page says of itself: its address, title, author, time;
//! 2. [`content`] finds its main text;
//! 3. [`super::markdown`] writes that as Markdown.

mod content;
mod facts;
mod structured;
mod wechat;

use dom_query::{Document, NodeRef};

use super::entry::{Entry, Essay};
use super::header::Header;
use super::markdown::markdown;
use super::moment;
use super::pictures::Pictures;
use crate::language::Wording;
use crate::wording;
use facts::Facts;

/// Pages with more elements are not read: it would take minutes, and no essay has as many.
const ELEMENTS_MAX: usize = 60_000;
/// Elements nested deeper are no page's that somebody wrote.
const NESTING_MAX: usize = 400;
/// With more elements open at once, the parser itself takes minutes.
const OPENED_MAX: usize = 5_000;
/// Elements that end without a tag for it.
const UNCLOSED: [&str; 20] = [
    "br", "img", "hr", "meta", "link", "input", "area", "base", "col", "source", "embed", "wbr",
    "param", "p", "li", "td", "tr", "th", "dd", "option",
];
/// Of what share of a text, in percent, Chinese has to be made for it to be Chinese.
const HAN_MIN: usize = 20;

/// Makes an essay of a page.
///
/// # Errors
/// Why there is none in it.
pub(super) fn read(entry: &Entry<'_>, pictures: &mut Pictures<'_>) -> Result<Essay, Wording> {
    if opened(entry.text) > OPENED_MAX {
        return Err(wording!(
            "its elements are nested deeper than any essay's",
            "它的元素套得比任何文章都深"
        ));
    }
    let document = Document::from(entry.text);
    let (elements, nesting) = measured(&document);
    if elements > ELEMENTS_MAX {
        return Err(wording!("it has more elements than any essay", "它的元素比任何文章都多"));
    }
    if nesting > NESTING_MAX {
        return Err(wording!(
            "its elements are nested deeper than any essay's",
            "它的元素套得比任何文章都深"
        ));
    }
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
        updated: facts.updated,
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

/// Returns about how many elements of a page are open at once, by its tags alone.
fn opened(text: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    for (at, _) in text.match_indices('<') {
        let rest = &text[at + 1..];
        if rest.starts_with('/') {
            depth = depth.saturating_sub(1);
        } else if rest.starts_with(|one: char| one.is_ascii_alphabetic()) {
            let length = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
            let name = rest[..length].to_ascii_lowercase();
            depth += usize::from(!UNCLOSED.contains(&name.as_str()));
        }
        deepest = deepest.max(depth);
    }
    deepest
}

/// Counts a tree's elements, and how deep they are nested.
fn measured(document: &Document) -> (usize, usize) {
    let root = document.root();
    let (mut elements, mut deepest, mut depth) = (0, 0, 0_usize);
    let mut at: NodeRef<'_> = root;
    loop {
        elements += usize::from(at.is_element());
        deepest = deepest.max(depth);
        if let Some(child) = at.first_child() {
            at = child;
            depth += 1;
            continue;
        }
        loop {
            if let Some(next) = at.next_sibling() {
                at = next;
                break;
            }
            match at.parent() {
                Some(parent) if depth > 0 => {
                    at = parent;
                    depth -= 1;
                }
                _ => return (elements, deepest),
            }
        }
    }
}

fn is_chinese(text: &str) -> bool {
    let letters = text.chars().filter(|one| one.is_alphabetic()).count();
    let han = text.chars().filter(|one| ('\u{3400}'..='\u{9FFF}').contains(one)).count();
    han * 100 >= letters * HAN_MIN
}
