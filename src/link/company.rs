//! The companies that the archive speaks of, each with its mentions and comparisons.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

use crate::config::{Config, Language};
use crate::detect::gazetteer::{Company, Gazetteer};
use crate::detect::mention::{CompanyName, MentionKind};
use crate::link::address::SlugBook;
use crate::link::archive::{Archive, ArchivedComparison, ComparisonIndex, EssayIndex};
use crate::link::digest::{Digest, Local};
use crate::link::roll::Roll;
use crate::load::essay::{Body, Passage};
use crate::permalink::Slug;

/// The company at this place of [`crate::link::archive::Archive::companies`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CompanyIndex(pub usize);

/// A company with all that the archive says of it.
#[derive(Debug, PartialEq)]
pub struct ArchivedCompany {
    /// Its canonical name.
    pub name: CompanyName,
    /// What a site of its language shows it by; its address and identity stay those of the name.
    pub shown: Arc<str>,
    /// Its address below the companies.
    pub slug: Slug,
    /// What the gazetteer says of it; nothing for one that only the text shows.
    pub facts: Option<Company>,
    /// The essays that name it, newest first.
    pub essays: Vec<EssayMentions>,
    /// The comparisons it is a side of, newest first.
    pub comparisons: Vec<ComparisonIndex>,
}

/// That one essay names a company; [`Archive::mentions_in`] tells how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EssayMentions {
    /// The essay.
    pub essay: EssayIndex,
    /// The company's place among those that it names.
    pub(super) named: u32,
}

/// By which of its products and people the archive names a company.
#[derive(Debug, PartialEq, Eq)]
pub struct Namings {
    /// Its products that are named, most frequent first.
    pub products: Vec<Naming>,
    /// Its people that are named, most frequent first.
    pub people: Vec<Naming>,
}

/// A product or person with the number of its mentions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Naming {
    /// Its canonical name.
    pub name: Arc<str>,
    /// How often the archive names it.
    pub count: usize,
}

/// What is gathered of one company on the way through the essays.
#[derive(Default)]
struct Gathered {
    essays: Vec<EssayMentions>,
    comparisons: Vec<ComparisonIndex>,
}

impl Namings {
    /// Counts the products and people of a company in all essays.
    pub(super) fn gather(archive: &Archive, company: &ArchivedCompany) -> Self {
        let (mut products, mut people) = (BTreeMap::new(), BTreeMap::new());
        for mentions in &company.essays {
            let digest = &archive.essay(mentions.essay).digest;
            for naming in digest.namings_of(mentions.named) {
                let sums = match naming.kind {
                    MentionKind::Person => &mut people,
                    _ => &mut products,
                };
                *sums.entry(&naming.name).or_default() += naming.count as usize;
            }
        }
        Self { products: most_frequent_first(products), people: most_frequent_first(people) }
    }
}

/// Gathers the companies that are named or compared.
pub(super) fn gather(
    essays: &[Arc<Digest>],
    roll: &Roll<'_>,
    comparisons: &[ArchivedComparison],
    gazetteer: &Gazetteer,
    config: &Config,
) -> Vec<ArchivedCompany> {
    let mut gathered: Vec<Gathered> = Vec::new();
    gathered.resize_with(roll.names.len(), Gathered::default);
    for (index, digest) in essays.iter().enumerate() {
        gather_mentions(digest, EssayIndex(index), roll, &mut gathered);
    }
    for (index, comparison) in comparisons.iter().enumerate() {
        for &CompanyIndex(company) in &comparison.companies {
            gathered[company].comparisons.push(ComparisonIndex(index));
        }
    }
    let mut slugs = SlugBook::new(gathered.len(), config);
    let all = roll.names.iter().zip(gathered);
    all.map(|(&name, gathered)| ArchivedCompany {
        shown: shown_name(name, gazetteer.company(name), config.language),
        name: name.clone(),
        slug: slugs.assign(name.as_str()),
        facts: gazetteer.company(name).cloned(),
        essays: gathered.essays,
        comparisons: gathered.comparisons,
    })
    .collect()
}

/// Returns the name that readers of a language know a company by: in English its first Latin
/// one, if the gazetteer has one.
fn shown_name(name: &CompanyName, facts: Option<&Company>, language: Language) -> Arc<str> {
    let aliases = facts.map(|facts| facts.aliases.as_slice()).unwrap_or_default();
    let latin = match language {
        Language::Chinese => None,
        Language::English => [name.as_str()]
            .into_iter()
            .chain(aliases.iter().map(String::as_str))
            .find(|name| name.is_ascii()),
    };
    latin.unwrap_or(name.as_str()).into()
}

/// Returns the map from names to companies.
pub(super) fn by_name(companies: &[ArchivedCompany]) -> BTreeMap<CompanyName, CompanyIndex> {
    companies
        .iter()
        .enumerate()
        .map(|(index, company)| (company.name.clone(), CompanyIndex(index)))
        .collect()
}

/// Returns the sentence that a passage begins in, without the space around it.
pub fn sentence_around(body: &Body, passage: Passage) -> Passage {
    const ENDS: [char; 8] = ['。', '！', '？', '；', '!', '?', ';', '\n'];
    let start = body.text[..passage.start]
        .rfind(ENDS)
        .map_or(0, |end| end + body.text[end..].chars().next().map_or(0, char::len_utf8));
    let end = body.text[passage.end..].find(ENDS).map_or(body.text.len(), |end| {
        let end = passage.end + end;
        let last = body.text[end..].chars().next().filter(|last| *last != '\n');
        end + last.map_or(0, char::len_utf8)
    });
    // A closing quotation mark belongs to the sentence before.
    let sentence = body.text[start..end].trim_end();
    let inner =
        sentence.trim_start_matches(|c: char| c.is_whitespace() || "”’」』》）)".contains(c));
    let start = start + (sentence.len() - inner.len());
    Passage::new(start.min(passage.start), (start + inner.len()).max(passage.end))
}

fn gather_mentions(digest: &Digest, essay: EssayIndex, roll: &Roll<'_>, gathered: &mut [Gathered]) {
    for (place, named) in (0..).zip(&digest.named) {
        let CompanyIndex(index) = roll.company(essay, named.company as Local);
        gathered[index].essays.push(EssayMentions { essay, named: place });
    }
}

fn most_frequent_first(names: BTreeMap<&Arc<str>, usize>) -> Vec<Naming> {
    let mut names: Vec<Naming> =
        names.into_iter().map(|(name, count)| Naming { name: Arc::clone(name), count }).collect();
    names.sort_by_key(|name| Reverse(name.count));
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_company_is_shown_by_the_name_of_the_sites_language() {
        let facts = |aliases: &[&str]| Company {
            name: CompanyName::new("腾讯"),
            aliases: aliases.iter().map(|&alias| alias.to_owned()).collect(),
            products: Vec::new(),
            people: Vec::new(),
            industry: None,
        };
        let shown = |aliases: &[&str], language| {
            shown_name(&CompanyName::new("腾讯"), Some(&facts(aliases)), language).to_string()
        };
        assert_eq!(shown(&["騰訊", "Tencent"], Language::English), "Tencent");
        assert_eq!(shown(&["騰訊", "Tencent"], Language::Chinese), "腾讯");
        assert_eq!(shown(&["騰訊"], Language::English), "腾讯");
    }
}
