//! Writes blocks.

use std::fmt::Write as _;

use super::geometry::is_wide;
use super::markup::{attribute, escape};
use super::plan::Plan;
use super::segments::Marks;
use super::{Annotation, AnnotationKind, Setting, Target};
use crate::load::essay::{
    Alert, Alignment, Block, Body, CodeBlock, CodeClass, FootnoteIndex, ListItem, Prose,
};
use crate::load::html;
use crate::permalink;

/// The lowest and highest levels of headings within an essay: the page's own title is the
/// one of level 1, and HTML has six.
const HEADING_LEVELS: (u8, u8) = (2, 6);

/// Full-width marks whose right half is blank: a number behind them moves into it.
const HALF_BLANK: [char; 12] =
    ['。', '，', '、', '；', '：', '）', '》', '」', '』', '】', '”', '’'];

/// Writes the blocks of one essay, in the order of the page.
pub(super) struct Writer<'a> {
    pub(super) html: String,
    pub(super) body: &'a Body,
    pub(super) annotations: &'a [Annotation],
    pub(super) setting: Setting<'a>,
    /// What is marked, nothing in a feed, and where annotations end.
    pub(super) marks: Marks<'a>,
    /// Which annotation shows each footnote.
    footnotes: Vec<Option<usize>>,
    pub(super) references: References<'a>,
    /// For each annotation how many references to it were written.
    pub(super) referred: Vec<usize>,
    /// Where the last reference ended: the next one there keeps a distance from it.
    reference_end: Option<usize>,
    /// What is added to the levels of headings.
    heading_shift: u8,
}

/// How the references to notes are written.
#[derive(Clone, Copy)]
pub(super) enum References<'a> {
    /// For a page; the plan says which group an annotation belongs to.
    Page(&'a Plan<'a>),
    /// For a feed, leading to the page of this address.
    Feed(&'a str),
}

impl<'a> Writer<'a> {
    /// Makes a writer of nothing yet.
    pub(super) fn new(
        body: &'a Body,
        annotations: &'a [Annotation],
        setting: Setting<'a>,
        references: References<'a>,
    ) -> Self {
        let marks = match references {
            References::Page(plan) => plan.marks.clone(),
            References::Feed(_) => Vec::new(),
        };
        let mut footnotes = vec![None; body.footnotes.len()];
        let mut ends = Vec::new();
        for (index, annotation) in annotations.iter().enumerate() {
            match annotation.kind {
                AnnotationKind::Footnote(FootnoteIndex(footnote)) => {
                    if let Some(shown @ None) = footnotes.get_mut(footnote) {
                        *shown = Some(index);
                    }
                }
                _ => {
                    let text = body.slice(annotation.passage).trim_end_matches('\n');
                    ends.push((annotation.passage.start + text.len(), index));
                }
            }
        }
        Self {
            html: String::new(),
            body,
            annotations,
            setting,
            marks: Marks::new(marks, ends),
            footnotes,
            references,
            referred: vec![0; annotations.len()],
            reference_end: None,
            heading_shift: heading_shift(body),
        }
    }

    /// Returns what was written since last asked.
    pub(super) fn take(&mut self) -> String {
        self.reference_end = None;
        std::mem::take(&mut self.html)
    }

    /// Returns the annotation that shows a footnote.
    pub(super) fn footnote(&self, index: FootnoteIndex) -> Option<usize> {
        self.footnotes.get(index.0).copied().flatten()
    }

    /// Writes the reference to a note.
    pub(super) fn reference(&mut self, annotation: usize) {
        self.referred[annotation] += 1;
        let count = self.referred[annotation];
        let Annotation { number, kind, passage, .. } = &self.annotations[annotation];
        let text = &self.body.text[..passage.end];
        let note = permalink::note_id(*number);
        let html = &mut self.html;
        let plan = match self.references {
            References::Feed(page) => {
                html.push_str("<sup><a");
                attribute(html, "href", &format!("{page}#{note}"));
                let _ = write!(html, ">[{number}]</a></sup>");
                return;
            }
            References::Page(plan) => plan,
        };
        let follows = self.reference_end == Some(html.len());
        // The word joiner keeps the number from beginning a line of its own.
        html.push_str("&#x2060;<a class=\"");
        html.push_str("ref ");
        html.push_str(kind.class());
        if follows {
            html.push_str(" and");
        } else if text.trim_end_matches('\n').ends_with(HALF_BLANK) {
            html.push_str(" in");
        }
        let id = permalink::reference_id(*number, count);
        let _ = write!(
            html,
            "\" id=\"{id}\" role=\"doc-noteref\" href=\"#{note}\" aria-details=\"{note}\""
        );
        // Later references may stand in another group, where the key means another note.
        if count == 1
            && let Some(key) = plan.keys.get(annotation)
        {
            let _ = write!(html, " data-k=\"{key}\"");
        }
        let _ = write!(html, ">{number}</a>");
        self.reference_end = Some(html.len());
    }

