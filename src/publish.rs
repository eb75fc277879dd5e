//! Puts a built site onto a branch of the site's own repository, as GitHub Pages serves it.
//!
//! 1. [`Publication::prepare`] looks at the branch here and at the remote, and refuses what
//!    could lose anybody's work.
//! 2. The caller builds the site into [`Publication::stage`].
//! 3. [`Publication::finish`] writes the built files as objects ([`tree`]), makes a commit of
//!    them, pushes it if that is asked for, and last of all moves the branch to it.
//!
//! Whatever goes wrong, or whenever the program is killed, the branch is at the old commit or
//! at the new one. Does not touch the work tree, the index or what is checked out.

mod git;
mod tip;
mod tree;

use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::emit::{HOUSEKEEPING, Written};
use crate::error::{Doing, Error};
use crate::permalink::SitePath;
use crate::render::page::DOMAIN;
use crate::wording;
use git::Git;
use tip::Tips;
pub use tree::Changes;
use tree::Kept;

/// The largest site that GitHub Pages publishes, in bytes.
const SITE_BYTES_MAX: u64 = 1_000_000_000;

/// What a commit of this program says last, by which the next run knows it.
const TRAILER: &str = concat!("Published-by: pangzhu ", env!("CARGO_PKG_VERSION"));
/// How such a line begins, whatever the version.
const TRAILER_START: &str = "Published-by: pangzhu ";

/// What is to be published where.
#[derive(Clone, Debug)]
pub struct Order {
    /// The branch, as in `gh-pages`.
    pub branch: String,
    /// The remote's name or address.
    pub remote: String,
    /// Whether the remote is to have it too.
    pub push: bool,
    /// Whether what the remote has on the branch may be given up.
    pub force: bool,
    /// Whether all is only tried.
    pub dry_run: bool,
    /// What the commit says; without it, which commit of the sources was built.
    pub message: Option<String>,
}

impl Order {
    fn reference(&self) -> String {
        format!("refs/heads/{}", self.branch)
    }
}

/// A publication that nothing stands against so far.
#[derive(Debug)]
pub struct Publication<'a> {
    order: &'a Order,
    git: Git,
    tips: Tips,
    /// Holds the stage, a temporary index and, in a trial, the objects; goes when this is dropped.
    scratch: TempDir,
}

/// What came of a publication.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Published {
    /// What it does to the files of the branch.
    pub changes: Changes,
    /// The commit that the branch is at now; nothing after a trial.
    pub commit: Option<String>,
    /// Whether the remote was given something.
    pub pushed: bool,
    /// Whether there was no such branch before.
    pub is_first: bool,
    /// Whether the branch's own CNAME was kept, since the site has none.
    pub kept_domain: bool,
}

impl<'a> Publication<'a> {
    /// Looks at the repository that holds the site in `root`.
    ///
    /// # Errors
    /// No repository; a branch that is checked out, that holds what others wrote, or that the
    /// remote has other commits on; whatever git refuses.
    pub fn prepare(root: &Path, order: &'a Order) -> Result<Self, Error> {
        let git = Git::of(root)?;
        let reference = order.reference();
        if git.ask(&["check-ref-format", &reference])?.is_none() || order.branch.starts_with('-') {
            let branch = &order.branch;
            let what = wording!("`{branch}` is no name for a branch", "`{branch}` 不能作分支名");
            let help = wording!("the usual one is gh-pages", "通常用 gh-pages");
            return Err(Error::refused(what, help));
        }
        if order.remote.starts_with('-') || order.remote.is_empty() {
            let remote = &order.remote;
            let what = wording!("`{remote}` is no remote", "没有远程仓库 `{remote}`");
            let help = wording!("`git remote` lists those there are", "`git remote` 列出现有的");
            return Err(Error::refused(what, help));
        }
        refuse_checked_out(&git, &order.branch)?;
        let tips = Tips::find(&git, order)?;
        if let Some(base) = &tips.base {
            refuse_foreign(&git, base, &order.branch)?;
        }
        let scratch = TempDir::with_prefix("pangzhu-publish-")
            .map_err(|cause| Error::io(Doing::CreateWithin, &std::env::temp_dir(), cause))?;
        Ok(Self { order, git, tips, scratch })
    }

    /// Returns the folder into which the site is to be built.
    pub fn stage(&self) -> PathBuf {
        self.scratch.path().join("site")
    }

    /// Returns where GitHub Pages shows what is pushed to the remote, if that is at GitHub:
    /// `https://user.github.io/repository/`.
    pub fn pages_address(&self) -> Option<String> {
        let url = self.git.ask(&["remote", "get-url", &self.order.remote]).ok()??;
        pages_address(&url)
    }

