//! `pangzhu build`: makes the site and writes it.

use std::path::PathBuf;

use clap::Args;

use super::progress::Progress;
use super::report::{Counts, counted};
use super::{Console, Exit, SiteArguments};
use crate::emit::{Emitted, Written};
use crate::error::Error;
use crate::session::{Session, Statistics};

/// The output folder within the site's, where no other is named.
const OUTPUT: &str = "public";

#[derive(Args, Debug)]
pub(super) struct Arguments {
    #[command(flatten)]
    site: SiteArguments,
    /// The folder to write [default: public, in the site's folder].
    #[arg(long, short, value_name = "DIR")]
    output: Option<PathBuf>,
}

pub(super) fn run(arguments: &Arguments, console: &mut Console<'_>) -> Result<Exit, Error> {
    let site = &arguments.site;
    let target = arguments.output.clone().unwrap_or_else(|| site.root.join(OUTPUT));
    let mut progress = Progress::start(console.is_watched());
    let mut session = Session::new(&site.root, site.options());
    let snapshot = session.refresh(|phase| progress.enter(phase))?;
    progress.enter_rendering(snapshot.statistics.files);
    let emitted = snapshot.write(&target, || progress.step())?;
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
            let seconds = timings.total.as_secs_f64();
            console.print(format_args!("{}: {what}, in {seconds:.2} s", target.display()));
            counts.into_iter().for_each(|counts| console.print(counts));
            Exit::Success
        }
        None => {
            let counts = counts.unwrap_or_default();
            console.print(format_args!("{counts}; {} is as it was", target.display()));
            Exit::Content
        }
    };
    site.tell(&timings, console)?;
    Ok(exit)
}

/// Returns `61 files (1.2 MB), 58 as they were, from 1 essay with 23 comparisons of 14 companies`.
fn what(statistics: Statistics, written: Written) -> String {
    let unchanged = match written.unchanged {
        0 => String::new(),
        unchanged => format!(", {unchanged} as they were,"),
    };
    format!(
        "{} ({}){unchanged} from {} with {} of {}",
        counted(written.files, "file", ""),
        size(written.bytes),
        counted(statistics.essays, "essay", ""),
        counted(statistics.comparisons, "comparison", ""),
        counted(statistics.companies, "company", "companies"),
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
