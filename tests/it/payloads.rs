//! Hostile texts, wherever text comes in: what the pages, feeds and tables made of them hold. A
//! browser runs the same in `tests/browser/hostile.test.mjs`.

use std::fs;
use std::path::Path;

use proptest::prelude::*;

use crate::properties::html::pages_are_harmless_and_marks_change_no_word;
use crate::properties::notes::notes_are_written_and_taken_back;
use crate::properties::request::Asked;
use crate::site::{Site, tree};

/// Returns the payloads, what they write as `\n` and `\u{…}` made so.
fn payloads() -> Vec<String> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/hostile/payloads.txt");
    let text = fs::read_to_string(file).expect("the payloads");
    let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with("## "));
    let payloads: Vec<String> = lines.map(unescaped).collect();
    assert!(payloads.len() >= 400, "the payloads are there");
    payloads
}

fn unescaped(line: &str) -> String {
    let mut text = String::new();
    let mut rest = line;
    while let Some((before, escape)) = rest.split_once('\\') {
        text.push_str(before);
        let code = escape.strip_prefix("u{").and_then(|hex| hex.split_once('}'));
        let is_word = escape.chars().nth(1).is_some_and(|one| one.is_ascii_lowercase());
        let sign = match escape.chars().next() {
            Some('n') if !is_word => Some('\n'),
            Some('r') if !is_word => Some('\r'),
            Some('t') if !is_word => Some('\t'),
            _ => None,
        };
        rest = match (code, sign) {
            (Some((hex, after)), _) => {
                let code = u32::from_str_radix(hex, 16).expect("a number in base 16");
                text.push(char::from_u32(code).expect("a character"));
                after
            }
            (None, Some(sign)) => {
                text.push(sign);
                &escape[1..]
            }
            (None, None) => {
                text.push('\\');
                escape
            }
        };
    }
    text + rest
}

/// A body with a text at every place where one may stand; what may take in all that follows it
/// comes last.
fn at_every_place(text: &str) -> String {
    let line = text.replace(['\n', '\r'], " ");
    [
        format!("微信比支付宝更开放。{line}腾讯不如阿里巴巴。"),
        format!("## {line}\n\n- {line}\n\n> {line}"),
        format!("[{line}]({line} \"{line}\") ![{line}](<{line}>) <{line}>"),
        format!("[甲][乙] {line}\n\n[乙]: {line} \"{line}\""),
        format!("~~~~{line}\n{line}\n~~~~"),
        format!("字[^一]\n\n[^一]: {line}\n\n| {line} |\n|-|\n| {line} |"),
        format!("<b {line}>字</b><b title=\"{line}\">字</b><a href='{line}'>字</a>"),
        format!("<div title=\"{line}\">\n{line}\n</div>"),
        text.to_owned(),
    ]
    .join("\n\n")
}

