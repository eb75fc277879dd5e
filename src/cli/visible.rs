//! Shows the signs that would do something to a terminal instead of being seen.
//!
//! Names of files and the words of essays are other people's: they must not move the cursor,
//! name the window, write to the clipboard, or turn round what stands beside them.

use std::borrow::Cow;
use std::fmt::Write as _;

/// Returns a text with what is hidden in it shown as `\u{1B}`; the program's own colours go
/// through where the text is `coloured`.
pub(super) fn visible(text: &str, coloured: bool) -> Cow<'_, str> {
    replace(text, |rest, shown, letter| {
        if let Some(length) = coloured.then(|| colour_length(rest)).flatten() {
            shown.push_str(&rest[..length]);
            return length;
        }
        let _ = write!(shown, "\\u{{{:X}}}", u32::from(letter));
        letter.len_utf8()
    })
}

/// Returns a text of JSON with what is hidden in it as JSON's own escapes: the same values.
pub(super) fn visible_json(text: &str) -> Cow<'_, str> {
    replace(text, |_, shown, letter| {
        // All that is hidden has four digits.
        let _ = write!(shown, "\\u{:04x}", u32::from(letter));
        letter.len_utf8()
    })
}

/// Has `write` show each hidden sign; it is given the rest of the text, which begins with the
/// sign, and returns how many bytes of it are dealt with.
fn replace(text: &str, write: impl Fn(&str, &mut String, char) -> usize) -> Cow<'_, str> {
    if !text.contains(is_hidden) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(is_hidden) {
        shown.push_str(&rest[..at]);
        rest = &rest[at..];
        let letter = rest.chars().next().expect("a sign was found here");
        let length = write(rest, &mut shown, letter);
        rest = &rest[length..];
    }
    shown.push_str(rest);
    Cow::Owned(shown)
}

/// Tells whether a terminal would obey a sign or let it turn others round: C0, DEL, C1 and the
/// controls of direction.
fn is_hidden(letter: char) -> bool {
    letter.is_control() && !matches!(letter, '\n' | '\t')
        || matches!(letter,
            '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}'
            | '\u{2066}'..='\u{2069}')
}

/// How a colour or weight begins, and what ends it.
const COLOUR: (&str, char) = ("\u{1B}[", 'm');

/// Returns the length of the sequence at the start of a text, if it sets a colour or weight and
/// nothing else: not what hides text, blinks or turns round its colours.
fn colour_length(text: &str) -> Option<usize> {
    let (numbers, _) = text.strip_prefix(COLOUR.0)?.split_once(COLOUR.1)?;
    let is_number = |one: &str| one.len() <= 3 && one.bytes().all(|byte| byte.is_ascii_digit());
    let is_harmful = |one: &str| matches!(one, "5" | "6" | "7" | "8");
    let all: Vec<&str> = numbers.split(';').collect();
    let is_colour = all.first().is_some_and(|one| matches!(*one, "38" | "48"));
    (all.iter().all(|one| is_number(one) && (is_colour || !is_harmful(one))))
        .then_some(COLOUR.0.len() + numbers.len() + COLOUR.1.len_utf8())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_terminal_would_obey_is_shown() {
        assert_eq!(visible("一\t二\n", false), "一\t二\n");
        assert_eq!(visible("\u{1B}]0;x\u{7}", true), "\\u{1B}]0;x\\u{7}");
        assert_eq!(visible("\u{9B}31m\r\u{7F}", true), "\\u{9B}31m\\u{D}\\u{7F}");
        assert_eq!(visible("\u{202E}cba\u{2069}", true), "\\u{202E}cba\\u{2069}");
    }

    #[test]
    fn colours_go_through_where_they_are_meant_and_nothing_else() {
        for colour in ["\u{1B}[0m", "\u{1B}[1m", "\u{1B}[m", "\u{1B}[38;5;8m", "\u{1B}[1;31m"] {
            assert_eq!(visible(colour, true), colour);
            assert!(visible(colour, false).starts_with("\\u{1B}["));
        }
        for other in ["\u{1B}[8m", "\u{1B}[2J", "\u{1B}[1;7m", "\u{1B}[", "\u{1B}[1;1H m"] {
            assert!(visible(other, true).starts_with("\\u{1B}["), "{other:?}");
        }
    }

    #[test]
    fn json_means_what_it_meant() {
        let value = serde_json::json!({ "甲": "\u{1B}\u{9B}\u{202E}\n乙" });
        let line = value.to_string();
        let shown = visible_json(&line);
        assert!(!shown.contains(is_hidden));
        assert_eq!(serde_json::from_str::<serde_json::Value>(&shown).expect("JSON"), value);
    }
}
