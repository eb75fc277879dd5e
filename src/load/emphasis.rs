//! Which `*`, `_` and `~` of a prose open and close emphasis.
//!
//! CommonMark's own rules leave `**真，**她` literal: its closing marks stand between
//! punctuation and a letter without a space, which Chinese does not write. These are the
//! rules of markdown-cjk-friendly (<https://github.com/tats-u/markdown-cjk-friendly>),
//! under which a mark beside a Chinese, Japanese or Korean character may open or close
//! whatever punctuation is on its other side; everything else is CommonMark's.
//!
//! Knows nothing of links or code: its caller hands over the runs that stand on one level.

use unicode_normalization::char::is_combining_mark;

/// A row of the same delimiter, as far as no pair has used it up.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Run {
    /// Offset of the first delimiter that is left.
    at: usize,
    /// How many are left.
    left: usize,
    /// How many there were; the rule of three counts these.
    length: usize,
    marker: u8,
    can_open: bool,
    can_close: bool,
}

/// What a pair of runs stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Emphasis {
    /// One `*` or `_`.
    Plain,
    /// Two of them.
    Strong,
    /// `~~`, or `~` around whole words.
    Strikethrough,
}

/// Two stretches of delimiters that belong together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Pair {
    /// What they stand for.
    pub(crate) emphasis: Emphasis,
    /// Offset of the opening delimiters.
    pub(crate) open: usize,
    /// Offset of the closing ones.
    pub(crate) close: usize,
    /// How many there are on each side.
    pub(crate) width: usize,
}

impl Run {
    /// Reads the run of `length` delimiters at `at`.
    ///
    /// `before` is the line up to the run and `after` the text that follows it. A run that
    /// can neither open nor close is `None`.
    pub(crate) fn new(
        marker: u8,
        at: usize,
        length: usize,
        before: &str,
        after: &str,
    ) -> Option<Self> {
        let before = Before::new(before);
        let after = after.trim_start_matches('~').chars().next().unwrap_or('\n');
        let (left, right) = (before.is_left_flanking(after), before.is_right_flanking(after));
        let outside_before = before.character.is_whitespace() || before.is_punctuation;
        let outside_after = after.is_whitespace() || is_punctuation(after);
        let (can_open, can_close) = match (marker, length) {
            (b'_', _) => (
                left && (!right || before.is_punctuation),
                right && (!left || is_punctuation(after)),
            ),
            // `3~5年` and `好呀~` are no deletions.
            (b'~', 1) => (left && outside_before, right && outside_after),
            (b'~', 3..) => (false, false),
            _ => (left, right),
        };
        (can_open || can_close).then_some(Self {
            at,
            left: length,
            length,
            marker,
            can_open,
            can_close,
        })
    }

    /// Tells whether this run may close what `opener` opened.
    fn closes(&self, opener: &Self) -> bool {
        if !opener.can_open || opener.marker != self.marker {
            return false;
        }
        if self.marker == b'~' {
            return opener.left == self.left;
        }
        let ambiguous = self.can_open || opener.can_close;
        let sum_is_of_three = (self.length + opener.length).is_multiple_of(3);
        let each_is_of_three = self.length.is_multiple_of(3) && opener.length.is_multiple_of(3);
        !(ambiguous && sum_is_of_three && !each_is_of_three)
    }

    /// Returns the slot of [`Bottoms`] for closers that look for the same openers.
    fn slot(&self) -> usize {
        let marker = match self.marker {
            b'*' => 0,
            b'_' => 1,
            _ => 2,
        };
        marker * 6 + usize::from(self.can_open) * 3 + self.length % 3
    }
}

/// How far down each kind of closer has searched in vain: what keeps pairing linear.
type Bottoms = [usize; 18];

