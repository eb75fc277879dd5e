//! The calls that write to the disk: every one that the program makes.
//!
//! They are the system's own, but for one thing: a test may have any of them refused, as a full
//! disk, a broken one or one that only reads would. Decides nothing.

use std::fs::{self, File, Permissions};
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicI32, AtomicU64, Ordering};

use tempfile::{NamedTempFile, TempDir};

/// How many calls there were since [`refuse`] was last called.
static CALLS: AtomicU64 = AtomicU64::new(0);
/// The call that is refused: none.
static REFUSED: AtomicU64 = AtomicU64::new(u64::MAX);
/// What the system is made to say, by its own number.
static CAUSE: AtomicI32 = AtomicI32::new(0);
/// Whether those that follow are refused too.
static LASTS: AtomicBool = AtomicBool::new(false);

/// Has the call of this number (from 0) be refused, in all of the process; for tests. Returns how
/// many there were since this was last called.
///
/// `cause` is the number that the system has for it; `lasts` says that those that follow are
/// refused too.
#[doc(hidden)]
pub fn refuse(call: u64, cause: i32, lasts: bool) -> u64 {
    CAUSE.store(cause, Ordering::SeqCst);
    LASTS.store(lasts, Ordering::SeqCst);
    REFUSED.store(call, Ordering::SeqCst);
    CALLS.swap(0, Ordering::SeqCst)
}

/// Has no call be refused from now on; returns how many there were since [`refuse`].
#[doc(hidden)]
pub fn refuse_none() -> u64 {
    refuse(u64::MAX, 0, false)
}

/// Counts a call, and refuses it if it is one to be refused.
fn pass() -> io::Result<()> {
    let call = CALLS.fetch_add(1, Ordering::Relaxed);
    let refused = REFUSED.load(Ordering::Relaxed);
    if call == refused || call > refused && LASTS.load(Ordering::Relaxed) {
        return Err(io::Error::from_raw_os_error(CAUSE.load(Ordering::Relaxed)));
    }
    Ok(())
}

/// Makes a folder and those above it that are missing.
pub(super) fn create_dir_all(folder: &Path) -> io::Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    pass()?;
    fs::create_dir_all(folder)
}

/// Makes a folder.
#[cfg_attr(not(unix), expect(unused_variables, reason = "there are no modes there"))]
pub(super) fn create_dir(folder: &Path, mode: u32) -> io::Result<()> {
    pass()?;
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, mode);
    builder.create(folder)
}

/// Opens a file to be written from its start, new or not.
#[cfg_attr(not(unix), expect(unused_variables, reason = "there are no modes there"))]
pub(super) fn create(file: &Path, mode: u32) -> io::Result<File> {
    pass()?;
    let mut options = File::options();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, mode);
    options.write(true).create(true).truncate(true).open(file)
}

/// Opens a file that is not there yet.
pub(super) fn create_new(file: &Path) -> io::Result<File> {
    pass()?;
    File::create_new(file)
}

/// Opens a file to add to it, and makes one where there is none.
pub(super) fn append(file: &Path) -> io::Result<File> {
    pass()?;
    File::options().append(true).create(true).open(file)
}

/// Opens a file for its lock, whatever it holds.
pub(super) fn open_lock(file: &Path) -> io::Result<File> {
    pass()?;
    File::options().create(true).truncate(false).write(true).open(file)
}

/// Makes a file beside others, with a name of its own.
pub(super) fn stage_file(folder: &Path, (start, end): (&str, &str)) -> io::Result<NamedTempFile> {
    pass()?;
    tempfile::Builder::new().prefix(start).suffix(end).tempfile_in(folder)
}

/// Makes a folder beside others, with a name of its own.
pub(super) fn stage_folder(folder: &Path, (start, end): (&str, &str)) -> io::Result<TempDir> {
    pass()?;
    tempfile::Builder::new().prefix(start).suffix(end).tempdir_in(folder)
}

