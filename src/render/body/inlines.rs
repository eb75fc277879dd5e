//! Writes proses: text with its marks, links, pictures and references.

use std::fmt::Write as _;

use super::blocks::Writer;
use super::markup::{attribute, escape};
use super::segments::{Segment, cut};
use super::{CompanyLink, Target};
use crate::load::essay::{FootnoteIndex, Format, Inline, Passage, Prose};

/// What an open inline element needs when it ends.
enum Open {
    Element(String),
    /// A link; references to notes wait until it ends, for links do not nest.
    Link,
    /// Code, which is of no language; references wait too, for a number is no code.
    Code,
}

/// The writing of one prose.
struct Run<'w, 'a> {
    writer: &'w mut Writer<'a>,
    open: Vec<Open>,
    /// References to write as soon as no link or code is open.
    waiting: Vec<usize>,
}

impl Writer<'_> {
    /// Writes the content of a paragraph, heading or cell.
    pub(super) fn prose(&mut self, prose: &Prose) {
        let mut run = Run { writer: self, open: Vec::new(), waiting: Vec::new() };
        for inline in &prose.inlines {
            run.inline(inline);
        }
        while !run.open.is_empty() {
            run.close();
        }
        run.flush();
    }
}

impl Run<'_, '_> {
    fn inline(&mut self, inline: &Inline) {
        match inline {
            Inline::Text(passage) => self.text(*passage),
            Inline::Code(passage) => {
                self.open.push(Open::Code);
                self.writer.html.push_str("<code>");
                self.text(*passage);
                self.writer.html.push_str("</code>");
                self.open.pop();
                self.flush();
            }
            Inline::Break(_) => self.writer.html.push_str("<br>"),
            Inline::Open(format) => self.open(format),
            Inline::Close => self.close(),
            Inline::Image(image) => self.image(&image.destination, &image.alt, &image.title),
            Inline::FootnoteReference(index) => self.footnote_reference(*index),
        }
    }

    fn text(&mut self, passage: Passage) {
        for segment in cut(passage, &self.writer.marks, self.writer.setting.companies) {
            self.segment(&segment);
            self.waiting.extend(self.writer.marks.ending_in(segment.passage));
            self.flush();
        }
    }

    fn segment(&mut self, segment: &Segment<'_>) {
        if let Some(class) = &segment.class {
            let html = &mut self.writer.html;
            html.push_str("<mark");
            attribute(html, "class", class);
            if !segment.keys.is_empty() {
                let keys: Vec<String> = segment.keys.iter().map(ToString::to_string).collect();
                attribute(html, "data-k", &keys.join(" "));
            }
            html.push('>');
        }
        let in_link = self.open.iter().any(|open| matches!(open, Open::Link));
        match segment.company {
            Some(company) if !in_link => self.company(segment.passage, company),
            _ => self.words(segment.passage),
        }
        if segment.class.is_some() {
            self.writer.html.push_str("</mark>");
        }
    }

    fn company(&mut self, passage: Passage, company: &CompanyLink) {
        let html = &mut self.writer.html;
        html.push_str("<a class=\"co\"");
        attribute(html, "href", &company.href);
        if let Some(card) = company.card {
            let _ = write!(html, " aria-describedby=\"card.{card}\"");
        }
        html.push('>');
        self.words(passage);
        self.writer.html.push_str("</a>");
    }

    /// Writes text; Latin words within a Chinese essay say that they are none.
    fn words(&mut self, passage: Passage) {
        let text = self.writer.body.slice(passage);
        let html = &mut self.writer.html;
        if !self.writer.setting.chinese || self.open.iter().any(|open| matches!(open, Open::Code)) {
            escape(html, text);
            return;
        }
        for (run, latin) in latin_runs(text) {
            if latin {
                html.push_str("<span lang=\"en\">");
                escape(html, run);
                html.push_str("</span>");
            } else {
                escape(html, run);
            }
        }
    }

    /// Writes the references that wait, unless a link is open.
    fn flush(&mut self) {
        if self.open.iter().any(|open| matches!(open, Open::Link | Open::Code)) {
            return;
        }
        for annotation in std::mem::take(&mut self.waiting) {
            self.writer.reference(annotation);
        }
    }

    fn open(&mut self, format: &Format) {
        let html = &mut self.writer.html;
        let name = match format {
            Format::Emphasis => "em",
            Format::Strong => "strong",
            Format::Strikethrough => "del",
            Format::Html { open, name } => {
                self.writer.raw(open);
                self.open.push(if name == "a" { Open::Link } else { Open::Element(name.clone()) });
                return;
            }
            Format::Link { destination, title, .. } => {
                // A link that leads nowhere keeps its words and has no address to follow.
                let (href, class) = match (self.writer.setting.resolve)(destination) {
                    Target::Internal(href) => (Some(href), None),
                    Target::External(href) => (Some(href), Some("ext")),
                    Target::Broken(_) => (None, Some("broken")),
                };
                html.push_str("<a");
                if let Some(href) = href {
                    attribute(html, "href", &href);
                }
                if let Some(class) = class {
                    attribute(html, "class", class);
                }
                if !title.is_empty() {
                    attribute(html, "title", title);
                }
                html.push('>');
                self.open.push(Open::Link);
                return;
            }
        };
        let _ = write!(html, "<{name}>");
        self.open.push(Open::Element(name.to_owned()));
    }

