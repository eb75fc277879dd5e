//! Code blocks, in the shapes that pages have them.

use dom_query::NodeRef;

use super::{Block, attribute, name};

/// Makes a block of a `<pre>`; of one without text, nothing.
pub(super) fn block(node: NodeRef<'_>) -> Option<Block> {
    let mut text = String::new();
    let mut language = language(node);
    for one in node.descendants_it() {
        if one.is_text() {
            text.push_str(&one.text());
        } else if one.has_name("br") {
            text.push('\n');
        } else if language.is_empty() {
            language = self::language(one);
        }
    }
    if language.is_empty() {
        let around = node.ancestors_it(Some(2)).map(self::language).find(|one| !one.is_empty());
        language = around.unwrap_or_default();
    }
    let text = text.replace('\u{A0}', " ").replace("\r\n", "\n");
    (!text.trim().is_empty()).then(|| Block::Code { language, text: trimmed(&text) })
}

/// Makes a block of Hexo's and Rouge's tables of line numbers and code.
pub(super) fn of_table(node: NodeRef<'_>) -> Option<Block> {
    let is_code = |one: &NodeRef<'_>| {
        matches!(name(*one).as_str(), "td" | "pre") && has_class(*one, &["code", "rouge-code"])
    };
    let cell = node.descendants_it().find(is_code)?;
    let pre = cell.descendants_it().find(|one| one.has_name("pre")).unwrap_or(cell);
    let mut block = block(pre)?;
    if let Block::Code { language, .. } = &mut block
        && language.is_empty()
    {
        let around = node.ancestors_it(Some(4)).map(self::language).find(|one| !one.is_empty());
        *language = around.unwrap_or_default();
    }
    Some(block)
}

/// Makes a block of a figure that is all code.
pub(super) fn of_figure(node: NodeRef<'_>) -> Option<Block> {
    if !has_class(node, &["highlight", "code"]) {
        return None;
    }
    let table = node.descendants_it().find(|one| one.has_name("table"));
    if let Some(block) = table.and_then(of_table) {
        return Some(block);
    }
    block(node.descendants_it().find(|one| one.has_name("pre"))?)
}

fn has_class(node: NodeRef<'_>, classes: &[&str]) -> bool {
    attribute(node, "class").split_whitespace().any(|one| classes.contains(&one))
}

/// What classes put before a language's name.
const PREFIXES: [&str; 4] = ["language-", "lang-", "highlight-source-", "brush:"];

fn language(node: NodeRef<'_>) -> String {
    let class = attribute(node, "class");
    let named = class.split_whitespace().find_map(|one| {
        PREFIXES.iter().find_map(|prefix| one.strip_prefix(prefix)).map(str::to_owned)
    });
    let named = named.or_else(|| {
        // Hexo: `<figure class="highlight js">`.
        let mut words = class.split_whitespace();
        (words.next() == Some("highlight") && name(node) == "figure")
            .then(|| words.next().unwrap_or_default().to_owned())
    });
    let named = named.unwrap_or_default();
    let is_name = named.chars().all(|one| one.is_ascii_alphanumeric() || "+-#_.".contains(one));
    if is_name && !matches!(named.as_str(), "plain" | "plaintext" | "none") {
        named
    } else {
        String::new()
    }
}

/// Takes off blank lines before and after, and leaves indents.
fn trimmed(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    let first = lines.iter().position(|line| !line.is_empty()).unwrap_or(0);
    let last = lines.iter().rposition(|line| !line.is_empty()).map_or(first, |last| last + 1);
    lines[first..last].join("\n")
}