    /// Writes a block and its children.
    pub(super) fn block(&mut self, block: &Block) {
        match block {
            Block::Paragraph(prose) => self.element("p", prose),
            Block::Heading { level, id, prose } => self.heading(*level, id, prose),
            Block::Quote { alert, blocks } => self.quote(*alert, blocks),
            Block::List { start, tight, items } => self.list(*start, *tight, items),
            Block::Table { alignments, head, rows } => {
                let class = if is_wide(self.body, block) { "table wide" } else { "table" };
                self.table(class, alignments, head, rows);
            }
            Block::Code(code) => self.code(code),
            Block::Html(html) => {
                self.html.push_str("<div class=\"raw\">");
                self.raw(html.trim_end());
                self.html.push_str("</div>\n");
            }
            Block::Rule => self.html.push_str("<hr>\n"),
        }
    }

    /// Writes raw HTML, its addresses those that links have.
    pub(super) fn raw(&mut self, html: &str) {
        let is_page = matches!(self.references, References::Page(_));
        let mapped = html::map_addresses(html, &mut |address| {
            if is_page && address.starts_with('#') {
                return None;
            }
            match (self.setting.resolve)(address) {
                Target::Internal(link) => Some(link),
                Target::External(_) | Target::Broken(_) => None,
            }
        });
        self.html.push_str(mapped.as_deref().unwrap_or(html));
    }

    fn element(&mut self, name: &str, prose: &Prose) {
        let _ = write!(self.html, "<{name}>");
        self.prose(prose);
        let _ = writeln!(self.html, "</{name}>");
    }

    fn heading(&mut self, level: u8, id: &str, prose: &Prose) {
        let level = shown_level(level, self.heading_shift);
        let _ = write!(self.html, "<h{level}");
        attribute(&mut self.html, "id", id);
        self.html.push('>');
        self.prose(prose);
        if let References::Page(_) = self.references {
            self.html.push_str(" <a class=\"anchor\"");
            attribute(&mut self.html, "href", &format!("#{id}"));
            attribute(&mut self.html, "aria-label", &self.setting.words.section_link);
            self.html.push_str(">#</a>");
        }
        let _ = writeln!(self.html, "</h{level}>");
    }

    fn quote(&mut self, alert: Option<Alert>, blocks: &[Block]) {
        let Some(alert) = alert else {
            self.html.push_str("<blockquote>\n");
            blocks.iter().for_each(|block| self.block(block));
            self.html.push_str("</blockquote>\n");
            return;
        };
        let (class, title) = match alert {
            Alert::Note => ("note", 0),
            Alert::Tip => ("tip", 1),
            Alert::Important => ("important", 2),
            Alert::Warning => ("warning", 3),
            Alert::Caution => ("caution", 4),
        };
        let _ = write!(self.html, "<div class=\"alert alert-{class}\">\n<p class=\"alert-title\">");
        escape(&mut self.html, &self.setting.words.alerts[title]);
        self.html.push_str("</p>\n");
        blocks.iter().for_each(|block| self.block(block));
        self.html.push_str("</div>\n");
    }

    fn list(&mut self, start: Option<u64>, tight: bool, items: &[ListItem]) {
        let name = if start.is_some() { "ol" } else { "ul" };
        let _ = write!(self.html, "<{name}");
        if let Some(first) = start.filter(|&first| first != 1) {
            let _ = write!(self.html, " start=\"{first}\"");
        }
        if items.iter().any(|item| item.task.is_some()) {
            self.html.push_str(" class=\"tasks\"");
        }
        self.html.push_str(">\n");
        for item in items {
            self.item(tight, item);
        }
        let _ = writeln!(self.html, "</{name}>");
    }

