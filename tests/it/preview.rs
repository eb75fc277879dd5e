//! What the preview shows after any edits is what a fresh build writes.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use pangzhu::diagnostic::Severity;
use pangzhu::permalink::{BaseUrl, SitePath};
use pangzhu::render::Output;
use pangzhu::serve::guard::Guard;
use pangzhu::serve::request::Request;
use pangzhu::serve::response::Status;
use pangzhu::serve::{Desk, Preview, undress};
use pangzhu::session::{Options, Session, Snapshot};
use proptest::prelude::*;
use tempfile::TempDir;

use crate::edits::{COMPANIES, Edit, FILES, apply, edit, told_of};
use crate::site::write;

/// A preview, and what fresh looks have shown beside it.
struct Pair {
    site: TempDir,
    options: Options,
    preview: Preview,
    desk: Desk,
    fresh: Arc<Snapshot>,
    /// Whether a page could not be made of `fresh`.
    marred: bool,
    /// The last fresh look without errors before `fresh`.
    good: Option<Arc<Snapshot>>,
}

impl Pair {
    fn new() -> Self {
        let site = TempDir::new().expect("a temporary folder");
        fs::create_dir(site.path().join("content")).expect("a folder");
        let base_url = BaseUrl::parse("https://example.com/旁/").expect("a base URL");
        let options =
            Options { drafts: true, base_url: Some(base_url.clone()), ..Options::default() };
        let preview = Preview::new(site.path(), options.clone()).expect("a site");
        let guard = Guard::new(Vec::new()).expect("random numbers");
        let desk = Desk::new(guard, site.path(), base_url);
        let fresh = Arc::new(look(site.path(), &options));
        Self { site, options, preview, desk, fresh, marred: false, good: None }
    }

    /// Edits and looks: at everything, or at those files alone that the system tells of.
    fn edit(&mut self, edit: &Edit, looks_everywhere: bool) {
        apply(self.site.path(), edit);
        let fresh = look(self.site.path(), &self.options);
        let seen = if looks_everywhere {
            self.preview.look()
        } else {
            self.preview.look_at(&told_of(edit))
        };
        if seen {
            if !self.fresh.has_errors() && !self.marred {
                self.good = Some(Arc::clone(&self.fresh));
            }
            self.marred = false;
        }
        self.fresh = Arc::new(fresh);
    }

    /// Returns the site that is to be shown.
    fn shown(&self) -> Arc<Snapshot> {
        match &self.good {
            Some(good) if self.fresh.has_errors() => Arc::clone(good),
            _ => Arc::clone(&self.fresh),
        }
    }

    /// Asks the preview for a path and holds its answer against the fresh look's page.
    fn ask(&mut self, path: &SitePath) -> Result<(), TestCaseError> {
        let shown = self.shown();
        let showing = self.preview.showing();
        let request = Request::get(&format!("/旁/{}", path.public()));
        let response = self.desk.answer(&showing, &request);
        let status = response.status;
        let is_page = response.headers.iter().any(|(_, value)| value.starts_with("text/html"));
        let bytes = response.bytes().expect("a readable file");
        let text =
            if is_page { String::from_utf8_lossy(&bytes).into_owned() } else { String::new() };
        let bare = if is_page { undress(&text).expect("a dressed page").into() } else { bytes };
        let mut errors: Vec<&str> = (self.fresh.diagnostics.iter())
            .filter(|one| one.severity == Severity::Error)
            .map(|one| one.code.as_str())
            .collect();
        let rendered = shown.site.render(path);
        let expected = match &rendered {
            Ok(output) => Some(output.clone()),
            Err(faults) => {
                errors.extend(faults.iter().map(|one| one.code.as_str()));
                self.marred |= !self.fresh.has_errors();
                self.good.as_ref().and_then(|good| good.site.render(path).ok())
            }
        };
        // What is copied is read when it is asked for, and may be gone from the disk by then.
        let is_gone = |output: &Output| matches!(output, Output::Copy(file) if !file.exists());
        match expected {
            Some(expected) if is_gone(&expected) => {
                prop_assert!(self.fresh.has_errors());
                prop_assert_eq!(status, Status::NotFound);
            }
            Some(expected) => {
                let found = shown.site.page(path).is_some();
                prop_assert_eq!(status, if found { Status::Ok } else { Status::NotFound });
                prop_assert_eq!(bare, read(expected), "{}", path);
            }
            None => prop_assert_eq!(status, Status::InternalError),
        }
        if is_page {
            prop_assert_eq!(errors.is_empty(), !text.contains("cannot be built"), "{:?}", errors);
            for code in errors.iter().take(1) {
                prop_assert!(text.contains(&format!("<code>{code}</code>")), "{}", code);
            }
        }
        Ok(())
    }

