//! `people`.

use xd_store::Store;
use xd_trust::Role;

use crate::stage::Stage;

async fn people_are_found_by_a_part_of_their_name(store: Store) {
    let stage = Stage::set(store).await;
    let principal = stage.as_role(Role::Principal).await;
    let class = stage.own().school.classes[0].place.unit;
    let path = format!("/api/v1/units/{class}/people");
    let some = principal.get(&path).await;
    assert_eq!(some.body["items"].as_array().unwrap().len(), 20, "the whole school's, twenty at most");
    let name = some.text("/items/3/person/name");
    let part: String = name.chars().take(2).collect();
    let query = form_urlencoded::Serializer::new(String::new()).append_pair("name", &part).finish();
    let found = principal.get(&format!("{path}?{query}")).await;
    let found = found.body["items"].as_array().unwrap().clone();
    assert!(found.iter().all(|one| one["person"]["name"].as_str().unwrap().contains(&part)));
    let one = found.iter().find(|one| one["person"]["name"] == name.as_str()).unwrap();
    assert!(!one["units"].as_array().unwrap().is_empty(), "{one:#}");
    assert_eq!(principal.get(&format!("{path}?name=%25")).await.body["items"].as_array().unwrap().len(), 20);
    let teacher = stage.as_role(Role::ClassTeacher).await;
    teacher.get(&path).await.is_problem(404, "not_found");
}

xd_testkit::both_engines!(crate::migrations; people_are_found_by_a_part_of_their_name);
