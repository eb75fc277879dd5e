//! What other tools write in a header, and how it is meant here.
//!
//! Importing reads what other tools left as they left it, and asks here for what they mean.

use serde_json::{Value, json};

/// Keys by which other tools mean one of a header's own, the likelier first.
pub(crate) const DIALECT: [(&str, &str); 22] = [
    ("type", "layout"),
    ("source", "url"),
    ("link", "url"),
    ("original", "url"),
    ("original_url", "url"),
    ("canonical_url", "url"),
    ("author", "name"),
    ("authors", "name"),
    ("date", "time"),
    ("datetime", "time"),
    ("pubDate", "time"),
    ("pubdate", "time"),
    ("create_date", "time"),
    ("description", "summary"),
    ("excerpt", "summary"),
    ("abstract", "summary"),
    ("language", "lang"),
    ("lastmod", "updated"),
    ("last_modified_at", "updated"),
    ("modified", "updated"),
    ("alias", "aliases"),
    ("redirect_from", "aliases"),
];

/// Keys for subjects: other tools divide them.
pub(crate) const TAGS: [&str; 4] = ["tags", "categories", "category", "tag"];

/// What parts subjects that are written as one text.
pub(crate) const TAG_SEPARATORS: [char; 5] = [',', '，', '、', ';', '；'];

/// Keys of other tools that say nothing of the essay itself.
pub(super) const IGNORED: [&str; 26] = [
    "comment",
    "comments",
    "toc",
    "math",
    "mathjax",
    "katex",
    "image",
    "images",
    "cover",
    "thumbnail",
    "banner",
    "header",
    "header-img",
    "photos",
    "weight",
    "top",
    "sticky",
    "share",
    "copyright",
    "author_profile",
    "classes",
    "keywords",
    "excerpt_separator",
    "meta",
    "id",
    "guid",
];

/// What other tools call the layout of an essay.
pub(super) const ESSAY_LAYOUTS: [&str; 6] =
    ["post", "posts", "single", "article", "essay", "default"];

/// Tells whether what other tools call an essay's `status` keeps it from being shown.
pub(crate) fn is_withheld(status: &str) -> bool {
    matches!(status, "draft" | "private" | "pending")
}

/// The JSON Schema of a header, without the keys of other tools in [`DIALECT`] and [`IGNORED`].
const SCHEMA: &str = include_str!("schema.json");

/// Returns the JSON Schema of a header.
pub fn schema() -> String {
    let mut schema: Value = serde_json::from_str(SCHEMA).expect("a schema is JSON");
    let properties = schema.get_mut("properties").and_then(Value::as_object_mut);
    let properties = properties.expect("a schema of a mapping has properties");
    for (other, key) in DIALECT {
        let same = json!({ "$ref": format!("#/properties/{key}"), "deprecated": true });
        properties.insert(other.to_owned(), same);
    }
    for key in IGNORED {
        let nothing = json!({ "deprecated": true, "description": "Means nothing here." });
        properties.insert(key.to_owned(), nothing);
    }
    format!("{schema:#}\n")
}
