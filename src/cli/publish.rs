//! `pangzhu publish`: the site onto a branch of its repository.

use clap::Args;

use super::progress::Progress;
use super::report::{Counts, counted};
use super::{Console, Exit, SiteArguments};
use crate::emit::Emitted;
use crate::error::Error;
use crate::permalink::SitePath;
use crate::publish::{Changes, Order, Publication, Published};
use crate::session::{Session, Snapshot};

/// How many digits name a commit to a person, as git itself has it.
const COMMIT_DIGITS: usize = 7;

#[derive(Args, Debug)]
pub(super) struct Arguments {
    #[command(flatten)]
    site: SiteArguments,
    /// The branch that is published.
    #[arg(long, value_name = "NAME", default_value = "gh-pages")]
    branch: String,
    /// The remote that is pushed to, by its name or address.
    #[arg(long, value_name = "REMOTE", default_value = "origin")]
    remote: String,
    /// Push the branch.
    #[arg(long)]
    push: bool,
    /// Give up what the remote has on the branch and is not here (as --force-with-lease does).
    #[arg(long, requires = "push")]
    force: bool,
    /// List what would change, and change nothing.
    #[arg(long, short = 'n')]
    dry_run: bool,
    /// What the commit says.
    #[arg(long, short, value_name = "TEXT")]
    message: Option<String>,
}

pub(super) fn run(arguments: &Arguments, console: &mut Console<'_>) -> Result<Exit, Error> {
    let site = &arguments.site;
    let order = Order {
        branch: arguments.branch.clone(),
        remote: arguments.remote.clone(),
        push: arguments.push,
        force: arguments.force,
        dry_run: arguments.dry_run,
        message: arguments.message.clone(),
    };
    let publication = Publication::prepare(&site.root, &order)?;
    let mut progress = Progress::start(console.is_watched());
    let mut session = Session::new(&site.root, site.options());
    let snapshot = session.refresh(|phase| progress.enter(phase))?;
    progress.enter_rendering(snapshot.statistics.files);
    let emitted = snapshot.write(&publication.stage(), || progress.step())?;
    let timings = progress.finish();

    let mut diagnostics = snapshot.diagnostics.clone();
    let written = match emitted {
        Emitted::Written(written) => Ok(written),
        Emitted::Refused(faults) => {
            diagnostics.extend(faults);
            Err(Counts::of(&diagnostics).sentence().unwrap_or_default())
        }
    };
    console.diagnostics(&diagnostics, |path| snapshot.source(path), site.verbose);
    let written = match written {
        Ok(written) => written,
        Err(counts) => {
            console.print(format_args!("{counts}; nothing is published"));
            return Ok(Exit::Content);
        }
    };
    let elsewhere = elsewhere(&publication, &snapshot);
    let paths: Vec<&SitePath> = snapshot.site.paths().collect();
    let published = publication.finish(&paths, written)?;
    say(&order, &published, console);
    if let Some(elsewhere) = elsewhere {
        console.print(elsewhere);
    }
    site.tell(&timings, console)?;
    Ok(Exit::Success)
}

/// Says it when GitHub will show the site elsewhere than it was built for.
fn elsewhere(publication: &Publication<'_>, snapshot: &Snapshot) -> Option<String> {
    let config = snapshot.site.config();
    let shown = publication.pages_address().filter(|_| config.cname.is_none())?;
    let built = config.base_url.absolute_text(config.base_url.home().as_str());
    (built != shown).then(|| {
        format!(
            "GitHub Pages shows this repository at {shown}, and the site is built for {built}: \
             set `base_url`, or `cname` for a domain of your own, in content/site.yaml"
        )
    })
}

fn say(order: &Order, published: &Published, console: &mut Console<'_>) {
    let Order { branch, remote, .. } = order;
    let changes = &published.changes;
    if order.dry_run {
        list(changes, console);
    }
    if published.kept_domain {
        console.print("the branch's CNAME is kept; `cname` in content/site.yaml would set it");
    }
    let what = sentence(changes);
    let Some(commit) = &published.commit else {
        console.print(format_args!("{branch} would have {what}; nothing was changed"));
        return;
    };
    let commit = commit.get(..COMMIT_DIGITS).unwrap_or(commit);
    match (changes.is_empty(), published.pushed) {
        (true, false) => console.print(format_args!("nothing to do: {branch} has this very site")),
        (true, true) => {
            console.print(format_args!("{branch} had this very site; pushed to {remote}"));
        }
        (false, true) => {
            console.print(format_args!("{branch} at {commit}: {what}; pushed to {remote}"));
        }
        (false, false) => console.print(format_args!(
            "{branch} at {commit}: {what}; `pangzhu publish --push` shows it to the world"
        )),
    }
    if published.is_first && published.pushed {
        console.print(format_args!(
            "at GitHub, Settings → Pages → Deploy from a branch: choose {branch} and / (root)"
        ));
    }
}

/// Returns `3 files added, 2 changed`.
fn sentence(changes: &Changes) -> String {
    let lists =
        [(&changes.added, "added"), (&changes.changed, "changed"), (&changes.removed, "removed")];
    let mut parts: Vec<String> = Vec::new();
    for (list, done) in lists.into_iter().filter(|(list, _)| !list.is_empty()) {
        match parts.is_empty() {
            true => parts.push(format!("{} {done}", counted(list.len(), "file", ""))),
            false => parts.push(format!("{} {done}", list.len())),
        }
    }
    if parts.is_empty() { "nothing new".to_owned() } else { parts.join(", ") }
}

fn list(changes: &Changes, console: &mut Console<'_>) {
    let lists = [('+', &changes.added), ('~', &changes.changed), ('-', &changes.removed)];
    let mut all: Vec<(&String, char)> = lists
        .into_iter()
        .flat_map(|(sign, list)| list.iter().map(move |path| (path, sign)))
        .collect();
    all.sort_unstable();
    for (path, sign) in all {
        console.print(format_args!("{sign} {path}"));
    }
}
