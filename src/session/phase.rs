//! What the steps of a look at a site are called.

use crate::language::Wording;
use crate::wording;

/// A step of [`Session::refresh`](super::Session::refresh), or the writing that follows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// The files are read.
    Read,
    /// Essays are made of them.
    Load,
    /// Companies and comparisons are looked for.
    Detect,
    /// The essays are joined into an archive.
    Link,
    /// The pages are laid out.
    Plan,
    /// The pages are made and written.
    Render,
}

impl Phase {
    /// Returns what the phase is called, a verb.
    pub fn wording(self) -> Wording {
        match self {
            Self::Read => wording!("read", "读取"),
            Self::Load => wording!("load", "解析"),
            Self::Detect => wording!("detect", "识别"),
            Self::Link => wording!("link", "汇总"),
            Self::Plan => wording!("plan", "排页"),
            Self::Render => wording!("render", "生成"),
        }
    }
}
