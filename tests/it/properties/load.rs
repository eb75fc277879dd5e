//! Loading: headers, repairs, whole essays.

use std::sync::Arc;

use pangzhu::config::Config;
use pangzhu::diagnostic::Diagnostic;
use pangzhu::load::{self, front_matter, repair};
use pangzhu::source::{Source, SourcePath, Span};

fn source(text: &str) -> Source {
    Source::new(SourcePath::new("content/essays/2014-05-01-甲与乙.md"), text)
}

fn stand_in(source: &Source, diagnostics: &[Diagnostic]) {
    for diagnostic in diagnostics {
        if let Some(span) = diagnostic.span {
            assert!(source.text.get(span.range()).is_some(), "{diagnostic:?} in {:?}", source.text);
        }
    }
}

/// Any text loads, and every place that is said lies in it.
pub fn any_text_loads(text: &str) {
    let essay = load::load(Arc::new(source(text)), &Config::default());
    stand_in(&essay.source, &essay.diagnostics);
}

/// Any header, and any settings, are read, and every place that is said lies in them.
pub fn any_header_is_read(text: &str) {
    let source = source(&format!("---\n{text}\n---\n正文"));
    let (front_matter, body, diagnostics) = front_matter::parse(&source, &Config::default());
    stand_in(&source, &diagnostics);
    assert!(source.text.get(front_matter.span.range()).is_some());
    assert!(source.text.get(body.range()).is_some());
    let (_, diagnostics) = Config::load(Some(&source));
    stand_in(&source, &diagnostics);
}

/// What is repaired maps into its file and needs no second repair; returns it.
pub fn repaired(text: &str) -> String {
    let source = source(text);
    let (front_matter, body, _) = front_matter::parse(&source, &Config::default());
    let (once, diagnostics) = repair::repair(&source, body, &front_matter);
    stand_in(&source, &diagnostics);
    assert_eq!(once.map.len(), once.text.len());
    for (start, character) in once.text.char_indices() {
        let span = once.map.to_base(start..start + character.len_utf8());
        assert!(source.text.get(span.range()).is_some(), "{span:?} in {:?}", source.text);
    }
    let again = Source::new(source.path.clone(), once.text.clone());
    let whole = Span::new(0, again.text.len());
    let (twice, diagnostics) = repair::repair(&again, whole, &front_matter);
    assert_eq!(twice.text, once.text, "from {:?}", source.text);
    assert_eq!(diagnostics, [], "from {:?}", source.text);
    once.text
}
