//! An essay as the rules read it: sentences with who is named in them, in groups and roles,
//! and with the cues.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::detect::gazetteer::Gazetteer;
use crate::detect::group::{self, Group, Member};
use crate::detect::lexicon::{CUES, Cue, Hit};
use crate::detect::mention::{Mention, Party};
use crate::detect::near::{NearCues, Surroundings};
use crate::detect::party::{Parties, PartyId};
use crate::detect::places::Places;
use crate::detect::preference::{self, Judgement};
use crate::detect::role::{self, Role};
use crate::detect::scan::{List, Scan};
use crate::detect::sentence::{self, Place, Sentence};
use crate::detect::words::Words;
use crate::detect::{class, english, name, reference, unknown};
use crate::load::essay::Essay;

/// An essay, read.
pub(super) struct Reading<'a> {
    pub(super) text: &'a str,
    /// As much of the title as a title is long.
    pub(super) title: &'a str,
    pub(super) sentences: Vec<Sentence>,
    /// In the order of the text, not overlapping.
    pub(super) mentions: Vec<Mention>,
    /// In the order of the text.
    pub(super) groups: Vec<Group>,
    /// The groups of each sentence.
    pub(super) sentence_groups: Vec<Range<usize>>,
    /// Whether each sentence names others than the first whom it names.
    names_several: Vec<bool>,
    /// In the order of the text.
    pub(super) hits: Vec<Hit<Cue>>,
    hit_places: Places,
    /// How each of them judges.
    judgements: Vec<Judgement>,
    /// Where digits stand.
    digits: Vec<usize>,
    /// The cues next to each name.
    pub(super) near: NearCues,
    pub(super) parties: Parties<'a>,
    /// The groups that first name whom the essay names most, the foremost first.
    main: Vec<usize>,
}

/// How many of the parties named most an unsaid subject may be.
const MAIN_PARTIES: usize = 3;
/// How many groups of a sentence count: what is named beyond is an enumeration's rest.
const GROUPS_IN_SENTENCE: usize = 32;
/// How many sentences back an unsaid subject may have been named.
const TOPIC_REACH: usize = 4;

impl<'a> Reading<'a> {
    /// Reads an essay's main text.
    pub(super) fn new(essay: &'a Essay, gazetteer: &'a Gazetteer) -> Self {
        let body = &essay.body;
        let text = &body.text[..body.footnotes_start];
        let scan = Scan::new(text);
        let sentences = sentence::sentences(body, &scan.marks);
        let year = essay.front_matter.time.as_ref().map(crate::moment::Moment::year);
        let mut mentions = name::known(text, &scan, &sentences, gazetteer, year);
        let unknown = unknown::unknown(body, text, &scan, &mentions);
        mentions = merged(mentions, unknown);
        let descriptions = english::descriptions(text, &sentences, &mentions);
        mentions = merged(mentions, descriptions);
        let classes = class::classes(text, &scan, &mentions);
        mentions = merged(mentions, classes);
        let hits = hits(text, &scan);
        reference::resolve(text, &sentences, &mut mentions);
        let (parties, ids) = Parties::new(&mentions, gazetteer);
        let mut reading = Self {
            text,
            title: text_of_title(&essay.front_matter.title),
            sentences,
            parties,
            main: Vec::new(),
            mentions,
            groups: Vec::new(),
            sentence_groups: Vec::new(),
            names_several: Vec::new(),
            judgements: preference::judgements(text, &hits),
            hit_places: Places::new(hits.iter().map(|hit| hit.start), text),
            hits,
            digits: digits(text, &scan),
            near: NearCues::default(),
        };
        reading.group(ids);
        let around = Surroundings { text, hits: &reading.hits, names: &reading.mentions };
        reading.near = NearCues::new(&reading.groups, around);
        let groups = reading.sentence_groups.iter().cloned();
        reading.parties.count(groups.filter_map(|range| reading.groups.get(range)));
        reading.find_main();
        reading
    }

    /// Returns the cues within a range of bytes.
    pub(super) fn hits_in(&self, start: usize, end: usize) -> &[Hit<Cue>] {
        self.hits.get(self.hit_numbers(start, end)).unwrap_or_default()
    }

    /// Returns the numbers of the cues within a range of bytes.
    pub(super) fn hit_numbers(&self, start: usize, end: usize) -> Range<usize> {
        let from = self.hit_places.first(start, |hit| Some(self.hits.get(hit)?.start));
        let hits = self.hits.get(from..).unwrap_or_default();
        // Stretches are short: to walk through one is quicker than to search for its end.
        let count = hits.iter().take_while(|hit| hit.start < end).count();
        let hits = &hits[..count];
        let inside = hits.iter().rposition(|hit| hit.end <= end).map_or(0, |last| last + 1);
        from..from + inside
    }

    /// Sums how the cues of these numbers fall, as [`preference::tone`] does.
    pub(super) fn tone(&self, hits: Range<usize>, cost: bool) -> i32 {
        preference::sum(&self.judgements, hits, cost)
    }

    /// Tells whether a sentence names others than the first whom it names.
    pub(super) fn names_several(&self, sentence: usize) -> bool {
        self.names_several.get(sentence).copied().unwrap_or_default()
    }

