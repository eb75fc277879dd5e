//! Essays changed at random, as a broken disk or a broken scraper would: each is read, and none
//! makes anything panic. `PANGZHU_MUTATED=10000 cargo test --release --test it mutated` tries ten
//! thousand and holds the time that each takes.

use std::env;
use std::fs;
use std::path::Path;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use pangzhu::detect_text;

use crate::properties::html::pages_are_harmless_and_marks_change_no_word;
use crate::properties::load::{any_text_loads, repaired};

/// How many are tried where nothing else is said.
const TRIED: usize = 60;
/// What each may take, by a program made for use.
const PATIENCE: Duration = Duration::from_secs(5);
/// Of longer ones a piece is taken, so that many are tried.
const BYTES_MAX: usize = 40_000;

/// Texts that are put into others.
const PIECES: [&str; 20] = [
    "---\n",
    "\n\n",
    "\r\n",
    "\0",
    "\u{FEFF}",
    "\u{200B}",
    "　　",
    "**",
    "<div>",
    "</p>",
    "<!--",
    "](",
    "[^1]: ",
    "```\n",
    "> ",
    "|-|-|\n",
    "&#x;",
    "\u{202E}",
    "微信比支付宝",
    "{{ x }}",
];

/// Numbers without a pattern, the same in every run (Marsaglia's xorshift).
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 16) as usize % end.max(1)
    }
}

/// Returns the essays that are changed: our own, and other people's where there are any beside
/// the repository.
fn seeds() -> Vec<Vec<u8>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folders =
        vec![root.join("content"), root.join("tests/sites"), root.join("../shared/samples")];
    let mut seeds = Vec::new();
    while let Some(folder) = folders.pop() {
        let Ok(entries) = fs::read_dir(folder) else { continue };
        let mut paths: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
        paths.sort();
        for path in paths {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|one| one == "md") {
                seeds.push(fs::read(path).expect("an essay"));
            }
        }
    }
    assert!(seeds.len() > 10, "there are essays");
    seeds
}

/// Returns the time that this thread has worked, where the system tells: what other programs take
/// of the machine is none of it. Elsewhere the time since the first call.
fn spent() -> Duration {
    static FIRST: LazyLock<Instant> = LazyLock::new(Instant::now);
    let told = fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let worked = told.split_whitespace().next().and_then(|nanoseconds| nanoseconds.parse().ok());
    worked.map_or_else(|| FIRST.elapsed(), Duration::from_nanos)
}

/// Changes a text in a few places.
fn mutated(seeds: &[Vec<u8>], random: &mut Random) -> Vec<u8> {
    let seed = &seeds[random.below(seeds.len())];
    let start = random.below(seed.len().saturating_sub(BYTES_MAX));
    let mut bytes = seed[start..(start + BYTES_MAX).min(seed.len())].to_vec();
    for _ in 0..=random.below(8) {
        let at = random.below(bytes.len() + 1);
        let end = (at + random.below(200)).min(bytes.len());
        match random.below(7) {
            0 => drop(bytes.drain(at..end)),
            1 => drop(bytes.splice(at..at, PIECES[random.below(PIECES.len())].bytes())),
            2 => {
                let piece = bytes[at..end].to_vec();
                let times = 1 + random.below(40);
                drop(bytes.splice(at..at, piece.repeat(times)));
            }
            3 if at < bytes.len() => bytes[at] = random.below(256) as u8,
            4 => bytes.truncate(at),
            5 => {
                let other = &seeds[random.below(seeds.len())];
                let from = random.below(other.len());
                let to = (from + random.below(2_000)).min(other.len());
                drop(bytes.splice(at..at, other[from..to].iter().copied()));
            }
            _ => {
                let piece = PIECES[random.below(PIECES.len())].repeat(1 + random.below(500));
                drop(bytes.splice(at..at, piece.bytes()));
            }
        }
    }
    bytes
}

#[test]
fn mutated_essays_are_read() {
    let count: Option<usize> =
        env::var("PANGZHU_MUTATED").ok().and_then(|count| count.parse().ok());
    let seeds = seeds();
    let mut random = Random(20_140_220);
    let mut longest = Duration::ZERO;
    for number in 0..count.unwrap_or(TRIED) {
        let bytes = mutated(&seeds, &mut random);
        let text = String::from_utf8_lossy(&bytes);
        let begin = spent();
        any_text_loads(&text);
        repaired(&text);
        detect_text(&text);
        if number % 10 == 0 {
            pages_are_harmless_and_marks_change_no_word(&text);
        }
        let took = spent().saturating_sub(begin);
        longest = longest.max(took);
        assert!(count.is_none() || took < PATIENCE, "number {number} took {took:?}: {text:?}");
    }
    println!("the longest took {longest:?}");
}
