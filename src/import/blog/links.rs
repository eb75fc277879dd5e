//! Pictures in a Markdown text, wherever their program keeps them.

use crate::import::address;
use crate::import::markdown::escape;
use crate::import::pictures::Pictures;
use crate::load::line::Lines;

/// What stands for the site's own address in Jekyll's links.
const SITE_ADDRESSES: [&str; 6] = [
    "{{ site.baseurl }}",
    "{{site.baseurl}}",
    "{{ site.url }}",
    "{{site.url}}",
    "{{ site.BASE_PATH }}",
    "{{site.BASE_PATH}}",
];

/// Returns the text with its links from the top of the site, where they named its address.
pub(super) fn from_the_top(text: &str) -> String {
    let mut plain = text.to_owned();
    for address in SITE_ADDRESSES {
        plain = plain.replace(address, "");
    }
    plain
}

/// Returns the text with the places of its pictures as they are here.
pub(super) fn rewritten(text: &str, pictures: &mut Pictures<'_>) -> String {
    let mut rewritten = String::with_capacity(text.len());
    let mut at = 0;
    for line in Lines::new(text) {
        rewritten.push_str(&text[at..line.span.start]);
        let words = &text[line.span.range()];
        if line.is_code {
            rewritten.push_str(words);
        } else {
            rewritten.push_str(&pictures_of(&elements(words, pictures), pictures));
        }
        at = line.span.end;
    }
    rewritten.push_str(&text[at..]);
    rewritten
}

/// Rewrites `![…](place "title")`.
fn pictures_of(line: &str, pictures: &mut Pictures<'_>) -> String {
    let mut rewritten = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(start) = rest.find("![") {
        let Some(middle) = rest[start..].find("](").map(|at| start + at + 2) else { break };
        let (before, after) = rest.split_at(middle);
        rewritten.push_str(before);
        let (place, length) = match after.strip_prefix('<') {
            Some(inner) => match inner.find('>') {
                Some(end) => (&inner[..end], end + 2),
                None => break_off(after),
            },
            None => break_off(after),
        };
        rewritten.push_str(&placed(place, &after[..length], pictures));
        rest = &after[length..];
    }
    rewritten.push_str(rest);
    rewritten
}

/// Returns a destination that ends at a space or at the bracket that closes it.
fn break_off(text: &str) -> (&str, usize) {
    let mut depth = 0_usize;
    for (at, letter) in text.char_indices() {
        match letter {
            '(' => depth += 1,
            ')' if depth == 0 => return (&text[..at], at),
            ')' => depth -= 1,
            _ if letter.is_whitespace() => return (&text[..at], at),
            _ => {}
        }
    }
    (text, text.len())
}

/// Rewrites `<img src="…">`.
fn elements(line: &str, pictures: &mut Pictures<'_>) -> String {
    let mut rewritten = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(start) = rest.find("<img ") {
        let Some(length) = rest[start..].find('>') else { break };
        let (before, element) = (&rest[..start], &rest[start..start + length]);
        rewritten.push_str(before);
        let source = element.find("src=").map(|at| at + "src=".len()).and_then(|at| {
            let quote = element[at..].chars().next().filter(|one| matches!(one, '"' | '\''))?;
            let end = element[at + 1..].find(quote)?;
            Some((at + 1, at + 1 + end))
        });
        match source {
            Some((from, to)) => {
                rewritten.push_str(&element[..from]);
                let place = &element[from..to];
                rewritten.push_str(
                    &placed(place, place, pictures).trim_matches(['<', '>']).replace('"', "%22"),
                );
                rewritten.push_str(&element[to..]);
            }
            None => rewritten.push_str(element),
        }
        rest = &rest[start + length..];
    }
    rewritten.push_str(rest);
    rewritten
}

/// Returns what to write for a place; one that is as it was stays as it was written.
fn placed(place: &str, written: &str, pictures: &mut Pictures<'_>) -> String {
    if place.is_empty() || place.contains("{{") || place.contains("{%") {
        return written.to_owned();
    }
    match pictures.take(&[place.to_owned()], address::whole) {
        Some(name) if name != place => escape::destination(&name),
        _ => written.to_owned(),
    }
}
