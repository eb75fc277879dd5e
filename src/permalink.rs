//! Addresses: the one place where URLs and output paths are made.
//!
//! Does not decide which pages there are; [`crate::render`] plans them with these types.

mod pattern;

use std::fmt;
use std::sync::Arc;

use percent_encoding::{AsciiSet, CONTROLS, NON_ALPHANUMERIC, utf8_percent_encode};
use pinyin::ToPinyin;
use serde::{Serialize, Serializer};
use unicode_normalization::UnicodeNormalization;

pub use pattern::{NAME_BYTES_MAX, Pattern, PatternFault, Token};

/// What must be encoded in a URL path beside non-ASCII text.
const PATH: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'`')
    .add(b'{')
    .add(b'}')
    .add(b'\\')
    .add(b'^')
    .add(b'|')
    .add(b'[')
    .add(b']');

/// What must be encoded in the question of an address that an author wrote.
const QUESTION: &AsciiSet = &CONTROLS.add(b' ').add(b'"').add(b'<').add(b'>').add(b'`');

/// The longest slug in bytes: file systems refuse names above 255, and `.html` or a
/// numeral may follow.
const SLUG_BYTES_MAX: usize = 200;

/// One part of a path made from a title or name: letters and digits of any script in
/// NFC, Latin in lower case, everything else a single `-`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Slug(String);

impl Slug {
    /// Makes a slug of any text; `None` when the text has no letter or digit.
    pub fn new(text: &str) -> Option<Self> {
        let mut slug = String::with_capacity(text.len());
        let mut gap = false;
        for character in text.nfc() {
            // U+200B…U+200F, variation selectors and the like are invisible and go.
            if character.is_alphanumeric() || character == '_' {
                if gap && !slug.is_empty() {
                    slug.push('-');
                }
                gap = false;
                slug.extend(character.to_lowercase());
            } else if !is_invisible(character) {
                gap = true;
            }
            if slug.len() > SLUG_BYTES_MAX {
                break;
            }
        }
        (!slug.is_empty()).then_some(Self(slug))
    }

    /// Makes a slug of any text, in the letters that `script` asks for.
    pub fn written(text: &str, script: Script) -> Option<Self> {
        match script {
            Script::Own => Self::new(text),
            Script::Pinyin => Self::new(&in_pinyin(text)),
        }
    }

    /// Returns the slug with `-2`, `-3`, … for the second and later of its name.
    pub fn numbered(&self, number: usize) -> Self {
        if number < 2 { self.clone() } else { Self(format!("{}-{number}", self.0)) }
    }

    /// Returns the slug as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// In which letters addresses are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Script {
    /// In those of the name.
    #[default]
    Own,
    /// Han characters in pinyin, each by its first reading.
    Pinyin,
}

/// Puts the Han characters of a text into pinyin, a syllable a word: `teng xun`.
fn in_pinyin(text: &str) -> String {
    let mut spelt = String::with_capacity(text.len() * 2);
    for character in text.nfc() {
        match character.to_pinyin() {
            // As on keyboards, which have no ü.
            Some(syllable) => {
                spelt.extend([" ", &syllable.plain().replace('ü', "v"), " "]);
            }
            None => spelt.push(character),
        }
    }
    spelt
}

impl fmt::Display for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn is_invisible(character: char) -> bool {
    matches!(character, '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}')
}

/// A file's place in the output tree: `/`-separated, relative, as in `essays/2013/x/index.html`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SitePath(Arc<str>);

impl SitePath {
    /// Makes the path of a file such as `feed.xml`, or of a copied one.
    pub fn file(path: impl Into<Arc<str>>) -> Self {
        Self(path.into())
    }

    /// Makes the path of a page that is addressed as a folder; no parts give the home page.
    pub fn page(parts: &[&str]) -> Self {
        let mut path = parts.join("/");
        if !path.is_empty() {
            path.push('/');
        }
        path.push_str("index.html");
        Self(path.into())
    }

    /// Makes the path that is asked for by `public`, the decoded address below the base path.
    pub fn of_request(public: &str) -> Self {
        let is_folder = public.is_empty() || public.ends_with('/');
        Self(if is_folder { format!("{public}index.html").into() } else { public.into() })
    }

    /// Returns the path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the path of a file that belongs to the page: in its folder, or beside it with
    /// its name, `x.cite.bib` for `x.html`.
    #[must_use]
    pub fn beside(&self, name: &str) -> Self {
        let public = self.public();
        Self(match public.strip_suffix(".html") {
            Some(stem) => format!("{stem}.{name}").into(),
            None => format!("{public}{name}").into(),
        })
    }

