//! Pieces that several views have: links, times, essays in lists, tallies, pagers.

use serde::Serialize;

use crate::detect::mention::CompanyName;
use crate::link::archive::{ArchivedEssay, EssayIndex};
use crate::link::author::{self, AuthorIndex};
use crate::link::company::CompanyIndex;
use crate::link::pair::{PairIndex, Tally, Verdict};
use crate::load::essay::Block;
use crate::moment::Moment;
use crate::permalink::Permalink;
use crate::render::page::{Page, Part, parts};
use crate::render::words::Words;
use crate::render::{Site, sentence};

/// How many colours companies share; a power of two.
const TINTS: u8 = 8;
/// The length of a tally's bar, in units of its own.
const TALLY_WIDTH: usize = 1_000;
/// How many characters stand for an essay that has no summary.
const EXCERPT_CHARACTERS: usize = 90;

/// A name that leads to its page.
#[derive(Clone, Serialize)]
pub(super) struct NameLink {
    pub(super) name: String,
    pub(super) href: Option<Permalink>,
}

/// A page named by its title.
#[derive(Serialize)]
pub(super) struct TitleLink {
    pub(super) title: String,
    pub(super) href: Permalink,
}

/// A company in its colour, with a number that its place gives a meaning.
#[derive(Serialize)]
pub(super) struct CompanyLink {
    pub(super) name: String,
    pub(super) href: Permalink,
    /// Its colour: `t0` to `t15` of the style sheet.
    pub(super) tint: u8,
    pub(super) count: usize,
}

/// A time for machines and for people.
#[derive(Serialize)]
pub(super) struct TimeView {
    /// For `<time datetime>`.
    pub(super) machine: String,
    /// As people write it.
    pub(super) text: String,
}

/// An essay in a list.
#[derive(Serialize)]
pub(super) struct EssayItem {
    title: String,
    href: Permalink,
    author: Option<NameLink>,
    time: Option<TimeView>,
    summary: String,
    /// How many are shown.
    comparisons: usize,
    draft: bool,
    lang: Option<String>,
}

/// Which way the comparisons of a pair fell.
#[derive(Serialize)]
pub(super) struct TallyView {
    /// Whose tally it is.
    name: String,
    total: usize,
    segments: Vec<Segment>,
}

impl TallyView {
    /// Says where the first passage of each way stands.
    pub(super) fn linked(mut self, link: impl Fn(Verdict) -> Option<Permalink>) -> Self {
        self.segments.iter_mut().for_each(|one| one.href = link(one.verdict));
        self
    }
}

/// One way with the number of comparisons that fell it.
#[derive(Serialize)]
struct Segment {
    kind: &'static str,
    label: String,
    count: usize,
    /// The colour of the company that comes off better.
    tint: Option<u8>,
    /// Its place in a bar of [`TALLY_WIDTH`].
    x: usize,
    width: usize,
    /// Where the first passage of its kind stands, on the page of the pair.
    href: Option<Permalink>,
    #[serde(skip)]
    verdict: Verdict,
}

/// Where a list that goes on over several pages goes on.
#[derive(Serialize)]
pub(super) struct Pager {
    current: Part,
    total: Part,
    previous: Option<Permalink>,
    next: Option<Permalink>,
    first: Permalink,
    last: Permalink,
    /// The parts around this one, the first and the last.
    steps: Vec<Step>,
}

/// A part that a pager leads to.
#[derive(Serialize)]
struct Step {
    number: Part,
    href: Permalink,
    /// Parts before it are left out.
    gap: bool,
}

impl Pager {
    /// Makes the pager of a list; `None` for one that fits on a page.
    pub(super) fn new(
        site: &Site,
        entries: usize,
        size: usize,
        current: Part,
        page: impl Fn(Part) -> Page,
    ) -> Option<Self> {
        let total = *parts(entries, size).end();
        let link = |part| site.link(&page(part));
        (total > 1).then(|| Self {
            current,
            total,
            previous: (current > 1).then(|| link(current - 1)),
            next: (current < total).then(|| link(current + 1)),
            first: link(1),
            last: link(total),
            steps: steps(current, total, &link),
        })
    }
}

