//! Read, acknowledge, begin, hand in, review, take back.

use serde_json::json;
use xd_kernel::{Instant, RecordId};
use xd_store::Store;
use xd_trust::{Denied, Role};
use xd_work::{
    Counts, Mark, ReviewTask, Submit, TaskState, Verdict, WorkError, file, mark, review_task, store_file,
    submit, task, to_hex, today, wave, withdraw_task,
};

use crate::world::{MINUTES, NOTICE, World, local, tick, todo};

const JPEG: &[u8] = b"\xff\xd8\xff\xe0 a picture";

async fn each_point_is_reached_once(store: Store) {
    let world = World::new(store).await;
    let issued = world.issue(NOTICE, "2026-11-23T08:00").await;
    let teacher = world.teacher(0, "2026-11-23T08:05");
    let id = today(&teacher, &world.desk).await.unwrap()[0].task.id;
    mark(&teacher, &world.desk, id, Mark::Acknowledge).await.unwrap();
    let later = world.teacher(0, "2026-11-23T09:00");
    let again = mark(&later, &world.desk, id, Mark::Acknowledge).await.unwrap();
    let eight = Some(local("2026-11-23T08:05"));
    assert_eq!((again.marks.delivered, again.marks.read, again.marks.acknowledged), (eight, eight, eight));
    let done = submit(&later, &world.desk, tick(id)).await.unwrap();
    assert_eq!((done.state, done.marks.submitted), (TaskState::Accepted, Some(local("2026-11-23T09:00"))));
    assert_eq!(done.marks.closed, done.marks.submitted);
    assert!(todo(&later).await.is_empty());
    let (_, counts) = wave(&world.county("2026-11-23T09:00"), issued.id).await.unwrap();
    let one = Counts {
        total: 6,
        delivered: 1,
        read: 1,
        acknowledged: 1,
        started: 1,
        submitted: 1,
        done: 1,
        withdrawn: 0,
    };
    assert_eq!(counts, one);
    let refused = submit(&later, &world.desk, tick(id)).await;
    assert!(matches!(refused, Err(WorkError::WrongState { state: TaskState::Accepted, .. })), "{refused:?}");
}

async fn whoever_stands_above_does_not_do_the_schools_work(store: Store) {
    let world = World::new(store).await;
    world.issue(NOTICE, "2026-11-23T08:00").await;
    let id = todo(&world.teacher(0, "2026-11-23T08:05")).await[0].task.id;
    let county = mark(&world.county("2026-11-23T08:05"), &world.desk, id, Mark::Acknowledge).await;
    assert!(matches!(county, Err(WorkError::Denied(Denied::Forbidden(_)))), "{county:?}");
    let beside = mark(&world.teacher(1, "2026-11-23T08:05"), &world.desk, id, Mark::Acknowledge).await;
    assert!(matches!(beside, Err(WorkError::Denied(Denied::Unknown))), "{beside:?}");
    mark(&world.clerk("2026-11-23T08:05"), &world.desk, id, Mark::Read).await.unwrap();
}

async fn a_record_sent_again_is_one_record(store: Store) {
    let world = World::new(store).await;
    world.issue(MINUTES, "2026-11-23T08:00").await;
    let principal = world.principal("2026-11-23T10:00");
    let id = todo(&principal).await[0].task.id;
    let command = minutes(id);
    let sent = async || submit(&principal, &world.desk, command.clone()).await;
    let (first, second) = tokio::join!(sent(), sent());
    assert_eq!(first.unwrap().state, TaskState::Submitted);
    assert_eq!(second.unwrap().state, TaskState::Submitted);
    assert_eq!(task(&principal, id).await.unwrap().records.len(), 1);
    let other =
        Submit { answers: json!({"held_on": "2026-11-22", "attended": 3, "summary": "其他"}), ..command };
    assert!(matches!(submit(&principal, &world.desk, other).await, Err(WorkError::KeyReused)));
}

fn minutes(task: xd_kernel::TaskId) -> Submit {
    let answers = json!({"held_on": "2026-11-23", "attended": 23, "summary": "学习了通知全文。"});
    Submit { record: RecordId::mint(), task, answers }
}

async fn not_everybody_reviews_and_not_at_any_time(store: Store) {
    let world = World::new(store).await;
    world.issue(MINUTES, "2026-11-23T08:00").await;
    let principal = world.principal("2026-11-23T10:00");
    let id = todo(&principal).await[0].task.id;
    let review = |verdict, reason: &str| ReviewTask { task: id, verdict, reason: reason.to_owned() };
    let county = world.county("2026-11-23T11:00");
    let early = review_task(&county, review(Verdict::Accepted, "")).await;
    assert!(matches!(early, Err(WorkError::WrongState { state: TaskState::Open, .. })), "{early:?}");
    submit(&principal, &world.desk, minutes(id)).await.unwrap();
    let own = review_task(&principal, review(Verdict::Accepted, "")).await;
    assert!(matches!(own, Err(WorkError::OwnRecord)), "{own:?}");
    let silent = review_task(&county, review(Verdict::Returned, " ")).await;
    assert!(matches!(silent, Err(WorkError::Invalid(_))), "{silent:?}");
    let teacher = review_task(&world.teacher(0, "2026-11-23T11:00"), review(Verdict::Accepted, "")).await;
    assert!(matches!(teacher, Err(WorkError::Denied(_))), "{teacher:?}");
}

