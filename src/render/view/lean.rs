//! Which way an author leans: who comes off better in the author's comparisons, and who worse.

use crate::link::archive::ComparisonIndex;
use crate::link::standing::{Standings, standings};
use crate::render::Site;
use crate::render::page::Page;
use crate::render::picture::{Caption, Counts, Picture, Way, bars};

/// How many companies the picture has.
const COMPANIES_MAX: usize = 10;
/// With fewer comparisons of a company nothing leans.
const COMPARISONS_MIN: usize = 2;

/// A picture of who comes off better.
pub(super) type Lean = Picture;

/// Returns which way `name` leans; nothing where no company is compared often enough.
pub(super) fn lean(site: &Site, name: &str, comparisons: &[ComparisonIndex]) -> Option<Lean> {
    let all = standings(&site.archive, comparisons);
    let often = all.into_iter().filter(|(_, standings)| standings.total() >= COMPARISONS_MIN);
    let often: Vec<_> = often.take(COMPANIES_MAX).collect();
    let leans = often.iter().any(|(_, standings)| standings.ahead != standings.behind);
    leans.then(|| {
        let rows: Vec<Counts> = often
            .into_iter()
            .map(|(company, Standings { ahead, level, behind })| {
                let shown = site.archive.company(company).shown.to_string();
                Counts {
                    short: shown.clone(),
                    label: shown,
                    href: Some(site.link(&Page::Company(company, 1))),
                    ways: [ahead, level, behind].map(|count| (count, None)),
                }
            })
            .collect();
        let caption = Caption {
            title: site.words.fill("lean_title", &[("name", name)]),
            description: site.words.text("lean_description").to_owned(),
            rows: site.words.text("search_company").to_owned(),
            sum: site.words.text("chart_sum").to_owned(),
        };
        bars(caption, &standing_ways(site), &rows)
    })
}

/// Returns the ways a company comes off: better, neither, worse.
pub(super) fn standing_ways(site: &Site) -> [Way; 3] {
    [("way_ahead", "ahead"), ("way_neither", "level"), ("way_behind", "behind")]
        .map(|(key, class)| Way { name: site.words.text(key).to_owned(), class: class.to_owned() })
}
