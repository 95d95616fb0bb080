//! The consumer `signals`: events about cases lead to re-evaluation.

use std::collections::BTreeSet;

use tokio::time::Instant as Tick;
use xd_kernel::UnitId;
use xd_outbreak::{Plan, SaveError, reevaluate, save};
use xd_store::outbox::Recorded;
use xd_store::{StoreError, Tx};
use xd_trust::Ctx;

use crate::follower::{Effect, NotSaved};
use crate::touched::touched;

pub(crate) enum Signals {}

impl Effect for Signals {
    const CONSUMER: &'static str = "signals";
    type Wish = BTreeSet<UnitId>;
    type Plan = Plan;

    fn wish(event: &Recorded) -> Result<Option<Self::Wish>, StoreError> {
        Ok(Some(touched(event)?).filter(|institutions| !institutions.is_empty()))
    }

    async fn plan(ctx: &Ctx, wishes: &[Self::Wish]) -> Result<Plan, StoreError> {
        let institutions: BTreeSet<UnitId> = wishes.iter().flatten().copied().collect();
        let began = Tick::now();
        let plan = reevaluate(ctx, &institutions.into_iter().collect::<Vec<_>>()).await?;
        metrics::histogram!("xd_signals_evaluation_seconds").record(began.elapsed().as_secs_f64());
        Ok(plan)
    }

    fn is_empty(plan: &Plan) -> bool {
        plan.is_empty()
    }

    async fn save(tx: &Tx, plan: &Plan) -> Result<(), NotSaved> {
        save(tx, plan).await.map_err(|error| match error {
            SaveError::Stale => NotSaved::Stale,
            SaveError::Store(error) => NotSaved::Store(error),
        })
    }

    fn count(plan: &Plan) {
        metrics::counter!("xd_signals_changes_total").increment(plan.changes().len() as u64);
    }
}
