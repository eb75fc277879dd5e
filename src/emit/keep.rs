//! Where a site keeps what can be made again, from one run to the next.
//!
//! Whatever is read here may be old, cut short or someone else's: who reads it tells. What cannot
//! be written costs the next run some time and nothing else.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::disk;
use super::ledger::Stamp;

/// The folder of a site that holds nothing but what can be made again.
pub const CACHE: &str = ".pangzhu-cache";
/// Keeps git from what is in the folder, as the folder's own.
const IGNORE: (&str, &str) = (".gitignore", "*\n");
/// How the names of files begin and end that are not whole yet.
const STAGED: (&str, &str) = (".staged-", "");

/// How the name of a spare tree ends.
const SPARE: &str = ".spare";
/// How many hex digits name a target: two of them never meet by chance.
const TARGET_DIGITS: usize = 16;

/// Returns what names a target.
pub(super) fn digits(target: &Path) -> String {
    let digest = blake3::hash(target.as_os_str().as_encoded_bytes()).to_hex();
    digest[..TARGET_DIGITS].to_owned()
}

/// Where it is kept what a site's files were made of, and for which program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keep {
    /// The folder.
    pub folder: PathBuf,
    /// What tells one version of this program from another.
    pub program: String,
}

impl Keep {
    /// Returns where the running program keeps it for the site in `root`; nothing where the
    /// program cannot be told from others.
    pub fn of(root: &Path) -> Option<Self> {
        let about = fs::metadata(std::env::current_exe().ok()?).ok()?;
        let Stamp { length, modified, .. } = Stamp::of(&about)?;
        let program = format!("{} {length} {modified}", env!("CARGO_PKG_VERSION"));
        Some(Self { folder: root.join(CACHE), program })
    }

    /// Returns the bytes that are kept under a name.
    pub fn read(&self, name: &str) -> Option<Vec<u8>> {
        fs::read(self.folder.join(name)).ok()
    }

    /// Keeps bytes, one piece behind the other, under a name: what was there stays, or all of them
    /// take its place.
    pub fn write(&self, name: &str, pieces: &[impl AsRef<[u8]>]) {
        let _ = self.replace(name, pieces);
    }

    /// Adds bytes to those that are kept under a name.
    pub fn append(&self, name: &str, bytes: &[u8]) {
        let open = || disk::append(&self.folder.join(name));
        let _ = self.begin().and_then(|()| disk::write_all(open()?, bytes));
    }

    /// Returns where the tree lies that stood at a target before the one that does, if it does.
    pub(super) fn spare(&self, target: &Path) -> PathBuf {
        self.folder.join(format!("{}{SPARE}", digits(target)))
    }

    /// Lays a tree by that stood at a target, in the place of those of other targets: one is all
    /// the room that this may take. Where that fails the tree stays where it is.
    pub(super) fn lay_by(&self, tree: &Path, target: &Path) {
        if !tree.is_dir() {
            return;
        }
        let others = fs::read_dir(&self.folder).into_iter().flatten().flatten();
        for other in others.filter(|one| one.file_name().to_string_lossy().ends_with(SPARE)) {
            let _ = disk::remove_dir_all(&other.path());
        }
        let _ = self.begin().and_then(|()| disk::rename(tree, &self.spare(target)));
    }

    fn replace(&self, name: &str, pieces: &[impl AsRef<[u8]>]) -> io::Result<()> {
        self.begin()?;
        let mut staged = disk::stage_file(&self.folder, STAGED)?;
        disk::write_pieces(&mut staged, pieces)?;
        disk::persist(staged, &self.folder.join(name))
    }

    /// Makes the folder.
    fn begin(&self) -> io::Result<()> {
        disk::create_dir_all(&self.folder)?;
        let (name, text) = IGNORE;
        let ignore = self.folder.join(name);
        if ignore.exists() {
            return Ok(());
        }
        disk::write_all(disk::create_new(&ignore)?, text.as_bytes())
    }
}
