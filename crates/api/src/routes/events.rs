//! What happens, as it happens: server-sent events, each reader's own part of them.

use std::collections::BTreeSet;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Sse;
use axum::response::sse::{Event, KeepAlive};
use futures::Stream;
use tokio::sync::{broadcast, mpsc, watch};
use tokio_stream::wrappers::ReceiverStream;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;
use xd_kernel::{RequestId, UnitId};
use xd_register::lookup;
use xd_store::StoreError;
use xd_store::outbox::{Position, Recorded};
use xd_trust::{Action, Reach, Scope};

use crate::auth::Caller;
use crate::demo::ClockTick;
use crate::problem::Problem;
use crate::state::{AppState, Phase};
use crate::views::event::EventView;

/// The operations of this area.
pub(crate) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(events))
}

/// A comment at this pace keeps the connection open through whatever stands between.
const HEARTBEAT: Duration = Duration::from_secs(15);
/// How often it is looked whether the session still counts.
const LOOK_AGAIN: Duration = Duration::from_secs(30);
/// Events that wait for a slow reader; beyond them the reader is dropped and comes back by `Last-Event-ID`.
const WAITING: usize = 256;
/// The most events that a reader who comes back is told.
const CATCH_UP: u64 = 1_000;

/// What happens in the caller's reach, as it happens. `Last-Event-ID` resumes after an event.
#[utoipa::path(
    get, path = "/api/v1/events", operation_id = "events", tag = "events",
    params(("Last-Event-ID" = Option<String>, Header, description = "The id of the last event that was seen")),
    responses((status = 200, content_type = "text/event-stream", body = EventView)),
)]
pub(crate) async fn events(
    State(state): State<AppState>,
    caller: Caller,
    headers: HeaderMap,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, Problem> {
    let news = state.tail.subscribe();
    let missed = match headers.get("last-event-id").and_then(|value| position(value.to_str().ok()?)) {
        Some(seen) => state.tail.since(seen, CATCH_UP).await?,
        None => Vec::new(),
    };
    let (sender, receiver) = mpsc::channel(WAITING);
    let watcher = Watcher { state: state.clone(), caller, sender };
    tokio::spawn(watcher.run(missed, news));
    Ok(Sse::new(ReceiverStream::new(receiver)).keep_alive(KeepAlive::new().interval(HEARTBEAT)))
}

fn position(text: &str) -> Option<Position> {
    Some(Position { seq: text.parse().ok()? })
}

struct Watcher {
    state: AppState,
    caller: Caller,
    sender: mpsc::Sender<Result<Event, Infallible>>,
}

/// The reader is gone, too slow, no longer signed in, or the program stops.
struct Over;

impl Watcher {
    async fn run(mut self, missed: Vec<Recorded>, news: broadcast::Receiver<Arc<Recorded>>) {
        let last = missed.last().map(|event| event.position).unwrap_or_default();
        for event in &missed {
            if self.tell(event).await.is_err() {
                return;
            }
        }
        let _ = self.follow(last, news).await;
    }

    async fn follow(
        &mut self,
        mut last: Position,
        mut news: broadcast::Receiver<Arc<Recorded>>,
    ) -> Result<(), Over> {
        let stopping = stopping(self.state.phase.clone());
        tokio::pin!(stopping);
        let mut ticks = self.state.demo.as_ref().map(|demo| demo.ticks());
        let mut again = tokio::time::interval(LOOK_AGAIN);
        again.tick().await;
        loop {
            tokio::select! {
                () = &mut stopping => return Err(Over),
                () = self.sender.closed() => return Err(Over),
                _ = again.tick() => self.look_again().await?,
                tick = next_tick(&mut ticks) => self.send(clock(&tick))?,
                event = news.recv() => match event {
                    // What was told while catching up is not told twice.
                    Ok(event) if event.position > last => {
                        last = event.position;
                        self.tell(&event).await?;
                    }
                    Ok(_) => {}
                    // Too far behind: the reader comes back with the id of the last event it saw.
                    Err(_) => return Err(Over),
                },
            }
        }
    }

    /// Grants change, posts pass on, sessions end: the stream follows.
    async fn look_again(&mut self) -> Result<(), Over> {
        let found = Caller::of_hash(&self.state, self.caller.signed.hash, RequestId::mint()).await;
        self.caller = found.map_err(|_| Over)?;
        Ok(())
    }

    async fn tell(&self, event: &Recorded) -> Result<(), Over> {
        let views = match seen(&self.state, self.caller.ctx.reach(), event).await {
            Ok(views) => views,
            Err(error) => {
                tracing::warn!(%error, "an event could not be told");
                return Ok(());
            }
        };
        let id = event.position.seq.to_string();
        for (name, view) in views {
            let told = Event::default().event(name).id(&id).json_data(&view);
            self.send(told.unwrap_or_default())?;
        }
        Ok(())
    }

    fn send(&self, event: Event) -> Result<(), Over> {
        self.sender.try_send(Ok(event)).map_err(|_| Over)
    }
}

async fn stopping(mut phase: watch::Receiver<Phase>) {
    while *phase.borrow_and_update() != Phase::Stopping {
        if phase.changed().await.is_err() {
            return;
        }
    }
}

async fn next_tick(ticks: &mut Option<broadcast::Receiver<ClockTick>>) -> ClockTick {
    if let Some(receiver) = ticks {
        loop {
            match receiver.recv().await {
                Ok(tick) => return tick,
                Err(broadcast::error::RecvError::Lagged(_)) => {}
                Err(broadcast::error::RecvError::Closed) => break,
            }
        }
    }
    std::future::pending().await
}

fn clock(tick: &ClockTick) -> Event {
    Event::default().event("clock").json_data(tick).unwrap_or_default()
}

/// What a reader is told of an event: nothing outside their reach; and where they reach only part of a school, that
/// something changed there, but not what.
async fn seen(
    state: &AppState,
    reach: &Reach,
    event: &Recorded,
) -> Result<Vec<(&'static str, EventView)>, StoreError> {
    match event.kind.split('.').next() {
        Some("checks") => checks(state, reach, event).await,
        Some("absence") => one(state, &reach.scope(Action::AbsenceRead), ("absence", "absence"), event).await,
        Some("coverage") => work(state, reach, event).await,
        Some("signal") => one(state, &reach.scope(Action::SignalRead), ("signal", "signal"), event).await,
        _ => Ok(Vec::new()),
    }
}

async fn one(
    state: &AppState,
    scope: &Scope,
    (name, field): (&'static str, &str),
    event: &Recorded,
) -> Result<Vec<(&'static str, EventView)>, StoreError> {
    let subject = event.payload.get(field).and_then(|id| id.as_str()?.parse().ok());
    let told = Told { kind: &event.kind, institution: event.institution, subject };
    Ok(told.to(state, scope, event).await?.map(|view| (name, view)).into_iter().collect())
}

/// One event stands for all checks of a flush: a reader is told once per school.
async fn checks(
    state: &AppState,
    reach: &Reach,
    event: &Recorded,
) -> Result<Vec<(&'static str, EventView)>, StoreError> {
    let mut views = Vec::new();
    let scope = reach.scope(Action::CheckRead);
    for (institution, group) in groups(event, &scope, state).await? {
        let told = Told { kind: "check.reported", institution, subject: group.map(|group| group.0) };
        views.push(("check", told.view(event)));
    }
    let scope = reach.scope(Action::AbsenceRead);
    let schools: BTreeSet<UnitId> = pairs(event, "absences").map(|(institution, _)| institution).collect();
    for institution in schools {
        let told = Told { kind: "absence.changed", institution, subject: None };
        views.extend(told.to(state, &scope, event).await?.map(|view| ("absence", view)));
    }
    Ok(views)
}

/// One event stands for all tallies that changed since the last: a reader is told once per wave.
async fn work(
    state: &AppState,
    reach: &Reach,
    event: &Recorded,
) -> Result<Vec<(&'static str, EventView)>, StoreError> {
    let scope = reach.scope(Action::WorkRead);
    let (mut views, mut told) = (Vec::new(), BTreeSet::new());
    for (institution, wave) in pairs(event, "changed") {
        if told.contains(&wave) {
            continue;
        }
        let one = Told { kind: "work.changed", institution, subject: None };
        if let Some(view) = one.to(state, &scope, event).await? {
            told.insert(wave);
            views.push(("work", EventView { subject: Some(wave), ..view }));
        }
    }
    Ok(views)
}

/// The schools, and within a school that is not reached as a whole the groups, whose checks a reader may see.
async fn groups(
    event: &Recorded,
    scope: &Scope,
    state: &AppState,
) -> Result<BTreeSet<(UnitId, Option<UnitId>)>, StoreError> {
    let mut found = BTreeSet::new();
    for (institution, group) in pairs(event, "checks") {
        if found.contains(&(institution, None)) {
            continue;
        }
        let Some(place) = lookup::place(&state.store, UnitId(group)).await? else { continue };
        if !scope.covers(&place.path) {
            continue;
        }
        let whole = lookup::place(&state.store, institution).await?.is_some_and(|at| scope.covers(&at.path));
        found.insert((institution, (!whole).then_some(place.unit)));
    }
    Ok(found)
}

fn pairs<'e>(event: &'e Recorded, list: &str) -> impl Iterator<Item = (UnitId, Uuid)> + use<'e> {
    let rows = event.payload.get(list).and_then(serde_json::Value::as_array);
    rows.into_iter().flatten().filter_map(|row| {
        let id = |at: usize| row.get(at)?.as_str()?.parse::<Uuid>().ok();
        Some((UnitId(id(0)?), id(1)?))
    })
}

struct Told<'k> {
    kind: &'k str,
    institution: UnitId,
    subject: Option<Uuid>,
}

impl Told<'_> {
    async fn to(
        &self,
        state: &AppState,
        scope: &Scope,
        event: &Recorded,
    ) -> Result<Option<EventView>, StoreError> {
        let Some(school) = lookup::place(&state.store, self.institution).await? else { return Ok(None) };
        if scope.covers(&school.path) {
            return Ok(Some(self.view(event)));
        }
        let reaches_part = !scope.within(&school.path).is_empty();
        Ok(reaches_part.then(|| Self { subject: None, ..*self }.view(event)))
    }

    fn view(&self, event: &Recorded) -> EventView {
        EventView {
            seq: event.position.seq,
            kind: self.kind.to_owned(),
            institution: self.institution,
            subject: self.subject,
            at: event.at,
        }
    }
}
