//! Finds names that no list knows, from how the text itself uses them.
//!
//! The signs: a Latin name that comes again, or once where a name is brought in; a quoted
//! name with 品牌 or App at its side; a word that stands in an enumeration with known names;
//! a name that ends like a firm's (某某科技) and comes again.

use std::cell::LazyCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, LazyLock};

use crate::detect::english;
use crate::detect::lexicon::stands_alone;
use crate::detect::lists;
use crate::detect::mention::{CompanyName, Mention, MentionKind, Party};
use crate::detect::scan::Scan;
use crate::detect::table::WordList;
use crate::load::essay::{Body, Passage};

/// Latin words that name no company, to be looked up.
static NOT_NAMES: LazyLock<BTreeSet<&str>> =
    LazyLock::new(|| lists::NOT_NAMES.iter().copied().collect());
/// The same of Han words in enumerations.
static NOT_HAN_NAMES: LazyLock<BTreeSet<&str>> =
    LazyLock::new(|| lists::NOT_HAN_NAMES.iter().copied().collect());

/// How often a Latin name must come before it counts.
const LATIN_TIMES: usize = 2;
/// Bytes of the longest Latin name: a longer run of capitalised words is a heading.
const LONGEST: usize = 64;
/// How long a name in capitals alone must be: shorter ones are mostly terms (GMV, KOL).
const CAPITALS: usize = 4;
/// The length of a Han name in characters.
const HAN_NAME: std::ops::RangeInclusive<usize> = 2..=6;

/// Finds names outside the `taken` mentions, which are in the order of the text.
pub(super) fn unknown(body: &Body, text: &str, scan: &Scan, taken: &[Mention]) -> Vec<Mention> {
    let written = latin_names(text, scan);
    let mut names: BTreeSet<&str> = latin(text, scan, &written, taken);
    names.extend(
        english::linked_names(body)
            .into_iter()
            .filter(|&passage| is_free(passage, taken))
            .map(|passage| &text[passage.range()])
            .filter(|name| name.len() <= LONGEST)
            .filter(|name| name.split(' ').all(|word| !NOT_NAMES.contains(word))),
    );
    names.extend(introduced(text, &written, taken));
    names.extend(quoted(text, scan));
    names.extend(enumerated(text, taken));
    names.extend(firms(text, scan));
    if names.is_empty() {
        return Vec::new();
    }
    let names: Vec<&str> = names.into_iter().collect();
    let list = WordList::new(names.iter().copied());
    let shared: Vec<Arc<str>> = names.iter().map(|&name| name.into()).collect();
    let long_forms = english::LongForms::new(taken);
    list.table()
        .find_at(text, starts(text, scan, &names).into_iter())
        .filter(|(_, place)| stands_alone(text, place.start, place.end))
        .map(|(number, place)| (Passage::new(place.start, place.end), &shared[number]))
        .filter(|(passage, _)| is_free(*passage, taken))
        .map(|(passage, name)| match long_forms.of(name) {
            Some(long) => Mention { passage, ..long.clone() },
            None => Mention {
                passage,
                parties: Party::Company(CompanyName::new(name.clone())).into(),
                kind: MentionKind::Unknown,
                name: name.clone(),
            },
        })
        .collect()
}

/// Returns where names may begin, by their first characters, and some places more.
fn starts(text: &str, scan: &Scan, names: &[&str]) -> Vec<usize> {
    let bit = |char: char| u32::from(char) as usize % 256;
    let mut firsts = [0_u64; 4];
    for first in names.iter().filter_map(|name| name.chars().next()) {
        firsts[bit(first) / 64] |= 1 << (bit(first) % 64);
    }
    let may = |char| firsts[bit(char) / 64] & (1 << (bit(char) % 64)) != 0;
    // Most are Latin, and of that there is little.
    if names.iter().all(|name| name.starts_with(|first: char| first.is_ascii_alphanumeric())) {
        let places = scan.runs.iter().flat_map(|run| run.range());
        return places.filter(|&at| may(char::from(text.as_bytes()[at]))).collect();
    }
    text.char_indices().filter(|&(_, char)| may(char)).map(|(at, _)| at).collect()
}

