//! What detection costs on one core: for an essay, as a text grows, as the gazetteer grows.
//!
//! `cargo bench --bench detect` prints times and the ratios that matter: they hold on any
//! machine. A round is repeated and its best time taken, which is the one least disturbed.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use pangzhu::config::Config;
use pangzhu::detect;
use pangzhu::detect::gazetteer::Gazetteer;
use pangzhu::load::essay::Essay;
use pangzhu::load::load;
use pangzhu::source::{Source, SourcePath};

/// The length of a long magazine essay in characters.
const ESSAY: usize = 4_000;
/// The bytes of a short text and of a long one, whose costs a byte are held against each other.
const BYTES: [usize; 2] = [10_000, 1_000_000];
/// Companies that nobody names, added to the gazetteer.
const STRANGERS: [usize; 2] = [20_000, 80_000];
/// A measurement goes on until it has taken this long, or has this many rounds.
const PATIENCE: Duration = Duration::from_millis(1500);
const ROUNDS: usize = 40;
/// Work is timed in batches of this length: the system tells the time used by ticks.
const BATCH: Duration = Duration::from_millis(40);

/// Texts made of one part over and over, each hard on some step.
const HOSTILE: &[(&str, &str)] = &[
    ("without a full stop", "腾讯比阿里巴巴更开放，而京东则不如它，"),
    ("one list of names", "腾讯、阿里巴巴、京东、百度、"),
    ("one name", "腾讯"),
    ("pronouns", "腾讯和百度，它与后者，三家"),
    ("cues", "比如而更不如超过"),
    ("classes", "其他银行平台"),
    ("quotes that never close", "“甲"),
    ("points", "a."),
    ("as as", "as "),
    ("asterisks", "*"),
    ("digits", "1"),
];

fn main() {
    let begin = Instant::now();
    let gazetteer = Gazetteer::new(None).0;
    println!("reading the built-in gazetteer: {:.1} ms", millis(begin.elapsed()));
    let begin = Instant::now();
    time(&essay("腾讯比阿里巴巴更开放。"), &gazetteer, 1);
    println!("reading the lists and weights: {:.1} ms", millis(begin.elapsed()));

    let plain = text();
    let essay = essay(&cut(&plain, ESSAY));
    let base = time(&essay, &gazetteer, ROUNDS);
    println!("an essay of {ESSAY} characters: {:.3} ms, at best {:.3} ms", base.0, base.1);
    println!("reading its file, for comparison: {:.3} ms", reading(&plain));

    println!("\na byte's cost in {} bytes against that in {}", BYTES[1], BYTES[0]);
    grows("essays", |bytes| plain.chars().cycle().take(bytes / 3).collect(), &gazetteer);
    for &(name, part) in HOSTILE {
        grows(name, |bytes| part.repeat(bytes / part.len()), &gazetteer);
    }
    grows("made-up names", made_up_names, &gazetteer);

    println!("\nas the gazetteer grows: time, and time against that with the built-in one");
    for count in STRANGERS {
        let gazetteer = Gazetteer::new(Some(&strangers(count))).0;
        let (_, best) = time(&essay, &gazetteer, ROUNDS);
        println!("{count:>9} more companies {best:>10.3} ms {:>6.2}", best / base.1);
    }
}

/// Prints how the cost of a byte grows with a text.
fn grows(name: &str, text: impl Fn(usize) -> String, gazetteer: &Gazetteer) {
    let cost = |bytes| {
        let essay = essay(&text(bytes));
        time(&essay, gazetteer, ROUNDS / 5).1 / bytes as f64
    };
    let [short, long] = BYTES.map(cost);
    let length = (ESSAY * "字".len()) as f64;
    println!(
        "{name:<24} {:>6.2}   {:>8.3} ms for as much as an essay",
        long / short,
        long * length
    );
}

/// Returns names that no list knows, each twice.
fn made_up_names(bytes: usize) -> String {
    let mut text = String::new();
    let mut number = 0_u64;
    while text.len() < bytes {
        // A linear congruential generator (Knuth, TAOCP 2, 3.3.4).
        number = number.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        let letter = |at: u32| {
            char::from(b'a' + u8::try_from(number >> (20 + 5 * at) & 15).expect("it is below 16"))
        };
        let name: String = (0..6).map(letter).collect();
        let _ = write!(text, "K{name}，K{name}，");
    }
    text
}

/// Returns the text of the demo's essays, headers and all that is not prose left out.
fn text() -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("content/essays");
    let mut text = String::new();
    for file in ["2013/tencent-o2o.md", "2024/two-codes.md", "2025/three-new-cars.md"] {
        let essay = fs::read_to_string(folder.join(file)).expect("the demo's essays are there");
        let essay = self::essay(&essay);
        text.push_str(&essay.body.text);
    }
    text.replace('\n', "\n\n")
}

/// Repeats a text until it has so many characters.
fn cut(text: &str, length: usize) -> String {
    text.chars().cycle().take(length).collect()
}

fn essay(text: &str) -> Arc<Essay> {
    let source = Source::new(SourcePath::new("2014-02-20-bench.md"), text);
    Arc::new(load(Arc::new(source), &Config::default()))
}

/// Makes a site's list of companies of two characters and a number, as 丁万3.
fn strangers(count: usize) -> Source {
    let mut text = "companies:\n".to_owned();
    for number in 0..count {
        let char = |at: usize| {
            let code = 0x4e00 + u32::try_from(at % 5000).expect("it is small");
            char::from_u32(code).expect("it is a Han character")
        };
        let _ = writeln!(text, "  - name: {}{}{number}", char(number * 7), char(number * 13));
    }
    Source::new(SourcePath::new("content/companies.yaml"), text)
}

/// Returns the median and the least of a detection's times in milliseconds.
fn time(essay: &Arc<Essay>, gazetteer: &Gazetteer, rounds: usize) -> (f64, f64) {
    measure(rounds, || detect::detect(Arc::clone(essay), gazetteer).comparisons.len())
}

fn reading(text: &str) -> f64 {
    let text = cut(text, ESSAY);
    measure(ROUNDS, || essay(&text).body.text.len()).0
}

/// Repeats work in batches; returns the median and the least of a single one's times.
fn measure<T>(rounds: usize, work: impl Fn() -> T) -> (f64, f64) {
    let begin = Instant::now();
    let mut times = Vec::new();
    while times.len() < rounds.max(1) && (times.is_empty() || begin.elapsed() < PATIENCE) {
        let (batch, wall) = (used(), Instant::now());
        let mut count = 0_u32;
        while count == 0 || wall.elapsed() < BATCH {
            std::hint::black_box(work());
            count += 1;
        }
        let took = match (batch, used()) {
            (Some(before), Some(after)) => after.saturating_sub(before),
            _ => wall.elapsed(),
        };
        times.push(took / count);
    }
    times.sort();
    (millis(times[times.len() / 2]), millis(times[0]))
}

/// Returns the time that this thread has been at work, if the system tells: other programs
/// then do not count.
fn used() -> Option<Duration> {
    let told = fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    Some(Duration::from_nanos(told.split(' ').next()?.parse().ok()?))
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}
