//! What the evidence makes of a person's sick absences: open, continue, shorten, split, join, void, revive.

use xd_kernel::{AbsenceId, Instant, SchoolDay};

use crate::decide::{Evidence, Sign, Spell, spells};
use crate::record::{AbsenceRecord, Home};
use crate::{AbsenceState, TraceState};

/// A person whose evidence has changed.
#[derive(Debug, Clone)]
pub(crate) struct PersonCase {
    /// Where the person belongs now, if that was asked.
    pub home: Option<Home>,
    /// The absences that touch the days of the evidence, voided ones too.
    pub stored: Vec<AbsenceRecord>,
    pub evidence: Evidence,
}

/// The absences that must be written so that they say what the evidence says: each with its next version.
///
/// An absence that the health officer has traced is not voided when the last check that saw it is corrected: somebody
/// who spoke with the doctor knows better. It stays, marked as disputed.
pub(crate) fn reconcile(
    case: &PersonCase,
    now: Instant,
    mint: &mut dyn FnMut() -> AbsenceId,
) -> Vec<AbsenceRecord> {
    let mut found = spells(&case.evidence);
    let mut owners = match_up(&found, &case.stored);
    let pins = unsupported(&case.stored, &owners);
    if !pins.is_empty() {
        let mut evidence = case.evidence.clone();
        evidence.ill.extend(&pins);
        found = spells(&evidence);
        owners = match_up(&found, &case.stored);
    }
    let mut changed = Vec::new();
    for (spell, owner) in found.iter().zip(&owners) {
        let disputed = spell.signs.iter().all(|sign| pins.contains(sign));
        match owner.map(|at| &case.stored[at]) {
            Some(record) => keep(&mut changed, record, shaped(record, case.home, spell, disputed), now),
            None => changed.extend(opened(case, spell, now, mint)),
        }
    }
    for (at, record) in case.stored.iter().enumerate() {
        if record.state != AbsenceState::Voided && !owners.contains(&Some(at)) {
            keep(&mut changed, record, voided(record), now);
        }
    }
    changed
}

fn keep(changed: &mut Vec<AbsenceRecord>, before: &AbsenceRecord, after: AbsenceRecord, now: Instant) {
    if *before != after {
        changed.push(AbsenceRecord { version: before.version + 1, changed_at: now, ..after });
    }
}

/// Signs that stand in for what the health officer knows and no check says.
fn unsupported(stored: &[AbsenceRecord], owners: &[Option<usize>]) -> Vec<Sign> {
    let traced = stored.iter().enumerate().filter(|(at, record)| {
        record.state != AbsenceState::Voided
            && record.trace_state == TraceState::TracedByHealthOfficer
            && !owners.contains(&Some(*at))
    });
    let pin = |(_, record): (usize, &AbsenceRecord)| Sign {
        at: record.opened,
        check: record.opened_check,
        received_at: record.first_known_at,
        symptoms: record.seen_symptoms,
        absent: record.absent,
    };
    traced.map(pin).collect()
}

/// Which absence each spell is: the one opened by the same check, else one whose days it shares; what has been traced
/// further wins. A voided absence is revived before a new one is opened.
fn match_up(found: &[Spell], stored: &[AbsenceRecord]) -> Vec<Option<usize>> {
    let mut matching = Matching { found, stored, owners: vec![None; found.len()] };
    matching.give(|spell, record| {
        record.state != AbsenceState::Voided && record.opened_check == spell.first.check
    });
    matching.give(|spell, record| record.state != AbsenceState::Voided && overlap(spell, record));
    matching.prefer_traced();
    matching.give(overlap);
    matching.owners
}

struct Matching<'a> {
    found: &'a [Spell],
    stored: &'a [AbsenceRecord],
    owners: Vec<Option<usize>>,
}

