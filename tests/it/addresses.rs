//! Where pages stand: patterns, slugs, older addresses, and whose an address is.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use pangzhu::cli::Exit;
use pangzhu::permalink::{BaseUrl, SitePath};
use pangzhu::render::page::Page;
use pangzhu::session::{Options, Session};

use crate::cases::{self, Case};
use crate::load::{said, unescaped};
use crate::site::{Site, tree};

/// Makes the site of a case: each block with a name that is a path is a file of it.
fn site_of(case: &Case) -> Site {
    let files: Vec<(String, String)> =
        case.files().map(|(path, text)| (unescaped(path), text.to_owned())).collect();
    let files: Vec<(&str, &str)> =
        files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    Site::new(&files)
}

/// Lists where the sources of a site stand, which addresses lead on, and what was amiss.
#[test]
fn sources_stand_where_they_should() {
    cases::run("addresses", |case| {
        let site = site_of(case);
        let now = case.get("now").map(|now| now.trim().parse().expect("an instant"));
        let drafts = case.get("drafts").is_some();
        let options = Options { now, drafts, ..Options::default() };
        let mut session = Session::new(&site.path(""), options);
        let snapshot = session.refresh(|_| ()).expect("a site");
        let base = &snapshot.site.config().base_url;
        let mut out = String::new();
        for path in snapshot.site.paths() {
            let link = base.link(path);
            match snapshot.site.page(path) {
                Some(Page::Redirect(to)) => {
                    let _ = writeln!(out, "{link} → {}", base.link(to));
                }
                Some(Page::Essay(_) | Page::Standing(_)) => {
                    let source = snapshot.site.source_of(path).expect("it has one");
                    let _ = writeln!(out, "{link} = {source}");
                }
                _ => {}
            }
        }
        for one in &snapshot.diagnostics {
            let said = match snapshot.source(&one.path) {
                Some(source) => said(source, std::slice::from_ref(one)),
                None => format!("error[{}] {}\n", one.code, one.message.english),
            };
            let _ = write!(out, "{}: {said}", one.path);
        }
        out
    });
}

/// The kinds of address that a site can have.
const BASES: [&str; 6] = [
    "https://lin.github.io",
    "https://lin.github.io/",
    "https://lin.github.io/仓 库",
    "https://lin.github.io/%E4%BB%93%20%E5%BA%93/",
    "https://www.example.org/文/2013/",
    "/仓库/",
];

#[test]
fn every_address_leads_into_the_site_wherever_it_stands() {
    let header = "name: 林一\ntime: 2013-08-13\n";
    let html = "<details><summary>图</summary>\n<p><a href=\"/essays/微信/?a=1&amp;b=2#末节\">甲</a>\
        <a href='b.md'>乙</a> <img src=/图/a%23b.png alt=a>\n\
        <img srcset=\"/图/a%23b.png 1x, ../图/a%23b.png 2x\" src=\"/图/a%23b.png\" alt=b>\
        <video poster=\"/图/a%23b.png\" src=\"/图/a%23b.png\"></video>\
        <i style=\"background: url('/图/a%23b.png')\">丙</i>\n</p></details>\n";
    let site = Site::new(&[
        ("content/site.yaml", "trust_html: true\nfeeds: { companies: true, authors: true }\n"),
        (
            "content/essays/b.md",
            &format!(
                "---\ntitle: 乙\n{header}aliases: [/旧/乙.html, 旧]\n---\n微信比支付宝更开放。\
                 见[甲](微信.md#末节)、[搜](/search/?q=%E5%BE%AE)、![图](/图/a%23b.png)。\n\n{html}"
            ),
        ),
        (
            "content/essays/微信.md",
            &format!(
                "---\ntitle: 甲\n{header}---\n腾讯胜过阿里巴巴。\n\n## 末节\n\n[图](../图/a%23b.png)\n\n[^1]注。\n\n[^1]: 注。\n"
            ),
        ),
        (
            "content/about.md",
            "---\nlayout: page\ntitle: 关于\n---\n[首页](/)与[甲](/essays/微信/)。\n",
        ),
        ("content/图/a#b.png", "x"),
        ("static/own.css", "a { b: url(/图/a%23b.png) } c { d: url('%E5%9B%BE/a%23b.png') }\n"),
    ]);
    for base in BASES {
        let ran = site.run(&["build", "--base-url", base]);
        assert_eq!((ran.exit, ran.err.as_str()), (Exit::Success, ""), "{base}");
        let base = BaseUrl::parse(base).expect("a base URL");
        let files = files(&site.path("public"));
        let mut count = 0;
        for (file, text) in &files {
            let Some(text) = text.as_deref().filter(|_| !file.ends_with(".js")) else { continue };
            for address in addresses(text) {
                count += 1;
                let fault = fault(&base, &files, file, &address);
                assert_eq!(fault, None, "{} {file}: {address}", base.home());
            }
        }
        assert!(count > 500, "the addresses are found: {count}");
    }
}

/// Returns the files below a folder by their paths, with their texts.
fn files(root: &Path) -> BTreeMap<String, Option<String>> {
    let below = |(path, bytes): (PathBuf, Vec<u8>)| {
        (path.to_string_lossy().replace('\\', "/"), String::from_utf8(bytes).ok())
    };
    tree(root).into_iter().map(below).collect()
}

