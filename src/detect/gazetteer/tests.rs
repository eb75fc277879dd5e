//! What the gazetteer promises, and that the built-in files keep it.

use std::collections::BTreeMap;

use super::*;
use crate::source::SourcePath;

fn gazetteer(yaml: &str) -> (Gazetteer, Vec<Diagnostic>) {
    let source = Source::new(SourcePath::new("content/companies.yaml"), yaml);
    Gazetteer::new(Some(&source))
}

fn names<'a>(gazetteer: &'a Gazetteer, text: &str, year: i16) -> Vec<&'a str> {
    let companies = gazetteer.companies();
    let known: BTreeMap<&str, &str> =
        companies.map(|one| (one.name.as_str(), one.name.as_str())).collect();
    let folded = Folded::new(text);
    let scan = Scan::new(folded.text());
    gazetteer.find(&folded, &scan, Some(year)).map(|found| known[found.company.as_str()]).collect()
}

#[test]
fn a_product_belongs_to_the_owner_of_the_year() {
    let (gazetteer, diagnostics) = gazetteer(
        "companies:\n\
         - { name: 甲甲, products: [{ names: [丙书], until: 2015 }] }\n\
         - { name: 乙乙, products: [{ names: [丙书], from: 2016 }] }\n",
    );
    assert_eq!(diagnostics, []);
    assert_eq!(names(&gazetteer, "丙书", 2014), ["甲甲"]);
    assert_eq!(names(&gazetteer, "丙书", 2016), ["乙乙"]);
}

#[test]
fn latin_names_are_whole_words_and_short_ones_keep_their_capitals() {
    let (gazetteer, _) = gazetteer("companies: [{ name: Zyx }, { name: Zyxwvut }]");
    assert_eq!(names(&gazetteer, "用Zyx的 ZYX zyxs Zyxs zyxwvut。", 2020), ["Zyx", "Zyxwvut"]);
}

#[test]
fn longer_strings_hide_a_name_that_is_also_a_word() {
    let (gazetteer, _) = gazetteer(
        "companies: [{ name: 大豆丁, ambiguous: { 大豆丁: { not: [大豆丁汤], always: true } } }]",
    );
    assert_eq!(names(&gazetteer, "大豆丁汤和大豆丁", 2020), ["大豆丁"]);
}

#[test]
fn a_name_of_two_companies_is_told_at_its_place() {
    let (_, diagnostics) =
        gazetteer("companies: [{ name: 甲甲甲, aliases: [丙丙丙] }, { name: 丙丙丙 }]");
    assert_eq!(diagnostics.len(), 1);
    assert_eq!(diagnostics[0].code, "name-clash");
}

#[test]
fn a_file_that_cannot_be_read_is_told_and_left_out() {
    let (_, diagnostics) = gazetteer("companies:\n- nmae: 甲\n");
    assert_eq!(diagnostics[0].code, "yaml");
    assert!(diagnostics[0].span.is_some());
}

/// Reads the built-in files as people wrote them.
fn built_in() -> Vec<Source> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/detect/gazetteer");
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .expect("the folder is in the repository")
        .map(|entry| entry.expect("readable").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "yaml"))
        .collect();
    files.sort();
    let read = |path: &std::path::PathBuf| {
        let name = path.file_name().expect("a file has a name").to_string_lossy();
        Source::new(SourcePath::new(&*name), std::fs::read_to_string(path).expect("readable"))
    };
    files.iter().map(read).collect()
}

#[test]
fn no_built_in_name_stands_for_two_companies_at_a_time() {
    let mut builder = Builder::default();
    let mut clashes = Vec::new();
    for source in built_in() {
        let parsed = yaml::parse::<File>(&source).expect("built-in files are well-formed");
        builder.add(&parsed, &source, &mut clashes);
    }
    let told: Vec<String> =
        clashes.iter().map(|clash| format!("{}: {}", clash.path, clash.message.english)).collect();
    assert!(told.is_empty(), "{}", told.join("\n"));
}

#[test]
fn the_members_of_groups_are_companies() {
    let files: Vec<File> = built_in()
        .iter()
        .map(|source| yaml::parse(source).expect("built-in files are well-formed"))
        .collect();
    let companies: Vec<&str> = files
        .iter()
        .flat_map(|file| &file.companies)
        .map(|company| company.name.as_str())
        .collect();
    for member in files.iter().flat_map(|file| &file.groups).flat_map(|group| &group.members) {
        assert!(companies.contains(&member.as_str()), "{member}");
    }
}

#[test]
fn a_name_for_several_stands_for_all_of_them() {
    let (gazetteer, diagnostics) =
        gazetteer("groups: [{ names: [甲乙系], members: [甲甲, 乙乙] }]");
    assert_eq!(diagnostics, []);
    let text = Folded::new("甲乙系来了");
    let found: Vec<_> = gazetteer.find(&text, &Scan::new(text.text()), None).collect();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].company.as_str(), "甲甲");
    assert_eq!(found[0].others, [CompanyName::new("乙乙")]);
}

#[test]
fn what_is_said_to_be_ambiguous_is_a_name_of_the_company() {
    for source in built_in() {
        let name = &source.path;
        let file = yaml::parse::<File>(&source).expect("built-in files are well-formed");
        for entry in file.companies {
            let namings =
                entry.products.iter().chain(&entry.people).flat_map(|naming| &naming.names);
            let known: Vec<&String> =
                [&entry.name].into_iter().chain(&entry.aliases).chain(namings).collect();
            for surface in entry.ambiguous.keys() {
                assert!(known.contains(&surface), "{name}: {}: {surface}", entry.name);
            }
        }
    }
}

#[test]
fn a_sites_word_goes_over_the_built_in_one_and_leaves_the_rest() {
    let (site, diagnostics) = gazetteer(
        "companies:\n- { name: 甲甲, aliases: [微信] }\n- { name: 腾讯, aliases: [鹅厂子] }\n",
    );
    assert_eq!(diagnostics, []);
    let built_in = Gazetteer::built_in();
    assert_eq!(names(&built_in, "微信和腾讯", 2014), ["腾讯", "腾讯"]);
    assert_eq!(names(&site, "微信和腾讯", 2014), ["甲甲", "腾讯"]);
    assert_eq!(names(&site, "鹅厂子的QQ", 2014), ["腾讯", "腾讯"]);
    let tencent = CompanyName::new("腾讯");
    let of = |gazetteer: &Gazetteer| gazetteer.company(&tencent).cloned().expect("it is known");
    assert_eq!(of(&site).aliases[0], "鹅厂子");
    assert_eq!(of(&site).aliases[1..], of(&built_in).aliases);
    assert_eq!(of(&site).industry, of(&built_in).industry);
    assert_eq!(site.companies().count(), built_in.companies().count() + 1);
    assert!(site.companies().is_sorted_by(|one, other| one.name < other.name));
}
