//! A disk that refuses any of the calls that write to it: what was there stays, or what is new is
//! whole; the fault says which file it was, and the exit code tells.
//!
//! Calls are refused in all of a process, so each command is tried in one of its own: this same
//! program, asked for the test that is ignored otherwise.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use pangzhu::cli::{self, Console, Exit};
use pangzhu::emit::{CACHE, disk};
use pangzhu::permalink::BaseUrl;
use pangzhu::serve::guard::{Guard, TOKEN_HEADER};
use pangzhu::serve::request::{Method, Request};
use pangzhu::serve::response::Status;
use pangzhu::serve::{Desk, Preview, Review};
use pangzhu::session::Options;
use tempfile::TempDir;

use crate::import::PICTURE;
use crate::repository::Repository;
use crate::site::{self, tree};

/// The numbers of ENOSPC, EACCES, EROFS and EDQUOT: no space, no right, no writing, no quota.
const CAUSES: [i32; 4] = [28, 13, 30, 122];
/// Says in which process which command is tried.
const TRIED: &str = "PANGZHU_FAULTS_OF";
/// Where this is set, every call is refused for every cause, and not for one after another.
const THOROUGH: &str = "PANGZHU_EVERY_CAUSE";

type Tree = BTreeMap<PathBuf, Vec<u8>>;

/// A command that writes, and the site that it is tried on.
struct Trial {
    arguments: &'static [&'static str],
    prepare: fn(&Path),
}

const TRIALS: [(&str, Trial); 6] = [
    ("build", Trial { arguments: &["build"], prepare: built_before }),
    ("import", Trial { arguments: &["import", "saved"], prepare: saved_pages }),
    ("tidy", Trial { arguments: &["tidy", "--write"], prepare: untidy }),
    ("notes-import", Trial { arguments: &["notes", "import", "notes.jsonl"], prepare: notes }),
    ("notes-repair", Trial { arguments: &["notes", "repair", "--write"], prepare: drifted }),
    ("init", Trial { arguments: &["init", "--github"], prepare: |_| {} }),
];

fn essay(title: &str, body: &str) -> String {
    format!("---\ntitle: {title}\ntime: 2020-01-01\nname: 林\n---\n{body}\n")
}

fn write(site: &Path, path: &str, bytes: impl AsRef<[u8]>) {
    site::write(&site.join(path), bytes);
}

fn built_before(site: &Path) {
    write(site, "content/a.md", essay("甲", "微信比支付宝更开放。"));
    write(site, "static/p.gif", PICTURE);
    assert_eq!(run(site, &["build"]).0, Exit::Success);
    // A second build lays the first one's tree by.
    write(site, "static/old.txt", "旧");
    assert_eq!(run(site, &["build"]).0, Exit::Success);
    write(site, "content/b.md", essay("乙", "京东不如拼多多便宜。"));
    write(site, "static/q.gif", PICTURE);
}

fn saved_pages(site: &Path) {
    write(site, "content/essays/第1家店.md", "---\ntitle: 第1家店\n---\n自己写的。\n");
    write(site, "saved/a.gif", PICTURE);
    let words = "东街的店卖布，西街的店卖茶；十年以前，两家都只有一间门面。".repeat(20);
    for (number, picture) in ["", "<img src='a.gif'>"].into_iter().enumerate() {
        let page = format!(
            "<meta charset=utf-8><title>第{}家店</title><div class=post-content><p>{words}{picture}</p></div>",
            number + 1
        );
        write(site, &format!("saved/{number}.html"), page);
    }
}

fn untidy(site: &Path) {
    for name in ["a", "b"] {
        write(site, &format!("content/{name}.md"), essay(name, "\u{3000}一段\u{200B}话。\r\n"));
    }
}

fn notes(site: &Path) {
    write(site, "content/a.md", essay("甲", "第一句话。第二句话。第三句话。"));
    write(site, "content/a.notes.yaml", "notes:\n  - quote: 第三句话\n    body: 早有的\n");
    let lines = ["第一句话", "第二句话"].map(|quote| {
        format!("{{\"essay\":\"content/a.md\",\"quote\":\"{quote}\",\"body\":\"批注\"}}\n")
    });
    write(site, "notes.jsonl", lines.concat());
}

fn drifted(site: &Path) {
    let notes = "# 手写的\nnotes:\n  - quote: 微信比支付宝更开放\n    prefix: 从前没有的话\n    \
                 suffix: ，大家都这么说。\n    position: 3\n    body: 一条批注\n";
    for name in ["a", "b"] {
        let body = "后来加在前面的一段。\n\n微信比支付宝更开放，大家都这么说。";
        write(site, &format!("content/{name}.md"), essay(name, body));
        write(site, &format!("content/{name}.notes.yaml"), notes);
    }
}

