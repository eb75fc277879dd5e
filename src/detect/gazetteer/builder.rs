//! Gathers the files' companies, names and groups into a gazetteer.
//!
//! What is added first wins; a site's file is added before the built-in ones.

use std::collections::{BTreeMap, HashMap};

use crate::detect::gazetteer::file::{Ambiguity, Entry, File, GroupEntry, Naming};
use crate::detect::gazetteer::fold::fold;
use crate::detect::gazetteer::table::NameTable;
use crate::detect::gazetteer::{Company, Condition, Gazetteer, Owner, SHORT_LATIN, Surface};
use crate::detect::mention::{CompanyName, MentionKind};
use crate::diagnostic::Diagnostic;
use crate::source::{Source, Span};

/// Gathers files into a gazetteer; what is added first wins.
#[derive(Default)]
pub(super) struct Builder {
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
    /// Adds a file; of a site's, clashes are told.
    pub(super) fn add(
        &mut self,
        file: &File,
        site: Option<&Source>,
        diagnostics: &mut Vec<Diagnostic>,
    ) {
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
        let condition = ambiguity.map(condition);
        let owner = Owner { condition: condition.clone(), ..owner };
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
        if let Some(condition) = condition
            && condition != Condition::Always
        {
            claims.condition = condition;
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

    /// Makes the gazetteer.
    pub(super) fn build(self) -> Gazetteer {
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

fn condition(ambiguity: &Ambiguity) -> Condition {
    let words = || ambiguity.near.iter().map(|word| fold(word)).collect();
    match ambiguity {
        Ambiguity { always: true, .. } => Condition::Always,
        Ambiguity { strict: true, .. } => Condition::Here(words()),
        Ambiguity { .. } => Condition::Near(words()),
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
        condition: None,
    }
}

fn clash(source: &Source, surface: &str, name: &CompanyName, other: &CompanyName) -> Diagnostic {
    let at = source.text.rfind(surface).map(|start| Span::new(start, start + surface.len()));
    Diagnostic::name_clash(&source.path, at, surface, name.as_str(), other.as_str())
}
