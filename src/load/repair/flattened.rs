//! Finds a first paragraph that is the whole text squeezed together: what a page's
//! description or a careless copy holds, followed by the text in its paragraphs.
//!
//! The squeezed paragraph may be cut short, and may hold what the paragraphs lack: headings
//! above all. It is compared by its visible characters, spaces left out, and is taken for
//! squeezed only when the paragraphs that follow make up most of it, in its order, so that
//! nothing is lost with it.

use std::ops::Range;

use crate::load::front_matter::FrontMatter;
use crate::load::line::{self, Lines};
use crate::source::Span;

use super::{Edit, Finding, Mending, Part, letters};

/// The least characters of a squeezed paragraph; a shorter one may be said twice on purpose.
const CHARACTERS_MIN: usize = 40;
/// The most bytes that may stand in it between two paragraphs: a heading, or some lines.
const GAP_BYTES_MAX: usize = 600;
/// How many times its own length a paragraph may be from where it is expected; a short one
/// would else be found by chance.
const GAP_BY_LENGTH: usize = 4;
/// The share of it, in percent, that the paragraphs must make up.
const SHARE_MIN: usize = 80;
/// The most paragraphs in a row that may be missing from it: captions, inserted notes.
const MISSING_MAX: usize = 3;
/// The most characters of a heading.
const HEADING_CHARACTERS_MAX: usize = 40;
/// The most characters of one that asks; longer questions are mostly the text's own.
const QUESTION_CHARACTERS_MAX: usize = 20;

/// Finds a squeezed first paragraph.
pub(super) fn find(text: &str, front_matter: &FrontMatter) -> Option<Mending> {
    let blocks = blocks(text);
    let first = blocks.iter().position(|block| !block.key(text).is_empty())?;
    let (squeezed, rest) = (&blocks[first], &blocks[first + 1..]);
    let key = squeezed.key(text);
    if squeezed.kind != Kind::Text || key.characters() < CHARACTERS_MIN {
        return None;
    }
    // Said over and over, a paragraph is taken out at once but for the last time.
    let times = rest
        .iter()
        .take_while(|block| block.kind == Kind::Text && block.key(text).text == key.text)
        .count();
    if times > 0 {
        let last = rest[times - 1].span.start;
        return Some(Mending {
            edits: vec![Edit::delete(Span::new(squeezed.span.start, last))],
            findings: vec![Finding::Flattened(squeezed.span)],
        });
    }
    let found = follow(&key, rest, text)?;
    Some(mend(text, squeezed, rest, &key, &found, front_matter))
}

/// Lines without a blank one between them.
#[derive(Debug)]
struct Block {
    span: Span,
    kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// Running text.
    Text,
    /// A heading, list, quotation, picture, …
    Other,
    /// Fenced code.
    Code,
}

fn blocks(text: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut is_open = false;
    for line in Lines::new(text) {
        let words = &text[line.span.range()];
        if words.trim().is_empty() && !line.is_code {
            is_open = false;
            continue;
        }
        let kind = match line.is_code {
            true => Kind::Code,
            false if line::is_text(words) => Kind::Text,
            false => Kind::Other,
        };
        match blocks.last_mut() {
            Some(last) if is_open && (last.kind == Kind::Code) == line.is_code => {
                last.span.end = line.span.end;
            }
            _ => blocks.push(Block { span: line.span, kind }),
        }
        is_open = true;
    }
    blocks
}

impl Block {
    /// Returns the block's visible characters, without those that mark lists, quotations
    /// and headings.
    fn key(&self, text: &str) -> Key {
        let mut key = Key::default();
        if self.kind == Kind::Code {
            return key;
        }
        let mut start = self.span.start;
        for line in text[self.span.range()].split_inclusive('\n') {
            let marked = line.trim_start_matches(['>', '#', '-', '+', '*', ' ', '\t']);
            let offset = start + line.len() - marked.len();
            for (at, character) in line::visible(marked) {
                if !character.is_whitespace() {
                    key.push(character, offset + at);
                }
            }
            start += line.len();
        }
        key
    }
}

/// Characters without their spaces, each byte with its offset in the text.
#[derive(Debug, Default)]
struct Key {
    text: String,
    offsets: Vec<usize>,
}

