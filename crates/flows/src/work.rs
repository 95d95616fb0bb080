//! The worker of jobs: makes the tasks of large waves, and tells those who answer for what is not done.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;
use xd_kernel::{Clock, Instant, WaveId};
use xd_store::jobs::{self, Claim, Finished, Leased};
use xd_store::outbox::id_of;
use xd_store::{Store, StoreError};
use xd_trust::Ctx;
use xd_work::{
    ESCALATE, FAN_OUT, WaveState, escalation, next_portion, save_escalation, save_portion, wave_of,
};

/// The part of the program that acts.
const PART: &str = "work";
const CLAIM: Claim<'static> = Claim { kinds: &[FAN_OUT, ESCALATE], seconds: 60, most: 4 };
/// How long it takes at the most to see that a job has come due.
const LOOK_EVERY: Duration = Duration::from_millis(500);
/// The rest after a portion: checks have the writer meanwhile.
const PACE: Duration = Duration::from_millis(5);
/// The rest after a failure.
const REST: Duration = Duration::from_secs(2);
/// The longest wait of a job that failed, in seconds.
const WAIT_MOST: i64 = 3_600;

/// Works until told to stop; the job at hand is finished.
pub(crate) async fn run(store: Store, clock: Arc<dyn Clock>, mut stop: watch::Receiver<bool>) {
    let mut committed = store.committed();
    while !*stop.borrow() {
        let wait = match once(&store, clock.now()).await {
            Ok(0) => LOOK_EVERY,
            Ok(_) => PACE,
            Err(error) => {
                tracing::warn!(%error, "jobs of work could not be done; trying again");
                REST
            }
        };
        let rest = async {
            if wait == LOOK_EVERY {
                tokio::select! {
                    _ = committed.changed() => {}
                    () = tokio::time::sleep(wait) => {}
                }
            }
            tokio::time::sleep(wait.min(REST)).await;
        };
        tokio::select! {
            _ = stop.wait_for(|stop| *stop) => {}
            () = rest => {}
        }
    }
}

/// Does the jobs of work that are due at `now`, a few at most, and says how many were taken up.
///
/// # Errors
/// [`StoreError`] while the store is unavailable; a job that fails for another reason is put off and logged.
pub async fn once(store: &Store, now: Instant) -> Result<usize, StoreError> {
    // Asked on a reading connection first: an idle worker does not take the writer from the checks.
    if jobs::next_due(store, CLAIM.kinds).await?.is_none_or(|due| due > now) {
        return Ok(0);
    }
    let taken = jobs::claim(store, now, CLAIM).await?;
    for job in &taken {
        match one(store, now, job).await {
            Ok(Finished::Done | Finished::Lost) => {}
            Err(StoreError::Unavailable(why)) => return Err(StoreError::Unavailable(why)),
            Err(problem) => put_off(store, now, job, &problem).await?,
        }
    }
    Ok(taken.len())
}

async fn one(store: &Store, now: Instant, job: &Leased) -> Result<Finished, StoreError> {
    let ctx = Ctx::program(store.clone(), PART, now);
    match job.kind.as_str() {
        FAN_OUT => fan_out(&ctx, job).await,
        _ => {
            let decided = escalation(&ctx, job).await?;
            let tx = ctx.begin().await?;
            let told = save_escalation(&tx, &decided).await?;
            metrics::counter!("xd_work_escalated_total").increment(told);
            jobs::finish(tx, job).await
        }
    }
}

/// Makes the next tasks of a wave. The portion, the tallies, how far the wave is and the job itself change together.
async fn fan_out(ctx: &Ctx, job: &Leased) -> Result<Finished, StoreError> {
    let wave = wave_of(ctx, WaveId(id_of(&job.payload, "wave")?)).await?;
    let Some(wave) = wave.filter(|wave| wave.state == WaveState::Preparing) else {
        return jobs::finish(ctx.begin().await?, job).await;
    };
    let portion = next_portion(ctx, &wave).await?;
    let tx = ctx.begin().await?;
    if !save_portion(&tx, &wave, &portion, ctx.now()).await? {
        // Recalled, or somebody else has gone on: look again.
        drop(tx);
        return jobs::put_off(ctx.begin().await?, job, ctx.now()).await;
    }
    if portion.is_last() { jobs::finish(tx, job).await } else { jobs::put_off(tx, job, ctx.now()).await }
}

async fn put_off(store: &Store, now: Instant, job: &Leased, problem: &StoreError) -> Result<(), StoreError> {
    let wait = (10_i64 << job.attempts.min(16)).min(WAIT_MOST);
    metrics::counter!("xd_work_job_failures_total", "kind" => job.kind.clone()).increment(1);
    tracing::error!(
        kind = %job.kind, institution = %job.institution, attempts = job.attempts, %problem,
        "a job could not be done and will be tried again"
    );
    let _ = jobs::put_off(store.begin().await?, job, now.plus_seconds(wait)).await?;
    Ok(())
}
