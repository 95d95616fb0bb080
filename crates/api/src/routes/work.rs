//! Work: what is to be done today, tasks, templates, files.

use axum::Json;
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use xd_kernel::{Cursor, PageRequest, TaskId};
use xd_work as work;
use xd_work::{FILE_MOST, Library, Mark, Template, Verdict, Whose};

use crate::auth::CallerCtx;
use crate::extract::{Body, File, Id, Query};
use crate::problem::Problem;
use crate::state::AppState;
use crate::views::signal::Nothing;
use crate::views::work::{
    AcceptTask, Answerable, FileParams, FileView, RecordView, ReturnTask, ReviewView, SubmitTask, TaskDetail,
    TaskFilterParams, TaskFilterState, TaskView, WorkTemplate, WorkToday,
};
use crate::views::{Paged, PersonRef, UnitRef};

/// The operations of this area.
pub(crate) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(work_templates))
        .routes(routes!(work_today))
        .routes(routes!(tasks))
        .routes(routes!(task))
        .routes(routes!(read_task))
        .routes(routes!(acknowledge_task))
        .routes(routes!(start_task))
        .routes(routes!(submit_task))
        .routes(routes!(accept_task))
        .routes(routes!(return_task))
        .routes(routes!(withdraw_task))
        .routes(routes!(file))
}

/// The operation that takes files.
pub(crate) fn file_router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(store_file)).layer(DefaultBodyLimit::max(FILE_MOST))
}

/// The kinds of work that there are.
#[utoipa::path(
    get, path = "/api/v1/work/templates", operation_id = "work_templates", tag = "work",
    responses((status = 200, body = Paged<WorkTemplate>)),
)]
pub(crate) async fn work_templates(CallerCtx(_): CallerCtx) -> Json<Paged<WorkTemplate>> {
    Json(Paged::whole(Library::shipped().templates().map(|template| template_view(template)).collect()))
}

fn template_view(template: &Template) -> WorkTemplate {
    let form = Library::shipped().form(template);
    let guide = template.guide.clone();
    WorkTemplate {
        id: template.id.clone(),
        version: template.version,
        kind: template.kind,
        title_zh: template.title.zh.clone(),
        title_en: template.title.en.clone(),
        guide_zh: guide.as_ref().map(|guide| guide.zh.clone()),
        guide_en: guide.map(|guide| guide.en),
        at: template.at.clone(),
        owner: template.owner,
        deputy: template.deputy,
        minutes: template.minutes,
        recurrence: template.recurrence.as_ref().map(|rule| rule.text().to_owned()),
        review: template.review,
        form: form.and_then(|form| serde_json::value::RawValue::from_string(form.source.clone()).ok()),
        photos_most: template.photos.map(|photos| photos.most),
        source: template.source.clone(),
    }
}

/// What the caller's posts have to do, by deadline.
#[utoipa::path(
    get, path = "/api/v1/work/today", operation_id = "work_today", tag = "work",
    responses((status = 200, body = WorkToday)),
)]
pub(crate) async fn work_today(
    State(state): State<AppState>,
    CallerCtx(ctx): CallerCtx,
) -> Result<Json<WorkToday>, Problem> {
    let items = work::today(&ctx, &state.desk).await?;
    Ok(Json(WorkToday { now: ctx.now(), items: items.into_iter().map(task_view).collect() }))
}

/// Tasks by deadline.
#[utoipa::path(
    get, path = "/api/v1/work/tasks", operation_id = "tasks", tag = "work",
    params(TaskFilterParams), responses((status = 200, body = Paged<TaskView>)),
)]
pub(crate) async fn tasks(
    CallerCtx(ctx): CallerCtx,
    Query(filter): Query<TaskFilterParams>,
) -> Result<Json<Paged<TaskView>>, Problem> {
    let page = PageRequest::new(filter.limit, filter.cursor.as_deref().map(Cursor::given));
    let states = match filter.state {
        TaskFilterState::ToDo => work::TaskFilter::ToDo,
        TaskFilterState::ToReview => work::TaskFilter::ToReview,
        TaskFilterState::NotClosed => work::TaskFilter::NotClosed,
        TaskFilterState::All => work::TaskFilter::All,
    };
    let whose = filter.unit.map_or(Whose::Mine, Whose::At);
    let found = work::tasks(&ctx, work::TaskQuery { whose, states, wave: filter.wave }, &page).await?;
    Ok(Json(Paged::of(found, task_view)))
}

