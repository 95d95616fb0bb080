//! Calendars, inherited from the nearest institution above that says something.

use xd_register::calendar::{MarkDays, NewTerm, SetCalendar, mark_days, set_calendar};
use xd_register::{CalendarDay, DayKind, lookup, query};
use xd_store::Store;
use xd_testkit::both_engines;
use xd_testkit::ctx::day;
use xd_trust::Role;

use crate::world::{county, holding, program};

both_engines!(crate::world::migrations; a_county_sets_and_a_school_deviates, marks_are_taken_away_and_read_back,
    what_is_refused);

fn term(from: &str, to: &str) -> NewTerm {
    NewTerm { name: "2026-2027 学年第一学期".to_owned(), from: day(from), to: day(to) }
}

fn mark(on: &str, kind: DayKind) -> CalendarDay {
    CalendarDay { day: day(on), kind }
}

async fn a_county_sets_and_a_school_deviates(store: Store) {
    let (region, school) = county(&store).await;
    let (officer, principal) = (
        holding(&store, Role::CountyOfficer, &region.county),
        holding(&store, Role::Principal, &school.place),
    );
    let at = async |on: &str| lookup::day_kind(&store, school.place.unit, day(on)).await.unwrap();
    assert_eq!(at("2026-07-27").await, DayKind::SchoolDay, "no calendar anywhere: a Monday");
    let command = SetCalendar {
        institution: region.county.unit,
        terms: vec![term("2026-09-01", "2027-01-22")],
        marks: vec![mark("2026-10-01", DayKind::Holiday), mark("2026-10-10", DayKind::MakeUpDay)],
    };
    set_calendar(&officer, command).await.unwrap();
    for (on, kind) in [
        ("2026-07-27", DayKind::OutsideTerm),
        ("2026-10-01", DayKind::Holiday),
        ("2026-10-10", DayKind::MakeUpDay),
        ("2026-11-22", DayKind::Weekend),
        ("2026-11-23", DayKind::SchoolDay),
    ] {
        assert_eq!(at(on).await, kind, "{on}");
    }
    let closure = vec![mark("2026-11-23", DayKind::Closure)];
    let institution = school.place.unit;
    mark_days(&principal, MarkDays { institution, marks: closure, cleared: vec![] }).await.unwrap();
    assert_eq!(at("2026-11-23").await, DayKind::Closure, "seen at once");
    let reopened = vec![mark("2026-11-23", DayKind::SchoolDay)];
    mark_days(&principal, MarkDays { institution, marks: reopened, cleared: vec![] }).await.unwrap();
    assert_eq!(at("2026-11-23").await, DayKind::SchoolDay);
    let week = (day("2026-10-05"), day("2026-10-11"));
    let days = query::calendar(&principal, school.classes[0].place.unit, week).await.unwrap();
    let kinds: Vec<_> = days.iter().map(|day| day.kind.word()).collect();
    assert_eq!(kinds[4..], ["school_day", "make_up_day", "weekend"]);
    let own = SetCalendar { institution, terms: vec![term("2026-09-07", "2027-01-15")], marks: vec![] };
    set_calendar(&principal, own).await.unwrap();
    assert_eq!(at("2026-09-02").await, DayKind::OutsideTerm, "its own term begins later");
}

async fn marks_are_taken_away_and_read_back(store: Store) {
    let (region, school) = county(&store).await;
    let (officer, principal) = (
        holding(&store, Role::CountyOfficer, &region.county),
        holding(&store, Role::Principal, &school.place),
    );
    let institution = school.place.unit;
    let at = async |on: &str| lookup::day_kind(&store, institution, day(on)).await.unwrap();
    let command = SetCalendar {
        institution: region.county.unit,
        terms: vec![term("2026-09-01", "2027-01-22")],
        marks: vec![mark("2026-10-01", DayKind::Holiday), mark("2026-10-10", DayKind::MakeUpDay)],
    };
    set_calendar(&officer, command).await.unwrap();
    let reopened = vec![mark("2026-11-23", DayKind::SchoolDay)];
    mark_days(&principal, MarkDays { institution, marks: reopened, cleared: vec![] }).await.unwrap();
    let strike = vec![mark("2026-11-24", DayKind::Closure), mark("2026-11-25", DayKind::Closure)];
    mark_days(&principal, MarkDays { institution, marks: strike, cleared: vec![] }).await.unwrap();
    let over = vec![day("2026-11-24"), day("2026-11-26")];
    mark_days(&principal, MarkDays { institution, marks: vec![], cleared: over }).await.unwrap();
    assert_eq!(at("2026-11-24").await, DayKind::SchoolDay, "the mark is taken away");
    assert_eq!(at("2026-11-25").await, DayKind::Closure, "the other one stays");
    let own = query::own_calendar(&principal, institution).await.unwrap();
    assert!(own.terms.is_empty(), "the terms are the county's");
    let marked: Vec<_> = own.marks.iter().map(|mark| (mark.day, mark.kind)).collect();
    assert_eq!(marked, [(day("2026-11-23"), DayKind::SchoolDay), (day("2026-11-25"), DayKind::Closure)]);
    let county = query::own_calendar(&principal, region.county.unit).await.unwrap();
    assert_eq!((county.terms.len(), county.marks.len()), (1, 2), "readable from below");
}

async fn what_is_refused(store: Store) {
    let (region, school) = county(&store).await;
    let principal = holding(&store, Role::Principal, &school.place);
    let whole = |institution, terms, marks| SetCalendar { institution, terms, marks };
    let (here, good) = (school.place.unit, || term("2026-09-01", "2027-01-22"));
    for (command, code) in [
        (whole(region.county.unit, vec![good()], vec![]), "not_found"),
        (whole(school.classes[0].place.unit, vec![good()], vec![]), "calendar.not_an_institution"),
        (whole(here, vec![good(), term("2027-01-22", "2027-06-30")], vec![]), "calendar.terms_overlap"),
        (whole(here, vec![term("2027-01-22", "2026-09-01")], vec![]), "request.invalid"),
        (whole(here, vec![NewTerm { name: String::new(), ..good() }], vec![]), "request.invalid"),
        (whole(here, vec![], vec![mark("2026-11-22", DayKind::Weekend)]), "request.invalid"),
        (whole(here, vec![], vec![mark("2026-11-23", DayKind::MakeUpDay)]), "request.invalid"),
        (
            whole(
                here,
                vec![],
                vec![mark("2026-11-23", DayKind::Holiday), mark("2026-11-23", DayKind::Closure)],
            ),
            "request.invalid",
        ),
    ] {
        assert_eq!(set_calendar(&principal, command).await.unwrap_err().code(), code);
    }
    let teacher = holding(&store, Role::ClassTeacher, &school.place);
    let error = set_calendar(&teacher, whole(here, vec![good()], vec![])).await.unwrap_err();
    assert_eq!(error.code(), "auth.forbidden");
    let ctx = program(&store);
    for (from, to) in [("2026-11-24", "2026-11-23"), ("2026-01-01", "2029-01-01")] {
        let error = query::calendar(&ctx, here, (day(from), day(to))).await.unwrap_err();
        assert_eq!(error.code(), "request.days");
    }
}
