use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::json;
use uuid::Uuid;
use xd_kernel::{Instant, UnitId};
use xd_store::jobs::{Claim, Finished, Job, Leased, claim, enqueue, finish, next_due, put_off, withdraw};
use xd_store::outbox::{Event, Position, read_after};
use xd_store::{Store, StoreError};

const SCHOOL: UnitId = UnitId(Uuid::from_u128(7));
const KIND: &str = "task.escalate";
const ALL: Claim<'_> = Claim { kinds: &[KIND], seconds: 60, most: 100 };

fn at(second: i64) -> Instant {
    Instant(second * 1_000_000)
}

fn job(key: &str, second: i64) -> Job {
    let payload = json!({ "key": key });
    Job { institution: SCHOOL, kind: KIND, key: key.to_owned(), version: 1, payload, run_at: at(second) }
}

async fn put(store: &Store, jobs: &[Job]) {
    let tx = store.begin().await.unwrap();
    enqueue(&tx, jobs).await.unwrap();
    tx.commit().await.unwrap();
}

async fn take(store: &Store, second: i64) -> Vec<Leased> {
    claim(store, at(second), ALL).await.unwrap()
}

fn keys(jobs: &[Leased]) -> Vec<&str> {
    jobs.iter().map(|job| job.key.as_str()).collect()
}

/// The work of a job: an event, seen only if it is committed.
async fn work(store: &Store, job: &Leased) -> Result<Finished, StoreError> {
    let tx = store.begin().await?;
    let (institution, payload) = (job.institution, json!({ "key": job.key }));
    tx.emit(Event { institution, kind: "work.done", version: 1, payload, at: job.run_at }).await?;
    finish(tx, job).await
}

async fn done(store: &Store) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for event in read_after(store, Position::default(), 10_000).await.unwrap() {
        *counts.entry(event.payload["key"].as_str().unwrap().to_owned()).or_default() += 1;
    }
    counts
}

async fn jobs_are_taken_when_due_and_gone_when_done(store: Store) {
    put(&store, &[job("late", 20), job("early", 10), job("never", 1_000)]).await;
    assert_eq!(next_due(&store, &[KIND]).await.unwrap(), Some(at(10)));
    assert!(take(&store, 9).await.is_empty());
    assert!(claim(&store, at(30), Claim { kinds: &["other"], ..ALL }).await.unwrap().is_empty());
    let taken = take(&store, 30).await;
    assert_eq!(keys(&taken), ["early", "late"]);
    assert_eq!((taken[0].attempts, taken[0].run_at, &taken[0].payload["key"]), (1, at(10), &json!("early")));
    for job in &taken {
        assert_eq!(work(&store, job).await.unwrap(), Finished::Done);
        assert_eq!(work(&store, job).await.unwrap(), Finished::Lost, "done is done");
    }
    assert_eq!(done(&store).await.into_values().collect::<Vec<_>>(), [1, 1]);
    assert_eq!(next_due(&store, &[KIND]).await.unwrap(), Some(at(1_000)));
}

async fn a_job_is_there_once_and_only_if_its_transaction_is(store: Store) {
    let tx = store.begin().await.unwrap();
    enqueue(&tx, &[job("undone", 1)]).await.unwrap();
    drop(tx);
    put(&store, &[job("twice", 10)]).await;
    put(&store, &[job("twice", 1), job("other", 11)]).await;
    let elsewhere = Job { institution: UnitId(Uuid::from_u128(8)), ..job("twice", 12) };
    put(&store, &[elsewhere]).await;
    assert!(take(&store, 9).await.is_empty(), "the first keeps its time");
    assert_eq!(keys(&take(&store, 12).await), ["twice", "other", "twice"]);
}

async fn a_lease_runs_out_and_the_slow_worker_undoes_its_work(store: Store) {
    put(&store, &[job("slow", 0)]).await;
    let slow = take(&store, 0).await;
    assert!(take(&store, 59).await.is_empty(), "held");
    let quick = take(&store, 60).await;
    assert_eq!((keys(&quick), quick[0].attempts), (vec!["slow"], 2));
    assert_eq!(work(&store, &slow[0]).await.unwrap(), Finished::Lost);
    let tx = store.begin().await.unwrap();
    assert_eq!(put_off(tx, &slow[0], at(500)).await.unwrap(), Finished::Lost);
    assert_eq!(work(&store, &quick[0]).await.unwrap(), Finished::Done);
    assert_eq!(done(&store).await.into_values().collect::<Vec<_>>(), [1]);
}