/// One task, with what was handed in and what others said of it.
#[utoipa::path(
    get, path = "/api/v1/work/tasks/{id}", operation_id = "task", tag = "work",
    params(("id" = TaskId, Path)), responses((status = 200, body = TaskDetail)),
)]
pub(crate) async fn task(CallerCtx(ctx): CallerCtx, Id(id): Id<TaskId>) -> Result<Json<TaskDetail>, Problem> {
    let found = work::task(&ctx, id).await?;
    Ok(Json(TaskDetail {
        task: task_view(found.view),
        from_unit: found.wave.from.unit,
        records: found.records.into_iter().map(record_view).collect(),
        reviews: found.reviews.into_iter().map(review_view).collect(),
    }))
}

/// Says that the caller has opened a task.
#[utoipa::path(
    post, path = "/api/v1/work/tasks/{id}/read", operation_id = "read_task", tag = "work",
    params(("id" = TaskId, Path)), request_body = Nothing, responses((status = 200, body = TaskView)),
)]
pub(crate) async fn read_task(
    State(state): State<AppState>,
    CallerCtx(ctx): CallerCtx,
    Id(id): Id<TaskId>,
    Body(Nothing {}): Body<Nothing>,
) -> Result<Json<TaskView>, Problem> {
    marked(&state, &ctx, id, Mark::Read).await
}

/// Takes a task on.
#[utoipa::path(
    post, path = "/api/v1/work/tasks/{id}/acknowledge", operation_id = "acknowledge_task", tag = "work",
    params(("id" = TaskId, Path)), request_body = Nothing, responses((status = 200, body = TaskView)),
)]
pub(crate) async fn acknowledge_task(
    State(state): State<AppState>,
    CallerCtx(ctx): CallerCtx,
    Id(id): Id<TaskId>,
    Body(Nothing {}): Body<Nothing>,
) -> Result<Json<TaskView>, Problem> {
    marked(&state, &ctx, id, Mark::Acknowledge).await
}

/// Says that a task has been begun.
#[utoipa::path(
    post, path = "/api/v1/work/tasks/{id}/start", operation_id = "start_task", tag = "work",
    params(("id" = TaskId, Path)), request_body = Nothing, responses((status = 200, body = TaskView)),
)]
pub(crate) async fn start_task(
    State(state): State<AppState>,
    CallerCtx(ctx): CallerCtx,
    Id(id): Id<TaskId>,
    Body(Nothing {}): Body<Nothing>,
) -> Result<Json<TaskView>, Problem> {
    marked(&state, &ctx, id, Mark::Start).await
}

async fn marked(
    state: &AppState,
    ctx: &xd_trust::Ctx,
    id: TaskId,
    mark: Mark,
) -> Result<Json<TaskView>, Problem> {
    let task = work::mark(ctx, &state.desk, id, mark).await?;
    Ok(Json(task_view(work::view_of(ctx, task).await?)))
}

/// Hands in what was done. It is durable before it is acknowledged. What is wrong with an answer is told at
/// `answers.<question>`.
#[utoipa::path(
    post, path = "/api/v1/work/tasks/{id}/submit", operation_id = "submit_task", tag = "work",
    params(("id" = TaskId, Path)), request_body = SubmitTask, responses((status = 200, body = TaskView)),
)]
pub(crate) async fn submit_task(
    State(state): State<AppState>,
    CallerCtx(ctx): CallerCtx,
    Id(task): Id<TaskId>,
    Body(given): Body<SubmitTask>,
) -> Result<Json<TaskView>, Problem> {
    let command = work::Submit { record: given.client_key, task, answers: given.answers };
    let task = work::submit(&ctx, &state.desk, command).await?;
    Ok(Json(task_view(work::view_of(&ctx, task).await?)))
}

/// Accepts what was handed in. Whoever handed it in cannot.
#[utoipa::path(
    post, path = "/api/v1/work/tasks/{id}/accept", operation_id = "accept_task", tag = "work",
    params(("id" = TaskId, Path)), request_body = AcceptTask, responses((status = 200, body = TaskView)),
)]
pub(crate) async fn accept_task(
    CallerCtx(ctx): CallerCtx,
    Id(id): Id<TaskId>,
    Body(AcceptTask { reason }): Body<AcceptTask>,
) -> Result<Json<TaskView>, Problem> {
    reviewed(&ctx, work::ReviewTask { task: id, verdict: Verdict::Accepted, reason }).await
}

