//! What is to be said about the author's text: faults, repairs, advice.
//!
//! Plain data. Each code has one constructor, here or in a submodule, so that its wording
//! stands in one place; printing lives in [`crate::cli`].

mod essay;
mod markdown;
mod yaml;

use serde::{Deserialize, Serialize};

use crate::source::{SourcePath, Span};

/// How much a diagnostic weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Said for the record: what was repaired on the way.
    Note,
    /// The page is made, but something is probably not as its author meant it.
    Warning,
    /// The site is not written.
    Error,
}

/// One thing said about one source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diagnostic {
    /// How much it weighs.
    pub severity: Severity,
    /// A stable name, as in `unknown-key`.
    pub code: String,
    /// One sentence without a full stop.
    pub message: String,
    /// The file it is about.
    pub path: SourcePath,
    /// Where in the file, when it is about a place.
    pub span: Option<Span>,
    /// A word or two to stand at the caret.
    pub label: Option<String>,
    /// What to do about it.
    pub help: Option<String>,
}

impl Diagnostic {
    /// Starts a diagnostic; the constructors below are the only callers.
    fn new(severity: Severity, code: &str, path: &SourcePath, message: impl Into<String>) -> Self {
        Self {
            severity,
            code: code.to_owned(),
            message: message.into(),
            path: path.clone(),
            span: None,
            label: None,
            help: None,
        }
    }

    fn at(mut self, span: Span) -> Self {
        self.span = Some(span);
        self
    }

    fn label(mut self, label: impl Into<String>) -> Self {
        self.label = Some(label.into());
        self
    }

    fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// An essay's address is already taken by another page.
    pub fn duplicate_permalink(path: &SourcePath, permalink: &str, other: &str) -> Self {
        Self::new(
            Severity::Error,
            "duplicate-permalink",
            path,
            format!("{permalink} is already the address of {other}"),
        )
        .help("give one of them another `slug` in its front matter")
    }

    /// A link or picture that points at nothing in the site.
    pub fn broken_link(path: &SourcePath, span: Option<Span>, target: &str) -> Self {
        let diagnostic = Self::new(
            Severity::Warning,
            "broken-link",
            path,
            format!("`{target}` leads to no page or file of the site"),
        );
        match span {
            Some(span) => diagnostic.at(span).label("leads nowhere"),
            None => diagnostic,
        }
    }

    /// An essay's `layout` for which there is no template.
    pub fn missing_layout(path: &SourcePath, header: Span, layout: &str) -> Self {
        Self::new(
            Severity::Error,
            "missing-layout",
            path,
            format!("there is no template `{layout}.html` for the layout `{layout}`"),
        )
        .at(header)
        .help(format!("write templates/{layout}.html, or use `layout: post` or `layout: page`"))
    }

    /// A template that does not parse or does not fit its view.
    pub fn template(
        path: &SourcePath,
        span: Option<Span>,
        message: &str,
        rendering: Option<&str>,
    ) -> Self {
        let mut diagnostic = Self::new(Severity::Error, "template", path, message);
        diagnostic.span = span;
        diagnostic.help = rendering.map(|page| format!("this happened while making {page}"));
        diagnostic
    }

    /// A reference to a footnote that nobody wrote.
    pub fn undefined_footnote(path: &SourcePath, span: Span, label: &str) -> Self {
        Self::new(
            Severity::Warning,
            "undefined-footnote",
            path,
            format!("there is no footnote `{label}`"),
        )
        .at(span)
        .label("shown as plain text")
        .help(format!("add a line `[^{label}]: …`, or put `\\` before the bracket"))
    }

    /// A footnote that nothing refers to.
    pub fn unused_footnote(path: &SourcePath, span: Span, label: &str) -> Self {
        Self::new(
            Severity::Warning,
            "unused-footnote",
            path,
            format!("nothing refers to the footnote `{label}`"),
        )
        .at(span)
        .label("left out of the page")
        .help(format!("refer to it with `[^{label}]`, or remove it"))
    }

    /// A second footnote of the same label.
    pub fn duplicate_footnote(path: &SourcePath, span: Span, label: &str) -> Self {
        Self::new(
            Severity::Warning,
            "duplicate-footnote",
            path,
            format!("the footnote `{label}` is written twice"),
        )
        .at(span)
        .label("left out: the first one counts")
        .help("give one of them another label")
    }

    /// Raw HTML that could run, or show another site's page.
    pub fn unsafe_html(path: &SourcePath, span: Span, what: &str) -> Self {
        Self::new(
            Severity::Warning,
            "unsafe-html",
            path,
            format!("`{what}` is not shown: essays are other people's pages"),
        )
        .at(span)
        .label("left out")
        .help("remove it, or trust the HTML of essays in `content/site.yaml`")
    }

