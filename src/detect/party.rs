//! The parties of one essay by their numbers, with what the essay as a whole makes of each.

use rustc_hash::FxHashMap;

use crate::detect::gazetteer::Gazetteer;
use crate::detect::group::Group;
use crate::detect::mention::{Mention, Party};
use crate::detect::role::Role;

/// A party's number in its essay: quick to compare, and of no order that means anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct PartyId(u32);

/// The parties of an essay.
#[derive(Debug)]
pub(super) struct Parties<'a> {
    all: Vec<Facts<'a>>,
    /// In how many sentences two parties are named together; the lesser number first, sorted.
    together: Vec<((PartyId, PartyId), usize)>,
}

#[derive(Debug)]
struct Facts<'a> {
    party: Party,
    industry: Option<&'a str>,
    /// How many parties are named more often.
    rank: usize,
    /// How many of its names act.
    acting: usize,
    /// How many names it has in groups.
    names: usize,
}

/// How many parties of a sentence are counted as named together: in a longer list, nobody
/// stands beside anybody in particular.
const MOST_TOGETHER: usize = 24;

impl<'a> Parties<'a> {
    /// Numbers the parties of an essay's mentions; returns each mention's with them.
    pub(super) fn new(mentions: &[Mention], gazetteer: &'a Gazetteer) -> (Self, Vec<Vec<PartyId>>) {
        let mut numbers: FxHashMap<&Party, PartyId> = FxHashMap::default();
        let mut named: Vec<(&Party, usize)> = Vec::new();
        let mut number = |party| {
            let next = PartyId(u32::try_from(named.len()).expect("a text has no so many names"));
            let id = *numbers.entry(party).or_insert(next);
            if id == next {
                named.push((party, 0));
            }
            named[id.0 as usize].1 += 1;
            id
        };
        let ids = mentions
            .iter()
            .map(|mention| mention.parties.iter().map(&mut number).collect())
            .collect();
        let mut times: Vec<usize> = named.iter().map(|&(_, times)| times).collect();
        times.sort_unstable();
        let facts = named.into_iter().map(|(party, count)| Facts {
            party: party.clone(),
            industry: party
                .company()
                .and_then(|company| gazetteer.company(company)?.industry.as_deref()),
            rank: times.len() - times.partition_point(|&one| one <= count),
            acting: 0,
            names: 0,
        });
        (Self { all: facts.collect(), together: Vec::new() }, ids)
    }

    /// Counts how often each party acts, and who is named together in each sentence.
    pub(super) fn count<'g>(&mut self, sentences: impl Iterator<Item = &'g [Group]>) {
        let mut pairs: Vec<(PartyId, PartyId)> = Vec::new();
        for groups in sentences {
            for group in groups {
                for party in group.parties() {
                    let facts = &mut self.all[party.0 as usize];
                    facts.acting += usize::from(group.role == Role::Actor);
                    facts.names += 1;
                }
            }
            let mut named: Vec<PartyId> = groups.iter().flat_map(Group::parties).collect();
            named.truncate(MOST_TOGETHER);
            named.sort_unstable();
            named.dedup();
            for (index, &first) in named.iter().enumerate() {
                pairs.extend(named[index + 1..].iter().map(|&second| (first, second)));
            }
        }
        pairs.sort_unstable();
        let equal = pairs.chunk_by(|one, other| one == other);
        self.together = equal.map(|pair| (pair[0], pair.len())).collect();
    }

    /// Returns the party.
    pub(super) fn get(&self, party: PartyId) -> &Party {
        &self.all[party.0 as usize].party
    }

    /// Tells whether it is a company and no class.
    pub(super) fn is_company(&self, party: PartyId) -> bool {
        self.get(party).company().is_some()
    }

    /// Returns how many parties are named more often than this one.
    pub(super) fn rank(&self, party: PartyId) -> usize {
        self.all[party.0 as usize].rank
    }

    /// Returns in how many sentences the two are named together.
    pub(super) fn together(&self, first: PartyId, second: PartyId) -> usize {
        let pair = (first.min(second), first.max(second));
        self.together
            .binary_search_by_key(&pair, |&(pair, _)| pair)
            .map_or(0, |index| self.together[index].1)
    }

    /// Returns what a party does, if the gazetteer knows.
    pub(super) fn industry(&self, party: PartyId) -> Option<&'a str> {
        self.all[party.0 as usize].industry
    }

    /// Returns in how many tenths of its names a party acts, rather than being a place,
    /// source or tool.
    pub(super) fn acts(&self, party: PartyId) -> usize {
        let facts = &self.all[party.0 as usize];
        (facts.acting * 10).checked_div(facts.names).unwrap_or(0)
    }
}
