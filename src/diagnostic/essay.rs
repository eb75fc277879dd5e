//! What is said of files and headers, and of repairs.

use std::io;

use super::{Diagnostic, Severity};
use crate::language::Wording;
use crate::source::{SourcePath, Span};
use crate::wording;

impl Diagnostic {
    /// An essay without a title, and the one it was given.
    pub fn missing_title(
        path: &SourcePath,
        header: Option<Span>,
        title: &str,
        from_heading: bool,
    ) -> Self {
        let (severity, message) = match from_heading {
            true => (
                Severity::Note,
                wording!(
                    "no title is given: its first heading, “{title}”, is taken",
                    "没有写标题：取正文的第一个标题“{title}”"
                ),
            ),
            false => (
                Severity::Warning,
                wording!(
                    "no title is given: its file's name, “{title}”, is taken",
                    "没有写标题：取文件名“{title}”"
                ),
            ),
        };
        let mut diagnostic = Self::new(severity, "missing-title", path, message).help(wording!(
            "add a line `title: …` to the front matter",
            "在文件头里加一行 `title: …`"
        ));
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
                wording!(
                    "no time is given: the file name's date, {date}, is taken",
                    "没有写时间：取文件名里的日期 {date}"
                ),
            ),
            None => (
                Severity::Warning,
                wording!(
                    "no time is given, and the file's name has no date",
                    "没有写时间，文件名里也没有日期"
                ),
            ),
        };
        let mut diagnostic = Self::new(severity, "missing-time", path, message).help(wording!(
            "add a line such as `time: 2013-08-13 11:34` to the front matter",
            "在文件头里加一行，例如 `time: 2013-08-13 11:34`"
        ));
        diagnostic.span = header;
        diagnostic
    }

    /// An essay without an author.
    pub fn missing_name(path: &SourcePath, header: Option<Span>) -> Self {
        let mut diagnostic = Self::new(
            Severity::Note,
            "missing-name",
            path,
            wording!("no author is given: it is shown as 佚名", "没有写作者：显示为佚名"),
        )
        .help(wording!("add a line `name: …` to the front matter", "在文件头里加一行 `name: …`"));
        diagnostic.span = header;
        diagnostic
    }

    /// Front matter whose last fence is missing.
    pub fn unclosed_front_matter(path: &SourcePath, fence: Span) -> Self {
        Self::new(
            Severity::Warning,
            "unclosed-front-matter",
            path,
            wording!("the front matter is not closed", "文件头没有收尾"),
        )
        .at(fence)
        .label(wording!("opened here", "从这里开始"))
        .help(wording!("put a line `---` after its last key", "在最后一项之后加一行 `---`"))
    }

    /// Front matter in TOML, which is not read.
    pub fn toml_front_matter(path: &SourcePath, fence: Span) -> Self {
        Self::new(
            Severity::Warning,
            "toml-front-matter",
            path,
            wording!(
                "this front matter is TOML, and only YAML is read",
                "文件头是 TOML 写的，这里只读 YAML"
            ),
        )
        .at(fence)
        .label(wording!("left unread", "未读取"))
        .help(wording!(
            "write it as `key: value` between two lines of `---`",
            "在两行 `---` 之间，写成 `key: value` 的样子"
        ))
    }

    /// A file that is UTF-16.
    pub fn utf16(path: &SourcePath, first: Span) -> Self {
        let message = wording!("this file is UTF-16", "这个文件是 UTF-16 编码");
        Self::new(Severity::Warning, "encoding", path, message).at(first).help(wording!(
            "save it as UTF-8, as everything else here is",
            "请另存为 UTF-8，与其他文件一致"
        ))
    }

    /// A file whose last character lacks its end.
    pub fn cut_short(path: &SourcePath, last: Span) -> Self {
        let message =
            wording!("the file breaks off in the middle of a character", "文件在一个字的中间断了");
        Self::new(Severity::Warning, "encoding", path, message).at(last).help(wording!(
            "it was cut short when it was saved: fetch it again, or take the last character off",
            "多半是保存时被截断了：重新取一份，或去掉最后这个字"
        ))
    }

    /// Bytes that are no UTF-8, and the encoding that they look like.
    pub fn encoding(path: &SourcePath, span: Span, byte: u8, looks_like: Option<&str>) -> Self {
        let message =
            wording!("the byte 0x{byte:02X} is no UTF-8", "字节 0x{byte:02X} 不是 UTF-8 编码");
        let help = match looks_like {
            Some(name) => wording!(
                "it looks like {name}: save it as UTF-8, as with `iconv -f {name} -t UTF-8`",
                "看来是 {name} 编码：请另存为 UTF-8，例如用 `iconv -f {name} -t UTF-8`"
            ),
            None => wording!("save the file as UTF-8", "请把文件另存为 UTF-8"),
        };
        Self::new(Severity::Error, "encoding", path, message).at(span).help(help)
    }

    /// An essay in which nothing is written.
    pub fn empty_body(path: &SourcePath) -> Self {
        let message = wording!("nothing is written in this essay", "这篇文章没有正文");
        Self::new(Severity::Warning, "empty-body", path, message)
            .help(wording!("write it, or mark it `draft: true`", "写上正文，或标明 `draft: true`"))
    }

    /// Characters taken out or replaced throughout the text.
    pub fn repaired_characters(
        path: &SourcePath,
        first: Span,
        what: Wording,
        count: usize,
    ) -> Self {
        let message = match count {
            1 => what,
            _ => wording!(
                "{what} ({count} places, this is the first)",
                "{what}（共 {count} 处，这是第一处）";
                what
            ),
        };
        Self::new(Severity::Note, "repaired-characters", path, message).at(first)
    }

    /// A heading that says the title once more.
    pub fn repeated_title(path: &SourcePath, span: Span) -> Self {
        let message = wording!("the title stands here once more", "这里又写了一遍标题");
        Self::new(Severity::Note, "repeated-title", path, message)
            .at(span)
            .label(wording!("left out", "已略去"))
    }

    /// A first paragraph that holds the whole text squeezed together.
    pub fn flattened_text(path: &SourcePath, span: Span) -> Self {
        Self::new(
            Severity::Note,
            "flattened-text",
            path,
            wording!(
                "this paragraph is the text of those that follow, squeezed together",
                "这一段是后面各段挤在一起的文字"
            ),
        )
        .at(span)
        .label(wording!("left out", "已略去"))
    }

    /// Text that stood only in the flattened paragraph.
    pub fn recovered_text(path: &SourcePath, span: Span, is_heading: bool) -> Self {
        let message = match is_heading {
            true => wording!(
                "this heading stood only in the flattened text and is put back",
                "这个标题只在挤成一段的文字里有，已放回原处"
            ),
            false => wording!(
                "these words stood only in the flattened text and are put back",
                "这些字只在挤成一段的文字里有，已放回原处"
            ),
        };
        Self::new(Severity::Note, "recovered-text", path, message).at(span)
    }

    /// A short line of a flattened text that is taken as a heading.
    pub fn assumed_heading(path: &SourcePath, span: Span) -> Self {
        let message = wording!("this line is taken as a heading", "这一行当作标题");
        Self::new(Severity::Note, "assumed-heading", path, message).at(span)
    }

    /// An essay whose repairs cannot be made in its file.
    pub fn not_tidied(path: &SourcePath) -> Self {
        Self::new(
            Severity::Error,
            "not-tidied",
            path,
            wording!(
                "with its repairs written into it, this file would read otherwise",
                "把修补写进这个文件，读出来就不一样了"
            ),
        )
        .help(wording!(
            "it is left as it is, and repaired each time it is read: mend it by hand",
            "文件没有动，每次读入时照旧修补：请手工改正"
        ))
    }

    /// A file or folder that is not read.
    pub fn left_out(path: &SourcePath, why: &Wording) -> Self {
        let message = wording!("this is left out: {why}", "已略去：{why}"; why);
        Self::new(Severity::Warning, "left-out", path, message)
    }

    /// A file or folder that the system will not read.
    pub fn unreadable(path: &SourcePath, cause: &io::Error) -> Self {
        let why = wording!("the system does not read it: {cause}", "系统读不了：{cause}");
        Self { severity: Severity::Error, ..Self::left_out(path, &why) }.help(wording!(
            "make it readable or move it away; `build --keep-going` does without it",
            "让它可读，或者移开；`build --keep-going` 可以先不管它"
        ))
    }
}
