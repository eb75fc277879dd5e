//! What a person watching sees of a build, and how long its phases took.
//!
//! The only clock of the program: the phases have none.

use std::sync::Mutex;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde_json::{Value, json};

use super::Console;
use crate::language::{Language, Wording};
use crate::session::Phase;
use crate::wording;

/// A build that takes less is over before one can read of it.
const SILENT: Duration = Duration::from_millis(500);

/// How often a trace says how many files are done.
const LOOKS: u64 = 200;

/// A stopwatch and, on long builds that are watched, a bar.
pub(super) struct Progress {
    begin: Instant,
    phases: Vec<(Phase, Instant)>,
    /// How many files were done at some moments.
    files: Mutex<Vec<(Instant, u64)>>,
    watched: bool,
    language: Language,
    bar: ProgressBar,
}

impl Progress {
    /// Starts the clock.
    pub(super) fn start(console: &Console<'_>) -> Self {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        let files = Mutex::default();
        let (watched, language) = (console.is_watched(), console.language());
        Self { begin: Instant::now(), phases: Vec::new(), files, watched, language, bar }
    }

    /// Notes that a phase begins.
    pub(super) fn enter(&mut self, phase: Phase) {
        self.phases.push((phase, Instant::now()));
        self.bar.set_message(phase.wording().of(self.language).to_owned());
        self.show();
    }

    /// Notes that rendering begins, of so many files.
    pub(super) fn enter_rendering(&mut self, files: usize) {
        self.enter(Phase::Render);
        self.expect(files);
    }

    fn expect(&self, files: usize) {
        self.bar.set_length(files as u64);
        self.bar.set_position(0);
        if let Ok(style) = ProgressStyle::with_template("{msg} {bar:30} {pos}/{len}") {
            self.bar.set_style(style);
        }
    }

    /// Starts the clock for the asking of so many hosts' pages.
    pub(super) fn asking(console: &Console<'_>, pages: usize) -> Self {
        let progress = Self::start(console);
        let name = wording!("ask", "查证外链");
        progress.bar.set_message(name.of(progress.language).to_owned());
        progress.expect(pages);
        progress
    }

    /// Notes that a file is done.
    pub(super) fn step(&self) {
        self.bar.inc(1);
        let (done, all) = (self.bar.position(), self.bar.length().unwrap_or_default());
        if done.is_multiple_of((all / LOOKS).max(1))
            && let Ok(mut files) = self.files.lock()
        {
            files.push((Instant::now(), done));
        }
        self.show();
    }

    fn show(&self) {
        if self.watched && self.bar.is_hidden() && self.begin.elapsed() > SILENT {
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
    }

    /// Stops the clock and takes the bar away.
    pub(super) fn finish(self) -> Timings {
        self.bar.finish_and_clear();
        let end = Instant::now();
        let ends = self.phases.iter().skip(1).map(|&(_, next)| next).chain([end]);
        let phases = (self.phases.iter().zip(ends))
            .map(|(&(phase, begin), end)| (phase, begin - self.begin, end - begin))
            .collect();
        let files = self.files.into_inner().unwrap_or_default();
        let mut files: Vec<(Duration, u64)> =
            files.into_iter().map(|(at, done)| (at - self.begin, done)).collect();
        files.sort_unstable();
        Timings { phases, files, total: end - self.begin }
    }
}

/// A bar alone, for a command whose work is one row of files.
pub(super) struct Bar(ProgressBar);

impl Bar {
    /// Shows a bar of so many files, if anybody watches.
    pub(super) fn start(files: usize, watched: bool) -> Self {
        let target =
            if watched { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let bar = ProgressBar::with_draw_target(Some(files as u64), target);
        if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} {eta}") {
            bar.set_style(style);
        }
        Self(bar)
    }

    /// Notes that a file is done.
    pub(super) fn step(&self) {
        self.0.inc(1);
    }

    /// Takes the bar away.
    pub(super) fn finish(self) {
        self.0.finish_and_clear();
    }
}

/// How long a build took.
pub(super) struct Timings {
    /// When each phase began and how long it took.
    phases: Vec<(Phase, Duration, Duration)>,
    /// How many files were done when.
    files: Vec<(Duration, u64)>,
    /// All of it.
    pub(super) total: Duration,
}

impl Timings {
    /// Returns a line for each phase, its time in milliseconds and its share.
    pub(super) fn table(&self) -> Wording {
        let total = self.total.as_secs_f64();
        let line = |name: Wording, time: Duration| {
            let time = time.as_secs_f64();
            let (share, time) = (time / total * 100.0, time * 1e3);
            wording!(
                "{time:>8.1} ms {share:>4.0} %  {name}",
                "{time:>8.1} 毫秒 {share:>4.0} %  {name}";
                name
            )
        };
        let phases = self.phases.iter().map(|&(phase, _, time)| line(phase.wording(), time));
        let all = line(wording!("in all", "共计"), self.total);
        Wording::joined(&phases.chain([all]).collect::<Vec<_>>(), "\n", "\n")
    }

    /// Returns a trace in the Trace Event Format, which ui.perfetto.dev and Chromium's
    /// about:tracing open; times in microseconds.
    pub(super) fn trace(&self) -> String {
        let micros = |time: Duration| time.as_secs_f64() * 1e6;
        let mut events: Vec<Value> = vec![
            json!({ "name": "process_name", "ph": "M", "pid": 1, "args": { "name": "pangzhu" } }),
            json!({ "name": "thread_name", "ph": "M", "pid": 1, "tid": 1, "args": { "name": "phases" } }),
        ];
        events.extend(self.phases.iter().map(|&(phase, begin, time)| {
            json!({
                "name": phase.wording(), "cat": "phase", "ph": "X", "pid": 1, "tid": 1,
                "ts": micros(begin), "dur": micros(time),
            })
        }));
        events.extend(self.files.iter().map(|&(at, done)| {
            json!({ "name": "files", "ph": "C", "pid": 1, "ts": micros(at), "args": { "done": done } })
        }));
        json!({ "displayTimeUnit": "ms", "traceEvents": events }).to_string() + "\n"
    }
}
