//! The steps of a prose, as Markdown's and HTML's readers hand them to the writer.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::load::essay::{FootnoteIndex, Format};
use crate::load::html::scan::Tag;
use crate::load::html::{self, Element};
use crate::load::line_break::OBJECT;
use crate::source::Span;

/// A step of a prose, before its HTML is judged. Spans are of the repaired text.
#[derive(Clone, Debug)]
pub(crate) enum Token<'a> {
    /// Text that stands in the repaired text as it is.
    Copied(Span),
    /// Text that stands for something else, as `&` for `&amp;`.
    Replaced(Cow<'a, str>, Span),
    /// Code; the text and where it stands, with whether it stands there as it is.
    Code(Cow<'a, str>, Span, bool),
    /// A line ends where the author's did.
    SoftBreak(Span),
    /// A line ends for good.
    HardBreak(Span),
    /// An element begins; the number names it.
    Open(usize, Format),
    /// The element of this number ends.
    Close(usize),
    /// A picture.
    Image { destination: Cow<'a, str>, alt: String, title: Cow<'a, str>, span: Span },
    /// A reference to a footnote.
    Footnote(FootnoteIndex),
    /// A tag of raw HTML.
    Tag(Tag, Span),
}

impl Token<'_> {
    /// Tells whether there is anything to see of it.
    pub(crate) fn is_seen(&self, repaired: &str, trust_html: bool) -> bool {
        match self {
            Self::Copied(span) => repaired[span.range()].contains(|c: char| !c.is_whitespace()),
            Self::Replaced(text, _) => text.contains(|c: char| !c.is_whitespace()),
            Self::Code(..) | Self::Image { .. } | Self::Footnote(_) => true,
            Self::Tag(tag, _) => {
                let is_shown = match html::element(tag, false) {
                    Element::Image { destination: address, .. } | Element::Embedded(address) => {
                        !address.is_empty()
                    }
                    _ => false,
                };
                !tag.closes && (is_shown || trust_html)
            }
            Self::SoftBreak(_) | Self::HardBreak(_) | Self::Open(..) | Self::Close(_) => false,
        }
    }
}

/// Returns where each kind of tag is closed, for those that go with their content.
pub(crate) fn closings(tokens: &[Token<'_>]) -> BTreeMap<String, Vec<usize>> {
    let mut closings: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (index, token) in tokens.iter().enumerate() {
        if let Token::Tag(tag, _) = token
            && tag.closes
            && html::is_swallowed(&tag.name)
        {
            closings.entry(tag.name.clone()).or_default().push(index);
        }
    }
    closings
}

/// Returns, for each token, the first character of the text after it.
pub(crate) fn followers(tokens: &[Token<'_>], repaired: &str) -> Vec<Option<char>> {
    let mut next = None;
    let mut followers = vec![None; tokens.len()];
    for (token, follower) in tokens.iter().zip(&mut followers).rev() {
        *follower = next;
        next = match token {
            Token::Copied(span) => repaired[span.range()].chars().next().or(next),
            Token::Replaced(text, _) | Token::Code(text, ..) => text.chars().next().or(next),
            Token::HardBreak(_) => Some('\n'),
            Token::Tag(tag, _) if tag.name == "br" => Some('\n'),
            Token::Tag(tag, _) if tag.name == "img" => Some(OBJECT),
            Token::Image { .. } | Token::Footnote(_) => Some(OBJECT),
            Token::SoftBreak(_) | Token::Open(..) | Token::Close(_) | Token::Tag(..) => next,
        };
    }
    followers
}
