//! One look through an essay's text, for all that later looks would otherwise search it for:
//! where words of the built-in lists may begin, where Latin letters and digits stand.
//!
//! Most places of a text begin no word. To see that here, once, is what keeps detection quick;
//! it says where a word may begin and not which.

use crate::detect::sentence::is_plain;
use crate::detect::table::Openings;
use crate::load::essay::Passage;

/// What a character may do, by its number, as bits; the build script says.
static CHARACTERS: &[u8; 0x1_0000] = include_bytes!(concat!(env!("OUT_DIR"), "/characters.bin"));
/// It is a word of a list by itself: the bits of all lists.
const ALONE: u8 = (1 << LISTS) - 1;
/// Words of some list begin with it.
const BEGINS: u8 = 8;
/// It is written otherwise where names are looked for.
const FOLDS: u8 = 16;
/// A firm's name may end with a word that begins with it.
const FIRM: u8 = 32;
/// It opens a quotation.
const QUOTES: u8 = 64;

/// How many lists there are.
const LISTS: usize = 3;

/// A list of words, as the build script numbers them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum List {
    /// The gazetteer's names.
    Names,
    /// The cues.
    Cues,
    /// The words of classes.
    Classes,
}

/// With what the words of the built-in lists begin.
static OPENINGS: Openings<'static> = Openings::new(
    include_bytes!(concat!(env!("OUT_DIR"), "/openings-2.bin")),
    include_bytes!(concat!(env!("OUT_DIR"), "/openings-3.bin")),
);

/// One in so many bytes of a text is about as often the beginning of a word of a list.
const BYTES_A_START: usize = 16;
/// As [`BYTES_A_START`], of the marks.
const BYTES_A_MARK: usize = 24;

/// What was seen in a text.
#[derive(Debug, Default)]
pub(super) struct Scan {
    /// The text with small ASCII letters.
    pub(super) small: String,
    /// Where words of each list may begin, in order; nowhere else does one.
    starts: [Vec<usize>; LISTS],
    /// Where the ends of firms' names may begin, in order.
    pub(super) firms: Vec<usize>,
    /// Where quotations open, in order.
    pub(super) quotes: Vec<usize>,
    /// Runs of ASCII letters and digits, in order.
    pub(super) runs: Vec<Passage>,
    /// The characters that may end a sentence or a clause, in order.
    pub(super) marks: Vec<(usize, char)>,
    /// Whether a character is written otherwise where names are looked for.
    pub(super) folds: bool,
}

/// A character at its place.
#[derive(Clone, Copy)]
struct Seen {
    at: usize,
    char: char,
    /// What it may do.
    does: u8,
}

impl Scan {
    /// Looks through a text.
    pub(super) fn new(text: &str) -> Self {
        let small = text.to_ascii_lowercase();
        let reserved = |bytes| small.len() / bytes + 1;
        let mut starts = [(); LISTS].map(|()| Vec::with_capacity(reserved(BYTES_A_START)));
        let mut marks = Vec::with_capacity(reserved(BYTES_A_MARK));
        let (mut firms, mut quotes, mut runs) = (Vec::new(), Vec::new(), Vec::new());
        let (mut folds, mut run) = (false, None);
        let nothing = Seen { at: 0, char: '\0', does: 0 };
        let [mut first, mut second] = [nothing; 2];
        let end = small.len();
        // Behind the last character two of no meaning, to end what is under way.
        for (at, char) in small.char_indices().chain([(end, '\0'), (end, '\0')]) {
            let mut lists = first.does & ALONE;
            if first.does & BEGINS != 0 {
                lists |= OPENINGS.lists(first.char, second.char, char);
            }
            if lists != 0 {
                for (list, starts) in starts.iter_mut().enumerate() {
                    if lists & (1 << list) != 0 {
                        starts.push(first.at);
                    }
                }
            }
            let does = doings(char);
            (first, second) = (second, Seen { at, char, does });
            if does & (FOLDS | FIRM | QUOTES) != 0 {
                folds |= does & FOLDS != 0;
                firms.extend((does & FIRM != 0).then_some(at));
                quotes.extend((does & QUOTES != 0).then_some(at));
            }
            if char.is_ascii_alphanumeric() {
                run.get_or_insert(at);
                continue;
            }
            if let Some(start) = run.take() {
                runs.push(Passage::new(start, at));
            }
            if !is_plain(char) && at < end {
                marks.push((at, char));
            }
        }
        Self { small, starts, firms, quotes, runs, marks, folds }
    }

    /// Returns where words of a list may begin, in order.
    pub(super) fn starts(&self, list: List) -> &[usize] {
        &self.starts[list as usize]
    }
}

/// Returns what a character may do; of those beyond the first plane nothing is known.
fn doings(char: char) -> u8 {
    CHARACTERS.get(u32::from(char) as usize).copied().unwrap_or(ALONE | FOLDS | FIRM)
}
