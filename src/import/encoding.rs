//! From bytes to text, whatever they are written in. The only owner of the decoders.
//!
//! What is sure is taken without a word: a byte-order mark, valid UTF-8. Of the rest, what a
//! page says of itself is held against what its bytes look like, by how much of the text then
//! is made of the commonest characters of Chinese.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{BIG5, Encoding, GB18030, GBK, UTF_8, UTF_16BE, UTF_16LE};

use crate::language::Wording;
use crate::wording;

/// A file's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    /// Without a byte-order mark.
    pub text: String,
    /// What its bytes were written in, by the name that the web has for it.
    pub encoding: &'static str,
    /// Why this may be wrong.
    pub doubt: Option<Wording>,
}

/// Decodes a file; `declared` is what was said of it from outside.
pub fn decode(bytes: &[u8], declared: Option<&str>) -> Decoded {
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        return sure(encoding, &bytes[length..]);
    }
    if let Some(encoding) = wide(bytes) {
        return sure(encoding, bytes);
    }
    if let Some(decoded) = utf8(bytes) {
        return decoded;
    }
    let declared = declared.map(str::to_owned).or_else(|| declaration(bytes));
    let declared = declared.as_deref().and_then(|label| Encoding::for_label(label.as_bytes()));
    let declared = declared.map(|one| if one == GBK { GB18030 } else { one });
    chosen(bytes, declared)
}

fn sure(encoding: &'static Encoding, bytes: &[u8]) -> Decoded {
    let (text, has_errors) = encoding.decode_without_bom_handling(bytes);
    let doubt =
        has_errors.then(|| wording!("some of its bytes are no characters", "有些字节不成字"));
    Decoded { text: text.into_owned(), encoding: name(encoding), doubt }
}

/// Returns an encoding's name as people write it.
fn name(encoding: &'static Encoding) -> &'static str {
    if encoding == GB18030 { "GB18030" } else { encoding.name() }
}

/// One byte of so many is 0 in UTF-16 of Western text, and in no other text.
const ZEROS_PER: usize = 4;

/// Finds UTF-16 that does not say so: every other byte is 0, or it reads as Chinese, which
/// bytes of another encoding never do.
fn wide(bytes: &[u8]) -> Option<&'static Encoding> {
    let zeros = |side: usize| bytes.iter().skip(side).step_by(2).filter(|&&byte| byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    if even + odd == 0 && std::str::from_utf8(bytes).is_ok() || bytes.len() < 2 {
        return None;
    }
    if (even + odd) * ZEROS_PER >= bytes.len() {
        match (even > odd * 8, odd > even * 8) {
            (true, _) => return Some(UTF_16BE),
            (_, true) => return Some(UTF_16LE),
            _ => {}
        }
    }
    [UTF_16LE, UTF_16BE].into_iter().find(|encoding| {
        let (text, has_errors) = encoding.decode_without_bom_handling(bytes);
        !has_errors && common(&text) >= COMMON_MIN
    })
}

/// So many bytes of UTF-8 to one that is none: a stray, not another encoding.
const BYTES_PER_STRAY: usize = 300;
/// The longest character but its last byte.
const CUT_BYTES: usize = 3;

fn utf8(bytes: &[u8]) -> Option<Decoded> {
    let fault = match std::str::from_utf8(bytes) {
        Ok(text) => {
            return Some(Decoded { text: text.to_owned(), encoding: name(UTF_8), doubt: None });
        }
        Err(fault) => fault,
    };
    let text = String::from_utf8_lossy(bytes);
    let strays = text.matches(char::REPLACEMENT_CHARACTER).count();
    let is_cut = fault.error_len().is_none() && bytes.len() - fault.valid_up_to() <= CUT_BYTES;
    let wide = text.chars().filter(|one| !one.is_ascii()).count();
    // What is mostly ASCII may have its few other bytes in anything.
    let is_utf8 = wide > strays * 8 && strays * BYTES_PER_STRAY <= bytes.len();
    let doubt = match (is_cut, is_utf8) {
        (true, _) if wide > strays => {
            wording!("it breaks off in the middle of a character", "它在一个字的中间断了")
        }
        (_, true) => {
            wording!("{strays} of its bytes are no characters", "有 {strays} 处字节不成字")
        }
        _ => return None,
    };
    Some(Decoded { text: text.into_owned(), encoding: name(UTF_8), doubt: Some(doubt) })
}

/// How far into a page it may say what it is written in; the standard has 1024, pages more.
const DECLARATION_BYTES: usize = 4096;

/// Returns what a page says that it is written in.
fn declaration(bytes: &[u8]) -> Option<String> {
    let head = &bytes[..bytes.len().min(DECLARATION_BYTES)];
    let head: String = head.iter().map(|byte| char::from(byte.to_ascii_lowercase())).collect();
    head.match_indices("charset=").find_map(|(at, found)| {
        let label = head[at + found.len()..].trim_start_matches(['"', '\'', ' ']);
        let end = label.find(|one: char| !(one.is_ascii_alphanumeric() || "-_:".contains(one)));
        let label = &label[..end.unwrap_or(label.len())];
        Encoding::for_label(label.as_bytes()).map(|_| label.to_owned())
    })
}

/// The commonest characters of Chinese, as both ways of writing have them.
const COMMON: &str = "的一是不了在人有我他这這个個们們中来來上大为為和国國地到以说說时時要就出会會可也你对對生能而子那得于於着著下自之年过過发發后後作里用道行所然家种種事成方多经經么麼去法学學如都同现現当當没沒动動面起看定天分还還进進好小部其些主样樣理心她本前开開但因只从從想实實日军軍者意无無力它与與长長把机機十民第公此已工使情明性知全三又关關点點正业業外将將两兩高间間由问問很最重并並";

/// How much of a Chinese text these make up, at the least, in percent.
const COMMON_MIN: usize = 12;

/// Returns how much of a text's Han is common, in percent.
fn common(text: &str) -> usize {
    let han = text.chars().filter(|one| ('\u{3400}'..='\u{9FFF}').contains(one)).count();
    let known = text.chars().filter(|&one| one > '\u{3000}' && COMMON.contains(one)).count();
    (known * 100).checked_div(han).unwrap_or(0)
}

/// A file's bytes, read in one encoding.
struct Reading<'a> {
    encoding: &'static Encoding,
    text: Cow<'a, str>,
    /// How much of its Han is common, in percent.
    common: usize,
    /// How many bytes are no characters.
    strays: usize,
}

