//! No page of a list grows heavy, whatever the settings ask for and however much is said of a
//! pair; and a build tells how long it took.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::site::Site;

/// The heaviest that a page may be, in bytes: what a phone loads without its reader noticing.
const HEAVIEST: u64 = 200_000;
/// How many comparisons there are, all of one pair.
const COMPARISONS: usize = 1_300;
/// How many of them an essay has.
const OF_ESSAY: usize = 26;

fn html(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        if entry.path().is_dir() {
            html(&entry.path(), found);
        } else if entry.path().extension().is_some_and(|extension| extension == "html") {
            found.push(entry.path());
        }
    }
}

#[test]
fn no_page_is_heavy_whatever_is_asked_for() {
    let site = Site::new(&[("content/site.yaml", "page_size: 1000\n")]);
    let filler = "会议开了三个小时而最后谁也没有说服谁于是大家把剩下的事情交给了时间".repeat(12);
    for number in 0..COMPARISONS / OF_ESSAY {
        let title = "很长的题目".repeat(60);
        let mut text = format!(
            "---\ntitle: {title}{number}\nname: 林\ntime: {}-03-04\ntags: [甲]\n---\n",
            2000 + number % 20
        );
        for place in 0..OF_ESSAY {
            let _ =
                write!(text, "\n{filler}，第{place}次，腾讯在支付上比阿里巴巴更开放，{filler}。\n");
        }
        site.write(&format!("content/{number}.md"), text);
    }
    let ran = site.run(&["build"]);
    assert!(ran.out.contains("comparisons"), "{ran:?}");
    let mut pages = Vec::new();
    html(&site.path("public"), &mut pages);
    let lists = pages.iter().filter(|page| !page.to_string_lossy().contains("很长"));
    let mut parts = 0;
    for page in lists {
        let size = page.metadata().expect("a page").len();
        let is_essay = fs::read_to_string(page).expect("a page").contains("class=\"reading\"");
        assert!(is_essay || size <= HEAVIEST, "{}: {size}", page.display());
        parts += usize::from(page.to_string_lossy().contains("pairs/"));
    }
    assert!(parts > COMPARISONS / 100, "the pair goes on over several pages: {parts}");
}

#[test]
fn timings_are_told_to_people_and_to_viewers_of_traces() {
    let site = Site::new(&[("content/a.md", "---\ntitle: 甲\ntime: 2020-01-01\n---\n一。\n")]);
    let ran = site.run(&["build", "--timings"]);
    assert!(ran.out.contains(" render\n") && ran.out.contains("in all"), "{ran:?}");
    let file = site.path("trace.json");
    let ran = site.run(&["build", &format!("--timings={}", file.display())]);
    assert!(!ran.out.contains("in all"), "{ran:?}");
    let trace: Value = serde_json::from_str(&site.read("trace.json")).expect("JSON");
    let events = trace["traceEvents"].as_array().expect("a list");
    let spans: Vec<&Value> = events.iter().filter(|event| event["ph"] == "X").collect();
    let names: Vec<&str> = spans.iter().filter_map(|event| event["name"].as_str()).collect();
    assert_eq!(names, ["read", "load", "detect", "link", "plan", "render"]);
    let ends = |event: &Value| event["ts"].as_f64().zip(event["dur"].as_f64());
    for two in spans.windows(2) {
        let (begin, length) = ends(two[0]).expect("numbers");
        let (next, _) = ends(two[1]).expect("numbers");
        assert!((begin + length - next).abs() < 1.0, "a phase begins where the last one ends");
    }
    assert!(events.iter().any(|event| event["ph"] == "C" && event["args"]["done"].is_number()));
}
