//! Reads a notes file: `x.notes.yaml` beside the essay `x.md`.
//!
//! ```yaml
//! notes:
//!   - quote: 微信的资源是支付宝所不具备的
//!     annotator: 林
//!     time: 2024-03-01
//!     body: |
//!       Markdown. *Any* block content.
//! comparisons:
//!   - quote: 微信的资源是支付宝所不具备的
//!     decision: keep
//!     sides: [微信, 支付宝]
//! ```
//!
//! Never fails: an entry that cannot be read is left out with a diagnostic, and stays in the
//! file as it is.

mod side;

use serde::{Deserialize, Serialize};

use crate::annotate::selector::Selector;
use crate::config::Config;
use crate::detect::comparison::Relation;
use crate::diagnostic::Diagnostic;
use crate::load::essay::{Block, Body, Format, Inline};
use crate::load::inputs::NOTES_ENDING;
use crate::load::markdown;
use crate::load::repair::Repaired;
use crate::moment::Moment;
use crate::source::{Source, SourcePath, Span};
use crate::wording;
use crate::yaml::{Fields, Located};
pub use side::DeclaredSide;

/// What people wrote beside one essay and decided on it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NotesFile {
    /// The notes, in the order of the file.
    pub notes: Vec<WrittenNote>,
    /// The decisions, in the order of the file.
    pub decisions: Vec<Decision>,
    /// What was amiss with reading them.
    pub diagnostics: Vec<Diagnostic>,
}

/// A note as its file has it.
#[derive(Clone, Debug, PartialEq)]
pub struct WrittenNote {
    /// What it is about.
    pub selector: Selector,
    /// Who wrote it.
    pub annotator: Option<String>,
    /// When.
    pub time: Option<Moment>,
    /// Where it is shown.
    pub kind: NoteKind,
    /// What it says.
    pub body: Body,
    /// Its Markdown.
    pub markdown: String,
    /// The entry's place in its list.
    pub place: usize,
    /// The entry's place in the file.
    pub span: Span,
}

/// Where a note is shown, as in old Chinese books.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub enum NoteKind {
    /// 旁批: in the margin beside its passage.
    #[default]
    #[serde(rename = "旁批")]
    Beside,
    /// 眉批: above its paragraph.
    #[serde(rename = "眉批")]
    Above,
    /// 夹批: within the text, after its passage.
    #[serde(rename = "夹批")]
    Within,
}

impl NoteKind {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Beside, Self::Above, Self::Within];

    /// Returns the kind's name in notes files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Beside => "旁批",
            Self::Above => "眉批",
            Self::Within => "夹批",
        }
    }
}

/// What a person said of a comparison.
#[derive(Clone, Debug, PartialEq)]
pub struct Decision {
    /// Which stretch of text it is about.
    pub selector: Selector,
    /// What is to be done.
    pub ruling: Ruling,
    /// The sides, as the person sees them; none where the detector's are meant.
    pub sides: Vec<DeclaredSide>,
    /// The relation, if another or none was found.
    pub relation: Option<Relation>,
    /// Which side comes off better, if it was said.
    pub favours: Option<Favours>,
    /// What is compared, if it was said.
    pub aspect: Option<String>,
    /// Who decided.
    pub annotator: Option<String>,
    /// When.
    pub time: Option<Moment>,
    /// The entry's place in its list.
    pub place: usize,
    /// The entry's place in the file.
    pub span: Span,
}

/// What is to be done with a comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Ruling {
    /// It is right.
    Keep,
    /// It is none.
    Reject,
    /// It is one, but another than was found.
    Edit,
    /// It was missed.
    Add,
}

impl Ruling {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Keep, Self::Reject, Self::Edit, Self::Add];

    /// Returns the ruling's name in notes files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Keep => "keep",
            Self::Reject => "reject",
            Self::Edit => "edit",
            Self::Add => "add",
        }
    }
}

