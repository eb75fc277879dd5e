//! A site in a git repository of its own, for what is done with git.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

use crate::site::write;

/// A site in a repository, and a folder beside it that holds its remotes.
pub(crate) struct Repository {
    folder: TempDir,
}

/// How a command of the program ended.
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Repository {
    /// Makes a repository with one essay committed on `main`, and a bare one as its `origin`.
    pub(crate) fn new() -> Self {
        let one = Self { folder: TempDir::new().expect("a temporary folder") };
        fs::create_dir_all(one.site().join("content")).expect("folders");
        one.git_in(one.folder.path(), &["init", "--quiet", "--bare", "remote.git"]);
        one.git(&["init", "--quiet", "--initial-branch=main"]);
        one.git(&["remote", "add", "origin", "../remote.git"]);
        one.write(
            "content/a.md",
            "---\ntitle: 甲\ntime: 2020-01-01\nname: 林\n---\n微信比支付宝更开放。\n",
        );
        one.git(&["add", "."]);
        one.git(&["commit", "--quiet", "--message=一篇"]);
        one
    }

    /// The folder that holds the site, its remote and whatever else a test puts there.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn site(&self) -> PathBuf {
        self.folder.path().join("site")
    }

    pub(crate) fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        write(&self.site().join(path), text);
    }

    /// Runs git in the site and returns what it prints.
    pub(crate) fn git(&self, arguments: &[&str]) -> String {
        self.git_in(&self.site(), arguments)
    }

    pub(crate) fn git_in(&self, folder: &Path, arguments: &[&str]) -> String {
        let output = self.command("git", folder, arguments).output().expect("git runs");
        assert!(output.status.success(), "git {arguments:?}: {}", text(&output.stderr));
        text(&output.stdout).trim_end().to_owned()
    }

    /// Runs the program in the site.
    pub(crate) fn pangzhu(&self, arguments: &[&str]) -> Ran {
        ran(&self.program(arguments).output().expect("the program runs"))
    }

    /// The program in the site, to be run; its temporary files go with the repository.
    pub(crate) fn program(&self, arguments: &[&str]) -> Command {
        let scratch = self.folder.path().join("tmp");
        fs::create_dir_all(&scratch).expect("a folder");
        let mut command = self.command(env!("CARGO_BIN_EXE_pangzhu"), &self.site(), arguments);
        command.env("TMPDIR", scratch);
        command
    }

    fn command(&self, program: &str, folder: &Path, arguments: &[&str]) -> Command {
        let mut command = Command::new(program);
        command
            .args(arguments)
            .current_dir(folder)
            .env("GIT_CONFIG_GLOBAL", self.folder.path().join("gitconfig"))
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("HOME", self.folder.path())
            .env("PANGZHU_LANG", "en");
        for who in ["AUTHOR", "COMMITTER"] {
            command.env(format!("GIT_{who}_NAME"), "林").env(format!("GIT_{who}_EMAIL"), "l@x.org");
        }
        command
    }

    /// The commit that a branch is at.
    pub(crate) fn tip(&self, branch: &str) -> Option<String> {
        let listed =
            self.git(&["for-each-ref", "--format=%(objectname)", &format!("refs/heads/{branch}")]);
        (!listed.is_empty()).then_some(listed)
    }

    /// The files of a branch.
    pub(crate) fn files(&self, branch: &str) -> Vec<String> {
        let listed = self.git(&["ls-tree", "-r", "-z", "--name-only", branch]);
        listed.split('\0').filter(|path| !path.is_empty()).map(str::to_owned).collect()
    }

    /// All that must not be touched: what is checked out, the index, all other branches.
    pub(crate) fn untouchables(&self) -> String {
        let index = fs::read(self.site().join(".git/index")).expect("an index");
        let status = self.git(&["status", "--porcelain=v2", "--branch", "--ignored"]);
        let branch = self.git(&["symbolic-ref", "HEAD"]);
        let worktrees = self.git(&["worktree", "list"]);
        format!("{} {status} {branch} {worktrees}", sum_of(&index))
    }
}

fn sum_of(bytes: &[u8]) -> String {
    // Any telling sum will do: the bytes themselves are not worth printing.
    bytes.iter().fold(0u64, |sum, &byte| sum.wrapping_mul(31).wrapping_add(byte.into())).to_string()
}

fn ran(output: &Output) -> Ran {
    Ran {
        code: output.status.code().expect("it ended by itself"),
        out: text(&output.stdout),
        err: text(&output.stderr),
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
