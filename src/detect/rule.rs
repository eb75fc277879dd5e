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

use crate::detect::candidate::{Candidate, Shape, Slot};
use crate::detect::comparison::Relation;
use crate::detect::group::Group;
use crate::detect::lexicon::{Cue, CueSet, Hit};
use crate::detect::lists;
use crate::detect::role::Role;

/// What a rule says of a candidate: the weights decide whether it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Proposal {
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
    /// The cues of which one must stand in a zone, or right beside a side, for the rule to speak;
    /// any or none where nothing is said.
    needs: Option<CueSet>,
    judge: Judge,
}

/// Says what a rule sees in a candidate, if anything.
type Judge = fn(&Candidate<'_>) -> Option<Proposal>;

/// All rules; the first that speaks names the comparison.
pub(super) const RULES: &[Rule] = &[
    Rule::new("english-than", 4.0, english::than),
    Rule::new("english-times", 4.0, english::times),
    Rule::new("english-compared-with", 4.0, english::compared),
    Rule::new("english-choose", 3.5, english::prefer),
    Rule::new("english-unlike", 4.5, english::unlike),
    Rule::new("english-ahead", 3.5, english::ahead),
    Rule::new("english-behind", 3.5, english::behind),
    Rule::new("english-takes", 3.0, english::takes),
    Rule::new("english-the-other", 4.0, english::namesake),
    Rule::new("english-like", 3.0, english::alike),
    Rule::new("english-rivals", 3.0, english::rivals),
    Rule::asking("than", 1.5, &[Cue::Than], than::than),
    Rule::asking("compared-with", 1.2, &[Cue::Compared, Cue::Than], than::compared_with),
    Rule::asking("lack", 1.5, &[Cue::Lack], verb::lack),
    Rule::asking("par", 1.5, &[Cue::Par], alike::par),
    Rule::asking("ahead", 1.2, &[Cue::Ahead], verb::ahead),
    Rule::asking("behind", 1.5, &[Cue::Behind], verb::behind),
    Rule::asking("taken-by", 2.0, &[Cue::Take], rival::taken_by),
    Rule::new("takes", 1.2, rival::takes),
    Rule::asking("with-differ", 1.0, &[Cue::Differ], alike::with_differ),
    Rule::asking("with-alike", 1.0, &[Cue::Alike, Cue::Par], alike::with_alike),
    Rule::asking("like", 0.3, &[Cue::Alike, Cue::Model], alike::like),
    Rule::new("the-other", 1.5, alike::the_other),
    Rule::asking("except", 1.5, &[Cue::Only], contrast::except),
    Rule::asking("choose", 0.3, &[Cue::Choose, Cue::Instead], contrast::choose),
    Rule::asking("rivals", 0.5, &[Cue::Rival, Cue::Cost], rival::rivals),
    Rule::asking("apart", 0.0, &[Cue::Differ], alike::apart),
    Rule::asking("together", 0.0, &[Cue::Par, Cue::Alike], alike::together),
    Rule::new("most", 0.0, contrast::most),
    Rule::asking("only", 0.0, &[Cue::Only], contrast::only),
    Rule::new("figures", 0.0, contrast::figures),
    Rule::asking(
        "contrast",
        0.0,
        &[Cue::Contrast, Cue::Balance, Cue::Adversative],
        contrast::contrast,
    ),
    Rule::asking("in-turn", 0.0, &[Cue::Topic, Cue::Adversative], contrast::in_turn),
    Rule::asking("also", 0.0, &[Cue::Also, Cue::Alike], contrast::also),
    Rule::new("english-contrast", 2.5, english::turn),
    Rule::new("english-in-turn", 2.5, english::in_turn),
];

/// The rules before this number have exact slots for both sides; those from it on only see
/// words in the neighbourhood.
pub(super) const ANCHORED: usize = 24;

/// What the names of the rules that read English begin with.
const ENGLISH: &str = "english-";

impl Rule {
    /// Makes a rule that looks at every candidate.
    const fn new(name: &'static str, trust: f32, judge: Judge) -> Self {
        Self { name, trust, needs: None, judge }
    }

    /// Makes a rule that speaks only where one of these cues stands, and is asked only there.
    const fn asking(name: &'static str, trust: f32, needs: &[Cue], judge: Judge) -> Self {
        Self { name, trust, needs: Some(CueSet::of_all(needs)), judge }
    }

    /// Returns what the rule says of a candidate.
    fn judge(&self, candidate: &Candidate<'_>) -> Option<Proposal> {
        if self.needs.as_ref().is_some_and(|needs| !candidate.has_any(needs)) {
            debug_assert_eq!((self.judge)(candidate), None, "{} needs other cues", self.name);
            return None;
        }
        (self.judge)(candidate)
    }

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
pub(super) fn decides(rule: usize, proposal: &Proposal) -> bool {
    let name = RULES.get(rule).map_or("", |rule| rule.name);
    match name {
        "figures" => proposal.relation != Relation::Different,
        "compared-with" | "rivals" => proposal.favours.is_some(),
        "english-contrast" | "english-in-turn" => proposal.favours.is_none(),
        _ => rule < ANCHORED,
    }
}

/// Returns the numbers of the rules that speak, with what the first of them says.
pub(super) fn judge(candidate: &Candidate<'_>) -> (Vec<usize>, Option<Proposal>) {
    let mut spoken = Vec::new();
    let mut first = None;
    let sentence = candidate.reading.sentences.get(candidate.sentence);
    let english = sentence.is_some_and(|sentence| sentence.is_latin);
    for (number, rule) in RULES.iter().enumerate() {
        if rule.reads_english() == english
            && let Some(proposal) = rule.judge(candidate)
        {
            spoken.push(number);
            first.get_or_insert(proposal);
        }
    }
    (spoken, first)
}

/// Bytes between a verb and its object: six characters.
const OBJECT_REACH: usize = 18;

/// Returns the head of a relative clause that has an object, if it has one: 丙 of 超过乙成为第一的丙.
///
/// 乙的丙 alone may be what belongs to 乙.
fn relative_head<'a>(candidate: &'a Candidate<'_>, object: &Slot<'_>) -> Option<&'a Group> {
    /// Bytes of the shortest verb with its 的: three characters.
    const SHORTEST: usize = 9;
    let reading = candidate.reading;
    let mut groups = reading.groups_of(object.group.sentence).iter();
    let head = groups.find(|group| group.passage.start >= object.passage.end)?;
    let between = reading.text.get(object.passage.end..head.passage.start)?.trim_end();
    let is_clause = between.len() >= SHORTEST
        && between.ends_with('的')
        && !between.contains(['，', '、', '。', '；', '“']);
    (is_clause && head.clause == object.group.clause).then_some(head)
}

/// Tells whether a word in a later clause than the first side's is said of another: of one who
/// is named nearer to it (甲领先，而丙的销量超过了乙), of the one whose object the first
/// side is (丙超过了甲，又超过了乙), or of the head of its clause (甲降价时，超过乙成为第一的丙).
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
    let has_own_head = candidate.second().passage.start >= hit.end
        && relative_head(candidate, candidate.second()).is_some();
    is_object || has_own_head || groups.iter().any(is_nearer)
}

/// Tells whether the words behind a verb say that it cannot be done: 取代不了, 抢不走.
fn fails(text: &str, at: usize) -> bool {
    text.get(at..).is_some_and(|rest| lists::CANNOT.iter().any(|cannot| rest.starts_with(cannot)))
}

impl Proposal {
    fn new(relation: Relation, favours: Option<usize>, cue: Hit<Cue>) -> Self {
        Self { relation, favours, cues: vec![cue] }
    }
}
