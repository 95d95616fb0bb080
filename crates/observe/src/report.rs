//! What a checker hands in, and the pure rules it must keep. Nothing here knows a database.

use sha2::{Digest as _, Sha256};
use xd_kernel::{CheckId, Instant, PersonId, UnitId};

use crate::error::FieldError;
use crate::schema::{NOTE_MOST, TENTHS};
use crate::{CheckType, ExceptionKind, Symptoms};

/// A check as handed in. No exceptions means: all here and well (零报告).
#[derive(Debug, Clone, PartialEq)]
pub struct CheckReport {
    /// The client's key; sending the same report again changes nothing.
    pub check_id: CheckId,
    /// The class, dormitory room or staff team.
    pub group: UnitId,
    /// Morning, noon or evening.
    pub check_type: CheckType,
    /// When it was seen, by the device's clock.
    pub occurred_at: Instant,
    /// When it was sent, by the device's clock: shows how far that clock is off.
    pub sent_at: Option<Instant>,
    /// Those who are not here and well.
    pub exceptions: Vec<ReportedException>,
    /// Temperatures taken, perhaps of everybody.
    pub temperatures: Vec<TakenTemperature>,
    /// Typed in by whom.
    pub entry: Entry,
    /// The roster that the checker had before them.
    pub roster: RosterSeen,
}

/// The roster that a checker had before them: the persons of whom "here and well" was said by not naming them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum RosterSeen {
    /// The client does not say; then it is taken to be the one in force.
    #[default]
    NotSaid,
    /// This version of it.
    Version(i64),
}

/// How a check came into the device.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Entry {
    /// By the checker, on the spot.
    #[default]
    OnTheSpot,
    /// From a paper form, perhaps by somebody else.
    FromPaper,
}

/// A person who is not here and well.
#[derive(Debug, Clone, PartialEq)]
pub struct ReportedException {
    /// Who.
    pub person: PersonId,
    /// How.
    pub kind: ExceptionKind,
    /// Symptom codes; only for the ill.
    pub symptoms: Vec<String>,
    /// Body temperature in degrees Celsius, 34.0 to 43.0.
    pub celsius: Option<f64>,
    /// A few words, at most 200 characters.
    pub note: Option<String>,
}

/// One temperature.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TakenTemperature {
    /// Whose.
    pub person: PersonId,
    /// Degrees Celsius, 34.0 to 43.0.
    pub celsius: f64,
}

/// An exception that keeps the rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SeenException {
    pub person: PersonId,
    pub kind: ExceptionKind,
    pub symptoms: Symptoms,
    pub tenths: Option<i16>,
    pub note: Option<String>,
}

/// The contents of a report that keeps the rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Contents {
    pub exceptions: Vec<SeenException>,
    pub temperatures: Vec<(PersonId, i16)>,
    pub hash: [u8; 32],
}

/// How many persons a check saw in which way. Late and ill in class are present.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Members of the group on that day.
    pub expected: i64,
    /// Expected less both kinds of absent.
    pub present: i64,
    /// Absent, ill.
    pub absent_ill: i64,
    /// Absent for another reason.
    pub absent_other: i64,
    /// Came after the check.
    pub late: i64,
    /// Here, with symptoms.
    pub ill_in_class: i64,
}

impl Counts {
    /// Both added up.
    #[must_use]
    pub const fn plus(&self, other: &Self) -> Self {
        Self {
            expected: self.expected + other.expected,
            present: self.present + other.present,
            absent_ill: self.absent_ill + other.absent_ill,
            absent_other: self.absent_other + other.absent_other,
            late: self.late + other.late,
            ill_in_class: self.ill_in_class + other.ill_in_class,
        }
    }

    /// Adds up a check. A roster that is smaller than those absent is too old to be believed and grows to fit.
    pub(crate) fn of(expected: i64, exceptions: &[SeenException]) -> Self {
        let mut counts = Self { expected, ..Self::default() };
        for exception in exceptions {
            *match exception.kind {
                ExceptionKind::AbsentIll => &mut counts.absent_ill,
                ExceptionKind::AbsentOther => &mut counts.absent_other,
                ExceptionKind::Late => &mut counts.late,
                ExceptionKind::IllInClass => &mut counts.ill_in_class,
            } += 1;
        }
        counts.expected = counts.expected.max(i64::try_from(exceptions.len()).unwrap_or(i64::MAX));
        counts.present = counts.expected - counts.absent_ill - counts.absent_other;
        counts
    }
}

