//! Walks a tree and makes blocks of it.

use dom_query::NodeRef;

use super::{Block, DEPTH_MAX, Writer, attribute, code, inline, is_skipped, name, notes, table};

/// Elements that stand within a line.
const INLINE: [&str; 46] = [
    "a",
    "abbr",
    "acronym",
    "b",
    "bdi",
    "bdo",
    "big",
    "br",
    "cite",
    "code",
    "data",
    "del",
    "dfn",
    "em",
    "font",
    "i",
    "img",
    "ins",
    "kbd",
    "label",
    "mark",
    "nobr",
    "picture",
    "q",
    "rb",
    "rp",
    "rt",
    "ruby",
    "s",
    "samp",
    "small",
    "source",
    "span",
    "strike",
    "strong",
    "sub",
    "sup",
    "time",
    "tt",
    "u",
    "var",
    "wbr",
    "math",
    "output",
    "relative-time",
    "o:p",
];

/// Elements that show what stands elsewhere.
const EMBEDS: [&str; 6] = ["iframe", "video", "audio", "embed", "mpvoice", "mp-video"];

/// Tells whether a node stands within a line, with all that it holds.
fn is_inline(node: NodeRef<'_>) -> bool {
    if node.is_text() {
        return true;
    }
    let is_inline = |one: NodeRef<'_>| !one.is_element() || INLINE.contains(&name(one).as_str());
    // A link around a whole card, a span around paragraphs: they hold blocks.
    is_inline(node) && node.is_element() && node.descendants_it().all(is_inline)
}

impl Writer<'_, '_> {
    /// Makes blocks of what stands below a node.
    pub(super) fn blocks(&mut self, node: NodeRef<'_>, depth: usize) -> Vec<Block> {
        let mut blocks = Vec::new();
        let mut run: Vec<NodeRef<'_>> = Vec::new();
        for child in node.children_it(false) {
            if is_inline(child) {
                run.push(child);
                continue;
            }
            self.flush(&mut run, &mut blocks, depth);
            if !child.is_element() || is_skipped(child) || self.passed.contains(&child.id) {
                continue;
            }
            if depth >= DEPTH_MAX {
                blocks.extend(inline::paragraphs(&inline::plain(&child.text())));
            } else {
                self.block(child, depth + 1, &mut blocks);
            }
        }
        self.flush(&mut run, &mut blocks, depth);
        blocks
    }

    fn flush(&mut self, run: &mut Vec<NodeRef<'_>>, blocks: &mut Vec<Block>, depth: usize) {
        if run.is_empty() {
            return;
        }
        let text = self.inlines(run, depth);
        blocks.extend(inline::paragraphs(&text));
        run.clear();
    }

    fn block(&mut self, node: NodeRef<'_>, depth: usize, blocks: &mut Vec<Block>) {
        let element = name(node);
        if self.is_footnote(node, depth) {
            return;
        }
        match element.as_str() {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.heading(node, depth, blocks),
            "blockquote" => {
                let inner = self.blocks(node, depth);
                if !inner.is_empty() {
                    blocks.push(Block::Quote(inner));
                }
            }
            "ul" | "ol" | "dir" => self.list(node, &element, depth, blocks),
            "dl" => self.definitions(node, depth, blocks),
            "pre" | "listing" | "xmp" => blocks.extend(code::block(node)),
            "table" => match code::of_table(node) {
                Some(block) => blocks.push(block),
                None => self.table(node, depth, blocks),
            },
            "hr" => blocks.push(Block::Rule),
            "figure" => self.figure(node, depth, blocks),
            _ if EMBEDS.contains(&element.as_str()) => blocks.extend(self.embed(node)),
            _ => blocks.extend(self.blocks(node, depth)),
        }
    }

    fn heading(&mut self, node: NodeRef<'_>, depth: usize, blocks: &mut Vec<Block>) {
        let level = name(node)[1..].parse().unwrap_or(2);
        let children: Vec<NodeRef<'_>> = node.children_it(false).collect();
        if children.iter().any(|child| !is_inline(*child)) && super::has_picture(node) {
            blocks.extend(self.blocks(node, depth));
            return;
        }
        let text = self.inlines(&children, depth);
        let text = inline::one_line(&text);
        // A heading stands out by itself.
        let bare = text.strip_prefix("**").and_then(|rest| rest.strip_suffix("**"));
        let text = bare.filter(|bare| !bare.contains("**")).map_or(text.clone(), str::to_owned);
        if !text.is_empty() {
            blocks.push(Block::Heading(level, text));
        }
    }

