//! What the scorer sees of a candidate: a few dozen traits, each with a name.
//!
//! Traits are yes-or-no and come in families; their numbers are fixed by the order below,
//! their names are those of `weights.tsv`.

use crate::detect::candidate::{Candidate, Shape, Slot, Zone};
use crate::detect::lexicon::Cue;
use crate::detect::mention::MentionKind;
use crate::detect::preference;
use crate::detect::reading::Group;
use crate::detect::role::Role;
use crate::detect::rule::{self, ANCHORED, RULES, Verdict};
use crate::detect::sentence::Place;

/// A trait's number.
pub(super) type Feature = u16;

/// A family of traits: a name and its values.
struct Family {
    name: &'static str,
    values: fn() -> Vec<String>,
}

macro_rules! families {
    ($($constant:ident $name:literal = $values:expr;)*) => {
        const FAMILIES: &[Family] = &[$(Family { name: $name, values: $values }),*];
        #[derive(Clone, Copy)]
        enum F { $($constant),* }
    };
}

families! {
    Shape_ "shape" = || debug(&Shape::ALL);
    Rule "rule" = || RULES.iter().map(|rule| rule.name.to_owned()).collect();
    RuleShape "rule in shape" = || product(&RULES.iter().map(|rule| rule.name.to_owned()).collect::<Vec<_>>(), &debug(&Shape::ALL));
    RuleKinds "rule of kinds" = || product(&RULES.iter().map(|rule| rule.name.to_owned()).collect::<Vec<_>>(), &strings(&KIND_PAIRS));
    RuleSubject "rule of subject" = || product(&RULES.iter().map(|rule| rule.name.to_owned()).collect::<Vec<_>>(), &strings(&["other", "nearest", "sentence", "both"]));
    RuleRoles "rule of roles" = || product(&RULES.iter().map(|rule| rule.name.to_owned()).collect::<Vec<_>>(), &strings(&ROLE_PAIRS));
    Anchors "anchored, others anchored" = || product(&strings(&["no", "yes"]), &counts(3));
    KindPair "kinds in shape" = || product(&strings(&KIND_PAIRS), &debug(&Shape::ALL));
    NoRule "no rule" = || debug(&Shape::ALL);
    Zone_ "cue in zone" = || product(&debug(&Zone::ALL), &debug(&Cue::ALL));
    LeadAcross "cue leads next sentence" = || debug(&Cue::ALL);
    BeforeFirst "cue before first" = || debug(&Cue::ALL);
    AfterFirst "cue after first" = || debug(&Cue::ALL);
    BeforeSecond "cue before second" = || debug(&Cue::ALL);
    AfterSecond "cue after second" = || debug(&Cue::ALL);
    KindFirst "first is" = || debug(&KINDS);
    KindSecond "second is" = || debug(&KINDS);
    RoleFirst "first acts as" = || debug(&Role::ALL);
    RoleSecond "second acts as" = || debug(&Role::ALL);
    CharBeforeFirst "before first" = || chars();
    CharAfterFirst "after first" = || chars();
    CharBeforeSecond "before second" = || chars();
    CharAfterSecond "after second" = || chars();
    Rivals "other pairs" = || product(&debug(&Shape::ALL), &strings(&["none", "in sentence", "in both"]));
    FirstActs "first mostly acts" = || counts(4);
    SecondActs "second mostly acts" = || counts(4);
    Order "order of first" = || product(&strings(&SPANS), &counts(4));
    OrderSecond "order of second" = || product(&strings(&SPANS), &counts(4));
    Clauses "clauses between" = || counts(5);
    Gap "gap" = || counts(7);
    GroupsAll "groups in sentence" = || counts(7);
    GroupsBetween "groups between" = || counts(4);
    Sizes "sides" = || counts(5);
    FirstRank "first's rank" = || counts(6);
    SecondRank "second's rank" = || counts(6);
    Together "sentences together" = || counts(6);
    Place_ "place" = || debug(&[Place::Paragraph, Place::Heading, Place::Item, Place::Cell]);
    Length "sentence length" = || counts(7);
    Proposal "rule proposes" = || product(&product(&RULES.iter().map(|rule| rule.name.to_owned()).collect::<Vec<_>>(), &strings(&["superior", "equal", "different", "rival"])), &strings(&["none", "first", "last"]));
    FirstProposal "proposed" = || product(&strings(&["superior", "equal", "different", "rival"]), &strings(&["none", "first", "last"]));
    ToneFirst "tone of first" = || strings(&TONES);
    ToneSecond "tone of second" = || strings(&TONES);
    ToneBetween "better by tone" = || strings(&TONES);
    Figures "figures" = || strings(&["first greater", "second greater", "equal", "first greater cost", "second greater cost"]);
    MoreFor "more for" = || product(&strings(&["first", "second"]), &strings(&["more", "most", "cost", "negation"]));
    Misc "sign" = || MISC.iter().map(|&name| name.to_owned()).collect();
}

