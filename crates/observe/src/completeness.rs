//! How complete a day's checks are: group by group for a school, child by child for the levels above.

use std::collections::{BTreeMap, HashMap, HashSet};

use xd_kernel::{Instant, SchoolDay, UnitId, UnitKind, Zone};
use xd_register::{GroupRoster, UnitRef, lookup};
use xd_store::StoreError;
use xd_trust::{Action, Ctx, Denied};

use crate::CheckType;
use crate::due::{DueState, state};
use crate::error::QueryError;
use crate::people::{Directory, NamedPerson};
use crate::plan::{CheckPlan, plans};
use crate::record::CheckRecord;
use crate::report::Counts;
use crate::rows;
use crate::rows::views::SumRow;

/// Which completeness is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CompletenessQuery {
    /// A school or part of one, or a unit above schools.
    pub unit: UnitId,
    /// The day.
    pub day: SchoolDay,
    /// Morning, noon or evening.
    pub check_type: CheckType,
}

/// How complete the checks of a unit are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completeness {
    /// The unit.
    pub unit: UnitRef,
    /// The day.
    pub day: SchoolDay,
    /// Whether any school in it holds school that day.
    pub school_day: bool,
    /// Everything added up.
    pub totals: Tally,
    /// The parts: groups of a school, else the units directly below.
    pub items: Vec<CompletenessItem>,
}

/// Counts of groups and persons.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Groups whose check is expected.
    pub groups_expected: i64,
    /// Of these, reported.
    pub groups_reported: i64,
    /// Of these, missing after the deadline.
    pub overdue: i64,
    /// Members of the groups expected, whether reported or not.
    pub pupils_expected: i64,
    /// What the reported checks add up to.
    pub seen: Counts,
}

/// One part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CompletenessItem {
    /// The group or unit.
    pub unit: UnitRef,
    /// Its counts.
    pub tally: Tally,
    /// Done, due, overdue or not expected.
    pub state: DueState,
    /// When the latest report came in.
    pub latest_at: Option<Instant>,
    /// The deadline; for a group only.
    pub deadline: Option<Instant>,
    /// Who reported, else who is expected to; for a group only.
    pub checker: Option<NamedPerson>,
}

impl Tally {
    fn add(&mut self, other: &Self) {
        self.groups_expected += other.groups_expected;
        self.groups_reported += other.groups_reported;
        self.overdue += other.overdue;
        self.pupils_expected += other.pupils_expected;
        self.seen = self.seen.plus(&other.seen);
    }

    fn state(&self) -> DueState {
        match self {
            Self { groups_expected: 0, .. } => DueState::NotExpected,
            Self { groups_expected, groups_reported, .. } if groups_reported >= groups_expected => {
                DueState::Done
            }
            Self { overdue: 0, .. } => DueState::Due,
            Self { .. } => DueState::Overdue,
        }
    }
}

/// How complete the checks at or below a unit are.
///
/// # Errors
/// [`QueryError`].
pub async fn completeness(ctx: &Ctx, query: CompletenessQuery) -> Result<Completeness, QueryError> {
    let place = lookup::place(ctx.store(), query.unit).await?.ok_or(Denied::Unknown)?;
    ctx.demand(Action::CheckRead, &place)?;
    let directory = Directory::of(ctx.store(), std::iter::empty(), std::iter::once(query.unit)).await?;
    let unit = directory.unit(query.unit)?;
    let is_in_school = !unit.kind.is_institution() || unit.kind.is_school();
    let (school_day, items) = if is_in_school {
        of_groups(ctx, &unit, query).await?
    } else {
        of_children(ctx, &unit, query).await?
    };
    let mut totals = Tally::default();
    for item in &items {
        totals.add(&item.tally);
    }
    Ok(Completeness { unit, day: query.day, school_day, totals, items })
}

