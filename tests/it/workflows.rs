//! The workflows of this repository: what they may do, and the parts of them that run here.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use pangzhu::source::{Source, SourcePath};
use pangzhu::yaml;
use serde_json::{Value, json};

fn github(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(".github").join(path)
}

/// Returns the name, text and content of each workflow.
fn workflows() -> Vec<(String, String, Value)> {
    let folder = fs::read_dir(github("workflows")).expect("a folder");
    let mut all: Vec<(String, String, Value)> = folder
        .map(|entry| {
            let path = entry.expect("an entry").path();
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            let text = fs::read_to_string(&path).expect("a text");
            let source = Source::new(SourcePath::new(name.as_str()), text.clone());
            let value = yaml::parse(&source).unwrap_or_else(|fault| panic!("{name}: {fault:?}"));
            (name, text, value)
        })
        .collect();
    all.sort_by(|one, other| one.0.cmp(&other.0));
    all
}

#[test]
fn every_action_is_pinned_and_every_right_asked_for_by_the_job_that_needs_it() {
    let workflows = workflows();
    let names: Vec<&str> = workflows.iter().map(|(name, ..)| name.as_str()).collect();
    assert_eq!(names, ["ci.yml", "pages.yml", "release.yml"]);
    for (name, text, workflow) in &workflows {
        assert_eq!(workflow["permissions"], json!({ "contents": "read" }), "{name}");
        for line in text.lines().filter(|line| line.contains("uses: ")) {
            let (_, action) = line.split_once("uses: ").expect("it is there");
            let (commit, version) = (action.split_once('@'))
                .and_then(|(_, version)| version.split_once(" # v"))
                .unwrap_or_else(|| panic!("{name}: {action} has a commit and a version"));
            let is_commit = commit.len() == 40 && commit.chars().all(|c| c.is_ascii_hexdigit());
            assert!(is_commit && !version.is_empty(), "{name}: {action}");
        }
        for (job, value) in workflow["jobs"].as_object().expect("jobs") {
            assert!(value["timeout-minutes"].is_u64(), "{name}: {job} ends");
            let steps = value["steps"].as_array().expect("steps");
            for step in steps.iter().filter(|step| {
                step["uses"].as_str().is_some_and(|action| action.contains("checkout@"))
            }) {
                assert_eq!(step["with"]["persist-credentials"], false, "{name}: {job}");
            }
        }
    }
}

#[test]
fn ci_runs_what_the_readme_tells_to_run() {
    let readme = fs::read_to_string(github("../README.md")).expect("a text");
    assert!(readme.contains("sh tests/run "));
    let (_, _, ci) = workflows().remove(0);
    let steps = ci["jobs"]["test"]["steps"].as_array().expect("steps");
    assert!(steps.iter().any(|step| step["run"] == "sh tests/run"));
}

#[cfg(unix)]
#[test]
fn a_release_is_packed_with_manual_completions_and_checksum() {
    let folder = tempfile::tempdir().expect("a folder");
    let packed = Command::new("sh")
        .arg(github("package"))
        .args([env!("CARGO_BIN_EXE_pangzhu"), "pangzhu-1.2.3-here"])
        .arg(folder.path())
        .output()
        .expect("a shell");
    assert!(packed.status.success(), "{}", String::from_utf8_lossy(&packed.stderr));
    let listed = Command::new("tar")
        .args(["-tzf", "pangzhu-1.2.3-here.tar.gz"])
        .current_dir(&folder)
        .output()
        .expect("tar");
    let listed = String::from_utf8(listed.stdout).expect("names");
    for name in ["pangzhu", "README.md", "LICENSE-MIT", "LICENSE-APACHE", "man/pangzhu.1"] {
        let path = format!("pangzhu-1.2.3-here/{name}");
        assert!(listed.lines().any(|line| line == path), "{path} in {listed}");
    }
    for name in ["man/pangzhu-serve.1", "completions/pangzhu.zsh"] {
        assert!(listed.contains(name), "{name} in {listed}");
    }
    assert!(!listed.contains("pangzhu-help.1"), "{listed}");
    let sum = fs::read_to_string(folder.path().join("pangzhu-1.2.3-here.tar.gz.sha256"));
    assert!(sum.expect("a checksum").ends_with("  pangzhu-1.2.3-here.tar.gz\n"));
}
