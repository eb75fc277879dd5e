//! Builds the tree of blocks from openings and closings.
//!
//! Never recurses, and never builds a tree so deep that walking it would be a danger.

use std::collections::{BTreeMap, BTreeSet};

use crate::load::essay::{Alert, Block, ListItem};
use crate::permalink::Slug;

/// How deep quotations and lists are nested. People stop at five or so; the limit keeps all
/// who walk the tree recursively within their stack.
pub(crate) const LEVELS_MAX: usize = 50;

/// A block that holds blocks, while it is open.
#[derive(Debug)]
enum Container {
    Quote { alert: Option<Alert>, blocks: Vec<Block> },
    List { start: Option<u64>, tight: bool, items: Vec<ListItem> },
    Item { task: Option<bool>, blocks: Vec<Block> },
}

/// The blocks of an essay, or of a footnote, as far as they have come.
#[derive(Debug, Default)]
pub(crate) struct Outline {
    blocks: Vec<Block>,
    open: Vec<Container>,
    /// How many containers are open that are too deep to be shown.
    flattened: usize,
}

impl Outline {
    /// Adds a block to what is open.
    pub(crate) fn push(&mut self, block: Block) {
        match self.open.last_mut() {
            None => self.blocks.push(block),
            Some(Container::Quote { blocks, .. } | Container::Item { blocks, .. }) => {
                blocks.push(block);
            }
            Some(Container::List { items, .. }) => {
                items.push(ListItem { task: None, blocks: vec![block] });
            }
        }
    }

    /// Begins a quotation; false where it is too deep to be shown as one.
    pub(crate) fn open_quote(&mut self, alert: Option<Alert>) -> bool {
        self.open_container(Container::Quote { alert, blocks: Vec::new() })
    }

    /// Begins a list, tight until told otherwise; false where it is too deep.
    pub(crate) fn open_list(&mut self, start: Option<u64>) -> bool {
        self.open_container(Container::List { start, tight: true, items: Vec::new() })
    }

    /// Begins an item of the list that is open.
    pub(crate) fn open_item(&mut self) {
        if self.flattened > 0 {
            self.flattened += 1;
        } else {
            self.open.push(Container::Item { task: None, blocks: Vec::new() });
        }
    }

    /// Says that the open item is a task.
    pub(crate) fn set_task(&mut self, is_done: bool) {
        if let Some(Container::Item { task, .. }) = self.open.last_mut()
            && self.flattened == 0
        {
            *task = Some(is_done);
        }
    }

    /// Says that the list whose item is open has paragraphs of its own.
    pub(crate) fn loosen(&mut self) {
        if let [.., Container::List { tight, .. }, Container::Item { .. }] = &mut self.open[..]
            && self.flattened == 0
        {
            *tight = false;
        }
    }

    /// Ends the innermost quotation, list or item; empty ones leave no trace.
    pub(crate) fn close(&mut self) {
        if self.flattened > 0 {
            self.flattened -= 1;
            return;
        }
        match self.open.pop() {
            Some(Container::Quote { alert, blocks }) if !blocks.is_empty() => {
                self.push(Block::Quote { alert, blocks });
            }
            Some(Container::List { start, tight, items }) if !items.is_empty() => {
                self.push(Block::List { start, tight, items });
            }
            None | Some(Container::Quote { .. } | Container::List { .. }) => {}
            Some(Container::Item { task, blocks }) => {
                if let Some(Container::List { items, .. }) = self.open.last_mut() {
                    items.push(ListItem { task, blocks });
                }
            }
        }
    }

    /// Returns how many containers are open.
    pub(crate) fn depth(&self) -> usize {
        self.open.len() + self.flattened
    }

    /// Ends all that is open and returns the blocks.
    pub(crate) fn finish(mut self) -> Vec<Block> {
        while self.depth() > 0 {
            self.close();
        }
        self.blocks
    }

    fn open_container(&mut self, container: Container) -> bool {
        let is_shown = self.flattened == 0 && self.open.len() < LEVELS_MAX;
        if is_shown {
            self.open.push(container);
        } else {
            self.flattened += 1;
        }
        is_shown
    }
}

/// Gives headings their ids.
#[derive(Debug, Default)]
pub(crate) struct HeadingIds {
    taken: BTreeSet<String>,
    /// How many headings had this slug so far.
    counts: BTreeMap<String, usize>,
}

/// The id of a heading that has no letter to make one of.
const NAMELESS: &str = "section";

impl HeadingIds {
    /// Returns an id made of the heading's text that no heading before has.
    pub(crate) fn make(&mut self, heading: &str) -> String {
        let slug = Slug::new(heading).or_else(|| Slug::new(NAMELESS)).expect("a word has letters");
        let count = self.counts.entry(slug.as_str().to_owned()).or_default();
        loop {
            *count += 1;
            let id = slug.numbered(*count).to_string();
            if self.taken.insert(id.clone()) {
                return id;
            }
        }
    }
}
