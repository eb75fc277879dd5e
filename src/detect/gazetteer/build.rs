//! Gathers the built-in lists of companies into the form that the program reads at its start.
//!
//! People write YAML; reading a megabyte of it takes longer than making a small site.

use std::path::{Path, PathBuf};
use std::{env, fs};

#[allow(dead_code, reason = "the program reads what is only written here")]
#[path = "file.rs"]
mod file;

/// Where the lists stand.
const FOLDER: &str = "src/detect/gazetteer";

fn main() {
    println!("cargo::rerun-if-changed={FOLDER}");
    let mut files: Vec<PathBuf> = fs::read_dir(FOLDER)
        .unwrap_or_else(|error| panic!("{FOLDER}: {error}"))
        .map(|entry| entry.expect("the folder is readable").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "yaml"))
        .collect();
    files.sort();
    let lists: Vec<file::File> = files.iter().map(|path| read(path)).collect();
    let json = serde_json::to_vec(&lists).expect("strings and numbers can be written");
    let out = env::var_os("OUT_DIR").expect("cargo sets it");
    fs::write(Path::new(&out).join("gazetteer.json"), json).expect("cargo made the folder");
}

fn read(path: &Path) -> file::File {
    let text =
        fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_yaml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
