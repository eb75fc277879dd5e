//! Where essays stand in the site, and the slugs of names that are to have a page.
//!
//! Does not know which pages there are: [`crate::render::page`] plans them.

use rustc_hash::{FxHashMap, FxHashSet};
use unicode_normalization::UnicodeNormalization;

use crate::config::Config;
use crate::language::Wording;
use crate::link::reference;
use crate::load::essay::Essay;
use crate::load::front_matter::{Layout, dated};
use crate::permalink::{NAME_BYTES_MAX, Script, SitePath, Slug, Token};
use crate::wording;

/// The folder whose name no address has.
const CONTENT: &str = "content";
/// A file of this name is addressed by its folder.
const INDEX: &str = "index";
/// What stands for a name without any letter or digit.
const NAMELESS: &str = "x";

/// Where an essay stands.
#[derive(Debug, PartialEq, Eq)]
pub struct Address {
    /// Its place.
    pub path: SitePath,
    /// What it lacks to stand where the site's pattern would put it.
    pub lacks: Option<Token>,
}

/// Returns an essay's place: by the site's pattern, or in its folder below `content/`.
///
/// A page that stands beside the archive follows no pattern.
pub fn essay(essay: &Essay, config: &Config) -> Address {
    let names = Names::of(essay, config.slugs);
    let pattern = config.permalink.as_ref();
    match pattern.filter(|_| essay.front_matter.layout != Layout::Page) {
        None => Address { path: names.in_folder(), lacks: None },
        Some(pattern) => match pattern.fill(|token| names.value(token)) {
            Ok(path) => Address { path, lacks: None },
            Err(token) => Address { path: names.in_folder(), lacks: Some(token) },
        },
    }
}

/// Returns where an older address stands of the page at `of`: below the site's root, or, if it
/// does not begin with `/`, beside the page.
///
/// # Errors
/// Why no page can stand there.
pub fn alias(written: &str, of: &SitePath) -> Result<SitePath, Wording> {
    if written.contains("://") || written.starts_with("//") {
        return Err(wording!(
            "it is an address of its own, whatever the site's is",
            "它自己就是完整的网址，与本站无关"
        ));
    }
    if written.contains(['?', '#']) {
        return Err(wording!(
            "a host of files does not see what stands behind `?` or `#`",
            "放静态文件的主机看不到 `?` 或 `#` 之后的部分"
        ));
    }
    let decoded = reference::decode(written);
    let own = of.public().trim_end_matches('/');
    let folder = if decoded.starts_with('/') {
        ""
    } else {
        own.rsplit_once('/').map_or("", |(folder, _)| folder)
    };
    let Some(path) = reference::join(folder, &decoded) else {
        return Err(wording!("it leads out of the site", "它通到了站外"));
    };
    if path.contains(|c: char| c.is_control()) {
        return Err(wording!("no file's name has such characters", "文件名里不能有这样的字符"));
    }
    if path.split('/').any(|part| part.len() > NAME_BYTES_MAX) {
        return Err(wording!(
            "a part of it is longer than the names of files may be",
            "其中一段超过了文件名的最大长度"
        ));
    }
    let is_file = [".html", ".htm"].iter().any(|ending| path.ends_with(ending));
    Ok(if is_file { SitePath::file(path) } else { SitePath::page(&parts(&path)) })
}

/// What an essay's address may be made of.
struct Names<'a> {
    essay: &'a Essay,
    /// The folder below `content/`, in NFC.
    folder: String,
    /// The file's name; none for `index.md`, which has its folder's.
    stem: Option<&'a str>,
    script: Script,
}

impl<'a> Names<'a> {
    fn of(essay: &'a Essay, script: Script) -> Self {
        let path = &essay.source.path;
        let folder: String = path.folder().nfc().collect();
        let folder = folder.strip_prefix(CONTENT).unwrap_or(&folder).trim_matches('/').to_owned();
        Self { essay, folder, stem: Some(path.stem()).filter(|stem| *stem != INDEX), script }
    }

