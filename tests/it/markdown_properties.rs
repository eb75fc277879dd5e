//! What holds of the body of any text.

use std::path::Path;
use std::time::{Duration, Instant};

use comrak::Options as ComrakOptions;
use pangzhu::diagnostic::Diagnostic;
use pangzhu::load::essay::{Block, Body, Format, Inline, Prose};
use pangzhu::load::markdown::{self, Options};
use pangzhu::load::repair::Repaired;
use pangzhu::source::{Source, SourcePath, Span};
use proptest::prelude::*;

fn parse(text: &str) -> (Body, Vec<Diagnostic>) {
    parse_repaired(&Repaired::unchanged(text), text)
}

fn parse_repaired(repaired: &Repaired, text: &str) -> (Body, Vec<Diagnostic>) {
    parse_with(repaired, text, Options::default())
}

fn parse_with(repaired: &Repaired, text: &str, options: Options) -> (Body, Vec<Diagnostic>) {
    let source = Source::new(SourcePath::new("essay.md"), text);
    markdown::parse(repaired, &source, &options)
}

/// Checks all that later phases rely on.
fn assert_sound(text: &str, body: &Body, diagnostics: &[Diagnostic]) {
    let mut proses = body.proses();
    for footnote in &body.footnotes {
        footnote.blocks.iter().for_each(|block| block.collect_proses(&mut proses));
    }
    let mut at = 0;
    for prose in &proses {
        assert_eq!(prose.passage.start, at, "proses follow each other");
        assert_prose(body, prose);
        at = prose.passage.end;
        assert_eq!(&body.text[at..=at], "\n", "a newline follows each prose");
        at += 1;
    }
    assert_eq!(at, body.text.len(), "all text is of a prose");
    assert_eq!(body.map.len(), body.text.len(), "all text is mapped");
    let footnoted = body.proses().last().map_or(0, |last| last.passage.end + 1);
    assert_eq!(body.footnotes_start, footnoted, "footnotes come last");

    for (passage, span) in body.map.copies() {
        assert_eq!(body.text[passage], text[span.range()], "copies are copies");
    }
    for (start, character) in body.text.char_indices() {
        let span = body.map.to_base(start..start + character.len_utf8());
        assert!(text.get(span.range()).is_some(), "{span:?} is no place of the source");
    }
    for span in diagnostics.iter().filter_map(|diagnostic| diagnostic.span) {
        assert!(text.get(span.range()).is_some(), "{span:?} is no place of the source");
    }
}

fn assert_prose(body: &Body, prose: &Prose) {
    let mut at = prose.passage.start;
    let mut depth = 0;
    for inline in &prose.inlines {
        match inline {
            Inline::Text(passage) | Inline::Code(passage) | Inline::Break(passage) => {
                assert_eq!(passage.start, at, "texts follow each other");
                assert!(passage.end > at, "no text is empty");
                assert!(body.text.is_char_boundary(passage.end));
                at = passage.end;
            }
            Inline::Open(_) => depth += 1,
            Inline::Close => depth -= 1,
            Inline::FootnoteReference(index) => assert!(index.0 < body.footnotes.len()),
            Inline::Image(_) => {}
        }
        assert!(depth >= 0, "nothing is closed that is not open");
    }
    assert_eq!((depth, at), (0, prose.passage.end), "all is closed, and the texts make up all");
}