impl<'a> Reading<'a> {
    fn new(bytes: &'a [u8], encoding: &'static Encoding) -> Self {
        let (text, _) = encoding.decode_without_bom_handling(bytes);
        let strays = text.matches(char::REPLACEMENT_CHARACTER).count();
        Self { encoding, common: common(&text), strays, text }
    }

    /// Returns why this may be wrong.
    fn doubt(&self, declared: Option<&'static Encoding>) -> Option<Wording> {
        let is_han = [GB18030, BIG5].contains(&self.encoding);
        let strays = self.strays;
        if let Some(said) = declared.filter(|one| *one != self.encoding && *one != UTF_8) {
            let said = name(said);
            return Some(wording!(
                "it says that it is {said}, and does not read so",
                "它自称是 {said}，读起来却不是"
            ));
        }
        if strays > 0 {
            let doubt =
                wording!("{strays} of its bytes are no characters", "有 {strays} 处字节不成字");
            return Some(doubt);
        }
        if is_han && self.common < COMMON_MIN {
            return Some(wording!("it reads oddly in it", "读起来不大像话"));
        }
        (declared.is_none() && !is_han).then(|| wording!("nothing says so", "没有什么能证实"))
    }
}

/// Decodes what says nothing sure, in the way in which most of it makes sense.
fn chosen(bytes: &[u8], declared: Option<&'static Encoding>) -> Decoded {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let guess = detector.guess(None, Utf8Detection::Deny);
    let guess = if guess == GBK { GB18030 } else { guess };
    let first = declared.filter(|one| *one != UTF_8).unwrap_or(guess);
    let mut others = vec![];
    for other in [guess, GB18030, BIG5] {
        if other != first && !others.contains(&other) {
            others.push(other);
        }
    }
    let first = Reading::new(bytes, first);
    let is_clean = |one: &Reading<'_>| one.strays * BYTES_PER_STRAY <= bytes.len();
    // Text that is not Chinese at all is what it says, or what it looks like.
    let best = (others.into_iter().map(|encoding| Reading::new(bytes, encoding)))
        .filter(|one| one.common >= COMMON_MIN && is_clean(one))
        .max_by_key(|one| one.common)
        .filter(|one| !is_clean(&first) || one.common > first.common * 2 + 1);
    let best = best.unwrap_or(first);
    let doubt = best.doubt(declared);
    Decoded { encoding: name(best.encoding), text: best.text.into_owned(), doubt }
}
