//! Signals from check to close, on both engines.

use xd_outbreak::{
    Close, CloseReason, Comment, EntryKind, HandOn, SignalError, SignalLook, SignalState, SignalView,
    StateFilter, acknowledge, close, comment, hand_on, reevaluate, save, signal,
};
use xd_store::{Store, outbox};
use xd_trust::{Ctx, Denied, Role};

use crate::stage::{Stage, began, nth, time};

const SICK: &[&str] = &["vomiting"];

/// Three pupils of one class on the first day, and the signal they raise.
async fn three_ill(stage: &Stage) -> SignalView {
    let ill: Vec<_> = stage.pupils(0..3).into_iter().map(|person| (person, SICK)).collect();
    stage.check(stage.class(), 1, &ill).await;
    stage.look(time(1, "07:41")).await;
    stage.seen_by(&stage.nurse(time(1, "07:42")), StateFilter::All).await.remove(0)
}

async fn a_check_raises_a_correction_withdraws(store: Store) {
    let stage = Stage::new(store).await;
    let ill: Vec<_> = stage.pupils(0..3).into_iter().map(|person| (person, SICK)).collect();
    for (clock, number, changes, expected) in [
        ("07:40", 2, 0, None),
        ("07:50", 3, 1, Some("open")),
        ("08:10", 2, 1, Some("withdrawn")),
        ("08:20", 3, 1, Some("open")),
        ("08:30", 3, 0, Some("open")),
    ] {
        stage.check_at(stage.class(), &ill[..number], time(1, clock)).await;
        assert_eq!(stage.look(time(1, clock)).await, changes, "{clock}");
        let line = expected.map(|state| format!("EW-01 一(1)班 gastrointestinal 1-1 x3 {state}"));
        assert_eq!(stage.lines(time(1, "09:00")).await, line.into_iter().collect::<Vec<_>>(), "{clock}");
    }
}

async fn a_tracing_moves_a_signal_and_keeps_its_history(store: Store) {
    let stage = Stage::new(store).await;
    let id = three_ill(&stage).await.signal.id;
    for person in stage.pupils(0..3) {
        stage.trace(person, began(nth(0)), time(1, "10:00")).await;
    }
    stage.look(time(1, "10:01")).await;
    let now = time(1, "10:02");
    assert_eq!(stage.lines(now).await, ["EW-01 一(1)班 gastrointestinal 0-0 x3 open"]);
    let shown = signal(&stage.nurse(now), id, SignalLook::default()).await.unwrap();
    let kinds: Vec<_> = shown.history.iter().map(|one| one.entry.kind).collect();
    assert_eq!(kinds, [EntryKind::Raised, EntryKind::CountChanged]);
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
    let officer = stage.who(Role::CountyOfficer, &stage.region.county, time(1, "09:00"));
    let to = stage.region.county.unit;
    let reason = CloseReason::Reported;
    let handled = [
        acknowledge(&nurse, id).await,
        comment(&nurse, Comment { signal: id, text: " 已通知家长 ".to_owned() }).await,
        hand_on(&nurse, HandOn { signal: id, to, text: String::new() }).await,
        acknowledge(&officer, id).await,
        close(&officer, Close { signal: id, reason, text: "已报县疾控".to_owned() }).await,
    ];
    use SignalState::{Acknowledged, Closed, HandedOn};
    let states: Vec<_> = handled.into_iter().map(|view| view.unwrap().signal.state).collect();
    assert_eq!(states, [Acknowledged, Acknowledged, HandedOn, Acknowledged, Closed]);
    let history = signal(&nurse, id, SignalLook::default()).await.unwrap().history;
    let told: Vec<_> = history.iter().map(|one| one.entry.kind.word()).collect();
    assert_eq!(told, ["raised", "acknowledged", "commented", "handed_on", "acknowledged", "closed"]);
    assert_eq!(history[2].entry.text.as_deref(), Some("已通知家长"));
    assert!(history[0].by.is_none() && history[1].by.is_some(), "the program has no name, people have");
    assert_eq!(history[3].to.as_ref().map(|unit| unit.id), Some(to));
}

async fn a_closed_signal_takes_comments_only(store: Store) {
    let stage = Stage::new(store).await;
    let id = three_ill(&stage).await.signal.id;
    let nurse = stage.nurse(time(1, "08:00"));
    let to = stage.region.county.unit;
    let ending = || Close { signal: id, reason: CloseReason::Reported, text: String::new() };
    close(&nurse, ending()).await.unwrap();
    for refused in [
        acknowledge(&nurse, id).await,
        hand_on(&nurse, HandOn { signal: id, to, text: String::new() }).await,
        close(&nurse, ending()).await,
    ] {
        let error = refused.unwrap_err();
        assert!(matches!(error, SignalError::WrongState { state: SignalState::Closed, .. }));
        assert_eq!(error.code(), "signal.wrong_state");
    }
    comment(&nurse, Comment { signal: id, text: "x".to_owned() }).await.unwrap();
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
    a_check_raises_a_correction_withdraws,
    a_tracing_moves_a_signal_and_keeps_its_history,
    a_closed_signal_takes_comments_only,
    late_data_raises_for_a_past_day,
    people_handle_a_signal,
    what_is_wrong_is_named,
    who_may_not_handle_is_refused,
    a_closed_signal_opens_again_when_its_run_goes_further,
    a_plan_made_before_a_person_acted_is_refused,
    every_change_is_told,
    a_refused_verb_leaves_no_trace,
);
