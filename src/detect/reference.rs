//! Settles whom pronouns and words for groups stand for, from what was named before.

use std::collections::BTreeMap;

use crate::detect::english;
use crate::detect::lists;
use crate::detect::mention::{Mention, MentionKind, Party, PartyList};
use crate::detect::sentence::Sentence;

/// How many sentences back a pronoun may reach.
const PRONOUN_REACH: usize = 2;
/// How many sentences back a word for a group may reach.
const GROUP_REACH: usize = 8;
/// The same where so few were named there that the word must look further.
const FAR_GROUP_REACH: usize = 20;

/// How many names back either may reach.
const NAMES_REACH: usize = 60;

/// Gives each pronoun and group word its parties; none where nothing fits.
pub(super) fn resolve(text: &str, sentences: &[Sentence], mentions: &mut [Mention]) {
    let times = times(mentions);
    let mut here = 0;
    // The names so far with the sentence of each.
    let mut named: Vec<(usize, usize)> = Vec::new();
    for index in 0..mentions.len() {
        let (before, rest) = mentions.split_at_mut(index);
        let Some(mention) = rest.first_mut() else { break };
        let start = mention.passage.start;
        here += sentences[here..].iter().take_while(|one| one.passage.end <= start).count();
        // BAT: the gazetteer has said who they are.
        let is_told = mention.parties.iter().any(|party| party.company().is_some());
        let reach = match mention.kind {
            MentionKind::Pronoun => PRONOUN_REACH,
            MentionKind::Group if !is_told => FAR_GROUP_REACH,
            kind => {
                if is_named(kind) {
                    named.push((index, here));
                }
                continue;
            }
        };
        let within: Vec<(&Mention, usize)> = named
            .iter()
            .rev()
            .take(NAMES_REACH)
            .take_while(|(_, sentence)| sentence + reach >= here)
            .map(|&(index, sentence)| (&before[index], sentence))
            .collect();
        mention.parties = match mention.kind {
            MentionKind::Pronoun => {
                let place = Place::new(text, start, &mention.name);
                pronoun(&mention.name, place, &heard(text, &mention.name, within))
            }
            _ if &*mention.name == "他们" => last_list(text, here, &within).into(),
            _ => {
                let within: Vec<_> =
                    within.into_iter().filter(|(one, _)| is_named(one.kind)).collect();
                let near = within.iter().take_while(|(_, at)| at + GROUP_REACH >= here).count();
                let parties = group(&mention.name, here, &within[..near], &times);
                let found = !parties.is_empty();
                let far = || group(&mention.name, here, &within, &times);
                if found { parties } else { far() }.into()
            }
        };
        if mention.kind == MentionKind::Pronoun && !mention.parties.is_empty() {
            named.push((index, here));
        }
    }
}

/// Leaves out those whom a pronoun cannot mean: who says 这 means another by it, and the
/// former and the latter are called by their names.
fn heard<'a>(
    text: &str,
    words: &str,
    within: Vec<(&'a Mention, usize)>,
) -> Vec<(&'a Mention, usize)> {
    let is_feature = words.starts_with('这') && !lists::COMPANY_WORDS.contains(&words);
    let says = |mention: &Mention| {
        let behind = text[mention.passage.end..].trim_start();
        is_feature && lists::SAYS.iter().any(|says| behind.starts_with(says))
    };
    let counts = is_former(words) || is_latter(words);
    within
        .into_iter()
        .filter(|(mention, _)| !says(mention) && (!counts || is_named(mention.kind)))
        .collect()
}

