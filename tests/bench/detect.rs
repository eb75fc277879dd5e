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
/// How much longer each text is than the one before.
const GROWTH: usize = 4;
/// How many texts of growing length are measured.
const STEPS: u32 = 5;
/// Companies that nobody names, added to the gazetteer.
const STRANGERS: [usize; 2] = [20_000, 100_000];
/// After a text that takes longer, no longer one is tried.
const LIMIT: Duration = Duration::from_secs(3);
/// A measurement goes on until it has taken this long, or has this many rounds.
const PATIENCE: Duration = Duration::from_millis(1500);
const ROUNDS: usize = 50;

fn main() {
    let gazetteer = Gazetteer::new(None).0;
    let plain = text();

    let essay = essay(&cut(&plain, ESSAY));
    let base = time(&essay, &gazetteer);
    println!("an essay of {ESSAY} characters: {:.3} ms", base.as_secs_f64() * 1e3);
    println!("reading its file, for comparison: {:.3} ms", reading(&plain).as_secs_f64() * 1e3);

    println!("\nas the text grows: time, and time a character against that essay's (1 is linear)");
    let endless = plain.replace(['。', '？', '！', '；', '\n'], "，");
    for (name, text) in [("sentences", &plain), ("without a full stop", &endless)] {
        for step in 0..STEPS {
            let length = ESSAY * GROWTH.pow(step);
            let essay = self::essay(&cut(text, length));
            let took = time(&essay, &gazetteer);
            let ratio = ratio(took, base) * ESSAY as f64 / length as f64;
            println!("{length:>9} {name:<20} {:>10.3} ms {ratio:>6.2}", took.as_secs_f64() * 1e3);
            if took > LIMIT {
                println!("          {name:<20} not tried beyond");
                break;
            }
        }
    }

    println!("\nas the gazetteer grows: time, and time against that with the built-in one");
    for count in STRANGERS {
        let gazetteer = Gazetteer::new(Some(&strangers(count))).0;
        let took = time(&essay, &gazetteer);
        let ratio = ratio(took, base);
        println!("{count:>9} more companies {:>10.3} ms {ratio:>6.2}", took.as_secs_f64() * 1e3);
    }
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

fn time(essay: &Arc<Essay>, gazetteer: &Gazetteer) -> Duration {
    best(|| detect::detect(Arc::clone(essay), gazetteer).comparisons.len())
}

fn reading(text: &str) -> Duration {
    let text = cut(text, ESSAY);
    best(|| essay(&text).body.text.len())
}

fn best<T>(work: impl Fn() -> T) -> Duration {
    let begin = Instant::now();
    let mut best = Duration::MAX;
    for _ in 0..ROUNDS {
        let round = Instant::now();
        std::hint::black_box(work());
        best = best.min(round.elapsed());
        if begin.elapsed() > PATIENCE {
            break;
        }
    }
    best
}

fn ratio(one: Duration, other: Duration) -> f64 {
    one.as_secs_f64() / other.as_secs_f64()
}
