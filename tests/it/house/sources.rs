//! The program's sources, read as text, comments and doc comments left out.

use std::fs;
use std::path::{Path, PathBuf};

/// A file of `src/`.
pub(super) struct Module {
    /// `load::inputs` for `src/load/inputs.rs`.
    pub(super) name: String,
    pub(super) text: String,
    /// Its lines of code, those of its tests left out.
    pub(super) code: Vec<String>,
}

impl Module {
    pub(super) fn top(&self) -> &str {
        self.name.split("::").next().expect("a split has a first part")
    }
}

pub(super) fn modules() -> Vec<Module> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut modules: Vec<Module> =
        files(&src, "rs").iter().map(|file| module(&src, file)).collect();
    modules.sort_by(|one, other| one.name.cmp(&other.name));
    assert!(modules.len() > 20, "the sources are found");
    modules
}

pub(super) fn module(src: &Path, file: &Path) -> Module {
    let relative = file.strip_prefix(src).expect("it lies below").with_extension("");
    let parts = relative.iter().map(|part| part.to_string_lossy());
    let name = parts.collect::<Vec<_>>().join("::");
    let name = name.strip_suffix("::mod").unwrap_or(&name).to_owned();
    let text = fs::read_to_string(file).expect("a readable source");
    let is_test = name.split("::").any(|part| part == "tests") || name.ends_with("fixture");
    let code = if is_test { Vec::new() } else { code(&text) };
    Module { name, text, code }
}

/// Returns the lines of code up to the file's tests, comments left out.
fn code(text: &str) -> Vec<String> {
    text.lines()
        .take_while(|line| *line != "#[cfg(test)]")
        .map(|line| line.split("//").next().unwrap_or_default().to_owned())
        .collect()
}

/// The build script stands beside what it builds and is no module.
fn is_build_script(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name == "build.rs")
        && path.parent().is_some_and(|folder| folder.ends_with("gazetteer"))
}

pub(super) fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(files(&path, extension));
        } else if path.extension().is_some_and(|one| one == extension) && !is_build_script(&path) {
            found.push(path);
        }
    }
    found
}

/// Returns the modules in the order in which `lib.rs` lists them.
pub(super) fn reading_order() -> Vec<String> {
    let lib = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lib.rs");
    let text = fs::read_to_string(lib).expect("a readable source");
    text.lines()
        .filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'))
        .map(str::to_owned)
        .collect()
}
