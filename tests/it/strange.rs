//! Files that nobody would write, and some that somebody would, to break the build: each is told
//! of, the other essays are built all the same, and the exit code tells.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use pangzhu::cli::Exit;
use pangzhu::emit::CACHE;

use crate::site::{Site, tree};

const GOOD: &str = "---\ntitle: 好的\ntime: 2020-01-01\nname: 林\n---\n微信比支付宝更开放。\n";
/// How long any of these may take: none needs a tenth of it.
const PATIENCE: Duration = Duration::from_secs(60);

fn headed(header: &str) -> Vec<u8> {
    format!("---\n{header}\n---\n正文。\n").into_bytes()
}

/// What a strange file holds, what is said of it, and whether that is an error.
fn strange() -> Vec<(&'static str, Vec<u8>, &'static str, bool)> {
    let bomb: String = (1..9)
        .map(|level| {
            let last = level - 1;
            format!("k{level}: &a{level} [{}]\n", vec![format!("*a{last}"); 9].join(", "))
        })
        .collect();
    let deep = 100_000;
    vec![
        ("bomb.md", headed(&format!("k0: &a0 [x]\n{bomb}title: 甲")), "yaml", false),
        ("alias.md", headed("a: &a [*a]\ntitle: 甲"), "yaml", false),
        (
            "deep.md",
            headed(&format!("title: {}{}", "[".repeat(deep), "]".repeat(deep))),
            "yaml",
            false,
        ),
        (
            "deep-block.md",
            headed(&(0..300).map(|level| " ".repeat(level) + "a:\n").collect::<String>()),
            "yaml",
            false,
        ),
        ("twice.md", headed("title: 甲\ntitle: 乙"), "duplicate-key", false),
        ("tabs.md", headed("title: 甲\ntags:\n\t- 乙"), "yaml", false),
        ("unclosed.md", b"---\ntitle: x\n".to_vec(), "front-matter", false),
        ("nul.md", b"---\ntitle: a\0b\n---\n\0\0\n".to_vec(), "control", false),
        ("invalid.md", b"---\ntitle: x\n---\n\xFF\xFE\xC3\x28\n".to_vec(), "encoding", true),
        ("overlong.md", b"---\ntitle: x\n---\n\xC0\xAF\xE0\x80\xAF\n".to_vec(), "encoding", true),
        ("surrogate.md", b"---\ntitle: x\n---\n\xED\xA0\x80\n".to_vec(), "encoding", true),
        ("utf16.md", b"\xFF\xFE-\0-\0-\0".to_vec(), "encoding", false),
        ("quotes.md", "> ".repeat(deep).into_bytes(), "", false),
        ("lists.md", "- ".repeat(deep).into_bytes(), "", false),
        ("html.md", "<div>".repeat(deep).into_bytes(), "", false),
        ("inline.md", ("字".to_owned() + &"<b>".repeat(deep)).into_bytes(), "", false),
        ("brackets.md", "[".repeat(deep).into_bytes(), "", false),
        ("empty.md", Vec::new(), "", false),
    ]
}

#[test]
fn each_strange_file_is_told_of_and_the_others_are_built() {
    let site = Site::new(&[("content/good.md", GOOD)]);
    let mut errors = 0;
    for (name, bytes, _, is_error) in strange() {
        site.write(&format!("content/{name}"), bytes);
        errors += usize::from(is_error);
    }
    let begin = Instant::now();
    let ran = site.run(&["build", "--verbose"]);
    assert_eq!(ran.exit, Exit::Content, "{} {}", ran.out, ran.err);
    assert!(!site.exists("public"), "all or nothing, unless it is told to keep going");
    let ran = site.run(&["build", "--verbose", "--keep-going"]);
    assert_eq!(ran.exit, Exit::Content, "the exit code tells: {}", ran.err);
    assert!(begin.elapsed() < PATIENCE, "it took {:?}", begin.elapsed());
    assert!(site.exists("public/good/index.html"), "{}", ran.err);
    assert!(ran.out.contains(&format!("{errors} errors")), "{}", ran.out);
    let blocks: Vec<&str> = ran.err.split("\n\n").collect();
    for (name, _, code, is_error) in strange() {
        let of = |block: &&&str| {
            block.contains(&format!("content/{name}:"))
                || block.contains(&format!("content/{name}\n"))
        };
        let said = blocks.iter().find(|block| of(block) && block.contains(code));
        assert!(code.is_empty() || said.is_some(), "nothing is said of {name}: {}", ran.err);
        let page = format!("public/{}/index.html", name.trim_end_matches(".md"));
        assert_eq!(site.exists(&page), !is_error, "{name}");
    }
}