    fn close(&mut self) {
        let Some(open) = self.open.pop() else { return };
        match open {
            Open::Link => self.writer.html.push_str("</a>"),
            Open::Code => {}
            Open::Element(name) => {
                let _ = write!(self.writer.html, "</{name}>");
            }
        }
        self.flush();
    }

    /// A picture of the site is shown; one on another host is linked to, so that the page
    /// asks no other host for anything; one that is nowhere is named.
    fn image(&mut self, destination: &str, alt: &str, title: &str) {
        let in_link = self.open.iter().any(|open| matches!(open, Open::Link));
        let html = &mut self.writer.html;
        match (self.writer.setting.resolve)(destination) {
            Target::Internal(src) => {
                html.push_str("<img loading=\"lazy\" decoding=\"async\"");
                attribute(html, "src", &src);
                attribute(html, "alt", alt);
                if !title.is_empty() {
                    attribute(html, "title", title);
                }
                html.push('>');
            }
            Target::External(href) => {
                let named = if alt.is_empty() { host(&href) } else { alt };
                let words = format!("{}{named} ↗", self.writer.setting.words.picture);
                if in_link {
                    escape(html, &words);
                    return;
                }
                html.push_str("<a class=\"picture\"");
                attribute(html, "href", &href);
                html.push('>');
                escape(html, &words);
                html.push_str("</a>");
            }
            Target::Broken(path) => {
                let file = path.rsplit('/').next().unwrap_or(&path);
                let named = if alt.is_empty() { file } else { alt };
                html.push_str("<span class=\"picture\">");
                escape(html, &format!("{}{named}", self.writer.setting.words.picture));
                html.push_str("</span>");
            }
        }
    }

    fn footnote_reference(&mut self, index: FootnoteIndex) {
        if let Some(annotation) = self.writer.footnote(index) {
            self.waiting.push(annotation);
        } else {
            // Nothing to lead to: the numeral alone, as the essay has it.
            let _ = write!(self.writer.html, "<sup>{}</sup>", index.0 + 1);
        }
        self.flush();
    }
}

/// Cuts a text where runs of Latin words begin and end, and says which pieces they are.
///
/// A run has a word of some length in small letters, as names and sentences do; what is
/// shorter, or all capitals, is read alike in either language (O2O, BAT).
fn latin_runs(text: &str) -> Vec<(&str, bool)> {
    const SMALL_LETTERS: usize = 3;
    let joins = |c: char| c.is_ascii_alphanumeric() || " '’&.-".contains(c);
    let mut runs = Vec::new();
    let mut rest = text;
    let mut other = 0;
    while let Some(start) = rest[other..].find(|c: char| c.is_ascii_alphabetic()) {
        let start = other + start;
        let end = rest[start..].find(|c| !joins(c)).map_or(rest.len(), |length| start + length);
        let run = rest[start..end].trim_end_matches(|c: char| !c.is_ascii_alphanumeric());
        other = start + run.len();
        let words = run.split(|c: char| !c.is_ascii_lowercase());
        if words.map(str::len).max().unwrap_or_default() >= SMALL_LETTERS {
            runs.extend([(&rest[..start], false), (run, true)]);
            (rest, other) = (&rest[other..], 0);
        }
    }
    runs.push((rest, false));
    runs
}

/// Returns the host of a full address: what a reader knows a place by.
fn host(address: &str) -> &str {
    let rest = address.split_once("//").map_or(address, |(_, rest)| rest);
    rest.split(['/', '?', '#']).next().unwrap_or(rest)
}

#[cfg(test)]
mod tests {
    use super::latin_runs;

    #[test]
    fn names_in_small_letters_are_latin_and_abbreviations_are_not() {
        let latin = |text| {
            let runs = latin_runs(text).into_iter().filter(|run| run.1);
            runs.map(|run| run.0).collect::<Vec<_>>()
        };
        assert_eq!(
            latin("BAT 与 Facebook Messenger，O2O 和 iPhone 5s。"),
            ["Facebook Messenger", "iPhone 5s"]
        );
        assert_eq!(latin("用微信。"), Vec::<&str>::new());
        let text = "甲 Amazon.com. 乙";
        assert_eq!(latin_runs(text).iter().map(|run| run.0).collect::<String>(), text);
    }
}