async fn somebody_else_reviews(store: Store) {
    let world = World::new(store).await;
    world.issue(MINUTES, "2026-11-23T08:00").await;
    let principal = world.principal("2026-11-23T10:00");
    let id = todo(&principal).await[0].task.id;
    let review = |verdict, reason: &str| ReviewTask { task: id, verdict, reason: reason.to_owned() };
    let county = world.county("2026-11-23T11:00");
    submit(&principal, &world.desk, minutes(id)).await.unwrap();
    let returned = review_task(&county, review(Verdict::Returned, "请写明到会人数")).await.unwrap();
    assert_eq!((returned.state, returned.marks.closed), (TaskState::Returned, None));
    assert_eq!(todo(&principal).await.len(), 1, "it is back with whoever does it");
    submit(&principal, &world.desk, minutes(id)).await.unwrap();
    assert_eq!(review_task(&county, review(Verdict::Accepted, "")).await.unwrap().state, TaskState::Accepted);
    let seen = task(&principal, id).await.unwrap();
    let verdicts: Vec<Verdict> = seen.reviews.iter().map(|review| review.verdict).collect();
    assert_eq!((seen.records.len(), verdicts), (2, vec![Verdict::Returned, Verdict::Accepted]));
}

async fn answers_keep_the_form_and_files_are_there(store: Store) {
    let world = World::new(store).await;
    world.issue(MINUTES, "2026-11-23T08:00").await;
    let principal = world.principal("2026-11-23T10:00");
    let id = todo(&principal).await[0].task.id;
    let school = world.school.place.unit;
    let photo = to_hex(&store_file(&principal, school, JPEG).await.unwrap().hash);
    let pdf = to_hex(&store_file(&principal, school, b"%PDF-1.7 minutes").await.unwrap().hash);
    let whole = json!({"held_on": "2026-11-23", "attended": 23, "summary": "学习。"});
    let with = |name: &str, value: serde_json::Value| {
        let mut answers = whole.clone();
        answers[name] = value;
        answers
    };
    for (answers, field, code) in [
        (with("attended", json!(-1)), "answers.attended", "form.minimum"),
        (json!({"held_on": "2026-11-23", "attended": 2}), "answers.summary", "form.required"),
        (with("colour", json!("red")), "answers.colour", "form.not_asked"),
        (with("photos", json!([pdf])), "answers.photos.0", "file.wrong_type"),
        (with("photos", json!(["0".repeat(64)])), "answers.photos.0", "file.unknown"),
        (json!([]), "answers", "form.type"),
    ] {
        let refused =
            submit(&principal, &world.desk, Submit { record: RecordId::mint(), task: id, answers }).await;
        let Err(WorkError::Invalid(faults)) = refused else { panic!("{refused:?}") };
        assert_eq!((faults[0].field.as_str(), faults[0].code.as_ref()), (field, code), "{faults:?}");
    }
    let answers = with("photos", json!([photo]));
    submit(&principal, &world.desk, Submit { record: RecordId::mint(), task: id, answers }).await.unwrap();
    let seen = task(&principal, id).await.unwrap();
    assert_eq!(seen.records[0].files.iter().map(|hash| to_hex(hash)).collect::<Vec<_>>(), [photo]);
    assert_eq!(file(&principal, seen.records[0].files[0]).await.unwrap().1, JPEG);
    let stranger =
        world.who(Role::Principal, (&world.other.place, world.other.principal), "2026-11-23T10:00");
    let refused = file(&stranger, seen.records[0].files[0]).await;
    assert!(matches!(refused, Err(WorkError::Denied(Denied::Unknown))));
}

async fn only_the_issuer_takes_a_task_back(store: Store) {
    let world = World::new(store).await;
    let issued = world.issue(NOTICE, "2026-11-23T08:00").await;
    let id = todo(&world.teacher(0, "2026-11-23T08:05")).await[0].task.id;
    let refused = withdraw_task(&world.principal("2026-11-23T09:00"), id).await;
    assert!(matches!(refused, Err(WorkError::Denied(Denied::Forbidden(_)))), "{refused:?}");
    let county = world.county("2026-11-23T09:00");
    assert_eq!(withdraw_task(&county, id).await.unwrap().state, TaskState::Withdrawn);
    assert!(matches!(withdraw_task(&county, id).await, Err(WorkError::WrongState { .. })));
    assert_eq!(wave(&county, issued.id).await.unwrap().1.withdrawn, 1);
    let marked = mark(&world.teacher(0, "2026-11-23T10:00"), &world.desk, id, Mark::Start).await.unwrap();
    assert_eq!(marked.marks.started, None::<Instant>, "what is closed keeps its marks");
}

xd_testkit::both_engines!(
    crate::world::migrations;
    each_point_is_reached_once,
    whoever_stands_above_does_not_do_the_schools_work,
    a_record_sent_again_is_one_record,
    not_everybody_reviews_and_not_at_any_time,
    somebody_else_reviews,
    answers_keep_the_form_and_files_are_there,
    only_the_issuer_takes_a_task_back,
);
