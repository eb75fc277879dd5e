//! Says how many of the marked sides are mentions of the right party, and lists the others.
//!
//! A name is found when a mention within the mark's quote has its words, or those that end
//! it, and stands for one of the side's companies; of a list, each name counts. A class, a
//! group or a pronoun is found when a mention covers its words and stands for one of them.

use std::collections::BTreeMap;
use std::fmt;

use pangzhu::detect::gazetteer::Gazetteer;
use pangzhu::detect::mention::{Mention, MentionKind, Party};
use unicode_normalization::UnicodeNormalization;

use crate::judge::{self, Label, share};
use crate::measured::Measured;

/// How a mark names a side.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Name,
    Class,
    Group,
    Pronoun,
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Name => "names",
            Self::Class => "classes",
            Self::Group => "groups",
            Self::Pronoun => "pronouns",
        })
    }
}

/// Words that point back at a company.
#[rustfmt::skip]
const PRONOUNS: [&str; 20] = [
    "它", "他", "她", "其", "前者", "后者", "该", "这", "那", "自己", "我", "你", "it", "its", "they",
    "them", "their", "the former", "the latter", "the company",
];

/// Words that make a name one of several companies.
#[rustfmt::skip]
const GROUPS: [&str; 17] = [
    "两", "二者", "双方", "三", "四", "五", "六", "各家", "各", "它们", "他们", "她们", "们", "both", "two",
    "three", "these",
];

/// Words that a class is made with.
#[rustfmt::skip]
const GENERIC: [&str; 58] = [
    "其他", "其它", "其余", "别的", "传统", "同类", "同行", "对手", "竞品", "友商", "大厂", "巨头", "平台", "品牌",
    "公司", "企业", "厂商", "产品", "网站", "电商", "银行", "超市", "车企", "媒体", "大多数", "很多", "许多", "一些",
    "所有", "任何", "市面上", "互联网", "软件", "应用", "工具", "模型", "手机", "汽车", "商家", "玩家", "店", "机构",
    "运营商", "系统", "渠道", "者", "国产", "新势力", "App", "APP", "代工", "家电", "零售", "海外", "本土", "外资",
    "民企", "国企",
];

/// What parts the names of a list.
const SEPARATORS: [&str; 14] =
    ["、", "，", ",", "和", "与", "及", "跟", "/", "+", "…", " and ", " or ", "&", "或"];

/// Returns how a mark names its side of this number.
fn kind(companies: &[String], name: &str) -> Kind {
    let small = name.to_lowercase();
    let latin_words = name.is_ascii() && *name == *small && name.contains(' ');
    let own_words = companies.iter().any(|company| judge::same(company, name));
    if companies.len() > 1 && GROUPS.iter().any(|word| small.contains(word)) && !own_words {
        Kind::Group
    } else if PRONOUNS.iter().any(|word| small.starts_with(word)) && !own_words
        || PRONOUNS.contains(&small.as_str())
    {
        Kind::Pronoun
    } else if own_words
        && companies.len() == 1
        && (latin_words || GENERIC.iter().any(|word| companies[0].contains(word)))
        || GENERIC.contains(&name)
    {
        Kind::Class
    } else {
        Kind::Name
    }
}

/// An essay's text, squashed, with the place of each character.
struct Places {
    text: String,
    /// Where each byte of it stands in the essay's text.
    places: Vec<usize>,
}

impl Places {
    fn new(text: &str) -> Self {
        let (mut squashed, mut places) = (String::new(), Vec::new());
        for (place, char) in text.char_indices() {
            for char in char.nfkc().filter(|char| is_kept(*char)) {
                squashed.push(char);
                places.resize(squashed.len(), place);
            }
        }
        Self { text: squashed, places }
    }

    /// Returns where a quote stands in the essay's text; all of it where it is not found.
    fn find(&self, quote: &str) -> std::ops::Range<usize> {
        let quote: String = quote.nfkc().filter(|char| is_kept(*char)).collect();
        let Some(start) = self.text.find(&quote) else { return 0..usize::MAX };
        let place = |at: usize| self.places.get(at).copied().unwrap_or(usize::MAX);
        place(start)..place(start + quote.len())
    }
}

fn is_kept(char: char) -> bool {
    !char.is_whitespace() && !"*_`>#\\".contains(char)
}