#[test]
fn settings_companies_and_notes_of_any_kind_are_told_of() {
    for (name, bytes, _, _) in strange().into_iter().take(6) {
        for path in ["content/site.yaml", "content/companies.yaml", "content/good.notes.yaml"] {
            let site = Site::new(&[("content/good.md", GOOD)]);
            site.write(path, &bytes);
            let ran = site.run(&["check"]);
            assert!(ran.err.contains(path), "nothing is said of {name} as {path}: {}", ran.err);
        }
    }
}

#[test]
fn templates_that_call_themselves_are_told_of() {
    for text in [
        "{% include \"404.html\" %}",
        "{% extends \"404.html\" %}",
        "{% component own() %}{{ <own /> }}{% endcomponent own %}{{ <own /> }}",
        "{% for x in page",
        "{{ page.nothing.at.all }}",
        "{% include \"../../secret.txt\" %}",
        "{{ get_env(name=\"HOME\") }}",
        "{{ load_data(path=\"/etc/passwd\") }}",
    ] {
        let site = Site::new(&[("content/good.md", GOOD), ("templates/404.html", text)]);
        let ran = site.run(&["build"]);
        assert_eq!(ran.exit, Exit::Content, "{text}: {}", ran.err);
        assert!(ran.err.contains("templates/404.html") && !site.exists("public"), "{}", ran.err);
    }
}

#[cfg(unix)]
#[test]
fn nothing_outside_the_site_is_read() {
    use std::os::unix::fs::symlink;
    use std::os::unix::net::UnixListener;
    let outside = tempfile::tempdir().expect("a folder");
    fs::write(outside.path().join("secret.md"), "---\ntitle: 秘密\n---\n秘密。\n").expect("a file");
    let site = Site::new(&[("content/good.md", GOOD), ("static/a.txt", "一\n")]);
    let link = |to: &Path, path: &str| symlink(to, site.path(path)).expect("a link");
    link(&outside.path().join("secret.md"), "content/secret.md");
    link(outside.path(), "content/folder");
    link(&site.path("content"), "content/loop");
    link(Path::new("no-such-file"), "content/nowhere.md");
    link(Path::new("itself.md"), "content/itself.md");
    link(Path::new("/dev/zero"), "static/zero.css");
    fs::hard_link(site.path("content/good.md"), site.path("content/twin.md")).expect("a link");
    let _socket = UnixListener::bind(site.path("content/socket.md")).expect("a socket");
    let made = std::process::Command::new("mkfifo").arg(site.path("content/pipe.md")).status();
    assert!(made.expect("mkfifo").success());
    let ran = site.run(&["build", "--verbose"]);
    assert_eq!(ran.exit, Exit::Success, "{}", ran.err);
    for name in ["secret.md", "folder", "loop", "nowhere.md", "itself.md", "socket.md", "pipe.md"] {
        assert!(ran.err.contains(&format!("content/{name}")), "{name}: {}", ran.err);
    }
    assert!(ran.err.contains("static/zero.css"), "{}", ran.err);
    assert!(site.exists("public/good/index.html") && site.exists("public/twin/index.html"));
    for (path, bytes) in tree(&site.path("public")) {
        assert!(!String::from_utf8_lossy(&bytes).contains("秘密"), "{}", path.display());
    }
}

#[cfg(unix)]
#[test]
fn a_file_of_a_gigabyte_is_left_out_unread() {
    let site = Site::new(&[("content/good.md", GOOD)]);
    for path in ["content/huge.md", "content/huge.notes.yaml", "templates/huge.html"] {
        site.write(path, "");
        let file = fs::File::options().write(true).open(site.path(path)).expect("a file");
        file.set_len(1 << 30).expect("a hole");
    }
    let ran = site.run(&["build"]);
    assert_eq!(ran.exit, Exit::Success, "{}", ran.err);
    assert_eq!(ran.err.matches("longer than 64 MB").count(), 3, "{}", ran.err);
    let huge = site.path("content/huge.md");
    let ran = site.run(&["import", huge.to_str().expect("plain")]);
    assert_ne!(ran.exit, Exit::Success, "{}", ran.err);
}

