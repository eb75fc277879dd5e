//! Tables that hold words, told from those that hold a page together.

use dom_query::NodeRef;

use super::name;

/// How many columns a cell may span.
pub(super) const COLUMNS_MAX: usize = 40;

/// Returns the cells of a table, row by row; those of tables within it left out.
pub(super) fn rows(table: NodeRef<'_>) -> Vec<Vec<NodeRef<'_>>> {
    let mut rows = Vec::new();
    for child in table.children_it(false) {
        match name(child).as_str() {
            "tr" => rows.push(cells(child)),
            "thead" | "tbody" | "tfoot" => {
                let inner = child.children_it(false).filter(|one| one.has_name("tr"));
                rows.extend(inner.map(cells));
            }
            _ => {}
        }
    }
    rows.retain(|row| !row.is_empty());
    rows
}

fn cells(row: NodeRef<'_>) -> Vec<NodeRef<'_>> {
    row.children_it(false).filter(|one| matches!(name(*one).as_str(), "td" | "th")).collect()
}

/// Elements that stand in no table of words.
const STRUCTURE: [&str; 8] = ["table", "h1", "h2", "h3", "ul", "ol", "pre", "blockquote"];

/// Tells whether a table only puts its cells beside each other.
pub(super) fn is_layout(rows: &[Vec<NodeRef<'_>>]) -> bool {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let holds = |cell: &NodeRef<'_>| {
        cell.descendants_it().any(|one| STRUCTURE.contains(&name(one).as_str()))
    };
    columns < 2 || rows.len() < 2 || rows.iter().flatten().any(holds)
}

/// Writes rows as a table whose first row is its head; of empty ones, nothing.
pub(super) fn written(rows: &[Vec<String>]) -> Option<String> {
    let columns = rows.iter().map(Vec::len).max()?.min(COLUMNS_MAX);
    if rows.iter().flatten().all(|cell| cell.trim().is_empty()) {
        return None;
    }
    let line = |row: &Vec<String>| {
        let cells = (0..columns).map(|at| row.get(at).map_or("", String::as_str));
        format!("| {} |", cells.collect::<Vec<_>>().join(" | "))
    };
    let mut lines: Vec<String> = rows.iter().map(line).collect();
    lines.insert(1, format!("|{}", " --- |".repeat(columns)));
    Some(lines.join("\n"))
}
