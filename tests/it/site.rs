//! Whole small sites, from their files to the output tree.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use pangzhu::cli::{self, Console, Exit};
use pangzhu::parallel;
use tempfile::TempDir;

/// A site in a temporary folder, with the demo's way of writing an essay.
pub(crate) struct Site {
    folder: TempDir,
}

/// What a command ended with and printed.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) exit: Exit,
    pub(crate) out: String,
    pub(crate) err: String,
}

const ESSAY: &str = "---\nlayout: post\nname: 佚名\ntime: 2014-02-20 08:00\ntitle: 微信与WhatsApp\n---\n\
                     微信比WhatsApp更开放，腾讯比Facebook更早做支付。\n";

impl Site {
    /// Makes a site of files given by path and text.
    pub(crate) fn new(files: &[(&str, &str)]) -> Self {
        let site = Self { folder: TempDir::new().expect("a temporary folder") };
        files.iter().for_each(|(path, text)| site.write(path, text));
        site
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    pub(crate) fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        write(&self.path(path), text);
    }

    /// Runs a command on the site.
    pub(crate) fn run(&self, arguments: &[&str]) -> Ran {
        run(self.folder.path(), arguments)
    }

    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    pub(crate) fn exists(&self, path: &str) -> bool {
        self.path(path).exists()
    }
}

/// Writes a file, and makes the folders that it is in.
pub(crate) fn write(file: &Path, bytes: impl AsRef<[u8]>) {
    fs::create_dir_all(file.parent().expect("it has a folder")).expect("a folder");
    fs::write(file, bytes).expect("a file");
}

fn run(root: &Path, arguments: &[&str]) -> Ran {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let root = root.to_str().expect("a path of characters");
    let (command, options) = arguments.split_first().expect("a command");
    let arguments = ["pangzhu", command, "--root", root].into_iter().chain(options.iter().copied());
    let exit = cli::run(arguments.map(Into::into), &mut Console::plain(&mut out, &mut err));
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    Ran { exit, out: text(out), err: text(err) }
}

/// Returns every file below a folder with its bytes.
pub(crate) fn tree(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        if entry.path().is_dir() {
            files.extend(
                tree(&entry.path())
                    .into_iter()
                    .map(|(path, bytes)| (Path::new(&entry.file_name()).join(path), bytes)),
            );
        } else {
            files.insert(entry.file_name().into(), fs::read(entry.path()).expect("a file"));
        }
    }
    files
}

#[test]
fn a_folder_with_one_essay_is_a_site() {
    let site = Site::new(&[("content/essays/2014/wechat.md", ESSAY), ("static/CNAME", "a.b\n")]);
    let ran = site.run(&["build"]);
    assert_eq!(ran.exit, Exit::Success, "{ran:?}");
    assert_eq!(ran.err, "", "nothing to complain of");
    assert!(ran.out.contains("from 1 essay with"), "{}", ran.out);
    assert!(site.read("public/essays/2014/wechat/index.html").contains("微信"));
    assert!(site.read("public/index.html").contains("/essays/2014/wechat/"));
    assert_eq!(site.read("public/CNAME"), "a.b\n");
    assert!(site.exists("public/.nojekyll") && site.exists("public/404.html"));
}

#[test]
fn a_picture_that_is_written_into_the_essay_is_shown() {
    let picture = "data:image/png;base64,iVBORw0KGgo=";
    let text = format!("---\ntitle: 甲\nname: 林\ntime: 2020-01-01\n---\n![点]({picture})\n");
    let site = Site::new(&[("content/a.md", &text)]);
    let ran = site.run(&["build"]);
    assert_eq!((ran.exit, ran.err.as_str()), (Exit::Success, ""));
    let page = site.read("public/a/index.html");
    assert!(page.contains(&format!("src=\"{picture}\" alt=\"点\"")), "{page}");
}

#[test]
fn an_error_in_the_content_leaves_the_last_good_site() {
    let site = Site::new(&[("content/a.md", ESSAY)]);
    assert_eq!(site.run(&["build"]).exit, Exit::Success);
    let good = tree(&site.path("public"));
    site.write("content/b.md", ESSAY.replace("title:", "slug: a\ntitle:"));
    let ran = site.run(&["build"]);
    assert_eq!(ran.exit, Exit::Content, "{ran:?}");
    assert!(ran.err.contains("error[duplicate-permalink]"), "{}", ran.err);
    assert!(ran.out.contains("1 error"), "{}", ran.out);
    assert_eq!(tree(&site.path("public")), good);
    assert_eq!(site.run(&["check"]).exit, Exit::Content);
}

#[test]
fn check_says_what_build_says_and_writes_nothing() {
    let site = Site::new(&[("content/a.md", &format!("{ESSAY}见[此](nowhere.md)。\n"))]);
    let checked = site.run(&["check"]);
    assert_eq!(checked.exit, Exit::Success, "{checked:?}");
    assert!(checked.err.contains("warning[broken-link]"), "{}", checked.err);
    assert!(checked.err.contains("content/a.md:8:"), "{}", checked.err);
    assert!(!site.exists("public"));
    assert_eq!(site.run(&["build"]).err, checked.err);
}

