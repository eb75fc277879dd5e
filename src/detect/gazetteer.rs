//! The companies, products and people known, with their names.
//!
//! Built in: the files of `gazetteer/`, one an industry. A site's `companies.yaml` has the
//! same form; its names win over the built-in ones. All names are found by one table,
//! built once.

mod builder;
mod file;
mod fold;
mod table;

use std::sync::{Arc, LazyLock};

use crate::detect::lexicon::stands_alone;
use crate::detect::mention::{CompanyName, MentionKind};
use crate::diagnostic::Diagnostic;
use crate::source::Source;
use crate::yaml;
use builder::Builder;
use file::File;
pub(super) use fold::Folded;
pub use fold::simplified;
use table::NameTable;

/// The built-in lists, which the build script gathers from `gazetteer/*.yaml`.
const BUILT_IN: &str = include_str!(concat!(env!("OUT_DIR"), "/gazetteer.json"));

/// The JSON Schema of `companies.yaml`.
pub const SCHEMA: &str = include_str!("gazetteer/schema.json");

/// The built-in files, read once.
static FILES: LazyLock<Vec<File>> = LazyLock::new(|| {
    serde_json::from_str(BUILT_IN).expect("the build script wrote it from the same types")
});

/// The gazetteer of a site that adds nothing to the built-in files.
static BUILT: LazyLock<Arc<Gazetteer>> = LazyLock::new(|| Arc::new(Gazetteer::new(None).0));

/// What is known of companies: the built-in list and a site's own.
#[derive(Debug)]
pub struct Gazetteer {
    /// Sorted by name.
    companies: Vec<Company>,
    /// What each name of the table stands for.
    surfaces: Vec<Surface>,
    table: NameTable,
}

/// What the gazetteer says of one company.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Company {
    /// Its canonical name.
    pub name: CompanyName,
    /// Its other names.
    pub aliases: Vec<String>,
    /// Its products, services and brands.
    pub products: Vec<String>,
    /// Its founders and chiefs.
    pub people: Vec<String>,
    /// What it does, as in 互联网; for the company's page.
    pub industry: Option<String>,
}

impl Company {
    /// Makes a company of which only the name is known.
    fn unknown(name: CompanyName) -> Self {
        Self { name, aliases: Vec::new(), products: Vec::new(), people: Vec::new(), industry: None }
    }
}

/// A string that names companies, or hides a shorter one that would.
#[derive(Debug, Default)]
struct Surface {
    /// Whom it names, and when; nobody for a string that only hides others.
    owners: Vec<Owner>,
    /// The spellings that count where capitals matter; any where empty.
    spellings: Vec<String>,
    /// What must stand near.
    condition: Condition,
}

/// A company's claim to a surface.
#[derive(Clone, Debug)]
struct Owner {
    company: usize,
    /// The other companies that a name of several stands for.
    others: Vec<CompanyName>,
    kind: MentionKind,
    /// The canonical form of the name.
    name: Arc<str>,
    from: i16,
    until: i16,
    /// What must stand near for this company, if its own entry says so.
    condition: Option<Condition>,
}

/// What must hold for a surface to stand for its company.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum Condition {
    /// Nothing.
    #[default]
    Always,
    /// One of these words in the same sentence, or the company or the name found elsewhere
    /// in the essay beyond doubt.
    Near(Vec<String>),
    /// One of these words in the same sentence, whatever stands elsewhere.
    Here(Vec<String>),
}

/// A place where a name of the gazetteer stands, not yet judged by its context.
#[derive(Debug)]
pub(super) struct Found<'a> {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) company: &'a CompanyName,
    /// The other companies, of a name for several: BAT.
    pub(super) others: &'a [CompanyName],
    pub(super) kind: MentionKind,
    pub(super) name: &'a Arc<str>,
    pub(super) condition: &'a Condition,
}

/// Latin names up to this many letters are matched with their capitals: longer ones are
/// seldom words.
const SHORT_LATIN: usize = 4;

impl Gazetteer {
    /// Makes the gazetteer of the built-in list and a site's `companies.yaml`.
    pub fn new(site: Option<&Source>) -> (Self, Vec<Diagnostic>) {
        let mut builder = Builder::default();
        let mut diagnostics = Vec::new();
        if let Some(source) = site {
            match yaml::parse::<File>(source) {
                Ok(file) => builder.add(&file, Some(source), &mut diagnostics),
                Err(fault) => diagnostics.push(fault),
            }
        }
        for file in FILES.iter() {
            builder.add(file, None, &mut diagnostics);
        }
        (builder.build(), diagnostics)
    }

    /// Returns the gazetteer of the built-in list alone, made once.
    pub fn built_in() -> Arc<Self> {
        Arc::clone(&BUILT)
    }

    /// Returns what is known of a company.
    pub fn company(&self, name: &CompanyName) -> Option<&Company> {
        let index = self.companies.binary_search_by(|company| company.name.cmp(name)).ok()?;
        self.companies.get(index)
    }

    /// Iterates over all companies in the order of their names.
    pub fn companies(&self) -> impl Iterator<Item = &Company> {
        self.companies.iter()
    }

    /// Returns the companies that a text names, in its order, whatever stands around.
    pub fn named<'a>(&'a self, text: &str) -> Vec<&'a CompanyName> {
        let folded = Folded::new(text);
        let found = self.find(&folded, None);
        found.filter_map(|found| Some(&self.company(found.company)?.name)).collect()
    }

    /// Finds the names in a text as of a year, leftmost and longest first.
    pub(super) fn find<'a>(
        &'a self,
        folded: &'a Folded<'a>,
        year: Option<i16>,
    ) -> impl Iterator<Item = Found<'a>> {
        let text = folded.text();
        let hides = |number: usize| self.surfaces[number].owners.is_empty();
        self.table.find(text, hides).into_iter().filter_map(move |(number, place)| {
            let surface = self.surfaces.get(number)?;
            let words = &text[place.clone()];
            if !surface.is_spelt(words) || !stands_alone(text, place.start, place.end) {
                return None;
            }
            let owner = surface.owner(year)?;
            Some(Found {
                start: folded.original(place.start),
                end: folded.original(place.end),
                company: &self.companies.get(owner.company)?.name,
                others: &owner.others,
                kind: owner.kind,
                name: &owner.name,
                condition: owner.condition.as_ref().unwrap_or(&surface.condition),
            })
        })
    }
}

impl Default for Gazetteer {
    fn default() -> Self {
        Builder::default().build()
    }
}

impl Surface {
    fn is_spelt(&self, words: &str) -> bool {
        self.spellings.is_empty() || self.spellings.iter().any(|spelling| spelling == words)
    }

    /// Returns who owns the name in a year; without one, or in a year that nobody claims,
    /// the owner of the nearest years.
    fn owner(&self, year: Option<i16>) -> Option<&Owner> {
        let Some(year) = year else { return self.owners.last() };
        let distance = |owner: &&Owner| {
            i32::from(owner.from).saturating_sub(i32::from(year)).max(0)
                + i32::from(year).saturating_sub(i32::from(owner.until)).max(0)
        };
        self.owners.iter().min_by_key(distance)
    }
}

#[cfg(test)]
mod tests;
