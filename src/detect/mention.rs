//! Spans that name a company, and whom they stand for.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::load::essay::Passage;

/// A company's canonical name, as in 阿里巴巴; its identity throughout the archive.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct CompanyName(Arc<str>);

impl CompanyName {
    /// Makes a name of text.
    pub fn new(name: impl Into<Arc<str>>) -> Self {
        Self(name.into())
    }

    /// Returns the name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for CompanyName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Whom a mention or a side stands for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Party {
    /// A company that the gazetteer knows, or that the text itself shows to be one.
    Company(CompanyName),
    /// A class in the text's own words: 传统银行, 独立电商.
    Class(Arc<str>),
}

impl Party {
    /// Returns the canonical name or the class's words.
    pub fn name(&self) -> &str {
        match self {
            Self::Company(name) => name.as_str(),
            Self::Class(words) => words,
        }
    }

    /// Returns the company, unless this is a class.
    pub fn company(&self) -> Option<&CompanyName> {
        match self {
            Self::Company(name) => Some(name),
            Self::Class(_) => None,
        }
    }
}

/// How a mention names its party.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MentionKind {
    /// By the company's own name or an alias of it.
    Company,
    /// By a product, service or brand.
    Product,
    /// By a founder or chief.
    Person,
    /// By a name that only the text shows to be a company's.
    Unknown,
    /// By a class that stands for companies.
    Class,
    /// By a word that stands for several named before: 两家, 三者.
    Group,
    /// By a pronoun: 它, 后者.
    Pronoun,
}

/// A span that names a company.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mention {
    /// Where it stands in the essay's text.
    pub passage: Passage,
    /// Whom it stands for: one party, or the members of a group.
    pub parties: Vec<Party>,
    /// How it names it.
    pub kind: MentionKind,
    /// The canonical form of the name used: 微信 for "WeChat"; the words themselves
    /// for classes and pronouns.
    pub name: Arc<str>,
}