/// Runs a command in this process, in the folder of a site.
fn run(site: &Path, arguments: &[&str]) -> (Exit, String) {
    env::set_current_dir(site).expect("a folder");
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let all = ["pangzhu"].iter().chain(arguments).map(Into::into);
    let exit = cli::run(all, &mut Console::plain(&mut out, &mut err));
    (exit, String::from_utf8(err).expect("UTF-8"))
}

/// The files of a site, those left out that are hidden: no reader sees them, and the next
/// command removes them.
fn seen(site: &Path) -> Tree {
    let is_staged =
        |path: &Path| path.iter().any(|part| part.to_string_lossy().contains(".pangzhu-"));
    tree(site).into_iter().filter(|(path, _)| !is_staged(path)).collect()
}

/// Has each call of a command be refused in turn, until there are no more; returns how many.
fn refuse_each(mut try_one: impl FnMut(u64, i32, bool)) -> u64 {
    let thorough = env::var_os(THOROUGH).is_some();
    let mut calls = 0;
    for lasts in [false, true] {
        for call in 0.. {
            let causes = if thorough { &CAUSES[..] } else { &CAUSES[(call % 4) as usize..][..1] };
            causes.iter().for_each(|&cause| try_one(call, cause, lasts));
            // The last try tells how many calls a run makes that is refused none.
            if LAST_RUN.with(|last| last.get() <= call) {
                break;
            }
            calls += causes.len() as u64;
        }
    }
    calls
}

thread_local! {
    static LAST_RUN: std::cell::Cell<u64> = const { std::cell::Cell::new(0) };
}

/// Does something while a call is refused.
fn refused<T>(call: u64, cause: i32, lasts: bool, work: impl FnOnce() -> T) -> T {
    disk::refuse(call, cause, lasts);
    let result = work();
    LAST_RUN.with(|last| last.set(disk::refuse_none()));
    result
}

fn try_command(trial: &Trial) -> u64 {
    let pattern = TempDir::new().expect("a temporary folder");
    (trial.prepare)(pattern.path());
    let pattern = tree(pattern.path());
    let fresh = || {
        let folder = TempDir::new().expect("a temporary folder");
        pattern
            .iter()
            .for_each(|(path, bytes)| write(folder.path(), &path.to_string_lossy(), bytes));
        folder
    };
    let whole = fresh();
    let before = seen(whole.path());
    assert_eq!(run(whole.path(), trial.arguments).0, Exit::Success);
    let after = seen(whole.path());
    assert_ne!(before, after);
    refuse_each(|call, cause, lasts| {
        let folder = fresh();
        let site = folder.path();
        let (exit, said) = refused(call, cause, lasts, || run(site, trial.arguments));
        let left = seen(site);
        let case = format!("call {call}, cause {cause}, lasts {lasts}: {exit:?} {said}");
        let is_met = LAST_RUN.with(|last| last.get() > call);
        if exit == Exit::Success {
            assert_eq!(left, after, "{case}");
        } else {
            assert!(
                is_met && said.contains(site.file_name().expect("a name").to_str().expect("plain"))
                    || said.contains("content/")
                    || said.contains("public")
                    || said.contains(".lock")
                    || said.contains("./"),
                "no file is named: {case}"
            );
        }
        compare(&before, &left, &after, &case);
        if exit == Exit::Success {
            return;
        }
        let (exit, said) = run(site, trial.arguments);
        assert_eq!(exit, Exit::Success, "afterwards, {said}: {case}");
        assert_eq!(seen(site), after, "afterwards: {case}");
        let lying = tree(site).into_keys().filter(|path| !path.starts_with(CACHE));
        assert_eq!(lying.count(), after.len(), "nothing is left lying: {case}");
    })
}

/// Holds that each file is as it was or as it is to be, and a site as a whole too.
fn compare(before: &Tree, left: &Tree, after: &Tree, case: &str) {
    let is_built = |path: &&PathBuf| path.starts_with("public");
    let built = |tree: &Tree| {
        let files = tree.iter().filter(|(path, _)| path.starts_with("public"));
        files.map(|(path, bytes)| (path.clone(), bytes.clone())).collect::<Tree>()
    };
    let site = built(left);
    // One that could not be put back waits for the next build.
    let is_whole = site == built(before) || site == built(after) || site.is_empty();
    assert!(is_whole, "half a site: {case}");
    for path in before.keys().chain(left.keys()).filter(|path| !is_built(path)) {
        let [old, now, new] = [before, left, after].map(|tree| tree.get(path));
        // Notes are taken in one by one, each by a rewrite of its own.
        let is_some = path.to_string_lossy().ends_with(".notes.yaml")
            && now.zip(new).is_some_and(|(now, new)| new.starts_with(now));
        let is_whole = now == old || now == new || is_some && now >= old;
        assert!(is_whole, "{}: {case}", path.display());
    }
}

