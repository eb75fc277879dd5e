//! The doorbell: tells who looks that there is something to look at, and that it is quiet.
//!
//! An editor's save is many events, and between them a file may be empty or gone. So a ring is
//! answered only after a moment of quiet: a short one when the last thing heard was the end of
//! a write, a longer one when it was the middle of something.
//!
//! It remembers which files it was rung about, so that who answers may look at them first.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// After the end of a write nothing more is to come; other files may be written along.
const QUIET_AFTER_END: Duration = Duration::from_millis(2);
/// After anything else the rest is to come: editors write a file within milliseconds.
const QUIET: Duration = Duration::from_millis(25);
/// Something that writes without end is not waited for.
const PATIENCE: Duration = Duration::from_millis(300);

/// What was heard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ring {
    /// Something began or goes on.
    Underway,
    /// A file is complete.
    Complete,
}

/// What a ring is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum About {
    /// These files; their paths are below the site's folder.
    Files(BTreeSet<PathBuf>),
    /// Nobody knows, or too much to name.
    Anything,
}

impl About {
    /// More files than this are no save: to look at everything is as quick.
    const FILES_MAX: usize = 64;

    fn add(&mut self, other: Self) {
        match (&mut *self, other) {
            (Self::Files(files), Self::Files(more)) => files.extend(more),
            _ => *self = Self::Anything,
        }
        if matches!(self, Self::Files(files) if files.len() > Self::FILES_MAX) {
            *self = Self::Anything;
        }
    }
}

/// Why a wait is over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Waited {
    /// It rang: so many times so far, the first unanswered one so long ago, about this.
    Rang(u64, Duration, About),
    /// It was quiet for as long as one was to wait.
    Quiet,
    /// There is nothing more to wait for.
    Stopped,
}

/// A bell that any thread may ring.
#[derive(Debug, Default)]
pub struct Bell {
    state: Mutex<State>,
    rung: Condvar,
}

#[derive(Debug, Default)]
struct State {
    rings: u64,
    answered: u64,
    first: Option<Instant>,
    last: Option<(Ring, Instant)>,
    /// What the unanswered ones are about.
    about: Option<About>,
    stopped: bool,
}

impl Bell {
    /// Rings.
    pub fn ring(&self, ring: Ring, about: About) {
        let now = Instant::now();
        let mut state = self.lock();
        state.rings += 1;
        state.first.get_or_insert(now);
        state.last = Some((ring, now));
        match &mut state.about {
            Some(all) => all.add(about),
            none => *none = Some(about),
        }
        self.rung.notify_all();
    }

    /// Ends every wait, now and later.
    pub fn stop(&self) {
        self.lock().stopped = true;
        self.rung.notify_all();
    }

    /// Returns how often it has rung.
    pub fn rings(&self) -> u64 {
        self.lock().rings
    }

    /// Waits for a ring and the quiet after it, for as long as `idle` where nothing rings.
    pub fn wait(&self, idle: Option<Duration>) -> Waited {
        let begin = Instant::now();
        let mut state = self.lock();
        loop {
            if state.stopped {
                return Waited::Stopped;
            }
            let left = match (state.first, state.last) {
                (Some(first), Some((ring, last))) if state.rings > state.answered => {
                    let quiet = if ring == Ring::Complete { QUIET_AFTER_END } else { QUIET };
                    let until = (last + quiet).min(first + PATIENCE);
                    let left = until.saturating_duration_since(Instant::now());
                    if left.is_zero() {
                        state.answered = state.rings;
                        state.first = None;
                        let about = state.about.take().unwrap_or(About::Anything);
                        return Waited::Rang(state.rings, first.elapsed(), about);
                    }
                    Some(left)
                }
                _ => idle.map(|idle| idle.saturating_sub(begin.elapsed())),
            };
            state = match left {
                Some(left) if left.is_zero() => return Waited::Quiet,
                Some(left) => {
                    self.rung.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0
                }
                None => self.rung.wait(state).unwrap_or_else(PoisonError::into_inner),
            };
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rings_before_a_wait_are_answered_once() {
        let bell = Bell::default();
        let file = |name: &str| About::Files([PathBuf::from(name)].into());
        bell.ring(Ring::Underway, file("a"));
        bell.ring(Ring::Complete, file("b"));
        let both = About::Files([PathBuf::from("a"), PathBuf::from("b")].into());
        assert!(matches!(bell.wait(None), Waited::Rang(2, _, about) if about == both));
        assert_eq!(bell.wait(Some(Duration::ZERO)), Waited::Quiet);
        bell.ring(Ring::Underway, About::Anything);
        bell.ring(Ring::Complete, file("a"));
        assert!(matches!(bell.wait(None), Waited::Rang(4, _, About::Anything)));
        bell.stop();
        assert_eq!(bell.wait(None), Waited::Stopped);
    }
}
