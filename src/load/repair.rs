//! Mends what saving did to an essay's Markdown, with the way back to the file.
//!
//! Text to text: the repaired text is good Markdown, and what `pangzhu tidy` writes. To
//! repair it again changes nothing. Code blocks stay as they are.
//!
//! 1. [`characters`] takes out what cannot be seen, and makes paragraphs of indents;
//! 2. [`title`] takes out a first heading that says the title once more;
//! 3. [`flattened`] takes out a first paragraph that holds the whole text squeezed together,
//!    and puts back what stood only there.

mod characters;
mod flattened;
mod title;

use crate::diagnostic::Diagnostic;
use crate::load::front_matter::FrontMatter;
use crate::source::{Source, Span};
use crate::text_map::TextMap;

/// The Markdown of an essay, its header left off and its dirt mended.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Repaired {
    /// What is to be parsed.
    pub text: String,
    /// Where each byte of `text` stands in the source file.
    pub map: TextMap,
}

impl Repaired {
    /// Takes a text as it is, every byte at its own place.
    pub fn unchanged(text: impl Into<String>) -> Self {
        let text = text.into();
        let mut map = TextMap::default();
        map.push_verbatim(Span::new(0, text.len()));
        Self { text, map }
    }

    fn push_new(&mut self, text: &str, base: Span) {
        self.text.push_str(text);
        self.map.push_replaced(text.len(), base);
    }

    fn push_copy(&mut self, from: &Self, span: Span) {
        self.text.push_str(&from.text[span.range()]);
        self.map.push_through(&from.map, span);
    }
}

/// Repairs the text that stands in `body` of the source, and says what was repaired.
pub fn repair(
    source: &Source,
    body: Span,
    front_matter: &FrontMatter,
) -> (Repaired, Vec<Diagnostic>) {
    let (mut repaired, mut diagnostics) = characters::clean(source, body);
    // A text saved twice may hold each fault twice; every round takes something out.
    loop {
        let mending = title::repeated(&repaired.text, front_matter)
            .or_else(|| flattened::find(&repaired.text, front_matter));
        let Some(mending) = mending else { break };
        let place = |span: Span| repaired.map.to_base(span.range());
        diagnostics.extend(mending.findings.iter().map(|finding| match *finding {
            Finding::RepeatedTitle(span) => Diagnostic::repeated_title(&source.path, place(span)),
            Finding::Flattened(span) => Diagnostic::flattened_text(&source.path, place(span)),
            Finding::LostHeading(span) => {
                Diagnostic::recovered_text(&source.path, place(span), true)
            }
            Finding::LostText(span) => Diagnostic::recovered_text(&source.path, place(span), false),
            Finding::AssumedHeading(span) => Diagnostic::assumed_heading(&source.path, place(span)),
        }));
        let mended = apply(&repaired, mending.edits);
        let (cleaned, faults) = characters::clean_again(source, &mended);
        diagnostics.extend(faults);
        repaired = cleaned;
    }
    (repaired, diagnostics)
}

/// A repair: what is to be changed, and what was found.
struct Mending {
    edits: Vec<Edit>,
    findings: Vec<Finding>,
}

/// What was found, at its place in the text as it was before the repair.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Finding {
    RepeatedTitle(Span),
    Flattened(Span),
    LostHeading(Span),
    LostText(Span),
    AssumedHeading(Span),
}

/// Text to be put in the place of a span.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Edit {
    span: Span,
    with: Vec<Part>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    /// Text that stood nowhere.
    New(&'static str),
    /// Text that stands elsewhere, and keeps its place in the source.
    Copy(Span),
}

impl Edit {
    fn delete(span: Span) -> Self {
        Self { span, with: Vec::new() }
    }

    fn insert(at: usize, with: Vec<Part>) -> Self {
        Self { span: Span::new(at, at), with }
    }
}

/// Makes a text of another with edits that do not overlap; of several at one place the
/// first comes first.
fn apply(old: &Repaired, mut edits: Vec<Edit>) -> Repaired {
    edits.sort_by_key(|edit| edit.span.start);
    let mut new = Repaired::default();
    let mut at = 0;
    for edit in edits {
        new.push_copy(old, Span::new(at, edit.span.start));
        let base = old.map.to_base(edit.span.range());
        for part in edit.with {
            match part {
                Part::New(text) => new.push_new(text, base),
                Part::Copy(span) => new.push_copy(old, span),
            }
        }
        at = edit.span.end;
    }
    new.push_copy(old, Span::new(at, old.text.len()));
    new
}

/// Folds a text to its letters and digits, so that two that read the same are equal.
fn letters(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization as _;
    crate::load::line::plain(text)
        .nfkc()
        .filter(|character| character.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}
