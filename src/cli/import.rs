//! `pangzhu import`: essays out of saved pages, other tools' posts and plain text.

use std::path::{Component, Path, PathBuf};

use clap::Args;
use serde_json::json;

use super::progress::Bar;
use super::report::Counts;
use super::{Console, Exit};
use crate::diagnostic::Diagnostic;
use crate::error::Error;
use crate::import::taken::{self, Line, Outcome, Request};
use crate::language::Wording;
use crate::load::inputs::foreign;
use crate::wording;

#[derive(Args, Debug)]
pub(super) struct Arguments {
    /// Saved pages, Markdown of Jekyll, Hexo or Hugo, texts; or folders of them.
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<PathBuf>,
    /// The site's folder, which holds `content`.
    #[arg(long, value_name = "DIR", default_value = ".")]
    root: PathBuf,
    /// The folder that the essays go into [default: content/essays, by year].
    #[arg(long, value_name = "content/…", value_parser = below_content)]
    into: Option<String>,
    /// Say what would be taken in, and write nothing.
    #[arg(long)]
    dry_run: bool,
    /// Print what became of each file as a line of JSON.
    #[arg(long)]
    json: bool,
    /// Print every warning and note, however many there are of one kind.
    #[arg(long, short)]
    verbose: bool,
}

fn below_content(text: &str) -> Result<String, String> {
    let path = Path::new(text);
    let is_plain = path.components().all(|part| matches!(part, Component::Normal(_)));
    let mut parts: Vec<&str> = text.split(['/', '\\']).filter(|part| !part.is_empty()).collect();
    if !is_plain || parts.is_empty() || parts.iter().any(|part| part.starts_with('.')) {
        return Err("expected a folder below the site's, as in content/essays".to_owned());
    }
    if parts[0] != "content" {
        parts.insert(0, "content");
    }
    Ok(parts.join("/"))
}

pub(super) fn run(arguments: &Arguments, console: &mut Console<'_>) -> Result<Exit, Error> {
    let (files, unreadable) = foreign::list(&arguments.paths, taken::is_wanted);
    let bar = Bar::start(files.len(), console.is_watched());
    let request = Request {
        root: &arguments.root,
        into: arguments.into.as_deref(),
        dry_run: arguments.dry_run,
    };
    let lines = taken::take(&request, &files, || bar.step());
    bar.finish();
    let lines = lines?;
    unreadable.iter().for_each(|error| console.error(error));
    for line in &lines {
        if let Outcome::Failed(error) = &line.outcome {
            console.error(error);
        }
        if arguments.json {
            console.print_json(json_line(line));
        } else if let Some(text) = shown(line) {
            console.say(&text);
        }
    }
    let diagnostics: Vec<Diagnostic> =
        lines.iter().flat_map(|line| line.diagnostics.iter().cloned()).collect();
    console.diagnostics(&diagnostics, |_| None, arguments.verbose);
    if !arguments.json {
        console.say(&summary(&lines, arguments.dry_run));
    }
    let has_failed = lines.iter().any(|line| matches!(line.outcome, Outcome::Failed(_)));
    Ok(if has_failed || !unreadable.is_empty() {
        Exit::Machine
    } else if Counts::of(&diagnostics).errors > 0 {
        Exit::Content
    } else {
        Exit::Success
    })
}

fn shown(line: &Line) -> Option<Wording> {
    let Outcome::Taken(path) = &line.outcome else { return None };
    let mut aside = Vec::new();
    aside.extend(line.encoding.filter(|one| *one != "UTF-8").map(Wording::same));
    if line.pictures > 0 {
        aside.push(Wording::counted(line.pictures, "picture", "", "张图片"));
    }
    let file = &line.path;
    Some(match aside.is_empty() {
        true => Wording::same(format!("{file} → {path}")),
        false => {
            let aside = Wording::joined(&aside, ", ", "，");
            wording!("{file} → {path} ({aside})", "{file} → {path}（{aside}）"; aside)
        }
    })
}

fn json_line(line: &Line) -> serde_json::Value {
    let (outcome, essay) = match &line.outcome {
        Outcome::Taken(path) => ("taken", Some(path)),
        Outcome::Here(path) => ("here", Some(path)),
        Outcome::Refused => ("refused", None),
        Outcome::Failed(_) => ("failed", None),
    };
    json!({
        "file": line.path.as_str(),
        "outcome": outcome,
        "essay": essay,
        "title": line.title,
        "encoding": line.encoding,
        "pictures": line.pictures,
        "diagnostics": line.diagnostics,
    })
}

fn summary(lines: &[Line], dry_run: bool) -> Wording {
    let count = |is: fn(&Outcome) -> bool| lines.iter().filter(|line| is(&line.outcome)).count();
    let taken = count(|one| matches!(one, Outcome::Taken(_)));
    let here = count(|one| matches!(one, Outcome::Here(_)));
    let refused = lines.len() - taken - here;
    let said = |code: &str| {
        lines.iter().flat_map(|line| &line.diagnostics).filter(|one| one.code == code).count()
    };
    let (doubtful, lost) = (said("doubtful-encoding"), said("lost-picture"));
    let essays = Wording::counted(taken, "essay", "", "篇文章");
    let taken = match dry_run {
        true => wording!("{essays} would be taken in", "可以导入 {essays}"; essays),
        false => wording!("{essays} taken in", "导入 {essays}"; essays),
    };
    let pictures = Wording::counted(lost, "picture", "", "张图片");
    let others = [
        (here, wording!("{here} already here", "{here} 篇已经有了")),
        (refused, wording!("{refused} not taken", "{refused} 个没有导入")),
        (doubtful, wording!("{doubtful} of doubtful encoding", "{doubtful} 个编码存疑")),
        (lost, wording!("{pictures} lost", "缺 {pictures}"; pictures)),
    ];
    let others = others.into_iter().filter(|(count, _)| *count > 0).map(|(_, words)| words);
    Wording::joined(&[taken].into_iter().chain(others).collect::<Vec<_>>(), ", ", "，")
}
