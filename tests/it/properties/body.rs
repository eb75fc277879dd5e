//! Bodies: their texts, and where each stands in the source.

use pangzhu::diagnostic::Diagnostic;
use pangzhu::load::essay::{Body, Inline, Prose};
use pangzhu::load::markdown::{self, Options};
use pangzhu::load::repair::Repaired;
use pangzhu::source::{Source, SourcePath};

/// Any text makes a sound body, its HTML cleaned or trusted.
pub fn any_text_makes_a_sound_body(text: &str) {
    let source = Source::new(SourcePath::new("essay.md"), text);
    for trust_html in [false, true] {
        let repaired = Repaired::unchanged(text);
        let (body, diagnostics) = markdown::parse(&repaired, &source, &Options { trust_html });
        assert_sound(text, &body, &diagnostics);
    }
}

/// Checks all that later phases rely on.
pub fn assert_sound(text: &str, body: &Body, diagnostics: &[Diagnostic]) {
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
