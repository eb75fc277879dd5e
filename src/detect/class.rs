//! Finds classes that stand for companies, words for groups, and pronouns.
//!
//! What they stand for is left open here: [`crate::detect::reference`] settles it.

mod meant;

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::detect::lexicon::{CLASSES, ClassWord, Hit, Set};
use crate::detect::lists;
use crate::detect::mention::{Mention, MentionKind, Party};
use crate::detect::scan::Scan;
use crate::load::essay::Passage;

/// How many bytes of plain text may stand between the words of a class: four characters,
/// as in 其他|泛化的|内容|平台.
const GAP: usize = 12;

/// The same where the first word of the class says that one follows: 一些|后劲不足的|产品.
const CLAUSE_GAP: usize = 36;

/// Bytes of the longest class, twenty characters: what goes on longer is another.
const LONGEST: usize = 60;

/// Characters that end a class: what follows them is another phrase.
const STOPS: &[char] = &[
    '是', '在', '了', '有', '和', '与', '及', '被', '将', '把', '对', '从', '比', '跟', '等', '来',
    '到', '就', '也', '都', '而', '但', '让', '使', '给', '为', '于', '以', '不', '没', '说', '做',
    '上', '下', '里', '中', '超',
];

/// Finds classes, groups and pronouns outside the `taken` passages, which are in order.
pub(super) fn classes(text: &str, scan: &Scan, taken: &[Mention]) -> Vec<Mention> {
    let mut finder = Finder {
        text,
        mentions: Vec::new(),
        open: None,
        promise: None,
        words: FxHashMap::default(),
    };
    let mut next = taken.iter().peekable();
    let mut read = 0;
    for mut hit in CLASSES.find_all(scan) {
        if hit.start < read {
            continue;
        }
        if let Some(meant) = others(text, &hit).or_else(|| this(text, &hit)) {
            hit = meant;
        }
        read = hit.end;
        while next.next_if(|mention| mention.passage.end <= hit.start).is_some() {
            finder.forget();
        }
        if next.peek().is_some_and(|mention| mention.passage.start < hit.end) {
            finder.forget();
        } else {
            finder.take(&hit);
        }
    }
    let mut found = finder.mentions;
    found.retain(|mention| {
        mention.kind != MentionKind::Class || meant::is_side(text, mention, taken)
    });
    found
}

/// Returns 其他 where 与其 or 及其 was found in 与其他 or 及其他.
fn others(text: &str, hit: &Hit<Set<ClassWord>>) -> Option<Hit<Set<ClassWord>>> {
    const JOINED: [&str; 6] = ["与其他", "与其它", "与其余", "及其他", "及其它", "及其余"];
    const JOINT: usize = '与'.len_utf8();
    let rest = &text[hit.start..];
    if !rest.starts_with(['与', '及']) {
        return None;
    }
    let joined = JOINED.iter().find(|joined| rest.starts_with(**joined))?;
    let end = hit.start + joined.len();
    let what = Set::of(ClassWord::Modifiers);
    (hit.end < end).then_some(Hit { start: hit.start + JOINT, end, what })
}

/// Returns 这 where 这类 was found in 这类似, and 这一功能 where it is set beside another.
fn this(text: &str, hit: &Hit<Set<ClassWord>>) -> Option<Hit<Set<ClassWord>>> {
    let rest = &text[hit.start..];
    let behind = rest.strip_prefix('这')?;
    let what = Set::of(ClassWord::Pronouns);
    let end = hit.start + '这'.len_utf8();
    if hit.end > end && behind.starts_with("类似") {
        return Some(Hit { start: hit.start, end, what });
    }
    let counted = behind.strip_prefix(['一', '个', '种', '套', '样']).unwrap_or(behind);
    let feature = lists::FEATURES.iter().find_map(|word| counted.strip_prefix(word))?;
    let end = hit.start + rest.len() - feature.len();
    (hit.end <= end && is_measured(feature)).then_some(Hit { start: hit.start, end, what })
}

