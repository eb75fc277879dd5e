//! Essays for the benchmarks: put together anew from sentences, the same on every machine.
//!
//! One sentence in so many is the demo's, which compare; the others are made of words that say
//! nothing of companies, so that an essay has a few comparisons, as those of magazines do. A
//! folder of essays takes the place of both: its sentences are drawn alike.

#![allow(dead_code, reason = "each benchmark takes what it needs")]

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// The length of an essay in characters: from a half more to a half less than a magazine's.
const CHARACTERS: std::ops::Range<usize> = 3_000..8_800;
/// One sentence in so many is the demo's.
const DEMO: usize = 30;
/// How many authors there are.
const AUTHORS: usize = 200;

const WHEN: [&str; 16] = [
    "那一年",
    "去年冬天",
    "发布会之后",
    "在此之前",
    "周三下午",
    "到了第三季度",
    "过去十年里",
    "入夏以来",
    "会议结束时",
    "很长一段时间里",
    "直到今天",
    "那天晚上",
    "在最初的版本里",
    "几个月以后",
    "旺季到来之前",
    "回头来看",
];
const WHO: [&str; 18] = [
    "产品经理",
    "店员",
    "一位投资人",
    "工程师们",
    "仓库的主管",
    "写代码的人",
    "用户",
    "客服",
    "财务部门",
    "记者",
    "许多开发者",
    "创始人",
    "老员工",
    "一个小团队",
    "供应商",
    "司机",
    "编辑",
    "评论者",
];
const DOES: [&str; 20] = [
    "重新整理了",
    "说不清楚",
    "反复讨论",
    "很少提起",
    "悄悄放弃了",
    "开始依赖",
    "记录下",
    "低估了",
    "花了很久才理解",
    "推迟了",
    "公开了",
    "重写了",
    "并不在意",
    "终于看见了",
    "删掉了",
    "保留着",
    "担心",
    "找到了",
    "画出了",
    "忽略了",
];
const WHAT: [&str; 22] = [
    "那份报表",
    "首页的位置",
    "库存的数字",
    "下单的流程",
    "所有的接口",
    "会员的规则",
    "最早的一批订单",
    "物流的成本",
    "屏幕上的提示",
    "搜索的结果",
    "门店的租金",
    "现金流",
    "用户的抱怨",
    "推送的时间",
    "合同里的条款",
    "新版本的说明",
    "一次改版",
    "数据的口径",
    "广告的比例",
    "支付的入口",
    "团队的边界",
    "增长的来源",
];
const SO: [&str; 14] = [
    "没有人表示反对",
    "结果比预想的慢",
    "这件事后来没有下文",
    "市场的反应很平静",
    "剩下的事情交给时间",
    "谁也没有说服谁",
    "成本随后降了下来",
    "这不过是第一步",
    "问题于是换了一个样子",
    "人们很快就习惯了",
    "原因要到后来才清楚",
    "大家都松了一口气",
    "数字并不会说谎",
    "机会只有一次",
];
const HEADINGS: [&str; 8] =
    ["缘起", "账本", "一条岔路", "用户在哪里", "成本", "后来的事", "两种做法", "余话"];
const TAGS: [&str; 12] = [
    "互联网",
    "电商",
    "移动",
    "社交",
    "产品",
    "支付",
    "硬件",
    "搜索",
    "物流",
    "阅读",
    "管理",
    "历史",
];

/// Where sentences come from.
pub(crate) enum Sentences {
    /// The demo's, among made-up ones.
    Demo(Vec<String>),
    /// Those of a folder.
    Given(Vec<String>),
}

impl Sentences {
    /// Reads the demo's essays, or those below a folder.
    pub(crate) fn read(folder: Option<&Path>) -> Self {
        match folder {
            Some(folder) => Self::Given(sentences(folder)),
            None => {
                let demo = Path::new(env!("CARGO_MANIFEST_DIR")).join("content/essays");
                Self::Demo(sentences(&demo))
            }
        }
    }

