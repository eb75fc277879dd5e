//! What the guide promises, and that the tests it names for it are there.

use std::fs;

use crate::book::{Page, repository};

/// Returns what stands in backticks on the lines of a table.
fn named(page: &Page) -> Vec<String> {
    let rows = page.lines.iter().filter(|line| line.starts_with('|'));
    rows.flat_map(|line| line.split('`').skip(1).step_by(2)).map(str::to_owned).collect()
}

#[test]
fn every_test_that_the_guide_names_is_there() {
    let twins = Page::twins("14-limits.md");
    let [own, other] = twins.each_ref().map(|page| {
        let all = named(page).into_iter();
        all.filter(|one| one.contains("::") || one.ends_with(".mjs")).collect::<Vec<_>>()
    });
    assert!(own.len() > 20, "the tests are named");
    assert_eq!(own, other, "both guides name the same");
    for name in own {
        let (file, holds) = match name.split_once("::") {
            Some((module, test)) => (format!("tests/it/{module}.rs"), format!("fn {test}(")),
            None => (format!("tests/browser/{name}"), "test(".to_owned()),
        };
        let text = fs::read_to_string(repository().join(&file)).unwrap_or_default();
        assert!(text.contains(&holds), "{name} is not there");
    }
}
