//! `import`: what becomes of pages, posts and texts, as case files tell it, and that nothing
//! that is there is touched.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use encoding_rs::Encoding;
use pangzhu::cli::Exit;
use pangzhu::config::Config;
use pangzhu::diagnostic::Diagnostic;
use pangzhu::import::{Given, Imported, import};
use pangzhu::source::{Source, SourcePath};
use proptest::prelude::*;

use crate::cases::{self, Case};
use crate::load::said;
use crate::site::{Site, tree};

/// The smallest picture that there is.
pub(crate) const PICTURE: &[u8] = b"GIF89a\x01\0\x01\0\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02\x01\0\0";

#[expect(clippy::result_large_err, reason = "as in the program")]
fn imported(path: &str, bytes: &[u8], beside: &[&str]) -> Result<Imported, Diagnostic> {
    let path = SourcePath::new(path);
    let beside = |place: &str| beside.contains(&place).then(|| PICTURE.to_vec());
    import(&Given { path: &path, bytes, beside: &beside }, &Config::default())
}

#[test]
fn imported_files() {
    cases::run("import", |case| {
        let (name, text) = ["html", "md", "txt", "mhtml"]
            .into_iter()
            .find_map(|name| Some((name, case.get(name)?)))
            .unwrap_or_else(|| panic!("case `{}` has no file", case.name));
        let path =
            case.get("path").map_or(format!("saved/甲.{name}"), |path| path.trim().to_owned());
        let beside: Vec<&str> = case.get("beside").unwrap_or_default().lines().collect();
        shown(&path, imported(&path, &encoded(case, text), &beside))
    });
}

/// Writes a case's file in the encoding that it names.
fn encoded(case: &Case, text: &str) -> Vec<u8> {
    let wide =
        |unit: u16, is_big: bool| if is_big { unit.to_be_bytes() } else { unit.to_le_bytes() };
    match case.get("encoding").map(str::trim) {
        None => text.as_bytes().to_vec(),
        Some(name @ ("UTF-16LE" | "UTF-16BE")) => {
            text.encode_utf16().flat_map(|unit| wide(unit, name.ends_with("BE"))).collect()
        }
        Some(name) => {
            let encoding = Encoding::for_label(name.as_bytes()).expect("an encoding");
            let (bytes, _, has_lost) = encoding.encode(text);
            assert!(!has_lost, "{name} has no form of some characters");
            bytes.into_owned()
        }
    }
}

fn shown(path: &str, imported: Result<Imported, Diagnostic>) -> String {
    let source = Source::new(SourcePath::new(path), "");
    let essay = match imported {
        Ok(essay) => essay,
        Err(why) => return said(&source, &[why]),
    };
    let mut out = essay.file();
    let pictures: Vec<&str> = essay.pictures.iter().map(|one| one.name.as_str()).collect();
    let mut line = |key: &str, value: &str| {
        if !value.is_empty() {
            out.push_str(&format!("{key} {value}\n"));
        }
    };
    line("--\nname", &essay.name);
    line("encoding", if essay.encoding == "UTF-8" { "" } else { essay.encoding });
    line("pictures", &pictures.join(" "));
    // Places are those of the file, which is not a source here.
    let placeless = |one: &Diagnostic| Diagnostic { span: None, ..one.clone() };
    let diagnostics: Vec<Diagnostic> = essay.diagnostics.iter().map(placeless).collect();
    out + &said(&source, &diagnostics)
}

const PAGE: &str = "<!doctype html><html><head><meta charset=utf-8><title>街上的两家店 - 某某网</title>\
    <meta property=og:url content=https://a.example/1></head><body><div class=post-content>\
    <p>东街的店卖布，西街的店卖茶；十年以前，两家都只有一间门面，谁也不比谁大，掌柜的也都只有一个徒弟，门口一棵树。\
    <img src='p_files/a.gif'></p><p>后来就不一样了，这一点大家都看在眼里，说起来却各有各的道理。</p></div></body></html>";

/// Pages, posts and texts to be changed at random.
fn seeds() -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/import");
    let mut seeds = Vec::new();
    for entry in fs::read_dir(folder).expect("cases").flatten() {
        let text = fs::read_to_string(entry.path()).expect("a case file");
        for name in ["html", "md", "txt", "mhtml"] {
            for part in text.split(&format!("\n```{name}\n")).skip(1) {
                let part = part.split("\n```\n").next().unwrap_or_default();
                seeds.push((format!("saved/a.{name}"), part.as_bytes().to_vec()));
                let (gb, ..) = encoding_rs::GB18030.encode(part);
                seeds.push((format!("saved/a.{name}"), gb.into_owned()));
            }
        }
    }
    assert!(seeds.len() > 20, "the cases are found");
    seeds
}

