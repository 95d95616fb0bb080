//! Verbs: set a calendar, mark days.

use xd_kernel::{SchoolDay, TermId, UnitId};
use xd_store::Tx;
use xd_trust::audit::{self, Entry};
use xd_trust::{Action, Ctx, Denied};

use crate::decide::fields;
use crate::error::{CalendarError, FieldFault};
use crate::memory::Memory;
use crate::model::{CalendarDay, UnitRef};
use crate::rows::{self, calendar, units};
use crate::{DayKind, Span};

/// A term to be entered.
#[derive(Debug, Clone)]
pub struct NewTerm {
    /// Such as `2026-2027 学年第一学期`.
    pub name: String,
    /// The first day.
    pub from: SchoolDay,
    /// The last day.
    pub to: SchoolDay,
}

/// An institution's own calendar, whole.
#[derive(Debug, Clone)]
pub struct SetCalendar {
    /// The institution.
    pub institution: UnitId,
    /// Its terms. With none, those of the nearest institution above count.
    pub terms: Vec<NewTerm>,
    /// Days that are not what they would be by themselves.
    pub marks: Vec<CalendarDay>,
}

/// Replaces an institution's own calendar. Needs `calendar.manage` at it.
///
/// # Errors
/// [`CalendarError`].
pub async fn set_calendar(ctx: &Ctx, command: SetCalendar) -> Result<(), CalendarError> {
    let terms = checked_terms(&command)?;
    let marks = checked_marks(command.institution, &command.marks)?;
    let tx = ctx.begin().await?;
    let unit = managed(&tx, ctx, command.institution).await?;
    calendar::clear(&tx, command.institution).await?;
    rows::insert_all(tx.conn(), terms).await?;
    calendar::mark(&tx, marks).await?;
    let place = unit.place();
    let entry = Entry::new("calendar.set", &place).on("unit", unit.id);
    let entry = entry.with("terms", command.terms.len()).with("marks", command.marks.len());
    audit::record(&tx, ctx, entry).await?;
    tx.commit().await?;
    Memory::of(ctx.store()).calendar_changed();
    Ok(())
}

/// Days to be marked in an institution's own calendar.
#[derive(Debug, Clone)]
pub struct MarkDays {
    /// The institution.
    pub institution: UnitId,
    /// The days; what they were marked before gives way.
    pub marks: Vec<CalendarDay>,
    /// Days whose own mark is taken away, so that they are again what they would be by themselves.
    pub cleared: Vec<SchoolDay>,
}

/// Marks days, such as those of a closure, or takes their marks away. Needs `calendar.manage`.
///
/// # Errors
/// [`CalendarError`].
pub async fn mark_days(ctx: &Ctx, command: MarkDays) -> Result<(), CalendarError> {
    let marks = checked_marks(command.institution, &command.marks)?;
    let tx = ctx.begin().await?;
    let unit = managed(&tx, ctx, command.institution).await?;
    calendar::unmark(&tx, command.institution, &command.cleared).await?;
    calendar::mark(&tx, marks).await?;
    let place = unit.place();
    let entry = Entry::new("calendar.mark", &place).on("unit", unit.id).with("marks", command.marks.len());
    let entry = entry.with("cleared", command.cleared.len());
    audit::record(&tx, ctx, entry).await?;
    tx.commit().await?;
    Memory::of(ctx.store()).calendar_changed();
    Ok(())
}

async fn managed(tx: &Tx, ctx: &Ctx, id: UnitId) -> Result<UnitRef, CalendarError> {
    let unit = units::hold(tx, &[id]).await?.pop().ok_or(Denied::Unknown)?.to_ref()?;
    ctx.demand(Action::CalendarManage, &unit.place())?;
    if unit.kind.is_institution() {
        Ok(unit)
    } else {
        Err(CalendarError::NotAnInstitution { kind: unit.kind })
    }
}

fn checked_terms(command: &SetCalendar) -> Result<Vec<calendar::TermRow>, CalendarError> {
    let mut rows = Vec::with_capacity(command.terms.len());
    let mut faults = Vec::new();
    for (index, term) in command.terms.iter().enumerate() {
        let name = fields::text(&term.name, 100);
        if let Err(code) = name {
            faults.push(FieldFault::new(format!("terms.{index}.name"), code));
        }
        if term.to < term.from {
            faults.push(FieldFault::new(format!("terms.{index}.to"), "days.ends_before_it_begins"));
        }
        rows.push(calendar::TermRow {
            institution_id: command.institution.0,
            term_id: TermId::mint().0,
            name: name.unwrap_or_default(),
            from_day: i64::from(term.from.0),
            to_day: i64::from(term.to.0),
        });
    }
    let spans: Vec<Span> = command.terms.iter().map(|term| Span::between(term.from, term.to)).collect();
    let overlap =
        spans.iter().enumerate().any(|(at, one)| spans.iter().take(at).any(|other| other.overlaps(*one)));
    if !faults.is_empty() {
        Err(CalendarError::Invalid { faults })
    } else if overlap {
        Err(CalendarError::TermsOverlap)
    } else {
        Ok(rows)
    }
}

fn checked_marks(institution: UnitId, marks: &[CalendarDay]) -> Result<Vec<calendar::DayRow>, CalendarError> {
    let mut seen = std::collections::HashSet::new();
    let fault = |(index, mark): (usize, &CalendarDay)| {
        let field = format!("marks.{index}.kind");
        if !mark.kind.can_be_marked() {
            Some(FieldFault::new(field, "calendar.cannot_be_marked"))
        } else if mark.kind == DayKind::MakeUpDay && !mark.day.is_weekend() {
            Some(FieldFault::new(field, "calendar.make_up_day_on_weekday"))
        } else {
            (!seen.insert(mark.day))
                .then(|| FieldFault::new(format!("marks.{index}.day"), "calendar.day_twice"))
        }
    };
    let faults: Vec<FieldFault> = marks.iter().enumerate().filter_map(fault).collect();
    if !faults.is_empty() {
        return Err(CalendarError::Invalid { faults });
    }
    let row = |mark: &CalendarDay| calendar::DayRow {
        institution_id: institution.0,
        day: i64::from(mark.day.0),
        kind: mark.kind.word().to_owned(),
    };
    Ok(marks.iter().map(row).collect())
}
