//! `pangzhu new`: a file for an essay to be written into.

use std::path::{Component, Path, PathBuf};

use clap::Args;
use jiff::Zoned;

use super::{Console, Exit};
use crate::config::Config;
use crate::emit;
use crate::error::Error;
use crate::language::Wording;
use crate::load::inputs::Inputs;
use crate::moment::Moment;
use crate::permalink::Slug;
use crate::source::{Source, SourcePath};
use crate::wording;
use crate::yaml::edit::line;

/// The folder below `content/` in which essays go by their year.
const FOLDER: &str = "content/essays";
/// The name of an essay whose title has no letter or digit.
const NAMELESS: &str = "essay";

#[derive(Args, Debug)]
pub(super) struct Arguments {
    /// Its title.
    title: String,
    /// Where it was first published.
    #[arg(long, value_name = "URL")]
    url: Option<String>,
    /// Its author [default: the `author` of site.yaml].
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// When it was published, as in `2013-08-13 11:34` [default: now].
    #[arg(long, value_name = "TIME")]
    time: Option<String>,
    /// The folder to put it in [default: content/essays and the year].
    #[arg(long, value_name = "DIR")]
    into: Option<PathBuf>,
    /// The site's folder, which holds `content`.
    #[arg(long, value_name = "DIR", default_value = ".")]
    root: PathBuf,
}

pub(super) fn run(arguments: &Arguments, console: &mut Console<'_>) -> Result<Exit, Error> {
    let inputs = Inputs::read(&arguments.root)?;
    let (config, _) = Config::load(inputs.config.as_deref());
    let title = said(&arguments.title);
    if title.is_empty() {
        return Err(Error::refused(
            wording!("an essay needs a title", "文章要有标题"),
            Wording::same("pangzhu new 为什么腾讯比阿里靠谱"),
        ));
    }
    let time = time(arguments, &config)?;
    let folder = match &arguments.into {
        Some(folder) => inside(folder)?,
        None => format!("{FOLDER}/{}", time.0),
    };
    let text = header(arguments, &config, &title, &time.1)?;
    let slug = Slug::new(&title).or_else(|| Slug::new(NAMELESS)).expect("it has letters");
    for number in 1.. {
        let stem = slug.numbered(number);
        if is_taken(&inputs, &folder, &stem) {
            continue;
        }
        let path = format!("{folder}/{stem}.md");
        let file = arguments.root.join(&path);
        if emit::create(&file, text.as_bytes())? {
            // Alone on its line, for `$EDITOR "$(pangzhu new …)"`.
            console.print(file.strip_prefix("./").unwrap_or(&file).display());
            return Ok(Exit::Success);
        }
    }
    Ok(Exit::Machine)
}

/// Returns a text on one line, without what nobody sees.
fn said(text: &str) -> String {
    let is_break = |one: char| one.is_control() || matches!(one, '\u{2028}' | '\u{2029}');
    let seen = |one: char| if is_break(one) { ' ' } else { one };
    let is_hidden = |one: &char| matches!(one, '\u{200B}' | '\u{2060}' | '\u{FEFF}');
    let text: String = text.chars().filter(|one| !is_hidden(one)).map(seen).collect();
    text.trim().to_owned()
}

/// Returns the year of an essay, and its time as it is written.
fn time(arguments: &Arguments, config: &Config) -> Result<(i16, String), Error> {
    let Some(time) = &arguments.time else {
        let now = Zoned::now().with_time_zone(config.time_zone.clone());
        return Ok((now.year(), now.strftime("%Y-%m-%d %H:%M").to_string()));
    };
    match Moment::parse(time, &config.time_zone) {
        Ok(moment) => Ok((moment.date().year(), said(time))),
        Err(fault) => Err(Error::refused(
            fault.wording().clone(),
            wording!("write it as 2013-08-13 11:34", "写成 2013-08-13 11:34 这样"),
        )),
    }
}

/// Returns a folder of the site as its essays' paths have it.
fn inside(folder: &Path) -> Result<String, Error> {
    let mut parts: Vec<String> = Vec::new();
    for part in folder.components() {
        match part {
            Component::Normal(part) => parts.push(part.to_string_lossy().into_owned()),
            Component::CurDir => {}
            _ => parts.clear(),
        }
    }
    let is_inside = parts.first().is_some_and(|first| first == "content");
    let leaves = folder.components().any(|part| part == Component::ParentDir);
    let is_hidden = parts.iter().any(|part| part.starts_with(['.', '~']));
    if is_inside && !leaves && !is_hidden && folder.is_relative() {
        return Ok(parts.join("/"));
    }
    let folder = folder.display();
    Err(Error::refused(
        wording!("{folder} is no folder for essays", "{folder} 不是放文章的文件夹"),
        wording!(
            "it wants one below `content`, such as content/essays/2013",
            "要在 `content` 里面，如 content/essays/2013"
        ),
    ))
}

fn header(
    arguments: &Arguments,
    config: &Config,
    title: &str,
    time: &str,
) -> Result<String, Error> {
    let mut text = "---\nlayout: post\n".to_owned();
    if let Some(url) = &arguments.url {
        if !url.starts_with("https://") && !url.starts_with("http://") {
            return Err(Error::refused(
                wording!("`{url}` is no address", "`{url}` 不是网址"),
                wording!(
                    "a whole address begins with https:// or http://",
                    "完整的网址以 https:// 或 http:// 开头"
                ),
            ));
        }
        text.push_str(&line("url", &said(url)));
    }
    let name = arguments.name.as_ref().or(config.author.as_ref());
    if let Some(name) = name.map(|name| said(name)).filter(|name| !name.is_empty()) {
        text.push_str(&line("name", &name));
    }
    text.push_str(&format!("time: {time}\n"));
    text.push_str(&line("title", title));
    text.push_str("---\n\n");
    Ok(text)
}

/// Tells whether an essay, its folder or its notes have a name already, or one that would get
/// the same address.
fn is_taken(inputs: &Inputs, folder: &str, stem: &Slug) -> bool {
    let is_same = |source: &Source| {
        let path = &source.path;
        let name = path.stem().strip_suffix(".notes").unwrap_or(path.stem());
        path.folder() == folder && Slug::new(name).as_ref() == Some(stem)
    };
    let below = SourcePath::new(format!("{folder}/{stem}/index.md"));
    let all = || inputs.essays.iter().chain(&inputs.notes);
    all().any(|source| is_same(source) || source.path.folder() == below.folder())
}