fn is_free(passage: Passage, taken: &[Mention]) -> bool {
    let after = taken.partition_point(|mention| mention.passage.end <= passage.start);
    taken.get(after).is_none_or(|mention| mention.passage.start >= passage.end)
}

/// Finds Latin names that come at least twice.
fn latin<'a>(
    text: &'a str,
    scan: &Scan,
    written: &[Passage],
    taken: &[Mention],
) -> BTreeSet<&'a str> {
    let mut times: BTreeMap<&str, usize> = BTreeMap::new();
    let mut speakers: BTreeSet<&str> = BTreeSet::new();
    let mut placed: BTreeSet<&str> = BTreeSet::new();
    for &passage in written {
        let name = &text[passage.range()];
        if name.len() <= LONGEST && is_free(passage, taken) {
            *times.entry(name).or_default() += 1;
            if english::is_in_slot(text, passage.start) {
                placed.insert(name);
            }
        }
        if speaks(text, passage.end) {
            speakers.insert(name);
        }
    }
    let words = LazyCell::new(|| english::WordCounts::new(text, &scan.runs));
    times
        .into_iter()
        .filter(|&(name, times)| {
            let comes = times >= LATIN_TIMES
                || english::is_compound(name)
                || placed.contains(name)
                || words.comes_again(name, LATIN_TIMES);
            comes && !speakers.contains(name)
        })
        .map(|(name, _)| name)
        .collect()
}

/// Finds Latin names that come where a name is brought in (搜索引擎 X, X 等产品), and those
/// that stand in a list with them or with a known name.
fn introduced<'a>(text: &'a str, written: &[Passage], taken: &[Mention]) -> BTreeSet<&'a str> {
    let mut names: BTreeSet<&str> = BTreeSet::new();
    let mut chain: Vec<&str> = Vec::new();
    let mut last: Option<(Passage, bool)> = None;
    let known = taken.iter().filter(|mention| mention.kind != MentionKind::Person);
    let mut all: Vec<(Passage, bool)> = known.map(|mention| (mention.passage, true)).collect();
    all.extend(
        written
            .iter()
            .filter(|&&passage| is_free(passage, taken) && is_word_like(&text[passage.range()]))
            .map(|&passage| (passage, false)),
    );
    all.sort_by_key(|&(passage, _)| passage);
    for (passage, known) in all {
        let name = &text[passage.range()];
        let in_list = last.is_some_and(|(last, _)| {
            text.get(last.end..passage.start).is_some_and(|gap| gap.trim() == "、")
        });
        if !in_list {
            chain.clear();
        }
        let sure =
            known || in_list && last.is_some_and(|(_, sure)| sure) || is_introduced(text, passage);
        if sure {
            names.extend(chain.drain(..));
        }
        if !known && sure && !speaks(text, passage.end) {
            names.insert(name);
        } else if !known {
            chain.push(name);
        }
        last = Some((passage, sure));
    }
    names
}

/// Tells whether a Latin name has small letters: one in capitals alone is mostly a term.
fn is_word_like(name: &str) -> bool {
    name.len() >= CAPITALS && name.bytes().any(|byte| byte.is_ascii_lowercase())
}

/// Tells whether the words around a name say what it is.
fn is_introduced(text: &str, passage: Passage) -> bool {
    const MARKS: [char; 6] = [' ', '“', '”', '「', '」', '《'];
    let before = text[..passage.start].trim_end_matches(MARKS);
    let after = text[passage.end..].trim_start_matches(MARKS);
    lists::INTRODUCTIONS.iter().any(|words| before.ends_with(*words))
        || lists::NAME_TAILS.iter().any(|words| after.starts_with(*words))
}

/// Tells whether who is named up to a byte speaks there: then it is a person.
fn speaks(text: &str, end: usize) -> bool {
    let after = text[end..].trim_start_matches(['”', '」', ' ']);
    lists::SAYS.iter().any(|says| after.starts_with(says))
}

