//! Lists, explanations and curves: who sees what.

use xd_kernel::{PageRequest, SchoolDay, UnitId};
use xd_outbreak::{
    CurveBy, CurveQuery, SignalError, SignalLook, SignalQuery, StateFilter, epidemic_curve, signal, signals,
};
use xd_store::Store;
use xd_trust::audit::{self, Reason};
use xd_trust::{Denied, Role};

use crate::stage::{Stage, has, line, nth, time};

const SICK: &[&str] = &["vomiting"];

/// Three pupils of class 1, all boarders of one room if they share one, and three of the other school.
async fn two_schools_ill(store: Store) -> Stage {
    let stage = Stage::new(store).await;
    for group in [&stage.school.classes[0], &stage.other.classes[0]] {
        let ill: Vec<_> = group.members[..3].iter().map(|person| (*person, SICK)).collect();
        stage.check(group, 1, &ill).await;
    }
    stage.look(time(1, "07:41")).await;
    stage
}

async fn everybody_sees_the_signals_in_their_reach(store: Store) {
    let stage = two_schools_ill(store).await;
    let now = time(1, "08:00");
    for (role, place, expected) in [
        (Role::ProvinceOfficer, &stage.region.province, 2),
        (Role::CountyOfficer, &stage.region.county, 2),
        (Role::Principal, &stage.school.place, 1),
        (Role::ClassTeacher, &stage.class().place, 1),
        (Role::ClassTeacher, &stage.school.classes[1].place, 0),
        (Role::Administrator, &stage.region.county, 0),
    ] {
        let seen = stage.seen_by(&stage.who(role, place, now), StateFilter::Active).await;
        assert_eq!(seen.len(), expected, "{role} at {}", place.path);
    }
    let county = stage.who(Role::CountyOfficer, &stage.region.county, now);
    let of =
        |unit: UnitId| SignalQuery { unit: Some(unit), states: StateFilter::All, ..SignalQuery::default() };
    let page = PageRequest::default();
    let below = signals(&county, of(stage.other.place.unit), &page).await.unwrap().items;
    assert_eq!(below.iter().map(line).collect::<Vec<_>>(), ["EW-01 二(1)班 gastrointestinal 1-1 x3 open"]);
    assert_eq!(below[0].school.as_ref().map(|unit| unit.name.as_str()), Some("别的小学"));
    let head = stage.who(Role::Principal, &stage.school.place, now);
    for foreign in [stage.other.place.unit, UnitId::mint()] {
        let refused = signals(&head, of(foreign), &page).await;
        assert!(matches!(refused, Err(SignalError::Denied(Denied::Unknown))));
    }
}

async fn pages_follow_each_other(store: Store) {
    let stage = two_schools_ill(store).await;
    let county = stage.who(Role::CountyOfficer, &stage.region.county, time(1, "08:00"));
    let query = SignalQuery { unit: None, states: StateFilter::All, ..SignalQuery::default() };
    let first = signals(&county, query.clone(), &PageRequest::new(Some(1), None)).await.unwrap();
    let rest = PageRequest::new(Some(1), first.next.clone());
    let second = signals(&county, query.clone(), &rest).await.unwrap();
    assert_eq!((first.items.len(), second.items.len(), second.next), (1, 1, None));
    assert_ne!(first.items[0].signal.id, second.items[0].signal.id);
    let strange = PageRequest::new(None, Some(xd_kernel::Cursor::given("AAAA")));
    assert!(matches!(signals(&county, query, &strange).await, Err(SignalError::BadCursor)));
}

async fn a_list_can_be_narrowed_to_a_rule_and_to_days(store: Store) {
    let stage = two_schools_ill(store).await;
    let county = stage.who(Role::CountyOfficer, &stage.region.county, time(1, "08:00"));
    let all = async |query: SignalQuery| {
        let found = signals(&county, query, &PageRequest::default()).await.unwrap().items;
        found.iter().map(|view| view.signal.id).collect::<Vec<_>>()
    };
    let every = SignalQuery::default();
    let whole = all(every.clone()).await;
    assert_eq!(whole.len(), 2);
    assert_eq!(all(SignalQuery { rule: Some("EW-01".to_owned()), ..every.clone() }).await, whole);
    assert_eq!(all(SignalQuery { rule: Some("EW-02".to_owned()), ..every.clone() }).await, []);
    assert_eq!(all(SignalQuery { from: Some(nth(1)), to: Some(nth(1)), ..every.clone() }).await, whole);
    assert_eq!(all(SignalQuery { from: Some(nth(2)), ..every.clone() }).await, [], "none holds so late");
    assert_eq!(all(SignalQuery { to: Some(nth(1) - 1), ..every }).await, [], "none held so early");
}

