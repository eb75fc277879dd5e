//! Makes blocks of raw HTML.
//!
//! Saved essays are often written in `<p>` and `<br>`. Where an HTML block holds no more than
//! paragraphs, headings, lists and quotations, it becomes such, and its text is text like
//! any other: comparisons in it are found. Tables, `<pre>` and the like stay HTML, cleaned.

use std::ops::Range;

use super::scan::{Piece, Tag, scan};
use super::scheme::is_safe_link;
use super::{decode_reference, is_swallowed, references};
use crate::diagnostic::Diagnostic;
use crate::load::essay::Block;
use crate::load::outline::{HeadingIds, LEVELS_MAX, Outline};
use crate::load::prose::Writer;
use crate::load::token::Token;
use crate::source::Span;
use crate::text_map::TextMap;

/// The text of an HTML block, the marks of quotations around it left off.
#[derive(Debug, Default)]
pub(crate) struct HtmlText {
    text: String,
    /// From `text` to the repaired text.
    map: TextMap,
}

impl HtmlText {
    /// Adds a line, which stands at `range` or stands for it.
    pub(crate) fn push(&mut self, text: &str, range: Range<usize>, repaired: &str) {
        if repaired[range.clone()] == *text {
            self.map.push_verbatim(range.into());
        } else {
            self.map.push_replaced(text.len(), range.into());
        }
        self.text.push_str(text);
    }
}

/// Writes an HTML block.
pub(crate) fn write(
    html: &HtmlText,
    writer: &mut Writer<'_>,
    outline: &mut Outline,
    ids: &mut HeadingIds,
) {
    let pieces = scan(&html.text);
    if pieces.iter().all(|(piece, range)| piece.is_nothing(&html.text[range.clone()])) {
        return;
    }
    let is_prose = pieces.iter().all(|(piece, _)| match piece {
        Piece::Tag(tag) if writer.trusts_html() => tag.is_bare_prose(),
        Piece::Tag(tag) => !STRUCTURES.contains(&tag.name.as_str()),
        Piece::Raw => !writer.trusts_html(),
        Piece::Text | Piece::Comment => true,
    });
    if is_prose || (!writer.trusts_html() && nesting(&pieces) > NESTING_MAX) {
        let mut reader = Reader {
            html,
            writer,
            outline,
            ids,
            tokens: Vec::new(),
            heading: None,
            open: Vec::new(),
        };
        reader.read(pieces);
    } else if writer.trusts_html() {
        outline.push(Block::Html(html.text.trim().to_owned()));
    } else {
        complain(html, &pieces, writer);
        let clean = super::clean(&html.text);
        if !clean.is_empty() {
            outline.push(Block::Html(clean));
        }
    }
}

/// Elements that are more than prose.
#[rustfmt::skip]
const STRUCTURES: [&str; 26] = [
    "table", "thead", "tbody", "tfoot", "tr", "td", "th", "caption", "col", "colgroup", "pre",
    "details", "summary", "dl", "dt", "dd", "form", "fieldset", "svg", "math", "canvas", "map",
    "area", "picture", "dialog", "menu",
];

/// Elements that end the paragraph before them and begin one.
#[rustfmt::skip]
const PARAGRAPHS: [&str; 18] = [
    "p", "div", "center", "section", "article", "header", "footer", "main", "aside", "nav",
    "figure", "figcaption", "address", "hgroup", "html", "head", "body", "object",
];

/// How deep elements of a block may nest for it to stay HTML. HTML's own rules for unclosed
/// elements take time that grows with the square of this.
const NESTING_MAX: usize = 200;

/// Elements that stand alone, or that the next of their kind ends.
#[rustfmt::skip]
const UNNESTED: [&str; 21] = [
    "area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "wbr",
    "p", "li", "tr", "td", "th", "dt", "dd", "tbody", "thead",
];

