//! What the facts as they are now make of the signals there are: pure.
//!
//! A signal is a run of consecutive days on which its rule holds. Facts come late, are corrected and traced, so runs
//! grow, shrink, move, split and join. What stays is identity: a run takes over the signal whose days it shares, or
//! failing that touches, so that what people wrote about it stays with it.
//!
//! * One signal per run. Of several signals that one run shares days with, the one that began first remains and the
//!   others are absorbed: withdrawn, with a pointer to it. Of several runs that share one signal's days, the first
//!   keeps it.
//! * A signal without a run is withdrawn, whatever its state was, and stays visible. When its run comes back it opens
//!   again, and its clock starts when that became known.
//! * A **closed** signal whose run goes further than when it was closed, in highest count or last day, opens again; it
//!   is the same run, and a second signal for the same days would hide what was already said. If the run goes no
//!   further, it stays closed, though its numbers are kept true.
//! * Days before [`Moment::reviewed_from`] are not looked at again: that part of a signal stays as it is.
//!
//! So after every decision the signals that are not withdrawn are exactly the runs, in whatever order the facts came.

use epi_rules::ScopeKind;
use xd_kernel::{Instant, SchoolDay, SignalId};

use crate::evaluate::{HeldRun, Observed};
use crate::signal::{DayCounts, Entry, Extent, Signal};
use crate::words::{EntryKind, EntryReason, SignalState};

/// When a decision is made.
#[derive(Debug, Clone, Copy)]
pub struct Moment {
    /// Now.
    pub now: Instant,
    /// Today in the school's zone.
    pub today: SchoolDay,
    /// The first day that is looked at again.
    pub reviewed_from: SchoolDay,
}

/// A signal that is new or has changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The signal as it is now, its version already raised.
    pub signal: Signal,
    /// The version it is to replace; none for a new one.
    pub replaces: Option<u32>,
    /// What its history says of it; none where only counts beside the highest changed.
    pub entry: Option<Entry>,
}

/// Decides about the signals of one key, given in any order, withdrawn ones included.
#[must_use]
pub fn decide(existing: &[Signal], observed: &Observed, moment: &Moment) -> Vec<Change> {
    let mut matching = Matching::new(existing, moment);
    matching.by_shared_days(&observed.runs);
    matching.by_touch(&observed.runs);
    let mut changes = Vec::new();
    for (run, assigned) in observed.runs.iter().zip(&matching.assigned) {
        match assigned {
            None => changes.push(raise(observed, run, moment)),
            Some(signal) => {
                let absorbed: Vec<&Signal> = matching.absorbed_by(signal);
                changes.extend(absorbed.iter().map(|other| absorb(other, signal.id, moment)));
                let taken = Taken { signal, run, absorbed: &absorbed };
                changes.extend(carry_on(&taken, observed, moment));
            }
        }
    }
    let left = matching.left_over();
    changes.extend(left.into_iter().filter_map(|signal| lose(signal, observed, moment)));
    changes
}

/// Which run takes over which signal.
struct Matching<'s> {
    signals: Vec<&'s Signal>,
    moment: &'s Moment,
    /// Parallel to the runs.
    assigned: Vec<Option<&'s Signal>>,
    /// Signal absorbed, by the signal that remains.
    absorbed: Vec<(SignalId, SignalId)>,
}

impl<'s> Matching<'s> {
    fn new(existing: &'s [Signal], moment: &'s Moment) -> Self {
        let mut signals: Vec<&Signal> = existing.iter().collect();
        signals.sort_by_key(|signal| (signal.extent.first_day, signal.id));
        Self { signals, moment, assigned: Vec::new(), absorbed: Vec::new() }
    }

    fn by_shared_days(&mut self, runs: &[HeldRun]) {
        for (at, run) in runs.iter().enumerate() {
            let shares = |signal: &&&Signal| self.shares(signal, run);
            let live: Vec<&Signal> =
                self.free().filter(|signal| is_live(signal)).filter(|s| shares(&s)).collect();
            let withdrawn = || self.free().filter(|signal| !is_live(signal)).find(|s| shares(&s));
            let remains = live.first().copied().or_else(withdrawn);
            let later = &runs[at + 1..];
            let mut absorbed = Vec::new();
            if let Some(remains) = remains {
                let wanted_later = |s: &Signal| later.iter().any(|run| self.shares(s, run));
                let others = live.iter().filter(|other| other.id != remains.id && !wanted_later(other));
                absorbed.extend(others.map(|other| (other.id, remains.id)));
            }
            self.absorbed.extend(absorbed);
            self.assigned.push(remains);
        }
    }

