//! Takes files into a site: where each goes, and what became of it.
//!
//! Decides nothing about their content, and never touches what is there: an essay of the same
//! address, or the same file, is left as it is, and another of the same name stands beside it.

use std::collections::BTreeMap;
use std::path::{MAIN_SEPARATOR_STR, Path, PathBuf};

use super::address;
use super::kind::Kind;
use super::{Given, Imported, import};
use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::emit::{self, Added, Addition, Claims};
use crate::error::Error;
use crate::load::front_matter;
use crate::load::inputs::Inputs;
use crate::load::inputs::foreign::{self, Foreign};
use crate::parallel;
use crate::permalink::Slug;
use crate::source::SourcePath;

/// What is to be done.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    /// The site's folder.
    pub root: &'a Path,
    /// The folder below it that everything goes into; without it, one by year.
    pub into: Option<&'a str>,
    /// Whether nothing is to be written.
    pub dry_run: bool,
}

/// What became of a file.
#[derive(Debug)]
pub enum Outcome {
    /// An essay was made of it, or would be; its path below the site's folder.
    Taken(String),
    /// The site has it; the path of the essay that it is.
    Here(String),
    /// It holds no essay: what is said of it says why.
    Refused,
    /// The machine refused it.
    Failed(Error),
}

/// What is to be reported of a file.
#[derive(Debug)]
pub struct Line {
    /// The file.
    pub path: SourcePath,
    /// What became of it.
    pub outcome: Outcome,
    /// In what it was written, if it could be read.
    pub encoding: Option<&'static str>,
    /// Its title, if it has one.
    pub title: Option<String>,
    /// How many pictures went with it.
    pub pictures: usize,
    /// What was amiss.
    pub diagnostics: Vec<Diagnostic>,
}

/// How many files are read before their essays are written: as many are held in memory.
const AT_ONCE: usize = 64;

/// Tells whether a file in a folder that is given is to be imported.
pub fn is_wanted(name: &str) -> bool {
    Kind::of_name(name).is_some()
}

/// Imports files into a site; `done` is called after each.
///
/// # Errors
/// A folder that is no site. What fails for one file is reported of that file.
pub fn take(
    request: &Request<'_>,
    files: &[Foreign],
    done: impl Fn() + Sync + Send,
) -> Result<Vec<Line>, Error> {
    let inputs = Inputs::read(request.root)?;
    let (config, _) = Config::load(inputs.config.as_deref());
    let mut taker = Taker { request, known: known(&inputs, &config), claims: Claims::new() };
    let mut lines = Vec::with_capacity(files.len());
    for some in files.chunks(AT_ONCE) {
        let made = parallel::map(some, |file| {
            let made = made(file, &config);
            done();
            made
        });
        for (file, made) in some.iter().zip(made) {
            lines.push(taker.line(path_of(&file.file), made));
        }
    }
    Ok(lines)
}

/// Returns the essays of a site by where they were first published.
fn known(inputs: &Inputs, config: &Config) -> BTreeMap<String, String> {
    let found = parallel::map(&inputs.essays, |source| {
        let url = front_matter::parse(source, config).0.url?;
        Some((address::folded(&url), source.path.to_string()))
    });
    found.into_iter().flatten().collect()
}

fn path_of(file: &Path) -> SourcePath {
    SourcePath::new(file.to_string_lossy().replace(MAIN_SEPARATOR_STR, "/"))
}

/// Reads a file and makes an essay of it.
fn made(foreign: &Foreign, config: &Config) -> Result<Result<Imported, Diagnostic>, Error> {
    let bytes = foreign::read_bytes(&foreign.file)?;
    let path = path_of(&foreign.file);
    let beside = |place: &str| foreign::beside(foreign, place);
    Ok(import(&Given { path: &path, bytes: &bytes, beside: &beside }, config))
}

struct Taker<'a> {
    request: &'a Request<'a>,
    /// Where essays were first published, and their paths.
    known: BTreeMap<String, String>,
    /// What a dry run would have written.
    claims: Claims,
}

/// What an essay is called whose title has no letter or digit.
const NAMELESS: &str = "essay";

impl Taker<'_> {
    fn line(
        &mut self,
        path: SourcePath,
        made: Result<Result<Imported, Diagnostic>, Error>,
    ) -> Line {
        let empty = |outcome, diagnostics| Line {
            path: path.clone(),
            outcome,
            encoding: None,
            title: None,
            pictures: 0,
            diagnostics,
        };
        let essay = match made {
            Ok(Ok(essay)) => essay,
            Ok(Err(why)) => return empty(Outcome::Refused, vec![why]),
            Err(error) => return empty(Outcome::Failed(error), Vec::new()),
        };
        let outcome = self.put(&essay).unwrap_or_else(Outcome::Failed);
        let mut diagnostics = essay.diagnostics;
        if let Outcome::Here(there) = &outcome {
            diagnostics = vec![Diagnostic::already_here(&path, there)];
        }
        Line {
            path,
            outcome,
            encoding: Some(essay.encoding),
            title: Some(essay.header.title),
            pictures: essay.pictures.len(),
            diagnostics,
        }
    }

    fn put(&mut self, essay: &Imported) -> Result<Outcome, Error> {
        let url = essay.header.url.as_deref().map(address::folded);
        if let Some(there) = url.as_ref().and_then(|url| self.known.get(url)) {
            return Ok(Outcome::Here(there.clone()));
        }
        let folder = self.request.root.join(self.folder(essay));
        let name = Slug::new(&essay.name).or_else(|| Slug::new(&essay.header.title));
        let name = name.or_else(|| Slug::new(NAMELESS)).expect("it has letters");
        let text = essay.file();
        let beside: Vec<(&str, &[u8])> =
            essay.pictures.iter().map(|one| (one.name.as_str(), one.bytes.as_slice())).collect();
        let addition = Addition { folder: &folder, name: &name, text: &text, beside: &beside };
        let added = if self.request.dry_run {
            emit::place(&addition, &self.claims)?
        } else {
            emit::add(&addition)?
        };
        Ok(match added {
            Added::Here(file) => Outcome::Here(self.below(&file)),
            Added::Written(file) => {
                let path = self.below(&file);
                if let Some(url) = url {
                    self.known.insert(url, path.clone());
                }
                if self.request.dry_run {
                    self.claims.insert(file, text);
                }
                Outcome::Taken(path)
            }
        })
    }

    /// Returns the folder that an essay goes into: by the year in which it was published.
    fn folder(&self, essay: &Imported) -> PathBuf {
        if let Some(into) = self.request.into {
            return PathBuf::from(into);
        }
        if essay.header.is_page {
            return PathBuf::from("content");
        }
        let essays = Path::new("content").join("essays");
        match essay.header.time.as_deref().and_then(|time| time.get(.."2013".len())) {
            Some(year) => essays.join(year),
            None => essays,
        }
    }

    fn below(&self, file: &Path) -> String {
        path_of(file.strip_prefix(self.request.root).unwrap_or(file)).to_string()
    }
}
