//! `pangzhu init`: a site that builds at once, the workflow that publishes it, and the theme.

use std::path::{Path, PathBuf};

use clap::Args;

use super::schema::Kind;
use super::{Console, Exit};
use crate::emit;
use crate::error::Error;
use crate::load::inputs::{holds_only, read_text};
use crate::render::assets::{self, BuiltIn};
use crate::render::templates;
use crate::wording;

/// The files of a new site.
const FILES: [(&str, &str); 4] = [
    ("content/site.yaml", include_str!("init/site.yaml")),
    ("content/companies.yaml", include_str!("init/companies.yaml")),
    ("content/essays/2024/两家咖啡馆.md", include_str!("init/essay.md")),
    (".gitignore", include_str!("init/gitignore")),
];
/// Where editors find the schemas that the files name.
const SCHEMAS: &str = "content/.schemas";
/// The workflow of GitHub Pages.
const WORKFLOW: &str = ".github/workflows/pages.yml";
const WORKFLOW_TEXT: &str = include_str!("init/pages.yml");
/// What stands in the workflow for how the program comes to the machine and is called.
const INSTALL: &str = "      # install\n";
const BUILD: &str = "pangzhu build";
/// Where it is called so where the site is a clone of this very repository.
const OWN_BUILD: &str = "cargo run --release --locked -- build";

#[derive(Args, Debug)]
pub(super) struct Arguments {
    /// The folder of the site; it may hold other things, but no site.
    #[arg(value_name = "DIR", default_value = ".")]
    folder: PathBuf,
    /// Add the workflow that publishes the site on GitHub Pages; also to a site that is there.
    #[arg(long)]
    github: bool,
    /// Add the built-in theme, to be changed: its templates, styles and scripts; also to a site
    /// that is there.
    #[arg(long)]
    theme: bool,
    /// In the workflow, install the program from this git repository, not from crates.io.
    #[arg(long, value_name = "URL", requires = "github", value_parser = git_address)]
    git: Option<String>,
}

/// Takes an address that means nothing to a shell.
fn git_address(text: &str) -> Result<String, String> {
    let is_plain = |one: char| one.is_ascii_alphanumeric() || ":/@._~-".contains(one);
    match !text.starts_with('-') && !text.is_empty() && text.chars().all(is_plain) {
        true => Ok(text.to_owned()),
        false => Err("expected something like https://github.com/user/pangzhu".to_owned()),
    }
}

pub(super) fn run(arguments: &Arguments, console: &mut Console<'_>) -> Result<Exit, Error> {
    let folder = &arguments.folder;
    let own = site_files();
    let is_site = holds_site(folder, &own);
    if is_site && !arguments.github && !arguments.theme {
        let content = folder.join("content");
        let content = content.display();
        return Err(Error::refused(
            wording!("{content} holds a site already", "{content} 里已经有网站了"),
            wording!(
                "`pangzhu init --github` adds the workflow of GitHub Pages to it, and \
                 `--theme` the built-in theme",
                "`pangzhu init --github` 给它加上 GitHub Pages 的工作流，`--theme` 加上自带的主题"
            ),
        ));
    }
    let mut files: Vec<(String, String)> = Vec::new();
    if !is_site {
        files.extend(own);
    }
    if arguments.github {
        files.push((WORKFLOW.to_owned(), workflow(folder, arguments.git.as_deref())));
    }
    if arguments.theme {
        files.extend(theme_files());
    }
    let mut kept: Vec<PathBuf> = Vec::new();
    for (path, text) in &files {
        let file = folder.join(path);
        match emit::create(&file, text.as_bytes())? {
            true => {
                let file = shown(&file).display();
                console.say(&wording!("made {file}", "新建 {file}"));
            }
            false => kept.push(file),
        }
    }
    for file in &kept {
        let file = shown(file).display();
        console.say(&wording!("{file} was there and is as it was", "{file} 已经有了，没有动"));
    }
    if kept.len() == files.len() {
        return Err(Error::refused(
            wording!("there was nothing to make: all of it was there", "没有要新建的：都已经有了"),
            wording!("move what is to be made anew out of the way", "要重做的，先移到别处"),
        ));
    }
    say_what_next(arguments, is_site, &kept, console);
    Ok(Exit::Success)
}

