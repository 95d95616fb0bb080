//! The table of states and steps.

use xd_work::{Step, TaskState};

#[test]
fn every_state_and_step() {
    let after =
        |state: TaskState| Step::ALL.iter().map(move |step| step.from(state).map_or("-", TaskState::word));
    let table: Vec<String> = TaskState::ALL
        .iter()
        .map(|state| format!("{state}: {}", after(*state).collect::<Vec<_>>().join(" ")))
        .collect();
    assert_eq!(
        table,
        [
            "open: submitted accepted - - withdrawn",
            "submitted: - - accepted returned withdrawn",
            "accepted: - - - - -",
            "returned: submitted accepted - - withdrawn",
            "withdrawn: - - - - -",
        ]
    );
}

#[test]
fn what_is_closed_stays_closed() {
    for state in TaskState::ALL.iter().filter(|state| state.is_closed()) {
        assert!(Step::ALL.iter().all(|step| step.from(*state).is_none()));
    }
}