    /// Returns the place that follows from the file's.
    fn in_folder(&self) -> SitePath {
        let given = self.essay.front_matter.slug.clone();
        let mut parts = parts(&self.folder);
        let slug = match (given, self.stem) {
            (None, None) => return SitePath::page(&parts),
            (Some(slug), None) => {
                parts.pop();
                slug
            }
            (Some(slug), Some(_)) => slug,
            (None, Some(stem)) => self.slug(stem, self.script),
        };
        parts.push(slug.as_str());
        SitePath::page(&parts)
    }

    /// Returns what a token of a pattern stands for.
    fn value(&self, token: Token) -> Option<String> {
        let header = &self.essay.front_matter;
        let (above, own) = self.folder.rsplit_once('/').unwrap_or(("", &self.folder));
        let file = self.stem.unwrap_or(own);
        let undated = Some(dated(file).1).filter(|rest| !rest.is_empty()).unwrap_or(file);
        let slug = |script| match &header.slug {
            Some(slug) => slug.to_string(),
            None => self.slug(undated, script).to_string(),
        };
        let time = header.time.as_ref();
        match token {
            Token::Year => time.map(|time| format!("{:04}", time.year())),
            Token::Month => time.map(|time| format!("{:02}", time.month())),
            Token::Day => time.map(|time| format!("{:02}", time.day())),
            Token::Folder => {
                Some(if self.stem.is_some() { &self.folder } else { above }.to_owned())
            }
            Token::File => Some(self.slug(file, self.script).to_string()),
            Token::Slug => Some(slug(self.script)),
            Token::Pinyin => Some(slug(Script::Pinyin)),
            Token::Title => Some(self.slug(&header.title, self.script).to_string()),
            Token::Author => {
                Slug::written(header.name.as_deref()?, self.script).map(|slug| slug.to_string())
            }
        }
    }

    fn slug(&self, name: &str, script: Script) -> Slug {
        Slug::written(name, script)
            .or_else(|| Slug::written(&self.essay.front_matter.title, script))
            .unwrap_or_else(nameless)
    }
}

fn parts(path: &str) -> Vec<&str> {
    path.split('/').filter(|part| !part.is_empty()).collect()
}

fn nameless() -> Slug {
    Slug::new(NAMELESS).expect("it is a letter")
}

/// Gives names slugs, no two alike: the second of its kind ends in `-2`.
#[derive(Debug)]
pub struct SlugBook {
    taken: FxHashSet<Slug>,
    /// The number of the last name of each slug: none below it is free, as none is given back.
    last: FxHashMap<Slug, usize>,
    /// Numerals up to this are addresses of a list's further parts.
    parts: usize,
    script: Script,
}

impl SlugBook {
    /// Starts a book for the pages below a list of `entries` entries.
    pub fn new(entries: usize, config: &Config) -> Self {
        let parts = entries.div_ceil(config.page_size.max(1));
        let (taken, last) = (FxHashSet::default(), FxHashMap::default());
        Self { taken, last, parts, script: config.slugs }
    }

    /// Returns the slug of `name`, unlike all returned before.
    pub fn assign(&mut self, name: &str) -> Slug {
        let slug = Slug::written(name, self.script).unwrap_or_else(nameless);
        let first = self.last.get(&slug).copied().unwrap_or(1);
        let (number, free) = (first..)
            .map(|number| (number, slug.numbered(number)))
            .find(|(_, slug)| !self.is_part(slug) && !self.taken.contains(slug))
            .expect("the numbers do not end");
        self.last.insert(slug, number);
        self.taken.insert(free.clone());
        free
    }

