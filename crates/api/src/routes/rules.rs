//! The rules in force, as data. They are public law and public health guidance; one signs in for them all the same,
//! so that a stranger learns nothing about an installation.

use axum::Json;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::auth::CallerCtx;
use crate::state::AppState;
use crate::views::absence::ExclusionRule;
use crate::views::rule::{CodeLabel, DiseaseLabel, ExclusionRules, ThresholdRules};

/// The operations of this area.
pub(crate) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(threshold_rules))
        .routes(routes!(exclusion_rules))
        .routes(routes!(symptoms))
        .routes(routes!(diseases))
        .routes(routes!(syndromes))
}

/// The threshold rules, of every jurisdiction and date.
#[utoipa::path(
    get, path = "/api/v1/rules/thresholds", operation_id = "threshold_rules", tag = "rules",
    responses((status = 200, body = ThresholdRules)),
)]
pub(crate) async fn threshold_rules(_: CallerCtx) -> Json<ThresholdRules> {
    let book = xd_outbreak::rules();
    Json(ThresholdRules { items: book.all().iter().map(super::signals::rule_view).collect() })
}

/// The rules by which somebody comes back after a disease.
#[utoipa::path(
    get, path = "/api/v1/rules/exclusion", operation_id = "exclusion_rules", tag = "rules",
    responses((status = 200, body = ExclusionRules)),
)]
pub(crate) async fn exclusion_rules(_: CallerCtx) -> Json<ExclusionRules> {
    let rules = xd_observe::diseases::return_rules();
    let items = rules.iter().flat_map(|rule| rule.diseases.iter().map(move |disease| (disease, rule)));
    let view = |(disease, rule): (&String, _)| super::absences::rule_view(disease, rule);
    Json(ExclusionRules { items: items.map(view).collect::<Vec<ExclusionRule>>() })
}

/// The coded symptoms.
#[utoipa::path(
    get, path = "/api/v1/rules/symptoms", operation_id = "symptoms", tag = "rules",
    responses((status = 200, body = Vec<CodeLabel>)),
)]
pub(crate) async fn symptoms(_: CallerCtx) -> Json<Vec<CodeLabel>> {
    let label = |symptom: &xd_observe::symptoms::Symptom| CodeLabel {
        code: symptom.code.clone(),
        zh: symptom.zh.clone(),
        en: symptom.en.clone(),
    };
    Json(xd_observe::symptoms::all().iter().map(label).collect())
}

/// The diseases.
#[utoipa::path(
    get, path = "/api/v1/rules/diseases", operation_id = "diseases", tag = "rules",
    responses((status = 200, body = Vec<DiseaseLabel>)),
)]
pub(crate) async fn diseases(_: CallerCtx) -> Json<Vec<DiseaseLabel>> {
    let all = xd_outbreak::rules().lexicon().diseases().iter();
    let view = all.map(|disease| DiseaseLabel {
        slug: disease.slug.clone(),
        zh: disease.name.zh.clone(),
        en: disease.name.en.clone(),
    });
    Json(view.collect())
}

/// The syndrome groups.
#[utoipa::path(
    get, path = "/api/v1/rules/syndromes", operation_id = "syndromes", tag = "rules",
    responses((status = 200, body = Vec<CodeLabel>)),
)]
pub(crate) async fn syndromes(_: CallerCtx) -> Json<Vec<CodeLabel>> {
    let all = xd_outbreak::rules().lexicon().syndromes().iter();
    let view = all.map(|group| CodeLabel {
        code: group.code.clone(),
        zh: group.name.zh.clone(),
        en: group.name.en.clone(),
    });
    Json(view.collect())
}