/// A change to bytes: at this place so many go, and these come.
type Mutation = (prop::sample::Index, usize, Vec<u8>);

fn mutation() -> impl Strategy<Value = Mutation> {
    let bytes = prop_oneof![
        prop::collection::vec(any::<u8>(), 0..4),
        prop::sample::select(
            &[
                "<div>",
                "</div>",
                "<table><tr><td>",
                "<p>",
                "</",
                "\"",
                "&#0;",
                "{{<",
                "%}",
                "---\n",
                "+++\n",
                "[^1]",
                "<a href=#x><sup>1</sup></a>",
                "<li id=x>",
                "\0",
                "\u{FEFF}",
                "```\n",
                "<pre>",
                "![",
                "]("
            ][..]
        )
        .prop_map(|text| text.as_bytes().to_vec()),
    ];
    (any::<prop::sample::Index>(), 0..30_usize, bytes)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 250, max_shrink_iters: 64, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever a file holds, it is imported or said why not, and what is written is read back
    /// with its title.
    #[test]
    fn any_file_is_imported_or_refused(
        seed in any::<prop::sample::Index>(),
        mutations in prop::collection::vec(mutation(), 0..12),
    ) {
        static SEEDS: std::sync::OnceLock<Vec<(String, Vec<u8>)>> = std::sync::OnceLock::new();
        let seeds = SEEDS.get_or_init(seeds);
        let (path, mut bytes) = seeds[seed.index(seeds.len())].clone();
        for (place, gone, come) in mutations {
            let start = place.index(bytes.len() + 1);
            let end = (start + gone).min(bytes.len());
            bytes.splice(start..end, come);
        }
        if let Ok(essay) = imported(&path, &bytes, &["p_files/a.gif"]) {
            let source = Source::new(SourcePath::new("content/a.md"), essay.file());
            let (header, _, diagnostics) =
                pangzhu::load::front_matter::parse(&source, &Config::default());
            let title = essay.header.title.split_whitespace().collect::<Vec<_>>().join(" ");
            let bare = |text: &str| text.replace(['\u{200B}', '\u{2060}', '\u{FEFF}'], "");
            if !bare(&title).is_empty() && !title.contains(char::is_control) {
                prop_assert_eq!(bare(&header.title), bare(&title), "{:?} {:?}", source.text, diagnostics);
            }
        }
    }
}

#[test]
fn nests_without_end_are_refused_or_read() {
    for (open, count) in [
        ("<div>", 100_000),
        ("<b>", 900),
        ("<table><tr><td>", 300),
        ("<ul><li>", 300),
        ("<blockquote>", 350),
        ("<span><div>", 150),
    ] {
        let page =
            format!("<html><body>{}{}</body></html>", open.repeat(count), "文字。".repeat(100));
        let _ = imported("saved/a.html", page.as_bytes(), &[]);
    }
    let quotes = format!("---\ntitle: 甲\n---\n{}文字", "> ".repeat(5_000));
    assert!(imported("saved/a.md", quotes.as_bytes(), &[]).is_ok());
}

/// Files beside a site, as somebody has them.
fn saved(site: &Site) -> PathBuf {
    site.write("saved/两家店.html", PAGE);
    site.write("saved/p_files/a.gif", PICTURE);
    site.write("saved/p_files/frame.html", PAGE.replace("/1", "/frame"));
    site.write("saved/p.html", PAGE.replace("a.example/1", "a.example/2"));
    let (text, ..) =
        encoding_rs::GB18030.encode("又一家\r\n\r\n　　东街的店卖布，西街的店卖茶。\r\n");
    site.write("saved/c.txt", text);
    site.write("saved/again.html", PAGE.replace("https:", "http:"));
    site.write("saved/broken.html", "<p>");
    site.write("saved/picture.gif", PICTURE);
    site.path("saved")
}

fn text(path: &Path) -> &str {
    path.to_str().expect("characters")
}