/// Prints the figures of all essays, and of the halves by the order of their names; with
/// `list`, what is missed in the first half.
pub(crate) fn print(all: &[Measured], list: bool) {
    let mut counts: BTreeMap<Kind, [[usize; 2]; 2]> = BTreeMap::new();
    let mut missed: Vec<(Kind, String)> = Vec::new();
    for (number, essay) in all.iter().enumerate() {
        let half = number % 2;
        let places = Places::new(&essay.annotated.essay.body.text);
        for label in essay.judge.labels().filter(|label| label.counts()) {
            let range = places.find(&label.quote);
            let within: Vec<&Mention> = (essay.annotated.mentions.iter())
                .filter(|one| range.contains(&one.passage.start))
                .collect();
            for (kind, name, companies) in named(label) {
                let found = within.iter().any(|one| is_found(essay, one, kind, name, companies));
                let [found_in_half, all_in_half] = &mut counts.entry(kind).or_default()[half];
                *found_in_half += usize::from(found);
                *all_in_half += 1;
                if !found && half == 0 {
                    missed.push((kind, told(essay, &within, label, name, companies)));
                }
            }
        }
    }
    if list {
        missed.sort();
        missed.iter().for_each(|(kind, told)| println!("? {kind:<9} {told}"));
    }
    println!("\nsides mentioned  even half            odd half             all");
    for (kind, [[even, all_even], [odd, all_odd]]) in counts {
        println!(
            "{kind:<10} {:>26} {:>20} {:>20}",
            portion(even, all_even),
            portion(odd, all_odd),
            portion(even + odd, all_even + all_odd)
        );
    }
}

fn portion(found: usize, all: usize) -> String {
    format!("{found} of {all}, {:.3}", share(found, all))
}

/// Returns the names of a mark's sides, those of a list one by one.
fn named(label: &Label) -> Vec<(Kind, &str, &[String])> {
    let mut named = Vec::new();
    for (companies, name) in label.sides.iter().zip(&label.names) {
        let kind = kind(companies, name);
        let mut parts = vec![name.as_str()];
        if companies.len() > 1 && kind == Kind::Name {
            for separator in SEPARATORS {
                parts = parts.iter().flat_map(|part| part.split(separator)).collect();
            }
        }
        // What the quote leaves unsaid, or says in an address, is no mention there.
        let is_said =
            |part: &&str| part.chars().any(char::is_alphanumeric) && label.quote.contains(*part);
        let parts = parts.into_iter().map(str::trim).filter(is_said);
        named.extend(parts.map(|part| (kind, part, companies.as_slice())));
    }
    named
}

fn is_found(
    essay: &Measured,
    mention: &Mention,
    kind: Kind,
    name: &str,
    companies: &[String],
) -> bool {
    let words = essay.annotated.essay.body.slice(mention.passage);
    let gazetteer = Gazetteer::built_in();
    let is_right = |party: &Party| {
        let company = party.company().and_then(|company| gazetteer.company(company));
        let aliases = company.map(|company| company.aliases.as_slice()).unwrap_or_default();
        let is_known = |known: &str| {
            judge::same(known, party.name()) || aliases.iter().any(|alias| alias == known)
        };
        companies.iter().any(|known| is_known(known)) || judge::same(name, party.name())
    };
    let mut parties = mention.parties.iter();
    match kind {
        // 它 is not 其它: pronouns are the same to the letter.
        Kind::Pronoun => {
            name.contains(words) && mention.kind != MentionKind::Class && parties.any(is_right)
        }
        Kind::Name | Kind::Class | Kind::Group => judge::same(words, name) && parties.any(is_right),
    }
}

/// Tells what was missed: the name, its companies, what was found there, and the quote.
fn told(
    essay: &Measured,
    within: &[&Mention],
    label: &Label,
    name: &str,
    companies: &[String],
) -> String {
    let body = &essay.annotated.essay.body;
    let instead: Vec<String> = (within.iter())
        .map(|one| {
            let parties: Vec<&str> = one.parties.iter().map(Party::name).collect();
            format!("{}={}", body.slice(one.passage), parties.join("+"))
        })
        .collect();
    let quote: String = label.quote.chars().take(LONGEST_QUOTE).collect();
    let quote = quote.replace('\n', " ");
    let (file, companies, instead) = (&essay.file, companies.join("+"), instead.join(" "));
    format!("{name} ({companies}) · {instead} · {file}: {quote}")
}

/// How many characters of a quote are shown.
const LONGEST_QUOTE: usize = 150;
