//! The demonstration's clock: simulated while the outbreak is played, running on in real time afterwards.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant as Stopwatch;

use xd_kernel::{Clock, Instant};

#[derive(Debug, Clone, Copy)]
enum Hand {
    /// Standing at an instant until it is moved.
    Still(Instant),
    /// Running in real time since then.
    Running { from: Instant, since: Stopwatch },
}

/// A clock that is moved by the player, and let go at the end.
#[derive(Debug, Clone)]
pub struct DemoClock(Arc<Mutex<Hand>>);

impl DemoClock {
    /// A clock standing at an instant.
    pub fn at(now: Instant) -> Self {
        Self(Arc::new(Mutex::new(Hand::Still(now))))
    }

    /// Moves the clock.
    pub fn set(&self, now: Instant) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Hand::Still(now);
    }

    /// Lets it run in real time from where it stands.
    pub fn let_go(&self) {
        let from = self.now();
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) =
            Hand::Running { from, since: Stopwatch::now() };
    }
}

impl Clock for DemoClock {
    fn now(&self) -> Instant {
        match *self.0.lock().unwrap_or_else(PoisonError::into_inner) {
            Hand::Still(now) => now,
            Hand::Running { from, since } => {
                Instant(from.0 + i64::try_from(since.elapsed().as_micros()).unwrap_or(i64::MAX / 2))
            }
        }
    }
}
