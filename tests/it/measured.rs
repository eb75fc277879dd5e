//! Marked essays with what is detected in them. Shared with the tool that measures.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use pangzhu::config::Config;
use pangzhu::detect::gazetteer::Gazetteer;
use pangzhu::detect::{self, DetectedEssay};
use pangzhu::load::load;
use pangzhu::parallel;
use pangzhu::source::{Source, SourcePath};

use crate::judge::{self, Judge, Labels, Score};

/// An essay that has been marked by hand and by the detector.
pub(crate) struct Measured {
    /// The name of its file.
    pub(crate) file: String,
    pub(crate) annotated: DetectedEssay,
    pub(crate) judge: Judge,
}

impl Measured {
    /// Returns where the essay is from: `demo` of `demo-2013.md`.
    pub(crate) fn origin(&self) -> &str {
        self.file.split(['-', '.']).next().unwrap_or_default()
    }

    pub(crate) fn score(&self) -> Score {
        let mut score = Score::default();
        score.add(&self.judge, &self.annotated.essay, &self.annotated.comparisons);
        score
    }
}

/// Reads the essays that have marks in the folder `labels`, anywhere below the folder
/// `essays`, and detects what they compare.
pub(crate) fn measured(essays: &Path, labels: &Path) -> Vec<Measured> {
    let gazetteer = Gazetteer::new(None).0;
    let labels: Vec<(String, Labels)> = judge::labels(labels).into_iter().collect();
    let files = files(essays);
    parallel::map(&labels, |(file, labels)| {
        let path = files.get(file).unwrap_or_else(|| panic!("{file} has marks and is no essay"));
        let annotated = annotated(path, &gazetteer);
        let judge = Judge::new(&annotated.essay.source.text, labels);
        let stray = judge.strays().next().map(|label| &label.quote);
        assert_eq!(stray, None, "{file} says no such thing");
        Measured { file: file.clone(), annotated, judge }
    })
}

/// Returns the files anywhere below a folder, by name.
fn files(folder: &Path) -> BTreeMap<String, PathBuf> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).expect("the essays are there") {
        let path = entry.expect("an entry is read").path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            let name = path.file_name().expect("a file has a name");
            found.insert(name.to_string_lossy().into_owned(), path);
        }
    }
    found
}

fn annotated(file: &Path, gazetteer: &Gazetteer) -> DetectedEssay {
    let text = fs::read_to_string(file).expect("the essay is readable");
    let path = SourcePath::new(file.to_string_lossy().into_owned());
    let essay = load(Arc::new(Source::new(path, text)), &Config::default());
    detect::detect(Arc::new(essay), gazetteer)
}
