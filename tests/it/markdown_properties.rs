//! What holds of the body of any text.

use std::path::Path;
use std::time::{Duration, Instant};

use pangzhu::diagnostic::Diagnostic;
use pangzhu::load::essay::Body;
use pangzhu::load::markdown::{self, Options};
use pangzhu::load::repair::Repaired;
use pangzhu::source::{Source, SourcePath, Span};
use proptest::prelude::*;

use crate::properties::body::{any_text_makes_a_sound_body, assert_sound};
use crate::properties::emphasis::emphasis_is_what_comrak_finds;

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
    fn any_markup_makes_a_sound_body(text in markup()) {
        any_text_makes_a_sound_body(&text);
    }

    #[test]
    fn any_signs_make_a_sound_body(text in "\\PC{0,60}") {
        any_text_makes_a_sound_body(&text);
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

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn emphasis_stands_where_comrak_has_it(text in emphasized()) {
        prop_assume!(emphasis_is_what_comrak_finds(&text));
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
