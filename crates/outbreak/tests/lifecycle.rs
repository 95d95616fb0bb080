//! Signals from check to close, on both engines.

use xd_outbreak::{
    Close, CloseReason, Comment, EntryKind, HandOn, SignalError, SignalLook, SignalState, SignalView,
    StateFilter, acknowledge, close, comment, hand_on, reevaluate, save, signal,
};
use xd_store::{Store, outbox};
use xd_trust::{Ctx, Denied, Role};

use crate::stage::{Stage, nth, time};

const SICK: &[&str] = &["vomiting"];

/// Three pupils of one class on the first day, and the signal they raise.
async fn three_ill(stage: &Stage) -> SignalView {
    let ill: Vec<_> = stage.pupils(0..3).into_iter().map(|person| (person, SICK)).collect();
    stage.check(stage.class(), 1, &ill).await;
    stage.look(time(1, "07:41")).await;
    stage.seen_by(&stage.nurse(time(1, "07:42")), StateFilter::All).await.remove(0)
}

async fn a_check_raises_a_correction_withdraws_a_tracing_moves(store: Store) {
    let stage = Stage::new(store).await;
    let ill: Vec<_> = stage.pupils(0..3).into_iter().map(|person| (person, SICK)).collect();
    stage.check(stage.class(), 1, &ill[..2]).await;
    assert_eq!(stage.look(time(1, "07:41")).await, 0);
    stage.check_at(stage.class(), &ill, time(1, "07:50")).await;
    assert_eq!(stage.look(time(1, "07:51")).await, 1);
    let now = time(1, "08:00");
    assert_eq!(stage.lines(now).await, ["EW-01 一(1)班 gastrointestinal 1-1 x3 open"]);
    assert_eq!(stage.look(now).await, 0, "looking again changes nothing");
    stage.check_at(stage.class(), &ill[..2], time(1, "08:10")).await;
    stage.look(time(1, "08:11")).await;
    assert_eq!(stage.lines(now).await, ["EW-01 一(1)班 gastrointestinal 1-1 x3 withdrawn"]);
    stage.check_at(stage.class(), &ill, time(1, "08:20")).await;
    stage.look(time(1, "08:21")).await;
    assert_eq!(stage.lines(now).await, ["EW-01 一(1)班 gastrointestinal 1-1 x3 open"]);
    for (person, _) in &ill {
        stage.trace(*person, nth(0), None, time(1, "10:00")).await;
    }
    stage.look(time(1, "10:01")).await;
    assert_eq!(stage.lines(now).await, ["EW-01 一(1)班 gastrointestinal 0-0 x3 open"]);
    let view = &stage.seen_by(&stage.nurse(now), StateFilter::All).await[0];
    let shown = signal(&stage.nurse(now), view.signal.id, SignalLook::default()).await.unwrap();
    let kinds: Vec<_> = shown.history.iter().map(|one| one.entry.kind).collect();
    use EntryKind::{CountChanged, Raised, Reopened, Withdrawn};
    assert_eq!(kinds, [Raised, Withdrawn, Reopened, CountChanged]);
}

async fn late_data_raises_for_a_past_day(store: Store) {
    let stage = Stage::new(store).await;
    let ill: Vec<_> = stage.pupils(0..3).into_iter().map(|person| (person, SICK)).collect();
    stage.check(stage.class(), 1, &ill).await;
    stage.look(time(4, "09:00")).await;
    let now = time(4, "09:00");
    assert_eq!(stage.lines(now).await, ["EW-01 一(1)班 gastrointestinal 1-1 x3 open late"]);
}

