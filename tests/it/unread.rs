//! Files that the system does not read, and files that come and go while a site is built: each is
//! told of, or taken for what the next look will find, and the other essays are built.
//!
//! Windows has other permissions, and a file that somebody reads does not go there.
#![cfg(unix)]

use std::fs;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use pangzhu::cli::Exit;

use crate::site::Site;

const GOOD: &str = "---\ntitle: 好的\ntime: 2020-01-01\nname: 林\n---\n微信比支付宝更开放。\n";

/// Permissions, which do not hold the one who runs everything: then it is done as somebody else.
mod permissions {
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
    use std::os::unix::process::CommandExt as _;
    use std::path::{Path, PathBuf};
    use std::process::{Command, Output};

    use super::*;
    use crate::executable::install;

    /// The user that owns nothing.
    const NOBODY: u32 = 65_534;

    fn restrict(path: &Path, mode: u32) {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("permissions");
    }

    /// The program, where everybody may run it.
    struct Program {
        file: PathBuf,
        _folder: tempfile::TempDir,
    }

    impl Program {
        fn new() -> Self {
            let folder = tempfile::tempdir().expect("a folder");
            restrict(folder.path(), 0o755);
            let file = folder.path().join("pangzhu");
            install(Path::new(env!("CARGO_BIN_EXE_pangzhu")), &file);
            Self { file, _folder: folder }
        }

        fn run(&self, site: &Site, arguments: &[&str]) -> (Output, String) {
            let root = site.path("");
            restrict(&root, 0o777);
            let mut command = Command::new(&self.file);
            command.args(arguments).arg("--root").arg(&root).env("PANGZHU_LANG", "en");
            if fs::metadata(&root).expect("a folder").uid() == 0 {
                command.uid(NOBODY).gid(NOBODY);
            }
            let output = command.output().expect("it runs");
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            (output, said)
        }
    }

    #[test]
    fn each_file_that_is_not_read_is_told_of_and_the_others_are_built() {
        let site = Site::new(&[("content/good.md", GOOD), ("static/a.txt", "一\n")]);
        let refused = [
            "content/bad.md",
            "content/noted.notes.yaml",
            "content/lonely.notes.yaml",
            "content/picture.png",
            "content/folder",
            "static/own.css",
        ];
        site.write("content/noted.md", GOOD.replace("好的", "有批注的"));
        site.write("content/folder/in.md", GOOD);
        for path in refused.iter().filter(|path| path.contains('.')) {
            site.write(path, GOOD);
        }
        refused.iter().for_each(|path| restrict(&site.path(path), 0));
        let program = Program::new();
        let told = |said: &str| {
            for path in refused {
                assert!(said.contains(&format!("--> {path}\n")), "{path}: {said}");
            }
            let count =
                said.matches("error[left-out]: this is left out: the system does not read it");
            assert_eq!(count.count(), refused.len(), "{said}");
        };
        let (output, said) = program.run(&site, &["build"]);
        assert_eq!(output.status.code(), Some(1), "{said}");
        assert!(!site.exists("public"), "all or nothing, unless it is told to keep going");
        told(&said);
        let (output, said) = program.run(&site, &["build", "--keep-going"]);
        assert_eq!(output.status.code(), Some(1), "the exit code tells: {said}");
        told(&said);
        assert!(site.exists("public/good/index.html") && site.exists("public/a.txt"), "{said}");
        for gone in ["bad", "noted", "folder/in", "picture.png", "own.css"] {
            assert!(!site.exists(&format!("public/{gone}")), "{gone}");
        }
        // Without its notes an essay would show what was rejected.
        restrict(&site.path("content/noted.notes.yaml"), 0o644);
        site.write("content/noted.notes.yaml", "notes: []\n");
        program.run(&site, &["build", "--keep-going"]);
        assert!(site.exists("public/noted/index.html"));
        refused.iter().for_each(|path| restrict(&site.path(path), 0o755));
    }

    #[test]
    fn what_all_pages_are_made_of_is_not_done_without() {
        for path in ["content/site.yaml", "content/companies.yaml", "templates/404.html"] {
            let site = Site::new(&[("content/good.md", GOOD), (path, "title: 甲\n")]);
            restrict(&site.path(path), 0);
            let (output, said) = Program::new().run(&site, &["build", "--keep-going"]);
            assert_eq!(output.status.code(), Some(1), "{said}");
            assert!(said.contains(&format!("--> {path}\n")) && !site.exists("public"), "{said}");
        }
    }

    #[test]
    fn commands_that_write_do_nothing_where_they_cannot_read_all() {
        let site = Site::new(&[("content/good.md", GOOD), ("content/bad.md", GOOD)]);
        restrict(&site.path("content/bad.md"), 0);
        let (output, said) = Program::new().run(&site, &["notes", "repair", "--write"]);
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.contains("content/bad.md"), "{said}");
    }
}

/// How often a site is built while its files come and go.
const BUILDS: usize = 12;

#[test]
fn files_that_come_and_go_while_a_site_is_built_stop_nothing() {
    let site = Site::new(&[("content/good.md", GOOD), ("content/x/kept.md", GOOD)]);
    let is_over = AtomicBool::new(false);
    thread::scope(|scope| {
        scope.spawn(|| {
            while !is_over.load(Ordering::Relaxed) {
                for number in 0..20 {
                    site.write(&format!("content/x/{number}.md"), GOOD);
                    site.write(&format!("content/x/{number}.notes.yaml"), "notes: []\n");
                    site.write(&format!("content/{number}/in.md"), GOOD);
                    site.write(&format!("static/x/{number}.txt"), GOOD);
                    site.write(&format!("content/x/{number}.pdf"), GOOD);
                }
                for number in 0..20 {
                    for path in [
                        format!("content/x/{number}.md"),
                        format!("content/x/{number}.notes.yaml"),
                        format!("content/x/{number}.pdf"),
                        format!("static/x/{number}.txt"),
                    ] {
                        fs::remove_file(site.path(&path)).expect("it was there");
                    }
                    fs::remove_dir_all(site.path(&format!("content/{number}")))
                        .expect("it was there");
                }
            }
        });
        for _ in 0..BUILDS {
            let ran = site.run(&["build", "--keep-going"]);
            let is_whole = site.exists("public/good/index.html");
            if ran.exit != Exit::Success || !is_whole {
                is_over.store(true, Ordering::Relaxed);
            }
            assert_eq!(ran.exit, Exit::Success, "{}", ran.err);
            assert!(is_whole && site.exists("public/x/kept/index.html"), "{}", ran.err);
        }
        is_over.store(true, Ordering::Relaxed);
    });
}
