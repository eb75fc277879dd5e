//! Times as pages print them, anywhere in a line of text.

use crate::config::Config;
use crate::moment::Moment;

/// Returns a time, as front matter has it, of what a page or a header says: a whole time, a
/// count of seconds, or a line with a date in it.
pub(super) fn read(text: &str, config: &Config) -> Option<String> {
    let text = text.trim();
    if let Ok(moment) = Moment::parse(text, &config.time_zone) {
        return Some(moment.written());
    }
    seconds(text, config).or_else(|| found(text, config))
}

/// The lengths of a count of seconds, and of milliseconds, in our time.
const SECONDS_DIGITS: usize = 10;
const MILLISECONDS_DIGITS: usize = 13;

fn seconds(text: &str, config: &Config) -> Option<String> {
    let is_count = text.bytes().all(|byte| byte.is_ascii_digit());
    if !is_count || !matches!(text.len(), SECONDS_DIGITS | MILLISECONDS_DIGITS) {
        return None;
    }
    let seconds: i64 = text[..SECONDS_DIGITS].parse().ok()?;
    let instant = jiff::Timestamp::from_second(seconds).ok()?;
    Moment::parse(&instant.to_string(), &config.time_zone).ok().map(|moment| moment.written())
}

/// Finds the first date in a line, with the time of day that follows it.
fn found(text: &str, config: &Config) -> Option<String> {
    let starts = text.match_indices(|letter: char| letter.is_ascii_digit()).map(|(at, _)| at);
    let is_year = |at: &usize| {
        !text[..*at].ends_with(|letter: char| letter.is_ascii_digit())
            && digits(&text[*at..], 5) == 4
    };
    let dates = starts.filter(is_year).filter_map(|at| {
        let numbers = numbers(&text[at..]);
        let [year, month, day, rest @ ..] = numbers.as_slice() else { return None };
        let date = format!("{year:04}-{month:02}-{day:02}");
        let parse = |line: &str| Moment::parse(line, &config.time_zone).ok();
        let timed = match rest {
            [hour, minute] => parse(&format!("{date} {hour:02}:{minute:02}")),
            _ => None,
        };
        timed.or_else(|| parse(&date)).filter(|_| *year >= FIRST_YEAR)
    });
    dates.map(|moment| moment.written()).next()
}

/// Returns the numbers of a date and a time of day, as far as they follow each other.
fn numbers(text: &str) -> Vec<u32> {
    let mut numbers = Vec::new();
    let mut rest = text;
    for separators in ["-/.年", "-/.月", "日 T\u{a0}　", ":时", ""] {
        let length = digits(rest, 4);
        let Ok(number) = rest[..length].parse() else { break };
        numbers.push(number);
        rest = &rest[length..];
        let trimmed = rest.trim_start_matches(|one| separators.contains(one));
        if trimmed.len() == rest.len() {
            break;
        }
        rest = trimmed;
    }
    numbers
}

/// Counts the digits that a text begins with, up to so many.
fn digits(text: &str, most: usize) -> usize {
    text.bytes().take(most).take_while(u8::is_ascii_digit).count()
}

/// Before it there was no page to be saved.
const FIRST_YEAR: u32 = 1990;
