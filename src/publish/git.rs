//! The user's own git, asked by its plumbing: nothing here touches a work tree or its index.
//!
//! What a repository or its owner has set up for daily work (hooks, filters, attributes, line
//! ends, ignored files) has no part in it; only a push runs as the user's own would.

use std::ffi::OsStr;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::thread;

use crate::error::{Doing, Error};
use crate::wording;

/// Set where git runs this program, in a hook or an alias; they would lead it elsewhere.
const INHERITED: [&str; 9] = [
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_COMMON_DIR",
    "GIT_NAMESPACE",
    "GIT_PREFIX",
    "GIT_QUARANTINE_PATH",
];

/// What git answers where a question has the answer no.
const NO: i32 = 1;

/// A repository, as this program asks about it and writes to it.
#[derive(Clone, Debug)]
pub(super) struct Git {
    /// Where it is run.
    folder: PathBuf,
    /// Its repository, once it is known.
    repository: Option<PathBuf>,
    environment: Vec<(&'static str, PathBuf)>,
}

impl Git {
    /// Finds the repository that holds a folder.
    pub(super) fn of(folder: &Path) -> Result<Self, Error> {
        let mut git = Self { folder: folder.to_owned(), repository: None, environment: Vec::new() };
        let Some(repository) = git.ask(&["rev-parse", "--absolute-git-dir"])? else {
            let shown = folder.display();
            return Err(Error::refused(
                wording!("{shown} is in no git repository", "{shown} 不在 git 仓库里"),
                wording!(
                    "make one with `git init`, or copy `public` to where the site will stand",
                    "用 `git init` 建一个，或把 `public` 复制到网站要放的地方"
                ),
            ));
        };
        git.repository = Some(PathBuf::from(repository));
        Ok(git)
    }

    /// Returns the same repository seen from another folder.
    pub(super) fn within(&self, folder: &Path) -> Self {
        Self { folder: folder.to_owned(), ..self.clone() }
    }

    /// Returns the same repository with a variable of git's set.
    pub(super) fn with(mut self, variable: &'static str, value: PathBuf) -> Self {
        self.environment.push((variable, value));
        self
    }

    /// Runs a command and returns what it prints, its last line end taken off.
    pub(super) fn run<S: AsRef<OsStr>>(&self, arguments: &[S]) -> Result<String, Error> {
        self.feed(arguments, Vec::new())
    }

    /// Runs a command that reads `input`, and returns what it prints.
    pub(super) fn feed<S: AsRef<OsStr>>(
        &self,
        arguments: &[S],
        input: Vec<u8>,
    ) -> Result<String, Error> {
        let output = self.execute(arguments, input)?;
        if output.status.success() {
            Ok(text(&output.stdout))
        } else {
            Err(failed(arguments, &output))
        }
    }

    /// Asks something; `None` is git's no.
    pub(super) fn ask<S: AsRef<OsStr>>(&self, arguments: &[S]) -> Result<Option<String>, Error> {
        let output = self.execute(arguments, Vec::new())?;
        // Outside of a repository git has no better word for no.
        let is_no = output.status.code() == Some(NO) || self.repository.is_none();
        match output.status.success() {
            true => Ok(Some(text(&output.stdout))),
            false if is_no => Ok(None),
            false => Err(failed(arguments, &output)),
        }
    }

    /// Pushes with the user's own hooks and credentials; git may ask for them on the terminal.
    pub(super) fn push<S: AsRef<OsStr>>(&self, arguments: &[S]) -> Result<(), Error> {
        let mut command = self.command();
        command.arg("push").args(arguments).stdin(Stdio::inherit());
        let output = command.output().map_err(missing)?;
        if output.status.success() { Ok(()) } else { Err(failed(&["push"], &output)) }
    }

    fn execute<S: AsRef<OsStr>>(&self, arguments: &[S], input: Vec<u8>) -> Result<Output, Error> {
        let mut command = self.command();
        // A folder that is none: no hook is found there.
        command.args(["-c", "core.hooksPath=/dev/null"]).args(arguments);
        let stdin = if input.is_empty() { Stdio::null() } else { Stdio::piped() };
        let mut child = command
            .stdin(stdin)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(missing)?;
        let writer = child.stdin.take().map(|mut stdin| {
            // Beside the reading: who writes and reads by turns waits for the other for ever.
            // What git does not want to hear it says on standard error.
            thread::spawn(move || drop(stdin.write_all(&input)))
        });
        let output = child.wait_with_output().map_err(missing)?;
        if let Some(writer) = writer {
            let _ = writer.join();
        }
        Ok(output)
    }

    fn command(&self) -> Command {
        let mut command = Command::new("git");
        for name in INHERITED {
            command.env_remove(name);
        }
        command
            .current_dir(&self.folder)
            .envs(self.environment.iter().map(|(name, value)| (name, value)));
        if let Some(repository) = &self.repository {
            command.arg("--git-dir").arg(repository);
        }
        command.args(["-c", "core.quotePath=false", "-c", "i18n.commitEncoding=UTF-8"]);
        command
    }
}

fn text(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    text.strip_suffix('\n').unwrap_or(&text).to_owned()
}

fn missing(cause: io::Error) -> Error {
    match cause.kind() {
        io::ErrorKind::NotFound => Error::refused(
            wording!("git is not installed", "没有安装 git"),
            wording!(
                "publish works with your own git: https://git-scm.com",
                "发布要用你自己的 git：https://git-scm.com"
            ),
        ),
        _ => Error::io(Doing::Run, Path::new("git"), cause),
    }
}

fn failed<S: AsRef<OsStr>>(arguments: &[S], output: &Output) -> Error {
    let command = arguments.first().map(|first| first.as_ref().to_string_lossy().into_owned());
    Error::Git {
        command: command.unwrap_or_default(),
        said: String::from_utf8_lossy(&output.stderr).trim().to_owned(),
    }
}
