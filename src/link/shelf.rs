//! Essays that stand together under a label: a tag, or the host that first published them.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::config::Config;
use crate::link::address::SlugBook;
use crate::link::archive::EssayIndex;
use crate::link::aspect::{key, most_frequent};
use crate::link::digest::Digest;
use crate::load::front_matter::FrontMatter;
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

/// A label with the form under which it is equal to others.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Label {
    key: String,
    form: String,
}

impl Label {
    /// Makes a label; nothing of one that is empty.
    fn new(label: &str) -> Option<Self> {
        let key = key(label);
        (!key.is_empty()).then(|| Self { key, form: label.trim().to_owned() })
    }
}

/// Returns the labels of an essay's tags.
pub(super) fn tags(header: &FrontMatter) -> Box<[Label]> {
    header.tags.iter().filter_map(|tag| Label::new(tag)).collect()
}

/// Returns the label of an essay's source.
pub(super) fn source(header: &FrontMatter) -> Option<Label> {
    Label::new(&host(header.url.as_deref()?)?)
}

/// Puts all essays on their shelves.
pub(super) fn gather(essays: &[Arc<Digest>], config: &Config) -> Shelves {
    Shelves {
        tags: shelve(essays, config, |one| one.tags.iter()),
        sources: shelve(essays, config, |one| one.source.iter()),
    }
}

/// What is gathered of one shelf.
#[derive(Default)]
struct Found<'a> {
    essays: Vec<EssayIndex>,
    forms: BTreeMap<&'a str, usize>,
}

fn shelve<'a, L: Iterator<Item = &'a Label>>(
    essays: &'a [Arc<Digest>],
    config: &Config,
    labels: impl Fn(&'a Digest) -> L,
) -> Kept {
    let mut found: BTreeMap<&str, Found<'_>> = BTreeMap::new();
    for (index, one) in essays.iter().enumerate() {
        for label in labels(one) {
            let shelf = found.entry(&label.key).or_default();
            // A tag given twice is one.
            if shelf.essays.last() != Some(&EssayIndex(index)) {
                shelf.essays.push(EssayIndex(index));
                *shelf.forms.entry(&label.form).or_default() += 1;
            }
        }
    }
    let mut slugs = SlugBook::new(found.len(), config);
    let mut kept = Kept::default();
    for (key, Found { essays, forms }) in found {
        let name = most_frequent(&forms).to_owned();
        let slug = slugs.assign(&name);
        kept.index_of.insert(key.to_owned(), ShelfIndex(kept.shelves.len()));
        kept.shelves.push(Shelf { name, slug, essays });
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotate::AnnotatedEssay;
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