    /// Returns the first digit within a range of bytes.
    pub(super) fn digit_in(&self, range: Range<usize>) -> Option<usize> {
        let first = self.digits.partition_point(|&at| at < range.start);
        self.digits.get(first).copied().filter(|&at| at < range.end)
    }

    /// Tells whether someone is named between two bytes.
    pub(super) fn names_within(&self, start: usize, end: usize) -> bool {
        let from = self.mentions.partition_point(|mention| mention.passage.start < start);
        self.mentions.get(from).is_some_and(|mention| mention.passage.end <= end)
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
                && group.parties().any(|party| self.parties.is_company(party))
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

    /// Finds the groups that first name the parties named most.
    fn find_main(&mut self) {
        let mut first: BTreeMap<(usize, &Party), usize> = BTreeMap::new();
        for (number, group) in self.groups.iter().enumerate() {
            if let [member] = group.members.as_slice()
                && let [party] = *member.parties.as_slice()
            {
                let place = (self.parties.rank(party), self.parties.get(party));
                first.entry(place).or_insert(number);
            }
        }
        let main = first.into_values().take(MAIN_PARTIES).collect();
        self.main = main;
    }

    /// Makes groups of the mentions of each sentence.
    fn group(&mut self, parties: Vec<Vec<PartyId>>) {
        let mut names = self
            .mentions
            .iter()
            .zip(parties)
            .map(|(mention, parties)| Member {
                passage: mention.passage,
                kind: mention.kind,
                parties,
                in_title: false,
            })
            .peekable();
        for (number, sentence) in self.sentences.iter().enumerate() {
            let first = self.groups.len();
            while let Some(name) = names.next_if(|name| name.passage.start < sentence.passage.end) {
                let joined = self.groups[first..].last_mut().is_some_and(|group| {
                    let parts = sentence.is_latin
                        && english::comma_parts(self.text, group.passage, name.passage);
                    let gap = self.text.get(group.passage.end..name.passage.start);
                    !parts && gap.is_some_and(|gap| group::join(group, &name, gap))
                });
                let is_full = self.groups.len() - first >= GROUPS_IN_SENTENCE;
                if !joined && !is_full && !name.parties.is_empty() {
                    let start = name.passage.start;
                    let clause = sentence.clauses.partition_point(|clause| clause.end <= start);
                    let before = &self.groups[first..];
                    let (place, last) = (before.len(), before.last());
                    let leads = last.is_none_or(|last| last.clause != clause);
                    let group = group::alone(name, number, clause);
                    self.groups.push(Group { place, leads, ..group });
                }
            }
            self.names_several.push(names_several(&self.groups[first..]));
            self.sentence_groups.push(first..self.groups.len());
        }
        let in_title = Words::new(self.title);
        for group in &mut self.groups {
            let sentence = &self.sentences[group.sentence];
            group.role = role::of(self.text, sentence, group);
            group.in_title = in_title.has(&self.text[group.passage.range()]);
            for member in &mut group.members {
                member.in_title = in_title.has(&self.text[member.passage.range()]);
            }
            if group.members.len() > 1 {
                group.all = group.parties().collect();
            }
        }
    }
}

/// Tells whether groups name others than the first whom they name.
fn names_several(groups: &[Group]) -> bool {
    let first = groups.first().and_then(|group| group.members[0].parties.first());
    groups.iter().flat_map(Group::parties).any(|party| Some(&party) != first)
}

/// Bytes of the longest title.
const LONGEST_TITLE: usize = 600;

fn text_of_title(title: &str) -> &str {
    &title[..title.floor_char_boundary(LONGEST_TITLE)]
}

fn digits(text: &str, scan: &Scan) -> Vec<usize> {
    let is_digit = |at: &usize| text.as_bytes()[*at].is_ascii_digit();
    scan.runs.iter().flat_map(|run| run.range()).filter(is_digit).collect()
}

/// Merges two lists of mentions that do not overlap.
fn merged(first: Vec<Mention>, second: Vec<Mention>) -> Vec<Mention> {
    if second.is_empty() {
        return first;
    }
    let mut all = first;
    all.extend(second);
    all.sort_by_key(|mention| mention.passage);
    all
}

fn hits(text: &str, scan: &Scan) -> Vec<Hit<Cue>> {
    let mut hits: Vec<Hit<Cue>> = Vec::with_capacity(scan.starts(List::Cues).len());
    for Hit { start, end, what } in CUES.find_all(scan) {
        let told = what.iter().filter(|&what| what != Cue::Inert);
        hits.extend(told.map(|what| Hit { start, end, what }));
    }
    let has_as = scan.runs.iter().any(|run| &scan.small[run.range()] == "as");
    let equatives = if has_as { english::equatives(text) } else { Vec::new() };
    if equatives.is_empty() {
        return hits;
    }
    hits.retain(|hit| {
        let next = equatives.partition_point(|one| one.end <= hit.start);
        equatives.get(next).is_none_or(|one| hit.end <= one.start)
    });
    hits.extend(equatives);
    hits.sort_by_key(|hit| hit.start);
    hits
}