/// Returns how many elements are open at most.
fn nesting(pieces: &[(Piece, Range<usize>)]) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    for (piece, _) in pieces {
        match piece {
            Piece::Tag(tag) if UNNESTED.contains(&tag.name.as_str()) => {}
            Piece::Tag(tag) if tag.closes => depth = depth.saturating_sub(1),
            Piece::Tag(_) => depth += 1,
            Piece::Text | Piece::Raw | Piece::Comment => {}
        }
        deepest = deepest.max(depth);
    }
    deepest
}

impl Piece {
    fn is_nothing(&self, text: &str) -> bool {
        match self {
            Self::Comment => true,
            Self::Text => text.trim().is_empty(),
            Self::Tag(_) | Self::Raw => false,
        }
    }
}

impl Tag {
    /// Tells whether nothing is lost when a trusted tag is read as prose.
    fn is_bare_prose(&self) -> bool {
        let is_known = matches!(
            self.name.as_str(),
            "p" | "br" | "hr" | "ul" | "ol" | "li" | "blockquote" | "a" | "em" | "strong" | "img"
        ) || heading_level(&self.name).is_some();
        let is_bare = self
            .attributes
            .iter()
            .all(|(name, _)| matches!(name.as_str(), "href" | "src" | "alt" | "title"));
        is_known && is_bare
    }
}

fn heading_level(name: &str) -> Option<u8> {
    match name.as_bytes() {
        [b'h', digit @ b'1'..=b'6'] => Some(digit - b'0'),
        _ => None,
    }
}

/// Says what is dangerous in HTML that stays HTML.
fn complain(html: &HtmlText, pieces: &[(Piece, Range<usize>)], writer: &mut Writer<'_>) {
    for (piece, range) in pieces {
        let Piece::Tag(tag) = piece else { continue };
        if tag.closes {
            continue;
        }
        let span = html.map.to_base(range.clone());
        writer.complain(tag, span);
        for address in ["href", "src"].iter().filter_map(|name| tag.attribute(name)) {
            if !is_safe_link(address) {
                let diagnostic = Diagnostic::unsafe_link(writer.path(), writer.span(span), address);
                writer.diagnostics.push(diagnostic);
            }
        }
    }
}

/// Reads HTML as prose.
struct Reader<'r, 'a> {
    html: &'r HtmlText,
    writer: &'r mut Writer<'a>,
    outline: &'r mut Outline,
    ids: &'r mut HeadingIds,
    /// The prose so far.
    tokens: Vec<Token<'a>>,
    /// The level of the heading that is open.
    heading: Option<u8>,
    /// The lists, items and quotations that are open.
    open: Vec<&'static str>,
}

impl Reader<'_, '_> {
    fn read(&mut self, pieces: Vec<(Piece, Range<usize>)>) {
        for (piece, range) in pieces {
            match piece {
                Piece::Text => self.text(range),
                Piece::Tag(tag) => self.tag(tag, range),
                Piece::Raw | Piece::Comment => {}
            }
        }
        self.end_prose();
        self.close_to(0);
    }

    fn tag(&mut self, tag: Tag, range: Range<usize>) {
        let name = tag.name.as_str();
        let span = self.html.map.to_base(range);
        let level = heading_level(name);
        if level.is_some() || PARAGRAPHS.contains(&name) {
            self.begin_block(&tag, span);
            self.heading = level.filter(|_| !tag.closes);
        } else if let Some(&container) = CONTAINERS.iter().find(|&&container| container == name) {
            self.begin_block(&tag, span);
            self.container(container, &tag);
        } else if name == "hr" {
            self.begin_block(&tag, span);
            self.outline.push(Block::Rule);
        } else if name == "br" && self.follows_break() {
            // An empty line is how such pages part their paragraphs.
            self.end_prose();
        } else {
            // What is raw to the scanner has lost its content already.
            let is_gone = is_swallowed(name) && !matches!(name, "template" | "noscript" | "select");
            if !is_gone {
                self.tokens.push(Token::Tag(tag, span));
            } else if !tag.closes {
                self.writer.complain(&tag, span);
            }
        }
    }

