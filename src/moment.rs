//! When an essay was published: civil time in the site's time zone.

use std::fmt;

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};
use serde::{Serialize, Serializer};

use crate::language::Wording;
use crate::wording;

/// A civil time in the site's zone, with or without a time of day.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment {
    zoned: Zoned,
    has_clock: bool,
}

/// A moment's place in the order of moments.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Order(Timestamp, bool);

impl Order {
    /// Tells whether the moment is later than an instant.
    pub fn is_after(self, instant: Timestamp) -> bool {
        self.0 > instant
    }
}

/// Why a time could not be read.
#[derive(Debug, PartialEq, Eq)]
pub struct Unreadable(Wording);

impl Unreadable {
    /// Returns what to say about it.
    pub const fn wording(&self) -> &Wording {
        &self.0
    }

    /// Returns how times are written.
    pub fn help() -> Wording {
        wording!(
            "times are read as 2013-08-13 11:34, 2013-08-13, 2013/8/13, 2013年8月13日 \
             or with +0800 at the end",
            "时间可以写成 2013-08-13 11:34、2013-08-13、2013/8/13、2013年8月13日，末尾可带 +0800"
        )
    }
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.english)
    }
}

/// Date patterns that jiff's own parser refuses but saved essays have.
const DATE_PATTERNS: [&str; 4] = ["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日"];
/// Clock patterns that may follow a date, after a space, a `T` or nothing.
const CLOCK_PATTERNS: [&str; 4] = ["%H:%M:%S", "%H:%M", "%H时%M分", "%H时%M分%S秒"];

impl Moment {
    /// Reads a time as essays have it.
    ///
    /// A time with an offset or zone is that instant, shown in `zone`; one without is
    /// civil time in `zone`; a date alone is that civil date.
    ///
    /// # Errors
    /// Text of none of these forms, or a date that the calendar does not have.
    pub fn parse(text: &str, zone: &TimeZone) -> Result<Self, Unreadable> {
        let text = text.trim();
        // Instants first: a civil parse of `…+08:00` would drop the offset silently.
        if let Ok(instant) = text.parse::<Timestamp>() {
            return Ok(Self { zoned: instant.to_zoned(zone.clone()), has_clock: true });
        }
        if let Ok(zoned) = text.parse::<Zoned>() {
            return Ok(Self { zoned: zoned.with_time_zone(zone.clone()), has_clock: true });
        }
        if let Ok(zoned) = Zoned::strptime("%Y-%m-%d %H:%M:%S %z", text)
            .or_else(|_| Zoned::strptime("%Y-%m-%d %H:%M %z", text))
        {
            return Ok(Self { zoned: zoned.with_time_zone(zone.clone()), has_clock: true });
        }
        let (civil, has_clock) = parse_civil(text)?;
        let zoned =
            civil.to_zoned(zone.clone()).map_err(|error| Unreadable(of_calendar(&error)))?;
        Ok(Self { zoned, has_clock })
    }

    /// Returns what moments are ordered by, without their zone.
    pub fn order(&self) -> Order {
        Order(self.zoned.timestamp(), self.has_clock)
    }

    /// Returns the civil date in the site's zone.
    pub fn date(&self) -> Date {
        self.zoned.date()
    }

    /// Returns the year in the site's zone.
    pub fn year(&self) -> i16 {
        self.zoned.year()
    }

    /// Returns the month in the site's zone, 1 to 12.
    pub fn month(&self) -> i8 {
        self.zoned.month()
    }

    /// Returns the day of the month in the site's zone, from 1.
    pub fn day(&self) -> i8 {
        self.zoned.day()
    }

    /// Returns the form for machines: RFC 3339 with offset, or the date alone when no time
    /// of day was given.
    pub fn machine(&self) -> String {
        if self.has_clock { self.rfc3339() } else { self.date().to_string() }
    }

    /// Returns the form that front matter has here: `2013-08-13 11:34`, seconds only where they
    /// are not nought, and the date alone when no time of day was given.
    pub fn written(&self) -> String {
        let form = match (self.has_clock, self.zoned.second()) {
            (false, _) => "%Y-%m-%d",
            (true, 0) => "%Y-%m-%d %H:%M",
            (true, _) => "%Y-%m-%d %H:%M:%S",
        };
        self.zoned.strftime(form).to_string()
    }

