//! Verbs: create, rename and close units.

use std::collections::{BTreeSet, HashSet};

use xd_kernel::{SchoolDay, UnitId, UnitKind, Zone};
use xd_store::Tx;
use xd_trust::audit::{self, Entry};
use xd_trust::{Action, Ctx, Denied, Place, Scope};

use crate::decide::fields;
use crate::decide::place::{self, Above, Ground, NOBODY, Placed};
use crate::error::{FieldFault, UnitError};
use crate::memory::Memory;
use crate::rows::{self, units};

/// Numbers of children begin here, so that path segments have two characters for 1,260 siblings and the order of paths
/// is the order of making.
const FIRST_ORDINAL: u32 = 36;

/// A unit to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewUnit {
    /// Its id, minted by the caller, so that further units may stand below it in the same call.
    pub id: UnitId,
    /// The unit above: one that exists, or one earlier in the same call; none for a root.
    pub parent: Option<UnitId>,
    /// What it is.
    pub kind: UnitKind,
    /// Its own name, at most 100 characters, different from those of its open siblings.
    pub name: String,
    /// An official code, at most 64 characters, unique in the register.
    pub code: Option<String>,
    /// The IANA name of its zone, if another than that of the units above; institutions only.
    pub zone: Option<String>,
    /// Whose local rules count here and below, such as `CN-Zhejiang-Huzhou`.
    pub jurisdiction: Option<String>,
    /// The first day on which it exists.
    pub opened: SchoolDay,
}

impl NewUnit {
    /// A root of the tree.
    #[must_use]
    pub fn root(kind: UnitKind, name: impl Into<String>, opened: SchoolDay) -> Self {
        let name = name.into();
        Self {
            id: UnitId::mint(),
            parent: None,
            kind,
            name,
            code: None,
            zone: None,
            jurisdiction: None,
            opened,
        }
    }

    /// A unit below another.
    #[must_use]
    pub fn below(parent: UnitId, kind: UnitKind, name: impl Into<String>, opened: SchoolDay) -> Self {
        Self { parent: Some(parent), ..Self::root(kind, name, opened) }
    }

    /// The same unit with an official code.
    #[must_use]
    pub fn coded(mut self, code: impl Into<String>) -> Self {
        self.code = Some(code.into());
        self
    }

    fn checked(&self) -> Result<Self, FieldFault> {
        let fault = |field| move |code| FieldFault::new(field, code);
        let zone = match &self.zone {
            Some(_) if !self.kind.is_institution() => {
                return Err(FieldFault::new("zone", "unit.zone_not_here"));
            }
            Some(name) => {
                Zone::named(name).map_err(|_| FieldFault::new("zone", "unit.zone_unknown"))?;
                Some(name.clone())
            }
            None => None,
        };
        let code = self.code.as_deref().map(|code| fields::code(code, 64)).transpose();
        let jurisdiction = self.jurisdiction.as_deref().map(|word| fields::code(word, 100)).transpose();
        Ok(Self {
            name: fields::text(&self.name, 100).map_err(fault("name"))?,
            code: code.map_err(fault("code"))?,
            jurisdiction: jurisdiction.map_err(fault("jurisdiction"))?,
            zone,
            ..self.clone()
        })
    }

    fn to_row(&self, at: &Placed) -> units::Row {
        units::Row {
            unit_id: self.id.0,
            institution_id: at.institution.0,
            parent_id: self.parent.map(Into::into),
            kind: self.kind.word().to_owned(),
            name: self.name.clone(),
            code: self.code.clone(),
            path: at.path.to_string(),
            ordinal: i64::from(at.ordinal),
            zone: self.zone.clone(),
            jurisdiction: self.jurisdiction.clone(),
            opened: i64::from(self.opened.0),
            closed: None,
            roster_version: 0,
        }
    }
}

