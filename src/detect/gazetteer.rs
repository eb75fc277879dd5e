//! The companies, products and people known, with their names.

use crate::detect::mention::CompanyName;
use crate::diagnostic::Diagnostic;
use crate::source::Source;

/// What is known of companies: the built-in list and a site's own.
#[derive(Debug, Default)]
pub struct Gazetteer {}

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

impl Gazetteer {
    /// Makes the gazetteer of the built-in list and a site's `companies.yaml`.
    pub fn new(_site: Option<&Source>) -> (Self, Vec<Diagnostic>) {
        (Self::default(), Vec::new())
    }

    /// Returns what is known of a company.
    pub fn company(&self, _name: &CompanyName) -> Option<&Company> {
        None
    }
}
