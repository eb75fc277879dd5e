//! The note of a comparison: who, how, on what, why it is one, and what else is said of them.

use serde::Serialize;

use crate::detect::comparison::{Comparison, Scope, Side};
use crate::diagnostic::Diagnostic;
use crate::link::archive::{ArchivedEssay, ComparisonIndex, EssayIndex};
use crate::link::disagreement::{Bearing, others};
use crate::link::pair::PairIndex;
use crate::permalink::Permalink;
use crate::render::body::{Annotation, AnnotationKind, SideMark};
use crate::render::page::Page;
use crate::render::view::cast::Cast;
use crate::render::view::passage::relation_text;
use crate::render::view::shared::{company_href, pair_name, short_title};
use crate::render::{Site, sentence};

/// What `note.html` sees.
#[derive(Serialize)]
struct NotePage {
    note: NoteView,
}

#[derive(Serialize)]
struct NoteView {
    number: usize,
    sentence: String,
    sides: Vec<SideView>,
    relation: &'static str,
    relation_text: String,
    aspect: Option<AspectView>,
    cues: Vec<String>,
    rule: String,
    rule_text: String,
    /// In percent.
    confidence: usize,
    /// Whether a person stands behind it, and their name, if they gave one.
    by_hand: bool,
    annotator: Option<String>,
    pair: Option<PairNote>,
}

#[derive(Serialize)]
struct SideView {
    name: String,
    surface: String,
    href: Option<Permalink>,
    favoured: bool,
    tint: u8,
}

#[derive(Serialize)]
struct AspectView {
    text: String,
    href: Option<Permalink>,
}

/// What else the archive says of the two companies.
#[derive(Serialize)]
struct PairNote {
    name: String,
    href: Permalink,
    /// How many other passages compare the two.
    others: usize,
    /// How many of them speak of the same aspect and fall the other way.
    disagree: usize,
    /// Some of them: those that disagree first, then those on the same aspect.
    passages: Vec<OtherPassage>,
}

/// Another passage on the same two companies.
#[derive(Serialize)]
struct OtherPassage {
    sentence: String,
    /// Where its note stands.
    href: Permalink,
    /// The essay's title; none for a passage of the same essay.
    title: Option<String>,
    disagrees: bool,
}

/// How many other passages a note leads to by itself; its pair's page has them all.
const OTHERS_SHOWN: usize = 4;
/// How many of them may be such as do not disagree.
const AGREEING_SHOWN: usize = 2;

/// What `note_feed.html` sees: addresses are full.
#[derive(Serialize)]
struct FeedNotePage {
    sentence: String,
    pair: Option<FeedPair>,
}

#[derive(Serialize)]
struct FeedPair {
    name: String,
    href: String,
}

/// Where a note is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Medium {
    /// In the margin of its essay's page.
    Page,
    /// At the end of a feed's entry, without style sheet.
    Feed,
}

/// Returns the annotation of a comparison; `page` is being made.
pub(super) fn annotation(
    site: &Site,
    one: &ArchivedEssay,
    cast: &Cast<'_>,
    index: ComparisonIndex,
    medium: Medium,
    page: &str,
) -> Result<Annotation, Vec<Diagnostic>> {
    let comparison = site.archive.comparison(index);
    let tints = cast.side_tints(comparison);
    let sides = comparison.sides.iter().enumerate().map(|(place, side)| SideMark {
        passages: side.passages.clone(),
        tint: tints[place],
        favoured: comparison.favours == Some(place),
    });
    Ok(Annotation {
        number: site.number(index),
        passage: comparison.passage,
        sides: sides.collect(),
        cues: comparison.cues.clone(),
        kind: if comparison.origin.is_by_hand() {
            AnnotationKind::Declared
        } else {
            AnnotationKind::Comparison
        },
        note: match medium {
            Medium::Page => {
                let view = NotePage { note: note(site, one, cast, index) };
                site.templates.render("note.html", &view, &site.fixed, page)?
            }
            Medium::Feed => {
                let view = feed_note(site, one, index);
                site.templates.render("note_feed.html", &view, &site.fixed, page)?
            }
        },
        summary: sentence::summary(site, &one.annotated, comparison),
    })
}

