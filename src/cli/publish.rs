//! `pangzhu publish`: the site onto a branch of its repository.

use clap::Args;

use super::progress::Progress;
use super::report::Counts;
use super::{Console, Exit, SiteArguments};
use crate::emit::Emitted;
use crate::error::Error;
use crate::language::Wording;
use crate::permalink::SitePath;
use crate::publish::{Changes, Order, Publication, Published};
use crate::session::{Session, Snapshot};
use crate::wording;

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
    let mut progress = Progress::start(console);
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
            console.say(&wording!("{counts}; nothing is published", "{counts}；没有发布"; counts));
            return Ok(Exit::Content);
        }
    };
    let elsewhere = elsewhere(&publication, &snapshot);
    let paths: Vec<&SitePath> = snapshot.site.paths().collect();
    let published = publication.finish(&paths, written)?;
    say(&order, &published, console);
    if let Some(elsewhere) = elsewhere {
        console.say(&elsewhere);
    }
    site.tell(&timings, console)?;
    Ok(Exit::Success)
}

/// Says it when GitHub will show the site elsewhere than it was built for.
fn elsewhere(publication: &Publication<'_>, snapshot: &Snapshot) -> Option<Wording> {
    let config = snapshot.site.config();
    let shown = publication.pages_address().filter(|_| config.cname.is_none())?;
    let built = config.base_url.absolute_text(config.base_url.home().as_str());
    (built != shown).then(|| {
        wording!(
            "GitHub Pages shows this repository at {shown}, and the site is built for {built}: \
             set `base_url`, or `cname` for a domain of your own, in content/site.yaml",
            "GitHub Pages 把这个仓库放在 {shown}，而网站是按 {built} 生成的：\
             请在 content/site.yaml 里写 `base_url`，有自己的域名就写 `cname`"
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
        console.say(&wording!(
            "the branch's CNAME is kept; `cname` in content/site.yaml would set it",
            "保留了分支上的 CNAME；在 content/site.yaml 里写 `cname` 可以设定它"
        ));
    }
    let what = sentence(changes);
    let Some(commit) = &published.commit else {
        console.say(&wording!(
            "{branch} would have {what}; nothing was changed",
            "{branch} 将{what}；现在什么都没有动";
            what
        ));
        return;
    };
    let commit = commit.get(..COMMIT_DIGITS).unwrap_or(commit);
    console.say(&match (changes.is_empty(), published.pushed) {
        (true, false) => wording!(
            "nothing to do: {branch} has this very site",
            "不用发布：{branch} 上已经是这个网站"
        ),
        (true, true) => wording!(
            "{branch} had this very site; pushed to {remote}",
            "{branch} 上已经是这个网站；已推送到 {remote}"
        ),
        (false, true) => wording!(
            "{branch} at {commit}: {what}; pushed to {remote}",
            "{branch} 到 {commit}：{what}；已推送到 {remote}";
            what
        ),
        (false, false) => wording!(
            "{branch} at {commit}: {what}; `pangzhu publish --push` shows it to the world",
            "{branch} 到 {commit}：{what}；`pangzhu publish --push` 让大家看到";
            what
        ),
    });
    if published.is_first && published.pushed {
        console.say(&wording!(
            "at GitHub, Settings → Pages → Deploy from a branch: choose {branch} and / (root)",
            "在 GitHub 上，Settings → Pages → Deploy from a branch：选 {branch} 和 / (root)"
        ));
    }
}

/// Returns `3 files added, 2 changed`.
fn sentence(changes: &Changes) -> Wording {
    let lists = [
        (&changes.added, wording!("added", "新增")),
        (&changes.changed, wording!("changed", "改动")),
        (&changes.removed, wording!("removed", "删去")),
    ];
    let mut parts: Vec<Wording> = Vec::new();
    for (list, done) in lists.into_iter().filter(|(list, _)| !list.is_empty()) {
        let count = list.len();
        let files = match parts.is_empty() {
            true => Wording::counted(count, "file", "", "个文件"),
            false => wording!("{count}", "{count} 个"),
        };
        parts.push(wording!("{files} {done}", "{done} {files}"; files, done));
    }
    match parts.is_empty() {
        true => wording!("nothing new", "没有变化"),
        false => Wording::joined(&parts, ", ", "，"),
    }
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
