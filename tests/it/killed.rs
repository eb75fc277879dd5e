//! A process that is killed leaves what was there or what was to come, never something between.

use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

use serde_json::json;
use tempfile::TempDir;

use crate::repository::Repository;

/// How many notes are taken in, each by a rewrite of its own.
const NOTES: usize = 100;
/// How often a process is killed.
const KILLS: u64 = 12;
/// How much later each is killed than the one before, in microseconds: no round number, so
/// that all steps of a rewrite are hit.
const LATER: u64 = 2_903;
const ENTRY: &str = "  - quote: ";

fn import(site: &Path) -> Child {
    Command::new(env!("CARGO_BIN_EXE_pangzhu"))
        .args(["notes", "import", "notes.jsonl"])
        .current_dir(site)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program runs")
}

#[test]
fn who_is_killed_while_writing_leaves_the_old_file_or_the_new() {
    let folder = TempDir::new().expect("a temporary folder");
    let site = folder.path();
    fs::create_dir(site.join("content")).expect("a folder");
    let mut text = "---\ntitle: 甲\ntime: 2020-01-01\nname: 林\n---\n".to_owned();
    let mut lines = String::new();
    for number in 0..NOTES {
        text.push_str(&format!("这是第{number}段话，写了一些没有人比较过的事。\n\n"));
        let line = json!({
            "essay": "content/a.md", "quote": format!("这是第{number}段话"),
            "body": format!("第{number}条"),
        });
        lines.push_str(&format!("{line}\n"));
    }
    fs::write(site.join("content/a.md"), text).expect("an essay");
    fs::write(site.join("notes.jsonl"), lines).expect("notes");
    let notes = site.join("content/a.notes.yaml");
    assert!(import(site).wait().expect("it ends").success());
    let whole = fs::read_to_string(&notes).expect("a notes file");
    assert_eq!(whole.matches(ENTRY).count(), NOTES);

    let mut interrupted = 0;
    for kill in 0..KILLS {
        fs::remove_file(&notes).expect("it was there");
        let mut child = import(site);
        while !notes.exists() && child.try_wait().expect("it can be asked").is_none() {
            thread::yield_now();
        }
        thread::sleep(Duration::from_micros(kill * LATER));
        child.kill().expect("it is ours");
        child.wait().expect("it ends");
        let left = fs::read_to_string(&notes).expect("a notes file");
        let rest = whole.strip_prefix(left.as_str());
        assert!(rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(ENTRY)), "{left}");
        interrupted += usize::from(left.len() < whole.len());
    }
    assert!(interrupted > 0, "some were killed before their end");
}

/// How often a publication is killed.
const PUBLICATIONS_KILLED: u32 = 200;

#[test]
fn a_publication_that_is_killed_leaves_the_old_branch_or_the_new() {
    let repository = Repository::new();
    let publish = || {
        let mut command = repository.program(&["publish", "--push"]);
        command.stdout(Stdio::null()).stderr(Stdio::null());
        command.spawn().expect("the program runs")
    };
    let essay = |number: u32| {
        repository.write("static/编号.txt", number.to_string());
        number
    };
    let shown = || repository.git(&["show", "gh-pages:编号.txt"]);
    let mut last = essay(0).to_string();
    let began = std::time::Instant::now();
    assert!(publish().wait().expect("it ends").success());
    let whole = began.elapsed();
    let before = repository.untouchables();
    let mut interrupted = 0;
    for kill in 1..=PUBLICATIONS_KILLED {
        let next = essay(kill).to_string();
        let tip = repository.tip("gh-pages");
        let mut child = publish();
        // Spread over all of its run, and a little longer.
        thread::sleep(whole * kill / PUBLICATIONS_KILLED * 6 / 5);
        let _ = child.kill();
        child.wait().expect("it ends");
        let now = shown();
        if repository.tip("gh-pages") == tip {
            assert_eq!(now, last);
            interrupted += 1;
        } else {
            assert_eq!(now, next);
            let parent = repository.git(&["rev-parse", "gh-pages^"]);
            assert!(
                Some(&parent) == tip.as_ref()
                    || repository.git(&["log", "--format=%H", "gh-pages"]).contains(&parent)
            );
        }
        last = now;
        assert_eq!(repository.git(&["status", "--porcelain", "--", "content"]), "");
    }
    repository.git(&["fsck", "--no-dangling", "--connectivity-only"]);
    assert!(interrupted > 0, "some were killed before their end");
    let left: Vec<_> = before.split_whitespace().take(1).collect();
    assert!(repository.untouchables().starts_with(left[0]), "the index is as it was");
    // Whatever was left lying stands in nobody's way.
    assert!(publish().wait().expect("it ends").success());
    assert_eq!(shown(), PUBLICATIONS_KILLED.to_string());
    let at_remote = repository.git(&["ls-remote", "origin", "refs/heads/gh-pages"]);
    assert!(at_remote.starts_with(&repository.tip("gh-pages").expect("a branch")), "{at_remote}");
}
