//! Verbs: add people.

use std::collections::{BTreeSet, HashMap, HashSet};

use xd_kernel::{MembershipId, PersonId, SchoolDay, UnitId, Zone};
use xd_store::{StoreError, Tx};
use xd_trust::audit::{self, Entry, Reason};
use xd_trust::vault::Vault;
use xd_trust::{Action, Ctx, Denied, Place};

use crate::decide::belong::{self, Belonging};
use crate::decide::fields;
use crate::error::{FieldFault, PeopleError};
use crate::memory::Memory;
use crate::model::UnitRef;
use crate::rows::{self, members, people, units};
use crate::seal::{self, Sealed, Sealing};
use crate::{Sex, Span};

/// A person to be added.
#[derive(Clone)]
pub struct NewPerson {
    /// The person's id, minted by the caller.
    pub id: PersonId,
    /// The name, at most 100 characters.
    pub name: String,
    /// The sex, if it is to be entered.
    pub sex: Option<Sex>,
    /// The birthday, if it is to be entered.
    pub birth_day: Option<SchoolDay>,
    /// The number in the school roll, at most 40 characters, unique in the institution.
    pub student_no: Option<String>,
    /// The number of an identity paper, unique everywhere; stored sealed.
    pub identity_no: Option<String>,
    /// A telephone number; stored sealed.
    pub phone: Option<String>,
    /// Where the person belongs from the beginning.
    pub memberships: Vec<NewMembership>,
}

/// The id only: what is said of a person does not end in a log.
impl std::fmt::Debug for NewPerson {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "NewPerson({})", self.id)
    }
}

impl NewPerson {
    /// A person of whom no more than the name is known.
    #[must_use]
    pub fn named(name: impl Into<String>) -> Self {
        Self {
            id: PersonId::mint(),
            name: name.into(),
            sex: None,
            birth_day: None,
            student_no: None,
            identity_no: None,
            phone: None,
            memberships: Vec::new(),
        }
    }

    /// The same person, belonging to a unit from a day on.
    #[must_use]
    pub fn member_of(mut self, unit: UnitId, from: SchoolDay) -> Self {
        self.memberships.push(NewMembership { unit, seat_no: None, days: Span::since(from) });
        self
    }
}

/// A membership of a person who is being added.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewMembership {
    /// The unit.
    pub unit: UnitId,
    /// The seat or bed number.
    pub seat_no: Option<u16>,
    /// From when to when.
    pub days: Span,
}

/// People to be added to an institution.
#[derive(Debug)]
pub struct AddPeople<'a> {
    /// The institution that keeps their rows.
    pub institution: UnitId,
    /// The people.
    pub people: Vec<NewPerson>,
    /// What seals identity numbers and telephones.
    pub sealing: Sealing<'a>,
}

/// Adds people and their memberships, all or none. Needs `roster.manage` at the institution and at each unit.
///
/// # Errors
/// [`PeopleError`].
pub async fn add_people(ctx: &Ctx, command: AddPeople<'_>) -> Result<(), PeopleError> {
    let tx = ctx.begin().await?;
    let units = add_in(&tx, ctx, &command).await?;
    tx.commit().await?;
    Memory::of(ctx.store()).rosters_changed(&units);
    Ok(())
}

/// A person whose fields have been checked, with what is to be stored of the secret ones.
struct Checked<'a> {
    person: &'a NewPerson,
    name: String,
    student_no: Option<String>,
    identity: Option<Sealed>,
    phone_sealed: Option<Vec<u8>>,
}

/// Adds people in a transaction and returns the units whose rosters it changed.
pub(crate) async fn add_in(
    tx: &Tx,
    ctx: &Ctx,
    command: &AddPeople<'_>,
) -> Result<BTreeSet<UnitId>, PeopleError> {
    let checked = check_all(command)?;
    let institution = institution(tx, ctx, command.institution).await?;
    numbers_are_free(tx, command.institution, &checked).await?;
    let places = hold_units(tx, ctx, &checked).await?;
    let memberships = belong_all(&checked, &places)?;
    rows::insert_all(tx.conn(), checked.iter().map(|person| person.to_row(command.institution)).collect())
        .await?;
    rows::insert_all(tx.conn(), identities(command.institution, &checked)).await?;
    rows::insert_all(tx.conn(), memberships).await?;
    let changed: BTreeSet<UnitId> = places.into_keys().collect();
    units::count_roster_change(tx, changed.iter().copied()).await?;
    let entry = Entry::new("person.add", &institution).with("people", checked.len());
    let entry = match command.people.as_slice() {
        [person] => entry.on("person", person.id),
        _ => entry,
    };
    audit::record(tx, ctx, entry).await?;
    Ok(changed)
}