    fn item(&mut self, tight: bool, item: &ListItem) {
        self.html.push_str("<li>");
        match item.task {
            // Signs and not check boxes: a box that cannot be ticked is no control.
            Some(true) => self.html.push_str("<span class=\"task\">☑</span> "),
            Some(false) => self.html.push_str("<span class=\"task\">☐</span> "),
            None => {}
        }
        for block in &item.blocks {
            match block {
                Block::Paragraph(prose) if tight => {
                    self.prose(prose);
                    self.html.push('\n');
                }
                block => self.block(block),
            }
        }
        while self.html.ends_with('\n') {
            self.html.pop();
        }
        self.html.push_str("</li>\n");
    }

    fn table(
        &mut self,
        class: &str,
        alignments: &[Alignment],
        head: &[Prose],
        rows: &[Vec<Prose>],
    ) {
        // What scrolls must be reachable by key, and what is reachable needs a name.
        let _ = write!(self.html, "<div class=\"{class}\" tabindex=\"0\" role=\"group\"");
        attribute(&mut self.html, "aria-label", &self.setting.words.table);
        self.html.push_str("><table>\n");
        if head.iter().any(|cell| !cell.inlines.is_empty()) {
            self.html.push_str("<thead>");
            self.row("th", alignments, head);
            self.html.push_str("</thead>\n");
        }
        self.html.push_str("<tbody>\n");
        rows.iter().for_each(|row| self.row("td", alignments, row));
        self.html.push_str("</tbody></table></div>\n");
    }

    fn row(&mut self, name: &str, alignments: &[Alignment], cells: &[Prose]) {
        self.html.push_str("<tr>");
        for (column, cell) in cells.iter().enumerate() {
            let class = match alignments.get(column) {
                Some(Alignment::Center) => " class=\"center\"",
                Some(Alignment::Right) => " class=\"right\"",
                Some(Alignment::Left | Alignment::None) | None => "",
            };
            // A header that says nothing heads nothing.
            let name = if cell.inlines.is_empty() { "td" } else { name };
            let scope = if name == "th" { " scope=\"col\"" } else { "" };
            let _ = write!(self.html, "<{name}{scope}{class}>");
            self.prose(cell);
            let _ = write!(self.html, "</{name}>");
        }
        self.html.push_str("</tr>\n");
    }

    fn code(&mut self, code: &CodeBlock) {
        self.html.push_str("<pre tabindex=\"0\"><code");
        if let Some(language) = &code.language {
            attribute(&mut self.html, "class", &format!("language-{language}"));
        }
        self.html.push('>');
        for (class, text) in &code.spans {
            match class {
                Some(class) => {
                    let _ = write!(self.html, "<span class=\"{}\">", code_class(*class));
                    escape(&mut self.html, text);
                    self.html.push_str("</span>");
                }
                None => escape(&mut self.html, text),
            }
        }
        self.html.push_str("</code></pre>\n");
    }
}

/// Returns the level, 2 to 6, at which the page shows a heading of `level`.
pub fn heading_level(body: &Body, level: u8) -> u8 {
    shown_level(level, heading_shift(body))
}

fn shown_level(level: u8, shift: u8) -> u8 {
    level.saturating_add(shift).clamp(HEADING_LEVELS.0, HEADING_LEVELS.1)
}

/// Returns what brings an essay's highest heading to level 2: many essays begin at 1.
fn heading_shift(body: &Body) -> u8 {
    let levels = body.blocks.iter().filter_map(|block| match block {
        Block::Heading { level, .. } => Some(*level),
        _ => None,
    });
    levels.min().map_or(0, |lowest| HEADING_LEVELS.0.saturating_sub(lowest))
}

/// The classes are short because code is full of them.
const fn code_class(class: CodeClass) -> &'static str {
    match class {
        CodeClass::Comment => "c",
        CodeClass::String => "s",
        CodeClass::Number => "n",
        CodeClass::Constant => "o",
        CodeClass::Keyword => "k",
        CodeClass::Operator => "p",
        CodeClass::Function => "f",
        CodeClass::Type => "t",
        CodeClass::Variable => "v",
        CodeClass::Attribute => "a",
        CodeClass::Tag => "g",
        CodeClass::Inserted => "i",
        CodeClass::Deleted => "d",
    }
}