    /// A run that shares days with no signal may be one whose days have moved: to the day after, or the day before.
    fn by_touch(&mut self, runs: &[HeldRun]) {
        for (at, run) in runs.iter().enumerate() {
            if self.assigned[at].is_none() {
                let cut = self.moment.reviewed_from;
                let touches =
                    |signal: &&Signal| signal.extent.first_day >= cut && signal.extent.touches(&run.extent);
                let live = self.free().filter(|signal| is_live(signal)).find(touches);
                let moved = live.or_else(|| self.free().find(touches));
                self.assigned[at] = moved;
            }
        }
    }

    /// Whether a run has days of a signal. A signal that began before the first reviewed day can only go on in a run
    /// that is cut at that day; it then goes on even if it ended on the day before.
    fn shares(&self, signal: &Signal, run: &HeldRun) -> bool {
        let cut = self.moment.reviewed_from;
        match (signal.extent.first_day < cut, run.extent.first_day == cut) {
            (true, true) => signal.extent.holds_through + 1 >= cut,
            (true, false) => false,
            (false, _) => signal.extent.overlaps(&run.extent),
        }
    }

    fn free(&self) -> impl Iterator<Item = &'s Signal> + '_ {
        let taken = |signal: &Signal| {
            self.assigned.iter().flatten().any(|other| other.id == signal.id)
                || self.absorbed.iter().any(|(gone, _)| *gone == signal.id)
        };
        self.signals.iter().copied().filter(move |signal| !taken(signal))
    }

    fn absorbed_by(&self, remains: &Signal) -> Vec<&'s Signal> {
        let gone = |signal: &&Signal| self.absorbed.contains(&(signal.id, remains.id));
        self.signals.iter().copied().filter(gone).collect()
    }

    fn left_over(&self) -> Vec<&'s Signal> {
        self.free().filter(|signal| is_live(signal)).collect()
    }
}

fn is_live(signal: &Signal) -> bool {
    signal.state != SignalState::Withdrawn
}

fn raise(observed: &Observed, run: &HeldRun, moment: &Moment) -> Change {
    let entry =
        Entry { count: Some(run.extent.peak_count), ..Entry::by_program(EntryKind::Raised, moment.now) };
    let signal = Signal {
        id: SignalId::mint(),
        key: observed.key.clone(),
        place: observed.place.clone(),
        extent: run.extent,
        counts: near(&observed.counts, &run.extent),
        discovered_at: run.discovered_at,
        report_due: run.report_due,
        state: SignalState::Open,
        raised_late: is_late(observed.key.scope_kind, run, moment),
        settled: None,
        version: 1,
    };
    Change { signal, replaces: None, entry: Some(entry) }
}

/// Whether a signal is raised for a day that is past. A rule that one diagnosis meets is not late for having waited
/// for the diagnosis.
fn is_late(scope: ScopeKind, run: &HeldRun, moment: &Moment) -> bool {
    let by_diagnosis = matches!(scope, ScopeKind::Person | ScopeKind::County);
    !by_diagnosis && run.extent.first_day < moment.today
}

/// A run and the signal that it takes over.
struct Taken<'s> {
    signal: &'s Signal,
    run: &'s HeldRun,
    absorbed: &'s [&'s Signal],
}

