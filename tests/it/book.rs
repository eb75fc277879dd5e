//! The README and the guide as tests read them: pages with their headings and fenced blocks.

use std::fs;
use std::path::{Path, PathBuf};

/// A Markdown file that is read by people.
pub(crate) struct Page {
    /// Its place in the repository.
    pub(crate) path: PathBuf,
    pub(crate) lines: Vec<String>,
}

/// A fenced block.
pub(crate) struct Block {
    /// The first word after the fence.
    pub(crate) language: String,
    /// The words that follow it.
    pub(crate) words: Vec<String>,
    /// The lines of the page that stand in it.
    pub(crate) lines: std::ops::Range<usize>,
}

/// The two forms of the guide, by the folders of their pages.
pub(crate) const GUIDES: [&str; 2] = ["content/guide", "content/guide/en"];

pub(crate) fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Returns the README and every page of the guide.
pub(crate) fn pages() -> Vec<Page> {
    let mut paths = vec![PathBuf::from("README.md")];
    for folder in GUIDES {
        let entries = fs::read_dir(repository().join(folder)).expect("the guide is there");
        let names = entries.map(|entry| entry.expect("an entry").file_name());
        let pages = names.map(|name| Path::new(folder).join(name));
        paths.extend(pages.filter(|path| path.extension().is_some_and(|one| one == "md")));
    }
    paths.sort();
    paths.iter().map(|path| Page::read(path)).collect()
}

impl Page {
    pub(crate) fn read(path: &Path) -> Self {
        let text = fs::read_to_string(repository().join(path))
            .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        Self { path: path.to_owned(), lines: text.lines().map(str::to_owned).collect() }
    }

    /// Returns the pages of this file's name in both forms of the guide.
    pub(crate) fn twins(name: &str) -> [Self; 2] {
        GUIDES.map(|folder| Self::read(&Path::new(folder).join(name)))
    }

    pub(crate) fn write(&self) {
        let text = self.lines.join("\n") + "\n";
        fs::write(repository().join(&self.path), text).expect("a page is writable");
    }

    /// Returns the fenced blocks, in their order.
    pub(crate) fn blocks(&self) -> Vec<Block> {
        let mut blocks = Vec::new();
        let mut at = 0;
        while let Some(line) = self.lines.get(at) {
            let ticks = line.bytes().take_while(|&byte| byte == b'`').count();
            at += 1;
            if ticks < 3 {
                continue;
            }
            let fence = "`".repeat(ticks);
            let end = (at..self.lines.len()).find(|&end| self.lines[end].trim_end() == fence);
            let end = end.unwrap_or_else(|| panic!("{}:{at}: not closed", self.path.display()));
            let mut words = line[ticks..].split_whitespace().map(str::to_owned);
            let language = words.next().unwrap_or_default();
            blocks.push(Block { language, words: words.collect(), lines: at..end });
            at = end + 1;
        }
        blocks
    }

    /// Returns the text of a block.
    pub(crate) fn text(&self, block: &Block) -> String {
        self.lines[block.lines.clone()].iter().map(|line| format!("{line}\n")).collect()
    }

    /// Returns the headings of the second level, those within blocks left out.
    pub(crate) fn headings(&self) -> Vec<&str> {
        let blocks = self.blocks();
        let stands_free = |at: usize| !blocks.iter().any(|block| block.lines.contains(&at));
        let lines = self.lines.iter().enumerate().filter(|(at, _)| stands_free(*at));
        lines.filter_map(|(_, line)| line.strip_prefix("## ")).collect()
    }

    /// Returns the lines between `<!-- generated: NAME -->` and `<!-- end -->`.
    pub(crate) fn generated(&self, name: &str) -> std::ops::Range<usize> {
        let begin = format!("<!-- generated: {name} -->");
        let start = self.lines.iter().position(|line| *line == begin);
        let start = start.unwrap_or_else(|| panic!("{}: no {begin}", self.path.display())) + 1;
        let length = self.lines[start..].iter().position(|line| line == "<!-- end -->");
        start..start + length.unwrap_or_else(|| panic!("{begin} has no end"))
    }
}

/// Tells whether the pages are to be rewritten by what is so.
pub(crate) fn is_update() -> bool {
    std::env::var_os("UPDATE_CASES").is_some()
}

/// Holds the generated part of a page against what it should be, or rewrites it.
pub(crate) fn compare_generated(mut page: Page, name: &str, wanted: &str) {
    let range = page.generated(name);
    let found = page.lines[range.clone()].join("\n");
    if found.trim() == wanted.trim() {
        return;
    }
    assert!(
        is_update(),
        "{}: {name} is not as the code has it: run UPDATE_CASES=1 cargo test --test it guide",
        page.path.display()
    );
    let lines: Vec<String> = wanted.trim().lines().map(str::to_owned).collect();
    page.lines.splice(range, [String::new()].into_iter().chain(lines).chain([String::new()]));
    page.write();
}
