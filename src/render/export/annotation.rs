//! The comparisons and the notes of people as annotations of their essays: W3C Web Annotation
//! Data Model, JSON-LD.
//!
//! A target is the essay's page; its selectors speak of the essay's text without notes: all
//! that the page shows of headings, paragraphs, cells and footnotes, each followed by one
//! line feed. Positions count Unicode characters from 0. Where quote and position disagree,
//! the quote with its surroundings is right.

use std::ops::Range;

use serde_json::{Value, json};

use crate::annotate::exchange;
use crate::detect::comparison::Origin;
use crate::link::archive::{Archive, ComparisonIndex, EssayIndex};
use crate::load::essay::Passage;
use crate::render::export::record::{essay_url, id};
use crate::render::export::{ExportFile, address, all};
use crate::render::page::{Page, Part, parts};
use crate::render::{Site, sentence};

const CONTEXT: &str = "http://www.w3.org/ns/anno.jsonld";
/// How many characters before and after a quote go along with it.
const SURROUNDINGS: usize = 32;

/// Returns the collection of all annotations, which leads to its pages.
pub(super) fn collection(site: &Site, size: usize) -> Value {
    let total = count(&site.archive);
    let page = |part| address(site, ExportFile::Annotations(part));
    json!({
        "@context": CONTEXT,
        "id": address(site, ExportFile::Collection),
        "type": "AnnotationCollection",
        "label": site.config.title,
        "total": total,
        "first": page(1),
        "last": page(*parts(total, size).end()),
    })
}

/// Returns a page of the collection: addresses only, for each annotation stands in the file of
/// its essay.
pub(super) fn page(site: &Site, part: Part, size: usize) -> Value {
    let total = count(&site.archive);
    let items = all(total, part, size);
    let last = *parts(total, size).end();
    let address = |file| address(site, file);
    let mut page = json!({
        "@context": CONTEXT,
        "id": address(ExportFile::Annotations(part)),
        "type": "AnnotationPage",
        "partOf": address(ExportFile::Collection),
        "startIndex": items.start,
        "items": addresses(site, items),
    });
    if part > 1 {
        page["prev"] = address(ExportFile::Annotations(part - 1)).into();
    }
    if part < last {
        page["next"] = address(ExportFile::Annotations(part + 1)).into();
    }
    page
}

/// Returns the annotations of one essay, a collection of one page.
pub(super) fn of_essay(site: &Site, index: EssayIndex) -> Value {
    let one = site.archive.essay(index);
    let file = address(site, ExportFile::OfEssay(index));
    json!({
        "@context": CONTEXT,
        "id": file,
        "type": "AnnotationCollection",
        "label": one.essay().front_matter.title,
        "total": one.comparisons.len() + one.annotated.notes.len(),
        "first": {
            "id": format!("{file}#page"),
            "type": "AnnotationPage",
            "partOf": file,
            "startIndex": 0,
            "items": of_one(site, index),
        },
    })
}

/// Returns how many annotations there are: all comparisons, and then all notes of people.
pub(super) fn count(archive: &Archive) -> usize {
    let notes = archive.essays.iter().map(|one| one.annotated.notes.len());
    archive.comparisons.len() + notes.sum::<usize>()
}

/// Returns the addresses of the annotations at these places: those of comparisons come before
/// those of people.
fn addresses(site: &Site, places: Range<usize>) -> Vec<String> {
    let comparisons = site.archive.comparisons.len();
    let found = places.start..places.end.min(comparisons).max(places.start);
    let mut items: Vec<String> =
        found.map(|index| address_of_comparison(site, ComparisonIndex(index))).collect();
    if places.end > comparisons {
        let essays = (0..site.archive.essays.len()).map(EssayIndex);
        let notes = essays.flat_map(|index| {
            (0..site.archive.essay(index).annotated.notes.len()).map(move |place| (index, place))
        });
        let first = places.start.saturating_sub(comparisons);
        let wanted = notes.skip(first).take(places.end - comparisons - first);
        items.extend(wanted.map(|(index, place)| address_of_note(site, index, place)));
    }
    items
}

/// Returns the address of a comparison's annotation: in the file of its essay.
fn address_of_comparison(site: &Site, index: ComparisonIndex) -> String {
    let file = address(site, ExportFile::OfEssay(site.archive.archived(index).essay));
    format!("{file}#{}", id(site, index))
}

/// Returns the address of the annotation of a note of the essay at `index`.
fn address_of_note(site: &Site, index: EssayIndex, place: usize) -> String {
    format!("{}#note-{}", address(site, ExportFile::OfEssay(index)), place + 1)
}

/// Returns the annotations of one essay.
fn of_one(site: &Site, index: EssayIndex) -> Vec<Value> {
    let one = site.archive.essay(index);
    let positions = Positions::of(site, index);
    let found = one.comparisons.iter().map(|&index| annotation(site, index, &positions));
    let notes = 0..one.annotated.notes.len();
    found.chain(notes.map(|place| written(site, index, place, &positions))).collect()
}