    /// Returns the folder from which relative links on the page set out; empty at the top.
    pub fn folder(&self) -> &str {
        self.0.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// Returns the form under which two paths clash on a disk blind to case.
    pub fn folded(&self) -> Self {
        // Of these no letter has another form.
        let is_plain = |one: char| {
            one.is_ascii() && !one.is_ascii_uppercase() || matches!(one, '\u{4E00}'..='\u{9FFF}')
        };
        if self.0.chars().all(is_plain) {
            return self.clone();
        }
        Self(self.0.nfc().collect::<String>().to_lowercase().into())
    }

    /// Returns the public part of the address: `essays/2013/x/`, without `index.html`.
    pub fn public(&self) -> &str {
        match self.0.strip_suffix("index.html") {
            Some(folder) if folder.is_empty() || folder.ends_with('/') => folder,
            _ => &self.0,
        }
    }
}

impl fmt::Display for SitePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A link inside the site, percent-encoded and below the base path: `/仓库/a/` encoded.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Permalink(String);

impl Permalink {
    /// Returns the link as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the link to an element of the page.
    #[must_use]
    pub fn with_fragment(&self, id: &str) -> Self {
        Self(format!("{}#{}", self.0, utf8_percent_encode(id, PATH)))
    }

    /// Returns the link with a question to the page's script: `?company=腾讯`, encoded.
    #[must_use]
    pub fn with_query(&self, key: &str, value: &str) -> Self {
        Self(format!("{}?{key}={}", self.0, utf8_percent_encode(value, NON_ALPHANUMERIC)))
    }

    /// Returns the link with the question that an address asks: its `?a=b`, encoded.
    #[must_use]
    pub fn with_question_of(&self, address: &str) -> Self {
        let address = address.split('#').next().unwrap_or(address);
        match address.split_once('?') {
            Some((_, question)) => {
                Self(format!("{}?{}", self.0, utf8_percent_encode(question, QUESTION)))
            }
            None => self.clone(),
        }
    }
}

impl fmt::Display for Permalink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Serialize for Permalink {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

/// Returns the id of a note: `n.3`.
///
/// Its full stop keeps it apart from the ids of headings, which are slugs and have none.
pub fn note_id(number: usize) -> String {
    format!("n.{number}")
}

/// Returns the id of a passage by its place in the whole list of a pair's or company's pages.
pub fn passage_id(place: usize) -> String {
    format!("p.{place}")
}

/// Returns the id of the `count`th reference to a note: `f.3`, `f.3.2`.
pub fn reference_id(number: usize, count: usize) -> String {
    if count < 2 { format!("f.{number}") } else { format!("f.{number}.{count}") }
}

/// Where the site will stand: origin and base path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaseUrl {
    /// `https://user.github.io`, without a trailing slash; empty when unknown.
    origin: String,
    /// `/` or `/仓库/`, not encoded, with slashes at both ends.
    path: String,
}

impl BaseUrl {
    /// Reads `https://user.github.io/仓库/`, with or without its last slash, the path
    /// encoded or not; a path alone (`/仓库/`) leaves the origin unknown.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let (origin, path) = match text.find("://") {
            None if text.starts_with('/') => ("", text),
            None => return None,
            Some(scheme_end) => {
                if !matches!(&text[..scheme_end], "http" | "https") {
                    return None;
                }
                let host_start = scheme_end + 3;
                let path_start =
                    text[host_start..].find('/').map_or(text.len(), |slash| host_start + slash);
                if path_start == host_start {
                    return None;
                }
                (&text[..path_start], &text[path_start..])
            }
        };
        if path.contains(['?', '#', '\\']) || path.split('/').any(|part| part == "..") {
            return None;
        }
        let decoded = percent_encoding::percent_decode_str(path).decode_utf8().ok()?;
        let parts: Vec<&str> = decoded.split('/').filter(|part| !part.is_empty()).collect();
        let path = if parts.is_empty() { "/".to_owned() } else { format!("/{}/", parts.join("/")) };
        Some(Self { origin: origin.to_owned(), path: path.nfc().collect() })
    }

    /// Returns the base path: `/` or `/仓库/`, not encoded, with slashes at both ends.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Returns the link to the first page.
    pub fn home(&self) -> Permalink {
        self.link(&SitePath::page(&[]))
    }

    /// Returns the link to an output file from anywhere in the site.
    pub fn link(&self, path: &SitePath) -> Permalink {
        let full = format!("{}{}", self.path, path.public());
        Permalink(utf8_percent_encode(&full, PATH).to_string())
    }

    /// Returns the full address of a link, for feeds, the sitemap and `rel=canonical`.
    ///
    /// Where the origin is unknown this is the link itself.
    pub fn absolute(&self, link: &Permalink) -> String {
        self.absolute_text(&link.0)
    }

    /// Returns the full address of a link that is already text.
    pub(crate) fn absolute_text(&self, link: &str) -> String {
        format!("{}{link}", self.origin)
    }

    /// Tells whether full addresses can be made.
    pub fn has_origin(&self) -> bool {
        !self.origin.is_empty()
    }
}

impl Default for BaseUrl {
    fn default() -> Self {
        Self { origin: String::new(), path: "/".to_owned() }
    }
}

#[cfg(test)]
mod tests;
