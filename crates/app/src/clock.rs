//! The machine's clock: the one place where real time enters the program.

use std::time::UNIX_EPOCH;

use xd_kernel::{Clock, Instant};

/// Real time.
#[derive(Debug, Clone, Copy, Default)]
pub struct MachineClock;

impl Clock for MachineClock {
    #[expect(clippy::disallowed_methods, reason = "everything else takes the clock that is handed in")]
    fn now(&self) -> Instant {
        let since = std::time::SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Instant(i64::try_from(since.as_micros()).unwrap_or(i64::MAX))
    }
}
