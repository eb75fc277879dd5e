//! What there is to be said of a site, for other programs.

use serde_json::{Value, json};

use crate::cli::report::Counts;
use crate::diagnostic::Diagnostic;
use crate::session::Snapshot;

/// Returns diagnostics as JSON, in the order of files and places; lines and columns count
/// from 1, columns in characters.
pub(super) fn json(diagnostics: &[Diagnostic], counts: Counts, snapshot: &Snapshot) -> String {
    let place =
        |one: &Diagnostic| (one.path.clone(), one.span, one.code.clone(), one.message.clone());
    let mut sorted: Vec<&Diagnostic> = diagnostics.iter().collect();
    sorted.sort_by_cached_key(|one| place(one));
    sorted.dedup_by_key(|one| place(one));
    let listed: Vec<Value> = sorted.into_iter().map(|one| entry(one, snapshot)).collect();
    let whole = json!({
        "essays": snapshot.statistics.essays,
        "errors": counts.errors,
        "warnings": counts.warnings,
        "notes": counts.notes,
        "diagnostics": listed,
    });
    format!("{whole:#}")
}

fn entry(one: &Diagnostic, snapshot: &Snapshot) -> Value {
    let place = one.span.zip(snapshot.source(&one.path)).map(|(span, source)| {
        let (start, end) = (source.position(span.start), source.position(span.end));
        json!({
            "line": start.line, "column": start.column,
            "end_line": end.line, "end_column": end.column,
        })
    });
    json!({
        "severity": one.severity, "code": one.code, "message": one.message,
        "path": one.path, "place": place, "label": one.label, "help": one.help,
    })
}