/// Pairs the runs of one level, given in the order of the text.
///
/// This is "process emphasis" of the CommonMark specification. The pairs nest properly and
/// come in no particular order.
pub(crate) fn pair(mut runs: Vec<Run>) -> Vec<Pair> {
    let mut pairs = Vec::new();
    let mut links = Links::new(runs.len());
    let mut bottoms: Bottoms = [0; 18];
    let mut next = links.first();
    while let Some(closer) = next {
        if !runs[closer].can_close {
            next = links.after(closer);
            continue;
        }
        let slot = runs[closer].slot();
        let Some(opener) = find_opener(&runs, &links, closer, bottoms[slot]) else {
            bottoms[slot] = closer;
            next = links.after(closer);
            if !runs[closer].can_open {
                links.remove(closer);
            }
            continue;
        };
        pairs.push(join(&mut runs, opener, closer));
        links.remove_between(opener, closer);
        if runs[opener].left == 0 {
            links.remove(opener);
        }
        if runs[closer].left == 0 {
            next = links.after(closer);
            links.remove(closer);
        }
    }
    pairs
}

fn find_opener(runs: &[Run], links: &Links, closer: usize, bottom: usize) -> Option<usize> {
    let mut candidate = links.before(closer);
    while let Some(opener) = candidate.filter(|&opener| opener >= bottom) {
        if runs[closer].closes(&runs[opener]) {
            return Some(opener);
        }
        candidate = links.before(opener);
    }
    None
}

/// Uses up the inner delimiters of both runs.
fn join(runs: &mut [Run], opener: usize, closer: usize) -> Pair {
    let width = runs[opener].left.min(runs[closer].left).min(2);
    runs[opener].left -= width;
    runs[closer].left -= width;
    let open = runs[opener].at + runs[opener].left;
    let close = runs[closer].at;
    runs[closer].at += width;
    let emphasis = match (runs[closer].marker, width) {
        (b'~', _) => Emphasis::Strikethrough,
        (_, 1) => Emphasis::Plain,
        _ => Emphasis::Strong,
    };
    Pair { emphasis, open, close, width }
}

/// The runs still in play, as a list linked both ways; indices are 1 too high so that 0
/// stands before the first.
struct Links {
    before: Vec<usize>,
    after: Vec<usize>,
}

impl Links {
    fn new(len: usize) -> Self {
        Self {
            before: (0..len + 2).map(|index| index.saturating_sub(1)).collect(),
            after: (1..len + 3).map(|index| index.min(len + 1)).collect(),
        }
    }

    fn first(&self) -> Option<usize> {
        self.real(self.after[0])
    }

    fn before(&self, run: usize) -> Option<usize> {
        self.real(self.before[run + 1])
    }

    fn after(&self, run: usize) -> Option<usize> {
        self.real(self.after[run + 1])
    }

    fn remove(&mut self, run: usize) {
        let (before, after) = (self.before[run + 1], self.after[run + 1]);
        self.after[before] = after;
        self.before[after] = before;
    }

    fn remove_between(&mut self, opener: usize, closer: usize) {
        self.after[opener + 1] = closer + 1;
        self.before[closer + 1] = opener + 1;
    }

    fn real(&self, slot: usize) -> Option<usize> {
        (slot > 0 && slot + 1 < self.before.len()).then(|| slot - 1)
    }
}

/// Returns the text before a run without the tildes between: on GitHub they do not count.
fn see_through(before: &str) -> &str {
    before.trim_end_matches('~')
}

/// What stands before a run.
struct Before {
    character: char,
    is_cjk: bool,
    is_punctuation: bool,
}

impl Before {
    fn new(text: &str) -> Self {
        let text = see_through(text);
        let character = text.chars().next_back().unwrap_or('\n');
        // A variation selector counts as the character that it varies.
        if matches!(character, '\u{FE00}'..='\u{FE0E}') {
            let text = see_through(&text[..text.len() - character.len_utf8()]);
            let varied = text.chars().next_back().unwrap_or('\n');
            // U+FE01 makes a quotation mark full-width.
            let wide_quote = character == '\u{FE01}' && matches!(varied, '‘' | '’' | '“' | '”');
            return Self {
                character,
                is_cjk: is_cjk(varied) || wide_quote,
                is_punctuation: is_punctuation(varied),
            };
        }
        let is_ideographic_selector = matches!(character, '\u{E0100}'..='\u{E01EF}');
        Self {
            character,
            is_cjk: is_cjk(character) || is_ideographic_selector,
            is_punctuation: is_punctuation(character),
        }
    }

    fn is_left_flanking(&self, after: char) -> bool {
        !after.is_whitespace()
            && (!is_punctuation(after)
                || self.character.is_whitespace()
                || self.is_punctuation
                || self.is_cjk
                || is_cjk(after))
    }

