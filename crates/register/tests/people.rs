//! Adding people, enrolling, moving, guardians.

use xd_kernel::{MembershipId, PersonId, SchoolDay, UnitId};
use xd_register::memberships::{
    AddGuardianship, EndGuardianship, EndMembership, Enrol, Transfer, add_guardianship, end_guardianship,
    end_membership, enrol, transfer,
};
use xd_register::people::{AddPeople, LookUpPhone, NewMembership, NewPerson, add_people, look_up_phone};
use xd_register::seal::Sealing;
use xd_register::{Span, lookup, query};
use xd_store::Store;
use xd_testkit::both_engines;
use xd_testkit::ctx::{ctx_of, day, monday_morning};
use xd_trust::audit::Reason;
use xd_trust::vault::Vault;
use xd_trust::{Actor, Ctx, Reach, Role};

use crate::world::{county, holding, newcomer, program};

both_engines!(crate::world::migrations;
    a_change_of_membership_counts_and_is_seen_at_once,
    one_class_at_a_time,
    a_mistake_is_taken_back,
    a_transfer_leaves_no_gap,
    numbers_are_unique,
    secrets_are_sealed,
    foreign_people_are_unknown,
    guardians_see_their_wards,
    places_of_persons,
);

const TODAY: &str = "2026-11-23";

fn membership(unit: UnitId, days: Span) -> NewMembership {
    NewMembership { unit, seat_no: None, days }
}

async fn expected(store: &Store, unit: UnitId, on: &str) -> (i64, i64) {
    let group = lookup::group(store, unit, day(on)).await.unwrap().unwrap();
    (group.expected, group.roster_version)
}

async fn a_change_of_membership_counts_and_is_seen_at_once(store: Store) {
    let (region, school) = county(&store).await;
    let admin = holding(&store, Role::Administrator, &region.county);
    let class = school.classes[0].place.unit;
    assert_eq!(expected(&store, class, TODAY).await, (5, 1), "one version for all who came at once");
    let person = newcomer(&admin, school.place.unit, "新来的").await;
    let from = Span::since(day("2026-11-24"));
    let id = enrol(&admin, Enrol { person, membership: membership(class, from) }).await.unwrap();
    assert_eq!(expected(&store, class, TODAY).await, (5, 2));
    assert_eq!(expected(&store, class, "2026-11-24").await, (6, 2));
    let end = EndMembership { unit: class, membership: id, last: day("2026-11-30") };
    end_membership(&admin, end).await.unwrap();
    assert_eq!(expected(&store, class, "2026-11-30").await, (6, 3));
    assert_eq!(expected(&store, class, "2026-12-01").await, (5, 3));
    let beside = school.classes[1].place.unit;
    assert_eq!(expected(&store, beside, TODAY).await, (3, 1), "other rosters keep their version");
    let later = EndMembership { last: day("2026-12-31"), ..end };
    assert_eq!(end_membership(&admin, later).await.unwrap_err().code(), "membership.ended");
    let unknown = EndMembership { membership: MembershipId::mint(), ..end };
    assert_eq!(end_membership(&admin, unknown).await.unwrap_err().code(), "not_found");
    let elsewhere = EndMembership { unit: beside, ..end };
    assert_eq!(end_membership(&admin, elsewhere).await.unwrap_err().code(), "not_found");
}

async fn one_class_at_a_time(store: Store) {
    let (region, school) = county(&store).await;
    let admin = holding(&store, Role::Administrator, &region.county);
    let [first, second] = [0, 1].map(|at: usize| school.classes[at].place.unit);
    let pupil = school.classes[0].members[0];
    let today = Span::since(day(TODAY));
    for (unit, days, code) in [
        (second, today, "membership.overlaps"),
        (first, today, "membership.overlaps"),
        (second, Span::between(day("2019-01-01"), day("2019-12-31")), "unit.closed"),
        (school.place.unit, today, "unit.no_members"),
        (UnitId::mint(), today, "not_found"),
    ] {
        let command = Enrol { person: pupil, membership: membership(unit, days) };
        assert_eq!(enrol(&admin, command).await.unwrap_err().code(), code);
    }
    // Two requests at once: one of them is late.
    let person = newcomer(&admin, school.place.unit, "抢着来的").await;
    let attempts: Vec<_> = [first, second]
        .map(|unit| {
            let (admin, command) = (admin.clone(), Enrol { person, membership: membership(unit, today) });
            tokio::spawn(async move { enrol(&admin, command).await.map_err(|error| error.code()) })
        })
        .into_iter()
        .collect();
    let mut outcomes = Vec::new();
    for attempt in attempts {
        outcomes.push(attempt.await.unwrap().err());
    }
    outcomes.sort();
    assert_eq!(outcomes, [None, Some("membership.overlaps")]);
}

