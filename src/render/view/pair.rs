//! Two companies set against each other, and one aspect across all companies.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::link::archive::ComparisonIndex;
use crate::link::aspect::AspectIndex;
use crate::link::pair::{Pair, PairAspect, PairComparison, PairIndex, Tally, Verdict};
use crate::permalink::Permalink;
use crate::render::Site;
use crate::render::page::{Page, Part, part};
use crate::render::picture::Picture;
use crate::render::view::Head;
use crate::render::view::passage::{PassageView, passages_on, placed};
use crate::render::view::shared::{
    CompanyLink, NameLink, Pager, TallyView, company_link, pair_name, tally, tints,
};
use crate::render::view::years::{self, place_link};

/// On how many aspects a pair's page shows who disagrees, and to how many it shows the way.
const DISAGREEMENTS_MAX: usize = 5;
const ASPECTS_MAX: usize = 40;
/// How many passages stand on each side of a disagreement.
const OPPOSED_MAX: usize = 3;
/// How many pairs an aspect's or author's page names.
const PAIRS_MAX: usize = 12;

/// What `pair.html` sees.
#[derive(Serialize)]
pub(super) struct PairPage {
    pair: PairView,
    /// The comparisons of this part, by aspect.
    aspects: Vec<AspectGroup>,
    /// The way to each aspect where the list goes on over several pages; only on the first.
    ways: Vec<AspectWay>,
    /// The comparisons by year; only on the first part.
    years: Option<Picture>,
    /// Only on the first part.
    disagreements: Vec<Disagreement>,
    /// On how many more aspects passages disagree.
    disagreements_more: usize,
    pager: Option<Pager>,
}

#[derive(Serialize)]
struct PairView {
    name: String,
    /// With the number of comparisons that fall for each.
    companies: Vec<CompanyLink>,
    comparisons: usize,
    tally: TallyView,
}

#[derive(Serialize)]
struct AspectGroup {
    aspect: Option<NameLink>,
    /// In all, not in this part alone.
    count: usize,
    tally: TallyView,
    passages: Vec<PassageView>,
}

/// Where the passages on an aspect begin.
#[derive(Serialize)]
struct AspectWay {
    /// `null` for those that name none.
    name: Option<String>,
    href: Permalink,
    tally: TallyView,
}

/// Passages on one aspect that fall different ways.
#[derive(Serialize)]
struct Disagreement {
    aspect: NameLink,
    sides: Vec<DisagreementSide>,
}

#[derive(Serialize)]
struct DisagreementSide {
    verdict: String,
    tint: u8,
    passages: Vec<PassageView>,
    /// How many more fall this way.
    more: usize,
}

/// What `aspect.html` sees.
#[derive(Serialize)]
pub(super) struct AspectPage {
    aspect: AspectView,
    passages: Vec<PassageView>,
    pager: Option<Pager>,
}

#[derive(Serialize)]
struct AspectView {
    words: String,
    comparisons: usize,
    /// Only on the first part.
    pairs: Vec<PairTally>,
}

/// A pair with which way some of its comparisons fell.
#[derive(Serialize)]
pub(super) struct PairTally {
    pub(super) name: String,
    pub(super) href: Permalink,
    pub(super) tally: TallyView,
}

/// Returns the view of a pair.
pub(super) fn pair(site: &Site, index: PairIndex, number: Part) -> (Head, PairPage) {
    let pair = site.archive.pair(index);
    let size = site.config.page_size;
    let name = pair_name(site, index);
    let head = Head::new("pair", name.clone(), site.words.fill("pair_lead", &[("name", &name)]));
    let first = number == 1;
    let listed: Vec<PairComparison> =
        pair.aspects.iter().flat_map(|aspect| &aspect.comparisons).copied().collect();
    let opposed = || pair.disagreements().filter(|_| first);
    let shown = opposed().take(DISAGREEMENTS_MAX);
    let goes_on = first && listed.len() > size;
    let page = PairPage {
        pair: view(site, index, pair, name, &listed),
        years: if first { years::of_pair(site, index, &listed) } else { None },
        ways: if goes_on { ways_to(site, index, pair) } else { Vec::new() },
        aspects: groups(site, index, pair, number),
        disagreements: shown.map(|one| disagreement(site, index, one)).collect(),
        disagreements_more: opposed().count().saturating_sub(DISAGREEMENTS_MAX),
        pager: Pager::new(site, pair.comparisons.len(), size, number, |n| Page::Pair(index, n)),
    };
    (head, page)
}

/// Returns the view of an aspect.
pub(super) fn aspect(site: &Site, index: AspectIndex, number: Part) -> (Head, AspectPage) {
    let aspect = site.archive.aspect(index);
    let size = site.config.page_size;
    let lead = site.words.fill("aspect_lead", &[("aspect", &aspect.words)]);
    let page = AspectPage {
        aspect: AspectView {
            words: aspect.words.clone(),
            comparisons: aspect.comparisons.len(),
            pairs: if number == 1 { pair_tallies(site, &aspect.comparisons) } else { Vec::new() },
        },
        passages: passages_on(site, part(&aspect.comparisons, number, size).iter().copied()),
        pager: Pager::new(site, aspect.comparisons.len(), size, number, |n| Page::Aspect(index, n)),
    };
    (Head::new("aspect", aspect.words.clone(), lead), page)
}