impl Matching<'_> {
    fn is_free(&self, at: usize) -> bool {
        !self.owners.contains(&Some(at))
    }

    fn give(&mut self, fits: impl Fn(&Spell, &AbsenceRecord) -> bool) {
        for (at, spell) in self.found.iter().enumerate() {
            if self.owners[at].is_none() {
                let fitting = self
                    .stored
                    .iter()
                    .enumerate()
                    .filter(|(at, record)| self.is_free(*at) && fits(spell, record));
                self.owners[at] = fitting.max_by_key(|(_, record)| worth(record)).map(|(at, _)| at);
            }
        }
    }

    fn prefer_traced(&mut self) {
        for (at, spell) in self.found.iter().enumerate() {
            let Some(owner) = self.owners[at].map(|owner| &self.stored[owner]) else { continue };
            let further = self.stored.iter().enumerate().filter(|(at, record)| {
                self.is_free(*at)
                    && record.state != AbsenceState::Voided
                    && record.trace_state > owner.trace_state
                    && overlap(spell, record)
            });
            if let Some((better, _)) = further.max_by_key(|(_, record)| worth(record)) {
                self.owners[at] = Some(better);
            }
        }
    }
}

fn worth(record: &AbsenceRecord) -> impl Ord + use<> {
    (record.trace_state, std::cmp::Reverse((record.opened, record.id)))
}

fn overlap(spell: &Spell, record: &AbsenceRecord) -> bool {
    let (from, to) = spell.days();
    record.opened.day() <= to && from <= record.until()
}

fn shaped(record: &AbsenceRecord, home: Option<Home>, spell: &Spell, disputed: bool) -> AbsenceRecord {
    let untraced = record.trace_state == TraceState::Untraced;
    let (first_known_at, known_at) = spell.known();
    let seen = spell.symptoms();
    let opened = spell.first.at;
    AbsenceRecord {
        // Rows never change custody: a person who moved to another school is absent there anew.
        home: home.filter(|home| home.institution == record.home.institution).unwrap_or(record.home),
        opened_check: spell.first.check,
        opened,
        last_ill: spell.last_ill(),
        absent: spell.absent(),
        seen_symptoms: seen,
        symptoms: if untraced { seen } else { record.symptoms },
        onset: if record.onset_assumed { opened.day() } else { record.onset },
        let_back: record.let_back.filter(|day| *day >= opened.day()),
        returned: spell.ended.map(|moment| moment.day()),
        state: state(spell),
        disputed,
        first_known_at,
        known_at: if untraced { known_at } else { record.known_at },
        ..record.clone()
    }
}

fn state(spell: &Spell) -> AbsenceState {
    if spell.ended.is_some() { AbsenceState::Returned } else { AbsenceState::Open }
}

fn voided(record: &AbsenceRecord) -> AbsenceRecord {
    AbsenceRecord {
        state: AbsenceState::Voided,
        returned: None,
        let_back: None,
        disputed: record.trace_state == TraceState::TracedByHealthOfficer,
        ..record.clone()
    }
}

/// A new absence. Whoever is in a check has a home; without one there is nobody to open an absence for.
fn opened(
    case: &PersonCase,
    spell: &Spell,
    now: Instant,
    mint: &mut dyn FnMut() -> AbsenceId,
) -> Option<AbsenceRecord> {
    let home = case.home.or_else(|| case.stored.first().map(|record| record.home))?;
    let (first_known_at, known_at) = spell.known();
    let onset: SchoolDay = spell.first.at.day();
    Some(AbsenceRecord {
        id: mint(),
        home,
        opened_check: spell.first.check,
        opened: spell.first.at,
        last_ill: spell.last_ill(),
        absent: spell.absent(),
        seen_symptoms: spell.symptoms(),
        symptoms: spell.symptoms(),
        onset,
        onset_assumed: true,
        diagnosis: None,
        trace_state: TraceState::Untraced,
        expected_return: None,
        let_back: None,
        returned: spell.ended.map(|moment| moment.day()),
        state: state(spell),
        disputed: false,
        first_known_at,
        known_at,
        changed_at: now,
        version: 1,
    })
}

#[cfg(test)]
mod tests;
