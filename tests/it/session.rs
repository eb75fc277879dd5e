//! A session that looks again sees what one that has never looked sees.

use std::fs;
use std::path::Path;

use pangzhu::diagnostic::Diagnostic;
use pangzhu::render::Output;
use pangzhu::session::{Options, Session, Snapshot};
use proptest::prelude::*;
use tempfile::TempDir;

use crate::site::write;

/// Files that an edit may touch, each with texts that it may then hold.
const FILES: [(&str, [&str; 3]); 6] = [
    (
        "content/a.md",
        [
            "---\ntitle: 甲\ntime: 2020-01-01\nname: 林\n---\n腾讯比阿里巴巴更开放。\n",
            "---\ntitle: 甲\ntime: 2021-01-01\n---\n京东不如拼多多便宜。见[乙](b.md)。\n",
            "---\ntitle: [\n---\n坏了的头。\n",
        ],
    ),
    (
        "content/b.md",
        [
            "---\ntitle: 乙\ntime: 2020-01-01\nname: 林\n---\n苹果超过了微软。见[甲](a.md)。\n",
            "---\ntitle: 乙\nslug: a\ntime: 2020-01-01\n---\n同一个地址。\n",
            "---\ntitle: 乙\ndraft: true\n---\n微信胜过支付宝。\n",
        ],
    ),
    (
        "content/companies.yaml",
        [
            "companies: []\n",
            "companies:\n  - name: 甲公司\n    aliases: [乙公司]\n",
            "companies:\n  - name: 腾讯\n    aliases: [甲]\n",
        ],
    ),
    ("content/site.yaml", ["title: 一\n", "title: 二\nlanguage: en\n", "titel: 三\n"]),
    ("templates/404.html", ["<p>一</p>\n", "<p>{{ nothing }}</p>\n", "<p>{{ 1 | nothing }}</p>\n"]),
    ("static/a.txt", ["一\n", "二\n", "三\n"]),
];

/// Everything that a look can tell.
type Seen = (Vec<Diagnostic>, Vec<(String, Result<Vec<u8>, Vec<Diagnostic>>)>);

fn seen(snapshot: &Snapshot) -> Seen {
    let pages = snapshot.site.paths().map(|path| {
        let output = snapshot.site.render(path).map(|output| match output {
            Output::Bytes(bytes) => bytes,
            Output::Copy(file) => fs::read(file).expect("the file is there"),
        });
        (path.to_string(), output)
    });
    (snapshot.diagnostics.clone(), pages.collect())
}

fn edit(root: &Path, file: usize, text: Option<usize>) {
    let (path, texts) = FILES[file];
    let path = root.join(path);
    match text {
        Some(text) => {
            write(&path, texts[text]);
        }
        None => {
            let _ = fs::remove_file(path);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, ..ProptestConfig::default() })]

    #[test]
    fn a_refresh_after_any_edits_equals_a_fresh_look(
        edits in prop::collection::vec((0..FILES.len(), prop::option::of(0..3_usize)), 1..8),
        drafts: bool,
    ) {
        let site = TempDir::new().expect("a temporary folder");
        fs::create_dir(site.path().join("content")).expect("a folder");
        let options = Options { drafts, ..Options::default() };
        let mut session = Session::new(site.path(), options.clone());
        for (file, text) in edits {
            edit(site.path(), file, text);
            let refreshed = session.refresh(|_| ()).expect("a site");
            let fresh = Session::new(site.path(), options.clone()).refresh(|_| ()).expect("a site");
            prop_assert_eq!(seen(&refreshed), seen(&fresh));
        }
    }
}
