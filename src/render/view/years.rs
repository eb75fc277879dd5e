//! Pictures of a pair's and of a company's comparisons over the years.

use std::collections::BTreeMap;

use crate::link::archive::ComparisonIndex;
use crate::link::company::CompanyIndex;
use crate::link::pair::{PairComparison, PairIndex, Verdict};
use crate::link::standing::Standing;
use crate::moment::Moment;
use crate::permalink::{self, Permalink};
use crate::render::Site;
use crate::render::page::{Page, Part};
use crate::render::picture::{Caption, Counts, Picture, Way, columns};
use crate::render::sentence;
use crate::render::view::lean::standing_ways;
use crate::render::view::shared::{pair_name, pair_names, pair_tints};

/// Between two years with comparisons as many without are shown; longer gaps are left out.
const GAP_MAX: i16 = 20;

/// Which of a picture's three ways a comparison falls, and its place in the page's list.
struct Falling {
    comparison: ComparisonIndex,
    way: usize,
    place: usize,
}

/// Draws the comparisons of a pair by year, listed on its pages in this order.
pub(super) fn of_pair(site: &Site, index: PairIndex, listed: &[PairComparison]) -> Option<Picture> {
    let falling = listed.iter().enumerate().map(|(place, one)| Falling {
        comparison: one.comparison,
        way: match one.verdict {
            Verdict::First => 0,
            Verdict::Equal | Verdict::Different | Verdict::Rival => 1,
            Verdict::Second => 2,
        },
        place,
    });
    let years = by_year(site, falling, |part| Page::Pair(index, part))?;
    let names = pair_names(site, index);
    let [first, second] = pair_tints(site, index).map(|tint| format!("t{tint}"));
    let way = |verdict, class| Way { name: sentence::verdict(&site.words, verdict, names), class };
    let neither =
        Way { name: site.words.text("way_neither").to_owned(), class: "level".to_owned() };
    let ways = [way(Verdict::First, first), neither, way(Verdict::Second, second)];
    let title = site.words.fill("years_title", &[("name", &pair_name(site, index))]);
    Some(columns(caption(site, title, &ways), &ways, &years))
}

/// Draws the comparisons of a company by year.
pub(super) fn of_company(site: &Site, index: CompanyIndex) -> Option<Picture> {
    let company = site.archive.company(index);
    let listed = company.comparisons.iter().enumerate();
    let falling = listed.filter_map(|(place, &comparison)| {
        let standing = Standing::of(&site.archive, site.archive.comparison(comparison), index)?;
        let way = match standing {
            Standing::Ahead => 0,
            Standing::Level => 1,
            Standing::Behind => 2,
        };
        Some(Falling { comparison, way, place })
    });
    let years = by_year(site, falling, |part| Page::Company(index, part))?;
    let ways = standing_ways(site);
    let title = site.words.fill("years_title", &[("name", &company.shown)]);
    Some(columns(caption(site, title, &ways), &ways, &years))
}

/// Returns the link to the passage at a place of a list that goes on over several pages.
pub(super) fn place_link(site: &Site, place: usize, page: impl Fn(Part) -> Page) -> Permalink {
    let part = place / site.config.page_size.max(1) + 1;
    site.link(&page(part)).with_fragment(&permalink::passage_id(place + 1))
}

fn caption(site: &Site, title: String, ways: &[Way; 3]) -> Caption {
    let [up, _, down] = ways;
    Caption {
        title,
        description: site
            .words
            .fill("years_description", &[("up", &up.name), ("down", &down.name)]),
        rows: site.words.text("search_year").to_owned(),
        sum: site.words.text("chart_sum").to_owned(),
    }
}

/// Counts by year, the oldest first and those without a time last; nothing where one year has
/// them all.
fn by_year(
    site: &Site,
    falling: impl Iterator<Item = Falling>,
    page: impl Fn(Part) -> Page + Copy,
) -> Option<Vec<Counts>> {
    let mut found: BTreeMap<Option<i16>, [(usize, Option<Permalink>); 3]> = BTreeMap::new();
    for one in falling {
        let essay = site.archive.essay(site.archive.archived(one.comparison).essay).essay();
        let year = essay.front_matter.time.as_ref().map(Moment::year);
        let (count, href) = &mut found.entry(year).or_default()[one.way];
        *count += 1;
        href.get_or_insert_with(|| place_link(site, one.place, page));
    }
    if found.len() < 2 {
        return None;
    }
    let undated = found.remove(&None);
    let mut years = Vec::new();
    let mut before: Option<i16> = None;
    for (year, ways) in found {
        let year = year.expect("those without a time are taken out");
        if let Some(before) = before.filter(|before| year - before <= GAP_MAX) {
            years.extend((before + 1..year).map(|year| counts(site, year, Default::default())));
        }
        before = Some(year);
        years.push(counts(site, year, ways));
    }
    years.extend(undated.map(|ways| Counts {
        label: site.words.text("undated").to_owned(),
        short: "—".to_owned(),
        href: None,
        ways,
    }));
    Some(years)
}

fn counts(site: &Site, year: i16, ways: [(usize, Option<Permalink>); 3]) -> Counts {
    let place = site.archive.years.binary_search_by(|one| Some(year).cmp(&one.year));
    Counts {
        label: year.to_string(),
        short: format!("{:02}", year.rem_euclid(100)),
        href: place.ok().map(|place| site.link(&Page::TimelineYear(place, 1))),
        ways,
    }
}
