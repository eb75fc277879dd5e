//! The companies, products and people known, with their names.
//!
//! Built in: the files of `gazetteer/`, one an industry. A site's `companies.yaml` has the
//! same form; its names win over the built-in ones. All names are found by one table,
//! built once.

mod file;
mod fold;
mod table;

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, LazyLock};

use crate::detect::lexicon::stands_alone;
use crate::detect::mention::{CompanyName, MentionKind};
use crate::diagnostic::Diagnostic;
use crate::source::{Source, Span};
use crate::yaml;
use file::{Ambiguity, Entry, File, GroupEntry, Naming};
pub(super) use fold::Folded;
use fold::fold;
use table::NameTable;

/// The built-in lists, which the build script gathers from `gazetteer/*.yaml`.
const BUILT_IN: &str = include_str!(concat!(env!("OUT_DIR"), "/gazetteer.json"));

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

    /// Iterates over the companies that a text names, in its order, whatever stands around.
    pub fn named<'a>(&'a self, text: &'a str) -> impl Iterator<Item = &'a CompanyName> {
        self.find(text, None).map(|found| found.company)
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
                condition: &surface.condition,
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

/// Gathers files into a gazetteer; what is added first wins.
#[derive(Default)]
struct Builder {
    companies: BTreeMap<CompanyName, Company>,
    /// By the surface in small letters.
    surfaces: BTreeMap<String, Claims>,
}

/// What the files say of one surface.
#[derive(Default)]
struct Claims {
    owners: Vec<(CompanyName, Owner)>,
    spellings: Vec<String>,
    free_spelling: bool,
    condition: Condition,
    from_site: bool,
}

impl Builder {
    fn add(&mut self, file: &File, site: Option<&Source>, diagnostics: &mut Vec<Diagnostic>) {
        for entry in &file.companies {
            self.add_entry(entry, site, diagnostics);
            self.describe(entry, file.industry.as_ref());
        }
        for group in &file.groups {
            self.add_group(group, site, diagnostics);
        }
    }

    /// Adds names that stand for several companies.
    fn add_group(
        &mut self,
        group: &GroupEntry,
        site: Option<&Source>,
        diagnostics: &mut Vec<Diagnostic>,
    ) {
        let members: Vec<CompanyName> =
            group.members.iter().map(|name| CompanyName::new(name.as_str())).collect();
        let Some((first, others)) = members.split_first() else { return };
        for member in &members {
            let company = self.companies.entry(member.clone());
            company.or_insert_with(|| Company::unknown(member.clone()));
        }
        let ambiguity = (!group.near.is_empty())
            .then(|| Ambiguity { near: group.near.clone(), ..Ambiguity::default() });
        for surface in &group.names {
            let owner = Owner {
                others: others.to_vec(),
                name: surface.as_str().into(),
                ..owner(MentionKind::Group, &Naming { names: Vec::new(), from: None, until: None })
            };
            if let Err(other) =
                self.claim(first, surface, owner, ambiguity.as_ref(), site.is_some())
                && let Some(source) = site
            {
                diagnostics.push(clash(source, surface, first, &other));
            }
        }
    }

    fn add_entry(
        &mut self,
        entry: &Entry,
        site: Option<&Source>,
        diagnostics: &mut Vec<Diagnostic>,
    ) {
        let name = CompanyName::new(entry.name.as_str());
        let own = Naming {
            names: [entry.name.clone()].into_iter().chain(entry.aliases.clone()).collect(),
            from: entry.from,
            until: entry.until,
        };
        for (kind, namings) in [
            (MentionKind::Company, std::slice::from_ref(&own)),
            (MentionKind::Product, &entry.products),
            (MentionKind::Person, &entry.people),
        ] {
            for naming in namings {
                for surface in &naming.names {
                    let owner = owner(kind, naming);
                    let ambiguity = entry.ambiguous.get(surface);
                    if let Err(other) = self.claim(&name, surface, owner, ambiguity, site.is_some())
                        && let Some(source) = site
                    {
                        diagnostics.push(clash(source, surface, &name, &other));
                    }
                }
            }
        }
        for hiding in entry.ambiguous.values().flat_map(|ambiguity| &ambiguity.not) {
            self.surfaces.entry(fold(hiding).to_lowercase()).or_default();
        }
    }

    /// Gives a surface to a company; where another has it in the same years, leaves it there
    /// and returns who has it.
    fn claim(
        &mut self,
        company: &CompanyName,
        surface: &str,
        owner: Owner,
        ambiguity: Option<&Ambiguity>,
        from_site: bool,
    ) -> Result<(), CompanyName> {
        let surface = fold(surface);
        let claims = self.surfaces.entry(surface.to_lowercase()).or_default();
        if claims.owners.is_empty() {
            claims.from_site = from_site;
        }
        let overlapping = claims
            .owners
            .iter()
            .find(|(_, other)| other.from <= owner.until && owner.from <= other.until);
        match overlapping {
            Some((other, _)) if other == company => {}
            // The site's word goes over ours, without complaint.
            Some(_) if claims.from_site && !from_site => return Ok(()),
            // RED and Red: told apart by their capitals, and the first is the one looked for.
            Some(_) if !claims.free_spelling && !claims.spellings.contains(&surface) => {
                return Ok(());
            }
            Some((other, _)) => return Err(other.clone()),
            None => claims.owners.push((company.clone(), owner)),
        }
        let is_latin = surface.bytes().all(|byte| byte.is_ascii());
        let letters = surface.bytes().filter(u8::is_ascii_alphanumeric).count();
        if is_latin && (letters <= SHORT_LATIN || ambiguity.is_some()) {
            claims.spellings.push(surface);
        } else {
            claims.free_spelling = true;
        }
        if let Some(ambiguity) = ambiguity
            && !ambiguity.always
        {
            let words = ambiguity.near.iter().map(|word| fold(word)).collect();
            claims.condition =
                if ambiguity.strict { Condition::Here(words) } else { Condition::Near(words) };
        }
        Ok(())
    }

    /// Adds what the company's page shows.
    fn describe(&mut self, entry: &Entry, industry: Option<&String>) {
        let name = CompanyName::new(entry.name.as_str());
        let canonical = |namings: &[Naming]| {
            namings.iter().filter_map(|naming| naming.names.first().cloned()).collect::<Vec<_>>()
        };
        let (products, people) = (canonical(&entry.products), canonical(&entry.people));
        let company = self.companies.entry(name.clone()).or_insert_with(|| Company::unknown(name));
        company.aliases.extend(entry.aliases.iter().cloned());
        company.products.extend(products);
        company.people.extend(people);
        company.industry =
            company.industry.take().or_else(|| entry.industry.as_ref().or(industry).cloned());
    }

    fn build(self) -> Gazetteer {
        let companies: Vec<Company> = self.companies.into_values().collect();
        let index: HashMap<CompanyName, usize> = companies
            .iter()
            .enumerate()
            .map(|(index, company)| (company.name.clone(), index))
            .collect();
        let (names, surfaces): (Vec<String>, Vec<Surface>) = self
            .surfaces
            .into_iter()
            .map(|(name, claims)| (name, claims.into_surface(&index)))
            .unzip();
        Gazetteer { companies, surfaces, table: NameTable::new(names) }
    }
}

impl Claims {
    fn into_surface(self, index: &HashMap<CompanyName, usize>) -> Surface {
        let mut owners: Vec<Owner> = self
            .owners
            .into_iter()
            .filter_map(|(name, owner)| Some(Owner { company: *index.get(&name)?, ..owner }))
            .collect();
        owners.sort_by_key(|owner| owner.from);
        let spellings = if self.free_spelling { Vec::new() } else { self.spellings };
        Surface { owners, spellings, condition: self.condition }
    }
}

fn owner(kind: MentionKind, naming: &Naming) -> Owner {
    Owner {
        company: usize::MAX,
        others: Vec::new(),
        kind,
        name: naming.names.first().map_or("", String::as_str).into(),
        from: naming.from.unwrap_or(i16::MIN),
        until: naming.until.unwrap_or(i16::MAX),
    }
}

fn clash(source: &Source, surface: &str, name: &CompanyName, other: &CompanyName) -> Diagnostic {
    let at = source.text.rfind(surface).map(|start| Span::new(start, start + surface.len()));
    Diagnostic::name_clash(&source.path, at, surface, name.as_str(), other.as_str())
}

#[cfg(test)]
mod tests;
