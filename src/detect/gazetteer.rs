//! The companies, products and people known, with their names.
//!
//! Built in: the files of `gazetteer/`, one an industry, in tables that the build script made.
//! A site's `companies.yaml` has the same form; what it says of names and companies is laid
//! over them, and wins.

mod builder;
mod built_in;
mod claim;
mod file;
mod fold;
mod table;
mod traditional;

use std::sync::Arc;

use crate::detect::lexicon::stands_alone;
use crate::detect::mention::{CompanyName, MentionKind};
use crate::detect::scan::{List, Scan};
use crate::diagnostic::Diagnostic;
use crate::source::Source;
use crate::yaml;
use builder::{Builder, Own};
use built_in::BuiltIn;
use claim::Description;
use file::File;
pub(super) use fold::Folded;
pub use fold::simplified;
use table::{Name, NameTables};

/// The JSON Schema of `companies.yaml`.
pub const SCHEMA: &str = include_str!("gazetteer/schema.json");

/// What is known of companies: the built-in list and a site's own.
#[derive(Debug)]
pub struct Gazetteer {
    /// What a site says, with what the built-in lists say of the same names and companies.
    own: Option<Own>,
    /// Whether the built-in lists count.
    built_in: bool,
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
    fn new(name: CompanyName, description: Description) -> Self {
        let Description { aliases, products, people, industry } = description;
        Self { name, aliases, products, people, industry }
    }

    /// Adds what is said later.
    fn add(&mut self, other: Self) {
        self.aliases.extend(other.aliases);
        self.products.extend(other.products);
        self.people.extend(other.people);
        self.industry = self.industry.take().or(other.industry);
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
    company: CompanyName,
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
        let mut diagnostics = Vec::new();
        let own = site.map(|source| {
            let mut builder = Builder::default();
            match yaml::parse::<File>(source) {
                Ok(file) => builder.add(&file, source, &mut diagnostics),
                Err(fault) => diagnostics.push(fault),
            }
            builder.build(Some(BuiltIn::get()))
        });
        (Self { own, built_in: true }, diagnostics)
    }

    /// Returns the gazetteer of the built-in list alone.
    pub fn built_in() -> Arc<Self> {
        Arc::new(Self { own: None, built_in: true })
    }

    /// Returns what is known of a company.
    pub fn company(&self, name: &CompanyName) -> Option<&Company> {
        let of_site = self.own.as_ref().and_then(|own| {
            let index = own.companies.binary_search_by(|company| company.name.cmp(name)).ok()?;
            own.companies.get(index)
        });
        let built_in = || BuiltIn::get().company(name.as_str());
        of_site.or_else(|| self.built_in.then(built_in).flatten())
    }

    /// Iterates over all companies in the order of their names.
    pub fn companies(&self) -> impl Iterator<Item = &Company> {
        let own = self.own.as_ref().map_or(&[][..], |own| &own.companies);
        let built_in = self.built_in.then(|| BuiltIn::get().companies()).into_iter().flatten();
        let (mut own, mut built_in) = (own.iter().peekable(), built_in.peekable());
        std::iter::from_fn(move || match (own.peek(), built_in.peek()) {
            (Some(one), Some(other)) if one.name > other.name => built_in.next(),
            (Some(one), other) => {
                if other.is_some_and(|other| other.name == one.name) {
                    built_in.next();
                }
                own.next()
            }
            (None, _) => built_in.next(),
        })
    }

    /// Returns the companies that a text names, in its order, whatever stands around.
    pub fn named<'a>(&'a self, text: &str) -> Vec<&'a CompanyName> {
        let folded = Folded::new(text);
        let scan = Scan::new(folded.text());
        let found = self.find(&folded, &scan, None);
        found.filter_map(|found| Some(&self.company(found.company)?.name)).collect()
    }

    /// Finds the names in a text as of a year, leftmost and longest first; `scan` is of the
    /// folded text.
    pub(super) fn find<'a, 't>(
        &'a self,
        folded: &'t Folded<'_>,
        scan: &Scan,
        year: Option<i16>,
    ) -> impl Iterator<Item = Found<'a>> + use<'a, 't> {
        let text = folded.text();
        let tables = NameTables {
            own: self.own.as_ref().map(|own| own.words.table()),
            built_in: self.built_in.then_some(built_in::NAMES),
        };
        let found = tables.find(&scan.small, scan.starts(List::Names), |name| self.hides(name));
        found.into_iter().filter_map(move |(name, place)| {
            let surface = self.surface(name)?;
            let words = &text[place.clone()];
            if !surface.is_spelt(words) || !stands_alone(text, place.start, place.end) {
                return None;
            }
            let owner = surface.owner(year)?;
            Some(Found {
                start: folded.original(place.start),
                end: folded.original(place.end),
                company: &owner.company,
                others: &owner.others,
                kind: owner.kind,
                name: &owner.name,
                condition: owner.condition.as_ref().unwrap_or(&surface.condition),
            })
        })
    }

    fn surface(&self, name: Name) -> Option<&Surface> {
        match name {
            Name::Own(number) => self.own.as_ref()?.surfaces.get(number),
            Name::BuiltIn(number) => Some(BuiltIn::get().surface(number)),
        }
    }

    fn hides(&self, name: Name) -> bool {
        match name {
            Name::Own(_) => self.surface(name).is_some_and(|surface| surface.owners.is_empty()),
            Name::BuiltIn(number) => BuiltIn::hides(number),
        }
    }
}

impl Default for Gazetteer {
    /// Makes the gazetteer that knows nobody.
    fn default() -> Self {
        Self { own: None, built_in: false }
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
