//! How long detection takes: the gazetteer, an essay of 4,000 characters, and long texts.
//!
//! usage: cargo run --release --example speed [ESSAY…]

use std::sync::Arc;
use std::time::Instant;

use pangzhu::config::Config;
use pangzhu::detect::{detect, gazetteer::Gazetteer};
use pangzhu::load::{essay::Essay, load};
use pangzhu::source::{Source, SourcePath};

/// A paragraph such as essays have: names, cues, figures.
const PARAGRAPH: &str = "2013年，腾讯的微信已经有了三亿用户，而阿里巴巴的来往才刚刚起步。\
    与其他平台相比，京东自建的物流更快，不过它的成本也比苏宁高。很多人认为移动互联网的下一个战场是支付，\
    支付宝占了七成，微信支付不到两成，后者追得很紧。用户并不关心谁赢谁输，只要便宜和方便就行，\
    这也是为什么补贴总是有效，而忠诚总是少见。\n\n";
/// The same without an end of a sentence.
const ENDLESS: &str = "腾讯比阿里巴巴快而京东比苏宁慢但是百度和其他平台不一样所以小米超过了华为，";

fn essay(text: String) -> Arc<Essay> {
    let source = Source::new(SourcePath::new("content/x.md"), text);
    Arc::new(load(Arc::new(source), &Config::default()))
}

fn of_length(part: &str, characters: usize) -> Arc<Essay> {
    // Numbered, since paragraphs that come again are taken for a fault of saving.
    let parts = 0..=characters / part.chars().count();
    essay(parts.map(|number| format!("{number}、{part}")).collect())
}

fn main() {
    let start = Instant::now();
    let (gazetteer, _) = Gazetteer::new(None);
    println!("gazetteer of {} companies: {:?}", gazetteer.companies().count(), start.elapsed());
    detect(of_length(PARAGRAPH, 100), &gazetteer);
    for path in std::env::args().skip(1) {
        let essay = essay(std::fs::read_to_string(&path).expect("a readable essay"));
        let characters = u32::try_from(essay.body.text.chars().count()).expect("small").max(1);
        let start = Instant::now();
        let found = detect(essay, &gazetteer).comparisons.len();
        let took = start.elapsed();
        println!("{path}: {took:?}, {:?} for 4,000, {found} found", took * 4_000 / characters);
    }
    for (name, part) in [("paragraphs", PARAGRAPH), ("no full stop", ENDLESS)] {
        for characters in [4_000, 40_000, 340_000] {
            let essay = of_length(part, characters);
            let start = Instant::now();
            let found = detect(essay, &gazetteer).comparisons.len();
            let took = start.elapsed();
            let share = took * 4_000 / u32::try_from(characters).expect("small");
            println!(
                "{name}, {characters} characters: {took:?}, {share:?} for 4,000, {found} found"
            );
        }
    }
}
