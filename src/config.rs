//! The site's settings, from `content/site.yaml`.

use jiff::tz::TimeZone;

use crate::permalink::BaseUrl;

/// The site's settings, complete: what the file leaves out has its default.
#[derive(Clone, Debug, PartialEq)]
pub struct Config {
    /// The site's name.
    pub title: String,
    /// One or two sentences on what it is, for its home page and feeds.
    pub description: String,
    /// Who keeps the site.
    pub author: Option<String>,
    /// Where it will stand.
    pub base_url: BaseUrl,
    /// The language of the interface, and of essays that name none.
    pub language: Language,
    /// The zone in which times without one are meant.
    pub time_zone: TimeZone,
    /// Whether raw HTML in essays is shown as it is.
    pub trust_html: bool,
    /// Which comparisons are shown.
    pub comparisons: ComparisonSettings,
    /// How many entries a list page carries before it goes on to the next.
    pub page_size: usize,
}

/// Which of the comparisons found are shown.
#[derive(Clone, Debug, PartialEq)]
pub struct ComparisonSettings {
    /// Also those within one company (微信 against QQ).
    pub within: bool,
    /// The least confidence, 0 to 1.
    pub confidence: f32,
}

/// A language of the interface.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Language {
    /// Chinese in simplified characters, `zh-CN`.
    Chinese,
    /// English, `en`.
    English,
}

impl Language {
    /// Returns the language's BCP 47 tag.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Chinese => "zh-CN",
            Self::English => "en",
        }
    }
}

/// How many entries a list page carries where `site.yaml` does not say.
const PAGE_SIZE: usize = 50;

impl Default for Config {
    fn default() -> Self {
        Self {
            title: "旁注".to_owned(),
            description: String::new(),
            author: None,
            base_url: BaseUrl::default(),
            language: Language::Chinese,
            // Essays come from Chinese media; UTC+8 has had no summer time since 1991.
            time_zone: TimeZone::get("Asia/Shanghai")
                .unwrap_or_else(|_| TimeZone::fixed(jiff::tz::offset(8))),
            trust_html: false,
            comparisons: ComparisonSettings { within: false, confidence: 0.0 },
            page_size: PAGE_SIZE,
        }
    }
}
