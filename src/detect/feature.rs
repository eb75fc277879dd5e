//! What the scorer sees of a candidate: a few dozen traits, each with a name.
//!
//! Traits are yes-or-no and come in [families](family); their numbers follow the order of
//! the families, their names are those of `weights.tsv`.

mod family;
mod sides;
mod words;

use std::sync::LazyLock;

use crate::detect::candidate::{Candidate, Shape};
use crate::detect::lexicon::CueSet;
use crate::detect::rule::{ANCHORED, Proposal, RULES};
use family::{FAMILIES, Family, KIND_PAIRS, ROLE_PAIRS, Sign, kind_pair, role_pair};

/// A trait's number.
pub(super) type Feature = u16;

/// Returns the names of all traits, in the order of their numbers.
pub(super) fn names() -> &'static [String] {
    &ALL.names
}

/// All traits.
static ALL: LazyLock<All> = LazyLock::new(|| {
    let mut all = All { names: Vec::new(), offsets: Vec::new() };
    for family in FAMILIES {
        all.offsets.push(all.names.len());
        let values = (family.values)().into_iter();
        all.names.extend(values.map(|value| format!("{}: {value}", family.name)));
    }
    all
});

struct All {
    names: Vec<String>,
    /// Where each family's numbers begin.
    offsets: Vec<usize>,
}

/// Finds traits by their names, quickly where they come in the order of their numbers.
#[derive(Default)]
pub(super) struct Finder {
    next: usize,
}

impl Finder {
    /// Returns a trait's number.
    pub(super) fn find(&mut self, name: &str) -> Option<usize> {
        let names = names();
        let mut numbers = (self.next..names.len()).chain(0..self.next);
        let number = numbers.find(|&number| names[number] == name)?;
        self.next = number + 1;
        Some(number)
    }
}

/// Gathers traits, as a bit each.
pub(super) struct Traits {
    bits: Vec<u64>,
    offsets: &'static [usize],
}

impl Traits {
    /// Makes a gatherer that holds nothing.
    pub(super) fn new() -> Self {
        Self { bits: vec![0; ALL.names.len().div_ceil(64)], offsets: &ALL.offsets }
    }

    fn add(&mut self, family: Family, value: usize) {
        let number = self.offsets[family as usize] + value;
        self.bits[number / 64] |= 1 << (number % 64);
    }

    /// Adds a value for each cue of a set, from `first` on.
    fn add_all(&mut self, family: Family, first: usize, cues: CueSet) {
        let number = self.offsets[family as usize] + first;
        let (word, shift) = (number / 64, number % 64);
        self.bits[word] |= cues.bits() << shift;
        // What is shifted out goes into the next word; nothing is where the shift is none.
        let above = cues.bits().checked_shr(64 - shift as u32).unwrap_or(0);
        if above != 0 {
            self.bits[word + 1] |= above;
        }
    }

    fn sign(&mut self, sign: Sign, holds: bool) {
        if holds {
            self.add(Family::Sign, sign as usize);
        }
    }

    /// Moves the numbers into `numbers`, in ascending order.
    pub(super) fn take(&mut self, numbers: &mut Vec<Feature>) {
        numbers.clear();
        for (index, word) in self.bits.iter_mut().enumerate() {
            let mut left = std::mem::take(word);
            while left != 0 {
                let number = index * 64 + left.trailing_zeros() as usize;
                numbers.push(Feature::try_from(number).expect("there are a few thousand traits"));
                left &= left - 1;
            }
        }
    }
}

/// Gathers the traits of a candidate, and what its rules say.
pub(super) fn gather(
    candidate: &Candidate<'_>,
    rules: &[usize],
    proposal: Option<&Proposal>,
    others: usize,
    traits: &mut Traits,
) {
    let shape = candidate.shape as usize;
    traits.add(Family::Shape_, shape);
    for &rule in rules {
        traits.add(Family::Rule, rule);
        traits.add(Family::RuleShape, rule * Shape::ALL.len() + shape);
        traits.add(Family::RuleKinds, rule * KIND_PAIRS.len() + kind_pair(candidate));
        traits.add(Family::RuleRoles, rule * ROLE_PAIRS.len() + role_pair(candidate));
    }
    let anchored = rules.first().is_some_and(|&rule| rule < ANCHORED);
    traits.add(Family::Anchors, usize::from(anchored) * 3 + others.min(2));
    traits.add(Family::KindPair, kind_pair(candidate) * Shape::ALL.len() + shape);
    if rules.is_empty() {
        traits.add(Family::NoRule, shape);
    }
    words::cues(candidate, rules.is_empty(), traits);
    words::tones(candidate, rules, proposal, traits);
    sides::name(candidate, traits);
    sides::layout(candidate, rules, traits);
    sides::context(candidate, rules, traits);
}

/// Returns the traits that speak on the outcome alone, which only what is chosen needs.
pub(super) fn of_outcome(candidate: &Candidate<'_>) -> Vec<Feature> {
    let mut traits = Traits::new();
    sides::classes(candidate, &mut traits);
    let mut numbers = Vec::new();
    traits.take(&mut numbers);
    numbers
}

/// Tells of each trait whether it may speak on the outcome: what is said does, who is
/// named does not.
///
/// The relation is told by words wherever they stand; the better side by the few beside the
/// last, for more of them only fit the essays at hand. That one side is a class tells much: it
/// is named to show how another stands out.
pub(super) fn outcome_traits(of_relation: bool) -> Vec<bool> {
    const BOTH: &[&str] =
        &["shape", "proposed", "cue before second", "cue after second", "sides that are classes"];
    const OF_RELATION: &[&str] = &[
        "rule proposes",
        "tone of first",
        "tone of second",
        "better by tone",
        "figures",
        "more for",
        "cue after first",
        "cue before first",
        "cue in zone",
    ];
    let own = if of_relation { OF_RELATION } else { &[] };
    FAMILIES
        .iter()
        .flat_map(|family| {
            let speaks = BOTH.contains(&family.name) || own.contains(&family.name);
            vec![speaks; (family.values)().len()]
        })
        .collect()
}

/// What English that no rule reads is worth at first: its rules see most of what there is.
const UNRULED: f32 = -1.0;

/// Returns what each trait is worth by the trust in its rule.
pub(super) fn trust() -> Vec<f32> {
    let trusted = |name: &str, value: &str| {
        if (name, value) == ("sign", "latin, no rule") {
            return UNRULED;
        }
        let (rule, subject) = value.split_once(", ").unwrap_or((value, ""));
        let trust = RULES.iter().find(|one| one.name == rule).map_or(0.0, |rule| rule.trust);
        // The rules of English look for the subject themselves.
        let counts = if rule.starts_with("english-") {
            name == "rule"
        } else {
            name == "rule of subject" && matches!(subject, "nearest" | "both")
        };
        if counts { trust } else { 0.0 }
    };
    FAMILIES
        .iter()
        .flat_map(|row| (row.values)().into_iter().map(|value| trusted(row.name, &value)))
        .collect()
}
