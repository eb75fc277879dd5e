//! A table of the comparisons, as RFC 4180 has it and spreadsheets read it.
//!
//! A byte-order mark tells Excel that it is UTF-8. A cell that a spreadsheet would take for a
//! formula begins with `'`, for essays are other people's texts.

use crate::render::export::record::ComparisonRecord;

/// What tells a spreadsheet that the bytes are UTF-8.
const MARK: char = '\u{FEFF}';
/// Parts the names of a cell that has several.
const SEPARATOR: &str = "; ";

const COLUMNS: [&str; 15] = [
    "id",
    "date",
    "author",
    "title",
    "companies_1",
    "surface_1",
    "companies_2",
    "surface_2",
    "more_companies",
    "relation",
    "favours",
    "aspect",
    "confidence",
    "quote",
    "url",
];

/// Writes the table.
pub(super) fn table<'a>(records: impl Iterator<Item = ComparisonRecord<'a>>) -> String {
    let mut text = String::from(MARK);
    row(&mut text, &COLUMNS);
    for record in records {
        let companies = |place: usize| {
            let side = record.sides.get(place);
            side.map_or(String::new(), |side| side.companies.join(SEPARATOR))
        };
        let surface = |place: usize| record.sides.get(place).map_or("", |side| side.surface);
        let more: Vec<String> = (2..record.sides.len()).map(companies).collect();
        let favours = record.favours.map(|place| (place + 1).to_string());
        row(
            &mut text,
            &[
                &record.id,
                record.date.as_deref().unwrap_or_default(),
                record.author.unwrap_or_default(),
                record.title,
                &companies(0),
                surface(0),
                &companies(1),
                surface(1),
                &more.join(SEPARATOR),
                record.relation,
                favours.as_deref().unwrap_or_default(),
                record.aspect.unwrap_or_default(),
                &record.confidence.map_or(String::new(), |sure| sure.to_string()),
                record.quote,
                &record.url,
            ],
        );
    }
    text
}

fn row(text: &mut String, cells: &[&str]) {
    for (place, cell) in cells.iter().enumerate() {
        if place > 0 {
            text.push(',');
        }
        text.push('"');
        if cell.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']) {
            text.push('\'');
        }
        text.push_str(&cell.replace('"', "\"\""));
        text.push('"');
    }
    text.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::row;

    #[test]
    fn cells_are_quoted_and_never_formulas() {
        let mut text = String::new();
        row(&mut text, &["a", "说“好”, \"b\"\n二", "=1+1", "-1", ""]);
        assert_eq!(text, "\"a\",\"说“好”, \"\"b\"\"\n二\",\"'=1+1\",\"'-1\",\"\"\r\n");
    }
}
