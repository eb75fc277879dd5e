//! A comparison as data for other programs: a line of JSON.

use serde_json::{Value, json};

use crate::detect::DetectedEssay;
use crate::detect::comparison::{Comparison, Scope, Side};
use crate::detect::mention::Party;
use crate::load::essay::Essay;

/// Returns a comparison as one object: essay, quote, sides, relation, favours, aspect,
/// scope, confidence and rule.
///
/// The quote is copied from the essay's file letter for letter, marks of Markdown included.
pub fn json_line(essay: &DetectedEssay, comparison: &Comparison) -> Value {
    let origin = &comparison.origin;
    json!({
        "essay": file_name(&essay.essay),
        "quote": quote(&essay.essay, comparison),
        "sides": comparison.sides.iter().map(side).collect::<Vec<_>>(),
        "relation": comparison.relation.name(),
        "favours": comparison.favours,
        "aspect": comparison.aspect.as_ref().map(|aspect| aspect.words.as_str()),
        "scope": match comparison.scope { Scope::Between => "between", Scope::Within => "within" },
        // Three decimals are all that calibration bears out.
        "confidence": (f64::from(origin.confidence()) * 1000.0).round() / 1000.0,
        "rule": origin.rule(),
    })
}

fn file_name(essay: &Essay) -> &str {
    let path = essay.source.path.as_str();
    path.rsplit('/').next().unwrap_or(path)
}

fn quote<'a>(essay: &'a Essay, comparison: &Comparison) -> &'a str {
    let span = essay.body.span(comparison.passage);
    essay.source.text.get(span.range()).unwrap_or_else(|| essay.body.slice(comparison.passage))
}

fn side(side: &Side) -> Value {
    match side.parties.as_slice() {
        [party] => json!({ "company": party.name(), "surface": side.surface }),
        parties => json!({
            "companies": parties.iter().map(Party::name).collect::<Vec<_>>(),
            "surface": side.surface,
        }),
    }
}
