//! Essays that stand together under a label: a tag, or the host that first published them.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::annotate::AnnotatedEssay;
use crate::config::Config;
use crate::link::address::SlugBook;
use crate::link::archive::EssayIndex;
use crate::link::aspect::{key, most_frequent};
use crate::link::digest::Digest;
use crate::permalink::Slug;

/// What the labels of shelves are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ShelfKind {
    /// The tags of essays; those that differ only in case or width are one.
    Tag,
    /// The hosts of the addresses where essays were first published.
    Source,
}

/// The shelf at this place of its kind's in [`Shelves`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ShelfIndex(pub usize);

/// The essays under one label.
#[derive(Debug, PartialEq, Eq)]
pub struct Shelf {
    /// The label, in the form that most essays have.
    pub name: String,
    /// Its address below those of its kind.
    pub slug: Slug,
    /// Its essays, newest first.
    pub essays: Vec<EssayIndex>,
}

/// All shelves, of either kind in the order of their labels.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Shelves {
    tags: Kept,
    sources: Kept,
}

#[derive(Debug, Default, PartialEq, Eq)]
struct Kept {
    shelves: Vec<Shelf>,
    /// By the form under which labels are equal.
    index_of: BTreeMap<String, ShelfIndex>,
}

impl Shelves {
    /// Returns the shelves of a kind.
    pub fn of(&self, kind: ShelfKind) -> &[Shelf] {
        &self.kept(kind).shelves
    }

    /// Returns a shelf.
    pub fn shelf(&self, kind: ShelfKind, ShelfIndex(index): ShelfIndex) -> &Shelf {
        &self.of(kind)[index]
    }

    /// Finds the shelf of a label.
    pub fn find(&self, kind: ShelfKind, label: &str) -> Option<ShelfIndex> {
        self.kept(kind).index_of.get(&key(label)).copied()
    }

    fn kept(&self, kind: ShelfKind) -> &Kept {
        match kind {
            ShelfKind::Tag => &self.tags,
            ShelfKind::Source => &self.sources,
        }
    }
}

/// Returns the host of a web address, without `www.`; nothing for an address that a browser
/// may not follow.
pub fn host(url: &str) -> Option<String> {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"))?;
    let authority = rest.split(['/', '?', '#']).next()?;
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host).to_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    (!host.is_empty()).then(|| host.to_owned())
}

/// Puts all essays on their shelves.
pub(super) fn gather(essays: &[Arc<Digest>], config: &Config) -> Shelves {
    let tags = |one: &AnnotatedEssay| one.essay.front_matter.tags.clone();
    let source = |one: &AnnotatedEssay| {
        one.essay.front_matter.url.as_deref().and_then(host).into_iter().collect()
    };
    Shelves { tags: shelve(essays, config, tags), sources: shelve(essays, config, source) }
}

fn shelve(
    essays: &[Arc<Digest>],
    config: &Config,
    labels: impl Fn(&AnnotatedEssay) -> Vec<String>,
) -> Kept {
    let mut forms: BTreeMap<String, BTreeMap<String, usize>> = BTreeMap::new();
    let mut found: BTreeMap<String, Vec<EssayIndex>> = BTreeMap::new();
    for (index, one) in essays.iter().enumerate() {
        for label in labels(&one.annotated) {
            let key = key(&label);
            if key.is_empty() {
                continue;
            }
            let shelf = found.entry(key.clone()).or_default();
            // A tag given twice is one.
            if shelf.last() != Some(&EssayIndex(index)) {
                shelf.push(EssayIndex(index));
                *forms.entry(key).or_default().entry(label.trim().to_owned()).or_default() += 1;
            }
        }
    }
    let mut slugs = SlugBook::new(found.len(), config);
    let mut kept = Kept::default();
    for (key, essays) in found {
        let forms = forms[&key].iter().map(|(form, count)| (form.as_str(), *count)).collect();
        let name = most_frequent(&forms).to_owned();
        let slug = slugs.assign(&name);
        kept.index_of.insert(key, ShelfIndex(kept.shelves.len()));
        kept.shelves.push(Shelf { name, slug, essays });
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::link::fixture::EssayBuilder;

    fn essay(file: &str, url: &str, tags: &[&str]) -> Arc<AnnotatedEssay> {
        let tags = tags.iter().map(|&tag| tag.to_owned()).collect();
        let header = EssayBuilder::new(file).header(|header| {
            header.url = Some(url.to_owned());
            header.tags = tags;
        });
        header.build()
    }

    #[test]
    fn only_web_addresses_have_a_host() {
        for (url, expected) in [
            ("https://www.huxiu.com/article/1", Some("huxiu.com")),
            ("http://A.example:8080?x", Some("a.example:8080")),
            ("https://name@b.example/", Some("b.example")),
            ("javascript:alert(1)", None),
            ("https:///x", None),
        ] {
            assert_eq!(host(url).as_deref(), expected, "{url}");
        }
    }

    #[test]
    fn tags_of_other_case_and_width_are_one_and_given_twice_count_once() {
        let essays = [
            essay("content/a.md", "https://www.x.example/1", &["O2O", "ｏ２ｏ", "支付"]),
            essay("content/b.md", "https://x.example/2", &["o2o", " "]),
            essay("content/c.md", "mailto:x@x.example", &["o2o"]),
        ];
        let config = Config::default();
        let digest = |one| Arc::new(Digest::new(one, &config));
        let shelves = gather(&essays.map(digest), &config);
        let listed = |kind| -> Vec<(&str, usize)> {
            let shelves = shelves.of(kind).iter();
            shelves.map(|shelf| (shelf.name.as_str(), shelf.essays.len())).collect()
        };
        assert_eq!(listed(ShelfKind::Tag), [("o2o", 3), ("支付", 1)]);
        assert_eq!(listed(ShelfKind::Source), [("x.example", 2)]);
        assert_eq!(shelves.find(ShelfKind::Tag, "Ｏ2o"), Some(ShelfIndex(0)));
        assert_eq!(shelves.find(ShelfKind::Tag, "没有"), None);
    }
}