/// The signs of the family `sign`.
const MISC: &[&str] = &[
    "first heads sentence",
    "second ends sentence",
    "first heads clause",
    "second heads clause",
    "figures on both",
    "same word after both",
    "first in title",
    "second in title",
    "latin text",
    "question",
    "same kind",
    "first heads previous sentence",
    "across paragraphs",
    "both top two",
    "enumeration goes on",
    "quoted title",
    "same industry",
    "other industry",
    "first is nearest actor",
    "first is clause subject",
    "first is sentence subject",
    "both lead clauses",
    "first is understood main",
];

const KINDS: [MentionKind; 7] = [
    MentionKind::Company,
    MentionKind::Product,
    MentionKind::Person,
    MentionKind::Unknown,
    MentionKind::Class,
    MentionKind::Group,
    MentionKind::Pronoun,
];

/// Characters that tell much when they stand next to a name; the last stands for a
/// sentence's or clause's edge, the one before for any other.
const NEXT: &str = "的是在则也对和与跟同比有没为将已还更最以被把让给从向像由等就都又不却而但于上里中内版式们系称说之一到（）、“”《》，。：；？-/";

/// How the two sides are named.
const KIND_PAIRS: [&str; 6] =
    ["known", "class second", "class first", "unknown", "pronoun", "group"];
/// How words fall, from very ill to very well.
const TONES: [&str; 5] = ["very ill", "ill", "even", "well", "very well"];
/// How far apart the two sides stand.
const SPANS: [&str; 4] = ["clause", "clauses", "list", "sentences"];

fn span(candidate: &Candidate<'_>) -> usize {
    match candidate.shape {
        Shape::Clause => 0,
        Shape::Clauses => 1,
        Shape::List | Shape::Counted => 2,
        Shape::Sentences | Shape::Implied => 3,
    }
}

/// What the two sides do.
const ROLE_PAIRS: [&str; 3] = ["both act", "first acts not", "second acts not"];

fn kind_pair(candidate: &Candidate<'_>) -> usize {
    match (candidate.first().kind, candidate.second().kind) {
        (MentionKind::Group, _) | (_, MentionKind::Group) => 5,
        (_, MentionKind::Class) => 1,
        (MentionKind::Class, _) => 2,
        (MentionKind::Unknown, _) | (_, MentionKind::Unknown) => 3,
        (MentionKind::Pronoun, _) | (_, MentionKind::Pronoun) => 4,
        _ => 0,
    }
}

fn role_pair(candidate: &Candidate<'_>) -> usize {
    match (candidate.first().group.role, candidate.second().group.role) {
        (Role::Actor, Role::Actor) => 0,
        (_, Role::Actor) => 1,
        _ => 2,
    }
}

fn strings(values: &[&str]) -> Vec<String> {
    values.iter().map(|&value| value.to_owned()).collect()
}

fn debug<T: std::fmt::Debug>(values: &[T]) -> Vec<String> {
    values.iter().map(|value| format!("{value:?}").to_lowercase()).collect()
}

fn product(first: &[String], second: &[String]) -> Vec<String> {
    first.iter().flat_map(|a| second.iter().map(move |b| format!("{a}, {b}"))).collect()
}

fn counts(up_to: usize) -> Vec<String> {
    (0..up_to).map(|count| count.to_string()).collect()
}

fn chars() -> Vec<String> {
    NEXT.chars().map(String::from).chain(["other".to_owned(), "edge".to_owned()]).collect()
}

/// Returns the names of all traits, in the order of their numbers.
pub(super) fn names() -> Vec<String> {
    FAMILIES
        .iter()
        .flat_map(|family| {
            (family.values)().into_iter().map(move |value| format!("{}: {value}", family.name))
        })
        .collect()
}

/// Where each family's numbers begin.
static OFFSETS: std::sync::LazyLock<Vec<usize>> = std::sync::LazyLock::new(|| {
    FAMILIES
        .iter()
        .scan(0, |next, family| {
            let start = *next;
            *next += (family.values)().len();
            Some(start)
        })
        .collect()
});

/// Gathers traits.
struct Traits(Vec<Feature>);

impl Traits {
    fn add(&mut self, family: F, value: usize) {
        let number = OFFSETS[family as usize] + value;
        let number = Feature::try_from(number).expect("there are a few thousand traits");
        if !self.0.contains(&number) {
            self.0.push(number);
        }
    }

