//! Checks and sick absences as they are kept.

use xd_kernel::{AbsenceId, AccountId, CheckId, Instant, PersonId, SchoolDay, UnitId};

use crate::decide::Moment;
use crate::report::{Counts, SeenException};
use crate::{AbsenceState, CheckType, Symptoms, TraceState};

/// What is checked once: a group, on a day, at a time of day. Its current check is the one that occurred last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Slot {
    pub group: UnitId,
    pub day: SchoolDay,
    pub check_type: CheckType,
}

/// One check, without the persons in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CheckRecord {
    pub institution: UnitId,
    pub check: CheckId,
    pub slot: Slot,
    pub occurred_at: Instant,
    pub received_at: Instant,
    pub account: Option<AccountId>,
    pub person: Option<PersonId>,
    pub roster_version: i64,
    pub counts: Counts,
    pub current: bool,
    pub clock_adjusted: bool,
    pub on_paper: bool,
    pub hash: [u8; 32],
}

impl CheckRecord {
    /// Of two checks of a slot the greater one counts, in whatever order they arrive.
    pub fn rank(&self) -> (Instant, CheckId) {
        (self.occurred_at, self.check)
    }

    pub fn key(&self) -> (UnitId, CheckId) {
        (self.institution, self.check)
    }
}

/// A check that keeps the rules, not yet taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Arrival {
    pub record: CheckRecord,
    pub exceptions: Vec<SeenException>,
    pub temperatures: Vec<(PersonId, i16)>,
    /// The roster in force when it came in; the record says which one the checker saw.
    pub roster_in_force: i64,
}

/// Confirms that a check is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckReceipt {
    /// The check, by the client's key.
    pub check: CheckId,
    /// The group.
    pub group: UnitId,
    /// The school day it counts for, in the school's zone.
    pub school_day: SchoolDay,
    /// Morning, noon or evening.
    pub check_type: CheckType,
    /// How many persons were seen in which way.
    pub counts: Counts,
    /// The roster that the checker had before them.
    pub roster_version: i64,
    /// The roster that counts now. If it is another one, the checker has not seen the present list of the group.
    pub roster_in_force: i64,
    /// When it was seen, as the server believes it.
    pub occurred_at: Instant,
    /// When the server had it.
    pub received_at: Instant,
    /// Whether it is the one that counts for its group, day and time of day.
    pub current: bool,
    /// Whether the device's clock was corrected.
    pub clock_adjusted: bool,
    /// Whether it had been taken before.
    pub already_received: bool,
}

impl CheckReceipt {
    pub(crate) fn of(record: &CheckRecord, roster_in_force: i64) -> Self {
        Self {
            check: record.check,
            group: record.slot.group,
            school_day: record.slot.day,
            check_type: record.slot.check_type,
            counts: record.counts,
            roster_version: record.roster_version,
            roster_in_force,
            occurred_at: record.occurred_at,
            received_at: record.received_at,
            current: record.current,
            clock_adjusted: record.clock_adjusted,
            already_received: false,
        }
    }

    pub(crate) fn again(record: &CheckRecord, roster_in_force: i64) -> Self {
        Self { already_received: true, ..Self::of(record, roster_in_force) }
    }
}

/// Where a person belongs, as far as sick absences go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Home {
    pub institution: UnitId,
    pub person: PersonId,
    /// The group whose checks show that the person is back: the class, else the team, else the room.
    pub group: UnitId,
    pub class: Option<UnitId>,
    pub room: Option<UnitId>,
}

/// One sick absence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct AbsenceRecord {
    pub id: AbsenceId,
    pub home: Home,
    /// The first check that saw the illness, and which moment it spoke of.
    pub opened_check: CheckId,
    pub opened: Moment,
    pub last_ill: SchoolDay,
    /// Absent at least once; otherwise always ill in class.
    pub absent: bool,
    /// What checks saw; `symptoms` are these until somebody traces.
    pub seen_symptoms: Symptoms,
    pub symptoms: Symptoms,
    pub onset: SchoolDay,
    pub onset_assumed: bool,
    pub diagnosis: Option<String>,
    pub trace_state: TraceState,
    pub expected_return: Option<SchoolDay>,
    /// The day on which the health officer let the person back.
    pub let_back: Option<SchoolDay>,
    pub returned: Option<SchoolDay>,
    pub state: AbsenceState,
    /// Traced by the health officer, but no check says any more that the person was ill.
    pub disputed: bool,
    pub first_known_at: Instant,
    pub known_at: Instant,
    pub changed_at: Instant,
    pub version: i64,
}

impl AbsenceRecord {
    /// A day that is later than every other: the end of what has not ended.
    pub const NEVER: SchoolDay = SchoolDay(84_006);

    /// The last day the absence touches.
    pub fn until(&self) -> SchoolDay {
        match self.state {
            AbsenceState::Open => Self::NEVER,
            AbsenceState::Returned => self.returned.unwrap_or(self.last_ill),
            AbsenceState::Voided => self.last_ill,
        }
    }
}

impl CheckRecord {
    /// Whether it names anybody as not here and well.
    pub fn has_exceptions(&self) -> bool {
        let counts = &self.counts;
        counts.absent_ill + counts.absent_other + counts.late + counts.ill_in_class > 0
    }
}
