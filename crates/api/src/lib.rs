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
mod paper;
mod problem;
mod routes;
mod state;
pub mod views;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware;
use axum::routing::get;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, Predicate, SizeAbove};
use utoipa::OpenApi as _;
use utoipa_axum::router::OpenApiRouter;

pub use auth::{COOKIE, SessionCache, SignedIn};
pub use demo::{ClockTick, Demo, DemoInfo, Pace};
pub use paper::{OfficialPaper, Paper, PaperColumn, PaperFormat, Press, TablePaper, Turned, Unprinted};
pub use problem::{FieldError, Problem, ProblemView};
pub use state::{AppState, CookieSecurity, Parts, Phase, Settings};

/// The most bytes in the body of an ordinary request.
const BODY_MOST: usize = 256 << 10;

fn api() -> OpenApiRouter<AppState> {
    use routes::{
        absences, accounts, channels, checks, demo, duty, events, papers, register, rules, session, signals,
        units, waves, work,
    };
    OpenApiRouter::with_openapi(openapi::Head::openapi())
        .merge(session::router())
        .merge(units::router())
        .merge(register::router())
        .merge(checks::router())
        .merge(absences::router())
        .merge(signals::router())
        .merge(waves::router())
        .merge(work::router())
        .merge(duty::router())
        .merge(rules::router())
        .merge(events::router())
        .merge(demo::router())
        .merge(accounts::router())
        .merge(channels::router())
        .layer(DefaultBodyLimit::max(BODY_MOST))
        .merge(checks::batch_router())
        .merge(register::file_router())
        .merge(work::file_router())
        .merge(papers::router())
        .merge(duty::file_router())
}

/// The contract: OpenAPI 3.1 as JSON, ending with a line feed, as checked in at `api/openapi.json`.
#[must_use]
pub fn contract() -> String {
    let document = openapi::complete(api().split_for_parts().1);
    serde_json::to_string_pretty(&document).unwrap_or_default() + "\n"
}

/// Everything the program serves: the API, its contract, health and metrics; anything else is answered by `pages`.
pub fn router(state: AppState, pages: Router) -> Router {
    let contract = contract();
    let serve_contract =
        move || std::future::ready(([("content-type", "application/json")], contract.clone()));
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
        .layer(CompressionLayer::new().compress_when(worth_compressing()))
        .layer(middleware::from_fn(outer::outer))
}

/// A receipt fits into one packet anyway; a roster does not. Events are sent one by one and never held back.
fn worth_compressing() -> impl Predicate {
    DefaultPredicate::new().and(SizeAbove::new(1_400))
}
