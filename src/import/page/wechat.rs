//! What the pages of WeChat's public accounts say of themselves, in their own way.

use dom_query::Document;

use super::one_line;

/// What one says.
#[derive(Debug, Default)]
pub(super) struct Said {
    pub(super) title: Option<String>,
    pub(super) name: Option<String>,
    pub(super) time: Option<String>,
}

/// Reads a page; of another site's, nothing.
pub(super) fn read(document: &Document, text: &str) -> Said {
    if document.select("#js_content").is_empty() {
        return Said::default();
    }
    let words = |place: &str| {
        let node = document.select(place).nodes().first().copied()?;
        Some(one_line(&node.text())).filter(|words| !words.is_empty())
    };
    let author = document.select("meta[name=author]").attr("content");
    let author = author.map(|author| author.trim().to_owned()).filter(|author| !author.is_empty());
    Said {
        title: words("#activity-name"),
        name: words("#js_author_name").or(author).or_else(|| words("#js_name")),
        time: words("#publish_time").or_else(|| variable(text)),
    }
}

/// Where the script of a page has its time, in seconds or as a text.
const VARIABLES: [&str; 4] =
    ["var ct = ", "var publish_time = ", "var createTime = ", "ori_create_time: "];

fn variable(text: &str) -> Option<String> {
    VARIABLES.iter().find_map(|name| {
        let (_, rest) = text.split_once(name)?;
        let quote = rest.chars().next().filter(|one| matches!(one, '"' | '\''))?;
        let (value, _) = rest[1..].split_once(quote)?;
        (!value.is_empty()).then(|| value.to_owned())
    })
}