    /// Holds everything that the preview shows against what a build writes, or, where the site
    /// cannot be built, against what a fresh look shows.
    fn compare_with_build(&mut self) -> Result<(), TestCaseError> {
        let paths: Vec<SitePath> = self.shown().site.paths().cloned().collect();
        let target = self.site.path().join("public");
        let built = pangzhu::build(self.site.path(), &target, self.options.clone());
        let built = built.expect("a machine without faults");
        if built.written.is_none() {
            for path in &paths {
                self.ask(path)?;
            }
            prop_assert!(self.fresh.has_errors() || self.marred);
            return Ok(());
        }
        let mut written = tree(&target, "");
        written.retain(|path, _| !path.starts_with('.'));
        prop_assert_eq!(
            written.keys().collect::<Vec<_>>(),
            paths.iter().map(SitePath::as_str).collect::<Vec<_>>()
        );
        let showing = self.preview.showing();
        for path in &paths {
            let request = Request::get(&format!("/旁/{}", path.as_str()));
            let bytes = self.desk.answer(&showing, &request).bytes().expect("a readable file");
            let bare = std::str::from_utf8(&bytes).ok().and_then(undress);
            let bare = bare.map_or(bytes, String::into_bytes);
            prop_assert_eq!(Some(&bare), written.get(path.as_str()), "{}", path);
        }
        Ok(())
    }
}

fn look(root: &Path, options: &Options) -> Snapshot {
    Session::new(root, options.clone()).refresh(|_| ()).expect("a site")
}

fn read(output: Output) -> Vec<u8> {
    match output {
        Output::Bytes(bytes) => bytes,
        Output::Copy(file) => fs::read(file).expect("the file is there"),
    }
}

fn tree(folder: &Path, prefix: &str) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            files.extend(tree(&entry.path(), &format!("{path}/")));
        } else {
            files.insert(path, fs::read(entry.path()).expect("a file"));
        }
    }
    files
}

fn shows_what_a_build_writes(edits: &[(Edit, usize)]) -> Result<(), TestCaseError> {
    let mut pair = Pair::new();
    for (edit, ask) in edits {
        pair.edit(edit, ask % 3 == 0);
        let paths: Vec<SitePath> = pair.shown().site.paths().cloned().collect();
        let shown: Vec<SitePath> = pair.preview.showing().site().paths().cloned().collect();
        prop_assert_eq!(&shown, &paths);
        for nth in [*ask, ask / 7] {
            pair.ask(&paths[nth % paths.len()])?;
        }
        pair.ask(&SitePath::page(&["nothing", "here"]))?;
    }
    pair.compare_with_build()
}

/// As many edits one after the other, and so often: thousands of looks.
const EDITS: usize = 125;
const SEQUENCES: u32 = 16;
/// The same where the companies change too.
const EDITS_WITH_COMPANIES: usize = 12;
const SEQUENCES_WITH_COMPANIES: u32 = 4;

proptest! {
    #![proptest_config(ProptestConfig { cases: SEQUENCES, ..ProptestConfig::default() })]

    #[test]
    fn after_any_edits_the_preview_is_what_a_build_writes(
        edits in prop::collection::vec((edit(COMPANIES), 0..10_000_usize), EDITS),
    ) {
        shows_what_a_build_writes(&edits)?;
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: SEQUENCES_WITH_COMPANIES, ..ProptestConfig::default()
    })]

    #[test]
    fn after_edits_of_companies_too_the_preview_is_what_a_build_writes(
        edits in prop::collection::vec(
            (edit(FILES.len()), 0..10_000_usize), EDITS_WITH_COMPANIES
        ),
    ) {
        shows_what_a_build_writes(&edits)?;
    }
}

/// A site whose files and whose surroundings can be asked for.
fn small_site() -> (TempDir, PathBuf, Preview, Desk) {
    let folder = TempDir::new().expect("a temporary folder");
    let root = folder.path().join("site");
    write(&root.join("content/a.md"), FILES[0].1[0]);
    write(&root.join("static/a.txt"), "一\n");
    write(&folder.path().join("outside.txt"), "SECRET");
    let preview = Preview::new(&root, Options::default()).expect("a site");
    let desk = Desk::new(Guard::new(Vec::new()).expect("random"), &root, BaseUrl::default());
    (folder, root, preview, desk)
}

#[test]
#[cfg(unix)]
fn a_file_that_becomes_a_link_out_of_the_site_is_not_sent() {
    let (folder, root, preview, desk) = small_site();
    let ask = || desk.answer(&preview.showing(), &Request::get("/a.txt"));
    assert_eq!(ask().bytes().expect("a file"), "一\n".as_bytes());
    fs::remove_file(root.join("static/a.txt")).expect("removed");
    let outside = folder.path().join("outside.txt");
    std::os::unix::fs::symlink(outside, root.join("static/a.txt")).expect("a link");
    let answer = ask();
    assert_eq!(answer.status, Status::NotFound);
    assert!(!String::from_utf8_lossy(&answer.bytes().expect("text")).contains("SECRET"));
}

