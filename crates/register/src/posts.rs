//! Verbs: create posts, appoint holders and substitutes, end holdings.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use xd_kernel::{HoldingId, PersonId, PostId, SchoolDay, UnitId};
use xd_store::{StoreError, Tx};
use xd_trust::audit::{self, Entry};
use xd_trust::{Action, Ctx, Denied, Place};

use crate::decide::belong::{self, TooSoon};
use crate::decide::succeed::{self, Term};
use crate::error::{FieldFault, PostError};
use crate::memory::Memory;
use crate::model::UnitRef;
use crate::rows::{self, people, posts, units};
use crate::{PostKind, Span};

/// A post to be made.
#[derive(Debug, Clone)]
pub struct NewPost {
    /// Its id, minted by the caller.
    pub id: PostId,
    /// The unit it belongs to.
    pub unit: UnitId,
    /// What it is.
    pub kind: PostKind,
    /// Who holds it from the beginning, if anybody does yet.
    pub holder: Option<FirstHolder>,
}

/// Who holds a new post.
#[derive(Debug, Clone, Copy)]
pub struct FirstHolder {
    /// The person.
    pub person: PersonId,
    /// From when to when.
    pub days: Span,
}

impl NewPost {
    /// A post nobody holds yet.
    #[must_use]
    pub fn vacant(unit: UnitId, kind: PostKind) -> Self {
        Self { id: PostId::mint(), unit, kind, holder: None }
    }

    /// The same post, held from a day on.
    #[must_use]
    pub fn held_by(mut self, person: PersonId, from: SchoolDay) -> Self {
        self.holder = Some(FirstHolder { person, days: Span::since(from) });
        self
    }
}

/// Makes one post. Needs `post.manage` at the unit.
///
/// # Errors
/// [`PostError`].
pub async fn create_post(ctx: &Ctx, post: NewPost) -> Result<PostId, PostError> {
    let id = post.id;
    create_posts(ctx, vec![post]).await?;
    Ok(id)
}

/// Makes many posts, all or none, with their first holders.
///
/// # Errors
/// [`PostError`].
pub async fn create_posts(ctx: &Ctx, new: Vec<NewPost>) -> Result<(), PostError> {
    let tx = ctx.begin().await?;
    create_in(&tx, ctx, &new).await?;
    tx.commit().await?;
    Memory::of(ctx.store()).posts_changed();
    Ok(())
}

pub(crate) async fn create_in(tx: &Tx, ctx: &Ctx, new: &[NewPost]) -> Result<(), PostError> {
    let units = managed_units(tx, ctx, new.iter().map(|post| post.unit)).await?;
    let keepers = keepers(tx, new.iter().filter_map(|post| Some(post.holder?.person))).await?;
    let (mut made, mut held) = (Vec::with_capacity(new.len()), Vec::new());
    for post in new {
        let (unit, open) = units.get(&post.unit).ok_or(Denied::Unknown)?;
        if !post.kind.belongs_to(unit.kind) {
            return Err(PostError::Misplaced { post: post.kind, unit: unit.kind });
        }
        made.push(posts::Row {
            institution_id: unit.institution.0,
            post_id: post.id.0,
            unit_id: unit.id.0,
            kind: post.kind.word().to_owned(),
        });
        if let Some(FirstHolder { person, days }) = post.holder {
            within(days, *open)?;
            keepers.may_appoint(ctx, unit, person)?;
            held.push(Appoint { unit: unit.id, post: post.id, person, days, substitute: false }.to_row(unit));
        }
    }
    rows::insert_all(tx.conn(), made).await?;
    rows::insert_all(tx.conn(), held).await?;
    record_creation(tx, ctx, new, &units).await
}

type Managed = HashMap<UnitId, (UnitRef, Span)>;

