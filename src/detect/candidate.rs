//! The pairs that may be compared: in a sentence, in a list, over two sentences.

mod zone;

use std::ops::Range;

use crate::detect::group::{Group, Member};
use crate::detect::lexicon::{Cue, CueSet, Hit};
use crate::detect::mention::{MentionKind, PartyList};
use crate::detect::near::Near;
use crate::detect::party::PartyId;
use crate::detect::reading::Reading;
use crate::load::essay::Passage;
pub(super) use zone::Zone;

/// How the two sides of a candidate stand to each other in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Shape {
    /// Two groups of one clause.
    Clause,
    /// Two groups in different clauses of one sentence.
    Clauses,
    /// Members of one list.
    List,
    /// The first stands in the sentence before.
    Sentences,
    /// The first is understood, not said.
    Implied,
    /// A word for several: 三家.
    Counted,
}

impl Shape {
    /// All shapes, in the order of their numbers.
    pub(super) const ALL: [Self; 6] =
        [Self::Clause, Self::Clauses, Self::List, Self::Sentences, Self::Implied, Self::Counted];
}

/// One side of a candidate.
#[derive(Clone, Copy, Debug)]
pub(super) struct Slot<'a> {
    /// Where it is named.
    pub(super) passage: Passage,
    /// Whom it stands for.
    pub(super) parties: &'a [PartyId],
    /// How it is named.
    pub(super) kind: MentionKind,
    /// Whether its words stand in the title.
    pub(super) in_title: bool,
    /// The group it stands in.
    pub(super) group: &'a Group,
}

/// Sides that may be compared, with the words around them.
pub(super) struct Candidate<'a> {
    pub(super) reading: &'a Reading<'a>,
    /// The sentence of the last side.
    pub(super) sentence: usize,
    pub(super) shape: Shape,
    /// Two or more, in the order of the text.
    pub(super) sides: Vec<Slot<'a>>,
    /// By their numbers.
    zones: [Stretch; Zone::ALL.len()],
    /// What stands before and behind the first side, and before and behind the last.
    pub(super) near: [(Near<'a>, Near<'a>); 2],
    /// All cues of its zones and beside those two sides.
    cues: CueSet,
}

/// A zone of a candidate with its cues.
#[derive(Clone, Copy)]
struct Stretch {
    start: u32,
    end: u32,
    /// The numbers of the cues in it.
    hits: (u32, u32),
    set: CueSet,
}

impl<'a> Slot<'a> {
    /// Returns whom it stands for.
    pub(super) fn written_parties(&self, reading: &Reading<'_>) -> PartyList {
        self.parties.iter().map(|&party| reading.parties.get(party).clone()).collect()
    }

    fn group(group: &'a Group) -> Self {
        Self {
            passage: group.passage,
            parties: match group.members.as_slice() {
                [member] => &member.parties,
                _ => &group.all,
            },
            kind: group.kind(),
            in_title: group.in_title,
            group,
        }
    }

    fn member(group: &'a Group, member: &'a Member) -> Self {
        Self {
            passage: member.passage,
            parties: &member.parties,
            kind: member.kind,
            in_title: member.in_title,
            group,
        }
    }
}

/// Adds the candidates whose last side stands in a sentence to those that were found.
pub(super) fn candidates<'a>(
    reading: &'a Reading<'a>,
    sentence: usize,
    found: &mut Vec<Candidate<'a>>,
) {
    let groups = reading.groups_of(sentence);
    let mut push = |shape, sides: &[Slot<'a>]| {
        if are_apart(reading, sides) {
            found.push(Candidate::new(reading, sentence, shape, sides.to_vec()));
        }
    };
    let mut members = Vec::new();
    for (index, second) in groups.iter().enumerate() {
        for first in &groups[index.saturating_sub(GROUPS_BEFORE)..index] {
            let shape = if first.clause == second.clause { Shape::Clause } else { Shape::Clauses };
            push(shape, &[Slot::group(first), Slot::group(second)]);
        }
        if second.members.len() > 1 {
            members.clear();
            members.extend(second.members.iter().map(|member| Slot::member(second, member)));
            push(Shape::List, &members);
        }
        if let [member] = second.members.as_slice()
            && member.parties.len() > 1
        {
            let sides = member.parties.iter().map(|party| Slot {
                parties: std::slice::from_ref(party),
                ..Slot::member(second, member)
            });
            members.clear();
            members.extend(sides);
            push(Shape::Counted, &members);
        }
    }
    for second in groups.iter().take(SIDES_BEHIND) {
        let alone = groups.iter().all(|other| {
            other.passage.start >= second.passage.start || other.kind() == MentionKind::Class
        });
        if alone && is_measured(reading, second) {
            for first in reading.topics(sentence, second) {
                push(Shape::Implied, &[Slot::group(first), Slot::group(second)]);
            }
        }
    }
    let Some(previous) = reading.previous(sentence) else { return };
    for second in groups.iter().take(SIDES_BEHIND) {
        for first in reading.groups_of(previous).iter().take(GROUPS_BEFORE) {
            push(Shape::Sentences, &[Slot::group(first), Slot::group(second)]);
        }
    }
}

