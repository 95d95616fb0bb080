//! HTTP: routes, views, the OpenAPI contract, problem documents.
//!
//! **Owns** the shapes that travel ([`views`]), how a session becomes a context (`auth`), the one exhaustive map from
//! the domains' errors to problem documents ([`Problem`]), and the contract ([`contract`]), which is made from the
//! routes themselves.
//!
//! **Does not own** any rule: a handler reads the request, calls one verb and turns what comes back into a view.
//!
//! **Invariants.**
//! * Every route is declared once, with its documentation; what is not in the contract is not served.
//! * Every answer outside 2xx is a problem document with a stable code and the request's id.
//! * No name, no query and no body reaches the log or the metrics.

mod auth;
mod demo;
mod extract;
mod faults;
mod names;
mod openapi;
mod outer;
mod problem;
mod routes;
mod state;
pub mod views;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware;
use axum::routing::get;
use utoipa::OpenApi as _;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub use auth::{COOKIE, SessionCache, SignedIn};
pub use demo::{ClockTick, Demo, DemoInfo, Pace};
pub use problem::{FieldError, Problem, ProblemView};
pub use state::{AppState, CookieSecurity, Parts, Phase, Settings};

/// The most bytes in the body of an ordinary request.
const BODY_MOST: usize = 256 << 10;
/// The most bytes in a batch of checks: 500 checks of large classes with everybody's temperature.
const BATCH_BODY_MOST: usize = 8 << 20;

fn api() -> OpenApiRouter<AppState> {
    use routes::{absences, accounts, checks, demo, events, rules, session, signals, units};
    let batch = OpenApiRouter::new()
        .routes(routes!(checks::report_checks))
        .layer(DefaultBodyLimit::max(BATCH_BODY_MOST));
    OpenApiRouter::with_openapi(openapi::Head::openapi())
        .routes(routes!(session::sign_in, session::who_am_i, session::sign_out))
        .routes(routes!(session::change_password))
        .routes(routes!(session::set_locale))
        .routes(routes!(units::units))
        .routes(routes!(units::unit))
        .routes(routes!(units::roster))
        .routes(routes!(units::posts))
        .routes(routes!(units::appoint))
        .routes(routes!(units::calendar))
        .routes(routes!(checks::due))
        .routes(routes!(checks::report_check, checks::checks))
        .routes(routes!(checks::completeness))
        .routes(routes!(checks::send_guardian_message))
        .routes(routes!(checks::wards))
        .routes(routes!(absences::absences))
        .routes(routes!(absences::absence))
        .routes(routes!(absences::trace_absence))
        .routes(routes!(absences::check_return_certificate))
        .routes(routes!(absences::return_from_absence))
        .routes(routes!(signals::signals))
        .routes(routes!(signals::signal))
        .routes(routes!(signals::acknowledge_signal))
        .routes(routes!(signals::comment_signal))
        .routes(routes!(signals::hand_on_signal))
        .routes(routes!(signals::close_signal))
        .routes(routes!(signals::epidemic_curve))
        .routes(routes!(rules::threshold_rules))
        .routes(routes!(rules::exclusion_rules))
        .routes(routes!(rules::symptoms))
        .routes(routes!(rules::diseases))
        .routes(routes!(rules::syndromes))
        .routes(routes!(events::events))
        .routes(routes!(demo::set_pace))
        .routes(routes!(accounts::list_accounts, accounts::create_account))
        .routes(routes!(accounts::reset_password))
        .routes(routes!(accounts::give_grant))
        .routes(routes!(accounts::revoke_grant))
        .routes(routes!(accounts::list_audit))
        .layer(DefaultBodyLimit::max(BODY_MOST))
        .merge(batch)
}

/// The contract: OpenAPI 3.1 as JSON, ending with a line feed, as checked in at `api/openapi.json`.
#[must_use]
pub fn contract() -> String {
    let document = openapi::complete(api().split_for_parts().1);
    serde_json::to_string_pretty(&document).unwrap_or_default() + "\n"
}

/// Everything the program serves: the API, its contract, health and metrics; anything else is answered by `pages`.
#[must_use]
pub fn router(state: AppState, pages: Router) -> Router {
    let contract = contract();
    let serve_contract = move || std::future::ready(([("content-type", "application/json")], contract.clone()));
    let (api, _) = api().split_for_parts();
    api.route("/api/openapi.json", get(serve_contract))
        .route("/healthz", get(routes::health::healthz))
        .route("/readyz", get(routes::health::readyz))
        .route("/metrics", get(routes::health::metrics))
        .method_not_allowed_fallback(async || {
            Problem::new(axum::http::StatusCode::METHOD_NOT_ALLOWED, "request.method", "not by this method")
        })
        .with_state(state)
        .merge(pages)
        .layer(middleware::from_fn(outer::outer))
}
