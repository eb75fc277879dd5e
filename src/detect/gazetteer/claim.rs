//! What a file says of names and companies, piece by piece.
//!
//! The build script sorts the pieces of the built-in files by what they speak of; the program
//! reads those of the names that it meets.

use serde::{Deserialize, Serialize};

use super::file::{Ambiguity, Entry, File, Naming};
use super::fold::fold;

/// What a name is to its company.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub(super) enum Kind {
    Company,
    Product,
    Person,
    Group,
}

/// A company's claim to a name.
#[derive(Debug, Deserialize, Serialize)]
pub(super) struct Claim {
    pub(super) company: String,
    /// The other companies of a name that stands for several.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) others: Vec<String>,
    pub(super) kind: Kind,
    /// The canonical form of the name.
    pub(super) name: String,
    /// The name as it is written.
    pub(super) surface: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) from: Option<i16>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) until: Option<i16>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) ambiguity: Option<Ambiguity>,
}

/// What a company's page shows.
#[derive(Debug, Default, Deserialize, Serialize)]
pub(super) struct Description {
    pub(super) aliases: Vec<String>,
    pub(super) products: Vec<String>,
    pub(super) people: Vec<String>,
    pub(super) industry: Option<String>,
}

impl Description {
    /// Adds what is said later.
    pub(super) fn add(&mut self, other: Self) {
        self.aliases.extend(other.aliases);
        self.products.extend(other.products);
        self.people.extend(other.people);
        self.industry = self.industry.take().or(other.industry);
    }
}

/// Returns what names are looked for by: in one spelling, letters small.
pub(super) fn key(name: &str) -> String {
    fold(name).to_lowercase()
}

/// Returns all claims of a file in its order, each with the name's key; without a claim, the
/// name only hides others.
pub(super) fn claims(file: &File) -> Vec<(String, Option<Claim>)> {
    let mut claims = Vec::new();
    for entry in &file.companies {
        claims.extend(claims_of(entry).map(|claim| (key(&claim.surface), Some(claim))));
        let hiding = entry.ambiguous.values().flat_map(|ambiguity| &ambiguity.not);
        claims.extend(hiding.map(|name| (key(name), None)));
    }
    for group in &file.groups {
        let Some((first, others)) = group.members.split_first() else { continue };
        let ambiguity = (!group.near.is_empty())
            .then(|| Ambiguity { near: group.near.clone(), ..Ambiguity::default() });
        let of_group = |surface: &String| Claim {
            company: first.clone(),
            others: others.to_vec(),
            kind: Kind::Group,
            name: surface.clone(),
            surface: surface.clone(),
            from: None,
            until: None,
            ambiguity: ambiguity.clone(),
        };
        claims.extend(group.names.iter().map(|name| (key(name), Some(of_group(name)))));
    }
    claims
}

fn claims_of(entry: &Entry) -> impl Iterator<Item = Claim> {
    let own = Naming {
        names: [entry.name.clone()].into_iter().chain(entry.aliases.clone()).collect(),
        from: entry.from,
        until: entry.until,
    };
    let claim = |kind: Kind, naming: &Naming, surface: &String| Claim {
        company: entry.name.clone(),
        others: Vec::new(),
        kind,
        name: naming.names.first().cloned().unwrap_or_default(),
        surface: surface.clone(),
        from: naming.from,
        until: naming.until,
        ambiguity: entry.ambiguous.get(surface).cloned(),
    };
    let mut claims: Vec<Claim> =
        own.names.iter().map(|name| claim(Kind::Company, &own, name)).collect();
    for (kind, namings) in [(Kind::Product, &entry.products), (Kind::Person, &entry.people)] {
        for naming in namings {
            claims.extend(naming.names.iter().map(|name| claim(kind, naming, name)));
        }
    }
    claims.into_iter()
}

/// Returns what a file says of each company, in its order, with the company's name.
pub(super) fn descriptions(file: &File) -> impl Iterator<Item = (&str, Description)> {
    let canonical = |namings: &[Naming]| {
        namings.iter().filter_map(|naming| naming.names.first().cloned()).collect()
    };
    let described = file.companies.iter().map(move |entry| {
        let description = Description {
            aliases: entry.aliases.clone(),
            products: canonical(&entry.products),
            people: canonical(&entry.people),
            industry: entry.industry.as_ref().or(file.industry.as_ref()).cloned(),
        };
        (entry.name.as_str(), description)
    });
    let members = file.groups.iter().flat_map(|group| &group.members);
    described.chain(members.map(|member| (member.as_str(), Description::default())))
}