async fn of_groups(
    ctx: &Ctx,
    unit: &UnitRef,
    query: CompletenessQuery,
) -> Result<(bool, Vec<CompletenessItem>), StoreError> {
    let schools = Schools::of(ctx, unit, query).await?;
    let kinds: Vec<UnitKind> = schools.kinds(query.check_type);
    let mut groups = lookup::groups_below(ctx.store(), &unit.path, &kinds, query.day).await?;
    groups.retain(|group| group.expected > 0);
    let ids: Vec<UnitId> = groups.iter().map(|group| group.place.unit).collect();
    let current = rows::views::current(ctx.store().reader(), &ids, query.day).await?;
    let reported: HashMap<UnitId, CheckRecord> = current
        .into_iter()
        .filter(|record| record.slot.check_type == query.check_type)
        .map(|record| (record.slot.group, record))
        .collect();
    let expected = expected_checkers(ctx, &groups, query.day).await?;
    let persons = reported.values().filter_map(|record| record.person).chain(expected.values().copied());
    let directory = Directory::of(ctx.store(), persons, ids.into_iter()).await?;
    let mut items = Vec::with_capacity(groups.len());
    for group in &groups {
        let id = group.place.unit;
        let record = reported.get(&id);
        let minute = schools.deadline(group, query.check_type);
        let checker = record.and_then(|record| record.person).or_else(|| expected.get(&id).copied());
        let deadline = minute.map(|minute| query.day.at_minute(minute, &group.zone));
        items.push(CompletenessItem {
            checker: checker.map(|person| directory.person(person)),
            ..group_item(ctx.now(), directory.unit(id)?, (group, record), deadline)
        });
    }
    Ok((schools.any_open(), items))
}

/// A group that is not expected but reported all the same counts as seen, not as expected.
fn group_item(
    now: Instant,
    unit: UnitRef,
    (group, record): (&GroupRoster, Option<&CheckRecord>),
    deadline: Option<Instant>,
) -> CompletenessItem {
    let state = deadline.map_or(DueState::NotExpected, |deadline| state(now, deadline, record.is_some()));
    let is_expected = i64::from(deadline.is_some());
    let tally = Tally {
        groups_expected: is_expected,
        groups_reported: i64::from(record.is_some()) * is_expected,
        overdue: i64::from(state == DueState::Overdue),
        pupils_expected: group.expected * is_expected,
        seen: record.map(|record| record.counts).unwrap_or_default(),
    };
    let latest_at = record.map(|record| record.received_at);
    CompletenessItem { unit, tally, state, latest_at, deadline, checker: None }
}

async fn expected_checkers(
    ctx: &Ctx,
    groups: &[GroupRoster],
    day: SchoolDay,
) -> Result<HashMap<UnitId, xd_kernel::PersonId>, StoreError> {
    let mut by_school: HashMap<UnitId, Vec<UnitId>> = HashMap::new();
    for group in groups {
        by_school.entry(group.place.institution).or_default().push(group.place.unit);
    }
    let mut found = HashMap::new();
    for (school, groups) in by_school {
        let holders = lookup::checkers(ctx.store(), school, &groups, day).await?;
        found.extend(holders.into_iter().map(|(group, holder)| (group, holder.person)));
    }
    Ok(found)
}

/// The schools in question: which are open that day, and their plans.
struct Schools {
    open: HashSet<UnitId>,
    plans: HashMap<UnitId, CheckPlan>,
    zones: HashMap<UnitId, Zone>,
}

impl Schools {
    async fn of(ctx: &Ctx, unit: &UnitRef, query: CompletenessQuery) -> Result<Self, StoreError> {
        let below =
            lookup::groups_below(ctx.store(), &unit.path, crate::absence_views::CHECKED, query.day).await?;
        let schools: HashSet<UnitId> = below.iter().map(|group| group.place.institution).collect();
        Self::read(ctx, schools, query.day).await
    }

    async fn read(ctx: &Ctx, schools: HashSet<UnitId>, day: SchoolDay) -> Result<Self, StoreError> {
        let schools: Vec<UnitId> = schools.into_iter().collect();
        let mut open = HashSet::new();
        for school in &schools {
            if lookup::day_kind(ctx.store(), *school, day).await?.is_taught() {
                open.insert(*school);
            }
        }
        let zones = lookup::zones(ctx.store(), &schools).await?;
        Ok(Self { open, plans: plans(ctx.store(), &schools).await?, zones })
    }

    fn kinds(&self, check_type: CheckType) -> Vec<UnitKind> {
        let kinds = self.plans.values().flat_map(|plan| plan.at(check_type)).map(|(kind, _)| kind);
        kinds.collect::<HashSet<_>>().into_iter().collect()
    }

