//! Two companies set against each other, and one aspect across all companies.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::link::aspect::AspectIndex;
use crate::link::pair::{Pair, PairAspect, PairComparison, PairIndex, Tally, Verdict};
use crate::permalink::Permalink;
use crate::render::Site;
use crate::render::page::{Page, Part, part};
use crate::render::view::Head;
use crate::render::view::company::pairs_among;
use crate::render::view::passage::{PassageView, passages};
use crate::render::view::shared::{
    CompanyLink, NameLink, Pager, TallyView, company_link, pair_name, tally, tints,
};

/// How many passages stand on each side of a disagreement.
const OPPOSED_MAX: usize = 5;
/// How many pairs an aspect's or author's page names.
pub(super) const PAIRS_MAX: usize = 12;

/// What `pair.html` sees.
#[derive(Serialize)]
pub(super) struct PairPage {
    pair: PairView,
    /// The comparisons of this part, by aspect.
    aspects: Vec<AspectGroup>,
    /// Only on the first part.
    disagreements: Vec<Disagreement>,
    pager: Option<Pager>,
}

#[derive(Serialize)]
struct PairView {
    name: String,
    /// With the number of comparisons that fall for each.
    companies: Vec<CompanyLink>,
    comparisons: usize,
    tally: TallyView,
    years: Vec<YearTally>,
}

/// How a pair's comparisons of one year fell.
#[derive(Serialize)]
struct YearTally {
    /// `null` for essays without a time.
    year: Option<i16>,
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
    let disagreements = match number {
        1 => pair.disagreements().map(|one| disagreement(site, index, one)).collect(),
        _ => Vec::new(),
    };
    let page = PairPage {
        pair: view(site, index, pair, name),
        aspects: groups(site, index, pair, number),
        disagreements,
        pager: Pager::new(site, pair.comparisons.len(), size, number, |n| Page::Pair(index, n)),
    };
    (head, page)
}

/// Returns the view of an aspect.
pub(super) fn aspect(site: &Site, index: AspectIndex, number: Part) -> (Head, AspectPage) {
    let aspect = site.archive.aspect(index);
    let size = site.config.page_size;
    let pairs = pairs_among(site, &aspect.comparisons).into_iter().filter_map(|pair_index| {
        let pair = site.archive.pair(pair_index);
        let on_aspect = pair.aspects.iter().find(|one| one.aspect == Some(index))?;
        Some(pair_tally(site, pair_index, on_aspect.tally))
    });
    let lead = site.words.fill("aspect_lead", &[("aspect", &aspect.words)]);
    let page = AspectPage {
        aspect: AspectView {
            words: aspect.words.clone(),
            comparisons: aspect.comparisons.len(),
            pairs: pairs.take(PAIRS_MAX).collect(),
        },
        passages: passages(site, part(&aspect.comparisons, number, size).iter().copied()),
        pager: Pager::new(site, aspect.comparisons.len(), size, number, |n| Page::Aspect(index, n)),
    };
    (Head::new("aspect", aspect.words.clone(), lead), page)
}

/// Returns a pair with a tally.
pub(super) fn pair_tally(site: &Site, index: PairIndex, of: Tally) -> PairTally {
    PairTally {
        name: pair_name(site, index),
        href: site.link(&Page::Pair(index, 1)),
        tally: tally(site, index, of),
    }
}

fn view(site: &Site, index: PairIndex, pair: &Pair, name: String) -> PairView {
    let mut companies: Vec<CompanyLink> = pair
        .companies
        .into_iter()
        .zip([pair.tally.first, pair.tally.second])
        .map(|(company, count)| company_link(site, company, count))
        .collect();
    let tints = tints(companies.iter().map(|company| company.name.as_str()));
    companies.iter_mut().zip(tints).for_each(|(company, tint)| company.tint = tint);
    let mut years: BTreeMap<Option<i16>, Vec<PairComparison>> = BTreeMap::new();
    for &one in &pair.comparisons {
        let essay = site.archive.essay(site.archive.archived(one.comparison).essay).essay();
        let year = essay.front_matter.time.as_ref().map(crate::moment::Moment::year);
        years.entry(year).or_default().push(one);
    }
    let years = years.into_iter().rev().map(|(year, comparisons)| YearTally {
        year,
        tally: tally(site, index, Tally::of(&comparisons)),
    });
    PairView {
        name,
        companies,
        comparisons: pair.comparisons.len(),
        tally: tally(site, index, pair.tally),
        years: years.collect(),
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
    part(&all, number, site.config.page_size)
        .chunk_by(|(one, _), (other, _)| one == other)
        .filter_map(|chunk| {
            let aspect = &pair.aspects[chunk.first()?.0];
            Some(AspectGroup {
                aspect: aspect.aspect.map(|aspect| aspect_link(site, aspect)),
                count: aspect.comparisons.len(),
                tally: tally(site, index, aspect.tally),
                passages: passages(site, chunk.iter().map(|(_, one)| one.comparison)),
            })
        })
        .collect()
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
            passages: passages(site, shown.map(|one| one.comparison)),
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
