//! Edits of a small site, as they come between two looks at it.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use proptest::prelude::*;

use crate::site::write;

/// Files that an edit may touch, each with texts that it may then hold.
pub(crate) const FILES: [(&str, [&str; 4]); 13] = [
    (
        "content/a.md",
        [
            "---\ntitle: 甲\ntime: 2020-01-01\nname: 林\n---\n腾讯比阿里巴巴更开放。\n",
            "---\ntitle: 甲\ntime: 2021-01-01\n---\n京东不如拼多多便宜。见[乙](b.md#一)。\n",
            "---\ntitle: [\n---\n坏了的头。\n",
            "---\ntitle: 甲\ndraft: true\nlayout: own\n---\n# 一\n\n微信胜过支付宝。![](p.png)\n",
        ],
    ),
    (
        "content/b.md",
        [
            "---\ntitle: 乙\ntime: 2020-01-01\nname: 林\n---\n苹果超过了微软。见[甲](a.md)。\n",
            "---\ntitle: 乙\nslug: a\ntime: 2020-01-01\n---\n同一个地址。\n",
            "---\ntitle: 乙\naliases: [old/b, a]\ntime: 2020-01-02\n---\n谷歌不如百度。[^1]\n\n[^1]: 注。\n",
            "",
        ],
    ),
    (
        "content/deep/c.md",
        [
            "---\ntitle: 丙\ntime: 2019-05-01\nname: 周\n---\n阿里巴巴比腾讯更早。\n",
            "---\ntitle: 丙\nlayout: page\n---\n一页。见[甲](/a/)。\n",
            "---\ntitle: 丙\n没有完\n",
            "---\ntitle: 丙\ntime: 2019-05-01\n---\n甲公司胜过乙公司，丙公司也是。\n",
        ],
    ),
    ("content/deep/p.png", ["一", "二", "三", ""]),
    ("content/p.png", ["一", "二", "三", ""]),
    (
        "content/site.yaml",
        ["title: 一\n", "title: 二\nlanguage: en\npage_size: 1\n", "titel: 三\n", "page_size: x\n"],
    ),
    (
        "templates/404.html",
        ["<p>一</p>\n", "<p>{{ nothing }}</p>\n", "<p>{{ 1 | nothing }}</p>\n", "<p>二</body>\n"],
    ),
    (
        "templates/own.html",
        ["<body>{{ essay.title }}</body>\n", "{{ essay.nothing }}\n", "{% if\n", ""],
    ),
    ("static/a.txt", ["一\n", "二\n", "三\n", ""]),
    ("static/style.css", ["a {}\n", "b {}\n", "c {}\n", ""]),
    ("content/a.notes.yaml", ["notes: []\n", NOTE, REJECTION, "{\n"]),
    ("content/deep/c.notes.yaml", [NOTE, "x\n", "", "notes: []\n"]),
    (
        "content/companies.yaml",
        [
            "companies: []\n",
            "companies:\n  - name: 甲公司\n    aliases: [乙公司]\n",
            "companies:\n  - name: 腾讯\n    aliases: [甲]\n",
            "companies: {\n",
        ],
    ),
];

/// A note on a passage that some of the essays have.
const NOTE: &str = "notes:\n  - quote: 腾讯\n    body: 当年的事。\n";
/// What takes a comparison out of the margin.
const REJECTION: &str = "comparisons:\n  - quote: 腾讯比阿里巴巴更开放\n    decision: reject\n";

/// The last of them: a list of companies is slow to make without optimisation, so that most
/// sequences leave it alone.
pub(crate) const COMPANIES: usize = FILES.len() - 1;

/// Places that files and folders are moved to and from.
const MOVES: [(&str, &str); 6] = [
    ("content/a.md", "content/deep/a.md"),
    ("content/deep", "content/deeper"),
    ("content/b.md", "content/b.md~"),
    ("static", "static.off"),
    ("templates", "templates.off"),
    ("content/deep/c.md", "content/c/index.md"),
];

/// What happens to a site between two looks.
#[derive(Clone, Debug)]
pub(crate) enum Edit {
    Write(usize, usize),
    /// As editors do that write beside the file and put the new one in its place.
    Replace(usize, usize),
    /// A sentence more, as somebody writes on: it changes its essay, and mostly no list.
    Append(usize),
    Remove(usize),
    Move(usize),
    MoveBack(usize),
    Nothing,
}

/// Makes edits of so many of [`FILES`].
pub(crate) fn edit(files: usize) -> impl Strategy<Value = Edit> {
    let file = 0..files;
    prop_oneof![
        6 => (file.clone(), 0..4_usize).prop_map(|(file, text)| Edit::Write(file, text)),
        4 => (file.clone(), 0..4_usize).prop_map(|(file, text)| Edit::Replace(file, text)),
        4 => file.clone().prop_map(Edit::Append),
        2 => file.prop_map(Edit::Remove),
        1 => (0..MOVES.len()).prop_map(Edit::Move),
        1 => (0..MOVES.len()).prop_map(Edit::MoveBack),
        1 => Just(Edit::Nothing),
    ]
}

/// Returns the files that the system would tell of after an edit, below the site's folder.
pub(crate) fn told_of(edit: &Edit) -> BTreeSet<PathBuf> {
    let paths: &[&str] = match *edit {
        Edit::Write(file, _) | Edit::Replace(file, _) | Edit::Append(file) | Edit::Remove(file) => {
            &[FILES[file].0]
        }
        Edit::Move(which) | Edit::MoveBack(which) => &[MOVES[which].0, MOVES[which].1],
        Edit::Nothing => &[],
    };
    paths.iter().map(PathBuf::from).collect()
}

pub(crate) fn apply(root: &Path, edit: &Edit) {
    let rename = |from: &str, to: &str| {
        let (from, to) = (root.join(from), root.join(to));
        if from.exists() && !to.exists() {
            fs::create_dir_all(to.parent().expect("it has a folder")).expect("a folder");
            fs::rename(from, to).expect("a rename");
        }
    };
    match *edit {
        Edit::Write(file, text) => write(&root.join(FILES[file].0), FILES[file].1[text]),
        Edit::Replace(file, text) => {
            let (path, texts) = FILES[file];
            write(&root.join(path).with_extension("tmp"), texts[text]);
            fs::rename(root.join(path).with_extension("tmp"), root.join(path)).expect("a rename");
        }
        Edit::Append(file) => {
            let path = root.join(FILES[file].0);
            if let Ok(text) = fs::read_to_string(&path) {
                write(&path, &(text + "\n又一句话。\n"));
            }
        }
        Edit::Remove(file) => {
            let _ = fs::remove_file(root.join(FILES[file].0));
        }
        Edit::Move(which) => rename(MOVES[which].0, MOVES[which].1),
        Edit::MoveBack(which) => rename(MOVES[which].1, MOVES[which].0),
        Edit::Nothing => {}
    }
}
