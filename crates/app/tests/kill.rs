//! `kill -9` under load, again and again: what was acknowledged is there, once; what was not can be sent again.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::Value;
use tokio::task::JoinSet;
use xd_store::StoreConfig;

use crate::program::{Client, Ground};

const ROUNDS: u64 = 4;
const SENDERS: usize = 8;

/// What was sent: acknowledged, or not.
#[derive(Default)]
struct Sent {
    acknowledged: Vec<Value>,
    unanswered: Vec<Value>,
}

async fn no_acknowledged_check_is_lost_and_none_is_doubled(config: StoreConfig) {
    let ground = Arc::new(Ground::prepare(config).await);
    let sent = Arc::new(Mutex::new(Sent::default()));
    let mut server = ground.start();
    let mut client = ground.client(&server).await;
    for round in 0..ROUNDS {
        let mut senders = JoinSet::new();
        for sender in 0..SENDERS {
            senders.spawn(send(Arc::clone(&ground), client.clone(), Arc::clone(&sent), sender));
        }
        tokio::time::sleep(Duration::from_millis(250 + 130 * round)).await;
        server.kill();
        while senders.join_next().await.is_some() {}
        server = ground.start();
        client = client.at(&server);
        resend(&client, &sent).await;
    }
    let sent = Arc::into_inner(sent).unwrap().into_inner().unwrap();
    assert!(sent.acknowledged.len() > 50, "only {} checks: too few to say anything", sent.acknowledged.len());
    compare(&ground, &client, &sent).await;
    assert!(server.stop().success());
}

/// Sends one check after the other until the server is gone. Every fourth names pupils as ill.
async fn send(ground: Arc<Ground>, client: Client, sent: Arc<Mutex<Sent>>, sender: usize) {
    for number in 0.. {
        let ill: &[usize] = if number % 4 == 0 { &[1, 2] } else { &[] };
        let check = ground.check(sender, ill);
        match client.report(&check).await {
            Ok((201, _)) => sent.lock().unwrap().acknowledged.push(check),
            Ok((status, body)) => panic!("{status}: {body:#}"),
            Err(_) => {
                sent.lock().unwrap().unanswered.push(check);
                return;
            }
        }
    }
}

/// A device sends again what it has no answer to.
async fn resend(client: &Client, sent: &Mutex<Sent>) {
    let unanswered = std::mem::take(&mut sent.lock().unwrap().unanswered);
    for check in unanswered {
        let (status, body) = client.report(&check).await.unwrap();
        assert!(matches!(status, 200 | 201), "{status}: {body:#}");
        sent.lock().unwrap().acknowledged.push(check);
    }
}

async fn compare(ground: &Ground, client: &Client, sent: &Sent) {
    let key = |check: &Value| check["client_key"].as_str().unwrap().to_owned();
    let acknowledged: BTreeSet<String> = sent.acknowledged.iter().map(key).collect();
    assert_eq!(acknowledged.len(), sent.acknowledged.len());
    let mut stored = Vec::new();
    for group in &ground.groups {
        stored.extend(client.keys(group).await);
    }
    let distinct: BTreeSet<String> = stored.iter().cloned().collect();
    assert_eq!(distinct.len(), stored.len(), "a check stands twice");
    let lost: Vec<&String> = acknowledged.difference(&distinct).collect();
    assert!(lost.is_empty(), "{} of {} acknowledged checks are lost", lost.len(), acknowledged.len());
    let (_, absences) = client.get("/api/v1/absences?limit=500").await.unwrap();
    let people: Vec<&str> = absences["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["person"]["id"].as_str().unwrap())
        .collect();
    let distinct: BTreeSet<&str> = people.iter().copied().collect();
    assert_eq!(distinct.len(), people.len(), "somebody has two open absences");
}

xd_testkit::on_empty_databases!(no_acknowledged_check_is_lost_and_none_is_doubled);
