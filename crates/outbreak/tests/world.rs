//! A school in memory: facts come, signals follow.

use std::collections::{BTreeMap, BTreeSet};

use epi_rules::ScopeKind;
use uuid::Uuid;
use xd_kernel::{AbsenceId, Instant, PersonId, SchoolDay, UnitId};
use xd_observe::Symptoms;
use xd_observe::facts::CaseFact;
use xd_outbreak::decide::{Change, Moment, decide};
use xd_outbreak::evaluate::{Evaluated, Site, SiteKind};
use xd_outbreak::{Extent, Signal, SignalKey, SignalState, rules};

pub const SCHOOL: UnitId = UnitId(Uuid::from_u128(0x5c));

/// Day numbers in these tests count from here, a day of 2026: most rules have dates of validity.
pub const DAY_ZERO: i32 = 20_700;

pub fn day(number: i32) -> SchoolDay {
    SchoolDay(DAY_ZERO + number)
}

pub fn class(number: u128) -> UnitId {
    UnitId(Uuid::from_u128(0xc0 + number))
}

/// A case in class 1 with onset on this day and these symptoms.
pub fn case(number: u128, onset: i32, symptoms: &[&str]) -> CaseFact {
    CaseFact {
        institution: SCHOOL,
        absence: AbsenceId(Uuid::from_u128(0xa000 + number)),
        person: PersonId(Uuid::from_u128(0xb000 + number)),
        class: Some(class(1)),
        room: None,
        onset: day(onset),
        onset_assumed: true,
        symptoms: Symptoms::of(symptoms).unwrap(),
        diagnosis: None,
        known_at: Instant(i64::from(onset) * 1_000),
    }
}

pub fn site() -> Site {
    let path = |text: &str| text.parse().unwrap();
    Site {
        unit: SCHOOL,
        path: path("1.1"),
        rulebook: rules().of("CN"),
        kind: SiteKind::School,
        places: (1..4).map(|n| (class(n), path(&format!("1.1.{n}")))).collect(),
        campuses: BTreeMap::new(),
    }
}

pub fn moment(today: i32) -> Moment {
    Moment { now: Instant(i64::from(today) * 1_000), today: day(today), reviewed_from: day(today - 45) }
}

/// A key and its days, as text that is easy to compare: `EW-01 class gastrointestinal 100-100 x3`.
pub fn line(key: &SignalKey, extent: &Extent) -> String {
    let Extent { first_day, holds_through, peak_count } = extent;
    let scope = match key.scope_kind {
        ScopeKind::Class => format!("class {}", key.scope.as_u128() - 0xc0),
        ScopeKind::Person => format!("person {}", key.scope.as_u128() - 0xb000),
        other => other.to_string(),
    };
    let group = if key.group.code.is_empty() { "-" } else { &key.group.code };
    format!(
        "{} {scope} {group} {}-{} x{peak_count}",
        key.rule_id,
        first_day.0 - DAY_ZERO,
        holds_through.0 - DAY_ZERO
    )
}

/// The signals of one school.
#[derive(Default)]
pub struct World {
    pub signals: Vec<Signal>,
}

impl World {
    /// Looks at the facts as they are now.
    pub fn look(&mut self, facts: &[CaseFact], today: i32) -> Vec<Change> {
        let moment = moment(today);
        let site = site();
        let keys: BTreeSet<&SignalKey> = self.signals.iter().map(|signal| &signal.key).collect();
        let observed = Evaluated::new(&site, facts).observed(moment.reviewed_from, &keys);
        let mut changes = Vec::new();
        for one in &observed {
            let existing: Vec<Signal> =
                self.signals.iter().filter(|signal| signal.key == one.key).cloned().collect();
            changes.extend(decide(&existing, one, &moment));
        }
        for change in &changes {
            self.apply(change);
        }
        changes
    }

    fn apply(&mut self, change: &Change) {
        let at = self.signals.iter().position(|signal| signal.id == change.signal.id);
        match (at, change.replaces) {
            (Some(at), Some(version)) => {
                assert_eq!(self.signals[at].version, version, "a change builds on what there is");
                assert!(change.signal.version > version);
                self.signals[at] = change.signal.clone();
            }
            (None, None) => self.signals.push(change.signal.clone()),
            other => panic!("{other:?}: {change:?}"),
        }
    }

    /// The signals that are not withdrawn, sorted.
    pub fn live(&self) -> Vec<String> {
        let live = self.signals.iter().filter(|signal| signal.state != SignalState::Withdrawn);
        let mut lines: Vec<String> = live.map(|signal| line(&signal.key, &signal.extent)).collect();
        lines.sort();
        lines
    }
}

/// What holds with these facts, sorted: what [`World::live`] must show.
pub fn holds(facts: &[CaseFact], today: i32) -> Vec<String> {
    let site = site();
    let observed = Evaluated::new(&site, facts).observed(moment(today).reviewed_from, &BTreeSet::new());
    let mut lines: Vec<String> =
        observed.iter().flat_map(|one| one.runs.iter().map(|run| line(&one.key, &run.extent))).collect();
    lines.sort();
    lines
}
