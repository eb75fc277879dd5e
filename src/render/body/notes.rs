//! Puts blocks and notes together, for a page and for a feed.

use std::fmt::Write as _;

use super::blocks::{References, Writer};
use super::geometry::{self, NoteSize};
use super::markup::{attribute, escape, visible_text};
use super::plan::Plan;
use super::{Annotation, AnnotationKind, BodyWords, Setting, Target};
use crate::load::essay::Body;
use crate::permalink;

/// How many characters of a footnote stand for it where it is folded: more than three lines
/// of the margin show, for the stylesheet cuts it there.
const SUMMARY_CHARACTERS: usize = 70;

/// A note, written but not placed.
struct Note {
    annotation: usize,
    inside: String,
    summary: String,
}

/// Where a note's place is.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Rises {
    /// Beside a wide column of text.
    pub(super) wide: Rise,
    /// Beside a narrow one.
    pub(super) narrow: Rise,
    pub(super) fold: Fold,
}

/// How far above the end of its home block a note begins.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Rise {
    pub(super) half_lines: u8,
}

impl Rise {
    /// Returns the two letters by which the stylesheet knows it, the first for elevens of half
    /// lines and the second for what is left.
    ///
    /// Letters of their own for each place of each column let one attribute speak of both, with
    /// four short lists of rules instead of one for every number.
    fn letters(self, eleven: u8, one: u8) -> [char; 2] {
        const ELEVEN: u8 = 11;
        let (high, low) = (self.half_lines / ELEVEN, self.half_lines % ELEVEN);
        [eleven + high.min(ELEVEN - 1), one + low].map(char::from)
    }
}

/// How much of a note is shown in the margin.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Fold {
    /// All of it.
    #[default]
    Open,
    /// One line, for want of room.
    Line,
    /// A few lines, for it is long.
    Long,
}

/// Renders an essay for its page; see [`super::render`].
pub(super) fn page_html(body: &Body, annotations: &[Annotation], setting: Setting<'_>) -> String {
    let plan = Plan::new(body, annotations);
    let mut writer = Writer::new(body, annotations, setting, References::Page(&plan));
    let mut parts: Vec<(String, Vec<Note>)> = Vec::with_capacity(body.blocks.len());
    for (index, block) in body.blocks.iter().enumerate() {
        writer.block(block);
        let html = writer.take();
        let notes = plan.notes_after(index).iter().map(|&at| note(&mut writer, at)).collect();
        parts.push((html, notes));
    }
    let sizes: Vec<NoteSize> = parts
        .iter()
        .flat_map(|(_, notes)| notes)
        .filter(|note| annotations[note.annotation].kind.in_column().is_none())
        .map(|note| NoteSize { annotation: note.annotation, text: visible_text(&note.inside) })
        .collect();
    let rises = geometry::rises(body, annotations, &plan, &sizes);
    let mut html = String::new();
    for group in &plan.groups {
        html.push_str("<div class=\"b\">");
        for (block, notes) in &parts[group.clone()] {
            html.push_str(block);
            for note in notes {
                let rises = rises.get(&note.annotation).copied().unwrap_or_default();
                aside(&mut html, &annotations[note.annotation], note, &plan, rises, &writer);
            }
        }
        html.push_str("</div>\n");
    }
    html
}

/// Writes the inside of a note, without its number.
fn note(writer: &mut Writer<'_>, annotation: usize) -> Note {
    let Annotation { kind, note, summary, .. } = &writer.annotations[annotation];
    let inside = match kind {
        AnnotationKind::Footnote(index) => {
            let blocks = writer.body.footnotes.get(index.0);
            blocks
                .iter()
                .flat_map(|footnote| &footnote.blocks)
                .for_each(|block| writer.block(block));
            writer.take()
        }
        _ => note.clone(),
    };
    let summary =
        if summary.is_empty() { first_words(&visible_text(&inside)) } else { summary.clone() };
    Note { annotation, inside, summary }
}

fn first_words(text: &str) -> String {
    let line = text.trim().replace('\n', " ");
    // A reference that a footnote holds is no part of its words.
    let mut words: String =
        line.chars().filter(|&c| c != '\u{2060}').take(SUMMARY_CHARACTERS).collect();
    if line.chars().count() > SUMMARY_CHARACTERS {
        words.push('…');
    }
    words
}

/// Writes a note behind its block. The number comes first and leads back to the text.
fn aside(
    html: &mut String,
    annotation: &Annotation,
    note: &Note,
    plan: &Plan<'_>,
    rises: Rises,
    writer: &Writer<'_>,
) {
    let number = annotation.number;
    let (id, back) = (permalink::note_id(number), permalink::reference_id(number, 1));
    let class = annotation.kind.class();
    let column = annotation.kind.in_column().map_or(String::new(), |place| format!(" in {place}"));
    let fold = match rises.fold {
        Fold::Open => "",
        Fold::Line => " z",
        Fold::Long => " z long",
    };
    let [a, b] = rises.wide.letters(b'A', b'a');
    let [c, d] = rises.narrow.letters(b'N', b'n');
    let key = plan.keys[note.annotation];
    let _ = write!(
        html,
        "<aside class=\"note {class}{column}{fold}\" role=\"doc-footnote\" id=\"{id}\" data-k=\"{key}\" data-u=\"{a}{b}{c}{d}\">\
         <details class=\"c\"><summary><b>{number}</b> "
    );
    escape(html, &note.summary);
    html.push_str("</summary><div class=\"x\">");
    if writer.referred[note.annotation] > 0 {
        let _ = write!(html, "<a class=\"no\" role=\"doc-backlink\" href=\"#{back}\"");
        attribute(html, "aria-label", &format!("{number} {}", writer.setting.words.back));
        let _ = write!(html, ">{number}</a>");
    } else {
        let _ = write!(html, "<b class=\"no\">{number}</b>");
    }
    html.push_str(note.inside.trim_end());
    html.push_str("</div></details></aside>\n");
}

/// Renders an essay for a feed: no marks, the notes at the end.
///
/// `page` is the absolute address of the essay's page; `resolve` must give absolute addresses too.
pub fn plain_feed_html(
    body: &Body,
    annotations: &[Annotation],
    words: &BodyWords,
    resolve: &dyn Fn(&str) -> Target,
    page: &str,
) -> String {
    let setting = Setting { words, resolve, companies: &[], chinese: false };
    let mut writer = Writer::new(body, annotations, setting, References::Feed(page));
    body.blocks.iter().for_each(|block| writer.block(block));
    let mut html = writer.take();
    if annotations.is_empty() {
        return html;
    }
    html.push_str("<hr>\n<h2>");
    escape(&mut html, &words.notes);
    html.push_str("</h2>\n<ol>\n");
    for (index, annotation) in annotations.iter().enumerate() {
        let note = note(&mut writer, index);
        let _ = write!(html, "<li value=\"{}\">", annotation.number);
        html.push_str(note.inside.trim_end());
        html.push_str("</li>\n");
    }
    html.push_str("</ol>\n");
    html
}