    fn begin_block(&mut self, tag: &Tag, span: Span) {
        self.end_prose();
        if !tag.closes {
            self.writer.complain(tag, span);
        }
    }

    fn container(&mut self, name: &'static str, tag: &Tag) {
        if tag.closes {
            if let Some(depth) = self.open.iter().rposition(|&open| open == name) {
                self.close_to(depth);
            }
            return;
        }
        if name == "li" {
            let list = self.open.iter().rposition(|&open| matches!(open, "ul" | "ol"));
            let Some(list) = list else { return };
            self.close_to(list + 1);
            self.outline.open_item();
        } else if self.open.len() >= LEVELS_MAX {
            return;
        } else if name == "blockquote" {
            self.outline.open_quote(None);
        } else {
            let start = tag.attribute("start").and_then(|start| start.trim().parse().ok());
            self.outline.open_list((name == "ol").then(|| start.unwrap_or(1)));
        }
        self.open.push(name);
    }

    fn close_to(&mut self, depth: usize) {
        while self.open.len() > depth {
            self.open.pop();
            self.outline.close();
        }
    }

    fn text(&mut self, range: Range<usize>) {
        let mut start = range.start;
        for (index, line) in self.html.text[range.clone()].split_inclusive('\n').enumerate() {
            let begins_line = index > 0 || self.tokens.is_empty() || self.follows_break();
            let ends_line = line.ends_with('\n');
            let line_end = start + line.len();
            let line = if ends_line { line.trim_end() } else { line };
            let text = if begins_line { line.trim_start() } else { line };
            let text_start = start + line.len() - text.len();
            self.line(text, text_start);
            if ends_line && !self.tokens.is_empty() {
                let span = self.html.map.to_base(line_end - 1..line_end);
                self.tokens.push(Token::SoftBreak(span));
            }
            start = line_end;
        }
    }

    fn line(&mut self, line: &str, start: usize) {
        let repaired = self.writer.repaired();
        let mut at = start;
        for (part, is_reference) in references(line) {
            let span = self.html.map.to_base(at..at + part.len());
            at += part.len();
            self.tokens.push(if is_reference {
                Token::Replaced(decode_reference(part).into_owned().into(), span)
            } else if repaired[span.range()] == *part {
                Token::Copied(span)
            } else {
                Token::Replaced(part.to_owned().into(), span)
            });
        }
    }

    /// Tells whether the prose so far ends with a `<br>`.
    fn follows_break(&self) -> bool {
        let mut backwards = self.tokens.iter().rev();
        let last = backwards.find(|token| !matches!(token, Token::SoftBreak(_)));
        matches!(last, Some(Token::Tag(tag, _)) if tag.name == "br")
    }

    /// Writes the prose so far, if there is any.
    fn end_prose(&mut self) {
        let mut tokens = std::mem::take(&mut self.tokens);
        self.trim_end(&mut tokens);
        let level = self.heading.take();
        let Some(prose) = self.writer.write(tokens) else { return };
        self.outline.push(match level {
            None => Block::Paragraph(prose),
            Some(level) => {
                let id = self.ids.make(&self.writer.text[prose.passage.range()]);
                Block::Heading { level, id, prose }
            }
        });
    }

    fn trim_end(&self, tokens: &mut Vec<Token<'_>>) {
        while let Some(last) = tokens.last_mut() {
            match last {
                Token::SoftBreak(_) => {}
                Token::Tag(tag, _) if tag.name == "br" => {}
                Token::Copied(span) => {
                    span.end = span.start + self.writer.repaired()[span.range()].trim_end().len();
                    if span.start < span.end {
                        break;
                    }
                }
                _ => break,
            }
            tokens.pop();
        }
    }
}

/// Elements that hold blocks.
const CONTAINERS: [&str; 4] = ["blockquote", "li", "ol", "ul"];
