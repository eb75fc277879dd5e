//! A site of many essays: that no page lists more than it can carry, that every passage of a
//! picture is reached, and that essays know of each other.

use std::fs;
use std::path::{Path, PathBuf};

use crate::site::Site;

/// The most bytes of HTML that a page may have.
const PAGE_MAX: u64 = 200_000;
const ESSAYS: usize = 240;

const COMPANIES: [&str; 6] = ["腾讯", "阿里巴巴", "百度", "京东", "美团", "小米"];
const ASPECTS: [&str; 4] = ["支付", "物流", "口碑", "技术"];

/// Returns an essay that depends on its number alone: many comparisons of few companies.
fn essay(number: usize) -> String {
    let name = |step: usize| COMPANIES[(number + step) % COMPANIES.len()];
    let sentence = |step: usize| {
        let (one, other) = (name(step * (number % 5 + 1)), name(step * 3 + 1 + number % 2));
        let aspect = ASPECTS[(number / 2 + step) % ASPECTS.len()];
        let filler = "这一点在过去几年里大家都看得见，也都说过不止一次，".repeat(step % 3);
        format!("{filler}{one}的{aspect}比{other}更好。")
    };
    let body: Vec<String> = (0..12).map(sentence).collect();
    let link = format!("见[前一篇](e{}.md)的说法。", number.saturating_sub(1));
    format!(
        "---\nname: 作者{}\ntime: {}-{:02}-{:02}\ntitle: 第 {number} 篇\ntags: [公司, 标签{}]\n\
         url: https://www.host{}.example/{number}\n---\n{}\n\n{link}\n",
        number % 3,
        2008 + number % 14,
        number % 12 + 1,
        number % 28 + 1,
        number % 7,
        number % 2,
        body.join("\n\n"),
    )
}

fn pages(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            pages(&path, found);
        } else if path.extension().is_some_and(|one| one == "html") {
            found.push(path);
        }
    }
}

/// Returns the addresses that lead from a page to a passage of a list.
fn passage_links(html: &str) -> impl Iterator<Item = (&str, &str)> {
    let links = html.split("href=\"").skip(1).filter_map(|rest| Some(rest.split_once('"')?.0));
    links.filter_map(|link| link.split_once('#')).filter(|(_, id)| id.starts_with("p."))
}

#[test]
fn a_large_archive_stays_light_and_its_pictures_lead_to_passages() {
    let essays: Vec<(String, String)> =
        (0..ESSAYS).map(|number| (format!("content/essays/e{number}.md"), essay(number))).collect();
    let files: Vec<(&str, &str)> =
        essays.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let site = Site::new(&files);
    let ran = site.run(&["build"]);
    assert!(ran.out.contains("from 240 essays"), "{ran:?}");
    let mut found = Vec::new();
    pages(&site.path("public"), &mut found);
    let size = |page: &PathBuf| fs::metadata(page).expect("a page").len();
    let heavy: Vec<_> = found.iter().filter(|page| size(page) > PAGE_MAX).collect();
    assert_eq!(heavy, Vec::<&PathBuf>::new());
    let mut led = 0;
    for page in &found {
        let html = fs::read_to_string(page).expect("a page");
        for (address, id) in passage_links(&html) {
            let decoded = percent_encoding::percent_decode_str(address).decode_utf8_lossy();
            let there = site.read(&format!("public{decoded}index.html"));
            assert!(there.contains(&format!("id=\"{id}\"")), "{address}#{id}");
            led += 1;
        }
    }
    assert!(led > 100, "pictures lead to passages: {led}");
}

#[test]
fn essays_know_who_links_to_them_and_who_compares_the_same() {
    let essays = [
        (
            "content/a.md",
            "---\ntitle: 甲\nname: 一\ntime: 2014-01-01\n---\n腾讯的支付比阿里巴巴更好。\n",
        ),
        (
            "content/b.md",
            "---\ntitle: 乙\nname: 二\ntime: 2015-01-01\ntags: [支付]\nurl: https://x.example/1\n---\n\
             先说别的。这里不同意[甲](a.md)的说法！阿里巴巴的支付比腾讯更好。\n",
        ),
    ];
    let site = Site::new(&essays);
    let ran = site.run(&["build"]);
    assert!(site.exists("public/a/index.html"), "{ran:?}");
    let linked = site.read("public/a/index.html");
    assert!(linked.contains("<q>这里不同意甲的说法！</q>"), "the sentence that links");
    for path in ["public/a/index.html", "public/b/index.html"] {
        assert!(site.read(path).contains("id=\"related\""), "{path}");
    }
    assert!(!site.read("public/b/index.html").contains("id=\"backlinks\""));
    assert!(site.read("public/tags/支付/index.html").contains("href=\"/b/\""));
    assert!(site.read("public/sources/x-example/index.html").contains("href=\"/b/\""));
    assert!(site.read("public/archive/index.html").contains("href=\"/tags/\""));
}
