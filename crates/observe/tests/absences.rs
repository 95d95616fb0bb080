//! Sick absences: opened by checks, traced in two stages, ended by checks or by the health officer.

use xd_kernel::{AbsenceId, CertificateId, TraceId};
use xd_observe::{
    AbsenceError, AbsenceState, CheckReport, CheckReturnCertificate, CheckType, ExceptionKind, ReturnFacts,
    ReturnFromAbsence, TraceAbsence, TraceState, absence, check_return_certificate, facts,
    return_from_absence, trace_absence,
};
use xd_store::Store;
use xd_trust::audit::Reason;
use xd_trust::{Action, Denied, Role};

use crate::world::{World, day_of, ill, morning, saw, zero};

fn trace(absence: AbsenceId) -> TraceAbsence {
    TraceAbsence {
        trace_id: TraceId::mint(),
        absence,
        symptoms: vec!["rash".to_owned()],
        onset: day_of(22),
        doctor_seen: Some(true),
        diagnosis: None,
        hospital: None,
        expected_return: None,
        note: None,
    }
}

async fn checks_open_continue_and_end(store: Store) {
    let world = World::new(store).await;
    let (class, a, b) = (world.class(), world.pupil(0), world.pupil(1));
    world
        .check(morning(class, 23, vec![ill(a), saw(b, ExceptionKind::IllInClass, &["cough"])]))
        .await
        .unwrap();
    assert_eq!(world.told().await, ["0: 23- open {fever}", "1: 23- open {cough}"]);
    let noon = CheckReport {
        exceptions: vec![saw(a, ExceptionKind::AbsentIll, &["vomiting"])],
        ..zero(class, CheckType::Noon, "2026-11-23T14:00")
    };
    world.check(noon).await.unwrap();
    assert_eq!(world.told().await, ["0: 23- open {fever vomiting}", "1: 23-23 returned {cough}"]);
    world.check(morning(class, 24, vec![saw(a, ExceptionKind::AbsentOther, &[])])).await.unwrap();
    assert_eq!(world.told().await[0], "0: 23- open {fever vomiting}", "away says nothing of health");
    world.check(morning(class, 25, vec![saw(a, ExceptionKind::Late, &[])])).await.unwrap();
    assert_eq!(world.told().await[0], "0: 23-25 returned {fever vomiting}");
}

async fn the_other_class_and_the_room_end_nothing(store: Store) {
    let world = World::new(store).await;
    let boarder = *world.class().members.last().unwrap();
    let room = world.school.rooms.iter().find(|room| room.members.contains(&boarder)).unwrap();
    world.check(morning(world.class(), 23, vec![ill(boarder)])).await.unwrap();
    world.check(morning(&world.school.classes[1], 24, vec![])).await.unwrap();
    world.check(zero(room, CheckType::Evening, "2026-11-23T21:30")).await.unwrap();
    assert_eq!(world.told().await, ["5: 23- open {fever}"]);
    let absence = world.all(None).await.remove(0);
    assert_eq!(absence.room.unwrap().id, room.place.unit);
    let evening = CheckReport {
        exceptions: vec![saw(boarder, ExceptionKind::IllInClass, &["cough"])],
        ..zero(room, CheckType::Evening, "2026-11-24T21:30")
    };
    world.check(evening).await.unwrap();
    world.check(morning(world.class(), 25, vec![])).await.unwrap();
    assert_eq!(world.told().await, ["5: 23-25 returned {fever cough}"]);
}

async fn a_correction_voids_and_a_late_report_extends(store: Store) {
    let world = World::new(store).await;
    let first = morning(world.class(), 23, vec![ill(world.pupil(0)), ill(world.pupil(1))]);
    world.check(first.clone()).await.unwrap();
    let mut corrected = morning(world.class(), 23, vec![ill(world.pupil(0))]);
    corrected.occurred_at = first.occurred_at.plus_seconds(300);
    world.check(corrected).await.unwrap();
    assert_eq!(world.told().await, ["0: 23- open {fever}"]);
    assert_eq!(world.all(Some(AbsenceState::Voided)).await.len(), 1);
    let cases = facts::in_window(&world.store, &[world.school.place.unit], day_of(1)).await.unwrap();
    assert_eq!(cases.len(), 1, "what was voided is no case");
    assert_eq!((cases[0].onset, cases[0].onset_assumed), (day_of(23), true));
    world.check(morning(world.class(), 20, vec![ill(world.pupil(0))])).await.unwrap();
    assert_eq!(world.told().await, ["0: 20- open {fever}"]);
    world.check(morning(world.class(), 21, vec![])).await.unwrap();
    assert_eq!(world.told().await, ["0: 20-21 returned {fever}", "0: 23- open {fever}"]);
}

