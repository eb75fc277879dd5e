//! Tags that only the program understood for which an essay was written.
//!
//! What has a form in Markdown is given it; what has none is kept as it is, and said.

use std::collections::BTreeMap;

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

/// A tag within a line.
struct Tag {
    start: usize,
    end: usize,
    /// `{% … %}`, not Hugo's.
    is_liquid: bool,
    name: String,
    /// What follows the name, quotes taken off: `src=x` stays as it is.
    words: Vec<String>,
}

/// How tags begin and end.
const FENCES: [(&str, &str); 4] = [("{{<", ">}}"), ("{{%", "%}}"), ("{%", "%}"), ("{{", "}}")];

impl Tag {
    /// Finds the first tag of a line.
    fn find(line: &str) -> Option<Self> {
        let found = FENCES.iter().filter_map(|&(open, close)| {
            let start = line.find(open)?;
            let inner = start + open.len();
            let end = inner + line[inner..].find(close)?;
            Some((start, inner, end, end + close.len(), open))
        });
        let (start, inner, inner_end, end, open) =
            found.min_by_key(|&(start, inner, ..)| (start, std::cmp::Reverse(inner)))?;
        let mut words = words(&line[inner..inner_end]);
        let name = if words.is_empty() { String::new() } else { words.remove(0) };
        let name = name.trim_matches('-').trim_end_matches('/').to_owned();
        let is_liquid = open == "{%";
        Some(Self {
            start,
            end,
            is_liquid,
            name: if open == "{{" { String::new() } else { name },
            words,
        })
    }

    /// Returns a named value, or the one at a place among those without names.
    fn value(&self, name: &str, place: usize) -> Option<&str> {
        let named = self
            .words
            .iter()
            .find_map(|word| word.strip_prefix(name).and_then(|rest| rest.strip_prefix('=')));
        let mut unnamed = self.words.iter().filter(|word| !word.contains('=') && *word != "/");
        named.or_else(|| unnamed.nth(place).map(String::as_str)).filter(|value| !value.is_empty())
    }

    /// Returns what stands for it in Markdown, if anything does.
    fn markdown(&self) -> Option<String> {
        let address = |start: &str, id: Option<&str>| id.map(|id| format!("<{start}{id}>"));
        match self.name.as_str() {
            "figure" | "img" | "image" | "asset_img" => self.picture(),
            "youtube" => address("https://www.youtube.com/watch?v=", self.value("id", 0)),
            "vimeo" => address("https://vimeo.com/", self.value("id", 0)),
            "bilibili" => address("https://www.bilibili.com/video/", self.value("id", 0)),
            "instagram" => address("https://www.instagram.com/p/", self.value("id", 0)),
            "tweet" | "twitter" | "x" => match (self.value("user", 1), self.value("id", 0)) {
                (Some(user), Some(id)) if !user.is_empty() && self.words.len() > 1 => {
                    Some(format!("<https://x.com/{user}/status/{id}>"))
                }
                (_, Some(id)) if id.starts_with("http") => Some(format!("<{id}>")),
                (_, id) => address("https://x.com/i/status/", id),
            },
            "gist" => match (self.value("user", 0), self.value("id", 1)) {
                (Some(user), Some(id)) => Some(format!("<https://gist.github.com/{user}/{id}>")),
                (id, None) => address("https://gist.github.com/", id),
                (None, _) => None,
            },
            "link" if self.is_liquid => None,
            "raw" | "endraw" | "more" => Some(String::new()),
            _ => None,
        }
    }

    fn picture(&self) -> Option<String> {
        let looks_like_picture = |word: &&String| word.contains('.') || word.contains('/');
        let bare = || self.words.iter().filter(|word| !word.contains('=')).find(looks_like_picture);
        let source = self.value("src", usize::MAX).or_else(|| bare().map(String::as_str))?;
        let named = |name: &str| self.value(name, usize::MAX);
        let last = self.words.last().filter(|word| self.is_liquid && word.as_str() != source);
        let last = last
            .filter(|word| word.chars().any(|one| !one.is_ascii_digit()) && !word.contains('='));
        let words = named("alt").or_else(|| named("caption")).or_else(|| named("title"));
        let words = words.or(last.map(String::as_str)).unwrap_or_default();
        let caption =
            named("caption").filter(|caption| *caption != words || named("alt").is_some());
        let picture =
            format!("![{words}]({})", super::super::markdown::escape::destination(source));
        Some(match caption {
            Some(caption) => format!("{picture}\n\n*{caption}*"),
            None => picture,
        })
    }
}

/// Divides what stands in a tag at its spaces; quotes hold words together.
fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut word = String::new();
    let mut quote: Option<char> = None;
    for letter in text.chars() {
        match (quote, letter) {
            (Some(open), _) if letter == open => quote = None,
            (None, '"' | '\'' | '`') => quote = Some(letter),
            (None, _) if letter.is_whitespace() => {
                if !word.is_empty() {
                    words.push(std::mem::take(&mut word));
                }
            }
            _ => word.push(letter),
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}