/// Makes one unit. Needs `unit.manage` at the unit above; a root only the program itself can make.
///
/// # Errors
/// [`UnitError`].
pub async fn create_unit(ctx: &Ctx, unit: NewUnit) -> Result<UnitId, UnitError> {
    let id = unit.id;
    create_units(ctx, vec![unit]).await?;
    Ok(id)
}

/// Makes many units, all or none; a unit may stand below one named before it.
///
/// # Errors
/// [`UnitError`].
pub async fn create_units(ctx: &Ctx, new: Vec<NewUnit>) -> Result<(), UnitError> {
    let tx = ctx.begin().await?;
    create_in(&tx, ctx, &new).await?;
    tx.commit().await?;
    Ok(())
}

pub(crate) async fn create_in(tx: &Tx, ctx: &Ctx, new: &[NewUnit]) -> Result<(), UnitError> {
    let new = checked(new)?;
    let ground = survey(tx, ctx, &new).await?;
    let existing: HashSet<UnitId> = ground.above.keys().copied().chain([NOBODY]).collect();
    let placed = place::place(&new, ground)?;
    let made = new.iter().zip(&placed);
    rows::insert_all(tx.conn(), made.clone().map(|(unit, at)| unit.to_row(at)).collect()).await?;
    for (unit, at) in made.filter(|(unit, _)| existing.contains(&unit.parent.unwrap_or(NOBODY))) {
        let place = Place { unit: unit.id, path: at.path.clone(), institution: at.institution };
        let below = placed.iter().filter(|other| at.path.covers(&other.path)).count();
        let entry = Entry::new("unit.create", &place).on("unit", unit.id).with("units", below);
        audit::record(tx, ctx, entry).await?;
    }
    Ok(())
}

fn checked(new: &[NewUnit]) -> Result<Vec<NewUnit>, UnitError> {
    let (mut fine, mut faults) = (Vec::with_capacity(new.len()), Vec::new());
    for (index, unit) in new.iter().enumerate() {
        match unit.checked() {
            Ok(unit) => fine.push(unit),
            Err(fault) => faults.push(fault.within(format!("units.{index}"))),
        }
    }
    if faults.is_empty() { Ok(fine) } else { Err(UnitError::Invalid { faults }) }
}

/// What there is where the new units are to stand, kept from changing until the transaction ends.
async fn survey(tx: &Tx, ctx: &Ctx, new: &[NewUnit]) -> Result<Ground, UnitError> {
    let own: HashSet<UnitId> = new.iter().map(|unit| unit.id).collect();
    let counts = place::children(new);
    let parents: BTreeSet<UnitId> = counts.keys().copied().filter(|parent| !own.contains(parent)).collect();
    if parents.contains(&NOBODY) && ctx.scope(Action::UnitManage) != Scope::Everywhere {
        return Err(Denied::Forbidden(Action::UnitManage).into());
    }
    let mut ground = Ground::default();
    let parents: Vec<UnitId> = parents.into_iter().collect();
    for row in units::hold(tx, &parents).await? {
        let unit = row.to_ref()?;
        ctx.demand(Action::UnitManage, &unit.place())?;
        let (kind, path, institution) = (unit.kind, unit.path, unit.institution);
        ground.above.insert(unit.id, Above { kind, path, institution, days: row.days()? });
    }
    if parents.iter().any(|parent| *parent != NOBODY && !ground.above.contains_key(parent)) {
        return Err(Denied::Unknown.into());
    }
    for row in units::open_children(tx.conn(), &parents).await? {
        ground.taken.insert((row.parent_id.map_or(NOBODY, UnitId), row.name));
    }
    codes_are_free(tx, new).await?;
    for (parent, count) in counts {
        ground.next.insert(parent, units::reserve(tx, parent, FIRST_ORDINAL, count).await?);
    }
    Ok(ground)
}

