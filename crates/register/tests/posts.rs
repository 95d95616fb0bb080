//! Posts, holders, substitutes: the checker is whoever holds the post today.

use xd_kernel::{HoldingId, PersonId, PostId, UnitId};
use xd_register::posts::{Appoint, EndHolding, NewPost, appoint, create_post, end_holding};
use xd_register::query::PostsOf;
use xd_register::{PostKind, Span, lookup, query};
use xd_store::Store;
use xd_testkit::both_engines;
use xd_testkit::ctx::day;
use xd_trust::{Ctx, Role};

use crate::world::{county, holding, newcomer, program};

both_engines!(crate::world::migrations;
    a_substitute_checks_and_the_holder_keeps_reading,
    a_successor_ends_the_holding_before,
    what_is_refused,
    the_keeper_of_a_building_checks_its_rooms,
);

async fn post_of(ctx: &Ctx, unit: UnitId, on: &str) -> xd_register::Post {
    query::posts_of(ctx, unit, PostsOf::Itself, day(on)).await.unwrap().remove(0)
}

async fn a_substitute_checks_and_the_holder_keeps_reading(store: Store) {
    let (_, school) = county(&store).await;
    let class = &school.classes[0];
    let principal = holding(&store, Role::Principal, &school.place);
    let post = post_of(&principal, class.place.unit, "2026-11-23").await;
    let stand_in = school.clerk;
    // Looked at before, so that a stale memory would show.
    assert_eq!(lookup::held_posts(&store, stand_in, day("2026-11-24")).await.unwrap().len(), 1);
    let days = Span::between(day("2026-11-24"), day("2026-11-25"));
    let command = Appoint { unit: class.place.unit, post: post.id, person: stand_in, days, substitute: true };
    appoint(&principal, command).await.unwrap();
    for (on, checker, substitute) in [
        ("2026-11-23", class.checker, false),
        ("2026-11-24", stand_in, true),
        ("2026-11-25", stand_in, true),
        ("2026-11-26", class.checker, false),
    ] {
        let groups = [class.place.unit];
        let found = lookup::checkers(&store, school.place.unit, &groups, day(on)).await.unwrap();
        assert_eq!((found[&groups[0]].person, found[&groups[0]].substitute), (checker, substitute), "{on}");
        let held = lookup::held_posts(&store, class.checker, day(on)).await.unwrap();
        assert_eq!((held[0].kind, held[0].relieved), (PostKind::ClassTeacher, substitute), "{on}");
    }
    let grants = lookup::post_reach(&store, stand_in, day("2026-11-24")).await.unwrap();
    let teacher = grants.iter().find(|grant| grant.role == Role::ClassTeacher).unwrap();
    assert_eq!((teacher.unit, teacher.until), (class.place.unit, Some(day("2026-11-25"))));
    let own = lookup::post_reach(&store, class.checker, day("2026-11-24")).await.unwrap();
    assert_eq!(own.len(), 1, "the holder keeps the role");
    let shown = post_of(&principal, class.place.unit, "2026-11-24").await;
    let shown: Vec<_> = shown.holdings.iter().map(|held| (held.person, held.substitute)).collect();
    assert_eq!(shown, [(stand_in, true), (class.checker, false)]);
}

async fn a_successor_ends_the_holding_before(store: Store) {
    let (_, school) = county(&store).await;
    let class = &school.classes[0];
    let ctx = program(&store);
    let post = post_of(&ctx, class.place.unit, "2026-11-23").await;
    let next = newcomer(&ctx, school.place.unit, "接班的").await;
    let days = Span::since(day("2026-12-01"));
    let command = Appoint { unit: class.place.unit, post: post.id, person: next, days, substitute: false };
    let id = appoint(&ctx, command).await.unwrap();
    let on = async |on: &str| {
        let found = lookup::checkers(&store, school.place.unit, &[class.place.unit], day(on)).await.unwrap();
        found.get(&class.place.unit).map(|holder| holder.person)
    };
    assert_eq!((on("2026-11-30").await, on("2026-12-01").await), (Some(class.checker), Some(next)));
    end_holding(&ctx, EndHolding { unit: class.place.unit, holding: id, last: day("2026-12-10") })
        .await
        .unwrap();
    assert_eq!((on("2026-12-10").await, on("2026-12-11").await), (Some(next), None), "vacant");
}

async fn what_is_refused(store: Store) {
    let (region, school) = county(&store).await;
    let other = crate::world::school(&store, &region, "另一小学").await;
    let class = &school.classes[0];
    let principal = holding(&store, Role::Principal, &school.place);
    let post = post_of(&principal, class.place.unit, "2026-11-23").await;
    let good = Appoint {
        unit: class.place.unit,
        post: post.id,
        person: school.clerk,
        days: Span::between(day("2026-11-24"), day("2026-11-25")),
        substitute: true,
    };
    for (command, code) in [
        (Appoint { post: PostId::mint(), ..good }, "not_found"),
        (Appoint { unit: school.classes[1].place.unit, ..good }, "not_found"),
        (Appoint { unit: other.classes[0].place.unit, ..good }, "not_found"),
        (Appoint { person: other.clerk, ..good }, "not_found"),
        (Appoint { person: PersonId::mint(), ..good }, "not_found"),
        (Appoint { days: Span::since(day("2026-11-24")), ..good }, "post.substitute_without_end"),
        (Appoint { days: Span::between(day("2026-11-24"), day("2026-11-23")), ..good }, "request.invalid"),
        (Appoint { days: Span::since(day("2019-11-24")), ..good }, "unit.closed"),
        (Appoint { substitute: false, ..good }, "post.held"),
    ] {
        assert_eq!(appoint(&principal, command).await.unwrap_err().code(), code, "{command:?}");
    }
    let county_wide = holding(&store, Role::Principal, &region.county);
    appoint(&county_wide, Appoint { person: other.clerk, ..good }).await.unwrap();
    let post = NewPost::vacant(class.place.unit, PostKind::Principal);
    assert_eq!(create_post(&principal, post).await.unwrap_err().code(), "post.misplaced");
    let teacher = holding(&store, Role::ClassTeacher, &class.place);
    assert_eq!(appoint(&teacher, good).await.unwrap_err().code(), "auth.forbidden");
    let unknown = EndHolding { unit: class.place.unit, holding: HoldingId::mint(), last: day("2026-11-24") };
    assert_eq!(end_holding(&principal, unknown).await.unwrap_err().code(), "not_found");
}

async fn the_keeper_of_a_building_checks_its_rooms(store: Store) {
    let (_, school) = county(&store).await;
    let rooms: Vec<UnitId> = school.rooms.iter().map(|room| room.place.unit).collect();
    let found = lookup::checkers(&store, school.place.unit, &rooms, day("2026-11-23")).await.unwrap();
    for room in &school.rooms {
        assert_eq!(found[&room.place.unit].person, room.checker);
    }
}