    /// Returns RFC 3339 with offset, as feeds want it, midnight standing for no time of day.
    pub fn rfc3339(&self) -> String {
        self.zoned.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
    }

    /// Returns the time of day as `11:34`, if one was given.
    ///
    /// Midnight on the minute counts as none: it is what programs save when they know
    /// only the date.
    pub fn clock(&self) -> Option<String> {
        let is_known = self.has_clock && self.zoned.time() != Time::midnight();
        is_known.then(|| self.zoned.strftime("%H:%M").to_string())
    }
}

impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.machine())
    }
}

fn parse_civil(text: &str) -> Result<(DateTime, bool), Unreadable> {
    let mut calendar_fault = None;
    for date in DATE_PATTERNS {
        for clock in CLOCK_PATTERNS {
            for gap in [" ", "T", ""] {
                match DateTime::strptime(format!("{date}{gap}{clock}"), text) {
                    Ok(civil) => return Ok((civil, true)),
                    Err(error) => keep_calendar_fault(&mut calendar_fault, &error),
                }
            }
        }
        match Date::strptime(date, text) {
            Ok(day) => return Ok((day.to_datetime(Time::midnight()), false)),
            Err(error) => keep_calendar_fault(&mut calendar_fault, &error),
        }
    }
    Err(calendar_fault.unwrap_or_else(|| {
        Unreadable(wording!("`{text}` is no time that is understood", "`{text}` 不是能识别的时间"))
    }))
}

/// Keeps jiff's message when the form was right but the calendar has no such day.
fn keep_calendar_fault(kept: &mut Option<Unreadable>, error: &jiff::Error) {
    let message = error.to_string();
    let is_calendars = ["not in the required range", "invalid date"];
    if kept.is_none() && is_calendars.iter().any(|words| message.contains(words)) {
        *kept = Some(Unreadable(of_calendar(error)));
    }
}

/// The calendar's own words are English.
fn of_calendar(error: &jiff::Error) -> Wording {
    wording!("{error}", "日历上没有这个时间（{error}）")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn machine(text: &str) -> Result<String, Unreadable> {
        let zone = TimeZone::fixed(jiff::tz::offset(8));
        Moment::parse(text, &zone).map(|moment| moment.machine())
    }

    #[test]
    fn forms_of_saved_essays_are_read() {
        for (text, expected) in [
            ("2013-08-13 11:34", "2013-08-13T11:34:00+08:00"),
            ("2013-08-13 11:34:05", "2013-08-13T11:34:05+08:00"),
            ("2013-08-13", "2013-08-13"),
            ("2024/5/1", "2024-05-01"),
            ("2024年5月1日", "2024-05-01"),
            ("2024年5月1日 8:05", "2024-05-01T08:05:00+08:00"),
            ("2009-07-10T00:30:00Z", "2009-07-10T08:30:00+08:00"),
            ("2009-07-10T20:30:00-07:00", "2009-07-11T11:30:00+08:00"),
            ("2009-07-10 20:30:00 -0700", "2009-07-11T11:30:00+08:00"),
        ] {
            assert_eq!(machine(text).as_deref(), Ok(expected), "{text}");
        }
    }

    #[test]
    fn what_is_to_come_is_told_by_the_instant() {
        let zone = TimeZone::fixed(jiff::tz::offset(8));
        let now = "2026-05-01T16:30:00Z".parse().expect("an instant");
        for (text, is_after) in [
            // Half past midnight of the second in Shanghai.
            ("2026-05-02", false),
            ("2026-05-02 00:30", false),
            ("2026-05-02 00:31", true),
            ("2026-05-01T16:31:00Z", true),
            ("2026-05-01T18:00:00+02:00", false),
        ] {
            let moment = Moment::parse(text, &zone).expect("a time");
            assert_eq!(moment.order().is_after(now), is_after, "{text}");
        }
    }

    #[test]
    fn what_is_no_time_says_so() {
        for text in ["2024-02-30", "yesterday", "", "2024"] {
            assert!(machine(text).is_err(), "{text}");
        }
    }
}
