//! Other people's essays, where there are any beside the repository: nothing panics, and
//! every place that is said lies in its file.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use pangzhu::config::Config;
use pangzhu::load::{front_matter, inputs::Inputs, load, repair};
use pangzhu::source::Source;

use crate::load::said;

/// Returns the optional folder of samples, unless it is absent.
fn samples() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/samples");
    folder.is_dir().then_some(folder)
}

/// Reads a folder of samples as if it were the content of a site.
fn read(folder: &Path) -> Inputs {
    let site = tempfile::tempdir().expect("a folder for the site");
    copy(folder, &site.path().join("content"));
    Inputs::read(site.path()).expect("the samples are readable")
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder is made");
    for entry in std::fs::read_dir(from).expect("a folder is listed") {
        let path = entry.expect("an entry is read").path();
        let target = to.join(path.file_name().expect("an entry has a name"));
        if path.is_dir() {
            copy(&path, &target);
        } else {
            std::fs::copy(&path, &target).expect("a file is copied");
        }
    }
}

#[test]
fn samples_load() {
    let Some(folder) = samples() else { return };
    let inputs = read(&folder);
    let print = std::env::var_os("PRINT_SAMPLES").is_some();
    assert!(inputs.essays.len() > 100, "the samples are there");
    for source in &inputs.essays {
        let essay = load(Arc::clone(source), &Config::default());
        let mut diagnostics: Vec<_> =
            inputs.diagnostics.iter().filter(|one| one.path == source.path).cloned().collect();
        diagnostics.extend(essay.diagnostics);
        for span in diagnostics.iter().filter_map(|one| one.span) {
            assert!(source.text.get(span.range()).is_some(), "{}: {span:?}", source.path);
        }
        repair_is_final(source);
        if print {
            println!("== {}\n{}", source.path, said(source, &diagnostics));
        }
    }
}

/// What is repaired maps into its file, and needs no second repair.
fn repair_is_final(source: &Arc<Source>) {
    let (front_matter, body, _) = front_matter::parse(source, &Config::default());
    let (repaired, _) = repair::repair(source, body, &front_matter);
    assert_eq!(repaired.map.len(), repaired.text.len());
    for (start, character) in repaired.text.char_indices() {
        let span = repaired.map.to_base(start..start + character.len_utf8());
        assert!(source.text.get(span.range()).is_some(), "{}: {span:?}", source.path);
    }
    let again = Source::new(source.path.clone(), repaired.text.clone());
    let whole = pangzhu::source::Span::new(0, again.text.len());
    let (twice, diagnostics) = repair::repair(&again, whole, &front_matter);
    assert_eq!(twice.text, repaired.text, "{}", source.path);
    assert!(diagnostics.is_empty(), "{}: {diagnostics:?}", source.path);
}