#[test]
fn hostile_texts_are_harmless_read_again_at_every_place_of_an_essay() {
    for payload in payloads() {
        pages_are_harmless_and_marks_change_no_word(&at_every_place(&payload));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn hostile_texts_one_after_another_are_harmless(
        parts in prop::collection::vec(prop::sample::select(payloads()), 1..6),
        gap in prop::sample::select(vec!["", " ", "\n", "\n\n", "微信比支付宝更开放"]),
    ) {
        pages_are_harmless_and_marks_change_no_word(&parts.join(gap));
    }

    #[test]
    fn notes_files_of_any_kind_are_edited_or_refused(
        lines in prop::collection::vec(prop::sample::select(vec![
            "notes:", "  - quote: 甲", "    body: |", "      乙", "- quote: 丙", "  body: '丁'",
            "notes: []", "notes: [{ quote: 甲, body: 乙 }]", "comparisons:", "# 注", "", "---",
            "  - { quote: 甲 }", "\tbody: x", "notes: &a []", "comparisons: *a", "other: 1", "...",
        ]), 0..9),
        ending in prop::sample::select(vec!["\n", "\r\n"]),
        body in prop::sample::select(payloads()),
    ) {
        notes_are_written_and_taken_back(&(lines.join(ending) + ending), "甲", &body);
    }
}

#[test]
fn hostile_requests_show_nothing_of_the_disk() {
    let asked = Asked::start();
    for payload in payloads() {
        asked.answers(format!("GET /{payload} HTTP/1.1\r\nHost: localhost\r\n\r\n").as_bytes());
        asked.answers(format!("GET /a/ HTTP/1.1\r\nHost: {payload}\r\n\r\n").as_bytes());
    }
}

/// A site of some payloads, in names, headers, texts, companies and notes.
fn hostile_site() -> Site {
    let site = Site::new(&[]);
    let is_formula = |text: &str| text.starts_with(['=', '+', '-', '@', '\t']);
    let mut companies = "companies:\n".to_owned();
    for (number, text) in payloads().iter().enumerate() {
        let breaks = text.contains("</script>") && number % 5 == 0;
        if !is_formula(text) && !text.contains(char::is_control) && !breaks && number % 16 != 0 {
            continue;
        }
        let name: String = text.chars().filter(|one| !matches!(one, '/' | '\0')).take(40).collect();
        let written = yaml(text);
        site.write(
            &format!("content/{name}{number}.md"),
            format!(
                "---\ntitle: {written}\nname: {written}\ntime: 2014-02-01\ntags: [{written}]\n\
                 lang: {written}\nsummary: {written}\nurl: {written}\n---\n\
                 企业{number}比微信更开放。{text}\n"
            ),
        );
        site.write(
            &format!("content/{name}{number}.notes.yaml"),
            format!(
                "notes:\n  - {{ quote: {written}, body: {written}, annotator: {written} }}\n\
                 comparisons:\n  - {{ quote: 企业{number}比微信更开放, sides: [企业{number}, 微信], \
                 relation: superior, favours: 企业{number}, aspect: {written} }}\n"
            ),
        );
        companies.push_str(&format!("  - {{ name: {written}, aliases: [企业{number}] }}\n"));
    }
    site.write("content/companies.yaml", companies);
    site
}

/// Writes a text as YAML has it in double quotes, with nothing raw that is not seen.
fn yaml(text: &str) -> String {
    let mut written = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' | '\\' => written.extend(['\\', letter]),
            _ if letter.is_alphanumeric() || letter.is_ascii_graphic() || letter == ' ' => {
                written.push(letter);
            }
            _ => written.push_str(&format!("\\U{:08x}", u32::from(letter))),
        }
    }
    written + "\""
}

#[test]
fn tables_hold_no_formula_and_data_in_pages_end_no_script() {
    let site = hostile_site();
    let ran = site.run(&["build"]);
    assert!(site.exists("public/comparisons.csv"), "{}", ran.err);
    let table = site.read("public/comparisons.csv");
    let mut rows = csv::Reader::from_reader(table.trim_start_matches('\u{FEFF}').as_bytes());
    let mut cells = 0;
    for row in rows.records() {
        for cell in &row.expect("a row") {
            let is_formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
            assert!(!is_formula, "{cell:?}");
            cells += 1;
        }
    }
    assert!(cells > 300, "the table has rows");
    let mut data = 0;
    for (path, bytes) in tree(&site.path("public")) {
        let text = String::from_utf8_lossy(&bytes);
        if path.extension().is_some_and(|one| one == "json" || one == "jsonld") {
            serde_json::from_str::<serde_json::Value>(&text).expect("JSON");
        }
        for part in text.split("<script type=\"application/ld+json\">").skip(1) {
            let linked = part.split("</script").next().unwrap_or_default();
            assert!(!linked.contains('<'), "{}: {linked}", path.display());
            serde_json::from_str::<serde_json::Value>(linked).expect("JSON-LD");
            data += 1;
        }
    }
    assert!(data > 50, "the pages have data");
}

#[test]
fn nothing_that_is_printed_does_anything_to_a_terminal() {
    let site = hostile_site();
    site.write("content/坏\u{1B}[31m\u{9B}\u{202E}.md", "---\ntitel\u{1B}[2J: x\n\ttab: y\n");
    site.write("content/乱\u{1B}]0;x\u{7}.md", b"\xFF\xFE\xFF");
    let commands: [&[&str]; 8] = [
        &["check"],
        &["check", "--json"],
        &["build"],
        &["annotate"],
        &["annotate", "--json"],
        &["annotate", "--mentions"],
        &["annotate", "--unknown"],
        &["tidy"],
    ];
    for command in commands {
        let ran = site.run(command);
        let printed = ran.out + &ran.err;
        let is_obeyed = |one: &char| one.is_control() && !matches!(one, '\n' | '\t');
        let turns = |one: &char| {
            matches!(*one, '\u{61C}' | '\u{200E}' | '\u{200F}')
                || matches!(*one, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
        };
        let found = printed.chars().find(|one| is_obeyed(one) || turns(one));
        assert_eq!(found, None, "{command:?}");
        assert!(command != ["check"] || printed.contains("\\u{1B}"), "{printed}");
    }
}
