//! What researchers and programs take away: the comparisons and essays as JSON and CSV, the
//! annotations as W3C Web Annotations, an essay's entry for a bibliography.
//!
//! 1. `record` says what is told of a comparison and of an essay, once for all forms;
//! 2. `csv`, `annotation` and `bibtex` write what JSON alone is not;
//! 3. `linked` describes a page to search engines.
//!
//! A list that would grow too large goes on in a next file, which it names. The records have
//! JSON Schemas, which stand beside them in the site: `schemas/`.

mod annotation;
mod bibtex;
mod csv;
pub(super) mod linked;
mod record;

use serde::Serialize;

use crate::link::archive::{Archive, ComparisonIndex, EssayIndex};
use crate::permalink::{Permalink, SitePath};
use crate::render::Site;
use crate::render::page::{Part, parts};

/// One file of data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExportFile {
    /// The comparisons as JSON.
    Comparisons(Part),
    /// The comparisons as a table.
    Table(Part),
    /// The essays as JSON.
    Essays(Part),
    /// The collection of all annotations.
    Collection,
    /// A page of the collection.
    Annotations(Part),
    /// The annotations of one essay.
    OfEssay(EssayIndex),
    /// An essay's entry for a bibliography.
    Bibliography(EssayIndex),
    /// The schema of the comparisons.
    ComparisonsSchema,
    /// The schema of the essays.
    EssaysSchema,
}

/// How many records a JSON file has: some ten megabytes, of the hundred that GitHub takes.
const RECORDS: usize = 20_000;
/// How many rows a table has: a spreadsheet takes a million, GitHub some 200,000.
const ROWS: usize = 100_000;
/// How many annotations a page of their collection names.
const ANNOTATIONS: usize = 20_000;

const COMPARISONS_SCHEMA: &str = include_str!("schemas/comparisons.json");
const ESSAYS_SCHEMA: &str = include_str!("schemas/essays.json");

impl ExportFile {
    /// Returns where the file stands.
    pub fn path(self, archive: &Archive) -> SitePath {
        let numbered = |name: &str, extension: &str, part: Part| {
            let number = if part < 2 { String::new() } else { format!("-{part}") };
            SitePath::file(format!("{name}{number}.{extension}"))
        };
        let beside = |index: EssayIndex, name: &str| archive.essay(index).path.beside(name);
        match self {
            Self::Comparisons(part) => numbered("comparisons", "json", part),
            Self::Table(part) => numbered("comparisons", "csv", part),
            Self::Essays(part) => numbered("essays", "json", part),
            Self::Collection => SitePath::file("annotations.jsonld"),
            Self::Annotations(part) => SitePath::file(format!("annotations/{part}.jsonld")),
            Self::OfEssay(index) => beside(index, "annotations.jsonld"),
            Self::Bibliography(index) => beside(index, "cite.bib"),
            Self::ComparisonsSchema => SitePath::file("schemas/comparisons.json"),
            Self::EssaysSchema => SitePath::file("schemas/essays.json"),
        }
    }

    /// Makes the file.
    pub(super) fn text(self, site: &Site) -> String {
        let comparisons = &site.archive.comparisons;
        match self {
            Self::Comparisons(part) => {
                let records = all(comparisons.len(), part, RECORDS)
                    .map(|index| record::comparison(site, ComparisonIndex(index)));
                json(&File {
                    schema: link(site, Self::ComparisonsSchema),
                    next: next(site, comparisons.len(), part, RECORDS, Self::Comparisons),
                    records: Records::Comparisons(records.collect()),
                })
            }
            Self::Table(part) => csv::table(
                all(comparisons.len(), part, ROWS)
                    .map(|index| record::comparison(site, ComparisonIndex(index))),
            ),
            Self::Essays(part) => {
                let essays = site.archive.essays.len();
                let records = all(essays, part, RECORDS);
                json(&File {
                    schema: link(site, Self::EssaysSchema),
                    next: next(site, essays, part, RECORDS, Self::Essays),
                    records: Records::Essays(
                        records.map(|index| record::essay(site, EssayIndex(index))).collect(),
                    ),
                })
            }
            Self::Collection => json(&annotation::collection(site, ANNOTATIONS)),
            Self::Annotations(part) => json(&annotation::page(site, part, ANNOTATIONS)),
            Self::OfEssay(index) => json(&annotation::of_essay(site, index)),
            Self::Bibliography(index) => bibtex::entry(site, index),
            Self::ComparisonsSchema => COMPARISONS_SCHEMA.to_owned(),
            Self::EssaysSchema => ESSAYS_SCHEMA.to_owned(),
        }
    }
}

/// Returns all files of data.
pub(super) fn files(archive: &Archive) -> Vec<ExportFile> {
    use ExportFile::{
        Annotations, Bibliography, Collection, Comparisons, ComparisonsSchema, Essays,
        EssaysSchema, OfEssay, Table,
    };
    let mut files = vec![Collection, ComparisonsSchema, EssaysSchema];
    let comparisons = archive.comparisons.len();
    files.extend(parts(comparisons, RECORDS).map(Comparisons));
    files.extend(parts(comparisons, ROWS).map(Table));
    files.extend(parts(annotation::count(archive), ANNOTATIONS).map(Annotations));
    files.extend(parts(archive.essays.len(), RECORDS).map(Essays));
    for index in (0..archive.essays.len()).map(EssayIndex) {
        files.extend([OfEssay(index), Bibliography(index)]);
    }
    files
}

/// Returns the full address of a file of data.
pub(super) fn address(site: &Site, file: ExportFile) -> String {
    site.config.base_url.absolute(&link(site, file))
}

/// A file of records.
#[derive(Serialize)]
struct File<'a> {
    #[serde(rename = "$schema")]
    schema: Permalink,
    /// Where the list goes on.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<Permalink>,
    #[serde(flatten)]
    records: Records<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "lowercase")]
enum Records<'a> {
    Comparisons(Vec<record::ComparisonRecord<'a>>),
    Essays(Vec<record::EssayRecord<'a>>),
}

pub(super) fn link(site: &Site, file: ExportFile) -> Permalink {
    site.config.base_url.link(&file.path(&site.archive))
}

fn next(
    site: &Site,
    entries: usize,
    part: Part,
    size: usize,
    file: impl Fn(Part) -> ExportFile,
) -> Option<Permalink> {
    (part < *parts(entries, size).end()).then(|| link(site, file(part + 1)))
}

/// Returns the places of one part of a list.
fn all(entries: usize, part: Part, size: usize) -> std::ops::Range<usize> {
    let start = ((part - 1) * size).min(entries);
    start..(start + size).min(entries)
}

fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("names, numbers and lists are JSON") + "\n"
}
