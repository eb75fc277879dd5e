//! Prints diagnostics the way rustc does, and sums them up.
//!
//! Does not decide what is a fault: it prints what the phases said.

use std::collections::{BTreeMap, BTreeSet};

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::visible::visible;
use crate::diagnostic::{Diagnostic, Severity};
use crate::language::{Language, Wording};
use crate::source::{Source, SourcePath, Span};
use crate::wording;

/// How many notes of one code are printed before the rest is only counted. Notes tell of
/// repairs, and an archive saved by one scraper has the same one in every essay.
const NOTES_SHOWN: usize = 3;
/// How many warnings of one code are printed before the rest is only counted.
const WARNINGS_SHOWN: usize = 20;
/// How many characters of a long place are underlined: where it begins is what one looks for,
/// and a flattened essay is a line of many pages.
const UNDERLINED_MAX: usize = 24;
/// The width of a line where the terminal does not tell its own.
const DEFAULT_WIDTH: usize = 100;

/// How diagnostics are to look.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    /// In colour.
    pub colour: bool,
    /// None left out.
    pub verbose: bool,
    /// The terminal's width in columns, if it is known.
    pub width: Option<usize>,
    /// In whose words.
    pub language: Language,
}

/// How many diagnostics there are of each weight.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// What keeps the site from being written.
    pub errors: usize,
    /// What is probably not meant.
    pub warnings: usize,
    /// What was repaired.
    pub notes: usize,
}

impl Counts {
    /// Counts diagnostics by their weight, each place once.
    pub fn of(diagnostics: &[Diagnostic]) -> Self {
        let places: BTreeSet<_> = diagnostics.iter().map(place).collect();
        let count = |severity| places.iter().filter(|one| one.0 == severity).count();
        Self {
            errors: count(Severity::Error),
            warnings: count(Severity::Warning),
            notes: count(Severity::Note),
        }
    }

    /// Returns `2 errors, 1 warning`, or nothing if there is nothing to count.
    pub fn sentence(self) -> Option<Wording> {
        let parts: Vec<Wording> = [
            (self.errors, "error", "个错误"),
            (self.warnings, "warning", "个警告"),
            (self.notes, "note", "条说明"),
        ]
        .into_iter()
        .filter(|&(count, _, _)| count > 0)
        .map(|(count, noun, measured)| Wording::counted(count, noun, "", measured))
        .collect();
        (!parts.is_empty()).then(|| Wording::joined(&parts, ", ", "，"))
    }
}

/// Sets diagnostics as text: notes first and errors last, nearest to where the eye is, each
/// kind in the order of files and places. `source` finds the file that one is about.
pub fn render<'a>(
    diagnostics: &[Diagnostic],
    source: impl Fn(&Diagnostic) -> Option<&'a Source>,
    style: Style,
) -> String {
    let mut sorted: Vec<&Diagnostic> = diagnostics.iter().collect();
    sorted.sort_by_key(|one| place(one));
    // A template's fault is met on every page that the template makes.
    sorted.dedup_by_key(|one| place(one));
    let renderer = if style.colour { Renderer::styled() } else { Renderer::plain() }
        // Box-drawing characters are two columns wide in many Chinese terminals.
        .decor_style(DecorStyle::Ascii)
        .term_width(style.width.unwrap_or(DEFAULT_WIDTH));
    let mut text = String::new();
    let mut seen: BTreeMap<(Severity, &str), usize> = BTreeMap::new();
    for diagnostic in sorted {
        let count = seen.entry((diagnostic.severity, &diagnostic.code)).or_default();
        *count += 1;
        if style.verbose || *count <= shown(diagnostic.severity) {
            let group = group(diagnostic, source(diagnostic), style.language);
            text.push_str(&renderer.render(&[group]));
            text.push_str("\n\n");
        }
    }
    if !style.verbose {
        text.push_str(&folded(&seen, &renderer, style.language));
    }
    text
}

/// What tells diagnostics apart and orders them.
fn place(one: &Diagnostic) -> (Severity, &SourcePath, Option<Span>, &str, &Wording) {
    (one.severity, &one.path, one.span, &one.code, &one.message)
}

const fn shown(severity: Severity) -> usize {
    match severity {
        Severity::Note => NOTES_SHOWN,
        Severity::Warning => WARNINGS_SHOWN,
        Severity::Error => usize::MAX,
    }
}

/// Says what was left out, a line a code.
fn folded(
    seen: &BTreeMap<(Severity, &str), usize>,
    renderer: &Renderer,
    language: Language,
) -> String {
    let mut text = String::new();
    for (&(severity, code), &count) in seen {
        let Some(rest) = count.checked_sub(shown(severity)).filter(|&rest| rest > 0) else {
            continue;
        };
        let more = wording!(
            "and {rest} more like these; --verbose shows all",
            "这样的还有 {rest} 处，--verbose 全部列出"
        );
        let title = level(severity, language).primary_title(more.of(language)).id(code);
        text.push_str(&renderer.render(&[Group::with_title(title)]));
        text.push('\n');
    }
    if !text.is_empty() {
        text.push('\n');
    }
    text
}

/// Returns a severity as it stands before a message.
pub(super) fn level(severity: Severity, language: Language) -> Level<'static> {
    let (level, name) = match severity {
        Severity::Note => (Level::NOTE, wording!("note", "说明")),
        Severity::Warning => (Level::WARNING, wording!("warning", "警告")),
        Severity::Error => (Level::ERROR, wording!("error", "错误")),
    };
    level.with_name(name.of(language).to_owned())
}

/// Returns what stands before a piece of advice.
pub(super) fn help(language: Language) -> Level<'static> {
    Level::HELP.with_name(wording!("help", "提示").of(language).to_owned())
}

fn group<'a>(
    diagnostic: &'a Diagnostic,
    source: Option<&'a Source>,
    language: Language,
) -> Group<'a> {
    let title = level(diagnostic.severity, language)
        .primary_title(diagnostic.message.of(language))
        .id(&diagnostic.code);
    let group = match source.and_then(|source| snippet(diagnostic, source, language)) {
        Some(snippet) => title.element(snippet),
        None => title.element(Origin::path(visible(diagnostic.path.as_str(), false))),
    };
    match &diagnostic.help {
        Some(advice) => group.element(help(language).message(visible(advice.of(language), false))),
        None => group,
    }
}

/// Makes the excerpt of the line in which the diagnostic's place begins.
///
/// A place of many lines is cut at the end of its first: where to look is enough.
fn snippet<'a>(
    diagnostic: &'a Diagnostic,
    source: &'a Source,
    language: Language,
) -> Option<Snippet<'a, annotate_snippets::Annotation<'a>>> {
    let span = diagnostic.span?;
    let text = source.text.as_str();
    let start = text.floor_char_boundary(span.start);
    let line_start = text[..start].rfind('\n').map_or(0, |newline| newline + 1);
    let line_end = text[start..].find('\n').map_or(text.len(), |newline| start + newline);
    let line = text[line_start..line_end].trim_end_matches('\r');
    let place = |offset: usize| line.floor_char_boundary(offset.saturating_sub(line_start));
    let (begin, end) = (place(start), place(span.end.max(start)));
    let end = line[begin..end].char_indices().nth(UNDERLINED_MAX).map_or(end, |(at, _)| begin + at);
    let label = diagnostic.label.as_ref().map(|label| label.of(language));
    let annotation = AnnotationKind::Primary.span(begin..end).label(label);
    Some(
        Snippet::source(line)
            .line_start(source.position(start).line)
            .path(visible(diagnostic.path.as_str(), false))
            .annotation(annotation),
    )
}
