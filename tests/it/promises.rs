//! What the guide promises and no other test holds, and that the tests it names for it are there.

use std::fs;

use pangzhu::cli::Exit;

use crate::book::{Page, repository};
use crate::site::{Site, tree};

/// Returns what stands in backticks on the lines of a table.
fn named(page: &Page) -> Vec<String> {
    let rows = page.lines.iter().filter(|line| line.starts_with('|'));
    rows.flat_map(|line| line.split('`').skip(1).step_by(2)).map(str::to_owned).collect()
}

#[test]
fn every_test_that_the_guide_names_is_there() {
    let twins = Page::twins("14-limits.md");
    let [own, other] = twins.each_ref().map(|page| {
        let all = named(page).into_iter();
        all.filter(|one| one.contains("::") || one.ends_with(".mjs")).collect::<Vec<_>>()
    });
    assert!(own.len() > 20, "the tests are named");
    assert_eq!(own, other, "both guides name the same");
    for name in own {
        let (file, holds) = match name.split_once("::") {
            Some((module, test)) => (format!("tests/it/{module}.rs"), format!("fn {test}(")),
            None => (format!("tests/browser/{name}"), "test(".to_owned()),
        };
        let text = fs::read_to_string(repository().join(&file)).unwrap_or_default();
        assert!(text.contains(&holds), "{name} is not there");
    }
}

#[test]
fn what_only_reads_leaves_every_file_of_the_author_as_it_was() {
    let dirty = "---\ntitle: 甲\ntime: 2013/8/13\nname: 林\n---\n\u{3000}\u{3000}微信比支付宝\u{200B}更开放。\r\n";
    let site = Site::new(&[
        ("content/a.md", dirty),
        ("content/a.notes.yaml", "notes:\n  - { quote: 微信, prefix: 没有的话, body: 批注 }\n"),
        ("static/a.txt", "一\n"),
        ("saved/b.md", "---\ntitle: 乙\n---\n别处的文章。\n"),
        ("in.jsonl", "{\"essay\":\"content/a.md\",\"quote\":\"支付宝\",\"body\":\"二\"}\n"),
    ]);
    let own = || {
        let all = tree(&site.path("")).into_iter();
        let is_made = |path: &std::path::Path| {
            path.starts_with("public") || path.starts_with(pangzhu::emit::CACHE)
        };
        let files = all.filter(|(path, _)| !is_made(path));
        let timed = files.map(|(path, bytes)| {
            let about = fs::metadata(site.path("").join(&path)).expect("a file");
            (path, bytes, about.modified().expect("a time"))
        });
        timed.collect::<Vec<_>>()
    };
    let before = own();
    let path = |name: &str| site.path(name).to_str().expect("a plain path").to_owned();
    let (saved, notes) = (path("saved"), path("in.jsonl"));
    let commands: [&[&str]; 9] = [
        &["build"],
        &["build"],
        &["check"],
        &["annotate"],
        &["tidy"],
        &["notes", "repair"],
        &["notes", "export"],
        &["notes", "import", "--dry-run", &notes],
        &["import", "--dry-run", &saved],
    ];
    for command in commands {
        let ran = site.run(command);
        assert_ne!(ran.exit, Exit::Machine, "{command:?}: {}", ran.err);
        assert_eq!(own(), before, "{command:?}");
    }
}

#[test]
fn html_that_is_trusted_stands_under_the_policy_of_every_page() {
    let site = Site::new(&[
        ("content/site.yaml", "trust_html: true\n"),
        (
            "content/a.md",
            "---\ntitle: 甲\n---\n<script>pwned()</script>\n\n<b onclick=x()>字</b>\n",
        ),
    ]);
    let ran = site.run(&["build"]);
    assert_eq!(ran.exit, Exit::Success, "{}", ran.err);
    assert!(site.read("public/a/index.html").contains("<script>pwned()"), "it is trusted");
    let mut pages = 0;
    for (path, bytes) in tree(&site.path("public")) {
        let page = String::from_utf8_lossy(&bytes);
        if path.extension().is_none_or(|one| one != "html") {
            continue;
        }
        let (head, body) = page.split_once("<body").unwrap_or((&page, ""));
        let (_, policy) =
            head.split_once("Content-Security-Policy\" content=\"").expect("a policy");
        let policy = policy.split('"').next().expect("an end");
        assert!(policy.starts_with("default-src 'none'; "), "{}: {policy}", path.display());
        assert!(policy.contains("script-src 'self'; "), "{}: {policy}", path.display());
        assert!(!policy.contains("unsafe"), "{}: {policy}", path.display());
        // Nothing of the essay's comes before what forbids it.
        assert!(!head.contains("pwned") && !body.is_empty(), "{}", path.display());
        pages += 1;
    }
    assert!(pages > 5, "there are pages");
}