#[cfg(target_os = "linux")]
#[test]
fn names_of_any_kind_are_taken_or_told_of() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;
    let site = Site::new(&[("content/good.md", GOOD)]);
    let long = "长".repeat(84);
    let names =
        ["一\n二.md", "..md", "...md", " .md", "a\\..\\b.md", "cafe\u{301}.md", "A.md", "a.md"];
    for name in names.iter().copied().chain([&*format!("{long}.md")]) {
        let title = name.escape_default().to_string().replace('\\', "");
        site.write(&format!("content/x/{name}"), GOOD.replace("好的", &title));
    }
    let broken = site.path("content/x").join(OsStr::from_bytes(b"\xFF\xFE.md"));
    fs::write(broken, GOOD).expect("a file");
    let ran = site.run(&["build", "--verbose", "--keep-going"]);
    assert!(ran.err.contains("its name is no UTF-8"), "{}", ran.err);
    assert!(!ran.err.contains("一\n二"), "a name does not break its line: {}", ran.err);
    // Two names that are one on some disks claim one address.
    assert_eq!(ran.exit, Exit::Content, "{} {}", ran.out, ran.err);
    assert!(
        ran.err.contains("content/x/a.md") && ran.err.contains("content/x/A.md"),
        "{}",
        ran.err
    );
    fs::remove_file(site.path("content/x/A.md")).expect("it was there");
    let ran = site.run(&["build", "--verbose"]);
    assert_eq!(ran.exit, Exit::Success, "{} {}", ran.out, ran.err);
    // An address may be shorter than the name it comes of.
    let is_long = |path: &std::path::PathBuf| path.to_string_lossy().starts_with("x/长长长");
    assert!(tree(&site.path("public")).keys().any(is_long), "{}", ran.err);
    assert!(site.exists("public/x/caf\u{e9}/index.html"), "{}", ran.err);
}

#[test]
fn settings_that_lead_out_of_the_site_do_not() {
    for settings in [
        "permalink: /../../../:slug/",
        "permalink: ../:slug/",
        "cname: ../../etc",
        "base_url: ../../",
        "base_url: file:///etc/",
        "base_url: \"javascript:alert(1)\"",
    ] {
        let site = Site::new(&[("content/good.md", GOOD), ("content/site.yaml", settings)]);
        let ran =
            site.run(&["build", "--output", site.path("out/public").to_str().expect("plain")]);
        let outside: Vec<_> = tree(&site.path("")).into_keys().collect();
        let is_inside = |path: &std::path::PathBuf| {
            let own = ["content", "out/public", CACHE];
            own.iter().any(|folder| path.starts_with(folder))
        };
        assert!(outside.iter().all(is_inside), "{settings}: {outside:?}");
        if ran.exit == Exit::Success {
            let page = site.read("out/public/index.html");
            assert!(
                !page.contains("href=\"javascript:") && !page.contains("href=\"file:"),
                "{page}"
            );
        } else {
            assert!(ran.err.contains("content/site.yaml"), "{settings}: {}", ran.err);
        }
    }
}

#[test]
fn builds_at_once_leave_one_of_their_sites() {
    let site = Site::new(&[("content/good.md", GOOD)]);
    let target = site.path("public");
    let target = target.to_str().expect("plain");
    let wholes: Vec<_> = ["甲", "乙"]
        .map(|title| {
            let own = Site::new(&[("content/good.md", &GOOD.replace("好的", title))]);
            assert_eq!(own.run(&["build"]).exit, Exit::Success);
            (tree(&own.path("public")), own)
        })
        .into();
    std::thread::scope(|scope| {
        for turn in 0..8 {
            let own = &wholes[turn % 2].1;
            scope.spawn(move || own.run(&["build", "--output", target]).exit);
        }
    });
    let left = tree(&site.path("public"));
    assert!(wholes.iter().any(|(whole, _)| *whole == left), "it is neither of both");
    let beside: Vec<_> = fs::read_dir(site.path("")).expect("a folder").flatten().collect();
    assert_eq!(beside.len(), 2, "nothing is left lying: {beside:?}");
}
