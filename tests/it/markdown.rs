//! Markdown and raw HTML, as far as the body.
//!
//! A case has a block `md`, perhaps an empty block `trust` (the site trusts HTML), and
//! perhaps a block `where` of phrases whose place in the source is asked for.

use std::fmt::Write as _;

use pangzhu::load::essay::{Block, Body, Format, Image, Inline, Passage, Prose};
use pangzhu::load::markdown::{self, Options};
use pangzhu::load::repair::Repaired;
use pangzhu::source::{Source, SourcePath};

use crate::cases::{self, Case};

#[test]
fn markdown_cases() {
    cases::run("markdown", check);
}

fn check(case: &Case) -> String {
    let source = Source::new(SourcePath::new("essay.md"), case.block("md"));
    let options = Options { trust_html: case.get("trust").is_some() };
    let repaired = Repaired::unchanged(source.text.as_str());
    let (body, diagnostics) = markdown::parse(&repaired, &source, &options);
    let mut out = String::new();
    show_blocks(&body, &body.blocks, 0, &mut out);
    for (index, footnote) in body.footnotes.iter().enumerate() {
        let _ = writeln!(out, "[{index}] {}", footnote.label);
        show_blocks(&body, &footnote.blocks, 1, &mut out);
    }
    for phrase in case.get("where").unwrap_or_default().lines() {
        let at = body.text.find(phrase).expect("the phrase is in the text");
        let span = body.span(Passage::new(at, at + phrase.len()));
        let _ = writeln!(out, "{phrase} <- {:?}", &source.text[span.range()]);
    }
    for diagnostic in diagnostics {
        let span = diagnostic.span.expect("all of these have a place");
        let position = source.position(span.start);
        let _ = writeln!(
            out,
            "{:?} {} {}:{} {:?}: {}",
            diagnostic.severity,
            diagnostic.code,
            position.line,
            position.column,
            &source.text[span.range()],
            diagnostic.message.english
        );
        let help = diagnostic.help.map(|help| help.english);
        if let Some(help) = help.filter(|help| help.starts_with("did you mean")) {
            let _ = writeln!(out, "  {help}");
        }
    }
    out
}

fn show_blocks(body: &Body, blocks: &[Block], depth: usize, out: &mut String) {
    for block in blocks {
        let _ = write!(out, "{}", "  ".repeat(depth));
        show_block(body, block, depth, out);
    }
}

fn show_block(body: &Body, block: &Block, depth: usize, out: &mut String) {
    let _ = match block {
        Block::Paragraph(prose) => writeln!(out, "p{}", show(body, prose)),
        Block::Heading { level, id, prose } => {
            writeln!(out, "h{level} #{id}{}", show(body, prose))
        }
        Block::Quote { alert, blocks } => {
            let _ = match alert {
                Some(alert) => writeln!(out, "quote {alert:?}"),
                None => writeln!(out, "quote"),
            };
            show_blocks(body, blocks, depth + 1, out);
            Ok(())
        }
        Block::List { start, tight, items } => {
            let number = start.map_or_else(String::new, |start| format!(" from {start}"));
            let _ = writeln!(out, "list{number}{}", if *tight { "" } else { " loose" });
            for item in items {
                let task = item.task.map_or("", |done| if done { " [x]" } else { " [ ]" });
                let _ = writeln!(out, "{}item{task}", "  ".repeat(depth + 1));
                show_blocks(body, &item.blocks, depth + 2, out);
            }
            Ok(())
        }
        Block::Table { alignments, head, rows } => {
            let _ = writeln!(out, "table {alignments:?}");
            for row in std::iter::once(head).chain(rows) {
                let cells: Vec<String> = row.iter().map(|cell| show(body, cell)).collect();
                let _ = writeln!(out, "{}|{}", "  ".repeat(depth + 1), cells.join(" |"));
            }
            Ok(())
        }
        Block::Code(code) => writeln!(out, "code {:?} {:?}", code.language, code.spans),
        Block::Html(html) => writeln!(out, "html {html:?}"),
        Block::Rule => writeln!(out, "rule"),
    };
}

fn show(body: &Body, prose: &Prose) -> String {
    let mut out = String::new();
    for inline in &prose.inlines {
        let _ = match inline {
            Inline::Text(passage) => write!(out, " {:?}", body.slice(*passage)),
            Inline::Code(passage) => write!(out, " `{}`", body.slice(*passage)),
            Inline::Break(_) => write!(out, " /"),
            Inline::Open(format) => write!(out, " ({}", name(format)),
            Inline::Close => write!(out, ")"),
            Inline::Image(image) => {
                let Image { destination, alt, title, .. } = &**image;
                write!(out, " !{destination} {alt:?} {title:?}")
            }
            Inline::FootnoteReference(index) => write!(out, " [{}]", index.0),
        };
    }
    out
}

fn name(format: &Format) -> String {
    match format {
        Format::Emphasis => "em".to_owned(),
        Format::Strong => "strong".to_owned(),
        Format::Strikethrough => "del".to_owned(),
        Format::Link { destination, title, .. } if title.is_empty() => format!("-> {destination}"),
        Format::Link { destination, title, .. } => format!("-> {destination} {title:?}"),
        Format::Html { open, .. } => open.clone(),
    }
}
