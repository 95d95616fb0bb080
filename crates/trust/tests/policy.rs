use xd_testkit::ctx::{grant, place};
use xd_trust::policy::{document, may};
use xd_trust::{Action, Reach, Role};

#[test]
fn the_document_shows_the_policy_as_it_is() {
    let written = include_str!("../../../docs/policy.md");
    assert!(
        written == document(),
        "docs/policy.md is stale: cargo run -p xd-trust --example policy > docs/policy.md"
    );
}

/// Who may see what of a person's health, said a second time and in other words than the table: a change of the table
/// that opens health data has to be made here as well.
#[test]
fn health_data_stay_with_those_who_need_them() {
    let sees = |action: Action| -> Vec<Role> {
        Role::ALL.iter().copied().filter(|role| may(*role, action)).collect()
    };
    assert_eq!(sees(Action::AbsenceTraceMedical), [Role::HealthOfficer]);
    assert_eq!(sees(Action::AbsenceReturn), [Role::HealthOfficer]);
    assert_eq!(sees(Action::SignalPersons), [Role::Principal, Role::HealthOfficer]);
    assert_eq!(sees(Action::AbsenceRead), [Role::Principal, Role::HealthOfficer, Role::ClassTeacher]);
    assert_eq!(sees(Action::AuditRead), [Role::Auditor]);
    assert_eq!(sees(Action::GrantManage), [Role::SecurityOfficer]);
    assert_eq!(sees(Action::AccountManage), [Role::SecurityOfficer]);
}

/// Those who run the system see no health data, and those who see health data do not run the system.
#[test]
fn duties_are_separate() {
    let health = [
        Action::CheckReport,
        Action::CheckPersons,
        Action::AbsenceRead,
        Action::AbsenceTrace,
        Action::AbsenceTraceMedical,
        Action::AbsenceReturn,
        Action::SignalPersons,
    ];
    let system = [Action::AccountManage, Action::GrantManage, Action::AuditRead, Action::ImportRun];
    for role in Role::ALL {
        let has = |actions: &[Action]| actions.iter().any(|action| may(*role, *action));
        assert!(!(has(&health) && has(&system)), "{role}");
    }
    for (one, other) in [(Action::GrantManage, Action::AuditRead), (Action::UnitManage, Action::GrantManage)]
    {
        assert!(!Role::ALL.iter().any(|role| may(*role, one) && may(*role, other)), "{one} and {other}");
    }
}

#[test]
fn without_a_grant_nothing_may_be_done() {
    let here = place("1.1");
    for action in Action::ALL {
        assert!(!Reach::default().may(*action, &here.path), "{action}");
        assert!(Reach::default().scope(*action).is_empty(), "{action}");
    }
    assert!(!Reach::default().knows(&here.path));
    assert!(Reach::default().actions().is_empty());
}

/// The actions a role has are exactly those of the table, at its unit and nowhere else.
#[test]
fn a_role_may_what_the_table_says_where_it_was_given() {
    let (here, above, beside) = (place("1.1"), place("1"), place("1.2"));
    for role in Role::ALL {
        let reach = Reach::of(vec![grant(*role, &here)]);
        for action in Action::ALL {
            assert_eq!(reach.may(*action, &here.path), may(*role, *action), "{role} {action}");
            assert!(!reach.may(*action, &above.path) && !reach.may(*action, &beside.path), "{role} {action}");
        }
    }
}