/// Returns the pairs that some comparisons are of, most often first, with the way these fell.
pub(super) fn pair_tallies(site: &Site, comparisons: &[ComparisonIndex]) -> Vec<PairTally> {
    let mut found: BTreeMap<PairIndex, Vec<PairComparison>> = BTreeMap::new();
    for &comparison in comparisons {
        for (pair, verdict) in site.archive.pairs_in(comparison) {
            found.entry(pair).or_default().push(PairComparison { comparison, verdict });
        }
    }
    let mut pairs: Vec<_> = found.into_iter().collect();
    pairs.sort_by_key(|(_, comparisons)| std::cmp::Reverse(comparisons.len()));
    let most = pairs.into_iter().take(PAIRS_MAX);
    most.map(|(pair, comparisons)| pair_tally(site, pair, Tally::of(&comparisons))).collect()
}

/// Returns a pair with a tally.
fn pair_tally(site: &Site, index: PairIndex, of: Tally) -> PairTally {
    PairTally {
        name: pair_name(site, index),
        href: site.link(&Page::Pair(index, 1)),
        tally: tally(site, index, of),
    }
}

fn view(
    site: &Site,
    index: PairIndex,
    pair: &Pair,
    name: String,
    listed: &[PairComparison],
) -> PairView {
    let link = |verdict| {
        let place = listed.iter().position(|one| one.verdict == verdict)?;
        Some(place_link(site, place, |part| Page::Pair(index, part)))
    };
    let mut companies: Vec<CompanyLink> = pair
        .companies
        .into_iter()
        .zip([pair.tally.first, pair.tally.second])
        .map(|(company, count)| company_link(site, company, count))
        .collect();
    let tints = tints(companies.iter().map(|company| company.name.as_str()));
    companies.iter_mut().zip(tints).for_each(|(company, tint)| company.tint = tint);
    PairView {
        name,
        companies,
        comparisons: pair.comparisons.len(),
        tally: tally(site, index, pair.tally).linked(link),
    }
}

/// Returns the comparisons of one part of the list, by aspect.
fn groups(site: &Site, index: PairIndex, pair: &Pair, number: Part) -> Vec<AspectGroup> {
    let all: Vec<(usize, PairComparison)> = pair
        .aspects
        .iter()
        .enumerate()
        .flat_map(|(place, aspect)| aspect.comparisons.iter().map(move |&one| (place, one)))
        .collect();
    let size = site.config.page_size;
    let mut before = (number.max(1) - 1) * size;
    let chunks = part(&all, number, size).chunk_by(|(one, _), (other, _)| one == other);
    let group = |chunk: &[(usize, PairComparison)]| {
        let aspect = &pair.aspects[chunk.first()?.0];
        let first = before;
        before += chunk.len();
        Some(AspectGroup {
            aspect: aspect.aspect.map(|aspect| aspect_link(site, aspect)),
            count: aspect.comparisons.len(),
            tally: tally(site, index, aspect.tally),
            passages: placed(passages_on(site, chunk.iter().map(|(_, one)| one.comparison)), first),
        })
    };
    chunks.filter_map(group).collect()
}

/// Returns where the passages on each aspect begin, if they go on over several pages.
fn ways_to(site: &Site, index: PairIndex, pair: &Pair) -> Vec<AspectWay> {
    let mut before = 0;
    let way = |one: &PairAspect| {
        let place = before;
        before += one.comparisons.len();
        AspectWay {
            name: one.aspect.map(|aspect| site.archive.aspect(aspect).words.clone()),
            href: place_link(site, place, |part| Page::Pair(index, part)),
            tally: tally(site, index, one.tally),
        }
    };
    pair.aspects.iter().map(way).take(ASPECTS_MAX).collect()
}

fn disagreement(site: &Site, index: PairIndex, on: &PairAspect) -> Disagreement {
    let names = super::shared::pair_names(site, index);
    let tints = tints(names);
    let side = |(verdict, tint): (Verdict, u8)| {
        let falling = on.comparisons.iter().filter(|one| one.verdict == verdict);
        let (shown, more) = (falling.clone().take(OPPOSED_MAX), falling.count());
        DisagreementSide {
            verdict: crate::render::sentence::verdict(&site.words, verdict, names),
            tint,
            passages: passages_on(site, shown.map(|one| one.comparison)),
            more: more.saturating_sub(OPPOSED_MAX),
        }
    };
    let aspect = on.aspect.map(|aspect| aspect_link(site, aspect));
    Disagreement {
        aspect: aspect.expect("disagreements are about an aspect"),
        sides: [Verdict::First, Verdict::Second].into_iter().zip(tints).map(side).collect(),
    }
}

fn aspect_link(site: &Site, index: AspectIndex) -> NameLink {
    let name = site.archive.aspect(index).words.clone();
    NameLink { name, href: Some(site.link(&Page::Aspect(index, 1))) }
}
