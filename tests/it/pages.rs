//! What GitHub Pages does to a site that others have found out the hard way, and the workflow
//! that publishes there. Addresses wherever a site may stand are tested in `addresses`, what a
//! branch must hold in `publish`.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

use pangzhu::cli::Exit;
use pangzhu::source::{Source, SourcePath};
use pangzhu::yaml;
use serde_json::Value;

#[cfg(unix)]
use crate::executable::script;
use crate::site::{Site, tree};

/// Of the names in these tests, what an address does not show as it is.
const ENCODED: &percent_encoding::AsciiSet = &percent_encoding::CONTROLS.add(b' ');
const HEADER: &str = "name: 林\ntime: 2020-01-01\n";

/// Returns an essay.
fn essay(title: &str, body: &str) -> String {
    format!("---\ntitle: {title}\n{HEADER}---\n{body}\n")
}

/// Builds a site, which must go well, and returns its files.
fn built(site: &Site, options: &[&str]) -> BTreeMap<String, Vec<u8>> {
    let ran = site.run(&[&["build"], options].concat());
    assert_eq!(ran.exit, Exit::Success, "{} {}", ran.out, ran.err);
    let named = |(path, bytes): (PathBuf, Vec<u8>)| (path.to_string_lossy().into_owned(), bytes);
    tree(&site.path("public")).into_iter().map(named).collect()
}

/// Fails to build a site, and writes nothing.
fn refused(site: &Site, options: &[&str], exit: Exit, why: &str) {
    let ran = site.run(&[&["build"], options].concat());
    assert_eq!(ran.exit, exit, "{} {}", ran.out, ran.err);
    assert!(ran.err.contains(why), "{}", ran.err);
    assert!(!site.exists("public"));
}

fn values<'a>(text: &'a str, before: &str) -> Vec<&'a str> {
    let rests = text.split(before).skip(1);
    rests.map(|rest| rest.split(['"', '<']).next().unwrap_or_default()).collect()
}

#[test]
fn a_base_address_may_be_written_in_any_way() {
    let site = Site::new(&[("content/a.md", &essay("甲", "微信比支付宝更开放。"))]);
    let one = built(&site, &["--base-url", "https://lin.github.io/仓 库"]);
    for other in ["https://lin.github.io/仓 库/", "https://lin.github.io/%E4%BB%93%20%E5%BA%93"] {
        assert!(built(&site, &["--base-url", other]) == one, "{other}");
    }
}

#[test]
fn no_link_is_broken_wherever_the_site_stands() {
    let site = Site::new(&[
        (
            "content/a.md",
            &essay("甲", "## 注1\n\n微信比支付宝更开放，见[注](#注1)、[乙](乙.md#%E6%9C%AB)。"),
        ),
        ("content/乙.md", &essay("乙", "## 末\n\n京东不如拼多多便宜。![](/图.png)")),
        ("static/图.png", "x"),
    ]);
    for base in ["/", "/仓 库/", "https://lin.github.io/", "https://lin.github.io/仓库/"] {
        let ran = site.run(&["check", "--strict", "--base-url", base]);
        assert_eq!((ran.exit, ran.err.as_str()), (Exit::Success, ""), "{base}");
    }
    built(&site, &[]);
    let page = site.read("public/a/index.html");
    assert!(page.contains("id=\"注1\"") && page.contains("#%E6%B3%A81\""), "{page}");
}