async fn a_mistake_is_taken_back(store: Store) {
    let (region, school) = county(&store).await;
    let admin = holding(&store, Role::Administrator, &region.county);
    let [wrong, right] = [0, 1].map(|at: usize| school.classes[at].place.unit);
    let person = newcomer(&admin, school.place.unit, "走错门的").await;
    let days = Span::since(day(TODAY));
    let id = enrol(&admin, Enrol { person, membership: membership(wrong, days) }).await.unwrap();
    let too_soon = EndMembership { unit: wrong, membership: id, last: day("2026-11-21") };
    assert_eq!(end_membership(&admin, too_soon).await.unwrap_err().code(), "membership.before_start");
    end_membership(&admin, EndMembership { last: day("2026-11-22"), ..too_soon }).await.unwrap();
    enrol(&admin, Enrol { person, membership: membership(right, days) }).await.unwrap();
    assert_eq!((expected(&store, wrong, TODAY).await.0, expected(&store, right, TODAY).await.0), (5, 4));
}

async fn a_transfer_leaves_no_gap(store: Store) {
    let (region, school) = county(&store).await;
    let other = crate::world::school(&store, &region, "另一小学").await;
    let admin = holding(&store, Role::Administrator, &region.county);
    let (from, to) = (school.classes[0].place.unit, other.classes[0].place.unit);
    let person = newcomer(&admin, school.place.unit, "搬家的").await;
    let joined = Enrol { person, membership: membership(from, Span::since(day("2026-09-01"))) };
    let id = enrol(&admin, joined).await.unwrap();
    let move_on = Transfer { from, membership: id, to, on: day(TODAY), seat_no: Some(9) };
    let local = holding(&store, Role::Administrator, &school.place);
    assert_eq!(
        transfer(&local, move_on).await.unwrap_err().code(),
        "not_found",
        "the other school's admin decides"
    );
    assert_eq!(expected(&store, from, TODAY).await.0, 6, "nothing half-done");
    transfer(&admin, move_on).await.unwrap();
    let belongs = lookup::memberships(&store, &[person]).await.unwrap();
    for (on, unit) in [("2026-11-22", from), (TODAY, to), ("2027-03-01", to)] {
        let found = [from, to].map(|one| belongs.is_member(one, person, day(on)));
        assert_eq!(found, [unit == from, unit == to], "{on}");
    }
    let roster = query::roster(&admin, to, day(TODAY)).await.unwrap();
    assert_eq!(roster.members.last().map(|member| (member.person, member.seat_no)), Some((person, Some(9))));
    assert_eq!(roster.members.last().unwrap().name, "搬家的", "the name is found at the old school");
}

async fn numbers_are_unique(store: Store) {
    let (_, school) = county(&store).await;
    let ctx = program(&store);
    let add = async |people: Vec<NewPerson>| {
        let command = AddPeople { institution: school.place.unit, people, sealing: Sealing::Nothing };
        add_people(&ctx, command).await.map_err(|error| error.code())
    };
    let numbered = |no: &str| NewPerson { student_no: Some(no.to_owned()), ..NewPerson::named("某某") };
    assert_eq!(add(vec![numbered("G900001")]).await, Ok(()));
    assert_eq!(add(vec![numbered("G900001")]).await, Err("person.student_no_taken"));
    assert_eq!(add(vec![numbered("G900002"), numbered("G900002")]).await, Err("person.student_no_taken"));
    assert_eq!(add(vec![numbered("G900002"), numbered("第三")]).await, Err("request.invalid"));
    assert_eq!(add(vec![numbered("G900002")]).await, Ok(()), "nothing of a refused list was written");
    let phoned = NewPerson { phone: Some("13800000000".to_owned()), ..NewPerson::named("某某") };
    assert_eq!(add(vec![phoned]).await, Err("person.no_vault"));
}

async fn secrets_are_sealed(store: Store) {
    let (region, school) = county(&store).await;
    let other = crate::world::school(&store, &region, "另一小学").await;
    let ctx = program(&store);
    let folder = tempfile::tempdir().unwrap();
    let vault = Vault::open(&folder.path().join("vault.key")).unwrap();
    let person = || NewPerson {
        identity_no: Some("11010519491231002x".to_owned()),
        phone: Some("138-0000-0000".to_owned()),
        ..NewPerson::named("某某")
    };
    let add = async |institution, person: NewPerson| {
        let command = AddPeople { institution, people: vec![person], sealing: Sealing::Vault(&vault) };
        add_people(&ctx, command).await.map_err(|error| error.code())
    };
    assert_eq!(add(school.place.unit, person()).await, Ok(()));
    assert_eq!(add(other.place.unit, person()).await, Err("person.identity_taken"));
    let mistyped = NewPerson { identity_no: Some("110105194912310021".to_owned()), ..person() };
    assert_eq!(add(other.place.unit, mistyped).await, Err("request.invalid"));
    let known = person();
    let id = known.id;
    let known = NewPerson { identity_no: None, ..known };
    assert_eq!(add(school.place.unit, known).await, Ok(()));
    let ask = LookUpPhone { person: id, reason: Reason::Tracing, vault: &vault };
    for (role, place, expected) in [
        (Role::HealthOfficer, &school.place, Ok(Some("13800000000".to_owned()))),
        (Role::CountyOfficer, &region.county, Err("auth.forbidden")),
        (Role::HealthOfficer, &other.place, Err("not_found")),
    ] {
        let found = look_up_phone(&holding(&store, role, place), ask).await;
        assert_eq!(found.map_err(|error| error.code()), expected);
    }
    let auditor = holding(&store, Role::Auditor, &school.place);
    let page = xd_trust::audit::list(&auditor, &school.place, &Default::default()).await.unwrap();
    let looks = page.items.into_iter().filter(|entry| entry.action == "person.phone").count();
    assert_eq!(looks, 1, "refused looks saw nothing");
    assert_eq!(format!("{:?}", person()).matches("138").count(), 0, "not in logs either");
}

