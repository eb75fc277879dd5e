//! A process that is killed leaves what was there or what was to come, never something between.

use std::env;
use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::json;
use tempfile::TempDir;

use crate::import::PICTURE;
use crate::repository::Repository;
use crate::site::{Site, tree};

/// How many notes are taken in, each by a rewrite of its own.
const NOTES: usize = 100;
/// How often a process is killed.
const KILLS: u32 = 12;
/// How much later each is killed than the one before, in microseconds: no round number, so
/// that all steps of a rewrite are hit.
const LATER: u64 = 2_903;

/// Returns how often a command is killed: as often as usual, or as `PANGZHU_KILLS` says.
pub(crate) fn kills(usual: u32) -> u32 {
    let said = env::var("PANGZHU_KILLS").ok().and_then(|count| count.parse().ok());
    said.unwrap_or(usual)
}

/// Returns how late the one of this number is killed: as many times `later` microseconds as
/// usual at most, then from the start again, a little beside the earlier ones.
pub(crate) fn lateness(number: u32, usual: u32, later: u64) -> Duration {
    let (round, place) = (number / usual, number % usual);
    Duration::from_micros(u64::from(place) * later + u64::from(round) * 37 % later)
}
const ENTRY: &str = "  - quote: ";

fn import(site: &Path) -> Child {
    start(site, &["notes", "import", "notes.jsonl"])
}

/// Starts a command in the folder of a site.
pub(crate) fn start(site: &Path, arguments: &[&str]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_pangzhu"))
        .env("PANGZHU_LANG", "en")
        .args(arguments)
        .current_dir(site)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program runs")
}

#[test]
fn who_is_killed_while_writing_leaves_the_old_file_or_the_new() {
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
    let folder = Site::new(&[("content/a.md", &text), ("notes.jsonl", &lines)]);
    let site = &folder.path("");
    let notes = site.join("content/a.notes.yaml");
    assert!(import(site).wait().expect("it ends").success());
    let whole = fs::read_to_string(&notes).expect("a notes file");
    assert_eq!(whole.matches(ENTRY).count(), NOTES);

    let mut interrupted = 0;
    for kill in 0..kills(KILLS) {
        fs::remove_file(&notes).expect("it was there");
        let mut child = import(site);
        while !notes.exists() && child.try_wait().expect("it can be asked").is_none() {
            thread::yield_now();
        }
        thread::sleep(lateness(kill, KILLS, LATER));
        child.kill().expect("it is ours");
        child.wait().expect("it ends");
        let left = fs::read_to_string(&notes).expect("a notes file");
        let rest = whole.strip_prefix(left.as_str());
        assert!(rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(ENTRY)), "{left}");
        interrupted += usize::from(left.len() < whole.len());
    }
    assert!(interrupted > 0, "some were killed before their end");
}

/// How long a branch that nothing moves has stood where it stands.
const SETTLED_AFTER: Duration = Duration::from_millis(20);
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
    let essay = |number: u32| repository.write("static/编号.txt", number.to_string());
    // A git that the killed program had begun may still be at its end, however late it comes to
    // it: what is looked at is the commit, not where the branch is by then.
    let settled = || {
        let mut tip = repository.tip("gh-pages");
        loop {
            thread::sleep(SETTLED_AFTER);
            match repository.tip("gh-pages") {
                same if same == tip => break,
                other => tip = other,
            }
        }
        let shown = format!("{}:编号.txt", tip.as_deref().expect("a branch"));
        let number: u32 = repository.git(&["show", &shown]).parse().expect("a number");
        (tip, number)
    };
    essay(0);
    let began = std::time::Instant::now();
    assert!(publish().wait().expect("it ends").success());
    let whole = began.elapsed();
    let before = repository.untouchables();
    let mut interrupted = 0;
    let (mut tip, mut last) = settled();
    let kills = kills(PUBLICATIONS_KILLED);
    for kill in 1..=kills {
        essay(kill);
        let mut child = publish();
        // Spread over all of its run, and a little longer.
        thread::sleep(whole.mul_f64(f64::from(kill) / f64::from(kills) * 1.2));
        let _ = child.kill();
        child.wait().expect("it ends");
        let (at, now) = settled();
        if at == tip {
            assert_eq!(now, last);
            interrupted += 1;
        } else {
            // The new one, or, from a git that was later still, the one before.
            assert!(last < now && now <= kill, "{last} < {now} <= {kill}");
            let (old, new) = (tip.expect("a branch"), at.clone().expect("a branch"));
            repository.git(&["merge-base", "--is-ancestor", &old, &new]);
        }
        (tip, last) = (at, now);
        assert_eq!(repository.git(&["status", "--porcelain", "--", "content"]), "");
    }
    repository.git(&["fsck", "--no-dangling", "--connectivity-only"]);
    assert!(interrupted > 0, "some were killed before their end");
    let left: Vec<_> = before.split_whitespace().take(1).collect();
    assert!(repository.untouchables().starts_with(left[0]), "the index is as it was");
    // Whatever was left lying stands in nobody's way.
    assert!(publish().wait().expect("it ends").success());
    assert_eq!(settled().1, kills);
    let at_remote = repository.git(&["ls-remote", "origin", "refs/heads/gh-pages"]);
    assert!(at_remote.starts_with(&repository.tip("gh-pages").expect("a branch")), "{at_remote}");
}

