//! The detector held against what people decided.
//!
//! A comparison that was kept was rightly found; one that was rejected, or edited, wrongly;
//! one that was added was missed. What nobody decided on counts nowhere.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

use crate::annotate;
use crate::annotate::file::{self, NotesFile, Ruling};
use crate::config::Config;
use crate::detect::DetectedEssay;
use crate::detect::comparison::Origin;
use crate::detect::gazetteer::Gazetteer;
use crate::language::Wording;
use crate::source::Source;
use crate::wording;

/// What people said of what one rule found.
#[derive(Clone, Copy, Debug, Default)]
struct Tally {
    kept: usize,
    edited: usize,
    rejected: usize,
}

/// Returns a table of the decisions, by rule, and what share the detector found of all that
/// people hold to be comparisons.
pub(super) fn table(
    essays: &[DetectedEssay],
    notes: &[Arc<Source>],
    config: &Config,
    gazetteer: &Gazetteer,
) -> Wording {
    let mut rules: BTreeMap<String, Tally> = BTreeMap::new();
    let mut missed = 0;
    for detected in essays {
        let path = file::path_of(&detected.essay.source.path);
        let Some(source) = notes.iter().find(|source| source.path == path) else { continue };
        let notes = NotesFile::load(source, config);
        missed += count(&notes, &mut rules, detected, source, gazetteer);
    }
    print(&rules, missed)
}

/// Counts the decisions on one essay and returns how many comparisons were missed in it.
fn count(
    notes: &NotesFile,
    rules: &mut BTreeMap<String, Tally>,
    detected: &DetectedEssay,
    source: &Source,
    gazetteer: &Gazetteer,
) -> usize {
    let annotated = annotate::annotate(detected, Some((&source.path, notes)), gazetteer);
    let mut kept = 0;
    for one in annotated.comparisons.iter() {
        if let Origin::Kept { rule, .. } = &one.origin {
            rules.entry(rule.clone()).or_default().kept += 1;
            kept += 1;
        }
    }
    for one in &annotated.rejected {
        rules.entry(one.origin.rule().unwrap_or_default().to_owned()).or_default().rejected += 1;
    }
    for one in &annotated.replaced {
        rules.entry(one.origin.rule().unwrap_or_default().to_owned()).or_default().edited += 1;
    }
    let wanted = notes.decisions.iter().filter(|one| one.ruling != Ruling::Reject).count();
    wanted.saturating_sub(kept + annotated.replaced.len())
}

fn print(rules: &BTreeMap<String, Tally>, missed: usize) -> Wording {
    let mut lines = String::new();
    let mut all = Tally::default();
    for (rule, tally) in rules {
        line(&mut lines, rule, tally);
        all.kept += tally.kept;
        all.edited += tally.edited;
        all.rejected += tally.rejected;
    }
    let mut sum = String::new();
    line(&mut sum, "all", &all);
    let right = all.kept + all.edited + missed;
    let recall = share(all.kept, right);
    wording!(
        "rule                   kept edited rejected precision\n\
         {lines}{sum}missed {missed} of {right}: recall {recall}",
        "规则                   保留   改动     否决    准确率\n\
         {lines}{sum}{right} 处里漏了 {missed} 处：召回率 {recall}"
    )
}

fn line(out: &mut String, name: &str, tally: &Tally) {
    let Tally { kept, edited, rejected } = *tally;
    let precision = share(kept, kept + edited + rejected);
    let _ = writeln!(out, "{name:20} {kept:>6} {edited:>6} {rejected:>8} {precision:>9}");
}

fn share(part: usize, whole: usize) -> String {
    if whole == 0 { "-".to_owned() } else { format!("{:.2}", part as f64 / whole as f64) }
}
