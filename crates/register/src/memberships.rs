//! Verbs: enrol, move and end memberships; guardianships.

use std::collections::HashMap;

use xd_kernel::{MembershipId, PersonId, SchoolDay, UnitId};
use xd_store::{StoreError, Tx};
use xd_trust::audit::{self, Entry};
use xd_trust::{Action, Ctx, Denied};

use crate::Span;
use crate::decide::belong::{self, Belonging};
use crate::error::PeopleError;
use crate::memory::Memory;
use crate::model::UnitRef;
use crate::people::{self, NewMembership};
use crate::rows::{self, members, units};

/// Somebody joins a unit.
#[derive(Debug, Clone, Copy)]
pub struct Enrol {
    /// Who.
    pub person: PersonId,
    /// Where, from when to when, on which seat.
    pub membership: NewMembership,
}

/// Enrols a person in a unit. Needs `roster.manage` at the unit and at the institution that keeps the person.
///
/// # Errors
/// [`PeopleError`].
pub async fn enrol(ctx: &Ctx, command: Enrol) -> Result<MembershipId, PeopleError> {
    let tx = ctx.begin().await?;
    let id = enrol_in(&tx, ctx, &command).await?;
    tx.commit().await?;
    Memory::of(ctx.store()).rosters_changed([&command.membership.unit]);
    Ok(id)
}

async fn enrol_in(tx: &Tx, ctx: &Ctx, command: &Enrol) -> Result<MembershipId, PeopleError> {
    let wanted = &command.membership;
    let (unit, open) = managed_unit(tx, ctx, wanted.unit).await?;
    people::managed(tx, ctx, command.person).await?;
    let has = belongings(tx, command.person).await?;
    belong::may_belong(&has, Belonging { unit: unit.id, kind: unit.kind, days: wanted.days }, open)?;
    let row = people::membership_row(&unit, command.person, wanted);
    let id = MembershipId(row.membership_id);
    rows::insert_all(tx.conn(), vec![row]).await?;
    units::count_roster_change(tx, [unit.id]).await?;
    let place = unit.place();
    let entry = Entry::new("membership.enrol", &place).on("person", command.person);
    audit::record(tx, ctx, entry.with("from", wanted.days.from.to_string())).await?;
    Ok(id)
}

/// A membership's last day.
#[derive(Debug, Clone, Copy)]
pub struct EndMembership {
    /// The unit.
    pub unit: UnitId,
    /// The membership.
    pub membership: MembershipId,
    /// Its last day. The day before its first makes it hold no day: a mistake taken back.
    pub last: SchoolDay,
}

/// Ends a membership, or brings its end forward. Needs `roster.manage` at the unit.
///
/// # Errors
/// [`PeopleError`].
pub async fn end_membership(ctx: &Ctx, command: EndMembership) -> Result<(), PeopleError> {
    let tx = ctx.begin().await?;
    end_in(&tx, ctx, &command).await?;
    tx.commit().await?;
    Memory::of(ctx.store()).rosters_changed([&command.unit]);
    Ok(())
}

async fn end_in(tx: &Tx, ctx: &Ctx, command: &EndMembership) -> Result<members::Row, PeopleError> {
    let (unit, _) = managed_unit(tx, ctx, command.unit).await?;
    let row = members::find(tx.conn(), unit.institution, command.membership).await?;
    let row = row.filter(|row| row.unit_id == unit.id.0).ok_or(Denied::Unknown)?;
    belong::may_end(row.days()?, command.last)?;
    members::end(tx, &row, command.last).await?;
    units::count_roster_change(tx, [unit.id]).await?;
    let place = unit.place();
    let entry = Entry::new("membership.end", &place).on("person", row.person_id);
    audit::record(tx, ctx, entry.with("last", command.last.to_string())).await?;
    Ok(row)
}

/// Somebody leaves one unit for another.
#[derive(Debug, Clone, Copy)]
pub struct Transfer {
    /// The unit to leave.
    pub from: UnitId,
    /// The membership to end.
    pub membership: MembershipId,
    /// The unit to join.
    pub to: UnitId,
    /// The first day in the new unit.
    pub on: SchoolDay,
    /// The seat there.
    pub seat_no: Option<u16>,
}

/// Moves a person from one unit to another, from a day on, leaving no day without a unit. Needs `roster.manage` at both.
///
/// # Errors
/// [`PeopleError`].
pub async fn transfer(ctx: &Ctx, command: Transfer) -> Result<MembershipId, PeopleError> {
    let tx = ctx.begin().await?;
    // Both at once, in the order of ids, so that two opposite transfers cannot wait for each other.
    units::hold(&tx, &[command.from, command.to]).await?;
    let end = EndMembership { unit: command.from, membership: command.membership, last: command.on - 1 };
    let left = end_in(&tx, ctx, &end).await?;
    let days = Span { from: command.on, to: left.days()?.to };
    let membership = NewMembership { unit: command.to, seat_no: command.seat_no, days };
    let enrolment = Enrol { person: PersonId(left.person_id), membership };
    let id = enrol_in(&tx, ctx, &enrolment).await?;
    tx.commit().await?;
    Memory::of(ctx.store()).rosters_changed([&command.from, &command.to]);
    Ok(id)
}

