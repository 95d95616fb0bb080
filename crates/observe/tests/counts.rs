//! Completeness, for a school and for the levels above.

use xd_kernel::UnitKind;
use xd_observe::{CheckType, CompletenessQuery, DueState, ExceptionKind, completeness};
use xd_register::fixtures::SchoolBuilder;
use xd_register::units::{NewUnit, create_units};
use xd_store::Store;
use xd_testkit::ctx::day;
use xd_trust::{Ctx, Role};

use crate::world::{World, day_of, ill, local, morning, saw};

async fn a_school_sees_its_groups_and_the_county_its_schools(store: Store) {
    let world = World::new(store).await;
    let program = Ctx::program(world.store.clone(), "test", local("2026-11-20T12:00"));
    let silent = SchoolBuilder::new("第二小学")
        .under(world.region.county.unit)
        .opened(day("2026-09-01"))
        .class("一(1)班", 10)
        .build(&program)
        .await
        .unwrap();
    let exceptions = vec![ill(world.pupil(0)), saw(world.pupil(1), ExceptionKind::IllInClass, &["cough"])];
    world.check(morning(world.class(), 23, exceptions)).await.unwrap();
    let query =
        CompletenessQuery { unit: world.school.place.unit, day: day_of(23), check_type: CheckType::Morning };
    let principal = world.who(Role::Principal, &world.school.place, "2026-11-23T08:30");
    let school = completeness(&principal, query).await.unwrap();
    assert!(school.school_day);
    let told: Vec<_> = school.items.iter().map(|item| (item.unit.name.as_str(), item.state)).collect();
    assert_eq!(
        told,
        [("教师", DueState::Overdue), ("一(1)班", DueState::Done), ("一(2)班", DueState::Overdue),]
    );
    assert!(school.items.iter().all(|item| item.checker.as_ref().is_some_and(|who| who.name.is_some())));
    let totals = school.totals;
    assert_eq!((totals.groups_expected, totals.groups_reported, totals.overdue), (3, 1, 2));
    assert_eq!((totals.seen.present, totals.seen.absent_ill, totals.seen.ill_in_class), (5, 1, 1));

    let officer = world.who(Role::CountyOfficer, &world.region.county, "2026-11-23T08:30");
    let county =
        completeness(&officer, CompletenessQuery { unit: world.region.county.unit, ..query }).await.unwrap();
    assert_eq!(county.items.len(), 2);
    let first = county.items.iter().find(|item| item.unit.id == world.school.place.unit).unwrap();
    assert_eq!((first.tally, first.state), (totals, DueState::Overdue));
    let second = county.items.iter().find(|item| item.unit.id == silent.place.unit).unwrap();
    assert_eq!((second.tally.groups_reported, second.tally.overdue, second.latest_at), (0, 2, None));
    let province = world.who(Role::ProvinceOfficer, &world.region.province, "2026-11-23T08:00");
    let query = CompletenessQuery { unit: world.region.province.unit, ..query };
    let province = completeness(&province, query).await.unwrap();
    assert_eq!(province.items.len(), 1);
    assert_eq!(province.items[0].unit.kind, UnitKind::City);
    assert_eq!(province.items[0].state, DueState::Due, "before the deadline nobody is late");
    assert_eq!(province.totals.groups_expected, county.totals.groups_expected);

    let sunday = CompletenessQuery { day: day_of(22), ..query };
    let officer = world.who(Role::ProvinceOfficer, &world.region.province, "2026-11-23T08:00");
    let empty = completeness(&officer, sunday).await.unwrap();
    assert!(!empty.school_day && empty.totals.groups_expected == 0);
    let stranger = world.who(Role::Principal, &silent.place, "2026-11-23T08:30");
    let foreign = CompletenessQuery { unit: world.school.place.unit, ..query };
    assert_eq!(completeness(&stranger, foreign).await.unwrap_err().code(), "not_found");
}

async fn a_school_is_late_by_its_own_clock(store: Store) {
    let world = World::new(store).await;
    let program = Ctx::program(world.store.clone(), "test", local("2026-11-20T12:00"));
    let west = NewUnit {
        zone: Some("Asia/Urumqi".to_owned()),
        ..NewUnit::below(world.region.city.unit, UnitKind::County, "西县", day("2026-09-01"))
    };
    let county = west.id;
    create_units(&program, vec![west]).await.unwrap();
    let school = SchoolBuilder::new("西县小学").under(county).opened(day("2026-09-01")).class("一(1)班", 10);
    school.build(&program).await.unwrap();
    let query = CompletenessQuery { unit: county, day: day_of(23), check_type: CheckType::Morning };
    for (time, state) in [("09:00", DueState::Due), ("11:00", DueState::Overdue)] {
        let officer = world.who(Role::CityOfficer, &world.region.city, &format!("2026-11-23T{time}"));
        let seen = completeness(&officer, query).await.unwrap();
        assert_eq!(seen.items[0].state, state, "at {time} in Shanghai, two hours less there");
    }
}

xd_testkit::both_engines!(crate::migrations;
    a_school_sees_its_groups_and_the_county_its_schools,
    a_school_is_late_by_its_own_clock,
);