/// Writes bytes; where that is refused, as of a disk that is full, half of them are there.
pub(super) fn write_all(mut file: impl Write, bytes: &[u8]) -> io::Result<()> {
    if let Err(refused) = pass() {
        let _ = file.write_all(&bytes[..bytes.len() / 2]);
        return Err(refused);
    }
    file.write_all(bytes)
}

/// Writes many pieces of bytes; refused as [`write_all`] is.
pub(super) fn write_pieces(file: impl Write, pieces: &[impl AsRef<[u8]>]) -> io::Result<()> {
    let refused = pass().err();
    let count = if refused.is_some() { pieces.len() / 2 } else { pieces.len() };
    let mut file = BufWriter::new(file);
    for piece in &pieces[..count] {
        file.write_all(piece.as_ref())?;
    }
    file.flush()?;
    refused.map_or(Ok(()), Err)
}

/// Copies a file, and returns how long it is.
pub(super) fn copy(from: &Path, to: &Path) -> io::Result<u64> {
    pass()?;
    fs::copy(from, to)
}

/// Gives a file a second name.
pub(super) fn hard_link(file: &Path, other: &Path) -> io::Result<()> {
    pass()?;
    fs::hard_link(file, other)
}

/// Gives a file or folder another name, over what has it.
pub(super) fn rename(from: &Path, to: &Path) -> io::Result<()> {
    pass()?;
    fs::rename(from, to)
}

/// Has two files or folders change names in one step, where the system and the disk can.
#[cfg(target_os = "linux")]
pub(super) fn exchange(one: &Path, other: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    pass()?;
    Ok(renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE)?)
}

/// Says that it cannot be done here.
#[cfg(not(target_os = "linux"))]
pub(super) fn exchange(_one: &Path, _other: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Tells whether a call was refused because there is no such thing here.
pub(super) fn is_unknown(refused: &io::Error) -> bool {
    matches!(refused.kind(), io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported)
}

/// Puts a staged file in its place, over what is there.
pub(super) fn persist(staged: NamedTempFile, file: &Path) -> io::Result<()> {
    pass()?;
    staged.persist(file).map(drop).map_err(|refused| refused.error)
}

/// Puts a staged file in its place, unless something is there.
pub(super) fn persist_noclobber(staged: NamedTempFile, file: &Path) -> io::Result<()> {
    pass()?;
    staged.persist_noclobber(file).map(drop).map_err(|refused| refused.error)
}

/// Says who may do what with an open file.
pub(super) fn set_permissions(file: &File, permissions: Permissions) -> io::Result<()> {
    pass()?;
    file.set_permissions(permissions)
}

/// Says who may do what with a file or folder, where there are modes.
#[cfg(unix)]
pub(super) fn restrict(path: &Path, mode: u32) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    pass()?;
    fs::set_permissions(path, Permissions::from_mode(mode))
}

/// Says nothing: there are no modes here.
#[cfg(not(unix))]
pub(super) fn restrict(_path: &Path, _mode: u32) -> io::Result<()> {
    Ok(())
}

/// Waits until the disk has what a file holds.
pub(super) fn sync(file: &File) -> io::Result<()> {
    pass()?;
    file.sync_all()
}

/// Waits until the disk has the names in a folder.
#[cfg(unix)]
pub(super) fn sync_folder(folder: &Path) -> io::Result<()> {
    match sync(&File::open(folder)?) {
        // Some network file systems wait for files alone.
        Err(cause) if is_unknown(&cause) => Ok(()),
        result => result,
    }
}

/// Does nothing: folders cannot be waited for here.
#[cfg(not(unix))]
pub(super) fn sync_folder(_folder: &Path) -> io::Result<()> {
    Ok(())
}

/// Removes a file.
pub(super) fn remove_file(file: &Path) -> io::Result<()> {
    pass()?;
    fs::remove_file(file)
}

/// Removes a folder that is empty.
pub(super) fn remove_empty_dir(folder: &Path) -> io::Result<()> {
    pass()?;
    fs::remove_dir(folder)
}

/// Removes a folder and all in it.
pub(super) fn remove_dir_all(folder: &Path) -> io::Result<()> {
    pass()?;
    fs::remove_dir_all(folder)
}
