//! Turns an essay's blocks and its annotations into HTML.
//!
//! 1. [`number_annotations`] says in which order the annotations are numbered;
//! 2. `plan` finds each annotation's home, the block after which its note stands, and puts
//!    blocks that one annotation spans into one group;
//! 3. `blocks` and `inlines` write the blocks, cutting marks into segments that lie within
//!    one text inline each, so that nothing nests across elements;
//! 4. `geometry` estimates where everything stands on the page, and [`crate::render::margin`]
//!    finds a place for each note;
//! 5. the parts are put together.
//!
//! Invariant: the HTML without marks, references and notes is the HTML of the essay without
//! annotations. Does not know archive, pages or templates: the note's inside comes as HTML.

mod blocks;
mod geometry;
mod inlines;
mod markup;
mod notes;
mod order;
mod plan;
mod segments;
#[cfg(test)]
mod tests;

use serde::Deserialize;

use crate::annotate::file::NoteKind;
use crate::load::essay::{Body, FootnoteIndex, Passage};

pub use blocks::heading_level;
pub(crate) use markup::{escape, whole_text};
pub use notes::plain_feed_html;
pub use order::{Subject, number_annotations};

/// A comparison or footnote with its mark in the text and its note in the margin.
#[derive(Clone, Debug, PartialEq)]
pub struct Annotation {
    /// Its number, shown and in addresses: `#n.3` is the note, `#f.3` the reference to it.
    pub number: usize,
    /// What it speaks of; for a footnote the empty passage at its first reference.
    pub passage: Passage,
    /// The sides of a comparison.
    pub sides: Vec<SideMark>,
    /// The words that show the comparison.
    pub cues: Vec<Passage>,
    /// What it is.
    pub kind: AnnotationKind,
    /// The note's inner HTML, from `note.html`; unused for a footnote, whose blocks are
    /// rendered here.
    pub note: String,
    /// The note in one line of plain text, for where it is folded; empty for a footnote,
    /// whose first words stand there.
    pub summary: String,
}

impl Annotation {
    /// Makes the annotation of a footnote, whose note is its own blocks.
    pub fn footnote(number: usize, index: FootnoteIndex, passage: Passage) -> Self {
        Self {
            number,
            passage,
            sides: Vec::new(),
            cues: Vec::new(),
            kind: AnnotationKind::Footnote(index),
            note: String::new(),
            summary: String::new(),
        }
    }
}

/// How one side of a comparison is marked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SideMark {
    /// Where the side is named.
    pub passages: Vec<Passage>,
    /// Its company's colour, 0 to 15.
    pub tint: u8,
    /// Whether it comes off better.
    pub favoured: bool,
}

/// A name in the text that leads to its company's page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CompanyLink {
    /// The name.
    pub passage: Passage,
    /// The company's page.
    pub href: String,
    /// Which of the page's cards tells of the company, from 1; a few companies have one.
    pub card: Option<usize>,
}

/// What an essay's HTML needs beside the essay.
#[derive(Clone, Copy)]
pub struct Setting<'a> {
    /// The interface's texts.
    pub words: &'a BodyWords,
    /// Asked for each destination of a link or picture, as written.
    pub resolve: &'a dyn Fn(&str) -> Target,
    /// Names that lead to companies, in the order of the text.
    pub companies: &'a [CompanyLink],
    /// Whether the essay is Chinese, so that Latin words in it are of another language.
    pub chinese: bool,
}

/// What an annotation is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnnotationKind {
    /// A comparison between companies that the detector found.
    Comparison,
    /// A comparison that a person stands behind.
    Declared,
    /// A note that a person wrote.
    Written(NoteKind),
    /// A footnote of the essay's own.
    Footnote(FootnoteIndex),
}

impl AnnotationKind {
    /// Tells whether a stretch of the text is marked: a footnote has only its number there.
    pub(super) const fn has_mark(self) -> bool {
        !matches!(self, Self::Footnote(_))
    }

    /// Returns the class of its note, its number and its mark, by who speaks in it.
    pub(super) const fn class(self) -> &'static str {
        match self {
            Self::Comparison => "auto",
            Self::Declared | Self::Written(_) => "hand",
            Self::Footnote(_) => "fn",
        }
    }

    /// Tells whether its note stands in the column of the text, not beside it.
    pub(super) const fn in_column(self) -> Option<&'static str> {
        match self {
            Self::Written(NoteKind::Above) => Some("above"),
            Self::Written(NoteKind::Within) => Some("within"),
            _ => None,
        }
    }
}

/// Where a link or picture of an essay leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// Within the site; the address to use.
    Internal(String),
    /// To another host; the address to use. A picture there is linked to, never loaded.
    External(String),
    /// Nowhere; the address to use all the same.
    Broken(String),
}

/// The interface texts that stand within an essay.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct BodyWords {
    /// Stands before the description of a picture that is linked to: 图片：
    pub picture: String,
    /// Says where the number in a note leads: 回到正文
    pub back: String,
    /// Says what the sign beside a heading is: 本节的链接
    pub section_link: String,
    /// Names a table that scrolls, for screen readers: 表格
    pub table: String,
    /// Heads the notes at the end of a feed entry: 注释
    pub notes: String,
    /// Titles of GitHub's alerts, from note to caution.
    pub alerts: [String; 5],
}

impl Default for BodyWords {
    fn default() -> Self {
        Self {
            picture: "图片：".to_owned(),
            back: "回到正文".to_owned(),
            section_link: "本节的链接".to_owned(),
            table: "表格".to_owned(),
            notes: "注释".to_owned(),
            alerts: ["说明", "提示", "要点", "注意", "当心"].map(str::to_owned),
        }
    }
}

/// Renders an essay with its annotations for its page.
///
/// `annotations` come numbered and in the order of [`number_annotations`]; a footnote for
/// which there is none keeps its references as plain numerals.
pub fn render(body: &Body, annotations: &[Annotation], setting: Setting<'_>) -> String {
    notes::page_html(body, annotations, setting)
}
