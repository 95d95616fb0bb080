//! What a page shows, to be printed or as a workbook.

use axum::extract::{DefaultBodyLimit, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::auth::CallerCtx;
use crate::extract::{Body, Query};
use crate::paper::{Paper, PaperFormat, PaperParams, Unprinted};
use crate::problem::{FieldError, Problem};
use crate::state::AppState;

/// The most bytes of a paper's data.
const PAPER_MOST: usize = 4 << 20;

/// The operations of this area.
pub(crate) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(print_paper)).layer(DefaultBodyLimit::max(PAPER_MOST))
}

/// Prints a table or an official document from what is sent, or makes a workbook of it. Nothing is kept.
#[utoipa::path(
    post, path = "/api/v1/papers", operation_id = "print_paper", tag = "papers",
    params(PaperParams), request_body = Paper,
    responses((status = 200, content_type = "application/octet-stream", body = String)),
)]
pub(crate) async fn print_paper(
    State(state): State<AppState>,
    _: CallerCtx,
    Query(wanted): Query<PaperParams>,
    Body(paper): Body<Paper>,
) -> Result<Response, Problem> {
    let faults = paper.faults();
    if !faults.is_empty() {
        return Err(Problem::invalid(faults));
    }
    // Setting a long paper takes seconds: not on the threads that answer everybody else.
    let made = tokio::task::spawn_blocking(move || match wanted.format {
        PaperFormat::Xlsx => workbook(&paper),
        PaperFormat::Pdf => printed(&state, &paper),
    });
    made.await.map_err(|fault| Problem::internal(&fault))?
}

fn workbook(paper: &Paper) -> Result<Response, Problem> {
    let Paper::Table(table) = paper else {
        return Err(Problem::invalid(vec![FieldError::new(
            "paper",
            "paper.no_table",
            "only a table is a workbook",
        )]));
    };
    let bytes = table.workbook().map_err(|fault| Problem::internal(&fault))?;
    Ok(answer("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", bytes))
}

fn printed(state: &AppState, paper: &Paper) -> Result<Response, Problem> {
    let Some(press) = &state.press else {
        return Err(Problem::new(StatusCode::SERVICE_UNAVAILABLE, "paper.no_press", "no font was built in"));
    };
    match press.print(paper) {
        Ok(bytes) => Ok(answer("application/pdf", bytes)),
        Err(Unprinted::MissingGlyphs(which)) => {
            Err(Problem::invalid(vec![FieldError::new("", "paper.missing_glyphs", which)]))
        }
        Err(Unprinted::Fault(fault)) => Err(Problem::internal(&fault)),
    }
}

fn answer(media_type: &'static str, bytes: Vec<u8>) -> Response {
    ([(header::CONTENT_TYPE, media_type)], bytes).into_response()
}
