//! An essay as the rules read it: sentences with who is named in them, in groups and roles,
//! and with the cues.

use std::collections::{BTreeMap, BTreeSet};

use crate::detect::gazetteer::Gazetteer;
use crate::detect::group::{self, Group};
use crate::detect::lexicon::{CUES, Cue, Hit};
use crate::detect::mention::{Mention, Party};
use crate::detect::near::{NearCues, Surroundings};
use crate::detect::role::{self, Role};
use crate::detect::sentence::{self, Place, Sentence};
use crate::detect::{class, english, name, reference, unknown};
use crate::load::essay::Essay;

/// An essay, read.
pub(super) struct Reading<'a> {
    pub(super) text: &'a str,
    pub(super) title: &'a str,
    pub(super) sentences: Vec<Sentence>,
    /// In the order of the text, not overlapping.
    pub(super) mentions: Vec<Mention>,
    /// In the order of the text.
    pub(super) groups: Vec<Group>,
    /// The groups of each sentence.
    pub(super) sentence_groups: Vec<std::ops::Range<usize>>,
    /// In the order of the text.
    pub(super) hits: Vec<Hit<Cue>>,
    /// The cues next to each name.
    pub(super) near: NearCues,
    /// How many parties are named more often than each.
    ranks: BTreeMap<Party, usize>,
    /// In how many sentences two parties are named together; the lesser party first.
    together: BTreeMap<(Party, Party), usize>,
    /// How many names of each party act, of all its names.
    acting: BTreeMap<Party, (usize, usize)>,
    /// The groups that first name whom the essay names most, the foremost first.
    main: Vec<usize>,
    gazetteer: &'a Gazetteer,
}

/// How many of the parties named most an unsaid subject may be.
const MAIN_PARTIES: usize = 3;
/// How many sentences back an unsaid subject may have been named.
const TOPIC_REACH: usize = 4;

impl<'a> Reading<'a> {
    /// Reads an essay's main text.
    pub(super) fn new(essay: &'a Essay, gazetteer: &'a Gazetteer) -> Self {
        let body = &essay.body;
        let text = &body.text[..body.footnotes_start];
        let sentences = sentence::sentences(body);
        let year = essay.front_matter.time.as_ref().map(crate::moment::Moment::year);
        let mut mentions = name::known(text, &sentences, gazetteer, year);
        let unknown = unknown::unknown(body, text, &mentions);
        mentions = merged(mentions, unknown);
        let classes = class::classes(text, &mentions);
        mentions = merged(mentions, classes);
        let hits = hits(text);
        reference::resolve(text, &sentences, &mut mentions);
        let mut reading = Self {
            text,
            title: &essay.front_matter.title,
            sentences,
            ranks: ranks(&mentions),
            together: BTreeMap::new(),
            acting: BTreeMap::new(),
            main: Vec::new(),
            gazetteer,
            mentions,
            groups: Vec::new(),
            sentence_groups: Vec::new(),
            hits,
            near: NearCues::default(),
        };
        reading.group();
        let around = Surroundings { text, hits: &reading.hits, names: &reading.mentions };
        reading.near = NearCues::new(&reading.groups, around);
        reading.pair();
        reading.count_roles();
        reading.find_main();
        reading
    }

    /// Returns the cues within a range of bytes.
    pub(super) fn hits_in(&self, start: usize, end: usize) -> &[Hit<Cue>] {
        let from = self.hits.partition_point(|hit| hit.start < start);
        let to = self.hits.partition_point(|hit| hit.start < end);
        let hits = self.hits.get(from..to.max(from)).unwrap_or_default();
        let inside = hits.iter().rposition(|hit| hit.end <= end).map_or(0, |last| last + 1);
        &hits[..inside]
    }

    /// Returns the groups of a sentence.
    pub(super) fn groups_of(&self, sentence: usize) -> &[Group] {
        self.sentence_groups
            .get(sentence)
            .and_then(|range| self.groups.get(range.clone()))
            .unwrap_or_default()
    }

    /// Returns whom a sentence may speak of without saying so, other than `besides`: the
    /// nearest subject before it, and whom the essay names most. A heading or a table's cell
    /// speaks of nobody but those it names.
    pub(super) fn topics(&self, sentence: usize, besides: &Group) -> Vec<&Group> {
        let place = self.sentences.get(sentence).map(|sentence| sentence.place);
        if !matches!(place, Some(Place::Paragraph | Place::Item)) {
            return Vec::new();
        }
        let differs = |group: &&Group| {
            group.parties().all(|party| besides.parties().all(|other| other != party))
                && group.parties().any(|party| party.company().is_some())
        };
        let nearest = (sentence.saturating_sub(TOPIC_REACH)..sentence).rev().find_map(|before| {
            self.groups_of(before).iter().find(|group| differs(group) && group.role == Role::Actor)
        });
        let main = self.main.iter().filter_map(|&group| self.groups.get(group)).find(differs);
        let mut topics: Vec<&Group> = nearest.into_iter().collect();
        if let Some(main) = main
            && topics.iter().all(|topic| topic.members[0].parties != main.members[0].parties)
        {
            topics.push(main);
        }
        topics
    }

