//! Follows pulldown-cmark's events and builds the body.

use std::ops::Range;

use pulldown_cmark::{BlockQuoteKind, CodeBlockKind, CowStr, Event, LinkType, Tag, TagEnd};

use super::Located;
use super::inlines::Inlines;
use super::notes::Notes;
use crate::diagnostic::Diagnostic;
use crate::load::essay::{Alert, Alignment, Block, Body, CodeBlock, Footnote, Prose};
use crate::load::highlight;
use crate::load::html::blocks::{self as html_blocks, HtmlText};
use crate::load::html::scan::{self, Piece};
use crate::load::outline::{HeadingIds, LEVELS_MAX, Outline};
use crate::load::prose::Writer;
use crate::load::repair::Repaired;
use crate::load::token::Token;
use crate::source::{SourcePath, Span};

/// Makes a body of all events of an essay.
pub(super) fn walk<'a>(
    events: &[Located<'a>],
    repaired: &'a Repaired,
    path: &'a SourcePath,
    trust_html: bool,
) -> (Body, Vec<Diagnostic>) {
    let mut writer = Writer::new(repaired, path, trust_html);
    let notes = Notes::find(events, &mut writer);
    let mut walker = Walker {
        events,
        writer,
        notes,
        outline: Outline::default(),
        ids: HeadingIds::default(),
        leaf: None,
        code: None,
        html: None,
        table: None,
        in_autolink: false,
        is_too_deep: false,
    };
    walker.follow(0..events.len());
    let blocks = walker.take_blocks();
    let footnotes_start = walker.writer.text.len();
    let footnotes = walker.footnotes();
    let Walker { mut writer, notes, .. } = walker;
    notes.complain(&mut writer);
    let Writer { text, mut map, mut diagnostics, .. } = writer;
    // It is kept for as long as the essay, and has grown by doubling.
    map.shrink();
    diagnostics.sort_by_key(|diagnostic| diagnostic.span);
    (Body { text: text.into(), map, blocks, footnotes, footnotes_start }, diagnostics)
}

/// What the prose that is open will be.
enum Leaf {
    Paragraph,
    Heading(u8),
    Cell,
}

struct CodeDraft {
    language: Option<String>,
    text: String,
    span: Span,
}

#[derive(Default)]
struct TableDraft {
    alignments: Vec<Alignment>,
    head: Vec<Prose>,
    rows: Vec<Vec<Prose>>,
    in_head: bool,
}

struct Walker<'e, 'a> {
    events: &'e [Located<'a>],
    writer: Writer<'a>,
    notes: Notes<'a>,
    outline: Outline,
    ids: HeadingIds,
    leaf: Option<(Leaf, Inlines<'a>)>,
    code: Option<CodeDraft>,
    html: Option<HtmlText>,
    table: Option<TableDraft>,
    in_autolink: bool,
    is_too_deep: bool,
}

