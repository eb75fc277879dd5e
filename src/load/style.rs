//! The addresses in style sheets: `url(…)` and `@import "…"`.
//!
//! No parser: comments and strings are passed over, all else is looked through for addresses.

use std::ops::Range;

/// Puts what `replace` returns in the place of each address of a style sheet; `None` when it
/// replaced none.
pub(crate) fn map_addresses(
    css: &str,
    replace: &mut dyn FnMut(&str, Range<usize>) -> Option<String>,
) -> Option<String> {
    let mut mapped = String::new();
    let mut copied = 0;
    for range in addresses(css) {
        if let Some(address) = replace(&css[range.clone()], range.clone()) {
            mapped.push_str(&css[copied..range.start]);
            // Neither may end the string or the brackets that it stands in.
            let address = address.replace('(', "%28").replace(')', "%29").replace('\'', "%27");
            mapped.push_str(&address);
            copied = range.end;
        }
    }
    (copied > 0).then(|| mapped + &css[copied..])
}

/// Returns where the addresses of a style sheet stand, without their quotes.
fn addresses(css: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(next) = css[at..].find(['"', '\'', '/', '(']).map(|next| at + next) {
        let (before, rest) = (&css[..next], &css[next..]);
        if rest.starts_with("/*") {
            at = rest.find("*/").map_or(css.len(), |end| next + end + 2);
        } else if rest.starts_with(['"', '\'']) {
            let range = quoted(css, next);
            at = (range.end + 1).min(css.len());
            if ends_with(before.trim_end(), "@import") {
                found.push(range);
            }
        } else if rest.starts_with('(') && ends_with(before, "url") {
            let start = next + 1 + leading_space(&css[next + 1..]);
            let range = if css[start..].starts_with(['"', '\'']) {
                quoted(css, start)
            } else {
                let end = css[start..].find(')').map_or(css.len(), |end| start + end);
                start..start + css[start..end].trim_end().len()
            };
            at = range.end;
            at += css[at..].chars().next().map_or(0, char::len_utf8);
            found.push(range);
        } else {
            at = next + 1;
        }
    }
    found.retain(|range| !range.is_empty());
    found
}

/// Returns the place of the string that the quote at `start` begins.
fn quoted(css: &str, start: usize) -> Range<usize> {
    let quote = css[start..].chars().next().unwrap_or('"');
    let first = start + quote.len_utf8();
    let mut is_escaped = false;
    for (offset, c) in css[first..].char_indices() {
        if c == quote && !is_escaped {
            return first..first + offset;
        }
        is_escaped = c == '\\' && !is_escaped;
    }
    first..css.len()
}

fn ends_with(text: &str, word: &str) -> bool {
    let start = text.len().checked_sub(word.len());
    start.and_then(|start| text.get(start..)).is_some_and(|end| end.eq_ignore_ascii_case(word))
}

fn leading_space(text: &str) -> usize {
    text.len() - text.trim_start().len()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn addresses_are_told_from_other_text() {
        let css = r#"@import "/a.css"; /* url(/no) */ a { content: "url(/no)"; b: URL( '/图 (1).png' ) }
            c { d: url(/x.png?v=1#y), url(), calc((1px + 2px)); e: url("z.png } "#;
        let found: Vec<&str> = addresses(css).into_iter().map(|range| &css[range]).collect();
        assert_eq!(found, ["/a.css", "/图 (1).png", "/x.png?v=1#y", "z.png } "]);
    }

    #[test]
    fn an_address_is_replaced_in_its_place() {
        let mut below =
            |address: &str, _| address.strip_prefix('/').map(|rest| format!("/甲/({rest}"));
        let css = "a{b:url(/x.png)}c{d:url('y.png')}";
        let expected = "a{b:url(/甲/%28x.png)}c{d:url('y.png')}";
        assert_eq!(map_addresses(css, &mut below).as_deref(), Some(expected));
        assert_eq!(map_addresses("a{b:url(x)}", &mut below), None);
    }

    proptest! {
        #[test]
        fn no_text_is_too_odd(css in "([\"'()/* \\\\甲]|url\\(|@import ){0,30}") {
            map_addresses(&css, &mut |_, _| Some(String::new()));
        }
    }
}
