//! The typed header of a source.

use std::collections::BTreeMap;

use crate::moment::Moment;
use crate::permalink::Slug;
use crate::source::Span;

/// What an essay says of itself, with fallbacks where it is silent.
#[derive(Clone, Debug, PartialEq)]
pub struct FrontMatter {
    /// Which template shows it.
    pub layout: Layout,
    /// Its title; the first heading or the file's name where none is given.
    pub title: String,
    /// Its author; `None` for an unnamed one.
    pub name: Option<String>,
    /// When it was published; the date in the file's name where none is given.
    pub time: Option<Moment>,
    /// Where it was first published.
    pub url: Option<String>,
    /// When it was last changed by its author.
    pub updated: Option<Moment>,
    /// Its address within its folder, where it is not to be the file's name.
    pub slug: Option<Slug>,
    /// Its subjects.
    pub tags: Vec<String>,
    /// One or two sentences that stand for it in lists.
    pub summary: Option<String>,
    /// Whether it is left out unless drafts are asked for.
    pub draft: bool,
    /// Its language (BCP 47), where it is not the site's.
    pub lang: Option<String>,
    /// Older addresses that lead to it.
    pub aliases: Vec<String>,
    /// Free keys, for templates.
    pub extra: BTreeMap<String, serde_json::Value>,
    /// The header's place in the source, fences included; empty when there is none.
    pub span: Span,
}

/// Which template shows a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Layout {
    /// `post`: an essay, part of the archive.
    Essay,
    /// `page`: a page that stands beside the archive, such as "about".
    Page,
    /// An essay shown by a template of the site's own, named without `.html`.
    Custom(String),
}
