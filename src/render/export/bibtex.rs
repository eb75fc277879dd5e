//! An essay's entry for a bibliography, in BibTeX.
//!
//! Texts are UTF-8, as biber and every reference manager read them; what TeX would act on is
//! escaped. Titles are in double braces, so that no style changes their case.

use std::fmt::Write as _;

use crate::link::archive::EssayIndex;
use crate::render::Site;
use crate::render::export::record::essay_url;

/// Writes the entry.
pub(super) fn entry(site: &Site, index: EssayIndex) -> String {
    let one = site.archive.essay(index);
    let header = &one.essay().front_matter;
    let here = essay_url(site, one);
    let mut entry = format!("@online{{{},\n", key(one.path.as_str()));
    let mut field = |name: &str, value: &str| {
        let _ = writeln!(entry, "  {name} = {{{value}}},");
    };
    field("title", &format!("{{{}}}", escape(&header.title)));
    if let Some(name) = &header.name {
        field("author", &format!("{{{}}}", escape(name)));
    }
    if let Some(time) = &header.time {
        field("date", &time.date().to_string());
        field("year", &time.year().to_string());
    }
    // What is cited is the text where it first appeared; where it was read is told beside.
    field("url", &header.url.as_deref().map_or_else(|| here.clone(), address));
    if header.url.is_some() {
        field("note", &format!("\\url{{{}}}", address(&here)));
    }
    field("langid", langid(header.lang.as_deref().unwrap_or(site.config.language.tag())));
    entry.push_str("}\n");
    entry
}

/// Makes a key of the essay's address: what BibTeX allows in one.
fn key(path: &str) -> String {
    let path = path.trim_end_matches("index.html").trim_end_matches('/');
    let allowed = |c: char| if c.is_alphanumeric() || c == '-' { c } else { ':' };
    path.chars().map(allowed).collect()
}

fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' => escaped.push_str("\\textbackslash{}"),
            '~' => escaped.push_str("\\textasciitilde{}"),
            '^' => escaped.push_str("\\textasciicircum{}"),
            '{' | '}' | '$' | '&' | '%' | '#' | '_' => escaped.extend(['\\', c]),
            '\n' => escaped.push(' '),
            c => escaped.push(c),
        }
    }
    escaped
}

/// Encodes in an address what would end the field or the command it stands in.
fn address(url: impl AsRef<str>) -> String {
    let url = url.as_ref();
    url.replace('\\', "%5C").replace('{', "%7B").replace('}', "%7D").replace(['\n', '\r'], "")
}

fn langid(tag: &str) -> &'static str {
    if tag.starts_with("zh") { "chinese" } else { "english" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_a_title_is_a_command() {
        assert_eq!(escape("A&B_{x}\\y 50%"), "A\\&B\\_\\{x\\}\\textbackslash{}y 50\\%");
        assert_eq!(key("essays/2013/a b/index.html"), "essays:2013:a:b");
        assert_eq!(address("https://a/{x}\\"), "https://a/%7Bx%7D%5C");
    }
}
