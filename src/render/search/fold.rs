//! Brings text and queries into one form, in which they are compared character by character.
//!
//! Width, case, accents and compatibility forms are folded away (NFKD, lower case, marks
//! dropped), and so is everything that is no letter or digit: 从“失控”论 is 从失控论 and
//! 做 O2O 比 is 做o2o比. Only between two words of a script that parts its words by spaces
//! does one space stand for whatever parts them. `static/found.js` does the very same.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Gives each character of the folded text to `push`.
pub fn fold(text: &str, mut push: impl FnMut(char)) {
    let mut last: Option<char> = None;
    let mut gap = false;
    let mut emit = |c: char, gap: &mut bool| {
        if *gap && !is_unspaced(c) && last.is_some_and(|last| !is_unspaced(last)) {
            push(' ');
        }
        *gap = false;
        last = Some(c);
        push(c);
    };
    for c in text.chars() {
        match c {
            // Almost all of an essay: characters that fold to themselves.
            '\u{4E00}'..='\u{9FFF}' | 'a'..='z' | '0'..='9' => emit(c, &mut gap),
            'A'..='Z' => emit(c.to_ascii_lowercase(), &mut gap),
            _ if c.is_ascii() => gap = true,
            _ if is_invisible(c) => {}
            _ => {
                for c in std::iter::once(c).nfkd().flat_map(char::to_lowercase) {
                    if is_combining_mark(c) {
                        continue;
                    }
                    if c.is_alphanumeric() { emit(c, &mut gap) } else { gap = true }
                }
            }
        }
    }
}

/// Returns the folded text.
pub fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    fold(text, |c| folded.push(c));
    folded
}

/// Tells whether a character is of a script that does not part its words: Han and kana.
fn is_unspaced(c: char) -> bool {
    matches!(
        c,
        '\u{3005}'..='\u{3007}'
            | '\u{3040}'..='\u{30FF}'
            | '\u{3400}'..='\u{9FFF}'
            | '\u{20000}'..='\u{3FFFF}'
    )
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}')
}

#[cfg(test)]
mod tests {
    use super::folded;

    #[test]
    fn width_case_accents_and_marks_are_folded() {
        for (text, expected) in [
            ("从“失控”论看，为什么", "从失控论看为什么"),
            ("腾讯 做 Ｏ２Ｏ\u{200B} 比", "腾讯做o2o比"),
            ("Don’t  panic — Café", "don t panic cafe"),
            ("微信5.0版 vs. QQ", "微信5 0版vs qq"),
            ("（……）", ""),
            ("Ⅳ ﬁ ㈱ ガ", "iv fi株カ"),
        ] {
            assert_eq!(folded(text), expected, "{text}");
        }
    }
}
