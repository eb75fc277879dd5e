//! `pangzhu notes repair`: which quotes have drifted, and where to.

use std::path::Path;
use std::sync::Arc;

use clap::Args;

use super::Annotations;
use crate::annotate::anchor::{self, Anchor, Drift};
use crate::annotate::carry::carry;
use crate::annotate::file::NotesFile;
use crate::annotate::folded::FoldedText;
use crate::annotate::guard::Guard;
use crate::annotate::selector::Selector;
use crate::cli::{Console, Exit};
use crate::emit;
use crate::error::Error;
use crate::history;
use crate::language::Wording;
use crate::load::essay::Essay;
use crate::load::load;
use crate::source::Source;
use crate::wording;
use crate::yaml::edit::{self, Written};

#[derive(Args, Debug)]
pub(in crate::cli) struct Arguments {
    /// Write the new selectors into the notes files.
    #[arg(long)]
    write: bool,
}

/// A selector that does not find its passage as it did.
struct Drifting {
    list: &'static str,
    place: usize,
    selector: Selector,
    anchor: Anchor,
}

pub(super) fn run(
    root: &Path,
    arguments: &Arguments,
    console: &mut Console<'_>,
) -> Result<Exit, Error> {
    let site = Annotations::read(root)?;
    let (mut drifted, mut lost, mut written) = (0, 0, 0);
    for (source, file) in &site.files {
        let Some(essay) = site.essay_of(&source.path) else { continue };
        let all = drifting(root, &site, essay, file);
        let mended: Vec<&Drifting> =
            all.iter().filter(|one| one.anchor.certain().is_some()).collect();
        drifted += all.len();
        lost += all.len() - mended.len();
        for one in &all {
            console.say(&shown(source, essay, one));
        }
        if arguments.write && !mended.is_empty() {
            emit::rewrite(&root.join(source.path.as_str()), |text| {
                mend(text, essay, &mended).map(|text| (text, ())).map_err(Wording::same)
            })?;
            written += mended.len();
        }
    }
    let quotes = Wording::counted(drifted, "quote", "", "条引文");
    let mut parts = vec![wording!(
        "{quotes} drifted, {lost} of them lost",
        "{quotes}变了位置，其中 {lost} 条找不到了";
        quotes
    )];
    if arguments.write {
        let selectors = Wording::counted(written, "selector", "", "处位置");
        parts.push(wording!("{selectors} written anew", "改写了 {selectors}"; selectors));
    } else if drifted > lost {
        parts
            .push(wording!("`--write` brings the selectors up to date", "加 `--write` 把位置更新"));
    }
    console.say(&Wording::joined(&parts, "; ", "；"));
    Ok(if lost > 0 { Exit::Content } else { Exit::Success })
}

fn drifting(
    root: &Path,
    site: &Annotations,
    essay: &Arc<Essay>,
    file: &NotesFile,
) -> Vec<Drifting> {
    let text = &essay.body.text;
    let folded = FoldedText::new(text);
    let guard = Guard::new(&site.gazetteer);
    let notes = file.notes.iter().map(|note| ("notes", note.place, &note.selector));
    let decisions = file.decisions.iter().map(|one| ("comparisons", one.place, &one.selector));
    let mut all = Vec::new();
    for (list, place, selector) in notes.chain(decisions) {
        let mut anchor = anchor::find(text, &folded, selector, &guard);
        if anchor.drift == Drift::Kept {
            continue;
        }
        // A diff knows better than a likeness where the words went.
        anchor = by_history(root, site, essay, selector, &guard).unwrap_or(anchor);
        all.push(Drifting { list, place, selector: selector.clone(), anchor });
    }
    all
}

/// Carries the passage over from the last committed text that had it.
fn by_history(
    root: &Path,
    site: &Annotations,
    essay: &Essay,
    selector: &Selector,
    guard: &Guard<'_>,
) -> Option<Anchor> {
    let path = &essay.source.path;
    history::versions(root, path).find_map(|text| {
        let old = load(Arc::new(Source::new(path.clone(), text)), &site.config);
        let old = &old.body.text;
        let found = anchor::find(old, &FoldedText::new(old), selector, guard);
        let passage = found.passage.filter(|_| found.drift == Drift::Kept)?;
        let carried = carry(old, passage, &essay.body.text, guard);
        carried.certain().is_some().then_some(carried)
    })
}

fn mend(text: &str, essay: &Essay, drifting: &[&Drifting]) -> Result<String, String> {
    let folded = FoldedText::new(&essay.body.text);
    let mut mended = text.to_owned();
    for one in drifting {
        let Some(passage) = one.anchor.certain() else { continue };
        let new = Selector::new(&essay.body.text, &folded, passage);
        let words = |words: String| (!words.is_empty()).then_some(Written::Text(words));
        let values = [
            ("quote", words(new.quote)),
            ("prefix", words(new.prefix)),
            ("suffix", words(new.suffix)),
            ("position", new.position.map(Written::Number)),
        ];
        mended = edit::set(&mended, one.list, one.place, &values).map_err(|why| why.to_string())?;
    }
    Ok(mended)
}

fn shown(source: &Source, essay: &Essay, one: &Drifting) -> Wording {
    let quote = &one.selector.quote;
    let now = one.anchor.passage.map(|passage| essay.body.slice(passage).replace('\n', " "));
    let (path, drift) = (&source.path, drift(one.anchor.drift));
    match (one.anchor.drift, now) {
        (Drift::Orphaned, Some(words)) => wording!(
            "{path}: {drift}: {quote}\n    perhaps: {words}",
            "{path}：{drift}：{quote}\n    也许是：{words}";
            drift
        ),
        (Drift::Changed, Some(words)) => wording!(
            "{path}: {drift}: {quote}\n    now: {words}",
            "{path}：{drift}：{quote}\n    现在是：{words}";
            drift
        ),
        _ => wording!("{path}: {drift}: {quote}", "{path}：{drift}：{quote}"; drift),
    }
}

fn drift(drift: Drift) -> Wording {
    match drift {
        Drift::Kept => wording!("kept", "没变"),
        Drift::Moved => wording!("moved", "移动了"),
        Drift::Changed => wording!("changed", "改动了"),
        Drift::Orphaned => wording!("orphaned", "找不到了"),
    }
}
