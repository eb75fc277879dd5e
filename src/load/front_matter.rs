//! The typed header of a source.
//!
//! Reads the keys of its own and, silently, those by which Jekyll, Hugo and Hexo mean the
//! same. What is missing has a fallback, and the fallback is said.

mod dialect;
mod fallback;
mod fences;
mod mended;

use std::collections::BTreeMap;

use serde_json::Value;

use crate::config::{Allowed, Config};
use crate::diagnostic::Diagnostic;
use crate::moment::{Moment, Unreadable};
use crate::permalink::Slug;
use crate::source::{Source, Span};
use crate::wording;
use crate::yaml::{Fields, Located, Strings};
pub use dialect::schema;
pub(crate) use dialect::{DIALECT, TAG_SEPARATORS, TAGS, is_withheld};
use dialect::{ESSAY_LAYOUTS, IGNORED};
pub(crate) use fallback::dated;
use fences::{Fences, Kind};
pub(in crate::load) use mended::mended;

/// What an essay says of itself, with fallbacks where it is silent.
#[derive(Clone, Debug, PartialEq)]
pub struct FrontMatter {
    /// Which template shows it.
    pub layout: Layout,
    /// Its title; the first heading or the file's name where none is given.
    pub title: String,
    /// Its author; `None` for an unnamed one.
    pub name: Option<String>,
    /// When it was published; the date in the file's name where none is given.
    pub time: Option<Moment>,
    /// Where in the source its time is given.
    pub time_span: Option<Span>,
    /// Where it was first published.
    pub url: Option<String>,
    /// When it was last changed by its author.
    pub updated: Option<Moment>,
    /// Its address within its folder, where it is not to be the file's name.
    pub slug: Option<Slug>,
    /// Its subjects.
    pub tags: Vec<String>,
    /// One or two sentences that stand for it in lists.
    pub summary: Option<String>,
    /// Whether it is left out unless drafts are asked for.
    pub draft: bool,
    /// Its language (BCP 47), where it is not the site's.
    pub lang: Option<String>,
    /// Older addresses that lead to it.
    pub aliases: Vec<Located<String>>,
    /// Which diagnostics of it are not to be said.
    pub allow: Allowed,
    /// Free keys, for templates.
    pub extra: BTreeMap<String, Value>,
    /// The header's place in the source, fences included; empty when there is none.
    pub span: Span,
}

impl FrontMatter {
    /// Returns the same with no place in any source, to be compared with another's.
    pub(crate) fn placeless(&self) -> Self {
        let span = Span::new(0, 0);
        let mut header = Self { span, time_span: None, ..self.clone() };
        header.aliases.iter_mut().for_each(|alias| alias.span = span);
        header
    }
}

/// Which template shows a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Layout {
    /// `post`: an essay, part of the archive.
    Essay,
    /// `page`: a page that stands beside the archive, such as "about".
    Page,
    /// An essay shown by a template of the site's own, named without `.html`.
    Custom(String),
}

/// The keys of a header.
const KEYS: [&str; 14] = [
    "layout", "url", "name", "time", "title", "slug", "tags", "summary", "draft", "lang",
    "updated", "aliases", "extra", "allow",
];

/// Reads the header of a source.
///
/// Returns it with the place of the text that follows, and what was amiss.
pub fn parse(source: &Source, config: &Config) -> (FrontMatter, Span, Vec<Diagnostic>) {
    let fences = fences::find(&source.text);
    let mut diagnostics = fence_faults(source, &fences);
    let fields_span = if fences.kind == Kind::Toml { Span::new(0, 0) } else { fences.fields };
    let mut header = Header { fields: Fields::read(source, fields_span), config };
    let given = header.read();
    diagnostics.extend(header.fields.finish(&KEYS));
    let (front_matter, fallbacks) = fallback::complete(given, source, &fences, config);
    diagnostics.extend(fallbacks);
    (front_matter, fences.body, diagnostics)
}

/// What a header is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    /// YAML, or JSON, or nothing.
    Yaml,
    /// TOML, which [`parse`] does not read.
    Toml,
}

/// Returns what the header of a source is written in, the place of its keys, and that of the
/// text below it.
pub fn fields(source: &Source) -> (Written, Span, Span) {
    let fences = fences::find(&source.text);
    let written = if fences.kind == Kind::Toml { Written::Toml } else { Written::Yaml };
    (written, fences.fields, fences.body)
}

fn fence_faults(source: &Source, fences: &Fences) -> Vec<Diagnostic> {
    let fence = first_line(source, fences.header);
    match fences.kind {
        Kind::Absent | Kind::Yaml => Vec::new(),
        Kind::Unclosed => vec![Diagnostic::unclosed_front_matter(&source.path, fence)],
        Kind::Toml => vec![Diagnostic::toml_front_matter(&source.path, fence)],
    }
}

/// Returns the first line of a span, without its end.
fn first_line(source: &Source, span: Span) -> Span {
    let line = source.text[span.range()].lines().next().unwrap_or_default();
    Span::new(span.start, span.start + line.trim_end().len())
}

/// What a header says, before fallbacks.
struct Given {
    title: Option<String>,
    name: Option<String>,
    time: Time,
    /// The rest; its title, name and time are still to come.
    rest: FrontMatter,
}

/// What a header says of its time.
enum Time {
    Absent,
    /// It says something that is no time; this has been said.
    Unreadable,
    Given(Moment),
}

/// A header while it is read.
struct Header<'a> {
    fields: Fields<'a>,
    config: &'a Config,
}

