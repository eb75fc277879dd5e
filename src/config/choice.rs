//! The settings that choose one of several ways.

use crate::permalink::Script;

/// What becomes of essays whose time is still to come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Future {
    /// They are shown, and warned of.
    #[default]
    Show,
    /// They wait for their time, as drafts do.
    Hold,
}

/// Which feeds there are beside the site's own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FeedSettings {
    /// One of each company.
    pub companies: bool,
    /// One of each author.
    pub authors: bool,
}

/// Where the notes of an essay stand on a wide screen and on paper.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NotesPlace {
    /// Beside the text, 旁批.
    #[default]
    Beside,
    /// Above their paragraph, 眉批.
    Above,
    /// In the text, after their paragraph, 夹批.
    Within,
}

impl NotesPlace {
    /// Returns the name it has in `site.yaml` and in style sheets.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Beside => "beside",
            Self::Above => "above",
            Self::Within => "within",
        }
    }

    pub(super) fn parse(text: &str) -> Option<Self> {
        [Self::Beside, Self::Above, Self::Within].into_iter().find(|place| place.name() == text)
    }
}

/// Which of the comparisons found are shown.
#[derive(Clone, Debug, PartialEq)]
pub struct ComparisonSettings {
    /// Also those within one company (微信 against QQ).
    pub within: bool,
    /// The least confidence, 0 to 1.
    pub confidence: f32,
    /// Which of them, by who stands behind them.
    pub show: Show,
}

/// Which comparisons are shown, by who stands behind them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Show {
    /// Only those that a person kept, edited or added.
    Kept,
    /// These, and those of which the detector is sure enough.
    #[default]
    Confident,
    /// All that were not rejected.
    All,
}

pub(super) fn show(text: &str) -> Option<Show> {
    match text {
        "kept" => Some(Show::Kept),
        "confident" => Some(Show::Confident),
        "all" => Some(Show::All),
        _ => None,
    }
}

pub(super) fn script(text: &str) -> Option<Script> {
    match text {
        "han" => Some(Script::Own),
        "pinyin" => Some(Script::Pinyin),
        _ => None,
    }
}

pub(super) fn future(text: &str) -> Option<Future> {
    match text {
        "show" => Some(Future::Show),
        "hold" => Some(Future::Hold),
        _ => None,
    }
}
