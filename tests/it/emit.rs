//! Output trees: all or none, and never over what is someone's own.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use pangzhu::diagnostic::Diagnostic;
use pangzhu::emit::{Emitted, MARKER, emit};
use pangzhu::error::Error;
use pangzhu::permalink::SitePath;
use pangzhu::render::Output;
use pangzhu::source::SourcePath;
use tempfile::TempDir;

/// A site's folder with the source folders in it.
fn site() -> TempDir {
    let site = TempDir::new().expect("a temporary folder");
    for folder in ["content", "templates", "static"] {
        fs::create_dir(site.path().join(folder)).expect("a new folder");
    }
    site
}

/// Emits pages of the given paths, each holding `text`.
fn emit_all(site: &Path, target: &Path, paths: &[&str], text: &str) -> Result<Emitted, Error> {
    let paths: Vec<SitePath> = paths.iter().copied().map(SitePath::file).collect();
    let render = |_: &SitePath| Ok(Output::Bytes(text.as_bytes().to_vec()));
    emit(target, site, &paths.iter().collect::<Vec<_>>(), render, || ())
}

fn refused() -> Vec<Diagnostic> {
    vec![Diagnostic::template(&SourcePath::new("templates/x.html"), None, "it fails", None)]
}

/// Lists what lies in a folder besides the site's own folders.
fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .filter(|name| !matches!(name.as_str(), "content" | "templates" | "static"))
        .collect();
    names.sort();
    names
}

#[test]
fn a_tree_is_written_and_replaced_whole() {
    let site = site();
    let target = site.path().join("public");
    emit_all(site.path(), &target, &["甲/index.html", "feed.xml"], "一").expect("a first tree");
    let again = emit_all(site.path(), &target, &["乙/index.html"], "二").expect("a second tree");
    let Emitted::Written(written) = again else { panic!("{again:?}") };
    assert_eq!((written.files, written.bytes), (1, 3));
    assert_eq!(names(&target), [".nojekyll", MARKER, "乙"]);
    assert_eq!(fs::read_to_string(target.join("乙/index.html")).expect("the page"), "二");
    assert_eq!(names(site.path()), ["public"], "nothing is left beside the tree");
}

#[test]
fn what_is_unchanged_is_not_written_again() {
    let site = site();
    let target = site.path().join("public");
    let picture = site.path().join("static/p.png");
    fs::write(&picture, "picture").expect("a picture");
    let paths = ["a.html", "b/c.html", "d.html", "p.png"].map(SitePath::file);
    let emit_with = |text: &str| {
        let render = |path: &SitePath| match path.as_str() {
            "a.html" => Ok(Output::Bytes(text.as_bytes().to_vec())),
            "p.png" => Ok(Output::Copy(picture.clone())),
            _ => Ok(Output::Bytes(b"same".to_vec())),
        };
        let paths: Vec<&SitePath> = paths.iter().collect();
        match emit(&target, site.path(), &paths, render, || ()).expect("no disk fault") {
            Emitted::Written(written) => written.unchanged,
            refused @ Emitted::Refused(_) => panic!("{refused:?}"),
        }
    };
    assert_eq!(emit_with("one"), 0);
    let long_ago = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
    let file = |name: &str| fs::File::options().write(true).open(target.join(name));
    for path in &paths {
        file(path.as_str()).and_then(|file| file.set_modified(long_ago)).expect("an older file");
    }
    // Of the same length, and in somebody's hands.
    fs::write(target.join("d.html"), "mess").expect("a file");
    assert_eq!(emit_with("two"), 2);
    let changed = |name: &str| fs::metadata(target.join(name)).expect("it").modified().expect("it");
    assert_eq!([changed("b/c.html"), changed("p.png")], [long_ago; 2]);
    assert!(changed("a.html") > long_ago && changed("d.html") > long_ago);
    assert_eq!(fs::read_to_string(target.join("a.html")).expect("a page"), "two");
    assert_eq!(fs::read_to_string(target.join("d.html")).expect("a page"), "same");
    assert_eq!(names(site.path()), ["public"]);
}

#[test]
fn a_fault_in_one_page_leaves_the_last_good_tree() {
    let site = site();
    let target = site.path().join("public");
    emit_all(site.path(), &target, &["a.html"], "good").expect("a first tree");
    let (good, bad) = (SitePath::file("a.html"), SitePath::file("b.html"));
    let render = |path: &SitePath| match path.as_str() {
        "b.html" => Err(refused()),
        _ => Ok(Output::Bytes(b"new".to_vec())),
    };
    let emitted = emit(&target, site.path(), &[&good, &bad], render, || ()).expect("no disk fault");
    let Emitted::Refused(diagnostics) = emitted else { panic!("{emitted:?}") };
    assert_eq!(diagnostics, refused());
    assert_eq!(fs::read_to_string(target.join("a.html")).expect("the page"), "good");
    assert_eq!(names(site.path()), ["public"]);
}

#[test]
fn a_fault_of_the_disk_leaves_the_last_good_tree() {
    let site = site();
    let target = site.path().join("public");
    emit_all(site.path(), &target, &["a.html"], "good").expect("a first tree");
    let path = SitePath::file("b.png");
    let folder = site.path().join("folder");
    fs::create_dir(&folder).expect("a new folder");
    let render = |_: &SitePath| Ok(Output::Copy(folder.clone()));
    let error = emit(&target, site.path(), &[&path], render, || ()).expect_err("no file");
    assert!(error.to_string().contains("folder"), "{error}");
    assert_eq!(names(&target), [".nojekyll", MARKER, "a.html"]);
    assert_eq!(names(site.path()), ["folder", "public"]);
}

