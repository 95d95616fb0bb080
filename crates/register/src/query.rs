//! Queries: what an actor may see of the register. What they may not know is [`Denied::Unknown`].

use std::collections::{BTreeSet, HashMap};

use xd_kernel::{Cursor, OrgPath, Page, PageRequest, PersonId, PostId, SchoolDay, UnitId, UnitKind};
use xd_trust::{Action, Ctx, Denied, Scope};

use crate::decide::place::NOBODY;
use crate::error::ReadError;
use crate::lookup::{self, calendar as days, tree};
use crate::model::{CalendarDay, Member, Post, Roster, Unit, UnitRef, Ward};
use crate::rows::{members, people, posts, units};

pub use crate::directory::{Found, OwnCalendar, PeopleQuery, own_calendar, people_named};

/// The longest list of days.
const MOST_DAYS: i32 = 800;

/// How much of a unit an actor may see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Detail {
    /// The unit lies within the actor's reach.
    Whole {
        /// How many members it has today; none for a unit without members of its own.
        members: Option<i64>,
    },
    /// The unit stands above what the actor reaches: its name, as part of the way there.
    NameOnly,
}

/// A unit as an actor may see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitView {
    /// The unit. With [`Detail::NameOnly`], its code is left out.
    pub unit: Unit,
    /// The names from the root to this unit.
    pub path_names: Vec<String>,
    /// How much of it may be seen.
    pub detail: Detail,
}

/// Which units are asked for. Without any condition, the roots of the actor's reach.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UnitQuery {
    /// Only children of this unit.
    pub parent: Option<UnitId>,
    /// Only units of this kind.
    pub kind: Option<UnitKind>,
    /// Only units at or below this one.
    pub under: Option<UnitId>,
}

/// A unit. Needs `unit.read` at it, or at something below it for its name.
///
/// # Errors
/// [`ReadError`].
pub async fn unit(ctx: &Ctx, id: UnitId) -> Result<UnitView, ReadError> {
    let scope = ctx.scope(Action::UnitRead);
    let row = units::find(ctx.store().reader(), id).await?.ok_or(Denied::Unknown)?;
    if !may_name(&scope, &row.path()?) {
        return Err(Denied::Unknown.into());
    }
    views(ctx, &scope, vec![row]).await?.pop().ok_or_else(|| Denied::Unknown.into())
}

/// Units, in the order of the tree, as far as the actor may see or name them. Closed units are left out.
///
/// # Errors
/// [`ReadError`].
pub async fn units(ctx: &Ctx, query: &UnitQuery, page: &PageRequest) -> Result<Page<UnitView>, ReadError> {
    let scope = ctx.scope(Action::UnitRead);
    let after = page.after.as_ref().map(Cursor::open::<1>).transpose()?.map(|[path]| path);
    let under = match query.under {
        Some(under) => Some(nameable(ctx, &scope, under).await?.path),
        None => None,
    };
    let parent = match query.parent {
        Some(parent) => Some(nameable(ctx, &scope, parent).await?),
        None => None,
    };
    let seen = match (&parent, query.kind, &under) {
        (Some(parent), ..) => children_seen(&scope, &parent.path),
        (None, None, None) => match &scope {
            Scope::Everywhere => Seen::Roots,
            Scope::Below(paths) => Seen::At(paths.clone()),
        },
        _ => Seen::Within(scope.clone()),
    };
    let filter = units::Filter {
        parent: if matches!(seen, Seen::Roots) { Some(NOBODY) } else { query.parent },
        kinds: query.kind.as_slice(),
        under: under.as_ref(),
        scope: seen.scope(),
        at: seen.paths(),
        open_on: Some(ctx.today(&xd_kernel::Zone::default())),
        after: after.as_deref(),
        most: Some(u64::from(page.limit()) + 1),
    };
    let rows = units::list(ctx.store().reader(), &filter).await?;
    let rows = Page::of(rows, page, |row| Cursor::seal([row.path.clone()]));
    Ok(Page { items: views(ctx, &scope, rows.items).await?, next: rows.next })
}

