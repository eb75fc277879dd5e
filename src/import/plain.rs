//! Text without markup: its first line is its title, a blank line or an indent parts paragraphs.

use super::entry::{Entry, Essay};
use super::header::Header;
use super::markdown::escape;
use super::{address, moment};

/// A longer line, or one that ends as a sentence does, is no title.
const TITLE_CHARACTERS_MAX: usize = 60;
/// How many lines below the title may say who wrote it, and when.
const BYLINES_MAX: usize = 5;
/// Lines no longer than this many columns may have been cut by an editor.
const WRAPPED_COLUMNS_MAX: usize = 100;
/// What share of a text's lines, in percent, are nearly as long as the longest where they were.
const FULL_LINES_MIN: usize = 60;

/// Makes an essay of a text.
pub(super) fn read(entry: &Entry<'_>) -> Essay {
    let text =
        entry.text.replace("\r\n", "\n").replace(['\r', '\u{2028}'], "\n").replace('\u{C}', "\n");
    let mut lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    let first = lines.iter().position(|line| !bare(line).is_empty()).unwrap_or(lines.len());
    lines.drain(..first);
    let mut header = Header::default();
    let is_title = lines.first().is_some_and(|line| {
        let line = bare(line);
        line.chars().count() <= TITLE_CHARACTERS_MAX
            && !line.ends_with(['。', '，', '；', '：', ','])
    });
    // A text of one line alone is a text.
    if is_title && lines.iter().skip(1).any(|line| !bare(line).is_empty()) {
        header.title = bare(lines.remove(0)).trim_start_matches('#').trim().to_owned();
        take_bylines(&mut lines, &mut header, entry);
    }
    if header.title.is_empty() {
        header.title = entry.path.stem().to_owned();
    }
    let name = header.title.clone();
    Essay { header, text: paragraphs(&lines).join("\n\n"), name, diagnostics: Vec::new() }
}

fn bare(line: &str) -> &str {
    line.trim_matches(|one: char| one.is_whitespace() || one == '\u{FEFF}')
}

/// What lines below a title say, and of what.
const LABELS: [(&str, &str); 12] = [
    ("作者", "name"),
    ("撰文", "name"),
    ("文/", "name"),
    ("By ", "name"),
    ("Author", "name"),
    ("时间", "time"),
    ("日期", "time"),
    ("发布时间", "time"),
    ("Date", "time"),
    ("来源", "url"),
    ("原文", "url"),
    ("链接", "url"),
];

fn take_bylines(lines: &mut Vec<&str>, header: &mut Header, entry: &Entry<'_>) {
    for _ in 0..BYLINES_MAX {
        let Some(at) = lines.iter().position(|line| !bare(line).is_empty()) else { return };
        let line = bare(lines[at]);
        let label = LABELS.iter().find(|(label, _)| line.starts_with(label));
        let value = label
            .map_or(line, |(label, _)| line[label.len()..].trim_start_matches([':', '：', ' ']));
        let is_address = address::Address::parse(value).is_some();
        let time = moment::read(value, entry.config).filter(|_| value.chars().count() < 30);
        match label.map(|&(_, key)| key) {
            Some("name") if header.name.is_none() && !value.is_empty() => {
                header.name = Some(value.to_owned());
            }
            Some("time") | None if header.time.is_none() && time.is_some() => header.time = time,
            Some("url") | None if header.url.is_none() && is_address => {
                header.url = Some(value.to_owned());
            }
            _ => return,
        }
        lines.drain(..=at);
    }
}

/// Joins lines to paragraphs.
fn paragraphs(lines: &[&str]) -> Vec<String> {
    let is_wrapped = is_wrapped(lines);
    let has_gaps = lines.iter().any(|line| bare(line).is_empty());
    let has_indents = lines.iter().any(|line| is_indented(line));
    let mut paragraphs: Vec<String> = Vec::new();
    let mut goes_on = false;
    for line in lines {
        let text = bare(line);
        if text.is_empty() {
            goes_on = false;
            continue;
        }
        let begins = is_indented(line) || !(is_wrapped && (has_gaps || has_indents));
        let escaped = escape::text(text);
        match paragraphs.last_mut() {
            Some(last) if goes_on && !begins => {
                let is_wide = |one: Option<char>| one.is_some_and(|one| one >= '\u{2E80}');
                if !(is_wide(last.chars().next_back()) && is_wide(escaped.chars().next())) {
                    last.push(' ');
                }
                last.push_str(&escaped);
            }
            _ => paragraphs.push(escape::line_start(&escaped)),
        }
        goes_on = true;
    }
    paragraphs
}

fn is_indented(line: &str) -> bool {
    line.starts_with("\u{3000}")
        || line.starts_with("  ")
        || line.starts_with('\t')
        || line.starts_with("\u{A0}\u{A0}")
}

/// Tells whether an editor cut the lines at some width, and not their writer.
fn is_wrapped(lines: &[&str]) -> bool {
    let width = |line: &&str| unicode_width::UnicodeWidthStr::width(bare(line));
    let widths: Vec<usize> = lines.iter().map(width).collect();
    let most = widths.iter().copied().max().unwrap_or(0);
    // The last line of a paragraph is as long as it is.
    let inner: Vec<usize> =
        widths.windows(2).filter(|pair| pair[0] > 0 && pair[1] > 0).map(|pair| pair[0]).collect();
    let full = inner.iter().filter(|&&width| width * 10 >= most * 8).count();
    most <= WRAPPED_COLUMNS_MAX && inner.len() > 1 && full * 100 >= inner.len() * FULL_LINES_MIN
}