/// Which side comes off better.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Favours {
    /// Neither.
    Neither,
    /// The one at this place among the sides.
    Side(usize),
    /// The one of this name.
    Named(String),
}

/// The JSON Schema of a notes file, for editors.
pub const SCHEMA: &str = include_str!("file/schema.json");

const KEYS: [&str; 2] = ["notes", "comparisons"];
const SELECTOR_KEYS: [&str; 4] = ["quote", "prefix", "suffix", "position"];
const NOTE_KEYS: [&str; 8] =
    ["quote", "prefix", "suffix", "position", "annotator", "time", "kind", "body"];
const DECISION_KEYS: [&str; 11] = [
    "quote",
    "prefix",
    "suffix",
    "position",
    "decision",
    "sides",
    "relation",
    "favours",
    "aspect",
    "annotator",
    "time",
];

impl NotesFile {
    /// Reads a notes file.
    pub fn load(source: &Source, config: &Config) -> Self {
        let mut fields = Fields::of_file(source);
        let mut reader = Reader { source, config, file: Self::default() };
        for (place, span, entry) in fields.mappings("notes") {
            reader.note(place, span, entry);
        }
        for (place, span, entry) in fields.mappings("comparisons") {
            reader.decision(place, span, entry);
        }
        let mut file = reader.file;
        file.diagnostics.extend(fields.finish(&KEYS));
        file.diagnostics.sort_by_key(|one| one.span.map(|span| span.start));
        file
    }
}

struct Reader<'a> {
    source: &'a Source,
    config: &'a Config,
    file: NotesFile,
}

impl Reader<'_> {
    fn note(&mut self, place: usize, span: Span, mut entry: Fields<'_>) {
        let selector = selector(&mut entry);
        let annotator = text(&mut entry, "annotator");
        let time = self.time(&mut entry);
        let kind = named(&mut entry, "kind", &NoteKind::ALL, NoteKind::name).unwrap_or_default();
        let body = entry.string("body");
        let Some(selector) = self.whole(span, selector, entry, &NOTE_KEYS) else { return };
        let Some(Located { value: markdown, span: at }) = body else {
            self.file.diagnostics.push(Diagnostic::incomplete_note(
                &self.source.path,
                span,
                "body",
            ));
            return;
        };
        let body = self.markdown(&markdown, at);
        self.file.notes.push(WrittenNote {
            selector,
            annotator,
            time,
            kind,
            body,
            markdown,
            place,
            span,
        });
    }

    /// Reads a note's text; what is amiss with it is said of the whole of it.
    fn markdown(&mut self, text: &str, at: Span) -> Body {
        let own = Source::new(self.source.path.clone(), text);
        let options = markdown::Options { trust_html: self.config.trust_html };
        let (mut body, mut diagnostics) =
            markdown::parse(&Repaired::unchanged(text), &own, &options);
        diagnostics.iter_mut().for_each(|one| one.span = Some(at));
        self.file.diagnostics.extend(diagnostics);
        body.blocks.iter_mut().for_each(without_heading);
        body
    }

    fn decision(&mut self, place: usize, span: Span, mut entry: Fields<'_>) {
        let selector = selector(&mut entry);
        let ruling = named(&mut entry, "decision", &Ruling::ALL, Ruling::name);
        let sides = side::read(&mut entry);
        let relation = named(&mut entry, "relation", &Relation::ALL, Relation::name);
        let favours = favours(&mut entry, sides.len());
        let aspect = text(&mut entry, "aspect");
        let annotator = text(&mut entry, "annotator");
        let time = self.time(&mut entry);
        let Some(selector) = self.whole(span, selector, entry, &DECISION_KEYS) else { return };
        let ruling = ruling.unwrap_or(Ruling::Add);
        if matches!(ruling, Ruling::Add | Ruling::Edit) && sides.len() < 2 {
            self.file.diagnostics.push(Diagnostic::incomplete_note(
                &self.source.path,
                span,
                "sides",
            ));
            return;
        }
        self.file.decisions.push(Decision {
            selector,
            ruling,
            sides,
            relation,
            favours,
            aspect,
            annotator,
            time,
            place,
            span,
        });
    }

    /// Returns an entry's selector, having said what is amiss with the entry.
    fn whole(
        &mut self,
        span: Span,
        selector: Option<Selector>,
        entry: Fields<'_>,
        keys: &[&str],
    ) -> Option<Selector> {
        self.file.diagnostics.extend(entry.finish(keys));
        if selector.is_none() {
            let diagnostic = Diagnostic::incomplete_note(&self.source.path, span, "quote");
            self.file.diagnostics.push(diagnostic);
        }
        selector
    }

    fn time(&self, entry: &mut Fields<'_>) -> Option<Moment> {
        let Located { value, span } = entry.string("time")?;
        match Moment::parse(&value, &self.config.time_zone) {
            Ok(moment) => Some(moment),
            Err(why) => {
                let help = wording!(
                    "a time looks like 2024-03-01 or 2024-03-01 08:30",
                    "时间写成 2024-03-01 或 2024-03-01 08:30"
                );
                let why = why.wording();
                let message = wording!(
                    "`time` cannot be `{value}`: {why}",
                    "`time` 不能是 `{value}`：{why}";
                    why
                );
                entry.report([Diagnostic::invalid_value(entry.path(), span, message, help)]);
                None
            }
        }
    }
}

