//! Edits of an essay's text that know where every character came from.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use pangzhu::detect::gazetteer::simplified;
use pangzhu::load::essay::Passage;

use crate::random::Random;

/// A way in which an essay is edited.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Edit {
    /// Another line end, other blanks between paragraphs.
    LineEnds,
    /// All paragraphs run into one, as careless saving does.
    Flattened,
    /// A title put before the text and headings between the paragraphs.
    Retitled,
    /// Full-width punctuation made half-width, and the shapes of quotation marks.
    Punctuation,
    /// Simplified characters made traditional.
    Traditional,
    /// Some commas made full stops and the reverse.
    Repunctuated,
    /// A tenth of the quote's characters put in, taken out or replaced.
    Lightly,
    /// A quarter of them.
    Heavily,
    /// Characters all over the essay but for the quote itself.
    Around,
    /// The quote's sentence moved to another paragraph.
    Moved,
    /// A sentence put in before the quote's.
    Inserted,
    /// The quote's sentence deleted.
    Deleted,
    /// The quote's whole paragraph deleted.
    ParagraphDeleted,
    /// The quote's company replaced by another in the same sentence.
    OtherCompany,
    /// A number of the quote replaced by another.
    OtherNumber,
    /// A sentence like the quote's on another company put before it, its own deleted.
    Paralleled,
}

impl Edit {
    /// All of them.
    pub(crate) const ALL: [Self; 16] = [
        Self::LineEnds,
        Self::Flattened,
        Self::Retitled,
        Self::Punctuation,
        Self::Traditional,
        Self::Repunctuated,
        Self::Lightly,
        Self::Heavily,
        Self::Around,
        Self::Moved,
        Self::Inserted,
        Self::Deleted,
        Self::ParagraphDeleted,
        Self::OtherCompany,
        Self::OtherNumber,
        Self::Paralleled,
    ];

    /// Names the edit in the table.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::LineEnds => "line ends",
            Self::Flattened => "flattened",
            Self::Retitled => "headings put in",
            Self::Punctuation => "width of punctuation",
            Self::Traditional => "made traditional",
            Self::Repunctuated => "other punctuation",
            Self::Lightly => "a tenth of the quote",
            Self::Heavily => "a quarter of the quote",
            Self::Around => "all around the quote",
            Self::Moved => "sentence moved",
            Self::Inserted => "sentence put before",
            Self::Deleted => "sentence deleted",
            Self::ParagraphDeleted => "paragraph deleted",
            Self::OtherCompany => "another company",
            Self::OtherNumber => "another number",
            Self::Paralleled => "parallel sentence",
        }
    }

    /// Tells whether the quote is gone afterwards.
    pub(crate) fn takes_away(self) -> bool {
        matches!(self, Self::Deleted | Self::ParagraphDeleted) || self.is_guarded()
    }

    /// Tells whether what is left speaks of another company or number.
    pub(crate) fn is_guarded(self) -> bool {
        matches!(self, Self::OtherCompany | Self::OtherNumber | Self::Paralleled)
    }

    /// Edits a text; `None` where the edit cannot be made of this quote.
    pub(crate) fn apply(self, text: &str, quote: Passage, random: &mut Random) -> Option<Traced> {
        let traced = Traced::new(text);
        let run = traced.run(quote);
        let sentence = traced.sentence(&run);
        match self {
            Self::LineEnds => Some(traced.replaced(|letter| match letter {
                '\n' => Some("\r\n\r\n".into()),
                _ => None,
            })),
            Self::Flattened => Some(traced.replaced(|letter| (letter == '\n').then(String::new))),
            Self::Retitled => Some(traced.headed()),
            Self::Punctuation => Some(traced.replaced(|letter| {
                let to = match letter {
                    '，' => ",",
                    '：' => ":",
                    '；' => ";",
                    '！' => "!",
                    '？' => "?",
                    '（' => "(",
                    '）' => ")",
                    '“' | '”' => "\"",
                    _ => return None,
                };
                Some(to.into())
            })),
            Self::Traditional => {
                Some(traced.replaced(|letter| TRADITIONAL.get(&letter).map(char::to_string)))
            }
            Self::Repunctuated => Some(traced.replaced(|letter| {
                let is_hit = random.below(3) == 0;
                match letter {
                    '，' if is_hit => Some("；".into()),
                    '。' | '、' if is_hit => Some("，".into()),
                    _ => None,
                }
            })),
            Self::Lightly => traced.scratched(run, 0.1, random),
            Self::Heavily => traced.scratched(run, 0.25, random),
            Self::Around => {
                let length = traced.0.len();
                let mut edited = traced.clone();
                edited.scratch(run.end..length, 0.1, random);
                edited.scratch(0..run.start, 0.1, random);
                Some(edited)
            }
            Self::Moved => traced.moved(sentence, random),
            Self::Inserted => {
                let other = traced.foreign_sentence(random)?;
                Some(traced.with(sentence.start, &other))
            }
            Self::Deleted => Some(traced.without(sentence)),
            Self::ParagraphDeleted => {
                let paragraph = traced.paragraph(&run);
                Some(traced.without(paragraph))
            }
            Self::OtherCompany => traced.renamed(run),
            Self::OtherNumber => traced.renumbered(run),
            Self::Paralleled => {
                let parallel = traced.parallel(&sentence, &run)?;
                let place = sentence.start;
                Some(traced.without(sentence).with(place, &parallel))
            }
        }
    }
}

