//! Where cases are counted together, and which rules are in force there.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;
use xd_kernel::{SchoolDay, UnitId};
use xd_observe::facts::CaseFact;
use xd_outbreak::evaluate::{Evaluated, Observed, Site, SiteKind};
use xd_outbreak::{SignalPlace, rules};
use xd_testkit::ctx::path;

use crate::world::{SCHOOL, case, class, day, site};

const ROOM: UnitId = UnitId(Uuid::from_u128(0xd0));

fn observed(site: &Site, facts: &[CaseFact]) -> Vec<Observed> {
    Evaluated::new(site, facts).observed(SchoolDay(i32::MIN), &BTreeSet::new())
}

/// Rule, kind of scope, unit that sees it, highest count.
#[track_caller]
fn check(site: &Site, facts: &[CaseFact], expected: &[(&str, &str, UnitId, u32)]) {
    let found = observed(site, facts);
    let mut lines: Vec<(String, String, UnitId, u32)> = found
        .iter()
        .filter(|one| one.key.rule_id != "EW-03")
        .map(|one| {
            let (rule, kind) = (one.key.rule_id.clone(), one.key.scope_kind.to_string());
            (rule, kind, one.place.unit, one.runs[0].extent.peak_count)
        })
        .collect();
    lines.sort();
    let expected: Vec<_> = expected
        .iter()
        .map(|(rule, kind, unit, n)| ((*rule).to_owned(), (*kind).to_owned(), *unit, *n))
        .collect();
    assert_eq!(lines, expected);
}

fn diagnosed(number: u128, onset: i32, slug: &str) -> CaseFact {
    CaseFact { diagnosis: Some(slug.to_owned()), ..case(number, onset, &[]) }
}

#[test]
fn a_room_is_counted_across_classes() {
    let in_room = |n: u128| CaseFact { class: Some(class(n)), room: Some(ROOM), ..case(n, 100, &["rash"]) };
    let mut site = site();
    site.places.insert(ROOM, path("1.1.9.1"));
    check(&site, &[in_room(1), in_room(2), in_room(3)], &[("EW-01", "dormitory", ROOM, 3)]);
    check(&site, &[in_room(1), in_room(2)], &[]);
}

#[test]
fn similar_means_one_syndrome_group_and_one_may_be_in_several() {
    let ill = |n: u128, symptoms: &[&str]| case(n, 100, symptoms);
    check(&site(), &[ill(1, &["rash"]), ill(2, &["vomiting"]), ill(3, &["cough"])], &[]);
    let mixed = [ill(1, &["rash"]), ill(2, &["rash", "vomiting"]), ill(3, &["vomiting"]), ill(4, &["rash"])];
    check(&site(), &mixed, &[("EW-01", "class", class(1), 3)]);
    let unsaid = [ill(1, &[]), ill(2, &[]), ill(3, &[])];
    check(&site(), &unsaid, &[("EW-01", "class", class(1), 3)]);
}

#[test]
fn staff_count_for_the_school() {
    let staff = |n: u128| CaseFact { class: None, ..diagnosed(n, 100, "varicella") };
    let cases: Vec<CaseFact> = (1..=10).map(staff).collect();
    check(&site(), &cases, &[("PHE-VAR", "school", SCHOOL, 10)]);
}

#[test]
fn local_rules_count_where_they_are_in_force() {
    let cases: Vec<CaseFact> = (1..=5)
        .map(|n| CaseFact { class: Some(class(n % 3 + 1)), ..diagnosed(n, 100, "varicella") })
        .collect();
    check(&site(), &cases, &[]);
    let in_huzhou = Site { rulebook: rules().of("CN-Zhejiang-Huzhou"), ..site() };
    check(&in_huzhou, &cases, &[("CL-VAR-ZJ", "school", SCHOOL, 5)]);
}

#[test]
fn a_rule_holds_within_its_validity_only() {
    let last_day_in_force = xd_testkit::ctx::day("2025-11-03");
    let on = |onset: SchoolDay| {
        let ill = |n: u128| CaseFact { onset, ..diagnosed(n, 0, "norovirus") };
        let cases: Vec<CaseFact> = (1..=5).map(ill).collect();
        let found = observed(&site(), &cases);
        found
            .into_iter()
            .find(|one| one.key.rule_id == "CL-NOV-15")
            .map(|one| one.runs[0].extent.holds_through)
    };
    assert_eq!(on(last_day_in_force - 1), Some(last_day_in_force), "cut at the end of its validity");
    assert_eq!(on(last_day_in_force + 1), None);
}

#[test]
fn a_school_without_campuses_is_one_campus() {
    let [east, west] = [UnitId(Uuid::from_u128(0xe0)), UnitId(Uuid::from_u128(0xe1))];
    let plain = Site { rulebook: rules().of("CN-Zhejiang-Huzhou"), ..site() };
    let campus = |unit, at: &str| SignalPlace { unit, path: path(at) };
    let campuses = BTreeMap::from([(class(1), campus(east, "1.1.7")), (class(2), campus(west, "1.1.8"))]);
    let split = Site { campuses, ..plain.clone() };
    let ill = |n: u128, of: u128| CaseFact { class: Some(class(of)), ..diagnosed(n, 100, "dengue") };
    let cases = [ill(1, 1), ill(2, 1), ill(3, 2)];
    check(&plain, &cases, &[("CL-DEN-ZJ", "campus", SCHOOL, 3)]);
    check(&split, &cases, &[]);
    let east_only = [ill(1, 1), ill(2, 1), ill(3, 1)];
    check(&split, &east_only, &[("CL-DEN-ZJ", "campus", east, 3), ("EW-01", "class", class(1), 3)]);
}

#[test]
fn a_county_counts_its_own_rules_only() {
    let county = Site { kind: SiteKind::County, ..site() };
    let cases = [diagnosed(1, 100, "cholera"), diagnosed(2, 100, "cholera"), diagnosed(3, 100, "cholera")];
    let found = observed(&county, &cases);
    let rules: Vec<_> = found.iter().map(|one| one.key.rule_id.as_str()).collect();
    assert_eq!(rules, ["PHE-1"]);
    assert_eq!(day(100), found[0].runs[0].extent.first_day);
}
