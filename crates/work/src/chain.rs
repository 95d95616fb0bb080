//! The chain of responsibility: for every duty at every unit an owner, a deputy and a supervisor, made from the posts.
//!
//! A duty is a template that a unit of its kind has. Nothing of it is stored: who holds a post today answers today, and a
//! post without a holder shows as a vacancy.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use xd_kernel::{PersonId, SchoolDay, UnitId, UnitKind, words};
use xd_register::lookup::{self, Walk};
use xd_register::{Keeper, PostKind, UnitRef};
use xd_trust::{Action, Ctx, Denied};

use crate::template::{Library, Supervisor, Template};
use crate::{Bilingual, WorkError};

/// The most units of one answer.
const UNITS: u64 = 200;

/// What is wrong with a line of the matrix.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Gap {
    /// 责任人空缺
    NoOwner,
    /// 代理人空缺
    NoDeputy,
    /// 监督人空缺
    NoSupervisor,
    /// 责任人与代理人为同一人
    OwnDeputy,
    /// 责任人与监督人为同一人
    OwnSupervisor,
}

words!(Gap, "gap", {
    NoOwner => "no_owner",
    NoDeputy => "no_deputy",
    NoSupervisor => "no_supervisor",
    OwnDeputy => "own_deputy",
    OwnSupervisor => "own_supervisor",
});

/// One seat of a duty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seat {
    /// The post.
    pub post: PostKind,
    /// The unit that has the post; none if no unit on the way up has it.
    pub at: Option<UnitId>,
    /// Who is expected to act; none if it is vacant.
    pub person: Option<PersonId>,
}

/// A duty at a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The template's id.
    pub template: String,
    /// What the duty is called.
    pub title: Bilingual,
    /// The unit.
    pub unit: UnitId,
    /// Who does it.
    pub owner: Seat,
    /// Who does it in their stead; none if the duty has no deputy.
    pub deputy: Option<Seat>,
    /// Who sees to it; none if nobody does.
    pub supervisor: Option<Seat>,
    /// Vacancies and doubles.
    pub gaps: Vec<Gap>,
}

/// Who holds which post, seen from units; and at the level above them.
#[derive(Debug, Clone, Default)]
pub struct Holders {
    /// At a unit or the nearest above it within its institution.
    pub at: HashMap<(UnitId, PostKind), Keeper>,
    /// At the institution above, by the post that has the duty there.
    pub above: HashMap<PostKind, Keeper>,
}

/// The post that has a duty one level up: the same in a school that leads others, else whoever is on duty there.
#[must_use]
pub const fn one_level_up(owner: PostKind, above: UnitKind) -> PostKind {
    if above.is_school() || above.is_party() { owner } else { PostKind::CountyDuty }
}

/// The matrix: every template that a unit's kind has, for each unit, in the order of units and templates.
#[must_use]
pub fn lines(
    templates: &[&Template],
    units: &[UnitRef],
    holders: &Holders,
    above: Option<UnitKind>,
) -> Vec<Line> {
    let duties = |unit: &UnitRef| {
        let here: Vec<&&Template> = templates.iter().filter(|one| one.at.contains(&unit.kind)).collect();
        here.into_iter().map(|template| line(template, unit, holders, above)).collect::<Vec<_>>()
    };
    units.iter().flat_map(duties).collect()
}

fn line(template: &Template, unit: &UnitRef, holders: &Holders, above: Option<UnitKind>) -> Line {
    let seat = |post| {
        let keeper = holders.at.get(&(unit.id, post));
        Seat {
            post,
            at: keeper.map(|keeper| keeper.unit),
            person: keeper.and_then(|keeper| keeper.holder).map(|holder| holder.person),
        }
    };
    let up = |kind| {
        let post = one_level_up(template.owner, kind);
        let keeper = holders.above.get(&post);
        Seat {
            post,
            at: keeper.map(|keeper| keeper.unit),
            person: keeper.and_then(|keeper| keeper.holder).map(|holder| holder.person),
        }
    };
    let owner = seat(template.owner);
    let deputy = template.deputy.map(seat);
    let supervisor = match template.supervisor {
        Some(Supervisor::Post(post)) => Some(seat(post)),
        Some(Supervisor::Level(_)) => above.map(up),
        None => None,
    };
    Line {
        template: template.id.clone(),
        title: template.title.clone(),
        unit: unit.id,
        gaps: gaps(owner, deputy, supervisor),
        owner,
        deputy,
        supervisor,
    }
}

