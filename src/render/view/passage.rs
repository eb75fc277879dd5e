//! A comparison in a list: its words with the sides marked, and where they stand.

use serde::Serialize;

use crate::detect::comparison::Comparison;
use crate::link::archive::ComparisonIndex;
use crate::load::essay::Passage;
use crate::permalink::{self, Permalink};
use crate::render::page::Page;
use crate::render::view::shared::{
    NameLink, TimeView, TitleLink, author_link, date_view, free_tint, short_title, tint, tints,
};
use crate::render::{Site, sentence};

/// A comparison with its words.
#[derive(Serialize)]
pub(super) struct PassageView {
    /// The comparison in one line, without its aspect, which stands beside it.
    sentence: String,
    /// Its words, cut where a side begins or ends.
    parts: Vec<PartView>,
    relation: &'static str,
    relation_text: String,
    aspect: Option<NameLink>,
    essay: TitleLink,
    author: Option<NameLink>,
    time: Option<TimeView>,
    /// Where its note stands.
    href: Permalink,
    number: usize,
    /// Its id on the page, where pictures lead to it.
    id: Option<String>,
    lang: Option<String>,
}

/// A comparison without its words.
#[derive(Serialize)]
pub(super) struct VerdictView {
    /// The comparison in one line.
    sentence: String,
    /// Its essay's.
    title: String,
    time: Option<TimeView>,
    /// Where its note stands.
    href: Permalink,
    lang: Option<String>,
}

/// A piece of a passage.
#[derive(Serialize)]
struct PartView {
    text: String,
    /// The colour of the side that it names; `null` where it names none.
    tint: Option<u8>,
    favoured: bool,
}

/// Returns the views of comparisons.
pub(super) fn passages(
    site: &Site,
    comparisons: impl IntoIterator<Item = ComparisonIndex>,
) -> Vec<PassageView> {
    comparisons.into_iter().map(|index| passage(site, index, None)).collect()
}

/// Returns the views of comparisons under the name of their aspect, which need not be said again.
pub(super) fn passages_on(
    site: &Site,
    comparisons: impl IntoIterator<Item = ComparisonIndex>,
) -> Vec<PassageView> {
    let mut passages = passages(site, comparisons);
    passages.iter_mut().for_each(|passage| passage.aspect = None);
    passages
}

/// Returns comparisons as a long list has them: without their words.
pub(super) fn verdicts(site: &Site, comparisons: &[ComparisonIndex]) -> Vec<VerdictView> {
    let verdict = |&index: &ComparisonIndex| {
        let one = site.archive.essay(site.archive.archived(index).essay);
        let header = &one.essay().front_matter;
        VerdictView {
            sentence: sentence::sentence(site, &one.annotated, site.archive.comparison(index)),
            title: short_title(&header.title),
            time: date_view(site, header.time.as_ref()),
            href: site.note_link(index),
            lang: header.lang.clone(),
        }
    };
    comparisons.iter().map(verdict).collect()
}

/// Returns the views of comparisons for the page of one company.
pub(super) fn passages_of(
    site: &Site,
    company: &str,
    comparisons: impl IntoIterator<Item = ComparisonIndex>,
) -> Vec<PassageView> {
    comparisons.into_iter().map(|index| passage(site, index, Some(company))).collect()
}

/// Gives passages their ids: that of the first is made of its place in the whole list, from 0.
pub(super) fn placed(mut passages: Vec<PassageView>, first: usize) -> Vec<PassageView> {
    for (place, passage) in passages.iter_mut().enumerate() {
        passage.id = Some(permalink::passage_id(first + place + 1));
    }
    passages
}

/// Returns what a relation is called.
pub(super) fn relation_text(site: &Site, comparison: &Comparison) -> String {
    site.words.text(&format!("relation_{}", comparison.relation.name())).to_owned()
}

