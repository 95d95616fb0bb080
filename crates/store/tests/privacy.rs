#[test]
fn every_column_has_a_privacy_class() {
    let tables: Vec<_> = xd_store::migrations().iter().flat_map(|migration| (migration.up)()).collect();
    xd_testkit::privacy::classified(&tables, include_str!("../../../content/privacy.toml"));
}
