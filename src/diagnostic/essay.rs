//! What is said of files and headers, and of repairs.

use super::{Diagnostic, Severity};
use crate::source::{SourcePath, Span};

impl Diagnostic {
    /// An essay without a title, and the one it was given.
    pub fn missing_title(
        path: &SourcePath,
        header: Option<Span>,
        title: &str,
        from_heading: bool,
    ) -> Self {
        let (severity, origin) = match from_heading {
            true => (Severity::Note, "its first heading"),
            false => (Severity::Warning, "its file's name"),
        };
        let message = format!("no title is given: {origin}, “{title}”, is taken");
        let mut diagnostic = Self::new(severity, "missing-title", path, message)
            .help("add a line `title: …` to the front matter");
        diagnostic.span = header;
        diagnostic
    }

    /// Tells whether this says that an essay's first heading is taken as its title.
    pub(crate) fn is_title_of_heading(&self) -> bool {
        self.code == "missing-title" && self.severity == Severity::Note
    }

    /// An essay without a time, and the date it was given, if any.
    pub fn missing_time(path: &SourcePath, header: Option<Span>, date: Option<&str>) -> Self {
        let (severity, message) = match date {
            Some(date) => (
                Severity::Note,
                format!("no time is given: the file name's date, {date}, is taken"),
            ),
            None => {
                (Severity::Warning, "no time is given, and the file's name has no date".to_owned())
            }
        };
        let mut diagnostic = Self::new(severity, "missing-time", path, message)
            .help("add a line such as `time: 2013-08-13 11:34` to the front matter");
        diagnostic.span = header;
        diagnostic
    }

    /// An essay without an author.
    pub fn missing_name(path: &SourcePath, header: Option<Span>) -> Self {
        let mut diagnostic = Self::new(
            Severity::Note,
            "missing-name",
            path,
            "no author is given: it is shown as 佚名",
        )
        .help("add a line `name: …` to the front matter");
        diagnostic.span = header;
        diagnostic
    }

    /// Front matter whose last fence is missing.
    pub fn unclosed_front_matter(path: &SourcePath, fence: Span) -> Self {
        Self::new(
            Severity::Warning,
            "unclosed-front-matter",
            path,
            "the front matter is not closed",
        )
        .at(fence)
        .label("opened here")
        .help("put a line `---` after its last key")
    }

    /// Front matter in TOML, which is not read.
    pub fn toml_front_matter(path: &SourcePath, fence: Span) -> Self {
        Self::new(
            Severity::Warning,
            "toml-front-matter",
            path,
            "this front matter is TOML, and only YAML is read",
        )
        .at(fence)
        .label("left unread")
        .help("write it as `key: value` between two lines of `---`")
    }

    /// Bytes that are no UTF-8.
    pub fn encoding(
        path: &SourcePath,
        severity: Severity,
        span: Span,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Self::new(severity, "encoding", path, message).at(span).help(help)
    }

    /// An essay in which nothing is written.
    pub fn empty_body(path: &SourcePath) -> Self {
        Self::new(Severity::Warning, "empty-body", path, "nothing is written in this essay")
            .help("write it, or mark it `draft: true`")
    }

    /// Characters taken out or replaced throughout the text.
    pub fn repaired_characters(path: &SourcePath, first: Span, what: &str, count: usize) -> Self {
        let message = match count {
            1 => what.to_owned(),
            _ => format!("{what} ({count} places, this is the first)"),
        };
        Self::new(Severity::Note, "repaired-characters", path, message).at(first)
    }

    /// A heading that says the title once more.
    pub fn repeated_title(path: &SourcePath, span: Span) -> Self {
        Self::new(Severity::Note, "repeated-title", path, "the title stands here once more")
            .at(span)
            .label("left out")
    }

    /// A first paragraph that holds the whole text squeezed together.
    pub fn flattened_text(path: &SourcePath, span: Span) -> Self {
        Self::new(
            Severity::Note,
            "flattened-text",
            path,
            "this paragraph is the text of those that follow, squeezed together",
        )
        .at(span)
        .label("left out")
    }

    /// Text that stood only in the flattened paragraph.
    pub fn recovered_text(path: &SourcePath, span: Span, is_heading: bool) -> Self {
        let message = match is_heading {
            true => "this heading stood only in the flattened text and is put back",
            false => "these words stood only in the flattened text and are put back",
        };
        Self::new(Severity::Note, "recovered-text", path, message).at(span)
    }

    /// A short line of a flattened text that is taken as a heading.
    pub fn assumed_heading(path: &SourcePath, span: Span) -> Self {
        Self::new(Severity::Note, "assumed-heading", path, "this line is taken as a heading")
            .at(span)
    }

    /// An essay whose repairs cannot be made in its file.
    pub fn not_tidied(path: &SourcePath) -> Self {
        Self::new(
            Severity::Error,
            "not-tidied",
            path,
            "with its repairs written into it, this file would read otherwise",
        )
        .help("it is left as it is, and repaired each time it is read: mend it by hand")
    }

    /// A file or folder that is not read.
    pub fn left_out(path: &SourcePath, why: &str) -> Self {
        Self::new(Severity::Warning, "left-out", path, format!("this is left out: {why}"))
    }
}