#[test]
fn readers_elsewhere_are_given_whole_addresses() {
    let site = Site::new(&[
        ("content/a.md", &essay("甲", "见[乙](乙.md)与![](图.png)。")),
        ("content/乙.md", &essay("乙", "京东不如拼多多便宜。")),
        ("content/图.png", "x"),
    ]);
    let base = "https://lin.github.io/%E4%BB%93/";
    let files = built(&site, &["--base-url", base]);
    for (file, before) in [
        ("feed.xml", "href=\""),
        ("feed.xml", "href=&quot;"),
        ("feed.xml", "src=&quot;"),
        ("feed.xml", "<id>"),
        ("sitemap.xml", "<loc>"),
        ("feed.json", "\"url\": \""),
        ("robots.txt", "Sitemap: "),
    ] {
        let text = site
            .read(&format!("public/{file}"))
            .replace("\":\"", "\": \"")
            .replace("&amp;quot;", "&quot;");
        let all = values(&text, before);
        assert!(!all.is_empty() || before.contains("&quot;"), "{before} in {file}: {text}");
        assert!(all.iter().all(|one| one.starts_with(base)), "{file}: {all:?}");
    }
    assert!(site.read("public/feed.xml").contains("/%E4%BB%93/%E5%9B%BE.png"));
    // Every page says of itself where it stands, a redirect where it leads.
    for (file, bytes) in files.iter().filter(|(file, _)| file.ends_with("index.html")) {
        let text = String::from_utf8_lossy(bytes);
        let said = values(&text, "<link rel=\"canonical\" href=\"");
        let own =
            percent_encoding::utf8_percent_encode(file.trim_end_matches("index.html"), ENCODED)
                .to_string();
        let is_source = text.contains("content=\"0; url=");
        assert!(is_source || said == [format!("{base}{own}")], "{file}: {said:?}");
    }
}

/// The page of missing pages is shown at any depth.
#[test]
fn the_page_of_missing_pages_leads_on_from_any_depth() {
    let site = Site::new(&[("content/a.md", &essay("甲", "一句话。"))]);
    built(&site, &["--base-url", "https://lin.github.io/仓/"]);
    let page = site.read("public/404.html");
    let links: Vec<&str> =
        [" href=\"", " src=\"", "url("].iter().flat_map(|one| values(&page, one)).collect();
    assert!(links.len() > 5, "{page}");
    let starts = ["/%E4%BB%93/", "https://", "data:", "#"];
    let leads_on = |link: &&&str| starts.iter().any(|start| link.starts_with(start));
    let lost: Vec<&&str> = links.iter().filter(|link| !leads_on(link)).collect();
    assert!(lost.is_empty(), "{lost:?}");
}

#[test]
fn names_are_composed_and_any_sign_in_them_is_encoded() {
    let site = Site::new(&[
        ("content/cafe\u{301}/re\u{301}sume\u{301}.md", &essay("甲", "一句话。")),
        ("content/a#b?c%d😀.md", &essay("乙", "见[一](/x%23y%3Fz%25😀.txt)。")),
        ("static/x#y?z%😀.txt", "x"),
        ("static/cafe\u{301}.txt", "x"),
    ]);
    let ran = site.run(&["check", "--strict"]);
    assert_eq!((ran.exit, ran.err.as_str()), (Exit::Success, ""));
    let files = built(&site, &[]);
    for file in ["caf\u{e9}/r\u{e9}sum\u{e9}/index.html", "a-b-c-d/index.html", "x#y?z%😀.txt"] {
        assert!(files.contains_key(file), "{file} in {:?}", files.keys());
    }
    let home = site.read("public/index.html");
    assert!(home.contains("/caf%C3%A9/r%C3%A9sum%C3%A9/"), "{home}");
    let page = site.read("public/a-b-c-d/index.html");
    assert!(page.contains("href=\"/x%23y%3Fz%25%F0%9F%98%80.txt\""), "{page}");
    assert!(files.keys().all(|file| file.split('/').all(|part| part.len() <= 255)));
}