/// Tells whether what stands behind 这 sets it beside another.
fn is_measured(behind: &str) -> bool {
    const CLAUSE: usize = 90;
    if lists::MEASURES_BEHIND_THIS.iter().any(|word| behind.starts_with(word)) {
        return true;
    }
    let told = lists::TELLS_OF_THIS.iter().find_map(|word| behind.strip_prefix(word));
    let Some(told) = told else { return false };
    let told = &told[..told.floor_char_boundary(CLAUSE)];
    let clause = told.split(['，', '。', '；', '！', '？', '：', '\n']).next().unwrap_or_default();
    lists::MEASURES_OF_THIS.iter().any(|word| clause.contains(word))
}

/// A class under way: its modifiers so far.
#[derive(Clone, Copy)]
struct Open {
    start: usize,
    end: usize,
    /// Whether it began with a number and a measure: 三款….
    counted: bool,
    /// Whether a number waits for its measure.
    number: bool,
    /// Whether it began with 这家: then it is one that was named before.
    definite: bool,
    /// Whether it has a noun already.
    noun: bool,
}

impl Open {
    /// Begins a class with a word.
    fn new(hit: &Hit<Set<ClassWord>>) -> Self {
        let Hit { start, end, .. } = *hit;
        Self { start, end, counted: false, number: false, definite: false, noun: false }
    }
}

struct Finder<'a> {
    text: &'a str,
    mentions: Vec<Mention>,
    open: Option<Open>,
    /// The last word that says that a kind follows, where none did yet: 那些….
    promise: Option<Open>,
    /// The words found so far, each kept once.
    words: FxHashMap<&'a str, Arc<str>>,
}

