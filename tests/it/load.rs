//! Loading: headers, settings and repairs, as case files tell them.

use std::fmt::Write as _;
use std::sync::Arc;

use pangzhu::config::Config;
use pangzhu::diagnostic::{Diagnostic, Severity};
use pangzhu::load::front_matter::{self, FrontMatter, Layout};
use pangzhu::load::repair;
use pangzhu::moment::Moment;
use pangzhu::permalink::Slug;
use pangzhu::source::{Source, SourcePath};

use crate::cases::{self, Case};

/// Prints diagnostics one a line: `severity[code] line:column-line:column message · help`.
pub(crate) fn said(source: &Source, diagnostics: &[Diagnostic]) -> String {
    let mut said = String::new();
    for diagnostic in diagnostics {
        let severity = match diagnostic.severity {
            Severity::Note => "note",
            Severity::Warning => "warning",
            Severity::Error => "error",
        };
        let _ = write!(said, "{severity}[{}]", diagnostic.code);
        if let Some(span) = diagnostic.span {
            let (start, end) = (source.position(span.start), source.position(span.end));
            let _ = write!(said, " {}:{}-{}:{}", start.line, start.column, end.line, end.column);
        }
        let _ = write!(said, " {}", diagnostic.message.english);
        if let Some(help) = &diagnostic.help {
            let _ = write!(said, " · {}", help.english);
        }
        said.push('\n');
    }
    said
}

/// Writes out what a case file cannot hold or show: `\u{FEFF}`, `\r`, `\t`.
pub(crate) fn unescaped(text: &str) -> String {
    let mut plain = text.replace("\\r", "\r").replace("\\t", "\t").replace("\\0", "\0");
    while let Some(start) = plain.find("\\u{") {
        let end = start + plain[start..].find('}').expect("an escape ends");
        let code = u32::from_str_radix(&plain[start + 3..end], 16).expect("an escape is hex");
        let character = char::from_u32(code).expect("an escape is a character");
        plain.replace_range(start..=end, character.encode_utf8(&mut [0; 4]));
    }
    plain
}

pub(crate) fn source_of(case: &Case) -> Source {
    let path = case.get("path").map_or("content/essays/a.md", str::trim);
    let text = unescaped(case.block("md"));
    // A fence ends with a newline that an essay need not have.
    Source::new(SourcePath::new(path), text.strip_suffix("\\\n").unwrap_or(&text))
}

fn header(front_matter: &FrontMatter) -> String {
    let mut lines = Vec::new();
    let mut line = |key: &str, value: Option<String>| {
        lines.extend(value.map(|value| format!("{key}: {value}\n")));
    };
    let layout = match &front_matter.layout {
        Layout::Essay => None,
        Layout::Page => Some("page".to_owned()),
        Layout::Custom(name) => Some(format!("custom {name}")),
    };
    let list = |texts: &[String]| (!texts.is_empty()).then(|| texts.join(" | "));
    line("layout", layout);
    line("title", Some(front_matter.title.clone()));
    line("name", front_matter.name.clone());
    line("time", front_matter.time.as_ref().map(Moment::machine));
    line("url", front_matter.url.clone());
    line("updated", front_matter.updated.as_ref().map(Moment::machine));
    line("slug", front_matter.slug.as_ref().map(Slug::to_string));
    line("tags", list(&front_matter.tags));
    line("summary", front_matter.summary.clone());
    line("draft", front_matter.draft.then(|| "true".to_owned()));
    line("lang", front_matter.lang.clone());
    let aliases: Vec<String> = front_matter.aliases.iter().map(|one| one.value.clone()).collect();
    line("aliases", list(&aliases));
    let extra = (!front_matter.extra.is_empty()).then(|| format!("{:?}", front_matter.extra));
    line("extra", extra);
    lines.concat()
}

#[test]
fn headers() {
    cases::run("load/front_matter", |case| {
        let source = source_of(case);
        let (front_matter, body, diagnostics) = front_matter::parse(&source, &Config::default());
        let text = source.text[body.range()].trim();
        let body = if text.is_empty() { String::new() } else { format!("--\n{text}\n") };
        format!("{}{body}{}", header(&front_matter), said(&source, &diagnostics))
    });
}

#[test]
fn settings() {
    cases::run("load/settings", |case| {
        let source = Source::new(SourcePath::new("content/site.yaml"), case.block("yaml"));
        let (config, diagnostics) = Config::load(Some(&source));
        format!("{}{}", other_than_default(&config), said(&source, &diagnostics))
    });
}

/// Returns what of the settings is not as it is without any, whichever settings there are.
fn other_than_default(config: &Config) -> String {
    let told = |config: &Config| format!("{config:#?}");
    let default = told(&Config::default());
    let told = told(config);
    let lines = told.lines().filter(|line| !default.lines().any(|one| one == *line));
    lines.map(|line| format!("{}\n", line.trim_start())).collect()
}

#[test]
fn repairs() {
    cases::run("load/repair", |case| {
        let source = source_of(case);
        let (front_matter, body, _) = front_matter::parse(&source, &Config::default());
        let (repaired, diagnostics) = repair::repair(&source, body, &front_matter);
        let text = repaired.text.trim_end_matches('\n');
        format!("{text}\n--\n{}", said(&source, &diagnostics))
    });
}

#[test]
fn whole_essays() {
    cases::run("load/essay", |case| {
        let source = Arc::new(source_of(case));
        let essay = pangzhu::load::load(Arc::clone(&source), &Config::default());
        format!("{}{}", header(&essay.front_matter), said(&source, &essay.diagnostics))
    });
}

/// The demo essay is the real case of the flattened first paragraph.
#[test]
fn the_demo_essay_reads_once() {
    let path = "content/essays/2013/tencent-o2o.md";
    let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    let text = std::fs::read_to_string(file).expect("the demo essay is there");
    let source = Source::new(SourcePath::new(path), text);
    let (front_matter, body, _) = front_matter::parse(&source, &Config::default());
    let (repaired, diagnostics) = repair::repair(&source, body, &front_matter);
    let headings: Vec<&str> = repaired.text.lines().filter(|line| line.starts_with('#')).collect();
    assert_eq!(
        headings,
        [
            "## 阿里的“不失控”",
            "## 微信的“失控”",
            "## 淘宝在O2O上的刻意，使得持续性存疑",
            "## “失控” 的微信，想象空间在哪？",
        ]
    );
    assert!(repaired.text.trim_end().ends_with("\n\n作者微信公众号：Seamaple2012"));
    for once in
        ["对于腾讯而言，微信在O2O领域", "也是因为淘宝越来越难做", "阿里巴巴做电商做的很不错"]
    {
        assert_eq!(repaired.text.matches(once).count(), 1, "{once}");
    }
    // A recovered heading stands, for marks and messages, where the file has its words.
    let heading = repaired.text.find("阿里的“不失控”").expect("checked above");
    let span = repaired.map.to_base(heading..heading + "阿里的“不失控”".len());
    assert_eq!(&source.text[span.range()], "阿里的“不失控”");
    let codes: Vec<&str> = diagnostics.iter().map(|one| one.code.as_str()).collect();
    assert_eq!(codes.iter().filter(|&&code| code == "recovered-text").count(), 3);
    assert_eq!(codes.iter().filter(|&&code| code == "assumed-heading").count(), 2);
}