/// A text whose characters know their place in the text that they came from.
#[derive(Clone, Debug)]
pub(crate) struct Traced(Vec<(char, Option<usize>)>);

type Run = std::ops::Range<usize>;

/// Simplified characters, each with one traditional form.
static TRADITIONAL: LazyLock<BTreeMap<char, char>> = LazyLock::new(|| {
    let traditional = ('\u{4E00}'..='\u{9FFF}').filter(|&han| simplified(han) != han);
    traditional.map(|han| (simplified(han), han)).collect()
});

/// Companies that take another's place, in pairs.
const NAMES: [(&str, &str); 24] = [
    ("腾讯", "华为"),
    ("阿里巴巴", "美团"),
    ("阿里", "网易"),
    ("百度", "搜狐"),
    ("京东", "苏宁"),
    ("淘宝", "拼多多"),
    ("微信", "钉钉"),
    ("微博", "知乎"),
    ("苹果", "三星"),
    ("谷歌", "微软"),
    ("小米", "魅族"),
    ("华为", "中兴"),
    ("特斯拉", "蔚来"),
    ("比亚迪", "吉利"),
    ("美团", "饿了么"),
    ("滴滴", "优步"),
    ("抖音", "快手"),
    ("瑞幸", "星巴克"),
    ("Facebook", "Twitter"),
    ("Google", "Microsoft"),
    ("Apple", "Samsung"),
    ("Amazon", "Walmart"),
    ("OpenAI", "Anthropic"),
    ("Microsoft", "Oracle"),
];

/// Characters that edits put in.
const LETTERS: [char; 12] =
    ['的', '了', '在', '有', '更', '也', '就', '还', '人', '大', '上', '这'];

impl Traced {
    fn new(text: &str) -> Self {
        let bytes = text.char_indices();
        Self(bytes.map(|(byte, letter)| (letter, Some(byte))).collect())
    }

    /// Returns the edited text.
    pub(crate) fn text(&self) -> String {
        self.0.iter().map(|&(letter, _)| letter).collect()
    }

    /// Returns where the passage of the old text stands now; `None` when less than two fifths
    /// of it are left.
    pub(crate) fn survivors(&self, old: Passage) -> Option<Passage> {
        let mut byte = 0;
        let (mut first, mut last, mut kept) = (None, 0, 0);
        for &(letter, origin) in &self.0 {
            if origin.is_some_and(|origin| old.range().contains(&origin)) {
                first.get_or_insert(byte);
                last = byte + letter.len_utf8();
                kept += letter.len_utf8();
            }
            byte += letter.len_utf8();
        }
        let is_there = 5 * kept >= 2 * (old.end - old.start);
        first.filter(|_| is_there).map(|first| Passage::new(first, last))
    }

    fn run(&self, passage: Passage) -> Run {
        let at = |byte: usize| self.0.partition_point(|&(_, origin)| origin < Some(byte));
        at(passage.start)..at(passage.end)
    }

    fn letter(&self, at: usize) -> char {
        self.0[at].0
    }

    /// Returns the sentences that a run lies in.
    fn sentence(&self, run: &Run) -> Run {
        self.around(run, |letter| matches!(letter, '。' | '！' | '？' | '\n'))
    }

    fn paragraph(&self, run: &Run) -> Run {
        self.around(run, |letter| letter == '\n')
    }

    fn around(&self, run: &Run, is_end: impl Fn(char) -> bool) -> Run {
        let start = (0..run.start).rev().find(|&at| is_end(self.letter(at))).map_or(0, |at| at + 1);
        let last = run.end.saturating_sub(1)..self.0.len();
        let end = last.into_iter().find(|&at| is_end(self.letter(at)));
        let end = end.map_or(self.0.len(), |at| at + usize::from(self.letter(at) != '\n'));
        start..end.max(run.end)
    }

    fn replaced(&self, mut by: impl FnMut(char) -> Option<String>) -> Self {
        let mut edited = Vec::with_capacity(self.0.len());
        for &(letter, origin) in &self.0 {
            match by(letter) {
                None => edited.push((letter, origin)),
                Some(words) => edited.extend(words.chars().map(|letter| (letter, origin))),
            }
        }
        Self(edited)
    }

