//! The header that an imported essay is given.

use serde_json::{Map, Value};

use crate::yaml::edit::Written;

/// What an imported essay says of itself: keys of our own front matter, what is unknown left
/// out.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Header {
    /// Whether it stands beside the archive.
    pub is_page: bool,
    /// Where it was first published.
    pub url: Option<String>,
    /// Its authors.
    pub name: Option<String>,
    /// When it was published, as front matter has it.
    pub time: Option<String>,
    /// Its title.
    pub title: String,
    /// Its address within its folder, where it had one.
    pub slug: Option<String>,
    /// Its subjects.
    pub tags: Vec<String>,
    /// What stands for it in lists.
    pub summary: Option<String>,
    /// Whether it is not to be shown yet.
    pub draft: bool,
    /// Its language, where it is not the site's.
    pub lang: Option<String>,
    /// When it was last changed.
    pub updated: Option<String>,
    /// Its older addresses in a site.
    pub aliases: Vec<String>,
    /// Keys of other tools.
    pub extra: Map<String, Value>,
}

impl Header {
    /// Returns the header as lines, fences included.
    pub fn written(&self) -> String {
        let mut lines = String::from("---\n");
        let mut line = |key: &str, value: String| {
            let gap = if value.starts_with('\n') { "" } else { " " };
            lines.push_str(&format!("{key}:{gap}{value}\n"));
        };
        line("layout", if self.is_page { "page" } else { "post" }.to_owned());
        for (key, value) in [("url", &self.url), ("name", &self.name), ("time", &self.time)] {
            if let Some(value) = value {
                line(key, one_line(value));
            }
        }
        line("title", one_line(&self.title));
        for (key, value) in [
            ("slug", &self.slug),
            ("summary", &self.summary),
            ("lang", &self.lang),
            ("updated", &self.updated),
        ] {
            if let Some(value) = value {
                line(key, one_line(value));
            }
        }
        for (key, values) in [("tags", &self.tags), ("aliases", &self.aliases)] {
            if !values.is_empty() {
                let values: Vec<String> = values.iter().map(|value| one_line(value)).collect();
                line(key, format!("[{}]", values.join(", ")));
            }
        }
        if self.draft {
            line("draft", "true".to_owned());
        }
        if !self.extra.is_empty() {
            let pairs = self.extra.iter().map(|(key, value)| {
                // A JSON value is a YAML value; a JSON string is a YAML key.
                format!("\n  {}: {value}", Written::Text(key.clone()).flow())
            });
            line("extra", pairs.collect());
        }
        lines.push_str("---\n");
        lines
    }
}

/// Writes a value; addresses and times need no quotes where they are as expected.
fn one_line(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let is_address = text.starts_with("https://") || text.starts_with("http://");
    let is_simple = |letter: char| letter.is_ascii_alphanumeric() || "-:/._~?=&%+".contains(letter);
    let is_time = text.len() >= "2013-08-13".len()
        && text.chars().all(|letter| letter.is_ascii_digit() || "-: ".contains(letter));
    if (is_address && text.chars().all(is_simple) && !text.ends_with(':')) || is_time {
        return text;
    }
    Written::Text(text).flow()
}
