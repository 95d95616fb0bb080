//! `who_am_i`.

use xd_store::Store;
use xd_trust::Role;

use crate::stage::Stage;

async fn a_teacher_is_told_their_class_and_what_they_may_do(store: Store) {
    let stage = Stage::set(store).await;
    let answer = stage.as_role(Role::ClassTeacher).await.get("/api/v1/session").await;
    insta::assert_snapshot!("who_am_i", answer.told());
}

xd_testkit::both_engines!(crate::migrations; a_teacher_is_told_their_class_and_what_they_may_do);
