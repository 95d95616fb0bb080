//! What is to be checked today, by whom, with what is known already.

use std::collections::{BTreeMap, HashMap, HashSet};

use xd_kernel::{Instant, MessageId, PersonId, SchoolDay, UnitId, UnitKind, Zone};
use xd_register::{GroupRoster, HeldPost, UnitRef, lookup};
use xd_store::StoreError;
use xd_trust::{Ctx, Grant, GrantSource, Role};

use crate::absence_views::CHECKED;
use crate::check_views::{CheckView, views};
use crate::error::QueryError;
use crate::people::{Directory, NamedPerson};
use crate::plan::plans;
use crate::record::{AbsenceRecord, CheckRecord};
use crate::rows::messages::MessageRow;
use crate::rows::{self, symptoms_from, word_from};
use crate::{CheckType, ExceptionKind, Symptoms};

/// What the caller checks on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueList {
    /// Now.
    pub now: Instant,
    /// The day.
    pub day: SchoolDay,
    /// The checks, by deadline, then in the order of the tree.
    pub items: Vec<DueCheck>,
}

/// A check that is due, or done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueCheck {
    /// The group.
    pub group: UnitRef,
    /// Its school.
    pub school: UnitRef,
    /// Morning, noon or evening.
    pub check_type: CheckType,
    /// By when.
    pub deadline: Instant,
    /// Where it stands.
    pub state: DueState,
    /// The roster as it is now.
    pub roster_version: i64,
    /// How many members.
    pub expected: i64,
    /// What guardians said and who is still ill: for the checker to confirm.
    pub prefilled: Vec<Prefilled>,
    /// The check that counts, if there is one.
    pub latest: Option<CheckView>,
    /// Whether the caller stands in for somebody.
    pub substitute: bool,
}

/// Where a check stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DueState {
    /// Still time.
    Due,
    /// The deadline has passed.
    Overdue,
    /// Reported.
    Done,
    /// Not a day of school, or not a check of this group.
    NotExpected,
}

/// An exception that is likely.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prefilled {
    /// Who.
    pub person: NamedPerson,
    /// How.
    pub kind: ExceptionKind,
    /// Symptoms.
    pub symptoms: Symptoms,
    /// Body temperature in tenths of a degree Celsius, from the guardian's message.
    pub celsius_tenths: Option<i64>,
    /// The guardian's words.
    pub note: Option<String>,
    /// The guardian's message; none if it comes from an absence that is still open.
    pub message: Option<(MessageId, Instant)>,
}

/// The roles whose holders check the groups at or below their unit. A health officer may report for any group of the
/// school, and is nobody's daily checker.
const CHECKERS: &[Role] = &[Role::ClassTeacher, Role::DormitoryKeeper, Role::TeamLead, Role::SchoolClerk];

const fn checks(role: Role, kind: UnitKind) -> bool {
    match role {
        Role::ClassTeacher => matches!(kind, UnitKind::Class),
        Role::DormitoryKeeper => matches!(kind, UnitKind::DormitoryRoom),
        Role::TeamLead => matches!(kind, UnitKind::StaffTeam),
        _ => kind.is_checked_group(),
    }
}

/// What the caller checks on a day, today if none is given. Days without school have nothing.
///
/// # Errors
/// [`QueryError`].
pub async fn due(ctx: &Ctx, day: Option<SchoolDay>) -> Result<DueList, QueryError> {
    let day = day.unwrap_or_else(|| ctx.today(&Zone::shanghai()));
    let groups = mine(ctx, day).await?;
    let ids: Vec<UnitId> = groups.iter().map(|mine| mine.roster.place.unit).collect();
    let known = Known::of(ctx, &ids, day).await?;
    let schools: HashSet<UnitId> = groups.iter().map(|mine| mine.roster.place.institution).collect();
    let schools: Vec<UnitId> = schools.into_iter().collect();
    let plans = plans(ctx.store(), &schools).await?;
    let directory = Directory::of(ctx.store(), known.persons(), ids.into_iter().chain(schools)).await?;
    let mut items = Vec::new();
    for mine in &groups {
        let school = mine.roster.place.institution;
        if !lookup::day_kind(ctx.store(), school, day).await?.is_taught() {
            continue;
        }
        for (check_type, minute) in
            plans.get(&school).into_iter().flat_map(|plan| plan.of_kind(mine.roster.kind))
        {
            let deadline = day.at_minute(minute, &mine.roster.zone);
            let slot = (mine.roster.place.unit, check_type);
            let latest = known.latest.get(&slot).cloned();
            items.push(DueCheck {
                group: directory.unit(slot.0)?,
                school: directory.unit(school)?,
                check_type,
                deadline,
                state: state(ctx.now(), deadline, latest.is_some()),
                roster_version: mine.roster.roster_version,
                expected: mine.roster.expected,
                prefilled: known.prefilled(&mine.roster, &directory)?,
                latest,
                substitute: mine.substitute,
            });
        }
    }
    items.sort_by(|a, b| (a.deadline, &a.group.path).cmp(&(b.deadline, &b.group.path)));
    Ok(DueList { now: ctx.now(), day, items })
}