impl Key {
    fn push(&mut self, character: char, offset: usize) {
        self.text.push(character);
        self.offsets.extend((0..character.len_utf8()).map(|byte| offset + byte));
    }

    fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    fn characters(&self) -> usize {
        self.text.chars().count()
    }

    /// Returns where a range of the key stands in the text.
    fn place(&self, range: Range<usize>) -> Span {
        match (self.offsets.get(range.start), self.offsets.get(range.end.wrapping_sub(1))) {
            (Some(&start), Some(&last)) if range.start < range.end => Span::new(start, last + 1),
            _ => Span::new(0, 0),
        }
    }
}

/// A block found in the squeezed paragraph, and where in its key.
#[derive(Debug)]
struct Match {
    block: usize,
    range: Range<usize>,
}

/// How the squeezed paragraph is made up.
#[derive(Debug)]
struct Found {
    matches: Vec<Match>,
    /// Where in its key that begins which no block holds.
    tail: usize,
}

/// Follows the blocks through the squeezed paragraph; `None` when it is not made of them.
fn follow(key: &Key, blocks: &[Block], text: &str) -> Option<Found> {
    let squeezed = key.text.as_str();
    let mut matches: Vec<Match> = Vec::new();
    let (mut at, mut missing, mut is_cut) = (0, 0, false);
    for (index, block) in blocks.iter().enumerate() {
        let part = block.key(text).text;
        if part.is_empty() {
            continue;
        }
        let rest = &squeezed[at..];
        let gap = GAP_BYTES_MAX.min(part.len().saturating_mul(GAP_BY_LENGTH));
        let window = &rest[..rest.floor_char_boundary(gap + part.len())];
        if let Some(start) = window.find(&part) {
            matches.push(Match { block: index, range: at + start..at + start + part.len() });
            at += start + part.len();
            missing = 0;
        } else if is_beginning(rest, &part) {
            is_cut = true;
        } else {
            missing += 1;
        }
        if is_cut || at == squeezed.len() || missing > MISSING_MAX {
            break;
        }
    }
    let tail = if is_cut { squeezed.len() } else { at };
    is_made_up(squeezed, &matches, tail, is_cut).then_some(Found { matches, tail })
}

/// Tells whether a paragraph that was cut short ends within `part`.
fn is_beginning(rest: &str, part: &str) -> bool {
    let rest = rest.trim_end_matches(['.', '…', '。']);
    !rest.is_empty() && part.starts_with(rest)
}

fn is_made_up(squeezed: &str, matches: &[Match], tail: usize, is_cut: bool) -> bool {
    let mut share: usize = matches.iter().map(|found| found.range.len()).sum();
    if is_cut {
        share += squeezed.len() - matches.last().map_or(0, |last| last.range.end);
    }
    let is_whole =
        share * 100 >= squeezed.len() * SHARE_MIN && squeezed.len() - tail <= GAP_BYTES_MAX;
    // What is cut short within its second paragraph has matched but one.
    is_whole && (matches.len() > 1 || is_cut && !matches.is_empty())
}

/// Takes the squeezed paragraph out and puts back what only it holds.
fn mend(
    text: &str,
    squeezed: &Block,
    rest: &[Block],
    key: &Key,
    found: &Found,
    front_matter: &FrontMatter,
) -> Mending {
    let end = rest.first().map_or(text.len(), |block| block.span.start);
    let mut edits = vec![Edit::delete(Span::new(squeezed.span.start, end))];
    let mut findings = vec![Finding::Flattened(squeezed.span)];
    let title = letters(&front_matter.title);
    let is_lost = |words: &str| {
        let letters = letters(words);
        !letters.is_empty() && letters != title
    };
    let mut at = 0;
    for Match { block, range } in &found.matches {
        let place = key.place(at..range.start);
        at = range.end;
        if !is_lost(&text[place.range()]) {
            continue;
        }
        let is_heading = is_heading(&text[place.range()], front_matter);
        let mut with = if is_heading { vec![Part::New("## ")] } else { Vec::new() };
        with.extend(on_one_line(text, place));
        with.push(Part::New("\n\n"));
        edits.push(Edit::insert(rest[*block].span.start, with));
        findings.push(match is_heading {
            true => Finding::LostHeading(place),
            false => Finding::LostText(place),
        });
    }
    let tail = key.place(found.tail..key.text.len());
    if let Some(last) = found.matches.last().filter(|_| is_lost(&text[tail.range()])) {
        let mut with = vec![Part::New("\n\n")];
        with.extend(on_one_line(text, tail));
        edits.push(Edit::insert(rest[last.block].span.end, with));
        findings.push(Finding::LostText(tail));
    }
    for span in standing_headings(text, rest, front_matter) {
        edits.extend(make_heading(text, span));
        findings.push(Finding::AssumedHeading(span));
    }
    Mending { edits, findings }
}