/// Returns the first and the last part, and those around the current one.
fn steps(current: Part, total: Part, link: &impl Fn(Part) -> Permalink) -> Vec<Step> {
    const AROUND: Part = 2;
    let near = current.saturating_sub(AROUND).max(1)..=(current + AROUND).min(total);
    let mut numbers: Vec<Part> = [1].into_iter().chain(near).chain([total]).collect();
    numbers.dedup();
    let mut before = 0;
    let step = |number| {
        let gap = number > before + 1;
        before = number;
        Step { number, href: link(number), gap }
    };
    numbers.into_iter().map(step).collect()
}

/// Returns the colour of a name, the same throughout the archive: FNV-1a over its bytes,
/// folded as its authors advise, since the lowest bits alone are poor.
pub(super) fn tint(name: &str) -> u8 {
    const BASIS: u64 = 0xcbf2_9ce4_8422_2325;
    const PRIME: u64 = 0x0100_0000_01b3;
    let hash = name.bytes().fold(BASIS, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(PRIME));
    (((hash >> TINTS.trailing_zeros()) ^ hash) % u64::from(TINTS)) as u8
}

/// Returns the colours of things that stand side by side: each its own, or the next that
/// none has whose name comes before. So two companies have the same two colours wherever
/// they meet, in whichever order.
pub(super) fn tints<'a>(names: impl IntoIterator<Item = &'a str>) -> Vec<u8> {
    let names: Vec<&str> = names.into_iter().collect();
    let mut order: Vec<usize> = (0..names.len()).collect();
    order.sort_by_key(|&place| names[place]);
    let mut taken: Vec<u8> = Vec::new();
    let mut tints = vec![0; names.len()];
    for place in order {
        tints[place] = free_tint(tint(names[place]), &taken);
        taken.push(tints[place]);
    }
    tints
}

/// Returns `own`, or the next colour that is told well from those that are taken, or the next
/// that is none of them; `own` plus the number of colours, another form of it, where all are
/// taken.
pub(super) fn free_tint(own: u8, taken: &[u8]) -> u8 {
    /// Blue and slate, orange and olive, green and teal: one of each two alike.
    const ALIKE: [u8; 8] = [0, 1, 2, 3, 2, 5, 1, 0];
    let alike = |tint: u8| ALIKE[usize::from(tint % TINTS)];
    let next = || (0..TINTS).map(|shift| (own + shift) % TINTS);
    next()
        .find(|&tint| taken.iter().all(|&other| alike(other) != alike(tint)))
        .or_else(|| next().find(|tint| !taken.contains(tint)))
        .or_else(|| next().map(|tint| tint + TINTS).find(|tint| !taken.contains(tint)))
        .unwrap_or(own)
}

/// The interface texts of the months.
pub(super) const MONTHS: [&str; 12] = [
    "month_1", "month_2", "month_3", "month_4", "month_5", "month_6", "month_7", "month_8",
    "month_9", "month_10", "month_11", "month_12",
];

/// Returns what a month, 1 to 12, is called.
pub(super) fn month_name(words: &Words, month: i8) -> &str {
    words.text(MONTHS[usize::from(month.unsigned_abs()).clamp(1, 12) - 1])
}

/// Returns the date as people write it, without the time of day.
pub(in crate::render) fn date_text(words: &Words, time: &Moment) -> String {
    let month = month_name(words, time.month());
    let (year, day) = (time.year().to_string(), time.day().to_string());
    words.fill("date", &[("year", &year), ("month", month), ("day", &day)])
}

/// Returns a time with its time of day, if it has one.
pub(super) fn time_view(site: &Site, time: Option<&Moment>) -> Option<TimeView> {
    time.map(|time| {
        let date = date_text(&site.words, time);
        let text = time.clock().map_or(date.clone(), |clock| format!("{date} {clock}"));
        TimeView { machine: time.machine(), text }
    })
}

/// Returns the date of a time.
pub(super) fn date_view(site: &Site, time: Option<&Moment>) -> Option<TimeView> {
    time.map(|time| TimeView {
        machine: time.date().to_string(),
        text: date_text(&site.words, time),
    })
}

/// Returns a company as a link.
pub(super) fn company_link(site: &Site, index: CompanyIndex, count: usize) -> CompanyLink {
    let company = site.archive.company(index);
    let href = site.link(&Page::Company(index, 1));
    CompanyLink { name: company.shown.to_string(), href, tint: tint(company.name.as_str()), count }
}

/// Returns the link to a company's page, if it has one.
pub(super) fn company_href(site: &Site, name: &CompanyName) -> Option<Permalink> {
    site.archive.find_company(name).map(|index| site.link(&Page::Company(index, 1)))
}

