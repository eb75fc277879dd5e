//! Writes proses: from a row of tokens to text, its map, and balanced inlines.
//!
//! Knows neither Markdown's nor HTML's syntax, only what they come to. Two readers feed it:
//! [`crate::load::markdown`] and [`crate::load::html`].

use std::collections::BTreeSet;

use crate::diagnostic::Diagnostic;
use crate::load::essay::{Format, Image, Inline, Passage, Prose};
use crate::load::html::scan::Tag;
use crate::load::html::scheme;
use crate::load::html::{self, Element};
use crate::load::line_break::needs_space;
use crate::load::repair::Repaired;
use crate::load::token::{Token, closings, followers};
use crate::source::{SourcePath, Span};
use crate::text_map::TextMap;

/// The text of an essay as it grows.
pub(crate) struct Writer<'a> {
    /// All proses so far, each followed by a newline.
    pub(crate) text: String,
    /// From `text` to the source file.
    pub(crate) map: TextMap,
    /// What was found amiss.
    pub(crate) diagnostics: Vec<Diagnostic>,
    repaired: &'a Repaired,
    path: &'a SourcePath,
    trust_html: bool,
}

impl<'a> Writer<'a> {
    /// Begins an essay.
    pub(crate) fn new(repaired: &'a Repaired, path: &'a SourcePath, trust_html: bool) -> Self {
        Self {
            text: String::with_capacity(repaired.text.len()),
            map: TextMap::default(),
            diagnostics: Vec::new(),
            repaired,
            path,
            trust_html,
        }
    }

    /// Returns the text that is parsed.
    pub(crate) fn repaired(&self) -> &'a str {
        &self.repaired.text
    }

    /// Returns the file's path, for diagnostics.
    pub(crate) fn path(&self) -> &'a SourcePath {
        self.path
    }

    /// Tells whether HTML is shown as it is written.
    pub(crate) fn trusts_html(&self) -> bool {
        self.trust_html
    }

    /// Returns where a span of the repaired text stands in the file.
    pub(crate) fn span(&self, span: Span) -> Span {
        self.repaired.map.to_base(span.range())
    }

    /// Says what is dangerous about a tag, unless HTML is trusted.
    pub(crate) fn complain(&mut self, tag: &Tag, span: Span) {
        if let Some(fault) = html::fault(tag).filter(|_| !self.trust_html) {
            let span = self.span(span);
            self.diagnostics.push(Diagnostic::unsafe_html(self.path, span, &fault));
        }
    }

    /// Writes a prose; `None`, and nothing written, where there is nothing to be seen.
    pub(crate) fn write(&mut self, tokens: Vec<Token<'a>>) -> Option<Prose> {
        if tokens.iter().any(|token| token.is_seen(self.repaired(), self.trust_html)) {
            return Some(self.write_even_empty(tokens));
        }
        for token in &tokens {
            if let Token::Tag(tag, span) = token {
                self.complain(tag, *span);
            }
        }
        None
    }

    /// Writes a prose that has to be there, such as a table's cell.
    pub(crate) fn write_even_empty(&mut self, tokens: Vec<Token<'a>>) -> Prose {
        let start = self.text.len();
        let mut pen = Pen::new(self);
        pen.write(tokens);
        let mut inlines = pen.inlines;
        inlines.shrink_to_fit();
        let passage = Passage::new(start, self.text.len());
        // The newline stands for the place where the text before it ends.
        let end = self.map.to_base(self.text.len().saturating_sub(1)..self.text.len()).end;
        self.text.push('\n');
        self.map.push_replaced(1, Span::new(end, end));
        Prose { passage, inlines }
    }
}

/// How many elements of raw HTML may be open at once in a prose. More is no writing; the
/// limit keeps the search for what a closing tag closes short.
const HTML_DEPTH_MAX: usize = 32;

/// An element that is open at a place of a prose.
struct Opened {
    name: Name,
    is_link: bool,
    /// Whether its end has come, within an element of Markdown that still goes on.
    is_ended: bool,
}