#[test]
fn strict_takes_warnings_for_errors() {
    let site = Site::new(&[("content/a.md", &format!("{ESSAY}见[此](nowhere.md)。\n"))]);
    let ran = site.run(&["build", "--strict"]);
    assert_eq!(ran.exit, Exit::Content, "{ran:?}");
    assert!(ran.err.contains("error[broken-link]"), "{}", ran.err);
    assert!(!site.exists("public"));
}

#[test]
fn drafts_are_shown_only_when_asked_for() {
    let site = Site::new(&[
        ("content/a.md", ESSAY),
        ("content/draft.md", &ESSAY.replace("title:", "draft: true\ntitle: 草稿")),
    ]);
    assert_eq!(site.run(&["build"]).exit, Exit::Success);
    for (path, bytes) in tree(&site.path("public")) {
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains("草稿") && !text.contains("\"/draft/"), "{}", path.display());
    }
    assert!(!site.exists("public/draft"));
    assert_eq!(site.run(&["build", "--drafts"]).exit, Exit::Success);
    assert!(site.read("public/draft/index.html").contains("草稿"));
}

#[test]
fn what_the_machine_refuses_ends_with_2() {
    let empty = Site::new(&[]);
    let ran = empty.run(&["build"]);
    assert_eq!(ran.exit, Exit::Machine, "{ran:?}");
    assert!(ran.err.contains("it has no folder `content`"), "{}", ran.err);

    let site = Site::new(&[("content/a.md", ESSAY), ("mine/letter.txt", "x")]);
    let mine = site.path("mine");
    let ran = site.run(&["build", "--output", mine.to_str().expect("characters")]);
    assert_eq!(ran.exit, Exit::Machine, "{ran:?}");
    assert!(ran.err.contains("was not written by pangzhu"), "{}", ran.err);
    assert_eq!(site.read("mine/letter.txt"), "x");

    for wrong in [&["build", "--base-url", "example.org"][..], &["build", "--what"], &["bulid"]] {
        assert_eq!(site.run(wrong).exit, Exit::Machine, "{wrong:?}");
    }
}

#[test]
fn help_and_version_are_answers() {
    for (argument, expected) in [("--help", "Usage: pangzhu"), ("--version", "pangzhu 0.")] {
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let arguments = ["pangzhu", argument].map(Into::into);
        let exit = cli::run(arguments, &mut Console::plain(&mut out, &mut err));
        assert_eq!((exit, err.len()), (Exit::Success, 0));
        assert!(String::from_utf8_lossy(&out).contains(expected), "{argument}");
    }
}

#[test]
fn a_template_of_the_site_replaces_the_themes_own() {
    let site = Site::new(&[
        ("content/a.md", ESSAY),
        ("templates/404.html", "<!doctype html>\n<title>x</title>\n<p>此路不通</p>\n"),
    ]);
    let ran = site.run(&["build"]);
    assert_eq!(ran.exit, Exit::Success, "{ran:?}");
    assert!(site.read("public/404.html").contains("此路不通"));
}

#[test]
fn a_fault_in_a_template_is_shown_at_its_place() {
    let site = Site::new(&[
        ("content/a.md", ESSAY),
        ("templates/404.html", "<p>\n{{ 1 | no_such_filter }}\n</p>\n"),
    ]);
    for command in ["check", "build"] {
        let ran = site.run(&[command]);
        assert_eq!(ran.exit, Exit::Content, "{ran:?}");
        assert!(ran.err.contains("error[template]"), "{}", ran.err);
        assert!(ran.err.contains("no_such_filter"), "{}", ran.err);
        assert!(ran.err.contains("templates/404.html:2:"), "{}", ran.err);
    }
    site.write("templates/404.html", "<p>\n{{ no_such_variable }}\n</p>\n");
    let ran = site.run(&["check"]);
    assert_eq!(ran.exit, Exit::Content, "{ran:?}");
    assert!(ran.err.contains("templates/404.html:2:"), "{}", ran.err);
    assert!(ran.err.contains("no_such_variable"), "{}", ran.err);
}

#[test]
fn the_same_files_give_the_same_bytes() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites/blocks");
    let trees: Vec<_> = [1, 2, 7]
        .into_iter()
        .flat_map(|threads| [threads, threads])
        .map(|threads| {
            let out = TempDir::new().expect("a temporary folder");
            let target = out.path().join("public");
            let options = ["build", "--output", target.to_str().expect("characters")];
            let ran = parallel::with_threads(threads, || run(&root, &options));
            assert_eq!(ran.exit, Exit::Success, "{ran:?}");
            tree(&target)
        })
        .collect();
    let first = &trees[0];
    assert!(first.len() > 10, "there are pages");
    for tree in &trees {
        assert!(tree == first, "{:?}", differing(first, tree));
    }
}

/// Names the files that differ between two trees.
fn differing(one: &BTreeMap<PathBuf, Vec<u8>>, other: &BTreeMap<PathBuf, Vec<u8>>) -> Vec<PathBuf> {
    let paths = one.keys().chain(other.keys());
    paths.filter(|path| one.get(*path) != other.get(*path)).cloned().collect()
}