/// Finds the pairs of a sentence in which one company is named twice, and nobody between.
pub(super) fn of_one_company<'a>(
    reading: &'a Reading<'a>,
    sentence: usize,
) -> impl Iterator<Item = Candidate<'a>> {
    let company = |group: &Group| {
        let [member] = group.members.as_slice() else { return None };
        let [party] = *member.parties.as_slice() else { return None };
        reading.parties.is_company(party).then_some(party)
    };
    let pairs = reading.groups_of(sentence).windows(2).filter_map(|pair| match pair {
        [first, second] => Some((first, second)),
        _ => None,
    });
    let same = move |&(first, second): &(&Group, &Group)| {
        company(first).is_some_and(|party| company(second) == Some(party))
    };
    pairs.filter(same).map(move |(first, second)| {
        let shape = if first.clause == second.clause { Shape::Clause } else { Shape::Clauses };
        Candidate::new(reading, sentence, shape, vec![Slot::group(first), Slot::group(second)])
    })
}

/// How many groups before it a group is set against, in the same sentence.
const GROUPS_BEFORE: usize = 7;
/// How many groups at a sentence's head may face one of the sentence before.
const SIDES_BEHIND: usize = 2;

/// Tells whether no party stands on two sides and not all are classes.
fn are_apart(reading: &Reading<'_>, sides: &[Slot<'_>]) -> bool {
    let distinct = sides.iter().enumerate().all(|(index, side)| {
        sides[..index]
            .iter()
            .all(|other| side.parties.iter().all(|party| !other.parties.contains(party)))
    });
    let distinct = distinct && !are_one_pronoun(reading, sides);
    let mut parties = sides.iter().flat_map(|side| side.parties.iter());
    distinct && parties.any(|&party| reading.parties.is_company(party))
}

/// Tells whether all sides are the same pronoun, which stands for one and the same.
fn are_one_pronoun(reading: &Reading<'_>, sides: &[Slot<'_>]) -> bool {
    let words = |side: &Slot<'_>| reading.text.get(side.passage.range());
    sides.windows(2).all(|pair| match pair {
        [one, other] => {
            one.kind == MentionKind::Pronoun
                && other.kind == MentionKind::Pronoun
                && one.passage != other.passage
                && words(one) == words(other)
        }
        _ => false,
    })
}

impl<'a> Candidate<'a> {
    fn new(reading: &'a Reading<'a>, sentence: usize, shape: Shape, sides: Vec<Slot<'a>>) -> Self {
        let nothing = Stretch { start: 0, end: 0, hits: (0, 0), set: CueSet::default() };
        let zones = [nothing; Zone::ALL.len()];
        let near = [&sides[0], &sides[sides.len() - 1]].map(|side| {
            (reading.near.before(side.passage.start), reading.near.behind(side.passage.end))
        });
        let mut cues = CueSet::default();
        for (before, behind) in &near {
            cues.extend(before.set);
            cues.extend(behind.set);
        }
        let mut candidate = Self { reading, sentence, shape, sides, zones, near, cues };
        for zone in Zone::ALL {
            let stretch = candidate.stretch(zone);
            candidate.zones[zone as usize] = stretch;
            candidate.cues.extend(stretch.set);
        }
        candidate
    }

    /// Tells whether one of some cues stands in a zone, or beside the first or the last side.
    pub(super) const fn has_any(&self, cues: &CueSet) -> bool {
        self.cues.meets(cues)
    }

