//! The machine's faults: disk, permissions, a broken installation.
//!
//! Faults of what the author wrote are [`crate::diagnostic::Diagnostic`]s.

use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use crate::language::Wording;
use crate::wording;

/// What kept the program from doing its work; displayed it is English.
#[derive(Debug)]
pub enum Error {
    /// The system refused something about a file or folder.
    Io {
        /// What was tried.
        doing: Doing,
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        cause: io::Error,
    },
    /// A file cannot be changed as it was meant to be.
    NotEdited {
        /// The file.
        path: PathBuf,
        /// What stands against it.
        why: Wording,
    },
    /// The folder is no site: it has no `content/`.
    NoSite(PathBuf),
    /// The output folder holds what this program did not write.
    ForeignOutput(PathBuf),
    /// The output folder would hold the site's own sources, or lie inside them.
    OutputOverSources(PathBuf),
    /// No port to serve at.
    NoPort {
        /// The first that was tried.
        address: SocketAddr,
        /// What the system said.
        cause: io::Error,
    },
    /// The system has no random numbers for the preview's token.
    NoToken(String),
    /// What was asked for could lose somebody's work, or cannot be as things stand.
    Refused {
        /// What stands against it.
        what: Wording,
        /// What to do about it.
        help: Wording,
    },
    /// Git did not do as it was told.
    Git {
        /// Its command, as in `push`.
        command: String,
        /// What it said.
        said: String,
    },
}

/// What is done with a file or folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doing {
    /// Copying it.
    Copy,
    /// Making it.
    Create,
    /// Making a folder within it.
    CreateWithin,
    /// Finding it.
    Find,
    /// Keeping others off it.
    Lock,
    /// Opening it.
    Open,
    /// Reading it.
    Read,
    /// Putting another in its place.
    Replace,
    /// Putting it back.
    Restore,
    /// Starting it as a program.
    Run,
    /// Saying who may read and write it.
    SetMode,
    /// Writing it.
    Write,
}

impl Doing {
    /// Returns what cannot be done with a file.
    fn failed(self, path: &Path) -> Wording {
        let path = path.display();
        match self {
            Self::Copy => wording!("cannot copy {path}", "无法复制 {path}"),
            Self::Create => wording!("cannot create {path}", "无法新建 {path}"),
            Self::CreateWithin => {
                wording!("cannot create a folder in {path}", "无法在 {path} 里新建文件夹")
            }
            Self::Find => wording!("cannot find {path}", "找不到 {path}"),
            Self::Lock => wording!("cannot lock {path}", "无法锁定 {path}"),
            Self::Open => wording!("cannot open {path}", "无法打开 {path}"),
            Self::Read => wording!("cannot read {path}", "无法读取 {path}"),
            Self::Replace => wording!("cannot replace {path}", "无法替换 {path}"),
            Self::Restore => wording!("cannot restore {path}", "无法恢复 {path}"),
            Self::Run => wording!("cannot run {path}", "无法运行 {path}"),
            Self::SetMode => {
                wording!("cannot set the mode of {path}", "无法设置 {path} 的权限")
            }
            Self::Write => wording!("cannot write {path}", "无法写入 {path}"),
        }
    }
}

impl Error {
    /// Makes a file fault from what the system said.
    pub fn io(doing: Doing, path: &Path, cause: io::Error) -> Self {
        Self::Io { doing, path: path.to_owned(), cause }
    }

    /// Makes a refusal, with what to do about it.
    pub const fn refused(what: Wording, help: Wording) -> Self {
        Self::Refused { what, help }
    }

    /// Returns what to do about it, where that is not part of the message.
    pub const fn help(&self) -> Option<&Wording> {
        match self {
            Self::Refused { help, .. } => Some(help),
            _ => None,
        }
    }

    /// Returns what to say about it.
    pub fn wording(&self) -> Wording {
        match self {
            Self::Io { doing, path, cause } => {
                let (failed, cause) = (doing.failed(path), said(cause));
                wording!("{failed}: {cause}", "{failed}：{cause}"; failed, cause)
            }
            Self::NotEdited { path, why } => {
                let path = path.display();
                wording!("cannot edit {path}: {why}", "无法改写 {path}：{why}"; why)
            }
            Self::NoSite(path) => {
                let path = path.display();
                wording!(
                    "{path} is not a site: it has no folder `content`",
                    "{path} 不是网站：里面没有 `content` 文件夹"
                )
            }
            Self::ForeignOutput(path) => {
                let path = path.display();
                wording!(
                    "{path} was not written by pangzhu and is left alone: \
                     empty it, or name another folder with --output",
                    "{path} 不是 pangzhu 写的，没有动它：请清空，或用 --output 另指一个文件夹"
                )
            }
            Self::OutputOverSources(path) => {
                let path = path.display();
                wording!(
                    "{path} lies over the site's sources: name another folder with --output",
                    "{path} 与网站的源文件重叠：请用 --output 另指一个文件夹"
                )
            }
            Self::NoPort { address, cause } => {
                let cause = said(cause);
                wording!(
                    "cannot serve at {address}: {cause}; name another port with --port",
                    "无法在 {address} 提供预览：{cause}；请用 --port 换一个端口";
                    cause
                )
            }
            Self::Refused { what, .. } => what.clone(),
            Self::Git { command, said } => {
                wording!("`git {command}` failed: {said}", "`git {command}` 没有成功：{said}")
            }
            Self::NoToken(cause) => {
                wording!("the system gives no random numbers: {cause}", "系统给不出随机数：{cause}")
            }
        }
    }
}

/// Returns what the system said, in Chinese too where that is common.
fn said(cause: &io::Error) -> Wording {
    let number = cause.raw_os_error().map(|number| format!("（os error {number}）"));
    let chinese = match cause.kind() {
        _ if number.is_none() => None,
        io::ErrorKind::NotFound => Some("没有这个文件或文件夹"),
        io::ErrorKind::PermissionDenied => Some("没有权限"),
        io::ErrorKind::AlreadyExists => Some("已经存在"),
        io::ErrorKind::NotADirectory => Some("不是文件夹"),
        io::ErrorKind::IsADirectory => Some("是文件夹"),
        io::ErrorKind::StorageFull => Some("磁盘已满"),
        io::ErrorKind::ReadOnlyFilesystem => Some("磁盘只读"),
        io::ErrorKind::AddrInUse => Some("已被占用"),
        io::ErrorKind::AddrNotAvailable => Some("这台机器没有这个地址"),
        _ => None,
    };
    let same = Wording::same(cause.to_string());
    match chinese {
        Some(chinese) => {
            Wording { chinese: format!("{chinese}{}", number.unwrap_or_default()), ..same }
        }
        None => same,
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.wording().english)
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io { cause, .. } | Self::NoPort { cause, .. } => Some(cause),
            _ => None,
        }
    }
}
