//! Fixtures: whole schools through the verbs.

use std::collections::HashSet;

use xd_kernel::{PersonId, UnitKind};
use xd_register::fixtures::{self, SchoolBuilder, build_all};
use xd_register::units::{NewUnit, create_unit};
use xd_register::{PostKind, lookup};
use xd_store::Store;
use xd_testkit::both_engines;
use xd_testkit::ctx::day;

use crate::world::program;

both_engines!(crate::world::migrations; many_schools_at_once, the_same_seed_makes_the_same_people);

fn described(number: u64) -> SchoolBuilder {
    let mut school = SchoolBuilder::new(format!("第{number}小学")).seed(number).boarders(30).team("食堂", 6);
    for grade in 1..=6 {
        school = school.grade(format!("{grade}年级"));
        for class in 1..=2 {
            school = school.class(format!("{grade}({class})班"), 45);
        }
    }
    school
}

async fn many_schools_at_once(store: Store) {
    let ctx = program(&store);
    let region = fixtures::region(&ctx, "示范县", day("2020-09-01")).await.unwrap();
    let plans: Vec<_> = (1..=3).map(|number| described(number).under(region.county.unit)).collect();
    let schools = build_all(&ctx, &plans).await.unwrap();
    let on = day("2026-11-23");
    let kinds = [UnitKind::Class];
    let classes = lookup::groups_below(&store, &region.county.path, &kinds, on).await.unwrap();
    assert_eq!((classes.len(), classes.iter().map(|class| class.expected).sum::<i64>()), (36, 1_620));
    for school in &schools {
        let pupils: HashSet<PersonId> = school.pupils().collect();
        assert_eq!(pupils.len(), 540);
        let sleepers: HashSet<PersonId> = school.rooms.iter().flat_map(|room| room.members.clone()).collect();
        assert_eq!(sleepers.len(), 12 * 13, "30 % of 45 in each class");
        assert!(sleepers.is_subset(&pupils));
        assert_eq!(school.teams[0].members.len(), 4 + 12 + 2, "heads, class teachers, keepers");
        let held = lookup::held_posts(&store, school.health_officer, on).await.unwrap();
        assert_eq!(held[0].kind, PostKind::HealthOfficer);
    }
}

async fn the_same_seed_makes_the_same_people(store: Store) {
    let ctx = program(&store);
    let mut built = Vec::new();
    for (county, seed) in [("甲县", 7), ("乙县", 7), ("丙县", 8)] {
        let province = NewUnit::root(UnitKind::Province, county, day("2020-09-01"));
        let above = create_unit(&ctx, province).await.unwrap();
        built.push(described(seed).under(above).build(&ctx).await.unwrap());
    }
    let names = async |at: usize| {
        let pupils: Vec<PersonId> = built[at].pupils().collect();
        let names = lookup::names(&store, &pupils).await.unwrap();
        pupils.iter().map(|pupil| names[pupil].clone()).collect::<Vec<_>>()
    };
    assert_eq!(names(0).await, names(1).await);
    assert_ne!(names(0).await, names(2).await);
}
