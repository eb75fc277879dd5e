//! What holds of every text that is loaded, whatever it is.

use std::sync::Arc;

use pangzhu::config::Config;
use pangzhu::load;
use pangzhu::load::kept::KeptBody;
use pangzhu::source::{Source, SourcePath};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use crate::properties::load::{any_header_is_read, any_text_loads, repaired};

/// Pieces of Markdown, YAML and dirt.
const PIECES: [&str; 64] = [
    "甲公司比乙公司大。",
    "东街的店",
    "短句",
    "word ",
    "a",
    "？",
    "……",
    "\n",
    "\n",
    "\n\n",
    "\n\n",
    "\r\n",
    "\r",
    "\t",
    "\0",
    "\u{8}",
    "\u{B}",
    "\u{85}",
    "\u{2028}",
    "\u{2029}",
    "\u{200B}",
    "\u{200D}",
    "\u{200E}",
    "\u{FEFF}",
    "\u{2060}",
    "\u{1F468}",
    "\u{3000}",
    "\u{3000}\u{3000}",
    "\u{A0}",
    "&emsp;",
    "&nbsp;",
    " ",
    "    ",
    "# ",
    "## ",
    "#",
    "甲与乙",
    "---\n",
    "===",
    "```",
    "```\n",
    "~~~",
    "- ",
    "1. ",
    "> ",
    "|",
    "<div>",
    "</div>",
    "<",
    "**",
    "_",
    "*",
    "`",
    "[",
    "](",
    "[a](b)",
    "![](c)",
    "\\",
    "---",
    "title: 甲与乙\n",
    "time: 2013-08-13\n",
    "tags: [a, 乙]\n",
    "\"",
    ": ",
];

pub(crate) fn dirty() -> impl Strategy<Value = String> {
    vec(select(&PIECES[..]), 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_loads_and_every_place_lies_in_it(text in dirty()) {
        any_text_loads(&text);
    }

    #[test]
    fn any_header_is_read_and_every_place_lies_in_it(text in dirty()) {
        any_header_is_read(&text);
    }

    #[test]
    fn a_repaired_text_needs_no_repair(text in dirty()) {
        repaired(&text);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    /// Few of these texts are such that nothing is to be said of them: of those it is asked.
    #[test]
    fn an_essay_is_made_again_of_what_is_kept_of_it(pieces in vec(select(&PIECES[..]), 0..12)) {
        let header = "---\ntitle: 题\ntime: 2014-05-01\nname: 林\n---\n正文。\n\n";
        let text = format!("{header}{}", pieces.concat());
        let source = Arc::new(Source::new(SourcePath::new("content/a.md"), text));
        let config = Config::default();
        let essay = load::load(Arc::clone(&source), &config);
        if let Some(kept) = KeptBody::of(&essay) {
            let bytes = postcard::to_stdvec(&kept).expect("it is written");
            let kept: KeptBody<'_> = postcard::from_bytes(&bytes).expect("it is read");
            let again = kept.essay(source, &config);
            prop_assert_eq!(again.as_ref(), Some(&essay));
        } else {
            prop_assert!(!essay.diagnostics.is_empty());
        }
    }
}

/// A paragraph that ends as a sentence does, unlike any other.
fn paragraph(number: usize) -> impl Strategy<Value = String> {
    vec(select(&["甲", "乙", "公司", "做得", "更大", "，", " B ", "也是", "“路”"][..]), 6..30)
        .prop_map(move |words| format!("第{number}段{}。", words.concat()))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    /// However many headings the paragraphs lack, each paragraph reads once, and each
    /// heading stands before its paragraph.
    #[test]
    fn a_flattened_text_reads_once(
        paragraphs in (3_usize..8).prop_flat_map(|count| {
            (0..count).map(paragraph).collect::<Vec<_>>()
        }),
        has_heading in vec(any::<bool>(), 8),
    ) {
        let heading = |index: usize| format!("小题{index}");
        let mut squeezed = Vec::new();
        let mut expected = Vec::new();
        for (index, paragraph) in paragraphs.iter().enumerate() {
            if has_heading[index] {
                squeezed.push(heading(index));
                expected.push(format!("## {}", heading(index)));
            }
            squeezed.push(paragraph.clone());
            expected.push(paragraph.trim().to_owned());
        }
        let text = format!("{}\n\n{}\n", squeezed.join(" "), paragraphs.join("\n\n"));
        let text = repaired(&text);
        prop_assert_eq!(text.trim_end(), expected.join("\n\n"));
    }
}
