//! Everything that `check` has to say, at its place, and how it is silenced.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs;
use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::thread;

use pangzhu::cli::{self, Console, Exit};
use pangzhu::diagnostic::CODES;
use serde_json::Value;
use tempfile::TempDir;

use crate::cases::{self, Case};

/// Runs `check` on a site and returns how it ended and what it printed.
pub(crate) fn check(root: &Path, arguments: &[&str]) -> (Exit, String, String) {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let command = ["pangzhu", "check", "--root"].iter().map(OsString::from);
    let command = command.chain([root.into()]).chain(arguments.iter().map(OsString::from));
    let exit = cli::run(command, &mut Console::plain(&mut out, &mut err));
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    (exit, text(out), text(err))
}

fn site(files: &[(&str, &str)]) -> TempDir {
    let site = TempDir::new().expect("a temporary folder");
    files.iter().for_each(|(path, text)| write(site.path(), path, text));
    site
}

fn write(root: &Path, path: &str, text: &str) {
    let (kind, path) = path.split_once(':').unwrap_or(("", path));
    let file = root.join(path);
    fs::create_dir_all(file.parent().expect("a folder")).expect("folders");
    match kind {
        "hex" => {
            let digits: Vec<char> = text.trim().chars().collect();
            let byte = |pair: &[char]| {
                u8::from_str_radix(&pair.iter().collect::<String>(), 16).expect("two hex digits")
            };
            fs::write(file, digits.chunks(2).map(byte).collect::<Vec<u8>>()).expect("a file");
        }
        #[cfg(unix)]
        "link" => std::os::unix::fs::symlink(text.trim(), file).expect("a link"),
        _ => fs::write(file, text).expect("a file"),
    }
}

/// Said by other commands, and by the web.
pub(crate) const ELSEWHERE: [&str; 11] = [
    "already-here",
    "doubtful-encoding",
    "external-gone",
    "external-unsure",
    "kept-tag",
    "lost-picture",
    "not-imported",
    "not-tidied",
    "remote-picture",
    "unreadable-header",
    "unreadable-time",
];

/// Prints those diagnostics of a case's site that have the code it is called by.
pub(crate) fn said(case: &Case, language: &str) -> String {
    let site = TempDir::new().expect("a temporary folder");
    case.files().for_each(|(path, text)| write(site.path(), path, text));
    let (_, _, err) = check(site.path(), &["--verbose", "--language", language]);
    let sign = format!("[{}]:", case.name);
    let mut shown: Vec<&str> = err
        .trim_end()
        .split("\n\n")
        .filter(|one| one.lines().next().is_some_and(|line| line.contains(&sign)))
        .collect();
    shown.push("");
    shown.join("\n\n")
}

#[cfg(unix)]
#[test]
fn each_fault_is_shown_at_its_place() {
    let names = Mutex::new(BTreeSet::new());
    cases::run("check", |case| {
        names.lock().expect("no other panic").insert(case.name.clone());
        let said = said(case, "en");
        assert!(!said.is_empty(), "nothing says {}", case.name);
        said
    });
    let names = names.into_inner().expect("no other panic");
    for code in CODES.iter().filter(|code| !ELSEWHERE.contains(code)) {
        assert!(names.contains(*code), "{code} has no case");
    }
}

/// The fault is the site's own template's, not that of the built-in ones that fill its blocks.
#[test]
fn a_base_without_the_blocks_that_others_fill_is_told_which() {
    let base = "<title>{{ page.title }}</title>{% block content %}{% endblock content %}";
    let site = site(&[("templates/base.html", base), ("content/a.md", NAMELESS)]);
    let (exit, _, err) = check(site.path(), &[]);
    assert_eq!(exit, Exit::Content);
    for block in ["head", "main"] {
        let fault = format!(
            "error[template]: there is no block `{block}` here, and other templates fill it\n\
             --> templates/base.html\n = help: put `{{% block {block} %}}{{% endblock {block} %}}`"
        );
        assert_eq!(err.matches(&fault).count(), 1, "{err}");
    }
    assert!(!err.contains("404.html"), "{err}");
}

const NAMELESS: &str = "---\ntitle: 甲\ntime: 2020-01-01\n---\n见[前文](前文.md)。\n";

#[test]
fn what_is_allowed_is_not_said() {
    let site = site(&[("content/a.md", NAMELESS)]);
    let (exit, out, _) = check(site.path(), &[]);
    assert_eq!((exit, out.as_str()), (Exit::Success, "1 essay: 1 warning, 1 note\n"));
    write(site.path(), "content/site.yaml", "allow: [missing-name]\n");
    assert_eq!(check(site.path(), &[]).1, "1 essay: 1 warning\n");
    let header = NAMELESS.replace("---\n见", "allow: broken-link\n---\n见");
    write(site.path(), "content/a.md", &header);
    let (exit, out, _) = check(site.path(), &["--strict"]);
    assert_eq!((exit, out.as_str()), (Exit::Success, "1 essay: nothing to complain of\n"));
    // An essay speaks for itself alone.
    write(site.path(), "content/b.md", NAMELESS);
    assert_eq!(check(site.path(), &["--strict"]).0, Exit::Content);
    // Nobody can allow a site that cannot be made.
    write(
        site.path(),
        "content/site.yaml",
        "allow: [missing-name, invalid-setting]\npage_size: 0\n",
    );
    let (exit, _, err) = check(site.path(), &[]);
    assert_eq!(exit, Exit::Content);
    assert!(err.contains("error[invalid-setting]"), "{err}");
}

