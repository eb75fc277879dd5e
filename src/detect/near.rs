//! The cues that stand right before and behind each name, looked up once for all rules.
//!
//! A cue and a name belong together where only plain words stand between them, and in
//! English no other name.

use std::ops::Range;

use crate::detect::english;
use crate::detect::group::Group;
use crate::detect::lexicon::{Cue, CueSet, Hit};
use crate::detect::mention::Mention;
use crate::detect::places::Places;

/// The most bytes that may stand between a cue and a name; no rule may ask for more.
pub(super) const FARTHEST: usize = 36;
/// Bytes within which a cue stands next to a name: four characters.
const CLOSE: usize = 12;
/// Bytes of the longest cue.
const LONGEST_CUE: usize = 24;

/// A cue near a name.
#[derive(Clone, Copy, Debug)]
pub(super) struct NearCue {
    pub(super) hit: Hit<Cue>,
    /// Bytes between it and the name, as in Chinese: English takes twice as many.
    distance: usize,
}

/// The cues on one side of a name, the nearest first.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Near<'a> {
    cues: &'a [NearCue],
    /// All of them.
    pub(super) set: CueSet,
    /// Those that stand next to the name.
    pub(super) close: CueSet,
    /// The character beside the name, quotes and spaces left out.
    pub(super) char: Option<char>,
    /// Where the name begins, or ends.
    pub(super) at: usize,
}

impl<'a> Near<'a> {
    /// Returns the cues up to a distance in bytes, the nearest first.
    pub(super) fn within(self, reach: usize) -> impl Iterator<Item = Hit<Cue>> + 'a {
        debug_assert!(reach <= FARTHEST, "cues beyond are not looked up");
        let limit = english::farthest(reach) + LONGEST_CUE;
        let is_near = move |near: &&NearCue| {
            let hit = near.hit;
            near.distance <= reach && hit.start + limit >= self.at && hit.end <= self.at + limit
        };
        self.cues.iter().take_while(is_near).map(|near| near.hit)
    }

    /// Returns the nearest of a kind.
    pub(super) fn find(self, cue: Cue, reach: usize) -> Option<Hit<Cue>> {
        self.set.has(cue).then(|| self.within(reach).find(|hit| hit.what == cue))?
    }
}

/// The cues near all names of an essay.
#[derive(Debug, Default)]
pub(super) struct NearCues {
    cues: Vec<NearCue>,
    /// By where a name begins.
    before: Vec<Edge>,
    before_places: Places,
    /// By where a name ends.
    behind: Vec<Edge>,
    behind_places: Places,
}

/// One end of a name with the numbers of its cues.
#[derive(Debug)]
struct Edge {
    at: usize,
    cues: Range<usize>,
    set: CueSet,
    close: CueSet,
    char: Option<char>,
}

/// What stands in a text, to look for cues in.
#[derive(Clone, Copy)]
pub(super) struct Surroundings<'a> {
    pub(super) text: &'a str,
    /// In the order of the text.
    pub(super) hits: &'a [Hit<Cue>],
    /// In the order of the text.
    pub(super) names: &'a [Mention],
}

impl NearCues {
    /// Looks the cues up around all groups and their members.
    pub(super) fn new(groups: &[Group], around: Surroundings<'_>) -> Self {
        let members = groups.iter().flat_map(|group| &group.members).map(|member| member.passage);
        let passages = groups.iter().map(|group| group.passage).chain(members);
        let (mut starts, mut ends): (Vec<usize>, Vec<usize>) =
            passages.map(|passage| (passage.start, passage.end)).unzip();
        let mut near = Self::default();
        for (edges, is_start) in [(&mut starts, true), (&mut ends, false)] {
            edges.sort_unstable();
            edges.dedup();
            for &at in edges.iter() {
                near.add(at, is_start, around);
            }
        }
        near.before_places = Places::new(near.before.iter().map(|edge| edge.at), around.text);
        near.behind_places = Places::new(near.behind.iter().map(|edge| edge.at), around.text);
        near
    }

    fn add(&mut self, at: usize, is_start: bool, around: Surroundings<'_>) {
        let first = self.cues.len();
        let hits = around.hits;
        let here = hits.partition_point(|hit| hit.start < at);
        if is_start {
            let before = hits[..here].iter().rev().skip_while(|hit| hit.end > at);
            self.cues.extend(before.map_while(|hit| around.near(*hit, hit.end..at)));
        } else {
            let behind = hits[here..].iter();
            self.cues.extend(behind.map_while(|hit| around.near(*hit, at..hit.start)));
        }
        let (mut set, mut close) = (CueSet::default(), CueSet::default());
        self.cues[first..].iter().for_each(|near| set.add(near.hit.what));
        let near = Near { cues: &self.cues[first..], at, ..Near::default() };
        near.within(CLOSE).for_each(|hit| close.add(hit.what));
        let char = if is_start { around.char_before(at) } else { around.char_behind(at) };
        let edge = Edge { at, cues: first..self.cues.len(), set, close, char };
        if is_start { self.before.push(edge) } else { self.behind.push(edge) }
    }

    /// Returns the cues before a name that begins at a byte.
    pub(super) fn before(&self, at: usize) -> Near<'_> {
        self.of(&self.before, &self.before_places, at)
    }

    /// Returns the cues behind a name that ends at a byte.
    pub(super) fn behind(&self, at: usize) -> Near<'_> {
        self.of(&self.behind, &self.behind_places, at)
    }

    fn of(&self, edges: &[Edge], places: &Places, at: usize) -> Near<'_> {
        let edge = edges.get(places.first(at, |edge| Some(edges.get(edge)?.at)));
        let Some(edge) = edge.filter(|edge| edge.at == at) else {
            return Near { at, ..Near::default() };
        };
        let cues = self.cues.get(edge.cues.clone()).unwrap_or_default();
        Near { cues, set: edge.set, close: edge.close, char: edge.char, at }
    }
}

impl Surroundings<'_> {
    /// Returns the cue with its distance, if what stands between it and the name lets the
    /// two belong together.
    fn near(self, hit: Hit<Cue>, between: Range<usize>) -> Option<NearCue> {
        let length = between.len();
        if length > english::farthest(FARTHEST) {
            return None;
        }
        let words = self.text.get(between.clone())?;
        let distance = if words.is_ascii() { english::distance(length) } else { length };
        let belongs = distance <= FARTHEST
            && is_plain(words)
            && !(words.is_ascii() && self.names_within(between));
        belongs.then_some(NearCue { hit, distance })
    }

    fn char_before(self, at: usize) -> Option<char> {
        self.text[..at].trim_end_matches([' ', '“', '「', '"']).chars().next_back()
    }

    fn char_behind(self, at: usize) -> Option<char> {
        self.text[at..].trim_start_matches([' ', '”', '」', '"']).chars().next()
    }

    fn names_within(self, between: Range<usize>) -> bool {
        let from = self.names.partition_point(|name| name.passage.start < between.start);
        self.names.get(from).is_some_and(|name| name.passage.end <= between.end)
    }
}

/// Tells whether no punctuation stands in the words, nor the end of an English sentence.
fn is_plain(words: &str) -> bool {
    let mut last = '\0';
    for char in words.chars() {
        let ends = matches!(char, '，' | '。' | '；' | '：' | '？' | '！' | ',' | ';' | ':' | '、')
            || char == ' ' && matches!(last, '.' | '!' | '?')
            || char == '\n' && matches!(last, '.' | '\n');
        if ends {
            return false;
        }
        last = char;
    }
    true
}
