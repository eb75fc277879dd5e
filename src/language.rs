//! The languages that the program speaks, and what it says in each.
//!
//! Whoever has something to say says it in all of them, with [`wording!`](crate::wording);
//! whoever prints chooses one. What other programs read is English.

use serde::{Serialize, Serializer};

/// A language of pages, and of what is said to people.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Language {
    /// Chinese in simplified characters, `zh-CN`.
    Chinese,
    /// English, `en`.
    #[default]
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

    /// Reads a language as people name it, `zh` or `en`, or as a locale does, `zh_CN.UTF-8`.
    pub fn named(text: &str) -> Option<Self> {
        let is_letter = |one: &char| one.is_ascii_alphabetic();
        match text.chars().take_while(is_letter).collect::<String>().to_lowercase().as_str() {
            "zh" => Some(Self::Chinese),
            "en" => Some(Self::English),
            _ => None,
        }
    }
}

/// One thing said to a person, in every language.
///
/// Serialized it is the English: programs get the same words whoever runs them.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Wording {
    /// In English.
    pub english: String,
    /// In Chinese, with full-width punctuation.
    pub chinese: String,
}

impl Wording {
    /// Makes a wording of what is the same in all languages: a name, or another program's words.
    pub fn same(words: impl Into<String>) -> Self {
        let english = words.into();
        Self { chinese: english.clone(), english }
    }

    /// Returns the words in one language.
    pub fn of(&self, language: Language) -> &str {
        match language {
            Language::Chinese => &self.chinese,
            Language::English => &self.english,
        }
    }

    /// Sets parts one behind the other, as with `", "` and `"，"` between them.
    pub fn joined(parts: &[Self], english: &str, chinese: &str) -> Self {
        let each = |part: fn(&Self) -> &str| parts.iter().map(part).collect::<Vec<_>>();
        Self {
            english: each(|part| &part.english).join(english),
            chinese: each(|part| &part.chinese).join(chinese),
        }
    }

    /// Returns `1 essay`, `2 essays` (`plural` says how, where not with an `s`) and `2 篇文章`,
    /// of which `measured` is what follows the number.
    pub fn counted(count: usize, noun: &str, plural: &str, measured: &str) -> Self {
        let english = match (count, plural) {
            (1, _) => format!("1 {noun}"),
            (_, "") => format!("{count} {noun}s"),
            _ => format!("{count} {plural}"),
        };
        Self { english, chinese: format!("{count} {measured}") }
    }
}

impl Serialize for Wording {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.english)
    }
}

/// Makes a [`Wording`] of the same words in English and in Chinese,
/// each as `format!` has it with its arguments in braces.
///
/// Behind a semicolon stand those arguments that are wordings themselves.
///
/// ```
/// use pangzhu::wording;
///
/// let key = "title";
/// let wanted = wording!("a number", "数字");
/// let said = wording!("`{key}` wants {wanted}", "`{key}` 要的是{wanted}"; wanted);
/// assert_eq!(said.english, "`title` wants a number");
/// assert_eq!(said.chinese, "`title` 要的是数字");
/// ```
#[macro_export]
macro_rules! wording {
    ($english:literal, $chinese:literal $(; $($part:ident),+)? $(,)?) => {
        $crate::language::Wording {
            english: {
                $($(let $part = &$part.english;)+)?
                format!($english)
            },
            chinese: {
                $($(let $part = &$part.chinese;)+)?
                format!($chinese)
            },
        }
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn locales_name_languages() {
        for (text, language) in [
            ("zh", Some(Language::Chinese)),
            ("zh_CN.UTF-8", Some(Language::Chinese)),
            ("zh-Hant", Some(Language::Chinese)),
            ("en_GB", Some(Language::English)),
            ("EN", Some(Language::English)),
            ("zha_CN", None),
            ("C.UTF-8", None),
            ("", None),
        ] {
            assert_eq!(Language::named(text), language, "{text}");
        }
    }
}
