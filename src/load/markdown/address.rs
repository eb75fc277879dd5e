//! Finds web addresses that stand bare in a text.
//!
//! GitHub's rule takes all up to the next space, which in Chinese is half the paragraph;
//! here an address ends with its last ASCII character.

use std::ops::Range;

/// The longest address that is made a link, in bytes: what browsers agree to open.
const ADDRESS_BYTES_MAX: usize = 2000;

/// Returns the addresses in `text`, which begins at the byte `offset` of the whole.
pub(super) fn find(text: &str, offset: usize) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for (start, _) in text.match_indices("http") {
        let is_taken = found.last().is_some_and(|last| offset + start < last.end);
        let follows_word = text[..start].ends_with(|c: char| c.is_ascii_alphanumeric());
        if is_taken || follows_word {
            continue;
        }
        if let Some(length) = length(&text[start..]) {
            found.push(offset + start..offset + start + length);
        }
    }
    found
}

/// Returns the length of the address that `text` begins with.
fn length(text: &str) -> Option<usize> {
    let host = ["https://", "http://"].iter().find_map(|scheme| text.strip_prefix(scheme))?;
    let host_start = text.len() - host.len();
    let host_length = leading(host, |c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':'));
    let host = host[..host_length].trim_end_matches(['.', ':', '-']);
    if !host.trim_start_matches('.').contains('.') {
        return None;
    }
    let text = &text[..text.floor_char_boundary(ADDRESS_BYTES_MAX + 1)];
    let end = leading(text, |c| c.is_ascii_graphic() && !matches!(c, '<' | '>' | '"' | '`' | '\\'));
    if end > ADDRESS_BYTES_MAX {
        return None;
    }
    // An address that goes on in Chinese cannot be told from the text after it.
    if text[..end].ends_with(['/', '=']) && text[end..].starts_with(char::is_alphanumeric) {
        return None;
    }
    Some(without_punctuation(&text[..end]).max(host_start + host.len()))
}

/// Returns the length of an address without the punctuation of the sentence around it.
fn without_punctuation(address: &str) -> usize {
    let unmatched = |address: &str, open: char, close: char| {
        address.ends_with(close) && address.matches(close).count() > address.matches(open).count()
    };
    let mut kept = address;
    loop {
        let trimmed =
            kept.trim_end_matches(['?', '!', '.', ',', ':', ';', '*', '_', '~', '\'', '|']);
        let is_unmatched = unmatched(trimmed, '(', ')') || unmatched(trimmed, '[', ']');
        let next = if is_unmatched { &trimmed[..trimmed.len() - 1] } else { trimmed };
        if next.len() == kept.len() {
            return kept.len();
        }
        kept = next;
    }
}

fn leading(text: &str, is_part: impl Fn(char) -> bool) -> usize {
    text.find(|c| !is_part(c)).unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_ends_where_the_sentence_goes_on() {
        for (text, expected) in [
            ("见https://a.com/b。后", vec!["https://a.com/b"]),
            ("（http://a.com/b?c=d_e&f=1）", vec!["http://a.com/b?c=d_e&f=1"]),
            ("**https://a.com**", vec!["https://a.com"]),
            ("(see http://a.com/x_(y)).", vec!["http://a.com/x_(y)"]),
            ("http://a.com,http://b.com", vec!["http://a.com,http://b.com"]),
            ("https://zh.wikipedia.org/wiki/腾讯", vec![]),
            ("xhttp://a.com http://localhost http:// https://.", vec![]),
        ] {
            let found: Vec<&str> = find(text, 0).into_iter().map(|range| &text[range]).collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
