//! Text of an essay for a terminal, with its sides marked.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};

use crate::load::essay::Passage;

/// How what is printed looks.
#[derive(Clone, Copy, Debug)]
pub(super) struct Paint {
    /// The sides, one after the other, and then again from the first.
    sides: [Style; 4],
    /// The words that show a comparison.
    cue: Style,
    /// A title.
    pub(super) title: Style,
    /// What is of less weight.
    pub(super) aside: Style,
}

impl Paint {
    /// Without any colour.
    pub(super) const PLAIN: Self = Self {
        sides: [Style::new(); 4],
        cue: Style::new(),
        title: Style::new(),
        aside: Style::new(),
    };
    /// In the terminal's own colours.
    pub(super) const COLOURED: Self = Self {
        sides: [
            AnsiColor::Cyan.on_default().bold(),
            AnsiColor::Magenta.on_default().bold(),
            AnsiColor::Yellow.on_default().bold(),
            AnsiColor::Green.on_default().bold(),
        ],
        cue: Style::new().underline(),
        title: Style::new().bold(),
        aside: Style::new().dimmed(),
    };

    /// Returns words in the colour of a side.
    pub(super) fn side(&self, number: usize, words: &str) -> String {
        let style = self.sides[number % self.sides.len()];
        format!("{style}{}{style:#}", clean(words))
    }
}

/// Returns a passage of a text with `⟦⟧` around the sides, which are given with their
/// numbers; what lies outside the passage is left out.
pub(super) fn marked(
    text: &str,
    passage: Passage,
    sides: &[(Passage, usize)],
    cues: &[Passage],
    paint: &Paint,
) -> String {
    let cues = cues.iter().map(|&cue| (cue, None));
    let mut marks: Vec<(Passage, Option<usize>)> =
        sides.iter().map(|&(side, number)| (side, Some(number))).chain(cues).collect();
    marks.retain(|(mark, _)| passage.contains(*mark));
    // A side goes before a cue that begins with it.
    marks.sort_by_key(|&(mark, number)| (mark.start, number.is_none()));
    let mut line = String::new();
    let mut at = passage.start;
    for (mark, number) in marks {
        if mark.start < at {
            continue;
        }
        line.push_str(&clean(words(text, at, mark.start)));
        let inner = words(text, mark.start, mark.end);
        let _ = match number {
            Some(number) => write!(line, "⟦{}⟧", paint.side(number, inner)),
            None => write!(line, "{}{}{:#}", paint.cue, clean(inner), paint.cue),
        };
        at = mark.end;
    }
    line.push_str(&clean(words(text, at, passage.end)));
    line.trim().to_owned()
}

fn words(text: &str, start: usize, end: usize) -> &str {
    text.get(start..end).unwrap_or_default()
}

/// Returns words that do nothing to a terminal and stay on their line: an essay is another's
/// text.
pub(super) fn clean(words: &str) -> String {
    let shown = |char: char| match char {
        '\n' | '\t' | '\r' => ' ',
        _ if char.is_control() => char::REPLACEMENT_CHARACTER,
        _ => char,
    };
    words.chars().map(shown).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str, sides: &[&str], cue: &str, paint: &Paint) -> String {
        let place = |words: &str| {
            let start = text.find(words).expect("the words are there");
            Passage::new(start, start + words.len())
        };
        let sides: Vec<_> =
            sides.iter().enumerate().map(|(number, side)| (place(side), number)).collect();
        marked(text, Passage::new(0, text.len()), &sides, &[place(cue)], paint)
    }

    #[test]
    fn sides_are_marked_in_colour_and_in_signs() {
        let text = "微信比\n支付宝\u{1b}[2J开放";
        let plain = line(text, &["微信", "支付宝"], "比", &Paint::PLAIN);
        assert_eq!(plain, "⟦微信⟧比 ⟦支付宝⟧\u{fffd}[2J开放");
        let coloured = line(text, &["微信", "支付宝"], "比", &Paint::COLOURED);
        assert!(coloured.starts_with("⟦\u{1b}[1m\u{1b}[36m微信\u{1b}[0m⟧\u{1b}[4m比\u{1b}[0m"));
        // A cue within a side, and a side within another, are not marked twice.
        let nested = line("像中国的谷歌", &["中国的谷歌", "谷歌"], "中国的", &Paint::PLAIN);
        assert_eq!(nested, "像⟦中国的谷歌⟧");
    }
}
