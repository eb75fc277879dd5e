//! Links that leave the site: asked of the web, and remembered in the user's cache folder.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use super::Arguments;
use crate::cli::Console;
use crate::cli::progress::Progress;
use crate::crawl::Place;
use crate::diagnostic::Diagnostic;
use crate::emit;
use crate::error::Error;
use crate::load::inputs::read_text;
use crate::web::{Answer, Answers};

/// For how many days an answer holds where nobody says: a page seldom goes within a week.
pub(super) const DAYS: u64 = 7;
const DAY: Duration = Duration::from_secs(24 * 60 * 60);
/// How long a host is left alone between two requests.
const PAUSE: Duration = Duration::from_secs(1);

pub(super) fn ask(
    arguments: &Arguments,
    links: &BTreeMap<String, Place>,
    console: &Console<'_>,
) -> Result<Vec<Diagnostic>, Error> {
    let file = arguments.cache.clone().or_else(cache);
    let mut answers = match &file {
        Some(file) if file.is_file() => Answers::read(&read_text(file)?),
        _ => Answers::default(),
    };
    let before = answers.clone();
    let urls: Vec<&str> = links.keys().map(String::as_str).collect();
    let age = DAY.saturating_mul(u32::try_from(arguments.max_age).unwrap_or(u32::MAX));
    let progress = Progress::asking(console, urls.len());
    let answered = answers.ask(&urls, age, PAUSE, || progress.step());
    progress.finish();
    if let Some(file) = file.filter(|_| answers != before) {
        emit::create(&file, b"{}\n")?;
        // Others may have asked at the same time: their answers are as good.
        emit::rewrite(&file, |_| Ok((answers.text(), ())))?;
    }
    let faults =
        links.iter().filter_map(|(url, Place { path, span })| match answered.get(url)? {
            Answer::Alive => None,
            Answer::Gone(why) => Some(Diagnostic::external_gone(path, *span, url, &why.wording())),
            Answer::Unsure(why) => {
                Some(Diagnostic::external_unsure(path, *span, url, &why.wording()))
            }
        });
    Ok(faults.collect())
}

/// Returns where the answers are kept: in the folder for what can be got again.
fn cache() -> Option<PathBuf> {
    let set = |name| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let folder = match std::env::consts::OS {
        "windows" => set("LOCALAPPDATA"),
        "macos" => set("HOME").map(|home| home.join("Library/Caches")),
        _ => set("XDG_CACHE_HOME").or_else(|| set("HOME").map(|home| home.join(".cache"))),
    };
    folder.map(|folder| folder.join("pangzhu/links.json"))
}
