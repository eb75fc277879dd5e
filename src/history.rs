//! What git knows of a file's earlier texts, and of who writes.
//!
//! Reads only, and is silent where there is no git.

use std::path::Path;
use std::process::{Command, Stdio};

use crate::source::SourcePath;

/// How many earlier versions are looked at: who leaves a note alone through more changes than
/// these has to look at it again anyway.
const VERSIONS_MAX: usize = 50;

/// Iterates over the texts that a file of the site in `root` had in its commits, newest first.
///
/// Empty where the site is in no repository, git is not installed, or the file was never
/// committed.
pub fn versions(root: &Path, path: &SourcePath) -> impl Iterator<Item = String> {
    let limit = format!("--max-count={VERSIONS_MAX}");
    let commits = git(root, &["log", "--format=%H", &limit, "--", path.as_str()]);
    let commits: Vec<String> =
        commits.unwrap_or_default().lines().map(|line| line.trim().to_owned()).collect();
    let (root, path) = (root.to_owned(), path.clone());
    // `./` makes the path relative to the site's folder, wherever in the repository that is.
    commits
        .into_iter()
        .filter_map(move |commit| git(&root, &["show", &format!("{commit}:./{}", path.as_str())]))
}

/// Returns who commits in a folder, as git is told there.
pub fn author(root: &Path) -> Option<String> {
    let name = git(root, &["config", "user.name"])?;
    let name = name.trim();
    (!name.is_empty()).then(|| name.to_owned())
}

/// Runs git in a folder and returns what it prints, unless it fails.
fn git(folder: &Path, arguments: &[&str]) -> Option<String> {
    let output = Command::new("git")
        .arg("-C")
        .arg(folder)
        // Han in names is printed as it is.
        .args(["-c", "core.quotePath=false"])
        .args(arguments)
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}