/// What the end of an element is known by.
#[derive(PartialEq)]
enum Name {
    /// Of Markdown.
    Number(usize),
    /// Of raw HTML.
    Tag(String),
}

/// Writes one prose.
struct Pen<'w, 'a> {
    writer: &'w mut Writer<'a>,
    start: usize,
    inlines: Vec<Inline>,
    opened: Vec<Opened>,
    /// The numbers among `opened`.
    numbers: BTreeSet<usize>,
    /// How many of `opened` are of raw HTML.
    html_depth: usize,
    /// Whether a link is open: links do not nest.
    in_link: bool,
}

impl<'w, 'a> Pen<'w, 'a> {
    fn new(writer: &'w mut Writer<'a>) -> Self {
        Self {
            start: writer.text.len(),
            writer,
            inlines: Vec::new(),
            opened: Vec::new(),
            numbers: BTreeSet::new(),
            html_depth: 0,
            in_link: false,
        }
    }

    fn write(&mut self, tokens: Vec<Token<'a>>) {
        let closings = closings(&tokens);
        let followers = followers(&tokens, self.writer.repaired());
        let mut next = 0;
        for (index, token) in tokens.into_iter().enumerate() {
            if index < next {
                continue;
            }
            match token {
                Token::SoftBreak(span) => self.soft_break(followers[index], span),
                Token::Tag(tag, _) if tag.closes => self.close_tag(tag.name),
                Token::Tag(tag, span) => {
                    if self.tag(&tag, span) == Element::Swallowed {
                        let closing = closings.get(&tag.name).and_then(|all| {
                            all.get(all.partition_point(|&closing| closing < index)).copied()
                        });
                        next = closing.map_or(0, |closing| closing + 1);
                    }
                }
                other => self.token(other),
            }
        }
        self.close_to(0);
    }

    fn token(&mut self, token: Token<'a>) {
        match token {
            Token::Copied(span) => {
                let text = &self.writer.repaired()[span.range()];
                self.push(text, span, true, Inline::Text);
            }
            Token::Replaced(text, span) => self.push(&text, span, false, Inline::Text),
            Token::Code(text, span, is_copy) => self.push(&text, span, is_copy, Inline::Code),
            Token::HardBreak(span) => self.push("\n", span, false, Inline::Break),
            Token::Open(number, format) => self.open(Name::Number(number), format),
            Token::Close(number) => {
                if self.numbers.contains(&number) {
                    self.close(&Name::Number(number));
                }
            }
            Token::Image { destination, alt, title, span } => {
                self.image(destination.into_owned(), alt, title.into_owned(), span);
            }
            Token::Footnote(index) => self.inlines.push(Inline::FootnoteReference(index)),
            Token::SoftBreak(_) | Token::Tag(..) => {}
        }
    }

    fn push(&mut self, text: &str, span: Span, is_copy: bool, inline: fn(Passage) -> Inline) {
        if text.is_empty() {
            return;
        }
        let start = self.writer.text.len();
        self.writer.text.push_str(text);
        let end = self.writer.text.len();
        if is_copy {
            self.writer.map.push_through(&self.writer.repaired.map, span);
        } else {
            let base = self.writer.span(span);
            self.writer.map.push_replaced(text.len(), base);
        }
        let inline = inline(Passage::new(start, end));
        match (self.inlines.last_mut(), &inline) {
            (Some(Inline::Text(last)), Inline::Text(_)) => last.end = end,
            _ => self.inlines.push(inline),
        }
    }

    /// Joins two lines: with nothing within Chinese, else with a space.
    fn soft_break(&mut self, next: Option<char>, span: Span) {
        let before = self.writer.text[self.start..].chars().next_back();
        if needs_space(before, next) {
            self.push(" ", span, false, Inline::Text);
        }
    }

