use sea_orm::ConnectionTrait as _;
use xd_store::Store;
use xd_testkit::ctx::monday_morning;

use crate::scene::scene;

/// Not even the program itself, should it be made to run a statement it was not written with.
async fn the_audit_log_refuses_to_be_changed(store: Store) {
    let scene = scene(store);
    let (_, password) = scene.account("wang.li").await;
    scene.try_sign_in("wang.li", &password, monday_morning()).await.unwrap();
    for change in ["UPDATE audit SET action = 'nothing'", "DELETE FROM audit"] {
        let tx = scene.store.begin().await.unwrap();
        let refused = tx.conn().execute_unprepared(change).await.unwrap_err();
        assert!(refused.to_string().contains("audit is append-only"), "{change}: {refused}");
    }
}

xd_testkit::both_engines!(crate::scene::migrations; the_audit_log_refuses_to_be_changed);
