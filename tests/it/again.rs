//! A build that knows what an earlier one made its files of gives what a build from nothing gives,
//! whatever became of what it knows.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use pangzhu::emit::{Emitted, Keep};
use pangzhu::session::{Options, Session};
use proptest::prelude::*;
use tempfile::TempDir;

use crate::edits::{self, COMPANIES, FILES};
use crate::site::write;

/// What essays are put together from: what compares, names, links, notes, and says nothing.
const SENTENCES: [&str; 16] = [
    "腾讯比阿里巴巴更开放。",
    "论价格，京东不如拼多多。",
    "微信胜过支付宝。",
    "它也胜过微博。",
    "那年冬天很冷。",
    "店员重新整理了库存的数字。",
    "没有人表示反对。",
    "百度也在这里。",
    "见[乙](b.md#一)。",
    "见[甲](a.md#n.1)，微信也在。",
    "见[丙](c.md)。",
    "[丁](d.md#f.2)说过。",
    "一句有注的话[^1]。",
    "\n\n# 一\n\n",
    "\n\n> 引用的话，腾讯与百度不同。\n\n",
    "![图](p.png)",
];
const ESSAYS: [&str; 4] = ["a", "b", "c", "d"];
const PARAGRAPHS: usize = 5;

/// What happens to what is known of the last tree.
#[derive(Clone, Copy, Debug)]
enum Fate {
    Kept,
    Deleted,
    Cut,
    Changed,
    OfAnotherVersion,
    /// And of that tree itself, and of the one that is laid by.
    Meddled,
}

/// What happens between two builds.
#[derive(Clone, Debug)]
enum Step {
    /// A paragraph of an essay comes to hold these sentences.
    Paragraph(usize, usize, Vec<usize>),
    /// What the header of an essay says becomes this.
    Header(usize, Header),
    /// Anything else.
    Other(edits::Edit),
}

/// What the header of an essay says that lists and addresses are made of.
#[derive(Clone, Debug)]
struct Header {
    title: usize,
    day: usize,
    tag: usize,
    name: usize,
    has_alias: bool,
}

const TAGS: [&str; 3] = ["商", "网", "商, 网"];
const NAMES: [&str; 2] = ["林", "周"];

impl Header {
    fn text(&self, name: &str) -> String {
        let Self { title, day, tag, name: author, has_alias } = self;
        let alias = if *has_alias { format!("aliases: [old-{name}]\n") } else { String::new() };
        let (tags, author) = (TAGS[*tag], NAMES[*author]);
        format!(
            "---\ntitle: {name}篇{title}\ntime: 2020-01-0{day}\nname: {author}\ntags: [{tags}]\n{alias}---\n"
        )
    }
}

fn header() -> impl Strategy<Value = Header> {
    (0..3_usize, 1..5_usize, 0..TAGS.len(), 0..NAMES.len(), any::<bool>())
        .prop_map(|(title, day, tag, name, has_alias)| Header { title, day, tag, name, has_alias })
}

fn step() -> impl Strategy<Value = (Step, Fate)> {
    let sentences = prop::collection::vec(0..SENTENCES.len(), 0..4);
    let step = prop_oneof![
        8 => (0..ESSAYS.len(), 0..PARAGRAPHS, sentences)
            .prop_map(|(essay, paragraph, sentences)| Step::Paragraph(essay, paragraph, sentences)),
        3 => (0..ESSAYS.len(), header()).prop_map(|(essay, header)| Step::Header(essay, header)),
        // The essays of that list are written over by those here.
        2 => edits::edit(COMPANIES).prop_map(Step::Other),
    ];
    let fate = prop_oneof![
        6 => Just(Fate::Kept),
        1 => Just(Fate::Deleted),
        1 => Just(Fate::Cut),
        1 => Just(Fate::Changed),
        1 => Just(Fate::OfAnotherVersion),
        2 => Just(Fate::Meddled),
    ];
    (step, fate)
}

