//! What the store promises, on both engines.

#[cfg(test)]
mod smoke {
    use xd_store::Store;

    async fn a_fresh_store_answers(store: Store) {
        store.ping().await.unwrap();
    }

    async fn fails(store: Store) {
        store.ping().await.unwrap();
        panic!("x");
    }

    xd_testkit::both_engines!(xd_store::migrations; a_fresh_store_answers, fails);
}
