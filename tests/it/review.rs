//! The review in the preview: what is decided and written there stands in the notes files.

use std::fs;
use std::path::PathBuf;

use pangzhu::permalink::BaseUrl;
use pangzhu::serve::guard::{Guard, TOKEN_HEADER};
use pangzhu::serve::request::{Method, Request};
use pangzhu::serve::response::Status;
use pangzhu::serve::{Desk, Preview, Review};
use pangzhu::session::Options;
use serde_json::{Value, json};
use tempfile::TempDir;

const ESSAY: &str = "content/a.md";
const TEXT: &str = "---\ntitle: 甲\ntime: 2020-01-01\nname: 林\n---\n腾讯比阿里巴巴更开放。\n\n那已经是很久\
                    以前的事，如今没有人再提起它了。\n\n京东不如**拼多多**便宜，大家都这么说。\n";

/// A site under review.
struct Desktop {
    site: TempDir,
    preview: Preview,
    desk: Desk,
    guard: Guard,
}

impl Desktop {
    fn new(text: &str) -> Self {
        let site = TempDir::new().expect("a temporary folder");
        fs::create_dir(site.path().join("content")).expect("a folder");
        fs::write(site.path().join(ESSAY), text).expect("an essay");
        let preview = Preview::new(site.path(), Options::default()).expect("a site");
        let guard = Guard::new(Vec::new()).expect("random numbers");
        let review = Review::new(site.path(), Some("周".to_owned()));
        let desk = Desk::new(guard.clone(), site.path(), BaseUrl::default()).with_review(review);
        Self { site, preview, desk, guard }
    }

    fn notes(&self) -> PathBuf {
        self.site.path().join("content/a.notes.yaml")
    }

    fn written(&self) -> String {
        fs::read_to_string(self.notes()).unwrap_or_default()
    }

    fn get(&self, endpoint: &str) -> Value {
        let request = Request::get(&format!("/.pangzhu/review/{endpoint}"));
        let response = self.desk.answer(&self.preview.showing(), &request);
        assert_eq!(response.status, Status::Ok, "{endpoint}");
        serde_json::from_slice(&response.bytes().expect("bytes")).expect("JSON")
    }

    /// Asks for a change, without looking whether it is seen.
    fn fire(&self, endpoint: &str, body: &Value) -> (Status, Value) {
        let headers = [
            ("host", "127.0.0.1"),
            ("origin", "http://127.0.0.1"),
            ("content-type", "application/json"),
            (TOKEN_HEADER, self.guard.token()),
        ];
        let headers = headers.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
        let path = format!("/.pangzhu/review/{endpoint}");
        let body = body.to_string().into_bytes();
        let request = Request { method: Method::Post, path, headers, body };
        let response = self.desk.answer(&self.preview.showing(), &request);
        let status = response.status;
        let value = serde_json::from_slice(&response.bytes().expect("bytes")).expect("JSON");
        (status, value)
    }

    /// Asks for a change and looks again.
    fn post(&mut self, endpoint: &str, body: &Value) -> Value {
        let (status, value) = self.fire(endpoint, body);
        assert_eq!(status, Status::Ok, "{value}");
        self.preview.look();
        value
    }

    fn state(&self) -> Value {
        self.get(&format!("essay/{ESSAY}"))
    }

    /// Returns the comparison in whose words these stand.
    fn comparison(&self, words: &str) -> Value {
        let state = self.state();
        let all = state["comparisons"].as_array().expect("a list").iter();
        let quote = |one: &Value| one["quote"].as_str().expect("a quote").to_owned();
        let found = all.filter(|one| quote(one).contains(words)).min_by_key(|one| quote(one).len());
        found.cloned().unwrap_or_else(|| panic!("{words} in {state:#}"))
    }

    fn decide(&mut self, words: &str, decision: &str) {
        let id = self.comparison(words)["id"].clone();
        self.post(
            "decide",
            &json!({ "essay": ESSAY, "window": "w", "id": id, "decision": decision }),
        );
    }
}

/// Returns a passage of an essay's text in UTF-16 units.
fn passage(text: &str, words: &str) -> [usize; 2] {
    let at = text.find(words).expect("it stands there");
    let start = text[..at].encode_utf16().count();
    [start, start + words.encode_utf16().count()]
}