    /// Opens an element, unless it is a link that must not be.
    fn open(&mut self, name: Name, format: Format) {
        let format = match format {
            Format::Link { destination, title, span } => {
                let span = self.writer.span(span);
                if !self.may_lead_to(&destination, span, scheme::is_safe_link) || self.in_link {
                    return;
                }
                Format::Link { destination, title, span }
            }
            other => other,
        };
        let is_link = matches!(format, Format::Link { .. });
        self.in_link |= is_link;
        match name {
            Name::Number(number) => {
                self.numbers.insert(number);
            }
            Name::Tag(_) => self.html_depth += 1,
        }
        self.inlines.push(Inline::Open(Box::new(format)));
        self.opened.push(Opened { name, is_link, is_ended: false });
    }

    fn image(&mut self, destination: String, alt: String, title: String, span: Span) {
        let span = self.writer.span(span);
        if !destination.is_empty() && self.may_lead_to(&destination, span, scheme::is_safe_image) {
            let image = Image { destination, alt, title, span };
            self.inlines.push(Inline::Image(Box::new(image)));
        }
    }

    fn may_lead_to(&mut self, address: &str, span: Span, is_safe: fn(&str) -> bool) -> bool {
        let may = self.writer.trust_html || is_safe(address);
        if !may {
            let diagnostic = Diagnostic::unsafe_link(self.writer.path, span, address);
            self.writer.diagnostics.push(diagnostic);
        }
        may
    }

    fn tag(&mut self, tag: &Tag, span: Span) -> Element {
        self.writer.complain(tag, span);
        let element = html::element(tag, self.writer.trust_html);
        let format = match element.clone() {
            Element::Dropped | Element::Swallowed => return element,
            Element::Break => {
                self.push("\n", span, false, Inline::Break);
                return element;
            }
            Element::Image { destination, alt, title } => {
                self.image(destination, alt, title, span);
                return element;
            }
            Element::Embedded(address) => {
                self.embedded(&address, span);
                return element;
            }
            Element::Link { destination, title } => Format::Link { destination, title, span },
            Element::Format(format) => format,
        };
        if self.html_depth < HTML_DEPTH_MAX {
            self.open(Name::Tag(tag.name.clone()), format);
        }
        element
    }

    /// Shows a link in the place of a frame or player.
    fn embedded(&mut self, address: &str, span: Span) {
        if address.is_empty() || !scheme::is_safe_link(address) {
            return;
        }
        let depth = self.opened.len();
        let destination = address.to_owned();
        self.open(
            Name::Tag(String::new()),
            Format::Link { destination, title: String::new(), span },
        );
        self.push(address, span, false, Inline::Text);
        self.close_to(depth);
    }

    /// Closes an element of raw HTML. One that was opened outside of the Markdown element that
    /// is open here ends together with that.
    fn close_tag(&mut self, name: String) {
        let name = Name::Tag(name);
        let innermost = self.opened.iter_mut().rev();
        // The limit counts elements of Markdown: `<b>` is hardly ever that far away.
        let mut near = innermost.take(2 * HTML_DEPTH_MAX);
        if let Some(found) = near.find(|opened| opened.name == name && !opened.is_ended) {
            found.is_ended = true;
            self.close_ended();
        }
    }

    /// Closes the innermost element of this name, which is open, and all within it.
    fn close(&mut self, name: &Name) {
        if let Some(depth) = self.opened.iter().rposition(|opened| opened.name == *name) {
            self.close_to(depth);
            self.close_ended();
        }
    }

    /// Closes what has ended, with the elements of raw HTML within it that have not.
    fn close_ended(&mut self) {
        let of_html =
            self.opened.iter().rev().take_while(|opened| matches!(opened.name, Name::Tag(_)));
        let base = self.opened.len() - of_html.count();
        if let Some(first) = self.opened[base..].iter().position(|opened| opened.is_ended) {
            self.close_to(base + first);
        }
    }

    fn close_to(&mut self, depth: usize) {
        for opened in self.opened.drain(depth..).rev() {
            match opened.name {
                Name::Number(number) => {
                    self.numbers.remove(&number);
                }
                Name::Tag(_) => self.html_depth -= 1,
            }
            self.in_link &= !opened.is_link;
            self.inlines.push(Inline::Close);
        }
    }
}
