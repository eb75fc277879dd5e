//! Gathers what a site's file says of companies and names, over the built-in lists.
//!
//! What is claimed first wins, and the site's file is read first. Only the names and companies
//! of which it speaks are gathered: of all others, the built-in lists have the word.

use std::collections::BTreeMap;

use crate::detect::gazetteer::built_in::{BuiltIn, NAMES};
use crate::detect::gazetteer::claim::{self, Claim, Description, Kind};
use crate::detect::gazetteer::file::{Ambiguity, File};
use crate::detect::gazetteer::fold::fold;
use crate::detect::gazetteer::{Company, Condition, Owner, SHORT_LATIN, Surface};
use crate::detect::mention::{CompanyName, MentionKind};
use crate::detect::table::WordList;
use crate::diagnostic::Diagnostic;
use crate::source::{Source, Span};

/// What a site says of names and companies, with what the built-in lists say of the same.
#[derive(Debug)]
pub(super) struct Own {
    /// Sorted by name.
    pub(super) companies: Vec<Company>,
    /// What each name stands for.
    pub(super) surfaces: Vec<Surface>,
    /// The names.
    pub(super) words: WordList,
}

/// Gathers a site's files.
#[derive(Default)]
pub(super) struct Builder {
    companies: BTreeMap<CompanyName, Description>,
    /// By the name's key.
    surfaces: BTreeMap<String, Claims>,
}

/// What the files say of one name.
#[derive(Default)]
pub(super) struct Claims {
    /// In the order of the files.
    owners: Vec<Owner>,
    spellings: Vec<String>,
    free_spelling: bool,
    condition: Condition,
    from_site: bool,
}

impl Builder {
    /// Adds a file; tells of names that two companies claim.
    pub(super) fn add(&mut self, file: &File, source: &Source, diagnostics: &mut Vec<Diagnostic>) {
        for (name, description) in claim::descriptions(file) {
            self.companies.entry(CompanyName::new(name)).or_default().add(description);
        }
        for (key, claim) in claim::claims(file) {
            let claims = self.surfaces.entry(key).or_default();
            if let Some(claim) = claim
                && let Err(other) = claims.add(&claim, true, |name| CompanyName::new(name))
            {
                diagnostics.push(clash(source, &claim, &other));
            }
        }
    }

    /// Finishes, over the built-in lists if there are any.
    pub(super) fn build(self, built_in: Option<&'static BuiltIn>) -> Own {
        let words = WordList::new(self.surfaces.keys().map(String::as_str));
        let surfaces = self.surfaces.into_iter().map(|(key, mut claims)| {
            if let Some(built_in) = built_in
                && let Some(number) = NAMES.number_of(&key)
            {
                built_in.claim(number, &mut claims);
            }
            claims.into_surface()
        });
        let companies = self.companies.into_iter().map(|(name, description)| {
            let mut company = Company::new(name, description);
            if let Some(also) = built_in.and_then(|one| one.company(company.name.as_str())) {
                company.add(also.clone());
            }
            company
        });
        Own { surfaces: surfaces.collect(), companies: companies.collect(), words }
    }
}

impl Claims {
    /// Gives the name to a company; where another has it in the same years, leaves it there
    /// and returns who has it.
    pub(super) fn add(
        &mut self,
        claim: &Claim,
        from_site: bool,
        company: impl Fn(&str) -> CompanyName,
    ) -> Result<(), CompanyName> {
        let condition = claim.ambiguity.as_ref().map(condition);
        let owner = Owner {
            company: company(&claim.company),
            others: claim.others.iter().map(|name| company(name)).collect(),
            kind: match claim.kind {
                Kind::Company => MentionKind::Company,
                Kind::Product => MentionKind::Product,
                Kind::Person => MentionKind::Person,
                Kind::Group => MentionKind::Group,
            },
            name: claim.name.as_str().into(),
            from: claim.from.unwrap_or(i16::MIN),
            until: claim.until.unwrap_or(i16::MAX),
            condition: condition.clone(),
        };
        let surface = fold(&claim.surface);
        if self.owners.is_empty() {
            self.from_site = from_site;
        }
        let overlapping =
            self.owners.iter().find(|other| other.from <= owner.until && owner.from <= other.until);
        match overlapping {
            Some(other) if other.company == owner.company => {}
            // The site's word goes over ours, without complaint.
            Some(_) if self.from_site && !from_site => return Ok(()),
            // RED and Red: told apart by their capitals, and the first is the one looked for.
            Some(_) if !self.free_spelling && !self.spellings.contains(&surface) => {
                return Ok(());
            }
            Some(other) => return Err(other.company.clone()),
            None => self.owners.push(owner),
        }
        let is_latin = surface.bytes().all(|byte| byte.is_ascii());
        let letters = surface.bytes().filter(u8::is_ascii_alphanumeric).count();
        if is_latin && (letters <= SHORT_LATIN || condition.is_some()) {
            self.spellings.push(surface);
        } else {
            self.free_spelling = true;
        }
        if let Some(condition) = condition
            && condition != Condition::Always
        {
            self.condition = condition;
        }
        Ok(())
    }

    /// Returns what the name stands for.
    pub(super) fn into_surface(mut self) -> Surface {
        self.owners.sort_by_key(|owner| owner.from);
        let spellings = if self.free_spelling { Vec::new() } else { self.spellings };
        Surface { owners: self.owners, spellings, condition: self.condition }
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

fn clash(source: &Source, claim: &Claim, other: &CompanyName) -> Diagnostic {
    let Claim { surface, company, .. } = claim;
    let at = source.text.rfind(surface).map(|start| Span::new(start, start + surface.len()));
    Diagnostic::name_clash(&source.path, at, surface, company, other.as_str())
}