async fn a_clock_set_back_does_not_leave_a_job_held_for_years(store: Store) {
    put(&store, &[job("a", 0)]).await;
    let ahead = take(&store, 1_000_000).await;
    assert_eq!(keys(&take(&store, 10).await), ["a"]);
    assert_eq!(work(&store, &ahead[0]).await.unwrap(), Finished::Lost);
}

async fn a_long_job_works_in_portions(store: Store) {
    put(&store, &[job("long", 0)]).await;
    for portion in 0..3 {
        let taken = take(&store, portion).await;
        let tx = store.begin().await.unwrap();
        let payload = json!({ "key": format!("portion {portion}") });
        let event = Event { institution: SCHOOL, kind: "work.done", version: 1, payload, at: at(portion) };
        tx.emit(event).await.unwrap();
        assert_eq!(put_off(tx, &taken[0], at(portion + 1)).await.unwrap(), Finished::Done);
        assert!(take(&store, portion).await.is_empty());
    }
    assert_eq!(done(&store).await.len(), 3);
    assert_eq!(take(&store, 3).await[0].attempts, 4);
}

async fn work_no_longer_wanted_is_withdrawn_even_from_its_worker(store: Store) {
    put(&store, &[job("a", 0), job("b", 0), job("c", 0)]).await;
    let taken = take(&store, 0).await;
    let tx = store.begin().await.unwrap();
    assert_eq!(withdraw(&tx, (SCHOOL, KIND), &["a".into(), "c".into(), "x".into()]).await.unwrap(), 2);
    tx.commit().await.unwrap();
    let ends: Vec<Finished> = [
        work(&store, &taken[0]).await.unwrap(),
        work(&store, &taken[1]).await.unwrap(),
        work(&store, &taken[2]).await.unwrap(),
    ]
    .into();
    assert_eq!(ends, [Finished::Lost, Finished::Done, Finished::Lost]);
}

async fn what_could_not_be_kept_is_refused(store: Store) {
    let tx = store.begin().await.unwrap();
    for wrong in [Job { kind: "", ..job("a", 0) }, job("", 0), job(&"x".repeat(201), 0)] {
        let refused = enqueue(&tx, &[wrong]).await;
        assert!(matches!(refused, Err(StoreError::Invalid { .. })), "{refused:?}");
    }
}

/// Workers that are killed at any moment, each with its own clock of leases a few milliseconds long: whatever happens,
/// each job's work is seen exactly once.
async fn workers_that_are_killed_do_each_job_once(store: Store) {
    let wanted: Vec<Job> = (0..60).map(|n| job(&format!("{n:02}"), n)).collect();
    put(&store, &wanted).await;
    let mut second = 100;
    for round in 0_u64.. {
        let workers: Vec<_> = (0..3)
            .map(|_| {
                let store = store.clone();
                tokio::spawn(async move {
                    let some = Claim { most: 4, ..ALL };
                    while let Ok(taken) = claim(&store, at(second), some).await {
                        if taken.is_empty() {
                            break;
                        }
                        for job in &taken {
                            let _ = work(&store, job).await;
                        }
                    }
                })
            })
            .collect();
        // Killed after 1 to 60 ms: in a claim, in the work, in a commit.
        tokio::time::sleep(Duration::from_millis(1 + (round * 23) % 60)).await;
        for worker in workers {
            worker.abort();
            let _ = worker.await;
        }
        second += 61;
        if next_due(&store, &[KIND]).await.unwrap().is_none() {
            break;
        }
        assert!(round < 500, "the work does not end");
    }
    let counts = done(&store).await;
    assert_eq!(counts.len(), 60);
    assert!(counts.values().all(|count| *count == 1), "{counts:?}");
}

xd_testkit::both_engines!(
    xd_store::migrations;
    jobs_are_taken_when_due_and_gone_when_done,
    a_job_is_there_once_and_only_if_its_transaction_is,
    a_lease_runs_out_and_the_slow_worker_undoes_its_work,
    a_clock_set_back_does_not_leave_a_job_held_for_years,
    a_long_job_works_in_portions,
    work_no_longer_wanted_is_withdrawn_even_from_its_worker,
    what_could_not_be_kept_is_refused,
    workers_that_are_killed_do_each_job_once,
);
