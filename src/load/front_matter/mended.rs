//! A header as it should have been written: fences on both sides, lines ended as elsewhere,
//! times as this program's own files have them.
//!
//! Takes out nothing and renames nothing: keys, comments and order are their writer's.

use crate::config::Config;
use crate::moment::Moment;
use crate::source::{Source, Span};
use crate::yaml::Fields;
use crate::yaml::edit::Written;

use super::DIALECT;
use super::fences::{self, Kind};

/// The fence of a header, with its line's end.
const FENCE: &str = "---\n";

/// The keys that hold a time; other tools' for them are in [`DIALECT`].
const TIMES: [&str; 2] = ["time", "updated"];

/// Returns the header of a source mended, with a `title` if one is to be added; one in TOML
/// only has its lines ended, and of none comes none unless there is a title.
pub(in crate::load) fn mended(source: &Source, config: &Config, title: Option<&str>) -> String {
    let title = title.map(|title| format!("title: {}\n", Written::Text(title.to_owned()).flow()));
    let title = title.unwrap_or_default();
    let fences = fences::find(&source.text);
    let header = &source.text[fences.header.range()];
    match fences.kind {
        Kind::Absent if title.is_empty() => return String::new(),
        Kind::Absent => return format!("{FENCE}{title}{FENCE}"),
        Kind::Toml => return end_lines(header),
        Kind::Yaml | Kind::Unclosed => {}
    }
    let mut mended = source.text[fences.header.start..fences.fields.start].to_owned();
    let is_json = source.text[fences.fields.range()].starts_with('{');
    if mended.is_empty() && !is_json {
        mended.push_str(FENCE);
    }
    if !is_json {
        mended.push_str(&title);
    }
    let mut at = fences.fields.start;
    for (span, time) in times(source, fences.fields, config) {
        mended.push_str(&source.text[at..span.start]);
        mended.push_str(&time);
        at = span.end;
    }
    mended.push_str(&source.text[at..fences.header.end]);
    if fences.kind == Kind::Unclosed {
        if !mended.ends_with('\n') {
            mended.push('\n');
        }
        mended.push_str(FENCE);
    }
    end_lines(&mended)
}

fn end_lines(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}

/// Returns the times that are written otherwise than here, with what is to stand for them, in
/// the order of the file.
fn times(source: &Source, span: Span, config: &Config) -> Vec<(Span, String)> {
    let mut fields = Fields::read(source, span);
    let others = DIALECT.iter().filter(|(_, key)| TIMES.contains(key)).map(|(other, _)| *other);
    let mut times: Vec<(Span, String)> = TIMES
        .into_iter()
        .chain(others)
        .filter_map(|key| {
            let given = fields.string(key)?;
            let moment = Moment::parse(&given.value, &config.time_zone).ok()?;
            // What is quoted, or names its offset, is written so on purpose.
            let is_bare = source.text.get(given.span.range()) == Some(given.value.as_str());
            let is_foreign = given.value.contains(['/', '年', '.']);
            (is_bare && is_foreign).then(|| (given.span, moment.written()))
        })
        .collect();
    times.sort_by_key(|&(span, _)| span.start);
    times
}