/// Returns the parties of the last list of names.
fn last_list(text: &str, here: usize, within: &[(&Mention, usize)]) -> Vec<Party> {
    let near = within.iter().take_while(|(_, at)| at + PRONOUN_REACH >= here);
    let names: Vec<&Mention> = near.map(|&(mention, _)| mention).collect();
    let joined = |pair: &[&Mention]| {
        let [later, former] = pair else { return false };
        let gap = text.get(former.passage.end..later.passage.start);
        gap.is_some_and(|gap| lists::LIST_JOINTS.contains(&gap))
    };
    let Some(first) = names.windows(2).position(joined) else { return Vec::new() };
    let more = names[first..].windows(2).take_while(|pair| joined(pair)).count();
    let mut parties: Vec<Party> = Vec::new();
    for party in names[first..=first + more].iter().rev().flat_map(|name| &name.parties) {
        if !parties.contains(party) {
            parties.push(party.clone());
        }
    }
    parties
}

/// Counts how often each party is named, if any word for a group stands for some of them.
fn times(mentions: &[Mention]) -> BTreeMap<Party, usize> {
    let mut times: BTreeMap<&Party, usize> = BTreeMap::new();
    if mentions.iter().any(|mention| mention.kind == MentionKind::Group) {
        let named = mentions.iter().filter(|mention| is_named(mention.kind));
        for party in named.flat_map(|mention| &mention.parties) {
            *times.entry(party).or_default() += 1;
        }
    }
    times.into_iter().map(|(party, times)| (party.clone(), times)).collect()
}

/// Tells whether a mention names a party by itself.
fn is_named(kind: MentionKind) -> bool {
    !matches!(kind, MentionKind::Pronoun | MentionKind::Group | MentionKind::Class)
}

/// Where a pronoun stands.
#[derive(Clone, Copy)]
struct Place {
    /// Where its clause begins.
    clause: usize,
    /// Whether something is done to it there, or it is set beside another: 把它, 比它.
    is_object: bool,
}

impl Place {
    fn new(text: &str, start: usize, words: &str) -> Self {
        const ENDS: [char; 14] =
            ['，', '。', '；', '：', '？', '！', '（', '(', ',', ';', ':', '?', '!', '\n'];
        let before = &text[..start];
        let clause = before
            .rfind(ENDS)
            .map_or(0, |at| at + before[at..].chars().next().map_or(0, char::len_utf8));
        // 将其触角: what 其 owns, not it, is the object.
        let is_object = match words {
            "其" => before.ends_with('是'),
            _ => lists::OBJECT_MARKS.iter().any(|mark| before.ends_with(mark)),
        };
        Self { clause, is_object }
    }
}

/// Returns whom a pronoun stands for; `within` is what was named, nearest first, with the
/// sentence of each.
///
/// 它 stands for what the nearest sentence speaks of, which is named in it first; 前者 and
/// 后者 for the last two; 他 for a person, where one was named; 该应用 for a product. Who
/// does something is not the one it is done to: in 甲收购了它, 它 is not 甲.
fn pronoun(words: &str, place: Place, within: &[(&Mention, usize)]) -> PartyList {
    if is_latter(words) || is_former(words) {
        let pick = usize::from(is_former(words));
        return distinct(within).get(pick).map(|&party| party.clone()).into_iter().collect();
    }
    if english::is_personal(words) {
        let person = within.iter().find(|(mention, _)| mention.kind == MentionKind::Person);
        return person.map(|(person, _)| person.parties.clone()).unwrap_or_default();
    }
    let here = within.iter().take_while(|(mention, _)| mention.passage.start >= place.clause);
    let actor = here.last().map(|(mention, _)| *mention);
    if words == "其"
        && !place.is_object
        && let Some(actor) = actor.filter(|one| one.passage.start == place.clause)
    {
        return actor.parties.clone();
    }
    let may_be = |mention: &Mention| {
        !place.is_object || actor.is_none_or(|actor| actor.parties != mention.parties)
    };
    let kinds: &[MentionKind] = match words {
        "他" | "她" => &[MentionKind::Person],
        _ if lists::PRODUCT_WORDS.contains(&words) => &[MentionKind::Product],
        _ if lists::COMPANY_WORDS.contains(&words) => &[MentionKind::Company, MentionKind::Unknown],
        _ => &[],
    };
    let nearest = within.first().map(|&(_, sentence)| sentence);
    let near = within.iter().take_while(|&&(_, sentence)| Some(sentence) == nearest).count();
    let reach = if matches!(words, "他" | "她") { within } else { &within[..near] };
    first_of_nearest(reach, |one| kinds.contains(&one.kind) && may_be(one))
        .or_else(|| first_of_nearest(within, may_be))
        .map(|mention| mention.parties.clone())
        .unwrap_or_default()
}

