//! What a person watching sees of a build, and how long its phases took.
//!
//! The only clock of the program: the phases have none.

use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::session::Phase;

/// A build that takes less is over before one can read of it.
const SILENT: Duration = Duration::from_millis(500);

/// A stopwatch and, on long builds that are watched, a bar.
pub(super) struct Progress {
    begin: Instant,
    phases: Vec<(Phase, Instant)>,
    watched: bool,
    bar: ProgressBar,
}

impl Progress {
    /// Starts the clock.
    pub(super) fn start(watched: bool) -> Self {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        Self { begin: Instant::now(), phases: Vec::new(), watched, bar }
    }

    /// Notes that a phase begins.
    pub(super) fn enter(&mut self, phase: Phase) {
        self.phases.push((phase, Instant::now()));
        self.bar.set_message(phase.name());
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
    pub(super) fn asking(watched: bool, pages: usize) -> Self {
        let progress = Self::start(watched);
        progress.bar.set_message("ask");
        progress.expect(pages);
        progress
    }

    /// Notes that a file is done.
    pub(super) fn step(&self) {
        self.bar.inc(1);
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
            .map(|(&(phase, begin), end)| (phase, end - begin))
            .collect();
        Timings { phases, total: end - self.begin }
    }
}

/// How long a build took.
pub(super) struct Timings {
    phases: Vec<(Phase, Duration)>,
    /// All of it.
    pub(super) total: Duration,
}

impl Timings {
    /// Returns a line for each phase, its time in milliseconds.
    pub(super) fn table(&self) -> String {
        let line = |(phase, time): &(Phase, Duration)| {
            format!("{:>8.1} ms  {}", time.as_secs_f64() * 1e3, phase.name())
        };
        self.phases.iter().map(line).collect::<Vec<_>>().join("\n")
    }
}
