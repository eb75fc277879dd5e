//! The text of a paragraph: spaces, emphasis, links, pictures.

use dom_query::NodeRef;

use super::{Block, DEPTH_MAX, Writer, attribute, escape, is_skipped, name};

/// Stands for a line break until paragraphs are made.
const BREAK: char = '\u{E000}';

impl Writer<'_, '_> {
    /// Writes nodes that stand within a line; line breaks are [`BREAK`]s.
    pub(super) fn inlines(&mut self, nodes: &[NodeRef<'_>], depth: usize) -> String {
        let mut text = String::new();
        for node in nodes {
            if node.is_text() {
                text.push_str(&escape::text(&spaced(&node.text())));
            } else if node.is_element() && !is_skipped(*node) && !self.passed.contains(&node.id) {
                let piece = if depth >= DEPTH_MAX {
                    escape::text(&spaced(&node.text()))
                } else {
                    self.element(*node, depth + 1)
                };
                // An exclamation mark before a link makes a picture of it.
                if piece.starts_with('[') && text.ends_with('!') {
                    text.insert(text.len() - 1, '\\');
                }
                text.push_str(&piece);
            }
        }
        text
    }

    fn element(&mut self, node: NodeRef<'_>, depth: usize) -> String {
        let children: Vec<NodeRef<'_>> = node.children_it(false).collect();
        let element = name(node);
        match element.as_str() {
            "br" => BREAK.to_string(),
            "img" => self.picture(node),
            "wbr" | "source" | "rp" => String::new(),
            "rt" => format!("（{}）", self.inlines(&children, depth)),
            "code" | "kbd" | "samp" | "tt" => code(&node.text()),
            "q" => format!("“{}”", self.inlines(&children, depth)),
            "a" => self.anchor(node, &children, depth),
            _ => {
                let text = self.inlines(&children, depth);
                match mark(node, &element) {
                    Some(mark) => marked(&text, mark),
                    None if element == "sup" || element == "sub" => raised(&text, &element),
                    None => text,
                }
            }
        }
    }

    fn anchor(&mut self, node: NodeRef<'_>, children: &[NodeRef<'_>], depth: usize) -> String {
        let target = attribute(node, "href");
        if let Some(label) = target.rsplit_once('#').and_then(|(_, id)| self.footnotes.get(id)) {
            return format!("[^{label}]");
        }
        let text = self.inlines(children, depth);
        let is_company = attribute(node, "class").split_whitespace().any(|one| one == "co");
        let Some(address) = self.link(&target).filter(|_| !is_company && !target.is_empty()) else {
            return text;
        };
        let inner = text.trim().replace(BREAK, " ");
        // What shows nothing leads nowhere; a link in a link is none.
        if inner.is_empty() || inner.replace("![", "").contains("](") && !inner.starts_with("![") {
            return text;
        }
        let (before, after) = around(&text);
        format!("{before}[{inner}]({}){after}", escape::destination(&address))
    }

    fn picture(&mut self, node: NodeRef<'_>) -> String {
        let is_dot = |side: &str| matches!(attribute(node, side).as_str(), "0" | "1" | "1px");
        if is_dot("width") || is_dot("height") {
            return String::new();
        }
        let places: Vec<String> = PLACES
            .iter()
            .map(|key| attribute(node, key))
            .filter(|place| !place.is_empty() && !place.starts_with("about:"))
            .collect();
        let address = self.address;
        let whole = |place: &str| {
            super::address::whole(place)
                .or_else(|| address?.join(place).filter(|_| !place.starts_with("data:")))
        };
        match self.pictures.take(&places, whole) {
            Some(place) => {
                let alt = escape::text(&spaced(&attribute(node, "alt")));
                format!("![{}]({})", alt.trim(), escape::destination(&place))
            }
            None => String::new(),
        }
    }
}

/// The attributes that say where a picture is; a browser saves what it shows under the first.
const PLACES: [&str; 7] = [
    "src",
    "data-src",
    "data-original",
    "data-actualsrc",
    "data-lazy-src",
    "data-original-src",
    "file",
];