    /// Returns the sentence before this one, if it reads on from there: no text reads on from a
    /// heading or into a table.
    pub(super) fn previous(&self, sentence: usize) -> Option<usize> {
        let previous = sentence.checked_sub(1)?;
        let (before, this) = (self.sentences.get(previous)?, self.sentences.get(sentence)?);
        let reads_on = |place| matches!(place, Place::Paragraph | Place::Item);
        let joined = this.prose == before.prose
            || this.prose == before.prose + 1 && reads_on(this.place) && reads_on(before.place);
        joined.then_some(previous)
    }

    /// Returns how many parties are named more often than this one.
    pub(super) fn rank(&self, party: &Party) -> usize {
        self.ranks.get(party).copied().unwrap_or(usize::MAX)
    }

    /// Returns in how many sentences the two are named together.
    pub(super) fn together(&self, first: &Party, second: &Party) -> usize {
        let key = (first.min(second).clone(), first.max(second).clone());
        self.together.get(&key).copied().unwrap_or(0)
    }

    /// Returns what a party does, if the gazetteer knows.
    pub(super) fn industry(&self, party: &Party) -> Option<&'a str> {
        self.gazetteer.company(party.company()?)?.industry.as_deref()
    }

    /// Returns in how many tenths of its names a party acts, rather than being a place,
    /// source or tool.
    pub(super) fn acts(&self, party: &Party) -> usize {
        self.acting.get(party).map_or(0, |(acts, all)| acts * 10 / all)
    }

    /// Finds the groups that first name the parties named most.
    fn find_main(&mut self) {
        let mut first: BTreeMap<(usize, &Party), usize> = BTreeMap::new();
        for (number, group) in self.groups.iter().enumerate() {
            if let [member] = group.members.as_slice()
                && let [party] = member.parties.as_slice()
            {
                first.entry((self.rank(party), party)).or_insert(number);
            }
        }
        let main = first.into_values().take(MAIN_PARTIES).collect();
        self.main = main;
    }

    /// Counts how often each party acts.
    fn count_roles(&mut self) {
        for group in &self.groups {
            for party in group.parties() {
                let (acts, all) = self.acting.entry(party.clone()).or_default();
                *acts += usize::from(group.role == Role::Actor);
                *all += 1;
            }
        }
    }

    /// Counts the sentences in which two parties are named together.
    fn pair(&mut self) {
        for range in &self.sentence_groups {
            let groups = self.groups.get(range.clone()).unwrap_or_default();
            let named: BTreeSet<&Party> = groups.iter().flat_map(Group::parties).collect();
            for (index, &first) in named.iter().enumerate() {
                for &second in named.iter().skip(index + 1) {
                    *self.together.entry((first.clone(), second.clone())).or_default() += 1;
                }
            }
        }
    }

    /// Makes groups of the mentions of each sentence.
    fn group(&mut self) {
        let mut mentions = self.mentions.iter().peekable();
        for (number, sentence) in self.sentences.iter().enumerate() {
            let first = self.groups.len();
            while let Some(mention) =
                mentions.next_if(|mention| mention.passage.start < sentence.passage.end)
            {
                let joined = self.groups[first..].last_mut().is_some_and(|group| {
                    let gap = self.text.get(group.passage.end..mention.passage.start);
                    gap.is_some_and(|gap| group::join(group, mention, gap))
                });
                if !joined && !mention.parties.is_empty() {
                    let start = mention.passage.start;
                    let clause = sentence.clauses.partition_point(|clause| clause.end <= start);
                    self.groups.push(group::alone(mention, number, clause));
                }
            }
            self.sentence_groups.push(first..self.groups.len());
        }
        for group in &mut self.groups {
            let sentence = &self.sentences[group.sentence];
            group.role = role::of(self.text, sentence, group);
        }
    }
}

/// Merges two lists of mentions that do not overlap.
fn merged(first: Vec<Mention>, second: Vec<Mention>) -> Vec<Mention> {
    let mut all = first;
    all.extend(second);
    all.sort_by_key(|mention| mention.passage);
    all
}

fn hits(text: &str) -> Vec<Hit<Cue>> {
    let mut hits: Vec<Hit<Cue>> = CUES
        .find_all(&text.to_ascii_lowercase())
        .flat_map(|hit| {
            hit.what.iter().map(move |&what| Hit { start: hit.start, end: hit.end, what })
        })
        .filter(|hit| hit.what != Cue::Inert)
        .collect();
    let equatives = english::equatives(text);
    hits.retain(|hit| {
        let next = equatives.partition_point(|one| one.end <= hit.start);
        equatives.get(next).is_none_or(|one| hit.end <= one.start)
    });
    hits.extend(equatives);
    hits.sort_by_key(|hit| hit.start);
    hits
}

fn ranks(mentions: &[Mention]) -> BTreeMap<Party, usize> {
    let mut times: BTreeMap<&Party, usize> = BTreeMap::new();
    for party in mentions.iter().flat_map(|mention| &mention.parties) {
        *times.entry(party).or_default() += 1;
    }
    let mut all: Vec<usize> = times.values().copied().collect();
    all.sort_unstable();
    times
        .into_iter()
        .map(|(party, times)| (party.clone(), all.len() - all.partition_point(|&one| one <= times)))
        .collect()
}
