//! Creating, renaming and closing units.

use xd_kernel::{UnitId, UnitKind};
use xd_register::units::{
    CloseUnit, NewUnit, RenameUnit, close_unit, create_unit, create_units, rename_unit,
};
use xd_register::{lookup, query};
use xd_store::Store;
use xd_testkit::both_engines;
use xd_testkit::ctx::{day, monday_morning};
use xd_trust::Role;

use crate::world::{SCHOOL, county, holding, program};

both_engines!(crate::world::migrations;
    paths_and_custody_follow_the_tree,
    what_is_refused,
    only_the_program_makes_roots,
    numbers_are_never_given_twice,
    a_new_name_is_seen_at_once,
    closing_ends_what_is_below,
    others_stay_open_and_names_come_free,
    zone_and_jurisdiction_are_inherited,
);

async fn paths_and_custody_follow_the_tree(store: Store) {
    let (region, school) = county(&store).await;
    let class = &school.classes[0].place;
    assert!(region.county.path.covers(&school.place.path));
    assert_eq!(school.place.institution, school.place.unit);
    assert_eq!(class.institution, school.place.unit);
    let lineage = lookup::lineage(&store, class.unit).await.unwrap();
    let names: Vec<_> = lineage.iter().map(|unit| unit.name.as_str()).collect();
    assert_eq!(names, ["示范省", "示范市", "示范县", "示范小学", "一年级", "一(1)班"]);
    assert_eq!(lookup::place(&store, class.unit).await.unwrap().as_ref(), Some(class));
    assert_eq!(lookup::place(&store, UnitId::mint()).await.unwrap(), None);
}

async fn what_is_refused(store: Store) {
    let (region, school) = county(&store).await;
    let opened = day("2026-09-01");
    let admin = holding(&store, Role::Administrator, &region.county);
    let coded = NewUnit::below(region.county.unit, SCHOOL, "甲校", opened).coded("2141000001");
    create_unit(&admin, coded).await.unwrap();
    let below = |parent, kind, name: &str| NewUnit::below(parent, kind, name, opened);
    let at_school = school.place.unit;
    let long = "长".repeat(101);
    for (unit, code) in [
        (below(region.county.unit, UnitKind::Class, "一(1)班"), "unit.misplaced"),
        (below(region.county.unit, SCHOOL, "示范小学"), "unit.name_taken"),
        (below(region.county.unit, SCHOOL, "乙校").coded("2141000001"), "unit.code_taken"),
        (below(at_school, UnitKind::Grade, " "), "request.invalid"),
        (below(at_school, UnitKind::Grade, &long), "request.invalid"),
        (
            NewUnit { zone: Some("Asia/Urumqi".into()), ..below(at_school, UnitKind::Grade, "三年级") },
            "request.invalid",
        ),
        (
            NewUnit { zone: Some("Mars".into()), ..below(region.county.unit, SCHOOL, "丙校") },
            "request.invalid",
        ),
        (below(UnitId::mint(), SCHOOL, "丁校"), "not_found"),
        (below(region.city.unit, SCHOOL, "戊校"), "not_found"),
    ] {
        let name = unit.name.clone();
        assert_eq!(create_unit(&admin, unit).await.unwrap_err().code(), code, "{name}");
    }
    let officer = holding(&store, Role::CountyOfficer, &region.county);
    let error = create_unit(&officer, below(region.county.unit, SCHOOL, "己校")).await.unwrap_err();
    assert_eq!(error.code(), "auth.forbidden");
}

async fn only_the_program_makes_roots(store: Store) {
    let (region, _) = county(&store).await;
    let admin = holding(&store, Role::Administrator, &region.province);
    let root = NewUnit::root(UnitKind::PartyCommittee, "示范县教育局党委", day("2026-09-01"));
    assert_eq!(create_unit(&admin, root.clone()).await.unwrap_err().code(), "auth.forbidden");
    create_unit(&program(&store), root).await.unwrap();
}

async fn numbers_are_never_given_twice(store: Store) {
    let (region, _) = county(&store).await;
    let admin = holding(&store, Role::Administrator, &region.county);
    let make = |number: usize| {
        let unit = NewUnit::below(region.county.unit, SCHOOL, format!("第{number}小学"), day("2026-09-01"));
        let admin = admin.clone();
        async move { create_units(&admin, vec![unit]).await.unwrap() }
    };
    let tasks: Vec<_> = (0..12).map(|number| tokio::spawn(make(number))).collect();
    for task in tasks {
        task.await.unwrap();
    }
    let query = query::UnitQuery { parent: Some(region.county.unit), ..Default::default() };
    let page = query::units(&admin, &query, &Default::default()).await.unwrap();
    let ordinals: Vec<_> = page.items.iter().map(|view| view.unit.ordinal).collect();
    assert_eq!(ordinals, (36..49).collect::<Vec<_>>(), "one of the fixture and twelve more, in order");
}