/// Returns an essay's author, if it names one.
pub(super) fn author_link(site: &Site, one: &ArchivedEssay) -> Option<NameLink> {
    let name = author::key(one.essay().front_matter.name.as_deref()?);
    let index = site.archive.authors.binary_search_by(|author| author.name.cmp(&name)).ok()?;
    let href = Some(site.link(&Page::Author(AuthorIndex(index), 1)));
    Some(NameLink { name, href })
}

/// Returns a text of at most so many characters, with `…` where more of it stood.
pub(in crate::render) fn shortened(text: &str, characters_max: usize) -> String {
    match text.char_indices().nth(characters_max) {
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
        None => text.to_owned(),
    }
}

/// Returns a title as lists show it: one that has no end in sight is cut.
pub(super) fn short_title(title: &str) -> String {
    const CHARACTERS_MAX: usize = 80;
    shortened(title, CHARACTERS_MAX)
}

/// Returns a sentence as lists show it: one that has no end in sight is cut.
pub(super) fn short_sentence(sentence: &str) -> String {
    const CHARACTERS_MAX: usize = 100;
    shortened(sentence, CHARACTERS_MAX)
}

/// Returns an essay as lists show it.
pub(super) fn essay_item(site: &Site, index: EssayIndex) -> EssayItem {
    let one = site.archive.essay(index);
    let header = &one.essay().front_matter;
    EssayItem {
        title: short_title(&header.title),
        href: site.link(&Page::Essay(index)),
        author: author_link(site, one),
        time: date_view(site, header.time.as_ref()),
        summary: summary(one),
        comparisons: one.comparisons.len(),
        draft: header.draft,
        lang: header.lang.clone(),
    }
}

/// Returns the items of essays.
pub(super) fn essay_items(site: &Site, essays: &[EssayIndex]) -> Vec<EssayItem> {
    essays.iter().map(|&index| essay_item(site, index)).collect()
}

/// Returns an essay's summary, or the beginning of its first paragraph.
pub(in crate::render) fn summary(one: &ArchivedEssay) -> String {
    let essay = one.essay();
    if let Some(summary) = &essay.front_matter.summary {
        return summary.trim().to_owned();
    }
    let paragraph = essay.body.blocks.iter().find_map(|block| match block {
        Block::Paragraph(prose) => Some(essay.body.slice(prose.passage).trim()),
        _ => None,
    });
    shortened(&paragraph.unwrap_or_default().replace('\n', " "), EXCERPT_CHARACTERS)
}

/// Returns a pair's name: 腾讯对阿里巴巴.
pub(super) fn pair_name(site: &Site, index: PairIndex) -> String {
    let [first, second] = pair_names(site, index);
    site.words.fill("pair_name", &[("first", first), ("second", second)])
}

/// Returns the names of a pair's two companies.
pub(super) fn pair_names(site: &Site, index: PairIndex) -> [&str; 2] {
    site.archive.pair(index).companies.map(|company| &*site.archive.company(company).shown)
}

/// Returns the colours of a pair's two companies.
pub(super) fn pair_tints(site: &Site, index: PairIndex) -> [u8; 2] {
    let companies = site.archive.pair(index).companies;
    let names = companies.map(|one| site.archive.company(one).name.as_str());
    let tints = tints(names);
    [0, 1].map(|place| tints[place])
}

/// Returns which way a pair's comparisons fell, each way with its number.
pub(super) fn tally(site: &Site, index: PairIndex, tally: Tally) -> TallyView {
    let names = pair_names(site, index);
    let [first, second] = pair_tints(site, index);
    let ways = [
        ("first", Verdict::First, tally.first, Some(first)),
        ("equal", Verdict::Equal, tally.equal, None),
        ("different", Verdict::Different, tally.different, None),
        ("rival", Verdict::Rival, tally.rival, None),
        ("second", Verdict::Second, tally.second, Some(second)),
    ];
    let total = tally.total();
    let mut before = 0;
    let mut segments = Vec::new();
    for (kind, verdict, count, tint) in ways.into_iter().filter(|(_, _, count, _)| *count > 0) {
        let label = sentence::verdict(&site.words, verdict, names);
        let [x, end] = [before, before + count].map(|count| count * TALLY_WIDTH / total);
        before += count;
        segments.push(Segment { kind, verdict, label, count, tint, x, width: end - x, href: None });
    }
    TallyView { name: pair_name(site, index), total, segments }
}
