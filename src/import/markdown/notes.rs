//! Footnotes: references in the text that lead to elements which lead back.

use std::collections::BTreeMap;

use dom_query::{NodeId, NodeRef};

use super::{Block, attribute, name};

/// How many references are looked at.
const REFERENCES_MAX: usize = 2_000;

/// Returns the labels of footnotes by the ids of their elements, numbered as they are referred
/// to.
pub(super) fn find(root: NodeRef<'_>) -> BTreeMap<String, String> {
    let mut elements: BTreeMap<String, NodeRef<'_>> = BTreeMap::new();
    let mut references: Vec<String> = Vec::new();
    for node in root.descendants_it().filter(NodeRef::is_element) {
        let id = attribute(node, "id");
        if !id.is_empty() && matches!(name(node).as_str(), "li" | "p" | "div" | "dd" | "section") {
            elements.entry(id).or_insert(node);
        }
        if let Some(id) = reference(node).filter(|_| references.len() < REFERENCES_MAX)
            && !references.contains(&id)
        {
            references.push(id);
        }
    }
    let mut labels = BTreeMap::new();
    for id in references {
        if elements.get(&id).is_some_and(|element| leads_back(*element)) {
            let label = (labels.len() + 1).to_string();
            labels.insert(id, label);
        }
    }
    labels
}

/// Returns the id that a reference to a footnote leads to: a number, raised or so called.
fn reference(node: NodeRef<'_>) -> Option<String> {
    if name(node) != "a" {
        return None;
    }
    let target = attribute(node, "href");
    let (_, id) = target.rsplit_once('#').filter(|(_, id)| !id.is_empty())?;
    let is_raised = node.parent().is_some_and(|parent| name(parent) == "sup");
    let class = attribute(node, "class");
    let is_named = class.contains("footnote") && !class.contains("back")
        || attribute(node, "role") == "doc-noteref"
        || node.children_it(false).any(|child| child.has_name("sup"));
    (is_raised || is_named).then(|| id.to_owned())
}

fn leads_back(node: NodeRef<'_>) -> bool {
    let is_listed = || {
        node.ancestors_it(Some(3)).any(|one| {
            let class = attribute(one, "class");
            class.contains("footnote") || attribute(one, "role") == "doc-endnotes"
        })
    };
    node.descendants_it().any(is_back_link) || is_listed()
}

fn is_back_link(node: NodeRef<'_>) -> bool {
    let text = || node.text().trim().to_owned();
    name(node) == "a"
        && attribute(node, "href").contains('#')
        && (matches!(text().as_str(), "" | "↩" | "↩︎" | "^" | "↑" | "⏎" | "back" | "返回")
            || attribute(node, "class").contains("back")
            || attribute(node, "role") == "doc-backlink"
            || text().bytes().all(|byte| byte.is_ascii_digit() || b"[]. ".contains(&byte)))
}

/// Returns the ways back out of a footnote.
pub(super) fn back_links(node: NodeRef<'_>) -> Vec<NodeId> {
    node.descendants_it().filter(|one| is_back_link(*one)).map(|one| one.id).collect()
}

/// Takes its own number off the start of a footnote.
pub(super) fn drop_number(blocks: &mut [Block], label: &str) {
    if let Some(Block::Paragraph(text)) = blocks.first_mut() {
        let bare = text.trim_start_matches(['[', '\\', '(', '（']);
        let rest = bare
            .strip_prefix(label)
            .map(|rest| rest.trim_start_matches(['\\', ']', ')', '）', '.', '、', ' ']));
        if let Some(rest) = rest.filter(|rest| rest.len() + label.len() < bare.len()) {
            *text = rest.to_owned();
        }
    }
}