async fn a_new_name_is_seen_at_once(store: Store) {
    let (region, school) = county(&store).await;
    let class = school.classes[0].place.unit;
    let admin = holding(&store, Role::Administrator, &region.county);
    assert_eq!(&*lookup::lineage(&store, class).await.unwrap()[3].name, "示范小学");
    let rename = |name: &str| RenameUnit { unit: school.place.unit, name: name.to_owned() };
    rename_unit(&admin, rename("德比小学")).await.unwrap();
    assert_eq!(&*lookup::lineage(&store, class).await.unwrap()[3].name, "德比小学");
    rename_unit(&admin, rename("德比小学")).await.unwrap();
    create_unit(&admin, NewUnit::below(region.county.unit, SCHOOL, "甲校", day("2026-09-01"))).await.unwrap();
    assert_eq!(rename_unit(&admin, rename("甲校")).await.unwrap_err().code(), "unit.name_taken");
}

async fn closing_ends_what_is_below(store: Store) {
    let (region, school) = county(&store).await;
    let admin = holding(&store, Role::Administrator, &region.county);
    let (last, next) = (day("2026-11-24"), day("2026-11-25"));
    let class = &school.classes[0];
    let on =
        async |day| lookup::group(&store, class.place.unit, day).await.unwrap().map(|group| group.expected);
    assert_eq!(on(next).await, Some(5));
    let close = |last| CloseUnit { unit: school.place.unit, last };
    assert_eq!(close_unit(&admin, close(day("2020-08-31"))).await.unwrap_err().code(), "unit.not_yet_open");
    close_unit(&admin, close(last)).await.unwrap();
    assert_eq!(close_unit(&admin, close(last)).await.unwrap_err().code(), "unit.closed");
    assert_eq!((on(last).await, on(next).await), (Some(5), None));
    assert!(lookup::held_posts(&store, class.checker, next).await.unwrap().is_empty());
    assert_eq!(lookup::held_posts(&store, class.checker, last).await.unwrap().len(), 1);
    let belongs = lookup::memberships(&store, &class.members).await.unwrap();
    let members =
        |on| class.members.iter().filter(|one| belongs.is_member(class.place.unit, **one, on)).count();
    assert_eq!((members(last), members(next)), (5, 0));
}

async fn others_stay_open_and_names_come_free(store: Store) {
    let (region, school) = county(&store).await;
    let other = crate::world::school(&store, &region, "另一小学").await;
    let admin = holding(&store, Role::Administrator, &region.county);
    let (last, next) = (day("2026-11-24"), day("2026-11-25"));
    close_unit(&admin, CloseUnit { unit: school.place.unit, last }).await.unwrap();
    let beside = other.classes[0].place.unit;
    assert_eq!(lookup::group(&store, beside, next).await.unwrap().unwrap().expected, 5);
    let late = NewUnit::below(school.place.unit, UnitKind::Grade, "七年级", next);
    assert_eq!(create_unit(&admin, late).await.unwrap_err().code(), "unit.closed");
    // The name is free again for the school that follows.
    create_unit(&admin, NewUnit::below(region.county.unit, SCHOOL, "示范小学", next)).await.unwrap();
}

async fn zone_and_jurisdiction_are_inherited(store: Store) {
    let ctx = program(&store);
    let opened = day("2020-09-01");
    let root = NewUnit::root(UnitKind::Province, "某省", opened);
    let city = NewUnit {
        zone: Some("Asia/Urumqi".to_owned()),
        jurisdiction: Some("CN-Zhejiang-Huzhou".to_owned()),
        ..NewUnit::below(root.id, UnitKind::City, "某市", opened)
    };
    let school = NewUnit::below(city.id, SCHOOL, "某校", opened);
    let class = NewUnit::below(school.id, UnitKind::Class, "一班", opened);
    let (above, at, id) = (root.id, class.id, school.id);
    create_units(&ctx, vec![root, city, school, class]).await.unwrap();
    assert_eq!(&*lookup::jurisdiction(&store, above).await.unwrap(), "CN");
    assert_eq!(&*lookup::jurisdiction(&store, at).await.unwrap(), "CN-Zhejiang-Huzhou");
    assert_eq!(query::unit(&ctx, id).await.unwrap().unit.jurisdiction, "CN-Zhejiang-Huzhou");
    let group = lookup::group(&store, at, day("2026-11-23")).await.unwrap().unwrap();
    let urumqi = xd_kernel::Zone::named("Asia/Urumqi").unwrap();
    assert_eq!(group.zone, urumqi);
    assert_eq!(xd_kernel::SchoolDay::of(monday_morning(), &group.zone), day("2026-11-23"));
    let below =
        lookup::groups_below(&store, &group.place.path, &[UnitKind::Class], day("2026-11-23")).await.unwrap();
    assert_eq!(below, [(*group).clone()], "the list and the single answer agree");
}