/// Returns what was handed in, with a reason: more is asked for.
#[utoipa::path(
    post, path = "/api/v1/work/tasks/{id}/return", operation_id = "return_task", tag = "work",
    params(("id" = TaskId, Path)), request_body = ReturnTask, responses((status = 200, body = TaskView)),
)]
pub(crate) async fn return_task(
    CallerCtx(ctx): CallerCtx,
    Id(id): Id<TaskId>,
    Body(ReturnTask { reason }): Body<ReturnTask>,
) -> Result<Json<TaskView>, Problem> {
    reviewed(&ctx, work::ReviewTask { task: id, verdict: Verdict::Returned, reason }).await
}

async fn reviewed(ctx: &xd_trust::Ctx, command: work::ReviewTask) -> Result<Json<TaskView>, Problem> {
    let task = work::review_task(ctx, command).await?;
    Ok(Json(task_view(work::view_of(ctx, task).await?)))
}

/// Takes a task back: only whoever may issue where it was issued.
#[utoipa::path(
    post, path = "/api/v1/work/tasks/{id}/withdraw", operation_id = "withdraw_task", tag = "work",
    params(("id" = TaskId, Path)), request_body = Nothing, responses((status = 200, body = TaskView)),
)]
pub(crate) async fn withdraw_task(
    CallerCtx(ctx): CallerCtx,
    Id(id): Id<TaskId>,
    Body(Nothing {}): Body<Nothing>,
) -> Result<Json<TaskView>, Problem> {
    let task = work::withdraw_task(&ctx, id).await?;
    Ok(Json(task_view(work::view_of(&ctx, task).await?)))
}

/// Keeps a file (JPEG, PNG, WebP, PDF, DOCX, XLSX, at most 8 MiB) for the work of a unit. Its type is read from its
/// bytes; the same bytes are kept once.
#[utoipa::path(
    post, path = "/api/v1/files", operation_id = "store_file", tag = "work",
    params(FileParams), request_body(content = String, content_type = "application/octet-stream"),
    responses((status = 201, body = FileView)),
)]
pub(crate) async fn store_file(
    CallerCtx(ctx): CallerCtx,
    Query(params): Query<FileParams>,
    File(bytes): File,
) -> Result<(StatusCode, Json<FileView>), Problem> {
    let stored = work::store_file(&ctx, params.unit, &bytes).await?;
    let hash = work::to_hex(&stored.hash);
    Ok((StatusCode::CREATED, Json(FileView { hash, media_type: stored.media_type, size: stored.size })))
}

/// A file, by the SHA-256 of its bytes in hexadecimal.
#[utoipa::path(
    get, path = "/api/v1/files/{hash}", operation_id = "file", tag = "work",
    params(("hash" = String, Path)),
    responses((status = 200, content_type = "application/octet-stream", body = String)),
)]
pub(crate) async fn file(
    CallerCtx(ctx): CallerCtx,
    Path(hash): Path<String>,
) -> Result<impl IntoResponse, Problem> {
    let hash = work::from_hex(&hash).ok_or_else(Problem::not_found)?;
    let (stored, bytes) = work::file(&ctx, hash).await?;
    // Shown as a picture or saved, never run as a page of this site.
    let policy = "default-src 'none'; sandbox";
    Ok(([(header::CONTENT_TYPE, stored.media_type.mime()), (header::CONTENT_SECURITY_POLICY, policy)], bytes))
}

fn answerable(post: work::PostView) -> Answerable {
    let name = post.name;
    Answerable { post: post.kind, person: post.person.map(|person| PersonRef::named(person, name)) }
}

fn task_view(view: work::TaskView) -> TaskView {
    let work::TaskView { task, title, template, unit, owner, deputy, overdue, photo_wanted } = view;
    let marks = task.marks;
    TaskView {
        id: task.id,
        wave_id: task.wave,
        template,
        title_zh: title.zh,
        title_en: title.en,
        unit: UnitRef::from(&unit),
        owner: answerable(owner),
        deputy: deputy.map(answerable),
        due: task.due,
        state: task.state,
        overdue,
        step: task.step,
        photo_wanted,
        delivered_at: marks.delivered,
        read_at: marks.read,
        acknowledged_at: marks.acknowledged,
        started_at: marks.started,
        submitted_at: marks.submitted,
        closed_at: marks.closed,
    }
}

fn record_view(record: work::Record) -> RecordView {
    RecordView {
        id: record.id,
        at: record.at,
        person_id: record.person,
        answers: record.answers,
        files: record.files.iter().map(|hash| work::to_hex(hash)).collect(),
    }
}

fn review_view(review: work::Review) -> ReviewView {
    ReviewView {
        record_id: review.record,
        verdict: review.verdict,
        reason: review.reason,
        at: review.at,
        person_id: review.person,
    }
}