fn check_all<'a>(command: &'a AddPeople<'_>) -> Result<Vec<Checked<'a>>, PeopleError> {
    let (mut fine, mut faults) = (Vec::with_capacity(command.people.len()), Vec::new());
    for (index, person) in command.people.iter().enumerate() {
        match check(person, &command.sealing)? {
            Ok(person) => fine.push(person),
            Err(fault) => faults.push(fault.within(format!("people.{index}"))),
        }
    }
    if faults.is_empty() { Ok(fine) } else { Err(PeopleError::Invalid { faults }) }
}

/// The outer error is the caller's fault as a whole, the inner one that of a field.
fn check<'a>(
    person: &'a NewPerson,
    sealing: &Sealing<'_>,
) -> Result<Result<Checked<'a>, FieldFault>, PeopleError> {
    let values = || -> Result<_, FieldFault> {
        let fault = |field| move |code| FieldFault::new(field, code);
        let of = |value: &'a Option<String>, check: fn(&str) -> Result<String, &'static str>| {
            value.as_deref().map(check).transpose()
        };
        Ok((
            fields::text(&person.name, 100).map_err(fault("name"))?,
            of(&person.student_no, |no| fields::code(no, 40)).map_err(fault("student_no"))?,
            of(&person.identity_no, fields::identity_no).map_err(fault("identity_no"))?,
            of(&person.phone, fields::phone).map_err(fault("phone"))?,
        ))
    };
    Ok(match values() {
        Err(fault) => Err(fault),
        Ok((name, student_no, identity_no, phone)) => Ok(Checked {
            person,
            name,
            student_no,
            identity: identity_no.map(|number| sealing.identity(person.id, &number)).transpose()?,
            phone_sealed: phone.map(|number| sealing.phone(person.id, &number)).transpose()?,
        }),
    })
}

impl Checked<'_> {
    fn to_row(&self, institution: UnitId) -> people::Row {
        people::Row {
            institution_id: institution.0,
            person_id: self.person.id.0,
            name: self.name.clone(),
            sex: self.person.sex.map(|sex| sex.word().to_owned()),
            birth_day: self.person.birth_day.map(|day| i64::from(day.0)),
            student_no: self.student_no.clone(),
            identity_sealed: self.identity.as_ref().map(|identity| identity.sealed.clone()),
            phone_sealed: self.phone_sealed.clone(),
        }
    }
}

fn identities(institution: UnitId, checked: &[Checked<'_>]) -> Vec<people::IdentityRow> {
    let row = |person: &Checked<'_>| {
        Some(people::IdentityRow {
            identity_index: person.identity.as_ref()?.index.clone(),
            institution_id: institution.0,
            person_id: person.person.id.0,
        })
    };
    checked.iter().filter_map(row).collect()
}

/// The institution, if the actor may change its people.
async fn institution(tx: &Tx, ctx: &Ctx, id: UnitId) -> Result<Place, PeopleError> {
    let row = units::find(tx.conn(), id).await?.ok_or(Denied::Unknown)?;
    let unit = row.to_ref()?;
    ctx.demand(Action::RosterManage, &unit.place())?;
    if !unit.kind.is_institution() {
        let faults = vec![FieldFault::new("institution", "unit.not_an_institution")];
        return Err(PeopleError::Invalid { faults });
    }
    Ok(unit.place())
}

