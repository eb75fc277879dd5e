//! Who uses whom: modules one way alone, by a chain no longer than the crate's front page says.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use super::sources::{modules, reading_order};

#[test]
fn no_module_uses_one_that_is_listed_below_it() {
    let order = reading_order();
    let rank = |name: &str| order.iter().position(|one| one == name);
    let mut faults = Vec::new();
    for module in modules() {
        let Some(own) = rank(module.top()) else {
            assert!(matches!(module.top(), "lib" | "main"), "{} is not listed", module.name);
            continue;
        };
        for line in &module.code {
            for used in used_modules(line) {
                if rank(&used).is_some_and(|used| used > own) {
                    faults.push(format!("{}: {}", module.name, line.trim()));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Each link of the chain is a step of what happens to an essay, and the crate's front page says
/// why none can be left out: whoever makes it longer has that to say.
#[test]
fn the_longest_chain_of_modules_is_the_one_that_is_justified() {
    let mut uses: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for module in modules() {
        let used = module.code.iter().flat_map(|line| used_modules(line));
        let own = module.top().to_owned();
        uses.entry(own.clone()).or_default().extend(used.filter(|used| *used != own));
    }
    // In the reading order what a module uses comes before it.
    let mut chains: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for name in reading_order() {
        let below = uses[&name].iter().filter_map(|used| chains.get(used));
        let longest = below.max_by_key(|chain| chain.len()).cloned().unwrap_or_default();
        chains.insert(name.clone(), [vec![name], longest].concat());
    }
    let longest = chains.values().map(Vec::len).max().expect("there are modules");
    let lib = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lib.rs");
    let lib = fs::read_to_string(lib).expect("a readable source");
    let (_, named) = lib.split_once("//! The longest chain: ").expect("it names the chain");
    let named: String = named.lines().take_while(|line| !line.ends_with("//!")).collect();
    let named = named.split_once('.').map_or(named.as_str(), |(chain, _)| chain);
    let named: Vec<&str> = named.split('`').skip(1).step_by(2).collect();
    assert_eq!(named.len(), longest, "{:?}", chains.values().max_by_key(|chain| chain.len()));
    for link in named.windows(2) {
        assert!(uses[link[0]].contains(link[1]), "{} does not use {}", link[0], link[1]);
    }
}

/// Returns the top-level modules that a line names: `a` and `b` of `crate::{a::X, b}`.
pub(super) fn used_modules(line: &str) -> Vec<String> {
    let mut used = Vec::new();
    for (_, rest) in
        line.match_indices("crate::").map(|(at, found)| line.split_at(at + found.len()))
    {
        let names = rest.strip_prefix('{').map_or(vec![rest], |group| group.split(", ").collect());
        used.extend(names.into_iter().map(|name| {
            name.chars().take_while(|one| one.is_alphanumeric() || *one == '_').collect()
        }));
    }
    used
}
