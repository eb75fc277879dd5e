//! Bodies out of a line of markup a block, with annotations where braces stand.

use crate::load::essay::{Block, Footnote, Format, Image, Inline, ListItem, Prose};
use crate::render::body::*;
use crate::source::Span;

/// Makes bodies of text with a little markup: `*…*` emphasis, `[…]` a link, `` `…` `` code,
/// `^` a reference to the first footnote, `!` a picture.
#[derive(Default)]
pub(super) struct Maker {
    pub(super) body: Body,
    /// Where to put annotations: text between `{` and `}`.
    pub(super) braces: Vec<Passage>,
}

impl Maker {
    pub(super) fn prose(&mut self, markup: &str) -> Prose {
        let start = self.body.text.len();
        let mut inlines = Vec::new();
        let mut run = start;
        let mut braces = Vec::new();
        let mut open = Vec::new();
        for c in markup.chars() {
            let at = self.body.text.len();
            if !"*[]`^!{}".contains(c) {
                self.body.text = format!("{}{c}", self.body.text).into();
                continue;
            }
            if c == '{' {
                braces.push(at);
                continue;
            } else if c == '}' {
                if let Some(begin) = braces.pop() {
                    self.braces.push(Passage::new(begin, at));
                }
                continue;
            }
            if run < at {
                let passage = Passage::new(run, at);
                let code = open.last() == Some(&'`');
                inlines.push(if code { Inline::Code(passage) } else { Inline::Text(passage) });
            }
            run = at;
            inlines.extend(step(c, &mut open));
        }
        let end = self.body.text.len();
        if run < end {
            inlines.push(Inline::Text(Passage::new(run, end)));
        }
        inlines.extend(open.iter().filter(|&&c| c != '`').map(|_| Inline::Close));
        self.body.text = format!("{}\n", self.body.text).into();
        Prose { passage: Passage::new(start, end), inlines }
    }

    pub(super) fn paragraph(&mut self, markup: &str) -> &mut Self {
        let prose = self.prose(markup);
        self.body.blocks.push(Block::Paragraph(prose));
        self
    }

    pub(super) fn list(&mut self, items: &[&str]) -> &mut Self {
        let items = items
            .iter()
            .map(|markup| {
                let blocks = vec![Block::Paragraph(self.prose(markup))];
                ListItem { task: None, blocks }
            })
            .collect();
        self.body.blocks.push(Block::List { start: None, tight: true, items });
        self
    }

    pub(super) fn footnote(&mut self, markup: &str) -> &mut Self {
        self.body.footnotes_start = self.body.text.len();
        let blocks = vec![Block::Paragraph(self.prose(markup))];
        self.body.footnotes.push(Footnote { label: "1".to_owned(), blocks });
        self
    }

    /// Returns the body with comparisons at the braces, numbered.
    pub(super) fn finish(&mut self) -> (Body, Vec<Annotation>) {
        if self.body.footnotes.is_empty() {
            self.body.footnotes_start = self.body.text.len();
        }
        let subjects = number_annotations(&self.body, &self.braces);
        let annotations = subjects.iter().enumerate().map(|(at, subject)| match *subject {
            Subject::Passage(index) => comparison(at + 1, self.braces[index], &self.body.text),
            Subject::Footnote(index, passage) => Annotation::footnote(at + 1, index, passage),
        });
        (self.body.clone(), annotations.collect())
    }
}

fn step(c: char, open: &mut Vec<char>) -> Option<Inline> {
    let span = Span::new(0, 0);
    let format = match c {
        '*' if open.last() == Some(&'*') => None,
        '*' => Some(Format::Emphasis),
        '[' if open.contains(&'[') => return None,
        '[' => Some(Format::Link { destination: "x".to_owned(), title: String::new(), span }),
        ']' if open.last() == Some(&'[') => None,
        ']' => return None,
        '`' => {
            if open.last() == Some(&'`') {
                open.pop();
            } else {
                open.push('`');
            }
            return None;
        }
        '^' => return Some(Inline::FootnoteReference(FootnoteIndex(0))),
        _ => {
            return Some(Inline::Image(Box::new(Image {
                destination: "p.png".to_owned(),
                alt: "图".to_owned(),
                title: String::new(),
                span,
            })));
        }
    };
    if format.is_some() {
        open.push(c);
    } else {
        open.pop();
    }
    Some(format.map_or(Inline::Close, |format| Inline::Open(Box::new(format))))
}

/// A comparison whose first character is a side and whose last is its cue.
pub(super) fn comparison(number: usize, passage: Passage, text: &str) -> Annotation {
    let words = &text[passage.range()];
    let first = words.chars().next().map_or(0, char::len_utf8);
    let last = words.chars().next_back().map_or(0, char::len_utf8);
    Annotation {
        number,
        passage,
        sides: vec![SideMark {
            passages: vec![Passage::new(passage.start, passage.start + first)],
            tint: 3,
            favoured: true,
        }],
        cues: vec![Passage::new(passage.end - last, passage.end)],
        kind: AnnotationKind::Comparison,
        note: "<p>注</p>".to_owned(),
        summary: "甲 ↔ 乙".to_owned(),
    }
}