pub(crate) fn state(now: Instant, deadline: Instant, is_done: bool) -> DueState {
    if is_done {
        DueState::Done
    } else if now > deadline {
        DueState::Overdue
    } else {
        DueState::Due
    }
}

struct Mine {
    roster: GroupRoster,
    substitute: bool,
}

/// The groups the caller checks: those of posts held that day, unless somebody stands in, and of checkers' grants.
async fn mine(ctx: &Ctx, day: SchoolDay) -> Result<Vec<Mine>, StoreError> {
    let held = match ctx.actor().person() {
        Some(person) => lookup::held_posts(ctx.store(), person, day).await?,
        None => [].into(),
    };
    let grants = ctx.reach().grants().iter().filter(|grant| CHECKERS.contains(&grant.role));
    let mut found: BTreeMap<UnitId, Mine> = BTreeMap::new();
    for grant in grants.filter(|grant| !is_relieved(grant, &held)) {
        let substitute = held.iter().any(|post| post.substitute && post.place.unit == grant.unit);
        for roster in groups(ctx, grant, day).await? {
            if checks(grant.role, roster.kind) {
                found.entry(roster.place.unit).or_insert(Mine { roster, substitute });
            }
        }
    }
    Ok(found.into_values().collect())
}

fn is_relieved(grant: &Grant, held: &[HeldPost]) -> bool {
    let mut posts =
        held.iter().filter(|post| post.place.unit == grant.unit && post.kind.role() == grant.role);
    grant.source == GrantSource::Post && posts.clone().next().is_some() && posts.all(|post| post.relieved)
}

async fn groups(ctx: &Ctx, grant: &Grant, day: SchoolDay) -> Result<Vec<GroupRoster>, StoreError> {
    // Mostly the unit is the group itself, which is remembered.
    match lookup::group(ctx.store(), grant.unit, day).await? {
        Some(group) => Ok(vec![(*group).clone()]),
        None => lookup::groups_below(ctx.store(), &grant.path, CHECKED, day).await,
    }
}

/// What is known of the groups before they are checked.
struct Known {
    latest: HashMap<(UnitId, CheckType), CheckView>,
    messages: Vec<MessageRow>,
    absences: Vec<AbsenceRecord>,
}

impl Known {
    async fn of(ctx: &Ctx, groups: &[UnitId], day: SchoolDay) -> Result<Self, StoreError> {
        let conn = ctx.store().reader();
        let mut by_group: HashMap<UnitId, Vec<CheckRecord>> = HashMap::new();
        for record in rows::views::current(conn, groups, day).await? {
            by_group.entry(record.slot.group).or_default().push(record);
        }
        let mut placed = Vec::new();
        for (group, records) in by_group {
            if let Some(place) = lookup::place(ctx.store(), group).await? {
                placed.push((place, records));
            }
        }
        let latest = views(ctx, &placed).await?;
        let slot = |view: &CheckView| (view.receipt.group, view.receipt.check_type);
        Ok(Self {
            latest: latest.into_iter().map(|view| (slot(&view), view)).collect(),
            messages: rows::messages::of_groups(conn, groups, day).await?,
            absences: rows::absences::open_in(conn, groups).await?,
        })
    }

    fn persons(&self) -> impl Iterator<Item = PersonId> + '_ {
        let messages = self.messages.iter().map(|row| PersonId(row.person_id));
        messages.chain(self.absences.iter().map(|record| record.home.person))
    }

    /// What a guardian said outweighs what is still open, and the newest message the older ones.
    fn prefilled(&self, group: &GroupRoster, directory: &Directory) -> Result<Vec<Prefilled>, StoreError> {
        let group = group.place.unit;
        let mut found: BTreeMap<PersonId, Prefilled> = BTreeMap::new();
        for record in self.absences.iter().filter(|a| a.home.group == group || a.home.room == Some(group)) {
            let kind = if record.absent { ExceptionKind::AbsentIll } else { ExceptionKind::IllInClass };
            let person = directory.person(record.home.person);
            let still = Prefilled {
                person,
                kind,
                symptoms: record.symptoms,
                celsius_tenths: None,
                note: None,
                message: None,
            };
            found.insert(record.home.person, still);
        }
        for row in self.messages.iter().filter(|row| row.group_id == group.0) {
            let said = Prefilled {
                person: directory.person(PersonId(row.person_id)),
                kind: word_from("guardian_message.kind", &row.kind)?,
                symptoms: symptoms_from("guardian_message.symptoms", &row.symptoms)?,
                celsius_tenths: row.celsius_tenths,
                note: row.note.clone(),
                message: Some((MessageId(row.message_id), Instant(row.said_at))),
            };
            found.insert(PersonId(row.person_id), said);
        }
        Ok(found.into_values().collect())
    }
}
