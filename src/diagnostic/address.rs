//! What is said of addresses, and of the time at which an essay comes to stand at one.

use super::{Diagnostic, Severity};
use crate::language::Wording;
use crate::source::{SourcePath, Span};
use crate::wording;

impl Diagnostic {
    /// An older address at which another page stands.
    pub fn taken_alias(path: &SourcePath, span: Span, address: &str, other: &Wording) -> Self {
        let message = wording!(
            "/{address} is already the address of {other}",
            "地址 /{address} 已被占用：{other}";
            other
        );
        Self::new(Severity::Error, "taken-alias", path, message)
            .at(span)
            .label(wording!("cannot lead here", "不能转到这里"))
            .help(wording!(
                "remove this alias, or give the other page another address",
                "去掉这个旧地址，或给那一页换个地址"
            ))
    }

    /// An older address that no page can have.
    pub fn unusable_alias(path: &SourcePath, span: Span, alias: &str, why: &Wording) -> Self {
        let message =
            wording!("`{alias}` cannot lead here: {why}", "`{alias}` 不能转到这里：{why}"; why);
        Self::new(Severity::Warning, "unusable-alias", path, message)
            .at(span)
            .label(wording!("left out", "已略去"))
            .help(wording!(
                "an alias is a path within the site, as in `/2013/x/`, or one beside the page, as in `x`",
                "旧地址是站内的路径，如 `/2013/x/`；或与本页并列的名字，如 `x`"
            ))
    }

    /// An essay that lacks what a token of the site's `permalink` stands for.
    pub fn permalink_lacks(
        path: &SourcePath,
        header: Span,
        token: &str,
        wanted: &str,
        address: &str,
    ) -> Self {
        let message = wording!(
            "`:{token}` of the site's `permalink` is nothing here: there is no `{wanted}`",
            "`permalink` 里的 `:{token}` 在这里落空：没有写 `{wanted}`"
        );
        Self::new(Severity::Warning, "permalink-lacks", path, message)
            .at(header)
            .label(wording!("stands at /{address} instead", "地址改为 /{address}"))
            .help(wording!(
                "add a line `{wanted}: …` to the front matter",
                "在文件头里加一行 `{wanted}: …`"
            ))
    }

    /// An essay whose time is still to come.
    pub fn future_time(path: &SourcePath, span: Option<Span>, time: &str, is_held: bool) -> Self {
        let (severity, message) = match is_held {
            true => (
                Severity::Note,
                wording!(
                    "{time} is still to come: `build` holds it back until then",
                    "{time} 还没有到：到时 `build` 才会发布"
                ),
            ),
            false => (
                Severity::Warning,
                wording!(
                    "{time} is still to come, and it is shown already",
                    "{time} 还没有到，文章却已经显示出来"
                ),
            ),
        };
        let help = match is_held {
            true => wording!(
                "`--drafts` shows it, and `future: show` in `content/site.yaml` all such",
                "加 `--drafts` 可以先看；在 `content/site.yaml` 里写 `future: show`，这样的文章一律照常发布"
            ),
            false => wording!(
                "mend the time, or hold such back with `future: hold` in `content/site.yaml`",
                "改正时间；或在 `content/site.yaml` 里写 `future: hold`，到时再发布"
            ),
        };
        Self::new(severity, "future-time", path, message).help(help).perhaps_at(span)
    }
}