    fn list(&mut self, node: NodeRef<'_>, element: &str, depth: usize, blocks: &mut Vec<Block>) {
        let mut items: Vec<Vec<Block>> = Vec::new();
        for child in node.children_it(false).filter(NodeRef::is_element) {
            if is_skipped(child) || self.is_footnote(child, depth) {
                continue;
            }
            let inner = self.blocks(child, depth);
            // Old pages put lists between the items that they belong to.
            match items.last_mut() {
                Some(last) if matches!(name(child).as_str(), "ul" | "ol") => {
                    last.push(Block::List { start: None, items: vec![inner] });
                }
                _ if inner.is_empty() => {}
                _ => items.push(inner),
            }
        }
        let first = attribute(node, "start").parse().unwrap_or(1);
        let start = (element == "ol").then_some(first);
        if !items.is_empty() {
            blocks.push(Block::List { start, items });
        }
    }

    fn definitions(&mut self, node: NodeRef<'_>, depth: usize, blocks: &mut Vec<Block>) {
        for child in node.children_it(false).filter(NodeRef::is_element) {
            let inner = self.blocks(child, depth);
            match (name(child).as_str(), inner.as_slice()) {
                ("dt", [Block::Paragraph(term)]) if !term.contains("**") => {
                    blocks.push(Block::Paragraph(format!("**{term}**")));
                }
                _ => blocks.extend(inner),
            }
        }
    }

    /// Writes a picture, and what stands below it in a paragraph of its own.
    fn figure(&mut self, node: NodeRef<'_>, depth: usize, blocks: &mut Vec<Block>) {
        if let Some(block) = code::of_figure(node) {
            blocks.push(block);
            return;
        }
        let caption = node.descendants_it().find(|one| one.has_name("figcaption"));
        let words = caption.map(|caption| {
            let children: Vec<NodeRef<'_>> = caption.children_it(false).collect();
            inline::one_line(&self.inlines(&children, depth))
        });
        self.passed.extend(caption.map(|caption| caption.id));
        let inner = self.blocks(node, depth);
        let says = inner.iter().any(|block| match block {
            Block::Paragraph(text) => words
                .as_ref()
                .is_some_and(|words| !words.is_empty() && text.starts_with(&format!("![{words}]"))),
            _ => false,
        });
        blocks.extend(inner);
        if let Some(words) = words.filter(|words| !words.is_empty() && !says) {
            let is_marked = words.contains(['*', '`', '[']);
            blocks.push(Block::Paragraph(if is_marked { words } else { format!("*{words}*") }));
        }
    }

    /// Writes a film or a recording as a link to it.
    fn embed(&self, node: NodeRef<'_>) -> Option<Block> {
        let source = node.descendants_it().find(|one| one.has_name("source"));
        let places = [Some(node), source].into_iter().flatten();
        let place = places
            .flat_map(|one| ["data-src", "src"].map(|key| attribute(one, key)))
            .find_map(|place| self.link(&place).filter(|_| !place.is_empty()))?;
        let title = attribute(node, "title");
        let line = if title.is_empty() {
            format!("<{place}>")
        } else {
            format!("[{}]({})", super::escape::text(&title), super::escape::destination(&place))
        };
        Some(Block::Paragraph(line))
    }

    /// Keeps a footnote for the end of the text.
    fn is_footnote(&mut self, node: NodeRef<'_>, depth: usize) -> bool {
        let id = attribute(node, "id");
        let Some(label) = self.footnotes.get(&id).filter(|_| !id.is_empty()).cloned() else {
            return false;
        };
        self.passed.extend(notes::back_links(node));
        let mut blocks = self.blocks(node, depth);
        notes::drop_number(&mut blocks, &label);
        self.notes.push((label, blocks));
        true
    }

    fn table(&mut self, node: NodeRef<'_>, depth: usize, blocks: &mut Vec<Block>) {
        let rows = table::rows(node);
        if table::is_layout(&rows) {
            for cell in rows.into_iter().flatten() {
                blocks.extend(self.blocks(cell, depth));
            }
            return;
        }
        let caption = node.children_it(false).find(|one| one.has_name("caption"));
        if let Some(caption) = caption {
            blocks.extend(self.blocks(caption, depth));
        }
        let rows: Vec<Vec<String>> = (rows.iter())
            .map(|row| row.iter().flat_map(|cell| self.cell(*cell, depth)).collect())
            .collect();
        blocks.extend(table::written(&rows).map(Block::Lines));
    }

    /// Writes a cell on one line; where it spans several columns, the others are empty.
    fn cell(&mut self, node: NodeRef<'_>, depth: usize) -> Vec<String> {
        let paragraphs = self.blocks(node, depth).into_iter().map(|block| match block {
            Block::Paragraph(text) | Block::Heading(_, text) => inline::one_line(&text),
            other => super::written::written(&[other], &[]).trim().replace('\n', " "),
        });
        let text = paragraphs.collect::<Vec<_>>().join("<br>").replace('|', "\\|");
        let span = attribute(node, "colspan").parse().unwrap_or(1).clamp(1, table::COLUMNS_MAX);
        let mut cells = vec![String::new(); span];
        cells[0] = text;
        cells
    }
}
