//! Small bodies made by hand, and what must hold of any body.

mod maker;

use proptest::prelude::*;

use super::*;
use crate::load::essay::{Block, Inline};
use maker::{Maker, comparison};

fn shown(body: &Body, annotations: &[Annotation]) -> String {
    let resolve = |destination: &str| match destination.strip_prefix("https://") {
        Some(_) => Target::External(destination.to_owned()),
        None => Target::Internal(format!("/{destination}")),
    };
    let words = BodyWords::default();
    let setting = Setting { words: &words, resolve: &resolve, companies: &[], chinese: true };
    render(body, annotations, setting)
}

/// Returns `html` without notes, references, marks and groups: the essay's own HTML.
fn unmarked(html: &str) -> String {
    let html = without(html, "<aside", "</aside>\n");
    let html = without(&html, "&#x2060;<a class=\"ref", "</a>");
    ["<mark", "</mark", "<div class=\"b\"", "</div", "<span lang", "</span"]
        .iter()
        .fold(html, |html, tag| without(&html, tag, ">"))
        .replace('\n', "")
}

fn without(html: &str, begin: &str, end: &str) -> String {
    let mut kept = String::new();
    let mut rest = html;
    while let Some(at) = rest.find(begin) {
        kept.push_str(&rest[..at]);
        let length = rest[at..].find(end).expect("what begins ends") + end.len();
        rest = &rest[at + length..];
    }
    kept + rest
}

/// Checks that elements nest and that no link stands within a link.
fn well_formed(html: &str) -> Result<(), String> {
    let mut open: Vec<&str> = Vec::new();
    for tag in html.split('<').skip(1) {
        let tag = tag.split('>').next().unwrap_or_default();
        let name = tag.trim_start_matches('/').split(' ').next().unwrap_or_default();
        if ["br", "img", "hr"].contains(&name) {
            continue;
        }
        if tag.starts_with('/') {
            let last = open.pop();
            if last != Some(name) {
                return Err(format!("</{name}> closes {last:?}"));
            }
        } else {
            if name == "a" && open.contains(&"a") {
                return Err("a link within a link".to_owned());
            }
            open.push(name);
        }
    }
    if open.is_empty() { Ok(()) } else { Err(format!("{open:?} left open")) }
}

#[test]
fn a_comparison_is_cut_into_segments_and_followed_by_its_note() {
    let (body, annotations) = Maker::default().paragraph("前{甲比*乙强*}。").finish();
    let html = shown(&body, &annotations);
    let text = "<p>前<mark class=\"s t3 w\" data-k=\"1\">甲</mark>\
        <mark class=\"h\" data-k=\"1\">比</mark><em><mark class=\"h\" data-k=\"1\">乙</mark>\
        <mark class=\"q\" data-k=\"1\">强</mark>";
    assert!(html.contains(text), "{html}");
    let order = [
        "id=\"f.1\"",
        "</p>",
        "<aside class=\"note auto\"",
        "id=\"n.1\"",
        "甲 ↔ 乙",
        "href=\"#f.1\"",
    ];
    let places: Vec<Option<usize>> = order.iter().map(|part| html.find(part)).collect();
    assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{places:?} {html}");
}

#[test]
fn a_name_leads_to_its_company_within_a_mark_and_not_within_a_link() {
    let (body, annotations) = Maker::default().paragraph("{甲好乙坏}[甲]").finish();
    let words = BodyWords::default();
    let resolve = |destination: &str| Target::Internal(destination.to_owned());
    let name = |at: usize| CompanyLink {
        passage: Passage::new(at, at + '甲'.len_utf8()),
        href: "/c".to_owned(),
        card: Some(1),
    };
    let companies = [name(0), name(body.text.rfind('甲').expect("twice"))];
    let setting =
        Setting { words: &words, resolve: &resolve, companies: &companies, chinese: true };
    let html = render(&body, &annotations, setting);
    assert!(html.contains("w\" data-k=\"1\"><a class=\"co\" href=\"/c\""), "{html}");
    assert_eq!(html.matches("class=\"co\"").count(), 1, "{html}");
    well_formed(&html).expect("well formed");
}

#[test]
fn a_comparison_over_two_blocks_has_its_note_after_the_second_in_one_group() {
    let mut maker = Maker::default();
    let (mut body, _) = maker.paragraph("甲好。").paragraph("乙坏。").paragraph("丙。").finish();
    body.footnotes_start = body.text.len();
    let annotations =
        [comparison(1, Passage::new(0, body.text.find("丙").expect("third")), &body.text)];
    let html = shown(&body, &annotations);
    assert_eq!(html.matches("<div class=\"b\">").count(), 2, "{html}");
    let home = html.find("乙").expect("second") < html.find("<aside").expect("note");
    assert!(home && html.find("<aside") < html.find("丙"), "{html}");
    assert!(html.contains("id=\"f.1\""), "{html}");
}

#[test]
fn numbers_follow_the_text_over_comparisons_and_footnotes() {
    let mut maker = Maker::default();
    maker.paragraph("无").paragraph("^{甲{乙}}^丙{丁}").footnote("脚{注}");
    let subjects = number_annotations(&maker.body, &maker.braces);
    let kinds: String = subjects
        .iter()
        .map(|subject| match subject {
            Subject::Passage(index) => index.to_string(),
            Subject::Footnote(..) => "f".to_owned(),
        })
        .collect();
    // The brace that closes first is the first: 乙 is 0, 甲乙 is 1, 丁 is 2, 注 is 3.
    assert_eq!(kinds, "f3102");
}

