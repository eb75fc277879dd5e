//! Feeds and tables, read back by other people's readers.

use std::fs;

use feed_rs::model::Feed;
use pangzhu::session::Options;
use tempfile::TempDir;

const SETTINGS: &str = "title: 试验\nbase_url: https://a.example/仓/\nfeeds: {authors: true}\n";
const ESSAYS: [&str; 2] = [
    "---\nname: 海枫\ntime: 2014-02-20 08:00\ntitle: 微信 & <WhatsApp>\nurl: https://b.example/1\n---\n\
     微信比WhatsApp更开放，腾讯比Facebook更早做支付。[^a]\n\n见[另一篇](b.md)。\n\n[^a]: 脚注\n",
    "---\nname: 林\ntime: 2015-01-01\ntitle: =二\n---\n京东“更”重，\"阿里\"比京东更轻。\n",
];

fn built() -> TempDir {
    let folder = TempDir::new().expect("a temporary folder");
    let content = folder.path().join("content");
    fs::create_dir(&content).expect("a folder");
    fs::write(content.join("site.yaml"), SETTINGS).expect("a file");
    for (name, text) in ["a.md", "b.md"].into_iter().zip(ESSAYS) {
        fs::write(content.join(name), text).expect("a file");
    }
    let public = folder.path().join("public");
    let built = pangzhu::build(folder.path(), &public, Options::default()).expect("a build");
    assert!(built.written.is_some(), "{:?}", built.diagnostics);
    folder
}

fn feed(folder: &TempDir, name: &str) -> Feed {
    let bytes = fs::read(folder.path().join("public").join(name)).expect("a feed");
    feed_rs::parser::parse(&bytes[..]).unwrap_or_else(|error| panic!("{name}: {error}"))
}

#[test]
fn feeds_hold_whole_essays_with_notes_and_full_addresses() {
    let folder = built();
    for name in ["feed.xml", "feed.json"] {
        let feed = feed(&folder, name);
        assert_eq!(feed.title.expect("a title").content, "试验");
        let ids: Vec<&str> = feed.entries.iter().map(|entry| entry.id.as_str()).collect();
        assert_eq!(ids, ["https://a.example/%E4%BB%93/b/", "https://a.example/%E4%BB%93/a/"]);
        let entry = &feed.entries[1];
        assert_eq!(entry.title.as_ref().expect("a title").content, "微信 & <WhatsApp>");
        assert_eq!(entry.authors[0].name, "海枫");
        assert!(entry.published.is_some(), "{name}");
        let content = entry.content.as_ref().and_then(|content| content.body.as_deref());
        let content = content.expect("an essay");
        for part in [
            "腾讯比Facebook更早做支付",
            "<h2>注释</h2>",
            "脚注",
            "href=\"https://a.example/%E4%BB%93/b/\"",
            "href=\"https://a.example/%E4%BB%93/a/#n.1\"",
        ] {
            assert!(content.contains(part), "{name}: {part} in {content}");
        }
        assert!(!content.contains("href=\"/"), "{content}");
    }
}

#[test]
fn an_author_has_a_feed_where_the_site_asks_for_it() {
    let folder = built();
    for name in ["authors/林/feed.xml", "authors/林/feed.json"] {
        let feed = feed(&folder, name);
        assert_eq!(feed.title.expect("a title").content, "林 · 试验");
        assert_eq!(feed.entries.len(), 1);
    }
    assert!(!folder.path().join("public/companies/腾讯/feed.xml").exists());
}

#[test]
fn the_table_is_read_as_it_was_meant() {
    let folder = built();
    let text = fs::read_to_string(folder.path().join("public/comparisons.csv")).expect("a table");
    let text = text.strip_prefix('\u{FEFF}').expect("a byte-order mark");
    let mut table = csv::Reader::from_reader(text.as_bytes());
    let columns = table.headers().expect("a header").clone();
    let place = |name: &str| columns.iter().position(|one| one == name).expect("a column");
    let rows: Vec<csv::StringRecord> = table.records().map(|row| row.expect("a row")).collect();
    let row = rows.iter().find(|row| row[place("quote")].contains("阿里")).expect("a comparison");
    assert_eq!(&row[place("title")], "'=二");
    assert!(row[place("quote")].contains("京东“更”重，\"阿里\"比京东更轻"), "{row:?}");
    assert_eq!(&row[place("companies_1")], "阿里巴巴");
}