impl Header<'_> {
    fn read(&mut self) -> Given {
        for (other, key) in DIALECT {
            self.fields.adopt(other, key);
        }
        for key in IGNORED {
            self.fields.ignore(key);
        }
        let mut aliases = self.aliases();
        let url = self.url(&mut aliases);
        let name = values(self.fields.strings("name")).join("、");
        let (time, time_span) = self.moment("time");
        Given {
            title: self.fields.string("title").map(|title| one_line(&title.value)),
            name: (!name.is_empty()).then_some(name),
            time,
            rest: FrontMatter {
                layout: self.layout(),
                title: String::new(),
                name: None,
                time: None,
                time_span,
                url,
                updated: match self.moment("updated").0 {
                    Time::Given(moment) => Some(moment),
                    Time::Absent | Time::Unreadable => None,
                },
                slug: self.slug(),
                tags: self.tags(),
                summary: self.fields.string("summary").map(|summary| one_line(&summary.value)),
                draft: self.draft(),
                lang: self.fields.string("lang").map(|lang| lang.value),
                aliases,
                allow: Allowed::read(&mut self.fields),
                extra: self.fields.free("extra"),
                span: Span::new(0, 0),
            },
        }
    }

    /// Takes older addresses; Jekyll's `permalink: /2016/x/` is one of them.
    fn aliases(&mut self) -> Vec<Located<String>> {
        let mut aliases = self.fields.strings("aliases").values;
        let permalink = self.fields.string("permalink");
        // `pretty`, `/:year/:title/` and the like are names of patterns.
        let is_address =
            |one: &Located<String>| one.value.starts_with('/') && !one.value.contains(':');
        aliases.extend(permalink.filter(is_address));
        aliases.iter_mut().for_each(|alias| alias.value = one_line(&alias.value));
        aliases
    }

    fn layout(&mut self) -> Layout {
        match self.fields.string("layout") {
            None => Layout::Essay,
            Some(layout) if ESSAY_LAYOUTS.contains(&layout.value.as_str()) => Layout::Essay,
            Some(layout) if layout.value == "page" => Layout::Page,
            Some(layout) => Layout::Custom(layout.value),
        }
    }

    /// Takes the address of the first publication; Hugo's `url: /2016/x/` is an older
    /// address in the site itself.
    fn url(&mut self, aliases: &mut Vec<Located<String>>) -> Option<String> {
        let Located { value, span } = self.fields.string("url")?;
        if value.starts_with("https://") || value.starts_with("http://") {
            return Some(value);
        }
        if value.starts_with('/') {
            aliases.push(Located { value, span });
            return None;
        }
        let message = wording!("`{value}` is no address", "`{value}` 不是网址");
        let help = wording!(
            "a whole address begins with https:// or http://",
            "完整的网址以 https:// 或 http:// 开头"
        );
        self.fields.report([Diagnostic::invalid_value(self.fields.path(), span, message, help)]);
        None
    }

    /// Takes a time, and says where it stands.
    fn moment(&mut self, key: &str) -> (Time, Option<Span>) {
        let Some(Located { value, span }) = self.fields.string(key) else {
            return (Time::Absent, None);
        };
        match Moment::parse(&value, &self.config.time_zone) {
            Ok(moment) => (Time::Given(moment), Some(span)),
            Err(unreadable) => {
                let (message, help) = (unreadable.wording().clone(), Unreadable::help());
                let path = self.fields.path();
                self.fields.report([Diagnostic::invalid_value(path, span, message, help)]);
                (Time::Unreadable, None)
            }
        }
    }

    fn slug(&mut self) -> Option<Slug> {
        let Located { value, span } = self.fields.string("slug")?;
        let slug = Slug::new(&value);
        if slug.is_none() {
            let message = wording!(
                "`{value}` has no letter or digit to make an address of",
                "`{value}` 里没有字母、汉字或数字，做不成地址"
            );
            let help = wording!(
                "leave `slug` out, and the file's name is taken",
                "不写 `slug`，就取文件名"
            );
            let path = self.fields.path();
            self.fields.report([Diagnostic::invalid_value(path, span, message, help)]);
        }
        slug
    }

    /// Takes the subjects, which other tools divide into tags and categories.
    fn tags(&mut self) -> Vec<String> {
        let mut tags: Vec<String> = Vec::new();
        for key in TAGS {
            for tag in split_words(self.fields.strings(key)) {
                if !tags.contains(&tag) {
                    tags.push(tag);
                }
            }
        }
        tags
    }

    fn draft(&mut self) -> bool {
        let draft = self.fields.boolean("draft").is_some_and(|draft| draft.value);
        let published = self.fields.boolean("published").is_none_or(|published| published.value);
        let status = self.fields.string("status").map(|status| status.value);
        draft || !published || status.is_some_and(|status| is_withheld(&status))
    }
}

fn values(strings: Strings) -> Vec<String> {
    strings.values.into_iter().map(|text| one_line(&text.value)).collect()
}

/// Splits tags that are written as one text: at commas, or else at spaces as Jekyll does.
fn split_words(strings: Strings) -> Vec<String> {
    if strings.is_list {
        return values(strings);
    }
    values(strings)
        .iter()
        .flat_map(|text| match text.contains(TAG_SEPARATORS) {
            true => {
                text.split(TAG_SEPARATORS).map(str::trim).map(str::to_owned).collect::<Vec<_>>()
            }
            false => text.split_whitespace().map(str::to_owned).collect(),
        })
        .filter(|word| !word.is_empty())
        .collect()
}

/// Joins what was folded over lines, and drops what has no width.
fn one_line(text: &str) -> String {
    let visible = text.replace(['\u{200B}', '\u{2060}', '\u{FEFF}'], "");
    let words: Vec<&str> = visible.split(['\n', '\r']).map(str::trim).collect();
    words.join(" ").trim().to_owned()
}

#[cfg(test)]
mod tests;