impl Finder<'_> {
    /// Forgets the class under way: a name stands there.
    fn forget(&mut self) {
        (self.open, self.promise) = (None, None);
    }

    fn take(&mut self, hit: &Hit<Set<ClassWord>>) {
        let does = |what: ClassWord| hit.what.has(what);
        let open = self
            .open
            .take()
            .filter(|open| hit.end - open.start <= LONGEST && self.reaches(*open, hit.start))
            .filter(|open| !self.is_cut_short(*open, hit.start));
        let is_kind = does(ClassWord::Nouns) || does(ClassWord::Bare);
        let promise = self.promise.filter(|promise| is_kind && self.keeps(*promise, hit.start));
        let open = promise.or(open);
        let grown = open.map(|open| Open { end: hit.end, number: false, ..open });
        if does(ClassWord::Inert) {
            return;
        }
        let words = &self.text[hit.start..hit.end];
        let is_idle = match words {
            "这" => !is_measured(&self.text[hit.end..]),
            "他们" => !self.are_measured(hit),
            _ => false,
        };
        if is_idle || self.take_whole(hit, open) {
            return;
        }
        if does(ClassWord::Modifiers) && self.means_a_kind(hit) {
            self.push(hit.start, hit.end, MentionKind::Class);
            return;
        }
        if let Some(open) = open
            && open.number
        {
            if does(ClassWord::Measures) && open.end == hit.start {
                self.open = Some(Open { end: hit.end, counted: true, number: false, ..open });
            }
            return;
        }
        self.grow(hit, open, grown);
    }

    /// Takes a word that is a mention by itself, and tells whether it was one.
    fn take_whole(&mut self, hit: &Hit<Set<ClassWord>>, open: Option<Open>) -> bool {
        for (what, kind) in [
            (ClassWord::Groups, MentionKind::Group),
            (ClassWord::Former, MentionKind::Pronoun),
            (ClassWord::Latter, MentionKind::Pronoun),
            (ClassWord::Pronouns, MentionKind::Pronoun),
        ] {
            // 其他两家: a group with a modifier.
            let is_group = kind == MentionKind::Group;
            let start = open.filter(|open| is_group && open.end == hit.start && !open.number);
            let start = start.map_or(hit.start, |open| open.start);
            if hit.what.has(what) && (open.is_none() || start < hit.start) {
                self.push(start, hit.end, kind);
                let group = Open { start, counted: true, ..Open::new(hit) };
                let counts = !lists::WHOLE_GROUPS.contains(&&self.text[hit.start..hit.end]);
                self.open = (is_group && counts).then_some(group);
                return true;
            }
        }
        false
    }

    /// Tells whether 他们 is set beside others, as companies are: 他们比乙便宜.
    fn are_measured(&self, hit: &Hit<Set<ClassWord>>) -> bool {
        let (before, behind) = (&self.text[..hit.start], &self.text[hit.end..]);
        lists::MEASURES_BEHIND_THEM.iter().any(|word| behind.starts_with(word))
            || lists::MEASURES_BEFORE_THEM.iter().any(|word| before.ends_with(word))
    }

    /// Tells whether a word means a kind without naming it: 其他都不行, 比国产的更贵.
    fn means_a_kind(&self, hit: &Hit<Set<ClassWord>>) -> bool {
        const BEGINS: [char; 6] = ['，', '。', '；', '：', ',', '\n'];
        let words = &self.text[hit.start..hit.end];
        let (before, behind) = (&self.text[..hit.start], &self.text[hit.end..]);
        let alone = lists::OTHERS_ALONE.contains(&words)
            && (before.is_empty() || before.ends_with(BEGINS))
            && lists::ALL_OF_THEM.iter().any(|word| behind.starts_with(word));
        let of_kind = words.ends_with('的').then_some(behind).or_else(|| behind.strip_prefix('的'));
        let more = |behind: &str| lists::MORE_THAN_KIND.iter().any(|word| behind.starts_with(word));
        alone || before.ends_with('比') && of_kind.is_some_and(more)
    }

    /// Begins a mention with a word, goes on with it, or ends it.
    fn grow(&mut self, hit: &Hit<Set<ClassWord>>, open: Option<Open>, grown: Option<Open>) {
        let does = |what: ClassWord| hit.what.has(what);
        let words = &self.text[hit.start..hit.end];
        if does(ClassWord::Nouns)
            && let Some(grown) = grown
        {
            let kind = match grown {
                Open { counted: true, .. } => MentionKind::Group,
                Open { definite: true, .. } => MentionKind::Pronoun,
                Open { .. } => MentionKind::Class,
            };
            if kind == MentionKind::Class || does(ClassWord::Firms) {
                self.push(grown.start, hit.end, kind);
            }
            self.open = Some(Open { noun: true, ..grown });
        } else if does(ClassWord::Bare) {
            let joined = open.filter(|open| open.end == hit.start && !open.definite);
            let open = joined.map_or(Open::new(hit), |open| Open { end: hit.end, ..open });
            let kind = if open.counted { MentionKind::Group } else { MentionKind::Class };
            self.push(open.start, hit.end, kind);
            self.open = Some(Open { noun: true, ..open });
        } else if does(ClassWord::Definite) {
            self.open = Some(Open { definite: true, ..Open::new(hit) });
        } else if does(ClassWord::Modifiers) {
            let anew = open.is_some_and(|open| open.end < hit.start)
                && lists::DETERMINERS.iter().any(|word| words.starts_with(word));
            let open = grown.filter(|_| !anew).unwrap_or(Open::new(hit));
            self.open = Some(open);
            if open.start == hit.start && self.tells_of_more(open) {
                self.promise = Some(open);
            }
        } else if does(ClassWord::Numbers) {
            let start = open.map_or(hit.start, |open| open.start);
            self.open = Some(Open { start, counted: true, number: true, ..Open::new(hit) });
        }
    }

    /// Tells whether only a few plain characters stand between two class words, or what says
    /// more of those to come.
    fn reaches(&self, open: Open, start: usize) -> bool {
        let Some(gap) = self.text.get(open.end..start) else { return false };
        let is_plain = |char: char| {
            char.is_alphanumeric()
                || matches!(char, ' ' | '·')
                || char == '、' && self.tells_of_more(open)
        };
        if !gap.chars().all(is_plain) {
            return false;
        }
        gap.len() <= GAP && !gap.contains(STOPS) || self.is_clause(open, gap)
    }

    /// Tells whether a gap says in a clause of its own which of a kind are meant: 后劲不足的.
    fn is_clause(&self, open: Open, gap: &str) -> bool {
        let last = gap.rfind('的').map(|at| &gap[at + '的'.len_utf8()..]);
        self.tells_of_more(open)
            && !lists::NO_KINDS.iter().any(|word| gap.starts_with(word))
            && gap.len() <= CLAUSE_GAP
            && last.is_some_and(|last| last.len() <= GAP && !last.contains(STOPS))
    }

    /// Tells whether a kind is the one that was promised: 那些|以自营为主的|平台.
    fn keeps(&self, promise: Open, start: usize) -> bool {
        let gap = self.text.get(promise.end..start);
        let is_plain = |char: char| char.is_alphanumeric() && char != '是';
        gap.is_some_and(|gap| gap.chars().all(is_plain) && self.is_clause(promise, gap))
    }

    /// Tells whether a class so far says no more than that a kind follows: 一些, 各路.
    fn tells_of_more(&self, open: Open) -> bool {
        let words = &self.text[open.start..open.end];
        !open.noun && lists::DETERMINERS.iter().any(|word| words.starts_with(word))
    }

    /// Tells whether a modifier of one character is but the beginning of a word: the 新 of
    /// 新引发的应用.
    fn is_cut_short(&self, open: Open, next: usize) -> bool {
        const ALONE: [&str; 3] = ["大", "小", "新"];
        let gap = self.text.get(open.end..next).unwrap_or_default();
        ALONE.contains(&&self.text[open.start..open.end]) && !gap.is_empty() && gap != "的"
    }

    /// Adds a mention; where it continues the last one, it takes its place.
    fn push(&mut self, start: usize, end: usize, kind: MentionKind) {
        if self.mentions.last().is_some_and(|last| last.passage.end > start) {
            self.mentions.pop();
        }
        self.promise = None;
        let words =
            self.words.entry(&self.text[start..end]).or_insert_with_key(|&words| words.into());
        let words = Arc::clone(words);
        self.mentions.push(Mention {
            passage: Passage::new(start, end),
            parties: Party::Class(words.clone()).into(),
            kind,
            name: words,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(MentionKind, String)> {
        classes(text, &Scan::new(text), &[])
            .into_iter()
            .map(|found| (found.kind, found.name.to_string()))
            .collect()
    }

    #[test]
    fn a_class_is_its_modifiers_and_noun() {
        assert_eq!(
            found("传统银行不如它，其他泛化的内容平台也是"),
            [
                (MentionKind::Class, "传统银行".to_owned()),
                (MentionKind::Pronoun, "它".to_owned()),
                (MentionKind::Class, "其他泛化的内容平台".to_owned()),
            ]
        );
    }

    #[test]
    fn a_number_and_a_measure_make_a_group() {
        assert_eq!(
            found("三款产品，两家，三家美妆品牌"),
            [
                (MentionKind::Group, "三款产品".to_owned()),
                (MentionKind::Group, "两家".to_owned()),
                (MentionKind::Group, "三家美妆品牌".to_owned()),
            ]
        );
    }

    #[test]
    fn others_are_no_pronoun() {
        assert_eq!(
            found("与其他平台不同，比其他两家好，这家中国零售商"),
            [
                (MentionKind::Class, "其他平台".to_owned()),
                (MentionKind::Group, "其他两家".to_owned()),
                (MentionKind::Pronoun, "这家中国零售商".to_owned()),
            ]
        );
    }

    #[test]
    fn a_noun_alone_is_no_class() {
        assert_eq!(found("平台很大，其实用户是新的"), []);
    }
}
