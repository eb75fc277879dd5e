//! What is said of files that are imported.

use super::{Diagnostic, Severity};
use crate::language::Wording;
use crate::source::{SourcePath, Span};
use crate::wording;

impl Diagnostic {
    /// A file that holds no essay.
    pub fn not_imported(path: &SourcePath, why: &Wording) -> Self {
        let message = wording!("this is not imported: {why}", "没有导入：{why}"; why);
        Self::new(Severity::Error, "not-imported", path, message).help(wording!(
            "pages (.html, .mhtml), Markdown (.md) and text (.txt) can be imported",
            "可以导入网页（.html、.mhtml）、Markdown（.md）和纯文本（.txt）"
        ))
    }

    /// A file that may have been read in the wrong encoding.
    pub fn doubtful_encoding(path: &SourcePath, encoding: &str, why: &Wording) -> Self {
        let message = wording!(
            "this is read as {encoding}, but {why}",
            "按 {encoding} 编码读取，但{why}";
            why
        );
        Self::new(Severity::Warning, "doubtful-encoding", path, message).help(wording!(
            "look at the essay's text; if it is wrong, save the file as UTF-8 and try again",
            "请看看文章的文字；如果不对，把文件另存为 UTF-8 再试"
        ))
    }

    /// A picture that is neither on the disk nor on the web.
    pub fn lost_picture(path: &SourcePath, place: &str) -> Self {
        let message = wording!(
            "the picture `{place}` is not beside this file",
            "这个文件旁边没有图片 `{place}`"
        );
        Self::new(Severity::Warning, "lost-picture", path, message).help(wording!(
            "its link is kept: put the picture beside the essay, or take the link out",
            "链接保留着：把图片放到文章旁边，或去掉链接"
        ))
    }

    /// Pictures that stay on the web.
    pub fn remote_pictures(path: &SourcePath, first: &str, count: usize) -> Self {
        let message = match count {
            1 => wording!("a picture stays where it is: {first}", "有一张图片留在网上：{first}"),
            _ => wording!(
                "{count} pictures stay where they are, the first at {first}",
                "有 {count} 张图片留在网上，第一张是 {first}"
            ),
        };
        Self::new(Severity::Note, "remote-picture", path, message).help(wording!(
            "they are not fetched; save the page with its pictures to have them beside it",
            "导入时不下载：保存网页时连图片一起保存，就会放在旁边"
        ))
    }

    /// A tag of another program that has no form in Markdown.
    pub fn kept_tag(path: &SourcePath, tag: &str, count: usize) -> Self {
        let message = match count {
            1 => wording!(
                "`{tag}` means nothing here and is kept as it is",
                "`{tag}` 在这里没有意义，照原样保留"
            ),
            _ => wording!(
                "`{tag}` means nothing here and is kept as it is, {count} times",
                "`{tag}` 在这里没有意义，照原样保留，共 {count} 处"
            ),
        };
        Self::new(Severity::Warning, "kept-tag", path, message).help(wording!(
            "write in Markdown what it stands for, or take it out",
            "用 Markdown 写出它的意思，或把它去掉"
        ))
    }

    /// A header in TOML that is none; the words are the parser's.
    pub fn unreadable_header(path: &SourcePath, span: Span, message: &str) -> Self {
        let message = message.replace('\n', " ");
        let message =
            wording!("this header cannot be read: {message}", "这个文件头读不了：{message}");
        Self::new(Severity::Error, "unreadable-header", path, message).at(span).help(wording!(
            "the text is imported without it; mend it and import the file again",
            "正文已导入，没有带上它；请改正后再导入一次"
        ))
    }

    /// A time in a header that is none.
    pub fn unreadable_time(path: &SourcePath, key: &str, text: &str) -> Self {
        let message = wording!(
            "`{key}: {text}` is no time that is understood",
            "`{key}: {text}` 不是能识别的时间"
        );
        Self::new(Severity::Warning, "unreadable-time", path, message).help(wording!(
            "it is kept under `extra`: add a line such as `time: 2013-08-13 11:34`",
            "它保留在 `extra` 下：请加一行，例如 `time: 2013-08-13 11:34`"
        ))
    }

    /// An essay of the site that is already there under the same address.
    pub fn already_here(path: &SourcePath, essay: &str) -> Self {
        let message = wording!("this is already here: {essay}", "这一篇已经有了：{essay}");
        Self::new(Severity::Note, "already-here", path, message)
            .help(wording!("to import it again, move that one away", "要重新导入，先把那一篇移开"))
    }
}
