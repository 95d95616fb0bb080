//! What the tests stand on: a county with a school, actors, newcomers.

use xd_kernel::{PersonId, UnitId, UnitKind};
use xd_register::fixtures::{self, Region, School, SchoolBuilder};
use xd_store::{Migration, Store};
use xd_testkit::ctx;
use xd_trust::{Ctx, Place, Role};

/// All that the register stands on, and itself.
pub fn migrations() -> Vec<Migration> {
    [xd_store::migrations(), xd_trust::migrations(), xd_register::migrations()].concat()
}

/// The program's own context, on the usual Monday.
pub fn program(store: &Store) -> Ctx {
    Ctx::program(store.clone(), "test", ctx::monday_morning())
}

/// A context with one role at one place.
pub fn holding(store: &Store, role: Role, place: &Place) -> Ctx {
    ctx::ctx(store, vec![ctx::grant(role, place)])
}

/// A county with one school: two classes of a grade, a room, a canteen team.
pub async fn county(store: &Store) -> (Region, School) {
    let ctx = program(store);
    let region = fixtures::region(&ctx, "示范县", ctx::day("2020-09-01")).await.unwrap();
    let school = school(store, &region, "示范小学").await;
    (region, school)
}

pub async fn school(store: &Store, region: &Region, name: &str) -> School {
    SchoolBuilder::new(name)
        .under(region.county.unit)
        .seed(u64::from(name.chars().next().unwrap()))
        .grade("一年级")
        .class("一(1)班", 5)
        .class("一(2)班", 3)
        .boarders(40)
        .team("食堂", 2)
        .build(&program(store))
        .await
        .unwrap()
}

/// A person who belongs nowhere yet.
pub async fn newcomer(ctx: &Ctx, institution: UnitId, name: &str) -> PersonId {
    use xd_register::people::{AddPeople, NewPerson, add_people};
    use xd_register::seal::Sealing;
    let person = NewPerson::named(name);
    let id = person.id;
    add_people(ctx, AddPeople { institution, people: vec![person], sealing: Sealing::Nothing })
        .await
        .unwrap();
    id
}

/// Everybody in the tree, for tables of cases.
pub const SCHOOL: UnitKind = UnitKind::School;