/// How often `import` is killed, and how often each command that edits files.
pub(crate) const COMMAND_KILLS: u32 = 110;
/// How many files each of them has to write.
pub(crate) const FILES: usize = 24;

/// Runs a command to its end and returns how long it took.
pub(crate) fn whole_run(site: &Path, arguments: &[&str]) -> Duration {
    let begin = Instant::now();
    start(site, arguments).wait().expect("it ends");
    begin.elapsed()
}

/// Starts a command and kills it after a share of the time that it takes.
pub(crate) fn kill(site: &Path, arguments: &[&str], time: Duration, number: u32) {
    let mut child = start(site, arguments);
    // The last of them come after the end, on a machine that is busy before it too.
    thread::sleep(time.mul_f64(f64::from(number) / f64::from(kills(COMMAND_KILLS)) / 0.9));
    child.kill().expect("it is ours");
    child.wait().expect("it ends");
}

#[test]
fn an_import_that_is_killed_leaves_what_was_there_and_whole_essays() {
    let folder = TempDir::new().expect("a temporary folder");
    let site = folder.path();
    let essays = site.join("content/essays");
    fs::create_dir_all(&essays).expect("a folder");
    fs::create_dir(site.join("saved")).expect("a folder");
    let kept = essays.join("第1家店.md");
    let own = "---\ntitle: 第1家店\n---\n自己写的。\n";
    fs::write(&kept, own).expect("an essay");
    fs::write(site.join("saved/a.gif"), PICTURE).expect("a picture");
    for number in 0..FILES {
        let picture = if number % 2 == 0 { "<img src='a.gif'>" } else { "" };
        let words =
            "东街的店卖布，西街的店卖茶；十年以前，两家都只有一间门面，谁也不比谁大。".repeat(40);
        let page = format!(
            "<meta charset=utf-8><title>第{number}家店</title>\
             <div class=post-content><p>{words}{picture}</p></div>"
        );
        fs::write(site.join(format!("saved/{number:02}.html")), page).expect("a page");
    }
    let arguments = ["import", "saved"];
    let time = whole_run(site, &arguments);
    let whole = tree(&essays);
    assert_eq!(whole.len(), 1 + FILES + FILES / 2, "{:?}", whole.keys());

    let (mut interrupted, mut begun) = (0, 0);
    for number in 1..=kills(COMMAND_KILLS) {
        for entry in fs::read_dir(&essays).expect("a folder").flatten() {
            match entry.path() {
                path if path == kept => {}
                path if path.is_dir() => fs::remove_dir_all(path).expect("it was there"),
                path => fs::remove_file(path).expect("it was there"),
            }
        }
        kill(site, &arguments, time, number);
        let left = tree(&essays);
        assert_eq!(left.get(Path::new("第1家店.md")).map(Vec::as_slice), Some(own.as_bytes()));
        // What is hidden is no essay, and the next import removes it.
        let is_seen = |path: &&std::path::PathBuf| !path.to_string_lossy().starts_with(".pangzhu-");
        for path in left.keys().filter(is_seen) {
            assert_eq!(left.get(path), whole.get(path), "{}", path.display());
            if let Some(parent) = path.parent().filter(|parent| parent != &Path::new("")) {
                let of = |all: &std::collections::BTreeMap<std::path::PathBuf, Vec<u8>>| {
                    all.keys().filter(|one| one.starts_with(parent)).count()
                };
                assert_eq!(of(&left), of(&whole), "{} is half there", parent.display());
            }
        }
        let count = left.keys().filter(is_seen).count();
        interrupted += u32::from(count < whole.len());
        begun += u32::from(count > 1 && count < whole.len());
    }
    assert!(interrupted > 0 && begun > 0, "some were killed while they wrote: {begun}");
    whole_run(site, &arguments);
    assert_eq!(tree(&essays), whole, "what was left is made whole, and nothing else is left");
}
