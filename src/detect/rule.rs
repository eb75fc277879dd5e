//! The rules: each knows one way of setting companies against each other.
//!
//! A rule looks at one candidate, whose sides are exact slots, and says whether its words
//! stand in their places, how the sides are related, and which comes off better. Whether
//! the comparison is believed is decided later, by [`crate::detect::weight`].

mod alike;
mod contrast;
mod english;
mod rival;
mod than;
mod verb;

pub(super) use contrast::figure;

use crate::detect::candidate::{Candidate, Shape};
use crate::detect::comparison::Relation;
use crate::detect::group::Group;
use crate::detect::lexicon::{Cue, Hit};
use crate::detect::role::Role;

/// What a rule says of a candidate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Verdict {
    pub(super) relation: Relation,
    /// The side that comes off better.
    pub(super) favours: Option<usize>,
    /// The words that show it.
    pub(super) cues: Vec<Hit<Cue>>,
}

/// A rule with its name.
pub(super) struct Rule {
    /// As shown to readers: `than`.
    pub(super) name: &'static str,
    /// What it is worth in log-odds before any essay is looked at, where its first side is
    /// the nearest that acts; the fit starts from here.
    pub(super) trust: f32,
    judge: fn(&Candidate<'_>) -> Option<Verdict>,
}

/// All rules; the first that speaks names the comparison.
pub(super) const RULES: &[Rule] = &[
    Rule { name: "english-than", trust: 4.0, judge: english::than },
    Rule { name: "english-times", trust: 4.0, judge: english::times },
    Rule { name: "english-compared-with", trust: 4.0, judge: english::compared },
    Rule { name: "english-choose", trust: 3.5, judge: english::prefer },
    Rule { name: "english-unlike", trust: 4.5, judge: english::unlike },
    Rule { name: "english-ahead", trust: 3.5, judge: english::ahead },
    Rule { name: "english-behind", trust: 3.5, judge: english::behind },
    Rule { name: "english-takes", trust: 3.0, judge: english::takes },
    Rule { name: "english-the-other", trust: 4.0, judge: english::namesake },
    Rule { name: "english-like", trust: 3.0, judge: english::alike },
    Rule { name: "english-rivals", trust: 3.0, judge: english::rivals },
    Rule { name: "than", trust: 1.5, judge: than::than },
    Rule { name: "compared-with", trust: 1.2, judge: than::compared_with },
    Rule { name: "lack", trust: 1.5, judge: verb::lack },
    Rule { name: "par", trust: 1.5, judge: alike::par },
    Rule { name: "ahead", trust: 1.2, judge: verb::ahead },
    Rule { name: "behind", trust: 1.5, judge: verb::behind },
    Rule { name: "taken-by", trust: 2.0, judge: rival::taken_by },
    Rule { name: "takes", trust: 1.2, judge: rival::takes },
    Rule { name: "with-differ", trust: 1.0, judge: alike::with_differ },
    Rule { name: "with-alike", trust: 1.0, judge: alike::with_alike },
    Rule { name: "like", trust: 0.3, judge: alike::like },
    Rule { name: "the-other", trust: 1.5, judge: alike::the_other },
    Rule { name: "choose", trust: 0.3, judge: contrast::choose },
    Rule { name: "rivals", trust: 0.5, judge: rival::rivals },
    Rule { name: "apart", trust: 0.0, judge: alike::apart },
    Rule { name: "together", trust: 0.0, judge: alike::together },
    Rule { name: "most", trust: 0.0, judge: contrast::most },
    Rule { name: "only", trust: 0.0, judge: contrast::only },
    Rule { name: "figures", trust: 0.0, judge: contrast::figures },
    Rule { name: "contrast", trust: 0.0, judge: contrast::contrast },
    Rule { name: "in-turn", trust: 0.0, judge: contrast::in_turn },
    Rule { name: "also", trust: 0.0, judge: contrast::also },
    Rule { name: "english-contrast", trust: 2.5, judge: english::turn },
    Rule { name: "english-in-turn", trust: 2.5, judge: english::in_turn },
];

/// The rules before this number have exact slots for both sides; those from it on only see
/// words in the neighbourhood.
pub(super) const ANCHORED: usize = 23;

/// What the names of the rules that read English begin with.
const ENGLISH: &str = "english-";

impl Rule {
    /// Returns the name as readers see it: the same in every language.
    pub(super) fn shown(&self) -> &'static str {
        self.name.trim_start_matches(ENGLISH)
    }

