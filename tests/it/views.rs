//! The guide's list of templates and of the fields they see, made of the views themselves:
//! their doc comments, fields and types, read as text.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use crate::book::{self, Page};

/// The page of the guide that lists the fields.
const PAGE: &str = "08-templates.md";
/// Templates that see no view: pieces that others are made of.
const PIECES: [&str; 4] = ["base.html", "lists.html", "passage.html", "pictures.html"];

/// A struct of the views.
struct View {
    name: String,
    /// The file that declares it: two may have one name.
    file: PathBuf,
    doc: String,
    /// Whether views of other files have it too.
    is_shared: bool,
    fields: Vec<Field>,
}

struct Field {
    name: String,
    of: String,
    doc: String,
}

/// The words of one of the guide's languages.
struct Words {
    head: &'static str,
    text: &'static str,
    number: &'static str,
    truth: &'static str,
    address: &'static str,
    any: &'static str,
    none: &'static str,
    list: &'static str,
    parts: &'static str,
    shared: &'static str,
    every: &'static str,
}

const CHINESE: Words = Words {
    head: "| 字段 | 是 | 说明 |",
    text: "文字",
    number: "数",
    truth: "真假",
    address: "地址",
    any: "任意",
    none: "，可空",
    list: "列表：",
    parts: "下列各项",
    shared: "多个模板共用的部分",
    every: "每一页都有",
};
const ENGLISH: Words = Words {
    head: "| field | is | |",
    text: "text",
    number: "number",
    truth: "true or false",
    address: "address",
    any: "anything",
    none: " or null",
    list: "list of ",
    parts: "what follows",
    shared: "Parts that several templates have",
    every: "On every page",
};

fn sources() -> Vec<PathBuf> {
    let render = book::repository().join("src/render");
    let mut files = vec![render.join("feed.rs"), render.join("picture.rs")];
    let views = fs::read_dir(render.join("view")).expect("the views").flatten();
    files.extend(views.map(|entry| entry.path()));
    files.sort();
    files
}

/// Reads the structs of a file that are serialised.
fn views(file: &Path) -> Vec<View> {
    let text = fs::read_to_string(file).expect("a readable source");
    let mut views = Vec::new();
    let (mut doc, mut is_view) = (String::new(), false);
    let mut lines = text.lines().take_while(|line| *line != "#[cfg(test)]");
    while let Some(line) = lines.next() {
        if let Some(said) = line.strip_prefix("/// ") {
            let gap = if doc.is_empty() { "" } else { " " };
            let _ = write!(doc, "{gap}{said}");
        } else if line.starts_with("#[derive(") {
            is_view = line.contains("Serialize");
        } else if let (true, Some(name), true) = (is_view, struct_name(line), line.ends_with('{')) {
            let fields = fields(&mut lines);
            let doc = std::mem::take(&mut doc);
            let is_shared = line.starts_with("pub");
            views.push(View { name, file: file.to_owned(), doc, is_shared, fields });
            is_view = false;
        } else if !line.starts_with("#[") {
            doc.clear();
            is_view = false;
        }
    }
    views
}

fn aliases(file: &Path) -> Vec<(String, String)> {
    let text = fs::read_to_string(file).expect("a readable source");
    let declared = text.lines().filter_map(|line| line.strip_prefix("pub(super) type "));
    let pairs = declared.filter_map(|rest| rest.strip_suffix(';')?.split_once(" = "));
    pairs.map(|(name, of)| (name.to_owned(), of.to_owned())).collect()
}

fn struct_name(line: &str) -> Option<String> {
    let rest = line.strip_prefix("pub(super) ").unwrap_or(line).strip_prefix("struct ")?;
    Some(rest.chars().take_while(|one| one.is_alphanumeric()).collect())
}

/// Reads fields up to the end of their struct; what is not serialised is left out.
fn fields<'a>(lines: &mut impl Iterator<Item = &'a str>) -> Vec<Field> {
    let mut fields = Vec::new();
    let (mut doc, mut is_left_out) = (String::new(), false);
    for line in lines.by_ref().map(str::trim).take_while(|line| *line != "}") {
        if let Some(said) = line.strip_prefix("/// ") {
            let gap = if doc.is_empty() { "" } else { " " };
            let _ = write!(doc, "{gap}{said}");
        } else if line.starts_with("#[") {
            is_left_out |= line.contains("skip)") || line.contains("flatten");
        } else if let Some((name, of)) = line.split_once(": ") {
            let name = name.rsplit(' ').next().unwrap_or(name).to_owned();
            let of = of.trim_end_matches(',').to_owned();
            let doc = std::mem::take(&mut doc);
            if !std::mem::take(&mut is_left_out) {
                fields.push(Field { name, of, doc });
            }
        }
    }
    fields
}

/// A type with what is around its name taken off.
struct Shape<'a> {
    is_option: bool,
    is_list: bool,
    name: &'a str,
}

impl<'a> Shape<'a> {
    fn of(mut name: &'a str) -> Self {
        let (mut is_option, mut is_list) = (false, false);
        loop {
            let inside = |around: &str| name.strip_prefix(around)?.strip_suffix('>');
            if let Some(inner) = inside("Option<") {
                (is_option, name) = (true, inner);
            } else if let Some(inner) = inside("Vec<") {
                (is_list, name) = (true, inner);
            } else {
                return Self { is_option, is_list, name: name.trim_end_matches("<'a>") };
            }
        }
    }

