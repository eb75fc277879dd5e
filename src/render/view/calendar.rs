//! The archive by year and month.

use serde::Serialize;

use crate::link::timeline::{Month, Year};
use crate::permalink::Permalink;
use crate::render::Site;
use crate::render::page::{Page, Part, part};
use crate::render::view::Head;
use crate::render::view::shared::{EssayItem, Pager, TitleLink, essay_items, month_name};
use crate::render::view::shelf::lists;

/// What `archive.html` sees.
#[derive(Serialize)]
pub(super) struct ArchivePage {
    essays: usize,
    /// The lists of tags and of sources.
    lists: Vec<TitleLink>,
    years: Vec<YearView>,
}

/// A year with its months.
#[derive(Serialize)]
struct YearView {
    label: String,
    href: Permalink,
    essays: usize,
    months: Vec<MonthView>,
}

/// A month with its essays, or some of them.
#[derive(Serialize)]
struct MonthView {
    label: String,
    href: Permalink,
    count: usize,
    /// The first of them; none where only the count is shown.
    essays: Vec<EssayItem>,
    /// How many there are beyond these.
    more: usize,
}

/// What `archive_year.html` sees.
#[derive(Serialize)]
pub(super) struct YearPage {
    year: YearView,
    /// The essays of a year that has no months: those without a time.
    essays: Vec<EssayItem>,
    pager: Option<Pager>,
}

/// What `archive_month.html` sees.
#[derive(Serialize)]
pub(super) struct MonthPage {
    year: TitleLink,
    label: String,
    count: usize,
    essays: Vec<EssayItem>,
    pager: Option<Pager>,
}

/// Returns the view of all years.
pub(super) fn archive(site: &Site) -> (Head, ArchivePage) {
    let years = site.archive.years.iter().enumerate();
    let head =
        Head::new("archive", site.words.text("nav_archive"), site.config.description.clone());
    let essays = site.archive.essays.len();
    // A small archive shows its essays at once; a large one the way to them.
    let each = if essays <= site.config.page_size { essays } else { 0 };
    let years = years.map(|(at, year)| year_view(site, at, year, each)).collect();
    (head, ArchivePage { essays, lists: lists(site), years })
}

/// Returns the view of a year.
pub(super) fn year(site: &Site, at: usize, number: Part) -> (Head, YearPage) {
    let year = &site.archive.years[at];
    let size = site.config.page_size;
    // All of them where they fit, else about as many of each month.
    let fits = year.essays.len() <= size;
    let each = if fits { size } else { (size / year.months.len().max(1)).max(1) };
    let undated = if year.months.is_empty() { year.essays.as_slice() } else { &[] };
    let page = YearPage {
        year: year_view(site, at, year, each),
        essays: essay_items(site, part(undated, number, size)),
        pager: Pager::new(site, undated.len(), size, number, |n| Page::ArchiveYear(at, n)),
    };
    (head(site, &page.year.label), page)
}

/// Returns the view of a month.
pub(super) fn month(site: &Site, at: usize, month_at: usize, number: Part) -> (Head, MonthPage) {
    let year = &site.archive.years[at];
    let month = &year.months[month_at];
    let size = site.config.page_size;
    let label = month_title(site, year, month);
    let of_part = |n| Page::ArchiveMonth(at, month_at, n);
    let page = MonthPage {
        year: TitleLink {
            title: year_label(site, year),
            href: site.link(&Page::ArchiveYear(at, 1)),
        },
        count: month.essays.len(),
        essays: essay_items(site, part(&month.essays, number, size)),
        pager: Pager::new(site, month.essays.len(), size, number, of_part),
        label,
    };
    (head(site, &page.label), page)
}

/// Returns what a year is called: 2013年; for essays without a time, that they have none.
pub(super) fn year_label(site: &Site, year: &Year) -> String {
    match year.year {
        Some(number) => site.words.fill("year", &[("year", &number.to_string())]),
        None => site.words.text("undated").to_owned(),
    }
}

/// Returns what a month is called with its year: 2013年8月.
pub(super) fn month_title(site: &Site, year: &Year, month: &Month) -> String {
    let number = year.year.map_or(String::new(), |year| year.to_string());
    let name = month_name(&site.words, month.month);
    site.words.fill("year_month", &[("year", &number), ("month", name)])
}

fn head(site: &Site, label: &str) -> Head {
    let description = site.words.fill("archive_of", &[("time", label)]);
    Head::new("archive", label, description)
}

fn year_view(site: &Site, at: usize, year: &Year, each: usize) -> YearView {
    let month = |(month_at, month): (usize, &Month)| {
        let shown = &month.essays[..month.essays.len().min(each)];
        MonthView {
            label: month_name(&site.words, month.month).to_owned(),
            href: site.link(&Page::ArchiveMonth(at, month_at, 1)),
            count: month.essays.len(),
            essays: essay_items(site, shown),
            more: month.essays.len() - shown.len(),
        }
    };
    YearView {
        label: year_label(site, year),
        href: site.link(&Page::ArchiveYear(at, 1)),
        essays: year.essays.len(),
        months: year.months.iter().enumerate().map(month).collect(),
    }
}