#[test]
fn a_file_that_has_gone_since_it_was_found_is_left_out() {
    let site = site();
    let target = site.path().join("public");
    let paths = [SitePath::file("a.html"), SitePath::file("b.png")];
    let render = |path: &SitePath| match path.as_str() {
        "b.png" => Ok(Output::Copy(PathBuf::from("/nowhere/b.png"))),
        _ => Ok(Output::Bytes(b"new".to_vec())),
    };
    let paths: Vec<&SitePath> = paths.iter().collect();
    let emitted = emit(&target, site.path(), &paths, render, || ()).expect("no disk fault");
    let Emitted::Written(written) = emitted else { panic!("{emitted:?}") };
    assert_eq!(written.files, 1);
    assert_eq!(names(&target), [".nojekyll", MARKER, "a.html"]);
}

#[test]
fn what_is_someones_own_is_never_replaced() {
    let site = site();
    let own = site.path().join("own");
    fs::create_dir(&own).expect("a new folder");
    emit_all(site.path(), &own, &["a.html"], "x").expect("an empty folder may be taken");
    fs::remove_file(own.join(MARKER)).expect("the marker");
    let error = emit_all(site.path(), &own, &["b.html"], "x").expect_err("a foreign folder");
    assert!(matches!(error, Error::ForeignOutput(_)), "{error}");
    assert_eq!(names(&own), [".nojekyll", "a.html"]);

    let file = site.path().join("file");
    fs::write(&file, "mine").expect("a new file");
    let error = emit_all(site.path(), &file, &["b.html"], "x").expect_err("a file");
    assert!(matches!(error, Error::ForeignOutput(_)), "{error}");
    assert_eq!(fs::read_to_string(&file).expect("the file"), "mine");
}

#[test]
fn a_target_over_the_sources_is_refused() {
    let site = site();
    for target in ["", ".", "..", "content", "content/out", "static/x/../y", "none/../templates"] {
        let target = site.path().join(target);
        let error = emit_all(site.path(), &target, &["a.html"], "x").expect_err("over sources");
        assert!(matches!(error, Error::OutputOverSources(_)), "{target:?}: {error}");
    }
    assert_eq!(names(site.path()), [""; 0]);
}

#[test]
fn a_path_out_of_the_tree_is_refused() {
    let site = site();
    let target = site.path().join("public");
    for path in ["../a.html", "/a.html", "a/../../b.html", "a//b", ""] {
        assert!(emit_all(site.path(), &target, &[path], "x").is_err(), "{path}");
    }
    assert_eq!(names(site.path()), [""; 0]);
}

#[test]
fn a_killed_build_is_cleaned_up_and_the_last_good_tree_put_back() {
    let site = site();
    let target = site.path().join("public");
    emit_all(site.path(), &target, &["a.html"], "good").expect("a first tree");
    // As if killed between the two renames.
    let stage = site.path().join(".public.pangzhu-abc");
    fs::create_dir_all(stage.join("new")).expect("a stage");
    fs::write(stage.join("lock"), "").expect("a lock");
    fs::rename(&target, stage.join("old")).expect("a rename");
    let own = site.path().join(".public.pangzhu-own");
    fs::create_dir(&own).expect("a folder of someone's own");
    fs::write(own.join("mine.txt"), "").expect("a file of theirs");
    // As if killed before it had its lock.
    fs::create_dir(site.path().join(".public.pangzhu-def")).expect("a stage just begun");

    let path = SitePath::file("b.html");
    let emitted = emit(&target, site.path(), &[&path], |_| Err(refused()), || ());
    assert!(matches!(emitted, Ok(Emitted::Refused(_))), "{emitted:?}");
    assert_eq!(names(site.path()), [".public.pangzhu-own", "public"]);
    assert_eq!(fs::read_to_string(target.join("a.html")).expect("the page"), "good");
}

#[test]
fn a_build_at_work_is_not_taken_for_a_leftover() {
    let site = site();
    let target = site.path().join("public");
    let paths = [SitePath::file("a.html")];
    let paths: Vec<&SitePath> = paths.iter().collect();
    let render = |_: &SitePath| {
        emit_all(site.path(), &target, &["inner.html"], "inner").expect("the other build");
        Ok(Output::Bytes(b"outer".to_vec()))
    };
    emit(&target, site.path(), &paths, render, || ()).expect("the build at work");
    assert_eq!(names(&target), [".nojekyll", MARKER, "a.html"], "the last to end stands");
    assert_eq!(names(site.path()), ["public"]);
}

#[cfg(unix)]
#[test]
fn modes_are_those_that_a_web_server_can_read() {
    use std::os::unix::fs::PermissionsExt as _;
    let site = site();
    let target = site.path().join("public");
    let picture = site.path().join("static/p.png");
    fs::write(&picture, "p").expect("a picture");
    fs::set_permissions(&picture, fs::Permissions::from_mode(0o400)).expect("a mode");
    let paths = [SitePath::file("x/y/p.png"), SitePath::file("z/a.html")];
    let render = |path: &SitePath| match path.as_str() {
        "z/a.html" => Ok(Output::Bytes(Vec::new())),
        _ => Ok(Output::Copy(picture.clone())),
    };
    emit(&target, site.path(), &paths.iter().collect::<Vec<_>>(), render, || ()).expect("a tree");
    for (path, mode) in [
        ("", 0o755),
        ("x", 0o755),
        ("x/y", 0o755),
        ("x/y/p.png", 0o644),
        ("z/a.html", 0o644),
        (MARKER, 0o644),
    ] {
        let metadata = fs::metadata(target.join(path)).expect("it is there");
        assert_eq!(metadata.permissions().mode() & 0o777, mode, "{path}");
    }
}
