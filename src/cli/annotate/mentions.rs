//! Who is named in essays, with the words around each name.

use std::fmt::Write as _;

use super::marked::{Paint, clean, marked};
use crate::detect::DetectedEssay;
use crate::detect::mention::{Mention, MentionKind, Party};
use crate::language::{Language, Wording};
use crate::load::essay::Passage;
use crate::wording;

/// How many characters are shown on either side of a name.
const REACH: usize = 20;

/// Lists the mentions of essays, a line each: where it stands, its kind, and for whom it stands.
pub(super) fn listing(essays: &[DetectedEssay], language: Language) -> String {
    let mut text = String::new();
    for essay in essays {
        for mention in essay.mentions.iter() {
            let parties: Vec<&str> = mention.parties.iter().map(Party::name).collect();
            let parties = match parties.is_empty() {
                true => wording!("nobody", "不知是谁"),
                false => Wording::same(clean(&parties.join("、"))),
            };
            let (passage, kind) = (passage(essay, mention), kind(mention.kind));
            let (kind, parties) = (kind.of(language), parties.of(language));
            let _ = writeln!(text, "{passage} · {kind} · {parties}");
        }
    }
    if text.is_empty() {
        let none = wording!("Nobody is named here.\n", "没有提到谁。\n");
        text.push_str(none.of(language));
    }
    text
}

fn kind(kind: MentionKind) -> Wording {
    match kind {
        MentionKind::Company => wording!("company", "公司"),
        MentionKind::Product => wording!("product", "产品"),
        MentionKind::Person => wording!("person", "人物"),
        MentionKind::Unknown => wording!("unknown", "不明"),
        MentionKind::Class => wording!("class", "一类"),
        MentionKind::Group => wording!("group", "并称"),
        MentionKind::Pronoun => wording!("pronoun", "代词"),
    }
}

/// Returns `content/a.md:12:5: …用⟦木匠⟧装修房子`.
pub(super) fn passage(annotated: &DetectedEssay, mention: &Mention) -> String {
    let essay = &annotated.essay;
    let text = &*essay.body.text;
    let Passage { start, end } = mention.passage;
    let line_start = text[..start].rfind('\n').map_or(0, |newline| newline + 1);
    let line_end = text[end..].find('\n').map_or(text.len(), |newline| end + newline);
    let before = text[line_start..start].char_indices().rev().take(REACH).last();
    let after = text[end..line_end].char_indices().nth(REACH);
    let from = before.map_or(start, |(at, _)| line_start + at);
    let to = after.map_or(line_end, |(at, _)| end + at);
    let sides = [(mention.passage, 0)];
    let words = marked(text, Passage::new(from, to), &sides, &[], &Paint::PLAIN);
    let position = essay.source.position(essay.body.span(mention.passage).start);
    let path = clean(essay.source.path.as_str());
    let head = if from > line_start { "…" } else { "" };
    let tail = if to < line_end { "…" } else { "" };
    format!("{path}:{}:{}: {head}{words}{tail}", position.line, position.column)
}