/// Returns the files of a new site.
fn site_files() -> Vec<(String, String)> {
    let texts = FILES.map(|(path, text)| (path.to_owned(), text.to_owned()));
    let schemas = [Kind::Site, Kind::Essay, Kind::Companies, Kind::Notes]
        .map(|kind| (format!("{SCHEMAS}/{}.json", kind.name()), kind.schema()));
    texts.into_iter().chain(schemas).collect()
}

/// Tells whether a folder holds a site: one that is not merely what an earlier `init` had made
/// when the disk was full or it was killed.
fn holds_site(folder: &Path, own: &[(String, String)]) -> bool {
    let content = folder.join("content");
    let files: Vec<(PathBuf, &str)> =
        own.iter().map(|(path, text)| (folder.join(path), text.as_str())).collect();
    let is_whole = || files.iter().all(|(file, _)| file.exists());
    content.exists() && (is_whole() || !holds_only(&content, &files))
}

/// Returns the files of the built-in theme, where a site has its own.
fn theme_files() -> impl Iterator<Item = (String, String)> {
    let template = |(name, text): (&str, &str)| (format!("templates/{name}"), text.to_owned());
    let file = |file: BuiltIn| {
        let text = str::from_utf8(file.bytes()).expect("the theme's files are text");
        (format!("static/{}", file.path()), text.to_owned())
    };
    templates::texts().map(template).chain(assets::built_in().map(file))
}

fn shown(file: &Path) -> &Path {
    file.strip_prefix("./").unwrap_or(file)
}

/// Returns the workflow for the site in a folder.
fn workflow(folder: &Path, git: Option<&str>) -> String {
    let version = env!("CARGO_PKG_VERSION");
    if is_own(folder) {
        return WORKFLOW_TEXT.replace(INSTALL, "").replace(BUILD, OWN_BUILD);
    }
    let from = match git {
        Some(address) => format!("--git {address} pangzhu"),
        None => format!("pangzhu@{version}"),
    };
    WORKFLOW_TEXT.replace(INSTALL, &format!("      - run: cargo install --locked {from}\n"))
}

/// Tells whether a folder is a clone of this program's repository.
fn is_own(folder: &Path) -> bool {
    let manifest = folder.join("Cargo.toml");
    let name = concat!("name = \"", env!("CARGO_PKG_NAME"), "\"");
    let is_named = |text: String| text.lines().any(|line| line == name);
    manifest.is_file() && read_text(&manifest).is_ok_and(is_named)
}

fn say_what_next(
    arguments: &Arguments,
    was_site: bool,
    kept: &[PathBuf],
    console: &mut Console<'_>,
) {
    let folder = &arguments.folder;
    if !was_site {
        let enter = match folder.as_os_str() == "." {
            true => String::new(),
            false => format!("cd {} && ", folder.display()),
        };
        console.print("");
        console.say(&wording!(
            "{enter}pangzhu serve --open     shows it, and changes as you write",
            "{enter}pangzhu serve --open     打开预览，边写边看"
        ));
        console.say(&wording!(
            "pangzhu new 题目         begins an essay",
            "pangzhu new 题目         新写一篇"
        ));
        console.say(&wording!(
            "pangzhu import FILE…     takes in saved pages and posts of other programs",
            "pangzhu import 文件…     收入存下的网页和其他程序的文章"
        ));
        if kept.iter().any(|file| file.ends_with(".gitignore")) {
            console.say(&wording!(
                "`/public` in .gitignore keeps what is built out of the repository",
                "在 .gitignore 里写上 `/public`，生成的网站就不会进仓库"
            ));
        }
    }
    if arguments.theme {
        console.print("");
        console.say(&wording!(
            "`templates` and `static` are the theme now: change what you like, and take out the \
             rest, which then follows the program's own",
            "`templates` 和 `static` 就是主题了：想改的改，不改的删掉，删掉的跟着程序走"
        ));
    }
    if arguments.github {
        console.print("");
        console.say(&wording!(
            "at GitHub: Settings → Pages → Source: GitHub Actions; then each push publishes",
            "在 GitHub 上：Settings → Pages → Source 选 GitHub Actions；以后每次推送都会发布"
        ));
    }
}