async fn a_signal_explains_itself(store: Store) {
    let stage = two_schools_ill(store).await;
    let nurse = stage.nurse(time(1, "08:00"));
    let id = stage.seen_by(&nurse, StateFilter::All).await[0].signal.id;
    let look = SignalLook { day: None, reason: Some(Reason::Investigation) };
    let shown = signal(&nurse, id, look).await.unwrap();
    assert_eq!((shown.view.rule.id.as_str(), shown.view.rule.min_cases), ("EW-01", 3));
    assert_eq!((shown.day, shown.window, shown.view.count_today), (nth(1), (nth(1), nth(1)), 3));
    let days: Vec<_> = shown.days.iter().map(|one| (one.day, one.count, one.holds)).collect();
    assert_eq!(days, [(nth(1), 3, true)]);
    let expected: std::collections::BTreeSet<_> = stage.pupils(0..3).into_iter().collect();
    let found = shown.persons.iter().filter_map(|one| one.person.as_ref());
    assert_eq!(found.map(|(id, _)| *id).collect::<std::collections::BTreeSet<_>>(), expected);
    for person in &shown.persons {
        assert_eq!((person.onset, person.onset_assumed), (nth(1), true));
        assert_eq!(person.class.as_ref().map(|class| class.name.as_str()), Some("一(1)班"));
        assert!(person.absence.is_some() && !person.person.as_ref().unwrap().1.is_empty());
    }
    let discovered = shown.view.signal.discovered_at;
    assert_eq!(shown.view.signal.report_due, discovered.plus_hours(24));
}

async fn names_are_for_those_who_may_and_say_why(store: Store) {
    let stage = two_schools_ill(store).await;
    let now = time(1, "08:00");
    let nurse = stage.nurse(now);
    let id = stage.seen_by(&nurse, StateFilter::All).await[0].signal.id;
    let reason = Some(Reason::Investigation);
    let named = SignalLook { day: None, reason };
    for (ctx, look, names) in [
        (stage.nurse(now), named, 3),
        (stage.nurse(now), SignalLook::default(), 0),
        (stage.who(Role::CountyOfficer, &stage.region.county, now), named, 0),
        (stage.who(Role::ClassTeacher, &stage.class().place, now), named, 0),
    ] {
        let shown = signal(&ctx, id, look).await.unwrap();
        assert_eq!(shown.persons.len(), 3);
        assert_eq!(shown.persons.iter().filter(|one| one.person.is_some()).count(), names);
        assert_eq!(shown.persons.iter().filter(|one| one.absence.is_some()).count(), names);
    }
    let auditor = stage.who(Role::Auditor, &stage.school.place, now);
    let log = audit::list(&auditor, &stage.school.place, &PageRequest::default()).await.unwrap().items;
    let looks: Vec<_> = log.iter().filter(|entry| entry.action == "signal.persons").collect();
    assert_eq!(looks.len(), 1, "one look showed names, one line tells of it");
    assert_eq!((looks[0].reason, looks[0].subject), (reason, Some(id.0)));
    let stranger = stage.who(Role::Principal, &stage.other.place, now);
    assert!(matches!(signal(&stranger, id, named).await, Err(SignalError::Denied(Denied::Unknown))));
}

async fn a_notifiable_diagnosis_is_hidden_from_the_teacher(store: Store) {
    let stage = Stage::new(store).await;
    let person = stage.pupils(0..1)[0];
    stage.check(stage.class(), 1, &[(person, &["rash"])]).await;
    stage.trace(person, has("hfmd", nth(1)), time(1, "09:00")).await;
    stage.look(time(1, "09:01")).await;
    let now = time(1, "10:00");
    assert_eq!(stage.lines(now).await, ["EW-03 德比小学 any-notifiable 1-1 x1 open"]);
    let teacher = stage.who(Role::ClassTeacher, &stage.class().place, now);
    assert!(stage.seen_by(&teacher, StateFilter::All).await.is_empty());
}

async fn one_case_of_cholera_is_a_signal_of_the_county(store: Store) {
    let stage = Stage::new(store).await;
    let person = stage.pupils(0..1)[0];
    stage.check(stage.class(), 1, &[(person, &["diarrhoea"])]).await;
    stage.trace(person, has("cholera", nth(1)), time(1, "09:00")).await;
    stage.look(time(1, "09:01")).await;
    let now = time(1, "10:00");
    let county = stage.who(Role::CountyOfficer, &stage.region.county, now);
    let seen = stage.seen_by(&county, StateFilter::Active).await;
    let of_county: Vec<_> = seen.iter().filter(|view| view.rule.id == "PHE-1").collect();
    assert_eq!(of_county.len(), 1);
    let view = of_county[0];
    assert_eq!(view.scope.as_ref().map(|unit| unit.id), Some(stage.region.county.unit));
    assert_eq!(
        (view.school.as_ref(), view.signal.report_due),
        (None, view.signal.discovered_at.plus_hours(2))
    );
    let shown = signal(&county, view.signal.id, SignalLook::default()).await.unwrap();
    assert_eq!(
        (shown.persons.len(), shown.view.count_today),
        (0, 1),
        "one pupil of one school: numbers only"
    );
    assert!(
        stage.lines(now).await.iter().all(|line| !line.starts_with("PHE-1")),
        "the county's, not the school's"
    );
    stage.trace(person, has("norovirus", nth(1)), time(1, "11:00")).await;
    stage.look(time(1, "11:01")).await;
    let seen = stage.seen_by(&county, StateFilter::Active).await;
    assert!(seen.iter().all(|view| view.rule.id != "PHE-1"), "withdrawn with the diagnosis");
}

