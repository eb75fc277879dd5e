//! What stands between two lines of a paragraph when they are shown as one.
//!
//! A browser shows a line's end as a space, which Chinese and Japanese do not have.

/// Stands for a picture or the like where a character is asked for.
pub(crate) const OBJECT: char = '\u{FFFC}';

/// Tells whether a space stands between two lines that are shown as one.
pub(crate) fn needs_space(before: Option<char>, after: Option<char>) -> bool {
    let (Some(before), Some(after)) = (before, after) else { return false };
    if before.is_whitespace() || after.is_whitespace() {
        return false;
    }
    let is_joined = is_wide(before) && (is_wide(after) || may_be_wide(after))
        || may_be_wide(before) && is_wide(after);
    !is_joined
}

/// Tells whether a character is of a script written without spaces: Han, kana, bopomofo,
/// Yi, and their punctuation; not Hangul.
fn is_wide(character: char) -> bool {
    matches!(
        character,
        '\u{2E80}'..='\u{312F}'
            | '\u{3190}'..='\u{31FF}'
            | '\u{3220}'..='\u{A4CF}'
            | '\u{F900}'..='\u{FAFF}'
            | '\u{FE10}'..='\u{FE1F}'
            | '\u{FE30}'..='\u{FE4F}'
            | '\u{FF01}'..='\u{FF9F}'
            | '\u{FFE0}'..='\u{FFE6}'
            | '\u{1B000}'..='\u{1B16F}'
            | '\u{20000}'..='\u{3FFFD}'
    )
}

/// Tells whether a character is wide beside a wide one: what Chinese and Latin share.
fn may_be_wide(character: char) -> bool {
    matches!(character, '‘' | '’' | '“' | '”' | '—' | '…' | '·' | OBJECT)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_chinese_are_joined_without_a_space() {
        for (before, after, space) in [
            ('中', '文', false),
            ('。', 'カ', false),
            ('中', '“', false),
            ('…', '中', false),
            ('中', 'a', true),
            ('1', '中', true),
            ('a', 'b', true),
            ('”', '“', true),
            ('한', '국', true),
            ('中', '한', true),
            ('\n', 'a', false),
        ] {
            assert_eq!(needs_space(Some(before), Some(after)), space, "{before}{after}");
        }
        assert!(!needs_space(None, Some('a')));
    }
}