/// A unit whose roster the actor may change, and the days on which it exists.
async fn managed_unit(tx: &Tx, ctx: &Ctx, unit: UnitId) -> Result<(UnitRef, Span), PeopleError> {
    let row = units::hold(tx, &[unit]).await?.pop().ok_or(Denied::Unknown)?;
    let unit = row.to_ref()?;
    ctx.demand(Action::RosterManage, &unit.place())?;
    Ok((unit, row.days()?))
}

async fn belongings(tx: &Tx, person: PersonId) -> Result<Vec<Belonging>, StoreError> {
    let rows = members::of_persons(tx.conn(), [person], None).await?;
    let units: Vec<UnitId> = rows.iter().map(|row| UnitId(row.unit_id)).collect();
    let mut kinds = HashMap::with_capacity(units.len());
    for unit in units::find_many(tx.conn(), &units).await? {
        kinds.insert(unit.id(), unit.kind()?);
    }
    let belonging = |row: &members::Row| {
        let unit = UnitId(row.unit_id);
        let kind =
            kinds.get(&unit).copied().ok_or_else(|| StoreError::invalid("membership.unit_id", unit))?;
        Ok(Belonging { unit, kind, days: row.days()? })
    };
    rows.iter().map(belonging).collect()
}

/// Somebody answers for a child.
#[derive(Debug, Clone, Copy)]
pub struct AddGuardianship {
    /// The child.
    pub ward: PersonId,
    /// Who answers for it.
    pub guardian: PersonId,
    /// From when to when.
    pub days: Span,
}

/// Makes a person the guardian of a child; once more, it changes the days. Needs `roster.manage` at the institutions
/// that keep the two.
///
/// # Errors
/// [`PeopleError`].
pub async fn add_guardianship(ctx: &Ctx, command: AddGuardianship) -> Result<(), PeopleError> {
    if command.ward == command.guardian {
        return Err(PeopleError::OwnGuardian);
    }
    let tx = ctx.begin().await?;
    people::managed(&tx, ctx, command.guardian).await?;
    let ward = people::managed(&tx, ctx, command.ward).await?;
    let row = members::GuardianRow {
        institution_id: ward.institution_id,
        ward_id: command.ward.0,
        guardian_id: command.guardian.0,
        from_day: i64::from(command.days.from.0),
        to_day: rows::to_day(command.days),
    };
    members::put_guardianship(&tx, row).await?;
    let keeper = units::find(tx.conn(), UnitId(ward.institution_id)).await?.ok_or(Denied::Unknown)?;
    let place = keeper.to_ref()?.place();
    let entry = Entry::new("guardianship.add", &place).on("person", command.ward);
    audit::record(&tx, ctx, entry.with("guardian", command.guardian.to_string())).await?;
    tx.commit().await?;
    Ok(())
}

/// A guardianship's last day.
#[derive(Debug, Clone, Copy)]
pub struct EndGuardianship {
    /// The child.
    pub ward: PersonId,
    /// Who answers for it.
    pub guardian: PersonId,
    /// The last day.
    pub last: SchoolDay,
}

/// Ends a guardianship, or brings its end forward. Needs `roster.manage` at the institution that keeps the child.
///
/// # Errors
/// [`PeopleError`].
pub async fn end_guardianship(ctx: &Ctx, command: EndGuardianship) -> Result<(), PeopleError> {
    let tx = ctx.begin().await?;
    let ward = people::managed(&tx, ctx, command.ward).await?;
    let keeper = UnitId(ward.institution_id);
    let row = members::guardianship(tx.conn(), keeper, command.ward, command.guardian).await?;
    let row = row.ok_or(Denied::Unknown)?;
    belong::may_end(rows::span(row.from_day, row.to_day)?, command.last)?;
    let ended = members::GuardianRow { to_day: Some(i64::from(command.last.0)), ..row };
    members::put_guardianship(&tx, ended).await?;
    let place = units::find(tx.conn(), keeper).await?.ok_or(Denied::Unknown)?.to_ref()?.place();
    let entry = Entry::new("guardianship.end", &place).on("person", command.ward);
    audit::record(&tx, ctx, entry.with("last", command.last.to_string())).await?;
    tx.commit().await?;
    Ok(())
}