/// Returns what stands in the attributes and elements of a text that hold addresses.
fn addresses(text: &str) -> Vec<String> {
    const BEGINNINGS: [&str; 14] = [
        " href=\"",
        " src=\"",
        " poster=\"",
        " srcset=\"",
        " data-to=\"",
        " xml:base=\"",
        "; url=",
        "url('",
        "url(",
        "<loc>",
        "<id>",
        "\"url\":\"",
        "\"id\":\"http",
        "@id\":\"http",
    ];
    let text = text
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&lt;", "<")
        .replace("&amp;", "&");
    let mut found = Vec::new();
    for beginning in BEGINNINGS {
        for (at, _) in text.match_indices(beginning) {
            let start = at + beginning.len() - if beginning.ends_with("http") { 4 } else { 0 };
            let rest = &text[start..];
            let end = rest.find(['"', '<', '\'', ')', '>', '\n']).unwrap_or(rest.len());
            let is_list = beginning == " srcset=\"";
            let parts: Vec<&str> =
                if is_list { rest[..end].split(',').collect() } else { vec![&rest[..end]] };
            let addresses = parts.iter().filter_map(|part| part.split_whitespace().next());
            found.extend(addresses.map(str::to_owned));
        }
    }
    found
}

/// Returns what is wrong with an address on a page, as GitHub Pages would serve it.
fn fault(
    base: &BaseUrl,
    files: &BTreeMap<String, Option<String>>,
    file: &str,
    address: &str,
) -> Option<&'static str> {
    let home = base.absolute(&base.home());
    let origin = home.strip_suffix(base.home().as_str()).unwrap_or_default();
    let (address, fragment) = address.split_once('#').unwrap_or((address, ""));
    let address = address.split('?').next().unwrap_or(address);
    if address.starts_with("data:") || address.is_empty() {
        return None;
    }
    if address.bytes().any(|byte| !byte.is_ascii_graphic()) {
        return Some("is not encoded");
    }
    let hex = address.split('%').skip(1).any(|code| code[..2].contains(|c: char| c.is_lowercase()));
    if hex {
        return Some("is encoded in small letters");
    }
    let inside = match address.strip_prefix(origin).filter(|_| !origin.is_empty()) {
        Some(inside) => inside,
        None if address.contains("://") => return None,
        None if file.ends_with("feed.xml") && !origin.is_empty() => return Some("is not absolute"),
        None => address,
    };
    let path = match inside.strip_prefix(base.home().as_str()) {
        Some(path) => path.to_owned(),
        None if inside.starts_with('/') => return Some("leads out of the site"),
        None => {
            let folder = file.rsplit_once('/').map_or("", |(folder, _)| folder);
            format!("{folder}/{inside}").trim_start_matches('/').to_owned()
        }
    };
    let decode =
        |text: &str| percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned();
    let path = SitePath::of_request(&decode(&path));
    let Some(page) = files.get(path.as_str()) else { return Some("leads nowhere") };
    let id = format!(" id=\"{}\"", decode(fragment));
    let has = fragment.is_empty()
        || !path.as_str().ends_with(".html")
        || page.as_ref().is_some_and(|page| page.contains(&id));
    (!has).then_some("leads to no such element")
}

/// What nobody asked for is nowhere: not in lists, feeds, the sitemap, the search, backlinks,
/// data or counts.
#[test]
fn the_site_is_the_same_with_a_draft_and_without() {
    let header = "name: 林一\ntime: 2013-08-13\n";
    let essay = format!("---\ntitle: 甲\n{header}---\n腾讯胜过阿里巴巴。\n");
    let site = Site::new(&[
        ("content/site.yaml", "feeds: { companies: true, authors: true }\n"),
        ("content/a.md", &essay),
    ]);
    assert_eq!(site.run(&["build"]).exit, Exit::Success);
    let without = tree(&site.path("public"));
    let draft = "time: 2014-01-01\ntags: [秘密]\nurl: https://example.org/1\naliases: [/old/]\ndraft: true\n";
    site.write(
        "content/b.md",
        format!("---\ntitle: 乙\nname: 佚名氏\n{draft}---\n华为比小米更早。见[甲](a.md)。\n"),
    );
    site.write("content/c.md", "---\ntitle: 丙\nlayout: page\ndraft: true\n---\n见[甲](a.md)。\n");
    let ran = site.run(&["build"]);
    assert_eq!((ran.exit, ran.err.as_str()), (Exit::Success, ""));
    assert!(ran.out.contains("from 1 essay "), "{}", ran.out);
    assert!(tree(&site.path("public")) == without, "a draft is left out of everything");
    assert_eq!(site.run(&["build", "--drafts"]).exit, Exit::Success);
    let with = files(&site.path("public"));
    assert!(with.contains_key("b/index.html") && with.contains_key("old/index.html"));
    assert!(with["feed.xml"].as_ref().is_some_and(|feed| feed.contains("华为")));
}

#[test]
fn when_an_essay_was_changed_is_said_on_its_page_and_to_machines() {
    let site = Site::new(&[
        ("content/site.yaml", "base_url: https://lin.github.io/\n"),
        (
            "content/a.md",
            "---\ntitle: 甲\nname: 林一\ntime: 2013-08-13 11:34\nupdated: 2014-01-02 09:30\n---\n正文。\n",
        ),
    ]);
    assert_eq!(site.run(&["build"]).exit, Exit::Success);
    let updated = "2014-01-02T09:30:00+08:00";
    for (file, text) in [
        ("a/index.html", format!("<time datetime=\"{updated}\">2014年1月2日 09:30</time>")),
        ("a/index.html", format!("article:modified_time\" content=\"{updated}\"")),
        ("a/index.html", format!("\"dateModified\":\"{updated}\"")),
        ("feed.xml", format!("<updated>{updated}</updated>")),
        ("feed.json", format!("\"date_modified\":\"{updated}\"")),
        (
            "sitemap.xml",
            "<loc>https://lin.github.io/a/</loc><lastmod>2014-01-02</lastmod>".to_owned(),
        ),
    ] {
        let found = site.read(&format!("public/{file}"));
        assert!(found.contains(&text), "{file} lacks {text}: {found}");
    }
}
