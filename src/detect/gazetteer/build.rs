//! Packs the built-in lists of companies and words into the form in which the program finds
//! them.
//!
//! People write YAML; reading a megabyte of it takes longer than making a small site.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::{env, fs};

#[path = "claim.rs"]
mod claim;
#[allow(dead_code, reason = "the program has more to do with these")]
#[path = "file.rs"]
mod file;
#[allow(dead_code, unreachable_pub, reason = "the program has more to do with these")]
#[path = "fold.rs"]
mod fold;
#[allow(dead_code, reason = "the program has more to do with these")]
#[path = "../table.rs"]
mod table;
#[allow(dead_code, unreachable_pub, reason = "the program has more to do with these")]
#[path = "../word.rs"]
mod word;
mod traditional {
    use std::collections::BTreeMap;
    use std::sync::LazyLock;

    /// Pairs of a traditional character and its simplified one.
    pub(super) static PAIRS: LazyLock<BTreeMap<char, char>> = LazyLock::new(|| {
        let lines = include_str!("traditional.txt").lines().filter(|line| !line.starts_with('#'));
        let pair = |pair: &str| {
            let mut characters = pair.chars();
            Some((characters.next()?, characters.next()?))
        };
        lines.flat_map(str::split_whitespace).filter_map(pair).collect()
    });

    /// Returns the simplified form of a traditional character.
    pub(super) fn simplified_of(char: char) -> Option<char> {
        PAIRS.get(&char).copied()
    }
}

use claim::{Claim, Description};
use serde::de::DeserializeOwned;
use table::{Openings, WordList};
use word::{ClassWord, Cue, Kind};

/// Where the lists of companies stand.
const FOLDER: &str = "src/detect/gazetteer";
/// Where the lists of words stand.
const WORDS: &str = "src/detect";
/// What opens a quoted name.
const OPENING_QUOTES: [char; 3] = ['“', '「', '‘'];
/// The Han characters that may have a simplified form.
const HAN: std::ops::RangeInclusive<u32> = 0x4e00..=0x9fff;

fn main() {
    println!("cargo::rerun-if-changed={FOLDER}");
    for file in ["table.rs", "word.rs"] {
        println!("cargo::rerun-if-changed={WORDS}/{file}");
    }
    let mut files: Vec<PathBuf> = fs::read_dir(FOLDER)
        .unwrap_or_else(|error| panic!("{FOLDER}: {error}"))
        .map(|entry| entry.expect("the folder is readable").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "yaml"))
        .collect();
    files.sort();
    let lists: Vec<file::File> = files.iter().map(|path| read(path)).collect();
    write_companies(&lists);
    // In the order of the program's numbers.
    let all = [
        write_names(&lists),
        write_words::<Cue>("cues", &["cues.yaml", "english-cues.yaml"]),
        write_words::<ClassWord>("classes", &["classes.yaml", "english-classes.yaml"]),
    ];
    write_lists("english-words");
    let words = write_lists("words");
    write_characters(&all, &words["firm_ends"]);
    let simplified = HAN.flat_map(|code| {
        let simplified = char::from_u32(code).and_then(traditional::simplified_of);
        let simplified = simplified.map_or(0, u32::from);
        u16::try_from(simplified).expect("they are all of the first plane").to_le_bytes()
    });
    assert!(traditional::PAIRS.keys().all(|&char| HAN.contains(&u32::from(char))));
    write("simplified.bin", &simplified.collect::<Vec<u8>>());
}

