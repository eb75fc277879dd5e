//! A tag of Jekyll, Hexo or Hugo, and what stands for it in Markdown.

use crate::import::markdown::escape;

/// A tag within a line.
pub(super) struct Tag {
    pub(super) start: usize,
    pub(super) end: usize,
    /// `{% … %}`, not Hugo's.
    pub(super) is_liquid: bool,
    pub(super) name: String,
    /// What follows the name, quotes taken off: `src=x` stays as it is.
    pub(super) words: Vec<String>,
}

/// How tags begin and end.
const FENCES: [(&str, &str); 4] = [("{{<", ">}}"), ("{{%", "%}}"), ("{%", "%}"), ("{{", "}}")];

impl Tag {
    /// Finds the first tag of a line.
    pub(super) fn find(line: &str) -> Option<Self> {
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
    pub(super) fn markdown(&self) -> Option<String> {
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
        let picture = format!("![{words}]({})", escape::destination(source));
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
