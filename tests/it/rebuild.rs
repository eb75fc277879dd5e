//! A build over an earlier one gives what a build from nothing gives, and leaves alone what is
//! as it was; killed at any moment, it leaves the old site or the new one.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, SystemTime};

use pangzhu::session::Options;
use proptest::prelude::*;
use tempfile::TempDir;

use crate::edits::{COMPANIES, FILES, apply, edit};
use crate::killed::{kills, lateness};
use crate::site::write;

/// How often a build is killed, and how much later each time, in microseconds.
const KILLS: u32 = 24;
const LATER: u64 = 2_503;

/// Returns the files of a tree: what each holds, and when it was last changed.
fn tree(folder: &Path) -> BTreeMap<String, (Vec<u8>, SystemTime)> {
    let mut files = BTreeMap::new();
    let Ok(entries) = fs::read_dir(folder) else { return files };
    for entry in entries.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.path().is_dir() {
            files.extend(
                tree(&entry.path()).into_iter().map(|(key, one)| (name.clone() + "/" + &key, one)),
            );
        } else {
            let changed = entry.metadata().and_then(|about| about.modified()).expect("a time");
            files.insert(name, (fs::read(entry.path()).expect("a file"), changed));
        }
    }
    files
}

fn bytes(tree: &BTreeMap<String, (Vec<u8>, SystemTime)>) -> Vec<(&String, &Vec<u8>)> {
    tree.iter().map(|(path, (bytes, _))| (path, bytes)).collect()
}

/// Gives every file of a tree a time long ago.
fn age(folder: &Path) {
    let long_ago = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
    for path in tree(folder).keys() {
        let file = fs::File::options().write(true).open(folder.join(path)).expect("a file");
        file.set_modified(long_ago).expect("an older file");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn a_build_over_an_earlier_one_is_a_build_from_nothing(
        edits in prop::collection::vec(edit(COMPANIES), 1..8),
    ) {
        let folder = TempDir::new().expect("a temporary folder");
        let root = folder.path().join("site");
        for (file, texts) in FILES.iter().take(COMPANIES) {
            write(&root.join(file), texts[0]);
        }
        let build = |name: &str| {
            let target = folder.path().join(name);
            let built = pangzhu::build(&root, &target, Options::default()).expect("no disk fault");
            (built.written.is_some(), tree(&target))
        };
        let mut before = build("public").1;
        for (number, edit) in edits.iter().enumerate() {
            age(&folder.path().join("public"));
            apply(&root, edit);
            let (written, again) = build("public");
            if !written {
                prop_assert_eq!(bytes(&again), bytes(&before));
                continue;
            }
            let (_, fresh) = build(&format!("fresh-{number}"));
            prop_assert_eq!(bytes(&again), bytes(&fresh));
            for (path, (bytes, changed)) in &again {
                let was = before.get(path).map(|(bytes, _)| bytes);
                let is_kept = *changed < SystemTime::now() - Duration::from_secs(1_000_000);
                // The two files of the program's own are always new.
                prop_assert!(is_kept == (was == Some(bytes)) || path.starts_with('.'), "{}", path);
            }
            before = again;
        }
    }
}

#[test]
fn who_is_killed_while_building_leaves_the_old_site_or_the_new() {
    let folder = TempDir::new().expect("a temporary folder");
    let root = folder.path();
    let essay = |number: usize, word: &str| {
        let text = format!(
            "---\ntitle: 第{number}篇\ntime: 2020-01-01\nname: 林\n---\n腾讯比阿里巴巴{word}。\n"
        );
        write(&root.join(format!("content/{number}.md")), &text);
    };
    let build = || {
        Command::new(env!("CARGO_BIN_EXE_pangzhu"))
            .env("PANGZHU_LANG", "en")
            .args(["build", "--root"])
            .arg(root)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program runs")
    };
    let words = ["更开放", "更便宜"];
    let built = words.map(|word| {
        (0..40).for_each(|number| essay(number, word));
        assert!(build().wait().expect("it ends").success());
        tree(&root.join("public"))
    });
    let whole = built.each_ref().map(bytes);
    let (mut kept, mut replaced) = (0, 0);
    for kill in 0..kills(KILLS) {
        let word = usize::from(kill % 2 == 1);
        (0..40).for_each(|number| essay(number, words[word]));
        let mut child = build();
        // Most of its time goes by before it writes: wait for that, then a little longer.
        let is_writing = || {
            let names = fs::read_dir(root).expect("a folder").flatten();
            names.into_iter().any(|one| one.file_name().to_string_lossy().starts_with(".public"))
        };
        while !is_writing() && child.try_wait().expect("it can be asked").is_none() {
            thread::yield_now();
        }
        thread::sleep(lateness(kill, KILLS, LATER));
        let _ = child.kill();
        child.wait().expect("it ends");
        let left = tree(&root.join("public"));
        // Where two folders cannot change places in one step, it leaves the old site, when it is
        // killed between the two, where the next build finds it.
        if left.is_empty() && cfg!(not(target_os = "linux")) {
            continue;
        }
        let found = whole.iter().position(|one| *one == bytes(&left));
        assert!(found.is_some(), "it is neither the one nor the other");
        if found == Some(word) { replaced += 1 } else { kept += 1 }
    }
    assert!(kept + replaced > 0);
    assert!(build().wait().expect("it ends").success());
    let entries = fs::read_dir(root).expect("a folder").flatten();
    let mut names: Vec<String> =
        entries.map(|one| one.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    assert_eq!(names, [".pangzhu-cache", "content", "public"]);
}
