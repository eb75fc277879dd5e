//! The site's settings, from `content/site.yaml`.

mod address;
mod allow;
mod choice;

use jiff::fmt::temporal::DateTimeParser;
use jiff::tz::TimeZone;

use crate::diagnostic::{Diagnostic, Severity};
pub use crate::language::Language;
use crate::language::Wording;
use crate::permalink::{BaseUrl, Pattern, Script};
use crate::source::{Source, Span};
use crate::wording;
use crate::yaml::{Fields, Located};
pub use allow::Allowed;
pub use choice::{ComparisonSettings, FeedSettings, Future, NotesPlace, Show};

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
    /// A domain of its own, for GitHub Pages' branches.
    pub cname: Option<String>,
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
    /// Which feeds there are beside the site's own.
    pub feeds: FeedSettings,
    /// Where the notes of an essay stand.
    pub notes: NotesPlace,
    /// By which essays are given their addresses; without one they stand in the folders of
    /// their files.
    pub permalink: Option<Pattern>,
    /// In which letters addresses are written.
    pub slugs: Script,
    /// What becomes of essays whose time is still to come.
    pub future: Future,
    /// Which diagnostics are not to be said.
    pub allow: Allowed,
}

/// How sure a comparison must be to be shown where `site.yaml` does not say: of those just above,
/// nearly half are right, and most contrasts that no word announces are among them.
const CONFIDENCE: f32 = 0.4;

/// How many entries a list page carries where `site.yaml` does not say.
const PAGE_SIZE: usize = 50;

impl Default for Config {
    fn default() -> Self {
        Self {
            title: "旁注".to_owned(),
            description: String::new(),
            author: None,
            base_url: BaseUrl::default(),
            cname: None,
            language: Language::Chinese,
            // Essays come from Chinese media; UTC+8 has had no summer time since 1991.
            time_zone: TimeZone::get(DEFAULT_ZONE)
                .unwrap_or_else(|_| TimeZone::fixed(jiff::tz::offset(8))),
            trust_html: false,
            comparisons: ComparisonSettings {
                within: false,
                confidence: CONFIDENCE,
                show: Show::default(),
            },
            page_size: PAGE_SIZE,
            feeds: FeedSettings::default(),
            notes: NotesPlace::default(),
            permalink: None,
            slugs: Script::default(),
            future: Future::default(),
            allow: Allowed::default(),
        }
    }
}

/// The JSON Schema of `site.yaml`.
pub const SCHEMA: &str = include_str!("config/schema.json");

/// The keys of `site.yaml`.
const KEYS: [&str; 16] = [
    "title",
    "description",
    "author",
    "base_url",
    "cname",
    "language",
    "time_zone",
    "trust_html",
    "comparisons",
    "page_size",
    "feeds",
    "notes",
    "permalink",
    "slugs",
    "future",
    "allow",
];
/// The keys of its `comparisons`.
const COMPARISON_KEYS: [&str; 3] = ["within", "confidence", "show"];
/// The keys of its `feeds`.
const FEED_KEYS: [&str; 2] = ["companies", "authors"];
/// What may be amiss without the site being another than is meant.
const HARMLESS: [&str; 4] = ["unknown-key", "unknown-code", "duplicate-key", "yaml-tab"];
/// The longest list page; a browser scrolls a thousand entries with ease.
const PAGE_SIZE_MAX: f64 = 1_000.0;

/// How many entries a page lists at most, whatever is asked for: with more, pages of long
/// passages would be too heavy for a phone to load at once (beyond some 200 KB).
const PAGE_ENTRIES_MAX: usize = 100;
/// The zone that needs no zone database; see [`Config::default`].
const DEFAULT_ZONE: &str = "Asia/Shanghai";

impl Config {
    /// Reads the settings; what is not set, or cannot be read, has its default.
    pub fn load(source: Option<&Source>) -> (Self, Vec<Diagnostic>) {
        let Some(source) = source else { return (Self::default(), Vec::new()) };
        let mut settings = Settings(Fields::of_file(source));
        let config = settings.read();
        let mut diagnostics = settings.0.finish(&KEYS);
        for diagnostic in &mut diagnostics {
            // An essay can be shown without a key; a site without a setting is another site.
            if !HARMLESS.contains(&diagnostic.code.as_str()) {
                diagnostic.severity = Severity::Error;
            }
        }
        (config, diagnostics)
    }
}

struct Settings<'a>(Fields<'a>);

