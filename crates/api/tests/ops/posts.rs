//! `posts`.

use xd_store::Store;
use xd_trust::Role;

use crate::stage::Stage;

async fn who_holds_which_post(store: Store) {
    let stage = Stage::set(store).await;
    let principal = stage.as_role(Role::Principal).await;
    let class = stage.own().school.classes[0].place.unit;
    let answer = principal.get(&format!("/api/v1/units/{class}/posts")).await;
    stage.name_text(&answer.text("/items/0/post_id"), "post");
    stage.name_text(&answer.text("/items/0/holder/id"), "class teacher");
    stage.name_text(&answer.text("/items/0/holding_id"), "holding");
    insta::assert_snapshot!("posts", answer.told());
    let school = stage.own().school.place.unit;
    let below = principal.get(&format!("/api/v1/units/{school}/posts?of=and_below")).await;
    let told = |one: &serde_json::Value| {
        let word = |at: &str| one.pointer(at).unwrap().as_str().unwrap().to_owned();
        format!("{} {}", word("/unit/name"), word("/kind"))
    };
    let told: Vec<String> = below.body["items"].as_array().unwrap().iter().map(told).collect();
    let own = told.iter().filter(|one| one.starts_with("甲小学")).count();
    assert_eq!((own, told.len()), (4, 10), "four of the school, then classes, teams, buildings: {told:?}");
    assert!(told.contains(&"一(2)班 class_teacher".to_owned()), "{told:?}");
}

xd_testkit::both_engines!(crate::migrations; who_holds_which_post);
