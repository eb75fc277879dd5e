//! One authored text, parsed: the types that the later phases read.
//!
//! All visible text of an essay's blocks stands in one string, [`Body::text`], a newline
//! between two proses. A [`Passage`] is a byte range of that string, so that mentions,
//! comparisons and marks speak of places without knowing the block tree.

use std::ops::Range;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::diagnostic::Diagnostic;
use crate::load::front_matter::FrontMatter;
use crate::source::{Source, Span};
use crate::text_map::TextMap;

/// One essay, or a page such as "about"; never missing, however broken its file.
#[derive(Clone, Debug, PartialEq)]
pub struct Essay {
    /// The file.
    pub source: Arc<Source>,
    /// Its typed header, with fallbacks where keys are missing.
    pub front_matter: FrontMatter,
    /// Its blocks and their text.
    pub body: Body,
    /// What was found amiss on the way, in the order of the file.
    pub diagnostics: Vec<Diagnostic>,
}

/// A byte range of [`Body::text`], on character boundaries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Passage {
    /// First byte.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
}

impl Passage {
    /// Makes the passage `start..end`.
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// Returns the passage as a range.
    pub fn range(self) -> Range<usize> {
        self.start..self.end
    }

    /// Tells whether the two share a byte.
    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Tells whether `other` lies within this passage.
    pub fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }
}

impl From<Range<usize>> for Passage {
    fn from(range: Range<usize>) -> Self {
        Self::new(range.start, range.end)
    }
}

/// An essay's blocks with their text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Body {
    /// The plain text of all proses in document order, each followed by `\n`; those of the
    /// footnotes last.
    pub text: Arc<str>,
    /// Where each byte of `text` stands in the source file.
    pub map: TextMap,
    /// The top-level blocks.
    pub blocks: Vec<Block>,
    /// The footnotes that the blocks refer to, in the order of their first reference.
    pub footnotes: Vec<Footnote>,
    /// Where in `text` the footnotes begin.
    pub footnotes_start: usize,
}

impl Essay {
    /// Returns the same essay of the same source, whose text is kept as what the body has not.
    #[must_use]
    pub fn packed(self) -> Self {
        let text = self.source.text.packed(&self.body.text, self.body.map.copies());
        Self { source: Arc::new(Source { path: self.source.path.clone(), text }), ..self }
    }
}

impl Body {
    /// Returns the text of a passage.
    pub fn slice(&self, passage: Passage) -> &str {
        &self.text[passage.range()]
    }

    /// Returns where a passage stands in the source file.
    pub fn span(&self, passage: Passage) -> Span {
        self.map.to_base(passage.range())
    }

    /// Returns the proses of the blocks in document order, footnotes left out.
    pub fn proses(&self) -> Vec<&Prose> {
        let mut proses = Vec::new();
        for block in &self.blocks {
            block.collect_proses(&mut proses);
        }
        proses
    }
}

/// A paragraph, heading, list, … of an essay.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Block {
    /// A paragraph.
    Paragraph(Prose),
    /// A heading.
    Heading {
        /// 1 to 6, as written.
        level: u8,
        /// Unique in the essay, Han kept.
        id: String,
        /// Its text.
        prose: Prose,
    },
    /// A quotation or a GitHub alert.
    Quote {
        /// Which alert, if it is one.
        alert: Option<Alert>,
        /// What is quoted.
        blocks: Vec<Self>,
    },
    /// A list.
    List {
        /// The first number of an ordered list.
        start: Option<u64>,
        /// Whether its items are shown without paragraphs' spacing.
        tight: bool,
        /// Its items.
        items: Vec<ListItem>,
    },
    /// A table.
    Table {
        /// One a column.
        alignments: Vec<Alignment>,
        /// The header's cells.
        head: Vec<Prose>,
        /// The cells of each row.
        rows: Vec<Vec<Prose>>,
    },
    /// A code block.
    Code(CodeBlock),
    /// Raw HTML of the essay, already sanitised unless the site trusts it.
    Html(String),
    /// A thematic break.
    Rule,
}

impl Block {
    /// Adds the proses within this block to `proses`, in document order.
    pub fn collect_proses<'a>(&'a self, proses: &mut Vec<&'a Prose>) {
        match self {
            Self::Paragraph(prose) | Self::Heading { prose, .. } => proses.push(prose),
            Self::Quote { blocks, .. } => {
                blocks.iter().for_each(|block| block.collect_proses(proses));
            }
            Self::List { items, .. } => items
                .iter()
                .flat_map(|item| &item.blocks)
                .for_each(|block| block.collect_proses(proses)),
            Self::Table { head, rows, .. } => {
                proses.extend(head.iter().chain(rows.iter().flatten()));
            }
            Self::Code(_) | Self::Html(_) | Self::Rule => {}
        }
    }
}

/// GitHub's five alerts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names are GitHub's")]
pub enum Alert {
    Note,
    Tip,
    Important,
    Warning,
    Caution,
}

/// How a table's column is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Alignment {
    None,
    Left,
    Center,
    Right,
}

/// An item of a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ListItem {
    /// Whether a task is done, for items of a task list.
    pub task: Option<bool>,
    /// Its blocks; in a tight list a paragraph is shown without `<p>`.
    pub blocks: Vec<Block>,
}

/// A code block, highlighted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CodeBlock {
    /// The fence's first word, if any.
    pub language: Option<String>,
    /// The code, cut where its class changes.
    pub spans: Vec<(Option<CodeClass>, String)>,
}

/// What a piece of code is, as the stylesheet colours it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names say it")]
pub enum CodeClass {
    Comment,
    String,
    Number,
    Constant,
    Keyword,
    Operator,
    Function,
    Type,
    Variable,
    Attribute,
    Tag,
    Inserted,
    Deleted,
}

/// The footnote at this place of [`Body::footnotes`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct FootnoteIndex(pub usize);

/// A footnote of the essay.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Footnote {
    /// Its label in the source.
    pub label: String,
    /// What it says.
    pub blocks: Vec<Block>,
}

/// A run of text with its inline structure: what a paragraph, heading or cell holds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Prose {
    /// Its text in [`Body::text`], without the newline that follows.
    pub passage: Passage,
    /// Its structure: opens and closes nest properly, and the passages of the texts in
    /// order make up `passage` exactly.
    pub inlines: Vec<Inline>,
}

/// A step through a prose.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Inline {
    /// Visible text.
    Text(Passage),
    /// Visible text set as code.
    Code(Passage),
    /// A hard line break; its passage is the one newline that stands for it in the text.
    Break(Passage),
    /// An element begins; boxed, since most steps are texts and there are many.
    Open(Box<Format>),
    /// The innermost open element ends.
    Close,
    /// A picture.
    Image(Box<Image>),
    /// A reference to a footnote.
    FootnoteReference(FootnoteIndex),
}

/// A picture in a prose.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Image {
    /// Where it is, as written.
    pub destination: String,
    /// What stands in its place.
    pub alt: String,
    /// Its title, or empty.
    pub title: String,
    /// The picture's place in the source file.
    pub span: Span,
}

/// An inline element.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Format {
    /// `<em>`
    Emphasis,
    /// `<strong>`
    Strong,
    /// `<del>`
    Strikethrough,
    /// `<a>`
    Link {
        /// Where it leads, as written.
        destination: String,
        /// Its title, or empty.
        title: String,
        /// The link's place in the source file.
        span: Span,
    },
    /// An element of raw inline HTML that is safe to show.
    Html {
        /// Its whole opening tag, sanitised: `<span lang="en">`.
        open: String,
        /// Its name: `span`.
        name: String,
    },
}
