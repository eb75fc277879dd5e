//! Pieces of a file (RFC 9110, section 14): a player that jumps in a film asks for what it
//! needs, and some play nothing where they cannot.

use super::request::{Method, Request};

/// Which bytes of a file are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    /// All of them.
    Whole,
    /// So many bytes from the first of these numbers on.
    Part(u64, u64),
    /// None that the file has.
    Beyond,
}

/// Returns which bytes of a file of `length` bytes a request asks for.
///
/// What is no range, or several, is taken for a request for the whole, as the RFC allows; so is
/// one that depends on the version of the file, of which nothing is told.
pub(super) fn wanted(request: &Request, length: u64) -> Wanted {
    let range = request.header("range").filter(|_| request.method == Method::Get);
    match range.filter(|_| !request.has_header("if-range")).and_then(parse) {
        None => Wanted::Whole,
        Some(Range::Last(0)) => Wanted::Beyond,
        Some(Range::Last(count)) if length > 0 => {
            let start = length.saturating_sub(count);
            Wanted::Part(start, length - start)
        }
        Some(Range::From(start, last)) if start < length => {
            Wanted::Part(start, last.min(length - 1) - start + 1)
        }
        Some(_) => Wanted::Beyond,
    }
}

/// A range as it is written.
#[derive(Clone, Copy)]
enum Range {
    /// From the first byte to the last, counted from 0.
    From(u64, u64),
    /// The last so many bytes.
    Last(u64),
}

fn parse(value: &str) -> Option<Range> {
    let (unit, range) = value.split_once('=')?;
    let (first, last) = range.trim().split_once('-')?;
    if !unit.trim().eq_ignore_ascii_case("bytes") {
        return None;
    }
    match (number(first), number(last)) {
        (None, Some(count)) if first.is_empty() => Some(Range::Last(count)),
        (Some(first), None) if last.is_empty() => Some(Range::From(first, u64::MAX)),
        (Some(first), Some(last)) if first <= last => Some(Range::From(first, last)),
        _ => None,
    }
}

/// Reads digits and nothing else; more than there are numbers for stands for the last of them.
fn number(digits: &str) -> Option<u64> {
    let is_number = !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit());
    is_number.then(|| digits.parse().unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(headers: &[(&str, &str)], length: u64) -> Wanted {
        let mut request = Request::get("/a.mp4");
        let headers = headers.iter().map(|&(name, value)| (name.to_owned(), value.to_owned()));
        request.headers.extend(headers);
        wanted(&request, length)
    }

    #[test]
    fn one_range_is_a_part_and_all_else_the_whole() {
        for (range, expected) in [
            ("bytes=0-0", Wanted::Part(0, 1)),
            ("bytes=2-", Wanted::Part(2, 8)),
            ("Bytes=2-4", Wanted::Part(2, 3)),
            ("bytes=8-99999999999999999999999", Wanted::Part(8, 2)),
            ("bytes=-3", Wanted::Part(7, 3)),
            ("bytes=-300", Wanted::Part(0, 10)),
            ("bytes=10-", Wanted::Beyond),
            ("bytes=99999999999999999999999-", Wanted::Beyond),
            ("bytes=-0", Wanted::Beyond),
            ("bytes=4-2", Wanted::Whole),
            ("bytes=-", Wanted::Whole),
            ("bytes=+1-2", Wanted::Whole),
            ("bytes=0-1,4-5", Wanted::Whole),
            ("lines=0-1", Wanted::Whole),
            ("0-1", Wanted::Whole),
        ] {
            assert_eq!(asked(&[("range", range)], 10), expected, "{range}");
        }
        assert_eq!(asked(&[("range", "bytes=0-")], 0), Wanted::Beyond);
        assert_eq!(asked(&[("range", "bytes=-1")], 0), Wanted::Beyond);
        assert_eq!(asked(&[("range", "bytes=0-1"), ("if-range", "\"x\"")], 10), Wanted::Whole);
        assert_eq!(asked(&[("range", "bytes=0-1"), ("range", "bytes=2-3")], 10), Wanted::Whole);
    }
}