/// Returns the colours of a comparison's sides: that of each one's first party. `lead`, whose
/// page it is, has its own.
fn side_tints(comparison: &Comparison, lead: Option<&str>) -> Vec<u8> {
    let sides = comparison.sides.iter();
    let names: Vec<&str> = sides
        .map(|side| side.parties.first().map_or(side.surface.as_str(), |party| party.name()))
        .collect();
    let Some(lead) = lead.filter(|lead| names.contains(lead)) else { return tints(names) };
    let mut taken = vec![tint(lead)];
    let mut side_tint = |name: &str| {
        if name == lead {
            return tint(lead);
        }
        let free = free_tint(tint(name), &taken);
        taken.push(free);
        free
    };
    names.into_iter().map(&mut side_tint).collect()
}

fn passage(site: &Site, index: ComparisonIndex, lead: Option<&str>) -> PassageView {
    let archived = site.archive.archived(index);
    let one = site.archive.essay(archived.essay);
    let comparison = site.archive.comparison(index);
    let header = &one.essay().front_matter;
    PassageView {
        sentence: match archived.aspect {
            Some(_) => sentence::without_aspect(site, &one.annotated, comparison),
            None => sentence::sentence(site, &one.annotated, comparison),
        },
        parts: parts(&one.essay().body.text, comparison, lead),
        relation: comparison.relation.name(),
        relation_text: relation_text(site, comparison),
        aspect: archived.aspect.map(|aspect| NameLink {
            name: site.archive.aspect(aspect).words.clone(),
            href: Some(site.link(&Page::Aspect(aspect, 1))),
        }),
        essay: TitleLink {
            title: short_title(&header.title),
            href: site.link(&Page::Essay(archived.essay)),
        },
        author: author_link(site, one),
        time: date_view(site, header.time.as_ref()),
        href: site.note_link(index),
        number: site.number(index),
        id: None,
        lang: header.lang.clone(),
    }
}

/// How many characters of a passage a list shows, and how many of them before its first side.
/// Its essay has all of it.
const EXCERPT: usize = 160;
const BEFORE_SIDE: usize = 30;

/// Returns what of a passage is shown: all of it, or the stretch around its first side.
fn excerpt(text: &str, comparison: &Comparison) -> Passage {
    let whole = comparison.passage;
    if text[whole.range()].char_indices().nth(EXCERPT).is_none() {
        return whole;
    }
    let sides = comparison.sides.iter().flat_map(|side| &side.passages);
    let side = sides.map(|side| side.start).filter(|side| whole.range().contains(side)).min();
    let side = side.unwrap_or(whole.start);
    let before = text[whole.start..side].char_indices().rev().nth(BEFORE_SIDE - 1);
    let start = before.map_or(whole.start, |(at, _)| whole.start + at);
    let rest = text[start..whole.end].char_indices().nth(EXCERPT);
    Passage::new(start, rest.map_or(whole.end, |(at, _)| start + at))
}

fn parts(text: &str, comparison: &Comparison, lead: Option<&str>) -> Vec<PartView> {
    let shown = excerpt(text, comparison);
    let tints = side_tints(comparison, lead);
    let mut marks: Vec<(Passage, u8, bool)> = Vec::new();
    for (place, side) in comparison.sides.iter().enumerate() {
        let favoured = comparison.favours == Some(place);
        marks.extend(side.passages.iter().map(|passage| (*passage, tints[place], favoured)));
    }
    marks.sort_by_key(|(passage, ..)| *passage);
    let part = |range: std::ops::Range<usize>, tint, favoured| PartView {
        text: text[range].replace('\n', " "),
        tint,
        favoured,
    };
    let mut parts = Vec::new();
    let mut at = shown.start;
    for (passage, tint, favoured) in marks {
        // Sides may overlap (a list and one of its members): the first to begin is marked.
        if passage.start < at || !shown.contains(passage) {
            continue;
        }
        if at < passage.start {
            parts.push(part(at..passage.start, None, false));
        }
        parts.push(part(passage.range(), Some(tint), favoured));
        at = passage.end;
    }
    if at < shown.end {
        parts.push(part(at..shown.end, None, false));
    }
    let left_out = || PartView { text: "…".to_owned(), tint: None, favoured: false };
    if shown.start > comparison.passage.start {
        parts.insert(0, left_out());
    }
    if shown.end < comparison.passage.end {
        parts.push(left_out());
    }
    parts
}
