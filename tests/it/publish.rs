//! What `publish` puts onto a branch, and what it leaves alone.

use std::fs;

use crate::executable::script;
use crate::repository::{Ran, Repository};

/// Publishes and holds that nothing else was touched.
fn publish(repository: &Repository, arguments: &[&str]) -> Ran {
    let before = repository.untouchables();
    let ran = repository.pangzhu(&[&["publish"], arguments].concat());
    assert_eq!(repository.untouchables(), before, "{} {}", ran.out, ran.err);
    let scratch = fs::read_dir(repository.folder().join("tmp")).expect("a folder");
    let left: Vec<_> = scratch
        .flatten()
        .map(|entry| entry.file_name())
        .filter(|name| !name.to_string_lossy().ends_with(".lock"))
        .collect();
    assert!(left.is_empty(), "{left:?}");
    ran
}

/// Publishes, is refused and leaves the branch where it was.
fn refused(repository: &Repository, arguments: &[&str], why: &str) {
    let before = repository.tip("gh-pages");
    let ran = publish(repository, arguments);
    assert_eq!(ran.code, 2, "{} {}", ran.out, ran.err);
    assert!(ran.err.contains(why) && ran.err.contains("help: "), "{}", ran.err);
    assert_eq!(repository.tip("gh-pages"), before);
}

fn content(repository: &Repository, file: &str) -> String {
    repository.git(&["show", &format!("gh-pages:{file}")])
}