async fn people_handle_a_signal(store: Store) {
    let stage = Stage::new(store).await;
    let id = three_ill(&stage).await.signal.id;
    let nurse = stage.nurse(time(1, "08:00"));
    let county = stage.region.county.unit;
    assert_eq!(acknowledge(&nurse, id).await.unwrap().signal.state, SignalState::Acknowledged);
    let again = acknowledge(&nurse, id).await.unwrap_err();
    assert_eq!(again.code(), "signal.wrong_state");
    comment(&nurse, Comment { signal: id, text: " 已通知家长 ".to_owned() }).await.unwrap();
    let view = hand_on(&nurse, HandOn { signal: id, to: county, text: String::new() }).await.unwrap();
    assert_eq!(view.signal.state, SignalState::HandedOn);
    let officer = stage.who(Role::CountyOfficer, &stage.region.county, time(1, "09:00"));
    assert_eq!(acknowledge(&officer, id).await.unwrap().signal.state, SignalState::Acknowledged);
    let reason = CloseReason::Reported;
    let closed = close(&officer, Close { signal: id, reason, text: "已报县疾控".to_owned() }).await.unwrap();
    assert_eq!((closed.signal.state, closed.signal.version), (SignalState::Closed, 6));
    for refused in [
        acknowledge(&nurse, id).await,
        hand_on(&nurse, HandOn { signal: id, to: county, text: String::new() }).await,
        close(&nurse, Close { signal: id, reason, text: String::new() }).await,
    ] {
        assert!(matches!(refused, Err(SignalError::WrongState { state: SignalState::Closed, .. })));
    }
    comment(&nurse, Comment { signal: id, text: "x".to_owned() }).await.unwrap();
    let history = signal(&nurse, id, SignalLook::default()).await.unwrap().history;
    let told: Vec<_> = history.iter().map(|one| one.entry.kind.word()).collect();
    let expected =
        ["raised", "acknowledged", "commented", "handed_on", "acknowledged", "closed", "commented"];
    assert_eq!(told, expected);
    assert_eq!(history[2].entry.text.as_deref(), Some("已通知家长"));
    assert!(history[0].by.is_none() && history[1].by.is_some(), "the program has no name, people have");
    assert_eq!(history[3].to.as_ref().map(|unit| unit.id), Some(county));
}

async fn what_is_wrong_is_named(store: Store) {
    let stage = Stage::new(store).await;
    let id = three_ill(&stage).await.signal.id;
    let nurse = stage.nurse(time(1, "08:00"));
    let say = |text: &str| Comment { signal: id, text: text.to_owned() };
    let reason = CloseReason::Other;
    for (result, code, field) in [
        (comment(&nurse, say(" \n")).await, "signal.text_missing", Some("text")),
        (comment(&nurse, say(&"字".repeat(2_001))).await, "signal.text_too_long", Some("text")),
        (
            close(&nurse, Close { signal: id, reason, text: String::new() }).await,
            "signal.text_missing",
            Some("text"),
        ),
        (
            hand_on(&nurse, HandOn { signal: id, to: stage.other.place.unit, text: String::new() }).await,
            "signal.not_a_recipient",
            Some("to_unit"),
        ),
        (acknowledge(&nurse, xd_kernel::SignalId::mint()).await, "not_found", None),
    ] {
        let error = result.unwrap_err();
        assert_eq!((error.code(), error.field()), (code, field));
    }
    comment(&nurse, say(&"字".repeat(2_000))).await.unwrap();
}

async fn who_may_not_handle_is_refused(store: Store) {
    let stage = Stage::new(store).await;
    let id = three_ill(&stage).await.signal.id;
    let now = time(1, "08:00");
    let may = |ctx: Ctx| async move { acknowledge(&ctx, id).await.map(|_| ()).map_err(|error| error.code()) };
    let class = &stage.class().place;
    assert_eq!(may(stage.who(Role::ClassTeacher, class, now)).await, Err("auth.forbidden"));
    assert_eq!(may(stage.who(Role::CityOfficer, &stage.region.city, now)).await, Err("auth.forbidden"));
    assert_eq!(may(stage.who(Role::Principal, &stage.other.place, now)).await, Err("not_found"));
    let neighbour = &stage.school.classes[1].place;
    assert_eq!(may(stage.who(Role::ClassTeacher, neighbour, now)).await, Err("not_found"));
    assert_eq!(may(stage.who(Role::Principal, &stage.school.place, now)).await, Ok(()));
}

