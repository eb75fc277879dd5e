//! The archive by time: essays by year and month, comparisons by year.

use std::sync::Arc;

use crate::link::archive::{ArchivedComparison, ComparisonIndex, EssayIndex};
use crate::link::digest::Digest;

/// The essays and comparisons of one year.
#[derive(Debug, PartialEq, Eq)]
pub struct Year {
    /// The year; `None` for essays without a time, which come last and have no months.
    pub year: Option<i16>,
    /// Its essays, newest first.
    pub essays: Vec<EssayIndex>,
    /// Its months with essays, newest first.
    pub months: Vec<Month>,
    /// The comparisons in its essays, newest first.
    pub comparisons: Vec<ComparisonIndex>,
}

/// The essays of one month.
#[derive(Debug, PartialEq, Eq)]
pub struct Month {
    /// 1 to 12.
    pub month: i8,
    /// Its essays, newest first.
    pub essays: Vec<EssayIndex>,
}

/// Gathers essays, which stand newest first, and their comparisons by year and month.
pub(super) fn gather(essays: &[Arc<Digest>], comparisons: &[ArchivedComparison]) -> Vec<Year> {
    let mut years: Vec<Year> = Vec::new();
    let mut comparisons = comparisons.iter().enumerate().peekable();
    for (index, one) in essays.iter().enumerate() {
        let essay = EssayIndex(index);
        let year = of_year(&mut years, one.month.map(|(year, _)| year));
        year.essays.push(essay);
        while let Some((place, _)) = comparisons.next_if(|(_, one)| one.essay == essay) {
            year.comparisons.push(ComparisonIndex(place));
        }
        let Some((_, month)) = one.month else { continue };
        match year.months.last_mut() {
            Some(last) if last.month == month => last.essays.push(essay),
            _ => year.months.push(Month { month, essays: vec![essay] }),
        }
    }
    years
}

fn of_year(years: &mut Vec<Year>, year: Option<i16>) -> &mut Year {
    if years.last().is_none_or(|last| last.year != year) {
        years.push(Year { year, essays: Vec::new(), months: Vec::new(), comparisons: Vec::new() });
    }
    years.last_mut().expect("one was just added if there was none")
}