async fn foreign_people_are_unknown(store: Store) {
    let (region, school) = county(&store).await;
    let other = crate::world::school(&store, &region, "另一小学").await;
    let local = holding(&store, Role::Administrator, &school.place);
    let foreign = other.classes[0].members[0];
    let here = membership(school.teams[1].place.unit, Span::since(day(TODAY)));
    let there = membership(other.teams[1].place.unit, Span::since(day(TODAY)));
    let own = school.classes[0].members[0];
    for (person, membership) in [(foreign, here), (own, there), (PersonId::mint(), here)] {
        let error = enrol(&local, Enrol { person, membership }).await.unwrap_err();
        assert_eq!(error.code(), "not_found");
    }
    let command = AddPeople {
        institution: other.place.unit,
        people: vec![NewPerson::named("某某")],
        sealing: Sealing::Nothing,
    };
    assert_eq!(add_people(&local, command).await.unwrap_err().code(), "not_found");
    let teacher = holding(&store, Role::ClassTeacher, &school.place);
    let error = enrol(&teacher, Enrol { person: own, membership: here }).await.unwrap_err();
    assert_eq!(error.code(), "auth.forbidden");
}

async fn guardians_see_their_wards(store: Store) {
    let (_, school) = county(&store).await;
    let ctx = program(&store);
    let ward = school.classes[0].members[2];
    let from = day("2026-09-01");
    let guardian = xd_register::fixtures::guardian(&ctx, school.place.unit, ward, from).await.unwrap();
    let actor = Actor::Account { account: xd_kernel::AccountId::mint(), person: Some(guardian) };
    let parent: Ctx = ctx_of(&store, actor, Reach::default(), monday_morning());
    let wards = async |on: &str| query::wards(&parent, day(on)).await.unwrap();
    let found = wards(TODAY).await;
    assert_eq!(
        found.iter().map(|ward| (ward.person, ward.class.id)).collect::<Vec<_>>(),
        [(ward, school.classes[0].place.unit)]
    );
    assert!(wards("2026-08-31").await.is_empty(), "not yet");
    assert!(query::wards(&ctx, day(TODAY)).await.unwrap().is_empty(), "the program has no children");
    let end = EndGuardianship { ward, guardian, last: day(TODAY) };
    end_guardianship(&ctx, end).await.unwrap();
    assert_eq!((wards(TODAY).await.len(), wards("2026-11-24").await.len()), (1, 0));
    let again = AddGuardianship { ward, guardian, days: Span::since(day("2026-12-01")) };
    add_guardianship(&ctx, again).await.unwrap();
    assert_eq!((wards(TODAY).await.len(), wards("2026-12-01").await.len()), (0, 1));
    let own = AddGuardianship { guardian: ward, ..again };
    assert_eq!(add_guardianship(&ctx, own).await.unwrap_err().code(), "guardianship.self");
}

async fn places_of_persons(store: Store) {
    let (_, school) = county(&store).await;
    let room = &school.rooms[0];
    let boarder = room.members[0];
    let class = school.classes.iter().find(|class| class.members.contains(&boarder)).unwrap();
    let cook = school.teams[1].members[0];
    let at = async |on: SchoolDay| {
        let persons = [boarder, cook, PersonId::mint()];
        lookup::person_places(&store, school.place.unit, &persons, on).await.unwrap()
    };
    let found = at(day(TODAY)).await;
    assert_eq!(found.len(), 2);
    assert_eq!(
        (found[&boarder].class, found[&boarder].room),
        (Some(class.place.unit), Some(room.place.unit))
    );
    assert_eq!((found[&cook].team, found[&cook].class), (Some(school.teams[1].place.unit), None));
    assert!(at(day("2020-08-31")).await.is_empty());
    let stranger = PersonId::mint();
    let belongs = lookup::memberships(&store, &[boarder, stranger]).await.unwrap();
    let units = |person, on: &str| belongs.units_on(person, day(on)).count();
    assert_eq!((units(boarder, TODAY), units(boarder, "2020-08-31"), units(stranger, TODAY)), (2, 0, 0));
    assert!(belongs.covers(stranger) && !belongs.covers(cook), "asked about, and not");
    let names = lookup::names(&store, &[boarder, PersonId::mint()]).await.unwrap();
    assert_eq!(names.len(), 1);
}
