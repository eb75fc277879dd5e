//! `pangzhu build`: makes the site and writes it.

use std::path::PathBuf;

use clap::Args;

use super::progress::Progress;
use super::report::Counts;
use super::{Console, Exit, SiteArguments};
use crate::emit::{Emitted, Keep, Written};
use crate::error::Error;
use crate::language::Wording;
use crate::session::{Options, Session, Statistics};
use crate::wording;

/// The output folder within the site's, where no other is named.
const OUTPUT: &str = "public";

#[derive(Args, Debug)]
pub(super) struct Arguments {
    #[command(flatten)]
    site: SiteArguments,
    /// The folder to write [default: public, in the site's folder].
    #[arg(long, short, value_name = "DIR")]
    output: Option<PathBuf>,
    /// Leave out essays with errors and write the others; the exit code is still 1.
    #[arg(long)]
    keep_going: bool,
}

pub(super) fn run(arguments: &Arguments, console: &mut Console<'_>) -> Result<Exit, Error> {
    let site = &arguments.site;
    let target = arguments.output.clone().unwrap_or_else(|| site.root.join(OUTPUT));
    let mut progress = Progress::start(console);
    let options = Options { keep_going: arguments.keep_going, ..site.options() };
    let keep = Keep::of(&site.root);
    let mut session = Session::new(&site.root, options).recalling(keep.clone());
    let snapshot = session.refresh(|phase| progress.enter(phase))?;
    progress.enter_rendering(snapshot.statistics.files);
    let emitted = snapshot.write_again(&target, keep.as_ref(), || progress.step())?;
    let timings = progress.finish();

    let mut diagnostics = snapshot.diagnostics.clone();
    let written = match emitted {
        Emitted::Written(written) => Some(written),
        Emitted::Refused(faults) => {
            diagnostics.extend(faults);
            None
        }
    };
    console.diagnostics(&diagnostics, |path| snapshot.source(path), site.verbose);
    let counts = Counts::of(&diagnostics).sentence();
    let exit = match written {
        Some(written) => {
            let what = what(snapshot.statistics, written);
            let (target, seconds) = (target.display(), timings.total.as_secs_f64());
            console.say(&wording!(
                "{target}: {what}, in {seconds:.2} s",
                "{target}：{what}，用时 {seconds:.2} 秒";
                what
            ));
            counts.iter().for_each(|counts| console.say(counts));
            if snapshot.has_errors() { Exit::Content } else { Exit::Success }
        }
        None => {
            let (counts, target) = (counts.unwrap_or_default(), target.display());
            console.say(&wording!(
                "{counts}; {target} is as it was",
                "{counts}；{target} 没有动";
                counts
            ));
            Exit::Content
        }
    };
    site.tell(&timings, console)?;
    // The system takes the memory back at once; giving it back piece by piece takes a while for
    // ten thousand essays.
    std::mem::forget((session, snapshot));
    Ok(exit)
}

/// Returns `61 files (1.2 MB), 58 as they were, from 1 essay with 23 comparisons of 14 companies`.
fn what(statistics: Statistics, written: Written) -> Wording {
    let files = Wording::counted(written.files, "file", "", "个文件");
    let size = size(written.bytes);
    let unchanged = match written.unchanged {
        0 => Wording::default(),
        unchanged => wording!(", {unchanged} as they were,", "，其中 {unchanged} 个没变"),
    };
    let essays = Wording::counted(statistics.essays, "essay", "", "篇文章");
    let comparisons = Wording::counted(statistics.comparisons, "comparison", "", "处比较");
    let companies = Wording::counted(statistics.companies, "company", "companies", "家公司");
    wording!(
        "{files} ({size}){unchanged} from {essays} with {comparisons} of {companies}",
        "{files}（{size}）{unchanged}，来自 {essays}，{companies}之间的 {comparisons}";
        files, unchanged, essays, comparisons, companies
    )
}

fn size(bytes: u64) -> String {
    const KILO: u64 = 1000;
    const MEGA: u64 = KILO * KILO;
    match bytes {
        0..KILO => format!("{bytes} B"),
        KILO..MEGA => format!("{} kB", bytes / KILO),
        _ => format!("{}.{} MB", bytes / MEGA, bytes % MEGA / (MEGA / 10)),
    }
}
