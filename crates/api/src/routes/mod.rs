//! One module per area. A handler reads the request, calls one verb, and turns what comes back into a view.

pub mod absences;
pub mod accounts;
pub mod checks;
pub mod demo;
pub mod events;
pub mod health;
pub mod rules;
pub mod session;
pub mod signals;
pub mod units;

/// Symptoms as codes.
fn codes(symptoms: xd_observe::Symptoms) -> Vec<String> {
    symptoms.codes().map(str::to_owned).collect()
}
