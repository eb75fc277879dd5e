//! What a file is, by its name and how it begins.

use crate::language::Wording;
use crate::source::SourcePath;
use crate::wording;

/// What a file is imported as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A page saved from a browser.
    Page,
    /// A page with all it needs in one file.
    Mhtml,
    /// Markdown of another tool, or of this one.
    Blog,
    /// Text without any markup.
    Plain,
}

/// Extensions, and what they stand for.
const EXTENSIONS: [(&str, Kind); 12] = [
    ("html", Kind::Page),
    ("htm", Kind::Page),
    ("xhtml", Kind::Page),
    ("xht", Kind::Page),
    ("shtml", Kind::Page),
    ("mhtml", Kind::Mhtml),
    ("mht", Kind::Mhtml),
    ("md", Kind::Blog),
    ("markdown", Kind::Blog),
    ("mdown", Kind::Blog),
    ("txt", Kind::Plain),
    ("text", Kind::Plain),
];

/// How many bytes at the start of a file tell a page.
const HEAD_BYTES: usize = 512;

impl Kind {
    /// Returns what a name alone says: of other names nothing is expected.
    pub fn of_name(name: &str) -> Option<Self> {
        let (_, extension) = name.rsplit_once('.')?;
        let extension = extension.to_lowercase();
        EXTENSIONS.iter().find(|(one, _)| *one == extension).map(|&(_, kind)| kind)
    }

    /// Tells what a file is.
    ///
    /// # Errors
    /// Why it is none that could be imported.
    pub fn of(path: &SourcePath, bytes: &[u8]) -> Result<Self, Wording> {
        let head: String = bytes
            .iter()
            .take(HEAD_BYTES)
            .filter(|&&byte| byte.is_ascii_graphic() || byte == b' ')
            .map(|byte| char::from(byte.to_ascii_lowercase()))
            .collect();
        let head = head.trim_start();
        let has_fence = head.starts_with("---") || head.starts_with("+++");
        match Self::of_name(path.as_str()) {
            // Hugo's own essays may be HTML with a header.
            Some(Self::Page | Self::Plain) if has_fence => Ok(Self::Blog),
            Some(Self::Plain) | None if is_page(head) => Ok(Self::Page),
            Some(Self::Page) if head.contains("mime-version:") => Ok(Self::Mhtml),
            Some(kind) => Ok(kind),
            None => Err(wording!(
                "it is no page, no Markdown and no text by its name",
                "从文件名看，不是网页、Markdown 或纯文本"
            )),
        }
    }
}

fn is_page(head: &str) -> bool {
    ["<!doctype html", "<html", "<head", "<body", "<!-- saved from"]
        .iter()
        .any(|start| head.starts_with(start))
}
