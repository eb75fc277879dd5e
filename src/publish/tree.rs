//! The tree of a built site, made in a repository without work tree or index of the user's.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::git::Git;
use crate::error::Error;
use crate::permalink::SitePath;

/// What a publication does to the files of its branch, each list in the order of paths.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Files that were not there before.
    pub added: Vec<String>,
    /// Files that hold something else.
    pub changed: Vec<String>,
    /// Files that go.
    pub removed: Vec<String>,
}

impl Changes {
    /// Tells whether nothing changes.
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.changed.is_empty() && self.removed.is_empty()
    }
}

/// A file of the branch that is kept as it is there.
#[derive(Clone, Debug)]
pub(super) struct Kept {
    pub(super) path: &'static str,
    pub(super) object: String,
}

/// Writes the files of a stage as a tree, byte for byte, and returns its name.
///
/// `index` is a file that need not be there yet.
pub(super) fn write(
    git: &Git,
    stage: &Path,
    files: &[SitePath],
    kept: Option<&Kept>,
    index: PathBuf,
) -> Result<String, Error> {
    let git = git.within(stage).with("GIT_INDEX_FILE", index);
    let names: Vec<String> = files.iter().map(|file| quoted(file.as_str())).collect();
    // Neither line ends nor filters, such as those of large files, come between.
    let hash = ["hash-object", "-w", "--no-filters", "--stdin-paths"];
    let objects = git.feed(&hash, (names.join("\n") + "\n").into_bytes())?;
    let mut listing = Vec::new();
    let site = files.iter().map(SitePath::as_str).zip(objects.lines());
    let kept = kept.map(|kept| (kept.path, kept.object.as_str()));
    for (path, object) in site.chain(kept) {
        listing.extend_from_slice(format!("{FILE_MODE} {object}\t{path}\0").as_bytes());
    }
    git.feed(&["update-index", "-z", "--index-info"], listing)?;
    git.run(&["write-tree"])
}

/// How git calls a file that is no program.
const FILE_MODE: &str = "100644";

/// Writes a path as a line that git reads back: in quotes where it would be taken for another.
fn quoted(path: &str) -> String {
    if !path.starts_with('"') && !path.contains(|one: char| one.is_control()) {
        return path.to_owned();
    }
    let mut line = String::from("\"");
    for byte in path.bytes() {
        match byte {
            b'"' | b'\\' => line.extend(['\\', char::from(byte)]),
            b' '..=b'~' => line.push(char::from(byte)),
            _ => line.push_str(&format!("\\{byte:03o}")),
        }
    }
    line + "\""
}

/// Returns how a tree differs from that of an earlier commit.
pub(super) fn changes(git: &Git, old: Option<&str>, tree: &str) -> Result<Changes, Error> {
    let mut changes = Changes::default();
    let Some(old) = old else {
        let all = git.run(&["ls-tree", "-r", "-z", "--name-only", tree])?;
        changes.added = parts(&all).map(str::to_owned).collect();
        return Ok(changes);
    };
    let difference =
        git.run(&["diff-tree", "-r", "-z", "--no-renames", "--name-status", old, tree])?;
    let mut parts = parts(&difference);
    while let (Some(status), Some(path)) = (parts.next(), parts.next()) {
        let list = match status {
            "A" => &mut changes.added,
            "D" => &mut changes.removed,
            _ => &mut changes.changed,
        };
        list.push(path.to_owned());
    }
    Ok(changes)
}

fn parts(listing: &str) -> impl Iterator<Item = &str> {
    listing.split('\0').filter(|part| !part.is_empty())
}

/// Returns two files that are one on a disk that is blind to case, or to how letters are
/// composed.
pub(super) fn clash(files: &[SitePath]) -> Option<(&SitePath, &SitePath)> {
    let mut seen: BTreeMap<SitePath, &SitePath> = BTreeMap::new();
    files.iter().find_map(|file| seen.insert(file.folded(), file).map(|first| (first, file)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_a_disk_takes_for_one_are_found() {
        let files = |names: &[&str]| names.iter().copied().map(SitePath::file).collect::<Vec<_>>();
        assert!(clash(&files(&["a/index.html", "b/index.html", "A.html"])).is_none());
        assert!(clash(&files(&["a/Index.html", "b", "A/index.html"])).is_some());
        assert!(clash(&files(&["caf\u{e9}.png", "cafe\u{301}.png"])).is_some());
    }

    #[test]
    fn only_names_that_need_it_are_quoted() {
        for (path, line) in [
            ("文/a b\\c.html", "文/a b\\c.html"),
            ("a\nb", "\"a\\012b\""),
            ("\"甲\\", "\"\\\"\\347\\224\\262\\\\\""),
        ] {
            assert_eq!(quoted(path), line);
        }
    }
}