/// Texts of what Markdown and HTML are made of.
fn markup() -> impl Strategy<Value = String> {
    let atoms = prop::sample::select(vec![
        "\n",
        "\n\n",
        "  \n",
        "\r\n",
        "    ",
        " ",
        "\t",
        "> ",
        "- ",
        "1. ",
        "- [x] ",
        "# ",
        "===\n",
        "---\n",
        "```",
        "~~~\n",
        "`",
        "*",
        "**",
        "_",
        "~~",
        "[",
        "]",
        "](u)",
        "![",
        "[^a]",
        "[^a]: ",
        "[a]: b\n",
        "|",
        "|-|-|\n",
        "\\",
        "&amp;",
        "&#42;",
        "&",
        "<b>",
        "</b>",
        "<p>",
        "</p>",
        "<br>",
        "<li>",
        "<ul>",
        "</ul>",
        "<table>",
        "<script>",
        "</script>",
        "<!--",
        "-->",
        "<a href='x'>",
        "</a>",
        "<img src=x>",
        "<iframe src=y>",
        "<h2>",
        "<div",
        ">",
        "https://a.cn/b",
        "<http://a.b>",
        "> [!NOTE]\n",
        "中",
        "文。",
        "“",
        "”",
        "a",
        "bc",
        "é",
        "\u{3000}",
        "\u{200B}",
        "😀",
        "ﷺ",
        "한",
    ]);
    prop::collection::vec(atoms, 0..40).prop_map(|atoms| atoms.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn any_markup_makes_a_sound_body(text in markup(), trust_html: bool) {
        let repaired = Repaired::unchanged(text.as_str());
        let (body, diagnostics) = parse_with(&repaired, &text, Options { trust_html });
        assert_sound(&text, &body, &diagnostics);
    }

    #[test]
    fn any_text_makes_a_sound_body(text in "\\PC{0,60}") {
        let (body, diagnostics) = parse(&text);
        assert_sound(&text, &body, &diagnostics);
    }

    #[test]
    fn the_map_leads_through_repairs(before in markup(), dropped in markup(), after in markup()) {
        let text = format!("{before}{dropped}{after}");
        let after_start = before.len() + dropped.len();
        let mut repaired = Repaired { text: format!("{before}!{after}"), ..Repaired::default() };
        repaired.map.push_verbatim(Span::new(0, before.len()));
        repaired.map.push_replaced(1, Span::new(before.len(), after_start));
        repaired.map.push_verbatim(Span::new(after_start, text.len()));
        let (body, diagnostics) = parse_repaired(&repaired, &text);
        assert_sound(&text, &body, &diagnostics);
    }

    #[test]
    fn words_stand_where_they_were_written(words in prop::collection::vec("[a-z中文]{1,3}", 1..6)) {
        let text = words.join("**，");
        let (body, _) = parse(&text);
        for word in words {
            let at = body.text.find(&word).expect("words are kept");
            let span = body.map.to_base(at..at + word.len());
            prop_assert_eq!(&text[span.range()], word);
        }
    }
}

/// One line of what emphasis depends on.
fn emphasized() -> impl Strategy<Value = String> {
    let atoms = prop::sample::select(vec![
        "*", "*", "*", "**", "**", "**", "***", "_", "__", "~~", "\\*", "中", "文", "a", "b1",
        "，", "。", "“", "”", "《", "》", "「", "」", "(", ")", ".", "—", "…", "é", "한", "😀",
        " ", " ", "\u{3000}", "\u{FE0F}", "\u{FE00}", "`c`", "[x", "](u)", "\n",
    ]);
    prop::collection::vec(atoms, 1..16).prop_map(|atoms| atoms.concat())
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

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn emphasis_is_what_comrak_finds(text in emphasized()) {
        let expected = comrak_structure(&text);
        let is_one_paragraph = expected.starts_with("<p>")
            && expected.matches("<p>").count() == 1
            && !["<hr", "<ul", "<pre", "<p></p>"].iter().any(|other| expected.contains(other));
        prop_assume!(is_one_paragraph);
        prop_assert_eq!(structure(&parse(&text).0), expected);
    }
}

#[test]
fn what_is_nested_without_end_is_read_in_time_and_without_overflow() {
    let deep = 20_000;
    for text in [
        "> ".repeat(deep) + "x",
        "- ".repeat(deep) + "x",
        "1. ".repeat(deep) + "x",
        "*a ".repeat(deep),
        "*a **b ".repeat(deep),
        "a**b_".repeat(deep),
        "[".repeat(deep),
        "![a".repeat(deep) + &"](u)".repeat(deep),
        "<b>".repeat(deep) + &"</i>".repeat(deep),
        "x<b>".repeat(deep) + &"</b>".repeat(deep),
        "<div><ul>".repeat(deep),
        "<div>".repeat(deep) + &"</ol>".repeat(deep),
        "<table><b>".repeat(deep),
        "x <script>".repeat(deep),
        "<a ".repeat(deep),
        "<p><a '".repeat(deep),
        "<p><!--".repeat(deep),
        "&".repeat(deep),
        "[^a".repeat(deep),
        "https://a.cn/(".repeat(deep),
        "x\n<i>".repeat(deep),
        "# a\n".repeat(deep),
        "`a ".repeat(deep),
    ] {
        let begin = Instant::now();
        let (body, diagnostics) = parse(&text);
        // None takes a tenth of this; what is quadratic takes minutes.
        assert!(begin.elapsed() < Duration::from_secs(30), "{}…", &text[..10]);
        assert_sound(&text, &body, &diagnostics);
    }
}

/// Essays of other people, on the machines that have them.
#[test]
fn real_essays_make_sound_bodies() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/samples");
    if !folder.exists() {
        return;
    }
    let mut folders = vec![folder];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("folder is readable") {
            let path = entry.expect("entry is readable").path();
            if path.is_dir() {
                folders.push(path);
            } else if let Ok(text) = std::fs::read_to_string(&path) {
                let (body, diagnostics) = parse(&text);
                assert_sound(&text, &body, &diagnostics);
            }
        }
    }
}
