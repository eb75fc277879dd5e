//! The interface's texts, one file a language.
//!
//! A text may have placeholders (`{count}`), and two forms parted by `|`, of which the first
//! is for a count of one. Templates fill them with the filter `fill`.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::config::Language;
use crate::render::body::BodyWords;
use crate::source::{Source, SourcePath};

const CHINESE: &str = include_str!("words/zh-CN.yaml");
const ENGLISH: &str = include_str!("words/en.yaml");

/// The interface's texts in one language.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// Those that templates and sentences name.
    pub texts: BTreeMap<String, String>,
    /// Those within an essay's text.
    pub body: BodyWords,
}

impl Words {
    /// Returns the texts of a language.
    pub fn of(language: Language) -> Self {
        let text = match language {
            Language::Chinese => CHINESE,
            Language::English => ENGLISH,
        };
        let path = SourcePath::new(format!("words/{}.yaml", language.tag()));
        crate::yaml::parse(&Source::new(path, text)).expect("a test reads the built-in texts")
    }

    /// Returns the text of a key, if there is one.
    pub fn get(&self, key: &str) -> Option<&str> {
        self.texts.get(key).map(String::as_str)
    }

    /// Returns what a rule of the detector is called; its own name where there is no text for it.
    pub fn rule<'a>(&'a self, rule: &'a str) -> &'a str {
        self.get(&format!("rule_{}", rule.replace('-', "_"))).unwrap_or(rule)
    }

    /// Returns the text of a key; nothing where there is none, which a test forbids.
    pub fn text(&self, key: &str) -> &str {
        self.get(key).unwrap_or_default()
    }

    /// Returns the text of a key with its placeholders filled.
    pub fn fill(&self, key: &str, values: &[(&str, &str)]) -> String {
        fill(self.text(key), values)
    }
}

/// Fills the placeholders of a text, choosing its form by the value of `count`.
pub fn fill(text: &str, values: &[(&str, &str)]) -> String {
    let is_one = values.contains(&("count", "1"));
    let form = match text.split_once('|') {
        Some((one, _)) if is_one => one,
        Some((_, many)) => many,
        None => text,
    };
    let mut filled = String::with_capacity(form.len());
    let mut rest = form;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let value = after.split_once('}').and_then(|(name, tail)| {
            let (_, value) = values.iter().find(|(key, _)| *key == name)?;
            Some((value, tail))
        });
        match value {
            Some((value, tail)) => {
                filled.push_str(value);
                rest = tail;
            }
            None => {
                filled.push('{');
                rest = after;
            }
        }
    }
    filled.push_str(rest);
    filled
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_has_the_same_keys() {
        let [chinese, english] = [Language::Chinese, Language::English].map(Words::of);
        let keys = |words: &Words| words.texts.keys().cloned().collect::<Vec<_>>();
        assert_eq!(keys(&chinese), keys(&english));
    }

    #[test]
    fn every_language_has_the_same_placeholders() {
        let [chinese, english] = [Language::Chinese, Language::English].map(Words::of);
        for (key, text) in &chinese.texts {
            let names = |text: &str| {
                let parts = text.split('{').skip(1).filter_map(|part| part.split_once('}'));
                parts.map(|(name, _)| name.to_owned()).collect::<std::collections::BTreeSet<_>>()
            };
            assert_eq!(names(text), names(english.text(key)), "{key}");
        }
    }

    #[test]
    fn a_value_that_looks_like_a_placeholder_stays() {
        assert_eq!(fill("{a} {b} {c}", &[("a", "{b}"), ("b", "2")]), "{b} 2 {c}");
    }

    #[test]
    fn the_form_follows_the_count() {
        assert_eq!(fill("{count} essay|{count} essays", &[("count", "1")]), "1 essay");
        assert_eq!(fill("{count} essay|{count} essays", &[("count", "0")]), "0 essays");
    }
}
