//! Spans that name a company, and whom they stand for.

use std::fmt;
use std::ops::Deref;
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

/// Whom a mention or a side stands for: mostly one party, which is kept in place.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(from = "Vec<Party>", into = "Vec<Party>")]
pub struct PartyList(Listed);

#[derive(Clone, Default)]
enum Listed {
    #[default]
    Nobody,
    One(Party),
    Several(Arc<[Party]>),
}

impl PartyList {
    /// Returns them in their order.
    pub fn as_slice(&self) -> &[Party] {
        match &self.0 {
            Listed::Nobody => &[],
            Listed::One(party) => std::slice::from_ref(party),
            Listed::Several(parties) => parties,
        }
    }
}

impl Deref for PartyList {
    type Target = [Party];

    fn deref(&self) -> &[Party] {
        self.as_slice()
    }
}

impl fmt::Debug for PartyList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_slice().fmt(f)
    }
}

impl PartialEq for PartyList {
    fn eq(&self, other: &Self) -> bool {
        self.as_slice() == other.as_slice()
    }
}

impl Eq for PartyList {}

impl From<Party> for PartyList {
    fn from(party: Party) -> Self {
        Self(Listed::One(party))
    }
}

impl From<Vec<Party>> for PartyList {
    fn from(parties: Vec<Party>) -> Self {
        parties.into_iter().collect()
    }
}

impl From<PartyList> for Vec<Party> {
    fn from(parties: PartyList) -> Self {
        parties.to_vec()
    }
}

impl FromIterator<Party> for PartyList {
    fn from_iter<I: IntoIterator<Item = Party>>(parties: I) -> Self {
        let mut parties = parties.into_iter();
        Self(match (parties.next(), parties.next()) {
            (None, _) => Listed::Nobody,
            (Some(one), None) => Listed::One(one),
            (Some(one), Some(two)) => {
                Listed::Several([one, two].into_iter().chain(parties).collect())
            }
        })
    }
}

impl<'a> IntoIterator for &'a PartyList {
    type Item = &'a Party;
    type IntoIter = std::slice::Iter<'a, Party>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
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
    pub parties: PartyList,
    /// How it names it.
    pub kind: MentionKind,
    /// The canonical form of the name used: 微信 for "WeChat"; the words themselves
    /// for classes and pronouns.
    pub name: Arc<str>,
}