/// Returns the mark by which Markdown says what an element, or its style, says.
fn mark(node: NodeRef<'_>, element: &str) -> Option<&'static str> {
    let style = attribute(node, "style").replace(' ', "").to_lowercase();
    let is_bold = ["font-weight:bold", "font-weight:600", "font-weight:700", "font-weight:800"]
        .iter()
        .any(|bold| style.contains(bold));
    match element {
        "strong" | "b"
            if style.contains("font-weight:normal") || style.contains("font-weight:400") =>
        {
            None
        }
        "strong" | "b" => Some("**"),
        "em" | "i" | "cite" | "dfn" | "var" => Some("*"),
        "del" | "s" | "strike" => Some("~~"),
        "span" | "font" if is_bold => Some("**"),
        _ => None,
    }
}

/// Puts marks around a text: within its spaces, and not across lines.
fn marked(text: &str, mark: &str) -> String {
    text.split(BREAK)
        .map(|line| marked_line(line, mark))
        .collect::<Vec<_>>()
        .join(&BREAK.to_string())
}

fn marked_line(text: &str, mark: &str) -> String {
    let inner = text.trim_matches(|one: char| one.is_whitespace());
    let is_marked = inner.contains(mark) || mark == "*" && inner.contains('*');
    if inner.is_empty() || is_marked || inner.starts_with("![") {
        return text.to_owned();
    }
    let (before, after) = around(text);
    format!("{before}{mark}{inner}{mark}{after}")
}

/// Returns the spaces before and after a text.
fn around(text: &str) -> (&str, &str) {
    let start = text.len() - text.trim_start().len();
    if start == text.len() { (text, "") } else { (&text[..start], &text[text.trim_end().len()..]) }
}

/// Markdown has no marks for what is raised or lowered; the elements may stand in it.
fn raised(text: &str, element: &str) -> String {
    let inner = text.trim();
    if inner.is_empty() || inner.starts_with("[^") || inner.contains(BREAK) {
        return text.to_owned();
    }
    format!("<{element}>{inner}</{element}>")
}

fn code(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.is_empty() {
        return text;
    }
    let longest = text.split(|one| one != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

/// Folds spaces as a page does; a line's end between Han is no space.
fn spaced(text: &str) -> String {
    let mut spaced = String::with_capacity(text.len());
    let mut gap: Option<bool> = None;
    for letter in text.chars() {
        match letter {
            ' ' | '\t' | '\n' | '\r' | '\u{C}' => {
                gap = Some(gap.unwrap_or(false) || letter == '\n' || letter == '\r');
            }
            BREAK => {}
            _ => {
                let is_wide = |one: char| one >= '\u{2E80}';
                let is_seam = gap == Some(true)
                    && spaced.chars().next_back().is_some_and(is_wide)
                    && is_wide(letter);
                if gap.is_some() && !is_seam {
                    spaced.push(' ');
                }
                gap = None;
                spaced.push(letter);
            }
        }
    }
    if gap.is_some() {
        spaced.push(' ');
    }
    spaced
}

/// Returns a text without any marks, escaped.
pub(super) fn plain(text: &str) -> String {
    escape::text(&spaced(text))
}

/// Returns a text on one line.
pub(super) fn one_line(text: &str) -> String {
    text.split(|one: char| one == BREAK || one.is_whitespace())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// How many characters a line has at the least that ends a paragraph by its break alone.
const LINE_CHARACTERS_MIN: usize = 30;
/// What ends a sentence.
const ENDS: [char; 13] = ['。', '！', '？', '…', '”', '」', '』', '）', '；', '.', '!', '?', '"'];

/// Divides a text at its breaks: two of them part paragraphs, and so does one after a long line
/// that ends as a sentence does, or before an indent.
pub(super) fn paragraphs(text: &str) -> Vec<Block> {
    let mut paragraphs: Vec<Vec<String>> = vec![Vec::new()];
    for raw in text.split(BREAK) {
        let line =
            raw.split([' ', '\n']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
        let is_indented = line.starts_with(['\u{3000}', '\u{A0}', '\u{2003}']);
        let line =
            line.trim_matches(|one: char| one.is_whitespace() || one == '\u{FEFF}').to_owned();
        let before = paragraphs.last().and_then(|lines| lines.last());
        let is_whole = before.is_some_and(|before| {
            before.chars().count() >= LINE_CHARACTERS_MIN
                && before.trim_end_matches(['*', '~']).ends_with(ENDS)
        });
        if line.is_empty() || is_indented || is_whole {
            paragraphs.push(Vec::new());
        }
        if let Some(last) = paragraphs.last_mut()
            && !line.is_empty()
        {
            last.push(line);
        }
    }
    let written = paragraphs.into_iter().filter(|lines| !lines.is_empty()).map(|lines| {
        let lines: Vec<String> = lines.iter().map(|line| escape::line_start(line)).collect();
        Block::Paragraph(lines.join("\\\n"))
    });
    written.collect()
}
