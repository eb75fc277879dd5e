//! Where the branch is: here, where the remote was last seen, and where it is now.

use super::Order;
use super::git::Git;
use crate::error::Error;
use crate::wording;

/// The commits that a branch is at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Tips {
    /// The branch in this repository.
    pub(super) local: Option<String>,
    /// The branch at the remote, as far as that is known.
    pub(super) remote: Option<String>,
    /// The commit on which to go on: that of the two which has the other behind it.
    pub(super) base: Option<String>,
}

impl Tips {
    /// Finds the tips of the branch; asks the remote only if something is to be pushed.
    pub(super) fn find(git: &Git, order: &Order) -> Result<Self, Error> {
        let local = commit(git, &order.reference())?;
        let tracked = commit(git, &format!("refs/remotes/{}/{}", order.remote, order.branch))?;
        let remote = if order.push { at_remote(git, order)? } else { tracked };
        let base = base(git, order, local.as_deref(), remote.as_deref())?;
        Ok(Self { local, remote, base })
    }
}

fn commit(git: &Git, reference: &str) -> Result<Option<String>, Error> {
    git.ask(&["rev-parse", "--quiet", "--verify", &format!("{reference}^{{commit}}")])
}

fn at_remote(git: &Git, order: &Order) -> Result<Option<String>, Error> {
    let listed = git.run(&["ls-remote", &order.remote, &order.reference()])?;
    let found = listed.lines().find_map(|line| {
        let (commit, reference) = line.split_once('\t')?;
        (reference == order.reference()).then(|| commit.to_owned())
    });
    Ok(found)
}

fn base(
    git: &Git,
    order: &Order,
    local: Option<&str>,
    remote: Option<&str>,
) -> Result<Option<String>, Error> {
    let (Some(remote), true) = (remote, local != remote) else {
        return Ok(local.map(str::to_owned));
    };
    let is_here = git.run(&["cat-file", "-e", &format!("{remote}^{{commit}}")]).is_ok();
    let leads = |behind: &str, ahead: &str| -> Result<bool, Error> {
        Ok(git.ask(&["merge-base", "--is-ancestor", behind, ahead])?.is_some())
    };
    match local {
        _ if !is_here => {}
        None => return Ok(Some(remote.to_owned())),
        Some(local) if leads(local, remote)? => return Ok(Some(remote.to_owned())),
        Some(local) if leads(remote, local)? => return Ok(Some(local.to_owned())),
        Some(_) => {}
    }
    // Without a push the remote loses nothing.
    if order.force || !order.push && local.is_some() {
        return Ok(local.map(str::to_owned));
    }
    let Order { branch, remote, .. } = order;
    Err(Error::refused(
        wording!(
            "{branch} has commits at {remote} that are not here",
            "{remote} 的 {branch} 上有这里没有的提交"
        ),
        wording!(
            "`git fetch {remote} {branch}` fetches them; --force gives them up",
            "`git fetch {remote} {branch}` 取来，或用 --force 舍弃"
        ),
    ))
}
