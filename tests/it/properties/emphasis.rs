//! Emphasis beside Han characters, by the judgment of another program.

use comrak::Options as ComrakOptions;
use pangzhu::load::essay::{Block, Body, Format, Inline};
use pangzhu::load::markdown::{self, Options};
use pangzhu::load::repair::Repaired;
use pangzhu::source::{Source, SourcePath};

/// A paragraph is emphasized as comrak has it; tells whether the text is one.
pub fn emphasis_is_what_comrak_finds(text: &str) -> bool {
    // Each stands for nothing in its own way, and repairs take it out before.
    let text = &text.replace(['\0', '\u{FEFF}'], "");
    if has_other_markup(text) {
        return false;
    }
    let expected = comrak_structure(text);
    let is_one_paragraph = expected.matches("<p>").count() == 1
        && expected != "<p></p>"
        && TAGS
            .iter()
            .fold(expected.clone(), |rest, tag| rest.replace(tag, ""))
            .find('<')
            .is_none();
    if is_one_paragraph {
        let source = Source::new(SourcePath::new("essay.md"), text);
        let (body, _) = markdown::parse(&Repaired::unchanged(text), &source, &Options::default());
        // Which blocks there are is another question.
        if !matches!(body.blocks.as_slice(), [Block::Paragraph(_)]) {
            return false;
        }
        assert_eq!(structure(&body), expected);
    }
    is_one_paragraph
}

/// What a paragraph with emphasis is made of, without space.
const TAGS: [&str; 12] = [
    "<p>",
    "</p>",
    "<em>",
    "</em>",
    "<strong>",
    "</strong>",
    "<del>",
    "</del>",
    "<code>",
    "</code>",
    "<ahref=\"u\">",
    "</a>",
];

/// Tells whether a text has markup of other kinds, in which the two differ by design: HTML,
/// entities, addresses, notes, pictures, links to anything but `u`; single tildes, as one is after
/// one that is escaped; and rows of backticks, whose ends comrak does not always find.
fn has_other_markup(text: &str) -> bool {
    let is_other = |one: char| "<>&\"^!:@|$".contains(one) || !is_tried(one);
    text.contains(is_other)
        || text.contains("www")
        || text.contains("``")
        || text.contains("\\~")
        || text.split(|one| one != '~').any(|run| !matches!(run.len(), 0 | 2))
        || text.split(']').skip(1).any(|rest| !rest.starts_with("(u)"))
}

/// Tells whether a character is of those that essays are written in. Of a code point that is no
/// character, or of a rare script, the two may judge otherwise whether it is punctuation.
fn is_tried(character: char) -> bool {
    matches!(character,
        '\n' | ' '..='~' | '\u{A1}'..='\u{FF}' | '\u{2010}'..='\u{2027}' | '\u{3000}'..='\u{303F}'
        | '\u{3041}'..='\u{3096}' | '\u{4E00}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7A3}'
        | '\u{FE00}' | '\u{FE0F}' | '\u{FF01}'..='\u{FF5E}' | '\u{1F600}'..='\u{1F64F}')
}

fn comrak_structure(text: &str) -> String {
    let mut options = ComrakOptions::default();
    options.extension.cjk_friendly_emphasis = true;
    options.extension.strikethrough = true;
    without_space(&comrak::markdown_to_html(text, &options).replace("<br />", ""))
}

fn structure(body: &Body) -> String {
    let mut html = String::new();
    for block in &body.blocks {
        let Block::Paragraph(prose) = block else { return String::new() };
        html.push_str("<p>");
        let mut open = Vec::new();
        for inline in &prose.inlines {
            match inline {
                Inline::Text(passage) => html.push_str(body.slice(*passage)),
                Inline::Code(passage) => {
                    html.push_str(&format!("<code>{}</code>", body.slice(*passage)));
                }
                Inline::Open(format) => {
                    let (tag, close) = match &**format {
                        Format::Emphasis => ("<em>", "</em>"),
                        Format::Strong => ("<strong>", "</strong>"),
                        Format::Strikethrough => ("<del>", "</del>"),
                        Format::Link { .. } => ("<a href=\"u\">", "</a>"),
                        _ => ("<?>", "</?>"),
                    };
                    html.push_str(tag);
                    open.push(close);
                }
                Inline::Close => html.push_str(open.pop().expect("balanced")),
                _ => {}
            }
        }
        html.push_str("</p>");
    }
    without_space(&html)
}

/// Line breaks are joined otherwise here, which is not what is compared.
fn without_space(html: &str) -> String {
    html.chars().filter(|character| !character.is_whitespace()).collect()
}