/// The paragraphs of each essay, as places in [`SENTENCES`].
type Texts = [[Vec<usize>; PARAGRAPHS]; ESSAYS.len()];

fn write_essay(root: &Path, texts: &Texts, headers: &[Header], essay: usize) {
    let name = ESSAYS[essay];
    let paragraphs = texts[essay]
        .iter()
        .map(|paragraph| paragraph.iter().map(|&sentence| SENTENCES[sentence]).collect::<String>());
    let text = paragraphs.collect::<Vec<_>>().join("\n\n");
    let header = headers[essay].text(name);
    let note = "\n\n[^1]: 注里的话，京东胜过当当。\n";
    write(&root.join(format!("content/{name}.md")), &(header + &text + note));
}

fn build(root: &Path, target: &Path, keep: Option<&Keep>) -> bool {
    let mut session = Session::new(root, Options::default()).recalling(keep.cloned());
    let snapshot = session.refresh(|_| ()).expect("no disk fault");
    let emitted = snapshot.write_again(target, keep, || ()).expect("no disk fault");
    matches!(emitted, Emitted::Written(_))
}

fn tree(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        if entry.path().is_dir() {
            files.extend(tree(&entry.path()));
        } else {
            files.insert(entry.path(), fs::read(entry.path()).expect("a file"));
        }
    }
    files
}

/// Returns the files of a tree by their places in it.
fn below(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let relative = |path: PathBuf| path.strip_prefix(folder).expect("below").to_owned();
    tree(folder).into_iter().map(|(path, bytes)| (relative(path), bytes)).collect()
}

fn files(keep: &Keep) -> Vec<PathBuf> {
    // The files of the tree that is laid by are those of the published one.
    let is_kept = |file: &PathBuf| !file.ends_with(".gitignore") && !is_spare(keep, file);
    tree(&keep.folder).into_keys().filter(is_kept).collect()
}

fn is_spare(keep: &Keep, file: &Path) -> bool {
    let below = file.strip_prefix(&keep.folder).expect("below");
    below.iter().next().is_some_and(|name| name.to_string_lossy().ends_with(".spare"))
}

/// Does to a tree what it should not have, all that a careless hand may do.
fn meddle(tree: &Path) {
    let _ = fs::remove_file(tree.join("a/index.html"));
    let _ = fs::remove_file(tree.join("index.html"));
    let _ = fs::remove_dir_all(tree.join("authors"));
    write(&tree.join("stray.html"), "stray");
    write(&tree.join("b/stray/index.html"), "stray");
    write(&tree.join("index.html"), "mine");
    fs::create_dir_all(tree.join("feed.xml.d")).expect("a folder");
    if fs::remove_file(tree.join("feed.xml")).is_ok() {
        fs::create_dir(tree.join("feed.xml")).expect("a folder");
    }
    #[cfg(unix)]
    if fs::rename(tree.join("companies"), tree.join("elsewhere")).is_ok() {
        std::os::unix::fs::symlink("elsewhere", tree.join("companies")).expect("a link");
    }
}

