//! What is said of notes files.

use super::{Diagnostic, Severity};
use crate::source::{SourcePath, Span};
use crate::wording;

impl Diagnostic {
    /// An entry without which nothing can be shown.
    pub fn incomplete_note(path: &SourcePath, entry: Span, key: &str) -> Self {
        let message = wording!("this entry has no `{key}`", "这一条没有写 `{key}`");
        Self::new(Severity::Warning, "incomplete-note", path, message)
            .at(entry)
            .label(wording!("left out", "已略去"))
            .help(match key {
                "quote" => wording!(
                    "`quote` says which words of the essay it is about",
                    "`quote` 写明针对文中哪几句话"
                ),
                "sides" => wording!(
                    "`sides` names who is compared: `sides: [微信, 支付宝]`",
                    "`sides` 写明是谁与谁比：`sides: [微信, 支付宝]`"
                ),
                _ => wording!("`body` says what the note says", "`body` 写批注的内容"),
            })
    }

    /// A notes file without an essay beside it.
    pub fn lonely_notes(path: &SourcePath) -> Self {
        let message = wording!("there is no essay beside these notes", "批注旁边没有文章");
        Self::new(Severity::Warning, "lonely-notes", path, message).help(wording!(
            "a notes file is called as its essay is: `x.notes.yaml` beside `x.md`",
            "批注文件与文章同名：`x.notes.yaml` 放在 `x.md` 旁边"
        ))
    }

    /// A quote whose words stand among other words than before.
    pub fn note_moved(path: &SourcePath, entry: Span) -> Self {
        let message = wording!("the quote stands among other words now", "引文前后的文字已经变了");
        Self::new(Severity::Note, "note-moved", path, message).at(entry).help(wording!(
            "`pangzhu notes repair --write` brings the selector up to date",
            "`pangzhu notes repair --write` 会把位置更新"
        ))
    }

    /// A quote whose words were changed.
    pub fn note_changed(path: &SourcePath, entry: Span, now: &str) -> Self {
        let message = wording!("the quote reads `{now}` now", "引文现在是 `{now}`");
        Self::new(Severity::Warning, "note-changed", path, message).at(entry).help(wording!(
            "`pangzhu notes repair --write` brings the selector up to date",
            "`pangzhu notes repair --write` 会把位置更新"
        ))
    }

    /// A quote that is nowhere to be found.
    pub fn note_orphaned(path: &SourcePath, entry: Span, nearest: Option<&str>) -> Self {
        let help = match nearest {
            Some(words) => wording!(
                "perhaps `{words}` is meant: `pangzhu notes repair` says more",
                "也许是指 `{words}`：运行 `pangzhu notes repair` 看详情"
            ),
            None => {
                wording!("give it another quote, or take the entry out", "换一句引文，或删掉这一条")
            }
        };
        let message = wording!("the essay does not say this any more", "文章里已经没有这句话");
        Self::new(Severity::Warning, "note-orphaned", path, message)
            .at(entry)
            .label(wording!("not shown", "不显示"))
            .help(help)
    }

    /// A decision to keep what is not found any more, and says nothing by itself.
    pub fn nothing_to_keep(path: &SourcePath, entry: Span) -> Self {
        let message = wording!(
            "the detector finds no comparison here to keep",
            "这里没有识别出比较，无从保留"
        );
        Self::new(Severity::Warning, "nothing-to-keep", path, message)
            .at(entry)
            .label(wording!("not shown", "不显示"))
            .help(wording!(
                "with `sides` and `relation` it stands by itself",
                "写上 `sides` 和 `relation`，它就自成一条"
            ))
    }
}
