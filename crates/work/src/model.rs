//! Waves and tasks in memory.

use uuid::Uuid;
use xd_kernel::{
    AccountId, Instant, OrgPath, PersonId, RecordId, ReviewId, SchoolDay, TaskId, UnitId, WaveId,
};
use xd_register::PostKind;
use xd_trust::Place;

use crate::{TaskState, Verdict, WaveState};

/// One issuing of work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wave {
    /// The wave.
    pub id: WaveId,
    /// The unit that issued it.
    pub from: Place,
    /// The template's id.
    pub template: String,
    /// The template's version when it was issued.
    pub template_version: u32,
    /// Units at or below these paths get a task, if their kind is among the template's.
    pub under: Vec<OrgPath>,
    /// The day it is for, on the issuer's calendar.
    pub day: SchoolDay,
    /// When.
    pub issued_at: Instant,
    /// One deadline for all; else each unit's follows from the template and its own calendar.
    pub due: Option<Instant>,
    /// By whom; none if by the program itself.
    pub issued_by: Option<AccountId>,
    /// Where it stands.
    pub state: WaveState,
    /// The path up to which tasks have been made.
    pub cursor: String,
    /// How many units it was addressed to when issued.
    pub expected: i64,
    /// How many tasks have been made so far.
    pub made: i64,
}

/// When a task reached each point, each set once: the first time counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Marks {
    /// It came to a device of somebody who answers for it.
    pub delivered: Option<Instant>,
    /// Somebody who answers for it opened it.
    pub read: Option<Instant>,
    /// They took it on.
    pub acknowledged: Option<Instant>,
    /// They began.
    pub started: Option<Instant>,
    /// A record was handed in for the first time.
    pub submitted: Option<Instant>,
    /// It was accepted or withdrawn.
    pub closed: Option<Instant>,
}

/// Something that a unit must do by a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    /// The task.
    pub id: TaskId,
    /// The wave it belongs to.
    pub wave: WaveId,
    /// The unit that must do it.
    pub place: Place,
    /// What it is about; the unit itself for most.
    pub subject: Uuid,
    /// The post that does it.
    pub owner: PostKind,
    /// The post that does it in the owner's stead.
    pub deputy: Option<PostKind>,
    /// By when.
    pub due: Instant,
    /// Where it stands.
    pub state: TaskState,
    /// The last step of its escalation that has been taken; 0 before the first. It only grows.
    pub step: u16,
    /// How far it came, and when.
    pub marks: Marks,
    /// Who took it on.
    pub acknowledged_by: Option<AccountId>,
}

impl Task {
    /// Whether it should be done by now and is not.
    #[must_use]
    pub fn is_overdue(&self, now: Instant) -> bool {
        !self.state.is_closed() && now > self.due
    }
}

/// How many tasks there are, and how many of them came how far. Each is among those before it but for the withdrawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// All of them, the withdrawn included.
    pub total: i64,
    /// Came to a device.
    pub delivered: i64,
    /// Opened.
    pub read: i64,
    /// Taken on.
    pub acknowledged: i64,
    /// Begun.
    pub started: i64,
    /// Handed in at least once.
    pub submitted: i64,
    /// Accepted.
    pub done: i64,
    /// Taken back by the issuer.
    pub withdrawn: i64,
}

impl Counts {
    /// A task counted by itself.
    #[must_use]
    pub fn of(task: &Task) -> Self {
        let one = |mark: Option<Instant>| i64::from(mark.is_some());
        let Marks { delivered, read, acknowledged, started, submitted, .. } = task.marks;
        Self {
            total: 1,
            delivered: one(delivered),
            read: one(read),
            acknowledged: one(acknowledged),
            started: one(started),
            submitted: one(submitted),
            done: i64::from(task.state == TaskState::Accepted),
            withdrawn: i64::from(task.state == TaskState::Withdrawn),
        }
    }

    /// The counts in the order of the columns of the tables.
    #[must_use]
    pub const fn columns(&self) -> [i64; 8] {
        let Self { total, delivered, read, acknowledged, started, submitted, done, withdrawn } = *self;
        [total, delivered, read, acknowledged, started, submitted, done, withdrawn]
    }

    /// Counts from columns.
    #[must_use]
    pub const fn from_columns(columns: [i64; 8]) -> Self {
        let [total, delivered, read, acknowledged, started, submitted, done, withdrawn] = columns;
        Self { total, delivered, read, acknowledged, started, submitted, done, withdrawn }
    }

    /// Both added up.
    #[must_use]
    pub fn plus(&self, other: &Self) -> Self {
        self.each(other, |a, b| a + b)
    }

    /// By how much this is more than `other`.
    #[must_use]
    pub fn minus(&self, other: &Self) -> Self {
        self.each(other, |a, b| a - b)
    }

    fn each(&self, other: &Self, both: impl Fn(i64, i64) -> i64) -> Self {
        let (mut mine, theirs) = (self.columns(), other.columns());
        for (one, other) in mine.iter_mut().zip(theirs) {
            *one = both(*one, other);
        }
        Self::from_columns(mine)
    }
}

/// What was handed in for a task.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// The client's key.
    pub id: RecordId,
    /// The task.
    pub task: TaskId,
    /// When.
    pub at: Instant,
    /// By which account.
    pub account: Option<AccountId>,
    /// By which person.
    pub person: Option<PersonId>,
    /// Coded answers by question.
    pub answers: serde_json::Value,
    /// The hashes of its files.
    pub files: Vec<[u8; 32]>,
}

/// One look at a record by somebody else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Review {
    /// The review.
    pub id: ReviewId,
    /// The task.
    pub task: TaskId,
    /// The record looked at.
    pub record: RecordId,
    /// What came of it.
    pub verdict: Verdict,
    /// Why; empty only if accepted.
    pub reason: String,
    /// When.
    pub at: Instant,
    /// By which account.
    pub account: Option<AccountId>,
    /// By which person.
    pub person: Option<PersonId>,
}

/// What a record of a checklist came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListResult {
    /// The record.
    pub record: RecordId,
    /// The unit it is about, and where it stands.
    pub unit: UnitId,
    /// The unit's path.
    pub path: OrgPath,
    /// The unit's institution.
    pub institution: UnitId,
    /// The list's id.
    pub list: String,
    /// Its version.
    pub version: u32,
    /// Self-check or inspection.
    pub kind: crate::template::WorkKind,
    /// The day of the record.
    pub day: SchoolDay,
    /// What was said of the items.
    pub outcome: crate::checklist::Outcome,
}

/// Why a task was opened: what a record said in one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The institution that must put it right.
    pub institution: UnitId,
    /// What the opened task is about.
    pub subject: Uuid,
    /// The task whose record found it.
    pub source: TaskId,
    /// The record.
    pub record: RecordId,
    /// The list's item, if a list was gone through.
    pub item: Option<String>,
    /// What was noted there.
    pub note: String,
}

/// What follows from a record, written with it or not at all.
#[derive(Debug, Clone, Default)]
pub(crate) struct Aftermath {
    pub result: Option<ListResult>,
    pub findings: Vec<Finding>,
    pub waves: Vec<Wave>,
    pub tasks: Vec<Task>,
}