/// Finds runs of capitalised Latin words: Optic ID, Marques Brownlee.
fn latin_names(text: &str, scan: &Scan) -> Vec<Passage> {
    let mut names: Vec<Passage> = Vec::new();
    for word in latin_words(text, &scan.runs) {
        if !is_name_like(text, word) {
            continue;
        }
        match names.last_mut() {
            Some(last) if text.get(last.end..word.start) == Some(" ") => last.end = word.end,
            _ => names.push(word),
        }
    }
    names
}

/// Cuts out the Latin words: letters, digits, and points and hyphens within them.
fn latin_words(text: &str, runs: &[Passage]) -> impl Iterator<Item = Passage> {
    let mut runs = runs.iter().copied().peekable();
    std::iter::from_fn(move || {
        let mut word = runs.next()?;
        let joins = |end: usize, next: &Passage| {
            next.start == end + 1
                && matches!(text.as_bytes()[end], b'.' | b'-' | b'\'')
                && !is_possessive(text, end)
        };
        while let Some(next) = runs.next_if(|next| joins(word.end, next)) {
            word.end = next.end;
        }
        Some(word)
    })
}

/// Tells whether a possessive ending begins at a byte: Vista's.
fn is_possessive(text: &str, at: usize) -> bool {
    text[at..]
        .strip_prefix("'s")
        .is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric()))
}

/// Tells whether a Latin word is written like a name and is no common one.
fn is_name_like(text: &str, passage: Passage) -> bool {
    let word = &text[passage.range()];
    let letters = word.bytes().filter(u8::is_ascii_alphabetic).count();
    let begins = word.starts_with(|char: char| char.is_ascii_uppercase());
    let inner = word.bytes().skip(1).any(|byte| byte.is_ascii_uppercase());
    // In English prose, only a capital within a sentence means a name.
    let before = text[..passage.start].trim_end_matches(' ').chars().next_back();
    let follows_latin = before.is_some_and(|char| char.is_ascii_alphanumeric() || char == ',');
    let after = text[passage.end..].chars().next();
    let among_han = [before, after].into_iter().flatten().any(|char| !char.is_ascii());
    letters >= 2
        && (inner || begins && (follows_latin || among_han))
        && !NOT_NAMES.contains(word)
        && (letters >= CAPITALS || word.bytes().any(|byte| byte.is_ascii_lowercase()))
}

/// Pairs of marks that hold a name.
const QUOTES: [(char, char); 3] = [('“', '”'), ('「', '」'), ('‘', '’')];

/// Finds quoted names with a word behind them that says what they are: 「木匠」App.
fn quoted<'a>(text: &'a str, scan: &Scan) -> Vec<&'a str> {
    let mut names = Vec::new();
    for &start in &scan.quotes {
        let Some((inside, close)) = QUOTES
            .iter()
            .find_map(|&(open, close)| Some((text[start..].strip_prefix(open)?, close)))
        else {
            continue;
        };
        let (name, behind) = inside.split_at(han_length(inside));
        let Some(after) = behind.strip_prefix(close) else { continue };
        let after = after.trim_start();
        let before = text[..start].trim_end();
        let has_head = || {
            lists::NAME_HEADS.iter().any(|head| after.starts_with(head))
                || lists::QUOTED_HEADS.iter().any(|head| before.ends_with(*head))
        };
        let is_common = is_abstract(name) || NOT_HAN_NAMES.contains(name);
        if is_han_name(name) && has_head() && !is_common {
            names.push(name);
        }
    }
    names
}

/// Tells whether a word ends like a quality or a measure: 叫做“用户黏性”.
fn is_abstract(word: &str) -> bool {
    const ENDS: [char; 6] = ['性', '率', '度', '化', '论', '感'];
    const SHORTEST: usize = 3;
    word.ends_with(ENDS) && word.chars().count() >= SHORTEST
}

