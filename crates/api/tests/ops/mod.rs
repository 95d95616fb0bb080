//! One module per operation, named after it.

mod absence;
mod absences;
mod accept_task;
mod acknowledge_signal;
mod acknowledge_task;
mod appoint;
mod calendar;
mod change_password;
mod channels;
mod charter;
mod check_return_certificate;
mod checklist;
mod checklist_trend;
mod checklists;
mod checks;
mod close_signal;
mod close_unit;
mod comment_signal;
mod completeness;
mod confirm_channel;
mod coverage;
mod create_account;
mod create_post;
mod create_unit;
mod deliveries;
mod dilution;
mod diseases;
mod due;
mod end_holding;
mod epidemic_curve;
mod events;
mod exclusion_rules;
mod file;
mod give_grant;
mod hand_on_signal;
mod import_checklist;
mod import_file;
mod inspection_sample;
mod issue_wave;
mod list_accounts;
mod list_audit;
mod mark_days;
mod own_calendar;
mod people;
mod posts;
mod print_paper;
mod read_task;
mod remove_channel;
mod rename_unit;
mod report_check;
mod report_checks;
mod reset_password;
mod responsibility_chain;
mod return_from_absence;
mod return_task;
mod revoke_grant;
mod roster;
mod round_rules;
mod send_guardian_message;
mod set_calendar;
mod set_channel;
mod set_locale;
mod set_pace;
mod sign_in;
mod sign_out;
mod signal;
mod signals;
mod start_task;
pub mod store_file;
mod submit_task;
mod symptoms;
mod syndromes;
mod task;
mod task_origin;
mod tasks;
mod test_channel;
mod threshold_rules;
mod trace_absence;
mod unit;
mod units;
mod wards;
mod wave;
mod waves;
mod who_am_i;
mod withdraw_task;
mod work_templates;
mod work_today;

use crate::client::Client;
use crate::stage::Stage;

/// The id of an account by its name, as a security officer finds it.
async fn account_id(stage: &Stage, security: &Client<'_>, username: &str) -> String {
    let accounts = security.get(&format!("/api/v1/accounts?unit={}", stage.own().county.unit)).await;
    let list = accounts.body["items"].as_array().unwrap();
    let found = list.iter().find(|one| one["username"] == username);
    found.unwrap_or_else(|| panic!("{username} is not listed"))["account_id"].as_str().unwrap().to_owned()
}

/// Every operation of the contract has a module here.
#[test]
fn every_operation_has_its_module() {
    let source = include_str!("mod.rs");
    for operation in crate::policy::operations() {
        assert!(
            source.contains(&format!("mod {};", operation.id)),
            "tests/ops/{}.rs is missing",
            operation.id
        );
    }
}
