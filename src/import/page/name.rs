//! Who wrote a page: where pages say so, and a name out of what they say.

use super::one_line;

/// Names under which pages say who wrote them, in `<meta>`.
pub(super) const KEYS: [&str; 6] =
    ["author", "article:author", "dc.creator", "dcterms.creator", "parsely-author", "byl"];
/// Where readers are told who wrote the page.
pub(super) const BYLINES: [&str; 12] = [
    "[rel=author]",
    "[itemprop=author] [itemprop=name]",
    "[itemprop=author]",
    ".byline .author",
    ".author-name",
    ".article-author",
    ".post-author",
    ".p-author",
    ".author",
    ".byline",
    "#author",
    ".authi a",
];
/// A name is no longer.
const NAME_CHARACTERS_MAX: usize = 40;

/// Returns the name that a line is or has, without what says that it is one.
pub(super) fn of(line: &str) -> Option<String> {
    let name = cleaned(line);
    let is_name =
        !name.is_empty() && name.chars().count() <= NAME_CHARACTERS_MAX && !name.contains("://");
    is_name.then_some(name)
}

fn cleaned(line: &str) -> String {
    let line = one_line(line);
    let mut name = line.as_str();
    for label in ["作者", "撰文", "文", "编辑", "By ", "by ", "BY "] {
        if let Some(rest) = name.strip_prefix(label) {
            let bare =
                rest.trim_start_matches([':', '：', '/', '|', '｜', '丨', ' ', '\u{3000}', '·']);
            if bare.len() < rest.len() || label.ends_with(' ') {
                name = bare;
            }
        }
    }
    // “林 2013-08-13 11:34”: what follows a name is no part of it.
    let end = name.find(|one: char| {
        one.is_ascii_digit() || matches!(one, '|' | '｜' | '丨' | '•' | '【' | '发')
    });
    match end {
        Some(end) if end > 0 && name[..end].ends_with(' ') => name[..end].trim().to_owned(),
        _ => name.trim().to_owned(),
    }
}

/// Finds the 林 of `作者：林` in what a page shows.
pub(super) fn found(head: &str) -> Option<&str> {
    let labels = [
        "作者：",
        "作者:",
        "作者 |",
        "作者｜",
        "文 | ",
        "文｜",
        "文/",
        "文丨",
        "撰文 | ",
        "撰文：",
    ];
    let (at, label) =
        labels.iter().filter_map(|label| head.find(label).map(|at| (at, label))).min()?;
    let rest = head[at + label.len()..].trim_start();
    let end = rest.find(|one: char| one.is_whitespace() || "，。；|｜丨,;（(【".contains(one));
    let name = &rest[..end.unwrap_or(rest.len())];
    (!name.is_empty()).then_some(name)
}