/// Reads a report's contents by the rules that need no register.
pub(crate) fn contents(report: &CheckReport) -> Result<Contents, Vec<FieldError>> {
    let mut errors = Vec::new();
    let exceptions: Vec<SeenException> = report
        .exceptions
        .iter()
        .enumerate()
        .map(|(at, exception)| seen(exception, &format!("exceptions.{at}"), &mut errors))
        .collect();
    let temperatures: Vec<(PersonId, i16)> = report
        .temperatures
        .iter()
        .enumerate()
        .map(|(at, taken)| {
            let field = format!("temperatures.{at}.celsius");
            (taken.person, tenths(taken.celsius, field, &mut errors))
        })
        .collect();
    twice("exceptions", exceptions.iter().map(|exception| exception.person), &mut errors);
    twice("temperatures", temperatures.iter().map(|taken| taken.0), &mut errors);
    if !errors.is_empty() {
        return Err(errors);
    }
    let hash = hash(report, &exceptions, &temperatures);
    Ok(Contents { exceptions, temperatures, hash })
}

/// Reads one exception, whether of a check or of a guardian's message.
pub(crate) fn seen(given: &ReportedException, field: &str, errors: &mut Vec<FieldError>) -> SeenException {
    if !given.kind.is_ill() && !given.symptoms.is_empty() {
        let detail = format!("symptoms are given with `{}`, which is not an illness", given.kind);
        errors.push(FieldError::new(dotted(field, "symptoms"), "check.symptoms_without_illness", detail));
    }
    SeenException {
        person: given.person,
        kind: given.kind,
        symptoms: symptoms(&given.symptoms, field, errors),
        tenths: given.celsius.map(|celsius| tenths(celsius, dotted(field, "celsius"), errors)),
        note: note(given.note.as_deref(), dotted(field, "note"), errors),
    }
}

pub(crate) fn symptoms(codes: &[String], field: &str, errors: &mut Vec<FieldError>) -> Symptoms {
    let mut set = Symptoms::NONE;
    for (at, code) in codes.iter().enumerate() {
        match Symptoms::of([code]) {
            Ok(one) => set = set.or(one),
            Err(error) => {
                let field = dotted(field, &format!("symptoms.{at}"));
                errors.push(FieldError::new(field, "check.symptom_unknown", error.to_string()));
            }
        }
    }
    set
}

pub(crate) fn tenths(celsius: f64, field: String, errors: &mut Vec<FieldError>) -> i16 {
    let rounded = (celsius * 10.0).round();
    let (least, most) = TENTHS;
    if rounded.is_finite() && rounded >= least as f64 && rounded <= most as f64 {
        // In range, so nothing is cut off.
        rounded as i16
    } else {
        let detail = format!("{celsius} °C is not a body temperature of 34.0 to 43.0");
        errors.push(FieldError::new(field, "check.celsius_out_of_range", detail));
        0
    }
}

/// A note without blanks around it; none if nothing is left.
pub(crate) fn note(given: Option<&str>, field: String, errors: &mut Vec<FieldError>) -> Option<String> {
    let text = given.map(str::trim).filter(|text| !text.is_empty())?;
    if text.chars().count() > NOTE_MOST as usize || text.contains('\0') {
        let detail = format!("at most {NOTE_MOST} characters of text");
        errors.push(FieldError::new(field, "check.note_too_long", detail));
        return None;
    }
    Some(text.to_owned())
}

pub(crate) fn dotted(front: &str, back: &str) -> String {
    if front.is_empty() { back.to_owned() } else { format!("{front}.{back}") }
}

fn twice(list: &str, persons: impl Iterator<Item = PersonId>, errors: &mut Vec<FieldError>) {
    let mut known = std::collections::HashSet::new();
    for (at, person) in persons.enumerate() {
        if !known.insert(person) {
            let field = format!("{list}.{at}.person_id");
            errors.push(FieldError::new(field, "check.person_twice", "this person is listed above"));
        }
    }
}

/// What makes two reports the same. The time of sending does not: it differs each time a report is sent again.
fn hash(report: &CheckReport, exceptions: &[SeenException], temperatures: &[(PersonId, i16)]) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(report.group.0.as_bytes());
    hash.update([report.check_type as u8, u8::from(report.entry == Entry::FromPaper)]);
    hash.update(report.occurred_at.0.to_le_bytes());
    for exception in exceptions {
        hash_exception(&mut hash, exception);
    }
    hash.update([0xff]);
    for (person, tenths) in temperatures {
        hash.update(person.0.as_bytes());
        hash.update(tenths.to_le_bytes());
    }
    hash.finalize().into()
}

pub(crate) fn hash_exception(hash: &mut Sha256, exception: &SeenException) {
    hash.update([exception.kind as u8]);
    hash.update(exception.person.0.as_bytes());
    for code in exception.symptoms.codes() {
        hash.update(code.as_bytes());
        hash.update([0]);
    }
    hash.update(exception.tenths.unwrap_or(0).to_le_bytes());
    hash.update(exception.note.as_deref().unwrap_or_default().as_bytes());
    hash.update([0]);
}
