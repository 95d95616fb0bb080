//! The consumer `coverage`: what changes about tasks is passed on to the summaries of the levels above.

use std::collections::BTreeSet;

use xd_kernel::{UnitId, WaveId};
use xd_store::outbox::Recorded;
use xd_store::{StoreError, Tx};
use xd_trust::Ctx;
use xd_work::{Rollup, plan_rollup, save_rollup, tallies_changed};

use crate::follower::{Effect, NotSaved};

pub(crate) enum Coverage {}

impl Effect for Coverage {
    const CONSUMER: &'static str = "coverage";
    type Wish = Vec<(UnitId, WaveId)>;
    type Plan = Rollup;

    fn wish(event: &Recorded) -> Result<Option<Self::Wish>, StoreError> {
        Ok(Some(tallies_changed(event)?).filter(|tallies| !tallies.is_empty()))
    }

    async fn plan(ctx: &Ctx, wishes: &[Self::Wish]) -> Result<Rollup, StoreError> {
        let changed: BTreeSet<_> = wishes.iter().flatten().copied().collect();
        plan_rollup(ctx, changed).await
    }

    fn is_empty(plan: &Rollup) -> bool {
        plan.is_empty()
    }

    async fn save(tx: &Tx, plan: &Rollup) -> Result<(), NotSaved> {
        save_rollup(tx, plan).await.map_err(NotSaved::Store)
    }
}