    /// Returns the first side.
    pub(super) fn first(&self) -> &Slot<'a> {
        &self.sides[0]
    }

    /// Returns the last side.
    pub(super) fn second(&self) -> &Slot<'a> {
        &self.sides[self.sides.len() - 1]
    }

    /// Returns the sentences it covers.
    pub(super) fn passage(&self) -> Passage {
        let sentences = &self.reading.sentences;
        let implied = self.shape == Shape::Implied;
        let start = if implied { self.sentence } else { self.first().group.sentence };
        Passage::new(sentences[start].passage.start, sentences[self.sentence].passage.end)
    }

    /// Returns the clause of a side.
    pub(super) fn clause(&self, side: &Slot<'_>) -> Passage {
        let sentence = &self.reading.sentences[side.group.sentence];
        let last = sentence.clauses.len() - 1;
        sentence.clauses[side.group.clause.min(last)]
    }

    /// Returns the cues in a zone.
    pub(super) fn hits(&self, zone: Zone) -> &'a [Hit<Cue>] {
        let (first, last) = self.zones[zone as usize].hits;
        self.reading.hits.get(first as usize..last as usize).unwrap_or_default()
    }

    /// Returns the kinds of cues in a zone.
    pub(super) const fn cues(&self, zone: Zone) -> CueSet {
        self.zones[zone as usize].set
    }

    /// Sums how the words of a zone fall; `cost` tells whether more is worse already.
    pub(super) fn tone(&self, zone: Zone, cost: bool) -> i32 {
        let (first, last) = self.zones[zone as usize].hits;
        self.reading.tone(first as usize..last as usize, cost)
    }

    /// Returns the first hit of a cue in a zone.
    pub(super) fn hit(&self, zone: Zone, cue: Cue) -> Option<Hit<Cue>> {
        let stretch = &self.zones[zone as usize];
        stretch.set.has(cue).then(|| self.hits(zone).iter().find(|hit| hit.what == cue).copied())?
    }

    /// Returns the text of a zone.
    pub(super) fn words(&self, zone: Zone) -> &'a str {
        self.reading.text.get(self.zone(zone)).unwrap_or_default()
    }

    /// Returns the text of a zone from its first digit on.
    pub(super) fn digits(&self, zone: Zone) -> Option<&'a str> {
        let range = self.zone(zone);
        let end = range.end;
        self.reading.text.get(self.reading.digit_in(range)?..end)
    }

    /// Returns the bytes of a zone.
    pub(super) fn zone(&self, zone: Zone) -> Range<usize> {
        let stretch = &self.zones[zone as usize];
        stretch.start as usize..stretch.end as usize
    }

    fn stretch(&self, zone: Zone) -> Stretch {
        let Range { start, end } = self.bounds(zone);
        let hits = self.reading.hit_numbers(start, end);
        let mut set = CueSet::default();
        let cues = self.reading.hits.get(hits.clone()).unwrap_or_default();
        cues.iter().for_each(|hit| set.add(hit.what));
        let [start, end, first, last] = [start, end, hits.start, hits.end]
            .map(|number| u32::try_from(number).expect("a text has less than 4 GiB"));
        Stretch { start, end, hits: (first, last), set }
    }

    fn bounds(&self, zone: Zone) -> Range<usize> {
        let (first, second) = (self.first(), self.second());
        let sentence = self.reading.sentences[self.sentence].passage;
        let (first_clause, second_clause) = (self.clause(first), self.clause(second));
        match zone {
            Zone::Before | Zone::Lead if self.shape == Shape::Implied => {
                second_clause.start..second.passage.start
            }
            Zone::Between if self.shape == Shape::Implied => sentence.start..second.passage.start,
            Zone::Before => first_clause.start..first.passage.start,
            Zone::Between => first.passage.end..second.passage.start.max(first.passage.end),
            Zone::Lead => {
                second_clause.start.max(first.passage.end).min(second.passage.start)
                    ..second.passage.start
            }
            Zone::After => second.passage.end..second_clause.end.max(second.passage.end),
            Zone::Rest => second_clause.end.max(second.passage.end)..sentence.end,
        }
    }

    /// Returns the nearest cue that ends right before a side, which begins at a byte, a few
    /// plain words apart.
    pub(super) fn cue_before(&self, at: usize, cue: Cue, reach: usize) -> Option<Hit<Cue>> {
        self.before(at).find(cue, reach)
    }

    /// Returns the first cue that begins right after a side, which ends at a byte, a few
    /// plain words apart.
    pub(super) fn cue_after(&self, at: usize, cue: Cue, reach: usize) -> Option<Hit<Cue>> {
        self.behind(at).find(cue, reach)
    }

    /// Returns the cues that begin right after a side, the first first.
    pub(super) fn cues_after(
        &self,
        at: usize,
        reach: usize,
    ) -> impl Iterator<Item = Hit<Cue>> + 'a {
        self.behind(at).within(reach)
    }

    fn before(&self, at: usize) -> Near<'a> {
        let [(first, _), (last, _)] = self.near;
        [first, last]
            .into_iter()
            .find(|near| near.at == at)
            .unwrap_or_else(|| self.reading.near.before(at))
    }

    fn behind(&self, at: usize) -> Near<'a> {
        let [(_, first), (_, last)] = self.near;
        [first, last]
            .into_iter()
            .find(|near| near.at == at)
            .unwrap_or_else(|| self.reading.near.behind(at))
    }
}

/// Tells whether a word of measure touches a group: 比它, 不亚于它, 与它相比.
fn is_measured(reading: &Reading<'_>, group: &Group) -> bool {
    const NEAR: usize = 12;
    const MEASURES: [Cue; 9] = [
        Cue::Than,
        Cue::Compared,
        Cue::Ahead,
        Cue::Behind,
        Cue::Par,
        Cue::Alike,
        Cue::Model,
        Cue::Differ,
        Cue::Lack,
    ];
    let before = reading.near.before(group.passage.start);
    let behind = reading.near.behind(group.passage.end);
    before.within(NEAR).chain(behind.within(NEAR)).any(|hit| MEASURES.contains(&hit.what))
}