/// Which of the units asked for an actor sees.
enum Seen {
    /// Those in a scope.
    Within(Scope),
    /// Those at certain paths.
    At(Vec<OrgPath>),
    /// The roots of the tree.
    Roots,
}

impl Seen {
    fn scope(&self) -> Option<&Scope> {
        match self {
            Self::Within(scope) => Some(scope),
            Self::At(_) | Self::Roots => None,
        }
    }

    fn paths(&self) -> Option<&[OrgPath]> {
        match self {
            Self::Within(_) | Self::Roots => None,
            Self::At(paths) => Some(paths),
        }
    }
}

/// The children of a unit that lie in the scope, or on the way to it.
fn children_seen(scope: &Scope, parent: &OrgPath) -> Seen {
    match scope.within(parent) {
        Scope::Below(paths) if !paths.contains(parent) => {
            let child = |path: &OrgPath| path.lineage().nth(parent.depth() + 1);
            let children: BTreeSet<OrgPath> = paths.iter().filter_map(child).collect();
            Seen::At(children.into_iter().collect())
        }
        inside => Seen::Within(inside),
    }
}

fn may_name(scope: &Scope, path: &OrgPath) -> bool {
    match scope {
        Scope::Everywhere => true,
        Scope::Below(paths) => paths.iter().any(|own| own.covers(path) || path.covers(own)),
    }
}

pub(crate) async fn nameable(ctx: &Ctx, scope: &Scope, id: UnitId) -> Result<UnitRef, ReadError> {
    let found = tree::branch(ctx.store(), id).await?.ok_or(Denied::Unknown)?;
    if may_name(scope, &found.unit.path) { Ok(found.unit.clone()) } else { Err(Denied::Unknown.into()) }
}

async fn views(ctx: &Ctx, scope: &Scope, rows: Vec<units::Row>) -> Result<Vec<UnitView>, ReadError> {
    let ids: Vec<UnitId> = rows.iter().map(units::Row::id).collect();
    let branches = tree::branches(ctx.store(), &ids).await?;
    let today = ctx.today(&xd_kernel::Zone::default());
    let mut with_members = BTreeSet::new();
    for row in &rows {
        if scope.covers(&row.path()?) && row.kind()?.is_checked_group() {
            with_members.insert(UnitId(row.institution_id));
        }
    }
    let counts = members::counts(ctx.store().reader(), with_members, today).await?;
    let mut views = Vec::with_capacity(rows.len());
    for row in rows {
        let Some(branch) = branches.get(&row.id()) else { continue };
        let whole = scope.covers(&branch.unit.path);
        let members = branch.unit.kind.is_checked_group();
        let members = members.then(|| counts.get(&row.id()).copied().unwrap_or(0));
        let mut unit = row.into_unit(&branch.jurisdiction)?;
        unit.code = unit.code.filter(|_| whole);
        views.push(UnitView {
            unit,
            path_names: branch.lineage.iter().map(|unit| unit.name.clone()).collect(),
            detail: if whole { Detail::Whole { members } } else { Detail::NameOnly },
        });
    }
    Ok(views)
}

/// The members of a unit on a day. Needs `roster.read`.
///
/// # Errors
/// [`ReadError`].
pub async fn roster(ctx: &Ctx, unit: UnitId, day: SchoolDay) -> Result<Roster, ReadError> {
    let conn = ctx.store().reader();
    let row = units::find(conn, unit).await?.ok_or(Denied::Unknown)?;
    let unit = row.to_ref()?;
    ctx.demand(Action::RosterRead, &unit.place())?;
    let found = members::of_unit(conn, unit.institution, unit.id, day).await?;
    let persons = people::find_many(conn, found.iter().map(|row| PersonId(row.person_id))).await?;
    let persons: HashMap<_, _> = persons.into_iter().map(|row| (row.person_id, row)).collect();
    let mut members = Vec::with_capacity(found.len());
    for row in &found {
        let Some(person) = persons.get(&row.person_id) else { continue };
        members.push(Member {
            person: PersonId(row.person_id),
            name: person.name.clone(),
            sex: person.sex()?,
            seat_no: row.seat_no.and_then(|seat| u16::try_from(seat).ok()),
        });
    }
    // Those without a seat come last.
    members.sort_by(|a, b| {
        let key = |member: &Member| (member.seat_no.is_none(), member.seat_no);
        key(a).cmp(&key(b)).then_with(|| (&a.name, a.person).cmp(&(&b.name, b.person)))
    });
    Ok(Roster { unit, day, roster_version: row.roster_version, members })
}