/// Returns the annotation of a note of the essay at `index`.
fn written(site: &Site, index: EssayIndex, place: usize, positions: &Positions) -> Value {
    let one = site.archive.essay(index);
    let note = &one.annotated.notes[place];
    let mut value = json!({
        "id": address_of_note(site, index, place),
        "type": "Annotation",
        "motivation": "commenting",
        "body": [
            {
                "type": "TextualBody",
                "purpose": "commenting",
                "format": "text/markdown",
                "value": note.written.markdown.trim(),
            },
            exchange::kind_body(note.written.kind),
        ],
        "target": {
            "source": essay_url(site, one),
            "selector": selectors(&one.essay().body.text, note.passage, positions),
        },
    });
    if let Some(name) = &note.written.annotator {
        value["creator"] = json!({ "type": "Person", "name": name });
    }
    if let Some(time) = &note.written.time {
        value["created"] = time.rfc3339().into();
    }
    value
}

fn annotation(site: &Site, index: ComparisonIndex, positions: &Positions) -> Value {
    let archived = site.archive.archived(index);
    let one = site.archive.essay(archived.essay);
    let source = essay_url(site, one);
    let text = &one.essay().body.text;
    let mut bodies = vec![json!({
        "type": "TextualBody",
        "purpose": "commenting",
        "format": "text/plain",
        "language": site.config.language.tag(),
        "value": sentence::sentence(site, &one.annotated, site.archive.comparison(index)),
    })];
    bodies.extend(archived.companies.iter().map(|&company| {
        let base = &site.config.base_url;
        json!({
            "type": "SpecificResource",
            "purpose": "tagging",
            "source": base.absolute(&site.link(&Page::Company(company, 1))),
        })
    }));
    json!({
        "id": address_of_comparison(site, index),
        "type": "Annotation",
        "motivation": "commenting",
        "creator": creator(&site.archive.comparison(index).origin),
        "body": bodies,
        "target": {
            "source": source,
            "selector": selectors(text, site.archive.comparison(index).passage, positions),
        },
        "via": site.config.base_url.absolute(&site.note_link(index)),
    })
}

/// Returns who says that something is a comparison.
fn creator(origin: &Origin) -> Value {
    match origin.annotator() {
        Some(name) => json!({ "type": "Person", "name": name }),
        None if origin.is_by_hand() => json!({ "type": "Person" }),
        None => json!({
            "type": "Software",
            "name": concat!("pangzhu ", env!("CARGO_PKG_VERSION")),
        }),
    }
}

/// How many characters stand before each byte of a text, found without counting from its
/// beginning each time.
struct Positions(Vec<usize>);

impl Positions {
    /// One count is kept for so many bytes.
    const STEP: usize = 1 << 10;

    fn of(site: &Site, index: EssayIndex) -> Self {
        Self::new(&site.archive.essay(index).essay().body.text)
    }

    fn new(text: &str) -> Self {
        let mut before = 0;
        let count = |piece: &[u8]| {
            let here = before;
            before += characters(piece);
            here
        };
        Self(text.as_bytes().chunks(Self::STEP).map(count).collect())
    }

    /// Returns how many characters begin before a byte of the text.
    fn at(&self, text: &str, byte: usize) -> usize {
        let step = (byte / Self::STEP).min(self.0.len().saturating_sub(1));
        let counted = self.0.get(step).copied().unwrap_or_default();
        counted + characters(&text.as_bytes()[step * Self::STEP..byte])
    }
}

/// Counts the bytes that begin a character in UTF-8: those that continue one are `10xxxxxx`.
fn characters(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&byte| byte & 0xC0 != 0x80).count()
}

fn selectors(text: &str, passage: Passage, positions: &Positions) -> Value {
    let (before, rest) = text.split_at(passage.start);
    let (quote, after) = rest.split_at(passage.end - passage.start);
    let prefix = before.char_indices().rev().nth(SURROUNDINGS - 1).map_or(0, |(at, _)| at);
    let suffix: String = after.chars().take(SURROUNDINGS).collect();
    let start = positions.at(text, passage.start);
    json!([
        {
            "type": "TextQuoteSelector",
            "exact": quote,
            "prefix": before[prefix..],
            "suffix": suffix,
        },
        {
            "type": "TextPositionSelector",
            "start": start,
            "end": start + quote.chars().count(),
        },
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_are_those_of_a_count_from_the_beginning() {
        let text = "题a𠮷é".repeat(1000);
        let positions = Positions::new(&text);
        for (count, (at, _)) in text.char_indices().enumerate() {
            assert_eq!(positions.at(&text, at), count);
        }
        assert_eq!(positions.at(&text, text.len()), 4000);
        assert_eq!(Positions::new("").at("", 0), 0);
    }

    #[test]
    fn positions_count_characters() {
        let text = "题目\n微信𠮷胜过支付宝。\n";
        let start = text.find("微信").expect("it is there");
        let end = text.find("。").expect("it is there");
        let selectors = selectors(text, Passage::new(start, end), &Positions::new(text));
        assert_eq!(selectors[0]["exact"], "微信𠮷胜过支付宝");
        assert_eq!(selectors[0]["prefix"], "题目\n");
        assert_eq!(selectors[0]["suffix"], "。\n");
        assert_eq!((&selectors[1]["start"], &selectors[1]["end"]), (&json!(3), &json!(11)));
    }
}