    fn sign(&mut self, name: &str, holds: bool) {
        if holds && let Some(value) = MISC.iter().position(|sign| *sign == name) {
            self.add(F::Misc, value);
        }
    }
}

/// Returns the traits of a candidate, and what its rules say.
pub(super) fn of(
    candidate: &Candidate<'_>,
    rules: &[usize],
    verdict: Option<&Verdict>,
    others: usize,
) -> Vec<Feature> {
    let mut traits = Traits(Vec::with_capacity(64));
    let shape = candidate.shape as usize;
    traits.add(F::Shape_, shape);
    for &rule in rules {
        traits.add(F::Rule, rule);
        traits.add(F::RuleShape, rule * Shape::ALL.len() + shape);
        traits.add(F::RuleKinds, rule * KIND_PAIRS.len() + kind_pair(candidate));
        traits.add(F::RuleRoles, rule * ROLE_PAIRS.len() + role_pair(candidate));
    }
    let anchored = rules.first().is_some_and(|&rule| rule < ANCHORED);
    traits.add(F::Anchors, usize::from(anchored) * 3 + others.min(2));
    traits.add(F::KindPair, kind_pair(candidate) * Shape::ALL.len() + shape);
    if rules.is_empty() {
        traits.add(F::NoRule, shape);
    }
    cues(candidate, &mut traits);
    tones(candidate, rules, verdict, &mut traits);
    sides(candidate, &mut traits);
    layout(candidate, &mut traits);
    context(candidate, rules, &mut traits);
    traits.0
}

fn cues(candidate: &Candidate<'_>, traits: &mut Traits) {
    for zone in Zone::ALL {
        for hit in candidate.hits(zone) {
            traits.add(F::Zone_, zone as usize * Cue::ALL.len() + hit.what as usize);
            if zone == Zone::Lead && candidate.shape == Shape::Sentences {
                traits.add(F::LeadAcross, hit.what as usize);
            }
        }
    }
    const NEAR: usize = 12;
    let (first, second) = (candidate.first(), candidate.second());
    for cue in Cue::ALL {
        for (family, hit) in [
            (F::BeforeFirst, candidate.cue_before(first.passage.start, cue, NEAR)),
            (F::AfterFirst, candidate.cue_after(first.passage.end, cue, NEAR)),
            (F::BeforeSecond, candidate.cue_before(second.passage.start, cue, NEAR)),
            (F::AfterSecond, candidate.cue_after(second.passage.end, cue, NEAR)),
        ] {
            if hit.is_some() {
                traits.add(family, cue as usize);
            }
        }
    }
}

/// Notes what the rules propose and how the words about each side fall.
fn tones(
    candidate: &Candidate<'_>,
    rules: &[usize],
    verdict: Option<&Verdict>,
    traits: &mut Traits,
) {
    if let (Some(verdict), Some(&rule)) = (verdict, rules.first()) {
        let better = match verdict.favours {
            None => 0,
            Some(0) => 1,
            Some(_) => 2,
        };
        let proposal = verdict.relation as usize * 3 + better;
        traits.add(F::Proposal, rule * 12 + proposal);
        traits.add(F::FirstProposal, proposal);
    }
    let text = candidate.reading.text;
    let cost = candidate.hit(Zone::Before, Cue::Cost).is_some();
    let tone_first = preference::tone(text, candidate.hits(Zone::Between), cost);
    let tone_second = preference::tone(text, candidate.hits(Zone::After), cost)
        + preference::tone(text, candidate.hits(Zone::Rest), cost);
    let tone = |sum: i32| usize::try_from(sum.clamp(-2, 2) + 2).unwrap_or(2);
    traits.add(F::ToneFirst, tone(tone_first));
    traits.add(F::ToneSecond, tone(tone_second));
    traits.add(F::ToneBetween, tone(tone_first - tone_second));
    for (slot, zone) in [(0, Zone::Between), (1, Zone::After)] {
        for (value, cue) in [Cue::More, Cue::Most, Cue::Cost, Cue::Negation].into_iter().enumerate()
        {
            if candidate.hit(zone, cue).is_some() {
                traits.add(F::MoreFor, slot * 4 + value);
            }
        }
    }
    let costs = cost || candidate.hit(Zone::Between, Cue::Cost).is_some();
    let first = rule::figure(candidate.words(Zone::Between));
    let second = rule::figure(candidate.words(Zone::After));
    if let (Some((first, unit)), Some((second, other))) = (first, second)
        && unit == other
    {
        let value = if first == second {
            2
        } else {
            usize::from(first < second) + if costs { 3 } else { 0 }
        };
        traits.add(F::Figures, value);
    }
}