/// Whose posts are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PostsOf {
    /// Those of the unit itself.
    #[default]
    Itself,
    /// Also those of the open units below it, as far as they are of the same institution.
    AndBelow,
}

/// The posts of a unit, with those who hold them on a day or are appointed for later, in the order of the tree. Needs
/// `post.read`.
///
/// # Errors
/// [`ReadError`].
pub async fn posts_of(
    ctx: &Ctx,
    unit: UnitId,
    whose: PostsOf,
    day: SchoolDay,
) -> Result<Vec<Post>, ReadError> {
    let found = tree::branch(ctx.store(), unit).await?.ok_or(Denied::Unknown)?;
    let unit = &found.unit;
    ctx.demand(Action::PostRead, &unit.place())?;
    let conn = ctx.store().reader();
    let order = match whose {
        PostsOf::Itself => vec![unit.id],
        PostsOf::AndBelow => {
            let filter = units::Filter { under: Some(&unit.path), open_on: Some(day), ..Default::default() };
            let below = units::list(conn, &filter).await?;
            let own = below.iter().filter(|row| row.institution_id == unit.institution.0);
            own.map(units::Row::id).collect()
        }
    };
    let mut rows = posts::of_units(conn, unit.institution, &order).await?;
    let at: HashMap<UnitId, usize> = order.iter().enumerate().map(|(at, id)| (*id, at)).collect();
    rows.sort_by_key(|row| at.get(&UnitId(row.unit_id)).copied());
    let ids = rows.iter().map(|row| PostId(row.post_id));
    let held = posts::holdings_of(conn, unit.institution, ids, Some(day)).await?;
    let names = people::names(conn, held.iter().map(|row| PersonId(row.person_id))).await?;
    let mut found = Vec::with_capacity(rows.len());
    for row in rows {
        let of_post = held.iter().filter(|holding| holding.post_id == row.post_id);
        let holdings = of_post.map(|holding| holding.to_holding(&names)).collect::<Result<_, _>>()?;
        found.push(Post { id: PostId(row.post_id), kind: row.kind()?, unit: UnitId(row.unit_id), holdings });
    }
    Ok(found)
}

/// What each day is at a unit, from one day to another, both included, at most 800 days. Needs `unit.read` at it, or
/// at something below it.
///
/// # Errors
/// [`ReadError`].
pub async fn calendar(
    ctx: &Ctx,
    unit: UnitId,
    span: (SchoolDay, SchoolDay),
) -> Result<Vec<CalendarDay>, ReadError> {
    let (from, to) = span;
    if to < from || to - from >= MOST_DAYS {
        return Err(ReadError::Days);
    }
    nameable(ctx, &ctx.scope(Action::UnitRead), unit).await?;
    let layers = days::layers(ctx.store(), unit).await?;
    let kind = |day| layers.kind(day);
    Ok((from.0..=to.0).map(SchoolDay).map(|day| CalendarDay { day, kind: kind(day) }).collect())
}

/// The children the actor answers for who have a class on the day. Whoever is no guardian has none.
///
/// # Errors
/// [`ReadError`].
pub async fn wards(ctx: &Ctx, day: SchoolDay) -> Result<Vec<Ward>, ReadError> {
    match ctx.actor().person() {
        Some(person) => Ok(lookup::guardian_of(ctx.store(), person, day).await?),
        None => Ok(Vec::new()),
    }
}
