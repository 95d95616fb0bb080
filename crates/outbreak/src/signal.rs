//! A signal: one run of consecutive days on which a rule holds in a scope for one group of cases.

use epi_rules::ScopeKind;
use epi_rules::window::Segment;
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use xd_kernel::{AccountId, Instant, OrgPath, PersonId, SchoolDay, SignalId, UnitId};

use crate::words::{EntryKind, EntryReason, GroupKind, SignalState};

/// Who is counted together: `code` is a syndrome group's code, or what the rule calls its diseases, or empty.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CaseGroup {
    /// Which kind of group.
    pub kind: GroupKind,
    /// Its code.
    pub code: String,
}

/// What a signal is about. Signals of one key never share a day, apart from withdrawn ones.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SignalKey {
    /// The school, or for a rule that counts a county's cases the county.
    pub institution: UnitId,
    /// The rule.
    pub rule_id: String,
    /// The kind of the scope.
    pub scope_kind: ScopeKind,
    /// The unit in which cases are counted together; the person for rules about one person.
    pub scope: Uuid,
    /// Who is counted together.
    pub group: CaseGroup,
}

/// The unit that decides who sees a signal. For a rule about one person it is the school, so that a class teacher
/// does not learn of a diagnosis through a signal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignalPlace {
    /// The unit.
    pub unit: UnitId,
    /// Its path.
    pub path: OrgPath,
}

/// The numbers of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Extent {
    /// First day on which the rule holds.
    pub first_day: SchoolDay,
    /// Last day on which it holds with the facts now known.
    pub holds_through: SchoolDay,
    /// Highest count of the run.
    pub peak_count: u32,
}

impl Extent {
    pub(crate) fn overlaps(&self, other: &Self) -> bool {
        self.first_day <= other.holds_through && other.first_day <= self.holds_through
    }

    pub(crate) fn touches(&self, other: &Self) -> bool {
        self.first_day <= other.holds_through + 1 && other.first_day <= self.holds_through + 1
    }
}

/// How far a signal had come when a person closed it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settled {
    /// Highest count then.
    pub peak_count: u32,
    /// Last day then.
    pub through: SchoolDay,
}

impl Settled {
    /// Whether a run goes no further than what was closed.
    pub(crate) fn covers(&self, extent: &Extent) -> bool {
        extent.peak_count <= self.peak_count && extent.holds_through <= self.through
    }
}

/// Counts day by day, as stretches of days of equal count; days not named count nobody.
///
/// Stored as JSON `{"v":1,"runs":[[first day, last day, count], …]}`, days since 1970-01-01.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DayCounts(Vec<Segment>);

#[derive(Serialize, Deserialize)]
struct StoredCounts {
    v: u8,
    runs: Vec<(i32, i32, u32)>,
}

impl DayCounts {
    /// Counts from stretches in order of day that do not overlap.
    #[must_use]
    pub fn new(segments: Vec<Segment>) -> Self {
        Self(segments)
    }

    /// The number of persons who count on a day.
    #[must_use]
    pub fn on(&self, day: SchoolDay) -> u32 {
        let held = self.0.iter().find(|s| (s.first_day..=s.last_day).contains(&day.0));
        held.map_or(0, |segment| segment.count)
    }

    /// The highest count on the days from `from` to `to`, both included.
    #[must_use]
    pub fn peak_between(&self, from: SchoolDay, to: SchoolDay) -> u32 {
        let near = self.0.iter().filter(|s| s.first_day <= to.0 && from.0 <= s.last_day);
        near.map(|segment| segment.count).max().unwrap_or(0)
    }

    /// The part on the days from `from` to `to`, both included.
    #[must_use]
    pub fn between(&self, from: SchoolDay, to: SchoolDay) -> Self {
        let cut = |s: &Segment| Segment {
            first_day: s.first_day.max(from.0),
            last_day: s.last_day.min(to.0),
            count: s.count,
        };
        Self(self.0.iter().map(cut).filter(|s| s.first_day <= s.last_day).collect())
    }

    /// These counts before `day`, `later`'s from `day` on.
    #[must_use]
    pub fn then_from(&self, day: SchoolDay, later: &Self) -> Self {
        let mut joined = self.between(SchoolDay(i32::MIN), day - 1).0;
        joined.extend(later.between(day, SchoolDay(i32::MAX)).0);
        Self(joined)
    }

    pub(crate) fn to_json(&self) -> String {
        let runs = self.0.iter().map(|s| (s.first_day, s.last_day, s.count)).collect();
        serde_json::to_string(&StoredCounts { v: 1, runs }).unwrap_or_default()
    }

    /// Counts as they are stored.
    ///
    /// # Errors
    /// What is wrong with the text.
    pub fn stored(text: &str) -> Result<Self, String> {
        let stored: StoredCounts = serde_json::from_str(text).map_err(|error| error.to_string())?;
        if stored.v != 1 {
            return Err(format!("version {} is not known", stored.v));
        }
        let segment = |(first_day, last_day, count)| Segment { first_day, last_day, count };
        Ok(Self(stored.runs.into_iter().map(segment).collect()))
    }
}

/// A signal as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signal {
    /// Its identity, which outlives changes of its days and counts.
    pub id: SignalId,
    /// What it is about.
    pub key: SignalKey,
    /// Who sees it.
    pub place: SignalPlace,
    /// Its days and highest count.
    pub extent: Extent,
    /// Counts of the days around the run.
    pub counts: DayCounts,
    /// When the fact that decided it became known.
    pub discovered_at: Instant,
    /// When the report is due.
    pub report_due: Instant,
    /// Where it stands.
    pub state: SignalState,
    /// Raised for a day that was already past.
    pub raised_late: bool,
    /// How far it had come when it was last closed.
    pub settled: Option<Settled>,
    /// Grows with every change.
    pub version: u32,
}

/// One entry of a signal's history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// When.
    pub at: Instant,
    /// The account that did it; the program itself where there is none.
    pub account: Option<AccountId>,
    /// The person behind the account.
    pub person: Option<PersonId>,
    /// What happened.
    pub kind: EntryKind,
    /// Why it was closed or withdrawn.
    pub reason: Option<EntryReason>,
    /// What the person wrote.
    pub text: Option<String>,
    /// The highest count after it.
    pub count: Option<u32>,
    /// The unit it was handed to.
    pub to: Option<UnitId>,
    /// The signal that absorbed this one, or was absorbed by it.
    pub other_signal: Option<SignalId>,
}

impl Entry {
    /// An entry by the program itself.
    pub(crate) fn by_program(kind: EntryKind, at: Instant) -> Self {
        Self {
            at,
            account: None,
            person: None,
            kind,
            reason: None,
            text: None,
            count: None,
            to: None,
            other_signal: None,
        }
    }
}