#[cfg(unix)]
#[test]
fn files_are_plain_and_readable_whatever_they_were() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let site = Site::new(&[
        ("content/a.md", &essay("甲", "一句话。")),
        ("static/秘密.txt", "x"),
        ("static/.env", "x"),
        ("static/.DS_Store", "x"),
        ("static/.well-known/security.txt", "x"),
        ("content/.draft.md", "x"),
    ]);
    fs::set_permissions(site.path("static/秘密.txt"), fs::Permissions::from_mode(0o600))
        .expect("its mode");
    symlink("秘密.txt", site.path("static/link.txt")).expect("a link");
    symlink("/etc/hostname", site.path("static/out.txt")).expect("a link");
    let root = site.path("");
    let status = Command::new("sh")
        .args(["-c", "umask 077; exec \"$0\" build", env!("CARGO_BIN_EXE_pangzhu")])
        .current_dir(&root)
        .output()
        .expect("the program runs");
    assert!(status.status.success());
    let mut folders = vec![site.path("public")];
    let mut names = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder").flatten() {
            let kind = entry.file_type().expect("a kind");
            let mode = entry.metadata().expect("its mode").permissions().mode() & 0o777;
            assert!(!kind.is_symlink(), "{:?}", entry.path());
            assert_eq!(mode, if kind.is_dir() { 0o755 } else { 0o644 }, "{:?}", entry.path());
            names.push(entry.file_name().to_string_lossy().into_owned());
            if kind.is_dir() {
                folders.push(entry.path());
            }
        }
    }
    for name in ["link.txt", "security.txt", ".nojekyll"] {
        assert!(names.iter().any(|one| one == name), "{name} in {names:?}");
    }
    for name in [".env", ".DS_Store", "out.txt", ".draft"] {
        assert!(!names.iter().any(|one| one == name), "{name} in {names:?}");
    }
}

#[test]
fn no_page_is_silently_over_another() {
    let essays = [("content/a.md", &*essay("甲", "一句话。"))];
    let with = |files: &[(&str, &str)]| Site::new(&[&essays, files].concat());
    let alias = format!("---\ntitle: 乙\n{HEADER}aliases: [/a/]\n---\n一句话。\n");
    for (file, text, why) in [
        ("static/index.html", "x", "is already the address of a page that the site makes itself"),
        ("content/companies/index.md", &*essay("乙", "x"), "/companies/ is already the address of"),
        ("static/a/index.html", "x", "is already the address of content/a.md"),
        ("static/A/index.html", "x", "is already the address of content/a.md"),
        ("content/b.md", &*alias, "/a/ is already the address of content/a.md"),
    ] {
        refused(&with(&[(file, text)]), &[], Exit::Content, why);
    }
    for output in ["content", "content/public", "static/x", "."] {
        let site = with(&[("static/x.txt", "x")]);
        let output = site.path(output);
        let options = ["--output", output.to_str().expect("a plain path")];
        refused(&site, &options, Exit::Machine, "lies over the site's sources");
    }
}

#[test]
fn a_draft_is_seen_nowhere() {
    let draft = format!(
        "---\ntitle: 还没写完\n{HEADER}draft: true\ntags: [密标签]\n---\n密语。腾讯比京东大。见[甲](a.md)。\n"
    );
    let site = Site::new(&[
        ("content/a.md", &essay("甲", "一句话。")),
        ("content/密稿.md", &draft),
        ("content/site.yaml", "feeds: { companies: true, authors: true }\n"),
    ]);
    for (path, bytes) in built(&site, &[]) {
        let text = String::from_utf8_lossy(&bytes);
        for word in ["还没写完", "密标签", "密语", "密稿", "%E5%AF%86%E7%A8%BF"] {
            assert!(!text.contains(word) && !path.contains(word), "{word} in {path}");
        }
    }
    let shown = built(&site, &["--drafts"]);
    assert!(shown.contains_key("密稿/index.html"));
}

/// Reads the workflow that `init` writes, as the runner would.
fn workflow(site: &Site) -> Value {
    let path = ".github/workflows/pages.yml";
    let source = Source::new(SourcePath::new(path), site.read(path));
    yaml::parse(&source).expect("YAML")
}

