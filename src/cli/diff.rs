//! What changes in a file, as `diff -u` has it.

use anstyle::{AnsiColor, Style};
use similar::{ChangeTag, TextDiff};

/// How many lines of what stays are shown around what changes.
const CONTEXT_LINES: usize = 2;
/// How many characters of a line are shown: a flattened essay is a line of many pages.
const SHOWN_MAX: usize = 200;

/// Returns the unified diff of two texts of the file `path`; empty if they are the same.
///
/// Invisible characters are shown as escapes, for they may be all that changes.
pub(super) fn unified(path: &str, old: &str, new: &str, colour: bool) -> String {
    let diff = TextDiff::from_lines(old, new);
    let mut text = String::new();
    let mut line = |style: Style, words: &str| {
        let style = if colour { style } else { Style::new() };
        text.push_str(&format!("{style}{words}{style:#}\n"));
    };
    for (number, hunk) in diff.unified_diff().context_radius(CONTEXT_LINES).iter_hunks().enumerate()
    {
        if number == 0 {
            line(HEAD, &format!("--- {path}"));
            line(HEAD, &format!("+++ {path}"));
        }
        line(PLACE, &hunk.header().to_string());
        for change in hunk.iter_changes() {
            let (mark, style) = match change.tag() {
                ChangeTag::Delete => ('-', OLD),
                ChangeTag::Insert => ('+', NEW),
                ChangeTag::Equal => (' ', Style::new()),
            };
            let words = shown(change.value());
            line(style, &format!("{mark}{words}"));
            if change.missing_newline() {
                line(Style::new(), "\\ No newline at end of file");
            }
        }
    }
    text
}

const HEAD: Style = Style::new().bold();
const PLACE: Style = AnsiColor::Cyan.on_default();
const OLD: Style = AnsiColor::Red.on_default();
const NEW: Style = AnsiColor::Green.on_default();

fn shown(line: &str) -> String {
    let line = line.strip_suffix('\n').unwrap_or(line);
    let mut shown = String::with_capacity(line.len());
    for (count, letter) in line.chars().enumerate() {
        if count == SHOWN_MAX {
            shown.push_str(&format!("… ({} more)", line.chars().count() - count));
            break;
        }
        match letter {
            '\t' => shown.push(letter),
            '\r' => shown.push_str("\\r"),
            _ if letter.is_control() || is_invisible(letter) => {
                shown.push_str(&format!("\\u{{{:X}}}", u32::from(letter)));
            }
            _ => shown.push(letter),
        }
    }
    shown
}

fn is_invisible(letter: char) -> bool {
    matches!(letter,
        '\u{A0}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{2069}'
        | '\u{FEFF}')
}
