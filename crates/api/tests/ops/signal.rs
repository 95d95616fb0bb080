//! `signal`.

use xd_store::Store;
use xd_trust::Role;

use crate::stage::Stage;

async fn it_explains_itself_with_names_for_those_who_may_and_say_why(store: Store) {
    let stage = Stage::set(store).await;
    let outbreak = stage.outbreak().await;
    let path = format!("/api/v1/signals/{}", outbreak.signal);
    let officer = stage.as_role(Role::HealthOfficer).await;
    insta::assert_snapshot!("signal", officer.get(&format!("{path}?reason=investigation")).await.told());
    let names = |body: &serde_json::Value| {
        body["persons"].as_array().unwrap().iter().filter(|one| one["person"]["name"].is_string()).count()
    };
    assert_eq!(names(&officer.get(&path).await.body), 0, "without a reason no names");
    let county = stage.as_role(Role::CountyOfficer).await.get(&format!("{path}?reason=investigation")).await;
    assert_eq!((names(&county.body), county.body["persons"].as_array().unwrap().len()), (0, 3));
    assert_eq!(county.text("/persons/0/person/label"), "1");
    for member in &stage.own().school.classes[0].members {
        assert!(!county.body.to_string().contains(&member.to_string()), "nor ids");
    }
}

xd_testkit::both_engines!(crate::migrations; it_explains_itself_with_names_for_those_who_may_and_say_why);