async fn a_closed_signal_opens_again_when_its_run_goes_further(store: Store) {
    let stage = Stage::new(store).await;
    let id = three_ill(&stage).await.signal.id;
    let nurse = stage.nurse(time(1, "08:00"));
    let reason = CloseReason::FalseAlarm;
    close(&nurse, Close { signal: id, reason, text: String::new() }).await.unwrap();
    assert_eq!(stage.look(time(1, "08:01")).await, 0, "closed stays closed");
    let ill: Vec<_> = stage.pupils(0..4).into_iter().map(|person| (person, SICK)).collect();
    stage.check_at(stage.class(), &ill, time(1, "08:10")).await;
    stage.look(time(1, "08:11")).await;
    assert_eq!(stage.lines(time(1, "08:12")).await, ["EW-01 一(1)班 gastrointestinal 1-1 x4 open"]);
}

async fn a_plan_made_before_a_person_acted_is_refused(store: Store) {
    let stage = Stage::new(store).await;
    let view = three_ill(&stage).await;
    let ill: Vec<_> = stage.pupils(0..4).into_iter().map(|person| (person, SICK)).collect();
    stage.check_at(stage.class(), &ill, time(1, "08:10")).await;
    let program = Ctx::program(stage.store.clone(), "signals", time(1, "08:11"));
    let plan = reevaluate(&program, &[stage.school.place.unit]).await.unwrap();
    acknowledge(&stage.nurse(time(1, "08:11")), view.signal.id).await.unwrap();
    let tx = program.begin().await.unwrap();
    assert!(matches!(save(&tx, &plan).await, Err(xd_outbreak::SaveError::Stale)));
    drop(tx);
    stage.look(time(1, "08:12")).await;
    let lines = stage.lines(time(1, "08:12")).await;
    assert_eq!(lines, ["EW-01 一(1)班 gastrointestinal 1-1 x4 acknowledged"]);
}

async fn every_change_is_told(store: Store) {
    let stage = Stage::new(store).await;
    let before = outbox::end(&stage.store).await.unwrap();
    let view = three_ill(&stage).await;
    acknowledge(&stage.nurse(time(1, "08:00")), view.signal.id).await.unwrap();
    stage.check_at(stage.class(), &[], time(1, "08:10")).await;
    stage.look(time(1, "08:11")).await;
    let events = outbox::read_after(&stage.store, before, 100).await.unwrap();
    let told: Vec<_> = events.iter().filter(|event| event.kind.starts_with("signal.")).collect();
    let kinds: Vec<_> = told.iter().map(|event| event.kind.as_str()).collect();
    assert_eq!(kinds, ["signal.raised", "signal.handled", "signal.withdrawn"]);
    for event in told {
        assert_eq!(event.institution, stage.school.place.unit);
        assert_eq!(outbox::id_of(&event.payload, "signal").unwrap(), view.signal.id.0);
    }
}

async fn a_refused_verb_leaves_no_trace(store: Store) {
    let stage = Stage::new(store).await;
    let id = three_ill(&stage).await.signal.id;
    let before = outbox::end(&stage.store).await.unwrap();
    let teacher = stage.who(Role::ClassTeacher, &stage.class().place, time(1, "08:00"));
    let refused =
        close(&teacher, Close { signal: id, reason: CloseReason::Reported, text: String::new() }).await;
    assert!(matches!(refused, Err(SignalError::Denied(Denied::Forbidden(_)))));
    assert_eq!(outbox::end(&stage.store).await.unwrap(), before);
}

xd_testkit::both_engines!(
    crate::stage::migrations;
    a_check_raises_a_correction_withdraws_a_tracing_moves,
    late_data_raises_for_a_past_day,
    people_handle_a_signal,
    what_is_wrong_is_named,
    who_may_not_handle_is_refused,
    a_closed_signal_opens_again_when_its_run_goes_further,
    a_plan_made_before_a_person_acted_is_refused,
    every_change_is_told,
    a_refused_verb_leaves_no_trace,
);
