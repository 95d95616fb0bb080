//! Who answers for a task: whoever holds its posts on the day one looks. A post without a holder is a vacancy that shows.

use std::collections::{BTreeMap, HashMap};

use xd_kernel::{SchoolDay, UnitId};
use xd_register::{Keeper, PostKind, lookup};
use xd_store::{Store, StoreError};
use xd_trust::{Action, Actor, Ctx, Denied, Place, policy};

use crate::model::Task;

/// The posts that count at units, of several institutions.
#[derive(Debug, Default)]
pub(crate) struct Posts(HashMap<(UnitId, PostKind), Keeper>);

impl Posts {
    /// The posts of these tasks on a day.
    pub async fn of(store: &Store, tasks: &[Task], day: SchoolDay) -> Result<Self, StoreError> {
        let mut by_institution: BTreeMap<UnitId, (Vec<UnitId>, Vec<PostKind>)> = BTreeMap::new();
        for task in tasks {
            let (units, kinds) = by_institution.entry(task.place.institution).or_default();
            units.push(task.place.unit);
            kinds.extend([Some(task.owner), task.deputy].into_iter().flatten());
        }
        let mut found = HashMap::new();
        for (institution, (mut units, mut kinds)) in by_institution {
            units.sort_unstable();
            units.dedup();
            kinds.sort_unstable();
            kinds.dedup();
            found.extend(lookup::posts_for(store, institution, (&units, &kinds), day).await?);
        }
        Ok(Self(found))
    }

    /// Adds a post that does not stand with the tasks of an institution themselves, such as a supervisor's.
    pub async fn extend(
        &mut self,
        store: &Store,
        (tasks, kind): (&[Task], PostKind),
        day: SchoolDay,
    ) -> Result<(), StoreError> {
        let Some(institution) = tasks.first().map(|task| task.place.institution) else { return Ok(()) };
        let mut units: Vec<UnitId> = tasks.iter().map(|task| task.place.unit).collect();
        units.sort_unstable();
        units.dedup();
        self.0.extend(lookup::posts_for(store, institution, (&units, &[kind]), day).await?);
        Ok(())
    }

    /// The post of a kind that counts at a unit.
    pub fn at(&self, unit: UnitId, kind: PostKind) -> Option<Keeper> {
        self.0.get(&(unit, kind)).copied()
    }
}

/// Demands that the actor may do something with a task by a role within the institution that has it: whoever stands
/// above sees and reviews, and does not do the school's work.
pub(crate) async fn demand_within(ctx: &Ctx, action: Action, place: &Place) -> Result<(), crate::WorkError> {
    ctx.demand(action, place)?;
    if matches!(ctx.actor(), Actor::Program(_)) {
        return Ok(());
    }
    let institution = lookup::place(ctx.store(), place.institution).await?.ok_or(Denied::Unknown)?;
    let within = |grant: &xd_trust::Grant| {
        policy::may(grant.role, action)
            && grant.path.covers(&place.path)
            && institution.path.covers(&grant.path)
    };
    if ctx.reach().grants().iter().any(within) { Ok(()) } else { Err(Denied::Forbidden(action).into()) }
}
