//! Who is set against whom, among the companies that most often face each other.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use serde::Serialize;

use crate::link::company::CompanyIndex;
use crate::permalink::Permalink;
use crate::render::Site;
use crate::render::page::Page;
use crate::render::picture::{self, Caption, Meeting, Picture, Way};
use crate::render::view::Head;
use crate::render::view::index::companies_by_weight;
use crate::render::view::shared::TitleLink;

/// How many companies it has: as many as a screen shows, and as a page carries with a link for
/// each two of them, twice.
const COMPANIES_MAX: usize = 14;

/// What `matrix.html` sees.
#[derive(Serialize)]
pub(super) struct MatrixPage {
    pairs: TitleLink,
    /// None where no two companies are compared.
    picture: Option<Picture>,
}

/// Returns the view of the matrix.
pub(super) fn matrix(site: &Site) -> (Head, MatrixPage) {
    let chosen = often_set_against_each_other(site);
    let companies: Vec<CompanyIndex> =
        companies_by_weight(site).into_iter().filter(|index| chosen.contains(index)).collect();
    let title = site.words.text("matrix_title");
    let pairs = TitleLink {
        title: site.words.text("nav_pairs").to_owned(),
        href: site.link(&Page::Pairs(1)),
    };
    let picture = (!companies.is_empty()).then(|| draw(site, &companies));
    (Head::new("matrix", title, site.words.text("matrix_lead")), MatrixPage { pairs, picture })
}

/// Returns the companies of the most frequent pairs, so that each has somebody to face.
fn often_set_against_each_other(site: &Site) -> BTreeSet<CompanyIndex> {
    let mut pairs: Vec<_> = site.archive.pairs.iter().collect();
    pairs.sort_by_key(|pair| Reverse(pair.comparisons.len()));
    let mut chosen = BTreeSet::new();
    for pair in pairs {
        let added = pair.companies.iter().filter(|&one| !chosen.contains(one)).count();
        if chosen.len() + added <= COMPANIES_MAX {
            chosen.extend(pair.companies);
        }
    }
    chosen
}

fn draw(site: &Site, companies: &[CompanyIndex]) -> Picture {
    let names: Vec<(String, Permalink)> = companies
        .iter()
        .map(|&index| {
            let name = site.archive.company(index).shown.to_string();
            (name, site.link(&Page::Company(index, 1)))
        })
        .collect();
    let mut meetings = Vec::new();
    for (row, &one) in companies.iter().enumerate() {
        for (column, &other) in companies.iter().enumerate() {
            meetings.extend(meeting(site, (row, one), (column, other)));
        }
    }
    let caption = Caption {
        title: site.words.text("matrix_title").to_owned(),
        description: site.words.text("matrix_description").to_owned(),
        rows: site.words.text("search_company").to_owned(),
        sum: site.words.text("chart_sum").to_owned(),
    };
    let ways = [("matrix_row", "ahead"), ("way_neither", "level"), ("matrix_column", "behind")]
        .map(|(key, class)| Way { name: site.words.text(key).to_owned(), class: class.to_owned() });
    picture::matrix(caption, &ways, &names, &meetings)
}

fn meeting(
    site: &Site,
    (row, one): (usize, CompanyIndex),
    (column, other): (usize, CompanyIndex),
) -> Option<Meeting> {
    let index = site.archive.find_pair(one, other)?;
    let pair = site.archive.pair(index);
    let tally = pair.tally;
    let neither = tally.equal + tally.different + tally.rival;
    let (ahead, behind) = match pair.companies {
        [first, _] if first == one => (tally.first, tally.second),
        _ => (tally.second, tally.first),
    };
    let [one, other] = [one, other].map(|index| &*site.archive.company(index).shown);
    let count = tally.total().to_string();
    let (for_one, for_other) = (ahead.to_string(), behind.to_string());
    let says = site.words.fill(
        "matrix_says",
        &[
            ("one", one),
            ("other", other),
            ("count", &count),
            ("ahead", &for_one),
            ("behind", &for_other),
        ],
    );
    let href = site.link(&Page::Pair(index, 1));
    Some(Meeting { row, column, ways: [ahead, neither, behind], href, says })
}
