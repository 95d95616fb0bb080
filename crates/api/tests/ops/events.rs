//! `events`.

use std::time::Duration;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use futures::StreamExt as _;
use tower::ServiceExt as _;
use xd_store::Store;
use xd_trust::Role;

use crate::client::Client;
use crate::stage::{Side, Stage};

async fn a_watcher_is_told_what_they_reach(store: Store) {
    let stage = Stage::set(store).await;
    let officer = Stream::open(&stage.as_role(Role::HealthOfficer).await, None).await;
    let teacher = Stream::open(&stage.as_role(Role::DormitoryKeeper).await, None).await;
    let foreign = Stream::open(&stage.as_role_of(Side::Foreign, Role::HealthOfficer).await, None).await;
    let outbreak = stage.outbreak().await;
    let told = officer.until("event: signal").await;
    assert!(told.contains("event: check") && told.contains("event: absence"), "{told}");
    assert!(told.contains(&outbreak.signal), "{told}");
    assert!(foreign.so_far().await.is_empty(), "nothing of another school");
    assert!(teacher.so_far().await.is_empty(), "a keeper reaches the dormitory, not the class");
}

async fn a_watcher_who_comes_back_is_told_what_they_missed(store: Store) {
    let stage = Stage::set(store).await;
    stage.outbreak().await;
    let officer = stage.as_role(Role::HealthOfficer).await;
    let all = Stream::open(&officer, Some("0")).await.until("event: signal").await;
    let last = all.lines().filter_map(|line| line.strip_prefix("id: ")).next_back().unwrap().to_owned();
    assert!(Stream::open(&officer, Some(&last)).await.so_far().await.is_empty());
}

async fn the_stream_ends_when_the_program_stops(store: Store) {
    let stage = Stage::set(store).await;
    let stream = Stream::open(&stage.as_role(Role::HealthOfficer).await, None).await;
    stage.phase.send_replace(xd_api::Phase::Stopping);
    stream.ends().await;
}

/// A running stream.
struct Stream(tokio::sync::Mutex<axum::body::BodyDataStream>);

impl Stream {
    async fn open(client: &Client<'_>, last: Option<&str>) -> Self {
        let mut request = Request::get("/api/v1/events")
            .header("authorization", format!("Bearer {}", client.token.as_ref().unwrap()));
        if let Some(last) = last {
            request = request.header("last-event-id", last);
        }
        let request = request.body(Body::empty()).unwrap();
        let response = client.stage.router.clone().oneshot(request).await.unwrap();
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        Self(tokio::sync::Mutex::new(response.into_body().into_data_stream()))
    }

    async fn next(&self) -> Option<String> {
        let mut stream = self.0.lock().await;
        stream.next().await.map(|bytes| String::from_utf8(bytes.unwrap().to_vec()).unwrap())
    }

    /// Everything up to an event of this kind.
    async fn until(&self, line: &str) -> String {
        let mut told = String::new();
        while !told.contains(line) {
            told.push_str(&self.next().await.expect("the stream goes on"));
        }
        told
    }

    /// What has been told by the time nothing more is on its way.
    async fn so_far(&self) -> String {
        let mut told = String::new();
        while let Ok(Some(text)) = tokio::time::timeout(Duration::from_millis(300), self.next()).await {
            told.push_str(&text);
        }
        told
    }

    async fn ends(&self) {
        while self.next().await.is_some() {}
    }
}

xd_testkit::both_engines!(crate::migrations; a_watcher_is_told_what_they_reach, a_watcher_who_comes_back_is_told_what_they_missed, the_stream_ends_when_the_program_stops);