#[test]
fn an_essay_s_state_says_what_was_found_and_how_surely() {
    let desktop = Desktop::new(TEXT);
    let state = desktop.state();
    assert_eq!(state["annotator"], "周");
    assert!(state["words"]["keep"].is_string(), "{state:#}");
    let one = desktop.comparison("阿里巴巴");
    assert_eq!(one["decision"], "open");
    assert_eq!(one["sides"][0]["surface"], "腾讯");
    assert_eq!(one["relation"], "superior");
    assert!(one["confidence"].as_f64().is_some_and(|sure| sure > 0.0));
    let text = state["text"].as_str().expect("a text");
    assert_eq!(one["passage"], json!(passage(text, "腾讯比阿里巴巴更开放。")));
}

#[test]
fn decisions_are_written_seen_and_taken_back() {
    let mut desktop = Desktop::new(TEXT);
    fs::write(desktop.notes(), "# 手写的一行\n").expect("a file");
    desktop.preview.look();
    desktop.decide("阿里巴巴", "keep");
    let kept = desktop.written();
    assert!(kept.starts_with("# 手写的一行\ncomparisons:\n"), "{kept}");
    assert!(kept.contains("decision: keep\n") && kept.contains("annotator: 周\n"), "{kept}");
    assert_eq!(desktop.comparison("阿里巴巴")["decision"], "kept");
    desktop.decide("阿里巴巴", "reject");
    assert_eq!(desktop.comparison("阿里巴巴")["decision"], "rejected");
    assert_eq!(desktop.written().matches("quote:").count(), 1, "a second thought, one entry");
    desktop.decide("拼多多", "reject");
    let queue = desktop.get("queue");
    assert_eq!(queue["progress"]["decided"], 2);
    let next = queue["next"].as_array().expect("a list");
    assert_eq!(next.len(), queue["progress"]["open"].as_u64().expect("a number") as usize);
    let undo = json!({ "window": "w" });
    desktop.post("undo", &undo);
    assert_eq!(desktop.comparison("拼多多")["decision"], "open");
    desktop.post("undo", &undo);
    assert_eq!(desktop.written().trim_end(), kept.trim_end());
    assert_eq!(desktop.fire("undo", &json!({ "window": "other" })).0, Status::Conflict);
}

#[test]
fn an_edit_takes_the_place_of_what_was_found_and_counts_for_its_rule() {
    let mut desktop = Desktop::new(TEXT);
    let one = desktop.comparison("阿里巴巴");
    let side = |surface| json!({ "surface": surface, "companies": [], "is_class": false });
    let edit = json!({
        "essay": ESSAY, "window": "w", "id": one["id"], "decision": "edit",
        "sides": [side("腾讯"), side("阿里巴巴")], "relation": "different", "favours": null,
        "aspect": "开放",
    });
    desktop.post("decide", &edit);
    let edited = desktop.comparison("阿里巴巴");
    assert_eq!(
        (&edited["decision"], &edited["relation"]),
        (&json!("declared"), &json!("different"))
    );
    assert_eq!(edited["aspect"], "开放");
    let statistics = desktop.get("statistics");
    let rules = statistics["rules"].as_array().expect("a list");
    assert!(rules.iter().any(|rule| rule["edited"] == 1), "{statistics:#}");
    assert_eq!(statistics["added"], 0);
    let mut alone = edit;
    alone["id"] = edited["id"].clone();
    alone["sides"] = json!([side("腾讯")]);
    assert_eq!(desktop.fire("decide", &alone).0, Status::BadRequest);
}

#[test]
fn notes_stand_on_what_was_selected_over_markup_and_paragraphs() {
    let mut desktop = Desktop::new(TEXT);
    let state = desktop.state();
    let text = state["text"].as_str().expect("a text");
    for (words, body) in [("京东不如拼多多便宜", "一"), ("更开放。\n那已经", "二")]
    {
        let note = json!({
            "essay": ESSAY, "window": "w", "passage": passage(text, words), "quote": words,
            "body": body,
        });
        desktop.post("note", &note);
    }
    let state = desktop.state();
    let entries: Vec<_> = state["entries"].as_array().expect("a list").iter().collect();
    assert_eq!(entries.len(), 2);
    assert_eq!((&entries[0]["drift"], &entries[0]["body"]), (&json!("kept"), &json!("一")));
    assert_eq!(entries[1]["passage"], json!(passage(text, "更开放。\n那已经")));
    // The text under a selection may be another by now.
    let stale = json!({
        "essay": ESSAY, "window": "w", "passage": [0, 2], "quote": "百度", "body": "三",
    });
    assert_eq!(desktop.fire("note", &stale).0, Status::Conflict);
}

