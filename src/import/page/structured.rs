//! What a page says of itself in JSON-LD.

use dom_query::Document;
use serde_json::Value;

/// What is of use of it.
#[derive(Debug, Default)]
pub(super) struct Structured {
    pub(super) title: Option<String>,
    pub(super) name: Option<String>,
    pub(super) time: Option<String>,
    pub(super) url: Option<String>,
    /// Where the text was first published, as this program's own pages say.
    pub(super) source: Option<String>,
}

/// How deep values are looked through.
const DEPTH_MAX: usize = 4;

impl Structured {
    pub(super) fn read(document: &Document) -> Self {
        let mut found = Self::default();
        for node in document.select("script[type='application/ld+json']").nodes() {
            let text = node.text();
            // Line ends within texts are no JSON, and found in many a page.
            let text = text.replace(['\n', '\r', '\t'], " ");
            if let Ok(value) = serde_json::from_str::<Value>(&text) {
                found.look(&value, 0);
            }
        }
        found
    }

    fn look(&mut self, value: &Value, depth: usize) {
        if depth > DEPTH_MAX {
            return;
        }
        match value {
            Value::Array(items) => items.iter().for_each(|item| self.look(item, depth + 1)),
            Value::Object(fields) => {
                if let Some(graph) = fields.get("@graph") {
                    self.look(graph, depth + 1);
                }
                if is_essay(value) && self.title.is_none() {
                    let text = |key: &str| fields.get(key).and_then(text_of);
                    self.title = text("headline").or_else(|| text("title"));
                    self.name = fields.get("author").and_then(names);
                    self.time = text("datePublished").or_else(|| text("pubDate"));
                    self.url = text("url").or_else(|| text("mainEntityOfPage"));
                    self.source = text("isBasedOn");
                }
            }
            _ => {}
        }
    }
}

/// Tells whether a value is about a text.
fn is_essay(value: &Value) -> bool {
    let kinds = match &value["@type"] {
        Value::String(kind) => vec![kind.as_str()],
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).collect(),
        // Baidu's own form has no type.
        Value::Null if !value["pubDate"].is_null() => return true,
        _ => Vec::new(),
    };
    kinds
        .iter()
        .any(|kind| kind.ends_with("Article") || kind.ends_with("Posting") || *kind == "Report")
}

/// Returns a text, or the one by which a thing is known.
fn text_of(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.as_str(),
        Value::Object(fields) => {
            fields.get("name").or_else(|| fields.get("@id")).and_then(Value::as_str)?
        }
        Value::Array(items) => return items.first().and_then(text_of),
        _ => return None,
    };
    Some(text.trim().to_owned()).filter(|text| !text.is_empty())
}

fn names(value: &Value) -> Option<String> {
    let names: Vec<String> = match value {
        Value::Array(items) => items.iter().filter_map(text_of).collect(),
        one => text_of(one).into_iter().collect(),
    };
    (!names.is_empty()).then(|| names.join("、"))
}
