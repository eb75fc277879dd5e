//! How large a page may be: larger ones would take minutes, and are no essays.

use dom_query::{Document, NodeRef};

use crate::language::Wording;
use crate::wording;

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
/// Makes a tree of a page.
///
/// # Errors
/// Why it is too large.
pub(super) fn document(text: &str) -> Result<Document, Wording> {
    let too_deep = || {
        wording!("its elements are nested deeper than any essay's", "它的元素套得比任何文章都深")
    };
    if opened(text) > OPENED_MAX {
        return Err(too_deep());
    }
    let document = Document::from(text);
    let (elements, nesting) = measured(&document);
    if elements > ELEMENTS_MAX {
        return Err(wording!("it has more elements than any essay", "它的元素比任何文章都多"));
    }
    if nesting > NESTING_MAX { Err(too_deep()) } else { Ok(document) }
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
