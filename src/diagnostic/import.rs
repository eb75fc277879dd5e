//! What is said of files that are imported.

use super::{Diagnostic, Severity};
use crate::source::{SourcePath, Span};

impl Diagnostic {
    /// A file that holds no essay.
    pub fn not_imported(path: &SourcePath, why: &str) -> Self {
        Self::new(Severity::Error, "not-imported", path, format!("this is not imported: {why}"))
            .help("pages (.html, .mhtml), Markdown (.md) and text (.txt) can be imported")
    }

    /// A file that may have been read in the wrong encoding.
    pub fn doubtful_encoding(path: &SourcePath, encoding: &str, why: &str) -> Self {
        let message = format!("this is read as {encoding}, but {why}");
        Self::new(Severity::Warning, "doubtful-encoding", path, message)
            .help("look at the essay's text; if it is wrong, save the file as UTF-8 and try again")
    }

    /// A picture that is neither on the disk nor on the web.
    pub fn lost_picture(path: &SourcePath, place: &str) -> Self {
        let message = format!("the picture `{place}` is not beside this file");
        Self::new(Severity::Warning, "lost-picture", path, message)
            .help("its link is kept: put the picture beside the essay, or take the link out")
    }

    /// Pictures that stay on the web.
    pub fn remote_pictures(path: &SourcePath, first: &str, count: usize) -> Self {
        let message = match count {
            1 => format!("a picture stays where it is: {first}"),
            _ => format!("{count} pictures stay where they are, the first at {first}"),
        };
        Self::new(Severity::Note, "remote-picture", path, message)
            .help("they are not fetched; save the page with its pictures to have them beside it")
    }

    /// A tag of another program that has no form in Markdown.
    pub fn kept_tag(path: &SourcePath, tag: &str, count: usize) -> Self {
        let places = if count == 1 { String::new() } else { format!(", {count} times") };
        let message = format!("`{tag}` means nothing here and is kept as it is{places}");
        Self::new(Severity::Warning, "kept-tag", path, message)
            .help("write in Markdown what it stands for, or take it out")
    }

    /// A header in TOML that is none.
    pub fn unreadable_header(path: &SourcePath, span: Span, message: &str) -> Self {
        let message = format!("this header cannot be read: {}", message.replace('\n', " "));
        Self::new(Severity::Error, "unreadable-header", path, message)
            .at(span)
            .help("the text is imported without it; mend it and import the file again")
    }

    /// A time in a header that is none.
    pub fn unreadable_time(path: &SourcePath, key: &str, text: &str) -> Self {
        let message = format!("`{key}: {text}` is no time that is understood");
        Self::new(Severity::Warning, "unreadable-time", path, message)
            .help("it is kept under `extra`: add a line such as `time: 2013-08-13 11:34`")
    }

    /// An essay of the site that is already there under the same address.
    pub fn already_here(path: &SourcePath, essay: &str) -> Self {
        let message = format!("this is already here: {essay}");
        Self::new(Severity::Note, "already-here", path, message)
            .help("to import it again, move that one away")
    }
}
