//! A body without its text, of which nearly all stands in its source: what is kept of an essay from
//! one run to the next, so that its Markdown is not read again.
//!
//! The header is: that costs little. Of a text of which there is something to be said nothing is
//! kept.

use std::borrow::Cow;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::essay::{Block, Body, Essay, Footnote};
use super::front_matter;
use crate::config::Config;
use crate::source::Source;
use crate::text_map::TextMap;

/// An essay's body, to be put together with its source.
#[derive(Debug, Serialize, Deserialize)]
pub struct KeptBody<'a> {
    /// What of the text is not the source's.
    rest: String,
    map: Cow<'a, TextMap>,
    blocks: Cow<'a, [Block]>,
    footnotes: Cow<'a, [Footnote]>,
    footnotes_start: usize,
}

impl<'a> KeptBody<'a> {
    /// Returns what is to be kept of an essay's body; nothing where the essay could not be made of
    /// it again.
    pub fn of(essay: &'a Essay) -> Option<Self> {
        let Body { text, map, blocks, footnotes, footnotes_start } = &essay.body;
        let rest = map.rest(text);
        let is_whole = || {
            let again = essay.source.text.read(|source| map.derived(source, &rest));
            again.as_deref() == Some(&**text)
        };
        (essay.diagnostics.is_empty() && is_whole()).then(|| Self {
            rest,
            map: Cow::Borrowed(map),
            blocks: Cow::Borrowed(blocks),
            footnotes: Cow::Borrowed(footnotes),
            footnotes_start: *footnotes_start,
        })
    }

    /// Makes the essay that [`load`](super::load) makes of the same source and settings.
    pub fn essay(self, source: Arc<Source>, config: &Config) -> Option<Essay> {
        let Self { rest, map, blocks, footnotes, footnotes_start } = self;
        let text = map.derived(&source.text, &rest)?.into();
        let (front_matter, _, diagnostics) = front_matter::parse(&source, config);
        let body = Body {
            text,
            map: map.into_owned(),
            blocks: blocks.into_owned(),
            footnotes: footnotes.into_owned(),
            footnotes_start,
        };
        Some(Essay { source, front_matter, body, diagnostics })
    }
}