fn is_former(words: &str) -> bool {
    matches!(words, "前者" | "前一个") || words.eq_ignore_ascii_case("the former")
}

fn is_latter(words: &str) -> bool {
    matches!(words, "后者" | "后一个") || words.eq_ignore_ascii_case("the latter")
}

/// Returns the first mention of those that fit in the nearest sentence that has any.
fn first_of_nearest<'a>(
    within: &[(&'a Mention, usize)],
    fits: impl Fn(&Mention) -> bool,
) -> Option<&'a Mention> {
    let mut fitting = within.iter().filter(|(mention, _)| fits(mention));
    let (nearest, sentence) = fitting.next()?;
    let rest = fitting.take_while(|(_, other)| other == sentence);
    Some(rest.last().map_or(*nearest, |(mention, _)| *mention))
}

fn distinct<'a>(within: &[(&'a Mention, usize)]) -> Vec<&'a Party> {
    let mut distinct: Vec<&Party> = Vec::new();
    for party in within.iter().flat_map(|(mention, _)| &mention.parties) {
        if !distinct.contains(&party) {
            distinct.push(party);
        }
    }
    distinct
}

/// Returns the members of a group word: as many of those lately named as it counts, those
/// named most in the essay first.
fn group(
    words: &str,
    here: usize,
    within: &[(&Mention, usize)],
    times: &BTreeMap<Party, usize>,
) -> Vec<Party> {
    let count = count(words);
    let named_here = within.iter().take_while(|&&(_, sentence)| sentence == here).count();
    let mut spoken_of = distinct(&within[..named_here]);
    let mut parties = distinct(within);
    if lists::OTHERS.iter().any(|word| words.starts_with(word)) {
        // 甲比乙和丙快，另外两家…: the rest of those named, but for the first.
        let subject = spoken_of.pop();
        if Some(spoken_of.len()) == count {
            return spoken_of.into_iter().cloned().collect();
        }
        spoken_of.extend(subject);
        parties.retain(|party| !spoken_of.contains(party));
    } else if Some(spoken_of.len()) == count {
        return spoken_of.into_iter().cloned().collect();
    } else if let Some(last) = count.and_then(|count| last_named(count, within)) {
        return last.into_iter().cloned().collect();
    }
    parties.sort_by_key(|party| std::cmp::Reverse(times.get(party)));
    let complete = count.is_none_or(|count| parties.len() >= count);
    parties.truncate(count.unwrap_or(2));
    if complete && parties.len() >= 2 { parties.into_iter().cloned().collect() } else { Vec::new() }
}

/// Returns the parties of the last sentences, if these named just so many.
fn last_named<'a>(count: usize, within: &[(&'a Mention, usize)]) -> Option<Vec<&'a Party>> {
    let mut end = 0;
    while let Some(&(_, sentence)) = within.get(end) {
        end += within[end..].iter().take_while(|&&(_, at)| at == sentence).count();
        let named = distinct(&within[..end]);
        if named.len() >= count {
            return (named.len() == count).then_some(named);
        }
    }
    None
}

/// Returns how many a group word counts: 三 of 三家.
fn count(words: &str) -> Option<usize> {
    const NUMBERS: &[(&str, usize)] = &[
        ("两", 2),
        ("二", 2),
        ("双", 2),
        ("俩", 2),
        ("2", 2),
        ("三", 3),
        ("3", 3),
        ("四", 4),
        ("4", 4),
        ("五", 5),
        ("5", 5),
        ("六", 6),
        ("two", 2),
        ("both", 2),
        ("three", 3),
    ];
    NUMBERS.iter().find(|(word, _)| words.contains(word)).map(|&(_, count)| count)
}