/// Finds words that stand in an enumeration with two known names, or after one and before
/// 等: 甲、乙、丙等.
fn enumerated<'a>(text: &'a str, taken: &[Mention]) -> Vec<&'a str> {
    let is_known =
        |mention: &&Mention| matches!(mention.kind, MentionKind::Company | MentionKind::Product);
    let mut names = Vec::new();
    for known in taken.iter().filter(is_known) {
        let Some(rest) = text[known.passage.end..].strip_prefix('、') else { continue };
        let end = rest.find(|char: char| !is_han(char)).unwrap_or(rest.len());
        let run = &rest[..end];
        let after = &rest[end..];
        let cut = lists::ENUMERATION_TAILS.iter().filter_map(|tail| run.find(*tail)).min();
        let word = match cut {
            Some(cut) => &run[..cut],
            None if after.starts_with('、') => run,
            None => continue,
        };
        if is_han_name(word) && !NOT_HAN_NAMES.contains(word) {
            names.push(word);
        }
    }
    for known in taken.iter().filter(is_known) {
        names.extend(listed_before(text, known.passage.start));
    }
    names
}

/// Returns the bytes of Han text with which some words begin, as far as a name can reach.
fn han_length(words: &str) -> usize {
    let characters = words.chars().take(HAN_NAME.end() + 1);
    characters.take_while(|&char| is_han(char)).map(char::len_utf8).sum()
}

/// Returns the word that stands before a name in a list: 比如呱呱网、腾讯.
fn listed_before(text: &str, start: usize) -> Option<&str> {
    let before = text[..start].strip_suffix('、')?;
    let run_start = before
        .char_indices()
        .rev()
        .take(HAN_NAME.end() + LONGEST_LIST_HEAD)
        .take_while(|&(_, char)| is_han(char))
        .last()?
        .0;
    let run = &before[run_start..];
    let headed = lists::LIST_HEADS
        .iter()
        .filter_map(|head| run.rfind(*head).map(|at| &run[at + head.len()..]))
        .min_by_key(|word| word.len());
    let word = match headed {
        Some(word) => word,
        None if before[..run_start].ends_with('、') => run,
        None => return None,
    };
    (is_han_name(word) && !NOT_HAN_NAMES.contains(word)).then_some(word)
}

/// The most characters of a word that begins a list: 比如.
const LONGEST_LIST_HEAD: usize = lists::longest(lists::LIST_HEADS);

/// Finds names that end like a firm's and come at least twice: 呱呱科技.
fn firms<'a>(text: &'a str, scan: &Scan) -> BTreeSet<&'a str> {
    let mut times: BTreeMap<&str, usize> = BTreeMap::new();
    for &at in &scan.firms {
        for end in lists::FIRM_ENDS.iter().filter(|end| text[at..].starts_with(*end)) {
            let stem_start = text[..at]
                .char_indices()
                .rev()
                .take(FIRM_STEM + 1)
                .take_while(|&(_, char)| is_han(char) && !BOUNDARIES.contains(&char))
                .last()
                .map_or(at, |(start, _)| start);
            let name = &text[stem_start..at + end.len()];
            let stem = text[stem_start..at].chars().count();
            let is_common = lists::NOT_FIRMS.iter().any(|word| name.contains(*word));
            if (2..=FIRM_STEM).contains(&stem) && !is_common {
                *times.entry(name).or_default() += 1;
            }
        }
    }
    times.into_iter().filter(|&(_, times)| times >= FIRM_TIMES).map(|(name, _)| name).collect()
}

/// The most characters before the end of a firm's name: 四个 of 呱呱网络|科技.
const FIRM_STEM: usize = 4;
/// How often a firm's name must come before it counts.
const FIRM_TIMES: usize = 2;
/// Characters that a name does not begin with or run over.
const BOUNDARIES: [char; 24] = [
    '的', '了', '是', '在', '和', '与', '及', '对', '由', '被', '将', '向', '从', '如', '像', '而',
    '比', '给', '跟', '为', '于', '把', '让', '等',
];

fn is_han(char: char) -> bool {
    matches!(char, '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}')
}

fn is_han_name(word: &str) -> bool {
    HAN_NAME.contains(&word.chars().count()) && word.chars().all(is_han)
}