/// Tells of each trait whether it may speak on the outcome: what is said does, who is
/// named does not.
pub(super) fn outcome_traits() -> Vec<bool> {
    const SPEAKING: &[&str] = &[
        "shape",
        "rule proposes",
        "proposed",
        "tone of first",
        "tone of second",
        "better by tone",
        "figures",
        "more for",
        "cue before second",
        "cue after second",
        "cue after first",
        "cue before first",
    ];
    FAMILIES
        .iter()
        .flat_map(|family| vec![SPEAKING.contains(&family.name); (family.values)().len()])
        .collect()
}

fn sides(candidate: &Candidate<'_>, traits: &mut Traits) {
    let (first, second) = (candidate.first(), candidate.second());
    let kind = |slot: &Slot<'_>| KINDS.iter().position(|kind| *kind == slot.kind).unwrap_or(0);
    traits.add(F::KindFirst, kind(first));
    traits.add(F::KindSecond, kind(second));
    traits.add(F::RoleFirst, first.group.role as usize);
    traits.add(F::RoleSecond, second.group.role as usize);
    traits.sign("same kind", first.kind == second.kind);
    let text = candidate.reading.text;
    for (family, char) in [
        (F::CharBeforeFirst, char_before(text, first.passage.start)),
        (F::CharAfterFirst, char_after(text, first.passage.end)),
        (F::CharBeforeSecond, char_before(text, second.passage.start)),
        (F::CharAfterSecond, char_after(text, second.passage.end)),
    ] {
        let known = NEXT.chars().count();
        let value = match char {
            None | Some('\n') => known + 1,
            Some(char) => NEXT.chars().position(|next| next == char).unwrap_or(known),
        };
        traits.add(family, value);
    }
    let after_first = char_after(text, first.passage.end);
    traits.sign(
        "same word after both",
        after_first.is_some() && after_first == char_after(text, second.passage.end),
    );
    traits.add(
        F::Sizes,
        (candidate.sides.len() - 2).min(2) + if second.parties.len() > 1 { 1 } else { 0 },
    );
}

fn char_before(text: &str, at: usize) -> Option<char> {
    text[..at].trim_end_matches([' ', '“', '「', '"']).chars().next_back()
}

fn char_after(text: &str, at: usize) -> Option<char> {
    text[at..].trim_start_matches([' ', '”', '」', '"']).chars().next()
}

fn layout(candidate: &Candidate<'_>, traits: &mut Traits) {
    let reading = candidate.reading;
    let (first, second) = (candidate.first(), candidate.second());
    let sentence = &reading.sentences[candidate.sentence];
    let clauses = match candidate.shape {
        Shape::Clauses => second.group.clause - first.group.clause,
        Shape::Sentences => second.group.clause,
        _ => 0,
    };
    traits.add(F::Clauses, clauses.min(4));
    let gap = second.passage.start.saturating_sub(first.passage.end) / 3;
    traits.add(F::Gap, bucket(gap, &[2, 5, 10, 20, 40, 80]));
    let groups = reading.groups_of(candidate.sentence);
    traits.add(F::GroupsAll, groups.len().min(6));
    let between = groups
        .iter()
        .filter(|group| {
            group.passage.start >= first.passage.end && group.passage.end <= second.passage.start
        })
        .count();
    traits.add(F::GroupsBetween, between.min(3));
    traits.add(F::Place_, sentence.place as usize);
    let before_first = reading.groups_of(first.group.sentence);
    let order = |groups: &[Group], slot: &Slot<'_>| {
        groups.iter().take_while(|group| group.passage.start < slot.group.passage.start).count()
    };
    traits.add(F::Order, span(candidate) * 4 + order(before_first, first).min(3));
    traits.add(F::OrderSecond, span(candidate) * 4 + order(groups, second).min(3));
    let pairs = |groups: &[Group]| {
        groups
            .iter()
            .flat_map(Group::parties)
            .any(|party| Some(party) != groups[0].members[0].parties.first())
    };
    let others = usize::from(pairs(groups)) + usize::from(pairs(groups) && pairs(before_first));
    traits.add(F::Rivals, candidate.shape as usize * 3 + others);
    let length = (sentence.passage.end - sentence.passage.start) / 3;
    traits.add(F::Length, bucket(length, &[15, 30, 45, 60, 90, 130]));
    let text = reading.text;
    let heads = |slot: &Slot<'_>| {
        let clause = candidate.clause(slot);
        slot.passage.start.saturating_sub(clause.start) <= 9
    };
    traits.sign("first heads sentence", first.group.clause == 0 && heads(first));
    traits.sign("first heads clause", heads(first));
    traits.sign("second heads clause", heads(second));
    traits.sign(
        "second ends sentence",
        sentence.passage.end - second.passage.end.min(sentence.passage.end) <= 6,
    );
    traits.sign("question", text[sentence.passage.range()].ends_with(['？', '?']));
    traits
        .sign("across paragraphs", reading.sentences[first.group.sentence].prose != sentence.prose);
    let figure = |zone| candidate.words(zone).contains(|char: char| char.is_ascii_digit());
    traits.sign("figures on both", figure(Zone::Between) && figure(Zone::After));
    let latin = text[sentence.passage.range()].bytes().filter(u8::is_ascii).count() * 10
        > (sentence.passage.end - sentence.passage.start) * 9;
    traits.sign("latin text", latin);
    traits.sign(
        "enumeration goes on",
        candidate.words(Zone::After).trim_start().starts_with(['、', '等']),
    );
    traits.sign("quoted title", candidate.words(Zone::Before).ends_with('《'));
}

