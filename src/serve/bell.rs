//! The doorbell: tells who looks that there is something to look at, and that it is quiet.
//!
//! An editor's save is many events, and between them a file may be empty or gone. So a ring is
//! answered only after a moment of quiet: a short one when the last thing heard was the end of
//! a write, a longer one when it was the middle of something.

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

/// Why a wait is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Waited {
    /// It rang: so many times so far, the first unanswered one so long ago.
    Rang(u64, Duration),
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
    stopped: bool,
}

impl Bell {
    /// Rings.
    pub fn ring(&self, ring: Ring) {
        let now = Instant::now();
        let mut state = self.lock();
        state.rings += 1;
        state.first.get_or_insert(now);
        state.last = Some((ring, now));
        self.rung.notify_all();
    }

    /// Ends every wait, now and later.
    pub fn stop(&self) {
        self.lock().stopped = true;
        self.rung.notify_all();
    }

    /// Tells whether it was stopped.
    pub fn is_stopped(&self) -> bool {
        self.lock().stopped
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
                        return Waited::Rang(state.rings, first.elapsed());
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
        bell.ring(Ring::Underway);
        bell.ring(Ring::Complete);
        assert!(matches!(bell.wait(None), Waited::Rang(2, _)));
        assert_eq!(bell.wait(Some(Duration::ZERO)), Waited::Quiet);
        bell.ring(Ring::Underway);
        assert!(matches!(bell.wait(None), Waited::Rang(3, _)));
        bell.stop();
        assert_eq!(bell.wait(None), Waited::Stopped);
    }
}