fn carry_on(taken: &Taken<'_>, observed: &Observed, moment: &Moment) -> Option<Change> {
    let before = taken.signal;
    let mut after = before.clone();
    after.place = observed.place.clone();
    (after.extent, after.counts) = with_frozen_part(taken, observed, moment);
    for other in taken.absorbed {
        // The duty to report began with whichever was known first.
        after.discovered_at = after.discovered_at.min(other.discovered_at);
        after.report_due = after.report_due.min(other.report_due);
    }
    let goes_further = before.settled.is_none_or(|settled| !settled.covers(&after.extent));
    let takes_in_active = taken.absorbed.iter().any(|other| other.state.is_active());
    let kind = match before.state {
        SignalState::Withdrawn if goes_further => {
            after.discovered_at = taken.run.discovered_at;
            after.report_due = taken.run.report_due;
            Some((EntryKind::Reopened, SignalState::Open))
        }
        SignalState::Withdrawn => Some((EntryKind::Reopened, SignalState::Closed)),
        SignalState::Closed if goes_further || takes_in_active => {
            Some((EntryKind::Reopened, SignalState::Open))
        }
        state if !taken.absorbed.is_empty() => Some((EntryKind::Merged, state)),
        state if before.extent != after.extent => Some((EntryKind::CountChanged, state)),
        _ => None,
    };
    let entry = kind.map(|(kind, state)| {
        after.state = state;
        let other_signal = taken.absorbed.first().map(|other| other.id);
        let count = Some(after.extent.peak_count);
        Entry { count, other_signal, ..Entry::by_program(kind, moment.now) }
    });
    if after.state.is_active() {
        after.settled = None;
    }
    changed(before, after, entry)
}

/// The days, highest count and counts of a run, with those of the signal before the first reviewed day.
fn with_frozen_part(taken: &Taken<'_>, observed: &Observed, moment: &Moment) -> (Extent, DayCounts) {
    let run = taken.run.extent;
    let counts = near(&observed.counts, &run);
    let cut = moment.reviewed_from;
    let began = taken.absorbed.iter().chain([&taken.signal]).map(|signal| signal.extent.first_day).min();
    let began = began.filter(|began| run.first_day == cut && *began < cut);
    let Some(first_day) = began else { return (run, counts) };
    let frozen = &taken.signal.counts;
    let peak_count = run.peak_count.max(frozen.peak_between(first_day, cut - 1));
    (Extent { first_day, peak_count, ..run }, frozen.then_from(cut, &counts))
}

fn absorb(signal: &Signal, remains: SignalId, moment: &Moment) -> Change {
    let mut after = signal.clone();
    after.state = SignalState::Withdrawn;
    after.version += 1;
    let entry = Entry {
        reason: Some(EntryReason::Absorbed),
        other_signal: Some(remains),
        ..Entry::by_program(EntryKind::Withdrawn, moment.now)
    };
    Change { signal: after, replaces: Some(signal.version), entry: Some(entry) }
}

/// What becomes of a signal that no run takes over.
fn lose(signal: &Signal, observed: &Observed, moment: &Moment) -> Option<Change> {
    let cut = moment.reviewed_from;
    let mut after = signal.clone();
    if signal.extent.first_day < cut {
        after.extent.holds_through = signal.extent.holds_through.min(cut - 1);
        after.extent.peak_count = signal.counts.peak_between(signal.extent.first_day, cut - 1);
        if after.extent.holds_through == signal.extent.holds_through {
            return None;
        }
        after.counts = signal.counts.then_from(cut, &near(&observed.counts, &signal.extent));
        let count = Some(after.extent.peak_count);
        let entry = Entry { count, ..Entry::by_program(EntryKind::CountChanged, moment.now) };
        return changed(signal, after, Some(entry));
    }
    after.counts = near(&observed.counts, &signal.extent);
    after.state = SignalState::Withdrawn;
    let left = after.counts.peak_between(signal.extent.first_day, signal.extent.holds_through);
    let entry = Entry {
        reason: Some(EntryReason::Corrected),
        count: Some(left),
        ..Entry::by_program(EntryKind::Withdrawn, moment.now)
    };
    changed(signal, after, Some(entry))
}

fn changed(before: &Signal, mut after: Signal, entry: Option<Entry>) -> Option<Change> {
    if *before == after {
        return None;
    }
    after.version += 1;
    Some(Change { signal: after, replaces: Some(before.version), entry })
}

/// How many days of counts are kept on each side of a run: enough to see it rise and fall.
const MARGIN: i32 = 14;

fn near(counts: &DayCounts, extent: &Extent) -> DayCounts {
    counts.between(extent.first_day - MARGIN, extent.holds_through + MARGIN)
}
