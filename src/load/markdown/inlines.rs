//! Collects the inline events of one prose and makes tokens of them.
//!
//! pulldown-cmark's links, code and HTML are taken as they are; its emphasis is undone, back
//! to the marks in the text, and found anew by [`crate::load::emphasis`]. Addresses that
//! stand bare in the text become links, as on GitHub.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::CowStr;

use super::address;
use crate::load::emphasis::{self, Emphasis, Run};
use crate::load::essay::Format;
use crate::load::token::Token;
use crate::source::Span;

/// The inline events of a prose, as far as they have come.
pub(super) struct Inlines<'a> {
    repaired: &'a str,
    pieces: Vec<Piece<'a>>,
    /// How many pictures are open; what is in one is its alternative text.
    images: usize,
}

enum Piece<'a> {
    /// Text of the source, in which delimiters count.
    Plain {
        range: Range<usize>,
        /// Whether a backslash stands before the first character.
        is_escaped: bool,
        /// Whether it is the first of its line.
        begins_line: bool,
    },
    Token(Token<'a>),
    LinkOpen {
        destination: CowStr<'a>,
        title: CowStr<'a>,
        range: Range<usize>,
    },
    LinkClose,
    ImageOpen {
        destination: CowStr<'a>,
        title: CowStr<'a>,
        range: Range<usize>,
    },
    ImageClose,
}

/// A place where an element opens or closes within text.
struct Mark {
    at: usize,
    /// How many delimiters stand for it.
    width: usize,
    token: Token<'static>,
}

impl<'a> Inlines<'a> {
    /// Begins a prose of the repaired text.
    pub(super) fn new(repaired: &'a str) -> Self {
        Self { repaired, pieces: Vec::new(), images: 0 }
    }

    /// Tells whether a picture is open.
    pub(super) fn is_in_image(&self) -> bool {
        self.images > 0
    }

    /// Adds text that stands at `range`, or stands for it.
    pub(super) fn text(&mut self, text: CowStr<'a>, range: Range<usize>) {
        if self.repaired[range.clone()] != *text {
            self.token(Token::Replaced(cow(text), range.into()));
            return;
        }
        let follows_backslash = self.repaired[..range.start].ends_with('\\');
        if let Some(Piece::Plain { range: last, .. }) = self.pieces.last_mut()
            && last.end == range.start
        {
            last.end = range.end;
            return;
        }
        let begins_line = match self.pieces.last() {
            None => true,
            Some(Piece::Token(token)) => {
                matches!(token, Token::SoftBreak(_) | Token::HardBreak(_))
            }
            Some(_) => false,
        };
        self.pieces.push(Piece::Plain { range, is_escaped: follows_backslash, begins_line });
    }

    /// Adds text in which nothing is to be found.
    pub(super) fn opaque(&mut self, text: CowStr<'a>, range: Range<usize>) {
        if self.repaired[range.clone()] == *text {
            self.token(Token::Copied(range.into()));
        } else {
            self.token(Token::Replaced(cow(text), range.into()));
        }
    }

    /// Puts the delimiters of emphasis back that pulldown-cmark took for such.
    pub(super) fn delimiters(&mut self, range: Range<usize>) {
        let text = &self.repaired[range.clone()];
        self.text(text.into(), range);
    }

    /// Adds a code span; `range` includes its backticks.
    pub(super) fn code(&mut self, text: CowStr<'a>, range: Range<usize>) {
        let written = &self.repaired[range.clone()];
        let ticks = written.bytes().take_while(|&byte| byte == b'`').count();
        let padding = [ticks, ticks + 1]
            .into_iter()
            .find(|&start| written.get(start..start + text.len()) == Some(&*text));
        let (span, is_copy) = match padding {
            Some(start) => {
                let start = range.start + start;
                (Span::new(start, start + text.len()), true)
            }
            None => (range.into(), false),
        };
        self.token(Token::Code(cow(text), span, is_copy));
    }

    /// Adds a line break, a tag or a footnote.
    pub(super) fn token(&mut self, token: Token<'a>) {
        self.pieces.push(Piece::Token(token));
    }

    /// Begins a link.
    pub(super) fn open_link(&mut self, to: CowStr<'a>, title: CowStr<'a>, range: Range<usize>) {
        self.pieces.push(Piece::LinkOpen { destination: to, title, range });
    }

    /// Ends a link.
    pub(super) fn close_link(&mut self) {
        self.pieces.push(Piece::LinkClose);
    }

