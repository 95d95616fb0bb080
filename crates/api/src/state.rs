//! What every handler shares.

use std::ops::Deref;
use std::sync::{Arc, Weak};

use tokio::sync::broadcast::error::RecvError;
use tokio::sync::{broadcast, watch};
use xd_flows::Tail;
use xd_kernel::{Clock, SchoolDay, Zone};
use xd_notify::wire::Carriers;
use xd_observe::Intake;
use xd_store::Store;
use xd_store::outbox::Recorded;
use xd_trust::sessions::Ttl;
use xd_trust::vault::Vault;
use xd_work::{Desk, DeskConfig};

use crate::auth::SessionCache;
use crate::demo::Demo;
use crate::paper::Press;

/// How the program was told to behave towards browsers.
#[derive(Debug, Clone)]
pub struct Settings {
    /// How long a session lasts.
    pub ttl: Ttl,
    /// Whether the cookie is marked `Secure`: yes wherever TLS stands in front.
    pub cookie: CookieSecurity,
}

/// Whether browsers may send the session cookie over plain HTTP.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CookieSecurity {
    /// Only over TLS.
    TlsOnly,
    /// Over plain HTTP too: a school's own network, or a demonstration.
    PlainToo,
}

impl Default for Settings {
    fn default() -> Self {
        Self { ttl: Ttl::USUAL, cookie: CookieSecurity::TlsOnly }
    }
}

/// Where the program is in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// Not yet serving: migrating, or playing a demonstration at once.
    Starting,
    /// Serving.
    Ready,
    /// Finishing what was accepted.
    Stopping,
}

/// The parts a program hands to the API.
pub struct Parts {
    /// The store.
    pub store: Store,
    /// The keys that seal private columns.
    pub vault: Arc<Vault>,
    /// Where "now" comes from.
    pub clock: Arc<dyn Clock>,
    /// The zone in which the sessions' day turns.
    pub zone: Zone,
    /// The queue of class checks.
    pub intake: Intake,
    /// The ways by which persons are told.
    pub carriers: Arc<Carriers>,
    /// What is told to those who watch.
    pub tail: Tail,
    /// The running demonstration, if this is one.
    pub demo: Option<Arc<dyn Demo>>,
    /// What prints papers, if a font was built in.
    pub press: Option<Arc<dyn Press>>,
    /// Behaviour towards browsers.
    pub settings: Settings,
    /// The program's phase.
    pub phase: watch::Receiver<Phase>,
    /// Prints the metrics in the text format of Prometheus.
    pub metrics: Arc<dyn Fn() -> String + Send + Sync>,
}

/// [`Parts`] and what the API keeps beside them.
pub struct Inner {
    parts: Parts,
    /// Sessions in use.
    pub sessions: SessionCache,
    /// The queue of what is done about tasks.
    pub desk: Desk,
}

impl Deref for Inner {
    type Target = Parts;
    fn deref(&self) -> &Parts {
        &self.parts
    }
}

/// The state of the router: cheap to clone.
#[derive(Clone)]
pub struct AppState(Arc<Inner>);

impl AppState {
    /// The state of these parts. Needs a running runtime: it follows what changes about accounts.
    #[must_use]
    pub fn new(parts: Parts) -> Self {
        let sessions = SessionCache::new(parts.store.engine());
        let news = parts.tail.subscribe();
        let desk = Desk::start(parts.store.clone(), DeskConfig::default());
        let state = Self(Arc::new(Inner { parts, sessions, desk }));
        tokio::spawn(forget_changed(Arc::downgrade(&state.0), news));
        state
    }

    /// What day it is.
    #[must_use]
    pub fn today(&self) -> SchoolDay {
        SchoolDay::of(self.clock.now(), &self.zone)
    }
}

/// Another process, or a command beside the server, may have taken a role away or closed an account.
async fn forget_changed(state: Weak<Inner>, mut news: broadcast::Receiver<Arc<Recorded>>) {
    loop {
        let is_about_accounts = match news.recv().await {
            Ok(event) => event.kind == "account.changed",
            // What was missed may have been about accounts.
            Err(RecvError::Lagged(_)) => true,
            Err(RecvError::Closed) => return,
        };
        let Some(state) = state.upgrade() else { return };
        if is_about_accounts {
            state.sessions.clear();
        }
    }
}

impl Deref for AppState {
    type Target = Inner;
    fn deref(&self) -> &Inner {
        &self.0
    }
}