#[test]
fn a_second_reference_to_a_footnote_has_an_id_of_its_own() {
    let (body, annotations) = Maker::default().paragraph("甲^乙^").footnote("注").finish();
    let html = shown(&body, &annotations);
    assert!(html.contains("id=\"f.1\"") && html.contains("id=\"f.1.2\""), "{html}");
    assert_eq!(html.matches("<aside").count(), 1);
    assert!(html.contains("<summary><b>1</b> 注</summary>"), "{html}");
}

#[test]
fn two_numbers_at_one_place_are_told_apart() {
    let (body, annotations) = Maker::default().paragraph("{甲。}^{乙。}").footnote("注").finish();
    let html = shown(&body, &annotations);
    let classes: Vec<&str> =
        html.split("<a class=\"").skip(1).filter_map(|a| a.split('"').next()).collect();
    let references: Vec<&str> =
        classes.into_iter().filter(|class| class.starts_with("ref")).collect();
    assert_eq!(references, ["ref auto in", "ref fn and", "ref auto in"]);
}

#[test]
fn headings_begin_below_the_title_of_the_page() {
    let mut maker = Maker::default();
    for (level, id) in [(1, "a"), (2, "b")] {
        let prose = maker.prose("标题");
        maker.body.blocks.push(Block::Heading { level, id: id.to_owned(), prose });
    }
    let (body, _) = maker.finish();
    let html = shown(&body, &[]);
    assert!(html.contains("<h2 id=\"a\">") && html.contains("<h3 id=\"b\">"), "{html}");
    assert_eq!([1, 2, 6].map(|level| heading_level(&body, level)), [2, 3, 6]);
}

#[test]
fn a_picture_on_another_host_is_linked_to_and_not_loaded() {
    let mut maker = Maker::default();
    let (mut body, _) = maker.paragraph("!").finish();
    if let Block::Paragraph(prose) = &mut body.blocks[0]
        && let Inline::Image(image) = &mut prose.inlines[0]
    {
        image.destination = "https://example.com/p.png".to_owned();
    }
    let html = shown(&body, &[]);
    assert!(!html.contains("<img"), "{html}");
    assert!(html.contains(">图片：图 ↗</a>"), "{html}");
}

#[test]
fn a_feed_has_no_marks_and_its_notes_at_the_end() {
    let (body, annotations) = Maker::default().paragraph("{甲乙}^").footnote("脚注").finish();
    let resolve = |destination: &str| Target::External(destination.to_owned());
    let page = "https://example.com/e.html";
    let html = plain_feed_html(&body, &annotations, &BodyWords::default(), &resolve, page);
    assert!(!html.contains("<mark") && !html.contains("<aside"), "{html}");
    assert!(html.contains("href=\"https://example.com/e.html#n.1\">[1]</a>"), "{html}");
    assert!(html.contains("<li value=\"2\"><p>脚注</p></li>"), "{html}");
    well_formed(&html).expect("well formed");
}

fn markup() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        6 => "[一-五，。a-c<&]{1,6}",
        1 => "[*`^!]",
        1 => "\\[[一-五]{0,3}",
        1 => Just("]".to_owned()),
        2 => Just("{".to_owned()),
        2 => Just("}".to_owned()),
    ];
    prop::collection::vec(part, 0..14).prop_map(|parts| parts.concat())
}

/// Checks that annotations add to the HTML of these texts and change nothing of it; one more
/// annotation runs across blocks, between the two places.
fn check_additions(paragraphs: &[&str], items: &[&str], note: &str, far: (usize, usize)) {
    let mut maker = Maker::default();
    for markup in paragraphs {
        maker.paragraph(markup);
    }
    maker.list(items).footnote(note);
    let boundary =
        |at: usize| maker.body.text.floor_char_boundary(at.min(maker.body.footnotes_start));
    let across = Passage::new(boundary(far.0.min(far.1)), boundary(far.0.max(far.1)));
    maker.braces.push(across);
    maker.braces.retain(|passage| passage.start < passage.end);
    let (body, annotations) = maker.finish();
    let html = shown(&body, &annotations);
    let is_footnote = |one: &&Annotation| matches!(one.kind, AnnotationKind::Footnote(_));
    let footnotes: Vec<Annotation> = annotations.iter().filter(is_footnote).cloned().collect();
    assert_eq!(unmarked(&html), unmarked(&shown(&body, &footnotes)));
    assert_eq!(html.matches("<aside").count(), annotations.len());
    for annotation in &annotations {
        let id = format!("id=\"n.{}\"", annotation.number);
        assert_eq!(html.matches(&id).count(), 1, "{id}");
    }
    assert_eq!(well_formed(&html), Ok(()), "{html}");
}

#[test]
fn annotations_that_open_and_never_close_change_nothing() {
    check_additions(&["[["], &[""], "", (0, 0));
}

proptest! {
    #[test]
    fn annotations_add_to_the_html_and_change_nothing(
        paragraphs in prop::collection::vec(markup(), 1..5),
        items in prop::collection::vec(markup(), 1..3),
        note in markup(),
        far in (0_usize..200, 0_usize..200),
    ) {
        let paragraphs: Vec<&str> = paragraphs.iter().map(String::as_str).collect();
        let items: Vec<&str> = items.iter().map(String::as_str).collect();
        check_additions(&paragraphs, &items, &note, far);
    }
}

#[test]
fn a_header_cell_without_words_heads_nothing() {
    let mut maker = Maker::default();
    let cells = |maker: &mut Maker, texts: [&str; 2]| texts.map(|text| maker.prose(text)).to_vec();
    let head = cells(&mut maker, ["", "微信"]);
    let rows = vec![cells(&mut maker, ["用户", "多"])];
    maker.body.blocks.push(Block::Table { alignments: Vec::new(), head, rows });
    maker.body.footnotes_start = maker.body.text.len();
    let html = shown(&maker.body, &[]);
    assert!(html.contains("<tr><td></td><th scope=\"col\">微信</th></tr>"), "{html}");
}
