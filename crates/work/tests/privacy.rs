use xd_testkit::privacy::{classified, keyed_by_custody};

const PRIVACY: &str = include_str!("../../../content/privacy.toml");

#[test]
fn every_column_has_a_privacy_class() {
    classified(&xd_work::tables(), PRIVACY);
}

#[test]
fn everything_is_keyed_by_custody() {
    keyed_by_custody(&xd_work::tables(), &[]);
}