async fn codes_are_free(tx: &Tx, new: &[NewUnit]) -> Result<(), UnitError> {
    let mut codes: Vec<&str> = new.iter().filter_map(|unit| unit.code.as_deref()).collect();
    codes.sort_unstable();
    if let Some(twice) = codes.windows(2).find(|pair| pair.first() == pair.last()) {
        return Err(UnitError::CodeTaken { unit_code: twice.concat() });
    }
    match units::by_codes(tx.conn(), &codes).await?.into_iter().next().and_then(|row| row.code) {
        Some(unit_code) => Err(UnitError::CodeTaken { unit_code }),
        None => Ok(()),
    }
}

/// A unit's new name.
#[derive(Debug, Clone)]
pub struct RenameUnit {
    /// The unit.
    pub unit: UnitId,
    /// Its new name.
    pub name: String,
}

/// Renames a unit. Needs `unit.manage` at it.
///
/// # Errors
/// [`UnitError`].
pub async fn rename_unit(ctx: &Ctx, command: RenameUnit) -> Result<(), UnitError> {
    let faults = |code| UnitError::Invalid { faults: vec![FieldFault::new("name", code)] };
    let name = fields::text(&command.name, 100).map_err(faults)?;
    let tx = ctx.begin().await?;
    let row = managed(&tx, ctx, command.unit).await?;
    let parent = row.parent_id.map_or(NOBODY, UnitId);
    let siblings = units::open_children(tx.conn(), &[parent]).await?;
    if siblings.iter().any(|other| other.name == name && other.unit_id != row.unit_id) {
        return Err(UnitError::NameTaken { name });
    }
    units::rename(&tx, command.unit, &name).await?;
    let place = row.to_ref()?.place();
    audit::record(&tx, ctx, Entry::new("unit.rename", &place).on("unit", command.unit)).await?;
    tx.commit().await?;
    Memory::of(ctx.store()).tree_changed();
    Ok(())
}

/// A unit's last day.
#[derive(Debug, Clone, Copy)]
pub struct CloseUnit {
    /// The unit.
    pub unit: UnitId,
    /// The last day on which it exists.
    pub last: SchoolDay,
}

/// Closes a unit and everything below it; memberships and posts held there end on the same day. Needs `unit.manage`.
///
/// # Errors
/// [`UnitError`].
pub async fn close_unit(ctx: &Ctx, command: CloseUnit) -> Result<(), UnitError> {
    let tx = ctx.begin().await?;
    let row = managed(&tx, ctx, command.unit).await?;
    let days = row.days()?;
    if days.to.is_some_and(|closed| closed <= command.last) {
        return Err(UnitError::Closed);
    }
    if command.last < days.from {
        return Err(UnitError::NotYetOpen);
    }
    end_everything_below(&tx, &row, command.last).await?;
    let place = row.to_ref()?.place();
    let entry =
        Entry::new("unit.close", &place).on("unit", command.unit).with("last", command.last.to_string());
    audit::record(&tx, ctx, entry).await?;
    tx.commit().await?;
    Memory::of(ctx.store()).tree_changed();
    Ok(())
}

async fn end_everything_below(tx: &Tx, row: &units::Row, last: SchoolDay) -> Result<(), UnitError> {
    let path = row.path()?;
    let filter = units::Filter { under: Some(&path), ..units::Filter::default() };
    let below: Vec<UnitId> =
        units::list(tx.conn(), &filter).await?.iter().map(|row| UnitId(row.unit_id)).collect();
    // In the order of ids, as whoever moves a person between two of them does.
    units::hold(tx, &below).await?;
    units::close_below(tx, &path, last).await?;
    units::count_roster_change(tx, below.iter().copied()).await?;
    rows::members::end_all(tx, &below, last).await?;
    let posts = rows::posts::at_units(tx.conn(), &below).await?;
    rows::posts::end_all(tx, posts, last).await?;
    Ok(())
}

async fn managed(tx: &Tx, ctx: &Ctx, unit: UnitId) -> Result<units::Row, UnitError> {
    let row = units::hold(tx, &[unit]).await?.pop().ok_or(Denied::Unknown)?;
    ctx.demand(Action::UnitManage, &row.to_ref()?.place())?;
    Ok(row)
}