async fn the_teacher_traces(store: Store) {
    let world = World::new(store).await;
    world.check(morning(world.class(), 23, vec![ill(world.pupil(0))])).await.unwrap();
    let id = world.all(None).await[0].id;
    let teacher = world.teacher("2026-11-23T10:00");
    let by_teacher = TraceAbsence { expected_return: Some(day_of(26)), ..trace(id) };
    let seen = trace_absence(&teacher, &by_teacher).await.unwrap();
    assert_eq!((seen.onset, seen.onset_assumed), (day_of(22), false));
    assert_eq!((seen.trace_state, seen.expected_return), (TraceState::TracedByTeacher, Some(day_of(26))));
    assert_eq!(
        trace_absence(&teacher, &by_teacher).await.unwrap().version,
        seen.version,
        "again changes nothing"
    );
    let reused = TraceAbsence { onset: day_of(21), ..by_teacher.clone() };
    assert!(matches!(trace_absence(&teacher, &reused).await, Err(AbsenceError::KeyReused)));
    let named = TraceAbsence { diagnosis: Some("varicella".to_owned()), ..trace(id) };
    let denied = trace_absence(&teacher, &named).await.unwrap_err();
    assert!(matches!(denied, AbsenceError::Denied(Denied::Forbidden(Action::AbsenceTraceMedical))));
}

async fn what_the_health_officer_says_stands(store: Store) {
    let world = World::new(store).await;
    world.check(morning(world.class(), 23, vec![ill(world.pupil(0))])).await.unwrap();
    let id = world.all(None).await[0].id;
    let (teacher, nurse) = (world.teacher("2026-11-23T12:00"), world.nurse("2026-11-23T11:00"));
    let named = TraceAbsence { diagnosis: Some("varicella".to_owned()), ..trace(id) };
    trace_absence(&teacher, &trace(id)).await.unwrap();
    let medical = trace_absence(&nurse, &named).await.unwrap();
    assert_eq!(medical.diagnosis.as_deref(), Some("varicella"));
    assert_eq!(medical.expected_return, Some(day_of(22) + 14), "fourteen days from onset, by the rule");
    trace_absence(&teacher, &TraceAbsence { onset: day_of(20), ..trace(id) }).await.unwrap();
    let detail = absence(&teacher, id, Reason::Tracing).await.unwrap();
    assert_eq!(detail.absence.onset, day_of(22), "the health officer's word stands");
    assert_eq!(detail.absence.diagnosis, None, "the teacher sees when, not what");
    assert_eq!(detail.absence.expected_return, Some(day_of(22) + 14));
    assert_eq!(detail.traces.len(), 3);
    assert!(detail.traces.iter().all(|trace| trace.diagnosis.is_none()));
    assert!(detail.exclusion.is_none());
    let cases = facts::in_window(&world.store, &[world.school.place.unit], day_of(1)).await.unwrap();
    assert_eq!(cases[0].diagnosis.as_deref(), Some("varicella"));
    assert_eq!(cases[0].known_at, nurse.now());
    let county =
        facts::by_diagnosis(&world.store, &world.region.county.path, &["varicella"], day_of(1)).await;
    assert_eq!(county.unwrap().len(), 1);
}

async fn a_teachers_correction_does_not_remove_what_was_traced_medically(store: Store) {
    let world = World::new(store).await;
    world.check(morning(world.class(), 23, vec![ill(world.pupil(0))])).await.unwrap();
    let id = world.all(None).await[0].id;
    trace_absence(&world.nurse("2026-11-23T11:00"), &trace(id)).await.unwrap();
    let mut corrected = morning(world.class(), 23, vec![]);
    corrected.occurred_at = corrected.occurred_at.plus_seconds(300);
    world.check(corrected).await.unwrap();
    let kept = world.all(None).await;
    assert_eq!((kept[0].state, kept[0].disputed), (AbsenceState::Open, true));
}

async fn wrong_tracings_are_named(store: Store) {
    let world = World::new(store).await;
    world.check(morning(world.class(), 23, vec![ill(world.pupil(0))])).await.unwrap();
    let id = world.all(None).await[0].id;
    let wrong = TraceAbsence {
        symptoms: vec!["dread".to_owned()],
        onset: day_of(24),
        diagnosis: Some("dragon-pox".to_owned()),
        expected_return: Some(day_of(22)),
        ..trace(id)
    };
    let Err(AbsenceError::Invalid(errors)) = trace_absence(&world.nurse("2026-11-23T11:00"), &wrong).await
    else {
        panic!("not refused")
    };
    let fields: Vec<_> = errors.iter().map(|error| error.field.as_str()).collect();
    assert_eq!(fields, ["onset", "expected_return", "diagnosis", "symptoms.0"]);
    for role in [Role::CountyOfficer, Role::DormitoryKeeper, Role::Administrator] {
        let ctx = world.who(role, &world.region.county, "2026-11-23T11:00");
        let denied = absence(&ctx, id, Reason::Other).await.unwrap_err();
        assert_eq!(denied.code(), "not_found", "{role}");
    }
    let principal = world.who(Role::Principal, &world.school.place, "2026-11-23T11:00");
    assert_eq!(trace_absence(&principal, &trace(id)).await.unwrap_err().code(), "auth.forbidden");
    let unknown = absence(&principal, AbsenceId::mint(), Reason::Other).await.unwrap_err();
    assert_eq!(unknown.code(), "not_found");
}

