//! The comparisons by year.

use serde::Serialize;

use crate::link::archive::ComparisonIndex;
use crate::permalink::Permalink;
use crate::render::Site;
use crate::render::page::{Page, Part, part};
use crate::render::view::Head;
use crate::render::view::calendar::year_label;
use crate::render::view::passage::{VerdictView, verdicts};
use crate::render::view::shared::{Pager, month_name};

/// What `timeline.html` sees.
#[derive(Serialize)]
pub(super) struct TimelinePage {
    comparisons: usize,
    /// Those of the year that has the most; at least 1.
    most: usize,
    years: Vec<YearCount>,
}

/// A year and how many comparisons it has.
#[derive(Serialize)]
struct YearCount {
    label: String,
    href: Permalink,
    count: usize,
    essays: usize,
}

/// What `timeline_year.html` sees.
#[derive(Serialize)]
pub(super) struct TimelineYear {
    label: String,
    count: usize,
    months: Vec<MonthVerdicts>,
    pager: Option<Pager>,
}

/// The comparisons of a month.
#[derive(Serialize)]
struct MonthVerdicts {
    /// The month's name; `null` for essays without a time.
    label: Option<String>,
    verdicts: Vec<VerdictView>,
}

/// Returns the view of all years.
pub(super) fn timeline(site: &Site) -> (Head, TimelinePage) {
    let years = &site.archive.years;
    let most = years.iter().map(|year| year.comparisons.len()).max().unwrap_or_default();
    let years = years.iter().enumerate().map(|(at, year)| YearCount {
        label: year_label(site, year),
        href: site.link(&Page::TimelineYear(at, 1)),
        count: year.comparisons.len(),
        essays: year.essays.len(),
    });
    let head =
        Head::new("timeline", site.words.text("nav_timeline"), site.words.text("timeline_lead"));
    let comparisons = site.archive.comparisons.len();
    (head, TimelinePage { comparisons, most: most.max(1), years: years.collect() })
}

/// Returns the view of a year's comparisons.
pub(super) fn year(site: &Site, at: usize, number: Part) -> (Head, TimelineYear) {
    let year = &site.archive.years[at];
    let size = site.config.page_size;
    let label = year_label(site, year);
    let description = site.words.fill("timeline_of", &[("time", &label)]);
    let head =
        Head::new("timeline", site.words.fill("timeline_title", &[("time", &label)]), description);
    let months = part(&year.comparisons, number, size)
        .chunk_by(|one, other| month_of(site, *one) == month_of(site, *other))
        .map(|chunk| MonthVerdicts {
            label: chunk
                .first()
                .and_then(|index| month_of(site, *index))
                .map(|month| month_name(&site.words, month).to_owned()),
            verdicts: verdicts(site, chunk),
        });
    let page = TimelineYear {
        label,
        count: year.comparisons.len(),
        months: months.collect(),
        pager: Pager::new(site, year.comparisons.len(), size, number, |n| {
            Page::TimelineYear(at, n)
        }),
    };
    (head, page)
}

fn month_of(site: &Site, index: ComparisonIndex) -> Option<i8> {
    let one = site.archive.essay(site.archive.archived(index).essay);
    one.essay().front_matter.time.as_ref().map(crate::moment::Moment::month)
}
