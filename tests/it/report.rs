//! Diagnostics as a person sees them.

use pangzhu::cli::report::{self, Counts, Style};
use pangzhu::diagnostic::Diagnostic;
use pangzhu::language::{Language, Wording};
use pangzhu::source::{Source, SourcePath, Span};

use crate::cases;

pub(crate) const PLAIN: Style =
    Style { colour: false, verbose: false, width: Some(80), language: Language::English };

#[test]
fn places() {
    cases::run("report", |case| {
        let marked = case.block("text");
        let span = marked.find('⟦').zip(marked.find('⟧')).map(|(open, close)| {
            // The closing mark moves up when the opening one is taken out.
            Span::new(open, close - '⟦'.len_utf8())
        });
        let source = Source::new(SourcePath::new("content/a.md"), marked.replace(['⟦', '⟧'], ""));
        let diagnostic = Diagnostic::broken_link(&source.path, span, "../前文.md");
        report::render(&[diagnostic], |_| Some(&source), PLAIN)
    });
}

#[test]
fn many_of_a_kind_are_folded_and_errors_come_last() {
    let path = SourcePath::new("content/a.md");
    let mut diagnostics =
        vec![Diagnostic::duplicate_permalink(&path, "/a/", &Wording::same("content/b.md"))];
    diagnostics.extend(
        (0..25).map(|place| Diagnostic::broken_link(&path, Some(Span::new(place, place)), "x")),
    );
    let text = report::render(&diagnostics, |_| None, PLAIN);
    assert_eq!(text.matches("warning[broken-link]: `x`").count(), 20);
    assert!(text.contains("warning[broken-link]: and 5 more like these"), "{text}");
    assert!(text.find("duplicate-permalink") > text.find("broken-link"), "{text}");
    let verbose = report::render(&diagnostics, |_| None, Style { verbose: true, ..PLAIN });
    assert_eq!(verbose.matches("warning[broken-link]").count(), 25);
}

#[test]
fn one_fault_on_many_pages_is_said_once() {
    let path = SourcePath::new("templates/base.html");
    let fault = |page| Diagnostic::template(&path, None, "no such field", Some(page));
    let diagnostics = [fault("index.html"), fault("404.html")];
    let text = report::render(&diagnostics, |_| None, PLAIN);
    assert_eq!(text.matches("no such field").count(), 1, "{text}");
    assert_eq!(Counts::of(&diagnostics).errors, 1);
}

#[test]
fn a_place_that_does_not_fit_the_text_does_no_harm() {
    let source = Source::new(SourcePath::new("content/a.md"), "一二\r\n三");
    for (start, end) in [(1, 2), (0, 999), (999, 1000), (5, 2), (6, 7), (7, 9)] {
        let span = Some(Span::new(start, end));
        let diagnostic = Diagnostic::broken_link(&source.path, span, "x");
        let text = report::render(&[diagnostic], |_| Some(&source), PLAIN);
        assert!(text.contains("content/a.md:"), "{start}..{end}: {text}");
    }
}