    /// Begins a picture.
    pub(super) fn open_image(&mut self, at: CowStr<'a>, title: CowStr<'a>, range: Range<usize>) {
        self.images += 1;
        self.pieces.push(Piece::ImageOpen { destination: at, title, range });
    }

    /// Ends a picture.
    pub(super) fn close_image(&mut self) {
        self.images = self.images.saturating_sub(1);
        self.pieces.push(Piece::ImageClose);
    }

    /// Returns the labels of references to footnotes that are none, with their places.
    pub(super) fn undefined_footnotes(&self) -> Vec<(&'a str, Range<usize>)> {
        let mut found = Vec::new();
        for piece in &self.pieces {
            let Piece::Plain { range, is_escaped, .. } = piece else { continue };
            let start = range.start + usize::from(*is_escaped);
            let text = self.repaired.get(start..range.end).unwrap_or_default();
            for (at, _) in text.match_indices("[^") {
                let label = text[at + 2..].split([']', '[', ' ', '\t']).next().unwrap_or_default();
                let end = at + 2 + label.len();
                if !label.is_empty() && text[end..].starts_with(']') {
                    found.push((label, start + at..start + end + 1));
                }
            }
        }
        found
    }

    /// Ends the prose: finds emphasis and bare addresses, and cuts the text there.
    pub(super) fn finish(self) -> Vec<Token<'a>> {
        let marks = find_marks(self.repaired, &self.pieces);
        // Marks are numbered by twos, so that they are fewer than this.
        let mut next_link = marks.len();
        let mut links = Vec::new();
        let mut marks = marks.into_iter().peekable();
        let mut sink = Sink::new(self.repaired, self.pieces.len());
        for piece in self.pieces {
            match piece {
                Piece::Plain { range, .. } => {
                    let mut at = range.start;
                    while let Some(mark) = marks.next_if(|mark| mark.at <= range.end) {
                        sink.push_copy(at..mark.at);
                        at = mark.at + mark.width;
                        sink.push(mark.token);
                    }
                    sink.push_copy(at..range.end);
                }
                Piece::Token(token) => sink.push(token),
                Piece::LinkOpen { destination, title, range } => {
                    let (destination, title) = (destination.into_string(), title.into_string());
                    let format = Format::Link { destination, title, span: range.into() };
                    sink.push(Token::Open(next_link, format));
                    links.push(next_link);
                    next_link += 1;
                }
                Piece::LinkClose => {
                    if let Some(link) = links.pop() {
                        sink.push(Token::Close(link));
                    }
                }
                Piece::ImageOpen { destination, title, range } => {
                    sink.open_image(destination, title, range);
                }
                Piece::ImageClose => sink.close_image(),
            }
        }
        sink.tokens
    }
}