#[test]
fn other_programs_are_told_in_json() {
    let site = site(&[("content/a.md", NAMELESS)]);
    let (exit, out, err) = check(site.path(), &["--json"]);
    assert_eq!((exit, err.as_str()), (Exit::Success, ""));
    let said: Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!(
        (&said["errors"], &said["warnings"], &said["notes"]),
        (&0.into(), &1.into(), &1.into())
    );
    let broken = &said["diagnostics"][1];
    assert_eq!(broken["code"], "broken-link");
    assert_eq!(broken["path"], "content/a.md");
    assert_eq!(broken["place"]["line"], 5);
    assert_eq!(broken["place"]["column"], 2);
    let (exit, out, _) = check(site.path(), &["--json", "--strict"]);
    assert_eq!(exit, Exit::Content);
    assert_eq!(serde_json::from_str::<Value>(&out).expect("JSON")["errors"], 1);
}

#[test]
fn nothing_is_written() {
    let site = site(&[("content/a.md", NAMELESS)]);
    check(site.path(), &[]);
    let left: Vec<_> = fs::read_dir(site.path()).expect("a folder").flatten().collect();
    assert_eq!(left.len(), 1, "{left:?}");
}

/// A host that answers each path by its number, and writes down what it was asked.
fn host() -> (String, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = format!("http://{}", listener.local_addr().expect("an address"));
    let asked = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&asked);
    thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { return };
            let mut request = Vec::new();
            let mut piece = [0; 1024];
            while !request.windows(4).any(|end| end == b"\r\n\r\n") {
                match stream.read(&mut piece) {
                    Ok(length) if length > 0 => request.extend_from_slice(&piece[..length]),
                    _ => break,
                }
            }
            let request = String::from_utf8_lossy(&request).into_owned();
            let line = request.lines().next().unwrap_or_default().to_owned();
            let mut words = line.split(' ');
            let (method, path) =
                (words.next().unwrap_or_default(), words.next().unwrap_or_default());
            log.lock().expect("no other panic").push(format!("{method} {path}"));
            let status = match (method, path) {
                // Knows no heads.
                ("HEAD", "/200/get") => "405 No",
                (_, path) if path.starts_with("/200") => "200 OK",
                (_, "/404") => "404 No",
                (_, "/410") => "410 No",
                (_, "/429") => "429 No",
                (_, "/403") => "403 No",
                _ => "500 No",
            };
            let answer =
                format!("HTTP/1.1 {status}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
            let _ = stream.write_all(answer.as_bytes());
        }
    });
    (address, asked)
}

#[test]
fn the_web_is_asked_once_and_accused_only_of_what_is_gone() {
    let (host, asked) = host();
    let links: String = ["200", "200/get", "404", "410", "429", "403", "500", "200#一"]
        .map(|path| format!("见[这里]({host}/{path})。\n\n"))
        .concat();
    let text = format!("---\ntitle: 甲\nname: 林\ntime: 2020-01-01\nurl: {host}/404\n---\n{links}");
    let site = site(&[("content/a.md", &text)]);
    let cache = site.path().join("缓存/links.json");
    let arguments = ["--external", "--verbose", "--cache", cache.to_str().expect("a plain path")];
    // Nobody is asked who was not named.
    check(site.path(), &[]);
    assert_eq!(asked.lock().expect("no other panic").len(), 0);

    let (exit, out, err) = check(site.path(), &arguments);
    assert_eq!((exit, out.as_str()), (Exit::Success, "1 essay: 2 warnings, 3 notes\n"), "{err}");
    for said in [
        "/404` is gone: its host answers 404",
        "/410` is gone",
        "asks for patience (429)",
        "could not be tried: its host answers 403",
        "could not be tried: its host answers 500",
        "warning[external-gone]",
        "note[external-unsure]",
        "content/a.md:5:6",
    ] {
        assert!(err.contains(said), "{said} in {err}");
    }
    let first = asked.lock().expect("no other panic").clone();
    assert!(first.contains(&"GET /200/get".to_owned()), "{first:?}");
    assert!(!first.contains(&"GET /429".to_owned()), "a host that asks for patience gets it");
    assert!(!first.contains(&"GET /200".to_owned()), "the head is enough");

    let (_, again, _) = check(site.path(), &arguments);
    assert_eq!(again, out);
    let second = asked.lock().expect("no other panic").split_off(first.len());
    assert!(second.iter().all(|one| !one.contains("/200") && !one.contains("/404")), "{second:?}");
}
