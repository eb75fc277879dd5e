//! Joins mentions into groups: the names of a list, or one party named twice in a breath.

use crate::detect::lists;
use crate::detect::mention::MentionKind;
use crate::detect::party::PartyId;
use crate::detect::role::Role;
use crate::load::essay::Passage;

/// Names that stand together as one: a single name, 甲、乙和丙, 甲旗下的乙.
#[derive(Clone, Debug)]
pub(super) struct Group {
    /// From its first name to its last.
    pub(super) passage: Passage,
    /// The names of different parties in it, one at least.
    pub(super) members: Vec<Member>,
    /// The number of its sentence.
    pub(super) sentence: usize,
    /// The number of its clause in the sentence.
    pub(super) clause: usize,
    /// What it does in its clause.
    pub(super) role: Role,
    /// Whether its words stand in the title.
    pub(super) in_title: bool,
    /// All parties of its members, where there are several.
    pub(super) all: Vec<PartyId>,
    /// How many groups of its sentence stand before it.
    pub(super) place: usize,
    /// Whether it is the first of its clause.
    pub(super) leads: bool,
}

/// One name of a group.
#[derive(Clone, Debug)]
pub(super) struct Member {
    pub(super) passage: Passage,
    pub(super) parties: Vec<PartyId>,
    pub(super) kind: MentionKind,
    /// Whether its words stand in the title.
    pub(super) in_title: bool,
}

impl Group {
    /// Returns all parties of all members.
    pub(super) fn parties(&self) -> impl Iterator<Item = PartyId> {
        self.members.iter().flat_map(|member| &member.parties).copied()
    }

    /// Returns how its first member is named.
    pub(super) fn kind(&self) -> MentionKind {
        self.members.first().map_or(MentionKind::Unknown, |member| member.kind)
    }
}

/// Makes a group of one name.
pub(super) fn alone(name: Member, sentence: usize, clause: usize) -> Group {
    Group {
        passage: name.passage,
        members: vec![name],
        sentence,
        clause,
        role: Role::Actor,
        in_title: false,
        all: Vec::new(),
        place: 0,
        leads: false,
    }
}

/// How many names a list has at most: the next begins another.
const LONGEST_LIST: usize = 40;
/// Bytes of the longest gap that can join two names, quotes and spaces included.
const LONGEST_GAP: usize = 60;

/// Bytes of the longest remark in brackets that a list goes on behind: thirty characters, as in
/// 甲（每月有六亿用户）、乙.
const LONGEST_REMARK: usize = 90;

/// Adds a name to the group before it, if only a list's separator, an apposition or a remark
/// in brackets stands between them.
pub(super) fn join(group: &mut Group, mention: &Member, gap: &str) -> bool {
    let gap = without_remark(gap);
    if mention.parties.is_empty() || gap.len() > LONGEST_GAP {
        return false;
    }
    let same = group.members.iter().any(|member| member.parties == mention.parties);
    let bare = gap.trim_matches(|char: char| {
        char.is_whitespace() || "“”\"「」『』《》‘’（）()".contains(char)
    });
    // 甲(原乙): the bracket is a remark to the list, which goes on behind it.
    let last = group.members.last().is_some_and(|member| member.parties == mention.parties);
    if last && gap.trim_start().starts_with(['(', '（']) && lists::BEFORE_BRACKETED.contains(&bare)
    {
        return true;
    }
    let named = |kind| {
        matches!(
            kind,
            MentionKind::Company
                | MentionKind::Product
                | MentionKind::Person
                | MentionKind::Unknown
        )
    };
    // 阿里旗下的淘宝, 张小龙的微信: one party named twice.
    if same && group.members.len() == 1 && lists::APPOSITIONS.contains(&bare.trim()) {
        group.passage.end = mention.passage.end;
        return true;
    }
    // 甲、乙等国产品牌: the class only describes the list.
    if mention.kind == MentionKind::Class
        && named(group.kind())
        && lists::LIST_CLASSES.contains(&bare)
    {
        group.passage.end = mention.passage.end;
        return true;
    }
    let stripped =
        lists::TAILS.iter().find_map(|tail| bare.strip_prefix(tail)).unwrap_or(bare).trim();
    let stripped =
        stripped.trim_matches(|char: char| "“”\"「」『』《》‘’（）()".contains(char)).trim();
    let is_list = lists::SEPARATORS.contains(&stripped)
        || gap.is_empty() && named(group.kind()) && named(mention.kind)
        || gap == ", " && named(group.kind()) && named(mention.kind);
    let alike = named(group.kind()) == named(mention.kind)
        || mention.kind == MentionKind::Class && stripped != "与";
    if !is_list || !alike || same || group.members.len() >= LONGEST_LIST {
        return false;
    }
    group.passage.end = mention.passage.end;
    group.members.push(mention.clone());
    true
}

/// Returns what stands between two names but for a remark in brackets right behind the first.
fn without_remark(gap: &str) -> &str {
    let opened = gap.trim_start();
    let Some(remark) = opened.strip_prefix(['(', '（']) else { return gap };
    let end = remark.find([')', '）']).filter(|&end| end <= LONGEST_REMARK);
    let behind = end.and_then(|end| remark[end..].strip_prefix([')', '）']));
    behind.filter(|behind| !behind.trim().is_empty()).unwrap_or(gap)
}