    fn is_part(&self, slug: &Slug) -> bool {
        slug.as_str().parse::<usize>().is_ok_and(|number| number <= self.parts)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::link::fixture::EssayBuilder;
    use crate::permalink::Pattern;

    #[test]
    fn an_essay_stands_where_its_file_does() {
        for (file, path) in [
            ("content/essays/2013/x.md", "essays/2013/x/index.html"),
            ("content/2013-08-13-从“失控”论看.md", "2013-08-13-从-失控-论看/index.html"),
            ("content/essays/x/index.md", "essays/x/index.html"),
            ("content/……/……。md.md", "……/md/index.html"),
            ("content/cafe\u{301}/e\u{301}.md", "café/é/index.html"),
            ("content/100% #1? 😀.md", "100-1/index.html"),
        ] {
            let essay_at = EssayBuilder::new(file).build();
            assert_eq!(essay(&essay_at.essay, &Config::default()).path.as_str(), path, "{file}");
        }
    }

    #[test]
    fn a_pattern_takes_its_parts_from_the_header_and_the_file() {
        for (pattern, file, path) in [
            (
                "/:year/:month/:day/:slug/",
                "content/a/2013-08-13-微信.md",
                "2013/08/14/微信/index.html",
            ),
            ("/:folder/:file/", "content/a/b/2013-08-13-微信.md", "a/b/2013-08-13-微信/index.html"),
            ("/:folder/:slug/", "content/a/微信/index.md", "a/微信/index.html"),
            ("/:slug/", "content/2013-08-13.md", "2013-08-13/index.html"),
            ("/:pinyin/", "content/微信.md", "wei-xin/index.html"),
            ("/:author/:title.html", "content/x.md", "林一/x.html"),
        ] {
            let one = EssayBuilder::new(file).by("林一", "2013-08-14").build();
            let permalink = Some(Pattern::parse(pattern).expect("a pattern"));
            let config = Config { permalink, ..Config::default() };
            let address = essay(&one.essay, &config);
            assert_eq!((address.path.as_str(), address.lacks), (path, None), "{pattern} {file}");
        }
    }

    #[test]
    fn an_alias_stands_below_the_root_or_beside_the_page() {
        let page = SitePath::page(&["essays", "x"]);
        for (written, path) in [
            ("/old/1", "old/1/index.html"),
            ("/%E6%97%A7/1.html", "旧/1.html"),
            ("/a/b.php", "a/b.php/index.html"),
            ("y", "essays/y/index.html"),
            ("../y/", "y/index.html"),
            ("/cafe\u{301}", "café/index.html"),
            ("/", "index.html"),
        ] {
            let found = alias(written, &page);
            assert_eq!(found.as_ref().map(SitePath::as_str), Ok(path), "{written}");
        }
        let long = format!("/{}", "长".repeat(90));
        for written in ["/?p=1", "/a#b", "../../y", "https://a.b/c", "//a.b/c", "/a\u{7}", &long] {
            assert!(alias(written, &page).is_err(), "{written}");
        }
    }

    #[test]
    fn no_two_names_have_one_slug_and_none_that_of_a_part() {
        let mut book = SlugBook::new(150, &Config::default());
        let slugs: Vec<String> = ["A.B", "a b", "a-b-2", "a/b", "3", "360", "！"]
            .map(|name| book.assign(name).to_string())
            .into();
        assert_eq!(slugs, ["a-b", "a-b-2", "a-b-2-2", "a-b-3", "3-2", "360", "x"]);
    }

    proptest! {
        #[test]
        fn a_slug_is_the_first_of_its_name_that_is_free(
            entries in 0..200_usize,
            names in prop::collection::vec("[a2-]{1,3}(-[23])?|[1-4]|！", 0..60),
        ) {
            let config = Config::default();
            let mut book = SlugBook::new(entries, &config);
            let mut taken = FxHashSet::default();
            for name in &names {
                let slug = Slug::new(name).unwrap_or_else(nameless);
                let is_free = |one: &Slug| !book.is_part(one) && !taken.contains(one);
                let mut all = (1..).map(|number| slug.numbered(number));
                let first = all.find(is_free).expect("the numbers do not end");
                prop_assert_eq!(book.assign(name), first.clone());
                taken.insert(first);
            }
        }
    }
}
