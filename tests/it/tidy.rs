//! `tidy`: repairs made permanent change no page, and are made once.

use std::fs;
use std::path::Path;

use pangzhu::cli::Exit;
use pangzhu::config::Config;
use pangzhu::load::tidy::tidy;
use pangzhu::source::{Source, SourcePath};
use proptest::prelude::*;

use crate::cases;
use crate::load::{said, source_of};
use crate::load_properties::dirty;
use crate::site::{Site, tree};

#[test]
fn tidied_files() {
    cases::run("tidy", |case| {
        let source = source_of(case);
        match tidy(&source, &Config::default()) {
            Ok(text) => shown(&text),
            Err(fault) => said(&source, &[fault]),
        }
    });
}

/// Writes out what cannot be seen.
fn shown(text: &str) -> String {
    let end = if text.ends_with('\n') { "" } else { "\\" };
    format!("{}{end}", text.replace('\r', "\\r").replace('\u{FEFF}', "\\u{FEFF}"))
}

fn tidied(path: &str, text: &str) -> Option<String> {
    tidy(&Source::new(SourcePath::new(path), text), &Config::default()).ok()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_tidied_is_tidy(text in dirty(), header in any::<bool>()) {
        let text = if header { format!("---\ntime: 2013/8/13\n{text}\n---\n正文") } else { text };
        if let Some(once) = tidied("content/2014-05-01-甲与乙.md", &text) {
            let twice = tidied("content/2014-05-01-甲与乙.md", &once);
            prop_assert_eq!(twice, Some(once), "from {:?}", text);
        }
    }
}

const DIRTY: &str = "\u{FEFF}---\r\ntime: 2014年2月20日 8:05\r\nname: 林\r\n---\r\n# 两家店\r\n\r\n\
                     \u{3000}\u{3000}微信比WhatsApp更开放\u{200B}。\r\n　　腾讯比Facebook**更早：**做支付。\r\n";

#[test]
fn a_tidied_site_is_built_as_before() {
    let files =
        [("content/a.md", DIRTY), ("content/2013-01-02-b.md", "# 题\n\n一段话。\u{2028}又一段。")];
    let site = Site::new(&files);
    // The output of the program is beside what it says, so that the samples come along.
    for (folder, file) in samples() {
        let text = fs::read(&file).expect("a sample");
        let name = file.file_name().expect("a name").to_string_lossy().into_owned();
        site.write(&format!("content/{folder}/{name}"), text);
    }
    let built = |site: &Site| {
        site.run(&["build"]);
        let mut pages = tree(&site.path("public"));
        pages.retain(|path, _| path.extension().is_some_and(|one| one == "html" || one == "json"));
        pages
    };
    let before = built(&site);
    assert!(before.contains_key(Path::new("a/index.html")), "{:?}", before.keys());
    let shown = site.run(&["tidy"]);
    assert_eq!(site.read("content/a.md"), DIRTY, "nothing is written unasked");
    assert!(shown.out.contains("-\\u{FEFF}---\\r"), "{}", shown.out);
    assert!(shown.out.contains("+time: 2014-02-20 08:05"), "{}", shown.out);
    site.run(&["tidy", "--write"]);
    assert_eq!(
        site.read("content/a.md"),
        "---\ntitle: 两家店\ntime: 2014-02-20 08:05\nname: 林\n---\n微信比WhatsApp更开放。\n\n\
         腾讯比Facebook**更早：**做支付。\n"
    );
    let after = built(&site);
    for (path, page) in &before {
        assert!(after.get(path) == Some(page), "{} is another", path.display());
    }
    assert_eq!(before.len(), after.len());
    let again = site.run(&["tidy", "--write"]);
    assert!(again.out.ends_with("nothing to repair\n"), "{}", again.out);
}

/// Returns other people's dirty essays that a site can be built of, where there are any beside
/// the repository, with their folders' names.
fn samples() -> Vec<(String, std::path::PathBuf)> {
    let top = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/samples/dirty");
    let Ok(folders) = fs::read_dir(top) else { return Vec::new() };
    let mut files = Vec::new();
    for folder in folders.flatten() {
        let name = folder.file_name().to_string_lossy().into_owned();
        // These cannot be read, or take long.
        if ["derived_encoding", "huge", "liquid", "hr__in_body"].contains(&name.as_str()) {
            continue;
        }
        for file in fs::read_dir(folder.path()).expect("a folder").flatten() {
            files.push((name.clone(), file.path()));
        }
    }
    files.sort();
    files
}

#[test]
fn what_cannot_be_tidied_does_not_keep_others_from_it() {
    let site = Site::new(&[("content/a.md", DIRTY)]);
    // “甲” in GB18030.
    site.write(
        "content/b.md",
        b"---\ntitle: \xbc\xd7\ntime: 2013-01-01\nname: a\n---\r\n\xbc\xd7\r\n",
    );
    let bytes = fs::read(site.path("content/b.md")).expect("a file");
    let ran = site.run(&["tidy", "--write"]);
    assert_eq!(ran.exit, Exit::Content, "{ran:?}");
    assert!(ran.err.contains("error[encoding]") && ran.err.contains("content/b.md"), "{}", ran.err);
    assert_eq!(fs::read(site.path("content/b.md")).expect("a file"), bytes);
    assert!(site.read("content/a.md").starts_with("---\ntitle: 两家店\n"));

    site.write("content/a.md", DIRTY);
    let (absent, there) = (site.path("content/none.md"), site.path("content/a.md"));
    let text = |path: &Path| path.to_str().expect("characters").to_owned();
    let ran = site.run(&["tidy", "--write", &text(&absent), &text(&there)]);
    assert_eq!(ran.exit, Exit::Machine, "{ran:?}");
    assert!(ran.err.contains("none.md"), "{}", ran.err);
    assert!(site.read("content/a.md").starts_with("---\ntitle: 两家店\n"));
}
