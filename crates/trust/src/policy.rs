//! The policy: role × action. Places come from grants; a grant reaches its unit and everything below it.
//!
//! One table, readable as such, and the only place where "may" is decided. `docs/policy.md` is printed from it, by
//! `cargo run -p xd-trust --example policy`.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use xd_kernel::words;

/// What an account is, at a unit and below it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// 省级管理人员
    ProvinceOfficer,
    /// 市级管理人员
    CityOfficer,
    /// 县级管理人员
    CountyOfficer,
    /// 校长、书记
    Principal,
    /// 校医、疫情报告人
    HealthOfficer,
    /// 班主任
    ClassTeacher,
    /// 宿管
    DormitoryKeeper,
    /// 班组长
    TeamLead,
    /// 代录员: enters for groups from paper
    SchoolClerk,
    /// 监护人: reaches only their own wards, never a unit
    Guardian,
    /// 系统管理员: units, people, imports; no health data
    Administrator,
    /// 安全管理员: accounts and grants
    SecurityOfficer,
    /// 审计员: the audit log
    Auditor,
}

words!(Role, "role", {
    ProvinceOfficer => "province_officer",
    CityOfficer => "city_officer",
    CountyOfficer => "county_officer",
    Principal => "principal",
    HealthOfficer => "health_officer",
    ClassTeacher => "class_teacher",
    DormitoryKeeper => "dormitory_keeper",
    TeamLead => "team_lead",
    SchoolClerk => "school_clerk",
    Guardian => "guardian",
    Administrator => "administrator",
    SecurityOfficer => "security_officer",
    Auditor => "auditor",
});

/// What can be done. One action may cover several verbs of the same weight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
pub enum Action {
    /// See that a unit exists, its name and counts.
    #[serde(rename = "unit.read")]
    UnitRead,
    /// Make, move or close units.
    #[serde(rename = "unit.manage")]
    UnitManage,
    /// See the names of a group's members.
    #[serde(rename = "roster.read")]
    RosterRead,
    /// Change people and memberships.
    #[serde(rename = "roster.manage")]
    RosterManage,
    /// See who holds which post.
    #[serde(rename = "post.read")]
    PostRead,
    /// Appoint holders and substitutes.
    #[serde(rename = "post.manage")]
    PostManage,
    /// Set terms, school days, make-up days.
    #[serde(rename = "calendar.manage")]
    CalendarManage,
    /// Import files into the register.
    #[serde(rename = "import.run")]
    ImportRun,
    /// Report or correct a check.
    #[serde(rename = "check.report")]
    CheckReport,
    /// See counts and completeness of checks.
    #[serde(rename = "check.read")]
    CheckRead,
    /// See who was excepted in a check, and with what symptoms.
    #[serde(rename = "check.persons")]
    CheckPersons,
    /// See sick absences of persons.
    #[serde(rename = "absence.read")]
    AbsenceRead,
    /// Trace the cause as the teacher does: symptoms, onset, expected return.
    #[serde(rename = "absence.trace")]
    AbsenceTrace,
    /// Trace as the health officer does, and see: diagnosis, hospital.
    #[serde(rename = "absence.trace_medical")]
    AbsenceTraceMedical,
    /// Check return certificates and let pupils return.
    #[serde(rename = "absence.return")]
    AbsenceReturn,
    /// See signals and their counts.
    #[serde(rename = "signal.read")]
    SignalRead,
    /// See the persons counted in a signal.
    #[serde(rename = "signal.persons")]
    SignalPersons,
    /// Acknowledge, comment, hand on, close.
    #[serde(rename = "signal.handle")]
    SignalHandle,
    /// See tasks, waves and how far they are.
    #[serde(rename = "work.read")]
    WorkRead,
    /// Acknowledge, begin and hand in the tasks of one's own institution.
    #[serde(rename = "work.do")]
    WorkDo,
    /// Accept or return what others handed in.
    #[serde(rename = "work.review")]
    WorkReview,
    /// Issue work to the units below, and take it back.
    #[serde(rename = "work.issue")]
    WorkIssue,
    /// Make plans by which work comes back.
    #[serde(rename = "work.plan")]
    WorkPlan,
    /// Make accounts, reset passwords.
    #[serde(rename = "account.manage")]
    AccountManage,
    /// Give and take roles.
    #[serde(rename = "grant.manage")]
    GrantManage,
    /// Read the audit log.
    #[serde(rename = "audit.read")]
    AuditRead,
    /// See which messages to persons did not arrive, without address or text.
    #[serde(rename = "delivery.read")]
    DeliveryRead,
}

