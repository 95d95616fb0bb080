//! Which groups are checked when, and by what time the check is due.

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use xd_kernel::{UnitId, UnitKind};
use xd_register::lookup;
use xd_store::{Store, StoreError};
use xd_trust::audit::{self, Entry};
use xd_trust::{Action, Ctx, Denied};

use crate::error::{FieldError, PlanError};
use crate::{CheckType, rows};

/// Deadlines of one school: minutes after midnight in its zone, by kind of group and time of day.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CheckPlan(BTreeMap<(UnitKind, CheckType), u16>);

static DEFAULTS: LazyLock<CheckPlan> =
    LazyLock::new(|| read(include_str!("../../../content/check-plan.csv")));

fn read(table: &str) -> CheckPlan {
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    let rows = reader.records().filter_map(Result::ok);
    let entry = |row: csv::StringRecord| {
        let (hour, minute) = row.get(2)?.split_once(':')?;
        let minute = hour.parse::<u16>().ok()?.checked_mul(60)?.checked_add(minute.parse().ok()?)?;
        Some(((row.get(0)?.parse().ok()?, row.get(1)?.parse().ok()?), minute))
    };
    CheckPlan(rows.filter_map(entry).collect())
}

impl CheckPlan {
    /// The plan of a school that has set nothing (`content/check-plan.csv`).
    #[must_use]
    pub fn usual() -> &'static Self {
        &DEFAULTS
    }

    /// When a kind of group is due, if it is checked at that time of day at all.
    #[must_use]
    pub fn deadline(&self, kind: UnitKind, check_type: CheckType) -> Option<u16> {
        self.0.get(&(kind, check_type)).copied()
    }

    /// The checks of a kind of group, in order of the day.
    pub fn of_kind(&self, kind: UnitKind) -> impl Iterator<Item = (CheckType, u16)> + '_ {
        self.0
            .iter()
            .filter(move |((of, _), _)| *of == kind)
            .map(|((_, check_type), minute)| (*check_type, *minute))
    }

    /// The kinds of groups checked at a time of day, with their deadlines.
    pub fn at(&self, check_type: CheckType) -> impl Iterator<Item = (UnitKind, u16)> + '_ {
        self.0
            .iter()
            .filter(move |((_, at), _)| *at == check_type)
            .map(|((kind, _), minute)| (*kind, *minute))
    }

    fn with(mut self, settings: &[Setting]) -> Self {
        for setting in settings {
            let key = (setting.group_kind, setting.check_type);
            match setting.deadline {
                Deadline::At(minute) => self.0.insert(key, minute),
                Deadline::NotExpected => self.0.remove(&key),
            };
        }
        self
    }
}

/// By when a check is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deadline {
    /// So many minutes after midnight, 0 to 1439.
    At(u16),
    /// The school does not make this check.
    NotExpected,
}

/// What a school has set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Setting {
    pub group_kind: UnitKind,
    pub check_type: CheckType,
    pub deadline: Deadline,
}

/// Sets a school's own deadline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SetCheckPlan {
    /// The school.
    pub institution: UnitId,
    /// Class, dormitory room or staff team.
    pub group_kind: UnitKind,
    /// Morning, noon or evening.
    pub check_type: CheckType,
    /// By when.
    pub deadline: Deadline,
}

/// Sets by when a kind of check is due at a school, or that it is not made.
///
/// # Errors
/// [`PlanError`]; then nothing was written.
pub async fn set_check_plan(ctx: &Ctx, command: SetCheckPlan) -> Result<CheckPlan, PlanError> {
    let place = lookup::place(ctx.store(), command.institution).await?.ok_or(Denied::Unknown)?;
    ctx.demand(Action::CalendarManage, &place)?;
    let mut errors = Vec::new();
    if place.institution != place.unit {
        errors.push(FieldError::new(
            "institution_id",
            "check.not_a_school",
            "deadlines are set for a school",
        ));
    }
    if !command.group_kind.is_checked_group() {
        let detail = "class, dormitory_room or staff_team";
        errors.push(FieldError::new("group_kind", "check.not_a_group", detail));
    }
    if matches!(command.deadline, Deadline::At(minute) if minute > 1_439) {
        errors.push(FieldError::new("deadline", "check.no_such_time", "00:00 to 23:59"));
    }
    if !errors.is_empty() {
        return Err(PlanError::Invalid(errors));
    }
    let setting = Setting {
        group_kind: command.group_kind,
        check_type: command.check_type,
        deadline: command.deadline,
    };
    let tx = ctx.begin().await?;
    rows::plan::set(&tx, command.institution, setting).await?;
    let entry = Entry::new("check.set_plan", &place)
        .with("group_kind", command.group_kind.word())
        .with("check_type", command.check_type.word());
    audit::record(&tx, ctx, entry).await?;
    tx.commit().await?;
    let mut plans = plans(ctx.store(), &[command.institution]).await?;
    Ok(plans.remove(&command.institution).unwrap_or_default())
}

/// A school's plan.
///
/// # Errors
/// [`PlanError`].
pub async fn check_plan(ctx: &Ctx, institution: UnitId) -> Result<CheckPlan, PlanError> {
    let place = lookup::place(ctx.store(), institution).await?.ok_or(Denied::Unknown)?;
    ctx.demand(Action::UnitRead, &place)?;
    let mut plans = plans(ctx.store(), &[place.institution]).await?;
    Ok(plans.remove(&place.institution).unwrap_or_default())
}

/// The plans of these schools.
pub(crate) async fn plans(
    store: &Store,
    institutions: &[UnitId],
) -> Result<HashMap<UnitId, CheckPlan>, StoreError> {
    let mut settings: HashMap<UnitId, Vec<Setting>> = HashMap::new();
    for (institution, setting) in rows::plan::of(store.reader(), institutions).await? {
        settings.entry(institution).or_default().push(setting);
    }
    let plan = |institution: &UnitId| {
        let own = settings.get(institution).map_or(&[][..], Vec::as_slice);
        (*institution, DEFAULTS.clone().with(own))
    };
    Ok(institutions.iter().map(plan).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_plan_is_read_whole() {
        let table = include_str!("../../../content/check-plan.csv");
        assert_eq!(DEFAULTS.0.len(), table.trim().lines().count() - 1);
        assert_eq!(CheckPlan::usual().deadline(UnitKind::Class, CheckType::Morning), Some(500));
        assert_eq!(CheckPlan::usual().deadline(UnitKind::DormitoryRoom, CheckType::Morning), None);
        assert_eq!(CheckPlan::usual().of_kind(UnitKind::Class).count(), 2);
    }

    #[test]
    fn a_school_sets_its_own() {
        let set = |check_type, deadline| Setting { group_kind: UnitKind::Class, check_type, deadline };
        let plan = DEFAULTS.clone().with(&[
            set(CheckType::Morning, Deadline::At(450)),
            set(CheckType::Noon, Deadline::NotExpected),
            set(CheckType::Evening, Deadline::At(1_260)),
        ]);
        let class: Vec<_> = plan.of_kind(UnitKind::Class).collect();
        assert_eq!(class, [(CheckType::Morning, 450), (CheckType::Evening, 1_260)]);
    }
}