fn cow(text: CowStr<'_>) -> Cow<'_, str> {
    match text {
        CowStr::Borrowed(text) => Cow::Borrowed(text),
        owned => Cow::Owned(owned.into_string()),
    }
}

/// Returns where elements open and close within the plain pieces, in the order of the text.
fn find_marks(repaired: &str, pieces: &[Piece<'_>]) -> Vec<Mark> {
    let mut pairs = Vec::new();
    let mut addresses = Vec::new();
    // Emphasis does not cross the bounds of a link or picture.
    let mut levels: Vec<Vec<Run>> = vec![Vec::new()];
    for (index, piece) in pieces.iter().enumerate() {
        match piece {
            Piece::Plain { range, is_escaped, begins_line } => {
                let found = match levels.len() {
                    1 => address::find(&repaired[range.clone()], range.start),
                    _ => Vec::new(),
                };
                let scan = RunScan {
                    repaired,
                    range: range.clone(),
                    begins_line: *begins_line,
                    ends_prose: index + 1 == pieces.len(),
                };
                if let Some(level) = levels.last_mut() {
                    scan.find(range.start + usize::from(*is_escaped), &found, level);
                }
                addresses.extend(found);
            }
            Piece::LinkOpen { .. } | Piece::ImageOpen { .. } => levels.push(Vec::new()),
            Piece::LinkClose | Piece::ImageClose => {
                pairs.extend(levels.pop().map(emphasis::pair).unwrap_or_default());
            }
            Piece::Token(_) => {}
        }
    }
    pairs.extend(levels.into_iter().flat_map(emphasis::pair));
    let mut marks = Vec::with_capacity(2 * (pairs.len() + addresses.len()));
    for (number, pair) in pairs.iter().enumerate() {
        let format = match pair.emphasis {
            Emphasis::Plain => Format::Emphasis,
            Emphasis::Strong => Format::Strong,
            Emphasis::Strikethrough => Format::Strikethrough,
        };
        marks.push(Mark { at: pair.open, width: pair.width, token: Token::Open(number, format) });
        marks.push(Mark { at: pair.close, width: pair.width, token: Token::Close(number) });
    }
    for (number, range) in (pairs.len()..).zip(addresses) {
        let destination = repaired[range.clone()].to_owned();
        let span = Span::from(range);
        let format = Format::Link { destination, title: String::new(), span };
        marks.push(Mark { at: span.start, width: 0, token: Token::Open(number, format) });
        marks.push(Mark { at: span.end, width: 0, token: Token::Close(number) });
    }
    marks.sort_by_key(|mark| (mark.at, mark.width));
    marks
}

fn is_delimiter(byte: u8) -> bool {
    matches!(byte, b'*' | b'_' | b'~')
}

/// Looks for delimiters in a plain piece.
struct RunScan<'a> {
    repaired: &'a str,
    range: Range<usize>,
    begins_line: bool,
    ends_prose: bool,
}

impl RunScan<'_> {
    /// Adds the runs from `start` on to `runs`, those within `addresses` left out.
    fn find(&self, start: usize, addresses: &[Range<usize>], runs: &mut Vec<Run>) {
        let bytes = &self.repaired.as_bytes()[..self.range.end];
        let mut addresses = addresses.iter().peekable();
        let mut at = start;
        while let Some(&marker) = bytes.get(at) {
            if let Some(address) = addresses.next_if(|address| address.start <= at) {
                at = address.end;
                continue;
            }
            if !is_delimiter(marker) {
                let until = addresses.peek().map_or(bytes.len(), |address| address.start);
                let plain = &bytes[at..until.min(bytes.len())];
                at += plain.iter().take_while(|&&byte| !is_delimiter(byte)).count();
                continue;
            }
            let length = bytes[at..].iter().take_while(|&&byte| byte == marker).count();
            runs.extend(Run::new(marker, at, length, self.before(at), self.after(at + length)));
            at += length;
        }
    }

    fn before(&self, at: usize) -> &str {
        let line_start = if self.begins_line { self.range.start } else { 0 };
        &self.repaired[line_start..at]
    }

    fn after(&self, end: usize) -> &str {
        let text_end = if self.ends_prose { self.range.end } else { self.repaired.len() };
        &self.repaired[end..text_end]
    }
}

/// Takes the tokens of a prose, and makes one of each picture.
struct Sink<'a> {
    repaired: &'a str,
    tokens: Vec<Token<'a>>,
    image: Option<Image<'a>>,
}

struct Image<'a> {
    destination: CowStr<'a>,
    title: CowStr<'a>,
    range: Range<usize>,
    alt: String,
    /// How many pictures are open within its alternative text.
    nested: usize,
}

impl<'a> Sink<'a> {
    fn new(repaired: &'a str, capacity: usize) -> Self {
        Self { repaired, tokens: Vec::with_capacity(capacity), image: None }
    }

    fn push_copy(&mut self, range: Range<usize>) {
        if !range.is_empty() {
            self.push(Token::Copied(range.into()));
        }
    }

    fn push(&mut self, token: Token<'a>) {
        let Some(image) = &mut self.image else {
            self.tokens.push(token);
            return;
        };
        match token {
            Token::Copied(span) => image.alt.push_str(&self.repaired[span.range()]),
            Token::Replaced(text, _) | Token::Code(text, ..) => image.alt.push_str(&text),
            Token::SoftBreak(_) | Token::HardBreak(_) => image.alt.push(' '),
            _ => {}
        }
    }

    fn open_image(&mut self, destination: CowStr<'a>, title: CowStr<'a>, range: Range<usize>) {
        match &mut self.image {
            Some(outer) => outer.nested += 1,
            None => {
                self.image =
                    Some(Image { destination, title, range, alt: String::new(), nested: 0 });
            }
        }
    }

    fn close_image(&mut self) {
        match &mut self.image {
            Some(outer) if outer.nested > 0 => outer.nested -= 1,
            _ => {
                if let Some(image) = self.image.take() {
                    self.tokens.push(Token::Image {
                        destination: cow(image.destination),
                        alt: image.alt,
                        title: cow(image.title),
                        span: image.range.into(),
                    });
                }
            }
        }
    }
}
