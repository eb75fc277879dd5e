//! What a name does in its clause: acts, or is only a place, a source or a tool.

use std::sync::LazyLock;

use crate::detect::group::Group;
use crate::detect::lexicon::stands_alone;
use crate::detect::lists;
use crate::detect::sentence::Sentence;

/// What a group does in its clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Role {
    /// It acts or is spoken of: the default.
    Actor,
    /// Where something happens: 在甲上, 甲直播间.
    Channel,
    /// Who tells it: 据甲报道, 甲数据显示.
    Source,
    /// What something is done with: 通过甲, 用甲支付.
    Tool,
    /// Whose something is: 甲旗下的, 甲投资的.
    Owner,
    /// An instance of what was said: 例如甲.
    Example,
}

impl Role {
    /// All roles, in the order of their numbers.
    pub(super) const ALL: [Self; 6] =
        [Self::Actor, Self::Channel, Self::Source, Self::Tool, Self::Owner, Self::Example];
}

/// Words with the role that they give a name beside them.
type Beside = &'static [(&'static [&'static str], Role)];

const BEFORE: Beside = &[
    (lists::SOURCE_BEFORE, Role::Source),
    (lists::CHANNEL_BEFORE, Role::Channel),
    (lists::TOOL_BEFORE, Role::Tool),
    (lists::EXAMPLE_BEFORE, Role::Example),
];
const AFTER: Beside = &[
    (lists::SOURCE_AFTER, Role::Source),
    (lists::OWNER_AFTER, Role::Owner),
    (lists::CHANNEL_AFTER, Role::Channel),
];

/// What stands before a source, and before one who presses.
const FROM: &str = "来自";

/// Which role wins where words speak for several.
const PRECEDENCE: [Role; 5] = [Role::Source, Role::Owner, Role::Channel, Role::Tool, Role::Example];

/// All words by the character that touches the name, sorted by it.
type ByCharacter = Vec<(char, &'static str, Role)>;

static ENDING: LazyLock<ByCharacter> =
    LazyLock::new(|| by_character(BEFORE, |word| word.chars().next_back()));
static STARTING: LazyLock<ByCharacter> =
    LazyLock::new(|| by_character(AFTER, |word| word.chars().next()));

fn by_character(lists: Beside, touching: impl Fn(&str) -> Option<char>) -> ByCharacter {
    let words = lists.iter().flat_map(|&(words, role)| words.iter().map(move |&word| (word, role)));
    let mut words: ByCharacter =
        words.filter_map(|(word, role)| Some((touching(word)?, word, role))).collect();
    words.sort_by_key(|&(touching, ..)| touching);
    words
}

/// Returns the words that a character next to a name may belong to.
fn candidates(
    words: &ByCharacter,
    touching: Option<char>,
) -> impl Iterator<Item = (&'static str, Role)> {
    let first = words.partition_point(|&(one, ..)| Some(one) < touching);
    let same = words[first..].iter().take_while(move |&&(one, ..)| Some(one) == touching);
    same.map(|&(_, word, role)| (word, role))
}

/// Tells at once of most characters that they are no marks.
fn is_han(char: char) -> bool {
    matches!(char, '\u{4e00}'..='\u{9fff}')
}

/// Returns what a group does in its clause, from the words right before and after it.
pub(super) fn of(text: &str, sentence: &Sentence, group: &Group) -> Role {
    let quotes = |char: char| {
        !is_han(char) && (char.is_whitespace() || "“”\"「」『』《》‘’)）".contains(char))
    };
    let before = text[sentence.passage.start..group.passage.start.max(sentence.passage.start)]
        .trim_end_matches(quotes);
    let after = text
        .get(group.passage.end..sentence.passage.end)
        .unwrap_or_default()
        .trim_start_matches(quotes);
    let ends = |word: &str| {
        before.ends_with(word) && stands_alone(before, before.len() - word.len(), before.len())
    };
    let presses = before.ends_with(FROM) && presses(after);
    let ending = candidates(&ENDING, before.chars().next_back())
        .filter(|&(word, _)| ends(word) && !(presses && word == FROM));
    let starting =
        candidates(&STARTING, after.chars().next()).filter(|(word, _)| after.starts_with(word));
    ending
        .chain(starting)
        .map(|(_, role)| role)
        .min_by_key(|role| PRECEDENCE.iter().position(|one| one == role))
        .unwrap_or(Role::Actor)
}

/// Tells whether the words behind a name say that it presses somebody: 来自甲的激烈竞争.
fn presses(after: &str) -> bool {
    /// Characters up to the end of the longest such phrase.
    const REACH: usize = 14;
    let end = after.char_indices().nth(REACH).map_or(after.len(), |(at, _)| at);
    let clause = after[..end].split(['，', '。', '；']).next().unwrap_or_default();
    lists::PRESSING.iter().any(|pressing| clause.contains(pressing))
}
