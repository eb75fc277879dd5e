//! Writes blocks out, a blank line between them.

use super::Block;

/// Writes blocks, and footnotes after them.
pub(super) fn written(blocks: &[Block], notes: &[(String, Vec<Block>)]) -> String {
    let mut parts = vec![lines(blocks)];
    for (label, blocks) in notes {
        let text = lines(blocks);
        parts.push(format!("[^{label}]: {}", indented(&text, "    ")));
    }
    parts.retain(|part| !part.is_empty());
    parts.join("\n\n") + "\n"
}

fn lines(blocks: &[Block]) -> String {
    let mut text = String::new();
    let mut before: Option<&Block> = None;
    for block in blocks {
        let is_list = |one: &Block| matches!(one, Block::List { .. });
        if let Some(before) = before {
            text.push_str("\n\n");
            // Two lists that touch would be one.
            if is_list(before) && is_list(block) {
                text.push_str("<!-- -->\n\n");
            }
        }
        text.push_str(&one(block));
        before = Some(block);
    }
    text
}

fn one(block: &Block) -> String {
    match block {
        Block::Paragraph(text) | Block::Lines(text) => text.clone(),
        Block::Heading(level, text) => {
            let text = text.replace('\n', " ");
            // Marks at the end would be taken for the heading's own.
            let text =
                if text.ends_with('#') { format!("{}\\#", &text[..text.len() - 1]) } else { text };
            format!("{} {text}", "#".repeat((*level).clamp(1, 6)))
        }
        Block::Quote(blocks) => {
            let inner = lines(blocks);
            let quoted = inner.lines().map(|line| format!("> {line}").trim_end().to_owned());
            quoted.collect::<Vec<_>>().join("\n")
        }
        Block::List { start, items } => list(*start, items),
        Block::Code { language, text } => {
            let longest = text.split(|one| one != '`').map(str::len).max().unwrap_or(0);
            let fence = "`".repeat((longest + 1).max(3));
            format!("{fence}{language}\n{text}\n{fence}")
        }
        Block::Rule => "---".to_owned(),
    }
}

fn list(start: Option<usize>, items: &[Vec<Block>]) -> String {
    // Items of one paragraph, and lists in them, stand close.
    let is_tight = items.iter().all(|item| {
        let mut rest = item.iter().skip_while(|one| matches!(one, Block::Paragraph(_)));
        item.iter().filter(|one| matches!(one, Block::Paragraph(_))).count() <= 1
            && rest.all(|one| matches!(one, Block::List { .. }))
    });
    let written = items.iter().enumerate().map(|(at, item)| {
        let mark = start
            .map_or_else(|| "- ".to_owned(), |start| format!("{}. ", start.saturating_add(at)));
        let text = if is_tight {
            item.iter().map(one).collect::<Vec<_>>().join("\n")
        } else {
            lines(item)
        };
        format!("{mark}{}", indented(&text, &" ".repeat(mark.len())))
    });
    written.collect::<Vec<_>>().join(if is_tight { "\n" } else { "\n\n" })
}

/// Indents all lines but the first.
fn indented(text: &str, indent: &str) -> String {
    let mut lines = text.lines();
    let mut indented = lines.next().unwrap_or_default().to_owned();
    for line in lines {
        indented.push('\n');
        if !line.is_empty() {
            indented.push_str(indent);
            indented.push_str(line);
        }
    }
    indented
}
