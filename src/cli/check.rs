//! `pangzhu check`: everything that `build` would complain of, and nothing written.

use clap::Args;

use super::progress::Progress;
use super::report::{Counts, counted};
use super::{Console, Exit, SiteArguments};
use crate::error::Error;
use crate::session::Session;

#[derive(Args, Debug)]
pub(super) struct Arguments {
    #[command(flatten)]
    site: SiteArguments,
}

pub(super) fn run(arguments: &Arguments, console: &mut Console<'_>) -> Result<Exit, Error> {
    let site = &arguments.site;
    let mut progress = Progress::start(console.is_watched());
    let mut session = Session::new(&site.root, site.options());
    let snapshot = session.refresh(|phase| progress.enter(phase))?;
    progress.enter_rendering(snapshot.statistics.files);
    let faults = snapshot.render_faults(|| progress.step());
    let timings = progress.finish();

    let mut diagnostics = snapshot.diagnostics.clone();
    diagnostics.extend(faults);
    console.diagnostics(&diagnostics, |path| snapshot.source(path), site.verbose);
    let counts = Counts::of(&diagnostics);
    console.print(format_args!(
        "{}: {}",
        counted(snapshot.statistics.essays, "essay", ""),
        counts.sentence().as_deref().unwrap_or("nothing to complain of")
    ));
    if site.timings {
        console.print(timings.table());
    }
    Ok(if counts.errors > 0 { Exit::Content } else { Exit::Success })
}