/// Makes a bold line of a heading: a note is no section of its essay.
fn without_heading(block: &mut Block) {
    if let Block::Heading { prose, .. } = block {
        let mut prose = prose.clone();
        prose.inlines.insert(0, Inline::Open(Box::new(Format::Strong)));
        prose.inlines.push(Inline::Close);
        *block = Block::Paragraph(prose);
    }
}

fn text(entry: &mut Fields<'_>, key: &str) -> Option<String> {
    entry.string(key).map(|text| text.value)
}

fn selector(entry: &mut Fields<'_>) -> Option<Selector> {
    let [quote, prefix, suffix] =
        [SELECTOR_KEYS[0], SELECTOR_KEYS[1], SELECTOR_KEYS[2]].map(|key| text(entry, key));
    let position = entry.number(SELECTOR_KEYS[3]).map(|number| number.value.max(0.0) as usize);
    Some(Selector {
        quote: quote?,
        prefix: prefix.unwrap_or_default(),
        suffix: suffix.unwrap_or_default(),
        position,
    })
}

/// Takes one of a few words.
fn named<T: Copy>(
    entry: &mut Fields<'_>,
    key: &str,
    all: &[T],
    name: fn(T) -> &'static str,
) -> Option<T> {
    let Located { value, span } = entry.string(key)?;
    let found = all.iter().copied().find(|&one| name(one) == value);
    if found.is_none() {
        let names: Vec<&str> = all.iter().map(|&one| name(one)).collect();
        let message = wording!("`{key}` cannot be `{value}`", "`{key}` 不能是 `{value}`");
        let (names, items) = (names.join(", "), names.join("、"));
        let help = wording!("it is one of {names}", "只能是：{items}");
        entry.report([Diagnostic::invalid_value(entry.path(), span, message, help)]);
    }
    found
}

fn favours(entry: &mut Fields<'_>, sides: usize) -> Option<Favours> {
    let Located { value, .. } = entry.string("favours")?;
    if matches!(value.as_str(), "none" | "neither") {
        return Some(Favours::Neither);
    }
    match value.parse::<usize>() {
        Ok(place) if (1..=sides).contains(&place) => Some(Favours::Side(place - 1)),
        _ => Some(Favours::Named(value)),
    }
}

/// What a notes file is called beside its essay: `x.notes.yaml`.
pub fn path_of(essay: &SourcePath) -> SourcePath {
    let path = essay.as_str();
    let stem = path.rsplit_once('.').map_or(path, |(stem, _)| stem);
    SourcePath::new(format!("{stem}{NOTES_ENDING}"))
}

#[cfg(test)]
mod tests;
