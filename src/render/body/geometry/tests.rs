use super::*;
use crate::load::essay::Passage;
use crate::render::body::{SideMark, plan::Plan};

const STYLE: &str = include_str!("../../../../static/style.css");

fn paragraph(text: &str) -> Body {
    let passage = Passage::new(0, text.len());
    let prose = Prose { passage, inlines: vec![Inline::Text(passage)] };
    let text = format!("{text}\n");
    let footnotes_start = text.len();
    Body {
        text: text.into(),
        blocks: vec![Block::Paragraph(prose)],
        footnotes_start,
        ..Body::default()
    }
}

fn annotation(number: usize, mark: Passage) -> Annotation {
    Annotation {
        number,
        passage: mark,
        sides: vec![SideMark { passages: vec![mark], tint: 0, favoured: false }],
        cues: Vec::new(),
        kind: AnnotationKind::Comparison,
        note: String::new(),
        summary: String::new(),
    }
}

/// Returns the rises of the only note, whose mark is the character at `at`.
fn only(body: &Body, at: usize) -> Rises {
    let mark = Passage::new(at, at + '字'.len_utf8());
    let annotations = [annotation(1, mark)];
    let plan = Plan::new(body, &annotations);
    let sizes = [NoteSize { annotation: 0, text: "注".to_owned() }];
    rises(body, &annotations, &plan, &sizes)[&0]
}

#[test]
fn a_note_rises_from_the_end_of_its_block_to_the_line_of_its_mark() {
    // Four lines of 36 characters and half of one.
    let body = paragraph(&"字".repeat(36 * 4 + 18));
    let character = |line: usize| (line * 36 + 3) * '字'.len_utf8();
    let lines = [0, 2, 4].map(|line| only(&body, character(line)));
    assert_eq!(lines.map(|rises| rises.wide.half_lines), [10, 6, 2]);
    // Five lines of 27 characters and what is left.
    assert_eq!(lines.map(|rises| rises.narrow.half_lines), [12, 8, 2]);
}

#[test]
fn a_note_does_not_rise_past_a_picture_whose_height_is_not_known() {
    let text = format!("\n{}\n", "字".repeat(36));
    let passage = Passage::new(1, text.len() - 1);
    let below = Prose { passage, inlines: vec![Inline::Text(passage)] };
    let picture = Inline::Image(Box::new(crate::load::essay::Image {
        destination: "p.png".to_owned(),
        alt: String::new(),
        title: String::new(),
        span: crate::source::Span::new(0, 0),
    }));
    let prose = Prose { passage: Passage::new(0, 0), inlines: vec![picture] };
    let footnotes_start = text.len();
    let blocks = vec![Block::Paragraph(prose), Block::Paragraph(below)];
    let body = Body { text: text.into(), blocks, footnotes_start, ..Body::default() };
    let mark = Passage::new(1, 1 + '字'.len_utf8());
    let crowd: Vec<Annotation> = (1..6).map(|number| annotation(number, mark)).collect();
    let plan = Plan::new(&body, &crowd);
    let note = |annotation| NoteSize { annotation, text: "注\n".repeat(4) };
    let sizes: Vec<NoteSize> = (0..5).map(note).collect();
    let rises = rises(&body, &crowd, &plan, &sizes);
    // Two lines, and the space between the blocks.
    assert!(rises.values().all(|rises| rises.wide.half_lines <= 5), "{rises:?}");
}

#[test]
fn the_stylesheet_has_the_measures_that_are_estimated_with() {
    for part in [
        "--measure: 36rem; --gap: 2.8rem; --note: 13.6rem; --note-size: .8rem",
        "{ body > * { --note: 15.5rem;",
        "font: 1rem/1.85 var(--song)",
        "font: var(--note-size)/1.65",
        ".b > * { margin: 0 0 1em }",
        "{ padding-top: 1.2rem; font-size: 1.3rem }",
        "--measure: 27.6rem; --gap: 2rem; --note: min(15rem, 100cqi - ",
        "[data-u*=\"K\"]{--a:55}",
        "[data-u*=\"k\"]{--b:5}",
        "[data-u*=\"X\"]{--c:55}",
        "[data-u*=\"x\"]{--d:5}",
    ] {
        assert!(STYLE.contains(part), "{part}");
    }
}