async fn tuberculosis_counts_over_half_a_year(store: Store) {
    let stage = Stage::new(store).await;
    let pupils = stage.pupils(0..3);
    for (n, person) in (0..).zip(&pupils) {
        // A month apart; each is a new absence, traced as it is found.
        let day = 1 + 30 * n;
        stage.check(stage.class(), day, &[(*person, &["cough"])]).await;
        stage.trace(*person, has("tuberculosis", nth(day)), time(day, "09:00")).await;
        stage.look(time(day, "09:01")).await;
    }
    let lines = stage.lines(time(61, "10:00")).await;
    let cluster: Vec<_> = lines.iter().filter(|line| line.starts_with("CL-TB")).collect();
    assert_eq!(cluster, ["CL-TB 德比小学 tuberculosis 61-180 x3 open"]);
}

async fn a_curve_stands_in_stacks_with_marks(store: Store) {
    let stage = two_schools_ill(store).await;
    let second = &stage.school.classes[1];
    stage.check(second, 2, &[(second.members[0], &["fever", "cough"]), (second.members[1], &[])]).await;
    let head = stage.who(Role::Principal, &stage.school.place, time(2, "08:00"));
    let query = |unit: UnitId, by: CurveBy| CurveQuery { unit, from: nth(1), to: nth(3), by };
    let school = stage.school.place.unit;
    let by_class = epidemic_curve(&head, query(school, CurveBy::Class)).await.unwrap();
    let told: Vec<_> = by_class.series.iter().map(|one| (one.name.zh.as_str(), one.counts.clone())).collect();
    assert_eq!(told, [("一(1)班", vec![3, 0, 0]), ("一(2)班", vec![0, 2, 0])]);
    assert_eq!(by_class.signals.len(), 1);
    assert_eq!(by_class.days, [nth(1), nth(2), nth(3)]);
    let by_syndrome = epidemic_curve(&head, query(school, CurveBy::Syndrome)).await.unwrap();
    let told: Vec<_> = by_syndrome.series.iter().map(|one| (one.key.as_str(), one.counts.clone())).collect();
    let expected = [
        ("influenza-like", vec![0, 1, 0]),
        ("gastrointestinal", vec![3, 0, 0]),
        ("unspecified", vec![0, 1, 0]),
    ];
    assert_eq!(told, expected);
    let one_class = epidemic_curve(&head, query(second.place.unit, CurveBy::Class)).await.unwrap();
    assert_eq!((one_class.series.len(), one_class.signals.len()), (1, 0));
    let county = stage.who(Role::CountyOfficer, &stage.region.county, time(2, "08:00"));
    let of_county = epidemic_curve(&county, query(stage.region.county.unit, CurveBy::Class)).await.unwrap();
    let told: Vec<_> = of_county.series.iter().map(|one| one.counts.iter().sum::<u32>()).collect();
    assert_eq!((told, of_county.signals.len()), (vec![5, 3], 2));
}

async fn a_curve_of_a_wrong_span_or_place_is_refused(store: Store) {
    let stage = Stage::new(store).await;
    let head = stage.who(Role::Principal, &stage.school.place, time(2, "08:00"));
    let curve = |unit, from: SchoolDay, to| CurveQuery { unit, from, to, by: CurveBy::Class };
    let unit = stage.school.place.unit;
    for wrong in [curve(unit, nth(2), nth(1)), curve(unit, nth(1), nth(367))] {
        assert!(matches!(epidemic_curve(&head, wrong).await, Err(SignalError::BadSpan)));
    }
    assert!(epidemic_curve(&head, curve(unit, nth(1), nth(366))).await.is_ok());
    let foreign = epidemic_curve(&head, curve(stage.other.place.unit, nth(1), nth(2))).await;
    assert!(matches!(foreign, Err(SignalError::Denied(Denied::Unknown))));
}

xd_testkit::both_engines!(
    crate::stage::migrations;
    everybody_sees_the_signals_in_their_reach,
    pages_follow_each_other,
    a_list_can_be_narrowed_to_a_rule_and_to_days,
    a_signal_explains_itself,
    names_are_for_those_who_may_and_say_why,
    a_notifiable_diagnosis_is_hidden_from_the_teacher,
    one_case_of_cholera_is_a_signal_of_the_county,
    tuberculosis_counts_over_half_a_year,
    a_curve_stands_in_stacks_with_marks,
    a_curve_of_a_wrong_span_or_place_is_refused,
);