    fn draw(&self, random: &mut Random) -> String {
        let of = |words: &[&'static str], random: &mut Random| words[random.below(words.len())];
        match self {
            Self::Given(all) => all[random.below(all.len())].clone(),
            Self::Demo(all) if random.below(DEMO) == 0 => all[random.below(all.len())].clone(),
            Self::Demo(_) => {
                let (when, who, does) = (of(&WHEN, random), of(&WHO, random), of(&DOES, random));
                let (what, so) = (of(&WHAT, random), of(&SO, random));
                format!("{when}，{who}{does}{what}，{so}。")
            }
        }
    }
}

/// How an essay's header is written.
#[derive(Clone, Copy)]
pub(crate) enum Form {
    Ours,
    Hugos,
}

/// Writes essays into a folder; the one of a number is the same whatever their count.
pub(crate) fn write_essays(folder: &Path, essays: usize, sentences: &Sentences, form: Form) {
    fs::create_dir_all(folder).expect("a folder");
    for number in 0..essays {
        fs::write(folder.join(name(number)), essay(number, sentences, form)).expect("a file");
    }
}

/// Returns the name of an essay's file.
pub(crate) fn name(number: usize) -> String {
    format!("e{number:06}.md")
}

fn essay(number: usize, sentences: &Sentences, form: Form) -> String {
    let mut random = Random::new(number as u64);
    let drawn = sentences.draw(&mut random);
    let title: String = drawn.chars().filter(|c| c.is_alphanumeric()).take(18).collect();
    let author = format!("作者{}", random.below(AUTHORS));
    let (year, month, day) = (2010 + random.below(15), 1 + random.below(12), 1 + random.below(28));
    let tag = TAGS[random.below(TAGS.len())];
    let mut text = match form {
        Form::Ours => format!(
            "---\nlayout: post\nurl: https://example.com/article/{number}\nname: {author}\n\
             time: {year}-{month:02}-{day:02} 10:00\ntitle: {title}之{number}\ntags: [{tag}]\n---\n"
        ),
        Form::Hugos => format!(
            "---\ntitle: \"{title}之{number}\"\nauthors: [{author}]\ntopics: [{tag}]\n\
             date: {year}-{month:02}-{day:02}T10:00:00+08:00\n\
             original: https://example.com/article/{number}\n---\n"
        ),
    };
    let length = CHARACTERS.start + random.below(CHARACTERS.len());
    let (mut written, mut paragraphs, mut footnotes) = (0, 0, Vec::new());
    while written < length {
        if paragraphs % 6 == 5 {
            let _ = write!(text, "\n## {}\n", HEADINGS[random.below(HEADINGS.len())]);
        }
        let many: Vec<String> =
            (0..2 + random.below(6)).map(|_| sentences.draw(&mut random)).collect();
        let mut paragraph = match random.below(25) {
            0 => format!("- {}", many.join("\n- ")),
            1 => format!("> {}", many.concat()),
            2 => format!("**{}** {}", HEADINGS[random.below(HEADINGS.len())], many.concat()),
            3 => format!("{}参见[原文](https://example.com/{number})。", many.concat()),
            _ => many.concat(),
        };
        written += paragraph.chars().count();
        if random.below(40) == 0 && !paragraph.starts_with(['-', '>']) {
            footnotes.push(sentences.draw(&mut random));
            let _ = write!(paragraph, "[^{}]", footnotes.len());
        }
        let _ = write!(text, "\n{paragraph}\n");
        paragraphs += 1;
    }
    for (place, footnote) in footnotes.iter().enumerate() {
        let _ = write!(text, "\n[^{}]: {footnote}\n", place + 1);
    }
    text
}

/// Returns the sentences of the essays below a folder, those with marks of Markdown left out.
fn sentences(folder: &Path) -> Vec<String> {
    let mut files = Vec::new();
    markdown_files(folder, &mut files);
    files.sort();
    let mut sentences = Vec::new();
    for file in files {
        let text = fs::read_to_string(&file).unwrap_or_default();
        let body = text.split_once("\n---\n").map_or(text.as_str(), |(_, body)| body);
        let prose = body.lines().map(str::trim).filter(|line| !line.contains(MARKS));
        let parts = prose.flat_map(|line| line.split_inclusive(['。', '？', '！']));
        let whole = parts.map(str::trim).filter(|part| part.chars().count() > 4);
        sentences.extend(whole.map(str::to_owned));
    }
    assert!(!sentences.is_empty(), "{} has no sentences", folder.display());
    sentences
}

/// What makes a line more than prose.
const MARKS: [char; 13] = ['<', '>', '|', '`', '{', '}', '[', ']', '*', '_', '#', '\\', '~'];

fn markdown_files(folder: &Path, files: &mut Vec<PathBuf>) {
    let entries = fs::read_dir(folder).unwrap_or_else(|_| panic!("no folder {}", folder.display()));
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            markdown_files(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "md") {
            files.push(path);
        }
    }
}

/// Numbers without a pattern, the same in every run: SplitMix64.
pub(crate) struct Random(u64);

impl Random {
    /// Begins a row of numbers.
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_add(1))
    }

    /// Returns the next number, below a limit.
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut value = self.0;
        value = (value ^ (value >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        value = (value ^ (value >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((value ^ (value >> 31)) % limit as u64) as usize
    }
}