fn suffer(fate: Fate, keep: &mut Keep, target: &Path) {
    match fate {
        Fate::Kept => {}
        Fate::Deleted => {
            let _ = fs::remove_dir_all(&keep.folder);
        }
        Fate::Cut => files(keep).iter().for_each(|file| {
            let bytes = fs::read(file).expect("a file");
            fs::write(file, &bytes[..bytes.len() * 2 / 3]).expect("written");
        }),
        Fate::Changed => files(keep).iter().for_each(|file| {
            let mut bytes = fs::read(file).expect("a file");
            let middle = bytes.len() / 2;
            bytes[middle] ^= 1;
            fs::write(file, bytes).expect("written");
        }),
        Fate::OfAnotherVersion => keep.program.push('+'),
        Fate::Meddled => {
            meddle(target);
            let kept = fs::read_dir(&keep.folder).into_iter().flatten().flatten();
            let spares = kept.map(|one| one.path()).filter(|one| is_spare(keep, one));
            spares.for_each(|spare| meddle(&spare));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn what_is_not_made_again_is_what_would_be_made(steps in prop::collection::vec(step(), 1..10)) {
        let folder = TempDir::new().expect("a temporary folder");
        let root = folder.path().join("site");
        let mut texts: Texts = std::array::from_fn(|essay| {
            std::array::from_fn(|paragraph| vec![(3 * essay + 5 * paragraph) % SENTENCES.len()])
        });
        for (file, texts) in FILES.iter().take(COMPANIES) {
            write(&root.join(file), texts[0]);
        }
        let first = |essay| Header { title: 0, day: essay + 1, tag: 0, name: 0, has_alias: false };
        let mut headers: [Header; ESSAYS.len()] = std::array::from_fn(first);
        (0..ESSAYS.len()).for_each(|essay| write_essay(&root, &texts, &headers, essay));
        let mut keep = Keep { folder: root.join("kept"), program: "1".to_owned() };
        let target = folder.path().join("public");
        build(&root, &target, Some(&keep));
        for (number, (step, fate)) in steps.iter().enumerate() {
            match step {
                Step::Paragraph(essay, paragraph, sentences) => {
                    texts[*essay][*paragraph].clone_from(sentences);
                    write_essay(&root, &texts, &headers, *essay);
                }
                Step::Header(essay, header) => {
                    headers[*essay] = header.clone();
                    write_essay(&root, &texts, &headers, *essay);
                }
                Step::Other(edit) => edits::apply(&root, edit),
            }
            suffer(*fate, &mut keep, &target);
            if build(&root, &target, Some(&keep)) {
                let fresh = folder.path().join(format!("fresh-{number}"));
                build(&root, &fresh, None);
                prop_assert_eq!(below(&target), below(&fresh));
            }
        }
    }
}

/// Returns what an essay's page holds after a build over one whose page was written over.
fn built_over(scribble: impl FnOnce(&Path)) -> String {
    let folder = TempDir::new().expect("a temporary folder");
    let root = folder.path();
    let header = "---\ntime: 2020-01-01\nname: 林\n";
    let essay = |name: &str, text: &str| {
        write(
            &root.join(format!("content/{name}.md")),
            format!("{header}title: {name}\n---\n{text}"),
        );
    };
    essay("a", "腾讯比阿里巴巴更开放。\n");
    essay("b", "百度比腾讯更早。\n\n那年冬天很冷。\n");
    let keep = Keep { folder: root.join("kept"), program: "1".to_owned() };
    let target = root.join("public");
    assert!(build(root, &target, Some(&keep)));
    let page = target.join("a/index.html");
    scribble(&page);
    // The page of the one does not show this of the other.
    essay("b", "百度比腾讯更早。\n\n那年冬天不冷。\n");
    assert!(build(root, &target, Some(&keep)));
    let other = fs::read_to_string(target.join("b/index.html")).expect("a page");
    assert!(other.contains("那年冬天不冷"), "what is edited is made again");
    fs::read_to_string(page).expect("a page")
}

/// Writes a page over, in as many bytes.
fn write_over(page: &Path) {
    let text = fs::read_to_string(page).expect("a page");
    fs::write(page, text.replace("更开放", "更闭锁")).expect("written");
}

#[test]
fn a_page_that_shows_nothing_of_what_changed_is_not_made_again() {
    let page = built_over(|page| {
        let changed = fs::metadata(page).and_then(|about| about.modified()).expect("a time");
        write_over(page);
        let file = fs::File::options().write(true).open(page).expect("a file");
        file.set_modified(changed).expect("its time is set back");
    });
    assert!(page.contains("更闭锁"));
}

#[test]
fn a_page_that_someone_wrote_over_is_made_again() {
    let long_ago =
        std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1_000_000_000);
    let page = built_over(|page| {
        write_over(page);
        let file = fs::File::options().write(true).open(page).expect("a file");
        file.set_modified(long_ago).expect("another time");
    });
    assert!(!page.contains("更闭锁"));
}