/// Runs `init --github` on a folder.
fn init(site: &Site, options: &[&str]) {
    let output = Command::new(env!("CARGO_BIN_EXE_pangzhu"))
        .env("PANGZHU_LANG", "en")
        .args([&["init", "--github"], options].concat())
        .current_dir(site.path(""))
        .output()
        .expect("the program runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

fn steps(workflow: &Value, job: &str) -> Vec<Value> {
    workflow["jobs"][job]["steps"].as_array().expect("steps").clone()
}

#[test]
fn the_workflow_asks_for_no_more_than_it_needs() {
    let site = Site::new(&[]);
    init(&site, &[]);
    let workflow = workflow(&site);
    assert_eq!(workflow["permissions"], serde_json::json!({ "contents": "read" }));
    assert_eq!(workflow["concurrency"]["cancel-in-progress"], false);
    let deploy = &workflow["jobs"]["deploy"];
    assert_eq!(deploy["permissions"], serde_json::json!({ "pages": "write", "id-token": "write" }));
    assert_eq!(
        (&deploy["needs"], &deploy["environment"]["name"]),
        (&"build".into(), &"github-pages".into())
    );
    for step in [steps(&workflow, "build"), steps(&workflow, "deploy")].concat() {
        if let Some(action) = step["uses"].as_str() {
            let (name, commit) = action.split_once('@').expect("a version");
            assert!(name.starts_with("actions/"), "{action}");
            assert!(
                commit.len() == 40 && commit.chars().all(|one| one.is_ascii_hexdigit()),
                "{action}"
            );
        }
    }
    let text = site.read(".github/workflows/pages.yml");
    let pinned =
        text.lines().filter(|line| line.contains("uses: ")).all(|line| line.contains(" # v"));
    assert!(pinned, "{text}");
    let upload = steps(&workflow, "build").pop().expect("a last step");
    assert_eq!(
        (&upload["with"]["path"], &upload["with"]["include-hidden-files"]),
        (&"public".into(), &true.into())
    );
}

/// The steps that are commands are run as they stand, in a site as it is checked out; what
/// would be downloaded and compiled is there already.
#[cfg(unix)]
#[test]
fn the_commands_of_the_workflow_build_the_site() {
    use std::os::unix::fs::symlink;
    for options in [&[][..], &["--git", "https://example.org/lin/pangzhu.git"]] {
        let site = Site::new(&[]);
        init(&site, options);
        let commands: Vec<String> = steps(&workflow(&site), "build")
            .iter()
            .filter_map(|step| Some(step["run"].as_str()?.to_owned()))
            .collect();
        let installed = match options {
            [] => concat!("cargo install --locked pangzhu@", env!("CARGO_PKG_VERSION")).to_owned(),
            [_, address, ..] => format!("cargo install --locked --git {address} pangzhu"),
            [_] => unreachable!("no such options"),
        };
        assert_eq!(commands.first(), Some(&installed));
        assert_eq!(commands.len(), 2);
        fs::create_dir(site.path("bin")).expect("a folder");
        symlink(env!("CARGO_BIN_EXE_pangzhu"), site.path("bin/pangzhu")).expect("a link");
        script(&site.path("bin/cargo"), "echo \"$@\" > asked");
        let path =
            format!("{}:{}", site.path("bin").display(), std::env::var("PATH").expect("a path"));
        for command in &commands {
            // As configure-pages gives it: without a last slash, the name encoded.
            let command = command.replace(
                "${{ steps.pages.outputs.base_url }}",
                "https://lin.github.io/%E4%BB%93%E5%BA%93",
            );
            assert!(!command.contains("${{"), "{command}");
            let output = Command::new("bash")
                .args(["--noprofile", "--norc", "-eo", "pipefail", "-c", &command])
                .current_dir(site.path(""))
                .env("PATH", &path)
                .output()
                .expect("a shell");
            assert!(
                output.status.success(),
                "{command}: {}",
                String::from_utf8_lossy(&output.stderr)
            );
        }
        assert!(site.read("asked").starts_with("install --locked "));
        let home = site.read("public/index.html");
        assert!(home.contains("https://lin.github.io/%E4%BB%93%E5%BA%93/\""), "{home}");
    }
}

#[test]
fn a_clone_of_this_repository_runs_what_it_holds() {
    let manifest =
        fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml")).expect("a manifest");
    let site = Site::new(&[("Cargo.toml", &manifest), ("content/a.md", &essay("甲", "一句话。"))]);
    init(&site, &[]);
    let commands: Vec<Value> =
        steps(&workflow(&site), "build").iter().map(|step| step["run"].clone()).collect();
    let build =
        "cargo run --release --locked -- build --base-url \"${{ steps.pages.outputs.base_url }}/\"";
    assert!(commands.contains(&build.into()), "{commands:?}");
    assert_eq!(commands.iter().filter(|command| command.is_string()).count(), 1, "{commands:?}");
}
