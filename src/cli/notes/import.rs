//! `pangzhu notes import`: notes and decisions of other programs.

use std::path::{Path, PathBuf};

use clap::Args;

use super::Annotations;
use crate::annotate::anchor::{self, Drift};
use crate::annotate::exchange::{self, Incoming};
use crate::annotate::file;
use crate::annotate::folded::FoldedText;
use crate::annotate::guard::Guard;
use crate::annotate::record::{self, Record};
use crate::annotate::selector::Selector;
use crate::cli::{Console, Exit};
use crate::emit;
use crate::error::Error;
use crate::language::Wording;
use crate::link::address;
use crate::load::essay::Essay;
use crate::load::inputs::given_text;
use crate::wording;
use crate::yaml::edit::Refusal;

#[derive(Args, Debug)]
pub(in crate::cli) struct Arguments {
    /// JSON Lines or Web Annotation JSON-LD, or `-` for standard input.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Say what would be taken in, and write nothing.
    #[arg(long)]
    dry_run: bool,
    /// The essay that entries are about which name none.
    #[arg(long, value_name = "ESSAY")]
    essay: Option<String>,
}

pub(super) fn run(
    root: &Path,
    arguments: &Arguments,
    console: &mut Console<'_>,
) -> Result<Exit, Error> {
    let site = Annotations::read(root)?;
    let text = if arguments.file.as_os_str() == "-" {
        given_text(console.input()?, "-").0.text.to_string()
    } else {
        crate::load::inputs::read_text(&arguments.file)?
    };
    let (incoming, unreadable) = exchange::read(&text);
    for one in &unreadable {
        let (number, why) = (one.number, &one.why);
        console.say(&wording!("entry {number}: {why}", "第 {number} 条：{why}"));
    }
    let (mut taken, mut known, mut refused) = (0, 0, unreadable.len());
    for mut one in incoming {
        if one.essay.is_none() {
            one.essay.clone_from(&arguments.essay);
        }
        match place(&site, one) {
            Ok((essay, record)) => match take(root, &site, essay, &record, arguments.dry_run)? {
                Taken::Now => taken += 1,
                Taken::Before => known += 1,
            },
            Err(why) => {
                console.say(&why);
                refused += 1;
            }
        }
    }
    let taken = Wording::counted(taken, "annotation", "", "条批注");
    let mut parts = vec![match arguments.dry_run {
        true => wording!(
            "{taken} would be taken in, {refused} not",
            "可以收入 {taken}，另有 {refused} 条不行";
            taken
        ),
        false => wording!(
            "{taken} taken in, {refused} not",
            "收入 {taken}，另有 {refused} 条没有收入";
            taken
        ),
    }];
    if known > 0 {
        parts.push(wording!("{known} already here", "已有 {known} 条"));
    }
    console.say(&Wording::joined(&parts, ", ", "，"));
    Ok(if refused > 0 { Exit::Content } else { Exit::Success })
}

/// What became of an entry.
enum Taken {
    Now,
    /// The notes file had it: an earlier import was cut short, or made twice.
    Before,
}

/// Writes a record into the notes file of its essay, unless it stands there.
fn take(
    root: &Path,
    site: &Annotations,
    essay: &Essay,
    record: &Record,
    dry_run: bool,
) -> Result<Taken, Error> {
    let notes = file::path_of(&essay.source.path);
    if dry_run {
        let file = site.files.iter().find(|(source, _)| source.path == notes);
        let is_known =
            file.is_some_and(|(source, _)| record::holds(&source.text, record) == Ok(true));
        return Ok(if is_known { Taken::Before } else { Taken::Now });
    }
    let add = |text: &str| match record::holds(text, record)? {
        true => Ok((text.to_owned(), Taken::Before)),
        false => record::record(text, record).map(|(text, _)| (text, Taken::Now)),
    };
    emit::rewrite(&root.join(notes.as_str()), |text| {
        add(text).map_err(|why: Refusal| Wording::same(why.to_string()))
    })
}

/// Finds the essay and the passage of an entry, and gives it a selector of our own.
fn place(site: &Annotations, incoming: Incoming) -> Result<(&Essay, Record), Wording> {
    let mut record = incoming.record;
    let selector = match &mut record {
        Record::Note(note) => &mut note.selector,
        Record::Comparison(decision) => &mut decision.selector,
    };
    let quote = selector.quote.clone();
    let named = incoming
        .essay
        .ok_or_else(|| wording!("no essay is named for: {quote}", "没有写明是哪一篇的：{quote}"))?;
    let essay = find(site, &named).ok_or_else(|| {
        wording!("there is no essay {named}: {quote}", "没有文章 {named}：{quote}")
    })?;
    let (path, text) = (&essay.source.path, &essay.body.text);
    let folded = FoldedText::new(text);
    let anchor = anchor::find(text, &folded, selector, &Guard::new(&site.gazetteer));
    match anchor.certain() {
        Some(passage) => {
            // Who wrote elsewhere may have read another version.
            if anchor.drift == Drift::Changed {
                let here = essay.body.slice(passage).replace('\n', " ");
                return Err(wording!(
                    "{path}: this reads otherwise here: {quote}\n    here: {here}",
                    "{path}：这句话在这里不一样：{quote}\n    这里是：{here}"
                ));
            }
            *selector = Selector::new(text, &folded, passage);
            Ok((essay, record))
        }
        None => Err(wording!("{path}: not found: {quote}", "{path}：找不到：{quote}")),
    }
}

/// Finds an essay by its file, its address in the site, or that of its original.
fn find<'a>(site: &'a Annotations, named: &str) -> Option<&'a Essay> {
    let named = named.split('#').next().unwrap_or(named);
    let bare = |text: &str| text.trim_end_matches('/').to_owned();
    let is_named = |essay: &&Essay| {
        let path = essay.source.path.as_str();
        let page = address::essay(essay, &site.config).path;
        path == named
            || path.strip_prefix("content/") == Some(named)
            || path.rsplit('/').next() == Some(named)
            || bare(&site.config.base_url.absolute(&site.config.base_url.link(&page)))
                == bare(named)
            || essay.front_matter.url.as_deref().is_some_and(|url| bare(url) == bare(named))
    };
    site.essays.iter().map(std::convert::AsRef::as_ref).find(is_named)
}
