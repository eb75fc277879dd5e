//! From bytes to text: UTF-8, and a word about what is not.
//!
//! Converts nothing but UTF-16, which says itself what it is; of other encodings only a
//! guess is given.

use crate::diagnostic::Diagnostic;
use crate::source::{SourcePath, Span};

/// Makes text of a file's bytes; what is no UTF-8 becomes U+FFFD, and is said.
pub(super) fn decode(bytes: Vec<u8>, path: &SourcePath) -> (String, Option<Diagnostic>) {
    if let Some(text) = utf16(&bytes) {
        let first = text.chars().next().map_or(0, char::len_utf8);
        let fault = Diagnostic::utf16(path, Span::new(0, first));
        return (text, Some(fault));
    }
    let error = match String::from_utf8(bytes) {
        Ok(text) => return (text, None),
        Err(error) => error,
    };
    let fault = error.utf8_error();
    let bytes = error.as_bytes();
    let text = String::from_utf8_lossy(bytes).into_owned();
    let start = fault.valid_up_to();
    let place = Span::new(start, (start + char::REPLACEMENT_CHARACTER.len_utf8()).min(text.len()));
    let diagnostic = if fault.error_len().is_none() {
        Diagnostic::cut_short(path, place)
    } else {
        Diagnostic::encoding(path, place, bytes[start], guess(bytes).name())
    };
    (text, Some(diagnostic))
}

/// An encoding that bytes may be in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Guess {
    Gb18030,
    Big5,
    Windows1252,
    Unknown,
}

impl Guess {
    /// Returns the name that converters know it by.
    const fn name(self) -> Option<&'static str> {
        match self {
            Self::Gb18030 => Some("GB18030"),
            Self::Big5 => Some("Big5"),
            Self::Windows1252 => Some("WINDOWS-1252"),
            Self::Unknown => None,
        }
    }
}

/// How much of the text, in percent, must fit an encoding for it to be guessed.
const SHARE_MIN: usize = 90;
/// In Big5 two trail bytes of five lie below 0x80, in GB18030 text hardly any.
const BIG5_LOW_TRAILS_MIN: usize = 15;

/// Guesses the encoding by how the bytes above 0x7F come in pairs.
fn guess(bytes: &[u8]) -> Guess {
    let (mut pairs, mut low_trails, mut strays) = (0_usize, 0_usize, 0_usize);
    let mut at = 0;
    while at < bytes.len() {
        let (lead, trail) = (bytes[at], bytes.get(at + 1).copied().unwrap_or(0));
        at += 1;
        if lead < 0x80 {
            continue;
        }
        let is_pair =
            (0x81..=0xFE).contains(&lead) && (0x40..=0xFE).contains(&trail) && trail != 0x7F;
        // In Western text an accented letter is mostly followed by a plain small one.
        if is_pair && !trail.is_ascii_lowercase() {
            pairs += 1;
            low_trails += usize::from(trail < 0x80);
            at += 1;
        } else if is_pair {
            strays += 1;
            low_trails += 1;
            at += 1;
        } else {
            strays += 1;
        }
    }
    let all = pairs + strays;
    if all == 0 {
        return Guess::Unknown;
    }
    let is_paired = (pairs + low_trails) * 100 >= all * SHARE_MIN;
    if low_trails * 100 >= all * BIG5_LOW_TRAILS_MIN {
        let is_western = strays * 2 > all;
        return if is_western { Guess::Windows1252 } else { Guess::Big5 };
    }
    if is_paired { Guess::Gb18030 } else { Guess::Windows1252 }
}

/// Decodes UTF-16 that begins with a byte-order mark.
fn utf16(bytes: &[u8]) -> Option<String> {
    let (rest, read): (_, fn([u8; 2]) -> u16) = match bytes {
        [0xFF, 0xFE, rest @ ..] => (rest, u16::from_le_bytes),
        [0xFE, 0xFF, rest @ ..] => (rest, u16::from_be_bytes),
        _ => return None,
    };
    let units = rest.chunks_exact(2).map(|pair| read([pair[0], pair[1]]));
    let units: Vec<u16> = units.collect();
    Some(String::from_utf16_lossy(&units))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Severity;

    fn decoded(bytes: &[u8]) -> (String, Option<(Severity, String)>) {
        let (text, fault) = decode(bytes.to_vec(), &SourcePath::new("content/a.md"));
        let said = |fault: Diagnostic| {
            let help = fault.help.unwrap_or_default().english;
            (fault.severity, format!("{} · {help}", fault.message.english))
        };
        (text, fault.map(said))
    }

    #[test]
    fn encodings_are_told_apart() {
        // “互联网公司的竞争，不在于谁更大” and its traditional form.
        let gb = b"\xbb\xa5\xc1\xaa\xcd\xf8\xb9\xab\xcb\xbe\xb5\xc4\xbe\xba\xd5\xf9\xa3\xac\xb2\xbb\xd4\xda\xd3\xda\xcb\xad\xb8\xfc\xb4\xf3";
        let big5 = b"\xa4\xac\xc1p\xba\xf4\xa4\xbd\xa5q\xaa\xba\xc4v\xaa\xa7\xa1A\xa4\xa3\xa6b\xa9\xf3\xbd\xd6\xa7\xf3\xa4j";
        let latin = b"Caf\xe9 society, na\xefve and d\xe9j\xe0 vu";
        for (bytes, name) in
            [(&gb[..], "GB18030"), (&big5[..], "Big5"), (&latin[..], "WINDOWS-1252")]
        {
            let (_, fault) = decoded(bytes);
            let (severity, said) = fault.expect("a fault");
            assert_eq!(severity, Severity::Error);
            assert!(said.contains(name), "{said}");
        }
    }

    #[test]
    fn utf16_is_read_and_said() {
        let (text, fault) = decoded(b"\xff\xfe\x20\x4f\x7d\x59");
        assert_eq!(text, "传好");
        assert_eq!(fault.map(|(severity, _)| severity), Some(Severity::Warning));
    }

    #[test]
    fn a_file_cut_within_its_last_character_is_still_read() {
        let (text, fault) = decoded("腾讯".as_bytes().split_last().map_or(&[], |(_, rest)| rest));
        assert_eq!(text, "腾\u{FFFD}");
        assert_eq!(fault.map(|(severity, _)| severity), Some(Severity::Warning));
    }
}