fn feed_note(site: &Site, one: &ArchivedEssay, index: ComparisonIndex) -> FeedNotePage {
    let base = &site.config.base_url;
    FeedNotePage {
        sentence: sentence::sentence(site, &one.annotated, site.archive.comparison(index)),
        pair: first_pair(site, index).map(|pair| FeedPair {
            name: pair_name(site, pair),
            href: base.absolute(&site.link(&Page::Pair(pair, 1))),
        }),
    }
}

fn note(site: &Site, one: &ArchivedEssay, cast: &Cast<'_>, index: ComparisonIndex) -> NoteView {
    let archived = site.archive.archived(index);
    let comparison = site.archive.comparison(index);
    let rule = comparison.origin.rule().unwrap_or_default();
    let words = |cue: &crate::load::essay::Passage| one.essay().body.slice(*cue).replace('\n', " ");
    NoteView {
        number: site.number(index),
        sentence: sentence::sentence(site, &one.annotated, comparison),
        sides: sides(site, one, cast, comparison),
        relation: comparison.relation.name(),
        relation_text: relation_text(site, comparison),
        aspect: comparison.aspect.as_ref().map(|aspect| AspectView {
            text: aspect.words.clone(),
            href: archived.aspect.map(|aspect| site.link(&Page::Aspect(aspect, 1))),
        }),
        cues: comparison.cues.iter().map(words).collect(),
        rule: rule.to_owned(),
        rule_text: site.words.rule(rule).to_owned(),
        confidence: (comparison.origin.confidence().clamp(0.0, 1.0) * 100.0).round() as usize,
        by_hand: comparison.origin.is_by_hand(),
        annotator: comparison.origin.annotator().map(str::to_owned),
        pair: pair_note(site, index),
    }
}

fn sides(
    site: &Site,
    one: &ArchivedEssay,
    cast: &Cast<'_>,
    comparison: &Comparison,
) -> Vec<SideView> {
    let tints = cast.side_tints(comparison);
    let within = comparison.scope == Scope::Within;
    let side = |(place, side): (usize, &Side)| SideView {
        // Within one company its name would stand on both sides.
        name: match within {
            true => sentence::side_name(site, &one.annotated, side),
            false => sentence::party_names(site, side),
        },
        surface: sentence::side_name(site, &one.annotated, side),
        href: match side.parties.as_slice() {
            [only] => only.company().and_then(|name| company_href(site, name)),
            _ => None,
        },
        favoured: comparison.favours == Some(place),
        tint: tints[place],
    };
    comparison.sides.iter().enumerate().map(side).collect()
}

/// Returns what else the archive says of the first two companies that are compared.
fn pair_note(site: &Site, index: ComparisonIndex) -> Option<PairNote> {
    let pair_index = first_pair(site, index)?;
    let mut others = others(&site.archive, pair_index, index, OTHERS_SHOWN)?;
    others.first.truncate(others.opposed.max(AGREEING_SHOWN));
    let essay = site.archive.archived(index).essay;
    let passage = |(one, bearing)| other_passage(site, essay, one, bearing == Bearing::Opposed);
    Some(PairNote {
        name: pair_name(site, pair_index),
        href: site.link(&Page::Pair(pair_index, 1)),
        others: others.all,
        passages: others.first.into_iter().map(passage).collect(),
        disagree: others.opposed,
    })
}

/// Returns another passage as the note of one in `essay` shows it.
fn other_passage(
    site: &Site,
    essay: EssayIndex,
    index: ComparisonIndex,
    disagrees: bool,
) -> OtherPassage {
    let there = site.archive.archived(index).essay;
    let one = site.archive.essay(there);
    let title = (there != essay).then(|| short_title(&one.essay().front_matter.title));
    let comparison = site.archive.comparison(index);
    OtherPassage {
        sentence: sentence::sentence(site, &one.annotated, comparison),
        href: site.note_link(index),
        title,
        disagrees,
    }
}

/// Returns the first of the pairs that a comparison sets against each other.
fn first_pair(site: &Site, index: ComparisonIndex) -> Option<PairIndex> {
    site.archive.pairs_in(index).map(|(pair, _)| pair).next()
}
