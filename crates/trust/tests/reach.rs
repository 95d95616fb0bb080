use proptest::collection::vec;
use proptest::prelude::*;
use xd_kernel::{OrgPath, UnitId};
use xd_trust::policy::may;
use xd_trust::{Action, Grant, GrantSource, Reach, Role, Scope};

/// Paths of a tree small enough that grants often meet: `0`, `0.1`, `10.0.1`.
fn path() -> impl Strategy<Value = OrgPath> {
    vec(prop_oneof![0_u32..3, 35_u32..38], 1..5).prop_map(|ordinals| {
        let (first, rest) = ordinals.split_first().unwrap();
        rest.iter().fold(OrgPath::root(*first), |above, ordinal| above.child(*ordinal))
    })
}

fn grant() -> impl Strategy<Value = Grant> {
    (proptest::sample::select(Role::ALL), path()).prop_map(|(role, path)| Grant {
        role,
        unit: UnitId::mint(),
        path,
        source: GrantSource::Given,
        until: None,
    })
}

fn action() -> impl Strategy<Value = Action> {
    proptest::sample::select(Action::ALL)
}

/// Whether a path is another or continues it, said without [`OrgPath::covers`].
fn at_or_below(path: &OrgPath, above: &OrgPath) -> bool {
    path.lineage().any(|one| one == *above)
}

proptest! {
    #[test]
    fn reach_never_covers_outside_its_grants(grants in vec(grant(), 0..6), path in path(), action in action()) {
        let reach = Reach::of(grants.clone());
        let granted = grants.iter().any(|grant| may(grant.role, action) && at_or_below(&path, &grant.path));
        prop_assert_eq!(reach.may(action, &path), granted);
        prop_assert_eq!(reach.scope(action).covers(&path), granted);
        if granted {
            prop_assert!(reach.knows(&path));
        }
    }

    #[test]
    fn a_scope_within_a_unit_stays_in_both(grants in vec(grant(), 0..6), unit in path(), at in path(), action in action()) {
        let scope = Reach::of(grants).scope(action);
        let within = scope.within(&unit);
        prop_assert_eq!(within.covers(&at), scope.covers(&at) && at_or_below(&at, &unit));
    }

    /// A list query filters by one range per path: overlapping ranges would list rows twice.
    #[test]
    fn the_paths_of_a_scope_do_not_overlap(grants in vec(grant(), 0..8), action in action()) {
        let Scope::Below(paths) = Reach::of(grants).scope(action) else { panic!("everywhere") };
        for (at, one) in paths.iter().enumerate() {
            prop_assert!(paths.iter().enumerate().all(|(other, path)| at == other || !path.covers(one)));
        }
    }

    #[test]
    fn a_further_grant_never_takes_away(grants in vec(grant(), 0..4), one in grant(), path in path(), action in action()) {
        let before = Reach::of(grants);
        let after = before.clone().with([one]);
        prop_assert!(!before.may(action, &path) || after.may(action, &path));
    }
}
