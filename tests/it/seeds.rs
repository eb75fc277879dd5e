//! What the fuzz targets begin with, and what they once found: tried with every run of the tests.

use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use crate::properties::body::any_text_makes_a_sound_body;
use crate::properties::detect::every_passage_is_text;
use crate::properties::emphasis::emphasis_is_what_comrak_finds;
use crate::properties::html::pages_are_harmless_and_marks_change_no_word;
use crate::properties::load::{any_header_is_read, any_text_loads, repaired};
use crate::properties::notes::{notes_are_written_and_taken_back, what_did_not_change_is_kept};
use crate::properties::request::Asked;

static ASKED: LazyLock<Asked> = LazyLock::new(Asked::start);

/// Tries what a target tries.
fn try_seed(target: &str, bytes: &[u8]) {
    if target == "requests_show_only_the_site" {
        return ASKED.answers(bytes);
    }
    let is_numbered = target == "selectors_find_what_did_not_change";
    let text = String::from_utf8_lossy(if is_numbered { &bytes[2..] } else { bytes });
    match target {
        "any_text_loads" => {
            any_text_loads(&text);
            repaired(&text);
        }
        "any_header_is_read" => any_header_is_read(&text),
        "prose_maps_to_its_source" => any_text_makes_a_sound_body(&text),
        "emphasis_is_what_comrak_finds" => {
            emphasis_is_what_comrak_finds(&text);
        }
        "pages_are_harmless" => pages_are_harmless_and_marks_change_no_word(&text),
        "every_passage_is_text" => every_passage_is_text(&text),
        "selectors_find_what_did_not_change" => {
            what_did_not_change_is_kept(&text, f64::from(bytes[0]) / 256.0, bytes[1].into());
        }
        "notes_are_written_and_taken_back" => {
            let mut parts = text.splitn(3, '\u{1F}');
            let [file, quote, body] = std::array::from_fn(|_| parts.next().unwrap_or_default());
            notes_are_written_and_taken_back(file, quote, body);
        }
        other => panic!("{other} is no property"),
    }
}

#[test]
fn the_seeds_of_every_fuzz_target_hold() {
    let fuzz = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz");
    let manifest = fs::read_to_string(fuzz.join("Cargo.toml")).expect("the manifest");
    let (_, targets) = manifest.split_once("[[bin]]").expect("targets");
    let names = targets.lines().filter_map(|line| line.strip_prefix("name = \""));
    let names: Vec<&str> = names.map(|name| name.trim_end_matches('"')).collect();
    assert_eq!(names.len(), 9, "the targets are there");
    for target in names {
        let folder = fs::read_dir(fuzz.join("corpus").join(target)).expect("a corpus");
        let is_seed = |path: &Path| path.to_string_lossy().contains("seed-");
        let files = folder.map(|entry| entry.expect("an entry").path());
        let seeds: Vec<_> = files.filter(|path| is_seed(path)).collect();
        assert!(!seeds.is_empty(), "{target} begins with something");
        seeds.iter().for_each(|seed| try_seed(target, &fs::read(seed).expect("a seed")));
    }
}