async fn a_certificate_is_held_against_the_rule(store: Store) {
    let world = World::new(store).await;
    world.check(morning(world.class(), 10, vec![ill(world.pupil(0))])).await.unwrap();
    let id = world.all(None).await[0].id;
    let nurse = world.nurse("2026-11-10T11:00");
    let mut certificate = CheckReturnCertificate {
        certificate_id: CertificateId::mint(),
        absence: id,
        issuer: "县人民医院".to_owned(),
        issued_on: day_of(10),
        facts: ReturnFacts { all_crusted: Some(true), ..ReturnFacts::default() },
    };
    let none = check_return_certificate(&nurse, &certificate).await.unwrap_err();
    assert!(matches!(none, AbsenceError::NoDiagnosis));
    let diagnosed = TraceAbsence { diagnosis: Some("varicella".to_owned()), onset: day_of(9), ..trace(id) };
    trace_absence(&nurse, &diagnosed).await.unwrap();
    let early = check_return_certificate(&nurse, &certificate).await.unwrap();
    let ruling = early.ruling.unwrap();
    assert_eq!((ruling.met, ruling.earliest), (false, Some(day_of(23))));
    assert!(ruling.rule.text.zh.contains("14日"));
    assert!(!early.certificate.met);
    certificate.issuer = "另一医院".to_owned();
    assert!(matches!(check_return_certificate(&nurse, &certificate).await, Err(AbsenceError::KeyReused)));
    certificate.certificate_id = CertificateId::mint();
    let later = check_return_certificate(&world.nurse("2026-11-23T07:00"), &certificate).await.unwrap();
    assert!(later.certificate.met);
    let detail = absence(&world.nurse("2026-11-23T07:00"), id, Reason::ReturnCheck).await.unwrap();
    assert_eq!(detail.certificates.len(), 2);
    assert!(detail.exclusion.unwrap().met);
    let teacher = world.teacher("2026-11-23T07:00");
    assert_eq!(check_return_certificate(&teacher, &certificate).await.unwrap_err().code(), "auth.forbidden");
}

async fn the_health_officer_lets_back(store: Store) {
    let world = World::new(store).await;
    world.check(morning(world.class(), 23, vec![ill(world.pupil(0))])).await.unwrap();
    let id = world.all(None).await[0].id;
    let nurse = world.nurse("2026-11-25T07:00");
    let tomorrow = ReturnFromAbsence { absence: id, on: day_of(26) };
    assert_eq!(return_from_absence(&nurse, tomorrow).await.unwrap_err().code(), "request.invalid");
    let today = ReturnFromAbsence { absence: id, on: day_of(25) };
    let back = return_from_absence(&nurse, today).await.unwrap();
    assert_eq!((back.state, back.returned_day), (AbsenceState::Returned, Some(day_of(25))));
    assert_eq!(return_from_absence(&nurse, today).await.unwrap().version, back.version);
    let other = ReturnFromAbsence { absence: id, on: day_of(24) };
    assert!(matches!(return_from_absence(&nurse, other).await, Err(AbsenceError::WrongState)));
    world.check(morning(world.class(), 25, vec![ill(world.pupil(0))])).await.unwrap();
    assert_eq!(world.told().await, ["0: 23-25 returned {fever}"], "still ill that morning, back in the end");
    world.check(morning(world.class(), 26, vec![ill(world.pupil(0))])).await.unwrap();
    assert_eq!(world.told().await, ["0: 23-25 returned {fever}", "0: 26- open {fever}"]);
}

xd_testkit::both_engines!(
    crate::migrations;
    checks_open_continue_and_end,
    the_other_class_and_the_room_end_nothing,
    a_correction_voids_and_a_late_report_extends,
    the_teacher_traces,
    what_the_health_officer_says_stands,
    a_teachers_correction_does_not_remove_what_was_traced_medically,
    wrong_tracings_are_named,
    a_certificate_is_held_against_the_rule,
    the_health_officer_lets_back,
);
