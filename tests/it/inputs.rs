//! Reading a site's folder: what is taken, as what, and what is passed over.

use std::path::Path;

use pangzhu::error::Error;
use pangzhu::load::inputs::Inputs;

use crate::site;

fn write(root: &Path, files: &[(&str, &[u8])]) {
    for (path, bytes) in files {
        site::write(&root.join(path), bytes);
    }
}

fn listed(inputs: &Inputs) -> String {
    let mut lines = Vec::new();
    lines.extend(inputs.config.iter().map(|source| format!("config {}", source.path)));
    lines.extend(inputs.companies.iter().map(|source| format!("companies {}", source.path)));
    lines.extend(inputs.essays.iter().map(|source| format!("essay {}", source.path)));
    lines.extend(inputs.templates.iter().map(|source| format!("template {}", source.path)));
    lines.extend(inputs.assets.iter().map(|asset| {
        format!("asset {} {}", asset.path, asset.fingerprint.as_deref().unwrap_or("-"))
    }));
    lines.extend(
        inputs
            .diagnostics
            .iter()
            .map(|one| format!("{} {}: {}", one.code, one.path, one.message.english)),
    );
    lines.join("\n")
}

#[test]
fn each_file_is_taken_for_what_it_is() {
    let site = tempfile::tempdir().expect("a folder");
    write(
        site.path(),
        &[
            ("content/site.yaml", b"title: a"),
            ("content/companies.yaml", b""),
            ("content/essays/b.md", b"b"),
            ("content/essays/a/index.markdown", b"a"),
            ("content/essays/a/picture.png", b"\x89PNG"),
            ("content/essays/a/index.notes.yaml", b""),
            ("content/essays/site.yaml", b""),
            ("content/essays/.hidden.md", b""),
            ("content/essays/b.md~", b""),
            ("content/essays/.b.md.swp", b""),
            ("content/essays/#b.md#", b""),
            ("content/.git/x.md", b""),
            // “é” as two characters, as some systems store it.
            ("content/essays/cafe\u{301}.md", b""),
            ("templates/parts/x.html", b"x"),
            ("static/style.css", b"body {}"),
            ("static/.well-known/x.txt", b""),
            ("static/.DS_Store", b""),
            ("public/index.html", b""),
        ],
    );
    let inputs = Inputs::read(site.path()).expect("a site");
    let expected = "config content/site.yaml\n\
        companies content/companies.yaml\n\
        essay content/essays/a/index.markdown\n\
        essay content/essays/b.md\n\
        essay content/essays/caf\u{e9}.md\n\
        template templates/parts/x.html\n\
        asset .well-known/x.txt -\n\
        asset essays/a/picture.png -\n\
        asset essays/site.yaml -\n\
        asset style.css ";
    let listed = listed(&inputs);
    assert!(listed.starts_with(expected), "{listed}");
    let fingerprint = &listed[expected.len()..];
    assert!(fingerprint.len() == 8 && fingerprint.bytes().all(|byte| byte.is_ascii_hexdigit()));
}

#[test]
fn a_folder_without_content_is_no_site() {
    let site = tempfile::tempdir().expect("a folder");
    assert!(matches!(Inputs::read(site.path()), Err(Error::NoSite(_))));
}

#[test]
fn bytes_that_are_no_utf8_are_said() {
    let site = tempfile::tempdir().expect("a folder");
    write(site.path(), &[("content/a.md", b"\xce\xd2\xb5\xc4\xb9\xab\xcb\xbe")]);
    let inputs = Inputs::read(site.path()).expect("a site");
    assert_eq!(inputs.diagnostics.len(), 1);
    assert_eq!(inputs.diagnostics[0].code, "encoding");
    assert_eq!(inputs.essays.len(), 1);
}

#[test]
fn a_folder_in_the_place_of_a_file_is_told_of() {
    let site = tempfile::tempdir().expect("a folder");
    write(site.path(), &[("content/site.yaml/a.md", b""), ("content/a.notes.yaml/b.md", b"")]);
    let inputs = Inputs::read(site.path()).expect("a site");
    let why = "this is left out: it is a folder, and named as a file";
    assert_eq!(
        listed(&inputs),
        format!("left-out content/a.notes.yaml: {why}\nleft-out content/site.yaml: {why}")
    );
}

#[cfg(unix)]
#[test]
fn links_do_not_lead_out_of_the_site() {
    use std::os::unix::fs::symlink;

    let outside = tempfile::tempdir().expect("a folder");
    write(outside.path(), &[("secret.md", b""), ("folder/more.md", b"")]);
    let site = tempfile::tempdir().expect("a folder");
    write(site.path(), &[("content/essays/a.md", b""), ("shelf/b.md", b"")]);
    let content = site.path().join("content");
    for (target, link) in [
        (outside.path().join("secret.md"), "secret.md"),
        (outside.path().join("folder"), "folder"),
        (site.path().join("shelf"), "shelf"),
        (content.clone(), "essays/loop"),
        (site.path().join("nowhere"), "dangling.md"),
        (site.path().join("nowhere"), ".#lock.md"),
    ] {
        symlink(target, content.join(link)).expect("a link is made");
    }
    let inputs = Inputs::read(site.path()).expect("a site");
    assert_eq!(
        listed(&inputs),
        "essay content/essays/a.md\n\
         essay content/shelf/b.md\n\
         left-out content/dangling.md: this is left out: it is a link that leads nowhere\n\
         left-out content/essays/loop: this is left out: it is a link to a folder that holds it\n\
         left-out content/folder: this is left out: it is a link to what lies outside the site\n\
         left-out content/secret.md: this is left out: it is a link to what lies outside the site"
    );
}

/// Windows has no such files.
#[cfg(unix)]
#[test]
fn files_that_windows_takes_for_devices_are_left_out() {
    let site = tempfile::tempdir().expect("a folder");
    let files = [("content/con.md", &b""[..]), ("static/aux/a.css", b""), ("static/NUL.txt", b"")];
    write(site.path(), &files);
    let inputs = Inputs::read(site.path()).expect("a site");
    let why = "this is left out: Windows takes its name, or its folder's, for a device's";
    assert_eq!(
        listed(&inputs),
        format!(
            "essay content/con.md\n\
             left-out static/NUL.txt: {why}\n\
             left-out static/aux/a.css: {why}"
        )
    );
}