#[test]
fn a_folder_is_taken_in_and_nothing_written_over() {
    let there = "---\ntitle: 两家店\ntime: 2020-01-01\nname: 林\n---\n别的。\n";
    let site = Site::new(&[("content/essays/街上的两家店.md", there)]);
    let folder = saved(&site);
    let before = tree(&site.path("content"));
    let ran = site.run(&["import", text(&folder), "--dry-run"]);
    assert_eq!(tree(&site.path("content")), before, "a dry run writes nothing");
    let said = |out: &str| {
        out.lines()
            .filter_map(|line| line.split_once(" → "))
            .map(|(_, to)| to.to_owned())
            .collect::<Vec<_>>()
    };
    let expected = [
        "content/essays/街上的两家店-2/index.md (1 picture)",
        "content/essays/又一家.md (GB18030)",
        "content/essays/街上的两家店-3/index.md (1 picture)",
    ];
    let order: Vec<String> = said(&ran.out);
    let mut sorted: Vec<&str> = order.iter().map(String::as_str).collect();
    sorted.sort_unstable();
    let mut wanted = expected.to_vec();
    wanted.sort_unstable();
    assert_eq!(sorted, wanted, "{ran:?}");
    assert!(
        ran.out.ends_with("3 essays would be taken in, 1 already here, 1 not taken\n"),
        "{}",
        ran.out
    );
    assert_eq!(ran.exit, Exit::Content, "one file holds no essay");
    assert!(
        ran.err.contains("error[not-imported]") && ran.err.contains("broken.html"),
        "{}",
        ran.err
    );

    let wet = site.run(&["import", text(&folder)]);
    assert_eq!(said(&wet.out), order);
    let after = tree(&site.path("content"));
    for (path, bytes) in &before {
        assert_eq!(after.get(path), Some(bytes), "{}", path.display());
    }
    assert_eq!(after.len(), before.len() + 5, "{:?}", after.keys());
    assert_eq!(
        fs::read(site.path("content/essays/街上的两家店-2/a.gif")).expect("a picture"),
        PICTURE
    );
    assert_eq!(site.run(&["build"]).exit, Exit::Success);
    assert!(site.exists("public/essays/街上的两家店-2/a.gif"));

    let again = site.run(&["import", text(&folder), "--json"]);
    let outcomes: BTreeMap<String, usize> =
        again.out.lines().fold(BTreeMap::new(), |mut all, line| {
            let line: serde_json::Value = serde_json::from_str(line).expect("JSON");
            *all.entry(line["outcome"].as_str().expect("a word").to_owned()).or_default() += 1;
            all
        });
    assert!(again.out.contains("already-here"), "{}", again.out);
    assert_eq!(outcomes, BTreeMap::from([("here".to_owned(), 4), ("refused".to_owned(), 1)]));
    assert_eq!(tree(&site.path("content")), after);
}

#[test]
fn a_picture_from_outside_is_not_taken() {
    let site = Site::new(&[("content/a.md", "---\ntitle: 甲\n---\n一。\n")]);
    site.write("secret.gif", PICTURE);
    site.write("saved/in/a.html", PAGE.replace("p_files/a.gif", "../../secret.gif"));
    site.write(
        "saved/in/b.html",
        PAGE.replace("p_files/a.gif", text(&site.path("secret.gif"))).replace("/1", "/2"),
    );
    site.write("saved/in/c.html", PAGE.replace("p_files/a.gif", "notes.txt").replace("/1", "/3"));
    site.write("saved/in/notes.txt", "no picture");
    let ran = site.run(&[
        "import",
        "--into",
        "content/x",
        text(&site.path("saved/in/a.html")),
        text(&site.path("saved/in/b.html")),
        text(&site.path("saved/in/c.html")),
    ]);
    let all = tree(&site.path("content/x"));
    assert!(
        all.keys().all(|path| path.extension().is_some_and(|one| one == "md")),
        "{:?} {ran:?}",
        all.keys()
    );
    assert_eq!(all.len(), 3);
    for into in ["../x", "/tmp", "content/../..", ".", "content/.git"] {
        assert_eq!(site.run(&["import", "--into", into, "x.html"]).exit, Exit::Machine, "{into}");
    }
}

/// A page of this program's own, imported, gives back its text.
#[test]
fn a_built_page_gives_back_its_text() {
    let path = "content/essays/2013/tencent-o2o.md";
    let essay =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).expect("the demo");
    let site = Site::new(&[(path, &essay)]);
    assert_eq!(site.run(&["build"]).exit, Exit::Success);
    let page = fs::read(site.path("public/essays/2013/tencent-o2o/index.html")).expect("a page");
    let imported = imported("saved/x.html", &page, &[]).expect("an essay");
    assert_eq!(imported.header.title, "从“失控”论看，为什么腾讯做O2O比阿里要靠谱");
    assert_eq!(imported.header.name.as_deref(), Some("海枫"));
    assert_eq!(imported.header.time.as_deref(), Some("2013-08-13 11:34"));
    assert_eq!(imported.header.url.as_deref(), Some("https://www.huxiu.com/article/18653"));
    let words = |text: String, path: &str| {
        let source = std::sync::Arc::new(Source::new(SourcePath::new(path), text));
        pangzhu::load::load(source, &Config::default()).body.text
    };
    assert_eq!(words(imported.file(), path), words(essay, path));
}
