//! Whether the program lives, can serve, and how much it does.

use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use crate::problem::Problem;
use crate::state::{AppState, Phase};

/// The process lives.
pub(crate) async fn healthz() -> Json<Value> {
    Json(json!({ "status": "ok" }))
}

/// The process can serve: it has started, is not stopping, and its store answers.
pub(crate) async fn readyz(State(state): State<AppState>) -> Response {
    let phase = *state.phase.borrow();
    let not_ready = |code, detail| {
        Problem::new(StatusCode::SERVICE_UNAVAILABLE, code, detail).retry_after(1).into_response()
    };
    match phase {
        Phase::Starting => not_ready("service.starting", "still starting"),
        Phase::Stopping => not_ready("service.stopping", "about to stop"),
        Phase::Ready => match state.store.ping().await {
            Ok(()) => Json(json!({ "status": "ready" })).into_response(),
            Err(error) => {
                tracing::warn!(%error, "the store does not answer");
                not_ready("store.unavailable", "the store does not answer")
            }
        },
    }
}

/// Metrics in the text format of Prometheus.
pub(crate) async fn metrics(State(state): State<AppState>) -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], (state.metrics)())
}
