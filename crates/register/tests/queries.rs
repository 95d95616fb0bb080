//! What an actor may see: scope in every list, 404 for the rest, ancestors by name only.

use xd_kernel::{Cursor, PageRequest, UnitId, UnitKind};
use xd_register::query::{Detail, PostsOf, UnitQuery, UnitView, posts_of, roster, unit, units};
use xd_store::Store;
use xd_testkit::both_engines;
use xd_testkit::ctx::day;
use xd_trust::{Ctx, Role};

use crate::world::{county, holding, program, school};

both_engines!(crate::world::migrations;
    a_list_ends_where_the_reach_ends,
    what_lies_outside_is_unknown,
    the_way_to_ones_own_units_is_named,
    pages_follow_each_other,
    rosters_and_posts_ask_for_more_than_knowing,
);

async fn list(ctx: &Ctx, query: UnitQuery) -> Vec<String> {
    let page = units(ctx, &query, &PageRequest::default()).await.unwrap();
    page.items.into_iter().map(|view| view.unit.name).collect()
}

async fn a_list_ends_where_the_reach_ends(store: Store) {
    let (region, one) = county(&store).await;
    let two = school(&store, &region, "另一小学").await;
    let all = UnitQuery::default;
    let class = |under| UnitQuery { kind: Some(UnitKind::Class), under, parent: None };
    let teacher = holding(&store, Role::ClassTeacher, &one.classes[1].place);
    let principal = holding(&store, Role::Principal, &one.place);
    let officer = holding(&store, Role::CountyOfficer, &region.county);
    assert_eq!(list(&teacher, all()).await, ["一(2)班"]);
    assert_eq!(list(&principal, all()).await, ["示范小学"]);
    assert_eq!(list(&program(&store), all()).await, ["示范省"]);
    assert_eq!(list(&teacher, class(None)).await, ["一(2)班"]);
    assert_eq!(list(&principal, class(None)).await, ["一(1)班", "一(2)班"]);
    assert_eq!(list(&officer, class(None)).await.len(), 4);
    assert_eq!(list(&officer, class(Some(two.place.unit))).await, ["一(1)班", "一(2)班"]);
    assert_eq!(
        list(&officer, UnitQuery { kind: Some(UnitKind::School), ..all() }).await,
        ["示范小学", "另一小学"]
    );
    assert!(list(&holding(&store, Role::Guardian, &one.place), all()).await.is_empty());
}

async fn what_lies_outside_is_unknown(store: Store) {
    let (region, one) = county(&store).await;
    let two = school(&store, &region, "另一小学").await;
    let principal = holding(&store, Role::Principal, &one.place);
    for foreign in [two.place.unit, UnitId::mint()] {
        let query = UnitQuery { under: Some(foreign), ..UnitQuery::default() };
        let error = units(&principal, &query, &PageRequest::default()).await.unwrap_err();
        assert_eq!(error.code(), "not_found");
        assert_eq!(unit(&principal, foreign).await.unwrap_err().code(), "not_found");
    }
    let guardian = holding(&store, Role::Guardian, &one.place);
    assert_eq!(unit(&guardian, one.place.unit).await.unwrap_err().code(), "not_found");
}

async fn the_way_to_ones_own_units_is_named(store: Store) {
    let (region, one) = county(&store).await;
    school(&store, &region, "另一小学").await;
    let teacher = holding(&store, Role::ClassTeacher, &one.classes[1].place);
    let above = unit(&teacher, region.county.unit).await.unwrap();
    assert_eq!((above.unit.name.as_str(), &above.detail), ("示范县", &Detail::NameOnly));
    let own = unit(&teacher, one.classes[1].place.unit).await.unwrap();
    assert_eq!(own.detail, Detail::Whole { members: Some(3) });
    assert_eq!(own.path_names.join("/"), "示范省/示范市/示范县/示范小学/一年级/一(2)班");
    let below = |parent| UnitQuery { parent: Some(parent), ..UnitQuery::default() };
    assert_eq!(list(&teacher, below(region.county.unit)).await, ["示范小学"], "not the school beside it");
    assert_eq!(list(&teacher, below(one.place.unit)).await, ["一年级"], "not the staff teams");
    let principal = holding(&store, Role::Principal, &one.place);
    let inside = list(&principal, below(one.place.unit)).await;
    assert!(inside.contains(&"教师".to_owned()) && inside.contains(&"一年级".to_owned()), "{inside:?}");
    let nothing: Vec<String> = list(&teacher, below(one.classes[1].place.unit)).await;
    assert!(nothing.is_empty());
}

async fn pages_follow_each_other(store: Store) {
    let (region, _) = county(&store).await;
    for name in ["甲校", "乙校", "丙校", "丁校"] {
        school(&store, &region, name).await;
    }
    let officer = holding(&store, Role::CountyOfficer, &region.county);
    let query = UnitQuery { parent: Some(region.county.unit), ..UnitQuery::default() };
    let (mut seen, mut after) = (Vec::new(), None);
    loop {
        let page = units(&officer, &query, &PageRequest::new(Some(2), after)).await.unwrap();
        assert!(page.items.len() <= 2);
        seen.extend(page.items.into_iter().map(|view: UnitView| view.unit.name));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(seen, ["示范小学", "甲校", "乙校", "丙校", "丁校"]);
    let strange = PageRequest::new(None, Some(Cursor::given("%")));
    assert_eq!(units(&officer, &query, &strange).await.unwrap_err().code(), "request.cursor");
}

async fn rosters_and_posts_ask_for_more_than_knowing(store: Store) {
    let (region, one) = county(&store).await;
    let class = &one.classes[0];
    let on = day("2026-11-23");
    let teacher = holding(&store, Role::ClassTeacher, &class.place);
    let found = roster(&teacher, class.place.unit, on).await.unwrap();
    assert_eq!(found.members.iter().map(|member| member.person).collect::<Vec<_>>(), class.members);
    assert_eq!(found.members.iter().filter_map(|member| member.seat_no).collect::<Vec<_>>(), [1, 2, 3, 4, 5]);
    assert!(roster(&teacher, class.place.unit, day("2020-08-31")).await.unwrap().members.is_empty());
    let officer = holding(&store, Role::CountyOfficer, &region.county);
    assert_eq!(roster(&officer, class.place.unit, on).await.unwrap_err().code(), "auth.forbidden");
    let beside = holding(&store, Role::ClassTeacher, &one.classes[1].place);
    for foreign in [class.place.unit, UnitId::mint()] {
        assert_eq!(roster(&beside, foreign, on).await.unwrap_err().code(), "not_found");
        assert_eq!(posts_of(&beside, foreign, PostsOf::Itself, on).await.unwrap_err().code(), "not_found");
    }
}