    /// Publishes the files of the stage.
    ///
    /// # Errors
    /// A site that is too large or holds two files that some disks take for one; whatever git
    /// or the remote refuses. The branch is then as it was.
    pub fn finish(self, paths: &[&SitePath], written: Written) -> Result<Published, Error> {
        refuse_size(written.bytes)?;
        let housekeeping = HOUSEKEEPING.into_iter().map(SitePath::file);
        let mut files: Vec<SitePath> = paths.iter().copied().cloned().chain(housekeeping).collect();
        files.sort_unstable();
        files.dedup();
        refuse_clash(&files)?;
        let base = self.tips.base.as_deref();
        let kept = match base {
            Some(base) if !files.iter().any(|file| file.as_str() == DOMAIN) => {
                kept_domain(&self.git, base)?
            }
            _ => None,
        };
        let git = self.objects()?;
        let index = self.scratch.path().join("index");
        let tree = tree::write(&git, &self.stage(), &files, kept.as_ref(), index)?;
        let changes = tree::changes(&git, base, &tree)?;
        let mut published = Published {
            changes,
            commit: None,
            pushed: false,
            is_first: base.is_none(),
            kept_domain: kept.is_some(),
        };
        if !self.order.dry_run {
            let commit = match base {
                Some(base) if published.changes.is_empty() => base.to_owned(),
                _ => self.commit(&tree)?,
            };
            published.pushed = self.push(&commit)?;
            self.advance(&commit)?;
            published.commit = Some(commit);
        }
        Ok(published)
    }

    /// Returns the repository to write objects to: in a trial they go with the stage.
    fn objects(&self) -> Result<Git, Error> {
        if !self.order.dry_run {
            return Ok(self.git.clone());
        }
        let own =
            self.git.run(&["rev-parse", "--path-format=absolute", "--git-path", "objects"])?;
        let aside = TempDir::with_prefix_in("objects-", self.scratch.path())
            .map_err(|cause| Error::io(Doing::CreateWithin, self.scratch.path(), cause))?
            .keep();
        let git = self.git.clone().with("GIT_OBJECT_DIRECTORY", aside);
        Ok(git.with("GIT_ALTERNATE_OBJECT_DIRECTORIES", own.into()))
    }

    fn commit(&self, tree: &str) -> Result<String, Error> {
        let message = match &self.order.message {
            Some(message) => message.trim().to_owned(),
            None => match self.git.ask(&["rev-parse", "--quiet", "--verify", "--short", "HEAD"])? {
                Some(head) => format!("Publish the site of {head}"),
                None => "Publish the site".to_owned(),
            },
        };
        let mut arguments = vec!["commit-tree", tree];
        if let Some(base) = &self.tips.base {
            arguments.extend(["-p", base]);
        }
        self.git.feed(&arguments, format!("{message}\n\n{TRAILER}\n").into_bytes())
    }

    /// Gives the remote a commit, if that is asked for and it has another.
    fn push(&self, commit: &str) -> Result<bool, Error> {
        let has = self.tips.remote.as_deref();
        if !self.order.push || has == Some(commit) {
            return Ok(false);
        }
        let reference = self.order.reference();
        let what = format!("{commit}:{reference}");
        // What the remote has is known: whoever was quicker than this is not written over.
        let lease = format!("--force-with-lease={reference}:{}", has.unwrap_or_default());
        let mut arguments = vec!["--quiet"];
        if self.order.force {
            arguments.push(&lease);
        }
        arguments.extend([self.order.remote.as_str(), what.as_str()]);
        self.git.push(&arguments)?;
        Ok(true)
    }

    /// Moves the branch from where it was seen to a commit.
    fn advance(&self, commit: &str) -> Result<(), Error> {
        let seen = self.tips.local.as_deref();
        if seen == Some(commit) {
            return Ok(());
        }
        let nowhere = "0".repeat(commit.len());
        let reference = self.order.reference();
        let seen = seen.unwrap_or(&nowhere);
        let arguments = ["update-ref", "-m", "pangzhu publish", &reference, commit, seen];
        self.git.run(&arguments).map(drop)
    }
}

/// Refuses a branch that some work tree is on: it would differ from its branch from then on.
fn refuse_checked_out(git: &Git, branch: &str) -> Result<(), Error> {
    let wanted = format!("branch refs/heads/{branch}");
    let mut place = String::new();
    for line in git.run(&["worktree", "list", "--porcelain"])?.lines() {
        if let Some(path) = line.strip_prefix("worktree ") {
            path.clone_into(&mut place);
        } else if line == wanted {
            return Err(Error::refused(
                wording!("{branch} is checked out in {place}", "{place} 正检出着分支 {branch}"),
                wording!(
                    "publish to another branch with --branch, or check out another one there",
                    "用 --branch 发布到别的分支，或在那里换一个分支"
                ),
            ));
        }
    }
    Ok(())
}

