//! The pattern by which essays are given their addresses: `/:year/:month/:slug/`.
//!
//! Does not know what an essay is: who fills a pattern in says what each token stands for.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

use super::SitePath;

/// What stands in a pattern for something of an essay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Token {
    /// `:year`, four digits.
    Year,
    /// `:month`, two digits.
    Month,
    /// `:day`, two digits.
    Day,
    /// `:folder`, the folders from `content/` down to the file; of any number.
    Folder,
    /// `:file`, the file's name.
    File,
    /// `:slug`, the header's `slug`, or the file's name without its date.
    Slug,
    /// `:pinyin`, the same in pinyin, but a `slug` as it is given.
    Pinyin,
    /// `:title`, the title.
    Title,
    /// `:author`, who wrote it.
    Author,
}

impl Token {
    /// All tokens.
    pub const ALL: [Self; 9] = [
        Self::Year,
        Self::Month,
        Self::Day,
        Self::Folder,
        Self::File,
        Self::Slug,
        Self::Pinyin,
        Self::Title,
        Self::Author,
    ];

    /// Returns the token's name, without its colon.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Year => "year",
            Self::Month => "month",
            Self::Day => "day",
            Self::Folder => "folder",
            Self::File => "file",
            Self::Slug => "slug",
            Self::Pinyin => "pinyin",
            Self::Title => "title",
            Self::Author => "author",
        }
    }

    /// Returns what an essay lacks for which the token stands for nothing.
    pub const fn wants(self) -> &'static str {
        match self {
            Self::Year | Self::Month | Self::Day => "time",
            Self::Author => "name",
            Self::Folder | Self::File | Self::Slug | Self::Pinyin | Self::Title => "title",
        }
    }

    /// Tells whether it parts an essay from others of the same day.
    const fn names_one(self) -> bool {
        matches!(self, Self::File | Self::Slug | Self::Pinyin | Self::Title)
    }
}

/// A pattern of addresses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    pieces: Vec<Piece>,
    /// Whether it ends in `.html`, and so addresses a file and no folder.
    is_file: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Text(String),
    Token(Token),
}

/// Why a text is no pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PatternFault {
    /// A word after a colon, at this place, is no token.
    UnknownToken(Range<usize>),
    /// A character at this place can be in no address of a file.
    Character(Range<usize>),
    /// It has no token that parts one essay from another.
    Nameless,
}

/// The longest name of a file or folder, in bytes: what file systems agree to.
pub const NAME_BYTES_MAX: usize = 255;
/// How the address of a page that is a file ends.
const FILE_ENDING: &str = ".html";

impl Pattern {
    /// Reads a pattern.
    ///
    /// # Errors
    /// A text that addresses no page, or all essays by one.
    pub fn parse(text: &str) -> Result<Self, PatternFault> {
        let unusable = |c: char| c.is_control() || matches!(c, '?' | '#' | '\\' | '%' | '*' | '"');
        if let Some((at, found)) = text.char_indices().find(|(_, c)| unusable(*c)) {
            return Err(PatternFault::Character(at..at + found.len_utf8()));
        }
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once(':') {
            let length = after.bytes().take_while(u8::is_ascii_lowercase).count();
            let token = Token::ALL.into_iter().find(|token| token.name() == &after[..length]);
            let start = text.len() - after.len() - 1;
            let token = token.ok_or(PatternFault::UnknownToken(start..start + 1 + length))?;
            pieces.extend([Piece::Text(before.nfc().collect()), Piece::Token(token)]);
            rest = &after[length..];
        }
        pieces.push(Piece::Text(rest.nfc().collect()));
        if let Some(start) = dotted(text) {
            return Err(PatternFault::Character(start..start + 1));
        }
        let names_one = |piece: &Piece| matches!(piece, Piece::Token(token) if token.names_one());
        if !pieces.iter().any(names_one) {
            return Err(PatternFault::Nameless);
        }
        Ok(Self { pieces, is_file: text.ends_with(FILE_ENDING) })
    }

    /// Returns the address that the pattern gives where each token stands for its `value`.
    ///
    /// A name that no disk would take is cut short.
    ///
    /// # Errors
    /// The first token that stands for nothing.
    pub fn fill(&self, value: impl Fn(Token) -> Option<String>) -> Result<SitePath, Token> {
        let mut path = String::new();
        for piece in &self.pieces {
            match piece {
                Piece::Text(text) => path.push_str(text),
                Piece::Token(token) => path.push_str(&value(*token).ok_or(*token)?),
            }
        }
        let parts: Vec<&str> =
            path.split('/').filter(|part| !part.is_empty()).map(shortened).collect();
        Ok(match parts.split_last() {
            Some((last, folders)) if self.is_file => {
                let room = NAME_BYTES_MAX - FILE_ENDING.len();
                let stem = last.strip_suffix(FILE_ENDING).unwrap_or(last);
                let name = format!("{}{FILE_ENDING}", &stem[..stem.floor_char_boundary(room)]);
                SitePath::file([folders, &[name.as_str()]].concat().join("/"))
            }
            _ => SitePath::page(&parts),
        })
    }
}

/// Returns where a part of dots alone begins, which would lead elsewhere.
fn dotted(text: &str) -> Option<usize> {
    let mut start = 0;
    for part in text.split('/') {
        if !part.is_empty() && part.bytes().all(|byte| byte == b'.') {
            return Some(start);
        }
        start += part.len() + 1;
    }
    None
}

fn shortened(part: &str) -> &str {
    &part[..part.floor_char_boundary(NAME_BYTES_MAX)]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(pattern: &str) -> Result<String, Token> {
        let pattern = Pattern::parse(pattern).expect("a pattern");
        let value = |token: Token| match token {
            Token::Year => Some("2013".to_owned()),
            Token::Folder => Some("essays/甲".to_owned()),
            Token::Slug => Some("微信".to_owned()),
            Token::Title => Some("长".repeat(90)),
            _ => None,
        };
        pattern.fill(value).map(|path| path.as_str().to_owned())
    }

    #[test]
    fn a_pattern_is_filled_in() {
        for (pattern, path) in [
            ("/:year/:slug/", "2013/微信/index.html"),
            (":year-:slug", "2013-微信/index.html"),
            ("/文/:folder/:slug", "文/essays/甲/微信/index.html"),
            ("/:year/:slug.html", "2013/微信.html"),
        ] {
            assert_eq!(filled(pattern).as_deref(), Ok(path), "{pattern}");
        }
        assert_eq!(filled("/:year/:month/:slug/"), Err(Token::Month));
    }

    #[test]
    fn no_part_is_longer_than_a_disk_takes() {
        for pattern in ["/:title/", "/:title.html"] {
            let path = filled(pattern).expect("it has all");
            let longest = path.split('/').map(str::len).max();
            assert!(longest <= Some(NAME_BYTES_MAX), "{path}");
            assert!(path.ends_with(".html"), "{path}");
        }
    }

    #[test]
    fn what_is_no_pattern_is_refused() {
        for (pattern, fault) in [
            ("/:yaer/:slug/", PatternFault::UnknownToken(1..6)),
            ("/:/:slug/", PatternFault::UnknownToken(1..2)),
            ("/甲?:slug", PatternFault::Character(4..5)),
            ("/../:slug", PatternFault::Character(1..2)),
            ("/:year/:month/", PatternFault::Nameless),
        ] {
            assert_eq!(Pattern::parse(pattern), Err(fault), "{pattern}");
        }
    }
}
