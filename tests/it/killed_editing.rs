//! Commands that edit files, and the review, killed at any moment: each file is as it was or as it
//! is to be, and nothing is lost that was said to be written.

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;

use serde_json::json;

use crate::killed::{COMMAND_KILLS, FILES, kill, kills, lateness, whole_run};
use crate::site::{Site, write};

/// Kills a command that has all of these files to write, again and again.
fn each_file_is_old_or_new(site: &Path, arguments: &[&str], old: &[(PathBuf, String)]) {
    let fill = || old.iter().for_each(|(file, text)| write(file, text));
    let read = |file: &Path| fs::read_to_string(file).expect("the file is there");
    fill();
    let time = whole_run(site, arguments);
    let new: Vec<String> = old.iter().map(|(file, _)| read(file)).collect();
    assert!(new.iter().zip(old).all(|(new, (_, old))| new != old), "{arguments:?} writes all");

    let mut begun = 0;
    for number in 1..=kills(COMMAND_KILLS) {
        fill();
        kill(site, arguments, time, number);
        let mut written = 0;
        for ((file, old), new) in old.iter().zip(&new) {
            let left = read(file);
            assert!(left == *new || left == *old, "{}: {left:?}", file.display());
            written += usize::from(left == *new);
        }
        begun += u32::from((1..old.len()).contains(&written));
    }
    assert!(begun > 0, "some were killed while they wrote");
}

#[test]
fn a_tidying_that_is_killed_leaves_old_files_or_new() {
    let site = Site::new(&[]);
    let words = "\u{3000}\u{3000}这一段话\u{200B}没有比较过谁。\r\n".repeat(60);
    let old = |number: usize| {
        let text =
            format!("---\r\ntitle: 第{number}篇\r\ntime: 2013/8/13\r\nname: 林\r\n---\r\n{words}");
        (site.path(&format!("content/{number:02}.md")), text)
    };
    let old: Vec<_> = (0..FILES).map(old).collect();
    each_file_is_old_or_new(&site.path(""), &["tidy", "--write"], &old);
}

#[test]
fn a_repair_of_notes_that_is_killed_leaves_old_files_or_new() {
    let site = Site::new(&[]);
    for number in 0..FILES {
        let essay = format!(
            "---\ntitle: 第{number}篇\ntime: 2020-01-01\nname: 林\n---\n\
             后来加在前面的一段。\n\n微信比支付宝更开放，大家都这么说。\n"
        );
        site.write(&format!("content/{number:02}.md"), essay);
    }
    let notes = "# 手写的\nnotes:\n  - quote: 微信比支付宝更开放\n    prefix: 从前没有的话\n    \
                 suffix: ，大家都这么说。\n    position: 3\n    body: 一条批注\n";
    let old: Vec<_> = (0..FILES)
        .map(|number| (site.path(&format!("content/{number:02}.notes.yaml")), notes.to_owned()))
        .collect();
    each_file_is_old_or_new(&site.path(""), &["notes", "repair", "--write"], &old);
}

/// How often the review is killed, and how much later each time, in microseconds.
const REVIEWS_KILLED: u32 = 24;
const LATER: u64 = 1_903;
/// What stood in the notes file before.
const OLD: &str = "# 手写的\nnotes:\n  - quote: 腾讯\n    body: 早有的\n";

/// A review that runs.
struct Review {
    child: Child,
    /// `127.0.0.1:4000`
    host: String,
    token: String,
}

impl Review {
    fn start(site: &Path) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_pangzhu"))
            .args(["serve", "--port", "0", "--annotator", "周", "--root"])
            .arg(site)
            .env("PANGZHU_LANG", "en")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program runs");
        let out = BufReader::new(child.stdout.take().expect("it is piped"));
        let address = out.lines().find_map(|line| {
            let line = line.expect("a line");
            let address = line.split_whitespace().next()?.strip_prefix("http://")?;
            Some(address.trim_end_matches('/').to_owned())
        });
        let host = address.expect("it says its address");
        let page = ask(&host, &format!("GET /a/ HTTP/1.1\r\nHost: {host}\r\n\r\n"));
        let page = page.expect("a page");
        let (_, token) = page.split_once("data-token=\"").expect("a token");
        let token = token.split('"').next().expect("an end").to_owned();
        Self { child, host, token }
    }
}

/// Sends a request and returns the answer, if there is one.
fn ask(host: &str, request: &str) -> Option<String> {
    let mut stream = TcpStream::connect(host).ok()?;
    stream.write_all(request.as_bytes()).ok()?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).ok()?;
    Some(answer)
}

/// Writes notes, one after another, until no more are taken; returns how many were.
fn write_notes(host: &str, token: &str) -> usize {
    let is_taken = |number: usize| {
        let body = json!({
            "essay": "content/a.md", "window": "w", "passage": [0, 2], "quote": "腾讯",
            "body": format!("新的第{number}条"),
        })
        .to_string();
        let request = format!(
            "POST /.pangzhu/review/note HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\n\
             Content-Type: application/json\r\nX-Pangzhu-Token: {token}\r\n\
             Content-Length: {}\r\n\r\n{body}",
            body.len()
        );
        ask(host, &request).is_some_and(|answer| answer.starts_with("HTTP/1.1 200"))
    };
    (0..).find(|&number| !is_taken(number)).expect("numbers do not end")
}

#[test]
fn a_review_that_is_killed_keeps_all_that_it_said_was_written() {
    let essay = "---\ntitle: 甲\ntime: 2020-01-01\nname: 林\n---\n腾讯比阿里巴巴更开放。\n";
    let site = Site::new(&[("content/a.md", essay)]);
    let notes = site.path("content/a.notes.yaml");
    let mut all = 0;
    for number in 0..kills(REVIEWS_KILLED) {
        fs::write(&notes, OLD).expect("a notes file");
        let Review { mut child, host, token } = Review::start(&site.path(""));
        let writer = thread::spawn(move || write_notes(&host, &token));
        thread::sleep(lateness(number, REVIEWS_KILLED, LATER));
        child.kill().expect("it is ours");
        child.wait().expect("it ends");
        let said = writer.join().expect("it ends");
        let left = fs::read_to_string(&notes).expect("the file is there");
        let added = left.strip_prefix(OLD).expect("what was there is there");
        let entries: Vec<&str> = added.split("  - quote: 腾讯\n").skip(1).collect();
        // The last may have been written and not have been answered.
        assert!((said..=said + 1).contains(&entries.len()), "{said} of {left}");
        for (number, entry) in entries.iter().enumerate() {
            assert!(entry.ends_with(&format!("    body: 新的第{number}条\n")), "{left}");
        }
        all += said;
    }
    assert!(all > 0, "some were written");
}
