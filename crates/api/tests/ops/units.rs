//! `units`.

use xd_store::Store;
use xd_trust::Role;

use crate::stage::Stage;

async fn the_tree_as_far_as_one_reaches(store: Store) {
    let stage = Stage::set(store).await;
    let county = stage.as_role(Role::CountyOfficer).await;
    insta::assert_snapshot!("units-roots", county.get("/api/v1/units").await.told());
    let below = format!("/api/v1/units?parent={}", stage.own().county.unit);
    insta::assert_snapshot!("units-of_county", county.get(&below).await.told());
    let classes = format!("/api/v1/units?kind=class&under={}&limit=1", stage.own().county.unit);
    let first = county.get(&classes).await;
    assert_eq!(first.body["items"].as_array().unwrap().len(), 1);
    let second = county.get(&format!("{classes}&cursor={}", first.text("/next"))).await;
    assert_eq!(second.text("/items/0/name"), "一(2)班");
    assert!(second.body["next"].is_null());
    county.get(&format!("{classes}&cursor=nonsense")).await.is_problem(422, "request.invalid");
    county.get("/api/v1/units?kind=faculty").await.is_problem(422, "request.invalid");
}

xd_testkit::both_engines!(crate::migrations; the_tree_as_far_as_one_reaches);