    /// Tells whether it reads English, and nothing else.
    pub(super) fn reads_english(&self) -> bool {
        self.name.starts_with(ENGLISH)
    }
}

/// Tells whether what a rule says of the outcome stands: its slots are exact, or its figures
/// speak for themselves.
///
/// Two that are only looked at side by side may still come out any way; but where English says
/// nothing good or ill of either, neither is better.
pub(super) fn decides(rule: usize, verdict: &Verdict) -> bool {
    let name = RULES.get(rule).map_or("", |rule| rule.name);
    match name {
        "figures" => verdict.relation != Relation::Different,
        "compared-with" | "rivals" => verdict.favours.is_some(),
        "english-contrast" | "english-in-turn" => verdict.favours.is_none(),
        _ => rule < ANCHORED,
    }
}

/// Returns the numbers of the rules that speak, with what the first of them says.
pub(super) fn judge(candidate: &Candidate<'_>) -> (Vec<usize>, Option<Verdict>) {
    let mut spoken = Vec::new();
    let mut first = None;
    let sentence = candidate.reading.sentences.get(candidate.sentence);
    let english = sentence.is_some_and(|sentence| sentence.is_latin);
    for (number, rule) in RULES.iter().enumerate() {
        if rule.reads_english() == english
            && let Some(verdict) = (rule.judge)(candidate)
        {
            spoken.push(number);
            first.get_or_insert(verdict);
        }
    }
    (spoken, first)
}

/// Bytes between a verb and its object: six characters.
const OBJECT_REACH: usize = 18;

/// Tells whether a word in a later clause than the first side's is said of another: of one who
/// is named nearer to it (甲领先，而丙的销量超过了乙), or of the one whose object the first
/// side is (丙超过了甲，又超过了乙).
fn speaks_of_another(candidate: &Candidate<'_>, hit: Hit<Cue>) -> bool {
    let (first, reading) = (candidate.first(), candidate.reading);
    let clause = candidate.clause(first);
    let is_pair = matches!(candidate.shape, Shape::Clause | Shape::Clauses | Shape::Sentences);
    // English has its subjects farther off, in clauses that commas do not show.
    let is_latin = reading.sentences[candidate.sentence].is_latin;
    if !is_pair || is_latin || hit.start < clause.end {
        return false;
    }
    let groups = reading.groups_of(candidate.sentence);
    let clauses = &reading.sentences[candidate.sentence].clauses;
    let start = clauses.iter().map(|one| one.start).rfind(|&start| start <= hit.start);
    let acts = |group: &Group| {
        group.role == Role::Actor
            && group.parties().any(|party| reading.parties.is_company(party))
            && group.parties().all(|party| !first.parties.contains(&party))
    };
    let is_nearer = |group: &Group| {
        let at = group.passage;
        start.is_some_and(|start| at.start >= start) && at.end <= hit.start && acts(group)
    };
    let is_object = [Cue::Ahead, Cue::Behind].into_iter().any(|cue| {
        let verb = candidate.cue_before(first.passage.start, cue, OBJECT_REACH);
        verb.is_some_and(|verb| {
            groups.iter().any(|group| group.passage.end <= verb.start && acts(group))
        })
    });
    is_object || groups.iter().any(is_nearer)
}

/// Tells whether the words behind a verb say that it cannot be done: 取代不了, 抢不走.
fn fails(text: &str, at: usize) -> bool {
    const CANNOT: &[&str] =
        &["不了", "不掉", "不动", "不住", "不倒", "不走", "不垮", "不死", "不到", "不过"];
    text.get(at..).is_some_and(|rest| CANNOT.iter().any(|cannot| rest.starts_with(cannot)))
}

impl Verdict {
    fn new(relation: Relation, favours: Option<usize>, cue: Hit<Cue>) -> Self {
        Self { relation, favours, cues: vec![cue] }
    }
}