/// The units whose posts the actor may change, with the days on which they exist, kept from being closed meanwhile.
async fn managed_units(
    tx: &Tx,
    ctx: &Ctx,
    wanted: impl Iterator<Item = UnitId>,
) -> Result<Managed, PostError> {
    let wanted: BTreeSet<UnitId> = wanted.collect();
    let mut found = HashMap::with_capacity(wanted.len());
    for row in units::hold(tx, &wanted.iter().copied().collect::<Vec<_>>()).await? {
        let unit = row.to_ref()?;
        ctx.demand(Action::PostManage, &unit.place())?;
        found.insert(unit.id, (unit, row.days()?));
    }
    if found.len() < wanted.len() { Err(Denied::Unknown.into()) } else { Ok(found) }
}

/// One entry for each institution that has new posts.
async fn record_creation(tx: &Tx, ctx: &Ctx, new: &[NewPost], units: &Managed) -> Result<(), PostError> {
    let mut counts: BTreeMap<UnitId, (usize, &UnitRef)> = BTreeMap::new();
    for post in new {
        if let Some((unit, _)) = units.get(&post.unit) {
            counts.entry(unit.institution).or_insert((0, unit)).0 += 1;
        }
    }
    for (count, unit) in counts.into_values() {
        let place = unit.place();
        let entry = Entry::new("post.create", &place).with("posts", count);
        let entry = if let [post] = new { entry.on("post", post.id) } else { entry };
        audit::record(tx, ctx, entry).await?;
    }
    Ok(())
}

/// Who keeps the rows of whom.
struct Keepers {
    of: HashMap<PersonId, UnitId>,
    places: HashMap<UnitId, Place>,
}

async fn keepers(tx: &Tx, persons: impl Iterator<Item = PersonId>) -> Result<Keepers, StoreError> {
    let rows = people::find_many(tx.conn(), persons).await?;
    let of: HashMap<_, _> =
        rows.iter().map(|row| (PersonId(row.person_id), UnitId(row.institution_id))).collect();
    let mut places = HashMap::new();
    for row in units::find_many(tx.conn(), &of.values().copied().collect::<Vec<_>>()).await? {
        places.insert(row.id(), row.to_ref()?.place());
    }
    Ok(Keepers { of, places })
}

impl Keepers {
    /// Somebody of the unit's own institution may be appointed, and somebody of another one in which the actor may
    /// appoint as well. Of others the actor may not know.
    fn may_appoint(&self, ctx: &Ctx, unit: &UnitRef, person: PersonId) -> Result<(), Denied> {
        let keeper = self.of.get(&person).ok_or(Denied::Unknown)?;
        if *keeper == unit.institution {
            return Ok(());
        }
        let place = self.places.get(keeper).ok_or(Denied::Unknown)?;
        ctx.demand(Action::PostManage, place).map_err(|_| Denied::Unknown)
    }
}

/// A holding may not begin before the unit, nor end after it; one without a last day ends with it.
fn within(days: Span, open: Span) -> Result<(), PostError> {
    let outlives = matches!((days.to, open.to), (Some(last), Some(closed)) if last > closed);
    let late = open.to.is_some_and(|closed| days.from > closed);
    if days.is_empty() {
        let faults = vec![FieldFault::new("to", "days.ends_before_it_begins")];
        Err(PostError::Invalid { faults })
    } else if days.from < open.from || outlives || late {
        Err(PostError::UnitClosed)
    } else {
        Ok(())
    }
}

/// Somebody is to hold a post.
#[derive(Debug, Clone, Copy)]
pub struct Appoint {
    /// The unit of the post.
    pub unit: UnitId,
    /// The post.
    pub post: PostId,
    /// Who.
    pub person: PersonId,
    /// From when to when.
    pub days: Span,
    /// Whether in somebody's place, for certain days, or as the holder.
    pub substitute: bool,
}

impl Appoint {
    fn to_row(self, unit: &UnitRef) -> posts::HoldingRow {
        posts::HoldingRow {
            institution_id: unit.institution.0,
            holding_id: HoldingId::mint().0,
            post_id: self.post.0,
            person_id: self.person.0,
            from_day: i64::from(self.days.from.0),
            to_day: rows::to_day(self.days),
            substitute: self.substitute,
        }
    }
}

