//! `pangzhu check`: everything that is to be said of a site, and nothing written.
//!
//! Beside what `build` complains of, follows the links of the finished pages, and with
//! `--external` those that leave the site.

mod external;
mod listing;

use std::path::PathBuf;

use clap::Args;

use super::progress::Progress;
use super::report::Counts;
use super::{Console, Exit, SiteArguments};
use crate::crawl;
use crate::error::Error;
use crate::language::Wording;
use crate::session::Session;
use crate::wording;

#[derive(Args, Debug)]
pub(super) struct Arguments {
    #[command(flatten)]
    site: SiteArguments,
    /// Ask the web whether what is linked to is still there.
    #[arg(long)]
    external: bool,
    /// For how many days an answer of the web holds.
    #[arg(long, value_name = "DAYS", default_value_t = external::DAYS, requires = "external")]
    max_age: u64,
    /// Where the web's answers are kept [default: in the user's cache folder].
    #[arg(long, value_name = "FILE", requires = "external")]
    cache: Option<PathBuf>,
    /// Print what there is to be said as JSON.
    #[arg(long)]
    json: bool,
}

pub(super) fn run(arguments: &Arguments, console: &mut Console<'_>) -> Result<Exit, Error> {
    let site = &arguments.site;
    let mut progress = Progress::start(console);
    let mut session = Session::new(&site.root, site.options());
    let snapshot = session.refresh(|phase| progress.enter(phase))?;
    progress.enter_rendering(snapshot.statistics.files);
    let crawled = crawl::crawl(&snapshot, || progress.step());
    let timings = progress.finish();

    let mut faults = crawled.faults;
    if arguments.external {
        faults.extend(external::ask(arguments, &crawled.external, console)?);
    }
    let mut diagnostics = snapshot.diagnostics.clone();
    diagnostics.extend(snapshot.said(faults));
    let counts = Counts::of(&diagnostics);
    if arguments.json {
        console.print_json(listing::json(&diagnostics, counts, &snapshot));
    } else {
        console.diagnostics(&diagnostics, |path| snapshot.source(path), site.verbose);
        let essays = Wording::counted(snapshot.statistics.essays, "essay", "", "篇文章");
        let said = counts.sentence();
        let said = said.unwrap_or_else(|| wording!("nothing to complain of", "没有问题"));
        console.say(&wording!("{essays}: {said}", "{essays}：{said}"; essays, said));
    }
    if !(arguments.json && site.timings == Some(None)) {
        site.tell(&timings, console)?;
    }
    Ok(if counts.errors > 0 { Exit::Content } else { Exit::Success })
}