async fn numbers_are_free(tx: &Tx, institution: UnitId, checked: &[Checked<'_>]) -> Result<(), PeopleError> {
    let numbers: Vec<&str> = checked.iter().filter_map(|person| person.student_no.as_deref()).collect();
    let distinct: HashSet<&str> = numbers.iter().copied().collect();
    if distinct.len() < numbers.len()
        || !people::taken_student_numbers(tx.conn(), institution, &numbers).await?.is_empty()
    {
        return Err(PeopleError::StudentNoTaken);
    }
    let indexes: Vec<Vec<u8>> =
        checked.iter().filter_map(|person| Some(person.identity.as_ref()?.index.clone())).collect();
    let distinct: HashSet<&Vec<u8>> = indexes.iter().collect();
    if distinct.len() < indexes.len() || !people::taken_identities(tx.conn(), &indexes).await?.is_empty() {
        return Err(PeopleError::IdentityTaken);
    }
    Ok(())
}

/// The units in which new people belong, if the actor may change their rosters, kept from being closed meanwhile.
async fn hold_units(
    tx: &Tx,
    ctx: &Ctx,
    checked: &[Checked<'_>],
) -> Result<HashMap<UnitId, (UnitRef, Span)>, PeopleError> {
    let wanted: BTreeSet<UnitId> = checked
        .iter()
        .flat_map(|person| person.person.memberships.iter().map(|wanted| wanted.unit))
        .collect();
    let wanted: Vec<UnitId> = wanted.into_iter().collect();
    let mut found = HashMap::with_capacity(wanted.len());
    for row in units::hold(tx, &wanted).await? {
        let unit = row.to_ref()?;
        ctx.demand(Action::RosterManage, &unit.place())?;
        found.insert(unit.id, (unit, row.days()?));
    }
    if found.len() < wanted.len() { Err(Denied::Unknown.into()) } else { Ok(found) }
}

fn belong_all(
    checked: &[Checked<'_>],
    places: &HashMap<UnitId, (UnitRef, Span)>,
) -> Result<Vec<members::Row>, PeopleError> {
    let mut found = Vec::with_capacity(checked.len());
    for person in checked {
        let mut has: Vec<Belonging> = Vec::new();
        for wanted in &person.person.memberships {
            let (unit, open) = places.get(&wanted.unit).ok_or(Denied::Unknown)?;
            let new = Belonging { unit: unit.id, kind: unit.kind, days: wanted.days };
            belong::may_belong(&has, new, *open)?;
            has.push(new);
            found.push(membership_row(unit, person.person.id, wanted));
        }
    }
    Ok(found)
}

pub(crate) fn membership_row(unit: &UnitRef, person: PersonId, wanted: &NewMembership) -> members::Row {
    members::Row {
        institution_id: unit.institution.0,
        membership_id: MembershipId::mint().0,
        person_id: person.0,
        unit_id: unit.id.0,
        seat_no: wanted.seat_no.map(i64::from),
        from_day: i64::from(wanted.days.from.0),
        to_day: rows::to_day(wanted.days),
    }
}

/// A person whose rows the actor may change, kept from being enrolled by others until the transaction ends.
pub(crate) async fn managed(tx: &Tx, ctx: &Ctx, person: PersonId) -> Result<people::Row, PeopleError> {
    let row = people::hold(tx, person).await?.ok_or(Denied::Unknown)?;
    let keeper = units::find(tx.conn(), UnitId(row.institution_id)).await?;
    let keeper = keeper.ok_or_else(|| StoreError::invalid("person.institution_id", person))?;
    // Whoever may not know the keeper's people may not know that this one exists.
    ctx.demand(Action::RosterManage, &keeper.to_ref()?.place())?;
    Ok(row)
}

/// Somebody needs to reach a person.
#[derive(Debug, Clone, Copy)]
pub struct LookUpPhone<'a> {
    /// The person.
    pub person: PersonId,
    /// Why; recorded.
    pub reason: Reason,
    /// What opens the number.
    pub vault: &'a Vault,
}

/// The telephone of a person, if one is stored. Needs `roster.read` where the person belongs today, or at the
/// institution that keeps the person; each look is recorded before it is answered.
///
/// # Errors
/// [`PeopleError`]; [`PeopleError::NoVault`] if the number was sealed under a lost key.
pub async fn look_up_phone(ctx: &Ctx, command: LookUpPhone<'_>) -> Result<Option<String>, PeopleError> {
    let tx = ctx.begin().await?;
    let row = people::hold(&tx, command.person).await?.ok_or(Denied::Unknown)?;
    let today = ctx.today(&Zone::default());
    let belongs = members::of_persons(tx.conn(), [command.person], Some(today)).await?;
    let mut places: Vec<UnitId> = belongs.iter().map(|row| UnitId(row.unit_id)).collect();
    places.push(UnitId(row.institution_id));
    let mut refused = Denied::Unknown;
    for unit in units::find_many(tx.conn(), &places).await? {
        let place = unit.to_ref()?.place();
        match ctx.demand(Action::RosterRead, &place) {
            Ok(()) => {
                let entry = Entry::new("person.phone", &place).on("person", command.person);
                audit::record(&tx, ctx, entry.because(command.reason)).await?;
                tx.commit().await?;
                let open = |sealed: &Vec<u8>| seal::open_phone(command.vault, command.person, sealed);
                return row.phone_sealed.as_ref().map(open).transpose().map_err(|_| PeopleError::NoVault);
            }
            Err(Denied::Unknown) => {}
            Err(forbidden) => refused = forbidden,
        }
    }
    Err(refused.into())
}