/// Appoints a holder or a substitute. A holder without a last day gives way to a successor; a substitute stands beside
/// the holder, who keeps the role. Needs `post.manage` at the unit.
///
/// # Errors
/// [`PostError`].
pub async fn appoint(ctx: &Ctx, command: Appoint) -> Result<HoldingId, PostError> {
    let tx = ctx.begin().await?;
    let (unit, open) = managed_unit(&tx, ctx, command.unit).await?;
    let post = posts::hold(&tx, unit.institution, command.post).await?;
    post.filter(|post| post.unit_id == unit.id.0).ok_or(Denied::Unknown)?;
    keepers(&tx, [command.person].into_iter()).await?.may_appoint(ctx, &unit, command.person)?;
    within(command.days, open)?;
    let held = posts::holdings_of(tx.conn(), unit.institution, [command.post], None).await?;
    let terms = held.iter().map(term).collect::<Result<Vec<_>, _>>()?;
    if let Some(earlier) = succeed::succeed(&terms, command.days, command.substitute)? {
        for row in held.iter().filter(|row| row.holding_id == earlier.0) {
            posts::end(&tx, row, command.days.from - 1).await?;
        }
    }
    let row = command.to_row(&unit);
    let id = HoldingId(row.holding_id);
    rows::insert_all(tx.conn(), vec![row]).await?;
    let place = unit.place();
    let entry = Entry::new("post.appoint", &place).on("post", command.post);
    let entry = entry.with("person", command.person.to_string()).with("substitute", command.substitute);
    audit::record(&tx, ctx, entry.with("from", command.days.from.to_string())).await?;
    tx.commit().await?;
    Memory::of(ctx.store()).posts_changed();
    Ok(id)
}

fn term(row: &posts::HoldingRow) -> Result<Term, StoreError> {
    Ok(Term { id: HoldingId(row.holding_id), days: row.days()?, substitute: row.substitute })
}

async fn managed_unit(tx: &Tx, ctx: &Ctx, unit: UnitId) -> Result<(UnitRef, Span), PostError> {
    let mut found = managed_units(tx, ctx, [unit].into_iter()).await?;
    Ok(found.remove(&unit).ok_or(Denied::Unknown)?)
}

/// A holding's last day.
#[derive(Debug, Clone, Copy)]
pub struct EndHolding {
    /// The unit of the post.
    pub unit: UnitId,
    /// The holding.
    pub holding: HoldingId,
    /// Its last day. The day before its first makes it hold no day: a mistake taken back.
    pub last: SchoolDay,
}

/// Ends a holding, or brings its end forward. Needs `post.manage` at the unit.
///
/// # Errors
/// [`PostError`].
pub async fn end_holding(ctx: &Ctx, command: EndHolding) -> Result<(), PostError> {
    let tx = ctx.begin().await?;
    let (unit, _) = managed_unit(&tx, ctx, command.unit).await?;
    let row = posts::find_holding(tx.conn(), unit.institution, command.holding).await?;
    let row = row.ok_or(Denied::Unknown)?;
    let post = posts::hold(&tx, unit.institution, PostId(row.post_id)).await?;
    post.filter(|post| post.unit_id == unit.id.0).ok_or(Denied::Unknown)?;
    belong::may_end(row.days()?, command.last)?;
    posts::end(&tx, &row, command.last).await?;
    let place = unit.place();
    let entry = Entry::new("post.end_holding", &place).on("post", row.post_id);
    let entry = entry.with("person", row.person_id.to_string());
    audit::record(&tx, ctx, entry.with("last", command.last.to_string())).await?;
    tx.commit().await?;
    Memory::of(ctx.store()).posts_changed();
    Ok(())
}

impl From<TooSoon> for PostError {
    fn from(why: TooSoon) -> Self {
        match why {
            TooSoon::BeforeStart => Self::BeforeStart,
            TooSoon::Ended => Self::Ended,
        }
    }
}