fn context(candidate: &Candidate<'_>, rules: &[usize], traits: &mut Traits) {
    let reading = candidate.reading;
    let (first, second) = (candidate.first(), candidate.second());
    let rank = |slot: &Slot<'_>| {
        slot.parties.iter().map(|party| reading.rank(party)).min().unwrap_or(usize::MAX)
    };
    let (rank_first, rank_second) = (rank(first), rank(second));
    traits.add(F::FirstRank, bucket(rank_first, &[0, 1, 2, 4, 8]));
    traits.add(F::SecondRank, bucket(rank_second, &[0, 1, 2, 4, 8]));
    traits.sign("both top two", rank_first <= 1 && rank_second <= 1);
    let together = match (first.parties.first(), second.parties.first()) {
        (Some(first), Some(second)) => reading.together(first, second),
        _ => 0,
    };
    traits.add(F::Together, bucket(together, &[0, 1, 2, 4, 8]));
    let acts = |slot: &Slot<'_>| slot.parties.first().map_or(0, |party| reading.acts(party));
    traits.add(F::FirstActs, bucket(acts(first), &[4, 6, 8]));
    traits.add(F::SecondActs, bucket(acts(second), &[4, 6, 8]));
    let industry = |slot: &Slot<'_>| slot.parties.first().and_then(|party| reading.industry(party));
    if let (Some(one), Some(other)) = (industry(first), industry(second)) {
        traits.sign("same industry", one == other);
        traits.sign("other industry", one != other);
    }
    traits.sign("first is understood main", candidate.shape == Shape::Implied && rank_first == 0);
    subjects(candidate, rules, traits);
    let titled = |slot: &Slot<'_>| reading.title.contains(&reading.text[slot.passage.range()]);
    traits.sign("first in title", titled(first));
    traits.sign("second in title", titled(second));
}

/// Notes whether the first side is what the second's clause or sentence speaks of.
fn subjects(candidate: &Candidate<'_>, rules: &[usize], traits: &mut Traits) {
    let (first, second) = (candidate.first(), candidate.second());
    let before = |group: &&Group| {
        group.role == Role::Actor
            && group.passage.end <= second.passage.start
            && group.parties().all(|party| !second.parties.contains(&party))
    };
    let groups = candidate.reading.groups_of(candidate.sentence);
    let is_first =
        |group: Option<&Group>| group.is_some_and(|group| group.passage == first.group.passage);
    traits.sign("first is nearest actor", is_first(groups.iter().rev().find(before)));
    traits.sign("first is sentence subject", is_first(groups.iter().find(before)));
    let subject = usize::from(is_first(groups.iter().rev().find(before)))
        + 2 * usize::from(is_first(groups.iter().find(before)));
    for &rule in rules {
        traits.add(F::RuleSubject, rule * 4 + subject);
    }
    let own_clause = |group: &&Group| before(group) && group.clause == second.group.clause;
    traits.sign("first is clause subject", is_first(groups.iter().find(own_clause)));
    let leads = |slot: &Slot<'_>| {
        candidate
            .reading
            .groups_of(slot.group.sentence)
            .iter()
            .find(|group| group.clause == slot.group.clause)
            .is_some_and(|group| group.passage == slot.group.passage)
    };
    traits.sign(
        "both lead clauses",
        matches!(candidate.shape, Shape::Clauses | Shape::Sentences)
            && leads(first)
            && leads(second),
    );
}

/// Returns the number of bounds that a value is above.
fn bucket(value: usize, bounds: &[usize]) -> usize {
    bounds.iter().filter(|&&bound| value > bound).count()
}
