//! Where essays stand in the site, and the slugs of names that are to have a page.
//!
//! Does not know which pages there are: [`crate::render::page`] plans them.

use std::collections::BTreeSet;

use unicode_normalization::UnicodeNormalization;

use crate::load::essay::Essay;
use crate::permalink::{SitePath, Slug};

/// The folder whose name no address has.
const CONTENT: &str = "content";
/// A file of this name is addressed by its folder.
const INDEX: &str = "index";
/// What stands for a name without any letter or digit.
const NAMELESS: &str = "x";

/// Returns an essay's place: its folder below `content/`, and its slug.
pub fn essay(essay: &Essay) -> SitePath {
    let path = &essay.source.path;
    let folder: String = path.folder().nfc().collect();
    let folder = folder.strip_prefix(CONTENT).unwrap_or(&folder);
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    let stem = path.stem();
    let slug = essay
        .front_matter
        .slug
        .clone()
        .or_else(|| (stem != INDEX).then(|| slug_of(stem, &essay.front_matter.title)));
    if let Some(slug) = &slug {
        parts.push(slug.as_str());
    }
    SitePath::page(&parts)
}

fn slug_of(stem: &str, title: &str) -> Slug {
    Slug::new(stem).or_else(|| Slug::new(title)).unwrap_or_else(nameless)
}

fn nameless() -> Slug {
    Slug::new(NAMELESS).expect("it is a letter")
}

/// Gives names slugs, no two alike: the second of its kind ends in `-2`.
#[derive(Debug)]
pub struct SlugBook {
    taken: BTreeSet<Slug>,
    /// Numerals up to this are addresses of a list's further parts.
    parts: usize,
}

impl SlugBook {
    /// Starts a book for the pages below a list of `entries` entries, `page_size` a part.
    pub fn new(entries: usize, page_size: usize) -> Self {
        Self { taken: BTreeSet::new(), parts: entries.div_ceil(page_size.max(1)) }
    }

    /// Returns the slug of `name`, unlike all returned before.
    pub fn assign(&mut self, name: &str) -> Slug {
        let slug = Slug::new(name).unwrap_or_else(nameless);
        let free = (1..)
            .map(|number| slug.numbered(number))
            .find(|slug| !self.is_part(slug) && !self.taken.contains(slug))
            .expect("the numbers do not end");
        self.taken.insert(free.clone());
        free
    }

    fn is_part(&self, slug: &Slug) -> bool {
        slug.as_str().parse::<usize>().is_ok_and(|number| number <= self.parts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::link::fixture::EssayBuilder;

    #[test]
    fn an_essay_stands_where_its_file_does() {
        for (file, path) in [
            ("content/essays/2013/x.md", "essays/2013/x/index.html"),
            ("content/2013-08-13-从“失控”论看.md", "2013-08-13-从-失控-论看/index.html"),
            ("content/essays/x/index.md", "essays/x/index.html"),
            ("content/……/……。md.md", "……/md/index.html"),
        ] {
            let essay_at = EssayBuilder::new(file).build();
            assert_eq!(essay(&essay_at.essay).as_str(), path, "{file}");
        }
    }

    #[test]
    fn no_two_names_have_one_slug_and_none_that_of_a_part() {
        let mut book = SlugBook::new(150, 50);
        let slugs: Vec<String> = ["A.B", "a b", "a-b-2", "a/b", "3", "360", "！"]
            .map(|name| book.assign(name).to_string())
            .into();
        assert_eq!(slugs, ["a-b", "a-b-2", "a-b-2-2", "a-b-3", "3-2", "360", "x"]);
    }
}