fn try_review() -> u64 {
    const TEXT: &str = "腾讯比阿里巴巴更开放。";
    let old = "notes:\n  - quote: 腾讯\n    body: 早有的\n";
    refuse_each(|call, cause, lasts| {
        let folder = TempDir::new().expect("a temporary folder");
        let site = folder.path();
        write(site, "content/a.md", essay("甲", TEXT));
        write(site, "content/a.notes.yaml", old);
        let preview = Preview::new(site, Options::default()).expect("a site");
        let guard = Guard::new(Vec::new()).expect("random numbers");
        let desk = Desk::new(guard.clone(), site, BaseUrl::default())
            .with_review(Review::new(site, Some("周".to_owned())));
        let headers = [
            ("host", "127.0.0.1"),
            ("origin", "http://127.0.0.1"),
            ("content-type", "application/json"),
            (TOKEN_HEADER, guard.token()),
        ];
        let headers = headers.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
        let body = serde_json::json!({
            "essay": "content/a.md", "window": "w", "passage": [0, 2], "quote": "腾讯", "body": "新的",
        });
        let request = Request {
            method: Method::Post,
            path: "/.pangzhu/review/note".to_owned(),
            headers,
            body: body.to_string().into_bytes(),
        };
        let answer = refused(call, cause, lasts, || desk.answer(&preview.showing(), &request));
        let left =
            fs::read_to_string(site.join("content/a.notes.yaml")).expect("the file is there");
        let case = format!("call {call}, cause {cause}, lasts {lasts}: {:?}", answer.status);
        let is_met = LAST_RUN.with(|last| last.get() > call);
        if answer.status == Status::Ok {
            assert!(left.contains("新的") && left.starts_with(old), "{left}: {case}");
        } else {
            assert!(is_met && (left == old || left.contains("新的")), "{left}: {case}");
        }
    })
}

fn try_publishing() -> u64 {
    let repository = Repository::new();
    let site = repository.site();
    repository.write("static/编号.txt", "0");
    assert_eq!(run(&site, &["publish"]).0, Exit::Success);
    let mut number = 0;
    refuse_each(|call, cause, lasts| {
        number += 1;
        repository.write("static/编号.txt", number.to_string());
        let (tip, last) =
            (repository.tip("gh-pages"), repository.git(&["show", "gh-pages:编号.txt"]));
        let (exit, said) = refused(call, cause, lasts, || run(&site, &["publish"]));
        let now = repository.git(&["show", "gh-pages:编号.txt"]);
        if exit == Exit::Success {
            assert_eq!(now, number.to_string());
        } else {
            assert_eq!((repository.tip("gh-pages"), now), (tip, last), "call {call}: {said}");
            assert_eq!(exit, Exit::Machine, "{said}");
        }
    })
}

#[test]
#[ignore = "run by the test below, in a process of its own"]
fn one_command() {
    let Ok(name) = env::var(TRIED) else { return };
    let calls = match name.as_str() {
        "review" => try_review(),
        "publish" => try_publishing(),
        _ => try_command(&TRIALS.iter().find(|(one, _)| *one == name).expect("a trial").1),
    };
    println!("{name}: {calls} calls refused");
    assert!(calls >= 5, "the command writes: {calls}");
}

#[test]
fn whatever_call_the_disk_refuses_nothing_is_lost_and_nothing_half() {
    let names = TRIALS.iter().map(|(name, _)| *name).chain(["review", "publish"]);
    for name in names {
        let mut own = Command::new(env::current_exe().expect("this program"));
        own.args(["--exact", "faulty::one_command", "--ignored", "--nocapture"])
            .env(TRIED, name)
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("GIT_CONFIG_NOSYSTEM", "1");
        for who in ["AUTHOR", "COMMITTER"] {
            own.env(format!("GIT_{who}_NAME"), "林").env(format!("GIT_{who}_EMAIL"), "l@x.org");
        }
        let output = own.output().expect("it runs");
        let [out, err] = [&output.stdout, &output.stderr].map(|text| String::from_utf8_lossy(text));
        assert!(output.status.success(), "{name}: {out}{err}");
        assert!(out.contains("calls refused"), "{out}");
        println!("{out}");
    }
}