impl Settings<'_> {
    fn read(&mut self) -> Config {
        let default = Config::default();
        let text = |text: Located<String>| text.value;
        Config {
            title: self.0.string("title").map_or(default.title, text),
            description: self.0.string("description").map_or(default.description, text),
            author: self.0.string("author").map(text),
            base_url: self
                .parsed(
                    "base_url",
                    &wording!(
                        "https://name.github.io/essays, or `/` where that is not known",
                        "https://name.github.io/essays 这样的地址，还不知道就写 `/`"
                    ),
                    BaseUrl::parse,
                )
                .unwrap_or(default.base_url),
            cname: self.parsed(
                "cname",
                &wording!(
                    "a domain alone, such as essays.example.org",
                    "一个域名，如 essays.example.org"
                ),
                domain,
            ),
            language: self
                .parsed("language", &wording!("zh or en", "zh 或 en"), language)
                .unwrap_or(default.language),
            time_zone: self
                .parsed(
                    "time_zone",
                    &wording!(
                        "a name such as Asia/Shanghai, or +08:00",
                        "Asia/Shanghai 这样的名字，或 +08:00"
                    ),
                    time_zone,
                )
                .unwrap_or(default.time_zone),
            trust_html: self.0.boolean("trust_html").is_some_and(|trust| trust.value),
            comparisons: self.comparisons(),
            page_size: self.page_size().unwrap_or(default.page_size),
            feeds: self.feeds(),
            notes: self
                .parsed(
                    "notes",
                    &wording!("beside, above or within", "beside、above 或 within"),
                    NotesPlace::parse,
                )
                .unwrap_or_default(),
            permalink: self.permalink(),
            slugs: self
                .parsed("slugs", &wording!("han or pinyin", "han 或 pinyin"), choice::script)
                .unwrap_or_default(),
            future: self
                .parsed("future", &wording!("show or hold", "show 或 hold"), choice::future)
                .unwrap_or_default(),
            allow: Allowed::read(&mut self.0),
        }
    }

    /// Takes a text that `parse` understands.
    fn parsed<T>(
        &mut self,
        key: &str,
        wanted: &Wording,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let Located { value, span } = self.0.string(key)?;
        let parsed = parse(&value);
        if parsed.is_none() {
            self.refuse(key, span, &value, wanted);
        }
        parsed
    }

    fn comparisons(&mut self) -> ComparisonSettings {
        let mut settings = Config::default().comparisons;
        let Some(fields) = self.0.mapping("comparisons") else { return settings };
        let mut inner = Settings(fields);
        settings.within = inner.0.boolean("within").is_some_and(|within| within.value);
        if let Some(confidence) = inner.0.number("confidence") {
            if (0.0..=1.0).contains(&confidence.value) {
                settings.confidence = confidence.value as f32;
            } else {
                let value = confidence.value.to_string();
                let wanted = wording!("a number from 0 to 1", "0 到 1 之间的数字");
                inner.refuse("confidence", confidence.span, &value, &wanted);
            }
        }
        let wanted = wording!("kept, confident or all", "kept、confident 或 all");
        if let Some(show) = inner.parsed("show", &wanted, choice::show) {
            settings.show = show;
        }
        let diagnostics = inner.0.finish(&COMPARISON_KEYS);
        self.0.report(diagnostics);
        settings
    }

    fn feeds(&mut self) -> FeedSettings {
        let Some(mut fields) = self.0.mapping("feeds") else { return FeedSettings::default() };
        let mut asked = |key| fields.boolean(key).is_some_and(|asked| asked.value);
        let settings = FeedSettings { companies: asked("companies"), authors: asked("authors") };
        let diagnostics = fields.finish(&FEED_KEYS);
        self.0.report(diagnostics);
        settings
    }

    fn page_size(&mut self) -> Option<usize> {
        let Located { value, span } = self.0.number("page_size")?;
        if value.fract() == 0.0 && (1.0..=PAGE_SIZE_MAX).contains(&value) {
            return Some((value as usize).min(PAGE_ENTRIES_MAX));
        }
        let wanted =
            wording!("a whole number from 1 to {PAGE_SIZE_MAX}", "1 到 {PAGE_SIZE_MAX} 之间的整数");
        self.refuse("page_size", span, &value.to_string(), &wanted);
        None
    }

    fn refuse(&mut self, key: &str, span: Span, value: &str, wanted: &Wording) {
        let message = wording!("`{key}` cannot be `{value}`", "`{key}` 不能是 `{value}`");
        let help = wording!("it wants {wanted}", "应为：{wanted}"; wanted);
        self.0.report([Diagnostic::invalid_setting(self.0.path(), span, message, help)]);
    }
}

fn domain(text: &str) -> Option<String> {
    let is_label = |label: &str| {
        !label.is_empty() && label.chars().all(|one| one.is_alphanumeric() || one == '-')
    };
    (text.contains('.') && text.split('.').all(is_label)).then(|| text.to_lowercase())
}

fn language(text: &str) -> Option<Language> {
    match text.to_ascii_lowercase().as_str() {
        "zh" | "zh-cn" | "zh-hans" => Some(Language::Chinese),
        "en" | "en-us" | "en-gb" => Some(Language::English),
        _ => None,
    }
}

fn time_zone(text: &str) -> Option<TimeZone> {
    if text == DEFAULT_ZONE {
        return Some(Config::default().time_zone);
    }
    DateTimeParser::new().parse_time_zone(text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;

    #[test]
    fn the_schema_has_the_keys_that_are_read() {
        let schema: Value = serde_json::from_str(SCHEMA).expect("JSON");
        let keys = |at: &str| {
            let properties = schema.pointer(at).and_then(Value::as_object).expect("properties");
            properties.keys().cloned().collect::<Vec<_>>()
        };
        let sorted = |keys: &[&str]| {
            let mut keys: Vec<String> = keys.iter().map(|&key| key.to_owned()).collect();
            keys.sort();
            keys
        };
        assert_eq!(keys("/properties"), sorted(&KEYS));
        assert_eq!(keys("/properties/comparisons/properties"), sorted(&COMPARISON_KEYS));
        assert_eq!(keys("/properties/feeds/properties"), sorted(&FEED_KEYS));
    }
}
