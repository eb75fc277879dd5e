//! Tags that only the program understood for which an essay was written.
//!
//! What has a form in Markdown is given it; what has none is kept as it is, and said.

use std::collections::BTreeMap;

use super::tag::Tag;
use crate::load::line::CodeFences;

/// Returns a text without such tags, and those that were kept, each with its count.
pub(super) fn translated(text: &str) -> (String, BTreeMap<String, usize>) {
    let mut translator = Translator::default();
    for line in text.split_inclusive('\n') {
        translator.line(line);
    }
    (translator.text, translator.kept)
}

#[derive(Default)]
struct Translator {
    text: String,
    kept: BTreeMap<String, usize>,
    fences: CodeFences,
    /// What ends the code that a tag began.
    code: Option<&'static str>,
    /// What ends the quotation that a tag began.
    quote: Option<&'static str>,
    /// Who said what is quoted, and where.
    said_by: String,
    is_raw: bool,
}

/// Lines that mean nothing here.
const DROPPED: [&str; 8] = [
    "<!-- more -->",
    "<!--more-->",
    "<!-- toc -->",
    "<!-- tocstop -->",
    "[TOC]",
    "{:toc}",
    "* TOC",
    "<!-- excerpt -->",
];

impl Translator {
    fn line(&mut self, line: &str) {
        let bare = line.trim();
        if let Some(end) = self.code {
            if is_tag(bare, end) {
                self.code = None;
                self.text.push_str("```\n");
            } else {
                self.text.push_str(line);
            }
            return;
        }
        if self.fences.step(line.trim_end_matches(['\n', '\r'])) {
            self.text.push_str(line);
            return;
        }
        if DROPPED.contains(&bare) || bare.starts_with("{:") && bare.ends_with('}') {
            return;
        }
        if self.begins(bare) {
            return;
        }
        if self.quote.is_some_and(|end| is_tag(bare, end)) {
            self.quote = None;
            if !self.said_by.is_empty() {
                self.text.push_str(&format!(">\n> —— {}\n", self.said_by));
            }
            return;
        }
        let translated = if self.is_raw { line.to_owned() } else { self.tags(line) };
        let translated = translated.replace("<!-- more -->", "").replace("<!--more-->", "");
        if self.quote.is_some() {
            let line = format!("> {}", translated.trim_end());
            self.text.push_str(line.trim_end());
            self.text.push('\n');
        } else {
            self.text.push_str(&translated);
        }
    }

    /// Takes a line that begins code or a quotation.
    fn begins(&mut self, line: &str) -> bool {
        let Some(tag) = Tag::find(line).filter(|tag| tag.start == 0 && tag.end == line.len())
        else {
            return false;
        };
        let words = &tag.words;
        let first = |at: usize| words.get(at).map_or("", String::as_str);
        let code = match tag.name.as_str() {
            "highlight" => Some((
                first(0).to_owned(),
                if tag.is_liquid { "endhighlight" } else { "/highlight" },
            )),
            "codeblock" | "code" => {
                let named = words.iter().find_map(|word| word.strip_prefix("lang:"));
                Some((
                    named.unwrap_or_default().to_owned(),
                    if tag.name == "code" { "endcode" } else { "endcodeblock" },
                ))
            }
            _ => None,
        };
        if let Some((language, end)) = code.filter(|_| tag.is_liquid || tag.name == "highlight") {
            self.code = Some(end);
            self.text.push_str(&format!("```{}\n", language.trim_matches('"')));
            return true;
        }
        self.quote = match tag.name.as_str() {
            "blockquote" => Some("endblockquote"),
            "quote" => Some("endquote"),
            "pullquote" => Some("endpullquote"),
            "centerquote" | "cq" => Some("endcenterquote"),
            "raw" => {
                self.is_raw = true;
                return true;
            }
            "endraw" => {
                self.is_raw = false;
                return true;
            }
            _ => return false,
        };
        self.said_by = words.join(" ");
        true
    }

    /// Translates the tags within a line.
    fn tags(&mut self, line: &str) -> String {
        let mut text = String::with_capacity(line.len());
        let mut rest = line;
        while let Some(tag) = Tag::find(rest) {
            text.push_str(&rest[..tag.start]);
            match tag.markdown() {
                Some(markdown) => text.push_str(&markdown),
                None => {
                    let written = &rest[tag.start..tag.end];
                    *self.kept.entry(written.to_owned()).or_default() += 1;
                    text.push_str(written);
                }
            }
            rest = &rest[tag.end..];
        }
        text.push_str(rest);
        text
    }
}

fn is_tag(line: &str, name: &str) -> bool {
    Tag::find(line).is_some_and(|tag| tag.start == 0 && tag.name == name)
}