fn gaps(owner: Seat, deputy: Option<Seat>, supervisor: Option<Seat>) -> Vec<Gap> {
    let vacant = |seat: Option<Seat>| seat.is_some_and(|seat| seat.person.is_none());
    let same =
        |seat: Option<Seat>| owner.person.is_some() && seat.is_some_and(|seat| seat.person == owner.person);
    let found = [
        (vacant(Some(owner)), Gap::NoOwner),
        (vacant(deputy), Gap::NoDeputy),
        (vacant(supervisor), Gap::NoSupervisor),
        (same(deputy), Gap::OwnDeputy),
        (same(supervisor), Gap::OwnSupervisor),
    ];
    found.into_iter().filter(|(holds, _)| *holds).map(|(_, gap)| gap).collect()
}

/// What a post has to do, for its charter.
#[derive(Debug, Clone, PartialEq)]
pub struct Charter {
    /// The post.
    pub post: PostKind,
    /// Duties that it does.
    pub does: Vec<&'static Template>,
    /// Duties that it does in somebody's stead.
    pub stands_in: Vec<&'static Template>,
    /// Duties that it sees to.
    pub supervises: Vec<&'static Template>,
}

/// The charter of a post, from what is shipped.
#[must_use]
pub fn charter(post: PostKind) -> Charter {
    let all = || Library::shipped().templates().map(AsRef::as_ref);
    Charter {
        post,
        does: all().filter(|one| one.owner == post).collect(),
        stands_in: all().filter(|one| one.deputy == Some(post)).collect(),
        supervises: all().filter(|one| one.supervisor == Some(Supervisor::Post(post))).collect(),
    }
}

/// The chain at an institution, or at a part of it: the units with their duties, at most 200 units.
#[derive(Debug, Clone)]
pub struct Chain {
    /// The units, in the order of the tree.
    pub units: Vec<UnitRef>,
    /// The duties at them.
    pub lines: Vec<Line>,
    /// The names of those who hold a seat.
    pub names: HashMap<PersonId, String>,
}

/// The chain of responsibility at a unit and below it, within its institution, on a day. Needs `post.read`.
///
/// # Errors
/// [`WorkError::Denied`].
pub async fn responsibility_chain(ctx: &Ctx, unit: UnitId, day: SchoolDay) -> Result<Chain, WorkError> {
    let store = ctx.store();
    let place = lookup::place(store, unit).await?.ok_or(Denied::Unknown)?;
    ctx.demand(Action::PostRead, &place)?;
    let templates: Vec<&Template> = Library::shipped().templates().map(AsRef::as_ref).collect();
    let mut kinds: Vec<UnitKind> = templates.iter().flat_map(|one| one.at.iter().copied()).collect();
    kinds.sort_unstable();
    kinds.dedup();
    let walk = Walk { under: &place.path, kinds: &kinds, day, after: "", most: UNITS };
    let mut units = lookup::units_after(store, &walk).await?;
    units.retain(|one| one.institution == place.institution);
    let ids: Vec<UnitId> = units.iter().map(|one| one.id).collect();
    let mut holders = Holders {
        at: lookup::posts_for(store, place.institution, (&ids, PostKind::ALL), day).await?,
        above: HashMap::new(),
    };
    let lineage = lookup::lineage(store, place.institution).await?;
    let above = lineage.iter().rev().skip(1).find(|one| one.kind.is_institution()).cloned();
    if let Some(above) = &above {
        let found = lookup::posts_for(store, above.id, (&[above.id], PostKind::ALL), day).await?;
        holders.above = found.into_iter().map(|((_, post), keeper)| (post, keeper)).collect();
    }
    let lines = lines(&templates, &units, &holders, above.map(|above| above.kind));
    let seats = lines.iter().flat_map(|line| [Some(line.owner), line.deputy, line.supervisor]);
    let mut persons: Vec<PersonId> = seats.flatten().filter_map(|seat| seat.person).collect();
    persons.sort_unstable();
    persons.dedup();
    let names = lookup::names(store, &persons).await?;
    Ok(Chain { units, lines, names })
}
