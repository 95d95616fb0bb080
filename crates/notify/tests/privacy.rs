//! Every column has a privacy class, every key begins with the custody key.

const PRIVACY: &str = include_str!("../../../content/privacy.toml");

#[test]
fn every_column_is_classified() {
    xd_testkit::privacy::classified(&xd_notify::tables(), PRIVACY);
}

#[test]
fn every_key_begins_with_the_custody_key() {
    xd_testkit::privacy::keyed_by_custody(&xd_notify::tables(), &[]);
}
