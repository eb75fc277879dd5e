//! The families of traits, with the names of their values.

use std::sync::LazyLock;

use crate::detect::candidate::{Candidate, Shape, Zone};
use crate::detect::lexicon::Cue;
use crate::detect::mention::MentionKind;
use crate::detect::role::Role;
use crate::detect::rule::RULES;
use crate::detect::sentence::Place;

/// A family's name and the names of its values.
pub(super) struct Row {
    pub(super) name: &'static str,
    pub(super) values: fn() -> Vec<String>,
}

macro_rules! families {
    ($($constant:ident $name:literal = $values:expr;)*) => {
        /// All families, in the order of their numbers.
        pub(super) const FAMILIES: &[Row] = &[$(Row { name: $name, values: $values }),*];

        /// A family of traits.
        #[derive(Clone, Copy)]
        pub(super) enum Family { $($constant),* }
    };
}

families! {
    Shape_ "shape" = || debug(&Shape::ALL);
    Rule "rule" = rules;
    RuleShape "rule in shape" = || product(&rules(), &debug(&Shape::ALL));
    RuleKinds "rule of kinds" = || product(&rules(), &strings(&KIND_PAIRS));
    RuleSubject "rule of subject" = || product(&rules(), &strings(&["other", "nearest", "sentence", "both"]));
    RuleRoles "rule of roles" = || product(&rules(), &strings(&ROLE_PAIRS));
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
    Proposal "rule proposes" = || product(&product(&rules(), &strings(&RELATIONS)), &strings(&BETTER));
    FirstProposal "proposed" = || product(&strings(&RELATIONS), &strings(&BETTER));
    ToneFirst "tone of first" = || strings(&TONES);
    ToneSecond "tone of second" = || strings(&TONES);
    ToneBetween "better by tone" = || strings(&TONES);
    Figures "figures" = || strings(&["first greater", "second greater", "equal", "first greater cost", "second greater cost"]);
    MoreFor "more for" = || product(&strings(&["first", "second"]), &strings(&["more", "most", "cost", "negation"]));
    Classes "sides that are classes" = || strings(&["neither", "first", "last", "both"]);
    Sign "sign" = || strings(SIGNS);
}

macro_rules! signs {
    ($($constant:ident $name:literal;)*) => {
        /// A trait of the family `sign`.
        #[derive(Clone, Copy)]
        pub(super) enum Sign { $($constant),* }

        /// The names of the signs, in the order of their numbers.
        const SIGNS: &[&str] = &[$($name),*];
    };
}

signs! {
    FirstHeadsSentence "first heads sentence";
    SecondEndsSentence "second ends sentence";
    FirstHeadsClause "first heads clause";
    SecondHeadsClause "second heads clause";
    FiguresOnBoth "figures on both";
    SameWordAfterBoth "same word after both";
    FirstInTitle "first in title";
    SecondInTitle "second in title";
    LatinText "latin text";
    Question "question";
    SameKind "same kind";
    AcrossParagraphs "across paragraphs";
    BothTopTwo "both top two";
    EnumerationGoesOn "enumeration goes on";
    QuotedTitle "quoted title";
    SameIndustry "same industry";
    OtherIndustry "other industry";
    FirstIsNearestActor "first is nearest actor";
    FirstIsClauseSubject "first is clause subject";
    FirstIsSentenceSubject "first is sentence subject";
    BothLeadClauses "both lead clauses";
    FirstIsUnderstoodMain "first is understood main";
    LatinInAClause "latin, in a clause";
    LatinOverClauses "latin, over clauses";
    LatinOverSentences "latin, over sentences";
    LatinOverParagraphs "latin, over paragraphs";
    LatinAnchored "latin, anchored";
    LatinNoRule "latin, no rule";
    OwnedNoRule "owned, no rule";
}

pub(super) const KINDS: [MentionKind; 7] = [
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

/// The characters of [`NEXT`] with their numbers, sorted.
static NEXT_NUMBERS: LazyLock<Vec<(char, usize)>> = LazyLock::new(|| {
    let mut numbers: Vec<(char, usize)> =
        NEXT.chars().enumerate().map(|(number, char)| (char, number)).collect();
    // Of a character that stands there twice, the first number counts.
    numbers.sort();
    numbers.dedup_by_key(|(char, _)| *char);
    numbers
});

/// Returns the value of a character next to a name, in the order of [`chars`].
pub(super) fn next(char: Option<char>) -> usize {
    static KNOWN: LazyLock<usize> = LazyLock::new(|| NEXT.chars().count());
    match char {
        None | Some('\n') => *KNOWN + 1,
        Some(char) => NEXT_NUMBERS
            .binary_search_by_key(&char, |&(one, _)| one)
            .map_or(*KNOWN, |index| NEXT_NUMBERS[index].1),
    }
}

/// How the two sides are named.
pub(super) const KIND_PAIRS: [&str; 6] =
    ["known", "class second", "class first", "unknown", "pronoun", "group"];
/// How words fall, from very ill to very well.
pub(super) const TONES: [&str; 5] = ["very ill", "ill", "even", "well", "very well"];
/// How far apart the two sides stand.
pub(super) const SPANS: [&str; 4] = ["clause", "clauses", "list", "sentences"];

pub(super) fn span(candidate: &Candidate<'_>) -> usize {
    match candidate.shape {
        Shape::Clause => 0,
        Shape::Clauses => 1,
        Shape::List | Shape::Counted => 2,
        Shape::Sentences | Shape::Implied => 3,
    }
}

/// What the two sides do.
pub(super) const ROLE_PAIRS: [&str; 3] = ["both act", "first acts not", "second acts not"];

pub(super) fn kind_pair(candidate: &Candidate<'_>) -> usize {
    match (candidate.first().kind, candidate.second().kind) {
        (MentionKind::Group, _) | (_, MentionKind::Group) => 5,
        (_, MentionKind::Class) => 1,
        (MentionKind::Class, _) => 2,
        (MentionKind::Unknown, _) | (_, MentionKind::Unknown) => 3,
        (MentionKind::Pronoun, _) | (_, MentionKind::Pronoun) => 4,
        _ => 0,
    }
}

pub(super) fn role_pair(candidate: &Candidate<'_>) -> usize {
    match (candidate.first().group.role, candidate.second().group.role) {
        (Role::Actor, Role::Actor) => 0,
        (_, Role::Actor) => 1,
        _ => 2,
    }
}

/// Returns the names of the rules.
fn rules() -> Vec<String> {
    RULES.iter().map(|rule| rule.name.to_owned()).collect()
}

pub(super) const RELATIONS: [&str; 4] = ["superior", "equal", "different", "rival"];
pub(super) const BETTER: [&str; 3] = ["none", "first", "last"];

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
