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
    insta::assert_snapshot!("posts", answer.told());
}

xd_testkit::both_engines!(crate::migrations; who_holds_which_post);
