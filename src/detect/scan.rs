//! One look through an essay's text, for all that later looks would otherwise search it for:
//! where words of the built-in lists may begin, where Latin letters and digits stand.
//!
//! Most places of a text begin no word. To see that here, once, is what keeps detection quick;
//! it says where a word may begin and not which.

use crate::detect::table::Beginnings;
use crate::load::essay::Passage;

/// What a character may do, by its number, as bits; the build script says.
static CHARACTERS: &[u8; 0x1_0000] = include_bytes!(concat!(env!("OUT_DIR"), "/characters.bin"));
/// It is a word by itself.
const ALONE: u8 = 1;
/// It is written otherwise where names are looked for.
const FOLDS: u8 = 2;
/// A firm's name may end with a word that begins with it.
const FIRM: u8 = 4;
/// It opens a quotation.
const QUOTES: u8 = 8;
/// Words of a list begin with it: the bit of the first list.
const BEGINS: u8 = 16;
/// Words of any list begin with it.
const BEGINS_ANY: u8 = BEGINS * ((1 << LISTS) - 1);

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

/// The first two characters of all words of the built-in lists.
static TWO: Beginnings<'static> =
    Beginnings::new(include_bytes!(concat!(env!("OUT_DIR"), "/beginnings-2.bin")));
/// The first three characters.
static THREE: Beginnings<'static> =
    Beginnings::new(include_bytes!(concat!(env!("OUT_DIR"), "/beginnings-3.bin")));

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
    /// Whether a character is written otherwise where names are looked for.
    pub(super) folds: bool,
}

impl Scan {
    /// Looks through a text.
    pub(super) fn new(text: &str) -> Self {
        let mut scan = Self { small: text.to_ascii_lowercase(), ..Self::default() };
        let mut run = None;
        let end = scan.small.len();
        // The two characters before with what they do; behind the last, two of no meaning.
        let mut two = [(0, '\0', 0); 2];
        let last = [(end, '\0'), (end, '\0')];
        let Self { small, starts, firms, quotes, runs, folds } = &mut scan;
        // A loop over two rows asks at each character which of them it is in; this does not.
        small.char_indices().chain(last).for_each(|(at, char)| {
            let [(start, first, began), (_, second, _)] = two;
            let begins = began & BEGINS_ANY;
            if begins != 0 && (began & ALONE != 0 || may_begin(first, second, char)) {
                for (list, starts) in starts.iter_mut().enumerate() {
                    if begins & (BEGINS << list) != 0 {
                        starts.push(start);
                    }
                }
            }
            let does = doings(char);
            two = [two[1], (at, char, does)];
            if does & FIRM != 0 {
                firms.push(at);
            }
            if does & QUOTES != 0 {
                quotes.push(at);
            }
            *folds |= does & FOLDS != 0;
            match (char.is_ascii_alphanumeric(), run) {
                (true, None) => run = Some(at),
                (false, Some(start)) => {
                    runs.push(Passage::new(start, at));
                    run = None;
                }
                _ => {}
            }
        });
        scan.runs.extend(run.map(|start| Passage::new(start, end)));
        scan
    }

    /// Returns where words of a list may begin, in order.
    pub(super) fn starts(&self, list: List) -> &[usize] {
        &self.starts[list as usize]
    }
}

/// Tells whether words of two characters or more may begin with these.
fn may_begin(first: char, second: char, third: char) -> bool {
    TWO.has(first, second)
        && (THREE.has_three(first, second, '\0') || THREE.has_three(first, second, third))
}

/// Returns what a character may do; of those beyond the first plane nothing is known.
fn doings(char: char) -> u8 {
    CHARACTERS.get(u32::from(char) as usize).copied().unwrap_or(BEGINS_ANY | ALONE | FOLDS | FIRM)
}
