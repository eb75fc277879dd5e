//! Names that look like companies' and that no list knows, as a `companies.yaml`.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::mentions::passage;
use crate::detect::DetectedEssay;
use crate::detect::mention::{Mention, MentionKind};
use crate::language::{Language, Wording};
use crate::wording;
use crate::yaml::edit::Written;

/// A name with where it stands.
struct Suspect<'a> {
    name: &'a str,
    times: usize,
    /// The numbers of the essays that name it.
    essays: BTreeSet<usize>,
    /// Its first mention, and the essay of that.
    first: (&'a DetectedEssay, &'a Mention),
}

/// Lists the unknown names of essays, the most frequent first.
pub(super) fn listing(essays: &[DetectedEssay], language: Language) -> String {
    let suspects = suspects(essays);
    if suspects.is_empty() {
        let none = wording!(
            "# No name here looks like a company's that no list knows.\n",
            "# 没有像公司名而名单里没有的。\n"
        );
        return none.of(language).to_owned();
    }
    let head = wording!(
        "# Names that no list knows. Those that are companies' belong in \
         content/companies.yaml.\ncompanies:\n",
        "# 名单里没有的名字。确是公司的，写进 content/companies.yaml。\ncompanies:\n"
    );
    let mut text = head.of(language).to_owned();
    for suspect in suspects {
        let times = Wording::counted(suspect.times, "time", "", "次");
        let essays = Wording::counted(suspect.essays.len(), "essay", "", "篇文章");
        let often = wording!("{times} in {essays}", "{essays}里有 {times}"; times, essays);
        let first = passage(suspect.first.0, suspect.first.1);
        let _ = writeln!(text, "  # {} · {first}", often.of(language));
        let name = Written::Text(suspect.name.to_owned()).flow();
        let _ = writeln!(text, "  - name: {name}");
    }
    text
}

fn suspects(essays: &[DetectedEssay]) -> Vec<Suspect<'_>> {
    let mut suspects: BTreeMap<&str, Suspect<'_>> = BTreeMap::new();
    for (number, essay) in essays.iter().enumerate() {
        for mention in essay.mentions.iter().filter(|one| one.kind == MentionKind::Unknown) {
            let name = mention.name.as_ref();
            let suspect = suspects.entry(name).or_insert_with(|| Suspect {
                name,
                times: 0,
                essays: BTreeSet::new(),
                first: (essay, mention),
            });
            suspect.times += 1;
            suspect.essays.insert(number);
        }
    }
    let mut suspects: Vec<_> = suspects.into_values().collect();
    suspects.sort_by_key(|suspect| Reverse((suspect.times, suspect.essays.len())));
    suspects
}
