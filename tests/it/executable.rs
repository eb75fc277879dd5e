//! Programs that a test puts somewhere and has run.
//!
//! Another process writes them. What this one has open for writing, a process that some other test
//! starts at that moment has open too until it is itself, and what is open for writing is not run:
//! “Text file busy”.

use std::fs;
use std::path::Path;
#[cfg(unix)]
use std::process::Command;

/// Copies a program to where it is to be run.
#[cfg(unix)]
pub(crate) fn install(from: &Path, to: &Path) {
    let status = Command::new("install").args(["-m", "755"]).args([from, to]).status();
    assert!(status.expect("install runs").success(), "{}", to.display());
}

/// Copies a program to where it is to be run; any file is one here.
#[cfg(not(unix))]
pub(crate) fn install(from: &Path, to: &Path) {
    fs::copy(from, to).expect("a copy");
}

/// Writes a shell script to where it is to be run.
pub(crate) fn script(to: &Path, commands: &str) {
    let text = to.with_extension("text");
    fs::write(&text, format!("#!/bin/sh\n{commands}\n")).expect("a file");
    install(&text, to);
    fs::remove_file(text).expect("it was there");
}