/// Returns the parts of a span, its lines joined by spaces.
fn on_one_line(text: &str, span: Span) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut start = span.start;
    for line in text[span.range()].split_inclusive('\n') {
        let words = line.trim();
        let indent = line.len() - line.trim_start().len();
        if !words.is_empty() {
            if !parts.is_empty() {
                parts.push(Part::New(" "));
            }
            parts.push(Part::Copy(Span::new(start + indent, start + indent + words.len())));
        }
        start += line.len();
    }
    parts
}

/// Finds the paragraphs that read as headings: short, alone, and before running text.
///
/// Where headings are marked, a line that is not is none.
fn standing_headings(text: &str, blocks: &[Block], front_matter: &FrontMatter) -> Vec<Span> {
    if blocks.iter().any(|block| text[block.span.range()].starts_with('#')) {
        return Vec::new();
    }
    let reads_so: Vec<bool> = blocks
        .iter()
        .map(|block| {
            block.kind == Kind::Text && is_heading(&text[block.span.range()], front_matter)
        })
        .collect();
    // Short lines in a row are verse, a list or a signature.
    let is_alone = |index: usize| {
        let neighbours = [index.checked_sub(1), Some(index + 1)];
        neighbours.iter().flatten().all(|&other| reads_so.get(other) != Some(&true))
    };
    let is_followed =
        |index: usize| blocks.get(index + 1).is_some_and(|next| next.kind == Kind::Text);
    (0..blocks.len())
        .filter(|&index| reads_so[index] && is_alone(index) && is_followed(index))
        .map(|index| blocks[index].span)
        .collect()
}

/// Words with which a line names its author or source.
const BYLINES: [&str; 10] =
    ["作者", "来源", "来自", "编辑", "责编", "责任编辑", "文/", "文|", "图", "微信"];

/// Tells whether words read as a heading: one short line without a sentence's end, unless
/// it is a question.
fn is_heading(words: &str, front_matter: &FrontMatter) -> bool {
    let words = words.trim();
    let ends_sentence = words
        .trim_end_matches(['”', '"', '’', '」', '』', '*', ')', '）'])
        .ends_with(['。', '！', '!', '；', ';', '，', ',', '、', '：', ':', '…', '.', '—']);
    let is_byline = words.contains(['：', ':', '/', '|'])
        && BYLINES.iter().any(|byline| words.starts_with(byline));
    let is_name = front_matter.name.as_deref().is_some_and(|name| letters(name) == letters(words));
    let is_question = words.ends_with(['？', '?']);
    let characters_max = if is_question { QUESTION_CHARACTERS_MAX } else { HEADING_CHARACTERS_MAX };
    !words.contains(['\n', '['])
        && words.chars().count() <= characters_max
        && words.contains(char::is_alphabetic)
        && !ends_sentence
        && !is_byline
        && !is_name
}

/// Makes a heading of a line; one that is all bold is bold no more.
fn make_heading(text: &str, span: Span) -> Vec<Edit> {
    let words = &text[span.range()];
    let mut edits = vec![Edit::insert(span.start, vec![Part::New("## ")])];
    let bold = words.strip_prefix("**").and_then(|words| words.strip_suffix("**"));
    if bold.is_some_and(|inner| !inner.is_empty() && !inner.contains('*')) {
        edits.push(Edit::delete(Span::new(span.start, span.start + 2)));
        edits.push(Edit::delete(Span::new(span.end - 2, span.end)));
    }
    edits
}