#[test]
fn what_an_edit_of_the_essay_did_to_entries_is_told() {
    let mut desktop = Desktop::new(TEXT);
    desktop.decide("阿里巴巴", "keep");
    desktop.decide("拼多多", "reject");
    let moved = TEXT.replace("京东不如**拼多多**便宜，大家都这么说。", "没有人这么说。");
    fs::write(desktop.site.path().join(ESSAY), moved).expect("an essay");
    assert!(desktop.preview.look());
    let state = desktop.state();
    let drifts: Vec<&Value> =
        state["entries"].as_array().expect("a list").iter().map(|one| &one["drift"]).collect();
    assert_eq!(drifts, ["kept", "orphaned"], "{state:#}");
}

/// As many decisions, from as many windows at once.
const DECISIONS: usize = 200;
const WINDOWS: usize = 2;

#[test]
fn decisions_fired_at_once_from_two_windows_are_all_there_in_order() {
    let mut text = TEXT.to_owned();
    for number in 0..DECISIONS {
        text.push_str(&format!("\n腾讯在第{number}件事上比阿里巴巴更开放。\n"));
    }
    let desktop = Desktop::new(&text);
    let state = desktop.state();
    let comparisons: Vec<&Value> = state["comparisons"]
        .as_array()
        .expect("a list")
        .iter()
        .filter(|one| {
            let quote = one["quote"].as_str().expect("a quote");
            quote.starts_with("腾讯在第") && quote.matches("件事上").count() == 1
        })
        .collect();
    assert_eq!(comparisons.len(), DECISIONS);
    std::thread::scope(|scope| {
        for window in 0..WINDOWS {
            let (desktop, comparisons) = (&desktop, &comparisons);
            scope.spawn(move || {
                for one in comparisons.iter().skip(window).step_by(WINDOWS) {
                    let decision = if window == 0 { "keep" } else { "reject" };
                    let decide = json!({
                        "essay": ESSAY, "window": window.to_string(), "id": one["id"],
                        "decision": decision,
                    });
                    assert_eq!(desktop.fire("decide", &decide).0, Status::Ok);
                    let quote = one["quote"].as_str().expect("a quote");
                    assert!(desktop.written().contains(quote), "on the disk before the answer");
                }
            });
        }
    });
    let written = desktop.written();
    for (window, decision) in ["keep", "reject"].into_iter().enumerate() {
        let entries: Vec<&str> = written.split("  - quote: ").skip(1).collect();
        let numbers: Vec<usize> = entries
            .iter()
            .filter(|entry| entry.contains(&format!("decision: {decision}\n")))
            .map(|entry| {
                let (_, rest) = entry.split_once('第').expect("a number");
                rest.split_once('件').expect("a number").0.parse().expect("a number")
            })
            .collect();
        let expected: Vec<usize> = (window..DECISIONS).step_by(WINDOWS).collect();
        assert_eq!(numbers, expected);
    }
}

#[test]
fn what_is_no_request_of_the_review_is_refused() {
    let desktop = Desktop::new(TEXT);
    let id = desktop.comparison("阿里巴巴")["id"].clone();
    for (endpoint, body, status) in [
        ("decide", json!({}), Status::BadRequest),
        ("nothing", json!({}), Status::NotFound),
        (
            "decide",
            json!({ "essay": "../x", "window": "w", "id": id, "decision": "keep" }),
            Status::NotFound,
        ),
        (
            "decide",
            json!({ "essay": ESSAY, "window": "w", "id": "gone", "decision": "keep" }),
            Status::Conflict,
        ),
        (
            "note",
            json!({ "essay": ESSAY, "window": "w", "id": id, "body": " " }),
            Status::BadRequest,
        ),
    ] {
        assert_eq!(desktop.fire(endpoint, &body).0, status, "{endpoint} {body}");
    }
    assert!(!desktop.notes().exists());
}