    fn headed(&self) -> Self {
        let mut edited: Vec<_> = "重读旧文\n".chars().map(|letter| (letter, None)).collect();
        let mut paragraphs = 0;
        for &(letter, origin) in &self.0 {
            edited.push((letter, origin));
            if letter == '\n' {
                paragraphs += 1;
                if paragraphs % 3 == 0 {
                    edited.extend("又一节\n".chars().map(|letter| (letter, None)));
                }
            }
        }
        Self(edited)
    }

    /// Edits a share of a run's characters, sparing names and numbers: those are [`Edit`]s of
    /// their own.
    fn scratched(&self, run: Run, share: f64, random: &mut Random) -> Option<Self> {
        let mut edited = self.clone();
        edited.scratch(run, share, random).then_some(edited)
    }

    fn scratch(&mut self, run: Run, share: f64, random: &mut Random) -> bool {
        let safe: Vec<usize> = run.clone().filter(|&at| self.is_plain(at)).collect();
        let count = ((run.len() as f64 * share).round() as usize).max(1).min(safe.len());
        let mut places: Vec<usize> =
            (0..count).filter_map(|_| safe.get(random.below(safe.len())).copied()).collect();
        places.sort_unstable();
        places.dedup();
        for &at in places.iter().rev() {
            let letter = LETTERS[random.below(LETTERS.len())];
            match random.below(3) {
                0 => self.0.insert(at, (letter, None)),
                1 => {
                    self.0.remove(at);
                }
                _ => self.0[at] = (letter, None),
            }
        }
        !places.is_empty()
    }

    /// Tells whether a character is Chinese and neither counts nor is near a name.
    fn is_plain(&self, at: usize) -> bool {
        const FACTS: &str =
            "〇零一二三四五六七八九十百千万亿两半年月日号倍成元块美个期级代轮次家款岁季";
        let near = at.saturating_sub(4)..(at + 5).min(self.0.len());
        let around: String = near.map(|at| self.letter(at)).collect();
        let is_named =
            NAMES.iter().any(|(one, other)| around.contains(one) || around.contains(other));
        matches!(self.letter(at), '\u{4E00}'..='\u{9FFF}')
            && !FACTS.contains(self.letter(at))
            && !is_named
    }

    fn moved(&self, sentence: Run, random: &mut Random) -> Option<Self> {
        let taken: Vec<_> = self.0[sentence.clone()].to_vec();
        let rest = self.without(sentence);
        let ends: Vec<usize> =
            (0..rest.0.len()).filter(|&at| matches!(rest.letter(at), '。' | '\n')).collect();
        let place = ends.get(random.below(ends.len().max(1)))? + 1;
        let mut edited = rest.0;
        edited.splice(place..place, taken);
        Some(Self(edited))
    }

    fn without(&self, run: Run) -> Self {
        let mut edited = self.0.clone();
        edited.drain(run);
        Self(edited)
    }

    fn with(&self, place: usize, words: &str) -> Self {
        let mut edited = self.0.clone();
        edited.splice(place..place, words.chars().map(|letter| (letter, None)));
        Self(edited)
    }

    /// Returns a sentence of the text, to stand elsewhere as nobody's.
    fn foreign_sentence(&self, random: &mut Random) -> Option<String> {
        let at = random.below(self.0.len().max(1));
        let sentence = self.sentence(&(at..(at + 1).min(self.0.len())));
        let words: String = sentence.map(|at| self.letter(at)).collect();
        Some(words.chars().rev().filter(|letter| *letter != '\n').collect())
            .filter(|s: &String| s.len() > 12)
    }

    /// Puts another company in the place of one that the run names.
    fn renamed(&self, run: Run) -> Option<Self> {
        let words: String = run.clone().map(|at| self.letter(at)).collect();
        let (name, other) = NAMES.iter().find(|(name, _)| words.contains(name))?;
        let at = run.start + words[..words.find(name)?].chars().count();
        let mut edited = self.0.clone();
        // The sentence is about someone else now: none of the quote's is left.
        for (_, origin) in &mut edited[run] {
            *origin = None;
        }
        edited.splice(at..at + name.chars().count(), other.chars().map(|letter| (letter, None)));
        Some(Self(edited))
    }

    fn renumbered(&self, run: Run) -> Option<Self> {
        let at = run.clone().find(|&at| self.letter(at).is_ascii_digit())?;
        let mut edited = self.0.clone();
        for (_, origin) in &mut edited[run] {
            *origin = None;
        }
        let digit = self.letter(at).to_digit(10)?;
        edited[at].0 = char::from_digit((digit + 3) % 10, 10)?;
        Some(Self(edited))
    }

    /// Returns the sentence with another company in the place of the quote's.
    fn parallel(&self, sentence: &Run, run: &Run) -> Option<String> {
        let quote: String = run.clone().map(|at| self.letter(at)).collect();
        let (name, other) = NAMES.iter().find(|(name, _)| quote.contains(name))?;
        let words: String = sentence.clone().map(|at| self.letter(at)).collect();
        Some(words.replace(name, other))
    }
}