words!(Action, "action", {
    UnitRead => "unit.read",
    UnitManage => "unit.manage",
    RosterRead => "roster.read",
    RosterManage => "roster.manage",
    PostRead => "post.read",
    PostManage => "post.manage",
    CalendarManage => "calendar.manage",
    ImportRun => "import.run",
    CheckReport => "check.report",
    CheckRead => "check.read",
    CheckPersons => "check.persons",
    AbsenceRead => "absence.read",
    AbsenceTrace => "absence.trace",
    AbsenceTraceMedical => "absence.trace_medical",
    AbsenceReturn => "absence.return",
    SignalRead => "signal.read",
    SignalPersons => "signal.persons",
    SignalHandle => "signal.handle",
    WorkRead => "work.read",
    WorkDo => "work.do",
    WorkReview => "work.review",
    WorkIssue => "work.issue",
    WorkPlan => "work.plan",
    AccountManage => "account.manage",
    GrantManage => "grant.manage",
    AuditRead => "audit.read",
    DeliveryRead => "delivery.read",
});

/// Whether a role may do an action within its reach.
///
/// Officers of the levels above see numbers and signals, not names: whoever needs a name asks the school.
/// A guardian acts for their own wards through verbs that check the guardianship itself, and reaches no unit.
#[must_use]
pub const fn may(role: Role, action: Action) -> bool {
    use Action::*;
    match role {
        Role::ProvinceOfficer | Role::CityOfficer => {
            is_office_work(action) || matches!(action, UnitRead | PostRead | CheckRead | SignalRead)
        }
        Role::CountyOfficer => {
            is_office_work(action)
                || matches!(
                    action,
                    UnitRead | PostRead | CalendarManage | CheckRead | SignalRead | SignalHandle
                )
        }
        Role::Principal => is_office_work(action) || may_principal(action),
        Role::HealthOfficer => may_health_officer(action),
        Role::ClassTeacher => matches!(
            action,
            UnitRead
                | RosterRead
                | PostRead
                | CheckReport
                | CheckRead
                | CheckPersons
                | AbsenceRead
                | AbsenceTrace
                | SignalRead
                | WorkRead
                | WorkDo
        ),
        Role::DormitoryKeeper | Role::TeamLead => is_group_work(action),
        Role::SchoolClerk => is_group_work(action),
        Role::Guardian => false,
        Role::Administrator => matches!(
            action,
            UnitRead
                | UnitManage
                | RosterRead
                | RosterManage
                | PostRead
                | PostManage
                | CalendarManage
                | ImportRun
                | DeliveryRead
        ),
        Role::SecurityOfficer => matches!(action, UnitRead | AccountManage | GrantManage),
        Role::Auditor => matches!(action, UnitRead | AuditRead),
    }
}

/// What a principal may do beside the work of an office.
const fn may_principal(action: Action) -> bool {
    use Action::*;
    matches!(
        action,
        UnitRead
            | RosterRead
            | PostRead
            | PostManage
            | CalendarManage
            | CheckRead
            | CheckPersons
            | AbsenceRead
            | SignalRead
            | SignalPersons
            | SignalHandle
    )
}

const fn may_health_officer(action: Action) -> bool {
    use Action::*;
    matches!(
        action,
        UnitRead
            | RosterRead
            | PostRead
            | CheckReport
            | CheckRead
            | CheckPersons
            | AbsenceRead
            | AbsenceTrace
            | AbsenceTraceMedical
            | AbsenceReturn
            | SignalRead
            | SignalPersons
            | SignalHandle
            | WorkRead
            | WorkDo
            | WorkReview
            | WorkIssue
    )
}

/// What an office does about work: everything, at and below its own unit.
const fn is_office_work(action: Action) -> bool {
    use Action::*;
    matches!(action, WorkRead | WorkDo | WorkReview | WorkIssue | WorkPlan)
}

/// What those do who look after a group, or enter for one.
const fn is_group_work(action: Action) -> bool {
    use Action::*;
    matches!(action, UnitRead | RosterRead | CheckReport | CheckRead | CheckPersons | WorkRead | WorkDo)
}

/// Whether a grant of the role makes units known: a guardian reaches wards, whoever else has a role reaches units.
#[must_use]
pub const fn reaches_units(role: Role) -> bool {
    may(role, Action::UnitRead)
}

/// The policy as a document: the table in Markdown, a row per action, a column per role, and how to read it.
#[must_use]
pub fn document() -> String {
    let mut text = String::from(HEAD);
    text.push_str("| action |");
    for role in Role::ALL {
        text.push_str(&format!(" {role} |"));
    }
    text.push_str("\n|---|");
    text.push_str(&"---|".repeat(Role::ALL.len()));
    for action in Action::ALL {
        text.push_str(&format!("\n| {action} |"));
        for role in Role::ALL {
            text.push_str(if may(*role, *action) { " yes |" } else { " |" });
        }
    }
    text.push('\n');
    text
}

const HEAD: &str = "\
# Who may do what

Printed from `crates/trust/src/policy.rs`, which is what the program asks; a test compares the two. To change it, change
the code and run `cargo run -p xd-trust --example policy > docs/policy.md`.

A role is given at a unit (a grant), or follows from a post held today, and reaches that unit and everything below it.
What is not marked may not be done. What lies outside an account's reach does not exist for it: the answer is 404, the
same as for what never existed; 403 is for what is within reach but not allowed. Officers above the school see numbers
and signals, not names. A guardian reaches no unit: the verbs of guardians ask for the guardianship itself.

";