fn read<T: DeserializeOwned>(path: &Path) -> T {
    let text =
        fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_yaml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn read_words<T: DeserializeOwned>(file: &str) -> T {
    let path = Path::new(WORDS).join(file);
    println!("cargo::rerun-if-changed={}", path.display());
    read(&path)
}

/// Writes lists of words, and for each word a bit for each list in which it stands.
fn write_words<T: Kind + Ord + DeserializeOwned>(name: &str, files: &[&str]) -> BTreeSet<String> {
    let mut words: BTreeMap<String, u64> = BTreeMap::new();
    for file in files {
        let lists: BTreeMap<T, Vec<String>> = read_words(file);
        for (kind, list) in lists {
            for word in list {
                *words.entry(word.to_ascii_lowercase()).or_default() |= 1 << kind.number();
            }
        }
    }
    write_table(name, words.keys());
    let doings: Vec<u8> = words.values().flat_map(|bits| bits.to_le_bytes()).collect();
    write(&format!("{name}-doings.bin"), &doings);
    words.into_keys().collect()
}

/// Writes a constant for each list of a file, of words that are asked for at one place.
fn write_lists(name: &str) -> BTreeMap<String, Vec<String>> {
    let file = format!("{name}.yaml");
    let lists: BTreeMap<String, Vec<String>> = read_words(&file);
    let constants = lists.iter().map(|(list, words)| {
        for (index, word) in words.iter().enumerate() {
            assert!(!words[..index].contains(word), "{file}: {list}: {word:?} stands there twice");
        }
        let name = list.to_ascii_uppercase();
        format!("pub(in crate::detect) const {name}: &[&str] = &{words:?};\n")
    });
    write(&format!("{name}.rs"), constants.collect::<String>().as_bytes());
    lists
}

/// Writes what each character may do, and with which two and three the words of the lists begin.
fn write_characters(lists: &[BTreeSet<String>], firm_ends: &[String]) {
    let firsts: BTreeSet<char> =
        lists.iter().flatten().filter_map(|word| word.chars().next()).collect();
    let does = |char: char| {
        let mut bytes = [0; 4];
        let word: &str = char.encode_utf8(&mut bytes);
        let alone = lists.iter().zip(0..).map(|(list, bit)| u8::from(list.contains(word)) << bit);
        alone.fold(0, |all, one| all | one)
            | u8::from(firsts.contains(&char)) << 3
            | u8::from(fold::folded(char).is_some()) << 4
            | u8::from(firm_ends.iter().any(|end| end.starts_with(char))) << 5
            | u8::from(OPENING_QUOTES.contains(&char)) << 6
    };
    let characters: Vec<u8> =
        (0..=u32::from(u16::MAX)).map(|code| char::from_u32(code).map_or(0, does)).collect();
    write("characters.bin", &characters);
    let [two, three] = Openings::pack(lists);
    write("openings-2.bin", &two);
    write("openings-3.bin", &three);
}

/// Writes all names, and what is claimed of each in the order of the files.
fn write_names(lists: &[file::File]) -> BTreeSet<String> {
    let mut names: BTreeMap<String, Vec<Claim>> = BTreeMap::new();
    for (key, claim) in lists.iter().flat_map(claim::claims) {
        names.entry(key).or_default().extend(claim);
    }
    write_table("names", names.keys());
    write_records("claims", names.values());
    names.into_keys().collect()
}

/// Writes the companies' names, and what is said of each.
fn write_companies(lists: &[file::File]) {
    let mut companies: BTreeMap<&str, Description> = BTreeMap::new();
    for (name, description) in lists.iter().flat_map(claim::descriptions) {
        companies.entry(name).or_default().add(description);
    }
    write_table("companies", companies.keys());
    write_records("descriptions", companies.values());
}

fn write_table(name: &str, words: impl Iterator<Item = impl AsRef<str>>) {
    let words: Vec<_> = words.collect();
    let list = WordList::new(words.iter().map(AsRef::as_ref));
    let (letters, numbers) = list.parts();
    write(&format!("{name}.txt"), letters.as_bytes());
    write(&format!("{name}.bin"), numbers);
}

/// Writes values as JSON, one behind the other, and where each ends.
fn write_records(name: &str, values: impl Iterator<Item = impl serde::Serialize>) {
    let (mut json, mut ends) = (Vec::new(), Vec::new());
    for value in values {
        serde_json::to_writer(&mut json, &value).expect("strings and numbers can be written");
        let end = u32::try_from(json.len()).expect("the lists are no gigabytes");
        ends.extend(end.to_le_bytes());
    }
    write(&format!("{name}.json"), &json);
    write(&format!("{name}.bin"), &ends);
}

fn write(name: &str, bytes: &[u8]) {
    let out = env::var_os("OUT_DIR").expect("cargo sets it");
    fs::write(Path::new(&out).join(name), bytes).expect("cargo made the folder");
}