#[test]
fn a_branch_grows_by_a_commit_for_each_change() {
    let repository = Repository::new();
    let ran = publish(&repository, &[]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let first = repository.tip("gh-pages").expect("a branch");
    assert!(ran.out.contains(&first[..7]) && ran.out.contains("publish --push"), "{}", ran.out);
    let files = repository.files("gh-pages");
    for file in ["a/index.html", "404.html", ".nojekyll", ".pangzhu", "feed.xml"] {
        assert!(files.iter().any(|one| one == file), "{file} in {files:?}");
    }
    let modes = repository.git(&["ls-tree", "-r", "--format=%(objectmode)", "gh-pages"]);
    assert!(modes.lines().all(|mode| mode == "100644"), "{modes}");
    let head = repository.git(&["rev-parse", "--short", "main"]);
    let message = repository.git(&["log", "-1", "--format=%B", "gh-pages"]);
    assert!(message.starts_with(&format!("Publish the site of {head}\n")), "{message}");

    let ran = publish(&repository, &[]);
    assert!(ran.out.contains("nothing to do"), "{}", ran.out);
    assert_eq!(repository.tip("gh-pages"), Some(first.clone()));

    repository.write("content/b.md", "---\ntitle: 乙\ntime: 2020-01-02\nname: 林\n---\n一句。\n");
    let ran = publish(&repository, &["--message", "第二篇"]);
    assert!(ran.out.contains("added") && ran.out.contains("changed"), "{}", ran.out);
    assert_eq!(repository.git(&["rev-parse", "gh-pages^"]), first);
    assert!(repository.git(&["log", "-1", "--format=%B", "gh-pages"]).starts_with("第二篇\n"));
    fs::remove_file(repository.site().join("content/b.md")).expect("it was there");
    let ran = publish(&repository, &[]);
    assert!(ran.out.contains("removed"), "{}", ran.out);
    assert!(!repository.files("gh-pages").iter().any(|file| file.starts_with("b/")));
}

#[test]
fn a_trial_lists_what_would_change_and_leaves_no_object() {
    let repository = Repository::new();
    let objects = || repository.git(&["count-objects", "--verbose"]);
    let before = objects();
    let ran = publish(&repository, &["--dry-run"]);
    assert!(ran.out.contains("+ a/index.html\n"), "{}", ran.out);
    assert!(ran.out.contains("nothing was changed"), "{}", ran.out);
    assert_eq!(repository.tip("gh-pages"), None);
    publish(&repository, &[]);
    let published = objects();
    assert_ne!(published, before);
    repository.write("content/a.md", "---\ntitle: 甲\ntime: 2020-01-01\nname: 林\n---\n改了。\n");
    repository.write("static/新.txt", "新");
    let ran = publish(&repository, &["-n", "--push"]);
    assert!(ran.out.contains("~ a/index.html\n") && ran.out.contains("+ 新.txt\n"), "{}", ran.out);
    assert!(ran.out.lines().any(|line| line.starts_with("- ")), "{}", ran.out);
    assert_eq!(objects(), published);
    assert!(repository.git(&["ls-remote", "origin"]).is_empty());
}

/// GitHub's settings page writes the domain onto the branch; a publication that dropped it
/// would lose the domain.
#[test]
fn a_domain_is_kept_or_set_by_the_settings() {
    let repository = Repository::new();
    publish(&repository, &["--push"]);
    let other = repository.folder().join("github");
    repository
        .git_in(repository.folder(), &["clone", "-q", "-b", "gh-pages", "remote.git", "github"]);
    fs::write(other.join("CNAME"), "old.example.org\n").expect("a file");
    repository.git_in(&other, &["add", "CNAME"]);
    repository.git_in(&other, &["commit", "-q", "-m", "Create CNAME"]);
    repository.git_in(&other, &["push", "-q"]);
    repository.git(&["fetch", "-q"]);

    repository.write("static/一.txt", "一");
    let ran = publish(&repository, &["--push"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.out.contains("CNAME is kept"), "{}", ran.out);
    assert_eq!(content(&repository, "CNAME"), "old.example.org");
    assert_eq!(repository.git(&["log", "--format=%s", "gh-pages"]).lines().count(), 3);

    repository.write("content/site.yaml", "cname: 旁注.example.org\n");
    publish(&repository, &[]);
    assert_eq!(content(&repository, "CNAME"), "旁注.example.org");
    repository.write("content/site.yaml", "cname: https://x.example.org/\n");
    let ran = publish(&repository, &[]);
    assert_eq!((ran.code, content(&repository, "CNAME").as_str()), (1, "旁注.example.org"));
    assert!(ran.err.contains("error[invalid-setting]: `cname` cannot be"), "{}", ran.err);
}

#[test]
fn what_could_lose_work_is_refused() {
    let repository = Repository::new();
    refused(&repository, &["--branch", "main"], "main is checked out in");
    refused(&repository, &["--branch", "a..b"], "is no name for a branch");
    refused(&repository, &["--branch=--all"], "is no name for a branch");
    refused(&repository, &["--remote=--mirror"], "is no remote");
    repository.git(&["branch", "gh-pages"]);
    refused(&repository, &[], "holds what pangzhu did not write");
    repository.git(&["branch", "-q", "-D", "gh-pages"]);
    assert_eq!(publish(&repository, &[]).code, 0);

    let other = repository.folder().join("other");
    repository.git(&["worktree", "add", "-q", "../other", "gh-pages"]);
    refused(&repository, &[], "gh-pages is checked out in");
    fs::write(other.join("README.md"), "手写的").expect("a file");
    repository.git_in(&other, &["add", "."]);
    repository.git_in(&other, &["commit", "-q", "-m", "一个文件"]);
    repository.git(&["worktree", "remove", "../other"]);
    refused(
        &repository,
        &[],
        "somebody has changed the branch gh-pages since it was published: README.md",
    );
}

#[test]
fn a_site_with_errors_is_not_published() {
    let repository = Repository::new();
    publish(&repository, &[]);
    let before = repository.tip("gh-pages");
    repository.write("templates/404.html", "{{ nothing }}");
    let ran = publish(&repository, &["--push"]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("error[template]"), "{}", ran.err);
    assert!(ran.out.contains("nothing is published"), "{}", ran.out);
    assert_eq!(repository.tip("gh-pages"), before);
    assert!(repository.git(&["ls-remote", "origin"]).is_empty());
}

#[test]
fn a_site_in_no_repository_is_not_published() {
    let repository = Repository::new();
    let ran = repository.pangzhu(&["publish", "--root", ".."]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("is in no git repository"), "{}", ran.err);
}

/// Whatever a repository has set up for daily work, the branch has the very bytes of the build.
#[test]
fn nobodys_hooks_filters_and_ignored_files_change_the_site() {
    let repository = Repository::new();
    let lines = "一行\r\n两行\n";
    repository.write("static/线.txt", lines);
    repository.write("static/picture.png", [0_u8, 255, 10, 13]);
    repository.write(".gitignore", "*.html\n*.png\npublic\n");
    repository.write(".gitattributes", "*.png filter=lfs diff=lfs merge=lfs -text\n");
    repository.write(".git/info/attributes", "* text=auto eol=lf filter=broken\n");
    for (key, value) in [
        ("core.autocrlf", "true"),
        ("core.safecrlf", "true"),
        ("filter.broken.clean", "false"),
        ("filter.broken.required", "true"),
        ("filter.lfs.clean", "false"),
        ("filter.lfs.required", "true"),
        ("commit.gpgSign", "true"),
        ("core.quotePath", "true"),
        ("core.fileMode", "false"),
    ] {
        repository.git(&["config", key, value]);
    }
    for hook in ["reference-transaction", "pre-commit", "commit-msg", "post-commit"] {
        script(&repository.site().join(format!(".git/hooks/{hook}")), "exit 1");
    }
    let before = fs::read(repository.site().join(".git/index")).expect("an index");
    // As if run by a hook of git's own.
    let output = repository
        .program(&["publish"])
        .env("GIT_INDEX_FILE", repository.site().join(".git/index"))
        .env("GIT_DIR", "nowhere")
        .env("GIT_WORK_TREE", "/")
        .output()
        .expect("the program runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(fs::read(repository.site().join(".git/index")).expect("an index"), before);
    let object = repository.git(&["rev-parse", "gh-pages:线.txt"]);
    assert_eq!(repository.git(&["cat-file", "-s", &object]), lines.len().to_string());
    assert_eq!(repository.git(&["cat-file", "-s", "gh-pages:picture.png"]), "4");
}

#[cfg(unix)]
#[test]
fn any_name_and_mode_of_a_file_is_published_as_a_plain_file() {
    use std::os::unix::fs::PermissionsExt as _;

    let repository = Repository::new();
    let names = [
        "空 格.txt",
        "\"引号\".txt",
        "a#b?c%d.txt",
        "😀.txt",
        "反\\斜.txt",
        "新\n行.txt",
        "-n.txt",
        "尾.txt\r",
    ];
    for name in names {
        repository.write(&format!("static/{name}"), name);
        let file = repository.site().join("static").join(name);
        fs::set_permissions(file, fs::Permissions::from_mode(0o755)).expect("its mode");
    }
    let ran = publish(&repository, &[]);
    assert_eq!(ran.code, 0, "{} {}", ran.out, ran.err);
    let files = repository.files("gh-pages");
    for name in names {
        assert!(files.iter().any(|file| file == name), "{name:?} in {files:?}");
    }
    let modes = repository.git(&["ls-tree", "-r", "--format=%(objectmode)", "gh-pages"]);
    assert!(modes.lines().all(|mode| mode == "100644"), "{modes}");
}

#[test]
fn a_remote_is_given_the_branch_and_never_loses_a_commit() {
    let repository = Repository::new();
    let at_remote = || {
        let listed = repository.git(&["ls-remote", "origin", "refs/heads/gh-pages"]);
        listed.split('\t').next().map(str::to_owned)
    };
    let ran = publish(&repository, &["--push"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(
        ran.out.contains("pushed to origin") && ran.out.contains("Settings → Pages"),
        "{}",
        ran.out
    );
    assert_eq!(at_remote(), repository.tip("gh-pages"));
    assert!(publish(&repository, &["--push"]).out.contains("nothing to do"));

    // Another machine publishes from a clone of its own.
    repository.git(&["push", "-q", "origin", "main"]);
    repository.git_in(repository.folder(), &["clone", "-q", "-b", "main", "remote.git", "clone"]);
    let clone = repository.folder().join("clone");
    fs::write(
        clone.join("content/b.md"),
        "---\ntitle: 乙\nname: 周\ntime: 2021-01-01\n---\n一句。\n",
    )
    .expect("an essay");
    let root = clone.to_string_lossy().into_owned();
    let ran = repository.pangzhu(&["publish", "--root", &root, "--push"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let theirs = at_remote();
    assert_ne!(theirs, repository.tip("gh-pages"));

    repository.write("static/c.txt", "丙");
    refused(&repository, &["--push"], "gh-pages has commits at origin that are not here");
    assert_eq!(at_remote(), theirs);
    repository.git(&["fetch", "-q", "origin"]);
    assert_eq!(publish(&repository, &["--push"]).code, 0);
    assert_eq!(at_remote(), repository.tip("gh-pages"));
    assert_eq!(Some(repository.git(&["rev-parse", "gh-pages^"])), theirs);

    // By force, and only of what was seen.
    let root = ["publish", "--root", &root, "--push"];
    fs::write(
        clone.join("content/d.md"),
        "---\ntitle: 丁\nname: 周\ntime: 2021-01-01\n---\n一句。\n",
    )
    .expect("an essay");
    repository.git_in(&clone, &["fetch", "-q"]);
    assert_eq!(repository.pangzhu(&root).code, 0);
    let ran = publish(&repository, &["--push", "--force"]);
    assert_eq!(ran.code, 0, "{} {}", ran.out, ran.err);
    assert_eq!(at_remote(), repository.tip("gh-pages"));
}

#[test]
fn a_push_that_fails_leaves_the_branch_as_it_was() {
    let repository = Repository::new();
    publish(&repository, &["--push"]);
    let before = repository.tip("gh-pages");
    repository.write("static/c.txt", "丙");
    let hook = repository.folder().join("remote.git/hooks/pre-receive");
    script(&hook, "echo 今天不收 >&2\nexit 1");
    let ran = publish(&repository, &["--push"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("今天不收"), "{}", ran.err);
    assert_eq!(repository.tip("gh-pages"), before);
    let ran = publish(&repository, &["--push", "--remote", "nowhere"]);
    assert_eq!(ran.code, 2);
    assert_eq!(repository.tip("gh-pages"), before);
    fs::remove_file(&hook).expect("it was there");
    assert_eq!(publish(&repository, &["--push"]).code, 0);
    assert_ne!(repository.tip("gh-pages"), before);
}