impl<'e, 'a> Walker<'e, 'a> {
    /// Follows the events of this range, the definitions of footnotes left out.
    fn follow(&mut self, range: Range<usize>) {
        let events: &'e [Located<'a>] = self.events;
        let mut index = range.start;
        while index < range.end {
            let (event, at) = &events[index];
            match event {
                Event::Start(Tag::FootnoteDefinition(_)) => {
                    self.end_leaf();
                    index = self.notes.end_of(index);
                }
                Event::Start(tag) => self.start(tag, at.clone()),
                Event::End(tag) => self.end(*tag, at.clone()),
                other => self.content(other, at.clone()),
            }
            index += 1;
        }
        self.end_leaf();
    }

    fn take_blocks(&mut self) -> Vec<Block> {
        let mut blocks = std::mem::take(&mut self.outline).finish();
        // They are kept, and have grown by doubling.
        blocks.shrink_to_fit();
        blocks
    }

    /// Writes the footnotes that were referred to; they may refer to more.
    fn footnotes(&mut self) -> Vec<Footnote> {
        let mut footnotes = Vec::new();
        while let Some((label, events)) = self.notes.referred(footnotes.len()) {
            self.follow(events);
            footnotes.push(Footnote { label, blocks: self.take_blocks() });
        }
        footnotes
    }

    fn start(&mut self, tag: &Tag<'a>, at: Range<usize>) {
        if self.start_inline(tag, &at) {
            return;
        }
        self.end_leaf();
        let repaired = self.writer.repaired();
        match tag {
            Tag::Paragraph => {
                self.outline.loosen();
                self.leaf = Some((Leaf::Paragraph, Inlines::new(repaired)));
            }
            Tag::Heading { level, .. } => {
                self.leaf = Some((Leaf::Heading(*level as u8), Inlines::new(repaired)));
            }
            Tag::BlockQuote(kind) => {
                let is_shown = self.outline.open_quote(kind.map(alert));
                self.check_depth(is_shown, at);
            }
            Tag::List(start) => {
                let is_shown = self.outline.open_list(*start);
                self.check_depth(is_shown, at);
            }
            Tag::Item => self.outline.open_item(),
            Tag::CodeBlock(kind) => self.code = Some(self.start_code(kind, at)),
            Tag::HtmlBlock => self.html = Some(HtmlText::default()),
            Tag::Table(alignments) => {
                let alignments = alignments.iter().copied().map(alignment).collect();
                self.table = Some(TableDraft { alignments, ..TableDraft::default() });
            }
            Tag::TableHead => self.set_in_head(true),
            Tag::TableRow => {
                if let Some(table) = &mut self.table {
                    table.rows.push(Vec::new());
                }
            }
            Tag::TableCell => self.leaf = Some((Leaf::Cell, Inlines::new(repaired))),
            // The other tags are inline, or of extensions that are off.
            _ => {}
        }
    }

    fn start_inline(&mut self, tag: &Tag<'a>, at: &Range<usize>) -> bool {
        match tag {
            Tag::Emphasis => self.inlines().delimiters(at.start..at.start + 1),
            Tag::Strong => self.inlines().delimiters(at.start..at.start + 2),
            Tag::Link { link_type, dest_url, title, .. } => {
                self.in_autolink = matches!(link_type, LinkType::Autolink | LinkType::Email);
                let destination = match link_type {
                    LinkType::Email => format!("mailto:{dest_url}").into(),
                    _ => dest_url.clone(),
                };
                self.inlines().open_link(destination, title.clone(), at.clone());
            }
            Tag::Image { dest_url, title, .. } => {
                self.inlines().open_image(dest_url.clone(), title.clone(), at.clone());
            }
            _ => return false,
        }
        true
    }

    fn end(&mut self, tag: TagEnd, at: Range<usize>) {
        match tag {
            TagEnd::Emphasis => return self.inlines().delimiters(at.end - 1..at.end),
            TagEnd::Strong => return self.inlines().delimiters(at.end - 2..at.end),
            TagEnd::Link => {
                self.in_autolink = false;
                return self.inlines().close_link();
            }
            TagEnd::Image => return self.inlines().close_image(),
            _ => self.end_leaf(),
        }
        match tag {
            TagEnd::BlockQuote(_) | TagEnd::List(_) | TagEnd::Item => self.outline.close(),
            TagEnd::CodeBlock => self.end_code(),
            TagEnd::HtmlBlock => {
                if let Some(html) = self.html.take() {
                    html_blocks::write(&html, &mut self.writer, &mut self.outline, &mut self.ids);
                }
            }
            TagEnd::TableHead => self.set_in_head(false),
            TagEnd::Table => {
                if let Some(TableDraft { alignments, head, rows, .. }) = self.table.take() {
                    self.outline.push(Block::Table { alignments, head, rows });
                }
            }
            _ => {}
        }
    }

    fn content(&mut self, event: &Event<'a>, at: Range<usize>) {
        match event {
            Event::Text(text) | Event::Html(text) => self.text(text, at),
            Event::Code(code) => self.inlines().code(code.clone(), at),
            Event::InlineHtml(html) => self.inline_html(html, at),
            Event::SoftBreak => self.inlines().token(Token::SoftBreak(at.into())),
            Event::HardBreak => self.inlines().token(Token::HardBreak(at.into())),
            Event::FootnoteReference(label) => {
                if self.inlines().is_in_image() {
                    return;
                }
                if let Some(index) = self.notes.refer(label) {
                    self.inlines().token(Token::Footnote(index));
                }
            }
            Event::TaskListMarker(is_done) => self.outline.set_task(*is_done),
            Event::Rule => {
                self.end_leaf();
                self.outline.push(Block::Rule);
            }
            // Mathematics is off, the rest is handled by the caller.
            _ => {}
        }
    }

    fn text(&mut self, text: &CowStr<'a>, at: Range<usize>) {
        if let Some(code) = &mut self.code {
            code.text.push_str(text);
        } else if let Some(html) = &mut self.html {
            html.push(text, at, self.writer.repaired());
        } else if self.in_autolink {
            self.inlines().opaque(text.clone(), at);
        } else {
            self.inlines().text(text.clone(), at);
        }
    }

    fn inline_html(&mut self, html: &str, at: Range<usize>) {
        let tag = scan::scan(html).into_iter().find_map(|(piece, _)| match piece {
            Piece::Tag(tag) => Some(tag),
            Piece::Text | Piece::Raw | Piece::Comment => None,
        });
        // Even a comment parts the text before it from the text after it.
        self.inlines().token(match tag {
            Some(tag) => Token::Tag(tag, at.into()),
            None => Token::Replaced("".into(), at.into()),
        });
    }

    /// Returns the prose that is open, or begins one: the paragraphs of tight lists have no
    /// events of their own.
    fn inlines(&mut self) -> &mut Inlines<'a> {
        let repaired = self.writer.repaired();
        &mut self.leaf.get_or_insert_with(|| (Leaf::Paragraph, Inlines::new(repaired))).1
    }

    fn end_leaf(&mut self) {
        let Some((leaf, inlines)) = self.leaf.take() else { return };
        for (label, range) in inlines.undefined_footnotes() {
            let span = self.writer.span(range.into());
            let diagnostic = Diagnostic::undefined_footnote(self.writer.path(), span, label);
            self.writer.diagnostics.push(diagnostic);
        }
        let tokens = inlines.finish();
        if let Leaf::Cell = leaf {
            let prose = self.writer.write_even_empty(tokens);
            self.push_cell(prose);
            return;
        }
        let Some(prose) = self.writer.write(tokens) else { return };
        self.outline.push(match leaf {
            Leaf::Heading(level) => {
                let id = self.ids.make(&self.writer.text[prose.passage.range()]);
                Block::Heading { level, id, prose }
            }
            Leaf::Paragraph | Leaf::Cell => Block::Paragraph(prose),
        });
    }

    fn push_cell(&mut self, cell: Prose) {
        match &mut self.table {
            Some(TableDraft { in_head: true, head, .. }) => head.push(cell),
            Some(TableDraft { rows, .. }) => {
                if let Some(row) = rows.last_mut() {
                    row.push(cell);
                }
            }
            None => {}
        }
    }

    fn set_in_head(&mut self, in_head: bool) {
        if let Some(table) = &mut self.table {
            table.in_head = in_head;
        }
    }

    fn start_code(&self, kind: &CodeBlockKind<'a>, at: Range<usize>) -> CodeDraft {
        let language = match kind {
            CodeBlockKind::Indented => None,
            CodeBlockKind::Fenced(info) => {
                info.split([' ', '\t', ',', '{']).next().filter(|word| !word.is_empty())
            }
        };
        let written = &self.writer.repaired()[at.clone()];
        let first_line = &written[..written.find('\n').unwrap_or(written.len())];
        let span = match language.and_then(|language| Some((first_line.find(language)?, language)))
        {
            Some((start, language)) => {
                Span::new(at.start + start, at.start + start + language.len())
            }
            None => Span::new(at.start, at.start + first_line.len()),
        };
        CodeDraft { language: language.map(str::to_owned), text: String::new(), span }
    }

    fn end_code(&mut self) {
        let Some(CodeDraft { language, text, span }) = self.code.take() else { return };
        let spans = highlight::highlight(language.as_deref(), &text).unwrap_or_else(|unknown| {
            let span = self.writer.span(span);
            let language = language.as_deref().unwrap_or_default();
            let similar = unknown.similar.as_deref();
            let diagnostic =
                Diagnostic::unknown_language(self.writer.path(), span, language, similar);
            self.writer.diagnostics.push(diagnostic);
            highlight::plain(&text)
        });
        self.outline.push(Block::Code(CodeBlock { language, spans }));
    }

    /// Says once that the essay is nested too deep.
    fn check_depth(&mut self, is_shown: bool, at: Range<usize>) {
        if is_shown || self.is_too_deep {
            return;
        }
        self.is_too_deep = true;
        let written = &self.writer.repaired()[at.clone()];
        let length = written.find('\n').unwrap_or(written.len());
        let span = self.writer.span(Span::new(at.start, at.start + length));
        let diagnostic = Diagnostic::nesting_too_deep(self.writer.path(), span, LEVELS_MAX);
        self.writer.diagnostics.push(diagnostic);
    }
}

fn alert(kind: BlockQuoteKind) -> Alert {
    match kind {
        BlockQuoteKind::Note => Alert::Note,
        BlockQuoteKind::Tip => Alert::Tip,
        BlockQuoteKind::Important => Alert::Important,
        BlockQuoteKind::Warning => Alert::Warning,
        BlockQuoteKind::Caution => Alert::Caution,
    }
}

fn alignment(alignment: pulldown_cmark::Alignment) -> Alignment {
    match alignment {
        pulldown_cmark::Alignment::None => Alignment::None,
        pulldown_cmark::Alignment::Left => Alignment::Left,
        pulldown_cmark::Alignment::Center => Alignment::Center,
        pulldown_cmark::Alignment::Right => Alignment::Right,
    }
}
