//! Events that could not be handled, and when they are tried again.

use xd_kernel::Instant;
use xd_store::StoreError;
use xd_store::outbox::Recorded;

use crate::schema::PROBLEM_MOST;

/// An event set aside.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Parked {
    /// The event.
    pub event: Recorded,
    /// How often it was tried.
    pub attempts: u32,
    /// When it is tried next.
    pub run_at: Instant,
    /// What went wrong last.
    pub problem: String,
}

/// The longest wait between two attempts, in seconds.
const WAIT_MOST: i64 = 3_600;

impl Parked {
    /// Sets an event aside after its first attempt.
    pub fn first(event: Recorded, problem: &StoreError, now: Instant) -> Self {
        Self { event, attempts: 0, run_at: now, problem: String::new() }.again(problem, now)
    }

    /// The same event after one more attempt: due in 10 s, 20 s, 40 s, … an hour.
    #[must_use]
    pub fn again(self, problem: &StoreError, now: Instant) -> Self {
        let attempts = self.attempts.saturating_add(1);
        let wait = (10_i64 << (attempts - 1).min(16)).min(WAIT_MOST);
        let problem = problem.to_string().chars().take(PROBLEM_MOST as usize).collect();
        let parked = Self { attempts, run_at: now.plus_seconds(wait), problem, ..self };
        parked.log();
        parked
    }

    fn log(&self) {
        metrics::counter!("xd_flows_failures_total", "kind" => self.event.kind.clone()).increment(1);
        tracing::error!(
            kind = %self.event.kind,
            institution = %self.event.institution,
            seq = self.event.position.seq,
            attempts = self.attempts,
            next = %self.run_at,
            problem = %self.problem,
            "an event could not be handled and will be tried again"
        );
    }
}

#[cfg(test)]
mod tests {
    use xd_kernel::UnitId;
    use xd_store::outbox::Position;

    use super::*;

    #[test]
    fn waits_grow_to_an_hour() {
        let event = Recorded {
            position: Position::default(),
            institution: UnitId::mint(),
            kind: "checks.reported".to_owned(),
            version: 1,
            payload: serde_json::Value::Null,
            at: Instant(0),
        };
        let problem = StoreError::invalid("outbox.payload", "absences");
        let mut parked = Parked::first(event, &problem, Instant(0));
        let mut waits = vec![parked.run_at.0 / 1_000_000];
        for _ in 0..20 {
            parked = parked.again(&problem, Instant(0));
            waits.push(parked.run_at.0 / 1_000_000);
        }
        assert_eq!(waits[..5], [10, 20, 40, 80, 160]);
        assert_eq!((waits[20], parked.attempts), (3_600, 21));
    }
}