    fn deadline(&self, group: &GroupRoster, check_type: CheckType) -> Option<u16> {
        let school = group.place.institution;
        let plan = self.plans.get(&school).filter(|_| self.open.contains(&school))?;
        plan.deadline(group.kind, check_type)
    }

    fn any_open(&self) -> bool {
        !self.open.is_empty()
    }
}

/// Schools added up below each child of a unit: two grouped reads, however many groups there are.
async fn of_children(
    ctx: &Ctx,
    unit: &UnitRef,
    query: CompletenessQuery,
) -> Result<(bool, Vec<CompletenessItem>), StoreError> {
    let mut expected: HashMap<UnitId, HashMap<UnitKind, (i64, i64)>> = HashMap::new();
    for kind in crate::absence_views::CHECKED {
        for totals in lookup::group_totals(ctx.store(), &unit.path, *kind, query.day).await? {
            let school = expected.entry(totals.institution).or_default();
            school.insert(*kind, (totals.groups, totals.expected));
        }
    }
    let schools = Schools::read(ctx, expected.keys().copied().collect(), query.day).await?;
    let ids: Vec<UnitId> = expected.keys().copied().collect();
    let sums = rows::views::sums(ctx.store().reader(), &ids, (query.day, query.check_type)).await?;
    let sums: HashMap<UnitId, SumRow> =
        sums.into_iter().map(|row| (UnitId(row.institution_id), row)).collect();
    let mut items: BTreeMap<String, CompletenessItem> = BTreeMap::new();
    for (school, kinds) in &expected {
        let Some(child) = child_above(ctx, unit, *school).await? else { continue };
        let sum = sums.get(school);
        let tally = schools.tally(ctx.now(), (*school, kinds, sum), query);
        let item = items.entry(child.path.to_string()).or_insert_with(|| CompletenessItem {
            unit: child,
            tally: Tally::default(),
            state: DueState::NotExpected,
            latest_at: None,
            deadline: None,
            checker: None,
        });
        item.tally.add(&tally);
        item.latest_at = item.latest_at.max(sum.map(|sum| Instant(sum.latest)));
        item.state = item.tally.state();
    }
    Ok((schools.any_open(), items.into_values().collect()))
}

/// The unit directly below `unit` on the way to a school; the unit itself for its own groups.
async fn child_above(ctx: &Ctx, unit: &UnitRef, school: UnitId) -> Result<Option<UnitRef>, StoreError> {
    let lineage = lookup::lineage(ctx.store(), school).await?;
    let at = lineage.iter().position(|above| above.id == unit.id);
    Ok(at.and_then(|at| lineage.get(at + 1).or_else(|| lineage.get(at)).cloned()))
}

impl Schools {
    /// A school is overdue by the groups it misses once its last deadline has passed.
    fn tally(
        &self,
        now: Instant,
        (school, kinds, sum): (UnitId, &HashMap<UnitKind, (i64, i64)>, Option<&SumRow>),
        query: CompletenessQuery,
    ) -> Tally {
        let seen = sum.map(SumRow::counts).unwrap_or_default();
        let Some(plan) = self.plans.get(&school).filter(|_| self.open.contains(&school)) else {
            return Tally { seen, ..Tally::default() };
        };
        let mut tally = Tally { seen, ..Tally::default() };
        let mut last = None;
        for (kind, minute) in plan.at(query.check_type) {
            if let Some((groups, expected)) = kinds.get(&kind) {
                tally.groups_expected += groups;
                tally.pupils_expected += expected;
                last = last.max(Some(minute));
            }
        }
        tally.groups_reported = sum.map_or(0, |sum| sum.groups).min(tally.groups_expected);
        let zone = self.zones.get(&school).cloned().unwrap_or_default();
        if last.is_some_and(|minute| now > query.day.at_minute(minute, &zone)) {
            tally.overdue = tally.groups_expected - tally.groups_reported;
        }
        tally
    }
}

impl SumRow {
    fn counts(&self) -> Counts {
        Counts {
            expected: self.expected,
            present: self.present,
            absent_ill: self.absent_ill,
            absent_other: self.absent_other,
            late: self.late,
            ill_in_class: self.ill_in_class,
        }
    }
}
