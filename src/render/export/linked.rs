//! Describes a page to search engines, as schema.org JSON-LD.

use serde_json::{Value, json};

use crate::link::archive::EssayIndex;
use crate::link::company::CompanyIndex;
use crate::render::Site;
use crate::render::page::Page;

const CONTEXT: &str = "https://schema.org";
/// How many companies an article says it is about.
const COMPANIES_MAX: usize = 12;

/// What a page says of itself, beside what its kind adds.
pub(in crate::render) struct About<'a> {
    pub(in crate::render) title: &'a str,
    pub(in crate::render) lang: &'a str,
    /// The page's full address; `None` for one that has none of its own.
    pub(in crate::render) address: Option<&'a str>,
}

/// Returns the description of a page, ready to stand in HTML.
///
/// What the page is about in a sentence is not in it: the head says it once already.
pub(in crate::render) fn linked(site: &Site, page: &Page, about: &About<'_>) -> String {
    let kind = match page {
        Page::Essay(_) => "Article",
        Page::Home => "WebSite",
        Page::Search => "SearchResultsPage",
        Page::Standing(_) => "WebPage",
        _ => "CollectionPage",
    };
    let mut linked = json!({ "@context": CONTEXT, "@type": kind, "inLanguage": about.lang });
    linked[if kind == "Article" { "headline" } else { "name" }] = about.title.into();
    if let Some(address) = about.address {
        linked["url"] = address.into();
    }
    if kind != "WebSite" {
        let home = site.config.base_url.absolute(&site.link(&Page::Home));
        linked["isPartOf"] = json!({ "@type": "WebSite", "name": site.config.title, "url": home });
    }
    if let Page::Essay(index) = page {
        article(site, *index, &mut linked);
    }
    // The only sign by which text could end the element it stands in.
    linked.to_string().replace('<', "\\u003c")
}

fn article(site: &Site, index: EssayIndex, linked: &mut Value) {
    let one = site.archive.essay(index);
    let header = &one.essay().front_matter;
    if let Some(name) = &header.name {
        linked["author"] = json!({ "@type": "Person", "name": name });
    }
    for (key, time) in [("datePublished", &header.time), ("dateModified", &header.updated)] {
        if let Some(time) = time {
            linked[key] = time.machine().into();
        }
    }
    if let Some(url) = header.url.as_deref().filter(|url| url.starts_with("http")) {
        linked["isBasedOn"] = url.into();
        linked["citation"] = url.into();
    }
    if !header.tags.is_empty() {
        linked["keywords"] = json!(header.tags);
    }
    let mut companies = Vec::new();
    for &index in one.comparisons.iter().flat_map(|&one| &site.archive.archived(one).companies) {
        if !companies.contains(&index) && companies.len() < COMPANIES_MAX {
            companies.push(index);
        }
    }
    if !companies.is_empty() {
        let organization = |&index: &CompanyIndex| {
            let name = site.archive.company(index).name.as_str();
            json!({ "@type": "Organization", "name": name })
        };
        linked["about"] = companies.iter().map(organization).collect();
    }
}