/// Refuses a branch on which somebody else has written, but for the domain that GitHub's own
/// settings page writes there.
fn refuse_foreign(git: &Git, base: &str, branch: &str) -> Result<(), Error> {
    let help = wording!(
        "publish to another branch with --branch, or move this one out of the way: \
         `git branch -m gh-pages gh-pages-before`",
        "用 --branch 发布到别的分支，或先把这个分支改名：`git branch -m gh-pages gh-pages-before`"
    );
    let marker = format!("{base}:{}", crate::emit::MARKER);
    if git.run(&["cat-file", "-e", &marker]).is_err() {
        let what = wording!(
            "the branch {branch} holds what pangzhu did not write",
            "分支 {branch} 上有不是 pangzhu 写的东西"
        );
        return Err(Error::refused(what, help));
    }
    let grep = format!("--grep=^{TRAILER_START}");
    let own = git.run(&["log", "-1", "--format=%H", &grep, base])?;
    if own.is_empty() || own == base {
        return Ok(());
    }
    let since = tree::changes(git, Some(&own), base)?;
    let all = [&since.added, &since.changed, &since.removed].into_iter().flatten();
    match all.filter(|path| path.as_str() != DOMAIN).min() {
        None => Ok(()),
        Some(path) => {
            let what = wording!(
                "somebody has changed the branch {branch} since it was published: {path}",
                "分支 {branch} 在发布之后被人改过：{path}"
            );
            Err(Error::refused(what, help))
        }
    }
}

fn refuse_size(bytes: u64) -> Result<(), Error> {
    if bytes <= SITE_BYTES_MAX {
        return Ok(());
    }
    let what = wording!(
        "the site has {bytes} bytes, and GitHub Pages publishes at most 1 GB",
        "网站有 {bytes} 字节，而 GitHub Pages 最多发布 1 GB"
    );
    let help = wording!(
        "make pictures smaller, or keep large files elsewhere",
        "把图片改小，或把大文件放到别处"
    );
    Err(Error::refused(what, help))
}

fn refuse_clash(files: &[SitePath]) -> Result<(), Error> {
    let Some((one, other)) = tree::clash(files) else { return Ok(()) };
    let what = wording!(
        "`{one}` and `{other}` are one file to disks that are blind to case",
        "`{one}` 和 `{other}` 在不分大小写的磁盘上是同一个文件"
    );
    Err(Error::refused(what, wording!("give one of them another name", "给其中一个改个名字")))
}

/// Finds the domain that a branch has.
fn kept_domain(git: &Git, base: &str) -> Result<Option<Kept>, Error> {
    let listed = git.run(&["ls-tree", "-z", base, "--", DOMAIN])?;
    // `100644 blob 1f3e…	CNAME`
    let object = listed.split(['\t', ' ']).nth(2).map(str::to_owned);
    Ok(object.map(|object| Kept { path: DOMAIN, object }))
}

/// Returns where GitHub Pages shows the repository at a remote's address.
fn pages_address(url: &str) -> Option<String> {
    let starts = ["https://github.com/", "git@github.com:", "ssh://git@github.com/"];
    let path = starts.iter().find_map(|start| url.strip_prefix(start))?;
    let (user, repository) = path.trim_end_matches('/').split_once('/')?;
    let repository = repository.strip_suffix(".git").unwrap_or(repository);
    let host = format!("{}.github.io", user.to_lowercase());
    if repository.eq_ignore_ascii_case(&host) {
        return Some(format!("https://{host}/"));
    }
    Some(format!("https://{host}/{repository}/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_github_would_not_publish_is_refused() {
        assert!(refuse_size(SITE_BYTES_MAX).is_ok());
        let error = refuse_size(SITE_BYTES_MAX + 1).expect_err("too much");
        assert!(error.to_string().contains("1 GB"), "{error}");
    }

    #[test]
    fn github_shows_a_repository_below_its_name() {
        for (url, address) in [
            ("https://github.com/Wang/essays.git", Some("https://wang.github.io/essays/")),
            ("git@github.com:wang/wang.github.io", Some("https://wang.github.io/")),
            ("ssh://git@github.com/wang/a.b/", Some("https://wang.github.io/a.b/")),
            ("https://gitlab.com/wang/essays.git", None),
            ("../bare.git", None),
        ] {
            assert_eq!(pages_address(url).as_deref(), address, "{url}");
        }
    }
}