#[test]
fn a_folder_that_is_gone_is_said_and_its_return_is_seen() {
    let (folder, root, mut preview, desk) = small_site();
    let away = folder.path().join("away");
    fs::rename(root.join("content"), &away).expect("a rename");
    assert!(preview.look());
    assert!(!preview.look(), "the same trouble is told once");
    let page = |preview: &Preview| {
        let answer = desk.answer(&preview.showing(), &Request::get("/a/"));
        String::from_utf8(answer.bytes().expect("bytes")).expect("text")
    };
    assert!(page(&preview).contains("is not a site") && page(&preview).contains("腾讯"));
    fs::rename(&away, root.join("content")).expect("a rename");
    assert!(preview.look());
    assert!(!page(&preview).contains("is not a site"));
}

#[test]
fn where_nothing_stands_the_nearest_is_shown_and_folders_lead_on() {
    let (_folder, _root, preview, desk) = small_site();
    let ask = |path| desk.answer(&preview.showing(), &Request::get(path));
    let missing = ask("/b/a");
    assert_eq!(missing.status, Status::NotFound);
    let text = String::from_utf8(missing.bytes().expect("bytes")).expect("text");
    assert!(text.contains("<a href=\"/a/\">a/</a>"), "{text}");
    let folder = ask("/a");
    assert_eq!(folder.status, Status::Found);
    assert!(folder.headers.contains(&("Location", "/a/".to_owned())));
}

#[test]
fn a_piece_of_a_file_is_sent_where_one_is_asked_for() {
    let (_folder, root, mut preview, desk) = small_site();
    write(&root.join("static/film.mp4"), "0123456789");
    assert!(preview.look());
    let ask = |path, range: &str| {
        let mut request = Request::get(path);
        request.headers.push(("range".to_owned(), range.to_owned()));
        let answer = desk.answer(&preview.showing(), &request);
        let value = |name| {
            let header = answer.headers.iter().find(|(one, _)| *one == name);
            header.map(|(_, value)| value.clone()).unwrap_or_default()
        };
        let (range, status) = (value("Content-Range"), answer.status);
        (status, range, String::from_utf8(answer.bytes().expect("bytes")).expect("text"))
    };
    let part =
        |range: &str, bytes: &str| (Status::PartialContent, range.to_owned(), bytes.to_owned());
    assert_eq!(ask("/film.mp4", "bytes=2-4"), part("bytes 2-4/10", "234"));
    assert_eq!(ask("/film.mp4", "bytes=8-"), part("bytes 8-9/10", "89"));
    assert_eq!(ask("/film.mp4", "bytes=-1"), part("bytes 9-9/10", "9"));
    let beyond = (Status::RangeNotSatisfiable, "bytes */10".to_owned(), String::new());
    assert_eq!(ask("/film.mp4", "bytes=10-"), beyond);
    let whole = (Status::Ok, String::new(), "0123456789".to_owned());
    assert_eq!(ask("/film.mp4", "bytes=0-1,3-4"), whole);
    assert_eq!(ask("/a/", "bytes=0-1").0, Status::Ok, "a page is sent whole");
}

#[test]
fn what_nobody_told_of_is_seen_by_the_look_at_everything() {
    let (_folder, root, mut preview, desk) = small_site();
    let text = |preview: &Preview, path| {
        let answer = desk.answer(&preview.showing(), &Request::get(path));
        String::from_utf8(answer.bytes().expect("bytes")).expect("text")
    };
    write(&root.join("content/b.md"), FILES[1].1[0]);
    assert!(preview.look());
    write(&root.join("content/a.md"), FILES[0].1[0].replace("更开放", "更封闭"));
    write(&root.join("content/b.md"), FILES[1].1[0].replace("超过", "胜过"));
    assert!(preview.look_at(&[PathBuf::from("content/a.md")].into()));
    assert!(text(&preview, "/a/").contains("更封闭") && text(&preview, "/b/").contains("超过"));
    assert!(!preview.look_at(&[PathBuf::from("content/a.md")].into()), "nothing more of it");
    assert!(preview.look());
    assert!(text(&preview, "/b/").contains("胜过"));
    // What is no file, or was none, is not looked at alone.
    write(&root.join("content/c.md"), FILES[2].1[0]);
    assert!(preview.look_at(&[PathBuf::from("content/c.md")].into()));
    fs::remove_file(root.join("content/b.md")).expect("removed");
    assert!(preview.look_at(&[PathBuf::from("content/b.md")].into()));
    assert!(text(&preview, "/c/").contains("丙") && !preview.look());
}
