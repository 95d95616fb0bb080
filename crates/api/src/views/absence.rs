//! Sick absences: tracing, certificates, return.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use xd_kernel::{AbsenceId, CertificateId, ClientKey, Instant, SchoolDay, UnitId};
use xd_observe::{AbsenceState, ReturnFacts, TraceStage, TraceState};
use xd_trust::audit::Reason;

use super::rule::SourceView;
use super::{PersonRef, UnitRef};

/// A sick absence.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Absence)]
pub struct AbsenceView {
    /// The absence.
    pub id: AbsenceId,
    /// Who is ill.
    pub person: PersonRef,
    /// The class; for staff the team.
    pub class: UnitRef,
    /// The dormitory room.
    pub room: Option<UnitRef>,
    /// The school.
    pub school: UnitRef,
    /// The day of the check that opened it.
    pub opened_day: SchoolDay,
    /// The day the illness began.
    pub onset: SchoolDay,
    /// Whether nobody has asked yet, so that onset is the day of the check.
    pub onset_assumed: bool,
    /// What was seen, as codes.
    pub symptoms: Vec<String>,
    /// The syndrome groups these symptoms belong to.
    pub syndromes: Vec<String>,
    /// Where it stands.
    pub state: AbsenceState,
    /// How far it has been traced.
    pub trace_state: TraceState,
    /// When the person is expected back.
    pub expected_return: Option<SchoolDay>,
    /// When the person came back.
    pub returned_day: Option<SchoolDay>,
    /// The diagnosis; absent for readers who may not see it.
    pub diagnosis: Option<String>,
    /// Counts the changes.
    pub version: i64,
}

/// Which absences, by state.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AbsenceFilterState {
    /// Still ill.
    #[default]
    Open,
    /// Back.
    Returned,
    /// All but voided ones.
    All,
}

/// Which absences are asked for.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct AbsenceFilter {
    /// At or below this unit; everywhere the caller reaches if absent.
    pub unit: Option<UnitId>,
    /// In this state; open ones if absent.
    #[serde(default)]
    #[param(required = false, inline)]
    pub state: AbsenceFilterState,
    /// Running on this day.
    pub day: Option<SchoolDay>,
    /// How many rows at the most, 1 to 500; 100 if absent.
    #[param(minimum = 1, maximum = 500)]
    #[serde(default, deserialize_with = "super::limit_within")]
    pub limit: Option<u32>,
    /// `next` of the page before.
    pub cursor: Option<String>,
}

/// Why the record is looked at; the look is logged with it.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct LookParams {
    /// The reason.
    pub reason: Reason,
}

/// One tracing.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Trace)]
pub struct TraceView {
    /// When.
    pub at: Instant,
    /// By whom; absent if the program did.
    pub by: Option<PersonRef>,
    /// As whom.
    pub stage: TraceStage,
    /// What was seen.
    pub symptoms: Vec<String>,
    /// The day the illness began.
    pub onset: SchoolDay,
    /// Whether a doctor has seen the person.
    pub doctor_seen: Option<bool>,
    /// The diagnosis; absent for readers who may not see it.
    pub diagnosis: Option<String>,
    /// The hospital; absent for readers who may not see it.
    pub hospital: Option<String>,
    /// When the person is expected back.
    pub expected_return: Option<SchoolDay>,
    /// What else was said.
    pub note: Option<String>,
}

/// What a tracing has found.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TraceReport {
    /// Made by the client for this one tracing.
    pub client_key: ClientKey,
    /// What was seen.
    pub symptoms: Vec<String>,
    /// The day the illness began.
    pub onset: SchoolDay,
    /// Whether a doctor has seen the person.
    pub doctor_seen: Option<bool>,
    /// The diagnosis as a slug of `/api/v1/rules/diseases`; only by a health officer.
    pub diagnosis: Option<String>,
    /// The hospital; only by a health officer.
    #[schema(max_length = 100)]
    pub hospital: Option<String>,
    /// When the person is expected back.
    pub expected_return: Option<SchoolDay>,
    /// What else was said.
    #[schema(max_length = 200)]
    pub note: Option<String>,
}

/// A return certificate that was presented.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Certificate)]
pub struct CertificateView {
    /// The certificate.
    pub id: CertificateId,
    /// Who issued it.
    pub issuer: String,
    /// When it was issued.
    pub issued_on: SchoolDay,
    /// Whether the rule was met when it was checked.
    pub met: bool,
    /// When it was checked.
    pub checked_at: Instant,
    /// By whom; absent if the program did.
    pub by: Option<PersonRef>,
}

/// One condition of a return rule.
#[derive(Debug, Serialize, ToSchema)]
pub struct Clause {
    /// What is asked for, such as `days_from_onset` or `certificate_hospital`.
    pub code: String,
    /// How many days, hours or results of it; absent where it is so or is not so.
    pub amount: Option<u16>,
    /// Whether its contrary is asked for.
    pub negated: bool,
    /// Whether it is met; absent where nobody has said.
    pub met: Option<bool>,
    /// The day on which time alone will meet it.
    pub not_before: Option<SchoolDay>,
}

/// A return rule.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ExclusionRule {
    /// The disease as a slug.
    pub disease: String,
    /// `default`, or the name of a variant that some place follows.
    pub variant: String,
    /// The rule in Chinese.
    pub text_zh: String,
    /// The rule in English.
    pub text_en: String,
    /// `V` read in its source, `L` local, `G` general knowledge.
    pub status: String,
    /// The citation: codes of sources, with remarks.
    pub source: String,
    /// The sources that the citation names, as far as they are listed.
    pub sources: Vec<SourceView>,
    /// Where other sources differ, in Chinese.
    pub variants: Option<String>,
    /// Where other sources differ, in English.
    pub variants_en: Option<String>,
}

/// A return certificate and what was seen of the pupil.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CertificateReport {
    /// Made by the client for this one certificate.
    pub client_key: ClientKey,
    /// Who issued it.
    #[schema(min_length = 1, max_length = 200)]
    pub issuer: String,
    /// When.
    pub issued_on: SchoolDay,
    /// What it says, and what was seen. What is not given is not known.
    pub facts: ReturnFacts,
}

/// A certificate was checked.
#[derive(Debug, Serialize, ToSchema)]
pub struct CertificateChecked {
    /// The certificate as kept.
    pub certificate: CertificateView,
    /// What the rule of the disease says; absent where there is none, and the certificate itself decides.
    pub ruling: Option<Ruling>,
}

/// Somebody comes back.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReturnReport {
    /// Accepted from clients that give every write a key. A return is the same return on the same day.
    pub client_key: Option<ClientKey>,
    /// From this day.
    pub on: SchoolDay,
}

/// What the rule of the disease says about a return.
#[derive(Debug, Serialize, ToSchema)]
pub struct Ruling {
    /// Whether the rule is met.
    pub met: bool,
    /// The first day on which it can be met, as far as that is known.
    pub earliest: Option<SchoolDay>,
    /// Its conditions, one by one.
    pub clauses: Vec<Clause>,
    /// The rule.
    pub rule: ExclusionRule,
}

/// A sick absence with all that is known of it.
#[derive(Debug, Serialize, ToSchema)]
pub struct AbsenceDetail {
    /// The absence.
    #[serde(flatten)]
    pub absence: AbsenceView,
    /// Its tracings, the oldest first.
    pub traces: Vec<TraceView>,
    /// The certificates presented, the oldest first.
    pub certificates: Vec<CertificateView>,
    /// What the rule of the disease says today; absent without a rule, or for readers who may not see the diagnosis.
    pub exclusion: Option<Ruling>,
}
