//! From a tree of HTML to Markdown that reads the same.
//!
//! 1. [`blocks`] walks the tree and makes blocks of it;
//! 2. [`inline`] makes the text of a paragraph, [`escape`] keeps its characters from meaning
//!    something;
//! 3. [`table`], [`notes`] and [`code`] know those parts;
//! 4. [`written`] writes the blocks out.

mod blocks;
mod code;
pub(super) mod escape;
mod inline;
mod notes;
mod table;
mod written;

use std::collections::{BTreeMap, HashSet};

use dom_query::{NodeId, NodeRef};

use super::address::{self, Address};
use super::pictures::Pictures;

/// A piece of text as Markdown divides it.
#[derive(Clone, Debug, PartialEq)]
enum Block {
    Paragraph(String),
    Heading(usize, String),
    Quote(Vec<Self>),
    List {
        start: Option<usize>,
        items: Vec<Vec<Self>>,
    },
    Code {
        language: String,
        text: String,
    },
    /// Lines that are written as they are.
    Lines(String),
    Rule,
}

/// Writes what stands below `root` as Markdown.
pub(super) fn markdown(
    root: NodeRef<'_>,
    address: Option<&Address>,
    pictures: &mut Pictures<'_>,
) -> String {
    let footnotes = notes::find(root);
    let passed = HashSet::new();
    let mut writer = Writer { address, pictures, footnotes, notes: Vec::new(), passed };
    let mut blocks = writer.blocks(root, 0);
    // A line above the footnotes, or above what is no text.
    while blocks.last() == Some(&Block::Rule) {
        blocks.pop();
    }
    let notes = std::mem::take(&mut writer.notes);
    written::written(&blocks, &notes)
}

/// How deep elements are followed; what is deeper is taken as plain text.
const DEPTH_MAX: usize = 120;

/// Writes one tree.
struct Writer<'a, 'p> {
    address: Option<&'a Address>,
    pictures: &'a mut Pictures<'p>,
    /// The labels of footnotes, by the ids of their elements.
    footnotes: BTreeMap<String, String>,
    /// The footnotes, as they are met.
    notes: Vec<(String, Vec<Block>)>,
    /// What is written elsewhere, or nowhere.
    passed: HashSet<NodeId>,
}

impl Writer<'_, '_> {
    /// Returns where a link leads, if that is on the web.
    fn link(&self, link: &str) -> Option<String> {
        if link.starts_with('#') {
            return None;
        }
        address::whole(link).or_else(|| self.address?.join(link))
    }
}

/// Returns the name of an element, empty of what is none.
fn name(node: NodeRef<'_>) -> String {
    node.node_name()
        .filter(|_| node.is_element())
        .map(|name| name.to_lowercase())
        .unwrap_or_default()
}

fn attribute(node: NodeRef<'_>, name: &str) -> String {
    node.attr(name).map(|value| value.trim().to_owned()).unwrap_or_default()
}

/// Elements that are no part of a text.
const SKIPPED: [&str; 22] = [
    "script",
    "style",
    "noscript",
    "template",
    "nav",
    "form",
    "button",
    "input",
    "select",
    "textarea",
    "svg",
    "canvas",
    "link",
    "meta",
    "head",
    "title",
    "dialog",
    "menu",
    "object",
    "fieldset",
    "mp-common-profile",
    "mp-style-type",
];

/// Classes of what stands in a text and is none of it.
const SKIPPED_CLASSES: [&str; 13] = [
    "headerlink",
    "header-anchor",
    "anchorjs-link",
    "sr-only",
    "screen-reader-text",
    "sharedaddy",
    "share-buttons",
    "post-share-buttons",
    "copy-btn",
    "gutter",
    "qr_code_pc",
    "jp-relatedposts",
    "yarpp-related",
];

/// Tells whether an element is shown to nobody, or is none of the text.
fn is_skipped(node: NodeRef<'_>) -> bool {
    let element = name(node);
    if SKIPPED.contains(&element.as_str()) {
        return true;
    }
    let style = attribute(node, "style").replace(' ', "").to_lowercase();
    let class = attribute(node, "class");
    // Of this program's own pages: notes in the margin, and the numbers that lead to them.
    let is_note = element == "aside" && class.split_whitespace().any(|one| one == "note")
        || element == "a" && class.split_whitespace().any(|one| one == "ref" || one == "anchor");
    let has_no_words = attribute(node, "aria-hidden") == "true" && !has_picture(node);
    is_note
        || style.contains("display:none")
        || node.has_attr("hidden")
        || (has_no_words && element != "mark")
        || class.split_whitespace().any(|one| SKIPPED_CLASSES.contains(&one))
}

fn has_picture(node: NodeRef<'_>) -> bool {
    node.descendants_it().any(|one| one.has_name("img"))
}

/// Returns how many pictures stand below a node.
pub(super) fn pictures(node: NodeRef<'_>) -> usize {
    node.descendants_it().filter(|one| one.has_name("img")).count()
}