    fn is_right_flanking(&self, after: char) -> bool {
        !self.character.is_whitespace()
            && (!self.is_punctuation
                || self.is_cjk
                || is_cjk(after)
                || after.is_whitespace()
                || is_punctuation(after))
    }
}

/// Tells whether CommonMark counts a character as punctuation: general category P or S.
///
/// Told from what the standard library knows: what is no letter, number, mark, space or
/// invisible is punctuation. The circled letters are symbols that Unicode calls alphabetic.
fn is_punctuation(character: char) -> bool {
    if character.is_ascii() {
        return character.is_ascii_punctuation();
    }
    let is_circled_letter = matches!(
        character,
        '\u{24B6}'..='\u{24E9}' | '\u{1F130}'..='\u{1F149}' | '\u{1F150}'..='\u{1F169}' | '\u{1F170}'..='\u{1F189}'
    );
    is_circled_letter
        || !(character.is_alphanumeric()
            || character.is_whitespace()
            || character.is_control()
            || is_combining_mark(character)
            || is_format_or_private(character))
}

fn is_format_or_private(character: char) -> bool {
    matches!(
        character,
        '\u{AD}'
            | '\u{600}'..='\u{605}'
            | '\u{61C}'
            | '\u{6DD}'
            | '\u{70F}'
            | '\u{180E}'
            | '\u{200B}'..='\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}'
            | '\u{E000}'..='\u{F8FF}'
            | '\u{FEFF}'
            | '\u{FFF0}'..='\u{FFFB}'
            | '\u{E0000}'..='\u{10FFFF}'
    )
}

/// Tells whether a character is Chinese, Japanese or Korean, punctuation included.
///
/// The ranges are those of <https://github.com/tats-u/markdown-cjk-friendly/blob/main/ranges.md>.
#[rustfmt::skip]
fn is_cjk(character: char) -> bool {
    matches!(
        u32::from(character),
        0x1100..=0x11FF | 0x20A9 | 0x2329..=0x232A | 0x2630..=0x2637 | 0x268A..=0x268F
            | 0x2E80..=0x2E99 | 0x2E9B..=0x2EF3 | 0x2F00..=0x2FD5 | 0x2FF0..=0x303E
            | 0x3041..=0x3096 | 0x3099..=0x30FF | 0x3105..=0x312F | 0x3131..=0x318E
            | 0x3190..=0x31E5 | 0x31EF..=0x321E | 0x3220..=0x3247 | 0x3250..=0xA48C
            | 0xA490..=0xA4C6 | 0xA960..=0xA97C | 0xAC00..=0xD7A3 | 0xD7B0..=0xD7C6
            | 0xD7CB..=0xD7FB | 0xF900..=0xFAFF | 0xFE10..=0xFE19 | 0xFE30..=0xFE52
            | 0xFE54..=0xFE66 | 0xFE68..=0xFE6B | 0xFF01..=0xFFBE | 0xFFC2..=0xFFC7
            | 0xFFCA..=0xFFCF | 0xFFD2..=0xFFD7 | 0xFFDA..=0xFFDC | 0xFFE0..=0xFFE6
            | 0xFFE8..=0xFFEE | 0x16FE0..=0x16FE4 | 0x16FF0..=0x16FF6 | 0x17000..=0x18CDA
            | 0x18CFF..=0x18D20 | 0x18D80..=0x18DF2 | 0x18E00..=0x19191 | 0x191A0..=0x191D2
            | 0x1AFF0..=0x1AFF3 | 0x1AFF5..=0x1AFFB | 0x1AFFD..=0x1AFFE | 0x1B000..=0x1B128
            | 0x1B132 | 0x1B150..=0x1B152 | 0x1B155 | 0x1B164..=0x1B168 | 0x1B170..=0x1B2FB
            | 0x1D300..=0x1D356 | 0x1D360..=0x1D376 | 0x1F1AE | 0x1F200 | 0x1F202
            | 0x1F210..=0x1F219 | 0x1F21B..=0x1F22E | 0x1F230..=0x1F231 | 0x1F237 | 0x1F23B
            | 0x1F240..=0x1F248 | 0x1F260..=0x1F265 | 0x1F7DA | 0x20000..=0x3FFFD
    )
}
