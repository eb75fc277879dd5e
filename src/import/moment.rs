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
    let digits =
        |text: &str, most: usize| text.bytes().take(most).take_while(u8::is_ascii_digit).count();
    for (at, _) in text.match_indices(|letter: char| letter.is_ascii_digit()) {
        if text[..at].ends_with(|letter: char| letter.is_ascii_digit())
            || digits(&text[at..], 5) != 4
        {
            continue;
        }
        let mut numbers = [0_u32; 5];
        let mut rest = &text[at..];
        let mut count = 0;
        for (index, separators) in
            ["-/.年", "-/.月", "日 T\u{a0}　", ":时", ":分秒"].iter().enumerate()
        {
            let length = digits(rest, 4);
            let Ok(number) = rest[..length].parse() else { break };
            numbers[index] = number;
            count = index + 1;
            rest = &rest[length..];
            let trimmed = rest.trim_start_matches(|one| separators.contains(one));
            if trimmed.len() == rest.len() || index == 4 {
                break;
            }
            rest = trimmed;
        }
        let [year, month, day, hour, minute] = numbers;
        let date = format!("{year:04}-{month:02}-{day:02}");
        let line = match count {
            3 | 4 => date,
            5 => format!("{date} {hour:02}:{minute:02}"),
            _ => continue,
        };
        let moment = Moment::parse(&line, &config.time_zone)
            .or_else(|_| Moment::parse(&line[..10], &config.time_zone));
        if let Ok(moment) = moment
            && year >= FIRST_YEAR
        {
            return Some(moment.written());
        }
    }
    None
}

/// Before it there was no page to be saved.
const FIRST_YEAR: u32 = 1990;