    /// A link or picture whose address could run a script.
    pub fn unsafe_link(path: &SourcePath, span: Span, destination: &str) -> Self {
        let shown: String = destination.chars().take(ADDRESS_SHOWN_MAX).collect();
        Self::new(
            Severity::Warning,
            "unsafe-link",
            path,
            format!("`{shown}` is no address that a page may lead to"),
        )
        .at(span)
        .label("left out; the text of a link is kept")
        .help("use an address that begins with `https:`, or a path within the site")
    }

    /// A code block in a language that cannot be highlighted.
    pub fn unknown_language(
        path: &SourcePath,
        span: Span,
        language: &str,
        similar: Option<&str>,
    ) -> Self {
        let diagnostic = Self::new(
            Severity::Warning,
            "unknown-language",
            path,
            format!("no highlighting is known for `{language}`"),
        )
        .at(span)
        .label("shown as plain code");
        match similar {
            Some(similar) => diagnostic.help(format!("did you mean `{similar}`?")),
            None => diagnostic.help("use `text` for code that needs none"),
        }
    }

    /// Lists and quotations nested too deep to be shown as such.
    pub fn nesting_too_deep(path: &SourcePath, span: Span, levels: usize) -> Self {
        Self::new(
            Severity::Warning,
            "nesting-too-deep",
            path,
            format!("lists and quotations are nested more than {levels} levels deep"),
        )
        .at(span)
        .label("deeper levels are shown as one")
        .help("nest them less deep")
    }

    /// A file that is no YAML, or not of the shape it must have.
    pub fn yaml(path: &SourcePath, span: Span, message: &str, help: Option<&str>) -> Self {
        let diagnostic = Self::new(Severity::Error, "yaml", path, message).at(span);
        match help {
            Some(help) => diagnostic.help(help),
            None => diagnostic,
        }
    }

    /// A mapping that is no YAML, of which each key was read alone.
    pub fn yaml_recovered(
        path: &SourcePath,
        span: Span,
        message: &str,
        help: Option<&str>,
    ) -> Self {
        let message = format!("this is not well-formed YAML: {message}");
        Self::new(Severity::Warning, "yaml-recovered", path, message)
            .at(span)
            .label("here the reader stopped")
            .help(help.unwrap_or("each key was read alone: see that all are as they are meant"))
    }

    /// A tab where YAML wants spaces.
    pub fn yaml_tab(path: &SourcePath, tab: Span) -> Self {
        Self::new(Severity::Warning, "yaml-tab", path, "a tab stands where YAML wants spaces")
            .at(tab)
            .label("read as a space")
            .help("indent with spaces")
    }

    /// A key that a mapping has twice.
    pub fn duplicate_key(path: &SourcePath, key_span: Span, key: &str) -> Self {
        Self::new(
            Severity::Warning,
            "duplicate-key",
            path,
            format!("`{key}` stands here a second time"),
        )
        .at(key_span)
        .label("this one counts")
        .help("leave only one of them")
    }

    /// A key that means nothing here, and the one that was probably meant.
    pub fn unknown_key(
        path: &SourcePath,
        key_span: Span,
        key: &str,
        meant: Option<&str>,
        known: &[&str],
    ) -> Self {
        let message = format!("`{key}` is no key that is known here");
        let help = match meant {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => format!("the keys are {}", known.join(", ")),
        };
        Self::new(Severity::Warning, "unknown-key", path, message).at(key_span).help(help)
    }

    /// A value of another kind than its key wants.
    pub fn wrong_kind(path: &SourcePath, span: Span, key: &str, wanted: &str, found: &str) -> Self {
        let message = format!("`{key}` wants {wanted}, not {found}");
        Self::new(Severity::Warning, "wrong-kind", path, message).at(span).label("left out")
    }

    /// A value that its key cannot take.
    pub fn invalid_value(
        path: &SourcePath,
        span: Span,
        message: impl Into<String>,
        help: &str,
    ) -> Self {
        Self::new(Severity::Warning, "invalid-value", path, message)
            .at(span)
            .label("left out")
            .help(help)
    }

    /// A setting that cannot be, without which the site would be another than is meant.
    pub fn invalid_setting(
        path: &SourcePath,
        span: Span,
        message: impl Into<String>,
        help: &str,
    ) -> Self {
        Self::new(Severity::Error, "invalid-setting", path, message).at(span).help(help)
    }

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
        Self::new(Severity::Note, "repaired-characters", path, message)
            .at(first)
            .help("`pangzhu tidy` makes this permanent")
    }

    /// A heading that says the title once more.
    pub fn repeated_title(path: &SourcePath, span: Span) -> Self {
        Self::new(Severity::Note, "repeated-title", path, "the title stands here once more")
            .at(span)
            .label("left out")
            .help("`pangzhu tidy` makes this permanent")
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
        .help("`pangzhu tidy` makes this permanent")
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
            .help("`pangzhu tidy` makes this permanent")
    }

    /// A file or folder that is not read.
    pub fn left_out(path: &SourcePath, why: &str) -> Self {
        Self::new(Severity::Warning, "left-out", path, format!("this is left out: {why}"))
    }
    }

}