    fn plain(&self, words: &Words) -> Option<&'static str> {
        Some(match self.name {
            "String" | "&'a str" | "&'static str" | "Arc<str>" | "&'a String" => words.text,
            "usize" | "u8" | "i8" | "i16" | "f64" | "Part" => words.number,
            "bool" => words.truth,
            "Permalink" => words.address,
            name if name.contains("BTreeMap<String, ") || name.contains("Value") => words.any,
            _ => return None,
        })
    }
}

/// The views of all templates.
struct Contract {
    views: Vec<View>,
    /// Other names of views: `type Lean = Picture`.
    aliases: BTreeMap<String, String>,
}

impl Contract {
    fn read() -> Self {
        let files = sources();
        let aliases = files.iter().flat_map(|file| aliases(file)).collect();
        Self { views: files.iter().flat_map(|file| views(file)).collect(), aliases }
    }

    /// Finds the struct that a field of a file's view is.
    fn find(&self, name: &str, from: &Path) -> &View {
        let name = self.aliases.get(name).map_or(name, String::as_str);
        let named = || self.views.iter().filter(|view| view.name == name);
        let own = named().find(|view| view.file == from);
        own.or_else(|| named().find(|view| view.is_shared))
            .unwrap_or_else(|| panic!("{}: no view is called {name}", from.display()))
    }

    /// Returns the view of each template: `What `a.html` and `b.html` see.`
    fn by_template(&self) -> BTreeMap<String, &View> {
        let mut found = BTreeMap::new();
        for view in self.views.iter().filter(|view| view.doc.starts_with("What `")) {
            let names =
                view.doc.split('`').filter(|one| one.contains(".html") || one.contains(".xml"));
            found.extend(names.map(|name| (name.to_owned(), view)));
        }
        found
    }

    /// Writes the rows of a view's fields, those of its own parts below them.
    fn rows<'a>(
        &'a self,
        view: &'a View,
        prefix: &str,
        words: &Words,
        text: &mut String,
        shared: &mut BTreeSet<&'a str>,
    ) {
        for field in &view.fields {
            let shape = Shape::of(&field.of);
            let name = format!("{prefix}{}", field.name);
            let list = if shape.is_list { words.list } else { "" };
            let none = if shape.is_option { words.none } else { "" };
            let part = shape.plain(words).is_none().then(|| self.find(shape.name, &view.file));
            let what = match (shape.plain(words), part) {
                (Some(plain), _) => plain.to_owned(),
                (_, Some(part)) if part.is_shared => {
                    shared.insert(&part.name);
                    format!("[{0}](#{1})", part.name, part.name.to_lowercase())
                }
                _ => words.parts.to_owned(),
            };
            let doc = field.doc.replace('|', "\\|").replace("[`", "`").replace("`]", "`");
            let _ = writeln!(text, "| `{name}` | {list}{what}{none} | {doc} |");
            if let Some(part) = part.filter(|part| !part.is_shared) {
                let step = if shape.is_list { "[]." } else { "." };
                self.rows(part, &format!("{name}{step}"), words, text, shared);
            }
        }
    }

    fn table<'a>(
        &'a self,
        view: &'a View,
        words: &Words,
        shared: &mut BTreeSet<&'a str>,
    ) -> String {
        let mut text = format!("{}\n|---|---|---|\n", words.head);
        self.rows(view, "", words, &mut text, shared);
        text
    }

    /// Returns the whole list as Markdown.
    fn listing(&self, words: &Words) -> String {
        let mut shared = BTreeSet::new();
        let every = self.views.iter().find(|view| view.name == "View").expect("the view of all");
        let mut text =
            format!("### {}\n\n{}\n", words.every, self.table(every, words, &mut shared));
        let mut listed: BTreeMap<*const View, Vec<String>> = BTreeMap::new();
        let by_template = self.by_template();
        for (template, &view) in &by_template {
            listed.entry(std::ptr::from_ref(view)).or_default().push(format!("`{template}`"));
        }
        for (template, view) in &by_template {
            let templates = &listed[&std::ptr::from_ref(*view)];
            if templates[0] != format!("`{template}`") {
                continue;
            }
            let table = self.table(view, words, &mut shared);
            let _ = writeln!(text, "### {}\n\n{table}", templates.join(" "));
        }
        let _ = writeln!(text, "### {}\n", words.shared);
        self.write_shared(words, shared, &mut text);
        text
    }

    /// Writes the parts that several views have, and those that these have.
    fn write_shared<'a>(&'a self, words: &Words, mut wanted: BTreeSet<&'a str>, text: &mut String) {
        let mut done = BTreeSet::new();
        while let Some(name) = wanted.pop_first() {
            if !done.insert(name) {
                continue;
            }
            let view = self.find(name, Path::new(""));
            let table = self.table(view, words, &mut wanted);
            let _ = writeln!(text, "#### {name}\n\n{}\n\n{table}", view.doc);
        }
    }
}

#[test]
fn the_guide_lists_every_template_with_its_fields() {
    let contract = Contract::read();
    for (page, words) in Page::twins(PAGE).into_iter().zip([CHINESE, ENGLISH]) {
        book::compare_generated(page, "views", &contract.listing(&words));
    }
}

#[test]
fn every_template_has_a_view_or_is_a_piece() {
    let contract = Contract::read();
    let known = contract.by_template();
    let folder = fs::read_dir(book::repository().join("templates")).expect("the templates");
    let names = folder.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned());
    let unknown: Vec<String> = names
        .filter(|name| !known.contains_key(name) && !PIECES.contains(&name.as_str()))
        .collect();
    assert!(unknown.is_empty(), "no view says that {unknown:?} sees it");
}
